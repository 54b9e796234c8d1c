"""The stage as the 讲师台 steers it: what is on it now, in words, and what can be put there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....view import Actions, Button, Fold, Form, Link, Node, Statement, Text
from ..stage import parts as stage_parts

if TYPE_CHECKING:
    from .seen import Seen

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
        return seen.say(f"stage-work-{phase}" if phase else "stage-join", mark=seen.mark(seen.live.item)).strip()
    if stage["show"] == "board":
        on = next((one for one in seen.boards if one.name == stage["sample"]), None)
        return seen.say("stage-board", group=seen.room.group_name(on.number) if on else "")
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
        *(turning(seen) if seen.slug else ()),
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
    """‹ ›: the screens of the page, while one is on the stage; what it shows and what comes next."""
    stage, count = seen.lesson["stage"], len(seen.screens)
    if stage["show"] != "page" or not count:
        return ()
    at = min(stage["screen"], count - 1)
    titles = [_title(seen, n) for n in range(at, min(at + 2, count))]
    back = Button(seen.say("screen-back"), "turn", {"screen": str(at - 1)}, disabled=at == 0)
    forth = Button(seen.say("screen-forth"), "turn", {"screen": str(at + 1)}, disabled=at + 1 >= count)
    coming = (Text((seen.say("screen-next", title=titles[1]),), "note"),) if titles[1:] else ()
    shown = seen.say("screen-now", n=at + 1, of=count)
    return (Statement((titles[0],), shown, small=True), *coming, Form("screens", (), (back, forth)))


def _title(seen: Seen, n: int) -> str:
    """What a screen is called; a second half says that it is one."""
    screen = seen.screens[n]
    return seen.say("screen-rest", title=screen.title) if screen.rest else screen.title


def _hiding(seen: Seen) -> tuple[Node, ...]:
    """藏一项: rows of the spread in hand that the stage leaves out."""
    choice = seen.item
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
