"""The command line. Parsing is light, so that ``--help`` is quick; what does the work is imported when it is needed."""

from __future__ import annotations

import argparse
import atexit
import gc
import logging
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import __version__
from assistant.errors import FootnoteError, MissingExtra
from assistant.places import place
from assistant.terminal import Console, PrintableFormatter, allow_all_characters, printable
from assistant.user_command import add_user_arguments

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.settings import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 success, 1 a failed gate, 2 a usage or input error."""
    allow_all_characters(sys.stdout, sys.stderr)
    arguments = list(sys.argv[1:] if argv is None else argv)
    parsed = build_parser("eval" in arguments).parse_args(arguments)
    log = logging.StreamHandler()
    log.setFormatter(PrintableFormatter("%(levelname)s %(message)s"))
    logging.basicConfig(level=os.environ.get("FOOTNOTE_LOG", "WARNING").upper(), handlers=[log])
    _keep_quiet()
    atexit.register(gc.freeze)  # at its end Python would look for garbage in all that was imported: 0.3 s for nothing
    try:
        return _user(parsed) if parsed.command == "user" else _run(parsed)
    except FootnoteError as error:
        print(printable(f"footnote: {error}"), file=sys.stderr)
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
    where = "where the library lives (default: FOOTNOTE_HOME or ~/.footnote)"
    parser.add_argument("--home", type=Path, help=where)
    at_home = argparse.ArgumentParser(add_help=False)
    at_home.add_argument("--home", type=Path, default=argparse.SUPPRESS, help=where)  # leaves what came before it
    common = argparse.ArgumentParser(add_help=False, parents=[at_home])
    common.add_argument("--json", action="store_true", help="one JSON document on stdout, all else on stderr")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    _add_ingest(commands.add_parser("ingest", parents=[common], help="import files, folders and web pages"))
    watch = commands.add_parser("watch", parents=[common], help="keep the library in step with folders, until stopped")
    watch.add_argument("folders", nargs="*", type=Path, metavar="DIR", help="none: those that are watched already")
    watch.add_argument("--interval", type=_seconds, default=5.0, help="seconds between two looks (default: 5)")
    watch.add_argument("--list", action="store_true", help="list the folders that are watched")
    watch.add_argument("--stop", action="store_true", help="watch DIR no longer (none: no folder at all)")
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
    check = commands.add_parser("check", parents=[common], help="hold sentences against quotes or the library")
    checked = check.add_mutually_exclusive_group(required=True)
    checked.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a text: each sentence against the library")
    checked.add_argument("--claims", type=Path, metavar="FILE.jsonl", help="lines with claim and quotes; no library")
    chat = commands.add_parser("chat", parents=[common], help="open the chat in the browser")
    chat.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    chat.add_argument("--port", type=int, default=7860, help="port to listen on (default: 7860)")
    chat.add_argument("--auth-file", type=Path, help="ask for a login; `footnote user add` makes the file")
    chat.add_argument("--without-login", action="store_true", help="listen on another address without one all the same")
    chat.add_argument("--samples", action="store_true", help="take in the sample documents if the library is empty")
    add_user_arguments(commands.add_parser("user", help="say who may log in, for `footnote chat --auth-file`"))
    commands.add_parser("mcp", parents=[common], help="serve the documents as tools to programs that speak MCP")
    evaluate = commands.add_parser("eval", parents=[at_home], help="measure how accurate the answers are")
    if for_eval:
        from eval.command import add_arguments

        add_arguments(evaluate)
    doctor = commands.add_parser("doctor", parents=[common], help="look for what is wrong with the library")
    doctor.add_argument("--mend", action="store_true", help="mend what can be mended (default: only say what is wrong)")
    backup = commands.add_parser("backup", parents=[common], help="write the library to one file, also in use")
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = commands.add_parser("restore", parents=[common], help="make a library of a backup")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--replace", action="store_true", help="set aside what is in the home (default: refuse)")
    commands.add_parser("rebuild", parents=[common], help="embed every passage anew, with the model that is set")
    return parser


def _add_ingest(ingest: argparse.ArgumentParser) -> None:
    ingest.add_argument("paths", nargs="+", type=place, metavar="PATH", help="a file, a folder, or a page's https://…")
    ingest.add_argument("--follow-links", action="store_true", help="also import the files that links in a folder name")


def _run(parsed: argparse.Namespace) -> int:
    from assistant.settings import load_settings

    settings = load_settings(home=parsed.home)
    if parsed.command == "chat":
        from assistant.assistant import uncollected

        with uncollected():
            from ui.launch import Door, chat

        samples, examples = _samples() if parsed.samples else (None, ())
        door = Door(parsed.host, parsed.port, parsed.auth_file, parsed.without_login)
        return chat(settings, door, samples, examples)
    if parsed.command == "mcp":
        return _serve_tools(settings)
    if parsed.command == "eval":
        from assistant.assistant import build_assistant
        from eval.command import run

        def build(home: Path, **changes: object) -> Assistant:
            return build_assistant(settings.model_copy(update={"home": home, **changes}))

        if not parsed.instead and parsed.out is None:
            parsed.out = settings.at_home("runs", datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S"))
        return run(parsed, build)
    from assistant.commands import run_rebuild, run_where_it_can

    console = Console(sys.stdout, sys.stderr)
    if parsed.command == "watch":
        from assistant.watch_command import run_watch

        return run_watch(settings, parsed, console)
    if parsed.command == "rebuild":
        return run_rebuild(settings, console, parsed.json)
    if parsed.command == "check":
        return _check(settings, parsed, console)
    do = _keep if parsed.command in ("doctor", "backup", "restore") else run_where_it_can
    return do(settings, parsed, console)


def _check(settings: Settings, parsed: argparse.Namespace, console: Console) -> int:
    from assistant.check_command import check_claims, text_of
    from assistant.commands import run_where_it_can

    if parsed.claims:
        return check_claims(parsed.claims, console, parsed.json)
    parsed.text = text_of(parsed.file)
    return run_where_it_can(settings, parsed, console)


def _keep(settings: Settings, parsed: argparse.Namespace, console: Console) -> int:
    from assistant.keeping import run_backup, run_doctor_where_it_can, run_restore

    run = {"doctor": run_doctor_where_it_can, "backup": run_backup, "restore": run_restore}[parsed.command]
    return run(settings, parsed, console)


def _user(parsed: argparse.Namespace) -> int:
    from assistant.user_command import run_user

    return run_user(parsed, Console(sys.stdout, sys.stderr))


def _serve_tools(settings: Settings) -> int:
    try:
        from assistant.tools import serve_tools
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != "mcp":
            raise
        raise MissingExtra(
            "`footnote mcp` needs the package mcp, version 2, which is not installed. In the folder of Footnote, run: "
            "pip install '.[mcp]'"
        ) from None
    return serve_tools(settings)


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


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a time")
    return seconds


def _keep_quiet() -> None:
    """No library may call home, whatever its own default is."""
    os.environ["ANONYMIZED_TELEMETRY"] = "False"  # Chroma
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["DO_NOT_TRACK"] = "1"


if __name__ == "__main__":
    sys.exit(main())
