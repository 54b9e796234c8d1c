"""Soon after the last action, the visible file holds it: one checkpoint for all that was committed within a moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

#: Seconds from an action to the checkpoint that takes it along, and to another try after one that did not get through.
SOON, AGAIN = 0.3, 2.0


class Settling:
    """A thread that calls ``settle`` a moment after ``soon()``, and a last time when it is stopped."""

    def __init__(self, settle: Callable[[], bool]) -> None:
        """``settle`` returns False if it did not get through."""
        self._settle = settle
        self._asked, self._over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="store-settling", daemon=True)
        self._thread.start()

    def soon(self) -> None:
        """There is something to settle."""
        self._asked.set()

    def now(self) -> None:
        """Settle in the caller's thread; what does not get through is tried again."""
        if not self._settle():
            self._asked.set()

    def stop(self) -> None:
        """Settle what is left and end; returns when that is done."""
        self._over.set()
        self._asked.set()
        self._thread.join()
        self._settle()

    def _run(self) -> None:
        wait = SOON
        while not self._over.is_set():
            self._asked.wait()
            if self._over.wait(wait):
                return
            self._asked.clear()
            try:
                through = self._settle()
            except RuntimeError:  # Python itself is ending; a store that nobody closed has all in its log
                return
            wait = SOON if through else AGAIN
            if not through:
                self._asked.set()
