"""The words that several screens of a drill share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..base import Context
from .sheet import Part, Sheet
from .work import first


def key_of(ctx: Context, key: str) -> str:
    """The key of a sentence: the kind's own ``<kind>-<key>`` where there is one, else the drill's."""
    own = f"{ctx.exercise.kind}-{key}"
    return own if f"exercise.{own}" in ctx.lang.messages else key


def own(ctx: Context, key: str, /, **params: object) -> str:
    """The drill's sentence: the exercise's own where its bank file ``says`` it, else in the kind's words where it has them."""
    return ctx.own(key, **params) or ctx.say(key_of(ctx, key), **params)


def key_words(ctx: Context, sheet: Sheet, name: str) -> str:
    """The right answer as a sentence."""
    item = ctx.exercise.items[name]
    said = ctx.own("done-key", key=sheet.key(ctx, item), about=item.get("about", ""))
    return said or verdict(ctx, sheet, name, "bad")


def verdict(ctx: Context, sheet: Sheet, name: str, how: str, given: str = "") -> str:
    """How an answer to an item was (``good``, ``good-late``, ``warn``, ``bad``), with its key and what was ``given``."""
    item = ctx.exercise.items[name]
    about = "-fine" if sheet.right(item) else "-error" if item.get("codes") else ""
    return own(ctx, f"done-{how}{about}", key=sheet.key(ctx, item), given=given, about=item.get("about", ""))


def both(ctx: Context, mine: Mapping[str, Any], parts: tuple[Part, ...]) -> str:
    """What was answered, in both rounds where there were two."""
    one, again = first(mine), mine.get("again")
    if one is None:
        return ctx.say("live-mine-again", pick=pick(parts, again["answer"])) if again else ctx.say("live-mine-none")
    if again:
        before, after = pick(parts, one["answer"]), pick(parts, again["answer"])
        return ctx.say("live-mine-same" if before == after else "live-mine-both", pick=before, again=after)
    return ctx.say("live-mine" if ctx.mode == "own" else "live-mine-table", pick=pick(parts, one["answer"]))


def pick(parts: Iterable[Part], answer: Mapping[str, str]) -> str:
    """An answer in words: 「要改：把任务当成了目标」."""
    return "：".join(said(part, answer[part.name]) for part in parts if answer.get(part.name))


def said(part: Part, answer: str) -> str:
    """The answer to one part in words: what was picked, what was typed with the unit that stands behind the field."""
    labels = {true: label for _, true, label in part.options}
    if labels:
        return "、".join(labels.get(one, one) for one in part.picked(answer))
    return answer if not part.unit or answer.endswith(part.unit) else f"{answer} {part.unit}"


def heard(ctx: Context, part: Part, option: str) -> str:
    """What one hears to an option that is a question; empty where there is nothing to hear."""
    return own(ctx, "heard", said=part.heard[option]) if option in part.heard else ""


def incomplete(ctx: Context, parts: Iterable[Part], answer: Mapping[str, str]) -> str:
    """The key of what is said of an answer that cannot be judged: what was typed and not read, else what is open."""
    return next((why for _, why in unread(parts, answer)), key_of(ctx, "pick-first"))


def unread(parts: Iterable[Part], answer: Mapping[str, str]) -> list[tuple[Part, str]]:
    """What was typed and cannot be judged, each with the key of the sentence that says why."""
    found = ((part, part.told(answer.get(part.name, ""))) for part in parts if part.told)
    return [(part, one.why) for part, one in found if one and one.share is None]
