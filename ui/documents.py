"""The documents on the page: their list, and what becomes of files that were dropped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from markupsafe import Markup

from assistant.events import Added, Failed, IngestEvent, Progress, Unchanged
from assistant.records import Source
from ui import words
from ui.faults import told
from ui.icons import icon_button
from ui.markup import day, dotted, filled, number, plain, said, tag

# How much of the whole way a stage is; embedding takes nearly all the time.
_SHARES = {
    "fetching": (0.0, 0.0),
    "reading": (0.0, 0.1),
    "splitting": (0.1, 0.15),
    "embedding": (0.15, 0.95),
    "storing": (0.95, 1.0),
}

_KINDS = {"markdown": "MD", "text": "TXT"}


@dataclass(frozen=True, slots=True)
class FileView:
    """One dropped file: how far it is (``share`` from 0 to 1) and the words for it. ``done`` when nothing follows."""

    name: str
    words: str = words.QUEUED
    share: float = 0.0
    done: bool = False
    failed: bool = False


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
        return FileView(event.name, shown, first + (last - first) * part)
    if isinstance(event, Failed):
        return _failed(event.name, event.reason.removeprefix(f"{event.name}: "))  # the row has the name already
    if isinstance(event, Added):
        return FileView(event.source.name, words.REPLACED if event.replaced else words.ADDED, 1.0, done=True)
    assert isinstance(event, Unchanged)  # noqa: S101  # the union has no other member
    return FileView(event.name, words.UNCHANGED, 1.0, done=True)


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
    close = icon_button("dismiss", words.CLOSE, "close") if view.failed else None
    state = tag("p", said(view.words), class_="quiet")
    inner = tag("div", tag("p", said(view.name), class_="name"), state, None if view.done else bar)
    return tag("li", inner, close, class_="file failed" if view.failed else "file", data_done=view.done)


def documents_html(sources: Iterable[Source]) -> Markup:
    """The rows of the library, or a line that says it is empty."""
    rows = [_row(source) for source in sources]
    return Markup("").join(rows) if rows else tag("li", words.NO_DOCUMENTS, class_="quiet none")


def _row(source: Source) -> Markup:
    title = source.title or source.name
    opens = tag(
        "button",
        tag("span", _kind(source), class_="kind", aria_hidden="true"),
        tag("span", tag("span", said(title), class_="name"), tag("span", _facts(source), class_="quiet")),
        type="button",
        class_="document-open",
        data_action="open",
        data_source=source.id,
        data_start=0,
        data_end=0,
        title=plain(source.name),
    )
    remove = icon_button("remove", words.REMOVE_NAMED.format(title=plain(title)), "remove")
    question = words.REMOVE_QUESTION.format(title=plain(title))
    return tag("li", opens, remove, class_="document", data_id=source.id, data_question=question)


def _kind(source: Source) -> str:
    return _KINDS.get(source.kind, plain(source.kind)[:4].upper())


def _facts(source: Source) -> Markup:
    pages = None
    if source.pages:
        pages = words.ONE_PAGE if source.pages == 1 else words.PAGES.format(count=source.pages)
    site = urlsplit(source.address).hostname
    return dotted(site and said(site), pages or (None if site else _size(source.size)), day(source.published))


def _size(size: int) -> Markup:
    step = 0 if size < 1000 else 1 if size < 1_000_000 else 2
    return filled(words.SIZES[step], size=number(size / 1000**step, digits=1 if step == 2 else 0))
