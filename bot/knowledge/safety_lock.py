"""safety.lock: which wordings of safety.yaml were accepted, and the recall that they reached."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from bot.errors import KnowledgeError
from bot.knowledge.lines import read
from bot.knowledge.models import Model, Words
from bot.knowledge.safety import SafetyFile, SafetyPhrasesFile
from bot.messages import Language

NAME = "safety.lock"
_HEAD = "# Written by `clinic-bot check --accept-safety`; not for hands. See docs/safety.md.\n"


class Recall(Model):
    """Shares of the corpus's risk messages in [0, 1]: at concern or urgent, and at urgent alone."""

    caught: float
    urgent: float


class SafetyLock(Model):
    """What was accepted: the digest of the wordings, and the recall of the rules by language.

    `everyday` is the digest of the ordinary phrases of that time, none of which alarmed; it saves looking again.
    """

    wordings: Words
    everyday: Words
    recall: dict[Language, Recall]


def digest(safety: SafetyFile, phrases: SafetyPhrasesFile) -> str:
    """Sixteen hex digits that change with any rule, reply or phrase, but not with a comment or the review."""
    content = safety.model_dump_json(exclude={"review"}) + phrases.model_dump_json()
    return digest_of([content])


def digest_of(texts: Iterable[str]) -> str:
    """Sixteen hex digits that change with any of the texts or their order."""
    return sha256("\n".join(texts).encode()).hexdigest()[:16]


def read_lock(root: Path) -> SafetyLock | None:
    """The lock of a knowledge folder, None where there is none.

    Raises:
        KnowledgeError: the file is there but is no lock.
    """
    path = root / NAME
    if not path.exists():
        return None
    try:
        return SafetyLock.model_validate(read(path).tree)
    except ValidationError as error:
        raise KnowledgeError(
            f"{path} is no safety lock: write it anew with `clinic-bot check --accept-safety`"
        ) from error


def write_lock(root: Path, lock: SafetyLock) -> None:
    """Put a lock into a knowledge folder."""
    rows = [f"  {language}: {{caught: {r.caught:.4f}, urgent: {r.urgent:.4f}}}" for language, r in lock.recall.items()]
    text = "\n".join([f"{_HEAD}wordings: {lock.wordings}", f"everyday: {lock.everyday}", "recall:", *rows, ""])
    (root / NAME).write_text(text, encoding="utf-8")
