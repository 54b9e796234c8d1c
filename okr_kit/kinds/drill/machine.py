"""The machine behind every exercise that asks one item after another: spot, name, sort.

A *sheet* (one of those modules) says what is asked of an item and how an answer is marked; everything else, the draw,
tries, hints, partial credit, certainty, 换一组, start over, is here once. The screens are in :mod:`.screen` and :mod:`.summary`.

State, beyond what every state has: ``round``; ``draw`` (item ids of this round), ``seen`` (of earlier rounds); ``at``
(an item id, or ``summary``); ``best``, once a round was done and another begun, the best result (see :mod:`.work`);
``items`` = id to ``{tries: [{answer, raw}], hints, done, sure, note}``, and where answers are only noted ``vote`` and
``again`` (:mod:`.votes`); ``handed`` how often a round that says nothing before its end was handed in, and how many were ``right`` then; ``opened`` the
items that a table opened though all agree on them; ``votes`` what was noted in rounds before, ``anew`` that such a round
began after class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ...errors import ContentError
from ...model import Exercise
from ...tally import Ballot, Choices
from ...view import Card, Node
from ..base import Action, Context, Entered, Focus, Kind, Outcome, State, slips, value
from . import acts, board, paper, screen, step, summary, votes
from .changed import without
from .draw import deal
from .form import choice
from .items import check_always, drawable, sentence
from .sheet import Part, Sheet, asked, parts_of
from .votes import as_of, at_table, quiet
from .words import pick
from .work import SHAPE, answers, best, finished, noted, result, work

if TYPE_CHECKING:
    from ...lang import Language

MOST_TRIES = 9
#: Settings of an exercise that have a few values, the first of them the usual one.
ONE_OF: Mapping[str, tuple[object, ...]] = {
    "feedback": ("now", "end"),
    "pace": ("self", "class"),
    "group": (False, True, "only"),
    "order_of_items": ("", "fixed"),
    "blank": (False, True),
    "redo": (False, True),
}
#: When a class leaves an item out, unless the trainer picks it.
LEAVE = ("", "class", "short")


@dataclass(frozen=True)
class Drill(Kind):
    """A kind made of one sheet."""

    sheet: Sheet
    shape = SHAPE

    def check(self, exercise: Exercise, language: Language) -> None:
        """Check the draw and every item of a bank file."""
        wanted = {"draw": (len(drawable(exercise)),) * 2, "tries": (2, MOST_TRIES)}
        for key, (usual, most) in wanted.items():
            number = exercise.settings.get(key, usual)
            if key == "draw" and type(number) is int and number > most:
                raise ContentError("content-draw", file=f"{exercise.slug}.toml", draw=number, most=most)
            if type(number) is not int or not 0 < number <= most:
                raise ContentError("content-key", file=f"{exercise.slug}.toml", key=key)
        for key, known in ONE_OF.items():
            if exercise.settings.get(key, known[0]) not in known:
                raise ContentError("content-key", file=f"{exercise.slug}.toml", key=key)
        for name, item in exercise.items.items():
            if item.get("leave", "") not in LEAVE:
                raise ContentError("content-key", file=f"{exercise.slug}.toml", key=f"{name}.leave")
        check_always(exercise, exercise.settings.get("draw", len(drawable(exercise))))
        board.check(exercise)
        self.sheet.check(exercise, language)

    def start(self, ctx: Context, state: State) -> State:
        """Draw the first round."""
        state |= {"round": 0, "seen": [], "items": {}}
        return self._deal(ctx, state)

    def act(self, ctx: Context, state: State, action: Action, at: int) -> State:
        """Carry out one of: answer, hint, reveal, next, back, go, disagree, redo, restart, redraw, summary, hand-in."""
        del at
        do = str(action["do"])
        name = value(action, "item") or str(as_of(ctx, self.sheet, state)["at"])
        acts.check(ctx, self.sheet, state, do, name)
        if do == "redraw":
            state |= {"round": state["round"] + 1, "seen": [*state["seen"], *state["draw"]]}
            return self._deal(ctx, acts.cleared(ctx, self.sheet, state))
        return acts.STEPS[do](ctx, self.sheet, state, name, action)

    def keep(self, ctx: Context, state: State, action: Action, at: int) -> State:
        """What was picked and not sent when the class went on."""
        del at
        name = value(action, "item")
        return acts.keep(ctx, self.sheet, state, name, action) if name in ctx.exercise.items else state

    def view(self, ctx: Context, state: State) -> tuple[Node, ...]:
        """One item, or the summary; in class what its step shows."""
        now = as_of(ctx, self.sheet, state)
        page = step.page(ctx, self.sheet, now) if ctx.live.silent else None
        if page is not None:
            return page
        if now["at"] == "summary":
            return summary.page(ctx, self.sheet, now)
        return screen.item_screen(ctx, self.sheet, now, self.parts(ctx, now, now["at"]))

    def paper(self, ctx: Context) -> tuple[Node, ...]:
        """The first items of the bank, as many as a round has."""
        return paper.page(ctx, self.sheet)

    def cards(self, ctx: Context) -> tuple[Card, ...]:
        """A slip for each item that a round is made of, but for those that ask something of their own."""
        items = {name: ctx.exercise.items[name] for name in drawable(ctx.exercise)}
        return slips({name: item for name, item in items.items() if "bins" not in item})

    def without_gone(self, ctx: Context, state: State) -> tuple[State, int]:
        """The round with the items that are still there; another round where none is."""
        if not super().fits(ctx, state):
            return state, 0
        new, gone = without(state, ctx.exercise.items)
        if gone and not new["draw"]:
            top = best(state)
            another = {**state, "round": state["round"] + 1, "seen": new["seen"], "items": {}, "spent": 0}
            new = self._deal(ctx, another | ({"best": top} if top else {}))
        return new, gone

    def fits(self, ctx: Context, state: Mapping[str, Any]) -> bool:
        """Besides its shape: every item it speaks of is still in the bank."""
        if not super().fits(ctx, state) or not state["draw"]:
            return False
        for mine in state["items"].values():
            if (mine["done"] and not mine["tries"]) or not all(0 <= one["raw"] <= 1 for one in answers(mine)):
                return False
        return set(state["draw"]) <= set(ctx.exercise.items) and state["at"] in (*ctx.exercise.items, "summary")

    def focus(self, ctx: Context, state: State) -> Focus:
        """The item in hand; its first question can be voted on, if one option is picked there."""
        now = as_of(ctx, self.sheet, state)
        name = now["at"]
        if name == "summary":
            return Focus(name)
        parts, done = self.parts(ctx, now, name), bool(work(now, name)["done"])
        closed = done or (ctx.live.silent and not ctx.live.takes(name, table=at_table(ctx)))
        single = bool(parts[0].options) and not parts[0].several
        asked = choice(ctx, self.sheet, name, parts[0], {}, done=done) if single else None
        return Focus(name, sentence(ctx.exercise.items[name]), replace(asked, disabled=closed) if asked else None)

    def settled(self, ctx: Context, state: State, item: str) -> bool:
        """An item of this round is open until it is done, or answered where nothing more than that can be done now.

        While the tables decide, nothing of the key can be seen there, and nobody can answer alone any more.
        """
        now = as_of(ctx, self.sheet, state)
        mine = work(now, item)
        if ctx.exercise.together or (ctx.live.silent and ctx.live.side == "table"):
            return True
        return item not in now["draw"] or bool(mine["done"]) or (quiet(ctx) and noted(mine))

    def decided(self, ctx: Context, state: State) -> frozenset[str]:
        """What is done; once that is all there is to talk about, also what needs no talk as all agree on it."""
        now = as_of(ctx, self.sheet, state)
        done = frozenset(name for name in now["draw"] if work(now, name)["done"])
        return done | ctx.agreed if finished(now) else done

    def outcome(self, ctx: Context, state: State) -> Outcome:
        """Mean points over the draw; done once every item of a round was, in class once each is answered.

        What is only noted has no score, and neither has what the class does item by item.
        """
        now, live, last = as_of(ctx, self.sheet, state), ctx.live, state["last"]
        draw, works = now["draw"], [work(now, name) for name in now["draw"]]
        answered = sum(mine["done"] or noted(mine) if quiet(ctx) else mine["done"] for mine in works)
        paced = live.silent and live.pace == "class"
        top = best(state if paced or (live.silent and not finished(now)) else now)
        tried = any(mine["tries"] for mine in works) and not (paced or (quiet(ctx) and not finished(now)))
        return Outcome(
            score=result(now)["score"] if tried else None,
            progress=answered / len(draw) if draw else 1.0,
            done=top is not None or not draw or (live.silent and answered == len(draw)),
            answered=answered,
            total=len(draw),
            codes=tuple(last.get("codes", ())),
            graded=bool(last.get("graded")),
            notice=str(last.get("notice", "")),
            best=top["score"] if top else None,
        )

    def ballots(self, ctx: Context, state: State) -> tuple[Ballot, ...]:
        """The answers of both rounds, whatever they count as now."""
        return tuple(votes.ballots(ctx, self.sheet, state))

    def choices(self, ctx: Context, seed: int) -> tuple[Choices, ...]:
        """The round of that seed; nothing of what is typed."""
        return tuple(votes.choices(ctx, self.sheet, seed))

    def key(self, ctx: Context, item: str) -> tuple[Node, ...]:
        """The statement with its words marked, the right answer, the reason and the coach's question."""
        return tuple(screen.key(ctx, self.sheet, item)) if item in ctx.exercise.items else ()

    def right(self, ctx: Context, item: str) -> tuple[str, ...]:
        """The main error and those that also count, the bin, ``ok`` or ``none``."""
        return votes.right(ctx, self.sheet, item) if item in ctx.exercise.items else ()

    def beside(self, ctx: Context, item: str) -> Mapping[str, str]:
        """What one hears to each option, where those are questions: once the class has seen the key."""
        if item not in ctx.exercise.items or not ctx.live.keys(item):
            return {}
        return {true: said for part in asked(ctx, self.sheet, item) for true, said in part.heard.items()}

    def board(self, ctx: Context, state: State) -> tuple[Entered, ...]:
        """The last answer to each item, in the order of the round."""
        known = [name for name in dict.fromkeys((*state["draw"], *state["items"])) if name in ctx.exercise.items]
        given = [
            (name, one[-1]["answer"]) for name in known if (one := answers(work(state, name))) and one[-1]["answer"]
        ]
        return tuple(
            Entered(sentence(ctx.exercise.items[name]), pick(self.parts(ctx, state, name), answer))
            for name, answer in given
        )

    def parts(self, ctx: Context, state: State, name: str) -> tuple[Part, ...]:
        """The questions of an item as this learner sees them, in a seeded order."""
        return parts_of(ctx, self.sheet, state, name)

    def _deal(self, ctx: Context, state: State) -> State:
        state["draw"] = deal(ctx.exercise, self.sheet, state["seed"], state["round"], state["seen"])
        state["at"] = state["draw"][0]
        return state
