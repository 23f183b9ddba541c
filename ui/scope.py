"""Which documents a question is asked of: some that were chosen, those published in a time, or all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from markupsafe import Markup
from pydantic import TypeAdapter, ValidationError

from assistant.assistant import Assistant
from assistant.errors import UnknownSource
from assistant.records import Filters
from ui import words
from ui.markup import day, filled, plain, said, tag

_NAMED = 3  # titles that are told; of more, their number


@dataclass(frozen=True, slots=True)
class Scope:
    """``sources`` are ids and ``titles`` what they were called when it was asked. Dates as in Filters; empty: all."""

    sources: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    published_from: date | None = None
    published_to: date | None = None

    @property
    def filters(self) -> Filters:
        """The same for the assistant."""
        return Filters(frozenset(self.sources), self.published_from, self.published_to)


_SCOPE = TypeAdapter(Scope)


def scope_of(sent: Any, assistant: Assistant) -> Scope:
    """What a browser sends with a question, with documents that are gone left out and the others by their titles.

    Raises UnknownSource when none of those that were chosen is left.
    """
    try:
        scope = _SCOPE.validate_python(sent or {})
    except ValidationError:
        return Scope()
    titles = {source.id: source.title or source.name for source in assistant.sources()} if scope.sources else {}
    there = tuple(id_ for id_ in dict.fromkeys(scope.sources) if id_ in titles)
    if scope.sources and not there:
        raise UnknownSource(words.SCOPE_GONE)
    return replace(scope, sources=there, titles=tuple(titles[id_] for id_ in there))


def scope_line(scope: Scope) -> Markup | None:
    """The line that tells of what a question was asked; None for all documents."""
    parts = [part for part in (_chosen(scope), _published(scope)) if part is not None]
    if not parts:
        return None
    return tag("p", Markup(", ").join(parts), class_="quiet scope-line", title=plain(", ".join(scope.titles)))


def _chosen(scope: Scope) -> Markup | None:
    if not scope.sources:
        return None
    if len(scope.titles) > _NAMED:
        return filled(words.ASKED_COUNT, count=str(len(scope.titles)))
    return filled(words.ASKED_ONLY, titles=Markup(", ").join(said(f"“{title}”") for title in scope.titles))


def _published(scope: Scope) -> Markup | None:
    first, last = day(scope.published_from), day(scope.published_to)
    if first and last:
        return filled(words.PUBLISHED_BETWEEN, first=first, last=last)
    if first:
        return filled(words.PUBLISHED_FROM, first=first)
    return filled(words.PUBLISHED_TO, last=last) if last else None
