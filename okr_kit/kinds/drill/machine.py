"""The machine behind every exercise that asks one item after another: spot, name, sort.

A *sheet* (one of those modules) says what is asked of an item and how an answer is marked; everything else, the draw,
tries, hints, partial credit, certainty, 换一组, start over, is here once. The screens are in :mod:`.screen` and :mod:`.summary`.

State, beyond what every state has: ``round``; ``draw`` (item ids of this round), ``seen`` (of earlier rounds); ``at``
(an item id, or ``summary``); ``best``, once a round was done and another begun, the best result (see :mod:`.work`);
``items`` = id to ``{tries: [{answer, raw}], hints, done, sure, note}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from ...errors import ActionError, ContentError
from ...model import Exercise
from ...view import Node
from ..base import Action, Context, Focus, Kind, Outcome, State, fields, value
from . import paper, screen, summary
from .changed import without
from .draw import deal
from .sheet import Part, Sheet
from .work import SHAPE, best, result, work

if TYPE_CHECKING:
    from ...lang import Language

#: Learner notes to the trainer, and typed answers, are cut here, in characters.
LONGEST_NOTE, LONGEST_ANSWER = 500, 200
MOST_TRIES = 9


@dataclass(frozen=True)
class Drill(Kind):
    """A kind made of one sheet."""

    sheet: Sheet
    shape = SHAPE

    def check(self, exercise: Exercise, language: Language) -> None:
        """Check the draw and every item of a bank file."""
        wanted = {"draw": len(exercise.items), "tries": MOST_TRIES}
        for key, most in wanted.items():
            number = exercise.settings.get(key, 2 if key == "tries" else None)
            if key == "draw" and type(number) is int and number > most:
                raise ContentError("content-draw", file=f"{exercise.slug}.toml", draw=number, most=most)
            if type(number) is not int or not 0 < number <= most:
                raise ContentError("content-key", file=f"{exercise.slug}.toml", key=key)
        self.sheet.check(exercise, language)

    def start(self, ctx: Context, state: State) -> State:
        """Draw the first round."""
        state |= {"round": 0, "seen": [], "items": {}}
        return self._deal(ctx, state)

    def act(self, ctx: Context, state: State, action: Action, at: int) -> State:
        """Carry out one of: answer, hint, reveal, next, back, go, disagree, restart, redraw, summary."""
        del at
        do = str(action["do"])
        steps = {
            "answer": self._answer,
            "hint": self._hint,
            "reveal": self._reveal,
            "disagree": self._disagree,
            "go": self._go,
        }
        if do in steps:
            name = value(action, "item") or str(state["at"])
            if name not in state["draw"]:
                raise ActionError("action-unknown", do=do)
            return steps[do](ctx, state, action, name)
        if do in ("next", "back"):
            return _turn(state, 1 if do == "next" else -1)
        if do == "summary":
            return {**state, "at": "summary"}
        if do == "restart":
            return {**_cleared(state), "at": state["draw"][0]}
        if do == "redraw":
            state |= {"round": state["round"] + 1, "seen": [*state["seen"], *state["draw"]]}
            return self._deal(ctx, _cleared(state))
        raise ActionError("action-unknown", do=do)

    def view(self, ctx: Context, state: State) -> tuple[Node, ...]:
        """One item, or the summary."""
        if state["at"] == "summary":
            return summary.page(ctx, self.sheet, state)
        return screen.item_screen(ctx, self.sheet, state, self.parts(ctx, state, state["at"]))

    def paper(self, ctx: Context) -> tuple[Node, ...]:
        """The first items of the bank, as many as a round has."""
        return paper.page(ctx, self.sheet)

    def without_gone(self, ctx: Context, state: State) -> tuple[State, int]:
        """The round with the items that are still there; another round where none is."""
        if not super().fits(ctx, state):
            return state, 0
        new, gone = without(state, ctx.exercise.items)
        if gone and not new["draw"]:
            new = self._deal(ctx, _cleared({**state, "round": state["round"] + 1, "seen": new["seen"]}))
        return new, gone

    def fits(self, ctx: Context, state: Mapping[str, Any]) -> bool:
        """Besides its shape: every item it speaks of is still in the bank."""
        if not super().fits(ctx, state) or not state["draw"]:
            return False
        for mine in state["items"].values():
            if (mine["done"] and not mine["tries"]) or not all(0 <= one["raw"] <= 1 for one in mine["tries"]):
                return False
        return set(state["draw"]) <= set(ctx.exercise.items) and state["at"] in (*state["draw"], "summary")

    def focus(self, ctx: Context, state: State) -> Focus:
        """The item in hand; its first question can be voted on, if it has options."""
        name = state["at"]
        if name == "summary":
            return Focus(name)
        parts = self.parts(ctx, state, name)
        done = work(state, name)["done"]
        asked = screen.choice(ctx, self.sheet, name, parts[0], {}, done=done) if parts[0].options else None
        return Focus(name, screen.sentence(ctx.exercise.items[name]), asked)

    def settled(self, ctx: Context, state: State, item: str) -> bool:
        """An item of this round is open until it is done."""
        del ctx
        return item not in state["draw"] or bool(work(state, item)["done"])

    def outcome(self, ctx: Context, state: State) -> Outcome:
        """Mean points over the draw; done once every item of a round was."""
        draw, last, top = state["draw"], state["last"], best(state)
        done = [name for name in draw if work(state, name)["done"]]
        tried = any(work(state, name)["tries"] for name in draw)
        return Outcome(
            score=result(state)["score"] if tried else None,
            progress=len(done) / len(draw),
            done=top is not None,
            answered=len(done),
            total=len(draw),
            codes=tuple(last.get("codes", ())),
            graded=bool(last.get("graded")),
            notice=str(last.get("notice", "")),
            best=top["score"] if top else None,
        )

    def parts(self, ctx: Context, state: State, name: str) -> tuple[Part, ...]:
        """The questions of an item as this learner sees them, in a seeded order."""
        rng = Random(f"{state['seed']}/{state['round']}/{name}")  # noqa: S311 - a seeded shuffle, not a secret
        return self.sheet.parts(ctx, ctx.exercise.items[name], rng)

    def _deal(self, ctx: Context, state: State) -> State:
        state["draw"] = deal(ctx.exercise, self.sheet, state["seed"], state["round"], state["seen"])
        state["at"] = state["draw"][0]
        return state

    def _answer(self, ctx: Context, state: State, action: Action, name: str) -> State:
        item, given, mine = ctx.exercise.items[name], fields(action), work(state, name)
        answer: dict[str, str] = {}
        for part in self.parts(ctx, state, name):
            if part.when is None or answer.get(part.when[0]) == part.when[1]:
                answer[part.name] = part.value(given.get(part.name, ""))[:LONGEST_ANSWER]
        raw = self.sheet.mark(item, answer)
        if mine["done"] or raw is None:
            state["last"]["notice"] = "" if mine["done"] else f"exercise.{screen.key_of(ctx, 'pick-first')}"
            unsent = {"unsent": answer, "sure": mine["sure"] or given.get("sure", "")}
            return _keep(state, name, mine | unsent if not mine["done"] else mine)
        mine["tries"] = [*mine["tries"], {"answer": answer, "raw": raw}]
        mine["sure"] = mine["sure"] or given.get("sure", "")
        mine["done"] = raw == 1 or len(mine["tries"]) >= int(ctx.exercise.settings.get("tries", 2))
        mine.pop("unsent", None)
        state["last"] |= {"graded": True, "codes": [] if raw == 1 else self.sheet.codes(item)[:1], "item": name}
        return _keep(state, name, mine)

    def _hint(self, ctx: Context, state: State, action: Action, name: str) -> State:
        del action
        mine = work(state, name)
        most = len(ctx.exercise.items[name].get("hints", ()))
        return _keep(state, name, mine | {"hints": min(most, mine["hints"] + 1)})

    def _reveal(self, ctx: Context, state: State, action: Action, name: str) -> State:
        del ctx, action
        mine = work(state, name)
        if not mine["tries"]:
            raise ActionError("action-unknown", do="reveal")
        return _keep(state, name, mine | {"done": True})

    def _disagree(self, ctx: Context, state: State, action: Action, name: str) -> State:
        del ctx
        mine, note = work(state, name), fields(action).get("note", "")[:LONGEST_NOTE]
        if not mine["tries"]:
            raise ActionError("action-unknown", do="disagree")
        state["last"] |= {"notice": "exercise.disagree-sent", "item": name, "note": note}
        return _keep(state, name, mine | {"disagree": True, "note": note})

    def _go(self, ctx: Context, state: State, action: Action, name: str) -> State:
        del ctx, action
        return {**state, "at": name}


def _cleared(state: State) -> State:
    """The state without the answers of its round; what they were worth is kept if the round was done."""
    top = best(state)
    return {**state, "items": {}, "spent": 0, **({"best": top} if top else {})}


def _turn(state: State, step: int) -> State:
    """Go to the next or previous item; past the last one is the summary."""
    draw = state["draw"]
    place = (draw.index(state["at"]) if state["at"] in draw else len(draw)) + step
    return {**state, "at": draw[max(0, place)] if place < len(draw) else "summary"}


def _keep(state: State, name: str, mine: Mapping[str, Any]) -> State:
    return {**state, "at": name, "items": {**state["items"], name: dict(mine)}}
