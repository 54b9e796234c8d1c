"""The observer's pad: a log of taps, and what it comes to. All of it follows from the taps and their moments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import ActionError
from .script import Pad as Asked

Tap = Mapping[str, Any]
SHAPE = [{"at": int, "do": str, "what": str, "page?": str, "made?": int, "round?": int}]
#: Taps of one pad: one a second for a quarter of an hour.
MOST = 900
#: Begins a stretch that is timed, or ends it: one place to tap, so that it can be found without a network too.
TURN = "turn"
#: Digits of a moment, and of what names a page.
LONGEST = 15
MINUTE = 60_000
#: So long a tap may have waited for the network: longer than a talk; what a page says beyond it is no time of this talk.
LONGEST_WAIT = 20 * MINUTE


@dataclass(frozen=True)
class Noted:
    """What a pad says.

    ``counts`` by mark; ``spoken`` milliseconds without the stretch that goes on, which began ``since`` (0: nobody is timed
    now); the ``stages`` that were ticked, who was ``first`` to name an action, the moment of the ``last`` tap.
    """

    counts: Mapping[str, int]
    spoken: int = 0
    since: int = 0
    stages: frozenset[str] = frozenset()
    first: str = ""
    last: int = 0

    @property
    def minutes(self) -> float:
        """Minutes that were spoken; a stretch that nobody ended counts until the last tap."""
        return (self.spoken + (max(0, self.last - self.since) if self.since else 0)) / MINUTE


def noted(taps: Iterable[Tap]) -> Noted:
    """Add up the taps in their order."""
    counts, stages, spoken, since, first, last = Counter[str](), set[str](), 0, 0, "", 0
    for tap, at in _timed(list(taps)):
        do, what, last = tap["do"], tap["what"], at
        if do == "mark":
            counts[what] += 1
        elif do == "stage":
            stages ^= {what}
        elif do == "first":
            first = "" if first == what else what
        else:
            spoken, since = (spoken + at - since, 0) if since else (spoken, at)
    return Noted(counts, spoken, since, frozenset(stages), first, last)


def _timed(taps: list[Tap]) -> Iterator[tuple[Tap, int]]:
    """Each tap with when it was made, as far as that can be known.

    ``at`` is when it arrived; those that waited for the network arrive together, and what went by between them only the
    page knows on which they were made (``page``, ``made`` in its own milliseconds). The one that waited least tells how
    its milliseconds lie to ours.
    """
    offsets: dict[str, int] = {}
    for tap in taps:
        if "made" in tap:
            lies = tap["at"] - tap["made"]
            offsets[tap["page"]] = min(lies, offsets.get(tap["page"], lies))
    before = 0
    for tap in taps:
        made = tap["made"] + offsets[tap["page"]] if "made" in tap else tap["at"]
        before = max(before, made, tap["at"] - LONGEST_WAIT)
        yield tap, before


def of_round(taps: Iterable[Tap], number: int) -> list[Tap]:
    """Those of one round of the play."""
    return [tap for tap in taps if tap.get("round", 1) == number]


def rounds(taps: Iterable[Tap]) -> list[list[Tap]]:
    """Those of each round in which anything was tapped: each is a pad of its own."""
    known = list(taps)
    return [of_round(known, number) for number in sorted({tap.get("round", 1) for tap in known})]


def tapped(asked: Asked, taps: list[dict[str, Any]], tap: Tap) -> list[dict[str, Any]]:
    """The taps with one more. Raises ActionError for one that the pad does not have, and for one too many."""
    known = {
        "mark": {name for name, _ in asked.marks},
        "stage": {str(n) for n in range(5)} if asked.stages else set(),
        "first": set(asked.first),
        "say": {TURN} if asked.timed else set(),
    }
    if tap["what"] not in known.get(tap["do"], set()):
        raise ActionError("action-unknown", do=tap["do"])
    if len(taps) >= MOST:
        raise ActionError("action-unfit", do=tap["do"])
    return [*taps, dict(tap)]
