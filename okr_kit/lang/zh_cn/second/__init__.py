r"""A second reader of statements: whether one passes, by a model with whole weights that knows nothing of the rules.

The rules decide; where this reader is sure of the other verdict, nobody judges but people (「读不懂，请人工判断」). It looks at the
characters of a sentence, one to three at a time, and was taught by statements with labels (``python benchmarks/second.py
--write`` makes the files of weights).
"""

from __future__ import annotations

import re
from functools import cache

from ....labeller import Labeller, Piece
from ..learnt import labeller, runs, signs

#: What is right with a statement, or wrong first: of an objective, of a key result.
RIGHT = "pass"
LABELS = {
    "objective": (RIGHT, "O-METRIC", "O-TASK", "O-VAGUE", "O-BAU", "O-MULTI"),
    "key_result": (RIGHT, "K-NOMETRIC", "K-NOTARGET", "K-SUBJ", "K-ACTIVITY", "K-BAU", "K-MULTI"),
}
_STOP = re.compile(r"[,;、。]")
#: The length is told in steps of ten, as far as this; so are numbers and stops counted.
_TENS, _MANY = 5, 3


def opinion(kind: str, folded: str) -> int:
    """How far passing is ahead of the worst that could be wrong with a folded statement; below zero it does not pass.

    In half steps of learning. ``kind`` is ``objective`` or ``key_result``.
    """
    passing, *wrong = model(kind).weigh([piece(folded)])[0]
    return passing - max(wrong)


@cache
def model(kind: str) -> Labeller:
    """The model for objectives or key results, read once."""
    return labeller(__package__, f"{kind}.tsv", LABELS[kind])


def piece(folded: str) -> Piece:
    """A statement as the model sees it: a piece by itself."""
    said = signs(folded)
    tens = min(_TENS, len(said) // 10)
    numbers, stops = min(_MANY, said.count("0")), min(_MANY, len(_STOP.findall(said)))
    return Piece((*runs(said), "any", f"tens:{tens}", f"numbers:{numbers}", f"stops:{stops}"), "")
