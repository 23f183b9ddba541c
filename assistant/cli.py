"""The command line. Parsing is light, so that ``--help`` is quick; what does the work is imported when it is needed."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import __version__
from assistant.errors import FootnoteError, LibraryInUse

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.assistant import Assistant
    from assistant.commands import Console
    from assistant.settings import Settings

    RunCommand = Callable[[Assistant, argparse.Namespace, Console], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 success, 1 a failed gate, 2 a usage or input error."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    parsed = build_parser("eval" in arguments).parse_args(arguments)
    logging.basicConfig(level=os.environ.get("FOOTNOTE_LOG", "WARNING").upper(), format="%(levelname)s %(message)s")
    _keep_quiet()
    try:
        return _run(parsed)
    except FootnoteError as error:
        print(f"footnote: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("footnote: stopped. What was finished is kept.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def build_parser(for_eval: bool = False) -> argparse.ArgumentParser:
    """The whole command line; the options of ``eval`` are added where they are asked for."""
    parser = argparse.ArgumentParser(
        prog="footnote", description="Ask your documents; every sentence of the answer opens in its source."
    )
    parser.add_argument("--version", action="version", version=f"footnote {__version__}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--home", type=Path, help="where the library lives (default: FOOTNOTE_HOME or ~/.footnote)")
    common.add_argument("--json", action="store_true", help="one JSON document on stdout, all else on stderr")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    ingest = commands.add_parser("ingest", parents=[common], help="take files and folders into the library")
    ingest.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    commands.add_parser("sources", parents=[common], help="list what is in the library")
    remove = commands.add_parser("remove", parents=[common], help="take sources out of the library")
    remove.add_argument("sources", nargs="+", metavar="SOURCE", help="a name or id as `footnote sources` lists it")
    show = commands.add_parser("show", parents=[common], help="print a source's text, or a part of it")
    show.add_argument("source", metavar="SOURCE")
    show.add_argument("--start", type=int, default=0, help="first character")
    show.add_argument("--end", type=int, help="one past the last character")
    search = commands.add_parser("search", parents=[common], help="list the passages nearest to a question")
    search.add_argument("question", metavar="QUESTION")
    search.add_argument("--k", type=_positive, help="how many passages")
    ask = commands.add_parser("ask", parents=[common], help="answer a question from the library")
    ask.add_argument("question", metavar="QUESTION")
    for asking in (search, ask):
        asking.add_argument("--source", action="append", default=[], help="use only this source; may be repeated")
    chat = commands.add_parser("chat", parents=[common], help="open the chat in the browser")
    chat.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    chat.add_argument("--port", type=int, default=7860, help="port to listen on (default: 7860)")
    chat.add_argument("--samples", action="store_true", help="take in the sample documents if the library is empty")
    evaluate = commands.add_parser("eval", help="measure how accurate the answers are")
    if for_eval:
        from eval.command import add_arguments

        add_arguments(evaluate)
    commands.add_parser("rebuild", parents=[common], help="embed every passage anew, with the model that is set")
    return parser


def _run(parsed: argparse.Namespace) -> int:
    from assistant.settings import load_settings

    settings = load_settings(home=getattr(parsed, "home", None))
    if parsed.command == "chat":
        from ui.launch import chat

        samples, examples = _samples() if parsed.samples else (None, ())
        return chat(settings, parsed.host, parsed.port, samples, examples)
    if parsed.command == "eval":
        from assistant.assistant import build_assistant
        from eval.command import run

        def build(home: Path, **changes: object) -> Assistant:
            return build_assistant(settings.model_copy(update={"home": home, **changes}))

        if not parsed.instead and parsed.out is None:
            parsed.out = settings.at_home("runs", datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S"))
        return run(parsed, build)
    from assistant.commands import Console, run_command, run_rebuild

    console = Console(sys.stdout, sys.stderr)
    if parsed.command == "rebuild":
        return run_rebuild(settings, console, parsed.json)
    return _in_this_process_or_the_chats(settings, parsed, console, run_command)


def _in_this_process_or_the_chats(
    settings: Settings, parsed: argparse.Namespace, console: Console, run_command: RunCommand
) -> int:
    """Embedded Chroma is open in one process only; while the chat holds the home, the chat does the work."""
    from assistant.assistant import build_assistant

    try:
        assistant = build_assistant(settings)
    except LibraryInUse:
        from assistant.service import forward

        status = forward(settings.at_home(), parsed, console)
        if status is None:
            raise
        return status
    try:
        return run_command(assistant, parsed, console)
    finally:
        assistant.close()


def _samples() -> tuple[Path, Sequence[str]]:
    """The folder of sample documents and a few questions that they answer."""
    from importlib.resources import files

    shipped = Path(str(files("eval")))
    questions = (shipped / "cases" / "examples.txt").read_text(encoding="utf-8").splitlines()
    return shipped / "samples", questions


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number")
    return number


def _keep_quiet() -> None:
    """No library may call home, whatever its own default is."""
    os.environ["ANONYMIZED_TELEMETRY"] = "False"  # Chroma
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["DO_NOT_TRACK"] = "1"


if __name__ == "__main__":
    sys.exit(main())
