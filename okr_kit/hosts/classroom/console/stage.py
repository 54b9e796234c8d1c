"""The stage as the 讲师台 steers it: what is on it now, in words, and what can be put there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .... import agenda
from ....view import Actions, Button, Fold, Form, Link, Node, Statement, Text, beginning
from ..book.blocks import words
from ..stage import parts as stage_parts
from .next_step import turns

if TYPE_CHECKING:
    from .seen import Seen

#: What she can put on the stage by a button; a sample has its own beside its sentence.
OFFERED = ("join", "page", "work", "groups")
#: How much of a screen's own words names it.
SHORT = 26


def now(seen: Seen) -> str:
    """What the projector shows at this moment."""
    stage = seen.lesson["stage"]
    if stage["black"]:
        return seen.say("stage-black")
    if stage["show"] == "page":
        return seen.say("stage-page", n=stage["screen"] + 1, of=max(len(seen.screens), stage["screen"] + 1))
    board = next((one for one in seen.boards if one.name == stage["sample"] and one.said == "yes"), None)
    if stage["show"] == "board" and board:
        return seen.say("stage-board", group=seen.room.group_name(board.number))
    if stage["show"] in ("work", "board"):  # a table that is asked anew is not shown: the step is
        phase = seen.live.phase if seen.slug else ""
        if phase not in ("", "task") and seen.count and seen.count.side_by_side:
            return seen.say("stage-groups")
        return seen.say(f"stage-work-{phase}" if phase else "stage-join", mark=seen.mark(seen.live.item)).strip()
    if stage["show"] == "join" and agenda.pause(seen.rows, seen.lesson):
        return seen.say("stage-break")
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
    """The screens of the page, while one is on the stage: what it shows, what comes next, ‹ and, where the foot has not, ›."""
    stage, count = seen.lesson["stage"], len(seen.screens)
    if stage["show"] != "page" or not count:
        return ()
    at = min(stage["screen"], count - 1)
    back = Button(seen.say("screen-back"), "turn", {"screen": str(at - 1)})
    forth = Button(seen.say("screen-forth"), "turn", {"screen": str(at + 1)})
    coming = (Text((seen.say("screen-next", title=_title(seen, at + 1)),), "note"),) if at + 1 < count else ()
    shown = seen.say("screen-now", n=at + 1, of=count)
    ways = (*((back,) if at else ()), *((forth,) if at + 1 < count and not turns(seen) else ()))
    return (Statement((_title(seen, at),), shown, small=True), *coming, *((Form("screens", (), ways),) if ways else ()))


def _title(seen: Seen, n: int) -> str:
    """What a screen is called; under the page's own title its first words. A second half, or what goes on, says so."""
    screen, before = seen.screens[n], seen.screens[n - 1] if n else None
    own = seen.row is not None and screen.title == seen.row.title
    if screen.rest:
        first = next(one for one in reversed(seen.screens[:n]) if not one.rest)
        return seen.say("screen-rest", title=(own and _first_words(first.nodes)) or screen.title)
    if own and (said := _first_words(screen.nodes)):
        return said
    again = before is not None and before.title == screen.title
    return seen.say("screen-more", title=screen.title) if again else screen.title


def _first_words(nodes: tuple[Node, ...]) -> str:
    """How a screen begins: its first sentence in large or running letters."""
    said = next((node for node in nodes if isinstance(node, Text) and node.role in ("body", "lead")), None)
    return beginning(words(said.runs), SHORT) if said else ""


def _hiding(seen: Seen) -> tuple[Node, ...]:
    """藏一项: rows of the spread in hand that the stage leaves out."""
    choice = seen.item
    if choice is None:
        return ()
    found = []
    for value, label in choice.options:
        key = stage_parts.row_key(choice, value)
        gone = seen.hidden(key)
        found.append(
            Button(
                seen.say("show-row" if gone else "hide-row", words=label),
                "hide",
                {"key": key, **({"back": "1"} if gone else {})},
            )
        )
    return (Fold(seen.say("hide"), (Text((seen.say("hide-note"),), "note"), Actions(tuple(found))), key="hide"),)
