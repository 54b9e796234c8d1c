"""The questions of one item as a form: with hints and tries, or only noting down what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...tally import SURE
from ...view import Button, Choice, Field, Form, Node, Option, Say, Text
from ..base import Context, State
from .items import closing
from .sheet import Item, Part, Sheet
from .votes import accepted, led, quiet
from .votes import right as all_right
from .words import heard, key_of, own, pick, said, unread
from .work import noted, stands, work

#: What is said of something typed that cannot be judged.
UNREAD = ("unread-number", "unread-unit", "unread-score")
#: Certainty, from a guess to sure; asked where the exercise says ``certainty = true``.
CERTAINTY = ("1", "2", SURE)


def form(ctx: Context, sheet: Sheet, state: State, parts: tuple[Part, ...]) -> Form:
    """The questions with what was picked; after the end they stay, locked, with the outcome beside each option."""
    name = state["at"]
    item, mine = ctx.exercise.items[name], work(state, name)
    if not mine["done"] and quiet(ctx):
        return _quiet_form(ctx, sheet, state, parts)
    picked = mine.get("unsent") or (mine["tries"][-1]["answer"] if mine["tries"] else {})
    if mine["done"]:
        picked = (stands(mine) or {"answer": picked})["answer"]
        return Form(name, tuple(_asked(ctx, sheet, name, part, picked, done=True) for part in parts))
    children = [_asked(ctx, sheet, name, part, picked, done=False) for part in parts]
    if not mine["tries"]:
        children += _certainty(ctx, mine)
    missing = _missing(ctx, state, parts, picked)
    children += [*_hints(ctx, item, mine), *missing]
    if mine["tries"] and not missing:
        children.append(_again(ctx, item, mine, parts))
    values = {"item": name}
    first = (Button(ctx.say("reveal"), "reveal", values),) if mine["tries"] else _hint_button(ctx, item, mine, values)
    send = Button(ctx.say("again" if mine["tries"] else "submit"), "answer", values, "main", submit=True)
    return Form(name, tuple(children), (*to_summary(ctx, state), *first, send))


def _quiet_form(ctx: Context, sheet: Sheet, state: State, parts: tuple[Part, ...]) -> Form:
    """The questions while answers are only noted; what is noted can be changed.

    In the second round of votes nothing is picked yet.
    """
    name, second = state["at"], ctx.live.round(state["at"]) == 2
    item, mine = ctx.exercise.items[name], work(state, name)
    kept = mine.get("again") if second else mine.get("vote") or (mine["tries"] or [None])[-1]
    unsent = mine.get("unsent") if _incomplete(ctx, state) or not second else None
    picked = unsent or (kept["answer"] if kept else {})
    missing = _missing(ctx, state, parts, picked)
    children: list[Node] = []
    if kept and not missing:  # above the questions, so that it is seen whatever their length
        children.append(Say("info", ctx.say("live-noted", pick=pick(parts, kept["answer"])), (ctx.say(_until(ctx)),)))
    children += [_asked(ctx, sheet, name, part, picked, done=False) for part in parts]
    children += [] if led(ctx) else _certainty(ctx, mine)  # one tap is a vote
    children += [*_hints(ctx, item, mine), *missing]
    values = {"item": name, **({"round": "2"} if second else {})}
    send = Button(ctx.say("live-resend" if kept else "live-send"), "answer", values, "plain hand", submit=True)
    key = f"{name}-again" if second else name
    if led(ctx):
        return Form(
            key,
            tuple(children),
            (replace(send, style="main"),),
            tap=all(part.options and not part.several for part in parts),
        )
    if not kept:
        send = replace(send, style="main")
    hint = () if ctx.live.silent or kept else _hint_button(ctx, item, mine, values)
    forth, past = (_onto(ctx, state), ()) if kept else ((), _past(ctx))
    back = () if any(one.label == ctx.say("to-summary") for one in forth) else to_summary(ctx, state)
    return Form(key, tuple(children), (*back, *hint, *past, send, *forth))


def _until(ctx: Context) -> str:
    """How what is noted is changed, and until when."""
    if ctx.live.silent:
        return "live-tap" if led(ctx) else "live-change"
    return "end-change" if ctx.decided is None else "end-change-table"


def _past(ctx: Context) -> tuple[Button, ...]:
    """Past an item that may stay open."""
    return (Button(own(ctx, "leave-open"), "next"),) if ctx.exercise.settings.get("blank") else ()


def _onto(ctx: Context, state: State) -> tuple[Button, ...]:
    """From an item that is noted to the next one, or where none is open to the end of the round."""
    if state["at"] == state["draw"][-1]:
        return (Button(ctx.say("to-summary"), "next", style="main"),)
    if all(noted(work(state, name)) for name in state["draw"]):
        return (Button(ctx.say("to-summary"), "summary", style="main"),)
    return (Button(ctx.say("next"), "next", style="main"),)


def last(ctx: Context, sheet: Sheet, state: State, parts: tuple[Part, ...]) -> Form:
    """What is asked once at the end, in no score: as it was answered, to be changed at any time."""
    name = closing(ctx.exercise)
    mine = work(state, name)
    kept = mine.get("vote")
    picked = mine.get("unsent") or (kept["answer"] if kept else {})
    children: list[Node] = [_asked(ctx, sheet, name, part, picked, done=False) for part in parts]
    if kept:
        children.insert(
            0, Say("info", ctx.say("live-noted", pick=pick(parts, kept["answer"])), (ctx.say("last-change"),))
        )
    if _incomplete(ctx, state):
        children.append(Say("warn", ctx.say("last-empty")))
    send = Button(ctx.say("live-resend" if kept else "live-send"), "answer", {"item": name}, "plain", submit=True)
    return Form(name, tuple(children), (send,))


def to_summary(ctx: Context, state: State) -> tuple[Button, ...]:
    """One tap back for who came from the summary."""
    return (Button(ctx.say("to-summary"), "summary"),) if state["last"].get("do") == "go" else ()


def _certainty(ctx: Context, mine: Mapping[str, Any]) -> list[Node]:
    """How sure one is, where the exercise asks."""
    if not ctx.exercise.settings.get("certainty") or ctx.mode != "own":
        return []
    sure = tuple(Option(level, ctx.say(f"sure-{level}"), picked=level == mine["sure"]) for level in CERTAINTY)
    return [Choice("sure", ctx.say("ask-sure"), sure, "chips")]


def _incomplete(ctx: Context, state: State) -> bool:
    """Whether the answer just sent could not be judged."""
    return state["last"].get("notice") in {f"exercise.{one}" for one in (key_of(ctx, "pick-first"), *UNREAD)}


def _missing(ctx: Context, state: State, parts: tuple[Part, ...], picked: Mapping[str, str]) -> list[Node]:
    """That the answer just sent was not complete; what was typed and could not be read is quoted."""
    if not _incomplete(ctx, state):
        return []
    odd = unread(parts, picked)
    if not odd:
        return [Say("warn", own(ctx, "pick-first"))]
    return [
        Say("warn", ctx.say(f"{why}-title", typed=picked[part.name]), (ctx.say(why, unit=part.unit or part.legend),))
        for part, why in odd
    ]


def _hint_button(ctx: Context, item: Item, mine: Mapping[str, Any], values: Mapping[str, str]) -> tuple[Button, ...]:
    """The next hint, if there is one."""
    most = len(item.get("hints", ()))
    return (Button(ctx.say("hint", n=mine["hints"] + 1, total=most), "hint", values),) if mine["hints"] < most else ()


def _asked(ctx: Context, sheet: Sheet, name: str, part: Part, picked: Mapping[str, str], *, done: bool) -> Node:
    """One question: options to pick from, or a field to type in; once done, what was typed as text."""
    if part.options:
        return choice(ctx, sheet, name, part, picked, done=done)
    typed = picked.get(part.name, "")
    if done:
        return Text((_typed(ctx, part, typed),))
    return Field(part.name, part.legend, typed, part.note, mode=part.mode, limit=200, unit=part.unit)


def _typed(ctx: Context, part: Part, typed: str) -> str:
    """What was typed, with the key beside it where that was another."""
    found = part.told(typed) if part.told else None
    about = {"legend": part.legend, "value": said(part, typed) if typed else ctx.say("live-blank")}
    if part.truth and (found is None or found.share != 1):
        return ctx.say("typed-key" if part.mode == "decimal" else "typed-example", **about, key=part.truth)
    return ctx.say("typed", **about)


def choice(ctx: Context, sheet: Sheet, name: str, part: Part, picked: Mapping[str, str], *, done: bool) -> Choice:
    """The options of one question; once done, the right one and a wrong pick are marked with a word."""
    all_truth = sheet.truth(ctx.exercise.items[name])
    truth, also = all_truth.get(part.name), accepted(ctx, sheet, name, picked)
    options, right = [], all_right(ctx, sheet, name) if done and not part.beside else ()
    chosen, best = part.picked(picked.get(part.name, "")), part.picked(truth or "")
    for letter, true, label in part.options:
        mine = true in chosen
        good = true in best or (mine and (also or true in right))
        state = ("good" if good else "bad" if mine else "") if done else ""
        other = state == "good" and true not in best
        word = "live-option" if other and also else "option-also" if other else f"option-{state}"
        note = own(ctx, word) if state else ""
        small = heard(ctx, part, true) if done else ""
        options.append(Option(letter, label, picked=mine, state=state, note=note, small=small))
    hidden = done and part.when is not None and all_truth.get(part.when[0]) != part.when[1]
    shown = tuple(options) if not hidden else tuple(option for option in options if option.picked)
    return Choice(
        part.name, part.legend, shown, part.style, many=part.several, disabled=done, when=part.when, note=part.note
    )


def _hints(ctx: Context, item: Item, mine: Mapping[str, Any]) -> list[Node]:
    """The hints asked for so far."""
    shown = list(item.get("hints", ()))[: mine["hints"]]
    return [Say("info", ctx.say("hint-title", n=number), (text,)) for number, text in enumerate(shown, 1)]


def _again(ctx: Context, item: Item, mine: Mapping[str, Any], parts: tuple[Part, ...]) -> Say:
    """After a wrong first try: what does not fit yet and one more hint, without the answer.

    Where each part is judged for itself: which of them stand, and what there is to say of the others.
    """
    last = mine["tries"][-1]
    nudge = own(ctx, "again-half" if last["raw"] > 0 else "again-none")
    voices, stands, replies = _each(ctx, parts, last["answer"])
    unseen = list(item.get("hints", ()))[mine["hints"] : mine["hints"] + 1]
    hints = (ctx.say("again-hint", text=text) for text in unseen)
    return Say("warn", own(ctx, "again-title"), (*voices, stands or nudge, *replies, *hints))


def _each(ctx: Context, parts: tuple[Part, ...], answer: Mapping[str, str]) -> tuple[list[str], str, list[str]]:
    """What one hears; how the parts stand, in one line where there are several; what is said of answers that do not."""
    named: dict[str, list[str]] = {"stands": [], "partly": [], "wrong": []}
    voices: list[str] = []
    replies: list[str] = []
    writes = False
    for part in parts:
        found = part.told(answer.get(part.name, "")) if part.told else None
        if found is None:
            continue
        named["stands" if found.share == 1 else "partly" if found.share else "wrong"].append(part.legend)
        if found.share != 1:
            voices += filter(None, (heard(ctx, part, one) for one in part.picked(answer[part.name])))
            replies += () if part.weight and writes else found.replies  # of who writes one thing is asked at a time
            writes = writes or bool(part.weight)
    lines = [ctx.say(f"ask-{how}", names=_quoted(legends)) for how, legends in named.items() if legends]
    return voices, "".join(lines) if sum(map(len, named.values())) > 1 else "", replies


def _quoted(legends: list[str]) -> str:
    """「对得上吗」「怎么改」."""
    return "".join(f"「{legend.rstrip('？?')}」" for legend in legends)
