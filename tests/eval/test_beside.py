"""Footnote beside other systems: the figures, the differences and which way they point, and how they are shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from eval.beside import AS_SET, CHARACTERS, NOTHING_DECLINED, SECONDS, SHOWN, Asked, Beside, as_markdown, beside
from eval.html.beside import beside as as_html
from eval.metrics import METRICS
from eval.outcome import Outcome, outcome
from eval.paired import Word
from eval.report import as_json
from eval.runs import read_report
from eval.summary import summarise
from tests.eval.made import CASE, hit, prediction, refusal, reply

HOSTILE = "<script>alert(1)</script> | [plain](x)"
CASES = [replace(CASE, id=str(number)) for number in range(12)]
FOUND = prediction(replace(reply((0, 28)), passages=(hit(0, 28),)), (hit(0, 28),))
MISSED = prediction(replace(reply((29, 55), said="Long ago.", short="Long ago"), passages=()), (hit(29, 55),))


def outcomes(wrong: int = 0) -> list[Outcome]:
    """As many of the twelve replies as ``wrong`` miss; the others are right."""
    return [outcome(case, MISSED if number < wrong else FOUND) for number, case in enumerate(CASES)]


@pytest.fixture
def found() -> tuple[Beside, ...]:
    declined = [outcome(case, prediction(refusal(), (hit(0, 28),))) for case in CASES]
    return beside(
        [
            Asked(AS_SET, "as it is set", declined),
            Asked(NOTHING_DECLINED, "the same", outcomes(wrong=1)),
            Asked(HOSTILE, "a plain one", outcomes(wrong=11)),
            Asked("alike", "another", outcomes(wrong=1)),
        ]
    )


def by_name(found: Sequence[Beside]) -> dict[str, Beside]:
    return {each.name: each for each in found}


def test_what_is_shown_is_better_the_higher_it_is() -> None:
    assert set(SHOWN) <= {metric.name for metric in METRICS if metric.higher_is_better}


def test_figures_are_means_of_their_system(found: tuple[Beside, ...]) -> None:
    for name, right in ((NOTHING_DECLINED, 11), (HOSTILE, 1), ("alike", 11)):
        figures = by_name(found)[name].figures
        for metric in SHOWN:
            assert figures[metric].value == pytest.approx(right / 12)
            assert figures[metric].low < figures[metric].value < figures[metric].high
        assert figures[CHARACTERS].value == pytest.approx(28 * right / 12)
        assert figures[SECONDS].value == 0.1
    # What is declined cites nothing, so its precision is not measured; its passages were found all the same.
    declined = by_name(found)[AS_SET].figures
    assert "citation_precision" not in declined
    assert (declined["contains_answer"].value, declined["mrr"].value) == (0.0, 1.0)


def test_differences_are_footnotes_less_the_others(found: tuple[Beside, ...]) -> None:
    systems = by_name(found)
    assert not systems[AS_SET].differences
    assert not systems[NOTHING_DECLINED].differences
    for metric in SHOWN:
        plain, alike = systems[HOSTILE].differences[metric], systems["alike"].differences[metric]
        assert plain.metric == metric
        assert plain.difference == pytest.approx(10 / 12)
        assert 0 < plain.low < plain.high <= 1
        assert plain.word is Word.BETTER
        assert (alike.difference, alike.word) == (0.0, Word.NOISE)


def test_the_other_system_may_be_the_better_one() -> None:
    asked = [Asked(NOTHING_DECLINED, "", outcomes(wrong=11)), Asked("other", "", outcomes(wrong=0))]
    [_, other] = beside(asked)
    assert {each.word for each in other.differences.values()} == {Word.WORSE}
    assert all(each.difference < 0 for each in other.differences.values())


def test_markdown_has_a_row_a_system(found: tuple[Beside, ...]) -> None:
    text = "\n\n".join(as_markdown(found))
    rows = [" ".join(line.split()) for line in text.splitlines() if line.startswith("| alike")]
    assert rows[0].startswith("| alike | 0.917 (0.750 to 1.000) |")
    assert rows[0].endswith("| 0.100 (0.100 to 0.100) | 26 |")
    assert rows[1].startswith("| alike | +0.000 (+0.000 to +0.000) noise |")
    assert as_markdown(()) == []


def test_the_page_shows_what_the_report_says(found: tuple[Beside, ...], tmp_path: Path) -> None:
    summary = replace(summarise(outcomes()), beside=found)
    (tmp_path / "report.json").write_text(json.dumps(as_json(summary, [])), encoding="utf-8")
    read = read_report(tmp_path / "report.json").beside
    assert [each.name for each in read] == [each.name for each in found]
    page = html.fragment_fromstring(str(as_html(read)), create_parent=True)
    assert not page.xpath("//script")
    headings = [heading.text_content() for heading in page.xpath("//h3")]
    assert headings == [*SHOWN, "What an answer takes"]
    rows = [[" ".join(cell.text_content().split()) for cell in row.xpath("./th | ./td")] for row in page.xpath("//tr")]
    plain = next(row for row in rows if row[0] == HOSTILE)
    assert plain[2] == "0.083"
    assert plain[4].startswith("+0.833 (")
    assert plain[4].endswith("), better")
    assert ["alike", "0.100", "0.100 to 0.100", "26"] in rows
    assert as_html(()) is None
