"""What a text holds beside its statements: greetings, titles, fields; gathered and said at the end of the report."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ....fold import fold
from ....lang import Language
from ....view import beginning
from .grid import ranges
from .names import shared
from .source import LeftOut

_TIME = re.compile(r"20\d\d|季度|半年|年度|q[1-4]\b|\d月|h[12]\b")
_DIGIT = re.compile(r"\d|[一二三四五六七八九十百千万零]")
_DATE = re.compile(r"\D{0,6}(?:20\d\d\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?\D{0,6}")
#: Who wrote a message of a chat, and when.
_SENT = re.compile(
    r"\[[\d年月日/.: 上下午-]{4,24}\]\s*[^\s:]{1,16}:?|[^\s:]{1,16}\s+(?:20\d\d[-/年.]\d{1,2}[-/月.]\d{1,2}日?\s+)?(?:[上下中]午\s?)?\d{1,2}:\d\d(?::\d\d)?:?"
)
#: The last line of a list that was counted.
_TOTAL = re.compile(r"(?:合计|共计|总计|小计|共)\s?:?\s?\d*\s?\D{0,3}")
#: How much of a line is quoted, and how many names in one sentence.
_QUOTED, _NAMES = 17, 12
#: Fewer characters are a name or a label.
_SHORT = 7


class Aside:
    """Keeps what was left out of one file, by reason and line."""

    def __init__(self, name: str, language: Language) -> None:
        """Begin with nothing left out."""
        self._name = name
        self._read = language.reader.read
        self._words = {
            key: tuple(fold(word) for word in language.say(f"marks.{key}").split("|"))
            for key in ("greets", "titles", "opens", "aims", "remarks")
        }
        self._left: dict[tuple[str, bool], list[tuple[int, str]]] = {}

    def leave(self, code: str, row: int, text: str, *, lost: bool = False) -> None:
        """Leave a line out; one that may be a statement is lost, whatever else it was taken for."""
        self._left.setdefault(("text-unmarked" if lost else code, lost), []).append((row, beginning(text, _QUOTED)))

    def picture(self, row: int, line: str) -> None:
        """Leave out a line that holds no words; one of signs alone says nothing, one with pictures may be an answer."""
        if any(unicodedata.category(char) == "So" for char in line):
            self.leave("text-around", row, line.strip())

    def cell(self, row: int, text: str) -> None:
        """Leave out a cell that stands behind a statement, in a column without a name."""
        self._left.setdefault(("text-cells", False), []).append((row, beginning(text, _QUOTED)))

    def field(self, row: int, name: str) -> None:
        """Leave out what stands beside a statement, by its name."""
        self._left.setdefault(("text-fields", False), []).append((row, name))

    def empty(self, row: int, line: str) -> None:
        """Leave out a mark without a statement."""
        self._left.setdefault(("text-empty", False), []).append((row, beginning(line.strip(" \t:：#*"), _QUOTED)))

    def left_out(self) -> Iterator[LeftOut]:
        """Give it, one for each reason, in the order of the text; what may be a statement line by line."""
        for (code, lost), found in self._left.items():
            if lost:
                yield from (LeftOut(self._name, code, str(row), {"text": text}, lost=True) for row, text in found)
            else:
                names = list(dict.fromkeys(text for _, text in found if text))
                more = "…" if len(names) > _NAMES else ""
                said = shared(names[:_NAMES]) + more
                yield LeftOut(self._name, code, ranges(row for row, _ in found), {"names": said})

    def changes(self, text: str) -> int:
        """How many times a text says from where to where."""
        return len(self._read(text).changes)

    def is_day(self, text: str) -> bool:
        """Whether a text is a day or a time and nothing else."""
        reading = self._read(text)
        return len(reading.dates) == 1 and reading.dates[0].end - reading.dates[0].start >= len(text.strip()) - 1

    def measured(self, text: str) -> bool:
        """Whether a text reads like a KR: from where to where, or a number that is aimed at."""
        folded = fold(text)
        return self.changes(text) > 0 or (bool(_DIGIT.search(folded)) and any(w in folded for w in self._words["aims"]))

    def opens(self, text: str) -> bool:
        """Whether a text begins like an O or a KR: 让…, 提升…."""
        return fold(text).startswith(self._words["opens"]) and len(text) >= 6

    def sounds(self, text: str) -> bool:
        """Whether a line that does not say what it is may be an O or a KR; a remark or a short label is none."""
        if self.measured(text) or self.opens(text):
            return True
        folded = fold(text)
        remark = folded.endswith(tuple("。!?:~,")) or any(word in folded for word in self._words["remarks"])
        return len(text) >= _SHORT and not remark

    def around(self, text: str) -> bool:
        """Whether a line is a greeting, a title, a date: what stands around an OKR in mails and chats."""
        folded = fold(text).strip(" :")
        if self.changes(text):
            return False
        if folded.startswith(self._words["greets"]) or any(one.fullmatch(folded) for one in (_DATE, _SENT, _TOTAL)):
            return True
        titled = any(word in folded for word in self._words["titles"])
        return titled and len(folded) <= 30 and bool(_TIME.search(folded) or folded.endswith(self._words["titles"]))
