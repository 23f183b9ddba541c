"""Names: runs of capitalised words, without the capital that only a sentence's beginning gives."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.facts.calendar import dates
from assistant.facts.fact import Fact
from assistant.text import STOPWORDS, fold

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+(?:[’'\-.&][^\W_]+)*\.?", re.UNICODE)
_POINTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?")
_JOINING = frozenset("of the de la del da do dos di van von der den bin ibn al el y e du des le af av for".split())
_TITLES = frozenset(
    """mr mrs ms miss dr prof professor president vice senator sen rep representative governor gov mayor minister prime
    secretary general gen colonel col captain capt lieutenant lt sergeant sgt judge justice sir dame lord lady king
    queen prince princess pope chancellor ambassador director chief ceo chairman chairwoman sheriff officer detective
    the former late st""".split()
)
_SHORT_TITLES = frozenset("mr mrs ms dr prof sen rep gov gen col capt lt sgt st jr sr".split())
# Words that often begin a sentence and are nobody's name.
_STARTERS = STOPWORDS | frozenset(
    """according additionally although however moreover meanwhile furthermore therefore thus hence yet still also since
    though despite unlike like within without toward towards among amid across along around behind beside besides beyond
    near upon via per every everyone everything someone something anyone anything nobody nothing none many much several
    some few fewer less most more another others either neither first second third last next later earlier early late
    recently currently previously finally eventually initially originally overall generally specifically notably
    officials experts analysts researchers scientists authorities police prosecutors critics supporters witnesses
    residents people workers students officers members lawmakers investigators doctors parents children men women
    companies police yesterday today tomorrow tonight now then again once twice never always often sometimes perhaps
    maybe indeed instead rather even only just one two three four five six seven eight nine ten eleven twelve half both
    yes no not please given based following including regarding concerning considering due because while when where why
    what who whose which how if unless until whether may might must shall let lets there here it its they i we you he
    she mr mrs ms dr answer source sources passage passages document documents article report""".split()
)
_BODIES = frozenset(
    """Academy Agency Army Association Bank Battle Board Bureau Center Centre Chamber Church City College Commission
    Committee Council Court Department Duchess Duke Federation House Institute Isle Kingdom Library Ministry Museum
    Office Organization Organisation Republic School Secretary Society State States Tower Treaty Union University
    War""".split()
)
_GAPS = (" ", "-", " & ")
_PLAIN_ENDINGS = ("ing", "ly", "tion", "tions", "ment", "ments", "ness", "ists", "ers", "ities")


def name_words(name: str) -> list[str]:
    """The words of a name that tell it apart: folded, without titles, joining words, points and possessives."""
    tokens = []
    for match in _TOKEN.finditer(name.replace("-", " ")):
        token = fold(match.group()).removesuffix("'s")
        tokens += [token.replace(".", "")] if _POINTED.fullmatch(token) else token.split(".")
    telling = [token for token in tokens if token and token not in _JOINING and token not in _TITLES]
    return telling or tokens


def _begins_sentence(text: str, at: int) -> bool:
    quoted = False
    while at > 0 and text[at - 1] in " \t\"“”‘’'«»([*_#•>-–—":
        quoted = quoted or text[at - 1] in '"“‘«'
        at -= 1
    if at == 0 or text[at - 1] in "\n.!?:;…|":
        return at == 0 or text[at - 1] != "." or not _abbreviated(text, at)
    return quoted and text[at - 1] == ","


def _abbreviated(text: str, at: int) -> bool:
    """Whether the point before ``at`` ends a title or an initial and not a sentence."""
    word = re.search(r"[^\W\d_]+$", text[max(0, at - 12) : at - 1])
    return word is not None and (
        fold(word.group()) in _SHORT_TITLES or (len(word.group()) == 1 and word.group().isupper())
    )


def _capitalised(word: str) -> bool:
    return word[0].isupper() and word != "I"


def _runs(text: str) -> list[list[re.Match[str]]]:
    """Capitalised words that stand together, joined over "of", "de la" and the like; a date parts them."""
    taken = {at for fact in dates(text) for at in range(fact.start, fact.end)}
    runs: list[list[re.Match[str]]] = []
    joining: list[re.Match[str]] = []
    open_run = False
    for match in _TOKEN.finditer(text):
        token = match.group()
        previous = joining[-1] if joining else (runs[-1][-1] if open_run else None)
        adjacent = previous is not None and text[previous.end() : match.start()] in _GAPS
        if adjacent and previous is not None and previous.group().endswith(".") and not _runs_on(text, previous):
            adjacent = False
        if match.start() in taken:
            open_run, joining = False, []
        elif _capitalised(token):
            if open_run and adjacent:
                runs[-1] += [*joining, match]
            else:
                runs.append([match])
            open_run, joining = not re.search(r"['’]s?\.?$", token), []
        elif open_run and adjacent and _may_join(token, runs[-1], joining):
            joining.append(match)
        else:
            open_run, joining = False, []
    return runs


def _may_join(word: str, run: list[re.Match[str]], joining: list[re.Match[str]]) -> bool:
    """ "Bank of America" and "Carlos de la Cruz" are one name each; "Jane Doe of Oxford" is two."""
    if joining:
        return word in _JOINING and len(joining) < 2
    return word in _JOINING and (word not in ("of", "for") or len(run) == 1 or run[-1].group() in _BODIES)


def _runs_on(text: str, token: re.Match[str]) -> bool:
    return bool(re.fullmatch(r"(?:[^\W\d_]\.)+", token.group())) or fold(token.group()[:-1]) in _SHORT_TITLES


def _trim(text: str, run: list[re.Match[str]]) -> tuple[list[re.Match[str]], bool]:
    """A run without titles and without a first word that is only a sentence's; and whether it is surely a name."""
    sure = True
    if _begins_sentence(text, run[0].start()):
        if fold(run[0].group()).rstrip(".") in _STARTERS:
            run = run[1:]
        elif len(run) == 1:
            token = run[0].group()
            sure = not token[1:].islower() or fold(token) in _within_sentences(text)
            if not sure and fold(token).endswith(_PLAIN_ENDINGS):
                run = []
    while run and (run[0].group() in _JOINING or fold(run[0].group()).rstrip(".") in _TITLES):
        run = run[1:]
    return run, sure


@lru_cache(maxsize=64)
def _within_sentences(text: str) -> frozenset[str]:
    """Capitalised words of the text that do not begin a sentence. Kept, for each lone word that does is held to it."""
    return frozenset(
        fold(match.group()).removesuffix("'s")
        for match in _TOKEN.finditer(text)
        if match.group()[0].isupper() and not _begins_sentence(text, match.start())
    )


@lru_cache(maxsize=4096)
def _names(text: str) -> tuple[Fact[str], ...]:
    found = []
    for whole in _runs(text):
        run, sure = _trim(text, whole)
        if not run or (len(run) == 1 and fold(run[0].group()) in STOPWORDS and not run[0].group().isupper()):
            continue
        start, end = run[0].start(), run[-1].end()
        value = re.sub(r"['’]s?$", "", text[start:end])
        value = value if re.search(r"(?:^|[\s.])[^\W\d_]\.$", value) else value.rstrip(".")
        if value:
            found.append(Fact(start, start + len(value), value, sure))
    return tuple(found)


def names(text: str) -> list[Fact[str]]:
    """The names in ``text`` as written, titles such as "President" left off.

    ``sure`` is False for a lone word that begins a sentence and that nothing else shows to be a name.
    """
    return list(_names(text))
