"""Rules over one strategy: quiet ones, since what is a choice here is decided by whoever makes it."""

from __future__ import annotations

from .base import Rule

#: In the order in which their findings are read.
RULES: tuple[Rule, ...] = ()
