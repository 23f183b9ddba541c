"""Sources that were taken out and can be put back whole for a while.

The catalog lets go of them at once, so nothing answers from them, and it lists them as pending: should the process end
here, they are swept when the home is next opened. Until they are swept both indexes still hold what is theirs, so that
putting them back is one transaction of the catalog.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence

from assistant.errors import FootnoteError, UnknownSource
from assistant.library.catalog import Catalog
from assistant.library.rows import Rows
from assistant.records import Source

_log = logging.getLogger(__name__)


class Withdrawn:
    """What can still be put back, by source id. Safe to use from threads."""

    def __init__(self, catalog: Catalog, finish: Callable[[Sequence[str]], None]) -> None:
        """``finish`` is called with the id of each source whose time is over; it is to call ``let_go`` and sweep."""
        self._catalog, self._finish = catalog, finish
        self._held: dict[str, tuple[Rows, threading.Timer]] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, source_id: object) -> bool:
        return source_id in self._held

    def take(self, source_ids: Sequence[str], seconds: float) -> None:
        """Take sources out of the catalog and hold them. Raises UnknownSource, with nothing taken."""
        with self._lock:
            for id_, rows in zip(source_ids, self._catalog.take_out(source_ids), strict=True):
                timer = threading.Timer(seconds, self._over, [id_])
                timer.daemon = True
                self._held[id_] = rows, timer
                timer.start()

    def put_back(self, source_ids: Iterable[str]) -> list[Source]:
        """Put sources back as they were, and give them. Raises UnknownSource for one whose time is over."""
        back = []
        for id_ in source_ids:
            with self._lock:
                if id_ in self._held:
                    rows, timer = self._held[id_]
                    self._catalog.put_in(rows)
                    timer.cancel()
                    del self._held[id_]
            if not self._catalog.has(id_):
                raise UnknownSource("The document is gone for good, for its ten seconds are over. Add its file again.")
            back.append(self._catalog.source(id_))
        return back

    def let_go(self, source_ids: Iterable[str] | None = None) -> list[str]:
        """Hold these sources (None: any) no longer; gives the ids of those that were held and are now to be swept."""
        with self._lock:
            wanted = list(self._held) if source_ids is None else [id_ for id_ in source_ids if id_ in self._held]
            for id_ in wanted:
                _, timer = self._held.pop(id_)
                timer.cancel()
        return wanted

    def _over(self, source_id: str) -> None:
        try:
            self._finish([source_id])
        except FootnoteError as error:
            _log.warning("%s is removed, and is swept when the library is next opened: %s", source_id, error)
