"""The account of one's own number under the thumb, reckoned as the rules reckon it."""

from __future__ import annotations

from .....documents import subject
from .....documents.cascade import blank_cascade
from .....reconcile import Account
from .....rules.cascade.accounts import Reckoning
from .....rules.cascade.view import CascadeView
from .....view import Sum
from ...work import Work
from .chain import STANDS
from .own_document import nodes, written
from .own_people import people


def total(work: Work, number: str = "agreed") -> Sum | None:
    """What the people's numbers come to beside mine; ``number`` is the entry: what was agreed, or what they reported.

    None while there is nothing to reckon: nobody has a number, mine is blank, or nobody can tell what kind it is.
    """
    rows = people(work)
    if not any(work.text(one.row, number) for one in rows):
        return None
    if number != "agreed":
        work = work.with_values({f"{one.row}.agreed": work.text(one.row, number) for one in rows})
    found = _reckoning(work)
    return None if found is None or found.account is None else _shown(work, found, found.account)


def _reckoning(work: Work) -> Reckoning | None:
    """The account of my number, where others have a part in it."""
    noun = subject(blank_cascade("here", written(nodes(work))))
    view = CascadeView(noun, work.ctx.workspace.readings)
    return next((one for one in view.accounts if one.whole.place.kr.id == "own-k"), None)


def _shown(work: Work, found: Reckoning, account: Account) -> Sum:
    """An account with what is missing, or what is left out of it because it cannot be added."""
    state, key = STANDS[account.answer]
    words = work.say(key)
    if account.missing == "values" and len(account.names) > 1:
        words = work.say("sum-blanks", n=len(account.names))  # which ones stands in the account itself
    elif account.answer == "depends" and account.missing:
        what = work.ctx.lang.say(f"account.{account.missing}", names="、".join(account.names))
        words = work.say("sum-needs", what=what)
    if found.strangers:
        names = "、".join(dict.fromkeys(one.said.owner for one in found.strangers))
        state, words = "warn", work.say("sum-strangers", names=names)
    return Sum(account.expression, account.total, f"{account.sign} {account.target}".strip(), words, state)
