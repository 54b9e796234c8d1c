"""The second step: which slips make up the OKR of the level that wrote them; and one guardrail, which no slip holds.

Under mapping A the O is one slip and the numbers are its KRs. Under B the O carries the numbers, and each KR is a strategy
with its measure.
"""

from __future__ import annotations

from .....view import Items, Node
from ...template import Check, Entry, Note, Row, Step
from ...work import Work

STEP = "top"
#: The rows of key results under B.
PAIRS = ("kr1", "kr2")
WEIGHT = 10


def of(work: Work, letter: str) -> list[str]:
    """The slips whose letter that is."""
    return [name for name, item in work.ctx.exercise.items.items() if item["key"] == letter]


def text(work: Work, name: str) -> str:
    """The words of a slip."""
    item = work.ctx.exercise.items.get(name)
    return str(item["text"]) if item else ""


def pick(work: Work, row: str, name: str) -> str:
    """The slip that was picked; none if it has left the bank since."""
    found = work.text(row, name)
    return found if found in work.ctx.exercise.items else ""


def picks(work: Work, name: str) -> tuple[str, ...]:
    """The slips that were picked together, without those that have left the bank since."""
    return tuple(one for one in work.several(STEP, name) if one in work.ctx.exercise.items)


def options(work: Work) -> tuple[tuple[str, str], ...]:
    """Every slip, to be picked."""
    return tuple((name, f"{name}　{item['text']}") for name, item in work.ctx.exercise.items.items())


def step(work: Work) -> Step:
    """What is picked, and the OKR that it makes."""
    owner, slips = str(work.ctx.exercise.settings["top"]["owner"]), options(work)
    guard = Entry("guard", work.say("guard"), note=work.say("guard-note"), lines=2)
    if work.ctx.policy.mapping == "A":
        picks = (
            Entry("o", work.say("top-o", owner=owner), "pick", options=slips),
            Entry("krs", work.say("top-krs", owner=owner), "several", options=slips),
        )
        rows: tuple[Row, ...] = (Row(STEP, (*picks, guard)),)
    else:
        whole = Entry("whole", work.say("top-whole", owner=owner), "several", options=slips)
        pairs = tuple(
            Row(
                name,
                (
                    Entry("s", work.say("pair-s", n=n), "pick", options=slips),
                    Entry("m", work.say("pair-m", n=n), "pick", options=slips),
                ),
            )
            for n, name in enumerate(PAIRS, 1)
        )
        rows = (Row(STEP, (whole,)), *pairs, Row("guarded", (guard,)))
    title, task = work.say("step-top", owner=owner), work.say(f"task-top-{work.ctx.policy.mapping}", owner=owner)
    hints = (work.say(f"hint-top-{work.ctx.policy.mapping}"),)
    return Step(STEP, title, task, rows, below=_made(work), hints=hints, skip=work.say("skip-top"))


def objective(work: Work) -> str:
    """The O that the picks make."""
    if work.ctx.policy.mapping == "A":
        return text(work, work.text(STEP, "o"))
    return "，".join(text(work, name) for name in picks(work, "whole"))


def key_results(work: Work) -> list[tuple[str, str, str]]:
    """The KRs that the picks make: the slip of the number, the sentence, the strategy it goes with (under B)."""
    if work.ctx.policy.mapping == "A":
        return [(name, text(work, name), "") for name in picks(work, "krs")]
    pairs = ((pick(work, row, "s"), pick(work, row, "m")) for row in PAIRS)
    return [(m, joined(work, text(work, s), text(work, m)), s) for s, m in pairs if s and m]


def joined(work: Work, strategy: str, measure: str) -> str:
    """「通过……，让……从……到……」."""
    return work.say("joined", strategy=strategy.removeprefix(work.say("by")), measure=measure)


def picked_way(work: Work, slip: str) -> bool:
    """Whether a slip was put down as a strategy, here or on the page before: the document says what was said, no key."""
    return work.text(slip, "place") == "S" or slip in [work.text(row, "s") for row in PAIRS]


def guard_of(work: Work) -> str:
    """The guardrail as it was typed."""
    return work.text(STEP, "guard") or work.text("guarded", "guard")


def _made(work: Work) -> tuple[Node, ...]:
    """The OKR as it would read."""
    krs = [work.ctx.say("copy-kr", n=n, text=said) for n, (_, said, _) in enumerate(key_results(work), 1)]
    lines = [*([work.ctx.say("copy-o", text=objective(work))] if objective(work) else []), *krs]
    return (Items(tuple(lines)),) if lines else ()


def checks(work: Work) -> tuple[Check, ...]:
    """The O, the KRs, the guardrail."""
    return (*((_o(work), _krs(work)) if work.ctx.policy.mapping == "A" else (_whole(work), _pairs(work))), _guard(work))


def _o(work: Work) -> Check:
    picked, at = pick(work, STEP, "o"), (f"{STEP}.o",)
    if not picked:
        return Check("top-o", STEP, WEIGHT, 0, open=True)
    if picked in of(work, "O"):
        return Check("top-o", STEP, WEIGHT, 1)
    number = work.ctx.exercise.items[picked]["key"] in ("G", "M")
    return Check(
        "top-o", STEP, WEIGHT, 0.5, (Note("revise", "top-o-number" if number else "top-o-off", {"slip": picked}, at),)
    )


def _krs(work: Work) -> Check:
    picked, at = picks(work, "krs"), (f"{STEP}.krs",)
    if not picked:
        return Check("top-krs", STEP, WEIGHT, 0, open=True)
    return Check("top-krs", STEP, WEIGHT, *_belongs(work, picked, of(work, "G"), "krs", at))


def _whole(work: Work) -> Check:
    picked, at = picks(work, "whole"), (f"{STEP}.whole",)
    if not picked:
        return Check("top-whole", STEP, WEIGHT, 0, open=True)
    return Check("top-whole", STEP, WEIGHT, *_belongs(work, picked, [*of(work, "O"), *of(work, "G")], "whole", at))


def _belongs(
    work: Work, picked: tuple[str, ...], right: list[str], what: str, at: tuple[str, ...]
) -> tuple[float, tuple[Note, ...]]:
    """What is too much, or else that something is missing."""
    if set(picked) == set(right):
        return 1.0, ()
    off: dict[str, list[str]] = {}
    for name in picked:
        if name not in right:
            off.setdefault(str(work.ctx.exercise.items[name]["key"]), []).append(name)
    notes = (Note("revise", f"{what}-{kind}", {"slips": "、".join(names)}, at) for kind, names in off.items())
    return 0.5, tuple(notes) or (Note("revise", f"{what}-missing", {}, at),)


def _pairs(work: Work) -> Check:
    """Each measure with the strategy that it measures."""
    pairs = [(pick(work, row, "s"), pick(work, row, "m"), row) for row in PAIRS]
    if not all(s and m for s, m, _ in pairs):
        return Check("pairs", STEP, WEIGHT, 0, open=True)
    items, notes = work.ctx.exercise.items, list[Note]()
    for s, m, row in pairs:
        at, params = (f"{row}.s", f"{row}.m"), {"s": s, "m": m}
        if items[s]["key"] != "S" or items[m]["key"] != "M":
            notes.append(Note("revise", "pair-kind", params, at))
        elif items[m]["of"] != s:
            notes.append(Note("revise", "pair-cross", params, at))
    if not notes and pairs[0][:2] == pairs[1][:2]:
        notes.append(Note("revise", "pair-twice", {}, tuple(f"{row}.s" for row in PAIRS)))
    return Check("pairs", STEP, WEIGHT, 0.5 if notes else 1, tuple(notes))


def _guard(work: Work) -> Check:
    """A guardrail has a number."""
    said = guard_of(work)
    at = (f"{STEP}.guard" if work.ctx.policy.mapping == "A" else "guarded.guard",)
    if not said:
        return Check("guard", STEP, WEIGHT, 0, open=True)
    if not work.ctx.workspace.readings.read(said).numbers:
        return Check("guard", STEP, WEIGHT, 0.5, (Note("revise", "guard-number", {}, at),))
    return Check("guard", STEP, WEIGHT, 1)
