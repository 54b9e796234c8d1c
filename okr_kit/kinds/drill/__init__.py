"""Drills: one item after another. The machine is here once; a sheet (spot, name, sort) says what is asked of an item."""

from __future__ import annotations

from .machine import Drill
from .sheet import Item, Part, Sheet

__all__ = ["Drill", "Item", "Part", "Sheet"]
