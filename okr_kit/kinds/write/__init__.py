"""write: one's own OKR, one sentence at a time, graded, rewritten, and taken along as a document."""

from __future__ import annotations

from .machine import Write

__all__ = ["Write"]
