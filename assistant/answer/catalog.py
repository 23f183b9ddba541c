"""Greetings, and questions about the library itself: answered from the catalog, not from documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.records import Answer, Mode, Source

LISTED = 20  # documents
NEWEST = 5

_DOCUMENTS = "(?:documents?|files?|sources?)"
_FORMS = {
    "greeting": r"(?:hello|hi|hey|hiya|greetings|good (?:morning|afternoon|evening|day))(?: there| footnote)?",
    "thanks": (
        r"(?:ok(?:ay)? |great )?(?:thanks|thank you|thx|cheers)(?: a lot| very much| so much| for (?:the|your) help)?"
    ),
    "help": r"help(?: me)?|what can (?:you do|i ask(?: you)?)|(?:who|what) are you|how (?:does this|do you) work",
    "documents": (
        rf"(?:what|which|how many) {_DOCUMENTS} (?:do (?:you|i|we) have|are there|can i ask(?: about)?"
        rf"|have (?:i|we|you) added|are in (?:the|my|our) library)|what(?: is|s) in (?:the|my|our) library"
        rf"|(?:list|show)(?: me)?(?: all)?(?: of)?(?: the| my| our)? {_DOCUMENTS}"
    ),
    "news": (
        r"what(?: is|s) new(?: here| in (?:the|my|our) library)?|what (?:was|has been) added (?:last|recently|lately)"
    ),
}


def catalog_answer(question: str, sources: Sequence[Source]) -> Answer | None:
    """The answer to small talk or to a question about ``sources``; None for a question to the documents.

    Only whole phrases count: "thanks" does, "Who thanks the crew?" does not.
    """
    phrase = " ".join(re.sub(r"[^\w\s]", "", question.casefold()).split())
    kind = next((name for name, form in _FORMS.items() if re.fullmatch(form, phrase)), None)
    if kind is None:
        return None
    text = _REPLIES[kind](sources)
    return Answer(question, question, text, "", False, 1.0, Mode.CATALOG, (), ())


def _greeting(sources: Sequence[Source]) -> str:
    return f"Hello. {_help(sources)}"


def _thanks(_sources: Sequence[Source]) -> str:
    return "You are welcome."


def _help(sources: Sequence[Source]) -> str:
    if not sources:
        return "There are no documents yet. Add some, then ask a question about them."
    return (
        f"Ask a question about {_count(sources)}. Every sentence of an answer opens at its place in the source; where "
        "the documents do not say it, you are told so."
    )


def _documents(sources: Sequence[Source]) -> str:
    if not sources:
        return "There are no documents yet."
    are = "is" if len(sources) == 1 else "are"
    more = [f"and {len(sources) - LISTED} more"] if len(sources) > LISTED else []
    return _list(f"There {are} {_count(sources)}, newest first:", [*map(_named, _newest(sources)[:LISTED]), *more])


def _news(sources: Sequence[Source]) -> str:
    if not sources:
        return "There are no documents yet."
    return _list("Added last:", [f"{_named(each)}, added {each.added:%-d %B %Y}" for each in _newest(sources)[:NEWEST]])


_REPLIES: dict[str, Callable[[Sequence[Source]], str]] = {
    "greeting": _greeting,
    "thanks": _thanks,
    "help": _help,
    "documents": _documents,
    "news": _news,
}


def _newest(sources: Sequence[Source]) -> list[Source]:
    return sorted(sources, key=lambda source: source.added, reverse=True)


def _count(sources: Sequence[Source]) -> str:
    return f"{len(sources):,} document{'' if len(sources) == 1 else 's'}"


def _named(source: Source) -> str:
    return f"{source.title} ({source.name})" if source.title and source.title != source.name else source.name


def _list(lead: str, items: Sequence[str]) -> str:
    return "\n".join([lead, *(f"- {item}" for item in items)])
