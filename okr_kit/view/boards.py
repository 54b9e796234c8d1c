"""Nodes of boards: rows that open, accounts, checks, trees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .node import Node
    from .texts import Tone


@dataclass(frozen=True, slots=True)
class Sum:
    """An account that is written out: 「北 375 + 东 490 + 南 340 = 1205 ≥ 1200　够」.

    ``parts`` is what is added (or multiplied), ``total`` what comes of it, ``against`` what it is held against, with its
    sign; ``words`` says how it stands; ``state`` is good, bad, warn (it depends) or info (a number is missing).
    """

    parts: str
    total: str = ""
    against: str = ""
    words: str = ""
    state: str = "info"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a board: a line that says what it holds, and opens to be filled in.

    ``note`` is where it comes from and goes to (「去年 300 → 375 万元」), ``aside`` what comes of it (「+25%」), ``track`` the
    same as two shares of a bar (0-1): what was, and what will be. ``says`` is what was written in it, in short. ``state``
    (bad, warn, info) is that of what was found in it, ``words`` says so. ``fixed``: it stands open and cannot be closed.
    """

    key: str
    title: str
    children: tuple[Node, ...] = ()
    open: bool = False
    note: str = ""
    aside: str = ""
    track: tuple[float, float] | None = None
    says: str = ""
    state: str = ""
    words: str = ""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Checks:
    """What is checked, side by side: its name, its tone (good, bad, warn), how it stands in words."""

    checks: tuple[tuple[str, Tone, str], ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """One box of a tree: its title, its number (「4000 → 4400 万」), a small line, and the boxes below it.

    ``state`` is good, bad, warn, info or now (the place in question), and ``note`` says it in words; both may be empty.
    """

    key: str
    title: str
    value: str = ""
    small: str = ""
    state: str = ""
    note: str = ""
    children: tuple[Branch, ...] = ()


def walk(branches: Iterable[Branch]) -> Iterator[tuple[int, Branch]]:
    """Every box with how far it lies below the first ones, those above before those below: a tree as lines."""
    todo = [(0, branch) for branch in branches][::-1]
    while todo:
        depth, branch = todo.pop()
        yield depth, branch
        todo += [(depth + 1, child) for child in branch.children][::-1]


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree of boxes that can be read as text: an indented list on a phone, boxes with lines where there is room."""

    roots: tuple[Branch, ...]
    caption: str = ""
