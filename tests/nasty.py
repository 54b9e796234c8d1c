"""Nasty input, made from a seed: pieces that texts are made of, mutated statements, junk of every JSON type."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

DATA = Path(__file__).parent / "data"

#: Pieces that make nasty texts when they are repeated: numbers, half numbers, brackets, from-to, marks, words of every kind.
PIECES = (
    *("1、", "1", "1 ", "1,", "1-", "1~", "-1", "−1", "≥1", "> ", "1/2 ", "1.", "0.", "12:30", "1)", "(1)", "（）", "（", "）"),
    *("一", "零", "半", "万", "1万", "1亿2000万", "1千1", "百分之", "一万", "三成", "一点", "一点二", "两三", "过半", "翻番", "块5", "1h", "1小时"),
    *("从", "从1", "从1到2", "从1到2，", "1到2到3", "从A到", "从A向", "1%→2%", "->", "1->2，", "1 -", "从5天到6天", "客户流失率从1到2"),
    *("年", "1月1日", "1月", "2026", "2026-", "q1", "Q1 ", "半年", "年内", "当前1", "去年"),
    *("“", "“”", "“1”", "《", "《》", "(", ")", "【", "，", ",", "。", "。1", "；1", "!", "?", " ", "　", "  1", "\t", "\n", "1\n", "、"),
    *("😀", "é", "e\u0301", "\u0301", "\u200b", "\ufe0f", "👨‍👩‍👧", "①", "零a", "零事故", "a", "a ", "a1", "iOS 18 ", "v1", "2.0", "平台2.0", "http://a", "#1", "xx ", "+", "a+b"),
    *("的", "更", "更好", "更多", "最", "为", "有", "被", "被a", "通过", "通过考试", "率", "率率", "和", "并", "，并", "且", "时", "时，", "的时", "。的", "把", "让", "使", "也"),
    *("提升", "提升1%", "完成", "完成1个", "培训", "培训率", "客户", "客户满意度", "上线", "同时，", "、完成", "达到", "得到", "团队", "一流团队", "实现", "以", "用"),
    *("质量和效率", "效率", "满意度和效率", "目标：", "目标1", "KR1：", "o1", "护栏：", "每周1次", "比去年", "总目标", "由1日到2日", "，提高1%", "，并形成1个", "保持", "能够"),
)  # fmt: skip
#: Characters that break things elsewhere: controls, halves of a pair, directions, joiners, digits of other scripts, fractions.
ODD = (
    *"\x00\x07\x1b\x7f\x85\ufeff\u200e\u202e\u2028\u200d\ud800\udfff\U0010ffff\u0663\u06f5\u0e53\u4dc0",
    *"½⅓²Ⅳ㊀㍿ﷺ𝟙𠀀ǅßİı",
    *("\r\n", "{x}", "{0}", "%s", "<script>", "&amp;", "=1+1", "_x000D_", "'", '"', "\\", "NaN", "1e400", "9" * 40),
)
#: What stands in JSON where something else was meant.
DEEP: Any = []
for _ in range(300):
    DEEP = [DEEP]
JUNK = (None, True, False, 0, -1, 1.5, 1e308, -1e308, 10**40, float("nan"), float("inf"), "", " ", "x" * 3000, [], {}, [1], ["a", None], {"a": 1}, {"text": 3}, DEEP)  # fmt: skip


def statements() -> list[str]:
    """Real statements, good and bad."""
    rows = (DATA / "statements.jsonl").read_text("utf-8").splitlines()
    return [json.loads(row)["text"] for row in rows if row.strip()]


class Nasty:
    """Makes nasty input; the same random numbers make the same."""

    def __init__(self, rng: Random) -> None:
        """Make it of these random numbers."""
        self.rng, self.known = rng, statements()

    def text(self) -> str:
        """A text for a box: a statement with a few slips, a mixture of pieces, one piece over and over."""
        rng, way = self.rng, self.rng.random()
        if way < 0.6:
            return self.slipped(rng.choice(self.known), rng.randrange(4))
        if way < 0.95:
            return "".join(rng.choice(PIECES if rng.random() < 0.9 else ODD) for _ in range(rng.randrange(1, 25)))
        piece, length = rng.choice(PIECES + ODD), rng.choice((100, 200, 201, 2000, 2001))
        return (piece * (length // len(piece) + 1))[:length]

    def slipped(self, text: str, times: int) -> str:
        """A text with something cut, doubled, put in or put together with another one."""
        rng = self.rng
        for _ in range(times):
            start, way = rng.randrange(len(text) + 1), rng.randrange(5)
            stop = min(len(text), start + rng.randrange(1, 6))
            if way == 0:
                text = text[:start] + text[stop:]
            elif way == 1:
                text = text[:stop] + text[start:]
            elif way == 2:
                text = text[:start] + rng.choice(PIECES) + text[start:]
            elif way == 3:
                text = text[:start] + rng.choice(ODD) + text[stop:]
            else:
                other = rng.choice(self.known)
                text = text[:start] + other[rng.randrange(len(other)) :]
        return text

    def number(self) -> Any:
        """What stands in a field for a number."""
        rng, way = self.rng, self.rng.random()
        if way < 0.6:
            figure = rng.choice(
                ("5", "84", "3.5", "1,200", "三万五", "1亿2000万", "三成", "-200", "0", "４２", "1e3", "½", "99.999")
            )
            return (
                rng.choice(("", "≥", "约", "-", "从", "¥", "每月 "))
                + figure
                + rng.choice(("", "%", " 万元", "/5", "个工作日", "以上", "?", " 1"))
            )
        return rng.choice((rng.randrange(-100, 1000), rng.uniform(-1e6, 1e6), self.slipped("84%", 2), rng.choice(JUNK)))

    def spoilt(self, value: Any) -> Any:
        """A copy of plain JSON with one place of it replaced by junk, taken away, or named otherwise."""
        rng = self.rng
        if not isinstance(value, (dict, list)) or not value or rng.random() < 0.15:
            return rng.choice(JUNK) if rng.random() < 0.7 else self.text()
        if isinstance(value, list):
            at = rng.randrange(len(value))
            return [*value[:at], self.spoilt(value[at]), *value[at + 1 :]]
        name = rng.choice(list(value))
        if rng.random() < 0.2:
            return {key: one for key, one in value.items() if key != name}
        return {**value, name: self.spoilt(value[name])}
