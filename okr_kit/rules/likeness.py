"""How alike two sentences are, by their characters in order: the same for every run, cheap where they are not alike.

Chinese has no blanks between words, so that characters are compared: of two sentences the share of characters that stand
in both in the same order (Ratcliff and Obershelp 1988, as :mod:`difflib` has it).
"""

from __future__ import annotations

from difflib import SequenceMatcher

#: Of a longer text its beginning is compared; a sentence is shorter.
LONGEST = 200


def likeness(one: str, other: str, least: float = 0.0) -> float:
    """From 0 (nothing in common) to 1 (the same); 0 too where it cannot reach ``least``, which is cheap to see.

    What stands in one alone is counted by distinct characters, and can only be more.
    """
    one, other = one[:LONGEST], other[:LONGEST]
    length = len(one) + len(other)
    if not one or not other or len(set(one) ^ set(other)) > (1 - least) * length:
        return 0.0
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()


def differences(one: str, other: str) -> list[tuple[str, str, str]]:
    """What stands in one place in one sentence and not in the other: ``(here, there, what follows in both)``."""
    matcher = SequenceMatcher(None, one[:LONGEST], other[:LONGEST], autojunk=False)
    return [
        (one[start:stop], other[begin:end], one[stop : stop + 1])
        for what, start, stop, begin, end in matcher.get_opcodes()
        if what != "equal"
    ]


def pairs(words: str) -> set[str]:
    """All characters with the one behind them: what two phrases share that speak of the same thing."""
    return {words[place : place + 2] for place in range(len(words) - 1)}
