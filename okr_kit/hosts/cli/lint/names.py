"""What people call the columns of a table, and how they begin the rows that are none of it; all words are the pack's.

A name is known with its usual companions: 「1、季度目标（必填）」, 「关键结果 Key Results」, 「第二条KR」, 「KR1.1 权重(%)」.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ....fold import fold
from ....lang import Language
from ....quantity import parse

#: The columns that hold statements, the ones that are read beside them, and the ones that are known and not graded.
CORE = ("objective", "key_result", "text")
FIELDS = (
    "baseline",
    "target",
    "unit",
    "due",
    "weight",
    "confidence",
    "type",
    "cycle",
    "parent",
    "kind",
    "id",
    "change",
)
ASIDE = ("current", "progress", "when", "owner", "metric", "measure", "aside")

#: Longest name of a column; what is longer is a sentence.
LONGEST = 60
_BRACKETED = re.compile(r"[(\[【<「『{]([^)\]】>」』}]*)[)\]】>」』}]")
_NUMBERED = re.compile(r"^(?:(?:q|第)?\d{1,2}[题.、:)]|\(\d{1,2}\)|[一二三四五六七八九十]{1,2}[、.:])(?!\d)\s*")
_IDLE = re.compile(r"[\s*:;：，。,※☆★●■◆#\"'“”‘’`~!]|(?<!\d)[-_–—.·](?!\d)|(?<=\D)[-_–—·](?=\d)|(?<=\d)[-_–—·](?=\D)")
_STROKE = re.compile(r"\s*[/|、&+]\s*|(?<=[一-鿿])\s*[和及与]\s*(?=[一-鿿])")
_LATIN = re.compile(r"[a-z][a-z .&/'-]*")
_HAN = re.compile(r"[一-鿿]")
_NUMBER = r"(?:\d{1,2}(?:[.\-_]\d{1,2})?|[一二三四五六七八九十]{1,2})"
_YEAR = re.compile(r"^(?:20)?\d\d年(?:度)?|^20\d\d(?:q[1-4]|h[12])?")
_WEEK = re.compile(
    r"第?\s*[\d一二三四五六七八九十]{1,3}\s*周|w(?:eek)?\s*\d{1,2}|(?:20\d\d[-/.年]\s*)?\d{1,2}\s*[月/.-]\s*\d{1,2}\s*日?(?: 00:00:00)?"
    r"|(?:20\d\d年)?\d{1,2}月份?"
)
#: 合 计 is 合计.
_APART = re.compile(r"(?<=[一-鿿])\s+(?=[一-鿿])")
_LETTER = re.compile(r"(.*[一-鿿])-?([a-f])")
_DIGITS = str.maketrans({**{word: str(at) for at, word in enumerate("零一二三四五六七八九")}, "十": "10"})


class Name(NamedTuple):
    """What a column is: its meaning, the number of the KR or O it belongs to, the unit in its brackets.

    ``group`` is the number of the O above where the name says it (O1-KR2). ``exact`` is false where companions were
    left aside.
    """

    meaning: str
    number: str = ""
    unit: str = ""
    group: str = ""
    exact: bool = True


class Names:
    """The pack's names of columns, rows and sheets, compared without case, width, spaces and marks."""

    def __init__(self, language: Language) -> None:
        """Read the lists of ``cli.toml``."""
        self._table = listed(language, "cli.columns.")
        words = {meaning: self._of(meaning) for meaning in ("objective", "key_result")}
        self._before = _longest(language.say("cli.heads.before"))
        self._behind = _longest(language.say("cli.heads.behind"))
        self._describes = tuple(_longest(language.say("cli.heads.describes")))
        self._asks = re.compile("|".join(map(re.escape, language.say("cli.heads.asks").split("|"))))
        item = f"(?:{'|'.join(language.say('cli.heads.item').split('|'))})"
        either = "|".join(map(re.escape, _longest("|".join(words["objective"] + words["key_result"]))))
        above = "|".join(map(re.escape, words["objective"]))
        self._counted = re.compile(
            rf"(?:(?:{above})(?P<group>{_NUMBER})[-_/.]?)?(?P<word>{either})第?(?P<number>{_NUMBER}){item}?(?P<rest>.*)"
        )
        self._first = re.compile(rf"第?(?P<number>{_NUMBER}){item}?(?:的)?(?P<word>.+)")
        self._last = re.compile(rf"(?P<word>.*[^\d.\-_一二三四五六七八九十])第?(?P<number>{_NUMBER}){item}?")
        self._leading = {meaning: _longest("|".join(given)) for meaning, given in words.items()}
        kinds = (f"(?P<{kind}>{_either(language.say(f'cli.rows.{kind}'))})" for kind in ("total", "note", "signature"))
        self._rows = re.compile(
            rf"[\W_]{{0,4}}(?:\d{{1,2}}[.、])?\s*(?:{'|'.join(kinds)})\s*(?:\([^)]*\)|\d{{0,3}}\s*[%条个项]?)\s*(?:$|[:：.、_]|\s{{2,}})"
        )
        self._closes = re.compile(rf"[\W_]{{0,4}}(?:{_either(language.say('cli.rows.closes'))})")
        self._hints = tuple(compact(fold(word).lower()) for word in language.say("cli.rows.hints").split("|"))
        self._sheets = {
            kind: re.compile("|".join(map(re.escape, fold(language.say(f"cli.sheets.{kind}")).lower().split("|"))))
            for kind in ("checkins", "lists", "prose")
        }
        self._known: dict[str, Name | None] = {}

    def read(self, text: object) -> Name | None:
        """What a column of that name holds; None where nobody knows."""
        if not isinstance(text, str) or len(text) > LONGEST:
            return None
        if text not in self._known:
            if len(self._known) > 50_000:
                self._known.clear()
            self._known[text] = self._read(unicodedata.normalize("NFKC", fold(text)).lower().strip())
        return self._known[text]

    def asks_for(self, text: str) -> str | None:
        """Which of O and KR a name asks for that is a question of a form: 「请写下您的目标」."""
        folded = fold(text).lower()
        if self._read(folded) or not self._asks.search(folded):
            return None
        folded = compact(folded)
        found = [
            (folded.rfind(word), meaning)
            for meaning in ("key_result", "objective")
            for word in self._leading[meaning]
            if len(word) > 1 and word in folded
        ]
        return max(found)[1] if found else None

    def describes(self, title: str) -> bool:
        """Whether a name says that its column describes what another one names: 目标描述, KR说明."""
        return compact(fold(title).lower()).endswith(self._describes)

    def label(self, text: object) -> Name | None:
        """What a cell says that holds nothing but 「O1」, 「KR2」, 「关键结果一」 or 「O1-KR1」."""
        if not isinstance(text, str) or len(text) > 16:
            return None
        name = self.read(text)
        return name if name and name.meaning in ("objective", "key_result") else None

    def row(self, text: str) -> str | None:
        """Whether a row that begins with this is a total, a note or a signature."""
        begin = _APART.sub("", fold(text[:40]).lower().strip()) + ("…" if len(text) > 40 else "")
        found = self._rows.match(begin)
        return found.lastgroup if found else None

    def closes(self, text: str) -> bool:
        """Whether a lone text begins like what stands below a table: 「以上……」, 「本表一式两份」."""
        return self._closes.match(fold(text).lower()) is not None

    def hints(self, text: str) -> bool:
        """Whether a cell says how it is to be filled in: 「（必填，一句话）」."""
        folded = compact(fold(text).lower())
        return any(word in folded for word in self._hints)

    def sheet(self, title: str) -> str | None:
        """Whether a sheet of that name holds check-ins, lists to choose from or prose."""
        folded = fold(title).lower()
        return next((kind for kind, words in self._sheets.items() if words.search(folded)), None)

    def _of(self, meaning: str) -> list[str]:
        return [word for word, one in self._table.items() if one == meaning]

    def _read(self, folded: str) -> Name | None:
        """Try a name as it stands, then without its number, its brackets, its other language."""
        whole = compact(folded)
        if not whole:
            return None
        if whole in self._table:
            return Name(self._table[whole])
        text = _NUMBERED.sub("", folded)
        outer, inner = _BRACKETED.sub(" ", text), " ".join(_BRACKETED.findall(text))
        if not compact(outer):
            outer, inner = inner, ""
        if self._asks.search(outer):
            return None
        found = self._named(compact(outer)) or self._bilingual(outer)
        if found is None:
            return None
        unit = inner.strip() if found.meaning in ("baseline", "target", "current") and parse(f"1{inner}") else ""
        if re.fullmatch(_NUMBER, inner.strip()) and found.meaning in ("objective", "key_result") and not found.number:
            found = found._replace(number=plain_number(inner.strip()))
        return found._replace(unit=unit, exact=found.exact and (not inner or bool(unit)))

    def _bilingual(self, text: str) -> Name | None:
        """Read 「关键结果 Key Results」, 「负责人/部门」: each part of it, when they do not say different things."""
        latin = " ".join(_LATIN.findall(text))
        other = _LATIN.sub(" ", text)
        if _HAN.search(other) and compact(latin):
            ours, theirs = self._named(compact(other)), self._named(compact(latin))
            if ours and theirs and ours.meaning != theirs.meaning:
                beside = [one for one in (theirs, ours) if one.meaning not in CORE]
                return (beside or [one for one in (ours, theirs) if one.meaning != "text"] or [theirs])[0]._replace(
                    exact=False
                )
            found = ours or (theirs if theirs and not compact(other).translate(_DIGITS).strip("0123456789.") else None)
            if found:
                number = found.number or (theirs.number if theirs else "")
                return found._replace(exact=False, number=number)
        parts = [self._named(compact(part)) for part in _STROKE.split(text) if compact(part)]
        if [part.meaning for part in parts if part] in (["key_result", "measure"], ["key_result", "metric"]):
            parts = parts[:1] * 2
        if len(parts) > 1 and all(parts) and len({part.meaning for part in parts if part}) == 1:
            return parts[0]._replace(exact=False) if parts[0] else None
        return None

    def _named(self, word: str, depth: int = 0) -> Name | None:
        """Read a name without brackets: as it stands, numbered, or with companions."""
        if not word:
            return None
        if word in self._table:
            return Name(self._table[word], exact=depth == 0)
        found = self._numbered(word)
        if found or depth > 4:
            return found
        found = self._beside(word)
        if found:
            return found
        for rest in self._stripped(word):
            found = self._named(rest, depth + 1)
            if found:
                return found._replace(exact=False)
        for tail in self._behind:
            if word.endswith(tail) and len(word) > len(tail):
                found = self._named(word[: -len(tail)], depth + 1)
                if found and found.meaning in (*CORE, "parent"):
                    return found._replace(exact=False)
        return None

    def _stripped(self, word: str) -> Iterator[str]:
        """Give the name without what stands before it."""
        year = _YEAR.match(word)
        if year and year.end() < len(word):
            yield word[year.end() :].lstrip("的第")
        for lead in self._before:
            if word.startswith(lead) and len(word) > len(lead):
                yield word[len(lead) :].removeprefix("的")

    def _numbered(self, word: str) -> Name | None:
        """Read 关键结果一, 第二条KR, KR1.1, O1-KR2, KR1权重, 权重1."""
        match = self._counted.fullmatch(word)
        if match:
            number, group = plain_number(match["number"]), plain_number(match["group"] or "")
            rest = match["rest"].strip("-_.的")
            meaning = self._table[match["word"]]
            if not rest or rest in self._behind or self._table.get(rest) == meaning:
                return Name(meaning, number, group=group)
            field = self._table.get(rest)
            if meaning == "key_result" and field == "objective":  # KR1目标 is what KR1 aims at
                field = "target"
            if field in (*FIELDS, *ASIDE):
                return Name(field if meaning == "key_result" else "aside", number)
            return None
        for pattern in (self._first, self._last):
            match = pattern.fullmatch(word)
            found = self._table.get(match["word"].strip("-_.")) if match else None
            if match and found and found not in ("text", "kind", "cycle", "when"):
                return Name(found, plain_number(match["number"]))
        lettered = _LETTER.fullmatch(word)
        if lettered and self._table.get(lettered[1]) in ("objective", "key_result"):
            return Name(self._table[lettered[1]], str("abcdef".index(lettered[2]) + 1))
        return None

    def _beside(self, word: str) -> Name | None:
        """Read KR权重, 关键结果负责人: what belongs to a KR; what belongs to an O is known and not read."""
        for meaning, leads in self._leading.items():
            for lead in leads:
                rest = word.removeprefix(lead).strip("的-_.") if word.startswith(lead) else ""
                field = self._table.get(rest)
                if _HAN.match(lead) and _LATIN.match(rest):  # the same in two languages: 目标 Target
                    continue
                if field in (*FIELDS, *ASIDE):
                    return Name(field if meaning == "key_result" else "aside", exact=False)
        return None


def listed(language: Language, prefix: str) -> dict[str, str]:
    """Map every name of a group of lists to the key of its list; the first list that has a name keeps it."""
    lists = {key.removeprefix(prefix): value for key, value in language.messages.items() if key.startswith(prefix)}
    found: dict[str, str] = {}
    for meaning, names in lists.items():
        for name in names.split("|"):
            found.setdefault(compact(unicodedata.normalize("NFKC", fold(name)).lower()), meaning)
    return {name: meaning for name, meaning in found.items() if name}


def is_week(title: str) -> bool:
    """Whether a column is named by a week or a day: 第3周, W27, 7/13."""
    return _WEEK.fullmatch(title.strip().lower()) is not None


def compact(text: str) -> str:
    """A folded name for comparing: no space, bracket or mark."""
    return re.sub(r"[()\[\]【】<>「」『』{}]", "", _IDLE.sub("", text))


def plain(name: object) -> str:
    """Fold a value for comparing, without what stands in brackets behind it."""
    folded = fold(str(name if name is not None else "")).lower()
    return compact(_BRACKETED.sub("", folded)) or compact(folded) or folded.strip()


def plain_number(number: str) -> str:
    """The number of a KR in digits: 二 is 2, 1-2 is 1.2, 十二 is 12."""
    if number.startswith("十") and len(number) == 2:
        number = f"1{number[1]}"
    elif number.endswith("十") and len(number) == 2:
        number = f"{number[0]}0"
    return re.sub(r"[-_]", ".", number.translate(_DIGITS))


def _longest(words: str) -> list[str]:
    """The words of a list, folded, longest first."""
    folded = {compact(fold(word).lower()) for word in words.split("|")}
    return sorted(folded - {""}, key=len, reverse=True)


def _either(words: str) -> str:
    """A pattern for any word of a list, the longest first."""
    return "|".join(re.escape(fold(word).lower()) for word in sorted(words.split("|"), key=len, reverse=True))


def shared(names: Iterable[str]) -> str:
    """Names as a list in a sentence, each once."""
    return "".join(f"「{name}」" for name in dict.fromkeys(names))
