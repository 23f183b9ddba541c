"""The report as HTML: nothing in it runs or is fetched, every figure is in its place, and every word is escaped."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from eval.html import as_html
from eval.html.elements import tag
from eval.html.questions import ending_class, marked
from eval.places import Place
from eval.runs import Ending, Found, Quote, read_run
from eval.triage import Cause
from tests.eval.written import TEXT, answered, line, write

HOSTILE = (
    '<script>alert(1)</script><img src=x onerror=alert(2)>"\'><a href="javascript:alert(3)">&lt;\u202e</bdi></svg>'
)
TAGS = set("html head meta title style body main header section div h1 h2 h3 p b ul ol li dl dt dd span bdi".split())
TAGS |= set("table thead tbody tr th td wbr figure figcaption details summary fieldset legend label input".split())
TAGS |= set("blockquote footer mark svg line circle rect text polyline".split())
REPORT: dict[str, Any] = {
    "metrics": {
        "contains_answer": {"value": 0.25, "low": 0.1, "high": 0.5, "cases": 8},
        "refused_answerable": {"value": 0.5, "low": 0.25, "high": 0.75, "cases": 8},
    },
    "by_kind": {"date": {"cases": 6, "f1": 0.75}, "list": {"cases": 2, "refused_answerable": 0.5}},
    "thresholds": [
        {"metric": "refused_answerable", "minimum": None, "maximum": 0.6, "value": 0.5, "passed": True},
        {"metric": "contains_answer", "minimum": 0.3, "maximum": None, "value": 0.25, "passed": False},
    ],
    "meanings": {"contains_answer": {"meaning": "A gold answer stands in it.", "source": "Footnote"}},
    "peak_memory_bytes": 512 * 2**20,
    "reliability": {
        "auroc": 0.8125,
        "ece": None,
        "intervals": {"auroc": [0.75, 0.875]},
        "bins": [
            {"count": 9, "confidence": 0.25, "accuracy": 0.5},
            {"count": 1, "confidence": 0.75, "accuracy": 1.0},
            {"count": 0, "confidence": None, "accuracy": None},
        ],
        "risk_coverage": [[0.5, 0.0], [1.0, 0.25]],
    },
}


def parsed(text: str) -> Any:
    """The elements of a whole page, or of a part within a div."""
    whole = text.startswith("<!doctype")
    return html.document_fromstring(text) if whole else html.fragment_fromstring(text, create_parent=True)


def page(folder: Path, lines: Sequence[dict[str, Any]], **report: Any) -> Any:
    return parsed(as_html(read_run(write(folder, lines, **report))))


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def rows(root: Any, anchor: str) -> list[list[str]]:
    """The cells of all tables of a section, row by row."""
    found = root.xpath(f"//section[@id='{anchor}']//tr")
    return [[words(cell) for cell in row.xpath("./th | ./td")] for row in found]


def spoilt(value: Any) -> Any:
    """The same with every text, and every key that a document or a model may name, made hostile."""
    if isinstance(value, dict):
        return {key: spoilt(each) for key, each in value.items()}
    if isinstance(value, list):
        return [spoilt(each) for each in value]
    return f"{HOSTILE}{value}" if isinstance(value, str) else value


def test_nothing_of_a_hostile_run_becomes_markup(tmp_path: Path) -> None:
    one = spoilt(answered("a", cause="not read", missing="a date", gold=[]))
    for keyed in ("timings", "metrics"):
        one[keyed] = {HOSTILE: 0.5, **one[keyed]}
    passages = one["passages"]
    passages[0]["end"] = len(passages[0]["text"])
    one["sentences"][0]["citations"][0] = {**passages[0], "end": len(HOSTILE), "quote": HOSTILE}
    report = {
        **REPORT,
        "metrics": {HOSTILE: REPORT["metrics"]["contains_answer"]},
        "by_kind": {HOSTILE: {"cases": 1, "f1": 0.5}, "date": {"cases": 1}},
        "thresholds": [{"metric": HOSTILE, "passed": False, "minimum": 0.5}],
        "meanings": {HOSTILE: {"meaning": HOSTILE, "source": HOSTILE}},
        "inexact_citations": [HOSTILE],
        "evidence_not_found": [HOSTILE],
    }
    text = as_html(read_run(write(tmp_path / "<b onclick=x>", [one, spoilt(answered("b", refused=True))], **report)))
    for raw in ("<script", "<img", "<a ", "<b onclick", "</bdi></svg>"):
        assert raw not in text
    root = parsed(text)
    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    assert {each.tag for each in elements} <= TAGS
    names = {name for each in elements for name in each.attrib}
    assert not [name for name in names if name.startswith("on") or name in ("href", "src", "action", "xlink:href")]
    assert "alert" not in "".join(value for each in elements for value in each.attrib.values())
    [heading] = root.xpath("//h1")
    assert words(heading) == "Evaluation <b onclick=x>"
    [asked] = root.xpath("(//span[@class='asked'])[1]")
    assert asked.text_content() == f"{HOSTILE}What of a?"
    assert root.xpath("(//mark[@class='cited'])[2]")[0].text_content() == HOSTILE


def test_attributes_are_escaped_or_left_out() -> None:
    made = tag("input", class_='"><script>', data_at=0.5, id=None, checked=True, hidden=False)
    assert made == '<input class="&#34;&gt;&lt;script&gt;" data-at="0.5" checked>'


def test_nothing_runs_and_nothing_is_fetched(tmp_path: Path) -> None:
    root = page(tmp_path / "run", [answered("a")], **REPORT)
    [policy] = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    [style] = root.xpath("//style/text()")
    assert not re.search(r"url\(|@import|@font-face|expression|</", style)
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style


def test_the_page_begins_with_what_the_run_comes_to(tmp_path: Path) -> None:
    lines = [answered("a"), answered("b", metrics={"contains_answer": 0.0}), answered("c", refused=True)]
    lines.append(answered("d", answerable=False, refused=True))
    root = page(tmp_path / "run", lines, **REPORT, inexact_citations=["b"])
    [lead] = root.xpath("//p[@class='lead']")
    assert words(lead) == "2 of 4 questions (50%) ended as they should. Missed thresholds: contains_answer."
    assert [words(each) for each in root.xpath("//ul[@class='key']/li")] == [
        "1 answered rightly",
        "1 refused rightly",
        "1 answered wrongly",
        "1 refused wrongly",
    ]
    parts = root.xpath("//header//rect")
    assert [(each.get("x"), each.get("width")) for each in parts] == [
        ("0.00%", "25.00%"),
        ("25.00%", "25.00%"),
        ("50.00%", "25.00%"),
        ("75.00%", "25.00%"),
    ]
    assert words(root.xpath("//p[@class='defect']")[0]) == "Citations that are not exact, in: b"


def test_means_stand_with_their_intervals_and_thresholds(tmp_path: Path) -> None:
    root = page(tmp_path / "run", [answered("a")], **REPORT)
    figures = rows(root, "figures")
    assert figures[1] == ["contains_answer", "", "0.250", "0.100 to 0.500", "8"]
    assert figures[2] == ["refused_answerable ↓", "", "0.500", "0.250 to 0.750", "8"]
    assert figures[3][1] == "00.250.50.751"  # the axis
    assert figures[-1] == ["contains_answer", "A gold answer stands in it.", "Footnote"]
    assert rows(root, "thresholds")[1:] == [
        ["contains_answer", "0.250", "at least 0.3", "missed"],
        ["refused_answerable ↓", "0.500", "at most 0.6", "met"],
    ]
    assert rows(root, "kinds")[1:] == [["date", "6", "0.750", ""], ["list", "2", "", "0.500"]]
    assert not root.xpath("//section[@id='splits']")


def test_reliability_and_risk_are_drawn_where_they_are_measured(tmp_path: Path) -> None:
    root = page(tmp_path / "run", [answered("a")], **REPORT)
    labels = root.xpath("//section[@id='refusals']//*[@class='label']/text()")
    assert labels == [
        *("confidence", "share answerable"),
        *("coverage (share of questions answered)", "risk (share of those wrong)"),
    ]
    told = [row for row in rows(root, "refusals") if row[0].startswith("AUROC")]
    assert [row[1:] for row in told] == [["0.812", "0.750 to 0.875"]]
    assert not [row for row in rows(root, "refusals") if row[0].startswith("ECE")]
    without = page(tmp_path / "without", [answered("a")])
    assert not without.xpath("//section[@id='refusals']//svg")


def test_causes_are_bars_in_the_order_of_the_stages(tmp_path: Path) -> None:
    told = [Cause.REFUSED_WRONGLY, Cause.NOT_READ, Cause.REFUSED_WRONGLY, "lost in the post", None]
    lines = [answered(str(i), cause=each) for i, each in enumerate(told)]
    root = page(tmp_path / "run", lines)
    counts = {name: count for name, _, count in rows(root, "causes")[1:]}
    assert list(counts) == [*Cause, "lost in the post"]
    assert {name: count for name, count in counts.items() if count != "0"} == {
        "not read": "1",
        "refused wrongly": "2",
        "lost in the post": "1",
    }
    widths = root.xpath("//section[@id='causes']//rect/@width")
    assert [each for each in widths if each != "0.00%"] == ["50.00%", "100.00%", "50.00%"]
    assert not page(tmp_path / "right", [answered("a")]).xpath("//section[@id='causes']")


def test_time_and_memory_are_told(tmp_path: Path) -> None:
    lines = [
        answered(str(i), seconds=each, timings={"read": each, "none": 0.0}) for i, each in enumerate((1.0, 2.0, 3.0))
    ]
    root = page(tmp_path / "run", lines, **REPORT)
    [caption] = root.xpath("//section[@id='cost']//figcaption")
    assert words(caption) == "Half of the answers take at most 2.00 s, 95% of them at most 2.90 s (dashed)."
    assert rows(root, "cost")[1:] == [["read", "", "2.000", "2.900"]]
    assert "512 MiB" in words(root.xpath("//section[@id='cost']")[0])


def test_a_question_opens_to_all_that_is_known(tmp_path: Path) -> None:
    wrong = {"metrics": {"contains_answer": 0.0, "f1": 0.5}, "cause": "answer chosen wrongly", "gold": []}
    root = page(tmp_path / "run", [answered("a"), answered("b", **wrong)])
    first, second = root.xpath("//details[contains(@class, 'question')]")
    facts = {words(each[0]): words(each[1]) for each in first.xpath(".//dl/div")}
    assert facts == {
        "Case": "a · date · dev",
        "Right answer": "1907",
        "Evidence": "harbour.pdf, characters 0–28 · in passage 1 · cited",
        "Searched": "When did Lisk harbour open?",
        "Short answer": "1907",
        "Answer": "Lisk harbour opened in 1907.",
        "Confidence": "0.900 · extractive",
        "Time": "0.500 s · retrieve 0.300 s · write 0.200 s",
    }
    [quote] = first.xpath(".//blockquote")
    assert words(quote) == "Lisk harbour opened in 1907.harbour.pdf, page 2, characters 0–28"
    best, other = first.xpath(".//div[@class='passages']/details")
    assert words(best[0]) == "1. harbour.pdf, page 2, characters 0–55 · score 0.750 · cited · evidence"
    assert words(other[0]) == "2. mill.md, characters 10–20 · score 0.500"
    assert ("open" in best.attrib, "open" in other.attrib) == (True, False)
    assert words(second.xpath("./summary/span[@class='ending']")[0]) == "answered wrongly · answer chosen wrongly"
    assert [words(each) for each in second.xpath(".//ul[@class='metrics']/li")] == ["contains_answer 0", "f1 0.5"]


def test_evidence_that_was_not_found_is_told(tmp_path: Path) -> None:
    gold = [[{"source": "mill.md", "start": 500, "end": 520}]]
    root = page(tmp_path / "run", [answered("a", gold=gold)])
    [told] = root.xpath("//dt[.='Evidence']/../dd")
    assert words(told) == "mill.md, characters 500–520 · in no passage found · not cited"


def test_quotes_and_evidence_are_marked_where_they_stand() -> None:
    passage = Found("h", 100, 100 + len(TEXT), TEXT, 1.0)
    inside = Quote("h", 105, 120, TEXT[5:20])
    over_the_edge = Quote("h", 90, 104, "0123456789Lisk")
    elsewhere = Quote("other", 105, 120, TEXT[5:20])
    untrue = Quote("h", 130, 134, "mast")
    gold = Place("h", 115, 128)
    found = parsed(marked(passage, [inside, over_the_edge, elsewhere, untrue], [gold]))
    assert found.text_content() == TEXT
    assert [(each.get("class"), each.text) for each in found] == [
        ("cited", "Lisk"),
        ("cited", "harbour op"),
        ("cited gold", "ened "),
        ("gold", "in 1907."),
    ]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_marking_changes_no_text(spans: list[tuple[int, int]]) -> None:
    passage = Found("h", 0, len(TEXT), TEXT, 1.0)
    quotes = [Quote("h", start, end, TEXT[start:end]) for start, end in spans]
    shown = parsed(marked(passage, quotes, [Place("h", 7, 20)]))
    assert shown.text_content() == TEXT
    cited = "".join(each.text for each in shown if "cited" in each.get("class"))
    assert cited == "".join(letter for at, letter in enumerate(TEXT) if any(start <= at < end for start, end in spans))


def test_questions_can_be_chosen_by_how_they_ended(tmp_path: Path) -> None:
    root = page(tmp_path / "run", [answered("a"), answered("b", refused=True), line("c")])
    choices = {each.get("id"): words(each.getparent()) for each in root.xpath("//fieldset//input")}
    assert choices == {
        "show-all": "all 3",
        "show-miss": "1 misses",
        "show-right": "1 answered rightly",
        "show-unjudged": "1 answered, not judged",
        "show-refused-wrongly": "1 refused wrongly",
    }
    assert root.xpath("//fieldset//input[@checked]/@id") == ["show-all"]
    assert [each.get("class") for each in root.xpath("//details[contains(@class, 'question')]")] == [
        "question right",
        "question refused-wrongly miss",
        "question unjudged",
    ]
    [style] = root.xpath("//style/text()")
    for name in ["miss", *map(ending_class, Ending)]:
        assert f"section:has(#show-{name}:checked) .question:not(.{name})" in style
    for name in map(ending_class, Ending):
        assert f".{name} {{ --ending: var(" in style


def test_the_least_run_has_a_page(tmp_path: Path) -> None:
    root = page(tmp_path / "run", [line("a")])
    assert [each.get("id") for each in root.xpath("//section")] == ["figures", "refusals", "questions"]
    assert "answered, not judged" in [cell for row in rows(root, "refusals") for cell in row]


def test_the_same_run_gives_the_same_page(tmp_path: Path) -> None:
    run = read_run(write(tmp_path / "run", [answered("a"), answered("b", refused=True)], **REPORT))
    assert as_html(run) == as_html(run)
    assert str(tmp_path) not in as_html(run)
