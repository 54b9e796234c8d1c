"""Reads one formula, character by character, into postfix order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ..fold import UNSEEN, fold
from ..quantity import ARABIC_DIGITS, amount
from .value import Formula, Item, Span, Trouble

#: Longest formula in characters, and most brackets inside each other.
LONGEST = 1000
DEEPEST = 20
#: Longest part of a name that is compared when a nearest one is looked for.
_COMPARED = 40

_SIGNS = {
    **dict.fromkeys("+﹢", "+"),
    **dict.fromkeys("-−﹣‐‑–—", "-"),
    **dict.fromkeys("*×x✕✖∗·⋅•", "×"),
    **dict.fromkeys("/÷∕", "÷"),
}
#: Signs in words, the longer ones first.
_WORDS = {"乘以": "×", "乘": "×", "除以": "÷", "加上": "+", "加": "+", "减去": "-", "减": "-"}
#: A dash of a Chinese keyboard is two characters.
_DASH = "——"
_EQUAL = "=≈"
#: What stands around names or behind all and says nothing.
#: Arithmetic without names, or its result.
_FIGURES = re.compile(r"[\d.,%+\-*×/÷x()万亿千百元]+(?:$|[一-鿿]{1,2}$)")
_QUOTES = "\"“”‘’'「」『』《》"
_STOPS = "。.;,、!"
_OPEN, _CLOSE = "([{【", ")]}】"
_RANK = {"+": 1, "-": 1, "×": 2, "÷": 2, "neg": 3, "(": 0}
#: What may follow a number as its unit (12个月); what is longer is a name that begins with digits.
_LONGEST_UNIT = 2
#: A remark in brackets behind a name: 客单价（元）.
_LONGEST_REMARK = 12


def squeezed(typed: str) -> tuple[str, list[int]]:
    """The text folded, without blanks; and where each of its characters stood, with the end of all."""
    kept = [(char, at) for at, char in enumerate(fold(typed)) if not char.isspace() and ord(char) not in UNSEEN]
    kept = [(char, at) for char, at in kept if char not in _QUOTES]
    while kept and kept[-1][0] in _STOPS:
        kept.pop()
    return "".join(char for char, _ in kept), [*(at for _, at in kept), len(typed)]


def side(text: str, whole: str) -> tuple[int, int]:
    """The part of a text that is the formula: all of it, or what stands on one side of the =; (-1, place) if unclear."""
    if whole and text.startswith(f"{whole}:"):
        return len(whole) + 1, len(text)
    found = [at for at, char in enumerate(text) if char in _EQUAL]
    if not found:
        return 0, len(text)
    if len(found) > 1:
        return _reckoned(text, found, whole) or (-1, found[1])
    at = found[0]
    left, right = text[:at], text[at + 1 :]
    if left in ("", whole):
        return at + 1, len(text)
    if not right or right == whole:
        return 0, at
    if not any(char in _SIGNS for char in left.replace("x", "")):
        return at + 1, len(text)
    return (-1, at) if any(char in _SIGNS for char in right.replace("x", "")) else (0, at)


def _reckoned(text: str, equal: list[int], whole: str) -> tuple[int, int] | None:
    """The one part with names of a formula that was also worked out: 成交额=访客×客单价=300×80=24000 元."""
    ends = zip([-1, *equal], [*equal, len(text)], strict=True)
    parts = [(start + 1, end) for start, end in ends if text[start + 1 : end] not in ("", whole)]
    named = [part for part in parts if not _FIGURES.match(text[slice(*part)])]
    return named[0] if len(named) == 1 else None


def index(names: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """The names by their first character, each as it is looked for, the longer ones first."""
    known: dict[str, str] = {}
    bare: dict[str, str] = {}
    for name in names:
        key = squeezed(name[: LONGEST + 1])[0]
        known.setdefault(key, name)
        head = key.partition("(")[0]
        bare[head] = "" if head in bare else name
    known = {head: name for head, name in bare.items() if head and name} | known
    found: dict[str, list[tuple[str, str]]] = {}
    for key, name in sorted(known.items(), key=lambda pair: -len(pair[0])):
        if key:
            found.setdefault(key[0], []).append((key, name))
    return found


class Reader:
    """Reads one formula into postfix order: signs wait on a stack until what binds tighter is done."""

    def __init__(self, typed: str, text: str, places: list[int], known: dict[str, list[tuple[str, str]]]) -> None:
        self.typed, self.text, self.places, self.known = typed, text, places, known
        self.steps: list[Item] = []
        self.spans: list[Span] = []
        self.signs: list[tuple[str, int]] = []
        self.depth = 0

    def read(self, at: int, end: int) -> Formula | Trouble:
        """The formula between two places of the squeezed text, or what is wrong with it first."""
        start, self.end = at, end
        if at >= end:
            return Trouble("empty")
        wants = True
        while at < end:
            found = self._operand(at) if wants else self._sign(at)
            if isinstance(found, Trouble):
                return found
            at, wants = found
        if wants:
            return self._trouble("no-name", self.signs[-1][1], self.signs[-1][1] + 1)
        while self.signs:
            sign, place = self.signs.pop()
            if sign == "(":
                return self._trouble("bracket", place, place + 1)
            self._done(sign)
        names = dict.fromkeys(item.name for item in self.steps if item.sort == "name")
        return Formula(self.typed, tuple(names), tuple(self.steps), self._span(start, end))

    def _operand(self, at: int) -> tuple[int, bool] | Trouble:
        """A name, a number, a sign of its own or a bracket that opens; where it ends, and whether more has to follow."""
        char = self.text[at]
        known = self._name(at)
        if known:
            name, end = known
            return self._push(Item("name", name, span=self._span(at, end)), end)
        if char in _OPEN:
            self.depth += 1
            self.signs.append(("(", at))
            return (at + 1, True) if self.depth <= DEEPEST else self._trouble("deep", at, at + 1)
        if char in ARABIC_DIGITS:
            return self._number(at)
        sign = _SIGNS.get(char) if char != "x" else None
        if sign in ("+", "-"):
            if sign == "-":
                self.signs.append(("neg", at))
            return at + 1, True
        if sign or char in _CLOSE:
            return self._trouble("no-name", at, at + 1)
        return self._unknown(at)

    def _number(self, at: int) -> tuple[int, bool] | Trouble:
        found = amount(self.text[: self.end], at)
        end = self._word_end(found.end if found else at)
        unit = self.text[found.end : end] if found else ""
        if found is None or len(unit) > _LONGEST_UNIT or (unit and found.share):
            return self._unknown(at)
        number = found.value / 100 if found.share else found.value
        return self._push(Item("number", unit, number, self._span(at, end)), end)

    def _sign(self, at: int) -> tuple[int, bool] | Trouble:
        """A sign between two things, or a bracket that closes."""
        char = self.text[at]
        if char in _CLOSE:
            return self._close(at)
        if char == "%" and self.steps[-1].sort == "name" and self.text[at - 1] not in _CLOSE:
            return at + 1, False  # 流失率%: its number says whether it is percent
        word = next((word for word in _WORDS if self.text.startswith(word, at)), "")
        sign = _WORDS.get(word) or _SIGNS.get(char)
        if sign:
            self._wait(sign, at)
            return at + (2 if self.text.startswith(_DASH, at) else max(1, len(word))), True
        if char in _OPEN and self.steps[-1].sort == "name" and (end := self._remark(at)):
            return end, False
        if char in _OPEN or char.isalnum():
            return self._trouble("no-sign", at, self._word_end(at) if char.isalnum() else at + 1)
        return self._trouble("sign", at, at + 1)

    def _wait(self, sign: str, at: int) -> None:
        while self.signs and _RANK[self.signs[-1][0]] >= _RANK[sign]:
            self._done(self.signs.pop()[0])
        self.signs.append((sign, at))

    def _close(self, at: int) -> tuple[int, bool] | Trouble:
        while self.signs and self.signs[-1][0] != "(":
            self._done(self.signs.pop()[0])
        if not self.signs:
            return self._trouble("bracket", at, at + 1)
        self.signs.pop()
        self.depth -= 1
        return at + 1, False

    def _done(self, sign: str) -> None:
        """Put a sign behind what it joins; it remembers where its right side stands."""
        right = self.spans.pop()
        if sign == "neg":
            self.spans.append(right)
        else:
            self.spans[-1] = (self.spans[-1][0], right[1])
        self.steps.append(Item(sign, span=right))

    def _push(self, item: Item, end: int) -> tuple[int, bool]:
        self.steps.append(item)
        self.spans.append(item.span)
        return end, False

    def _name(self, at: int) -> tuple[str, int] | None:
        """The longest known name that stands here and ends here."""
        for key, name in self.known.get(self.text[at], ()):
            end = at + len(key)
            if end <= self.end and self.text.startswith(key, at) and self._ends(end):
                return name, end
        return None

    def _ends(self, at: int) -> bool:
        """Whether a name may end before this place."""
        if at >= self.end or self.places[at] > self.places[at - 1] + 1:
            return True
        char = self.text[at]
        if not char.isalnum() or char == "x" or any(self.text.startswith(word, at) for word in _WORDS):
            return True
        return any(self.text.startswith(key, at) for key, _ in self.known.get(char, ()))

    def _word_end(self, at: int) -> int:
        """Where the letters and digits end that begin here; an x between other letters than Latin ones is a sign."""
        while at < self.end and self.text[at].isalnum() and not self._times(at):
            at += 1
        return at

    def _times(self, at: int) -> bool:
        beside = self.text[max(0, at - 1) : at] + self.text[at + 1 : at + 2]
        return self.text[at] == "x" and not any(char.isascii() and char.isalpha() for char in beside)

    def _remark(self, at: int) -> int:
        """Where a remark in brackets ends that is no part of the arithmetic; 0 if it is one."""
        inside = self.text[at + 1 : min(self.end, at + 2 + _LONGEST_REMARK)]
        length = next((n for n, char in enumerate(inside) if char in _CLOSE), 0)
        said = inside[:length]
        if not length or any(char in _SIGNS or char in _OPEN or char in ARABIC_DIGITS for char in said):
            return 0
        return 0 if self._name(at + 1) else at + length + 2

    def _unknown(self, at: int) -> Trouble:
        """A name that is not known, or a sign that is none."""
        end = self._word_end(at)
        if end == at:
            return self._trouble("sign", at, at + 1)
        names = [pair for rows in self.known.values() for pair in rows]
        return self._trouble("unknown", at, end, nearest(self.text[at:end], names))

    def _trouble(self, code: str, at: int, end: int, near: str = "") -> Trouble:
        span = self._span(at, end)
        return Trouble(code, self.typed[slice(*span)], near, span)

    def _span(self, at: int, end: int) -> Span:
        return self.places[at], self.places[end - 1] + 1


def nearest(word: str, names: Iterable[tuple[str, str]]) -> str:
    """The name whose characters are most like those of a word, of (as compared, as written); none if less than half are."""
    mine = Counter(word[:_COMPARED])
    best, found = 0.5, ""
    for key, name in names:
        other = Counter(key[:_COMPARED])
        alike = 2 * (mine & other).total() / (mine.total() + other.total())
        if alike > best or (alike == best and not found):
            best, found = alike, name
    return found
