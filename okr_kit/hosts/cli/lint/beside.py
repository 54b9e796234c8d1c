"""What people write below or behind a statement: its fields (截止, 权重, 基线 …), and what nobody grades (负责人, 备注 …)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .... import quantity
from ....fold import fold
from .aside import Aside
from .fields import NUMERIC, put_number
from .names import plain
from .sheet import Words

if TYPE_CHECKING:
    from .groups import Statement

_CYCLE = re.compile(r"(20\d\d)\s*年?\s*(?:q([1-4])|第?([一二三四1-4])\s*季度?|(h[12])|([上下])半年)?$")
_NOTE = re.compile(r"\s*(\D*?)\s*[:：]?\s*([\d.]+\s*(?:%|/\s*\d+)?)\s*$")


class Beside:
    """Puts fields on statements; what is none is left out and said."""

    def __init__(self, aside: Aside, words: Words) -> None:
        """Know the names of fields; ``common`` is what holds for the whole text."""
        self._aside = aside
        self._words = words
        self.common: dict[str, object] = {}
        self._parent: tuple[int, str, str] | None = None

    def take(self, row: int, name: str, said: str, last: Statement | None, above: Statement | None) -> None:
        """Take 「截止：9 月 30 日」 below a statement; ``above`` is the O of the lines around it."""
        meaning = self._meaning(name)
        if meaning == "cycle" and (cycle := _cycle(said)):
            self.common["cycle"] = cycle
        elif meaning == "parent" and said:
            self.above(None)
            self._parent = row, name, said
            if above is not None and above is last:
                self.above(above)
        elif not (said and last is not None and self._put(last, meaning, said)):
            self._aside.field(row, name)

    def above(self, objective: Statement | None) -> None:
        """Give an O the superior's O that was named before or below it; without an O it is left out."""
        if self._parent is not None:
            row, name, said = self._parent
            if objective is not None and "parent" not in objective.fields:
                objective.fields["parent"] = said
            else:
                self._aside.field(row, name)
            self._parent = None

    def note(self, found: Statement, note: str) -> None:
        """Take what stands in the brackets of a mark: 「KR1（40%，承诺）：」."""
        for one in re.split(r"[,，、;；]", note):
            said = _NOTE.match(one)
            name = said[1] if said else one
            meaning = self._meaning(name) if name else "weight"
            kind = self._words.types.get(plain(one))
            if kind:
                found.fields["type"] = kind
            elif not (said and self._put(found, meaning, said[2])) and one.strip():
                self._aside.field(found.first, one.strip())

    def cell(self, row: int, text: str, last: Statement | None) -> None:
        """Take a cell behind a statement, in a column without a name: a day or a type says itself what it is."""
        meaning = "due" if self._aside.is_day(text) else "type"
        if last is None or not self._put(last, meaning, text):
            self._aside.cell(row, text)

    def _meaning(self, name: str) -> str:
        """What a field of that name means; empty where nobody knows, or where it names another KR: 「KR1 权重」."""
        found = self._words.names.read(name)
        return found.meaning if found and not found.number else ""

    def _put(self, found: Statement, meaning: str, said: str) -> bool:
        """Put a value into a KR's field of that meaning; false where it has none, or the value cannot be read."""
        if found.kind != "key_result":
            return False
        if meaning == "objective":  # 「目标：96%」
            meaning = "target"
        if meaning in NUMERIC and (read := quantity.parse(said)) is not None:
            put_number(found.fields, meaning, read)
        elif meaning in ("unit", "due"):
            found.fields[meaning] = said
        elif meaning == "type" and plain(said) in self._words.types:
            found.fields["type"] = self._words.types[plain(said)]
        else:
            return False
        return True


def _cycle(said: str) -> str:
    """A cycle as records have it: 2026Q3 for 「2026 年第三季度」; empty where it is none."""
    found = _CYCLE.match(fold(said).strip())
    if found is None:
        return ""
    quarter = found[2] or ("一二三四".find(found[3]) + 1 or found[3] if found[3] else "")
    half = found[4] or ({"上": "h1", "下": "h2"}[found[5]] if found[5] else "")
    return f"{found[1]}{f'Q{quarter}' if quarter else half.upper()}"
