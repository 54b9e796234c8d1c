"""The fold keeps lengths, spans stay where the learner wrote, numbers and dates are told apart."""

from __future__ import annotations

import sys

import pytest

from okr_kit import lang, policy
from okr_kit.fold import fold
from okr_kit.lint import lint
from okr_kit.model import KeyResult
from okr_kit.text import Readings

LANGUAGE = lang.load()


def read(text):
    return LANGUAGE.reader.read(text)


def numbers(text):
    return [(number.value, number.unit) for number in read(text).numbers]


def test_fold_keeps_the_length_of_every_character():
    for code in range(sys.maxunicode + 1):
        if not 0xD800 <= code <= 0xDFFF:
            assert len(fold(chr(code))) == 1, hex(code)


def test_fold_is_done_after_one_pass():
    text = "".join(chr(code) for code in range(0x20, 0x10000) if not 0xD800 <= code <= 0xDFFF)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("ＫＲ１：９５％　以上", "kr1:95% 以上"), ("提升客戶滿意度", "提升客户满意度"), ("ＮＰＳ≥５０", "nps≥50")],
)
def test_fold(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("营收达到1,200万元", [(12_000_000, "元")]),
        ("用户数到 10 万", [(100_000, "")]),
        ("粉丝涨到5w", [(50_000, "")]),
        ("市值达到3亿", [(300_000_000, "")]),
        ("留存由 20% 升至 28%", [(20, "%"), (28, "%")]),
        ("下降2个百分点", [(2, "个百分点")]),
        ("投诉减少三成", [(30, "%")]),
        ("差错率小于千分之二", [(0.2, "%")]),
        ("新签二十五家客户", [(25, "家")]),
        ("收入翻一番", [(2, "倍")]),
        ("减少一半", [(50, "%")]),
        ("存款由八万变十二万", [(80_000, ""), (120_000, "")]),
        ("响应时间不超过1.5秒", [(1.5, "秒")]),
        ("月销售额稳定在四万二", [(42_000, "")]),
        ("注册用户达到6万3", [(63_000, "")]),
        ("累计回款 2亿4000万元", [(240_000_000, "元")]),
        ("年销售额做到三亿6000万元", [(360_000_000, "元")]),
        ("签约额达到叁佰万元", [(3_000_000, "元")]),
        ("平均得分升至四十一点六", [(41.6, "")]),
        ("返修率降到百分之二点零五", [(2.05, "%")]),
        ("漏检率低于万分之七", [(0.07, "%")]),
        ("感染率由 0.42‰ 降到 0.2‰", [(0.042, "%"), (0.02, "%")]),
        ("人均消费升到五十二块五", [(52.5, "块")]),
        ("四分之三的学员独立上手", [(75, "%")]),
        ("老客占比从五成做到六成五", [(50, "%"), (65, "%")]),
        ("9成员工会用新系统", [(90, "%")]),
        ("评分升到 4.4/5", [(4.4, "/5")]),
        ("每单成本¥45", [(45, "元")]),
        ("换线时间控制在 2h45min", [(2.75, "h")]),
        ("上门时间缩短到两三天", [(2, "天")]),
        ("回款 20万30天内到账", [(200_000, ""), (30, "天")]),
        ("得分从0.35提高到0.5", [(0.35, ""), (0.5, "")]),
        ("用电降到 30万千瓦时", [(300_000, "千瓦时")]),
        ("进入应用榜前十", [(10, "")]),
        ("月净收益从 -80 万元提升到 30 万元", [(-800_000, "元"), (300_000, "元")]),
        ("推荐值由 −12 升到 8", [(-12, ""), (8, "")]),
        ("现金流从负 60 万元转正", [(-600_000, "元")]),
        ("同比增速：-4% → 6%", [(-4, "%"), (6, "%")]),
        ("门店毛利率为 -3~-1%", [(-3, "%")]),
        ("推荐值 -6 → 15", [(-6, ""), (15, "")]),
        ("库房保持在-18度以下", [(-18, "度")]),
        ("月现金流 −30 万元", [(-300_000, "元")]),
        ("A -6%", [(6, "%")]),
        ("方案 B -8%，方案 C -9%", [(8, "%"), (9, "%")]),
        ("KR2-3：成本降 4%", [(4, "%")]),
        ("- 5 家门店达标", [(5, "家")]),
        ("负责 5 家门店", [(5, "家")]),
        ("交付周期 10-15 天", [(10, "天")]),
        ("周期 20 -15 天", [(20, ""), (15, "天")]),
    ],
)
def test_numbers(text, expected):
    assert numbers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "KR1：推进二期项目",
        "Q3 完成切换",
        "2026 年上半年",
        "9 月 30 日前上线",
        "发布 V3.0 版本",
        "二部和一厂对齐",
        "1、统一口径",
        "一键部署，一线员工",
        "①第一步",
        "iOS 18 适配",
        "推行5S管理",
        "支持H5和B2B",
        "第三方验收",
        "2026-11-30 前完成切换",
        "推行九九六工作制",
        "一点一滴做好服务",
        "两点一线",
        "队伍陆续到位",
        "成本三成本地化",
        "新客 7日留存",
    ],
)
def test_what_is_no_number(text):
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("复购率从12%提升到18%", (12, 18)),
        ("交付周期由 20 天缩短至 14 天", (20, 14)),
        ("不良率 3.2% → 1.5%", (3.2, 1.5)),
        ("NPS 30->50", (30, 50)),
        ("续费率达到 88%（去年同期 80%）", (80, 88)),
        ("转化率提升到5%（基线 3.2%）", (3.2, 5)),
        ("通过率提升至85%，当前值为78%", (78, 85)),
        ("从 3 到 5 分", (3, 5)),
        ("季度利润从 -80 万元提升到 30 万元", (-800_000, 300_000)),
        ("库存金额从 3亿4000万 降到 2亿", (340_000_000, 200_000_000)),
        ("合格得分从三十六点八提升到五十二", (36.8, 52)),
        ("装机从四千三台增加到五千台", (4300, 5000)),
        ("满意度从 3.9/5 提升到 4.5/5", (3.9, 4.5)),
        ("四分之三的学员独立上手（去年二分之一）", (50, 75)),
    ],
)
def test_changes(text, pair):
    assert [(change.before.value, change.after.value) for change in read(text).changes] == [pair]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("９月底前，举办３场培训", "举办３场培训"),
        ("ＫＲ２：組織４次培訓", "組織４次培訓"),
        ("  每周拜访５家客户", "拜访５家客户"),
    ],
)
def test_spans_point_at_the_words_as_written(text, word):
    found = [
        finding for finding in lint(KeyResult(text), LANGUAGE, policy.load()).findings if finding.code == "K-ACTIVITY"
    ]
    assert [text[slice(*finding.span)] for finding in found] == [word]
    assert found[0].params["words"] == word


@pytest.mark.parametrize(
    ("text", "metric", "baseline", "target", "unit", "due", "direction"),
    [
        ("9月30日前，将门店当日报损率从4.2%降到2.5%", "门店当日报损率", 4.2, 2.5, "%", "9月30日", "down"),
        ("将门店人均排班耗时从每周 5 小时降到 1.5 小时", "门店人均排班耗时", 5, 1.5, "小时", None, "down"),
        ("准时送达率 91% 提升至 96%", "准时送达率", 91, 96, "%", None, "up"),
        ("2026-09-30前，新客7日复购率由12%提升到18%", "新客7日复购率", 12, 18, "%", "2026-09-30", "up"),
        ("客服首次回复从 1 小时 15 分缩短到 50 分钟", "客服首次回复", 1.25, 50, "分钟", None, "down"),
        ("2026Q3，客户续费率从 80% 提升到 88%", "客户续费率", 80, 88, "%", "2026Q3", "up"),
        ("交付周期由 20 天缩短至 14 天", "交付周期", 20, 14, "天", None, "down"),
        ("客户满意度达到 95%", "客户满意度", None, 95, "%", None, None),
        ("大幅提升客户满意度", None, None, None, None, None, "up"),
        ("护栏：单件仓储成本不超过 4.6 元（现在 4.5 元）", "单件仓储成本", 4.5, 4.6, "元", None, None),
        ("门店报损率（现在 6%）降到 3%", "门店报损率", 6, 3, "%", None, "down"),
        ("3 月 15 日前，7 天内到账的商户占比达到 80%", "7 天内到账的商户占比", None, 80, "%", "3 月 15 日", None),
        ("KR1：月营收从250万元增长到400万元", "月营收", 2_500_000, 4_000_000, "元", None, "up"),
    ],
)
def test_extract_is_right_or_none(text, metric, baseline, target, unit, due, direction):
    got = Readings(LANGUAGE.reader).extract(text)
    assert (got.metric, got.baseline, got.target, got.unit) == (metric, baseline, target, unit)
    assert (got.due, got.direction) == (due, direction)


def test_every_field_of_reading_is_within_the_text():
    for text in ("", " ", "。", "1", "％", "从到", "《", "KR1", "前10", "第", "a" * 2000, "提升" * 900):
        reading = read(text)
        assert len(reading.folded) == len(text)
        assert all(0 <= token.start < token.end <= len(text) for token in reading.tokens)
        assert all(before.end <= after.start for before, after in zip(reading.tokens, reading.tokens[1:], strict=False))
