"""What is said of an item whose key is shown: the verdict, the reason, the coach's question, what can be opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...tally import SURE
from ...view import Fold, Node, Say, Sum, Text, Tone
from .. import material
from ..base import Context
from ..feedback import disagree
from .sheet import Item, Part, Sheet, asked
from .votes import accepted
from .words import both, key_words, own, verdict
from .work import standing, stands


def done(ctx: Context, sheet: Sheet, mine: Mapping[str, Any], name: str, parts: tuple[Part, ...]) -> list[Node]:
    """The verdict in words, the reason, the coach's question, then what can be opened."""
    item = ctx.exercise.items[name]
    nodes: list[Node] = [_verdict(ctx, sheet, mine, name, parts), *account(item), *also(ctx, sheet, name)]
    if "again" in mine:
        nodes.append(Text((both(ctx, mine, parts),), "note"))
    if mine["tries"] and mine["sure"] == SURE and mine["tries"][0]["raw"] < 1:
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


def replies(parts: tuple[Part, ...], answer: Mapping[str, str]) -> list[str]:
    """What there is to say of what was picked or typed, part by part."""
    found = (part.told(answer.get(part.name, "")) for part in parts if part.told)
    return [reply for one in found if one for reply in one.replies]


def reasons(ctx: Context, item: Item) -> tuple[str, ...]:
    """Why the key is the key, and where the bank has it what to do then."""
    then = (own(ctx, "then", what=item["then"]),) if item.get("then") else ()
    return (str(item["reason"]), *then)


def account(item: Item) -> list[Node]:
    """The sum that belongs to the key of an item, written out, and its table, where the bank has them."""
    found = item.get("account")
    table = material.nodes({"table": item["solved"]}) if "solved" in item else []
    return [*([Sum(**found)] if found else []), *table]


def _verdict(ctx: Context, sheet: Sheet, mine: Mapping[str, Any], name: str, parts: tuple[Part, ...]) -> Say:
    """How the answer was, and the key; only the key where there was no answer."""
    item = ctx.exercise.items[name]
    why, ask, coach = reasons(ctx, item), str(item["question"]), ctx.say("coach")
    last = stands(mine)
    if last is None:
        return Say("info", key_words(ctx, sheet, name), why, ask, coach)
    if (last["raw"] == 1 or "again" in mine) and accepted(ctx, sheet, name, last["answer"]):
        return Say("good", ctx.say("live-accepted"), (key_words(ctx, sheet, name), *why), ask, coach)
    tone: Tone = "good" if last["raw"] == 1 else "warn" if last["raw"] > 0 else "bad"
    better = standing(mine) == "part" or ("again" in mine and mine["tries"] and mine["tries"][0]["raw"] < 1)
    late = "-late" if better and last["raw"] == 1 else ""
    body = (*replies(parts, last["answer"]), *why)
    return Say(tone, verdict(ctx, sheet, name, f"{tone}{late}", "、".join(last["answer"].values())), body, ask, coach)


def also(ctx: Context, sheet: Sheet, name: str) -> list[Node]:
    """What else the trainer takes as right in this class, in words."""
    taken = ctx.live.accepted.get(name, ())
    named = [label for part in asked(ctx, sheet, name) for _, true, label in part.options if true in taken]
    return [Text((ctx.say("live-also", names="、".join(named)),), "note")] if named else []
