"""A conversation as one HTML file to read and print: no script, nothing from elsewhere, references at the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from markupsafe import Markup

from assistant.records import Answer, Citation, Mode, Sentence
from ui import words
from ui.answers import adds, refusal, was_rephrased
from ui.beside import beside_place
from ui.export.markdown import cut
from ui.export.record import Conversation, KeptTurn, References, beside_numbers, nearest
from ui.export.wording import doubt, ending, facts, hit_place, judgement, place
from ui.lines import lines
from ui.markup import Child, direction, plain, said, tag, together

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = Markup("""
:root { color-scheme: light; }
body { max-width: 72ch; margin: 48px auto; padding: 0 24px; background: #fff; color: #1d1c1a;
  font: 15px/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1, h2 { line-height: 1.3; font-family: ui-serif, Charter, Georgia, serif; }
h1 { margin: 0; font-size: 22px; }
h2 { margin: 40px 0 8px; font-size: 17px; break-after: avoid; }
p { margin: 8px 0; }
.quiet { color: #66625a; font-size: 13px; }
.short { font-size: 17px; font-weight: 600; }
.written { white-space: pre-wrap; }
sup { line-height: 0; }
a { color: #1f5fa8; text-decoration: none; }
li { margin: 12px 0; break-inside: avoid; }
.beside { display: flex; flex-wrap: wrap; gap: 12px; padding: 0; list-style: none; }
.beside li { flex: 1 1 200px; margin: 0; padding: 8px 12px; border: 1px solid #e4e1d8; border-radius: 8px; }
blockquote { margin: 0; font-family: ui-serif, Charter, Georgia, serif; white-space: pre-wrap; }
:target { background: #ffe58a; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 11pt; } a { color: inherit; } }
""")


def printable(conversation: Conversation, day: date) -> str:
    """The whole file. ``day`` is today."""
    references = References(conversation)
    title = plain(conversation.title) or words.NAME
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("style", _STYLE),
    )
    body = tag(
        "body",
        tag("h1", said(title)),
        tag("p", words.EXPORTED.format(day=day.isoformat()), class_="quiet"),
        *(_turn(turn, references) for turn in conversation.turns),
        _references(references.all),
    )
    return str(Markup("<!doctype html>\n") + tag("html", head, body, lang="en") + Markup("\n"))


def _turn(turn: KeptTurn, references: References) -> Markup:
    view = turn.view
    return tag(
        "section",
        tag("h2", said(view.question)),
        *(_answer(view.answer, references) if view.answer else [_written(view.partial)]),
        _quiet(ending(view)),
        _quiet(judgement(turn)),
    )


def _answer(answer: Answer, references: References) -> Iterator[Child]:
    if was_rephrased(answer):
        yield _quiet(words.SEARCHED_FOR.format(query=answer.searched))
    if answer.refused:
        refused, what = refusal(answer)
        yield tag("p", refused, class_="short")
        yield _written(what)
        rows = [tag("li", said(cut(hit.passage.text)), _quiet(hit_place(hit))) for hit in nearest(answer)]
        yield together(tag("p", words.NEAREST, class_="quiet"), tag("ul", *rows)) if rows else None
    else:
        yield tag("p", said(answer.short_answer), class_="short") if adds(answer) else None
        yield _beside(answer, references)
        shown = [Markup(" ").join(_sentence(each, references) for each in line) for line in lines(answer.sentences)]
        if answer.mode is Mode.CATALOG:
            shown = [said(line) for line in answer.answer.splitlines()]
        yield tag("p", tag("br").join(shown), class_="written", dir=direction(answer.answer))
    yield _quiet(answer.note)
    yield _quiet(facts(answer))


def _beside(answer: Answer, references: References) -> Markup | None:
    if not answer.beside:
        return None
    rows = (
        tag("li", tag("b", said(each.text)), _link(number) if number else None, _quiet(beside_place(each)))
        for each, number in zip(answer.beside, beside_numbers(answer, references), strict=True)
    )
    return together(tag("p", words.DIFFER) if answer.differs else None, tag("ul", *rows, class_="beside"))


def _link(number: int) -> Markup:
    return tag("sup", tag("a", f"[{number}]", href=f"#r{number}"))


def _sentence(sentence: Sentence, references: References) -> Markup:
    links = map(_link, references.of(sentence))
    doubted = doubt(sentence)
    return together(
        said(sentence.text),
        *links,
        together(" ", tag("em", "(", said(doubted), ")", class_="quiet")) if doubted else None,
    )


def _references(cited: list[Citation]) -> Markup | None:
    if not cited:
        return None
    rows = (
        tag("li", tag("blockquote", said(one.quote)), _quiet(place(one)), id=f"r{one.number}", value=one.number)
        for one in cited
    )
    return tag("section", tag("h2", words.REFERENCES), tag("ol", *rows))


def _written(text: str) -> Markup | None:
    return tag("p", said(text), class_="written", dir=direction(text)) if text.strip() else None


def _quiet(text: str) -> Markup | None:
    return tag("p", said(text), class_="quiet") if text else None
