"""What learnt models share: how they see words, and the files of their weights, which programs in ``benchmarks`` make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files

from ...labeller import Labeller, packed

_NUMBER, _BLANK = re.compile(r"\d[\d.,]*"), re.compile(r"\s+")
#: So many characters at a time.
_DEEP = 3


def signs(folded: str) -> str:
    """Folded words with each number as one sign, without blanks, with their ends marked."""
    return f"^{_BLANK.sub('', _NUMBER.sub('0', folded))}$"


def runs(signs: str) -> set[str]:
    """The signs, one to three at a time."""
    return {signs[at : at + long] for long in range(1, _DEEP + 1) for at in range(len(signs) - long + 1)}


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
