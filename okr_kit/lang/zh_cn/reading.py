"""Read a Chinese statement: one pass cuts it into dates, numbers and the longest known words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from ...model import Span
from ...text import Change, Extract, Number, Reading, Token, fold
from . import numerals
from .extraction import extract
from .patterns import PATTERNS

_SPOKEN = frozenset({"routine", "maintain", "activity", "learn", "deliver", "contact", "slogan", "subjective", "up", "down", "become"})
_BREAKS = re.compile(r"[,;。!?；\n]|(?<=\D)\.(?=\D|$)")
_KINDS = ("share", "money", "time", "instant", "score", "grade", "times", "size")
_ARROW = re.compile(r"^[^,;。]{0,12}?(?:到|至|为|成|达|->|→|=>|—>|-->|~>|>)[^,;。]{0,4}$")
_JUMP = re.compile(r"^[^,;。]{0,3}(?:提升|提高|增长|增加|上升|降低|下降|减少|缩短|压缩|优化|改善|升|降|增|减|涨|扩大|变|控制)[^,;。\d]{0,4}$")
_START = re.compile(r"(?:从|由|自|基线|原来?的?|当前|目前|现状|现在|去年同期|上季度)[^,;。\d]{0,8}$")
_BASE = re.compile(r"(?:基线|当前|目前|现状|现为|现在|原为|原值|上季度|上期|去年同期|去年|现)(?:值|水平|是|为|约|仅)?[:为是]?\s*$")
_VERSION = re.compile(r"(?:系统|平台|中心|版|版本|app|小程序|软件|产品|项目|门户|官网|中台|工具|模型|引擎|框架)\s*$")
_NONE_OF = re.compile(
    r"零[一-鿿]{0,5}?(?:事故|投诉|客诉|故障|差错|缺陷|失误|违规|伤亡|中断|泄露|延误|流失|逾期|返工|退货|感染|死亡|罚款|纠纷|漏洞|宕机|差评|遗漏|风险|误差|损失|超期|欠费|瑕疵)"
)
_WHOLE = re.compile(r"(?<=达到|实现|覆盖)全(?:员|覆盖|部|体)")
_HAN = re.compile(r"[一-鿿]")
_CHINESE_NUMERAL = frozenset("零一二三四五六七八九十百千万亿两半过对")
_CLIMBS = frozenset("破过超到达至近满由从变")
_DIGIT = frozenset("0123456789")
_ASCII = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_SUFFIXES = {"率": "rate", "额": "amount", "量": "count", "数": "count", "值": "score", "度": "score"}
_LIGHT = frozenset({"完成", "实现", "达成", "达到", "做到", "保持", "维持", "控制", "确保", "保证", "保障"})
_BOUNDS = {"不低于": ">=", "不少于": ">=", "高于": ">=", "大于": ">=", "超过": ">=", "超": ">=", "突破": ">=", "多于": ">=", ">=": ">=", "≥": ">=", ">": ">=",
           "大于等于": ">=", "不得低于": ">=", "至少": ">=", "不高于": "<=", "不超过": "<=", "不大于": "<=", "低于": "<=", "小于": "<=", "少于": "<=", "<=": "<=",
           "≤": "<=", "<": "<=", "小于等于": "<=", "不得高于": "<=", "不得超过": "<=", "控制在": "<=", "控制到": "<="}


class ChineseReader:
    """Reads statements with the word lists of one language pack; made once per pack, holds nothing of a statement."""

    def __init__(self, lexicon: Mapping[str, tuple[str, ...]]) -> None:
        """Index all words by their first two characters, longest first."""
        tags: dict[str, set[str]] = {}
        for name, words in lexicon.items():
            for word in fold("\n".join(words)).split("\n"):
                tags.setdefault(word, set()).add(name)
        shared: dict[frozenset[str], frozenset[str]] = {}
        self._tags = {word: shared.setdefault(frozenset(names), frozenset(names)) for word, names in tags.items()}
        self._words: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for word in sorted(tags, key=len, reverse=True):
            self._words.setdefault(word[:2], []).append((word, self._tags[word]))
        units: dict[str, str] = {}
        for kind in _KINDS:
            units |= {fold(word): kind for word in lexicon.get(f"unit_{kind}", ())}
        units |= {fold(word): "plain" for word in lexicon.get("counter_plain", ())}
        units |= {fold(word): "effort" for word in lexicon.get("counter_effort", ())}
        self._units = units
        self._longest_unit = max(map(len, units), default=0)

    def read(self, text: str) -> Reading:
        """Cut a statement into tokens, numbers, dates and clauses."""
        folded = fold(text)
        numbers: list[Number] = []
        tokens = tuple(self._refine(list(self._scan(folded, numbers)), folded))
        return Reading(
            raw=text,
            folded=folded,
            tokens=tokens,
            numbers=tuple(numbers),
            dates=tuple(token for token in tokens if "DATE" in token.tags),
            changes=tuple(_changes(numbers, folded)),
            clauses=tuple(_clauses(folded)),
            latin=not _HAN.search(folded),
            patterns=PATTERNS,
        )

    def extract(self, text: str) -> Extract:
        """Read the fields of a key result; what is not certain stays None."""
        return extract(self.read(text))

    def _scan(self, text: str, numbers: list[Number]) -> Iterator[Token]:
        """Yield tokens from left to right; numbers go to the list as well."""
        head = numerals.INDEX.match(text)
        place, end = head.end() if head else 0, len(text)
        if place == end:
            place = 0
        while place < end:
            token = self._at(text, place, numbers)
            if token is None:
                place += 1
            else:
                yield token
                place = token.end

    def _at(self, text: str, place: int, numbers: list[Number]) -> Token | None:
        """The token that starts here, if any: name, date, known word, number, in this order."""
        char = text[place]
        word = self._word(text, place)
        if word and (char in _DIGIT or char in _CHINESE_NUMERAL) and word.tags - _UNIT_LISTS:
            return word
        if char in _NAME_STARTS and (name := numerals.NAME.match(text, place)):
            if not (place and text[place - 1] in _ASCII):
                return Token(place, name.end(), name[0], frozenset({"NAME"} | ({"output_noun"} if char == "《" else set())))
        if char in _DATE_STARTS and not (place and text[place - 1] in _ASCII) and (date := numerals.DATE.match(text, place)):
            return Token(place, date.end(), date[0], _IS_DATE)
        if char in _DIGIT:
            return self._number(text, place, numbers)
        if char in _DATE_WORD_STARTS and (date := numerals.DATE_WORD.match(text, place)) and not (word and word.end > date.end()):
            return Token(place, date.end(), date[0], _IS_DATE)
        if char == "x" and (blank := numerals.PLACEHOLDER.match(text, place)):
            unit, kind, end = self._unit(text, blank.end())
            return self._finish(text, (place, end), math.nan, None, unit, kind, numbers)
        if char == "全" and (whole := _WHOLE.match(text, place)):
            numbers.append(Number(100, "%", "share", whole.span()))
            return Token(place, whole.end(), whole[0], frozenset({"NUMBER", "N_share"}))
        if char == "翻" and (double := numerals.DOUBLE.match(text, place)):
            times = numerals.numeral(double["times"] or "一") or 1
            number = Number(2.0 if double[0].endswith("倍") else float(2**times), "倍", "times", (place, double.end()))
            numbers.append(number)
            return Token(place, double.end(), double[0], frozenset({"NUMBER", "up"}))
        if char in _CHINESE_NUMERAL and not (word and "not_number" in word.tags):
            number_token = self._chinese(text, place, numbers)
            if number_token:
                return number_token
        return word

    def _word(self, text: str, place: int) -> Token | None:
        """The longest known word that starts here; Latin words only as whole words."""
        for word, tags in self._words.get(text[place : place + 2], ()):
            if text.startswith(word, place) and (word[0] not in _ASCII or _whole(word, text, place)):
                return Token(place, place + len(word), word, tags)
        for word, tags in self._words.get(text[place], ()):
            if word[0] not in _ASCII or _whole(word, text, place):
                return Token(place, place + 1, word, tags)
        return None

    def _unit(self, text: str, place: int) -> tuple[str, str, int]:
        """The unit that starts here (after blanks): its word, its kind, and where it ends."""
        start = place
        while start < len(text) and text[start] == " ":
            start += 1
        for extra in ("多", "余", "来", "+", "个以上的", ""):
            if extra and not text.startswith(extra, start):
                continue
            begin = start + len(extra)
            for size in range(min(self._longest_unit, len(text) - begin), 0, -1):
                word = text[begin : begin + size]
                kind = self._units.get(word)
                if kind is None:
                    continue
                following = text[begin + size : begin + size + 1]
                if word[-1] in _ASCII and following in _ASCII and following:
                    continue
                return word, kind, begin + size
        return "", "bare", place

    def _number(self, text: str, place: int, numbers: list[Number]) -> Token:
        """Read an Arabic number with scale, range and unit; a version or a part of a name is a NAME."""
        match = numerals.ARABIC.match(text, place)
        assert match is not None  # noqa: S101 - a digit always matches
        low = numerals.scaled(match["low"], match["low_scale"])
        high = numerals.scaled(match["high"], match["high_scale"]) if match["high"] else None
        end = match.end()
        if high is not None and ("到" in match[0] or "至" in match[0]) and _START.search(text, 0, place):
            end, high = match.end("share") if match["share"] else (match.end("low_scale") if match["low_scale"] else match.end("low")), None
        if high is not None and match["high_scale"] and not match["low_scale"]:
            low = numerals.scaled(match["low"], match["high_scale"])
        share = match["share"] if high is None else (match["share"] or (text[end : end + 1] if text[end : end + 1] in ("%", "‰") else ""))
        if share and high is None:
            unit, kind = share, "share"
            end = match.end("share")
        elif share:
            unit, kind = share, "share"
            end += text[end : end + 1] in ("%", "‰")
        else:
            unit, kind, end = self._unit(text, end)
        return self._finish(text, (place, end), low, high, unit, kind, numbers)

    def _finish(
        self, text: str, span: Span, low: float, high: float | None, unit: str, kind: str, numbers: list[Number]
    ) -> Token:
        """Decide between a number, a rank and a part of a name, and keep it."""
        before = text[: span[0]].rstrip()
        letters = re.search(r"[a-z][a-z0-9+#.\-]*$", before)
        attached = letters is not None and letters.end() == span[0] and len(letters[0]) <= 3
        if letters and letters[0] != "top" and (kind == "bare" or attached) and not _metric_word(self._tags.get(letters[0])):
            return Token(*span, text[span[0] : span[1]], frozenset({"NAME"}))
        if kind == "bare" and "." in text[span[0] : span[1]] and high is None and _VERSION.search(before):
            return Token(*span, text[span[0] : span[1]], frozenset({"NAME"}))
        if before.endswith(("第", "前", "top")) and (kind in ("bare", "score", "grade", "plain") or before.endswith("第")):
            kind = "rank" if kind != "effort" else "bare"
            if before.endswith("第") and unit not in ("", "名", "位"):
                return Token(*span, text[span[0] : span[1]], frozenset({"NAME"}))
        bound = ""
        for size in (4, 3, 2, 1):
            bound = _BOUNDS.get(before[-size:], "") if len(before) >= size else ""
            if bound:
                break
        rest = text[span[1] : span[1] + 3].lstrip()
        if not bound:
            bound = ">=" if rest.startswith(("以上", "及以上", "+")) else "<=" if rest.startswith(("以内", "以下", "之内", "内")) else ""
        number = Number(low, unit, kind, span, high, bound)
        numbers.append(number)
        return Token(*span, text[span[0] : span[1]], frozenset({"NUMBER", f"N_{kind}"}))

    def _chinese(self, text: str, place: int, numbers: list[Number]) -> Token | None:
        """Read a Chinese numeral; without a unit behind it, it is no number."""
        if tenths := numerals.TENTHS.match(text, place):
            value = (numerals.numeral(tenths["tenths"]) or 0) * 10 + (5 if tenths["half"] else 0)
            return self._finish(text, tenths.span(), value, None, "%", "share", numbers)
        match = numerals.CHINESE.match(text, place)
        if match is None:
            return None
        if match["percent"]:
            value = numerals.numeral(match["percent"].split("点")[0]) or 0
            return self._finish(text, match.span(), value / (1 if match["base"] == "百" else 10), None, "%", "share", numbers)
        if match["half"]:
            return self._finish(text, match.span(), 50, None, "%", "share", numbers)
        if match[0] == "零" and _NONE_OF.match(text, place):
            number = Number(0, "", "plain", (place, place + 1))
            numbers.append(number)
            return Token(place, place + 1, "零", frozenset({"NUMBER", "zero"}))
        unit, kind, end = self._unit(text, match.end())
        value = numerals.numeral(match["plain"]) or 0
        before = text[place - 1 : place]
        if before and before in "第统唯某同":
            return None
        if kind == "bare" and not ((value >= 1000 and len(match["plain"]) > 1) or (value >= 100 and before in _CLIMBS)):
            return None
        return self._finish(text, (place, end), value, None, unit, kind, numbers)

    def _refine(self, tokens: list[Token], text: str) -> Iterator[Token]:
        """Settle what a word is by its neighbours: 完成率 is a measure, 上线后 a moment, 培训覆盖率 one noun."""
        merged: list[Token] = []
        for token in self._suffixed(tokens, text):
            merged.append(token)
        quoted = [match.span() for match in PATTERNS["quoted"].finditer(text)]
        for index, token in enumerate(merged):
            if quoted and any(start < token.start and token.end < stop for start, stop in quoted):
                yield Token(token.start, token.end, token.word, token.tags - _SPOKEN | {"QUOTED"})
            else:
                yield _in_context(token, merged, index, text)

    def _suffixed(self, tokens: list[Token], text: str) -> Iterator[Token]:
        """Join a measure's suffix (率, 额, 量 …) with what stands before it."""
        taken = {(token.start, token.end) for token in tokens}
        covered = [False] * (len(text) + 1)
        for start, stop in taken:
            for place in range(start, stop):
                covered[place] = True
        extra = [
            Token(place, place + 1, text[place], frozenset({_SUFFIXES[text[place]], "SUFFIX"}))
            for place in range(1, len(text))
            if text[place] in _SUFFIXES and not covered[place] and _HAN.match(text[place - 1])
        ]
        yield from sorted([*tokens, *extra], key=lambda token: token.start)


def _whole(word: str, text: str, place: int) -> bool:
    """Whether a Latin word stands by itself; digits may touch it (top10, nps50)."""
    end = place + len(word)
    before, behind = text[place - 1 : place], text[end : end + 1]
    return not ((before in _ASCII and not before.isdigit()) or (word[-1] in _ASCII and behind in _ASCII and not behind.isdigit()))


def _metric_word(tags: frozenset[str] | None) -> bool:
    """Whether a Latin word names a measure (nps, dau …)."""
    return bool(tags and tags & {"score", "count", "amount", "rate", "span"})


_MEASURES = frozenset({"rate", "amount", "count", "score", "span"})
_VERBS = frozenset({"activity", "deliver", "learn", "milestone", "contact", "adopt", "gain", "up", "down", "grasp"})
_RATE = re.compile(r"[一-鿿]{0,2}率")
_WORK_OR_EVENT = frozenset({"activity", "deliver", "learn", "milestone", "contact", "adopt", "gain"})
_WORK = frozenset({"activity", "deliver", "learn", "contact"})
_DATE_STARTS = frozenset("0123456789qh")
_DATE_WORD_STARTS = frozenset("一二三四五六七八九十第上下本这当全年月季期学周今明去春国元任两半")
_NAME_STARTS = frozenset("《hv0123456789")
_UNIT_LISTS = frozenset({"neutral", "counter_plain", "counter_effort", *(f"unit_{kind}" for kind in _KINDS)})
_IS_DATE = frozenset({"DATE"})
_LATER = re.compile(r"(?:之后|以后|后(?!台|端|续|勤|期|备|者|厨|方|代)|期间|过程中|阶段|前(?!端|台|置|期|景|沿|往|\d|三|五|十)|之前|时(?!间|长|效|候|代)|中的|时的)")


def _in_context(token: Token, tokens: list[Token], index: int, text: str) -> Token:
    """A verb before a measure or a moment word is part of a noun, not what people do."""
    if "routine" in token.tags and token.word[0] in "按准及" and _RATE.match(text, token.end):
        return Token(token.start, token.end, token.word, frozenset({"MODIFIER"}))
    if not token.tags & _VERBS:
        return token
    if token.tags & _WORK_OR_EVENT and _LATER.match(text, token.end):
        return Token(token.start, token.end, token.word, frozenset({"MOMENT"}))
    if token.tags & _WORK and text[token.end : token.end + 1] == "的" and token.end + 1 < len(text):
        return Token(token.start, token.end, token.word, frozenset({"MODIFIER", "WORK"}))
    follower = tokens[index + 1] if index + 1 < len(tokens) else None
    if follower and follower.start == token.end and "quality" in follower.tags and follower.word not in _LEARNT and not token.tags & {"up", "down", "carry"}:
        return Token(token.start, token.end, token.word, frozenset({"MODIFIER", "WORK"}))
    if token.tags & {"up", "down", "carry", "reach"} or token.word in _LIGHT:
        return token
    for hop in range(index + 1, min(index + 4, len(tokens))):
        follower = tokens[hop]
        gap = text[tokens[hop - 1].end : follower.start]
        if len(gap) > 3 or _NOT_NOUN.search(gap) or follower.tags & _BREAKING:
            break
        if follower.tags & _MEASURES and not _goes_on(tokens, hop, text):
            return Token(token.start, token.end, token.word, frozenset({"MODIFIER"} | ({"WORK"} if token.tags & _WORK else set())))
    return token


_LEARNT = frozenset({"知识", "技能", "基础", "思维", "文化", "管理", "服务", "沟通", "协作", "配合"})
_NOT_NOUN = re.compile(r"[^一-鿿a-z0-9]|[的到至为]")
_BREAKING = frozenset({"up", "down", "reach", "become", "NUMBER", "from", "DATE", "frequency"})


def _goes_on(tokens: list[Token], index: int, text: str) -> bool:
    """Whether a measure word is itself only part of a longer noun (回款专题会)."""
    if index + 1 >= len(tokens):
        return False
    follower = tokens[index + 1]
    return follower.start == tokens[index].end and bool(follower.tags & {"output_noun", "wide"}) and not follower.tags & _MEASURES


def _clauses(text: str) -> Iterator[Span]:
    """Ranges between commas and stops."""
    start = 0
    for match in _BREAKS.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _changes(numbers: list[Number], text: str) -> Iterator[Change]:
    """Pairs of numbers with a word of going from one to the other between them."""
    paired = False
    for before, after in zip(numbers, numbers[1:], strict=False):
        if paired:
            paired = False
            continue
        gap, lead = text[before.span[1] : after.span[0]], text[max(0, before.span[0] - 12) : before.span[0]]
        arrow = any(sign in gap for sign in ("->", "→", "=>", "—>", "-->"))
        started = _START.search(lead) is not None
        if (arrow and len(gap) < 14) or (started and len(gap) < 24 and (_ARROW.match(gap) or _JUMP.match(gap) or "目标" in gap)):
            paired = True
            yield Change(before, after)
        elif _BASE.search(text[max(0, after.span[0] - 8) : after.span[0]]) and ("(" in gap or "," in gap) and before.kind == after.kind:
            paired = True
            yield Change(after, before)
