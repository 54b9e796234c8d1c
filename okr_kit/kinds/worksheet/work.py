"""What a worksheet holds now, as templates and screens read it; and the shape of its state.

State, beyond what every state has: ``at`` (a step's id, or ``end``), ``material`` (``case`` or ``own``); the sheet:
``id`` (of its document), ``values`` (``row.name`` to what was typed or chosen, several choices joined by commas), ``rows``
(list to the ids of added rows), ``made`` (how many rows were ever added), ``unsent`` (what was too long to take), ``results``
(step to what its last check said), ``hints``, ``notes`` (step to what the learner told the trainer), ``ended``; and
``others``, the sheets of other materials.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, TypeVar

from ...documents import Document
from ...lang import fill
from ...quantity import Quantity, entered, parse
from ..base import Context, State

if TYPE_CHECKING:
    from .template import Check, Entry, Step, Template

Made = TypeVar("Made")
END = "end"
NOTE = {"tone": str, "key": str, "params": {str: str}, "at": [str], "code": str}
SHEET = {
    "id": str,
    "values": {str: str},
    "rows": {str: [str]},
    "made": int,
    "unsent": {str: str},
    "results": {str: {"checks": {str: {"share": float, "open": bool, "notes": [NOTE]}}, "seen": {str: str}}},
    "hints": {str: int},
    "notes": {str: str},
    "ended": bool,
}
SHAPE = {"at": str, "material": str, **SHEET, "others": {str: SHEET}}
#: What templates work with, by its name in a state; where one stands, hints and notes change nothing of it.
READ = ("id", "material", "values", "rows", "given", "results")


@dataclass(frozen=True)
class Work:
    """A worksheet as it stands: the context, the state read by name, and what the template makes of it.

    What is worked out of the entries is worked out once for as long as they stay the same, by all that one call of a host
    does; it is only read.
    """

    ctx: Context
    state: State
    template: Template

    @cached_property
    def _known(self) -> dict[Hashable, Any]:
        """What was worked out of these entries already."""
        return self.ctx.worked_out({name: self.state[name] for name in READ})

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What ``make`` works out of the entries, kept under a key."""
        if key not in self._known:
            self._known[key] = make()
        found: Made = self._known[key]
        return found

    @property
    def steps(self) -> tuple[Step, ...]:
        """The pages as they are now."""
        return self.once("steps", lambda: self.template.steps(self))

    @property
    def checks(self) -> tuple[Check, ...]:
        """Everything that is checked, as it is now: grading takes longest of all, and is done for who hands a step in."""
        return self.once("checks", lambda: self.template.checks(self))

    @property
    def plan(self) -> tuple[Check, ...]:
        """Everything that is checked, as it stands while nothing is entered: what counts for what."""
        return self.once("plan", lambda: self.template.checks(self.after(values={})))

    @property
    def documents(self) -> tuple[Document, ...]:
        """What the template leaves on a shelf."""
        return self.once("documents", lambda: self.template.documents(self))

    @property
    def entries(self) -> dict[str, Entry]:
        """What is entered on all pages, by its name in a form (``row.name``)."""
        return {name: entry for step in self.steps for name, entry in step.entries.items()}

    def step(self, name: str) -> Step | None:
        """The page of that name."""
        return next((one for one in self.steps if one.id == name), None)

    def after(self, **changed: object) -> Work:
        """The same worksheet once something of its state has changed."""
        return replace(self, state={**self.state, **changed})

    @property
    def own(self) -> bool:
        """Whether it is filled in for the learner's own business."""
        return str(self.state["material"]) == "own"

    @property
    def given(self) -> Mapping[str, Document]:
        """The documents that it stands on, by type."""
        found: Mapping[str, Document] = self.state["given"]
        return found

    @cached_property
    def values(self) -> Mapping[str, str]:
        """What was entered, by ``row.name``."""
        found: Mapping[str, str] = self.state["values"]
        return found

    def text(self, row: str, name: str) -> str:
        """What was typed or chosen in an entry; empty where nothing was."""
        return self.values.get(f"{row}.{name}", "")

    def number(self, row: str, name: str) -> float | None:
        """The number typed in an entry, its scale multiplied in; None where there is none that can be read, or two (300-400)."""
        found = self.quantity(row, name)
        return found.value if found and found.high is None else None

    def quantity(self, row: str, name: str) -> Quantity | None:
        """The number typed in an entry with its unit."""
        return parse(self.text(row, name))

    def amount(self, row: str, name: str, unit: str) -> float | None:
        """The number typed in an entry, in the entry's ``unit`` (:func:`okr_kit.quantity.entered`)."""
        return entered(self.text(row, name), unit)

    def several(self, row: str, name: str) -> tuple[str, ...]:
        """The options chosen in an entry that takes several."""
        return tuple(filter(None, self.text(row, name).split(",")))

    def rows(self, name: str) -> list[str]:
        """The ids of the rows added to a list, in order."""
        return list(self.state["rows"].get(name, ()))

    def say(self, key: str, /, **params: object) -> str:
        """A sentence: of the bank's ``says`` where it has one of that key, else of the template's messages."""
        found = self.words(key, **params)
        return found if found is not None else self.ctx.lang.say(f"{self.ctx.exercise.kind}.{key}", **params)

    def words(self, key: str, /, **params: object) -> str | None:
        """The same, or None where there is no such sentence."""
        known = self.ctx.lang.messages
        said = known.get(f"{self.ctx.exercise.kind}.{key}") or known.get(f"worksheet.{key}")
        return self.ctx.own(key, **params) or (fill(said, params) if said else None)

    def with_values(self, values: Mapping[str, str]) -> Work:
        """The same work with other values in some entries."""
        return self.after(values={**self.values, **values})


def once(make: Callable[[Work], Made]) -> Callable[[Work], Made]:
    """What a template works out of a worksheet is worked out once, however often it is asked for; it is only read."""

    @wraps(make)
    def found(work: Work) -> Made:
        return work.once(make, lambda: make(work))

    return found
