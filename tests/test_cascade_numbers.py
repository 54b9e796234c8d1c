"""Clean cascades of many trades: one number is changed by its smallest printed digit until it breaks, and all of it is found.

What breaks is worked out here a second time, with fractions and by hand, so that the kit is not its own witness.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import pytest

from okr_kit import lang, policy
from okr_kit.lint import lint, lint_record
from okr_kit.rules.cascade import numbers, shares
from okr_kit.subjects import SUBJECTS

LANGUAGE, POLICY = lang.load(), policy.load()
#: What is said of numbers; words and links have rules of their own.
CODES = {rule.code for rule in (*numbers.RULES, *shares.RULES)}
BROKEN = {"D-SHORT", "D-RATIO"}


@dataclass(frozen=True)
class Clean:
    """One number and its parts: kind, unit, metric; whole and parts as (owner, baseline, target), numbers as printed."""

    kind: str
    unit: str
    metric: str
    whole: tuple[str, str, str]
    parts: tuple[tuple[str, str, str], ...]
    more: dict[str, Any] = field(default_factory=dict)
    rows: tuple[dict[str, Any], ...] = ()
    unmarked: bool = False

    @property
    def record(self) -> dict[str, Any]:
        owner, before, after = self.whole
        kind = {} if self.unmarked else {"kind": self.kind}
        row = {
            "id": "k",
            "metric": self.metric,
            "baseline": before,
            "target": after,
            "unit": self.unit,
            **kind,
            **self.more,
        }
        nodes = [{"id": "n", "owner": owner, "key_results": [row]}]
        for at, (name, start, end) in enumerate(self.parts):
            own = {
                "id": f"k{at}",
                "metric": self.metric,
                "baseline": start,
                "target": end,
                "unit": self.unit,
                "serves": "k",
            }
            own |= self.rows[at] if self.rows else {}
            nodes.append({"id": f"n{at}", "parent": "n", "owner": name, "key_results": [own]})
        return {"nodes": nodes}

    def part(self, at: int, end: str) -> Clean:
        rows = list(self.parts)
        rows[at] = (*rows[at][:2], end)
        return replace(self, parts=tuple(rows))

    @property
    def lower(self) -> bool:
        return self.kind in ("time", "zero") or Fraction(self.whole[2]) < Fraction(self.whole[1])

    @property
    def broken(self) -> bool:
        """Whether the parts cannot make the whole, worked out with fractions."""
        ends = [Fraction(row[2]) for row in self.parts]
        total, target = TOTALS[self.kind](self, ends), Fraction(self.whole[2])
        if self.kind == "product":
            target /= Fraction(self.whole[1])
        return total > target if self.lower else total < target


def factors(clean, ends):
    return math.prod(end / Fraction(row[1]) for end, row in zip(ends, clean.parts, strict=True))


def mean(clean, ends):
    weights = [Fraction(str(row["weight"]).rstrip("%")) for row in clean.rows if "weight" in row]
    if not weights:
        return min(ends) if clean.lower else max(ends)
    return sum(weight * end for weight, end in zip(weights, ends, strict=True)) / sum(weights)


def people(clean, ends):
    if "overlap" in clean.more:
        return sum(ends) - Fraction(clean.more["overlap"])
    return max(ends) if clean.lower else sum(ends)


#: What the parts come to at best.
TOTALS = {
    "sum": lambda _, ends: sum(ends),
    "ratio": mean,
    "index": mean,
    "funnel": lambda _, ends: math.prod(end / 100 for end in ends) * 100,
    "product": factors,
    "time": lambda _, ends: max(ends),
    "distinct": people,
    "zero": lambda _, ends: max(ends),
}


def weighed(*weights):
    return tuple({"weight": weight} for weight in weights)


CLEAN = {
    "bakeries": Clean("sum", "万元", "营业额", ("烘焙连锁", "820", "960"), (("城北店", "260", "300"), ("城南店", "310", "352"), ("车站店", "250", "310"))),
    "clinic": Clean("sum", "件", "每月投诉件数", ("口腔诊所", "48", "30"), (("前台", "20", "12"), ("诊室", "18", "11"), ("收费", "10", "7"))),
    "printing": Clean("sum", "元", "耗材费用", ("印刷厂", "182500.50", "150000.25"), (("一车间", "96000.50", "80990.25"), ("二车间", "86500", "69000"))),
    "loss": Clean("sum", "万元", "利润", ("冷库", "-80", "-20"), (("一号库", "-50", "-28.5"), ("二号库", "-30", "9.5"))),
    "nursery": Clean("ratio", "%", "成活率", ("苗圃", "86", "90"), (("松苗棚", "84", "89.5"), ("柏苗棚", "90", "92")), rows=weighed("80%", "20%")),
    "laundry": Clean("ratio", "%", "返洗率", ("洗衣厂", "4.2", "3.0"), (("酒店线", "4.0", "2.75"), ("医院线", "4.6", "3.5")), rows=weighed(1200, 600)),
    "courses": Clean("ratio", "%", "完课率", ("网校", "60", "70"), (("小学部", "62", "70"), ("初中部", "55", "66"))),
    "claims": Clean("ratio", "%", "退单率", ("理赔部", "9", "6"), (("车险", "8", "6"), ("财险", "11", "7.5"))),
    "hiring": Clean("funnel", "%", "录用率", ("人事部", "1.2", "1.5"), (("初筛", "20", "25"), ("面试", "15", "15"), ("录用", "40", "40"))),
    "outlet": Clean("product", "", "销售额", ("奥莱店", "900", "1089"), (("客流", "30000", "33000"), ("成交", "10", "11"), ("单笔", "300", "300"))),
    "freight": Clean("product", "", "运费支出", ("车队", "500", "400"), (("趟次", "1000", "900"), ("单趟", "5000", "4440"))),
    "kitchen": Clean("time", "分钟", "出餐时间", ("中央厨房", "40", "25"), (("切配", "12", "9"), ("烹制", "20", "14.5")), more={"parallel": True}),
    "visas": Clean("time", "天", "办理天数", ("签证处", "15", "8"), (("收件", "3", "2"), ("审核", "9", "8"))),
    "library": Clean("distinct", "万人", "到馆读者", ("图书馆", "30", "36"), (("总馆", "22", "26.5"), ("分馆", "12", "14")), more={"overlap": "4.5"}),
    "gym": Clean("distinct", "人", "到店会员", ("健身房", "2600", "3000"), (("器械区", "1500", "2400"), ("团课", "1300", "1300"))),
    "hotel": Clean("index", "/5", "住客评分", ("酒店", "4.2", "4.5"), (("商务楼", "4.1", "4.4"), ("度假楼", "4.3", "4.65")), rows=weighed(300, 200)),
    "mine": Clean("zero", "起", "轻伤事故", ("采石场", "3", "0"), (("爆破", "1", "0"), ("运输", "2", "0"))),
    "pumps": Clean("sum", "万元", "合同金额", ("水泵厂", "1500", "1800"), (("华北", "900", "1000.5"), ("西北", "600", "800")), unmarked=True),
    "tutors": Clean("ratio", "%", "续班率", ("培训部", "70", "75"), (("班课", "72", "75.5"), ("小组课", "66", "73")), unmarked=True),
}  # fmt: skip


def findings(clean):
    report = lint(SUBJECTS["cascade"].read(clean.record), LANGUAGE, POLICY)
    return {one.code: one for one in report.findings if one.code in CODES}


def digit(printed):
    """The smallest step of a number as it is printed."""
    return Fraction(1, 10 ** len(printed.partition(".")[2]))


def printed(value, like):
    places = len(like.partition(".")[2])
    return f"{float(value):.{places}f}"


def edges(clean, start, change, sign):
    """The last changed cascade that still holds and the first that does not, one digit apart."""
    step, at, last = digit(start), Fraction(start), clean
    for _ in range(200_000):
        at += sign * step
        changed = change(printed(at, start))
        if changed.broken:
            return last, changed
        last = changed
    raise AssertionError("it never breaks")


#: Which number of which cascade is changed: a part by its place, or the whole (-1). A bound of several is not moved by one.
MUTANTS = [
    (name, at)
    for name, clean in CLEAN.items()
    for at in range(-1, len(clean.parts))
    if (at >= 0 or clean.kind != "zero") and (at < 0 or clean.rows or clean.kind not in ("ratio", "index"))
]


def mutant(name, at):
    """The last change of one number that holds and the first that does not."""
    clean = CLEAN[name]
    down = 1 if clean.lower else -1
    if at >= 0:
        return edges(clean, clean.parts[at][2], lambda end: clean.part(at, end), down)
    return edges(clean, clean.whole[2], lambda end: replace(clean, whole=(*clean.whole[:2], end)), -down)


@pytest.mark.parametrize("clean", CLEAN.values(), ids=CLEAN)
def test_the_clean_ones_are_clean(clean):
    assert not clean.broken
    assert set(findings(clean)) <= {"D-DEPENDS", "D-ALLDOWN", "D-OVERLAP"}
    assert lint_record({"kind": "cascade", **clean.record}, LANGUAGE, POLICY)["verdict"] == "pass"


@pytest.mark.parametrize(("name", "at"), MUTANTS)
def test_one_digit_decides(name, at):
    """What just holds is not accused, what just breaks is, and the account that is written says what is so."""
    holds, breaks = mutant(name, at)
    assert BROKEN.isdisjoint(findings(holds))
    found = [one for code, one in findings(breaks).items() if code in BROKEN]
    assert [one.severity for one in found] == ["error"]
    said = found[0].params
    assert said["parent"] == breaks.whole[0]
    assert all(row[0] in said["children"] for row in breaks.parts)
    assert (" > " if breaks.lower else " < ") in said["account"]


def test_there_are_enough_of_all_kinds():
    assert len(CLEAN) >= 12
    assert len(MUTANTS) >= 45
    assert {clean.kind for clean in CLEAN.values()} == set(TOTALS)
