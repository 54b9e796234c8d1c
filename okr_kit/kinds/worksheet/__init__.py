"""Worksheets: one document filled step by step, row by row. The machine is here once; a template says what is asked."""

from __future__ import annotations

from .machine import Worksheet
from .template import Check, Entry, Note, Row, Step, Template
from .work import Work

__all__ = ["Check", "Entry", "Note", "Row", "Step", "Template", "Work", "Worksheet"]
