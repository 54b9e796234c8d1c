"""Reports of many trades and all periods, each with what has to be found in it and what must not; and how they are read."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from okr_kit import lang, policy
from okr_kit.lint import lint_record
from okr_kit.rules.report import RULES

LANGUAGE, POLICY = lang.load(), policy.load()
ROWS = [json.loads(line) for line in (Path(__file__).parent / "data" / "reports.jsonl").read_text("utf-8").splitlines()]
#: The severities of design §7; those in brackets hang on how much of it there is.
SEVERITIES = {
    "F-NONUMBER": {"error"},
    "F-EMPTY": {"error", "warn"},
    "F-TASKREPORT": {"error", "warn"},
    "F-NOCONF": {"warn"},
    "F-LONG": {"warn"},
    "F-VAGUEPLAN": {"info"},
}
KRS = ["首次解决率从 60% 提升到 80%"]


def graded(text: str, **fields: Any) -> dict[str, Any]:
    return lint_record({"kind": "report", "text": text, **fields}, LANGUAGE, POLICY)


def codes(answer: dict[str, Any]) -> list[str]:
    return [one["code"] for one in answer["findings"]]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_what_is_wrong_is_found_and_what_is_right_is_left_alone(row: dict[str, Any]) -> None:
    answer = lint_record({"kind": "report", **row}, LANGUAGE, POLICY)
    found = codes(answer)
    assert [code for code in row["must"] if code not in found] == []
    assert [code for code in row["forbidden"] if code in found] == []
    assert answer["verdict"] == row["verdict"]
    assert (answer["score"] is None) == (answer["verdict"] == "unsure")
    for one in answer["findings"]:
        assert one["severity"] in SEVERITIES[one["code"]]


def test_every_code_is_looked_for_both_ways_and_in_every_period() -> None:
    must = Counter(code for row in ROWS for code in row["must"])
    forbidden = Counter(code for row in ROWS for code in row["forbidden"])
    assert {rule.code for rule in RULES} == set(SEVERITIES) == set(must) == set(forbidden)
    assert min(must.values()) >= 4
    assert {row.get("period") for row in ROWS} == {"daily", "weekly", "bimonthly", "quarterly", None}
    assert len({row["id"] for row in ROWS}) == len(ROWS) >= 60


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("本周修复缺陷 6 个。下周优化代码。", "优化代码"),
        ("本周修复缺陷 6 个。\n下周计划：\n１、继续完善文档", "继续完善文档"),
    ],
)
def test_a_plan_without_an_end_is_quoted(text: str, words: str) -> None:
    found = next(one for one in graded(text)["findings"] if one["code"] == "F-VAGUEPLAN")
    assert text[slice(*found["span"])] == words
    assert words in found["message"]


def test_headings_left_blank_are_named() -> None:
    text = "【今日】首次解决率 69%\n【明日】\n【求助】略"
    found = next(one for one in graded(text, period="daily")["findings"] if one["code"] == "F-EMPTY")
    assert (found["severity"], text[slice(*found["span"])]) == ("error", "明日")
    assert "3 个标题里有 2 个" in found["message"]
    assert "明日、求助" in found["message"]


@pytest.mark.parametrize(("blank", "severity"), [(1, "warn"), (2, "error"), (3, "error")])
def test_half_of_the_headings_make_an_error(blank: int, severity: str) -> None:
    text = "\n".join(
        f"{mark}、{name}\n" + ("" if at < blank else "首次解决率 69%")
        for at, (mark, name) in enumerate(zip("一二三四", ("进展", "风险", "计划", "求助"), strict=True))
    )
    found = [one["severity"] for one in graded(text)["findings"] if one["code"] == "F-EMPTY"]
    assert found == [severity]


def test_a_key_result_that_is_missed_is_named() -> None:
    found = next(one for one in graded("本周巡店 6 家。", key_results=KRS)["findings"] if one["code"] == "F-TASKREPORT")
    assert found["severity"] == "error"
    assert "首次解决率" in found["message"]


@pytest.mark.parametrize(
    "said",
    [
        "首次解决率 69%",
        "KR1 69%",
        "KR 一 到 69%",
        "关键结果 1：69%",
        "首次 解决 率 69%",
        "一次解决了六成九，离 80% 还差",
        "解决率 69%",
        "首次就解决的 69%",
    ],
)
def test_a_key_result_is_spoken_of_in_many_ways(said: str) -> None:
    assert "F-TASKREPORT" not in codes(graded(f"本周：{said}。", key_results=KRS))


@pytest.mark.parametrize(
    "name",
    [
        "24 小时客服", "V2.0", "v3.2.1", "2.0 版", "ISO9001", "第 6 周", "2026 年 8 月", "8 月 12 日", "2026-08-03", "9:30", "400-820-8820",
        "13800138000", "3 号楼", "302 会议室", "Q3", "5G 专网", "6S 管理", "618 大促", "双 11", "90 后", "第 3 期", "KR1", "P0 级", "iPhone 15",
        "7×24", "7 天无理由", "T+1", "12306 热线", "8/6 前", "B2B", "第三方", "一期", "二维码", "三季度", "两会",
    ],
)  # fmt: skip
def test_a_number_that_is_a_name_is_none(name: str) -> None:
    assert "F-NONUMBER" in codes(graded(f"本周完成{name}的材料。", period="weekly"))


@pytest.mark.parametrize(
    "said",
    ["69%", "签了三家", "回款 12 万", "NPS 34", "六成九", "26 小时", "3 起投诉", "20.1→24.6", "排名第 3", "一百二十人", "提前了 5 天", "少了两台", "NPS34", "4.0 分", "涨了 3 个点"],
)  # fmt: skip
def test_a_number_is_one_however_it_is_written(said: str) -> None:
    assert "F-NONUMBER" not in codes(graded(f"本周完成情况：{said}。", period="weekly"))


@pytest.mark.parametrize(
    ("text", "period"),
    [("日报\n今天拜访 3 家。", "daily"), ("第 6 周周报：拜访 3 家。", "weekly"), ("本周拜访 3 家，下周拜访 5 家。", "weekly"), ("双月报\n得分 0.6", "bimonthly"), ("三季度季报\n得分 0.6", "quarterly"), ("拜访 3 家。", ""), ("今天说起本周的事：拜访 3 家。", "")],
)  # fmt: skip
def test_the_period_is_what_the_words_leave_no_doubt_of(text: str, period: str) -> None:
    assert LANGUAGE.reader.report(text).period == period


def test_of_what_was_not_read_to_its_end_nothing_is_said_to_be_missing() -> None:
    long = "本周走访门店，把每家店的情况记下来。" * 400
    answer = graded(long + "首次解决率 69%，信心 6。", period="weekly", key_results=KRS)
    assert codes(answer) == ["F-LONG"]
    assert [one["reason"] for one in answer["unread"]] == ["later"]
    assert answer["verdict"] == "pass"
