"""Reads the editors' folder into one frozen `Knowledge`, or says line by line what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.knowledge.lines import Document, Location, Problem, read
from bot.knowledge.models import (
    Clinic,
    Condition,
    ConditionsFile,
    Ledger,
    Phrases,
    StrayFile,
    Topic,
    TopicFile,
)
from bot.knowledge.safety import SafetyFile, SafetyPhrasesFile
from bot.knowledge.suggest import did_you_mean
from bot.knowledge.texts import Texts, TextsFile
from bot.messages import LANGUAGES, Language

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything the editors own. `topics` keeps the order of the files; `groups` maps a topic's id to its group."""

    clinic: Clinic
    topics: dict[str, Topic]
    groups: dict[str, str]
    stray: Phrases
    ledger: Ledger
    conditions: tuple[Condition, ...]
    safety: SafetyFile
    safety_phrases: SafetyPhrasesFile
    texts: Texts

    def phrases(self) -> list[tuple[str, str, Language]]:
        """All phrases as (phrase, topic id, language), stray ones under `none`, safety ones under their class."""
        topics = {topic.id: topic.phrases for topic in self.topics.values()} | {"none": self.stray}
        topics.update({str(topic): phrases for topic, phrases in self.safety_phrases.topics.items()})
        return [
            (phrase, topic, language)
            for topic, phrases in topics.items()
            for language in LANGUAGES
            for phrase in phrases.of(language)
        ]


@dataclass(slots=True)
class Folder:
    """The files of a knowledge folder as read, with their problems; the checks look things up here."""

    root: Path
    documents: dict[str, Document]
    problems: list[Problem]

    def read(self, name: str) -> Document:
        """Read a file of the folder once, its problems collected."""
        if name not in self.documents:
            self.documents[name] = read(self.root / name)
            self.problems += self.documents[name].problems
        return self.documents[name]

    def topic_documents(self) -> list[Document]:
        """The files under topics/, by name."""
        return [document for name, document in sorted(self.documents.items()) if name.startswith("topics/")]

    def topics(self, knowledge: "Knowledge") -> Iterator[tuple[Document, Location, Topic]]:
        """Each topic with its file and its place in it."""
        for document in self.topic_documents():
            rows = document.tree.get("topics") if isinstance(document.tree, dict) else None
            for i, row in enumerate(rows if isinstance(rows, list) else []):
                if isinstance(row, dict):
                    yield document, ("topics", i), knowledge.topics[str(row["id"])]

    def model(self, name: str, model: type[M]) -> M | None:
        """A file as its model, or None with its problems collected."""
        document = self.read(name)
        if document.tree is None:
            if not document.problems:
                self.problems.append(document.problem((), "the file is empty"))
            return None
        try:
            return model.model_validate(document.tree)
        except ValidationError as error:
            self.problems += [_problem(document, model, item) for item in error.errors()]
            return None


def load(root: Path) -> tuple[Knowledge | None, Folder]:
    """Read a folder without the cross-checks; the knowledge is None where a file does not fit its model."""
    folder = Folder(root, {}, [])
    topic_files = _topic_files(folder)
    stray = folder.model("topics/none.yaml", StrayFile)
    clinic = folder.model("clinic.yaml", Clinic)
    ledger = folder.model("facts.yaml", Ledger)
    conditions = folder.model("conditions.yaml", ConditionsFile)
    safety = folder.model("safety.yaml", SafetyFile)
    danger = folder.model("safety-phrases.yaml", SafetyPhrasesFile)
    texts = folder.model("phrases.yaml", TextsFile)
    if folder.problems or not (stray and clinic and ledger and conditions and safety and danger and texts):
        return None, folder
    topics = {topic.id: topic for file in topic_files for topic in file.topics}
    groups: dict[str, str] = {topic.id: file.group for file in topic_files for topic in file.topics}
    knowledge = Knowledge(
        clinic, topics, groups, stray.phrases, ledger, conditions.conditions, safety, danger, Texts(texts, clinic)
    )
    return knowledge, folder


def _topic_files(folder: Folder) -> list[TopicFile]:
    names = sorted(path.name for path in (folder.root / "topics").glob("*.yaml") if path.name != "none.yaml")
    if not names:
        folder.problems.append(
            Problem(str(folder.root / "topics"), 1, 1, "no topic files here: expected topics/*.yaml")
        )
    files = [folder.model(f"topics/{name}", TopicFile) for name in names]
    return [file for file in files if file]


def _problem(document: Document, model: type[BaseModel], item: ErrorDetails) -> Problem:
    location = tuple(item["loc"])
    key = str(location[-1]) if location else ""
    if item["type"] == "extra_forbidden":
        known = _fields_at(model, location[:-1])
        return document.problem(location, f"unknown key `{key}`{did_you_mean(key, known)}")
    if item["type"] == "missing":
        return document.problem(location, f"`{key}` is missing")
    return document.problem(location, f"`{key}`: {item['msg'].removeprefix('Value error, ')}")


def _fields_at(model: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """The keys that a model allows at a location, found by walking its JSON schema."""
    schema = model.model_json_schema()
    node = schema
    for part in location:
        node = _resolve(schema, node)
        node = node.get("items", {}) if isinstance(part, int) else _child(node, part)
    return list(_resolve(schema, node).get("properties", {}))


def _child(node: dict, key: str) -> dict:  # type: ignore[type-arg]
    found = node.get("properties", {}).get(key) or node.get("additionalProperties") or {}
    return found if isinstance(found, dict) else {}


def _resolve(schema: dict, node: dict) -> dict:  # type: ignore[type-arg]
    for option in node.get("anyOf", []):
        if "$ref" in option:
            node = option
    reference = str(node.get("$ref", ""))
    return schema["$defs"][reference.rsplit("/", 1)[-1]] if reference else node
