from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.records import Verdict
from assistant.text import sentence_spans
from assistant.verify import verify

PASSAGE = (
    "The ferry Northern Light ran aground off Skerry Point on Monday, 4 March 2024, with 312 people aboard. "
    "All passengers were taken off by lifeboats within three hours, the coastguard said. "
    '"We never lost steering, and the charts were up to date," said Ingrid Halvorsen, the captain, who has sailed the '
    'route for 17 years. "The tide was far stronger than forecast." '
    "Paul Okafor, a marine engineer at the University of Bergen, told reporters that repairs would cost "
    "about $3.6 million and take until June. "
    "Okafor said the hull had not been breached. "
    "The operator, Fjordline, cancelled 40 percent of its sailings. "
    "According to the transport ministry, the ship had passed an inspection in January. "
    "It denied that safety rules had been relaxed. "
    "Halvorsen later joined the inquiry. She will give evidence in Oslo."
)
OTHER = "The Blue Heron, a river barge, sank near Basel in 1987 after its engine failed; nobody was hurt."


def cited(*starts: str) -> list[str]:
    """The sentences of the passage that begin so."""
    sentences = [PASSAGE[start:end] for start, end in sentence_spans(PASSAGE)]
    return [next(sentence for sentence in sentences if sentence.startswith(start)) for start in starts]


def verdict(claim: str, *starts: str) -> Verdict:
    return verify(claim, cited(*starts), [PASSAGE])[0]


SUPPORTED = [
    ("The Northern Light ran aground off Skerry Point.", "The ferry"),
    ("The ferry had 312 people aboard when it ran aground on 4 March 2024.", "The ferry"),
    ("It ran aground off Skerry Point on March 4, 2024.", "The ferry"),
    ("The ship ran aground in March 2024 with 312 aboard.", "The ferry"),
    ("Lifeboats took off all passengers within 3 hours, according to the coastguard.", "All passengers"),
    ("Paul Okafor said repairs would cost about $3,600,000.", "Paul Okafor"),
    ("Okafor told reporters that repairs would take until June and cost 3.6 million dollars.", "Paul Okafor"),
    ("Repairs would cost about $3.6m, said Okafor.", "Paul Okafor"),
    ("The hull was not breached, Okafor said.", "Okafor said"),
    ("Paul Okafor said that the hull had not been breached.", "Okafor said"),
    ("Fjordline cancelled 40% of its sailings.", "The operator"),
    ("The operator cancelled forty percent of sailings.", "The operator"),
    ("The ship passed an inspection in January, according to the transport ministry.", "According"),
    ("Captain Ingrid Halvorsen said, “We never lost steering, and the charts were up to date.”", '"We never'),
    ("Ingrid Halvorsen has sailed the route for seventeen years.", '"We never'),
    ("Halvorsen will give evidence in Oslo.", "She will"),
    ("Halvorsen said the tide was far stronger than forecast.", '"The tide'),
    ('According to Halvorsen, the tide was "far stronger than forecast".', '"The tide'),
    ('Halvorsen said: "We never lost steering … the charts were up to date."', '"We never'),
]


@pytest.mark.parametrize(("claim", "start"), SUPPORTED)
def test_a_true_paraphrase_is_supported(claim: str, start: str) -> None:
    assert verify(claim, cited(start), [PASSAGE]) == (Verdict.SUPPORTED, ())


WRONG = [
    ("The ferry had 321 people aboard.", "The ferry", "321"),
    ("The ferry ran aground with 312,000 people aboard.", "The ferry", "312,000"),
    ("The ferry ran aground on 5 March 2024.", "The ferry", "5 March 2024"),
    ("The ferry ran aground on Tuesday, 4 March 2024.", "The ferry", "Tuesday"),
    ("The ferry ran aground in March 2023.", "The ferry", "2023"),
    ("The ferry Southern Light ran aground off Skerry Point.", "The ferry", "Southern"),
    ("Repairs would cost about $3.6 billion, said Okafor.", "Paul Okafor", "3.6 billion"),
    ("Repairs would take until July, Okafor said.", "Paul Okafor", "July"),
    ("Peter Okafor said repairs would cost about $3.6 million.", "Paul Okafor", "Peter"),
    ("Okafor said that the hull had been breached.", "Okafor said", "negates"),
    ("The ministry said that safety rules had been relaxed.", "It denied", "negates"),
    ("Halvorsen said that they lost steering.", '"We never', "negates"),
    ("Paul Okafor said the tide was far stronger than forecast.", '"The tide', "Okafor did not say this"),
    ('"We never lost steering," said Paul Okafor.', '"We never', "Okafor did not say this"),
    ("Ingrid Halvorsen said repairs would cost about $3.6 million.", "Paul Okafor", "Halvorsen did not say this"),
    ('Halvorsen said: "We never lost control, and the charts were up to date."', '"We never', "verbatim"),
    ('Halvorsen said: "We never lost the charts that were up to date."', '"We never', "verbatim"),
    ("A river barge sank near Basel in 1987 after its engine failed.", "The ferry", "Basel"),
    ("Fares will rise because fuel is expensive.", "The ferry", "Nothing"),
]


@pytest.mark.parametrize(("claim", "start", "reason"), WRONG)
def test_a_planted_error_is_found_and_named(claim: str, start: str, reason: str) -> None:
    found, reasons = verify(claim, cited(start), [PASSAGE])
    assert found == Verdict.NOT_FOUND
    assert any(reason in given for given in reasons), reasons


def test_a_quotation_stitched_from_two_sentences_is_not_verbatim() -> None:
    claim = 'Halvorsen said: "The charts were up to date. The tide was far stronger than forecast."'
    found, reasons = verify(claim, cited('"We never', '"The tide'), [PASSAGE])
    assert found == Verdict.NOT_FOUND
    assert "The quotation is not verbatim." in reasons


PARTLY = [
    ("The ferry ran aground with 312 people aboard after passing an inspection.", "According"),
    ("Fjordline cancelled 40 sailings.", "The operator"),
    ("Three operators cancelled 40 percent of their sailings.", "The operator"),
    ("Garcia cancelled 40 percent of its sailings.", "The operator"),
    ("Ingrid Halvorsen has sailed the route for nearly 18 years.", '"We never'),
    ("According to the ministry, the ship had not been idle and had passed an inspection in January.", "According"),
    ("The inspection in January was thorough, independent, costly and much praised abroad.", "According"),
]


@pytest.mark.parametrize(("claim", "start"), PARTLY)
def test_what_is_only_near_the_quote_or_missing_in_part_is_partly(claim: str, start: str) -> None:
    assert verdict(claim, start) == Verdict.PARTLY


def test_a_claim_of_another_source_is_not_found() -> None:
    found, _ = verify("All passengers were taken off by lifeboats within three hours.", [OTHER], [OTHER])
    assert found == Verdict.NOT_FOUND


def test_without_a_quote_nothing_is_supported() -> None:
    assert verify("The sky is blue.", [])[0] == Verdict.NOT_FOUND
    assert verify("The sky is blue.", ["  "])[0] == Verdict.NOT_FOUND


def test_two_quotes_support_one_sentence_together() -> None:
    claim = (
        "The Northern Light, which had 312 people aboard, belongs to Fjordline, which cancelled 40 percent of sailings."
    )
    assert verdict(claim, "The ferry", "The operator") == Verdict.SUPPORTED


def test_the_year_may_come_from_around_the_quote() -> None:
    context = ["The trial opened in 2019. On 3 May the court heard the first witness."]
    quote = ["On 3 May the court heard the first witness."]
    assert verify("The court heard its first witness on 3 May 2019.", quote, context)[0] == Verdict.SUPPORTED
    assert verify("The court heard its first witness on 3 May 2018.", quote, context)[0] == Verdict.NOT_FOUND


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("The UN sent two envoys.", "The United Nations sent two envoys."),
        ("The United Nations sent two envoys.", "The UN sent two envoys."),
        ("US forces left Mexico.", "U.S. forces left Mexico."),
        ("Mexico's army left.", "The Mexican army left."),
        ("Half of the votes were counted.", "50% of the votes were counted."),
        ("The meeting began at 3 p.m.", "The meeting began at 15:00."),
        ("Sales fell in 2008.", "Year | Sales\n2008 | fell"),
        ("A dozen ships left.", "12 ships left."),
        ("Prices rose by 10 to 15 percent.", "Prices rose by 10-15%."),
    ],
)
def test_other_forms_of_the_same_value_are_the_same(claim: str, quote: str) -> None:
    assert verify(claim, [quote]) == (Verdict.SUPPORTED, ())


@settings(deadline=None)
@given(st.text(min_size=1).filter(str.strip))
def test_an_exact_copy_is_supported(text: str) -> None:
    assert verify(text, [text]) == (Verdict.SUPPORTED, ())


@pytest.mark.parametrize("sentence", [PASSAGE[start:end] for start, end in sentence_spans(PASSAGE)])
def test_each_sentence_of_the_passage_supports_itself_within_it(sentence: str) -> None:
    assert verify(sentence, [PASSAGE], [PASSAGE]) == (Verdict.SUPPORTED, ())


NEWSLIKE = st.lists(
    st.sampled_from([*"aeNOS 0159.,$%“”\"'’-–:;()[]\n…", " said ", " told the ", " not ", " Ann ", " May ", "million"])
).map("".join)


@settings(deadline=None)
@given(NEWSLIKE, st.lists(NEWSLIKE, max_size=3), st.lists(NEWSLIKE, max_size=2))
def test_no_text_raises(claim: str, quotes: list[str], context: list[str]) -> None:
    found, reasons = verify(claim, quotes, context)
    assert bool(reasons) == (found != Verdict.SUPPORTED)
