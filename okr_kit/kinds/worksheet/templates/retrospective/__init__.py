"""retrospective: one key result looked back on in five steps (AAR+), its causes, what is to be done, what flows back.

It is filled in for one's own (``own``), for the bank's ``case`` (``text``, ``baseline``, ``target``, ``unit``, ``type``,
``material`` in lines), or pasted as one ``text``. The names of the steps are the course's (``policy.retrospective_steps``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .....errors import ContentError
from .....files import need
from .....model import Exercise
from .....shape import fits
from .....view import Node, Text
from ...template import Step
from ...work import Work
from . import before, ends, five, readers, whole
from .checks import checks
from .document import documents
from .key_result import CASE, FIELDS, OWN, WHOLE
from .parts import ACTIONS, CAUSES

if TYPE_CHECKING:
    from .....lang import Language
    from ....base import Context

__all__ = ["MAKES", "carry", "check_bank", "checks", "documents", "materials", "steps", "tile"]

MAKES: tuple[str, ...] = ("retrospective", "todo")


def check_bank(exercise: Exercise, language: Language) -> None:
    """The case: a key result with its numbers, and what is known of it."""
    del language
    file = f"{exercise.slug}.toml"
    known = need(exercise.settings, CASE, dict, file)
    for key in FIELDS:
        need(known, key, str, file, CASE)
    if not fits(known.get("material"), [str]):
        raise ContentError("content-key", file=file, key=f"{CASE}.material")


def materials(ctx: Context) -> tuple[str, ...]:
    """One's own first; the case beside it; what was written already as one text."""
    del ctx
    return (OWN, CASE, WHOLE)


def carry(ctx: Context, material: str, given: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """A first cause and a first action to be filled in."""
    del ctx, given
    return {}, {} if material == WHOLE else {CAUSES: ["r1"], ACTIONS: ["r2"]}


def steps(work: Work) -> tuple[Step, ...]:
    """Which key result; what became of the last actions; the five steps, or the text; the next cycle; two readers."""
    pages = whole.steps(work) if work.state["material"] == WHOLE else (*before.steps(work), *five.steps(work))
    first, *rest = pages
    return (
        replace(first, take=lambda: readers.standing(work)),
        *rest,
        replace(readers.step(work), take=lambda: ends.flows(work)),
    )


def tile(work: Work) -> tuple[Node, ...]:
    """How many of the steps say something: a figure, and no word of it."""
    done = sum(any(work.values.get(name) for name in step.entries) for step in work.steps)
    return (Text((work.say("tile", n=done, total=len(work.steps)),)),)
