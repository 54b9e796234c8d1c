"""``okr print``: what a class needs on paper, as one PDF; for a print shop it leaves the answers out."""

from __future__ import annotations

from typing import Literal

Part = Literal["exercises", "cards", "sheets", "key"]
#: In the order in which they are printed; what the option offers, so it stands where nothing heavy is imported.
PARTS: tuple[Part, ...] = ("exercises", "cards", "sheets", "key")
