"""Rules over a cascade: how one owner's numbers and words hang together with those above and beside them."""

from __future__ import annotations

from ..base import Rule

#: Every rule of a cascade, in the order in which findings are read.
RULES: tuple[Rule, ...] = ()

__all__ = ["RULES"]
