"""The first step: each slip to its letter, one tap each."""

from __future__ import annotations

from .....view import Text
from ...template import Check, Entry, Note, Row, Step
from ...work import Work

#: Where a slip can lie: the letters of OGSM, or nowhere.
LETTERS = ("O", "G", "S", "M", "none")
STEP, WEIGHT = "slips", 40


def step(work: Work) -> Step:
    """A short row for each slip, what the letters mean above."""
    options = tuple((letter, work.say(f"letter-{letter}")) for letter in LETTERS)
    rows = tuple(
        Row(name, (Entry("place", f"{name}　{item['text']}", "chips", options=options, vote=bool(item.get("vote"))),))
        for name, item in work.ctx.exercise.items.items()
    )
    above = (Text((work.say("letters"),), "note"),)
    hints = (work.say("hint-letters"), work.say("hint-pairs"))
    return Step(STEP, work.say("step-slips"), work.say("task-slips"), rows, above, hints=hints)


def check(work: Work) -> Check:
    """How many lie where they belong; of the others why not there, those alike together."""
    wrong: dict[str, list[str]] = {}
    placed = 0
    for name, item in work.ctx.exercise.items.items():
        put = work.text(name, "place")
        placed += bool(put)
        if put and put != item["key"]:
            wrong.setdefault(_why(item["key"], put), []).append(name)
    whole = len(work.ctx.exercise.items)
    notes = tuple(
        Note("revise", key, {"slips": "、".join(names)}, tuple(f"{name}.place" for name in names))
        for key, names in wrong.items()
    )
    right = placed - sum(map(len, wrong.values()))
    if right == whole:
        notes = (Note("good", "slips-right"),)
    return Check("slips", STEP, WEIGHT, right / whole, notes, open=placed < whole)


def _why(key: str, put: str) -> str:
    """The key of what is said: a slip that has a place was put nowhere, one that has none somewhere, one beside its place."""
    if put == "none":
        return "wrong-none"
    return "wrong-task" if key == "none" else f"wrong-{key}-{put}"
