"""Laws of reading, for any bytes and any name."""

import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import ReadingError
from assistant.reading import read, supported_extensions
from tests.reading import contract
from tests.reading.fixtures import READABLE, data

names = st.one_of(st.text(max_size=20), st.sampled_from(supported_extensions()).map("file{}".format))
openings = st.sampled_from(
    [
        b"",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"<html>",
        b"From: a@b\nTo: c\nSubject: d\n",
        b"---\ntitle: x\n---\n",
        b"\xff\xfe",
    ]
)
words = st.lists(st.text(string.ascii_letters + "äößéžžя中", min_size=1, max_size=12), min_size=1, max_size=60)
patient = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(content: bytes, name: str) -> None:
    """A document that keeps the contract, or an error of the family; whatever else happens fails the test."""
    try:
        document = read(content, name)
    except ReadingError as error:
        said = str(error)
    else:
        contract.check(document)
        said = document.text
    assert said


@patient
@given(opening=openings, content=st.binary(max_size=400), name=names)
def test_any_bytes_are_read_or_refused(opening: bytes, content: bytes, name: str) -> None:
    check(opening + content, name)


@patient
@given(content=st.text(max_size=300), name=names)
def test_any_text_is_read_or_refused(content: str, name: str) -> None:
    check(content.encode("utf-8", "surrogatepass"), name)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(READABLE), draw=st.data())
def test_damaged_files_are_read_or_refused(name: str, draw: st.DataObject) -> None:
    content = bytearray(data(name))
    for place in draw.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[place] = draw.draw(st.integers(0, 255))
    check(bytes(content[: draw.draw(st.integers(1, len(content)))]), name)


@patient
@given(words=words, width=st.integers(20, 90))
def test_plain_text_keeps_its_words(words: list[str], width: int) -> None:
    lines, line = [], ""
    for word in words:
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    document = read("\n".join([*lines, line]).encode(), "a.txt")
    assert document.text.split() == words


@patient
@given(content=st.text("ab \n-*1.#|>`_[]()<&\"'\t\r", max_size=200))
def test_markdown_and_mail_and_csv_keep_the_contract(content: str) -> None:
    for name in ("a.md", "a.eml", "a.csv", "a.html"):
        check(content.encode(), name)
