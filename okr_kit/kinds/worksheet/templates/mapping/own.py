"""One's own page of OGSM, and the OKR that one writes of it.

What was written of the page stands beside what is to be written; no word of it is written for the learner. Under mapping A
the purpose becomes the O, each number a KR. Under B the O carries its number, and each strategy with its measure is a KR.
"""

from __future__ import annotations

from .....documents import Document
from .....documents.okr import O_PART, blank_okr, title_of
from .....model import KeyResult, Objective
from .....view import Node, Statement
from ...statements import judged, unread
from ...template import Check, Entry, Note, Row, Step
from ...work import Work

#: The steps; and the lists of rows, named like the steps they stand in.
GOALS, WAYS, OKR = "goals", "ways", "okr"
#: The row of the purpose and that of the O.
PURPOSE, MINE = "purpose", "mine"
#: The rows that stand there at the beginning: one number, two strategies. No id is used twice.
FIRST = {GOALS: ["r1"], WAYS: ["r2", "r3"]}
MOST_GOALS, MOST_WAYS = 3, 4
#: What the page counts for, and what the OKR of it does: the O, the KRs.
PAGE, OBJECTIVE, KEY_RESULTS = 10, 30, 40


def steps(work: Work) -> tuple[Step, ...]:
    """The purpose with its numbers, the strategies with their measures, the OKR."""
    return _goals(work), _ways(work), _okr(work)


def _goals(work: Work) -> Step:
    purpose = Row(PURPOSE, (Entry("o", work.say("own-o"), note=work.say("own-o-note"), lines=2),))
    goals = (
        Row(
            name,
            (Entry("g", work.say("own-g", n=n), note=work.say("own-g-note"), lines=2),),
            work.say("g-n", n=n),
            made=True,
        )
        for n, name in enumerate(work.rows(GOALS), 1)
    )
    return Step(
        GOALS,
        work.say("step-own-goals"),
        work.say("task-own-goals"),
        (purpose, *goals),
        list=GOALS,
        adds=work.say("own-goals-add"),
        most=MOST_GOALS,
        hints=(work.say("hint-own-goals"),),
    )


def _ways(work: Work) -> Step:
    rows = tuple(
        Row(
            name,
            (
                Entry("s", work.say("own-s"), note=work.say("own-s-note"), lines=2),
                Entry("m", work.say("own-m"), note=work.say("own-m-note"), lines=2),
            ),
            work.say("s-n", n=n),
            made=True,
        )
        for n, name in enumerate(work.rows(WAYS), 1)
    )
    title, task = work.say("step-own-ways"), work.say("task-own-ways")
    hints = (work.say("hint-own-ways"),)
    return Step(WAYS, title, task, rows, list=WAYS, adds=work.say("own-ways-add"), most=MOST_WAYS, hints=hints)


def _okr(work: Work) -> Step:
    """The O, and a KR for each number (A) or each strategy (B); above each what the page says."""
    mapping = work.ctx.policy.mapping
    goals = [_goal(work, n, name) for n, name in enumerate(work.rows(GOALS), 1)]
    purpose = (work.say("own-o"), work.text(PURPOSE, "o"))
    objective = Entry("o", work.say("own-objective"), note=work.say(f"own-objective-note-{mapping}"), lines=2)
    rows = [Row(MINE, (objective,), "O", above=_beside(purpose, *(goals if mapping == "B" else ())))]
    for n, name in enumerate(sources(work), 1):
        entry = Entry("kr", work.say("own-kr", n=n), note=work.say(f"own-kr-note-{mapping}"), lines=2)
        beside = _beside(goals[n - 1]) if mapping == "A" else _beside(*_way(work, name))
        rows.append(Row(name, (entry,), work.say("own-kr", n=n), above=beside))
    title, task, hints = (
        work.say("step-own-okr"),
        work.say(f"task-own-okr-{mapping}"),
        (work.say(f"hint-own-{mapping}"),),
    )
    return Step(OKR, title, task, tuple(rows), hints=hints)


def _goal(work: Work, n: int, name: str) -> tuple[str, str]:
    """A number of the page: what it is called, what stands there."""
    return work.say("own-g", n=n), work.text(name, "g")


def _way(work: Work, name: str) -> tuple[tuple[str, str], ...]:
    """A strategy of the page, and its measure."""
    return (work.say("own-s"), work.text(name, "s")), (work.say("own-m"), work.text(name, "m"))


def _beside(*said: tuple[str, str]) -> tuple[Node, ...]:
    """What was written on the page, to be read while the sentence of it is written."""
    return tuple(Statement((text,), label, small=True) for label, text in said if text)


def sources(work: Work) -> list[str]:
    """The rows of the page that become a KR each: the numbers under A, the strategies under B."""
    return work.rows(GOALS if work.ctx.policy.mapping == "A" else WAYS)


def checks(work: Work) -> tuple[Check, ...]:
    """The page is filled in, its numbers are numbers; the O and the KRs by the rules."""
    purpose = Check("own-o", GOALS, PAGE, 1 if work.text(PURPOSE, "o") else 0, open=not work.text(PURPOSE, "o"))
    return (purpose, _numbers(work, GOALS, "g"), _measured(work), _objective(work), _krs(work))


def _numbers(work: Work, where: str, entry: str) -> Check:
    """Every row of a list says from how much to how much, or at least how much."""
    rows = work.rows(where)
    blank = not rows or any(not work.text(name, entry) for name in rows)
    bare = [name for name in rows if work.text(name, entry) and not _values(work, work.text(name, entry))]
    notes = tuple(Note("revise", f"own-bare-{entry}", {}, (f"{name}.{entry}",)) for name in bare)
    return Check(f"own-{entry}", where, PAGE, 0 if blank else 0.5 if notes else 1, notes, open=blank)


def _measured(work: Work) -> Check:
    """Every strategy stands there, with a measure that is a number; one alone is asked about."""
    found, rows = _numbers(work, WAYS, "m"), work.rows(WAYS)
    blank = found.open or any(not work.text(name, "s") for name in rows)
    few = (Note("ask", "own-ways-few"),) if len(rows) == 1 and not blank else ()
    return Check(found.id, WAYS, PAGE, 0 if blank else found.share, (*found.notes, *few), open=blank)


def _values(work: Work, said: str) -> list[float]:
    """The numbers in a sentence."""
    return [one.value for one in work.ctx.workspace.readings.read(said).numbers]


def _objective(work: Work) -> Check:
    """An O without an error; under B with a number of the page."""
    said, at = work.text(MINE, "o"), (f"{MINE}.o",)
    if not said:
        return Check("own-objective", OKR, OBJECTIVE, 0, open=True)
    notes = judged(work, Objective(said), at)
    if unread(notes):
        return Check("own-objective", OKR, OBJECTIVE, 0, notes, open=True)
    wanted = [number for name in work.rows(GOALS) for number in _values(work, work.text(name, "g"))[-1:]]
    if work.ctx.policy.mapping == "B" and not notes and not set(wanted) & set(_values(work, said)):
        notes = (Note("revise", "own-whole-number", {}, at),)
    return Check("own-objective", OKR, OBJECTIVE, 0.5 if notes else 1, notes)


def _krs(work: Work) -> Check:
    """A KR for each row, without an error; whether it has the number of the page is asked."""
    rows = sources(work)
    told = [note for n, name in enumerate(rows, 1) for note in _kr(work, n, name)]
    blank = not rows or any(not work.text(name, "kr") for name in rows) or unread(told)
    share = 0 if blank else 0.5 if any(note.tone == "revise" for note in told) else 1
    return Check("own-krs", OKR, KEY_RESULTS, share, tuple(told), open=blank)


def _kr(work: Work, n: int, name: str) -> tuple[Note, ...]:
    said, at = work.text(name, "kr"), (f"{name}.kr",)
    if not said:
        return ()
    notes = judged(work, KeyResult(said), at)
    wanted = _values(work, work.text(name, "g" if work.ctx.policy.mapping == "A" else "m"))[-1:]
    if notes or not wanted or wanted[0] in _values(work, said):
        return notes
    return (Note("ask", "own-kr-number", {"n": str(n)}, at),)


def documents(work: Work) -> tuple[Document, ...]:
    """The OKR as it was written; while nothing of it is, there is none."""
    krs = [{"id": name, "text": said} for name in sources(work) if (said := work.text(name, "kr"))]
    objective = work.text(MINE, "o")
    if not objective and not krs:
        return ()
    made = blank_okr(work.state["id"]) | {"objective": {"id": O_PART, "text": objective}, "key_results": krs}
    return (made | {"title": title_of(made)},)
