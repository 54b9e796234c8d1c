"""How a simulated learner decides what to enter: several ideas, what each would be worth, and one of them taken.

Worth is asked of the engine: it carries the act out on a copy of the state and is asked how that would stand once the
class had seen the keys. Between two ideas others have their turn, so that nobody's thinking holds the class up.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from ... import engine
from ...engine import Outcome
from ...errors import OkrKitError
from ...live import ALL, Live
from ...view import Button, Choice
from .ideas import Ideas
from .screen import Entry, Screen, Sheet

#: How many ways to fill a form come to mind, and how often one tries to think of another.
WAYS, TRIES = 24, 60
#: How sure one is of an answer, asked under this name; who is right is sure more often (weights of 1-3).
SURE = "sure"
CERTAIN = {True: (2, 5, 6), False: (4, 4, 3)}
#: As the work would stand once the class had seen every key.
SEEN = Live("over", keyed=frozenset({ALL}))


@dataclass(frozen=True)
class Mind:
    """One learner's way to think about one exercise."""

    ideas: Ideas
    rng: Random

    async def answer(
        self, screen: Screen, sheet: Sheet, send: Button, *, right: bool, but: Any = None
    ) -> dict[str, Any]:
        """Every entry of a form filled in: rightly, or otherwise; not as in ``but``."""
        best: dict[str, Any] | None = None
        top = float("-inf")
        others: list[tuple[float, dict[str, Any]]] = []
        for given in self._ways(screen, sheet, send):
            if given == but:
                continue
            worth = self.worth(screen, send, given)
            others.append((worth, given))
            if worth > top:
                best, top = given, worth
            await asyncio.sleep(0)
        if best is None:
            return sheet.values
        wrong = [given for worth, given in others if 0 <= worth < top]
        chosen = best if right or not wrong else wrong[0]
        return chosen | self._certainty(sheet, right=chosen is best)

    def _ways(self, screen: Screen, sheet: Sheet, send: Button) -> Iterator[dict[str, Any]]:
        """Ways to fill a form, each once, the likeliest first."""
        seen = set[str]()
        for _ in range(TRIES):
            given: dict[str, Any] = {}
            for entry in sheet.entries:
                asked = entry.node.when
                if entry.node.name == SURE or (asked is not None and given.get(asked[0]) != asked[1]):
                    continue
                found = self.ideas.of(entry, screen.item, screen.words, send)
                if found:
                    choice = isinstance(entry.node, Choice)
                    given[entry.node.name] = found[0] if choice else self.rng.choice(found)
            key = json.dumps(given, sort_keys=True)
            if key not in seen:
                seen.add(key)
                yield given
            if len(seen) == WAYS:
                return

    def _certainty(self, sheet: Sheet, *, right: bool) -> dict[str, str]:
        """How sure one is, where it is asked."""
        asked = next((one.node for one in sheet.entries if one.node.name == SURE), None)
        if not isinstance(asked, Choice):
            return {}
        weights = CERTAIN[right][: len(asked.options)]
        return {SURE: self.rng.choices([one.value for one in asked.options], weights)[0]}

    async def entered(self, screen: Screen, sheet: Sheet, entry: Entry, *, right: bool) -> Any:
        """What to enter in one entry of a worksheet; nothing where nothing comes to mind."""
        found = self.ideas.of(entry, screen.item, screen.words)
        if not found:
            return None
        if not right:
            return self.rng.choice(found)
        worths = []
        for one in found:
            worths.append(self._checked(screen, sheet, {entry.node.name: one}))
            await asyncio.sleep(0)
        return self.rng.choice([one for one, worth in zip(found, worths, strict=True) if worth == max(worths)])

    async def better(self, screen: Screen, sheet: Sheet) -> dict[str, Any]:
        """One entry of a worksheet that would stand better with another value; nothing where no idea helps."""
        top, found = self._checked(screen, sheet, {}), dict[str, Any]()
        for entry in self.rng.sample(sheet.entries, len(sheet.entries)):
            for one in self._others(screen, entry):
                worth = self._checked(screen, sheet, {entry.node.name: one})
                if worth > top:
                    top, found = worth, {entry.node.name: one}
                await asyncio.sleep(0)
            if found:
                return found
        return found

    def _others(self, screen: Screen, entry: Entry) -> Iterator[Any]:
        """Other values of an entry: of several options each one more or less."""
        if isinstance(entry.node, Choice) and entry.node.many:
            mine = list(entry.value)
            for option in entry.node.options:
                yield [one for one in mine if one != option.value] if option.value in mine else [*mine, option.value]
            return
        yield from (one for one in self.ideas.of(entry, screen.item, screen.words) if one != entry.value)

    def _checked(self, screen: Screen, sheet: Sheet, given: Mapping[str, Any]) -> float:
        """What a worksheet would be worth with that in it, once its step is checked."""
        main = sheet.main
        check = main if main is not None and main.do == "grade" else Button("", "grade", {"step": screen.item})
        return self.worth(screen, check, given)

    def worth(self, screen: Screen, send: Button, given: Mapping[str, Any]) -> float:
        """What an act would come to: how much is right of it, how far the work is; below 0 where it would not be taken."""
        desk = screen.desk
        action = {"do": send.do, "values": dict(send.values), "fields": dict(given)}
        try:
            after = engine.act(desk.ctx, desk.state, action, desk.ctx.now)
        except OkrKitError:
            return -1.0
        stands = engine.outcome(replace(desk.ctx, mode="own", live=SEEN), after)
        if stands.notice:  # it was incomplete, or could not be read
            return -0.5
        voted = [ballot for ballot in engine.ballots(desk.ctx, after) if ballot.item == screen.item]
        right = max(voted, key=lambda ballot: ballot.round).right if voted else None
        return _points(stands) + 100 * (right or 0.0)


def _points(stands: Outcome) -> float:
    return float(stands.score or 0) + 100 * stands.progress
