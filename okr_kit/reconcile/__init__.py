"""Whether the numbers of several parts make up the number of the whole: the one arithmetic of cascades.

Used by the rules over a cascade and by the sums under a learner's thumb; no words but names, numbers and signs are made here.
"""

from __future__ import annotations

from collections.abc import Sequence

from .account import Account, Answer, Case, Term
from .kinds import KINDS, settle

__all__ = ["KINDS", "Account", "Answer", "Term", "reconcile"]


def reconcile(
    kind: str,
    target: float | None,
    terms: Sequence[Term],
    *,
    baseline: float | None = None,
    unit: str = "",
    parallel: bool = False,
    overlap: float | None = None,
    bound: str = "",
) -> Account:
    """What the parts' targets come to, beside the target of the whole.

    ``kind`` is one of :data:`KINDS`. ``target``, ``baseline``, ``overlap`` and the terms' values are in one ``unit``,
    percent as 2.75 with ``"%"``; the parts of a product may each have a unit of their own (``Term.unit``), those of a
    milestone are days as ``date.toordinal()`` counts them. ``overlap`` is how much of a distinct count is counted more
    than once; ``parallel`` says that stages go on at the same time. Less is better where the target lies below the
    baseline, or where ``bound`` is ``"<="`` (``">="`` says the opposite).

    Nothing raises but an unknown kind (KeyError): a number that is missing, not finite or impossible (a negative time)
    makes the answer depend on it.
    """
    return settle(Case(kind, target, tuple(terms), baseline, unit, parallel, overlap, bound))
