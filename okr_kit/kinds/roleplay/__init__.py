"""Role plays: seats, cards that only their seat reads, steps with a clock, an observer's pad, one result line."""

from __future__ import annotations

from .machine import RolePlay

__all__ = ["RolePlay"]
