"""What learnt models share: how they see words, and the files of their weights, which programs in ``benchmarks`` make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files
from operator import add

from ...labeller import Labeller, packed

_NUMBER, _BLANK = re.compile(r"\d[\d.,]*"), re.compile(r"\s+")


def signs(folded: str) -> str:
    """Folded words with each number as one sign, without blanks, with their ends marked."""
    return f"^{_BLANK.sub('', _NUMBER.sub('0', folded))}$"


def runs(signs: str) -> set[str]:
    """The signs, one to three at a time."""
    pairs = list(map(add, signs, signs[1:]))
    return {*signs, *pairs, *map(add, pairs, signs[2:])}


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
