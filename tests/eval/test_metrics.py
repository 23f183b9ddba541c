"""Metrics against values worked out by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import wording
from eval.cases import Evidence
from eval.metrics import METRICS, measure_all
from eval.places import Place, find_quote, held, is_called, locate
from tests.eval.made import CASE, GOOD, TEXT, hit, prediction, refusal, reply


def test_wording_follows_squad() -> None:
    assert wording.exact_match("The U.S.", ["us"]) == 1.0
    assert wording.exact_match("12,000 crowns", ["12000 Crowns."]) == 1.0
    assert wording.exact_match("1939–1945", ["1939-1945"]) == 1.0
    assert wording.exact_match("crowns", ["crown"]) == 0.0
    # two of three words said, two of two wanted: 2 * 2 / (3 + 2)
    assert wording.token_f1("old Mara Quill", ["Mara Quill"]) == pytest.approx(0.8)
    assert wording.token_f1("Quill Quill", ["Mara Quill"]) == pytest.approx(0.5)
    assert wording.token_f1("", ["Mara"]) == 0.0
    assert wording.token_f1("Mara", ["x", "Mara"]) == 1.0


def test_contains_minds_word_boundaries_and_order() -> None:
    assert wording.contains("It opened in 1907, they say.", ["in 1907"]) == 1.0
    assert wording.contains("It has 19077 boats", ["1907"]) == 0.0
    assert wording.contains("Quill, Mara", ["Mara Quill"]) == 0.0
    assert wording.contains("anything", [""]) == 0.0


def test_lists_are_sets_of_items() -> None:
    assert wording.items("rye, barley and 1,200 sacks; oats") == ["rye", "barley", "1,200 sacks", "oats"]
    assert wording.list_f1("barley and rye", ["rye", "barley"]) == 1.0
    assert wording.list_f1("barley and rye", ["rye and barley", "barley, rye"]) == 1.0
    # one of two said is right, one of three wanted is found: 2 * 1 / (2 + 3)
    assert wording.list_f1("rye, salt", ["rye", "barley", "oats"]) == pytest.approx(0.4)
    assert wording.list_f1("rye and rye", ["rye", "barley"]) == pytest.approx(2 / 3)
    assert wording.list_f1("sound and fair rules, and rye", ["sound and fair rules", "rye"]) == 1.0
    assert wording.list_f1("rules", ["sound and fair rules", "rye"]) == 0.0
    assert wording.list_f1("", ["rye"]) == 0.0
    assert wording.holds_list("It grinds barley, then rye.", ["rye", "barley"]) == 1.0
    assert wording.holds_list("It grinds barley.", ["rye", "barley"]) == 0.0


def test_quotes_are_found_despite_line_ends_and_typography() -> None:
    text = "He said: “Keep the light\n  burning” – always. Keep the light."
    [(start, end)] = find_quote(text, '"keep the light burning" - always')
    assert text[start:end] == "“Keep the light\n  burning” – always"
    assert find_quote(text, "Keep the light") == [(10, 24), (46, 60)]
    assert find_quote(text, "keep the dark") == []
    assert find_quote(text, " ") == []


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_every_stretch_of_a_text_is_found_in_it(text: str, start: int, end: int) -> None:
    quote = text[start:end].strip()
    assert not quote or any(text[a:b] == quote for a, b in find_quote(text, quote))


def test_evidence_is_looked_for_in_its_documents_only() -> None:
    texts = {"a/harbour.txt": TEXT, "mill.txt": TEXT}
    found = locate(Evidence("crane lifts", ("harbour",)), list(texts), texts.__getitem__)
    assert [place.source for place in found] == ["a/harbour.txt"]
    assert len(locate(Evidence("crane lifts"), list(texts), texts.__getitem__)) == 2
    assert is_called("a/harbour.txt", "a\\harbour.txt")
    assert not is_called("a/harbour.txt", "b/harbour.txt")


def test_overlapping_citations_count_once() -> None:
    place = Place("s", 10, 20)
    others = [Place("s", 0, 13), Place("s", 12, 14), Place("s", 19, 30), Place("t", 0, 99)]
    assert held(place, others) == 5


def test_a_good_reply() -> None:
    figures = measure_all(CASE, GOOD)
    expected = dict.fromkeys(("exact_match", "f1", "contains_answer", "citation_precision", "citation_recall"), 1.0)
    expected |= {"evidence_recall@1": 0.0, "evidence_recall@3": 1.0, "mrr": 0.5, "document_recall@1": 1.0}
    expected |= {"refused_answerable": 0.0, "exact_citations": 1.0, "supported_sentences": 1.0}
    # “Lisk harbour opened in 1907” against “in 1907”: 2 * 2 / (5 + 2)
    expected["answer_f1"] = 4 / 7
    assert {name: figures[name] for name in expected} == pytest.approx(expected)
    assert figures["list_f1"] is None
    assert figures["yes_no"] is None
    assert figures["refused_unanswerable"] is None


def test_half_of_a_quote_is_enough_and_less_is_not() -> None:
    assert measure_all(CASE, replace(GOOD, answer=reply((0, 14))))["citation_recall"] == 1.0
    assert measure_all(CASE, replace(GOOD, answer=reply((0, 7), (21, 28))))["citation_recall"] == 1.0
    assert measure_all(CASE, replace(GOOD, hits=(hit(14, 55),)))["evidence_recall@1"] == 1.0
    assert measure_all(CASE, replace(GOOD, hits=(hit(15, 55),)))["evidence_recall@1"] == 0.0


def test_refusing_an_answerable_question_scores_nothing_however_worded() -> None:
    figures = measure_all(CASE, prediction(refusal(), (hit(0, 28),)))
    assert figures["refused_answerable"] == 1.0
    assert [figures[n] for n in ("exact_match", "f1", "answer_f1", "contains_answer", "citation_recall")] == [0.0] * 5
    assert figures["citation_precision"] is None
    assert figures["mrr"] == 1.0


def test_unanswerable_questions_are_judged_by_refusal_alone() -> None:
    case = replace(CASE, answers=(), answerable=False)
    right, wrong = measure_all(case, prediction(refusal())), measure_all(case, GOOD)
    assert (right["refused_unanswerable"], right["answered_unanswerable"]) == (1.0, 0.0)
    assert (wrong["refused_unanswerable"], wrong["answered_unanswerable"]) == (0.0, 1.0)
    applying = {name for name, value in wrong.items() if value is not None}
    assert applying == {"refused_unanswerable", "answered_unanswerable", "exact_citations", "supported_sentences"}


@pytest.mark.parametrize(
    ("short", "said", "figure"),
    [
        ("Yes", "It opened.", 1.0),
        ("", "Yes, it opened in 1907.", 1.0),
        ("No", "Yes, it opened.", 0.0),
        ("1907", "It opened in 1907.", 0.0),
    ],
)
def test_yes_or_no_must_be_said(short: str, said: str, figure: float) -> None:
    case = replace(CASE, kind="yes/no", answers=("Yes",))
    figures = measure_all(case, replace(GOOD, answer=reply((0, 28), short=short, said=said)))
    assert figures["yes_no"] == figure
    assert figures["exact_match"] is None
    assert figures["citation_recall"] == 1.0


def test_evidence_that_stands_nowhere_is_left_out() -> None:
    figures = measure_all(CASE, replace(GOOD, gold=()))
    assert figures["citation_recall"] is None
    assert figures["evidence_recall@1"] is None


def test_every_metric_is_declared_whole() -> None:
    assert len({metric.name for metric in METRICS}) == len(METRICS)
    assert all(metric.meaning and metric.source for metric in METRICS)
