"""What people have removed and may put back for a while. Nobody sees it meanwhile, and a restart lets it go."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.errors import FootnoteError, UnknownSource
from assistant.places import Held, Scope, held

if TYPE_CHECKING:
    from assistant.local import LocalAssistant

_LEFT: dict[Scope, Scope] = {"own": "left.own", "all": "left.all"}
_BACK: dict[Scope, Scope] = {left: scope for scope, left in _LEFT.items()}
_log = logging.getLogger(__name__)


class Leaving:
    """Lets go of places, at once or later. Safe to use from threads."""

    def __init__(self, assistant: LocalAssistant) -> None:
        """What was left over when the last process ended goes now."""
        self._assistant = assistant
        self._timers: set[threading.Timer] = set()
        self._lock = threading.Lock()
        self._let_go([place for place in assistant.remembered() if _has_left(place)])

    def take(self, places: Iterable[Held], grace: float) -> None:
        """Take places from whoever holds them; in ``grace`` seconds they are gone for good."""
        left = [(place, replace(place, scope=_LEFT[place.scope])) for place in places]
        for place, gone in left:
            self._assistant.remember(str(gone), str(place))
        gone_places = [str(gone) for _, gone in left]
        if not grace:
            self._assistant.forget(gone_places)
            return
        timer = threading.Timer(grace, self._over, [gone_places])
        timer.daemon = True
        with self._lock:
            self._timers = {each for each in self._timers if each.is_alive()} | {timer}
            timer.start()

    def put_back(self, account_id: str, source_ids: Collection[str]) -> None:
        """Give an account back what it held of these sources. Raises UnknownSource for one that is gone for good."""
        for source_id in source_ids:
            theirs = [
                place
                for place in map(held, self._places_of(source_id))
                if place and place.holder == account_id and place.scope in _BACK
            ]
            if not theirs:
                raise UnknownSource("The document is gone for good. Add its file again.")
            for place in theirs:
                self._assistant.remember(str(replace(place, scope=_BACK[place.scope])), str(place))

    def close(self) -> None:
        """Let go of everything now."""
        with self._lock:
            for timer in self._timers:
                timer.cancel()
            self._timers.clear()
        self._let_go([place for place in self._assistant.remembered() if _has_left(place)])

    def _places_of(self, source_id: str) -> list[str]:
        return [place for place, id_ in self._assistant.remembered().items() if id_ == source_id]

    def _over(self, places: list[str]) -> None:
        try:
            self._let_go(places)
        except FootnoteError as error:
            _log.warning("What was removed goes when Footnote is next started: %s", error)

    def _let_go(self, places: list[str]) -> None:
        if places:
            self._assistant.forget(places)


def _has_left(place: str) -> bool:
    found = held(place)
    return found is not None and found.scope in _BACK
