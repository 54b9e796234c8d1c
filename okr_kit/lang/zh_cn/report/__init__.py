"""Reads a Chinese report: which lines are headings, what stands below them, which numbers are quantities."""

from __future__ import annotations

from .metric import wording
from .outline import outline

__all__ = ["outline", "wording"]
