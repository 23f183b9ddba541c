"""Email messages: all that is shown of them, messages attached to them, and attachments of kinds that are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

from assistant.errors import ReadingError, TooLarge
from assistant.reading import canonical
from assistant.reading.canonical import Piece, Properties, document, heading, one_line, paragraph
from assistant.reading.characters import clean
from assistant.reading.converter import Converter, Likeness
from assistant.reading.decoding import decode
from assistant.reading.lines import pieces_of
from assistant.records import BlockKind, Document
from assistant.text import words

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
_FLOWED_MARKS = re.compile(r"(>+)")
_SIGNATURE = "-- "
# A soft line break that a short line did not need, with the space that came before it on the way.
_PADDED = re.compile(r"^(.{0,70}) =\r?\n=20\r?\n", re.M)
_NOT_SHOWN = frozenset(("calendar", "vcard", "x-vcard", "directory", "css"))  # texts for programs
_DEEPEST = 4  # messages in messages


def _sniff(data: bytes) -> Likeness:
    if not _FIRST_LINE.match(data):
        return Likeness.NO
    head = re.split(rb"\r?\n\r?\n", data[:_LONGEST_HEAD], maxsplit=1)[0]
    names = {name.lower() for name in _HEADER.findall(head)}
    return Likeness.IS if b"from" in names and len(names) >= 3 else Likeness.MAY


def _convert(data: bytes) -> Document:
    return document_of(_parsed(data))


def document_of(message: EmailMessage, kind: str = "eml") -> Document:
    """The document of a message."""
    from email.utils import getaddresses

    subject = one_line(_header(message, "Subject"))
    senders = getaddresses([_header(message, "From")])
    author = next((name or address for name, address in senders), "")
    return document(kind, _pieces(message, subject), Properties(subject, author, _sent(message)))


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


def _pieces(message: EmailMessage, subject: str, depth: int = 0) -> Iterator[Piece]:
    """A message's head, its parts as shown, then its attachments; those inside another one stand a level lower."""
    if subject:
        yield heading(subject, depth + 1)
    shown = [(name, one_line(_header(message, name))) for name in _SHOWN]
    for index, (name, value) in enumerate((name, value) for name, value in shown if value):
        yield paragraph(f"{name}: {value}", tight=index > 0)
    attached: list[MIMEPart] = []
    yield from _part(message, attached, depth)
    names = [name for part in attached if (name := _name(part))]
    if names:
        yield paragraph(f"Attachments: {', '.join(names)}")
    for part in attached:
        yield from _attachment(part, depth)


def _part(part: MIMEPart, attached: list[MIMEPart], depth: int) -> Iterator[Piece]:
    """What is shown of a part; files come into ``attached``."""
    kind = part.get_content_type()
    if kind == "message/rfc822" and depth < _DEEPEST:
        for inner in _parts(part):
            yield from _pieces(inner, one_line(_header(inner, "Subject")) or "Attached message", depth + 1)
    elif kind == "message/delivery-status":
        lines = [f"{name}: {value}" for each in _parts(part) for name, value in each.items()]
        yield from (paragraph(line, tight=index > 0) for index, line in enumerate(lines))
    elif part.is_multipart():
        parts = _parts(part)
        if kind == "multipart/alternative":
            parts = _best(parts)
        for each in parts:
            yield from _part(each, attached, depth)
    elif part.get_content_disposition() == "attachment" or not _is_text(part):
        attached.append(part)
    else:
        yield from _shown(part)


def _parts(part: MIMEPart) -> list[EmailMessage]:
    inner = part.get_payload()
    return list(inner) if isinstance(inner, list) else []  # type: ignore[arg-type]  # the parser's own class


def _best(parts: list[EmailMessage]) -> list[EmailMessage]:
    """Of parts that say the same, the plain text; the last other one where the text lacks most of its words."""
    plain = next((part for part in parts if part.get_content_type() == "text/plain"), None)
    pages = [(part, page) for part in parts for page in part.walk() if page.get_content_type() == "text/html"]
    if plain is None or not pages:
        return [pages[-1][0]] if pages else parts
    rich, page = pages[-1]
    said = set(words(_text(plain)))
    wanted = {word for piece in _shown(page) for word in words(piece.text)}
    if said and 2 * len(wanted - said) <= len(wanted):
        return [plain, *(part for part in rich.walk() if not part.is_multipart() and not _is_text(part))]
    return [rich]


def _is_text(part: MIMEPart) -> bool:
    return part.get_content_maintype() == "text" and part.get_content_subtype() not in _NOT_SHOWN


def _shown(part: MIMEPart) -> list[Piece]:
    if part.get_content_type() == "text/html":
        from assistant.reading.web import pieces_of_page

        return pieces_of_page(_text(part))
    text = clean(_text(part))
    flowed = str(part.get_param("format") or "").lower() == "flowed"
    deleted = str(part.get_param("delsp") or "").lower() == "yes"
    return list(pieces_of(_without_quote_marks(_unfolded(text, deleted) if flowed else text)))


def _unfolded(text: str, delete_space: bool) -> str:
    """The text with the line breaks taken out that ``format=flowed`` put in (RFC 3676)."""
    lines: list[str] = []
    open_depth = -1  # of quoting, of a line that goes on; -1 where none does
    for line in text.split("\n"):
        marks = _FLOWED_MARKS.match(line)
        depth = len(marks[1]) if marks else 0
        content = line[depth:].removeprefix(" ")
        if depth == open_depth and content != _SIGNATURE:
            lines[-1] += content
        else:
            lines.append(f"{'>' * depth} {content}" if depth else content)
        goes_on = content.endswith(" ") and content != _SIGNATURE
        open_depth = depth if goes_on else -1
        if goes_on and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _attachment(part: MIMEPart, depth: int) -> Iterator[Piece]:
    """What is in a file that is attached, under its name; nothing where its kind is not read."""
    data, name = part.get_payload(decode=True), _name(part)
    if not isinstance(data, bytes) or not name or part.get_content_maintype() == "image" or depth >= _DEEPEST:
        return
    from assistant.reading import read

    try:
        found = read(data, name)
    except (ReadingError, RecursionError):
        return
    level = depth + 2
    yield heading(f"Attachment: {name}", level)
    for piece in canonical.pieces_of(found):
        yield heading(piece.text, piece.level + level) if piece.kind is BlockKind.HEADING else piece


def _name(part: MIMEPart) -> str:
    try:
        return one_line(part.get_filename() or "")
    except Exception:  # as for headers
        return ""


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


def _text(part: MIMEPart) -> str:
    if part.get_param("delsp") and not part.is_multipart():
        part.set_payload(_PADDED.sub(r"\1=20\n", str(part.get_payload())))
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


CONVERTER = Converter("eml", (".eml", ".mht", ".mhtml"), _sniff, _convert)
