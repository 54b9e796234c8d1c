"""Three levels of a case, in groups of three pairs: a department's O, its three groups, two people, added up again.

Bank: ``whole`` (``visitors`` 万, ``price`` 元, ``rate`` %, ``first`` %, ``target`` 亿, ``objective`` …), ``items`` the three steps
(``title``, ``step``, ``now``, ``most``), ``people`` (``title``, ``scope``, ``now``, ``share`` %), ``strategies``, ``neighbours``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .....errors import ContentError
from .....files import need
from .....model import Exercise
from .....shape import fits
from .....view import Actions, Button, Node, Text, Tree
from ...template import Entry, Row, Step
from ...work import Work
from . import chain, parts
from .levels_checks import checks
from .levels_document import nodes
from .levels_tree import PAIRS, begun, folded, roots, tile

if TYPE_CHECKING:
    from ....base import Context

__all__ = ["MATERIALS", "carry", "check_bank", "checks", "nodes", "steps", "tile"]

MATERIALS = ("case",)
#: The numbers of the whole company, each also with where it starts (``rate_before``).
FIGURES = ("visitors", "price", "rate", "target")


def check_bank(exercise: Exercise) -> None:
    """The whole, its steps, its people, the strategies and who has them."""
    file = f"{exercise.slug}.toml"
    whole = need(exercise.settings, "whole", dict, file)
    for key in (*FIGURES, *(f"{one}_before" for one in FIGURES), "first"):
        if need(whole, key, (int, float), file, "whole") <= 0:
            raise ContentError("content-key", file=file, key=f"whole.{key}")
    for key in ("owner", "objective", "metric", "span", "dept", "dept_metric", "dept_serves"):
        need(whole, key, str, file, "whole")
    for name, row in exercise.items.items():
        for key in ("title", "step"):
            need(row, key, str, file, name)
        need(row, "now", (int, float), file, name)
        if not fits(row, {"most?": float}):
            raise ContentError("content-key", file=file, key=f"{name}.most")
    for table, texts, numbers in (
        ("people", ("id", "title", "scope"), ("now", "share")),
        ("strategies", ("id", "text", "measure"), ()),
        ("neighbours", ("id", "title", "objective", "serves", "metric", "before", "after"), ()),
    ):
        if not exercise.settings.get(table) or not exercise.items:
            raise ContentError("content-key", file=file, key=table)
        for row in need(exercise.settings, table, list, file):
            for key in texts:
                need(row, key, str, file, table)
            for key in numbers:
                need(row, key, (int, float), file, table)
                if row[key] <= 0:
                    raise ContentError("content-key", file=file, key=f"{table}.{key}")
    if not fits(exercise.settings.get("material", []), [str]):
        raise ContentError("content-key", file=file, key="material")


def carry(ctx: Context, given: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Nothing is taken over."""
    del ctx, given
    return {}, {}


def steps(work: Work) -> tuple[Step, ...]:
    """⓪ the tree, ① the department, ② three groups, ③ two people, ④ added up, ⑤ the strategy without anybody."""
    now = chain.read(work)
    return (_tree_step(work), _dept(work), _groups(work, now), _people(work, now), _up(work, now), _open(work))


def _tree_step(work: Work) -> Step:
    """⓪ Who has what already; each pair goes to its part."""
    lines = tuple(Text((str(line),)) for line in work.ctx.exercise.settings.get("material", ()))
    pairs = tuple(
        Button(work.say(f"pair-{one}"), "go", {"step": one}, f"row {begun(work, one)}", submit=True) for one in PAIRS
    )
    group = (Text((work.say("pairs-record"),), "note"),) if work.ctx.mode == "group" else ()
    above: tuple[Node, ...] = (
        *lines,
        Tree(roots(work), work.say("tree-now")),
        Text((work.say("pairs"),), "lead"),
        Actions(pairs),
        *group,
    )
    return Step("tree", work.say("tree-title"), work.say("tree-task"), above=above)


def _dept(work: Work) -> Step:
    """① The department's O and guardrail; with mapping B also its first KR."""
    tail = "-b" if parts.is_b(work) else ""
    own = [Entry("objective", work.say(f"dept-objective{tail}"), note=work.say(f"dept-note{tail}"), lines=2, limit=200)]
    if parts.is_b(work):
        own.append(Entry("kr", work.say("dept-kr"), note=work.say("dept-kr-note"), lines=2))
    rows = (Row("dept", tuple(own)), parts.guard_row(work))
    hints = (work.say("dept-hint-1"), work.say("dept-hint-2"), work.say("dept-hint-3"))
    return Step("dept", work.say("dept-title"), work.say(f"dept-task{tail}"), rows, folded(work), hints=hints)


def _groups(work: Work, now: chain.Chain) -> Step:
    """② Three targets."""
    entries = tuple(
        Entry(
            name,
            work.say("group-now", **{**item, "now": parts.shown(item["now"])}),
            "number",
            "%",
            str(item.get("note", "")),
            limit=20,
        )
        for name, item in work.ctx.exercise.items.items()
    )
    hints = (work.say("groups-hint-1"), work.say("groups-hint-2"))
    above = folded(work)
    total = chain.stages(work, now)
    rows = (Row("groups", entries),)
    return Step("groups", work.say("groups-title"), work.say("groups-task"), rows, above, total=total, hints=hints)


def _people(work: Work, now: chain.Chain) -> Step:
    """③ Two people: an O and a rate each."""
    rows = tuple(_person(work, one) for one in work.ctx.exercise.settings["people"])
    hints = (work.say("people-hint-1"), work.say("people-hint-2"))
    above, total = folded(work), chain.ends_and_on(work, now)
    return Step("people", work.say("people-title"), work.say("people-task"), rows, above, total=total, hints=hints)


def _person(work: Work, one: Mapping[str, Any]) -> Row:
    said = work.say("person", **{**one, "now": parts.shown(one["now"]), "share": parts.shown(one["share"])})
    entries = (
        Entry("objective", work.say("person-objective", **one), lines=2),
        Entry("now", work.say("person-now", **one), "number", "%", limit=20),
    )
    return Row(str(one["id"]), entries, above=(Text((said,), "head"),))


def _up(work: Work, now: chain.Chain) -> Step:
    """④ Added up from below; why the plain mean is none."""
    below = (chain.ends(work, now), chain.stages(work, now), chain.money(work, now))
    options = tuple((one, work.say(f"why-{one}")) for one in ("visitors", "goods", "harder", "time"))
    asked = work.say("why", **chain.plain_words(now))
    rows = (Row("up", (Entry("why", asked, options=options, style="list", vote=True),)),)
    hints = (work.say("up-hint-1"),)
    total = chain.whole(work, now)
    return Step(
        "up", work.say("up-title"), work.say("up-task"), rows, (*folded(work), *below), total=total, hints=hints
    )


def _open(work: Work) -> Step:
    """⑤ The strategy that nobody took."""
    entries = (
        Entry("who", work.say("open-who"), note=work.say("open-who-note"), lines=2),
        Entry("number", work.say("open-number"), note=work.say("open-number-note"), lines=2),
    )
    hints = (work.say("open-hint-1"), work.say("open-hint-2"))
    rows = (Row("open", entries),)
    return Step("open", work.say("open-title"), work.say("open-task"), rows, folded(work), hints=hints)
