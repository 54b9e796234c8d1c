"""Take over one line of a superior: what he wants to see change, which strategy is mine, my O, a guardrail, the number.

The bank's ``case`` is a superior's page for who has none at hand: ``owner``, ``me``, ``objective``, ``strategies`` (each
``id``, ``text``, ``measure``, and ``reply`` where it is not this one), ``right``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .....errors import ContentError
from .....files import need
from .....model import Exercise
from .....shape import fits
from .....view import Actions, Button, Items, Node, Text
from ...template import Check, Entry, Note, Row, Step
from ...work import Work
from . import parts
from .parts import Nodes

if TYPE_CHECKING:
    from ....base import Context

MATERIALS = ("own", "case")
#: Roads that somebody writes down whose superior wrote no strategy.
ROADS = ("road1", "road2", "road3")


def check_bank(exercise: Exercise) -> None:
    """A superior's page with its strategies; the right one among them, a reply for each other."""
    file = f"{exercise.slug}.toml"
    case = need(exercise.settings, "case", dict, file)
    for key in ("owner", "me", "objective", "right"):
        need(case, key, str, file, "case")
    for row in need(case, "strategies", list, file, "case"):
        for key in ("id", "text", "measure"):
            need(row, key, str, file, "case.strategies")
        if row["id"] != case["right"]:
            need(row, "reply", str, file, "case.strategies")
    if case["right"] not in [row["id"] for row in case["strategies"]]:
        raise ContentError("content-key", file=file, key="case.right")
    if not fits(case.get("material", []), [str]):
        raise ContentError("content-key", file=file, key="case.material")


def carry(ctx: Context, given: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The superior's O, where the learner's own OKR names one."""
    del ctx
    parent = str(given.get("okr", {}).get("parent", ""))
    return ({"above.objective": parent} if parent else {}), {}


def steps(work: Work) -> tuple[Step, ...]:
    """①–④ in class, ⑤ and ⑥ later."""
    confirm = Step("confirm", work.say("confirm-title"), work.say("confirm-task"), (up_row(work), beside_row(work)))
    return (
        change(work, other=True),
        circle(work),
        rewrite(work),
        guard(work),
        later(number(work)),
        later(confirm),
    )


def later(step: Step) -> Step:
    """The same step, not done in class."""
    return replace(step, later=True)


# -- the steps, also of one's own three levels -------------------------------------------------------------------------


def change(work: Work, *, other: bool = False) -> Step:
    """① What the superior wants to see; ``other`` offers the other material."""
    rows = [Row("above", (Entry("change", work.say("change"), note=work.say("change-note"), lines=2),))]
    if work.own:
        rows.insert(0, Row("above", (Entry("objective", work.say("above-objective"), lines=2, needed=False),)))
    nodes: list[Node] = []
    if not work.own:
        nodes += _case(work)
    if other:
        wanted = "case" if work.own else "own"
        nodes.append(Actions((Button(work.say(f"use-{wanted}"), "pick", {"material": wanted}, "quiet"),)))
    return Step("change", work.say("change-title"), work.say("change-task"), tuple(rows), tuple(nodes))


def _case(work: Work) -> list[Node]:
    case = work.ctx.exercise.settings["case"]
    lines = tuple((f"{row['text']}", str(row["measure"])) for row in case["strategies"])
    said = tuple(Text((str(line),)) for line in case.get("material", ()))
    return [*said, Text((work.say("case-objective", owner=case["owner"], text=case["objective"]),)), Items(lines)]


def circle(work: Work) -> Step:
    """② Which of his strategies is mine: picked of the case, typed of one's own, three roads where he wrote none."""
    note = work.say("circle-note")
    if not work.own:
        options = tuple((str(row["id"]), str(row["text"])) for row in work.ctx.exercise.settings["case"]["strategies"])
        pick = Entry("mine", work.say("circle-pick"), "several", note=note, options=options)
        return Step("circle", work.say("circle-title"), work.say("circle-task"), (Row("circle", (pick,)),))
    asked = Entry(
        "has", work.say("circle-has"), "two", options=(("yes", work.say("has-yes")), ("no", work.say("has-no")))
    )
    if work.text("circle", "has") == "no":
        roads = tuple(Entry(one, work.say(one), needed=one != ROADS[-1]) for one in ROADS)
        mine = Entry("road", work.say("circle-road"), "two", options=_roads(work))
        told = (Text((work.say("roads-task"),), "lead"),)
        rows: tuple[Row, ...] = (Row("circle", (asked,)), Row("circle", (*roads, mine), above=told))
    else:
        typed = (
            Entry("text", work.say("circle-text"), note=note, lines=2),
            Entry("measure", work.say("circle-measure"), note=work.say("circle-measure-note"), needed=False),
        )
        rows = (Row("circle", (asked, *typed)),)
    return Step("circle", work.say("circle-title"), work.say("circle-task-own"), rows)


def _roads(work: Work) -> tuple[tuple[str, str], ...]:
    """The roads that can be chosen: those with words."""
    return tuple((one, work.say(f"{one}-short")) for one in ROADS)


def rewrite(work: Work) -> Step:
    """③ The O in words of one's own; who is its hero is asked."""
    entries = (
        Entry("objective", work.say("rewrite"), note=work.say("rewrite-note"), lines=2),
        Entry("hero", work.say("hero"), note=work.say("hero-note"), limit=60, needed=False),
    )
    mine = tuple(Text((work.say("from-strategy", text=text),), "note") for text in circled(work))
    hints = (work.say("rewrite-hint-1"), work.say("rewrite-hint-2"))
    return Step(
        "rewrite", work.say("rewrite-title"), work.say("rewrite-task"), (Row("own", entries),), mine, hints=hints
    )


def guard(work: Work) -> Step:
    """④ A guardrail of one's own."""
    hints = (work.say("guard-hint-1"), work.say("guard-hint-2"))
    return Step("guard", work.say("guard-title"), work.say("guard-task"), (parts.guard_row(work),), hints=hints)


def number(work: Work) -> Step:
    """⑤ The number that comes with it, from where to where."""
    entries = (
        Entry("metric", work.say("metric"), note=work.say("metric-note")),
        Entry("before", work.say("before"), "number", limit=30),
        Entry("after", work.say("after"), "number", limit=30),
    )
    return Step("number", work.say("number-title"), work.say("number-task"), (Row("own", entries),))


def up_row(work: Work) -> Row:
    """⑥ What is settled with the superior."""
    entries = (
        Entry("first", work.say("up-first"), lines=2, needed=False),
        Entry("need", work.say("up-need"), lines=2, needed=False),
    )
    return Row("up", entries)


def beside_row(work: Work) -> Row:
    """⑥ What is settled with who stands beside."""
    entries = (
        Entry("who", work.say("beside-who"), needed=False, limit=60),
        Entry("what", work.say("beside-what"), needed=False),
        Entry("day", work.say("beside-day"), "date", limit=20, needed=False),
    )
    return Row("beside", entries)


# -- what is checked ---------------------------------------------------------------------------------------------------


def checks(work: Work) -> tuple[Check, ...]:
    """② 25, ③ 50, ④ 25; ① is asked for and judged by nobody."""
    return (change_check(work), circle_check(work, 25), rewrite_check(work, 50), parts.guard(work, "guard", 25))


def circled(work: Work) -> tuple[str, ...]:
    """The strategies that were taken, in words."""
    if not work.own:
        rows = work.ctx.exercise.settings["case"]["strategies"]
        return tuple(str(row["text"]) for row in rows if row["id"] in work.several("circle", "mine"))
    if work.text("circle", "has") == "no":
        return tuple(filter(None, (work.text("circle", work.text("circle", "road")),)))
    return tuple(filter(None, (work.text("circle", "text"),)))


def measured(work: Work) -> tuple[str, ...]:
    """The numbers that came with them."""
    if not work.own:
        rows = work.ctx.exercise.settings["case"]["strategies"]
        return tuple(str(row["measure"]) for row in rows if row["id"] in work.several("circle", "mine"))
    return tuple(filter(None, (work.text("circle", "measure"),)))


def change_check(work: Work) -> Check:
    """What he wants to see is written down; whether it is that, he knows."""
    blank = not work.text("above", "change")
    return Check("change", "change", 0, 0 if blank else 1, open=blank)


def circle_check(work: Work, weight: float) -> Check:
    """One is taken, two at most; of the case the one whose means lie in these hands."""
    mine = circled(work)
    if not mine:
        return Check("circle", "circle", weight, 0, open=True)
    if work.own:
        roads = (Note("next", "roads-ask"),) if work.text("circle", "has") == "no" else ()
        return Check("circle", "circle", weight, 1, roads)
    case, at = work.ctx.exercise.settings["case"], ("circle.mine",)
    others = [row for row in case["strategies"] if row["text"] in mine and row["id"] != case["right"]]
    told = tuple(Note("revise", "circle-other", {"text": row["text"], "why": row["reply"]}, at) for row in others)
    return Check("circle", "circle", weight, 0.5 if told else 1, told)


def above_texts(work: Work) -> tuple[str, ...]:
    """Every sentence of the superior's that an O could be a copy of."""
    objective = work.text("above", "objective") if work.own else str(work.ctx.exercise.settings["case"]["objective"])
    return (objective, *circled(work))


def rewrite_check(work: Work, weight: float) -> Check:
    """The O is no copy and has no error; a hero who is oneself is asked about."""
    check = parts.objective(work, "own", "rewrite", weight, above_texts(work), measured(work))
    hero = work.text("own", "hero")
    if check.open or not any(word in hero for word in work.say("hero-we").split("、")):
        return check
    ask = Note("ask", "hero-is-us", {"hero": hero}, ("own.hero",))
    return Check(check.id, check.step, check.weight, check.share, (*check.notes, ask))


def tile(work: Work) -> tuple[Node, ...]:
    """How many of its checks hold; no words."""
    fine = sum(one.share == 1 for one in work.checks)
    return (Text((work.say("tile", n=fine, total=len(work.checks)),)),)


# -- the document ------------------------------------------------------------------------------------------------------


def nodes(work: Work) -> Nodes:
    """The superior's node with what I took of it, and mine below."""
    case: Mapping[str, Any] = {} if work.own else work.ctx.exercise.settings["case"]
    above = parts.node(
        "above",
        owner=str(case.get("owner", "")) or work.say("above-owner"),
        objective=str(case.get("objective", "")) or work.text("above", "objective"),
        reason=work.text("above", "change"),
        strategies=[{"id": f"s{at}", "text": text} for at, text in enumerate(circled(work), 1)],
    )
    mine = parts.node(
        "own",
        parent="above",
        owner=str(case.get("me", "")) or work.say("own-owner"),
        objective=work.text("own", "objective"),
        serves=[f"s{at}" for at, _ in enumerate(circled(work), 1)],
        key_results=[*_main(work), *_guard(work)],
        need=work.text("up", "need"),
        reason=work.text("up", "first"),
    )
    return [above, mine]


def _main(work: Work) -> Nodes:
    """The number that was taken over."""
    metric, before, after = (work.text("own", name) for name in ("metric", "before", "after"))
    if not (metric or after):
        return []
    text = parts.from_to(work, metric, before, after)
    return [parts.key_result("own-k", text, metric=metric, baseline=before, target=after)]


def _guard(work: Work) -> Nodes:
    text = parts.guard_text(work)
    return [parts.key_result("own-guard", text, own=True)] if text else []
