"""The files of weights beside this module (``python benchmarks/weights.py --write`` makes them)."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from ....labeller import Labeller, packed


def labeller(name: str, labels: Sequence[str]) -> Labeller:
    """The model in the file of that name."""
    return Labeller(labels, read(files(__package__).joinpath(name).read_text(encoding="utf-8")))


def read(text: str) -> dict[str, int]:
    """The weights in a file, packed: the first line says what they were learnt from, then comes a line for each feature.

    It has one weight for each label.
    """
    found = {}
    for line in text.split("\n")[1:]:
        if line:
            feature, weights = line.split("\t")
            found[feature] = packed(map(int, weights.split()))
    return found
