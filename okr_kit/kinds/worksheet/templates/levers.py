"""levers: which of several measures come first, where not all of them fit into what there is to spend.

The bank's ``items`` are the measures (``title``, ``text``, ``effect``, ``cost`` in words, what one ``brings`` and ``takes`` as
numbers, ``named`` the words by which one speaks of it; one that is ``out`` of one's hands says why). ``spend`` is what there is
(``most``, ``unit``), ``reach`` what has to come of it (``least``, ``unit``). ``[[sets]]`` are the choices that are worth something (``picks``, ``worth`` 0-1, ``says`` the key of a sentence); what does not fit is worth nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ....documents import Document
from ....errors import ContentError
from ....files import need
from ....model import Exercise
from ....quantity import entered
from ....shape import fits
from ....view import Node, Sum, Table, Text
from ... import material
from ..template import Check, Entry, Note, Row, Step, case_alone, nothing_carried
from ..work import Work

if TYPE_CHECKING:
    from ....lang import Language

MAKES: tuple[str, ...] = ()
materials, carry = case_alone, nothing_carried
#: The step, and its one row.
STEP, ROW = "levers", "plan"
#: What each thing weighs, and what a choice keeps that counts on what is out of one's hands.
SET, BRINGS, TAKES, DROPPED = 60, 10, 10, 20
HALF = 0.5
#: A line shorter than this says nothing of what is given up, in characters.
SHORTEST = 4


def check_bank(exercise: Exercise, language: Language) -> None:
    """The measures with their numbers, what there is to spend and to reach, the sets that count."""
    del language
    file = f"{exercise.slug}.toml"
    for table, key in (("spend", "most"), ("reach", "least")):
        found = need(exercise.settings, table, dict, file)
        need(found, key, (int, float), file, table)
        need(found, "unit", str, file, table)
    for name, item in exercise.items.items():
        for key in ("title", "text", "effect", "cost"):
            need(item, key, str, file, name)
        for key in ("brings", "takes"):
            need(item, key, (int, float), file, name)
        if not fits(item.get("named"), [str]):
            raise ContentError("content-key", file=file, key=f"{name}.named")
    for one in need(exercise.settings, "sets", list, file):
        if not all(pick in list(exercise.items) for pick in need(one, "picks", list, file, "sets")):
            raise ContentError("content-key", file=file, key="sets.picks")
        need(one, "worth", (int, float), file, "sets")
    material.check(exercise.settings, file, "material")


def steps(work: Work) -> tuple[Step, ...]:
    """One page: the measures as a table, what is picked, what that brings and takes, what is given up."""
    items, settings = work.ctx.exercise.items, work.ctx.exercise.settings
    headers = tuple(work.say(f"head-{name}") for name in ("measure", "effect", "cost"))
    rows = tuple((f"{one['title']}　{one['text']}", str(one["effect"]), str(one["cost"])) for one in items.values())
    entries = (
        Entry("picks", work.say("picks"), "several", options=tuple((name, _short(one)) for name, one in items.items())),
        Entry("brings", work.say("brings"), "number", settings["reach"]["unit"], limit=20),
        Entry(
            "takes", work.say("takes", unit=settings["spend"]["unit"]), "number", settings["spend"]["unit"], limit=20
        ),
        Entry("dropped", work.say("dropped"), note=work.say("dropped-note"), lines=2),
    )
    reached = _reached(work)
    return (
        Step(
            STEP,
            work.say("title"),
            rows=(Row(ROW, entries),),
            above=(*material.nodes(settings), Table(headers, rows)),
            below=(reached,) if reached else (),
            total=_spent(work),
            hints=tuple(settings.get("hints", ())),
        ),
    )


def checks(work: Work) -> tuple[Check, ...]:
    """The set, its two sums, each judged by what was picked, and what is given up."""
    picked = _picked(work)
    return (_set(work, picked), _sum(work, picked, "brings"), _sum(work, picked, "takes"), _dropped(work, picked))


def documents(work: Work) -> tuple[Document, ...]:
    """It leaves none."""
    del work
    return ()


def tile(work: Work) -> tuple[Node, ...]:
    """What a table picked, and whether it fits."""
    items = work.ctx.exercise.items
    named = " + ".join(str(items[name]["title"]) for name in _picked(work))
    reached = _reached(work)
    return (Text((named or work.say("none-yet"),), "lead"), *((reached,) if reached else ()), _spent(work))


def _picked(work: Work) -> tuple[str, ...]:
    """What is picked, without what has left the bank since."""
    return tuple(name for name in work.several(ROW, "picks") if name in work.ctx.exercise.items)


def _short(item: Mapping[str, Any]) -> str:
    return f"{item['title']}　{item.get('short') or item['text']}"


def _ours(work: Work, picked: tuple[str, ...]) -> list[str]:
    """What is picked and in one's own hands."""
    return [name for name in picked if not work.ctx.exercise.items[name].get("out")]


def _whole(work: Work, picked: tuple[str, ...], what: str) -> float:
    return sum(float(work.ctx.exercise.items[name][what]) for name in _ours(work, picked))


def _typed(work: Work, what: str) -> float | None:
    """What was typed for a sum, in the unit of its field."""
    table, key = {"brings": ("reach", "least"), "takes": ("spend", "most")}[what]
    known = work.ctx.exercise.settings[table]
    return entered(work.text(ROW, what), str(known["unit"]), near=float(known[key]))


def _is(typed: float, wanted: float) -> bool:
    """Whether a number is meant."""
    return abs(typed - wanted) <= 1e-6 * max(1, wanted)


# -- the accounts ------------------------------------------------------------------------------------------------------


def _spent(work: Work) -> Sum:
    """「甲 46 + 乙 90 = 136 ≤ 200 人天　放得下」: what is picked is written out, the learner adds it up."""
    spend, items, picked = work.ctx.exercise.settings["spend"], work.ctx.exercise.items, _picked(work)
    most, unit, typed = float(spend["most"]), str(spend["unit"]), _typed(work, "takes")
    if not picked:
        return Sum(work.say("none-yet"), against=f"≤ {most:g} {unit}")
    parts = " + ".join(f"{items[name]['title']} {items[name]['takes']:g}" for name in picked)
    if typed is None:
        return Sum(parts, "？", f"≤ {most:g} {unit}", work.say("add-up"), "info")
    if not _is(typed, _whole(work, picked, "takes")):
        return Sum(parts, f"{typed:g}", "", work.say("add-again"), "warn")
    fits = typed <= most
    words = work.say("fits") if fits else work.say("over", n=f"{typed - most:g}")
    return Sum(parts, f"{typed:g}", f"{'≤' if fits else '>'} {most:g} {unit}", words, "good" if fits else "bad")


def _reached(work: Work) -> Sum | None:
    """「多 96 ≥ 96 万元　够」, of the number as it was typed; whether it is right is said when it is checked."""
    reach, typed = work.ctx.exercise.settings["reach"], _typed(work, "brings")
    if typed is None:
        return None
    least = float(reach["least"])
    enough = typed >= least
    words = work.say("enough") if enough else work.say("short", n=f"{least - typed:g}")
    return Sum(work.say("together"), f"{typed:g}", f"{'≥' if enough else '<'} {least:g} {reach['unit']}", words, "info")


# -- what is checked ---------------------------------------------------------------------------------------------------


def _set(work: Work, picked: tuple[str, ...]) -> Check:
    """What the choice is worth: nothing where it does not fit."""
    at = (f"{ROW}.picks",)
    if not picked:
        return Check("set", STEP, SET, 0, open=True)
    items, spend = work.ctx.exercise.items, work.ctx.exercise.settings["spend"]
    ours, takes = _ours(work, picked), _whole(work, picked, "takes")
    away = tuple(
        Note("revise", "out", {"title": items[one]["title"], "why": items[one]["out"]}, at)
        for one in picked
        if one not in ours
    )
    if takes > spend["most"]:
        sums = " + ".join(f"{items[name]['title']} {items[name]['takes']:g}" for name in ours)
        params = {
            "sum": f"{sums} = {takes:g}",
            "most": f"{spend['most']:g} {spend['unit']}",
            "n": f"{takes - spend['most']:g}",
        }
        return Check("set", STEP, SET, 0, (*away, Note("revise", "does-not-fit", params, at)))
    known = next((one for one in work.ctx.exercise.settings["sets"] if set(one["picks"]) == set(ours)), None)
    share = float(known["worth"]) if known else 0.0
    if away and share == 1:  # the rest is right, and says so once what is out of one's hands is gone
        return Check("set", STEP, SET, HALF, away)
    told = Note("good" if share == 1 else "revise", str((known or {}).get("says", "set-other")), {}, at)
    return Check("set", STEP, SET, share * (HALF if away else 1), (*away, told))


def _sum(work: Work, picked: tuple[str, ...], what: str) -> Check:
    """A sum that belongs to what was picked."""
    weight, at = {"brings": BRINGS, "takes": TAKES}[what], (f"{ROW}.{what}",)
    typed, written = _typed(work, what), work.text(ROW, what)
    if written and typed is None:
        return Check(what, STEP, weight, 0, (Note("ask", "typed-unread", {"typed": written}, at),), open=True)
    if typed is None or not picked:
        return Check(what, STEP, weight, 0, open=True)
    if _is(typed, _whole(work, picked, what)):
        return Check(what, STEP, weight, 1)
    return Check(what, STEP, weight, 0.5, (Note("revise", f"{what}-off", {"typed": written}, at),))


def _dropped(work: Work, picked: tuple[str, ...]) -> Check:
    """Something is given up, and named."""
    said, at = work.text(ROW, "dropped"), (f"{ROW}.dropped",)
    left = [item for name, item in work.ctx.exercise.items.items() if name not in picked]
    if not said:
        return Check("dropped", STEP, DROPPED, 0, open=True)
    if any(word in said for item in left for word in item["named"]):
        return Check("dropped", STEP, DROPPED, 1)
    key = "dropped-empty" if len(said) < SHORTEST else "dropped-which"
    return Check("dropped", STEP, DROPPED, 0.5, (Note("revise" if key == "dropped-empty" else "ask", key, {}, at),))
