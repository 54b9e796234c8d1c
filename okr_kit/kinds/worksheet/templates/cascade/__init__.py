"""cascade: from a superior's page to one's own, and on to the people below, added up again.

The bank's ``sheet`` says which steps are asked: ``above`` (what I take over), ``levels`` (three levels of a case, in
groups) or ``own`` (all three levels of one's own business).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .....documents import Document
from .....documents.base import TITLE
from .....documents.cascade import blank_cascade
from .....errors import ContentError
from .....files import need
from .....model import Exercise
from .....view import Node, beginning
from ...template import Check, Step
from ...work import Work
from . import above, levels, own
from .parts import StepList

if TYPE_CHECKING:
    from .....lang import Language
    from ....base import Context

MAKES: tuple[str, ...] = ("cascade",)
SHEETS: Mapping[str, StepList] = {"above": above, "levels": levels, "own": own}


def _sheet(exercise: Exercise) -> StepList:
    return SHEETS[str(exercise.settings["sheet"])]


def check_bank(exercise: Exercise, language: Language) -> None:
    """A sheet that there is, and what it needs."""
    del language
    if need(exercise.settings, "sheet", str, f"{exercise.slug}.toml") not in SHEETS:
        raise ContentError("content-key", file=f"{exercise.slug}.toml", key="sheet")
    _sheet(exercise).check_bank(exercise)


def materials(ctx: Context) -> tuple[str, ...]:
    """Those of the sheet."""
    return _sheet(ctx.exercise).MATERIALS


def carry(ctx: Context, material: str, given: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """What the learner has written before, taken over into one's own business."""
    return _sheet(ctx.exercise).carry(ctx, given) if material == "own" else ({}, {})


def steps(work: Work) -> tuple[Step, ...]:
    """The pages of the sheet."""
    return _sheet(work.ctx.exercise).steps(work)


def checks(work: Work) -> tuple[Check, ...]:
    """What the sheet checks."""
    return _sheet(work.ctx.exercise).checks(work)


def documents(work: Work) -> tuple[Document, ...]:
    """The nodes of the sheet, once something of one's own stands in them."""
    if not work.values:
        return ()
    nodes, exercise = _sheet(work.ctx.exercise).nodes(work), work.ctx.exercise
    origin = "own" if work.own else f"case:{exercise.slug}"
    title = beginning(work.text("own", "objective"), TITLE) or exercise.title
    return (blank_cascade(work.state["id"], nodes, origin=origin, title=title),)


def tile(work: Work) -> tuple[Node, ...]:
    """What a table's work comes to."""
    return _sheet(work.ctx.exercise).tile(work)
