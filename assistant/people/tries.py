"""How often a wrong password may be tried: counted in memory, by person and address, by address, and by person."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

WITHIN = 300.0  # seconds in which tries are counted
_ONE_FROM_ONE = 5  # tries of one name from one address
_FROM_ONE = 30  # tries of any names from one address: a family or an office may share it
_OF_ONE = 60  # tries of one name from anywhere
_KEPT = 10_000  # counts; the oldest go, so that no flood of names fills the memory

_Key = tuple[str, str]


class Tries:
    """Counts tries. Safe to use from threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._times: OrderedDict[_Key, deque[float]] = OrderedDict()

    def begin(self, name: str, address: str) -> float:
        """Count a try before it is made, so that many at once are counted too.

        Gives 0, or how many seconds to wait; a try that has to wait is not to be made, and is not counted.
        """
        limits = {(name, address): _ONE_FROM_ONE, ("", address): _FROM_ONE, (name, ""): _OF_ONE}
        with self._lock:
            now = self._clock()
            wait = max(self._wait(key, limit, now) for key, limit in limits.items())
            if wait == 0:
                for key in limits:
                    self._times.setdefault(key, deque()).append(now)
                    self._times.move_to_end(key)
                while len(self._times) > _KEPT:
                    self._times.popitem(last=False)
        return wait

    def succeeded(self, name: str, address: str) -> None:
        """The last try was right: it and what was mistyped before count no longer against this name from here."""
        with self._lock:
            self._times.pop((name, address), None)
            for key in ((name, ""), ("", address)):
                if self._times.get(key):
                    self._times[key].pop()

    def _wait(self, key: _Key, limit: int, now: float) -> float:
        times = self._times.get(key)
        if times is None:
            return 0.0
        while times and times[0] <= now - WITHIN:
            times.popleft()
        return 0.0 if len(times) < limit else times[0] + WITHIN - now
