"""What is checked of a split: it adds up, it is no equal share and no flat rate, everybody's number has a reason."""

from __future__ import annotations

from collections.abc import Mapping

from .....documents import subject
from .....reconcile import Term, reconcile
from .....view import Sum
from ...figures import plain
from ...template import Check, Note
from ...work import Work
from .document import documents
from .parts import Part, grown, parts, whole

#: The codes of each check, the first that is found is said.
SUM, FAIR = ("D-SHORT", "D-OVER"), ("D-SPLIT", "D-UNIFORM")


def total(work: Work) -> Sum:
    """「北区 375 + 东区 490 + 南区 340 = 1205 ≥ 1200　够」, as far as the numbers are there."""
    shares, target = parts(work), whole(work).target
    written = " + ".join(f"{one.title} {'？' if one.now is None else plain(one.now)}" for one in shares)
    missing = sum(one.now is None for one in shares)
    if missing or target is None:
        words = work.say("missing", n=missing) if missing else work.say("missing-target")
        return Sum(written, words=words, state="info")
    account = reconcile("sum", target, [Term(one.title, one.now) for one in shares])
    enough = account.answer == "proven"
    words = work.say("enough") if enough else work.say("short", n=plain(target - (account.value or 0)))
    against = f"{account.sign} {account.target}"
    return Sum(account.expression, account.total, against, words, "good" if enough else "bad")


def checks(work: Work) -> tuple[Check, ...]:
    """It adds up (40); start and potential are seen in it (30); every part has a reason (30)."""
    shares = parts(work)
    if not shares or whole(work).target is None or any(one.now is None for one in shares):
        return (Check("sum", "split", 40, 0, open=True), Check("fair", "split", 30, 0, open=True), _reasons(shares))
    said, at = _said(work, shares), tuple(f"{one.id}.now" for one in shares)
    found = {one.code for one in work.ctx.workspace.lint(subject(documents(work)[0])).findings}
    notes = {code: Note("revise", _key(work, code), said, at, code) for code in (*SUM, *FAIR) if code in found}
    return (_sum(notes), _fair(shares, notes, said), _reasons(shares))


def _said(work: Work, shares: list[Part]) -> dict[str, str]:
    """What sentences may name: the account, what is missing or beyond, how each part grows."""
    account, top = total(work), whole(work)
    come, target = sum(one.now or 0 for one in shares), top.target or 0
    growing = [one for one in shares if one.growth is not None]
    most = max(growing, key=lambda one: one.growth or 0, default=None)
    return {
        "sum": f"{account.parts} = {account.total} {account.against}",
        "gap": f"{plain(abs(target - come))} {top.unit}".strip(),
        "percent": f"{come / target:.0%}" if target else "",
        "growths": "、".join(f"{one.title} {grown(one)}" for one in growing),
        "same": plain(shares[0].now) if shares and shares[0].now is not None else "",
        "rate": grown(growing[0]) if growing else "",
        "most": most.title if most else "",
        "most-growth": grown(most) if most else "",
        "n": str(len(shares)),
    }


def _key(work: Work, code: str) -> str:
    """What the case says of a code, where it says something of its own."""
    return f"case-{code}" if not work.own and work.words(f"case-{code}") else code


def _sum(notes: Mapping[str, Note]) -> Check:
    wrong = tuple(notes[code] for code in SUM if code in notes)[:1]
    return Check("sum", "split", 40, 0.5 if wrong else 1, wrong)


def _fair(shares: list[Part], notes: Mapping[str, Note], said: dict[str, str]) -> Check:
    wrong = tuple(notes[code] for code in FAIR if code in notes)[:1]
    if wrong:
        return Check("fair", "split", 30, 0.5, wrong)
    most = max((one.growth for one in shares if one.growth is not None), default=0)
    leading = [one for one in shares if one.growth == most]
    if most > 0 and all(one.fresh is False for one in leading):
        return Check("fair", "split", 30, 1, (Note("ask", "nothing-new", said, (f"{leading[0].id}.now",)),))
    return Check("fair", "split", 30, 1)


def _reasons(shares: list[Part]) -> Check:
    missing = [one for one in shares if not one.reasoned]
    thin = tuple(Note("near", "thin-reason", at=(f"{one.id}.reason",)) for one in missing if one.reason)
    share = 1 - len(missing) / len(shares) if shares else 0
    return Check("reasons", "split", 30, share, thin, open=bool(missing) or not shares)
