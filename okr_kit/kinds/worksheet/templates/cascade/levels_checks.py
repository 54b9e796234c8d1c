"""What is checked of three levels, and how it is said."""

from __future__ import annotations

from typing import Any

from .....model import KeyResult
from .....reconcile import Account
from ...statements import judged, unread
from ...template import Check, Note
from ...work import Work
from . import chain, parts

#: What everybody's growth has to be alike in to be a flat rate, in percentage points of growth.
FLAT = 0.5


def checks(work: Work) -> tuple[Check, ...]:
    """Everything, in the order of the steps; 100 in all."""
    now = chain.read(work)
    return (
        *_dept(work),
        parts.guard(work, "dept", 5),
        _product(work, now),
        _reach(work, now),
        _mean(work, now),
        *_people(work),
        _money(work, now),
        _why(work),
        _who(work),
        _number(work),
    )


def _dept(work: Work) -> tuple[Check, ...]:
    """① The O: no error and no copy; with mapping B it holds the number, and the first KR has a way and a number."""
    rows: Any = work.ctx.exercise.settings["strategies"]
    whole: Any = work.ctx.exercise.settings["whole"]
    above, numbers = (
        [str(whole["objective"]), *(str(row["text"]) for row in rows)],
        [str(row["measure"]) for row in rows],
    )
    if not parts.is_b(work):
        return (parts.objective(work, "dept", "dept", 15, above, numbers),)
    check = parts.objective(work, "dept", "dept", 10, above, numbers)
    if not check.open and not work.ctx.workspace.readings.read(work.text("dept", "objective")).numbers:
        told = (*check.notes, Note("revise", "dept-number", {}, ("dept.objective",)))
        check = Check(check.id, check.step, check.weight, 0.5, told)
    return check, _kr(work)


def _kr(work: Work) -> Check:
    """① With mapping B: the strategy with its measure."""
    text, at = work.text("dept", "kr"), ("dept.kr",)
    if not text:
        return Check("dept-kr", "dept", 5, 0, open=True)
    told = judged(work, KeyResult(text), at)
    share = 0 if unread(told) else 0.5 if told else 1
    return Check("dept-kr", "dept", 5, share, told, open=unread(told))


def _product(work: Work, now: chain.Chain) -> Check:
    """② The three steps multiplied reach the department's rate."""
    at = _groups_at(work)
    if now.product.answer == "depends":
        return Check("product", "groups", 20, 0, _unread(work, at), open=True)
    fits = now.product.answer == "proven"
    return Check("product", "groups", 20, 1 if fits else 0.5, (_account("product", now.product, at),))


def _reach(work: Work, now: chain.Chain) -> Check:
    """② Steps that are nearly as good as they get are not asked for much more, and not all for the same more."""
    at, items = _groups_at(work), list(work.ctx.exercise.items.values())
    rates = [one.value for one in now.stages if one.value is not None]
    if now.product.value is None or len(rates) < len(items):
        return Check("reach", "groups", 5, 0, open=True)
    grown = [100 * (rate / item["now"] - 1) for rate, item in zip(rates, items, strict=True)]
    share = 100 * now.product.value / now.rate[0]
    known = {"n": parts.shown(now.product.value, 2), "share": f"{share:.0f}", "grown": f"{grown[0]:.0f}"}
    if min(grown) > FLAT and max(grown) - min(grown) <= FLAT:
        return Check("reach", "groups", 5, 0.5, (Note("revise", "flat", known, at, "D-UNIFORM"),))
    far = [(name, item) for name, item in work.ctx.exercise.items.items() if _too_far(work, name, item)]
    told = tuple(
        Note(
            "revise", "too-far", {"title": one["title"], "step": one["step"], "most": parts.shown(one["most"])}, at_one
        )
        for name, one in far
        for at_one in ((f"groups.{name}",),)
    )
    return Check("reach", "groups", 5, 0.5 if told else 1, told)


def _too_far(work: Work, name: str, item: Any) -> bool:
    """Whether a step is asked for more than anybody in the trade comes to."""
    rate = parts.percent(work, "groups", name)
    return rate is not None and rate > item.get("most", rate)


def _mean(work: Work, now: chain.Chain) -> Check:
    """③ The people's rates, weighted by their visitors, reach what their group took over."""
    people: Any = work.ctx.exercise.settings["people"]
    at = tuple(f"{one['id']}.now" for one in people)
    if now.mean.answer == "depends":
        return Check("mean", "people", 20, 0, _unread(work, at), open=True)
    still = tuple(
        Note("ask", "still", {"title": one["title"], "now": parts.shown(one["now"])}, (f"{one['id']}.now",))
        for term, one in zip(now.people, people, strict=True)
        if term.value == term.baseline
    )
    fits = now.mean.answer == "proven"
    told = _account("mean", now.mean, at)
    if not fits and now.plain is not None and now.plain >= now.first[0]:
        told = Note("revise", "mean-plain", chain.plain_words(now), at, "D-RATIO")
    return Check("mean", "people", 20, 1 if fits else 0.5, (told, *still))


def _people(work: Work) -> tuple[Check, ...]:
    """③ Their Os: in words of their own, copies neither of what stands above nor of each other."""
    people: Any = work.ctx.exercise.settings["people"]
    whole: Any = work.ctx.exercise.settings["whole"]
    found, above = [], [str(whole["objective"]), work.text("dept", "objective")]
    for one in people:
        name = str(one["id"])
        found.append(parts.objective(work, name, "people", 10 / len(people), above))
        above.append(work.text(name, "objective"))
    return tuple(found)


def _money(work: Work, now: chain.Chain) -> Check:
    """④ It reaches the company's number."""
    if now.money.answer == "depends":
        return Check("money", "up", 5, 0, open=True)
    fits = now.money.answer == "proven"
    return Check("money", "up", 5, 1 if fits else 0.5, (_account("money", now.money, _groups_at(work)),))


def _why(work: Work) -> Check:
    """④ Why the plain mean is none."""
    said, at = work.text("up", "why"), ("up.why",)
    if not said:
        return Check("why", "up", 5, 0, open=True)
    fine = said == "visitors"
    return Check("why", "up", 5, float(fine) or 0.5, (Note("good" if fine else "revise", f"why-said-{said}", {}, at),))


def _who(work: Work) -> Check:
    """⑤ Somebody takes the strategy: a department, a group, a person; everybody is nobody."""
    said, at = work.text("open", "who"), ("open.who",)
    if not said:
        return Check("open-who", "open", 10, 0, open=True)
    if any(word in said for word in work.say("everybody").split("、")):
        return Check("open-who", "open", 10, 0.5, (Note("revise", "open-all", {"who": said}, at, "D-GAP"),))
    return Check("open-who", "open", 10, 1)


def _number(work: Work) -> Check:
    """⑤ The number to watch first can be seen before a year is over."""
    said, at = work.text("open", "number"), ("open.number",)
    if not said:
        return Check("open-number", "open", 5, 0, open=True)
    if any(word in said for word in work.say("late-number").split("、")):
        return Check("open-number", "open", 5, 0.5, (Note("revise", "open-late", {}, at),))
    return Check("open-number", "open", 5, 1)


def _groups_at(work: Work) -> tuple[str, ...]:
    return tuple(f"groups.{name}" for name in work.ctx.exercise.items)


def _unread(work: Work, at: tuple[str, ...]) -> tuple[Note, ...]:
    """Entries that hold something which is no rate."""
    held = [(one, work.values.get(one, "")) for one in at]
    return tuple(
        Note("revise", "no-rate", {"typed": typed}, (one,))
        for one, typed in held
        if typed and parts.percent_of(typed) is None
    )


def _account(key: str, account: Account, at: tuple[str, ...]) -> Note:
    """An account written out: that it fits, or what is to be changed."""
    known = {"sum": account.written}
    if account.answer == "proven":
        return Note("sum", f"{key}-fits", known)
    return Note("revise", f"{key}-short", known, at, "D-SHORT")
