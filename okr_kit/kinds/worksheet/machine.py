"""The machine of every worksheet: what is entered is kept at once, a step is checked when it is handed in.

A *template* says what is asked and how it is checked; everything else, keeping, adding rows, hints, the end, another
material, is here once. The screens are in :mod:`.screen`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import documents
from ...documents import Document
from ...errors import ActionError
from ...model import Exercise
from ...view import Node
from ..base import Action, Context, Entered, Focus, Kind, Outcome, State
from . import acts, checking, paper, renewal, rows, screen
from .template import Template
from .work import END, SHAPE, Work

if TYPE_CHECKING:
    from ...lang import Language


@dataclass(frozen=True)
class Worksheet(Kind):
    """A kind made of one template."""

    template: Template
    shape = SHAPE
    follows = True
    gone_words = "gone-entries"

    @property
    def makes(self) -> tuple[str, ...]:  # type: ignore[override]
        """The template's documents."""
        return self.template.MAKES

    def check(self, exercise: Exercise, language: Language) -> None:
        """What the template needs."""
        self.template.check_bank(exercise, language)

    def work(self, ctx: Context, state: State) -> Work:
        """A state as the template and the screens read it."""
        return Work(ctx, state, self.template)

    def start(self, ctx: Context, state: State) -> State:
        """The first step of the first material."""
        return acts.begin(ctx, self.template, {**state, "others": {}}, self.template.materials(ctx)[0], state["since"])

    def act(self, ctx: Context, state: State, action: Action, at: int) -> State:
        """Carry out one of: put, go, add, drop, up, down, grade, next, hint, disagree, finish, pick, restart."""
        do = str(action["do"])
        if do not in acts.STEPS:
            raise ActionError("action-unknown", do=do)
        if closed(ctx) and do != "go":
            raise ActionError("live-closed")
        return acts.STEPS[do](self.work(ctx, state), action, at)

    def keep(self, ctx: Context, state: State, action: Action, at: int) -> State:
        """What stood in the form of a step when the class went on: taken over, without a check."""
        return acts.put(self.work(ctx, state), action, at)

    def renewed(self, ctx: Context, state: State, before: Mapping[str, Any]) -> State:
        """What the newest documents say stands where nothing was entered yet."""
        old, new = (self.template.carry(ctx, state["material"], given) for given in (before, state["given"]))
        after = renewal.renewed(state, old, new)
        work = self.work(ctx, after)
        return after if after["at"] == END or work.step(after["at"]) else {**after, "at": work.steps[0].id}

    def view(self, ctx: Context, state: State) -> tuple[Node, ...]:
        """A step, or the end; read only once the class's time is up."""
        return screen.page(self.work(ctx, state), closed=closed(ctx))

    def paper(self, ctx: Context) -> tuple[Node, ...]:
        """Every step with lines to write on."""
        return paper.page(self.work(ctx, self.blank(ctx)))

    def blank(self, ctx: Context) -> State:
        """A state in which nothing was entered."""
        return self.start(ctx, {"seed": 0, "since": 0, "given": {}, "last": {}})

    def fits(self, ctx: Context, state: Mapping[str, Any]) -> bool:
        """Besides its shape: it stands on a step that there is, for a material that there is."""
        if not super().fits(ctx, state) or state["material"] not in self.template.materials(ctx):
            return False
        return state["at"] == END or self.work(ctx, dict(state)).step(state["at"]) is not None

    def without_gone(self, ctx: Context, state: State) -> tuple[State, int]:
        """After the bank has changed: on a step that there is; how many entries have left it, whose words stay as they are."""
        if state["bank"] == ctx.exercise.version:
            return state, 0
        work = self.work(ctx, state)
        here = state["at"] if state["at"] == END or work.step(state["at"]) else work.steps[0].id
        return {**state, "at": here, "bank": ctx.exercise.version}, len(state["values"].keys() - work.entries.keys())

    def focus(self, ctx: Context, state: State) -> Focus:
        """The step in hand, and what its members can vote on."""
        return screen.focus(self.work(ctx, state))

    def outcome(self, ctx: Context, state: State) -> Outcome:
        """How many checks hold; the score is that of what was handed in, done once it was finished."""
        best = next((one for one in _sheets(state) if one["ended"]), state)
        found = checking.standing(self.work(ctx, best))
        last, fine = state["last"], sum(one.share == 1 for one in found)
        graded = bool(best["results"]) and ctx.mode == "own"
        return Outcome(
            score=checking.score(found) if graded else None,
            progress=1.0 if best["ended"] else fine / (len(found) + 1),
            done=bool(best["ended"]),
            answered=fine,
            total=len(found),
            codes=tuple(last.get("codes", ())),
            graded=bool(last.get("graded")),
            notice=str(last.get("notice", "")),
        )

    def board(self, ctx: Context, state: State) -> tuple[Entered, ...]:
        """What was entered, entry by entry, in words."""
        work = self.work(ctx, state)
        return tuple(
            Entered(" ".join(filter(None, (row.title, entry.label))), said, typed=not entry.chosen)
            for step in work.steps
            for row in step.rows
            for entry in row.entries
            if (said := rows.words(work, row, entry))
        )

    def tally(self, ctx: Context, states: tuple[State, ...]) -> tuple[tuple[Node, ...], ...]:
        """Every table's tile."""
        return tuple(self.template.tile(self.work(ctx, state)) for state in states)

    def documents(self, ctx: Context, state: State) -> tuple[Document, ...]:
        """What the template makes of it, of each material."""
        found = (doc for sheet in _sheets(state) for doc in self.work(ctx, sheet).documents)
        return tuple(doc for doc in found if not documents.blank(doc))


def _sheets(state: State) -> list[State]:
    """The sheet in hand, then those of the other materials, each as the state that it would be."""
    return [state, *({**state, **other, "material": name} for name, other in state["others"].items())]


def closed(ctx: Context) -> bool:
    """Whether the class's time for it is up: what was entered stays, nothing new is taken."""
    return ctx.live.silent and ctx.live.phase != "task"
