"""Checking by asking the reader that ships in the package: a figure, a date or a speaker that belongs to another."""

from __future__ import annotations

import math

import pytest

from assistant.models.reader import Reader, Text
from assistant.records import Verdict
from assistant.verify import verify

TRIAL = (
    "2,104 patients were allocated to dexamethasone and 4,321 to usual care. In the trial 482 patients in the "
    "dexamethasone group and 1,110 in the usual care group died within 28 days."
)
FERRY = (
    '"We never lost steering," said Ingrid Halvorsen, the captain. Paul Okafor, a marine engineer, told reporters that '
    "repairs would cost about $3.6 million and take until June. The ship ran aground on 4 March 2024 and was refloated "
    "on 9 March 2024."
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def asked(reader: Reader, question: str, text: str) -> tuple[str, float]:
    [spans] = reader.read(question, [Text(text)])
    best = spans[0]
    return text[best.start : best.end], 1 / (1 + math.exp(-best.score))


@pytest.mark.parametrize(
    ("claim", "quote", "reason"),
    [
        ("Usual care was given to 2,104 patients.", TRIAL, "4,321"),
        ("The ship was refloated on 4 March 2024.", FERRY, "9 March 2024"),
        ("Ingrid Halvorsen said that repairs would take until June.", FERRY, "Okafor"),
    ],
)
def test_what_belongs_to_another_is_told(reader: Reader, claim: str, quote: str, reason: str) -> None:
    verdict, reasons = verify(claim, [quote], ask=lambda question, text: asked(reader, question, text))
    assert verdict is not Verdict.SUPPORTED
    assert any(reason in each for each in reasons)


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Usual care was given to 4,321 patients.", TRIAL),
        ("Dexamethasone was given to about 2,100 patients.", TRIAL.replace("2,104", "2,100")),
        ("The ship was refloated on 9 March 2024.", FERRY),
        ("Paul Okafor said that repairs would take until June.", FERRY),
    ],
)
def test_what_is_right_stays_supported(reader: Reader, claim: str, quote: str) -> None:
    verdict, reasons = verify(claim, [quote], ask=lambda question, text: asked(reader, question, text))
    assert (verdict, reasons) == (Verdict.SUPPORTED, ())


def test_an_unsure_reader_says_nothing() -> None:
    verdict, _ = verify("Usual care was given to 2,104 patients.", [TRIAL], ask=lambda question, text: ("4,321", 0.5))
    assert verdict is Verdict.SUPPORTED
