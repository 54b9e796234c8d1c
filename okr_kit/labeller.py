"""Label the pieces of a text one after the other, by what stands in them and by the label of the piece before.

A linear model with whole numbers as weights: each thing seen in a piece (a *feature*) speaks for or against each label, and
so does each label for the one that follows. The labels with the highest sum win (Viterbi's search; of each piece only the
best few are followed up). The weights are learnt as in Collins, "Discriminative training methods for hidden Markov models",
2002. What the features are is for the language.

The weights of a feature for all labels are packed into one number, so that a sum over many features is one sum.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from struct import Struct
from typing import NamedTuple

#: Bits for one label's weight in a packed number, and what is added to each so that none is below zero.
LANE, _UP = 64, 1 << 48
#: So many labels of a piece are followed up, the best ones.
_BEAM = 3
#: No sum comes so low: what is not allowed.
_NEVER = -(1 << 60)


class Piece(NamedTuple):
    """A piece of text: its features, how it begins (for the labels that follow each other), and the labels it may have.

    All where ``allowed`` is empty. ``weighed`` is what features weigh, packed, that were weighed before and are not named again.
    """

    features: Collection[str]
    opens: str
    allowed: Collection[str] = ()
    weighed: int = 0


class Labeller:
    """A model. ``weights`` are packed by feature (:func:`packed`); those of pairs of labels under ``opens>label``."""

    def __init__(self, labels: Sequence[str], weights: Mapping[str, int]) -> None:
        self.labels = tuple(labels)
        self.weights = weights
        self._turned: dict[str, list[list[int]]] = {}

    def label(self, pieces: Sequence[Piece], weighed: Sequence[list[int]] | None = None) -> list[str]:
        """The label of each piece; ``weighed`` is what :meth:`weigh` says of them, if that was asked before."""
        sums = list(weighed or self.weigh(pieces))
        if not sums:
            return []
        best, kept = sums[0], []
        for piece, own in zip(pieces[1:], sums[1:], strict=True):
            rows = self.turns(piece.opens)
            near = sorted(range(len(best)), key=best.__getitem__)[-_BEAM:]
            kept.append((best, rows, near))
            reached = [[best[one] + more for more in rows[one]] for one in near]
            best = list(map(int.__add__, own, map(max, *reached)))
        at = best.index(max(best))
        path = [at]
        for before, rows, near in reversed(kept):
            at = max(near, key=lambda one: before[one] + rows[one][at])
            path.append(at)
        return [self.labels[at] for at in reversed(path)]

    def weigh(self, pieces: Sequence[Piece]) -> list[list[int]]:
        """How much the features of each piece speak for each label, whatever stands beside it; in the order of the labels."""
        count = len(self.labels)
        found = [unpacked(piece.weighed + self.packed_sum(piece.features), count) for piece in pieces]
        return [
            self.only(piece.allowed, sums) if piece.allowed else sums for piece, sums in zip(pieces, found, strict=True)
        ]

    def packed_sum(self, features: Iterable[str]) -> int:
        """What features weigh together, packed."""
        return sum(filter(None, map(self.weights.get, features)))

    def only(self, allowed: Collection[str], sums: Sequence[int]) -> list[int]:
        """What a piece weighs that may have no other labels than these."""
        return [own if label in allowed else _NEVER for own, label in zip(sums, self.labels, strict=True)]

    def beside(
        self, pieces: Sequence[Piece], weighed: Sequence[list[int]], labels: Sequence[str], at: int
    ) -> list[int]:
        """How much speaks for each label of the piece at a place: its features, and the labels on both sides of it."""
        found = weighed[at]
        if at:
            before = self.turns(pieces[at].opens)[self.labels.index(labels[at - 1])]
            found = list(map(int.__add__, found, before))
        if at + 1 < len(pieces):
            behind = self.labels.index(labels[at + 1])
            rows = self.turns(pieces[at + 1].opens)
            found = [own + row[behind] for own, row in zip(found, rows, strict=True)]
        return found

    def turns(self, opens: str) -> list[list[int]]:
        """For each label how much it speaks for each label behind it, where a piece begins so."""
        if opens not in self._turned:
            count = len(self.labels)
            self._turned[opens] = [unpacked(self.weights.get(turn(opens, label), 0), count) for label in self.labels]
        return self._turned[opens]


def turn(opens: str, label: str) -> str:
    """The name under which the weights stand of all labels behind ``label``, where a piece begins so."""
    return f"{opens}>{label}"


def packed(weights: Iterable[int]) -> int:
    """Weights by label as one number."""
    return sum(weight << (LANE * at) for at, weight in enumerate(weights))


def unpacked(number: int, count: int) -> list[int]:
    """The weights of ``count`` labels in a packed number."""
    raised, layout = _layout(count)
    return [one - _UP for one in layout.unpack((number + raised).to_bytes(layout.size, "little"))]


@lru_cache(maxsize=1024)
def _layout(count: int) -> tuple[int, Struct]:
    """What raises so many weights above zero, and how they lie."""
    return packed([_UP] * count), Struct(f"<{count}Q")
