"""Comparing what an answer says with what it should say. Pure functions on text.

Normalisation is that of SQuAD (Rajpurkar et al., 2016): lower case, without punctuation and without a, an, the; before
it, typographic quotes and dashes, accents and compatibility characters are made plain.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

from assistant.text import fold

_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = frozenset(("a", "an", "the"))
_JOINING = frozenset(
    "the of and for a an at in de del della der den di da do dos du la le van von bin ibn al el y e".split()
)
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_ITEM_MARK = re.compile(r"\s*(?:;|\n|,(?!\d)\s*(?:and|or)\b|,(?!\d)|\band\b)\s*")


def tokens(text: str) -> list[str]:
    """The normalised words of ``text`` in order."""
    return [token for token in fold(text).translate(_PUNCTUATION).split() if token not in _ARTICLES]


def exact_match(said: str, golds: Sequence[str]) -> float:
    """1.0 when ``said`` is one of ``golds`` after normalisation, else 0.0."""
    return float(any(tokens(said) == tokens(gold) for gold in golds))


def token_f1(said: str, golds: Sequence[str]) -> float:
    """The best F1 of shared words over ``golds``; two texts without words agree."""
    return max((_f1(tokens(said), tokens(gold)) for gold in golds), default=0.0)


def contains(said: str, golds: Sequence[str]) -> float:
    """1.0 when the words of one of ``golds`` stand in ``said`` one after another, else 0.0."""
    return float(any(_within(tokens(gold), tokens(said)) for gold in golds))


def rouge_l(said: str, golds: Sequence[str]) -> float:
    """ROUGE-L (Lin, 2004) over the normalised words: the best F1 over ``golds`` of the longest common subsequence."""
    return max((_longest_f1(tokens(said), tokens(gold)) for gold in golds), default=0.0)


def is_name(text: str) -> bool:
    """Whether ``text`` is a name and nothing else: every word has a capital, save "the", "of", "de la" and the like."""
    telling = [word for word in _WORD.findall(text) if word not in _JOINING]
    return bool(telling) and all(word[0].isupper() for word in telling)


def items(text: str) -> list[str]:
    """The items of a list written as prose: parted by commas, semicolons, line ends and “and”; none empty."""
    return [item for item in _ITEM_MARK.split(text) if tokens(item)]


def list_f1(said: str, golds: Sequence[str]) -> float:
    """The best F1 of items over the lists that ``golds`` stand for (see ``gold_lists``).

    A gold item is said when its words, or at least half of them as one item, stand in ``said``; a said item is right
    when it is one of those or part of one. Saying an item twice counts once.
    """
    return max((_item_f1(said, gold) for gold in gold_lists(golds)), default=0.0)


def holds_list(said: str, golds: Sequence[str]) -> float:
    """1.0 when every item of one of the lists that ``golds`` stand for stands in ``said``, else 0.0."""
    return float(any(all(contains(said, [item]) for item in gold) for gold in gold_lists(golds)))


def gold_lists(golds: Sequence[str]) -> list[list[str]]:
    """The lists that would be right: each gold, when each is a list of its own; else all golds together, one list."""
    lists = [items(gold) for gold in golds]
    return lists if all(len(each) > 1 for each in lists) else [list(golds)]


def says_yes(text: str) -> bool | None:
    """Whether the first word is yes or no; None when it is neither."""
    first = (tokens(text) or [""])[0]
    return {"yes": True, "no": False}.get(first)


def _f1(said: list[str], gold: list[str]) -> float:
    if not said or not gold:
        return float(said == gold)
    return 2 * (Counter(said) & Counter(gold)).total() / (len(said) + len(gold))


def _longest_f1(said: list[str], gold: list[str]) -> float:
    if not said or not gold:
        return float(said == gold)
    return 2 * _longest_common(said, gold) / (len(said) + len(gold))


def _longest_common(first: Sequence[str], second: Sequence[str]) -> int:
    """The length of the longest common subsequence, a row of its table at a time."""
    above = [0] * (len(second) + 1)
    for word in first:
        row = [0]
        for column, other in enumerate(second):
            row.append(above[column] + 1 if word == other else max(above[column + 1], row[column]))
        above = row
    return above[-1]


def _item_f1(said: str, gold: Sequence[str]) -> float:
    whole, wanted = tokens(said), [tokens(item) for item in gold]
    parts = list(dict.fromkeys(tuple(tokens(item)) for item in items(said)))
    found = [item for item in wanted if _within(item, whole) or any(_is_most_of(part, item) for part in parts)]
    # An item that holds an “and” of its own comes as two parts; both are right when the item is there.
    right = [part for part in parts if any(_within(part, item) or _within(item, part) for item in found)]
    if not found or not right:
        return 0.0
    precision, recall = len(right) / len(parts), len(found) / len(wanted)
    return 2 * precision * recall / (precision + recall)


def _is_most_of(part: Sequence[str], item: Sequence[str]) -> bool:
    return _within(part, item) and 2 * len(part) >= len(item)


def _within(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether ``part``, not empty, stands in ``whole`` as a run."""
    width = len(part)
    return width > 0 and any(list(whole[i : i + width]) == list(part) for i in range(len(whole) - width + 1))
