"""Which words may stand in a question that is read on its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import takewhile

from assistant.facts import names, numbers
from assistant.orders import gives_orders
from assistant.posing.background import Background
from assistant.posing.verbs import is_finite
from assistant.text import content_stems

_LEAST, _MOST = 3, 17  # words of a question
_LONGEST = 110  # characters
_SUBJECT = 9  # words
_TELLING = 4  # different words that tell apart what names nothing
_POINTING = """he him his she her hers it its they them their theirs we us our ours you your yours i me my mine this
    that these those there here himself herself itself themselves one ones such same other others another former latter
    above below said respective thereof hereby herein""".split()
_POINTS = re.compile(rf"\b(?:{'|'.join(_POINTING)})\b", re.IGNORECASE)
_RELATIVE_TIME = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|now|ago|then|earlier|later|recently|currently|so far|meanwhile|again|also|"
    r"too|instead|therefore|thus|hence|moreover|"
    r"furthermore|nevertheless|just|next|most|least|best|worst|however|even|already|yet|"
    r"once more|"
    r"(?:last|next|this|previous|following|latest|first|second|third|fourth|new)\s(?:day|week|month|year|time|quarter|"
    r"morning|evening|night|step|move|one|two|three|group)|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b",
    re.IGNORECASE,
)
_NO_OPENING = frozenset(
    """some many most several few all both each every any no none nobody nothing neither either either much more less
    fewer other others another such what how why when where who which if while after before in on at by for from
    with until since during under over then now still also but and or so yet not only even together today tomorrow
    yesterday according despite although though because as of to within without among between about around nearly
    almost roughly up out please note see let once twice never always perhaps maybe two three four five six seven
    eight nine ten half first second third next last""".split()
)
_NOUNS_IN_LY = frozenset("family assembly supply reply ally monopoly anomaly italy sicily".split())
_PARTS = frozenset("against of in on at for from with to between and or the a an by as into over under".split())
_TYING = frozenset("on in at for to from with about near against".split())  # before a name, they tell which is meant
_CLOSING = frozenset("for of from to with by in on at".split())  # prepositions that a question may end in
_FIT = re.compile(r"[\w’'\-.,&%£$€/ ]+\?")
_WORD = re.compile(r"[\w’'-]+")
ENDS_NOUN = frozenset(
    """of in on at for from with to by as into over under and or is are was were has have had will would can could must
    may might shall should do does did about between after before during since until against than through around near
    along across behind beyond""".split()
)
_ANYWHERE = frozenset(
    """end start beginning middle time day year age number rest top bottom part cost price amount size edge side north
    south east west world sun moon sky sea public police internet united way case hands use form weather future past
    lack rate course name sake""".split()
)


def is_subject(phrase: str) -> bool:
    """Whether a phrase that begins a sentence can be a question's subject as it is."""
    found = phrase.split()
    if not 1 <= len(found) <= _SUBJECT or re.search(r"[,;:()\"“”|/\[\]]", phrase) or not phrase[0].isalpha():
        return False
    lowered = [word.lower() for word in found]
    if lowered[0] in _NO_OPENING or lowered in (["the"], ["a"], ["an"]) or lowered[-1] in _PARTS:
        return False
    if _POINTS.search(phrase) or _RELATIVE_TIME.search(phrase) or numbers(phrase):
        return False
    if lowered[-1].endswith("ly") and len(found) > 1 and lowered[-1] not in _NOUNS_IN_LY:
        return False
    if lowered[0].endswith("ly") or (lowered[0].endswith("ing") and not names(phrase)):
        return False
    return not any(
        is_finite(word) or word in ("that", "which", "who", "whose", "as", "than", "after", "before", "since", "until")
        for word in (lowered[0], *found[1:])
    )


def is_fit(question: str, background: Background) -> bool:
    """Whether a question can be shown: it reads alone, points at nothing outside it, and is of plain characters."""
    size = len(question.split())
    if not _LEAST <= size <= _MOST or len(question) > _LONGEST or not _FIT.fullmatch(question):
        return False
    if (
        re.search(r"(?<![A-Z])\.\?$", question)
        or any(unicodedata.category(letter)[0] in "CZ" and letter != " " for letter in question)
        or gives_orders(question)
    ):
        return False
    if _POINTS.search(question) or _RELATIVE_TIME.search(question) or re.search(r"\b(\w+) \1\b", question):
        return False
    if question[:-1].rsplit(maxsplit=1)[-1].lower() in _PARTS - _CLOSING:
        return False
    return not _dangles(question, background)


def _dangles(question: str, background: Background) -> bool:
    """Whether it says "the tank" of no tank that the document is about, or names nothing that tells it apart."""
    definite = list(_definite(question))
    about = [any(map(background.is_about, noun)) for noun, _ in definite]
    if not all(tied or known for (_, tied), known in zip(definite, about, strict=True)):
        return True
    named = any(name.start > 0 for name in names(question))
    return not named and not any(about) and len(set(content_stems(question))) < _TELLING


def _definite(question: str) -> Iterator[tuple[list[str], bool]]:
    """The words of each "the …", and whether what it is of follows it, or it needs no telling."""
    found = _WORD.findall(question)
    for place, word in enumerate(found):
        if word.lower() != "the":
            continue
        phrase = found[place + 1 :]
        nouns = list(takewhile(_in_noun, phrase[1:]))
        whole = [*phrase[:1], *nouns] or [""]
        following = [word for word in phrase[1 + len(nouns) :] if word != "the"]
        tied = following[:1] in (["of"], ["between"]) or (
            following[:1] and following[0] in _TYING and any(map(_is_name, following[1:2]))
        )
        yield whole, whole[-1] in _ANYWHERE or bool(tied) or any(map(_is_name, [*whole, *following[:1]]))


def _in_noun(word: str) -> bool:
    return word[0].islower() and word not in ENDS_NOUN and not is_finite(word)


def _is_name(word: str) -> bool:
    return word[:1].isupper()
