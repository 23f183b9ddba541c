"""What the page tells of the judge and of tokens: every figure in its place, and no word of a model as markup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.eval.test_html import HOSTILE, TAGS, page, rows, words
from tests.eval.written import answered, line

ESTIMATE = {"value": 0.75, "low": 0.5, "high": 1.0, "cases": 4}
AGREED = {"share": ESTIMATE, "kappa": None, "both": 3, "judge_alone": 0, "figures_alone": 1, "neither": 0}
TOKENS = {
    "questions": 4,
    "asked": 4,
    "estimated": 1,
    "sent": 4100,
    "received": 82,
    "sent_mean": 1025.0,
    "received_mean": 20.5,
}
JUDGE = {
    "answers": 5,
    "correctness": {"mean": {**ESTIMATE, "value": 4.25}, "without_verdict": 1, "agreement": AGREED},
    "faithfulness": {"mean": None, "without_verdict": 5, "agreement": None},
    "tokens": TOKENS,
}


def judged(case: str, **fields: Any) -> dict[str, Any]:
    opinions = {"correctness": {"value": 4.5, "reason": "As it should be."}, "faithfulness": {"value": None}}
    return answered(case, **{"judge": {**opinions, "usage": None}, **fields})


def test_the_judge_has_its_section_and_its_place_in_a_question(tmp_path: Path) -> None:
    usage = {"sent": 1200, "received": 30, "estimated": True}
    root = page(tmp_path / "run", [judged("a", usage=usage), line("b")], judge=JUDGE, tokens=TOKENS)
    shown = rows(root, "judge")
    assert shown[1] == ["correctness, 1 to 5", "4.250", "0.500 to 1.000", "4", "1"]
    assert shown[2] == ["faithfulness, share", "", "", "0", "5"]
    assert shown[4][1:] == ["0.750", "0.500 to 1.000", "not defined", "", "4", "3", "0", "1", "0"]
    [section] = root.xpath("//section[@id='judge']")
    assert "Judging took 4,100 tokens sent and 82 received. Estimated for 1 of 4: a token for" in words(section)
    first, second = root.xpath("//details[contains(@class, 'question')]")
    opinions = [words(each) for each in first.xpath(".//li[b]")]
    assert opinions[:2] == ["correctness 4.5As it should be.", "faithfulness no verdict"]
    assert "1200 sent · 30 received · estimated" in words(first)
    assert "the judge says" not in words(second)


def test_the_cost_tells_tokens_or_that_there_were_none(tmp_path: Path) -> None:
    some = page(tmp_path / "some", [answered("a")], tokens=TOKENS)
    assert ["sent", "1025.0", "4,100"] in rows(some, "cost")
    nothing = dict.fromkeys(TOKENS, 0)
    none = page(tmp_path / "none", [answered("a")], tokens=nothing)
    assert "Tokens sent to a language model: none." in words(none.xpath("//section[@id='cost']")[0])
    earlier = page(tmp_path / "earlier", [answered("a")])
    assert "okens" not in words(earlier)
    assert not earlier.xpath("//section[@id='judge']")


def test_no_word_of_the_judge_becomes_markup(tmp_path: Path) -> None:
    opinion = {"value": 1.0, "reason": HOSTILE}
    root = page(tmp_path / "run", [judged("a", judge={"correctness": opinion, "faithfulness": opinion})], judge=JUDGE)
    assert {each.tag for each in root.iter() if isinstance(each.tag, str)} <= TAGS
    assert [each.text_content() for each in root.xpath("//li/blockquote/p")].count(HOSTILE) == 2
