"""What the scripts in the browser may ask for. Each answer is plain values; nothing is kept here between two calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from threading import Event
from typing import Any, Literal

from gradio.utils import get_upload_folder
from pydantic import TypeAdapter, ValidationError

from assistant.assistant import Assistant
from assistant.places import is_address
from ui import history, words
from ui.answers import turn_html
from ui.chat import TurnView, finished_sentences, stopped, turn_of, view_turn
from ui.documents import FileView, documents_html, files_html, view_files
from ui.faults import QUESTION_LIMIT, question_fault, told
from ui.markup import plain
from ui.running import latest
from ui.viewer import Place, card, sheet

Reply = dict[str, Any]
_PLACE = TypeAdapter(Place)
_RATING: TypeAdapter[Literal["good", "bad", ""]] = TypeAdapter(Literal["good", "bad", ""])


def asked(assistant: Assistant, request: Reply, stop: Event) -> Iterator[Reply]:
    """The states of one question: ``request`` has question, turn, conversation and the turns before."""
    question = str(request.get("question", "")).strip()
    if not question:
        return
    about = {"turn": str(request.get("turn")), "conversation": str(request.get("conversation"))}
    if reason := question_fault(question):
        yield about | _shown(TurnView(question[:QUESTION_LIMIT], "failed", error=reason))
        return
    view = TurnView(question)
    yield about | _shown(view)
    turns = history.load_turns(request.get("turns", []))
    for view in latest(view_turn(question, assistant.ask(question, turns)), stop):
        yield about | _shown(view)
    if view.running:
        yield about | _shown(stopped(view))


def _shown(view: TurnView) -> Reply:
    turn = turn_of(view)
    return {
        "html": turn_html(view),
        "running": view.running,
        "say": finished_sentences(view),
        "view": None if view.running else history.dump(view),
        "turnText": {"question": turn.question, "answer": turn.answer, "searched": turn.searched},
    }


def ingested(assistant: Assistant, request: Reply) -> Iterator[Reply]:
    """The states of what was added: ``request`` has files, each with its name and where Gradio put the upload, and
    the addresses of web pages."""
    files = [(Path(file["path"]), _file_name(file)) for file in request.get("files", []) if _is_upload(file)]
    pages = [_address(page) for page in request.get("pages", []) if isinstance(page, str)]
    batch = str(request.get("batch"))
    # Files that were accepted are taken in to the last, also when the page that sent them is closed meanwhile.
    for views in latest(_taken_in(assistant, files, pages), Event(), to_the_end=True):
        yield {"batch": batch, "html": files_html(views), "done": all(view.done for view in views)}


def _taken_in(assistant: Assistant, files: list[tuple[Path, str]], pages: list[str]) -> Iterator[tuple[FileView, ...]]:
    """The states of files and pages as they are taken in; then the uploads go, as the library has its own copies."""
    names = [name for _, name in files]
    try:
        yield from view_files(names, chain(assistant.add([path for path, _ in files], names), assistant.add(pages)))
    finally:
        for path, _ in files:
            path.unlink(missing_ok=True)


def _address(text: str) -> str:
    """An address as people type it: mostly without what it begins with."""
    return text if is_address(text) else f"https://{text}"


def _file_name(file: Any) -> str:
    """The name of an upload without any folder and without characters that nobody sees."""
    name = plain(str(file.get("name", ""))).replace("\\", "/").rsplit("/", 1)[-1].strip()
    return name or Path(file["path"]).name


def _is_upload(file: Any) -> bool:
    """Whether a file is one that was uploaded, not another one of this machine that a stranger names."""
    path = Path(str(file.get("path", ""))) if isinstance(file, dict) else Path()
    return path.resolve().is_relative_to(Path(get_upload_folder()).resolve()) and path.is_file()


def server_functions(assistant: Assistant) -> list[Callable[[Any], Reply]]:
    """What the scripts call and wait for. Each reply has ``error`` when it did not work."""

    def documents(_request: Any) -> Reply:
        sources = assistant.sources()
        return {"html": documents_html(sources), "count": len(sources)}

    def remove(request: Any) -> Reply:
        assistant.remove([str(request["source"])])
        return documents(None)

    def restore(request: Any) -> Reply:
        views = map(history.load, request["views"])
        return {"turns": [None if view is None else _shown(view) for view in views]}

    def show(request: Any) -> Reply:
        return sheet(assistant, _PLACE.validate_python(request))

    def glance(request: Any) -> Reply:
        return {"html": card(assistant, _PLACE.validate_python(request))}

    def judge(request: Any) -> Reply:
        view = history.load(request["view"])
        if view and view.answer:
            assistant.judge(view.answer, _RATING.validate_python(request["rating"]))
        return {}

    return [_safe(function) for function in (documents, remove, restore, show, glance, judge)]


def _safe(function: Callable[[Any], Reply]) -> Callable[[Any], Reply]:
    def answer(request: Any) -> Reply:
        try:
            return function(request)
        except (ValidationError, KeyError, TypeError):
            return {"error": words.BAD_REQUEST}
        except Exception as error:  # the page says so and lives on
            return {"error": told(error)}

    answer.__name__ = function.__name__
    return answer
