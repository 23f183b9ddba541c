"""Email messages. Attachments are named, not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

from assistant.errors import TooLarge
from assistant.reading.canonical import Piece, Properties, document, heading, one_line, paragraph
from assistant.reading.characters import clean
from assistant.reading.converter import Converter, Likeness
from assistant.reading.decoding import decode
from assistant.reading.lines import pieces_of
from assistant.records import Document

if TYPE_CHECKING:
    from email.message import EmailMessage, MIMEPart
    from email.policy import Policy

_HEADER = re.compile(
    rb"^(from|to|subject|date|message-id|mime-version|received|return-path|delivered-to):", re.I | re.M
)
_FIRST_LINE = re.compile(rb"(?:From [^\n]*\n)?[A-Za-z][A-Za-z0-9-]*:[ \t]?")
_LONGEST_HEAD = 64_000  # bytes
# The time to take a message apart grows with its parts, and with its lines times the depth of the parts.
_MOST_PARTS = 1000
_MOST_BOUNDARIES = 200
_MOST_LOOKS = 20_000_000  # lines, each compared with every boundary
_BOUNDARY = re.compile(rb"boundary[*0-9]*\s*=", re.I)
_SHOWN = ("From", "To", "Cc", "Date")
_QUOTE_MARKS = re.compile(r"^((?:> ?)+)", re.M)


def _sniff(data: bytes) -> Likeness:
    if not _FIRST_LINE.match(data):
        return Likeness.NO
    head = re.split(rb"\r?\n\r?\n", data[:_LONGEST_HEAD], maxsplit=1)[0]
    names = {name.lower() for name in _HEADER.findall(head)}
    return Likeness.IS if b"from" in names and len(names) >= 3 else Likeness.MAY


def _convert(data: bytes) -> Document:
    from email.utils import getaddresses

    message = _parsed(data)
    subject = one_line(_header(message, "Subject"))
    senders = getaddresses([_header(message, "From")])
    author = next((name or address for name, address in senders), "")
    return document("eml", _pieces(message, subject), Properties(subject, author, _sent(message)))


def _parsed(data: bytes) -> EmailMessage:
    """The message. Raises TooLarge for one of too many parts, before it takes long."""
    from email import policy
    from email.message import EmailMessage
    from email.parser import BytesParser

    boundaries = sum(1 for _ in _BOUNDARY.finditer(data))
    if boundaries > _MOST_BOUNDARIES or boundaries * data.count(b"\n") > _MOST_LOOKS:
        raise _too_many()
    parts = count()

    def part(policy: Policy[Any]) -> EmailMessage:
        if next(parts) > _MOST_PARTS:
            raise _too_many()
        return EmailMessage(policy)

    return BytesParser(part, policy=policy.default).parsebytes(data)  # type: ignore[arg-type]  # it is given its policy


def _too_many() -> TooLarge:
    return TooLarge(
        f"The message has more than {_MOST_PARTS} parts, or parts nested too deep, which no ordinary message has. Save "
        "the messages and files in it one by one, and add those."
    )


def _pieces(message: EmailMessage, subject: str) -> Iterator[Piece]:
    if subject:
        yield heading(subject, 1)
    shown = [(name, one_line(_header(message, name))) for name in _SHOWN]
    for index, (name, value) in enumerate((name, value) for name, value in shown if value):
        yield paragraph(f"{name}: {value}", tight=index > 0)
    yield from _body(message)
    names = [name for part in message.iter_attachments() if (name := one_line(part.get_filename() or ""))]
    if names:
        yield paragraph(f"Attachments: {', '.join(names)}")


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except Exception:  # the standard library fails in many ways on malformed headers
        return ""


def _sent(message: EmailMessage) -> date | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(_header(message, "Date")).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _body(message: EmailMessage) -> list[Piece]:
    """The text part; the HTML part where there is no text part or it says nothing."""
    plain = message.get_body(("plain",))
    pieces = list(pieces_of(_without_quote_marks(clean(_text(plain))))) if plain is not None else []
    if pieces:
        return pieces
    page = message.get_body(("html",))
    if page is None:
        return []
    from assistant.reading.web import pieces_of_page

    return pieces_of_page(_text(page))


def _text(part: MIMEPart) -> str:
    data = part.get_payload(decode=True)
    return decode(data, part.get_content_charset() or "") if isinstance(data, bytes) else ""


def _without_quote_marks(text: str) -> str:
    """Quoted mail without its marks; a change of depth parts paragraphs."""
    lines, before = [], 0
    for line in text.split("\n"):
        marks = _QUOTE_MARKS.match(line)
        depth = marks[1].count(">") if marks else 0
        lines.extend([""] if depth != before else [])
        lines.append(line[marks.end() :] if marks else line)
        before = depth
    return "\n".join(lines)


CONVERTER = Converter("eml", (".eml",), _sniff, _convert)
