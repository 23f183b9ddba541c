"""Every question of a run, folded: how it ended, what was said and on which quotes, and what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from markupsafe import Markup

from assistant.records import Usage
from eval.html.elements import Child, breakable, folded, said, section, tag, together
from eval.html.judging import opinions
from eval.places import Place
from eval.runs import Ending, Found, Quote, Reply, Said

Span = tuple[int, int]


def questions(replies: Sequence[Reply]) -> Markup:
    """All questions, with a choice of which to show."""
    return section("Questions", "questions", _choice(replies), tag("div", *map(_question, replies), class_="questions"))


def ending_class(ending: Ending) -> str:
    """The class of an ending in the page's style."""
    return ending.name.lower().replace("_", "-")


def marked(passage: Found, quotes: Iterable[Quote], gold: Iterable[Place]) -> Markup:
    """A passage's text with what is quoted of it, and what is evidence, marked."""
    spans = {"cited": list(_cited(passage, quotes)), "gold": list(_inside(passage, gold))}
    edges = {0, len(passage.text), *(edge for each in spans.values() for span in each for edge in span)}
    parts: list[Child] = []
    for start, end in pairwise(sorted(edges)):
        names = [name for name, each in spans.items() if any(a <= start and end <= b for a, b in each)]
        piece = passage.text[start:end]
        parts.append(tag("mark", piece, class_=" ".join(names)) if names else piece)
    return together(parts)


def _choice(replies: Sequence[Reply]) -> Markup:
    """Radio buttons; the style sheet hides the questions that are not of the chosen class."""
    counts = Counter(reply.ending for reply in replies)
    misses = sum(count for ending, count in counts.items() if ending.is_wrong)
    choices = [("all", f"all {len(replies)}"), ("miss", f"{misses} misses")]
    choices += [(ending_class(ending), f"{counts[ending]} {ending}") for ending in Ending if counts[ending]]
    buttons = [
        tag(
            "label",
            tag("input", type="radio", name="show", id=f"show-{class_}", checked=class_ == "all"),
            tag("span", words),
        )
        for class_, words in choices
    ]
    return tag("fieldset", tag("legend", "Show"), *buttons, class_="choice")


def _question(reply: Reply) -> Markup:
    ending = reply.ending
    classes = ["question", ending_class(ending), "miss" if ending.is_wrong else ""]
    short = reply.short_answer or reply.answer
    summary = tag(
        "summary",
        tag("span", said(reply.question), class_="asked"),
        tag("span", _dotted([ending, "" if reply.cause == ending else reply.cause or ""]), class_="ending"),
        tag("span", said(short), class_="short") if short and not reply.refused else None,
    )
    parts = (_facts(reply), _sentences(reply), opinions(reply.judge), _passages(reply), _metrics(reply))
    return tag("details", summary, tag("div", *parts, class_="body"), class_=" ".join(filter(None, classes)))


def _facts(reply: Reply) -> Markup:
    """What is known of the question and the reply, a name and a value each."""
    about = [reply.id, reply.kind, reply.split, "" if reply.answerable else "not answerable"]
    surely = [] if reply.confidence is None else [f"{reply.confidence:.3f}"]
    facts = [
        ("Case", _dotted(about)),
        ("Cause", said(reply.cause) if reply.cause else None),
        ("Right answer", _dotted(reply.answers) if reply.answers else None),
        ("Evidence", together(tag("div", _evidence(reply, quote)) for quote in reply.gold) if reply.gold else None),
        ("Searched", said(reply.searched) if reply.searched not in ("", reply.question) else None),
        ("Short answer", said(reply.short_answer) if reply.short_answer else None),
        ("Answer", said(reply.answer) if reply.answer else None),
        ("Missing", said(reply.missing) if reply.missing not in ("", reply.answer) else None),
        ("Confidence", _dotted([*surely, reply.mode])),
        ("Time", None if reply.seconds is None else _time(reply)),
        ("Tokens", None if reply.usage is None else _tokens(reply.usage)),
    ]
    return tag("dl", *(_fact(name, value) for name, value in facts if value))


def _fact(name: str, value: Markup) -> Markup:
    return tag("div", tag("dt", name), tag("dd", value))


def _time(reply: Reply) -> Markup:
    stages = [f"{stage} {seconds:.3f} s" for stage, seconds in reply.timings.items() if stage != "total"]
    return _dotted([f"{reply.seconds:.3f} s", *stages])


def _tokens(usage: Usage) -> Markup:
    return _dotted([f"{usage.sent} sent", f"{usage.received} received", "estimated" if usage.estimated else ""])


def _evidence(reply: Reply, quote: Sequence[Place]) -> Markup:
    """Where a quote of the gold evidence stands, and whether it was found and cited."""
    ranks = [str(rank) for rank, each in enumerate(reply.passages, 1) if any(map(_place(each).covers_half, quote))]
    cited = any(_place(each).shared(place) for each in _quotes(reply) for place in quote)
    found = f"in passage {', '.join(ranks)}" if ranks else "in no passage found"
    return _dotted([_where(quote[0]), found, "cited" if cited else "not cited"])


def _sentences(reply: Reply) -> Markup | None:
    if not reply.sentences:
        return None
    return tag("div", tag("h3", "Sentences and what they stand on"), tag("ol", *map(_sentence, reply.sentences)))


def _sentence(sentence: Said) -> Markup:
    verdict = tag("span", sentence.verdict, class_="verdict") if sentence.verdict else None
    quotes = (
        tag("blockquote", tag("p", tag("mark", said(each.quote))), tag("footer", said(_where(each))))
        for each in sentence.citations
    )
    return tag("li", said(sentence.text), " ", verdict, *quotes)


def _passages(reply: Reply) -> Markup | None:
    if not reply.passages:
        return None
    key = [tag("mark", "cited", class_="cited"), *([" ", tag("mark", "evidence", class_="gold")] if reply.gold else [])]
    shown = (_passage(rank, passage, reply) for rank, passage in enumerate(reply.passages, 1))
    heading = tag("h3", "Passages found, best first ", tag("span", *key, class_="marks"))
    return tag("div", heading, *shown, class_="passages")


def _passage(rank: int, passage: Found, reply: Reply) -> Markup:
    """It is open when the reply cites it or evidence stands in it."""
    gold = [place for quote in reply.gold for place in quote]
    notes = {"cited": _cited(passage, _quotes(reply)), "evidence": _inside(passage, gold)}
    told = [name for name, spans in notes.items() if any(True for _ in spans)]
    title = _dotted([f"{rank}. {_where(passage)}", f"score {passage.score:.3f}", *told])
    text = tag("div", marked(passage, _quotes(reply), gold), class_="text", dir="auto")
    return folded(title, text, opened=bool(told))


def _metrics(reply: Reply) -> Markup | None:
    measured = [(name, value) for name, value in reply.metrics.items() if value is not None]
    if not measured:
        return None
    items = (tag("li", breakable(name), " ", tag("b", f"{value:.3g}")) for name, value in measured)
    return tag("div", tag("h3", "Metrics"), tag("ul", *items, class_="metrics"))


def _where(of: Quote | Found | Place) -> str:
    """The source, the page where there are pages, and the characters of the text."""
    page = getattr(of, "page", None)
    return f"{of.source}, {'' if page is None else f'page {page}, '}characters {of.start}–{of.end}"


def _dotted(parts: Iterable[str]) -> Markup:
    return Markup(" · ").join(said(part) for part in parts if part)


def _quotes(reply: Reply) -> list[Quote]:
    return [quote for sentence in reply.sentences for quote in sentence.citations]


def _place(of: Quote | Found) -> Place:
    return Place(of.source, of.start, of.end)


def _cited(passage: Found, quotes: Iterable[Quote]) -> Iterator[Span]:
    """Where the quotes stand in the passage's text, as far as they lie in it and are what stands there."""
    for quote in quotes:
        for start, end in _inside(passage, [_place(quote)]):
            begun = passage.start + start - quote.start
            if passage.text[start:end] == quote.quote[begun : begun + end - start]:
                yield start, end


def _inside(passage: Found, places: Iterable[Place]) -> Iterator[Span]:
    """The parts of places that lie in the passage, in characters of its text."""
    for place in places:
        if place.shared(_place(passage)):
            yield max(place.start, passage.start) - passage.start, min(place.end, passage.end) - passage.start
