"""Mail as programs write it: parts, attached messages, files."""

import io
import struct
from datetime import date
from email.message import EmailMessage

import docx
import pytest

from assistant.reading import read
from tests.reading import contract


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
def test_the_page_is_read_where_the_text_is_a_stub(plain: str, expected: str) -> None:
    message = mail(plain)
    rows = "<tr><th>Ticket</th><th>Price</th></tr><tr><td>Adult</td><td>12 euro</td></tr>"
    message.add_alternative(f"<html><p>The hall closes at noon.</p><table>{rows}</table></html>", "html")
    assert body(message) == expected


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


SECTOR = 512


def entry(name: str, kind: int, start: int, size: int, *, right: int = -1, child: int = -1) -> bytes:
    encoded = name.encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HBBiii", len(encoded) + 2, kind, 1, -1, right, child)
    return head.ljust(116, b"\0") + struct.pack("<iQ", start, size)


def compound_file(files: dict[str, bytes]) -> bytes:
    """An OLE2 container of streams of at least 4096 bytes; a name with a slash is in a storage, which comes last."""
    storage = next((name.partition("/")[0] for name in files if "/" in name), "")
    outer = [name for name in files if "/" not in name]
    inner = [name for name in files if "/" in name]
    sectors: list[bytes] = []
    fat: list[int] = []

    def stored(data: bytes) -> int:
        start, count = len(sectors), -(-len(data) // SECTOR)
        sectors.extend(data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR))
        fat.extend([*range(start + 1, start + count), -2])
        return start

    directory = [entry("Root Entry", 5, -2, 0, child=1)]
    for number, name in enumerate(outer, 1):
        last = number == len(outer) and not storage
        directory.append(entry(name, 2, stored(files[name]), len(files[name]), right=-1 if last else number + 1))
    if storage:
        directory.append(entry(storage, 1, 0, 0, child=len(outer) + 2))
    for number, name in enumerate(inner, len(outer) + 2):
        right = -1 if name == inner[-1] else number + 1
        directory.append(entry(name.partition("/")[2], 2, stored(files[name]), len(files[name]), right=right))
    first = stored(b"".join(directory))
    table = struct.pack(f"<{SECTOR // 4}i", *fat, -3, *[-1] * (SECTOR // 4 - len(fat) - 1))
    head = bytes.fromhex("d0cf11e0a1b11ae1").ljust(24, b"\0") + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head = head.ljust(44, b"\0") + struct.pack("<iiiiiiiii", 1, first, 0, 4096, -2, 0, -2, 0, len(sectors))
    return head + b"\xff" * (SECTOR - len(head)) + b"".join(sectors) + table


def property_stream(header: int, *properties: tuple[int, int, bytes]) -> bytes:
    rows = [struct.pack("<HHI", kind, number, 6) + value.ljust(8, b"\0") for number, kind, value in properties]
    count = 4096 // 16 + 1
    return b"\0" * header + b"".join((rows * count)[:count])


def wide(text: str) -> bytes:
    return text.ljust(2048).encode("utf-16-le")


def test_a_message_that_outlook_saved() -> None:
    texts = {
        0x0037: "Crane permit",
        0x0C1A: "Ida",
        0x0C1F: "ida@example.org",
        0x0E04: "Team",
        0x1000: "Valid until June.",
    }
    sent = struct.pack("<Q", 133_500_000_000_000_000)
    properties = [(number, 0x1F, struct.pack("<I", 4098)) for number in texts]
    files = {f"__substg1.0_{number:04X}001F": wide(text) for number, text in texts.items()}
    files["__properties_version1.0"] = property_stream(32, *properties, (0x0039, 0x40, sent))
    attached = "__attach_version1.0_#00000000"
    data = b"Plate,Driver\n" + b"KX-21,Otto\n" * 400
    files[f"{attached}/__substg1.0_3707001F"] = wide("cars.csv")
    files[f"{attached}/__substg1.0_37010102"] = data
    files[f"{attached}/__properties_version1.0"] = property_stream(
        8, (0x3707, 0x1F, struct.pack("<I", 4098)), (0x3701, 0x102, struct.pack("<I", len(data)))
    )
    found = read(compound_file(files), "a.msg")
    contract.check(found)
    assert (found.kind, found.title, found.author, found.published) == ("msg", "Crane permit", "Ida", date(2024, 1, 17))
    assert found.text.startswith("Crane permit\n\nFrom: Ida <ida@example.org>\nTo: Team\nDate: ")
    assert "Valid until June.\n\nAttachments: cars.csv\n\nAttachment: cars.csv\n\nPlate | Driver" in found.text
