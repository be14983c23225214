"""YAML read for people: every scalar stays the text that was typed, and every value knows its line.

PyYAML's safe_load turns `no` into False, `22:30` into 1350 and keeps the last of two equal keys without a word.
Here nothing is guessed: the models decide what a value is, and equal keys are a problem with a line number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

Place = tuple[int, int]
"""Line and column, both from 1."""
Location = tuple[str | int, ...]
"""The way to a value from the root of its file: keys and list positions."""
Tree = dict[str, "Tree"] | list["Tree"] | str | None


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of `clinic-bot check`, in yamllint's layout."""

    path: str
    line: int
    column: int
    message: str
    level: str = "error"

    def __str__(self) -> str:
        """`knowledge/topics/clinic.yaml:9:5: [error] …`."""
        return f"{self.path}:{self.line}:{self.column}: [{self.level}] {self.message}"


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file as plain text values, with the place of each key and value."""

    path: str
    tree: Tree
    places: dict[Location, Place]
    problems: tuple[Problem, ...]

    def place(self, location: Location) -> Place:
        """The place of a value, or of the nearest thing around it that exists."""
        while location and location not in self.places:
            location = location[:-1]
        return self.places.get(location, (1, 1))

    def problem(self, location: Location, message: str, level: str = "error") -> Problem:
        """A problem at a value of this file."""
        line, column = self.place(location)
        return Problem(self.path, line, column, message, level)


def read(path: Path, shown_as: str = "") -> Document:
    """Read a file; what YAML or the file system refuses is a problem of the document, never an exception."""
    name = shown_as or str(path)
    try:
        return parse(path.read_text(encoding="utf-8"), name)
    except OSError as error:
        return _broken(name, f"cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        return _broken(name, f"is not UTF-8 text (byte {error.start}): save the file as UTF-8")


def parse(text: str, name: str) -> Document:
    """Parse YAML text; `name` is the path shown in problems."""
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return _broken(name, f"not valid YAML: {error.problem or error.context}", *place)
    except yaml.YAMLError as error:
        return _broken(name, f"not valid YAML: {error}")
    places: dict[Location, Place] = {}
    problems: list[Problem] = []
    tree = _tree(node, (), name, places, problems) if node else None
    return Document(name, tree, places, tuple(problems))


def _broken(name: str, message: str, line: int = 1, column: int = 1) -> Document:
    return Document(name, None, {}, (Problem(name, line, column, message),))


def _tree(node: yaml.Node, at: Location, name: str, places: dict[Location, Place], problems: list[Problem]) -> Tree:
    places.setdefault(at, (node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, yaml.MappingNode):
        return {
            key: _tree(value, (*at, key), name, places, problems)
            for key, value in _pairs(node, at, name, places, problems)
        }
    if isinstance(node, yaml.SequenceNode):
        return [_tree(child, (*at, i), name, places, problems) for i, child in enumerate(node.value)]
    is_null = node.tag == "tag:yaml.org,2002:null" and not getattr(node, "style", None)
    return None if is_null else str(node.value)


def _pairs(
    node: yaml.MappingNode, at: Location, name: str, places: dict[Location, Place], problems: list[Problem]
) -> Iterator[tuple[str, yaml.Node]]:
    seen: dict[str, int] = {}
    for key_node, value in node.value:
        key = str(key_node.value)
        line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
        if key in seen:
            problems.append(Problem(name, line, column, f"duplicate key `{key}` (first on line {seen[key]})"))
            continue
        seen[key] = line
        places[(*at, key)] = (line, column)
        yield key, value
