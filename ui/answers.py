"""A question and its answer as HTML, in the order that a reader wants them: short answer, sentences, how sure, why."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assistant.records import Answer, Candidate, Citation, Hit, Mode, Sentence
from assistant.text import squeeze
from ui import words
from ui.beside import beside
from ui.chat import TurnView
from ui.chips import JOIN, chip, nearest_chip, no_chip
from ui.excerpts import around, beginning, marked
from ui.icons import icon_button
from ui.lines import lines
from ui.markup import direction, dotted, filled, number, plain, said, tag, together
from ui.scope import scope_line
from ui.why import why

_NEAREST = 3
_SOURCES = 3  # that are named under an answer
_EXCERPT = 240  # characters of a nearest passage that are shown


def turn_html(view: TurnView) -> Markup:
    """Everything of one turn: the question, then its answer as far as it has come."""
    return together(
        tag("div", _question(view.question), _edit_button(view), class_="question"),
        scope_line(view.scope),
        tag("div", _reply(view), class_=f"reply {view.stage}"),
    )


def _question(question: str) -> Markup:
    return tag("p", said(question), class_="question-text", dir=direction(question))


def _edit_button(view: TurnView) -> Markup | None:
    return None if view.running else icon_button("edit", words.EDIT, "edit")


def _reply(view: TurnView) -> Markup:
    if view.answer is not None:
        return _refusal(view.answer) if view.answer.refused else _answer(view.answer)
    if view.stage == "failed":
        return together(_partial(view), tag("p", view.error, class_="trouble"), _quiet_line(None))
    if view.stage == "stopped":
        note = words.STOPPED if view.partial.strip() else words.STOPPED_EMPTY
        return together(_partial(view), tag("p", note, class_="quiet"), _quiet_line(None))
    return together(_partial(view), tag("p", _waiting(view), class_="quiet waiting"))


def _waiting(view: TurnView) -> str:
    if view.stage == "searching":
        return words.SEARCHING
    if view.stage == "writing":
        return words.WRITING
    return words.READING_ONE if view.found == 1 else words.READING.format(count=view.found)


def _partial(view: TurnView) -> Markup | None:
    if not view.partial.strip():
        return None
    return tag("p", said(view.partial), class_="sentences", dir=direction(view.partial))


def _answer(answer: Answer) -> Markup:
    return together(
        _searched(answer),
        _short(answer),
        beside(answer),
        _lines(answer.answer) if answer.mode is Mode.CATALOG else _sentences(answer),
        _note(answer),
        _quiet_line(answer),
        why(answer),
    )


def _short(answer: Answer) -> Markup | None:
    if not adds(answer):
        return None
    return tag("p", said(answer.short_answer), class_="short-answer", dir=direction(answer.short_answer))


def adds(answer: Answer) -> bool:
    """Whether the short answer says it shorter than the sentences do, and is not one of several beside each other."""
    return bool(answer.short_answer) and not answer.differs and squeeze(answer.short_answer) != squeeze(answer.answer)


def _refusal(answer: Answer) -> Markup:
    nearest = answer.passages[:_NEAREST]
    rows = (tag("li", *_nearest(number, hit), dir=direction(hit.passage.text)) for number, hit in enumerate(nearest, 1))
    return together(
        _searched(answer),
        tag("p", words.NOT_CERTAIN if answer.candidate else words.NOT_SAID, class_="short-answer"),
        _candidate(answer.candidate) if answer.candidate else None,
        together(tag("h3", words.NEAREST), tag("ol", *rows, class_="nearest")) if nearest else None,
        None if answer.candidate else _missing(answer.missing),
        _note(answer),
        _quiet_line(answer),
        why(answer),
    )


def refusal(answer: Answer) -> tuple[str, str]:
    """What a refusal says, and the words after it: the nearest place, or what is missing."""
    if answer.candidate:
        return words.NOT_CERTAIN, answer.candidate.text
    return words.NOT_SAID, answer.missing


def _candidate(candidate: Candidate) -> Markup:
    """The nearest place, the words that may answer marked."""
    text, at = candidate.text, candidate.text.find(candidate.short_answer)
    marks = [(at, at + len(candidate.short_answer))] if candidate.short_answer and at >= 0 else []
    chips = [nearest_chip(citation) for citation in candidate.citations[:1]]
    return tag("p", marked(text, marks), JOIN, *chips, class_="candidate", dir=direction(text))


def _missing(missing: str) -> Markup | None:
    return (
        together(tag("h3", words.MISSING), tag("p", said(missing), class_="missing", dir=direction(missing)))
        if missing
        else None
    )


def _nearest(number: int, hit: Hit) -> tuple[Markup, ...]:
    passage = hit.passage
    place = Citation(number, passage.source_id, hit.source, hit.source, passage.start, passage.end, passage.text)
    where = dotted(said(hit.source), None if passage.page is None else words.PAGE.format(page=passage.page))
    return _excerpt(hit), JOIN, nearest_chip(place), tag("p", where, class_="quiet")


def _excerpt(hit: Hit) -> Markup:
    """Of a passage that does not surely answer: where the reader would look, or else its beginning."""
    text, start = hit.passage.text, hit.passage.start
    spans = hit.evidence.spans if hit.evidence and hit.evidence.relevance > 0 else ()
    read = [(first - start, last - start) for first, last, _ in spans[:1]]
    return around(text, read, mark=False) if read else beginning(text, _EXCERPT)


def was_rephrased(answer: Answer) -> bool:
    """Whether something else was searched than what was typed."""
    return squeeze(answer.searched).casefold() not in ("", squeeze(answer.question).casefold())


def _searched(answer: Answer) -> Markup | None:
    if not was_rephrased(answer):
        return None
    return tag("p", words.SEARCHED_FOR.format(query=plain(answer.searched)), class_="quiet searched")


def _note(answer: Answer) -> Markup | None:
    return tag("p", said(answer.note), class_="note") if answer.note else None


def _sentences(answer: Answer) -> Markup:
    shown = tag("br").join(Markup(" ").join(map(_sentence, line)) for line in lines(answer.sentences))
    return tag("p", shown, class_="sentences", dir=direction(answer.answer))


def _lines(text: str) -> Markup:
    """Plain lines; those after a dash are a list."""
    paragraphs = [tag("p", said(plain(line))) for line in text.splitlines() if not line.startswith("- ")]
    items = [tag("li", said(plain(line[2:]))) for line in text.splitlines() if line.startswith("- ")]
    return tag("div", *paragraphs, tag("ul", *items) if items else None, class_="sentences", dir=direction(text))


def _sentence(sentence: Sentence) -> Markup:
    chips = [chip(citation, sentence.verdict) for citation in sentence.citations] or [no_chip()]
    return tag("span", said(sentence.text), JOIN, *chips, class_="sentence")


def _quiet_line(answer: Answer | None) -> Markup:
    facts = tag("span", _facts(answer), class_="facts") if answer else None
    copy = icon_button("copy-answer", words.COPY, "copy", data_copy=_as_text(answer)) if answer else None
    good = icon_button("good", words.GOOD, "good", aria_pressed="false") if answer else None
    bad = icon_button("bad", words.BAD, "bad", aria_pressed="false") if answer else None
    actions = tag("span", copy, good, bad, icon_button("retry", words.RETRY, "retry"))
    return tag("div", facts, actions, class_="quiet-line")


def _facts(answer: Answer) -> Markup:
    seconds = answer.timings.get("total", sum(answer.timings.values()))
    shown = filled(words.SECONDS, seconds=number(seconds, digits=1)) if answer.timings else None
    return dotted(shown) if answer.refused else dotted(*_sources(answer), made_by(answer), shown)


def _sources(answer: Answer) -> list[Markup]:
    """The places that an answer stands on, each once: file and page."""
    cited = [citation for sentence in answer.sentences for citation in sentence.citations]
    places = dict.fromkeys((citation.source, citation.page) for citation in cited)
    shown = [f"{name}, {words.REFERENCE_PAGE.format(page=page)}" if page else name for name, page in places]
    more = [words.MORE_SOURCES.format(count=len(shown) - _SOURCES)] if len(shown) > _SOURCES else []
    return [tag("bdi", said(plain(each))) for each in [*shown[:_SOURCES], *more]]


def made_by(answer: Answer) -> str:
    """How an answer was made, in a few words."""
    if answer.mode is Mode.CATALOG:
        return words.FROM_CATALOG
    if answer.mode is not Mode.GENERATED:
        return words.FROM_QUOTES
    return words.WRITTEN_BY.format(model=plain(answer.model)) if answer.model else words.WRITTEN


def _as_text(answer: Answer) -> str:
    """The answer for the clipboard, each sentence with its numbers and the references below."""
    if answer.refused:
        return plain(" ".join(refusal(answer)).strip())
    text = [*(" ".join(map(_numbered, line)) for line in lines(answer.sentences)), ""]
    seen: dict[int, Citation] = {}
    for sentence in answer.sentences:
        seen.update({citation.number: citation for citation in sentence.citations})
    return plain("\n".join([*text, *(f"[{number}] {reference(seen[number])}" for number in sorted(seen))]))


def _numbered(sentence: Sentence) -> str:
    return sentence.text + "".join(f" [{citation.number}]" for citation in sentence.citations)


def reference(citation: Citation) -> str:
    """A quote with where it stands, for the clipboard."""
    titled = citation.title not in ("", citation.source)
    place: Sequence[str] = (
        words.REFERENCE.format(title=citation.title, name=citation.source) if titled else citation.source,
        "" if citation.page is None else words.REFERENCE_PAGE.format(page=citation.page),
        citation.published.isoformat() if citation.published else "",
    )
    return f"“{squeeze(citation.quote)}” ({', '.join(filter(None, place))})"
