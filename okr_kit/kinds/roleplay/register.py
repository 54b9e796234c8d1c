"""What a table fills in where one line is not enough: a worksheet of one page inside a role play, on the writer's phone.

The worksheet's machine and screens are the ones of :mod:`okr_kit.kinds.worksheet`; here is only how a role play holds it
(``state["sheet"]``), who may see it, and what comes of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from ... import documents as docs
from ...documents import Document
from ...errors import ContentError
from ...model import Exercise
from ...view import Node, Table, Text
from ..base import Action, Context, Outcome, State
from ..worksheet import Worksheet
from ..worksheet.acts import STEPS
from ..worksheet.template import Template
from ..worksheet.templates import alignment, negotiation
from ..worksheet.work import SHAPE as SHEET
from ..worksheet.work import Work
from . import group
from .script import Script

if TYPE_CHECKING:
    from ...lang import Language


class Shared(Template, Protocol):
    """A template that a table fills in."""

    def material(self, exercise: Exercise) -> tuple[Node, ...]:
        """What everybody knows of it, on the screens and on paper."""

    def written(self, work: Work) -> tuple[Node, ...]:
        """What the table reads of it."""

    def together(self, works: Sequence[Work]) -> tuple[Node, ...]:
        """What all groups' sheets come to, without a name."""


@dataclass(frozen=True)
class Sheet:
    """One worksheet of role plays."""

    template: Shared
    kind: Worksheet


SHEETS: Mapping[str, Sheet] = {
    "alignment": Sheet(alignment, Worksheet(alignment)),
    "negotiation": Sheet(negotiation, Worksheet(negotiation)),
}
#: What can be done to a sheet.
DOES = frozenset(STEPS)
#: The state of a sheet, in a role play that has one.
SHAPE = SHEET
MAKES = tuple(sorted({name for one in SHEETS.values() for name in one.template.MAKES}))


def leaves(play: Script) -> tuple[str, ...]:
    """The types of documents that its sheet leaves on a shelf, none where it has no sheet."""
    return SHEETS[play.sheet].template.MAKES if play.sheet else ()


def check(exercise: Exercise, language: Language) -> None:
    """Raise ContentError unless the bank file names a sheet that there is, with what it needs."""
    name = exercise.settings.get("line", {}).get("sheet", "")
    if not name:
        return
    if name not in SHEETS:
        raise ContentError("content-key", file=f"{exercise.slug}.toml", key="line.sheet")
    SHEETS[name].kind.check(exercise, language)


def within(ctx: Context, play: Script, mode: str = "own") -> Context:
    """The context in which the worksheet works: its own words, and the whole page."""
    return ctx.within(replace(ctx.exercise, kind=play.sheet), mode)


def full(ctx: Context, play: Script, state: State, sheet: State | None = None) -> State:
    """A sheet (one's own where none is given) as the state that its machine knows."""
    whole = {"seed": state["seed"], "since": state["since"], "given": {}, "last": dict(state["last"])}
    kept = sheet or state.get("sheet")
    return {**whole, **kept} if kept else SHEETS[play.sheet].kind.start(within(ctx, play), whole)


def work(ctx: Context, play: Script, state: State, sheet: State | None = None) -> Work:
    """A sheet as templates read it."""
    return SHEETS[play.sheet].kind.work(within(ctx, play), full(ctx, play, state, sheet))


def act(ctx: Context, play: Script, state: State, action: Action, at: int) -> State:
    """What the writer does to it."""
    new = SHEETS[play.sheet].kind.act(within(ctx, play), full(ctx, play, state), action, at)
    return _folded(state, new)


def keep(ctx: Context, play: Script, state: State, action: Action, at: int) -> State:
    """What stood in it when the class went on."""
    return _folded(state, SHEETS[play.sheet].kind.keep(within(ctx, play), full(ctx, play, state), action, at))


def _folded(state: State, new: State) -> State:
    """The role play's state with the sheet as it is now: it is sent as soon as it was looked at once."""
    sheet = {name: new[name] for name in SHEET}
    return {**state, "sheet": sheet, "sent": bool(new["results"]), "last": new["last"]}


def of_group(ctx: Context, play: Script, state: State) -> State | None:
    """The group's sheet: of whoever writes it, or one's own where there is nobody."""
    if state["seat"] != play.writer:
        for one in group.others(ctx, state["group"]):
            if one["seat"] == play.writer and one.get("sheet"):
                return dict(one["sheet"])
    return state.get("sheet")


def form(ctx: Context, play: Script, state: State) -> tuple[Node, ...]:
    """The sheet to be filled in: in class it is the table's, which is never told a score."""
    here = within(ctx, play, "group" if ctx.live.standing == "now" else "own")
    return SHEETS[play.sheet].kind.view(here, full(ctx, play, state))


def written(ctx: Context, play: Script, state: State, sheet: State | None) -> tuple[Node, ...]:
    """A sheet as the table reads it; nothing where it is blank."""
    return SHEETS[play.sheet].template.written(work(ctx, play, state, sheet)) if sheet else ()


def made(ctx: Context, play: Script, state: State, sheet: State | None = None) -> tuple[Document, ...]:
    """The documents of a sheet, with what the observers noted."""
    if not (sheet or state.get("sheet")):
        return ()
    found = work(ctx, play, state, sheet).documents
    return tuple({**doc, "notes": [*doc["notes"], *state["kept"]]} for doc in found if not docs.blank(doc))


def taken(ctx: Context, play: Script, state: State) -> State | None:
    """The group's sheet as one's own, under an id of one's own."""
    sheet = of_group(ctx, play, state)
    return {**sheet, "id": docs.new_id(ctx.owner, ctx.exercise.slug, state["seed"])} if sheet else None


def outcome(ctx: Context, play: Script, state: State) -> Outcome | None:
    """How the sheet stands, once it was looked at."""
    if not state.get("sheet") or not state["sent"]:
        return None
    return SHEETS[play.sheet].kind.outcome(within(ctx, play), full(ctx, play, state))


def material(ctx: Context, play: Script) -> tuple[Node, ...]:
    """What everybody knows of it."""
    return SHEETS[play.sheet].template.material(ctx.exercise) if play.sheet else ()


def paper(ctx: Context, play: Script) -> tuple[Node, ...]:
    """The sheet with room to write: rows alike as one table."""
    kind = SHEETS[play.sheet].kind
    sheet = kind.work(within(ctx, play), kind.blank(within(ctx, play)))
    blank, nodes = sheet.say("paper-blank"), list[Node]()
    for step in sheet.steps:
        nodes.append(Text((step.title,), "head"))
        rows = [row for row in step.rows if len(row.entries) > 1 and row.title]
        if rows:
            heads = tuple(entry.label for entry in rows[0].entries)
            cells = (tuple(_choices(one.options) or blank for one in row.entries) for row in rows)
            nodes.append(Table(("", *heads), tuple((row.title, *made) for row, made in zip(rows, cells, strict=True))))
        single = [entry for row in step.rows if row not in rows for entry in row.entries]
        nodes += [Text((f"{entry.label}　{blank}",)) for entry in single]
    return tuple(nodes)


def _choices(options: Sequence[tuple[str, str]]) -> str:
    return "　".join(f"□ {words}" for _, words in options)


def together(ctx: Context, play: Script, found: Sequence[State]) -> tuple[Node, ...]:
    """What the sheets of these writers come to."""
    works = [work(ctx, play, state) for state in found if state.get("sheet")]
    return SHEETS[play.sheet].template.together(works)
