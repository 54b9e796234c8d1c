"""Where forms stand in a text, once it is known what is named in all texts. The same for counting and for replacing.

Long forms come first, and nothing is found inside of what was. A form of few characters, or one that is a word too, stands
only where the text reads better with a name there, or where what is beside it says so (:mod:`.lattice`, ``near_left``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from ....fold import fold
from .cues import beside
from .lattice import Lattice, folded
from .vocabulary import UNKNOWN, Vocabulary, vocabulary

#: What a name that is known costs, and from which margin on it stands at a place.
KNOWN, NEAR = 8, 3
#: How much dearer a name of more than two characters is.
LONG = 3
#: What it is worth to fill a cell; a word is worth so much at most, however rare, if it is rarer it counts as none.
CELL, WORD, NO_WORD = 4, 2, 13
#: Kinds whose forms are numbers and signs.
CODES = frozenset({"phone", "mail", "id", "account", "address"})
_FREE = 3


class Forms:
    """Forms with the kind of each, ready to be looked for."""

    def __init__(self, forms: Mapping[str, str]) -> None:
        """Index the forms by how they begin."""
        self._kinds = forms
        self._index: dict[str, list[str]] = {}
        for form in sorted(forms, key=lambda form: (-len(form), form)):
            if len(form) > 1:
                self._index.setdefault(form[:2], []).append(form)

    def places(self, text: str, closed: Iterable[tuple[int, int]] = ()) -> list[tuple[int, int]]:
        """Where forms stand in a text, in order, without those that touch a ``closed`` stretch."""
        found = list(self._candidates(text))
        if not found:
            return []
        used = bytearray(len(text))
        for start, end in closed:
            used[start:end] = b"\1" * (end - start)
        context = _Context(text)
        taken = []
        for start, end in sorted(found, key=lambda place: (place[0] - place[1], place[0])):
            if not any(used[start:end]) and context.stands(start, end, self._kinds[text[start:end]]):
                used[start:end] = b"\1" * (end - start)
                taken.append((start, end))
        return sorted(taken)

    def _candidates(self, text: str) -> Iterator[tuple[int, int]]:
        get = self._index.get
        for start in range(len(text) - 1):
            forms = get(text[start : start + 2])
            if forms is not None:
                for form in forms:
                    if text.startswith(form, start):
                        yield start, start + len(form)


class _Context:
    """One text that is asked whether a form stands at a place; it is read when it is first asked."""

    def __init__(self, text: str) -> None:
        self._raw = text
        self._lattice: Lattice | None = None

    def stands(self, start: int, end: int, kind: str) -> bool:
        """Whether a form of that kind does."""
        raw = self._raw
        if _splits(raw, start, end):
            return False
        if kind in CODES or _is_free(raw[start:end]):
            return True
        if self._lattice is None:
            self._lattice = Lattice(folded(raw), vocabulary())
        alone = _ends_cell(raw, start, -1) and _ends_cell(raw, end - 1, 1)
        return weigh(self._lattice, start, end, kind) + CELL * alone >= NEAR


def _splits(text: str, start: int, end: int) -> bool:
    """Whether a form in letters or digits would be cut out of a longer one."""
    first, last = text[start], text[end - 1]
    before, behind = text[start - 1 : start], text[end : end + 1]
    cut = before.isascii() and before.isalnum() and first.isascii() and first.isalnum()
    return cut or (behind.isascii() and behind.isalnum() and last.isascii() and last.isalnum())


def _ends_cell(text: str, at: int, step: int) -> bool:
    """Whether a cell of a table ends behind a place, or before it; a comma of a sentence is a wide one."""
    at += step
    while 0 <= at < len(text) and text[at] in ' "':
        at += step
    return not 0 <= at < len(text) or text[at] in ",;|\t‖\n"


@lru_cache(maxsize=4096)
def _is_free(form: str) -> bool:
    """Whether a form can be nothing else wherever it stands."""
    bare = fold(form)
    words = vocabulary()
    if not any("一" <= char <= "鿿" for char in bare) or not bare.isalpha():
        return True
    return len(bare) >= _FREE and Lattice(bare, words).plain(0, len(bare)) >= UNKNOWN + len(bare)


def weigh(lattice: Lattice, start: int, end: int, kind: str) -> int:
    """How much speaks for a known form at a place."""
    words: Vocabulary = vocabulary()
    margin = lattice.margin(start, end, KNOWN + LONG * (end - start > 2))
    if kind != "name":
        return margin
    cues = beside(lattice.text, start, end, words.near_left, words.near_right)
    if words.cost(lattice.text[start:end]) < NO_WORD:
        return min(margin, WORD) + cues
    return margin + max(cues, 0)
