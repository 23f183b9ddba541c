"""“Why this answer”: the passages that were found, used and not used, with their scores, and what checking found."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from assistant.records import Answer, Citation, Hit, Scores
from ui import words
from ui.excerpts import Span, around, beginning
from ui.markup import direction, said, tag, together

_EXCERPT = 320  # characters of a passage that was not used


def why(answer: Answer) -> Markup:
    """The folded part below an answer."""
    cited = [citation for sentence in answer.sentences for citation in sentence.citations]
    quoted = [(hit, _quotes(hit, cited)) for hit in answer.passages]
    used = [each for each in quoted if each[1]]
    rest = [each for each in quoted if not each[1]]
    return tag(
        "details",
        tag("summary", words.WHY),
        _checks(answer),
        _passages(words.USED, used),
        _passages(words.NOT_USED, rest),
        None if answer.passages else tag("p", words.NO_PASSAGES, class_="quiet"),
        class_="why",
    )


def _quotes(hit: Hit, cited: Iterable[Citation]) -> list[Span]:
    """What is quoted of a passage, as spans of its own text."""
    passage = hit.passage
    own = (each for each in cited if each.source_id == passage.source_id)
    spans = ((max(each.start, passage.start), min(each.end, passage.end)) for each in own)
    return [(start - passage.start, end - passage.start) for start, end in spans if start < end]


def _checks(answer: Answer) -> Markup | None:
    rows = [
        tag(
            "li",
            said(sentence.text),
            " ",
            tag("em", _finding(sentence.verdict, sentence.reasons)),
            dir=direction(sentence.text),
        )
        for sentence in answer.sentences
        if sentence.reasons
    ]
    return together(tag("h3", words.CHECKS), tag("ul", *rows, class_="checks")) if rows else None


def _finding(verdict: str, reasons: Iterable[str]) -> Markup:
    return said(f"{words.VERDICTS[verdict]}: {'; '.join(reasons)}")


def _passages(heading: str, hits: list[tuple[Hit, list[Span]]]) -> Markup | None:
    if not hits:
        return None
    return together(tag("h3", heading), tag("ul", *(_passage(*each) for each in hits), class_="passages"))


def _passage(hit: Hit, quotes: list[Span]) -> Markup:
    passage = hit.passage
    opens = tag(
        "button",
        said(hit.source),
        type="button",
        class_="link",
        data_action="open",
        data_source=passage.source_id,
        data_start=passage.start,
        data_end=passage.end,
    )
    page = None if passage.page is None else tag("span", words.PAGE.format(page=passage.page), class_="quiet")
    return tag(
        "li",
        tag("div", opens, page, _bars(hit.scores), class_="passage-head"),
        tag(
            "p",
            around(passage.text, quotes) if quotes else beginning(passage.text, _EXCERPT),
            dir=direction(passage.text),
        ),
    )


def _bars(scores: Scores) -> Markup:
    parts = (("words", scores.words), ("meaning", scores.meaning), ("reader", scores.reader))
    return tag("span", *(_bar(name, value) for name, value in parts if value is not None), class_="scores")


def _bar(name: str, value: float) -> Markup:
    percent = round(100 * min(max(value, 0.0), 1.0))
    label = words.SCORE.format(name=words.SCORES[name], percent=percent)
    fill = tag("span", style=f"width:{percent}%")
    return tag("span", tag("span", words.SCORES[name]), tag("span", fill, class_="bar"), title=label, class_="score")
