"""Sentences without what does not tell them apart: who says it, how much, by when; and a measure without its numbers."""

from __future__ import annotations

from ..text import Reading

_HELPING = ("up", "down", "from", "reach", "degree", "frequency", "carry", "DATE", "NUMBER", "at_least", "light_cause")


def bare(reading: Reading, *owners: str | None) -> str:
    """The sentence without numbers, signs, words for one's own side, and the names of these owners."""
    text = reading.folded
    for owner in owners:
        if owner and len(owner) > 1:
            text = text.replace(owner, "")
    return reading.patterns["no_matter"].sub("", text)


def measure(reading: Reading) -> str:
    """What is left of a sentence without its numbers, dates and verbs of change: 「复购率」 of 「把复购率从 12% 提升到 18%」."""
    kept, place = [], 0
    for token in reading.tokens:
        if token.has(*_HELPING) and not token.has("rate", "amount", "count", "score"):
            kept.append(reading.folded[place : token.start])
            place = max(place, token.end)
    kept.append(reading.folded[place:])
    return reading.patterns["around_measure"].sub("", "".join(kept))
