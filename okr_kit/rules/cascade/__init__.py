"""Rules over a cascade: how one owner's numbers and words hang together with those above and beside them."""

from __future__ import annotations

from ..base import Rule
from . import numbers, shares

#: Every rule of a cascade, in the order in which findings are read.
RULES: tuple[Rule, ...] = (*numbers.RULES, *shares.RULES)

__all__ = ["RULES"]
