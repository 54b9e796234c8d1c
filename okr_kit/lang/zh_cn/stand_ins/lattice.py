"""How well a stretch of Chinese text can be read as ordinary words, with a stretch of it taken as a name and without.

Each run of Chinese characters has a cheapest way to be cut into words. A name stands in it where the cheapest way through
the name costs less: 王总|部署 beside 王|总部|署. Both ends of a run are looked at, so that each question costs the same
however long a text is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from ....fold import fold
from .vocabulary import LONGEST, UNKNOWN, Vocabulary

HAN = "一-鿿㐀-䶿"
_RUN = re.compile(f"[{HAN}]+")


def folded(text: str) -> str:
    """A text as names are looked for in it: folded, and each wide blank as a gap between columns."""
    return fold(text.replace("\u3000", "\t"))


class Lattice:
    """The runs of a folded text. Costs of a run are made when first asked for."""

    def __init__(self, text: str, words: Vocabulary) -> None:
        """Find the runs."""
        self.text = text
        self._words = words.words
        self.runs = [found.span() for found in _RUN.finditer(text)]
        self._starts = [start for start, _ in self.runs]
        self._costs: dict[int, tuple[list[int], list[int]]] = {}

    def run_at(self, place: int) -> tuple[int, int] | None:
        """The run that holds a place."""
        at = bisect_right(self._starts, place) - 1
        return self.runs[at] if at >= 0 and place < self.runs[at][1] else None

    def margin(self, start: int, end: int, cost: int) -> int:
        """How much cheaper a run is with that stretch as one word of that cost; negative where it is dearer.

        A stretch that leaves its run (a blank in a name) is asked only what it costs itself.
        """
        run = self.run_at(start)
        if run is None or end > run[1]:
            return UNKNOWN - cost
        ahead, behind = self._of(run)
        at = run[0]
        return ahead[-1] - ahead[start - at] - cost - behind[end - at]

    def plain(self, start: int, end: int) -> int:
        """What the cheapest words of a stretch cost, cut at its ends."""
        return self._forward(self.text[start:end])[-1]

    def cut(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The cheapest words of a stretch, from its end to its start."""
        piece = self.text[start:end]
        ahead = self._forward(piece)
        at = len(piece)
        while at:
            for size in range(1, min(LONGEST, at) + 1):
                word = self._words.get(piece[at - size : at], UNKNOWN if size == 1 else None)
                if word is not None and ahead[at - size] + word == ahead[at]:
                    yield start + at - size, start + at
                    at -= size
                    break

    def _of(self, run: tuple[int, int]) -> tuple[list[int], list[int]]:
        known = self._costs.get(run[0])
        if known is None:
            piece = self.text[run[0] : run[1]]
            known = self._costs[run[0]] = self._forward(piece), self._backward(piece)
        return known

    def _forward(self, piece: str) -> list[int]:
        """What the cheapest words from the start to each place cost."""
        costs, get = [0], self._words.get
        for end in range(1, len(piece) + 1):
            best = costs[end - 1] + get(piece[end - 1], UNKNOWN)
            for start in range(end - 2, max(-1, end - LONGEST - 1), -1):
                word = get(piece[start:end])
                if word is not None and costs[start] + word < best:
                    best = costs[start] + word
            costs.append(best)
        return costs

    def _backward(self, piece: str) -> list[int]:
        """What the cheapest words from each place to the end cost."""
        size, get = len(piece), self._words.get
        costs = [0] * (size + 1)
        for start in range(size - 1, -1, -1):
            best = costs[start + 1] + get(piece[start], UNKNOWN)
            for end in range(start + 2, min(size, start + LONGEST) + 1):
                word = get(piece[start:end])
                if word is not None and costs[end] + word < best:
                    best = costs[end] + word
            costs[start] = best
        return costs
