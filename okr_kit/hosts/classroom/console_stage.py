"""The stage as the 讲师台 steers it: what is on it now, in words, and what can be put there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...view import Actions, Button, Fold, Link, Node, Text
from . import stage_parts

if TYPE_CHECKING:
    from .console_seen import Seen

#: What she can put on the stage by a button; a sample has its own beside its sentence.
OFFERED = ("join", "page", "work", "groups")


def now(seen: Seen) -> str:
    """What the projector shows at this moment."""
    stage = seen.lesson["stage"]
    if stage["black"]:
        return seen.say("stage-black")
    if stage["show"] == "page":
        return seen.say("stage-page", n=stage["screen"] + 1, of=max(len(seen.screens), stage["screen"] + 1))
    if stage["show"] == "work":
        phase = seen.live.phase if seen.slug else ""
        return seen.say(f"stage-work-{phase}" if phase else "stage-join", mark=seen.mark(seen.live.item))
    return seen.say(f"stage-{stage['show']}")


def black(seen: Seen) -> Button:
    """黑屏, or light again."""
    dark = seen.lesson["stage"]["black"]
    return Button(seen.say("light" if dark else "black"), "black", {"back": "1"} if dark else {}, "quiet")


def nodes(seen: Seen) -> tuple[Node, ...]:
    """Everything that can be put on the stage; what is there already is not offered."""
    stage = seen.lesson["stage"]
    here = "" if stage["black"] else stage["show"]
    shows = [
        Button(seen.say(f"show-{show}"), "show", {"show": show}, disabled=show == here)
        for show in OFFERED
        if _possible(seen, show)
    ]
    return (
        Text((seen.say("stage"),), "head"),
        Text((now(seen),), "note"),
        *turning(seen),
        Actions((*shows, Link(seen.say("stage-open"), "/stage", style="plain"))),
        *_hiding(seen),
    )


def _possible(seen: Seen, show: str) -> bool:
    """Whether there is something to be shown."""
    if show == "page":
        return seen.row is not None and bool(seen.row.page)
    if show == "groups":
        return bool(seen.room.klass.groups and seen.slug)
    return show != "work" or bool(seen.slug)


def turning(seen: Seen) -> tuple[Node, ...]:
    """‹ ›: the screens of the page, while one is on the stage."""
    stage, count = seen.lesson["stage"], len(seen.screens)
    if stage["show"] != "page" or not count:
        return ()
    at = min(stage["screen"], count - 1)
    back = Button(seen.say("screen-back"), "turn", {"screen": str(at - 1)}, disabled=at == 0)
    forth = Button(seen.say("screen-forth"), "turn", {"screen": str(at + 1)}, disabled=at + 1 >= count)
    return (Text((seen.screens[at].title,), "where"), Actions((back, forth)))


def _hiding(seen: Seen) -> tuple[Node, ...]:
    """藏一项: rows of the spread in hand that the stage leaves out."""
    choice = seen.choice(seen.live.item)
    if choice is None:
        return ()
    found = []
    for value, words in choice.options:
        key = stage_parts.row_key(choice, value)
        gone = seen.hidden(key)
        found.append(
            Button(
                seen.say("show-row" if gone else "hide-row", words=words),
                "hide",
                {"key": key, **({"back": "1"} if gone else {})},
            )
        )
    return (Fold(seen.say("hide"), (Text((seen.say("hide-note"),), "note"), Actions(tuple(found))), key="hide"),)
