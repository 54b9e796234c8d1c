"""Sums times one factor: which numbers change, which never do, and what holds between those that did."""

from __future__ import annotations

import re
from random import Random

import pytest
from learner import content

from okr_kit.quantity import parse
from okr_kit.trainer.pack.amounts import Amounts, draw

LANGUAGE = content().language
MORE = Amounts(LANGUAGE, 1.27)
LESS = Amounts(LANGUAGE, 0.62)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("9 月底前，续约客户从 120 家增加到 150 家", "9 月底前，续约客户从 150 家增加到 190 家"),
        ("新签合同额从 3200 万元到 5000 万元，毛利率不低于 28%", "新签合同额从 4100 万元到 6400 万元，毛利率不低于 28%"),
        ("部门共 46 人，三季度营收 1.2 亿元，同比增长 15%", "部门共 58 人，三季度营收 1.5 亿元，同比增长 15%"),
        ("本月 GMV 860 万，访客 12 万，客单价 71.7 元", "本月 GMV 1100 万，访客 15 万，客单价 71.7 元"),
        ("库存从 3,200 台降到 2,400 台（2026Q3）", "库存从 4,100 台降到 3,000 台（2026Q3）"),
        ("覆盖 280 家门店，每店每天 30 单", "覆盖 360 家门店，每店每天 30 单"),
        ("1、走访客户 12 家，签约 3 家，回款 86 万元。2、处理投诉 5 起", "1、走访客户 15 家，签约 4 家，回款 110 万元。2、处理投诉 5 起"),
        ("# 2026 年销售部目标：5000 万", "# 2026 年销售部目标：6400 万"),
        ("营收 1亿2000万元", "营收 1.5亿元"),
        ("三千万元回款", "3800万元回款"),
        ("DAU 从 5000 提升到 8000", "DAU 从 6400 提升到 10000"),
        ("重复来电从每月 3,200 通降到 1,800 通", "重复来电从每月 4,100 通降到 2,300 通"),
        ("活跃用户数达到12万，次月留存 40%", "活跃用户数达到15万，次月留存 40%"),
        ("产能 500 吨/天", "产能 640 吨/天"),
        ("12 万元/月", "15 万元/月"),
        ("日均 3000 单", "日均 3800 单"),
        ("招聘 18 岁以上员工 300 人", "招聘 18 岁以上员工 380 人"),
        ("预算控制在 50w 以内", "预算控制在 64w 以内"),
        ("从8.5万人次到12万人次", "从11万人次到15万人次"),
        ("从 1 亿做到 2 亿", "从 1.3 亿做到 2.5 亿"),
    ],
)  # fmt: skip
def test_sums_change_and_look_as_before(before: str, after: str) -> None:
    assert MORE.text(before, stated=True) == after


@pytest.mark.parametrize(
    "text",
    [
        "续约率从 82% 提升到 90%", "缺陷率 300 ppm", "转化率提高 2 个百分点", "同比增长 3 倍", "退货降到千分之五", "良品率到九成五",
        "NPS 从 30 提升到 50", "满意度从 4.2 分到 4.6 分", "准时率 95 到 98", "客户满意度得分 85 以上",
        "交付周期从 45 天缩短到 30 天", "平均等候 30 分钟", "响应时间 200 毫秒", "2026 年 9 月 30 日前上线", "2026Q3 完成", "第 28 周",
        "会议 2026 年 7 月 3 日 14:30 在 301 会议室", "上线新手引导 3.0", "V2.0 版本", "5 号线", "第 3 名", "TOP10 客户", "前 5 名",
        "3 条 KR", "12 个关键结果", "每人 15 件", "客单价从 180 元提高到 220 元", "人均产出 12 万元", "每单成本 12 元降到 9 元",
        "单价 50 元/件", "平均订单金额 300 元", "每周 12 次例会", "覆盖 31 个省", "库存周转 12 次", "故障 5 起降到 2 起", "两家门店",
        "单位：万元", "减少 1/3", "0 起事故", "电话 13812345678", "ISO 9001", "618 大促",
    ],
)  # fmt: skip
def test_rates_times_days_names_and_small_counts_never_change(text: str) -> None:
    for amounts in (MORE, LESS):
        assert amounts.text(text, stated=True) == text


def test_a_number_without_a_unit_is_a_sum_in_a_key_result_and_elsewhere_only_behind_what_is_counted() -> None:
    assert MORE.text("增长 500", stated=True) == "增长 640"
    assert MORE.text("增长 500") == "增长 500"
    assert MORE.text("访客数 500") == "访客数 640"


def test_stand_ins_keep_their_digits() -> None:
    text = "请 13900000001 联系 客户 300 家"
    assert MORE.text(text, stated=True, fixed=["13900000001"]) == "请 13900000001 联系 客户 380 家"
    assert MORE.text("甲公司 300 家", stated=True, fixed=["甲公司 300"]) == "甲公司 300 家"


def test_what_differed_still_differs_and_in_the_same_order() -> None:
    assert LESS.text("续约客户从 11 家到 12 家", stated=True) == "续约客户从 7 家到 8 家"
    assert LESS.text("从 1 亿做到 2 亿", stated=True) == "从 0.6 亿做到 1.2 亿"


@pytest.mark.parametrize("unit", ["家", "万元", "人", "万", "亿元"])
def test_ratios_hold_within_rounding_whatever_the_factor(unit: str) -> None:
    random = Random(7)
    for _ in range(150):
        low = random.choice([random.randint(30, 400), random.randint(400, 9000)])
        high = int(low * random.uniform(1.1, 3))
        factor = random.uniform(0.6, 0.84) if random.random() < 0.5 else random.uniform(1.19, 1.6)
        text = f"客户从 {low} {unit}增加到 {high} {unit}"
        made = Amounts(LANGUAGE, factor).text(text, stated=True)
        new = [float(one) for one in re.findall(r"[\d.]+", made)]
        assert len(new) == 2
        assert new[1] / new[0] == pytest.approx(high / low, rel=0.06), (text, made)
        assert new[0] / low == pytest.approx(factor, rel=0.03), (text, made, factor)


def test_fields_beside_a_statement_change_with_it() -> None:
    assert MORE.values("续约客户数", "家", {"baseline": 120.0, "target": 150.0}) == {"baseline": 150.0, "target": 190.0}
    assert MORE.values("新签金额", "万元", {"baseline": 0.0, "target": 5.0}) == {"baseline": 0.0, "target": 6.4}
    assert MORE.values("DAU", None, {"target": 12000.0}) == {"target": 15000.0}
    for text, unit in (
        ("续约率", "%"),
        ("NPS", None),
        ("客单价", "元"),
        ("交付周期", "天"),
        ("故障", "起"),
        ("", None),
    ):
        given = {"baseline": 5.0, "target": 2.0} if unit == "起" else {"baseline": 30.0, "target": 50.0}
        assert MORE.values(text, unit, given) == given, text


def test_one_of_each_is_asked_about_where_a_sum_stands_beside_it() -> None:
    assert MORE.each("二季度营收 1.2 亿元，客单价 186 元，访客 64 万") == "客单价"
    assert MORE.each("客单价 186 元") == ""
    assert MORE.each("营收 1.2 亿元") == ""


def test_columns_say_by_their_names_whether_they_hold_sums() -> None:
    assert MORE.unit_of("预算（万元）") == "万元"
    assert MORE.unit_of("客户数") == ""
    for title in ("人均产出（万元）", "占比（%）", "编制", "转化率", "序号", "工期（天）"):
        assert MORE.unit_of(title) is None, title


def test_the_factor_is_never_near_one_and_differs_from_run_to_run() -> None:
    drawn = {draw() for _ in range(200)}
    assert len(drawn) > 190
    assert all(0.6 <= one <= 0.84 or 1.19 <= one <= 1.6 for one in drawn)


def test_no_sum_of_a_long_text_is_left_out() -> None:
    text = "。".join(f"第 {at} 组回款 {at * 37 + 400} 万元" for at in range(1, 60))
    before, after = re.findall(r"(\d+) 万元", text), re.findall(r"(\d+) 万元", MORE.text(text))
    assert len(after) == len(before)
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert parse(after[-1])
