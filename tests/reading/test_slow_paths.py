"""What would take a square of its size is refused before it does, and everything ordinary passes."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest

from assistant.errors import TooLarge
from assistant.reading import read

HEADERS = b"From: a@b.example\nTo: c@d.example\nSubject: Tides\nDate: Mon, 1 Jan 2024 00:00:00 +0000\n"
COUNT = 40_000
SLOW = 10  # seconds of processor time; without limits these take 40 s and more
ATTRIBUTES = {
    "plain": " ".join(f"a{k}" for k in range(COUNT)),
    "valued": " ".join(f"a{k}=1" for k in range(COUNT)),
    "parted by slashes": "/".join(f"a{k}" for k in range(COUNT)),
    "quoted ends": "".join(f"a{k}='>'" for k in range(COUNT)),
    "double-quoted": "".join(f'a{k}="<p>" ' for k in range(COUNT)),
    "opening": " ".join(f"<a{k}" for k in range(COUNT)),
}


def nested(depth: int) -> bytes:
    levels = (f'Content-Type: multipart/mixed; boundary="b{k}"\n\n--b{k}\n' for k in range(depth))
    return HEADERS + "".join(levels).encode() + b"Content-Type: text/plain\n\nHigh water.\n"


def flat(parts: int, kind: bytes = b'Content-Type: multipart/mixed; boundary="b"\n\n') -> bytes:
    return HEADERS + kind + b"--b\nContent-Type: text/plain\n\nHigh water.\n" * parts + b"--b--\n"


def refused(data: bytes, name: str) -> float:
    """Seconds of processor time until it is refused."""
    begun = time.process_time()
    with pytest.raises(TooLarge):
        read(data, name)
    return time.process_time() - begun


@pytest.mark.parametrize("kind", ATTRIBUTES)
def test_an_element_with_thousands_of_attributes(kind: str) -> None:
    page = f"<html><body><p {ATTRIBUTES[kind]}>High water.</p></body></html>"
    assert refused(page.encode(), "page.html") < SLOW
    message = HEADERS + b"Content-Type: text/html\n\n" + page.encode()
    assert refused(message, "page.eml") < SLOW


@pytest.mark.parametrize(
    "tag",
    [
        "<p " + " ".join(f"data-{k}='{k}'" for k in range(200)) + ">",
        "<img src=data:image/png;base64," + "iVBORw0K/" * 5000 + "><p>",
        f'<img alt="{"one two = three " * 5000}"><p>',
        "<script>if (a<b && c) { " + "x = y; " * 5000 + "}</script><p>",
    ],
    ids=["many", "data", "long", "script"],
)
def test_ordinary_pages_pass(tag: str) -> None:
    assert "High water." in read(f"<html><body>{tag}High water.</p></body></html>".encode(), "page.html").text


@pytest.mark.parametrize("page", ['<a ="' * 100_000, "<a =' " * 100_000, "<a = " * 100_000, "<a '\" " * 100_000])
def test_counting_takes_no_square_itself(page: str) -> None:
    from assistant.reading.web import _refuse_tags

    begun = time.process_time()
    with suppress(TooLarge):
        _refuse_tags(page)
    assert time.process_time() - begun < SLOW


@pytest.mark.parametrize(
    "message",
    [
        nested(900),
        nested(300) + b"x\n" * 300_000,
        nested(150) + b"x\n" * 300_000,
        flat(20_000),
        flat(20_000, b'Content-Type: multipart/mixed;\n boundary*0="b"\n\n'),
    ],
    ids=["nested", "lines", "fewer but lines", "parts", "hidden boundary"],
)
def test_a_message_of_too_many_parts(message: bytes) -> None:
    assert refused(message, "message.eml") < SLOW


@pytest.mark.parametrize("message", [nested(40), flat(900)], ids=["nested", "parts"])
def test_ordinary_messages_pass(message: bytes) -> None:
    assert "High water." in read(message, "message.eml").text


def test_nothing_that_was_read_before_is_refused() -> None:
    fixtures = Path(__file__).parents[1] / "fixtures"
    for path in [*fixtures.rglob("*.html"), *fixtures.rglob("*.eml")]:
        if "hostile" not in path.parts:
            read(path.read_bytes(), path.name)


def test_a_few_hundred_attributes_are_too_many_as_well() -> None:
    attributes = " ".join(f"a{k}=1" for k in range(300))
    assert refused(f"<html><body><p {attributes}>High water.</p></body></html>".encode(), "page.html") < SLOW
