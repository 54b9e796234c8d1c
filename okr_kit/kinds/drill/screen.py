"""The screen of one item of a drill. Sentences are chosen here, nothing is decided; the end of a round is summary.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...view import (
    Actions,
    Button,
    Choice,
    Field,
    Fold,
    Form,
    Node,
    Option,
    Progress,
    Say,
    Statement,
    Text,
    Tone,
)
from ..base import Context, State
from ..feedback import disagree, marked
from .sheet import Item, Part, Sheet
from .work import finished, standing, work

#: Certainty, from a guess to sure; asked where the exercise says ``certainty = true``.
CERTAINTY = ("1", "2", "3")


def item_screen(ctx: Context, sheet: Sheet, state: State, parts: tuple[Part, ...]) -> tuple[Node, ...]:
    """Progress, the statement, the questions, and feedback beside it once there was a try."""
    name = state["at"]
    item, mine = ctx.exercise.items[name], work(state, name)
    nodes: list[Node] = [progress(ctx, state), *_kept(ctx, state)]
    if name == state["draw"][0] and not mine["done"]:
        nodes.append(Text((ctx.exercise.task,)))
    nodes += _statement(ctx, item, reveal=mine["done"])
    nodes.append(_form(ctx, sheet, state, parts))
    if mine["done"]:
        nodes += [*_done(ctx, sheet, item, mine, name), _turning(ctx, state)]
    return tuple(nodes)


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
    done = sum(work(state, name)["done"] for name in state["draw"])
    if state["at"] == "summary":
        return Progress(tuple(steps), ctx.say("progress-done", done=done, total=len(steps)))
    place = state["draw"].index(state["at"]) + 1
    return Progress(tuple(steps), ctx.say("progress", n=place, total=len(steps), done=done))


def _statement(ctx: Context, item: Item, *, reveal: bool) -> list[Node]:
    """The statement as the hero; above it the industry and, for a KR, its O; marked words only after the answer."""
    marks = tuple(item.get("marks", ())) if reveal else ()
    subject = item.get("subject") or ctx.exercise.settings.get("subject", "")
    where = [str(item["industry"])] if item.get("industry") else []
    if "text" in item:
        if item.get("objective"):
            where.append(ctx.say("under-objective", text=item["objective"]))
        label = ctx.say(f"label-{subject}") if subject in ("objective", "key_result") else ctx.say("label-statement")
        return [Text(("　".join(where),), "where"), Statement(marked(str(item["text"]), marks), label)]
    nodes: list[Node] = [Text(("　".join([*where, str(item.get("cycle", ""))]).strip("　"),), "where")]
    nodes.append(Statement(marked(str(item["objective"]), marks), ctx.say("label-objective"), small=True))
    for number, row in enumerate(item["key_results"], 1):
        text = row if isinstance(row, str) else str(row["text"])
        weight = "" if isinstance(row, str) or "weight" not in row else ctx.say("weight", weight=row["weight"])
        nodes.append(Statement(marked(text, marks), ctx.say("label-kr-n", n=number), weight, small=True))
    return nodes


def _form(ctx: Context, sheet: Sheet, state: State, parts: tuple[Part, ...]) -> Form:
    """The questions with what was picked; after the end they stay, locked, with the outcome beside each option."""
    name = state["at"]
    item, mine = ctx.exercise.items[name], work(state, name)
    picked = mine.get("unsent") or (mine["tries"][-1]["answer"] if mine["tries"] else {})
    children: list[Node] = [_asked(ctx, sheet, name, part, picked, done=mine["done"]) for part in parts]
    if ctx.exercise.settings.get("certainty") and ctx.mode == "own" and not mine["tries"]:
        sure = tuple(Option(level, ctx.say(f"sure-{level}"), picked=level == mine["sure"]) for level in CERTAINTY)
        children.append(Choice("sure", ctx.say("ask-sure"), sure, "chips"))
    if mine["done"]:
        return Form(name, tuple(children))
    children += _hints(ctx, item, mine)
    if state["last"].get("notice") == f"exercise.{key_of(ctx, 'pick-first')}":
        children.append(Say("warn", own(ctx, "pick-first")))
    elif mine["tries"]:
        children.append(_again(ctx, item, mine))
    values, most = {"item": name}, len(item.get("hints", ()))
    first = Button(ctx.say("reveal"), "reveal", values) if mine["tries"] else None
    if first is None and mine["hints"] < most:
        first = Button(ctx.say("hint", n=mine["hints"] + 1, total=most), "hint", values)
    send = Button(ctx.say("again" if mine["tries"] else "submit"), "answer", values, "main", submit=True)
    return Form(name, tuple(children), (*_to_summary(ctx, state), *((first,) if first else ()), send))


def _asked(ctx: Context, sheet: Sheet, name: str, part: Part, picked: Mapping[str, str], *, done: bool) -> Node:
    """One question: options to pick from, or a field to type in; once done, what was typed as text."""
    if part.options:
        return choice(ctx, sheet, name, part, picked, done=done)
    typed = picked.get(part.name, "")
    if done:
        return Text((ctx.say("typed", legend=part.legend, value=typed),))
    return Field(part.name, part.legend, typed, part.note, mode=part.mode, limit=200)


def choice(ctx: Context, sheet: Sheet, name: str, part: Part, picked: Mapping[str, str], *, done: bool) -> Choice:
    """The options of one question; once done, the right one and a wrong pick are marked with a word."""
    all_truth = sheet.truth(ctx.exercise.items[name])
    truth = all_truth.get(part.name)
    options = []
    for letter, true, words in part.options:
        mine = picked.get(part.name) == true
        state = ("good" if true == truth else "bad" if mine else "") if done else ""
        note = ctx.say(f"option-{state}") if state else ""
        options.append(Option(letter, words, picked=mine, state=state, note=note))
    hidden = done and part.when is not None and all_truth.get(part.when[0]) != part.when[1]
    shown = tuple(options) if not hidden else tuple(option for option in options if option.picked)
    return Choice(part.name, part.legend, shown, part.style, disabled=done, when=part.when)


def _hints(ctx: Context, item: Item, mine: Mapping[str, Any]) -> list[Node]:
    """The hints asked for so far."""
    shown = list(item.get("hints", ()))[: mine["hints"]]
    return [Say("info", ctx.say("hint-title", n=number), (text,)) for number, text in enumerate(shown, 1)]


def _again(ctx: Context, item: Item, mine: Mapping[str, Any]) -> Say:
    """After a wrong first try: what does not fit yet and one more hint, without the answer."""
    nudge = own(ctx, "again-half" if mine["tries"][-1]["raw"] > 0 else "again-none")
    unseen = list(item.get("hints", ()))[mine["hints"] : mine["hints"] + 1]
    return Say("warn", own(ctx, "again-title"), (nudge, *unseen))


def _done(ctx: Context, sheet: Sheet, item: Item, mine: Mapping[str, Any], name: str) -> list[Node]:
    """The verdict in words, the reason, the coach's question, then what can be opened."""
    state, key = standing(mine), sheet.key(ctx, item)
    last = mine["tries"][-1]["raw"]
    tone: Tone = "good" if last == 1 else "warn" if last > 0 else "bad"
    late = "-late" if state == "part" and last == 1 else ""
    about = "-fine" if sheet.right(item) else "-error" if item.get("codes") else ""
    title = own(ctx, f"done-{tone}{late}{about}", key=key)
    nodes: list[Node] = [Say(tone, title, (str(item["reason"]),), str(item["question"]), ctx.say("coach"))]
    if mine["sure"] == CERTAINTY[-1] and mine["tries"][0]["raw"] < 1:
        nodes.append(Text((ctx.say("sure-but-wrong"),), "note"))
    codes = list(item.get("codes", ()))[:1]
    if codes:
        nodes.append(
            Fold(ctx.say("why-title", name=ctx.lang.card(codes[0]).title), (Text((ctx.lang.card(codes[0]).why,)),))
        )
    if item.get("better"):
        nodes.append(
            Fold(ctx.say("better-title"), (Text((str(item["better"]),)), Text((ctx.say("better-note"),), "note")))
        )
    if mine.get("disagree"):
        nodes.append(Text((ctx.say("disagree-sent"),), "note"))
    else:
        nodes.append(disagree(ctx, {"item": name}, f"{name}-note"))
    return nodes


def _turning(ctx: Context, state: State) -> Actions:
    """Previous and next, the next under the thumb; in a round that is done, the way back to its summary."""
    place, last = state["draw"].index(state["at"]), len(state["draw"]) - 1
    back = (Button(ctx.say("back"), "back"),) if place else ()
    if place == last:
        return Actions((*back, Button(ctx.say("to-summary"), "next", style="main")), foot=True)
    if finished(state):
        end = Button(ctx.say("to-summary"), "summary", style="main")
        return Actions((*back, Button(ctx.say("next"), "next"), end), foot=True)
    return Actions((*_to_summary(ctx, state), *back, Button(ctx.say("next"), "next", style="main")), foot=True)


def _to_summary(ctx: Context, state: State) -> tuple[Button, ...]:
    """One tap back for who came from the summary."""
    return (Button(ctx.say("to-summary"), "summary"),) if state["last"].get("do") == "go" else ()


def key_of(ctx: Context, key: str) -> str:
    """The key of a sentence: the kind's own ``<kind>-<key>`` where there is one, else the drill's."""
    own = f"{ctx.exercise.kind}-{key}"
    return own if f"exercise.{own}" in ctx.lang.messages else key


def own(ctx: Context, key: str, /, **params: object) -> str:
    """The drill's sentence, in the kind's own words where it has them."""
    return ctx.say(key_of(ctx, key), **params)


def sentence(item: Item) -> str:
    """The statement of an item, or the objective of a set."""
    return str(item.get("text") or item["objective"])
