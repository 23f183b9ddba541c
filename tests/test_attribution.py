from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.attribution import statements


def said(text: str) -> list[tuple[str, str, bool]]:
    return [(statement.speaker, statement.text, statement.quoted) for statement in statements(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Smith said the road is shut.", ("Smith", "the road is shut.", False)),
        ("The road is shut, Smith said.", ("Smith", "The road is shut", False)),
        ("According to the ministry, the road is shut.", ("the ministry", "the road is shut.", False)),
        ("The road is shut, according to Jane Doe.", ("Jane Doe", "The road is shut", False)),
        ("Ana Ruiz told reporters that the road is shut.", ("Ana Ruiz", "the road is shut.", False)),
        ("Ana Ruiz told CNN on Monday that the road is shut.", ("Ana Ruiz", "the road is shut.", False)),
        ("Dr. Lee, a Korean analyst who lives here, said it works.", ("Lee", "it works.", False)),
        ("A spokesman for Apple said it would appeal.", ("A spokesman for Apple", "it would appeal.", False)),
        ("In 2020, Smith, a baker, said bread is cheap.", ("Smith", "bread is cheap.", False)),
        ("But Trump has repeatedly said Mexico must pay.", ("Trump", "Mexico must pay.", False)),
        ('"We did it again," said Ana Ruiz in an interview.', ("Ana Ruiz", "We did it again,", True)),
        ('"We did it again," Ana Ruiz said.', ("Ana Ruiz", "We did it again,", True)),
        ("“We did it again,” said the judge, Ann Moe.", ("Ann Moe", "We did it again,", True)),
        ('Lee and Park wrote: "The drug is safe."', ("Lee and Park", "The drug is safe.", True)),
        ('"This is good for us," a spokeswoman said.', ("a spokeswoman", "This is good for us,", True)),
    ],
)
def test_who_said_what(text: str, expected: tuple[str, str, bool]) -> None:
    assert said(text) == [expected]


@pytest.mark.parametrize("text", ["Smith did not say that it rained.", "He was said to be ill.", "It rained.", ""])
def test_nobody_is_said_to_speak(text: str) -> None:
    assert said(text) == []


def test_a_quotation_goes_on_and_pronouns_are_resolved() -> None:
    text = (
        '"The pressure is high," said Carlos Ruiz, an analyst. "She will act soon." '
        'Mayor Vera Holm has rejected the plan. "It costs too much," she told reporters. He added nothing new.'
    )
    assert said(text)[:3] == [
        ("Carlos Ruiz", "The pressure is high,", True),
        ("Carlos Ruiz", "She will act soon.", True),
        ("Vera Holm", "It costs too much,", True),
    ]


PIECES = [
    "Ann Moe",
    " said ",
    " told ",
    "he",
    "she",
    ", ",
    ". ",
    '"',
    "“",
    "”",
    " the road is shut",
    "according to ",
    "\n",
    " and ",
]


@settings(deadline=None)
@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_spans_are_true(text: str) -> None:
    for statement in statements(text):
        assert text[statement.start : statement.end] == statement.text
        assert text[slice(*statement.speaker_span)] == statement.speaker
        assert statement.speaker.strip()
