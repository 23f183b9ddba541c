"""MSG: a message that Outlook saved, read as the mail that it was."""

from __future__ import annotations

import codecs
import re
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING

from assistant.reading.converter import Converter, Likeness
from assistant.reading.formats.eml import document_of
from assistant.records import Document
from assistant.text import squeeze

if TYPE_CHECKING:
    from oxmsg import Message

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROPERTIES = "__properties_version1.0".encode("utf-16-le")
_DISPLAYED = {"To": 0x0E04, "Cc": 0x0E03}  # names as shown, where the head of the mail is not kept


def _sniff(data: bytes) -> Likeness:
    return Likeness.IS if data.startswith(_COMPOUND_FILE) and _PROPERTIES in data else Likeness.NO


def _convert(data: bytes) -> Document:
    from oxmsg import Message

    codecs.register(_code_page)
    try:
        return document_of(_mail(Message.load(data)), "msg")
    finally:
        codecs.unregister(_code_page)


def _code_page(name: str) -> codecs.CodecInfo | None:
    """Python's codec of a code page that a message names as "windows-950"; those of western ones it knows itself."""
    number = re.fullmatch(r"windows[-_](\d+)", name)
    try:
        return codecs.lookup(f"cp{number[1]}") if number else None
    except LookupError:
        return None


def _mail(message: Message) -> EmailMessage:
    mail = EmailMessage()
    heads = {
        "Subject": message.subject,
        "From": message.sender,
        "Date": format_datetime(message.sent_date) if message.sent_date else None,
        **{name: message.properties.str_prop_value(number) for name, number in _DISPLAYED.items()},
    }
    for head, value in heads.items():
        if value:
            mail[head] = squeeze(value.replace("\0", ""))
    mail.set_content(message.body or "")
    if message.html_body:
        mail.add_alternative(message.html_body, "html")
    for attachment in message.attachments:
        content, name = attachment.file_bytes, attachment.file_name
        if content and name:
            mail.add_attachment(content, "application", "octet-stream", filename=name)
    return mail


CONVERTER = Converter("msg", (".msg",), _sniff, _convert)
