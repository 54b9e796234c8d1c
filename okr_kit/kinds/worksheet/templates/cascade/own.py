"""All three levels of one's own business: the superior's line, my strategies, who takes each of them, added up again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .....model import Exercise
from .....view import Node, Text
from ...template import Entry, Row, Step
from ...work import Work
from . import above, own_sum
from .own_checks import checks
from .own_document import nodes
from .own_people import KINDS, Person, letters, people, ways

if TYPE_CHECKING:
    from ....base import Context

__all__ = ["MATERIALS", "carry", "check_bank", "checks", "nodes", "steps", "tile"]

MATERIALS = ("own",)
#: Strategies at most, and those who share one beside its first owner: with the superior and me 40 nodes.
MOST_WAYS, MOST_MORE = 5, 33
#: What the first strategies are called, so that nobody has to add them one by one.
FIRST = ("r1", "r2", "r3")


def check_bank(exercise: Exercise) -> None:
    """Nothing of its own."""
    del exercise


def carry(ctx: Context, given: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """What was taken over before, else what the learner's OKR says; three strategies to be filled in."""
    found = {**_of_okr(given.get("okr", {})), **_of_cascade(given.get("cascade", {}))}
    mark = ctx.lang.say("cascade.guard-mark")
    found["guard.text"] = found.get("guard.text", "").removeprefix(mark).lstrip("：:")
    return {name: text for name, text in found.items() if text}, {"ways": list(FIRST)}


def _of_okr(doc: Mapping[str, Any]) -> dict[str, str]:
    """The superior's O, mine, its first number, its guardrail."""
    if not doc:
        return {}
    rows = [row for row in doc["key_results"] if row["text"]]
    guards = [row for row in rows if row.get("type") == "guardrail"]
    found = {"above.objective": str(doc["parent"]), "own.objective": str(doc["objective"]["text"])}
    main = next((row for row in rows if row not in guards and row.get("target")), None)
    if main:
        unit = str(main.get("unit", ""))
        found |= {"own.metric": str(main.get("metric", "")), "own.after": f"{main['target']}{unit}"}
        found["own.before"] = f"{main['baseline']}{unit}" if main.get("baseline") else ""
    return found | ({"guard.text": str(guards[0]["text"])} if guards else {})


def _of_cascade(doc: Mapping[str, Any]) -> dict[str, str]:
    """What was taken over from above."""
    known = {node["id"]: node for node in doc.get("nodes", ())}
    if not {"above", "own"} <= set(known):
        return {}
    top, mine = known["above"], known["own"]
    rows = {row["id"]: row for row in mine.get("key_results", ())}
    main = rows.get("own-k", {})
    found = {
        "above.objective": top.get("objective"),
        "above.change": top.get("reason"),
        "circle.text": "；".join(one["text"] for one in top.get("strategies", ())),
        "own.objective": mine.get("objective"),
        "own.metric": main.get("metric"),
        "own.before": main.get("baseline"),
        "own.after": main.get("target"),
        "guard.text": rows.get("own-guard", {}).get("text"),
        "up.first": mine.get("reason"),
        "up.need": mine.get("need"),
    }
    return {name: str(text) for name, text in found.items() if text}


def steps(work: Work) -> tuple[Step, ...]:
    """1–7 as taken over, 8–14 down to the people."""
    up = Step("up", work.say("own-up-title"), work.say("own-up-task"), (above.up_row(work),))
    beside = Step("beside", work.say("beside-title"), work.say("beside-task"), (above.beside_row(work),))
    return (
        above.change(work),
        above.circle(work),
        above.rewrite(work),
        above.number(work),
        above.guard(work),
        up,
        beside,
        _ways(work),
        _owners(work),
        _reported(work),
        _agreed(work),
        _kind(work),
        _objectives(work),
        _promised(work),
    )


def _ways(work: Work) -> Step:
    """8 My strategies, each with one number."""
    rows = tuple(
        Row(
            name,
            (
                Entry("text", work.say("way-text"), note=work.say("way-note"), lines=2),
                Entry("metric", work.say("way-metric"), note=work.say("way-metric-note"), needed=False),
                Entry("before", work.say("before"), "number", limit=30, needed=False),
                Entry("after", work.say("after"), "number", limit=30, needed=False),
                Entry("part", work.say("way-part"), "two", options=_parts(work), needed=False),
            ),
            work.say("way", n=at),
            note=_span(work, name),
            made=True,
        )
        for at, name in enumerate(ways(work), 1)
    )
    return Step(
        "ways",
        work.say("ways-title"),
        work.say("ways-task"),
        rows,
        list="ways",
        adds=work.say("ways-add"),
        most=MOST_WAYS,
        hints=(work.say("ways-hint-1"),),
    )


def _parts(work: Work) -> tuple[tuple[str, str], ...]:
    return (("part", work.say("part-part")), ("support", work.say("part-support")))


def _span(work: Work, name: str) -> str:
    """「600 → 800 万」."""
    return " → ".join(filter(None, (work.text(name, "before"), work.text(name, "after"))))


def _owners(work: Work) -> Step:
    """9 One first owner for each strategy, and who shares it."""
    fates = tuple((one, work.say(f"fate-{one}")) for one in ("give", "self", "drop"))
    rows = [
        Row(
            name,
            (
                Entry("fate", work.say("fate"), "chips", options=fates, needed=False),
                *((Entry("owner", work.say("owner"), limit=30),) if given else ()),
            ),
            work.say("way", n=at),
            "" if given else work.say(f"fate-{work.text(name, 'fate')}"),
            work.text(name, "text"),
        )
        for at, name in enumerate(ways(work), 1)
        for given in (work.text(name, "fate") in ("", "give"),)
    ]
    options = tuple((name, work.say("way", n=at)) for at, name in enumerate(ways(work), 1))
    rows += [
        Row(
            name,
            (
                Entry("owner", work.say("owner-more"), limit=30),
                Entry("way", work.say("owner-way"), "pick", options=options),
            ),
            work.text(name, "owner") or work.say("more-n", n=at),
            made=True,
        )
        for at, name in enumerate(work.rows("more"), 1)
    ]
    return Step(
        "owners",
        work.say("owners-title"),
        work.say("owners-task"),
        tuple(rows),
        list="more",
        adds=work.say("owners-add"),
        most=MOST_MORE,
    )


def _row(work: Work, one: Person, *entries: Entry) -> Row:
    """What is asked of one person."""
    return Row(one.row, entries, one.name, work.text(one.row, "agreed"), one.way_text)


def _each(work: Work, *entries: Entry) -> tuple[Row, ...]:
    return tuple(_row(work, one, *entries) for one in people(work))


def _nobody(work: Work) -> tuple[Node, ...]:
    return () if people(work) else (Text((work.say("nobody-yet"),), "lead"),)


def _reported(work: Work) -> Step:
    """10 He says his number first."""
    rows = _each(work, Entry("reported", work.say("reported"), "number", limit=30, needed=False))
    title, task = work.say("reported-title"), work.say("reported-task")
    return Step("reported", title, task, rows, _nobody(work), total=lambda: own_sum.total(work, "reported"))


def _agreed(work: Work) -> Step:
    """11 Where he starts, what was agreed, what he needs for it."""
    rows = _each(
        work,
        Entry("base", work.say("base"), "number", limit=30),
        Entry("agreed", work.say("agreed"), "number", limit=30),
        Entry("support", work.say("support"), note=work.say("support-note"), needed=False),
    )
    title, task = work.say("agreed-title"), work.say("agreed-task")
    return Step("agreed", title, task, rows, _nobody(work), total=lambda: own_sum.total(work))


def _kind(work: Work) -> Step:
    """12 What kind of number it is, and what its account needs besides."""
    kind = work.text("sum", "kind")
    options = tuple((one, work.say(f"kind-{one}")) for one in KINDS)
    rows = [Row("sum", (Entry("kind", _kind_asked(work), "list", options=options),))]
    if kind in ("ratio", "index"):
        rows += [Row(one.row, (_weight(work, kind, one),)) for one in people(work)]
    if kind == "distinct":
        rows.append(Row("sum", (Entry("overlap", work.say("overlap"), "number", limit=30, needed=False),)))
    if kind == "time":
        both = (("row", work.say("time-row")), ("parallel", work.say("time-parallel")))
        rows.append(Row("sum", (Entry("order", work.say("time-order"), "two", options=both),)))
    title, task = work.say("kind-title"), work.say("kind-task")
    return Step("kind", title, task, tuple(rows), _nobody(work), total=lambda: own_sum.total(work))


def _kind_asked(work: Work) -> str:
    metric = work.text("own", "metric")
    return work.say("kind", metric=metric) if metric else work.say("kind-bare")


def _weight(work: Work, kind: str, one: Person) -> Entry:
    return Entry("weight", work.say(f"weight-{kind}", name=one.name), "number", limit=30, needed=False)


def _objectives(work: Work) -> Step:
    """13 His O is his."""
    said = Entry(
        "objective", work.say("his-objective"), lines=2, placeholder=work.say("his-objective-blank"), needed=False
    )
    return Step(
        "objectives", work.say("objectives-title"), work.say("objectives-task"), _each(work, said), _nobody(work)
    )


def _promised(work: Work) -> Step:
    """14 What I promised."""
    entries = (
        Entry("promised", work.say("promised"), note=work.say("promised-note"), lines=2, needed=False),
        Entry("day", work.say("promised-day"), "date", limit=20, needed=False),
    )
    title, task, rows = work.say("promised-title"), work.say("promised-task"), _each(work, *entries)
    return Step("promised", title, task, rows, _nobody(work), take=lambda: letters(work))


def tile(work: Work) -> tuple[Node, ...]:
    """Never on the stage."""
    del work
    return ()
