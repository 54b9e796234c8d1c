"""value_tree: a number taken apart into numbers, level by level, until somebody can do something about them.

Two boards share it. With ``layers`` in the bank file a tree is put together from slips (``slip_…``); without, a learner or
a table draws one of their own (``own_…``). What both need is in :mod:`.boxes`, :mod:`.counted` and :mod:`.told`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .....documents import Document
from .....model import Exercise
from .....view import Node
from ...template import Check, Step
from ...work import Work
from . import own_checks, own_pages, own_tree, slip_checks, slip_pages, slip_tree

if TYPE_CHECKING:
    from .....lang import Language
    from ....base import Context

MAKES: tuple[str, ...] = ("value_tree",)


@dataclass(frozen=True)
class Board:
    """One of the two: its material, what it begins with, and its part of each function below."""

    material: str
    rows: Mapping[str, list[str]]
    check_bank: Callable[[Exercise], None]
    steps: Callable[[Work], tuple[Step, ...]]
    checks: Callable[[Work], tuple[Check, ...]]
    documents: Callable[[Work], tuple[Document, ...]]
    tile: Callable[[Work], tuple[Node, ...]]


SLIPS = Board(
    "case", {}, slip_tree.check_bank, slip_pages.steps, slip_checks.checks, slip_tree.documents, slip_pages.tile
)
OWN = Board(
    "own", own_tree.ROWS, own_tree.check_bank, own_pages.steps, own_checks.checks, own_tree.documents, own_pages.tile
)


def _board(exercise: Exercise) -> Board:
    return SLIPS if "layers" in exercise.settings else OWN


def check_bank(exercise: Exercise, language: Language) -> None:
    """What its board needs."""
    del language
    _board(exercise).check_bank(exercise)


def materials(ctx: Context) -> tuple[str, ...]:
    """The slips are a case, the other is the learner's own."""
    return (_board(ctx.exercise).material,)


def carry(ctx: Context, material: str, given: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The rows that there are from the beginning; a number on the shelf is read where it is shown."""
    del material, given
    return {}, {name: list(rows) for name, rows in _board(ctx.exercise).rows.items()}


def steps(work: Work) -> tuple[Step, ...]:
    """The pages of its board."""
    return _board(work.ctx.exercise).steps(work)


def checks(work: Work) -> tuple[Check, ...]:
    """What its board checks."""
    return _board(work.ctx.exercise).checks(work)


def documents(work: Work) -> tuple[Document, ...]:
    """The tree, once there is one."""
    return _board(work.ctx.exercise).documents(work)


def tile(work: Work) -> tuple[Node, ...]:
    """What the class may see of it."""
    return _board(work.ctx.exercise).tile(work)
