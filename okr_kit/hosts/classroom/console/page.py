"""The 讲师台 as one screen: the step in hand, the agenda, her notes; the next step under the thumb. No names."""

from __future__ import annotations

from ....view import Actions, Button, Card, Columns, Fold, Form, Items, Link, Node, Say, Text, locked
from .. import guesses
from . import agenda as console_agenda
from . import debate as console_debate
from . import groups as console_groups
from . import more as console_more
from . import stage as console_stage
from . import work as console_work
from .next_step import following, form
from .seen import Seen


def nodes(seen: Seen) -> tuple[Node, ...]:
    """The whole screen; where another browser has the controls they are off, and it says so."""
    screen = (
        console_agenda.late(seen, _line(seen)),
        Columns((_hand(seen), console_agenda.nodes(seen), _beside(seen))),
        _foot(seen),
    )
    return (
        *_alarm(seen),
        *guesses.nodes(seen.room),
        *_driver(seen),
        *(screen if seen.drives else locked(screen)),
    )


def _alarm(seen: Seen) -> tuple[Node, ...]:
    """What was wrong with the store a moment ago."""
    trouble = seen.room.recent_trouble()
    if trouble is None:
        return ()
    return (Say("bad", seen.room.say("trainer-trouble"), (seen.room.content.language.error(trouble),)),)


def _driver(seen: Seen) -> tuple[Node, ...]:
    """Another browser has the controls: why nothing can be pressed, and 接手."""
    if seen.drives:
        return ()
    take = Button(seen.say("drive"), "drive", style="main")
    return (Say("warn", seen.say("driver-other"), (seen.say("driver-next"),)), Actions((take,)))


def _line(seen: Seen) -> Node:
    """Who is connected, and what the projector shows."""
    here = seen.say("here", n=seen.connected, of=seen.joined)
    return Text((seen.say("line", here=here, stage=console_stage.now(seen)),), "where")


def _hand(seen: Seen) -> tuple[Node, ...]:
    """The step in hand with what learners want or wrote; on her phone the note to the page is folded below it."""
    note = (Fold(seen.say("page-note"), (Items(_note(seen)),), key="page_note"),) if _note(seen) else ()
    return (
        *console_work.nodes(seen),
        *console_debate.nodes(seen),
        *(console_more.objections(seen) if console_more.waiting(seen) else ()),
        *console_more.samples(seen),
        *note,
        *console_groups.nodes(seen),
        *console_more.nodes(seen),
    )


def _note(seen: Seen) -> tuple[str, ...]:
    return seen.row.note if seen.row else ()


def _beside(seen: Seen) -> tuple[Node, ...]:
    """Her note to the page, where there is room for it; the stage, objections, notes, the list of names."""
    note = (Card((Items(_note(seen)),), seen.say("page-note")),) if _note(seen) else ()
    return (
        *note,
        *console_stage.nodes(seen),
        *(() if console_more.waiting(seen) else console_more.objections(seen)),
        *console_more.notes(seen),
        Link(seen.say("people"), "/trainer/class", seen.say("people-note")),
    )


def _foot(seen: Seen) -> Node:
    """The next step, what may come instead, and what takes the last one back."""
    after = following(seen)
    return Form(
        form(seen),
        (),
        (*_undo(seen), console_stage.black(seen), *after.beside, *after.main),
    )


def _undo(seen: Seen) -> tuple[Button, ...]:
    """「撤回：收卷」."""
    past = seen.lesson["past"]
    if not past:
        return ()
    do = past[-1]["do"]
    what = "step" if do == "item" and seen.steps else do
    return (Button(seen.say("undo", what=seen.say(f"did-{what}")), "undo", {"of": do}, "quiet"),)
