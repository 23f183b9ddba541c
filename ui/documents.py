"""The documents on the page: their list, and what becomes of files that were dropped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from urllib.parse import urlsplit

from markupsafe import Markup

from assistant.events import Added, Failed, IngestEvent, Progress, Unchanged
from assistant.people import Standing
from assistant.records import Source
from ui import words
from ui.faults import told
from ui.icons import icon_button
from ui.login.sharing import shared_words, standing_mark
from ui.markup import day, dotted, filled, number, plain, said, tag, together
from ui.originals import ADDRESS

# How much of the whole way a stage is; embedding takes nearly all the time.
_SHARES = {
    "fetching": (0.0, 0.0),
    "reading": (0.0, 0.1),
    "splitting": (0.1, 0.15),
    "embedding": (0.15, 0.95),
    "storing": (0.95, 1.0),
}

_NOBODY: Mapping[str, Standing] = MappingProxyType({})
_KINDS = {"markdown": "MD", "text": "TXT", "image": "IMG"}


@dataclass(frozen=True, slots=True)
class FileView:
    """One dropped file: how far it is (``share`` from 0 to 1) and the words for it. ``done`` when nothing follows."""

    name: str
    words: str = words.QUEUED
    share: float = 0.0
    done: bool = False
    failed: bool = False
    known: bool = False  # it was in the library already


def view_files(names: Iterable[str], events: Iterable[IngestEvent]) -> Iterator[tuple[FileView, ...]]:
    """The states that added files go through, the first before any event. Errors become states, never rise."""
    views = {name: FileView(name) for name in names}
    if views:
        yield tuple(views.values())
    try:
        for event in events:
            view = _after(event)
            views[view.name] = view
            yield tuple(views.values())
    except Exception as error:  # the page says so and lives on
        reason = told(error)
        yield tuple(view if view.done else _failed(view.name, reason) for view in views.values())
        return
    yield tuple(view for view in views.values() if view.done)


def _after(event: IngestEvent) -> FileView:
    if isinstance(event, Progress):
        first, last = _SHARES[event.stage]
        part = event.done / event.total if event.total else 0.0
        label = words.STAGES[event.stage]
        shown = words.PERCENT.format(stage=label, percent=round(100 * part)) if event.stage == "embedding" else label
        shown = words.SEARCHABLE.format(state=shown) if event.searchable else shown
        return FileView(event.name, shown, first + (last - first) * part)
    if isinstance(event, Failed):
        return _failed(event.name, event.reason.removeprefix(f"{event.name}: "))  # the row has the name already
    if isinstance(event, Added):
        return FileView(event.source.name, words.REPLACED if event.replaced else words.ADDED, 1.0, done=True)
    assert isinstance(event, Unchanged)  # noqa: S101  # the union has no other member
    return FileView(event.name, words.UNCHANGED, 1.0, done=True, known=True)


def _failed(name: str, reason: str) -> FileView:
    return replace(FileView(name), words=words.FAILED.format(reason=reason), done=True, failed=True)


def files_html(views: Iterable[FileView]) -> Markup:
    """The files that are on their way, each with a true progress bar."""
    return Markup("").join(_file(view) for view in views)


def _file(view: FileView) -> Markup:
    percent = round(100 * view.share)
    bar = tag(
        "div",
        tag("span", style=f"width:{percent}%"),
        class_="progress",
        role="progressbar",
        aria_valuemin=0,
        aria_valuemax=100,
        aria_valuenow=percent,
        aria_label=plain(view.name),
    )
    state = tag("p", said(view.words), class_="quiet")
    inner = tag("div", tag("p", said(view.name), class_="name"), state, None if view.done else bar)
    kind = "file failed" if view.failed else "file"
    buttons = failed_buttons() if view.failed else None
    return tag("li", inner, buttons, class_=kind, data_name=view.name, data_done=view.done, data_known=view.known)


def failed_buttons() -> Markup:
    """What can be done about a file that did not come in."""
    return together(icon_button("try-again", words.TRY_AGAIN, "retry"), icon_button("dismiss", words.CLOSE, "close"))


def documents_html(sources: Iterable[Source], standings: Mapping[str, Standing] = _NOBODY) -> Markup:
    """The rows of the library, or a line that says it is empty. ``standings`` are by source id, where people log in."""
    rows = [_row(source, standings.get(source.id)) for source in sources]
    return Markup("").join(rows) if rows else tag("li", words.NO_DOCUMENTS, class_="quiet none")


def _row(source: Source, standing: Standing | None) -> Markup:
    title = plain(source.title or source.name)
    pick = tag(
        "label",
        tag("input", type="checkbox", aria_label=words.ASK_ONLY.format(title=title)),
        tag("span", _kind(source), class_="kind", aria_hidden="true"),
        class_="pick",
        title=words.ASK_ONLY.format(title=title),
    )
    opens = tag(
        "button",
        tag("span", said(source.title or source.name), class_="name"),
        tag("span", dotted(_facts(source), shared_words(standing)), class_="quiet"),
        type="button",
        class_="document-open",
        data_action="open",
        data_source=source.id,
        data_start=0,
        data_end=0,
        title="\n".join(dict.fromkeys([title, plain(source.name)])),  # the row may show its beginning only
    )
    more = words.MORE_NAMED.format(title=title)
    return tag(
        "li",
        pick,
        opens,
        icon_button("document-menu", more, "more", aria_haspopup="menu", aria_expanded="false"),
        class_="document",
        data_id=source.id,
        data_standing=standing_mark(standing),
        data_title=title,
        data_name=plain(source.name),
        data_unready=not source.ready,
        data_published=source.published.isoformat() if source.published else None,
        data_original=f"{ADDRESS}{source.id}",
        data_question=words.REMOVE_QUESTION.format(title=title, passages=_passages(source)),
    )


def _passages(source: Source) -> str:
    return words.ONE_PASSAGE if source.passages == 1 else words.PASSAGES.format(count=source.passages)


def _kind(source: Source) -> str:
    return _KINDS.get(source.kind, plain(source.kind)[:4].upper())


def _facts(source: Source) -> Markup:
    if not source.ready:
        return tag("span", words.SEARCHABLE.format(state=words.STAGES["embedding"]))
    pages = None
    if source.pages:
        pages = words.ONE_PAGE if source.pages == 1 else words.PAGES.format(count=source.pages)
    site = urlsplit(source.address).hostname
    size = pages or (None if site else _size(source.size))
    return dotted(site and said(site), size, day(source.published), source.unread_pages or None)


def _size(size: int) -> Markup:
    step = 0 if size < 1000 else 1 if size < 1_000_000 else 2
    return filled(words.SIZES[step], size=number(size / 1000**step, digits=1 if step == 2 else 0))
