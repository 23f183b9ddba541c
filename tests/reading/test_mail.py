"""Mail as programs write it: parts, attached messages, files."""

import io
from datetime import date
from email.message import EmailMessage

import docx
import pytest

from assistant.reading import read
from tests.reading import contract, outlook
from tests.reading.claims import reads


def mail(text: str = "See below.") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Ida <ida@example.org>", "t@example.org", "Crane"
    message.set_content(text)
    return message


def body(message: EmailMessage) -> str:
    found = read(bytes(message), "a.eml")
    contract.check(found)
    return found.text.partition("To: t@example.org\n\n")[2]


def raw(head: str, text: str) -> str:
    source = f"From: a@example.org\nTo: t@example.org\nSubject: x\nMIME-Version: 1.0\n{head}\n\n{text}"
    return read(source.encode(), "a.eml").text.partition("To: t@example.org\n\n")[2]


@reads("mail", "every shown part")
def test_every_shown_part_is_read() -> None:
    message = mail("Here is the photo.")
    message.make_mixed()
    picture = EmailMessage()
    picture.set_content(b"no picture", "image", "png", disposition="inline", filename="gate.png")
    further = EmailMessage()
    further.set_content("The code is 7741.")
    page = EmailMessage()
    page.set_content("<p>And a page.</p>", "html")
    for part in (picture, further, page):
        message.attach(part)
    assert body(message) == "Here is the photo.\n\nThe code is 7741.\n\nAnd a page.\n\nAttachments: gate.png"


@reads("mail", "attached messages")
def test_an_attached_message_is_read_with_its_head() -> None:
    message, inner = mail(), mail("Permit KR-8842 is valid until June.")
    inner.replace_header("Subject", "Permit")
    message.add_attachment(inner)
    assert body(message) == (
        "See below.\n\nPermit\n\nFrom: Ida <ida@example.org>\nTo: t@example.org\n\nPermit KR-8842 is valid until June."
    )


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        ("Please view this in an HTML capable program.", "The hall closes at noon.\n\nTicket | Price\nAdult | 12 euro"),
        ("The hall closes at noon. Ticket: adult, 12 euro", "The hall closes at noon. Ticket: adult, 12 euro"),
    ],
)  # fmt: skip
@reads("mail", "the page where the text is a stub")
def test_the_page_is_read_where_the_text_is_a_stub(plain: str, expected: str) -> None:
    message = mail(plain)
    rows = "<tr><th>Ticket</th><th>Price</th></tr><tr><td>Adult</td><td>12 euro</td></tr>"
    message.add_alternative(f"<html><p>The hall closes at noon.</p><table>{rows}</table></html>", "html")
    assert body(message) == expected


@reads("mail", "attached files of the kinds in this table")
def test_files_of_kinds_that_are_read_are_read() -> None:
    message = mail()
    package = docx.Document()
    package.add_heading("Dues", 1)
    package.add_paragraph("The dues are 5 crowns.")
    saved = io.BytesIO()
    package.save(saved)
    message.add_attachment(saved.getvalue(), "application", "octet-stream", filename="dues.docx")
    message.add_attachment(b"\0\1\2", "application", "octet-stream", filename="tool.exe")
    assert body(message) == (
        "See below.\n\nAttachments: dues.docx, tool.exe\n\nAttachment: dues.docx\n\nDues\n\nThe dues are 5 crowns."
    )


@reads("mail", "reports of delivery")
def test_a_report_of_delivery_is_read() -> None:
    report = (
        "--r\nContent-Type: text/plain\n\nNot delivered.\n--r\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; bo@example.org\nStatus: 5.1.1\n\n"
        "--r\nContent-Type: text/rfc822-headers\n\nSubject: Ferry\n--r--\n"
    )
    assert raw("Content-Type: multipart/report; boundary=r", report) == (
        "Not delivered.\n\nReporting-MTA: dns; mx.example.org\nFinal-Recipient: rfc822; bo@example.org\n"
        "Status: 5.1.1\n\nSubject: Ferry"
    )


def test_lines_that_flow_are_joined() -> None:
    flowed = "Content-Type: text/plain; format=flowed"
    text = "One line \nthat goes on.\n> quoted and \n> more\n-- \nIda\n Stuffed.\n"
    assert raw(flowed, text) == "One line that goes on.\n\nquoted and more\n\n--\nIda\nStuffed."
    assert raw(f"{flowed}; delsp=yes", "ankom \nmen und  \nbleiben") == "ankommen und bleiben"


def test_a_message_that_outlook_saved() -> None:
    found = read(outlook.message("Valid until June."), "a.msg")
    contract.check(found)
    assert (found.kind, found.title, found.author, found.published) == ("msg", "Crane permit", "Ida", date(2024, 1, 17))
    assert found.text.startswith("Crane permit\n\nFrom: Ida <ida@example.org>\nTo: Team\nDate: ")
    assert "Valid until June.\n\nAttachments: cars.csv\n\nAttachment: cars.csv\n\nPlate | Driver" in found.text


def test_a_message_in_a_code_page_that_python_calls_otherwise() -> None:
    assert "熱帶" in read(outlook.message("熱帶", code_page=950), "a.msg").text
    with pytest.raises(LookupError):
        "".encode("windows-950")
