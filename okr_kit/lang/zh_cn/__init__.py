"""What Chinese needs code for: cutting a statement into words, numerals, dates, and the fields of a key result."""

from __future__ import annotations

from .reading import ChineseReader as Reader

__all__ = ["Reader"]
