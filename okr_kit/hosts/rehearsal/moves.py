"""What a simulated learner does next on a screen: the one place that knows which buttons lead where.

It knows verbs, never exercises: taking the record, picking a case, answering, putting something into a worksheet, mending
what a check has found, tapping an observer's pad, going on. Nothing is pressed twice on the same step of the class.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

from ...view import Button, Choice
from ..store import log
from .mind import Mind
from .screen import Entry, Screen, Sheet

#: The ways on where no button is the main one: what was sent is not fine, and one goes on all the same.
FORTH = ("next", "add", "review", "finish")
#: The end of what is filled in or written.
ENDS = ("finish",)
#: How often somebody mends one thing, checks one step, taps on one step, adds rows to one list; how much he does in all.
MENDS, CHECKS, TAPS, ROWS, MOST = 2, 3, 12, 1, 150
#: How often somebody says something at his table about an item, or does not agree with a key; with the heading of his words.
REMARKS = {log.NOTE: (0.08, "note"), "disagree": (0.03, "disagree")}
#: How often an entry of a worksheet stays blank at first.
BLANKS = 0.1
#: How many entries of one's own worksheet are filled in before they are sent, and of a table's.
OWN, SHARED = 3, 1


class Move(NamedTuple):
    """One act: what is sent; ``key`` names what is done once alone on a step of the class."""

    do: str
    values: dict[str, str]
    fields: dict[str, Any]
    key: tuple[Any, ...] = ()


@dataclass
class Done:
    """What a learner has done in one piece of work on one step of the class."""

    stamp: int = -1
    pressed: set[tuple[Any, ...]] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    counts: Counter[tuple[str, ...]] = field(default_factory=Counter)
    acts: int = 0
    over: bool = False

    def once(self, *what: str, most: int = 1) -> bool:
        """Whether something was done less often than that; counts it."""
        self.counts[what] += 1
        return self.counts[what] <= most


@dataclass
class Moves:
    """One learner's way through one piece of work.

    ``able`` says whether he is to be right about an item now, in which vote; ``scribe`` whether the record is his to take.
    """

    mind: Mind
    rng: Random
    able: Callable[[str, int], bool]
    scribe: Callable[[], bool]
    done: Done = field(default_factory=Done)
    said: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)

    async def next(self, screen: Screen) -> Move | None:
        """What to do now; None while there is nothing."""
        if self.done.stamp != screen.stamp:
            self.done = Done(screen.stamp, left=self.done.left)
        for button in screen.buttons:
            if button.do == log.TAKE and not button.values.get("from") and self.scribe():
                return self._press(screen, button)
        if self.done.acts >= MOST:
            return None
        remark = self._remark(screen)
        if remark is not None or self.done.over:
            return remark
        return self._picked(screen) or await self._filled(screen) or self._tapped(screen) or self._onward(screen)

    def sent(self, move: Move) -> None:
        """It was sent: the class had not gone on meanwhile."""
        self.done.acts += 1
        self.done.over = self.done.over or move.do in ENDS
        if move.key:
            self.done.pressed.add(move.key)

    # -- buttons ------------------------------------------------------------------------------------------------------

    def _press(self, screen: Screen, button: Button, given: dict[str, Any] | None = None) -> Move | None:
        """Press a button, once on this step of the class."""
        key = (screen.item, button.do, *sorted(button.values.items()))
        return None if key in self.done.pressed else self._send(button, given or {}, key)

    def _send(self, button: Button, given: dict[str, Any], key: tuple[Any, ...] = ()) -> Move:
        return Move(button.do, dict(button.values), given, key)

    def _picked(self, screen: Screen) -> Move | None:
        """Of several cases one: that for which there are words."""
        rows = [one for one in screen.buttons if one.do == "pick" and one.style.split()[0] == "row"]
        if not rows or any("pick" in key for key in self.done.pressed):
            return None
        case = self.mind.ideas.case
        row = next((one for one in rows if case and case in one.values.values()), None) or self.rng.choice(rows)
        return self._press(screen, row)

    def _tapped(self, screen: Screen) -> Move | None:
        """The pad of who observes."""
        pads = [one for one in screen.buttons if one.do == "tap"]
        if not pads or not self.done.once("tap", screen.item, most=TAPS):
            return None
        return self._send(self.rng.choice(pads), {})

    def _onward(self, screen: Screen) -> Move | None:
        """The main button outside the forms; where there is none, a way on."""
        main = [one for one in screen.buttons if "main" in one.style.split() and one.do != log.TAKE]
        forth = sorted((one for one in screen.buttons if one.do in FORTH), key=lambda one: FORTH.index(one.do))
        last = f"-k{len(self.mind.ideas.sets.get(self.mind.ideas.case, {})) - 1}"  # there are no words for one more
        forth = [one for one in forth if not (one.do == "add" and screen.item.endswith(last))]
        return next((move for one in (*main, *forth) if (move := self._press(screen, one))), None)

    def _remark(self, screen: Screen) -> Move | None:
        """Now and then a line for the table, or that one does not agree."""
        buttons = (*(one for sheet in screen.sheets for one in sheet.buttons), *screen.folded)
        for do, (chance, heading) in REMARKS.items():
            button = next((one for one in buttons if one.do == do), None)
            if button is not None and self.done.once(do, screen.item) and self.rng.random() < chance:
                return self._send(button, {"note": self.rng.choice(self.mind.ideas.remarks(heading))})
        return None

    # -- forms --------------------------------------------------------------------------------------------------------

    async def _filled(self, screen: Screen) -> Move | None:
        """The first form in which something can be done."""
        for sheet in screen.sheets:
            move = await (self._put(screen, sheet) if sheet.form.auto else self._answered(screen, sheet))
            if move is not None:
                return move
        return None

    async def _answered(self, screen: Screen, sheet: Sheet) -> Move | None:
        """A form that is sent as a whole: filled in and sent; mended where it was not fine; or past it, where it is in."""
        send = sheet.main or sheet.hand
        if send is None or send.shows or send.confirm or send.do == log.NOTE:
            return None
        if not send.submit:
            return self._press(screen, send)
        seat = _seat(screen, sheet, send)
        if not sheet.values:
            given = seat or await self._thought(screen, sheet, send)
            return self._press(screen, send, given)
        move = self._press(screen, send, sheet.values)
        if move is None and screen.complains and self.done.once("mend", screen.item, send.do, most=MENDS):
            given = seat or await self.mind.answer(screen, sheet, send, right=self._right(screen), but=sheet.values)
            return self._send(send, given)
        return move

    async def _thought(self, screen: Screen, sheet: Sheet, send: Button) -> dict[str, Any]:
        """An answer; in a second vote who does not change his mind gives the same again."""
        number = screen.desk.ctx.live.round(screen.item)
        before, able = self.said.get((screen.item, 1)), self._right(screen)
        if number > 1 and before is not None and able == self.able(screen.item, 1):
            return before
        given = await self.mind.answer(screen, sheet, send, right=able)
        self.said[screen.item, number] = given
        return given

    def _right(self, screen: Screen) -> bool:
        return self.able(screen.item, screen.desk.ctx.live.round(screen.item))

    # -- worksheets ---------------------------------------------------------------------------------------------------

    async def _put(self, screen: Screen, sheet: Sheet) -> Move | None:
        """A worksheet: entry by entry, a row more, then check, mend, on."""
        blank = [one for one in sheet.entries if not one.value and one.node.name not in self.done.left]
        if blank:
            return await self._entered(screen, sheet, blank)
        more = next((one for one in sheet.inside if one.do == "add"), None)
        wanted = ROWS if sheet.entries else 2 * ROWS
        if more is not None and self.rng.random() < 0.5 and self.done.once("add", screen.item, most=wanted):
            return self._send(more, {})
        main = sheet.main
        if main is None:
            return None
        if main.shows:
            return await self._mended(screen, sheet, main)
        if main.do == "grade" and not self.done.once("grade", screen.item, most=CHECKS):
            return None
        return self._send(main, {})

    async def _entered(self, screen: Screen, sheet: Sheet, blank: list[Entry]) -> Move | None:
        """The next blank entries; one that nothing comes to mind for, or that may wait, stays blank."""
        given: dict[str, Any] = {}
        for entry in blank:
            skip = self.rng.random() < BLANKS and ("keep", entry.node.name) not in self.done.counts
            able = self.able(entry.node.name, 1)
            value = None if skip else await self.mind.entered(screen, sheet, entry, right=able)
            if value in (None, "", []):
                self.done.left.add(entry.node.name)
                continue
            given[entry.node.name] = value
            if len(given) == (SHARED if screen.place.group_no else OWN):
                break
        if not given:
            return await self._put(screen, sheet)
        return self._send(Button("", sheet.form.auto), given)

    async def _mended(self, screen: Screen, sheet: Sheet, main: Button) -> Move | None:
        """What a check has found: filled in where it was blank, another value where one comes to mind, else on as it is."""
        if main.shows in self.done.left:
            self.done.left.discard(main.shows)
            self.done.counts["keep", main.shows] += 1
            blank = [one for one in sheet.entries if one.node.name == main.shows and not one.value]
            if blank:
                return await self._entered(screen, sheet, blank)
        if self.done.once("mend", screen.item) and self.able(f"{screen.item}/mend", 1):
            better = await self.mind.better(screen, sheet)
            if better:
                return self._send(Button("", sheet.form.auto), better)
        return self._send(sheet.hand, {}) if sheet.hand is not None else None


def _seat(screen: Screen, sheet: Sheet, send: Button) -> dict[str, str]:
    """The first seat that leaves nobody on two: the groups of a table fill one after the other, each in the order of its seats."""
    if send.do != "sit":
        return {}
    asked = next(one.node for one in sheet.entries if isinstance(one.node, Choice))
    taken = {f"{one['group']}.{one['seat']}" for one in screen.desk.ctx.around or ()}
    free = [one.value for one in asked.options if one.value not in taken]
    mine = min(free or [one.value for one in asked.options], key=lambda value: value.partition(".")[0])
    return {asked.name: mine}
