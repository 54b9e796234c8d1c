"""The proposals of 「课前计划」 as boxes: what, why, taken or not, how many minutes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ipywidgets as widgets

from ...plan import Choice
from ..survey.decisions import MOST_MINUTES, Decision
from . import look


class Box:
    """One proposal. ``taken`` and ``minutes`` are what she sets; ``said`` says what became of a number that cannot be."""

    def __init__(
        self, one: Decision, chosen: Choice, say: Callable[..., str], changed: Callable[[str, Choice], None]
    ) -> None:
        """Show it as it was ``chosen``; ``changed`` hears of each change."""
        self.one, self.say, self.changed = one, say, changed
        options = [(say("before.plan-take"), True), (say("before.plan-leave"), False)]
        self.taken = widgets.ToggleButtons(options=options, value=chosen.taken, layout=look.wide())
        self.taken.add_class("okr-choice")
        self.minutes = widgets.IntText(
            one.minutes if chosen.minutes is None else chosen.minutes, description=say("before.plan-minutes"),
            style={"description_width": "initial"}, layout=widgets.Layout(width="180px"),
        )  # fmt: skip
        self.said, self._mending = look.block(), False
        self.taken.observe(lambda _: self._tell(), "value")
        self.minutes.observe(lambda change: self._count(int(change["new"])), "value")
        words = look.block(look.head(one.title), look.para(one.reason))
        row = widgets.HBox([self.taken, *([self.minutes] if one.minutes else [])])
        self.box = look.stack(words, row, self.said)

    def _count(self, found: int) -> None:
        """Take the number, or the nearest that can be, and say so."""
        if self._mending:
            return
        able = max(0, min(MOST_MINUTES, found))
        key = "plan-most" if found > able else "plan-least"
        told = [look.para(self.say(f"before.{key}", n=found, most=MOST_MINUTES), "bad")] if found != able else []
        look.show(self.said, *told)
        self._mending = True  # what is set here is no word of hers
        self.minutes.value = able
        self._mending = False
        self._tell()

    def _tell(self) -> None:
        self.changed(self.one.id, Choice(bool(self.taken.value), int(self.minutes.value) if self.one.minutes else None))


def stack(
    decisions: Sequence[Decision],
    chosen: Mapping[str, Choice],
    say: Callable[..., str],
    changed: Callable[[str, Choice], None],
) -> tuple[widgets.VBox, dict[str, Box]]:
    """All of them one below the other, below :func:`lead`."""
    boxes = {one.id: Box(one, chosen.get(one.id, Choice()), say, changed) for one in decisions}
    return look.stack(look.block(lead(decisions, chosen, say)), *(one.box for one in boxes.values())), boxes


def lead(decisions: Sequence[Decision], saved: Mapping[str, Choice], say: Callable[..., str]) -> str:
    """What holds as long as she does nothing: what was saved, or all of them."""
    return look.para(say("before.plan-lead-saved") if saved else say("before.plan-lead", n=len(decisions)))
