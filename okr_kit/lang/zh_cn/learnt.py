"""Files of learnt weights, beside the modules that use them; programs in ``benchmarks`` make them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from ...labeller import Labeller, packed


def labeller(package: str, name: str, labels: Sequence[str]) -> Labeller:
    """The model in the file of that name in a package."""
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    return Labeller(labels, read(text.partition("\n")[2]))  # the first line says what they were learnt from


def read(rows: str) -> dict[str, int]:
    """The weights in the rows of a file, packed: a row for each feature, with one weight for each label."""
    found = {}
    for row in filter(None, rows.split("\n")):
        feature, weights = row.split("\t")
        found[feature] = packed(map(int, weights.split()))
    return found
