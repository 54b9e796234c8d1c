"""Rules over a cascade: how one owner's numbers and words hang together with those above and beside them."""

from __future__ import annotations

from ..base import Rule
from . import copies, links, numbers, shares, ways

#: Every rule of a cascade, in the order in which findings are read.
RULES: tuple[Rule, ...] = (
    *copies.RULES,
    *numbers.RULES,
    *shares.RULES,
    *links.RULES,
    *ways.RULES,
)

__all__ = ["RULES"]
