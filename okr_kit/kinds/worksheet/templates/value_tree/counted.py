"""A tree with what it comes to: the numbers of its boxes, and a layer as an account that is written out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from .....documents import subject
from .....formula import Trouble
from .....model import ValueTree
from .....rollup import TOLERANCE, Rollup, fits
from .....sensitivity import Worths
from .....units import dimension
from .....view import Sum
from ...work import Work
from . import boxes
from .boxes import Box, figure


@dataclass(frozen=True)
class Counted:
    """A tree with what it comes to: the numbers of its boxes now (``value``) and within reach (``reach``), by id."""

    work: Work
    root: Box

    @staticmethod
    def of(work: Work, root: Box) -> Counted:
        """The same for the same box, as long as the entries stay the same."""
        return work.once(
            ("counted", id(root)), lambda: Counted(work, root)
        )  # which holds the box, so that its id stays

    @cached_property
    def noun(self) -> ValueTree:
        """What is graded."""
        found: ValueTree = subject(boxes.document(self.work, self.root, origin="own", title=""))
        return found

    @cached_property
    def rollup(self) -> Rollup:
        """The arithmetic of every box."""
        return Rollup(self.noun)

    @cached_property
    def worths(self) -> Worths:
        """What its leaves are worth."""
        return Worths(self.rollup)

    @cached_property
    def now(self) -> dict[str, float | None]:
        """The numbers as they are."""
        return self.rollup.numbers()

    @cached_property
    def then(self) -> dict[str, float | None]:
        """The numbers once every leaf is where it can get; what is wanted of a box above is no part of it."""
        leaves = (node for node in self.rollup.nodes if not node.children)
        return self.rollup.numbers(given={node.id: node.reach.value for node in leaves if node.reach})

    @property
    def fits(self) -> bool:
        """Whether the number on top is what its boxes make, as far as the printed digits of all of them tell."""
        return fits(self.noun.root, self.rollup.how[self.root["id"]]) is True

    def numbers(self, which: str) -> dict[str, float | None]:
        """One of the two."""
        return self.then if which == "reach" else self.now

    def known(self, name: str) -> bool:
        """Whether a leaf's number leads to the one on top: no box on the way lacks one beside it."""
        above = self.rollup.path(name)
        return all(
            isinstance(self.rollup.how[one.id].value(one, [self.now[child.id] for child in one.children]), float)
            for one in above
        )

    def made(self, which: str) -> float | Trouble | None:
        """What the boxes below the top come to; None where one has no number, or nothing joins them."""
        found = self.numbers(which)
        return self.rollup.how[self.root["id"]].value(
            self.noun.root, [found[child.id] for child in self.noun.root.children]
        )


def account(work: Work, root: Box, which: str = "value", *, least: int = 1, joins: bool = True) -> Sum:
    """「312 次 × 3.2 小时 = 998.4 小时　对得上」: a layer by its numbers now, or by those within reach against the goal.

    ``least`` is how many boxes a layer has to have before anything is said of it, ``joins`` whether it is known how they
    are joined.
    """
    children, counted = root["children"], Counted.of(work, root)
    texts = [_text(counted, child, which) for child in children] + ["？"] * (least - len(children))
    parts = _signed(root, texts) if joins and len(children) >= least else "　".join(texts)
    if len(children) < least:
        return Sum(parts, words=work.say("account-few" if children or least > 1 else "account-none"))
    if not joins:
        return Sum(parts, words=work.say("account-no-joins"))
    made, found = counted.made(which), counted.numbers(which)
    if made is None and (missing := [one for one in boxes.leaves(root) if found[one["id"]] is None]):
        return Sum(parts, words=work.say("account-missing", n=len(missing)))
    if len(units := _added(root)) > 1:
        return Sum(parts, words=work.say("account-mixed", units=work.say("and").join(units)), state="bad")
    if made is None or isinstance(made, Trouble):
        return Sum(parts, words=work.say("account-unreadable"), state="bad" if made else "info")
    return _against(work, root, Sum(parts), made, which)


def _added(root: Box) -> list[str]:
    """The units, of different things, of boxes that are to be added."""
    if root.get("formula") not in (None, boxes.joined("plus", root["children"], "")):
        return []
    units = [found.unit for one in root["children"] if (found := boxes.read(one)) and found.unit]
    return list({dimension(unit) or unit: unit for unit in units}.values())


def _against(work: Work, root: Box, shown: Sum, made: float, which: str) -> Sum:
    """The account held against the number that stands above it, or within reach against the one that is wanted."""
    like, stated = boxes.said(root), boxes.read(root, "reach" if which == "reach" else "value")
    total = figure(made, like)
    if stated is None:
        return Sum(shown.parts, total, words=work.say("account-no-root"))
    off, other = figure(abs(made - stated.value), like), figure(stated.value, like, bare=True)
    if which == "reach":
        down, enough = falls(root), reached(root, made)
        sign = ("≤" if enough else ">") if down else ("≥" if enough else "<")
        words = work.say("account-enough") if enough else work.say("account-short", n=off)
        return Sum(shown.parts, total, f"{sign} {other}", words, "good" if enough else "warn")
    if abs(made - stated.value) <= TOLERANCE * max(abs(made), abs(stated.value)):
        return Sum(shown.parts, total, "", work.say("account-fits"), "good")
    if Counted.of(work, root).fits:
        return Sum(shown.parts, total, f"≈ {other}", work.say("account-rounded"), "good")
    less = made < stated.value
    words = work.say("account-less" if less else "account-more", n=off)
    return Sum(shown.parts, total, f"≠ {other}", words, "info" if less else "bad")


def falls(root: Box) -> bool:
    """Whether the number on top is to become smaller."""
    now, goal = boxes.read(root), boxes.read(root, "reach")
    return now is not None and goal is not None and goal.value < now.value


def reached(root: Box, made: float) -> bool:
    """Whether that is as good as the number wanted; what rounding leaves over counts for nothing."""
    goal = boxes.read(root, "reach")
    if goal is None:
        return False
    slack = 1e-9 * max(abs(made), abs(goal.value))
    return made <= goal.value + slack if falls(root) else made >= goal.value - slack


def _signed(root: Box, texts: list[str]) -> str:
    """The numbers of a layer, joined as its boxes are; a formula of one's own stands as it was typed."""
    formula = str(root.get("formula", ""))
    for joins, sign in boxes.SIGNS.items():
        if formula == boxes.joined(joins, root["children"], ""):
            return f" {sign} ".join(texts)
    return formula or " + ".join(texts)


def _text(counted: Counted, one: Box, which: str) -> str:
    """A box in an account: its number, or its name where the number is still to be asked for."""
    number = counted.numbers(which)[one["id"]]
    if one["children"] and number is not None:
        return figure(number, boxes.said(one))
    said = (boxes.said(one, "reach") if which == "reach" else "") or boxes.said(one)
    return said if boxes.read(one) else f"{one['name']}{counted.work.say('still-asked')}" if one["name"] else "？"


def line(account: Sum) -> str:
    """An account as one line."""
    return " = ".join(filter(None, (account.parts, account.total)))
