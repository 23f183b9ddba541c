"""The house stands: imports point down and parts of one layer keep apart."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Each layer may import those before it, and the rooms of its own package. Flows and the door may use their neighbours.
WORDS = {"records", "events", "errors", "settings", "prompts", "text", "facts", "speaking", "attribution", "question"}
WORDS |= {"byline", "comparing", "memory", "nodes", "orders", "places", "posing", "stopping", "terminal"}
PARTS = {
    "models",
    "reading",
    "split",
    "library",
    "retrieve",
    "cite",
    "verify",
    "extract",
    "summary",
    "feedback",
    "choices",
}
PARTS |= {"fetching"}
FLOWS = {"folder", "incoming", "ingest", "readings", "doctor", "watching", "answer", "session", "suggest"}
DOOR = {
    "assistant",
    "local",
    "check_command",
    "commands",
    "service",
    "watch_command",
    "wire",
    "tools",
    "cli",
    "keeping",
    "people",
    "user_command",
}
LAYERS = (WORDS, PARTS, FLOWS, DOOR)
TOP = {"assistant", "ui", "eval", "prompts", "tests"}
# Rooms of eval that may know parts: they choose them, time them, and put other systems together from them.
SEEING_INSIDE = {"studies", "benchmarks", "references", "training"}

FILES = [
    path
    for top in ("assistant", "ui", "eval", "prompts", "tests")
    for path in sorted((ROOT / top).rglob("*.py"))
    if "__pycache__" not in path.parts
]


@cache
def imported(path: Path) -> set[str]:
    """Dotted names of all modules that a file imports, wherever in it; type-checking imports left out."""
    found: set[str] = set()
    for node in _walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _walk(tree: ast.AST) -> list[ast.AST]:
    nodes: list[ast.AST] = []
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting += node.orelse
            continue
        nodes.append(node)
        waiting += ast.iter_child_nodes(node)
    return nodes


def room(module: str) -> str:
    """The room of an assistant module: ``assistant.library.rows`` is in ``library``."""
    return module.split(".")[1] if "." in module else ""


def layer(name: str) -> int:
    return next((height for height, rooms in enumerate(LAYERS) if name in rooms), -1)


def files_of(top: str) -> list[Path]:
    return [path for path in FILES if path.relative_to(ROOT).parts[0] == top]


def test_every_room_has_a_layer() -> None:
    rooms = {path.relative_to(ROOT / "assistant").parts[0].removesuffix(".py") for path in files_of("assistant")}
    assert rooms - {"__init__"} == set().union(*LAYERS)


@pytest.mark.parametrize("path", files_of("assistant"), ids=str)
def test_imports_point_down(path: Path) -> None:
    own = path.relative_to(ROOT / "assistant").parts[0].removesuffix(".py")
    if own in ("__init__", "cli"):  # the command line puts the whole together
        return
    for module in imported(path):
        assert module.split(".")[0] not in TOP - {"assistant", "prompts"}, f"{path} imports {module}"
        other = room(module)
        if not module.startswith("assistant.") or other == own or layer(other) < 0:
            continue
        assert layer(other) <= layer(own), f"{path} imports {module}, which is above it"
        if own in PARTS:
            assert other in WORDS, f"{path} imports {module}, a part of the same layer"


@pytest.mark.parametrize("path", files_of("ui"), ids=str)
def test_the_page_knows_only_the_door_and_the_words(path: Path) -> None:
    for module in imported(path):
        assert module.split(".")[0] not in ("eval", "tests")
        if module.startswith("assistant."):
            assert layer(room(module)) in (0, 3), f"{path} imports {module}"


@pytest.mark.parametrize("path", files_of("eval"), ids=str)
def test_the_suite_knows_only_the_door_and_the_words(path: Path) -> None:
    inside = SEEING_INSIDE & set(path.parts)
    for module in imported(path):
        assert module.split(".")[0] not in ("ui", "tests")
        if module.startswith("assistant.") and not inside:
            assert layer(room(module)) in (0, 3), f"{path} imports {module}"


@pytest.mark.parametrize(
    ("package", "rooms"),
    [
        ("chromadb", {"assistant/library"}),
        ("sqlite3", {"assistant/library", "ui"}),
        ("gradio", {"ui"}),
        ("onnxruntime", {"assistant/models"}),
        ("openai", {"assistant/models"}),
        ("torch", {"assistant/models"}),
        ("pypdfium2", {"assistant/reading"}),
        ("rapidocr", {"assistant/reading"}),
        ("mcp", {"assistant"}),
    ],
)
def test_only_its_room_knows_a_package(package: str, rooms: set[str]) -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path in FILES
        if path.relative_to(ROOT).parts[0] != "tests"
        and not SEEING_INSIDE & set(path.parts)
        and any(module.split(".")[0] == package for module in imported(path))
    }
    assert {user for user in users if not any(user.startswith(f"{room}/") for room in rooms)} == set()


def test_nothing_is_put_off() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "X" * 3, "NotImplemented" + "Error", "pytest.mark." + "skip(", "x" + "fail")
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert not [mark for mark in marks if mark in text], path
