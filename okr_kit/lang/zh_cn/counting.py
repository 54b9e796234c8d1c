"""Find numbers in a sentence: Arabic, Chinese, ranges, shares, doublings, placeholders; and what is none of them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from ...model import Span
from ...text import Number, Token, fold
from . import numerals

KINDS = ("share", "money", "time", "instant", "score", "grade", "times", "size")
UNIT_LISTS = frozenset({"counter_plain", "counter_effort", *(f"unit_{kind}" for kind in KINDS)})
NUMERALS = frozenset("零一二三四五六七八九十百千万亿两半过对")
DIGITS = frozenset("0123456789")
ASCII = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
STARTED = re.compile(r"(?:从|由|自|基线|原来?的?|当前|目前|现状|现在|去年同期|上季度)[^,;。\d]{0,8}$")
_LETTERS = re.compile(r"[a-z][a-z0-9+#.\-]*\s*$")
_VERSION = re.compile(r"(?:系统|平台|中心|版|版本|app|小程序|软件|产品|项目|门户|官网|中台|工具|模型|引擎|框架)\s*$")
_NONE_OF = re.compile(
    r"零[一-鿿]{0,5}?(?:事故|投诉|客诉|故障|差错|缺陷|失误|违规|伤亡|中断|泄露|延误|流失|逾期|返工|退货|感染|死亡|罚款|纠纷|漏洞|宕机"
    r"|差评|遗漏|风险|误差|损失|超期|欠费|瑕疵)"
)
_WHOLE = re.compile(r"(?<=达到|实现|覆盖)全(?:员|覆盖|部|体)")
_CLIMBS = frozenset("破过超到达至近满由从变")
_BOUNDED = re.compile(
    r"(?P<least>不低于|不少于|不得低于|高于|大于等于|大于|超过|超|突破|多于|至少|>=|≥|>)\s*$"
    r"|(?P<most>不高于|不得高于|不得超过|不超过|不大于|低于|小于等于|小于|少于|<=|≤|<|控制在|控制到)\s*$"
)
_BEHIND = re.compile(r"\s*(?:(?P<least>及?以上|\+)|(?P<most>及?以内|及?以下|之内|内))")
_METRICS = frozenset({"score", "count", "amount", "rate", "span"})
_NAME = frozenset({"NAME"})

Found = tuple[Token, Number | None]


class NumberReader:
    """Finds numbers with the units and words of one language pack."""

    def __init__(self, lexicon: Mapping[str, tuple[str, ...]], tags: Mapping[str, frozenset[str]]) -> None:
        """Collect the units with their kinds; ``tags`` say which Latin words are measures."""
        self._tags = tags
        self._units: dict[str, str] = {}
        for kind in KINDS:
            self._units |= {fold(word): kind for word in lexicon.get(f"unit_{kind}", ())}
        self._units |= {fold(word): "plain" for word in lexicon.get("counter_plain", ())}
        self._units |= {fold(word): "effort" for word in lexicon.get("counter_effort", ())}
        self._longest = max(map(len, self._units), default=0)

    def at(self, text: str, place: int) -> Found | None:
        """The number that starts at a place, or the part of a name that only looks like one."""
        char = text[place]
        if char in DIGITS:
            return self._arabic(text, place)
        if char == "x" and (blank := numerals.PLACEHOLDER.match(text, place)):
            unit, kind, end = self._unit(text, blank.end())
            return self._found(text, (place, end), math.nan, unit, kind)
        if char == "全" and (whole := _WHOLE.match(text, place)):
            return self._found(text, whole.span(), 100, "%", "share")
        if char == "翻" and (double := numerals.DOUBLE.match(text, place)):
            times = numerals.numeral(double["times"] or "一") or 1
            number = Number(2.0 if double[0].endswith("倍") else float(2**times), "倍", "times", double.span())
            return Token(*double.span(), double[0], frozenset({"NUMBER", "up"})), number
        return self._chinese(text, place) if char in NUMERALS else None

    def _arabic(self, text: str, place: int) -> Found | None:
        """Read an Arabic number with scale, range and unit."""
        match = numerals.ARABIC.match(text, place)
        if match is None:
            return None
        low, high, end = numerals.scaled(match["low"], match["low_scale"]), None, match.end()
        share = match["share"] or ""
        if match["high"] and ("到" in match[0] or "至" in match[0]) and STARTED.search(text, 0, place):
            end = max(match.end("low"), match.end("low_scale"), match.end("share"))
        elif match["high"]:
            high = numerals.scaled(match["high"], match["high_scale"])
            low = numerals.scaled(match["low"], match["low_scale"] or match["high_scale"])
            if text[end : end + 1] in ("%", "‰"):
                share, end = text[end], end + 1
        unit, kind, end = (share, "share", end) if share else self._unit(text, end)
        return self._found(text, (place, end), low, unit, kind, high)

    def _chinese(self, text: str, place: int) -> Found | None:
        """Read a Chinese numeral; small ones need a unit behind them to be a number."""
        if tenths := numerals.TENTHS.match(text, place):
            value = (numerals.numeral(tenths["tenths"]) or 0) * 10 + (5 if tenths["half"] else 0)
            return self._found(text, tenths.span(), value, "%", "share")
        match = numerals.CHINESE.match(text, place)
        before = text[place - 1 : place]
        if match is None or (before and before in "第统唯某同"):
            return None
        if match["percent"]:
            value = (numerals.numeral(match["percent"].split("点")[0]) or 0) / (1 if match["base"] == "百" else 10)
            return self._found(text, match.span(), value, "%", "share")
        if match["half"]:
            return self._found(text, match.span(), 50, "%", "share")
        if match[0] == "零" and _NONE_OF.match(text, place):
            return Token(place, place + 1, "零", frozenset({"NUMBER", "zero"})), Number(
                0, "", "plain", (place, place + 1)
            )
        unit, kind, end = self._unit(text, match.end())
        value = numerals.numeral(match["plain"]) or 0
        large = (value >= 1000 and len(match["plain"]) > 1) or (value >= 100 and before in _CLIMBS)
        return self._found(text, (place, end), value, unit, kind) if large or kind != "bare" else None

    def _unit(self, text: str, place: int) -> tuple[str, str, int]:
        """The unit that starts here (after blanks and 多, 余 …): its word, its kind, and where it ends."""
        start = place
        while text.startswith(" ", start):
            start += 1
        begin = start + next(
            (len(extra) for extra in ("个以上的", "多", "余", "来", "+") if text.startswith(extra, start)), 0
        )
        for origin in dict.fromkeys((begin, start)):
            for size in range(min(self._longest, len(text) - origin), 0, -1):
                word = text[origin : origin + size]
                kind = self._units.get(word)
                if kind and not (word[-1] in ASCII and text[origin + size : origin + size + 1] in ASCII):
                    return word, kind, origin + size
        return "", "bare", place

    def _found(self, text: str, span: Span, low: float, unit: str, kind: str, high: float | None = None) -> Found:
        """Decide between a number, a rank and a part of a name."""
        before, word = text[: span[0]].rstrip(), text[slice(*span)]
        if self._is_name(text, span, kind):
            return Token(*span, word, _NAME), None
        if before.endswith("第") and unit not in ("", "名", "位"):
            return Token(*span, word, _NAME), None
        first_few = before.endswith("前") and unit in ("个", "家", "批", "单")
        if before.endswith("第") or (
            before.endswith(("前", "top")) and not first_few and kind in ("bare", "score", "grade", "plain")
        ):
            kind = "rank"
        sign = _BOUNDED.search(before[-5:]) or _BEHIND.match(text, span[1])
        bound = {"least": ">=", "most": "<="}[sign.lastgroup or "least"] if sign else ""
        return Token(*span, word, frozenset({"NUMBER", f"N_{kind}"})), Number(low, unit, kind, span, high, bound)

    def _is_name(self, text: str, span: Span, kind: str) -> bool:
        """Whether a number belongs to the Latin word before it (iOS 18, P0) or is a version (平台 2.0)."""
        letters = _LETTERS.search(text, max(0, span[0] - 24), span[0])
        if letters:
            word = letters[0].rstrip()
            attached = len(word) == len(letters[0]) <= 3
            if word != "top" and (kind == "bare" or attached) and not self._tags.get(word, _NAME) & _METRICS:
                return True
        return kind == "bare" and "." in text[slice(*span)] and _VERSION.search(text, 0, span[0]) is not None
