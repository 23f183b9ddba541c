"""What the Office formats share with each other and with PDF: properties that programs fill in by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from assistant.reading.canonical import Properties
from assistant.reading.dates import parse_date

if TYPE_CHECKING:
    from datetime import date, datetime

    from lxml import etree

# Programs put their own name where the author's should be, and templates bring the date of their making.
_NOT_AUTHORS = frozenset(
    ("python-docx", "openpyxl", "microsoft office user", "user", "administrator", "unknown", "anonymous", "(anonymous)")
)
_TEMPLATE_DATES = frozenset(("2013-12-23", "2013-01-27"))


class _Core(Protocol):
    @property
    def title(self) -> str | None: ...
    @property
    def author(self) -> str | None: ...
    @property
    def created(self) -> datetime | None: ...


def properties_of(core: _Core) -> Properties:
    """The properties stated by an Office file; the day of its creation stands for the published date."""
    return stated(core.title, core.author, core.created)


def stated(title: str | None, author: str | None, created: date | None) -> Properties:
    """Title, author and date without what programs fill in by themselves."""
    author = author or ""
    published = parse_date(created)
    if author.lower() in _NOT_AUTHORS:
        author = ""
    if published and published.isoformat() in _TEMPLATE_DATES:
        published = None
    return Properties(title or "", author, published)


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
