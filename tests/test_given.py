"""Numbers given beside a key result count as if they stood in its sentence; what the sentence says itself wins."""

from __future__ import annotations

import pytest

from okr_kit import lang, policy
from okr_kit.lint import lint_record

LANGUAGE, POLICY = lang.load(), policy.load()
GOOD_O = "让商户当天就能收到货款"


def codes(text: str, **fields: object) -> list[str]:
    """What is found in a key result of a cycle."""
    record = {"kind": "key_result", "cycle": "2026Q3", "text": text, **fields}
    return [finding["code"] for finding in lint_record(record, LANGUAGE, POLICY)["findings"]]


@pytest.mark.parametrize(
    ("text", "fields", "found"),
    [
        ("准时到货率", {"baseline": 84, "target": 96, "unit": "%"}, []),
        ("提升准时到货率", {"baseline": "84%", "target": "96%"}, []),
        ("提升准时到货率。", {"target": 96, "unit": "%"}, ["K-NOBASE"]),
        ("每店每周开门缺货次数", {"baseline": 5, "target": 1, "unit": "次"}, []),
        ("新客 90 天留存率", {"baseline": 20, "target": 28, "unit": "%"}, []),
        ("平均处理时长", {"baseline": 30, "target": 10, "unit": "分钟"}, []),
        ("月活跃用户数", {"target": 30000}, ["K-NOBASE"]),
        ("显著提升客户满意度", {"baseline": 85, "target": 92, "unit": "%"}, []),
        ("准时到货率", {}, ["K-NOMETRIC"]),
        ("提升准时到货率", {}, ["K-NOTARGET"]),
        ("提升准时到货率", {"baseline": 84, "unit": "%"}, ["K-NOTARGET"]),
        # where it stands today in the sentence, the target beside it
        ("提升准时到货率，目前为 84%", {}, ["K-NOTARGET"]),
        ("提升准时到货率，目前为 84%", {"target": 96, "unit": "%"}, []),
        # the direction
        ("降低退货率", {"baseline": 9, "target": 6, "unit": "%"}, []),
        ("降低退货率", {"baseline": 6, "target": 9, "unit": "%"}, ["K-DIRECTION"]),
        ("退货率降到 9%", {"baseline": 6, "target": 9, "unit": "%"}, ["K-DIRECTION"]),
        ("退货率降到 9%", {"baseline": 6, "unit": "%"}, ["K-DIRECTION"]),
        ("提升净利润", {"baseline": "-200 万", "target": "50 万"}, []),
        ("提升净利润", {"baseline": -200, "target": 50, "unit": "万元"}, []),
        ("提升净利润", {"baseline": "-200 万", "target": "-300 万"}, ["K-DIRECTION"]),
        ("营收做到 50 万元", {"baseline": 20, "target": 50, "unit": "万元"}, []),
        ("营业收入", {"baseline": 5000, "target": 5010, "unit": "万元"}, ["K-EASY"]),
        # work stays work, done or not done stays that
        ("举办线下活动", {"target": 20, "unit": "场"}, ["K-ACTIVITY"]),
        ("拜访客户", {"target": 50, "unit": "家"}, ["K-ACTIVITY"]),
        ("完成系统上线", {"target": 1, "unit": "套"}, ["K-BINARY"]),
        ("完成系统上线", {"baseline": 0, "target": 100, "unit": "%"}, ["K-BINARY"]),
        # what the sentence says is not counted twice, and wins
        ("退货率从 9% 降到 6%", {"baseline": 9, "target": 6, "unit": "%"}, []),
        ("退货率从 9% 降到 6%", {"baseline": 6, "target": 9, "unit": "%"}, []),
        ("准时到货率达到 96%", {"baseline": 84, "target": 96}, []),
        ("开门缺货降到每店每周 1 次", {"baseline": 5, "target": 1}, []),
        ("退货率降到 5%，复购率升到 30%", {"baseline": 9, "target": 5, "unit": "%"}, ["K-MULTI"]),
        # an increment is no level
        ("客户满意度提升 5%", {"baseline": 80, "unit": "%"}, []),
        ("客户满意度提升 5%", {"baseline": 80, "target": 5, "unit": "%"}, []),
        # units that cannot be compared, or are none
        ("营收做到 50 万元", {"baseline": 200, "target": 50}, []),
        ("准时到货率", {"baseline": 84, "target": 96, "unit": "见附表，按门店口径统计"}, []),
        ("84%", {"baseline": 2, "target": 5}, []),
    ],
)
def test_fields_count_as_if_they_stood_in_the_sentence(text: str, fields: dict[str, object], found: list[str]) -> None:
    assert codes(text, **fields) == found


@pytest.mark.parametrize("text", ["营收从 5000 万元做到 5010 万元", "公众号粉丝数从 1 万涨到 3 万"])
def test_what_is_marked_as_a_guardrail_is_judged_as_one(text: str) -> None:
    """As if its sentence began with the word: it need not move far, nor push the O."""
    record = {"kind": "key_result", "cycle": "2026Q3", "objective": GOOD_O, "text": text}
    plain, marked, called = (
        {one["code"] for one in lint_record({**record, **more}, LANGUAGE, POLICY)["findings"]}
        for more in ({}, {"type": "guardrail"}, {"text": f"护栏：{text}"})
    )
    assert plain & {"K-EASY", "K-NOSUPPORT"}
    assert not (marked | called) & {"K-EASY", "K-NOSUPPORT"}


def test_a_finding_about_a_field_marks_what_was_written() -> None:
    record = {"kind": "key_result", "cycle": "2026Q3", "text": "降低退货率。", "baseline": "6%", "target": "9%"}
    (finding,) = lint_record(record, LANGUAGE, POLICY)["findings"]
    assert finding["span"] == [0, 5]
    assert finding["params"] == {"base": "6%", "target": "9%", "words": "降低退货率"}


def test_a_baseline_behind_its_target_is_marked_from_the_first_to_the_second() -> None:
    record = {"kind": "key_result", "cycle": "2026Q3", "text": "离职率降到 19%（现在 12%）"}
    (finding,) = lint_record(record, LANGUAGE, POLICY)["findings"]
    assert (finding["code"], finding["params"]["words"]) == ("K-DIRECTION", "19%（现在 12%")


def test_two_changes_that_only_happen_to_be_in_proportion_are_not_one() -> None:
    krs = [
        {"text": "每店每周开门缺货次数", "baseline": 5, "target": 1, "unit": "次"},
        {"text": "每月装车差错件数", "baseline": 40, "target": 8, "unit": "件"},
        {"text": "每月超时配送从 60 单降到 12 单"},
    ]
    record = {"kind": "okr_set", "objective": GOOD_O, "cycle": "2026Q3", "key_results": krs}
    assert "K-DUP" not in {finding["code"] for finding in lint_record(record, LANGUAGE, POLICY)["findings"]}


@pytest.mark.parametrize("due", ["2026-09-30", "2026/9/30", "2026.09.30", "9月30日", "9 月底", "Q3末", "三季度末"])
def test_a_due_date_in_any_wording_is_the_last_day_of_the_cycle(due: str) -> None:
    texts = ("准时到货率从 84% 提升到 96%", "开门缺货从 5 次降到 1 次", "装车差错从 40 件降到 8 件")
    record = {
        "kind": "okr_set",
        "objective": GOOD_O,
        "cycle": "2026Q3",
        "key_results": [{"text": one, "due": due} for one in texts],
    }
    assert "K-ENDLOAD" in {finding["code"] for finding in lint_record(record, LANGUAGE, POLICY)["findings"]}
