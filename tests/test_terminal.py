"""Names, titles and texts of others cannot steer the terminal that they are printed on."""

from __future__ import annotations

import io
import json
import logging
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.terminal import Console, PrintableFormatter, allow_all_characters, as_document, escaped, printable

HOSTILE = "\x1b[2J\x1b]0;owned\x07 red\x9b31m \u202egnp.exe\u2066 \u200b\u061c\U000e0041\r\x00 über 日本 🛶\udce9"


def test_a_console_prints_no_controls() -> None:
    out, err = io.StringIO(), io.StringIO()
    console = Console(out, err)
    console.say(HOSTILE)
    console.tell(HOSTILE)
    assert out.getvalue() == err.getvalue() == "[2J]0;owned red31m gnp.exe  über 日本 🛶\n"


def test_lines_end_and_tabs_stay() -> None:
    assert printable("a\n\tb") == "a\n\tb"


@given(st.text())
def test_json_says_the_same_without_them(text: str) -> None:
    document = as_document({text: [text]})
    assert json.loads(document) == {text: [text]}
    assert printable(document) == document


def test_json_of_hostile_words() -> None:
    document = as_document(HOSTILE)
    assert json.loads(document) == HOSTILE
    assert printable(document) == document
    assert "\\u202e" in document
    assert escaped('"\U000e0041"') == '"\\udb40\\udc41"'


def test_the_log_prints_none_either() -> None:
    record = logging.LogRecord("a", logging.ERROR, "a.py", 1, "reading %s failed", (HOSTILE,), None)
    assert "\x1b" not in PrintableFormatter("%(message)s").format(record)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_every_character_can_be_printed(encoding: str) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding, newline="")
    allow_all_characters(stream)
    stream.write(json.dumps(["é 灯 🛶"], ensure_ascii=False))
    stream.flush()
    written = cast(io.BytesIO, stream.buffer).getvalue()
    assert json.loads(written.decode(encoding)) == ["é 灯 🛶"]
