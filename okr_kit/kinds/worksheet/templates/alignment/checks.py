"""What is checked of a register: it fits, what is kept has a giver and a day, and what is not done is written down."""

from __future__ import annotations

from .....view import Sum
from ...figures import short
from ...template import Check, Note
from ...work import Work
from .parts import STEP, Ask, asks, capacity, says, spent

#: What each thing weighs.
FITS, KEPT, WITHOUT, YIELDS, OPEN = 30, 30, 15, 15, 10
#: What everybody has left who gives up a fifth.
FIFTH = 0.8


def total(work: Work) -> Sum:
    """「24 + 16 + 0 + 18 + 6 = 64 ≤ 64　放得下」, as far as it is settled."""
    found, most = asks(work), capacity(work)
    parts = " + ".join(short(one.takes) if one.counted else "？" for one in found)
    missing = sum(not one.counted for one in found)
    all_asked = short(sum(one.asked for one in found))
    if missing == len(found):
        return Sum(parts, words=work.say("begin", asked=all_asked, most=short(most)), state="info")
    come = spent(work) or 0
    over, left = come - most, most - come
    words = (
        work.say("over", n=short(over)) if over > 0 else work.say("left", n=short(left)) if left else work.say("full")
    )
    words = work.say("unsettled", n=missing) if missing and over <= 0 else words
    state = "bad" if over > 0 else "info" if missing else "good"
    return Sum(parts, short(come), f"{'>' if over > 0 else '≤'} {short(most)}", words, state)


def checks(work: Work) -> tuple[Check, ...]:
    """It fits (30), kept rows have giver and day (30), what is not done (15), who gives way (15), what is open has somebody (10)."""
    found = asks(work)
    return (
        _fits(work, found),
        _kept(found),
        _text(work, "without", WITHOUT),
        _text(work, "yields", YIELDS),
        _open(found),
    )


def _fits(work: Work, found: list[Ask]) -> Check:
    at = tuple(f"{one.id}.days" for one in found if one.kept)
    over = (spent(work) or 0) - capacity(work)
    if over > 0:
        key = "fifth" if all(one.kept and abs(one.takes - FIFTH * one.asked) < 0.1 for one in found) else "too-much"
        said = {"sum": short(spent(work) or 0), "over": short(over), "n": str(sum(one.kept for one in found))}
        return Check("fits", STEP, FITS, 0.5 if key == "too-much" else 0, (Note("revise", key, said, at),))
    if not all(one.counted for one in found):
        return Check("fits", STEP, FITS, 0, open=True)
    same = [one for one in found if one.does == "less" and one.takes >= one.asked]
    notes = tuple(Note("near", "not-smaller", {"title": one.title}, (f"{one.id}.days",)) for one in same)
    less = [one for one in found if one.does == "do" and one.takes < one.asked]
    notes += tuple(
        Note("ask", "smaller", {"title": one.title, "n": short(one.asked - one.takes)}, (f"{one.id}.days",))
        for one in less
    )
    return Check("fits", STEP, FITS, 0.5 if same else 1, notes)


def _kept(found: list[Ask]) -> Check:
    kept = [one for one in found if one.kept]
    notes = [
        Note("near", f"no-{part}", {"title": one.title}, (f"{one.id}.{part}",))
        for one in kept
        for part, there, typed in (("who", one.giving, one.giver), ("due", one.dated, one.due))
        if typed and not there
    ]
    blank = not kept or any(not (one.giver and one.due) for one in kept)
    share = sum(one.whole for one in kept) / len(kept) if kept else 0
    return Check("kept", STEP, KEPT, share, tuple(notes), open=blank)


def _text(work: Work, name: str, weight: float) -> Check:
    said = work.text(name, "text")
    if not said.strip():
        return Check(name, STEP, weight, 0, open=True)
    if not says(said):
        return Check(name, STEP, weight, 0.5, (Note("revise", f"{name}-nothing", {}, (f"{name}.text",)),))
    return Check(name, STEP, weight, 1)


def _open(found: list[Ask]) -> Check:
    waiting = [one for one in found if one.does in ("", "open")]
    bare = [one for one in waiting if not one.whole]
    notes = tuple(
        Note("revise", "open-bare", {"title": one.title}, (f"{one.id}.who", f"{one.id}.due"))
        for one in bare
        if one.does == "open"
    )
    return Check("open", STEP, OPEN, 0 if bare else 1, notes, open=any(not one.does for one in waiting))
