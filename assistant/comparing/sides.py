"""A comparison taken apart: what to ask about each of the two things, and which way the answer goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_POSSESSIVE = re.compile(r"(?:'s|’s|(?<=s)['’])$")
_BEHIND = re.compile(r"(?P<name>(?!(?:the|an?) )\w[^,]*?) (?P<rest>(?:in|at|on|during|for|from) [^,]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things compared: its name as it was asked with, and the question about it alone."""

    name: str
    question: str


@dataclass(frozen=True, slots=True)
class Sides:
    """Two things that a question compares.

    ``greater``: whether the one with the greater figure, or the later date, is meant. ``claim``: it is asked whether
    that is the first one; otherwise, which of them it is.
    """

    first: Side
    second: Side
    greater: bool
    claim: bool = False


def sides(names: Sequence[str], asked: Callable[[str], str], greater: bool, claim: bool = False) -> Sides | None:
    """The two things of these names, each asked about by ``asked``; None where they are the same."""
    first, second = (Side(_POSSESSIVE.sub("", name), asked(name)) for name in names)
    return Sides(first, second, greater, claim) if first.name.casefold() != second.name.casefold() else None


def shared(match: re.Match[str]) -> tuple[str, str, str]:
    """The two names, and what is said behind the second of both: "Ada" than "Otto in Rome" is about Rome."""
    behind = _BEHIND.fullmatch(match["b"])
    if behind is None or _BEHIND.fullmatch(match["a"]):
        return match["a"], match["b"], ""
    return match["a"], behind["name"], behind["rest"]


def is_possessive(name: str) -> bool:
    """Whether what is compared belongs to the one named: "Ada's" or "the tenants’"."""
    return _POSSESSIVE.search(name) is not None


def joined(*parts: str) -> str:
    """The parts as a question, white space put right."""
    return " ".join(" ".join(parts).split()) + "?"
