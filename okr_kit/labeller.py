"""Label the pieces of a text one after the other, by what stands in them and by the label of the piece before.

A linear model with whole numbers as weights: each thing seen in a piece (a *feature*) speaks for or against each label, and
so does each label for the one that follows. The labels with the highest sum win (Viterbi's search; the weights are learnt as
in Collins, "Discriminative training methods for hidden Markov models", 2002). What the features are is for the language.

The weights of a feature for all labels are packed into one number, so that a sum over many features is one sum.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

#: Bits for one label's weight in a packed number.
_LANE = 48
_HALF, _MASK = 1 << (_LANE - 1), (1 << _LANE) - 1
#: No sum comes so low: what is not allowed.
_NEVER = -(1 << 60)


class Piece(NamedTuple):
    """A piece of text: its features, how it begins (for the labels that follow each other), and the labels it may have, all where empty."""

    features: Collection[str]
    opens: str
    allowed: Collection[str] = ()


class Labeller:
    """A model. ``weights`` are packed by feature (:func:`packed`); those of pairs of labels under ``opens>label``."""

    def __init__(self, labels: Sequence[str], weights: Mapping[str, int]) -> None:
        self.labels = tuple(labels)
        self.weights = weights

    def label(self, pieces: Sequence[Piece]) -> list[str]:
        """The label of each piece."""
        if not pieces:
            return []
        turns = {opens: self._turns(opens) for opens in {piece.opens for piece in pieces}}
        back: list[list[int]] = []
        best = self.sums(pieces[0])
        for piece in pieces[1:]:
            totals, from_ = [], []
            for own, into in zip(self.sums(piece), turns[piece.opens], strict=True):
                reached = list(map(int.__add__, best, into))
                most = max(reached)
                totals.append(most + own)
                from_.append(reached.index(most))
            best = totals
            back.append(from_)
        at = best.index(max(best))
        path = [at]
        for from_ in reversed(back):
            at = from_[at]
            path.append(at)
        return [self.labels[at] for at in reversed(path)]

    def sums(self, piece: Piece) -> list[int]:
        """How much the features of a piece speak for each label, whatever stands beside it; in the order of the labels."""
        get = self.weights.get
        found = unpacked(sum(get(feature, 0) for feature in piece.features), len(self.labels))
        if not piece.allowed:
            return found
        return [own if label in piece.allowed else _NEVER for own, label in zip(found, self.labels, strict=True)]

    def _turns(self, opens: str) -> list[list[int]]:
        """For each label how much each label in front speaks for it."""
        rows = [unpacked(self.weights.get(turn(opens, label), 0), len(self.labels)) for label in self.labels]
        return [list(column) for column in zip(*rows, strict=True)]


def turn(opens: str, label: str) -> str:
    """The name under which the weights stand of all labels behind ``label``, where a piece begins so."""
    return f"{opens}>{label}"


def packed(weights: Iterable[int]) -> int:
    """Weights by label as one number."""
    return sum(weight << (_LANE * at) for at, weight in enumerate(weights))


def unpacked(number: int, count: int) -> list[int]:
    """The weights of ``count`` labels in a packed number."""
    found = []
    for _ in range(count):
        low = number & _MASK
        low = low - _MASK - 1 if low >= _HALF else low
        found.append(low)
        number = (number - low) >> _LANE
    return found
