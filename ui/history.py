"""Conversations are kept in the reader's own browser. What comes back is read as strictly as any stranger's."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.records import Turn
from ui.chat import TurnView, stopped

_VIEW = TypeAdapter(TurnView)
_TURNS = TypeAdapter(list[Turn])
_KEPT_TURNS = 50  # earlier questions that a new one may lean on


def dump(view: TurnView) -> dict[str, Any]:
    """A turn as plain values, to be kept by the browser."""
    return dict(_VIEW.dump_python(view, mode="json"))


def load(value: Any) -> TurnView | None:
    """A turn that a browser kept, None if it is not whole; one that was cut off while it ran is stopped."""
    try:
        return stopped(_VIEW.validate_python(value))
    except ValidationError:
        return None


def load_turns(values: Any) -> tuple[Turn, ...]:
    """The earlier turns that a browser sends with a question; none of them if they are not what they should be."""
    try:
        return tuple(_TURNS.validate_python(values))[-_KEPT_TURNS:]
    except ValidationError:
        return ()
