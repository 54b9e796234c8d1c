"""The screen of one item of a drill. Sentences are chosen here, nothing is decided; the end of a round is summary.py."""

from __future__ import annotations

from ...view import Actions, Button, Fold, Node, Progress, Say, Statement, Text, beginning
from .. import material
from ..base import Context, State
from ..feedback import marked
from . import board, gathered, sample
from .form import form, to_summary
from .items import sentence, where
from .sheet import Item, Part, Sheet
from .verdict import account, also, done, reasons
from .votes import redoes
from .words import key_words, own
from .work import finished, noted, standing, work

#: The beginning of a statement, to know it again in a list, in characters.
SHORT = 18


def item_screen(ctx: Context, sheet: Sheet, state: State, parts: tuple[Part, ...]) -> tuple[Node, ...]:
    """Progress, the statement, the questions, and feedback beside it once there was a try."""
    name = state["at"]
    item, mine = ctx.exercise.items[name], work(state, name)
    nodes: list[Node] = [progress(ctx, state), *_kept(ctx, state)]
    if name == state["draw"][0] and not (mine["done"] or noted(mine)):
        nodes.append(Text((ctx.exercise.task,)))
    nodes += statement(ctx, item, reveal=mine["done"])
    nodes.append(form(ctx, sheet, state, parts))
    if mine["done"]:
        nodes += [*done(ctx, sheet, mine, name, parts), *_redo(ctx, state, name)]
    nodes += gathered.known(ctx, state)
    nodes += [_turning(ctx, state)] if mine["done"] else []
    return (*nodes, *agreed(ctx, state))


def _redo(ctx: Context, state: State, name: str) -> list[Node]:
    """The item once more, where that can be."""
    return [Actions((Button(own(ctx, "redo"), "redo", {"item": name}),))] if redoes(ctx, state, name) else []


def _kept(ctx: Context, state: State) -> list[Node]:
    """At the beginning of another round: that the best result so far is kept."""
    if "best" not in state or state["last"].get("do") not in ("restart", "redraw"):
        return []
    if not ctx.scored:
        return [Say("info", ctx.say("kept"))]
    return [Say("info", ctx.say("kept-best", score=state["best"]["score"]), (ctx.say("kept-best-next"),))]


def progress(ctx: Context, state: State) -> Progress:
    """One step per item: ok, part, no, now or todo, and the same in words."""
    steps = []
    for name in state["draw"]:
        mark = standing(work(state, name))
        steps.append("now" if name == state["at"] and mark == "todo" else mark)
    done = sum(mark not in ("todo", "now") for mark in steps)
    if state["at"] not in state["draw"]:
        return Progress(tuple(steps), ctx.say("progress-done", done=done, total=len(steps)))
    place = state["draw"].index(state["at"]) + 1
    return Progress(tuple(steps), ctx.say("progress", n=place, total=len(steps), done=done))


def statement(ctx: Context, item: Item, *, reveal: bool) -> list[Node]:
    """The statement as the hero; above it the industry and, for a KR, its O; marked words only after the answer."""
    marks = tuple(item.get("marks", ())) if reveal else ()
    subject = item.get("subject") or ctx.exercise.settings.get("subject", "")
    nodes: list[Node] = [*board.nodes(ctx, item), Text((where(ctx, item),), "where")]
    if "text" in item:
        label = ctx.say(f"label-{subject}") if subject in ("objective", "key_result") else own(ctx, "label-statement")
        above = [Statement(marked(str(item["text"]), marks), label), *sample.nodes(ctx, item, reveal=reveal)]
        return [*nodes, *above, *material.nodes(item)]
    nodes.append(Statement(marked(str(item["objective"]), marks), ctx.say("label-objective"), small=True))
    for number, row in enumerate(item["key_results"], 1):
        text = row if isinstance(row, str) else str(row["text"])
        weight = "" if isinstance(row, str) or "weight" not in row else ctx.say("weight", weight=row["weight"])
        nodes.append(Statement(marked(text, marks), ctx.say("label-kr-n", n=number), weight, small=True))
    return nodes


def key(ctx: Context, sheet: Sheet, name: str) -> list[Node]:
    """The key for everybody: the statement with its words marked, the right answer with reason and question."""
    item = ctx.exercise.items[name]
    said = Say("good", key_words(ctx, sheet, name), reasons(ctx, item), str(item["question"]), ctx.say("coach"))
    shown = statement(ctx, {key: found for key, found in item.items() if key != "sample"}, reveal=True)
    return [*shown, *sample.decisive(ctx, item), said, *account(item), *also(ctx, sheet, name)]


def _turning(ctx: Context, state: State) -> Actions:
    """Previous and next, the next under the thumb; in a round that is done, the way back to its summary."""
    place, last = state["draw"].index(state["at"]), len(state["draw"]) - 1
    back = (Button(ctx.say("back"), "back"),) if place else ()
    if place == last:
        return Actions((*back, Button(ctx.say("to-summary"), "next", style="main")), foot=True)
    if finished(state):
        end = Button(ctx.say("to-summary"), "summary", style="main")
        return Actions((*back, Button(ctx.say("next"), "next"), end), foot=True)
    return Actions((*to_summary(ctx, state), *back, Button(ctx.say("next"), "next", style="main")), foot=True)


def agreed(ctx: Context, state: State) -> list[Node]:
    """At a table: what nobody needs to talk about, to be opened all the same."""
    names = [name for name in ctx.exercise.items if name in ctx.agreed and name not in state["draw"]]
    if not names or ctx.mode == "own":
        return []
    rows = (Button(beginning(sentence(ctx.exercise.items[name]), SHORT), "go", {"item": name}, "row") for name in names)
    return [
        Fold(
            ctx.say("table-agreed", n=len(names)), (Text((ctx.say("table-agreed-next"),), "note"), Actions(tuple(rows)))
        )
    ]
