"""Whose a document is, in words and for the scripts; and showing one's own to everybody or to nobody else."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from assistant.assistant import Assistant
from assistant.errors import NotAllowed
from assistant.people import PersonalAssistant, Standing
from ui import words
from ui.markup import filled, said


def standings_of(assistant: Assistant) -> Mapping[str, Standing]:
    """How whoever has this assistant stands to each document, by source id; nothing where nobody logs in."""
    return assistant.standings() if isinstance(assistant, PersonalAssistant) else {}


def share_with(assistant: Assistant, source: str, everybody: bool) -> None:
    """Show a document to everybody, or to nobody else. Raises NotAllowed, UnknownSource."""
    if not isinstance(assistant, PersonalAssistant):
        raise NotAllowed(words.NOT_SHARED)
    assistant.share(source, everybody)


def standing_mark(standing: Standing | None) -> str | None:
    """Which of its owner's choices a row offers: "own" (nobody else sees it), "shared", or "others" for none."""
    if standing is None:
        return None
    return ("shared" if standing.shared_by_me else "own") if standing.mine else "others"


def shared_words(standing: Standing | None) -> Markup | str | None:
    """Who else sees a document, or who showed it; None where there is nothing to say."""
    if standing is None:
        return None
    if standing.by:
        return filled(words.SHARED_BY, names=Markup(", ").join(map(said, standing.by)))
    return words.SHARED_BY_ME if standing.shared_by_me else None
