"""What the scripts in the browser may ask for. Each answer is plain values; nothing is kept here between two calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from threading import Event
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.assistant import Assistant
from assistant.errors import FootnoteError
from assistant.events import Failed, IngestEvent
from assistant.places import is_address
from ui import history, words
from ui.answers import turn_html
from ui.card import card
from ui.chat import TurnView, finished_sentences, stopped, turn_of, view_turn
from ui.documents import documents_html, files_html, view_files
from ui.export import Form, Note, Rating, load_conversation, read_json, saved
from ui.faults import QUESTION_LIMIT, question_fault, told
from ui.login.sharing import share_with, standings_of
from ui.markup import plain
from ui.place import Place
from ui.running import latest
from ui.scope import scope_of
from ui.suggested import OFFERED, next_questions
from ui.uploads import Uploads
from ui.viewer import sheet

Reply = dict[str, Any]
_PAUSE = 0.5  # seconds of silence after which it is looked whether the page is still there
_PLACE = TypeAdapter(Place)
_MOST_FILES, _MOST_BYTES = 2000, 4_000_000_000  # that are added at once
_TOO_MANY = words.TOO_MANY_FILES.format(count=_MOST_FILES, size=_MOST_BYTES // 1_000_000_000)
_GRACE = 13.0  # seconds; the page offers to undo a removal for ten, and the way there takes a moment
_RATING: TypeAdapter[Rating] = TypeAdapter(Rating)
_NOTE: TypeAdapter[str] = TypeAdapter(Note)
_FORM: TypeAdapter[Form] = TypeAdapter(Form)


def asked(assistant: Assistant, request: Reply, stop: Event) -> Iterator[Reply | None]:
    """The states of one question: ``request`` has question, turn, conversation, the turns before, and its scope.

    None is a sign of life while nothing comes.
    """
    question = str(request.get("question", "")).strip()
    if not question:
        return
    about = {"turn": str(request.get("turn")), "conversation": str(request.get("conversation"))}
    if reason := question_fault(question):
        yield about | _shown(TurnView(question[:QUESTION_LIMIT], "failed", error=reason))
        return
    try:
        scope = scope_of(request.get("scope"), assistant)
    except FootnoteError as error:
        yield about | _shown(TurnView(question, "failed", error=str(error)))
        return
    view = TurnView(question, scope=scope)
    yield about | _shown(view)
    turns = history.load_turns(request.get("turns", []))
    views = view_turn(question, assistant.ask(question, turns, scope.filters), scope)
    for state in latest(views, stop, pause=_PAUSE):
        view = state or view
        yield about | _shown(state) if state else None
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


def ingested(assistant: Assistant, request: Reply, uploads: Uploads, owner: str) -> Iterator[Reply]:
    """The states of what was added: ``request`` has files, each with its name and the token of its upload, and the
    addresses of web pages. ``owner`` is who sent it."""
    sent = [(_file_name(file), file.get("upload")) for file in _list(request, "files") if isinstance(file, dict)]
    pages = [_address(page) for page in _list(request, "pages") if isinstance(page, str)]
    batch = str(request.get("batch"))
    for views in view_files([name for name, _ in sent], _imported(assistant, sent, pages, uploads, owner)):
        yield {"batch": batch, "html": files_html(views), "done": all(view.done for view in views)}


def _imported(
    assistant: Assistant, sent: list[tuple[str, object]], pages: list[str], uploads: Uploads, owner: str
) -> Iterator[IngestEvent]:
    """Import files and pages; then the uploads are removed, as the library has its own copies."""
    taken = [(uploads.take(owner, token, name), name) for name, token in sent]
    files = [(path, name) for path, name in taken if path is not None]
    fit = _that_fit(files)
    try:
        yield from (Failed(name, words.UPLOAD_MISSING) for path, name in taken if path is None)
        yield from assistant.add([path for path, _ in fit], [name for _, name in fit])
        yield from (Failed(name, _TOO_MANY) for _, name in files[len(fit) :])
        yield from assistant.add(pages)
    finally:
        for path, _ in files:
            uploads.discard(owner, path)


def refused(request: Reply, reason: str) -> Reply:
    """The state of files and pages that are not imported at all."""
    names = [_file_name(file) for file in _list(request, "files") if isinstance(file, dict)]
    views = view_files([], [Failed(name, reason) for name in [*names, *map(str, _list(request, "pages"))]])
    return {"batch": str(request.get("batch")), "html": files_html([*views][-1]), "done": True}


def _list(request: Reply, name: str) -> list[Any]:
    """A list that was sent; anything else is none."""
    values = request.get(name)
    return values if isinstance(values, list) else []


def _that_fit(files: list[tuple[Path, str]]) -> list[tuple[Path, str]]:
    """The first of the files, as many as may be added at once."""
    sizes = accumulate(path.stat().st_size for path, _ in files[:_MOST_FILES])
    return files[: sum(size <= _MOST_BYTES for size in sizes)]


def _address(text: str) -> str:
    """An address as people type it: mostly without what it begins with."""
    return text if is_address(text) else f"https://{text}"


def _file_name(file: Any) -> str:
    """The name of an upload below the folder that it was dropped with, without characters that nobody sees."""
    [*_, name] = ["", *_parts(file.get("name", ""))]
    return "/".join([*_parts(file.get("folder", "")), name or words.NAMELESS])


def _parts(path: Any) -> list[str]:
    parts = (part.strip() for part in plain(str(path)).replace("\\", "/").split("/"))
    return [part for part in parts if part not in ("", ".", "..")]


def server_functions(assistant: Assistant) -> list[Callable[[Any], Reply]]:
    """What the scripts call and wait for. Each reply has ``error`` when it did not work."""

    def documents(_request: Any) -> Reply:
        sources = assistant.sources()
        return {"html": documents_html(sources, standings_of(assistant)), "count": len(sources)}

    def share(request: Any) -> Reply:
        share_with(assistant, str(request["source"]), request["everybody"] is True)
        return documents(None)

    def remove(request: Any) -> Reply:
        assistant.remove([str(request["source"])], _GRACE)
        return documents(None)

    def put_back(request: Any) -> Reply:
        assistant.put_back([str(request["source"])])
        return documents(None)

    def restore(request: Any) -> Reply:
        views = map(history.load, request["views"])
        turns = [None if view is None else _shown(view) for view in views]
        return {"turns": turns, "next": next_questions(OFFERED.validate_python(request.get("next", [])))}

    def show(request: Any) -> Reply:
        return sheet(assistant, _PLACE.validate_python(request))

    def glance(request: Any) -> Reply:
        return {"html": card(assistant, _PLACE.validate_python(request))}

    def suggest(request: Any) -> Reply:
        view = history.load(request["view"]) if "view" in request else None
        answer = view.answer if view else None
        if "view" in request and answer is None:
            return {"html": "", "questions": []}
        scope = scope_of(view.scope if view else request.get("scope"), assistant)
        turns = history.load_turns(request.get("turns", []))
        questions = list(map(plain, assistant.suggestions(answer, turns, scope.filters)))
        return {"html": next_questions(questions), "questions": questions}

    def judge(request: Any) -> Reply:
        view = history.load(request["view"])
        if view and view.answer:
            note = _NOTE.validate_python(request.get("note", ""))
            assistant.judge(view.answer, _RATING.validate_python(request["rating"]), note)
        return {}

    def save_as(request: Any) -> Reply:
        conversation = load_conversation(request["conversation"])
        today = datetime.now().astimezone().date()
        return asdict(saved(conversation, _FORM.validate_python(request["form"]), today))

    def take_in(request: Any) -> Reply:
        taken = read_json(str(request["text"]), plain(str(request["name"])))
        turns = [{**_shown(turn.view), "rating": turn.rating, "note": turn.note} for turn in taken.turns]
        return {"title": taken.title, "turns": turns}

    functions = (documents, share, remove, put_back, restore, show, glance, suggest, judge, save_as, take_in)
    return [_safe(function) for function in functions]


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
