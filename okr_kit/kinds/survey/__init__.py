"""Surveys: pages of questions without feedback, to be changed until they are closed; a table may have pages of its own."""

from __future__ import annotations

from .machine import Survey

__all__ = ["Survey"]
