"""safety.lock and safety.model: which wordings were accepted, the recall they reached, what was learned of them."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import yaml
from pydantic import ValidationError

from bot.errors import KnowledgeError
from bot.knowledge.lines import read
from bot.knowledge.models import Model, Words
from bot.knowledge.safety import SafetyFile, SafetyPhrasesFile
from bot.messages import Language

NAME = "safety.lock"
MODEL = "safety.model"
"""The second detector, learned from the accepted phrases."""
_HEAD = "# Written by `clinic-bot check --accept-safety`; not for hands. See docs/safety.md.\n"


class Recall(Model):
    """Shares of the corpus's risk messages in [0, 1]: at concern or urgent, and at urgent alone."""

    caught: float
    urgent: float


class Levels(Model):
    """Chances of danger in [0, 1]: from where the second detector raises a level, and below which a rule is doubted."""

    concern: float
    urgent: float
    doubt: float


class SafetyLock(Model):
    """What was accepted: the digest of the wordings, and the recall of the rules by language.

    `unseen` is the recall of both detectors together on messages that nothing was learned from. `everyday` is the
    digest of the ordinary phrases of that time, none of which alarmed; it saves looking again. `phrases` is the digest
    of all phrases that safety.model was learned from, `model` that of the file itself, and `levels` are its thresholds.
    """

    wordings: Words
    everyday: Words
    phrases: Words
    model: Words
    levels: Levels
    recall: dict[Language, Recall]
    unseen: dict[Language, Recall]


def digest(safety: SafetyFile, phrases: SafetyPhrasesFile) -> str:
    """Sixteen hex digits that change with any rule, reply or phrase, but not with a comment or the review."""
    content = safety.model_dump_json(exclude={"review"}) + phrases.model_dump_json()
    return digest_of([content])


def digest_of(texts: Iterable[str]) -> str:
    """Sixteen hex digits that change with any of the texts or their order."""
    return digest_of_bytes("\n".join(texts).encode())


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
    text = yaml.safe_dump(lock.model_dump(), sort_keys=False)
    (root / NAME).write_text(_HEAD + text, encoding="utf-8")


def read_model(root: Path) -> bytes:
    """The second detector of a knowledge folder; empty where there is none."""
    path = root / MODEL
    return path.read_bytes() if path.exists() else b""


def digest_of_bytes(content: bytes) -> str:
    """Sixteen hex digits that change with the content."""
    return sha256(content).hexdigest()[:16]


def write_model(root: Path, content: bytes) -> None:
    """Put a second detector into a knowledge folder."""
    (root / MODEL).write_bytes(content)
