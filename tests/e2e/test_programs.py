"""The examples of docs/programs.md, run as they stand against a chat that holds the library."""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import build_assistant
from assistant.cli import build_parser
from assistant.service import serve_commands
from assistant.settings import Settings
from tests.e2e.conftest import write_documents
from tests.serving import built, served

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "programs.md").read_text(encoding="utf-8")
ANSWERED, STREAMED, TOOLS, NAMED, ENGINE = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
[STARTED] = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)
QUOTE = "Tomasz Zieliński opened the bakery on Mill Lane in 1987."


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address and the home of a chat."""
    folder = tmp_path_factory.mktemp("programs")
    assistant = build_assistant(Settings(home=folder / "home"))
    try:
        list(assistant.add([write_documents(folder / "documents")]))
        app = built(assistant)
        with served(app) as address:
            app.router.routes.insert(0, serve_commands(assistant, address))
            yield address, folder / "home"
    finally:
        assistant.close()


def run(example: str, chat: tuple[str, Path]) -> str:
    address, home = chat
    arguments = ["-m", "assistant.cli", "mcp", "--home", str(home)]
    started = f'command={sys.executable!r}, args={arguments!r}, env={{"PYTHONPATH": {str(ROOT)!r}}}'
    example = example.replace("http://127.0.0.1:7860", address).replace('command="footnote", args=["mcp"]', started)
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(compile(example, "docs/programs.md", "exec"), {"__name__": "__main__"})
    return said.getvalue()


def test_a_completion(chat: tuple[str, Path]) -> None:
    said = run(ANSWERED, chat)
    assert f"{QUOTE} [1]" in said
    assert f"[1] Bakery on Mill Lane {chat[0]}/?source=" in said
    assert said.splitlines()[-1].startswith("False 0.")
    assert said.splitlines()[-1].endswith(QUOTE)


def test_a_stream(chat: tuple[str, Path]) -> None:
    assert "It sells about 600 loaves a day. [1]" in run(STREAMED, chat)


def test_the_tools_while_the_chat_holds_the_library(chat: tuple[str, Path]) -> None:
    [line] = run(TOOLS, chat).splitlines()
    assert re.fullmatch(rf"bakery\.md \d+ \d+ {QUOTE}", line)


def test_the_way_the_tools_are_started_is_the_command_lines() -> None:
    server = json.loads(STARTED)["mcpServers"]["footnote"]
    assert server["command"] == "footnote"
    assert build_parser().parse_args(server["args"]).command == "mcp"


def test_the_gradio_api(chat: tuple[str, Path]) -> None:
    answer, *passages, bakery, ferry = run(NAMED, chat).splitlines()
    assert answer.count(QUOTE) == 2
    assert any("beech wood" in line for line in passages)
    assert (bakery, ferry) == ("bakery.md Bakery on Mill Lane 0", "ferry.md Ferry to Skarholm 0")


@pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecationWarning")  # in llama-index
def test_the_query_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")  # an agent is made, and not run
    with contextlib.closing(build_assistant(Settings(home=tmp_path / "home"))) as assistant:
        list(assistant.add([write_documents(tmp_path / "documents")]))
    said = run(ENGINE.replace("~/.footnote", str(tmp_path / "home")) + "\nassistant.close()", ("", tmp_path))
    assert said.count(QUOTE) == 2
