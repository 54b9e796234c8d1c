"""``okr lint`` on texts as people paste them: from chats, mails, documents and Markdown; in every encoding they come in."""

from __future__ import annotations

import io
import json
import random
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from okr_kit import lang
from okr_kit.hosts import cli
from okr_kit.hosts.cli.lint.readers import read
from okr_kit.hosts.cli.lint.source import Entry, LeftOut, open_source

LANGUAGE = lang.load()
GOAL, GOAL2 = "让门店每天开门前货都到齐", "让司机愿意长期跟我们跑"
RATE, LACK, LOAD = "准时到货率从 84% 提升到 96%", "开门缺货从每店每周 5 次降到 1 次", "装车差错从每月 42 件降到 8 件"
STAY, WAIT = "司机 90 天留存率从 61% 提升到 80%", "司机等货时间从 75 分钟缩短到 30 分钟"
SET = [(GOAL, [RATE, LACK])]
TWO_SETS = [(GOAL, [RATE, LACK]), (GOAL2, [STAY, WAIT])]

Found = tuple[list[Any], list[LeftOut]]


@pytest.fixture
def found(tmp_path: Path) -> Callable[..., Found]:
    """What a file becomes: records, and what was left out."""

    def run(text: str | bytes, name: str = "a.txt", kind: str | None = None) -> Found:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        source = open_source(str(path), io.BytesIO(), "", machine=False)
        everything = list(read(source, LANGUAGE, kind))
        errors = [one.error for one in everything if isinstance(one, Entry) and one.error]
        assert not errors
        records = [one.record for one in everything if isinstance(one, Entry)]
        return records, [one for one in everything if isinstance(one, LeftOut)]

    return run


def sets(records: list[Any]) -> list[Any]:
    """Records as (O, [KRs]); what stands alone as its kind and text."""
    return [
        (one["objective"], [kr["text"] for kr in one["key_results"]])
        if one["kind"] == "okr_set"
        else (one["kind"], one["text"])
        for one in records
    ]


def codes(left: list[LeftOut]) -> list[tuple[str, str]]:
    """What was left out as (reason, lines); a word may be said for each."""
    return [(one.code, one.rows) for one in left]


# -- one O with its KRs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        f"O1：{GOAL}\nKR1：{RATE}\nKR2：{LACK}\n",
        f"O：{GOAL}\r\nKR：{RATE}\r\nKR：{LACK}\r\n",
        f"O1：{GOAL}\rKR1：{RATE}\rKR2：{LACK}\r",
        f"O1：{GOAL} KR1：{RATE} KR2：{LACK}",
        f"O1 {GOAL} KR1 {RATE} KR2 {LACK}",
        f"目标：{GOAL}；关键结果：1、{RATE}；2、{LACK}",
        f"目标：{GOAL}\n关键结果：\n1、{RATE}\n2、{LACK}\n",
        f"目标：{GOAL}\n关键结果：①{RATE}②{LACK}",
        f"一、目标（Objective）\n{GOAL}\n\n二、关键结果（Key Results）\n（1）{RATE}\n（2）{LACK}\n",
        f"目标\n{GOAL}\n关键结果\n{RATE}\n{LACK}\n",
        f"O1\n{GOAL}\nKR1\n{RATE}\nKR2\n{LACK}\n",
        f"O1\t{GOAL}\nKR1\t{RATE}\nKR2\t{LACK}\n",
        f"{GOAL}\nKR1：{RATE}\nKR2：{LACK}\n",
        f"O1：{GOAL}\n1. {RATE}\n2. {LACK}\n",
        f"O1：{GOAL}\n  • {RATE}\n  • {LACK}\n",
        f"O1：{GOAL}\nKR1：{RATE}\n2. {LACK}\n",
        f"1. O：{GOAL}\n   1.1 KR：{RATE}\n   1.2 KR：{LACK}\n",
        f"\u200bO1：{GOAL}\n\u200bKR1：{RATE}\n\ufeffKR2：{LACK}\n",
        f"【目标】{GOAL}\n【KR1】{RATE}\n【KR2】{LACK}\n",
        f"🎯 O1：{GOAL}\n✅ KR1：{RATE}\n1️⃣ KR2：{LACK}\n",
        f"O1：{GOAL}\nKR1：准时到货率从 84%\n提升到 96%\nKR2：{LACK}\n".replace("84%\n", "84% \n"),
        f"> O1：{GOAL}\n> KR1：{RATE}\n> KR2：{LACK}\n",
        f"```\nO1：{GOAL}\nKR1：{RATE}\nKR2：{LACK}\n```\n",
        f"KR1.1：{RATE}\nKR1.2：{LACK}\nO1：{GOAL}\n",
        f"KR1：{RATE}；\nKR2：{LACK}；\n目标：{GOAL}\n",
        f"第一部分  目标\n{GOAL}\n第二部分  关键结果\n一是{RATE}；\n二是{LACK}\n",
        f"O1【{GOAL}】\n - KR1【{RATE}】\n - KR2【{LACK}】\n",
        f"{GOAL}\n- {RATE}\n- {LACK}\n",
        f"O是{GOAL}，KR1是{RATE}，KR2是{LACK}",
        f"1. 目标\n   {GOAL}\n2. 关键结果\n   2.1 {RATE}\n   2.2 {LACK}\n",
        f"O-1：{GOAL}\nKR-1：{RATE}\nKR-2 {LACK}\n",
        f"O {GOAL}\nKR {RATE}\n**KR** {LACK}\n",
        f"O1：{GOAL}\nK1：{RATE}\nK2：{LACK}\n",
        f"目标：{GOAL}\n结果1：{RATE}\n结果二 {LACK}\n",
        f"❶ O {GOAL}\n🔹KR1️⃣ {RATE}\n🔹KR2️⃣ {LACK}\n",
        f"O1：{GOAL}\nKR1\u200d：{RATE}\nKR2：{LACK}\n",
        f"O1、{GOAL}\n   1.1、{RATE}\n   1.2、{LACK}\n",
        f"O1：{GOAL}，1）{RATE}，2）{LACK}",
        f"O：{GOAL}：（1）{RATE}（2）{LACK}",
        f'"O1：{GOAL}"\n"KR1：{RATE}"\n“KR2：{LACK}”\n',
        f"- {GOAL}\n  - {RATE}\n  - {LACK}\n",
        f"1. {GOAL}\n   1. {RATE}\n   2. {LACK}\n",
        f"一、{GOAL}\n1. {RATE}\n2. {LACK}\n",
        f"1、{GOAL}\n（1）{RATE}\n（2）{LACK}\n",
        f"<h2>O1：{GOAL}</h2>\n<ul>\n<li>KR1：{RATE}</li>\n<li><b>KR2</b>：{LACK}</li>\n</ul>\n",
        f"## O1：{GOAL}<br>\n&nbsp;&nbsp;KR1：{RATE}&nbsp;\n=====\nKR2：<font color=red>{LACK}</font>\n",
    ],
)
def test_an_objective_with_its_key_results_is_one_set(found, text: str) -> None:
    records, left = found(text)
    assert (sets(records), left) == ([(GOAL, [RATE.replace("% 提", "%提") if "84% \n" in text else RATE, LACK])], [])


@pytest.mark.parametrize(
    "text",
    [
        f"O1：{GOAL}\nKR1：{RATE}\nKR2：{LACK}\nO2：{GOAL2}\nKR1：{STAY}\nKR2：{WAIT}\n",
        f"目标一：{GOAL}\n关键结果一：{RATE}\n关键结果二：{LACK}\n\n目标二：{GOAL2}\n关键结果一：{STAY}\n关键结果二：{WAIT}",
        f"第一个目标：{GOAL}\n1、{RATE}\n2、{LACK}\n第二个目标：{GOAL2}\n1、{STAY}\n2、{WAIT}\n",
        f"O1：{GOAL}\nO2：{GOAL2}\nKR1.1：{RATE}\nKR1.2：{LACK}\nKR2.1：{STAY}\nKR2.2：{WAIT}\n",
        f"O1：{GOAL}\nO2：{GOAL2}\nO1/KR1：{RATE}\nO1/KR2：{LACK}\nO2/KR1：{STAY}\nO2/KR2：{WAIT}\n",
        f"Objective 1 – {GOAL}\nKey Result 1.1 – {RATE}\nKR1-2：{LACK}\nObjective 2 – {GOAL2}\nKR2-1：{STAY}\nKR2-2：{WAIT}",
        f"## O1：{GOAL}\n\n- KR1：{RATE}\n- **KR2：{LACK}**\n\n## 目标 2：{GOAL2}\n\n1. **KR1** {STAY}\n2. **KR2** {WAIT}\n",
        f"### {GOAL}\n- {RATE}\n- [ ] {LACK}\n### {GOAL2}\n- [x] {STAY}\n- {WAIT}\n",
        f"- {GOAL}\n  - {RATE}\n  - {LACK}\n- {GOAL2}\n  - {STAY}\n  - {WAIT}\n",
        f"一、{GOAL}\n1. {RATE}\n2. {LACK}\n二、{GOAL2}\n1. {STAY}\n2. {WAIT}\n",
        f"O：{GOAL}\nKR1.1：{RATE}\nKR1.2：{LACK}\nO：{GOAL2}\nKR2.1：{STAY}\nKR2.2：{WAIT}\n",
        f"O1：{GOAL}\n| KR | 负责人 |\n| --- | :-: |\n| {RATE} | 甲 |\n| {LACK} | 甲 |\n\nO2：{GOAL2}\nKR1：{STAY}\nKR2：{WAIT}",
    ],
)
def test_each_key_result_belongs_to_its_objective(found, text: str) -> None:
    records, left = found(text, "a.md")
    assert (sets(records), [one for one in left if one.code.startswith("text")]) == (TWO_SETS, [])


def test_the_set_says_where_it_stands(found) -> None:
    records, _ = found(f"O1：{GOAL}\n\nKR1：{RATE}\nKR2：{LACK}\n\nO2：{GOAL2}\n", "三季度.txt")
    assert [one["id"] for one in records] == ["三季度.txt:1–4", "三季度.txt:6"]
    assert sets(records) == [(GOAL, [RATE, LACK]), ("objective", GOAL2)]


def test_key_results_alone_stand_alone(found) -> None:
    assert sets(found(f"KR1：{RATE}\nKR2：{LACK}\n")[0]) == [("key_result", RATE), ("key_result", LACK)]


# -- what stands beside ------------------------------------------------------------------------------------------------


def test_fields_below_a_key_result_are_its_fields_or_named(found) -> None:
    records, left = found(
        f"周期：2026 年第三季度\n部门：配送部\nO1：{GOAL}\n上级目标：让顾客愿意再来\n"
        f"KR1（40%）：{RATE}\n   衡量方式：以签收时间为准\n   负责人：调度组\n   截止：9 月 30 日\n"
        f"KR2（承诺）：缺货次数\n现状：5 次  目标：降到 1 次  权重：60%\n信心：6/10\nKR1 权重：30%\n备注：数据来自门店系统\n"
    )
    assert records == [
        {
            "id": "a.txt:3–9",
            "kind": "okr_set",
            "cycle": "2026Q3",
            "objective": GOAL,
            "parent": "让顾客愿意再来",
            "key_results": [
                {"text": RATE, "weight": 40, "due": "9 月 30 日"},
                {
                    "text": "缺货次数",
                    "type": "committed",
                    "baseline": 5,
                    "target": 1,
                    "unit": "次",
                    "weight": 60,
                    "confidence": 6,
                },
            ],
        }
    ]
    assert [(one.code, one.rows, one.values["names"], one.lost) for one in left] == [
        ("text-fields", "2、6–7、12–13", "「部门」「衡量方式」「负责人」「kr1 权重」「备注」", False)
    ]


def test_the_superiors_objective_stands_before_or_below(found) -> None:
    records, left = found(
        f"上级目标：甲\n上级目标：让顾客愿意再来\nO1：{GOAL}\nKR1：{RATE}\nO2：{GOAL2}\n对齐：让人愿意来\nKR1：{STAY}\n承接目标：乙\n"
    )
    assert [one.get("parent") for one in records] == ["让顾客愿意再来", "让人愿意来"]
    assert codes(left) == [("text-fields", "1、8")]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (f"各位好，这是我们三季度的 OKR：\nO：{GOAL}\nKR1：{RATE}\nKR2：{LACK}\n谢谢！\n王芳\n2026-07-01\n", "1、5–7"),
        (f"# 2026 Q3 OKR\n\n# 配送部\nO：{GOAL}\nKR1：{RATE}\nKR2：{LACK}\n", "1、3"),
        (f"配送部 2026 年三季度 OKR（初稿）\n\nO：{GOAL}\nKR1：{RATE}\nKR2：{LACK}\n\n以上，请查收。", "1、7"),
        (f"王芳 10:32\nO：{GOAL}\n王芳 10:33\nKR1：{RATE}\n王芳 2026/7/1 10:36\nKR2：{LACK}\n", "1、3、5"),
        (f"[6月28日 18:02] 王芳：O {GOAL}\n[6月28日 18:03] 王芳：KR1 {RATE}\nKR2 {LACK}\n", "1–2"),
        (f"---\ntitle: Q3\ntags: [okr, 配送]\n---\nO：{GOAL}\nKR1：{RATE}\nKR2：{LACK}\n", "1–4"),
        (f"A：O 是目标，KR 是关键结果。\nO：{GOAL}\nKR1：{RATE}\nKR2：{LACK}\n👍\n", "1、5"),
        (f"O：{GOAL}\n关键结果：\n- {RATE}\n- {LACK}\n不做什么：\n- 不扩新仓\n", "5–6"),
        (f"Hi 强哥：\n按你的意见改了一版，我们下周再讨论\nO：{GOAL}\nKR1：{RATE}\nKR2：{LACK}\n--\n王芳", "1–2、7"),
    ],
)
def test_greetings_titles_and_signatures_are_no_statements(found, text: str, rows: str) -> None:
    records, left = found(text)
    assert (sets(records), codes(left)) == (SET, [("text-around", rows)])
    assert not any(one.lost for one in left)


def test_fields_need_no_colon_before_a_number_a_day_or_a_name(found) -> None:
    records, left = found(
        f"O1 {GOAL}\nKR1 {RATE}\n权重 40%\n信心 5/10\n截止 9月30日\n负责人 张伟\nKR2 {LACK}\n目标 1 次\n进度30%\n"
    )
    assert (sets(records), codes(left)) == (SET, [("text-fields", "6、9")])
    assert [{key: said for key, said in one.items() if key != "text"} for one in records[0]["key_results"]] == [
        {"weight": 40.0, "confidence": 5.0, "due": "9月30日"},
        {"target": 1.0, "unit": "次"},
    ]


def test_fields_behind_a_statement_are_its_fields_or_named(found) -> None:
    records, left = found(
        f"O：{GOAL}；负责人：张伟\nKR1：{RATE}；权重：50%；负责人：李娜；截止：9 月 30 日\n"
        f"KR2：{LACK}，衡量方式：巡店，目标值：1 次 | 进度：30%；KR3：{LOAD}（权重 50%，负责人：李娜）\n"
    )
    assert sets(records) == [(GOAL, [RATE, LACK, f"{LOAD}（权重 50%，负责人：李娜）"])]
    assert codes(left) == [("text-fields", "1–3")]
    assert [{key: said for key, said in one.items() if key != "text"} for one in records[0]["key_results"]] == [
        {"weight": 50.0, "due": "9 月 30 日"},
        {"target": 1.0, "unit": "次"},
        {},
    ]


def test_what_only_looks_like_a_field_behind_a_statement_stays(found) -> None:
    text = "KR1：客户等待，时间：从 75 分钟缩短到 30 分钟\n"
    assert sets(found(text)[0]) == [("key_result", text[4:].strip())]


def test_milestones_and_reasons_are_named(found) -> None:
    records, left = found(
        f"O：{GOAL}\n为什么：门店投诉多\nKR1：{RATE}\n里程碑：\n  7 月：88%\n  8 月：92%\nKR2：{LACK}\n"
    )
    assert (sets(records), codes(left)) == (SET, [("text-fields", "2、4–6")])


def test_steps_nested_below_a_key_result_are_named_or_lost_aloud(found) -> None:
    records, left = found(f"* {RATE}\n  * 每周一排班\n* {LACK}\n  * 8 月底前从 5 次降到 3 次\n")
    assert sets(records) == [("key_result", RATE), ("key_result", LACK)]
    assert [(one.code, one.rows, one.lost) for one in left] == [
        ("text-below", "2", False),
        ("text-unmarked", "4", True),
    ]


def test_totals_titles_and_drawn_lines_of_a_plain_list_are_no_statements(found) -> None:
    records, left = found(f"#接龙 三季度KR\n1、{RATE}\n2、{LACK}\n======\n合计 2 条\n")
    assert (sets(records), codes(left)) == (
        [("key_result", RATE), ("key_result", LACK)],
        [("text-around", "1、5")],
    )


def test_a_file_of_pictures_alone_says_so(found) -> None:
    records, left = found("😀😀\n👍\n")
    assert (records, codes(left), left[0].values["names"]) == ([], [("text-around", "1–2")], "「😀😀」「👍」")


def test_a_mails_head_is_no_statement(found) -> None:
    records, left = found(f"发件人：王芳\n主题：三季度 OKR\n日期：2026-07-01\n\nO：{GOAL}\nKR1：{RATE}\nKR2：{LACK}\n")
    assert (sets(records), codes(left)) == (SET, [("text-fields", "1–3")])


def test_actions_and_risks_below_their_headings_are_named(found) -> None:
    records, left = found(
        f"一、目标\n{GOAL}\n二、关键结果\n1. {RATE}\n2. {LACK}\n三、行动计划\n1. 每周复盘缺货\n2. 上线装车扫码\n四、风险\n人手不足\n"
    )
    assert (sets(records), codes(left)) == (SET, [("text-fields", "6–10")])
    assert left[0].values["names"] == "「行动计划」「风险」"


def test_what_is_listed_below_a_key_result_is_none(found) -> None:
    records, left = found(f"O：{GOAL}\nKR1：{RATE}\n  - 每天 6 点前补货\n  - 每周盘点一次\nKR2：{LACK}\n")
    assert (sets(records), codes(left)[0][0]) == (SET, "text-below")


def test_a_mark_without_words_is_said(found) -> None:
    records, left = found(f"O1：{GOAL}\nKR1：{RATE}\nKR2：{LACK}\nKR3：\n")
    assert (sets(records), codes(left), left[0].lost) == (SET, [("text-empty", "4")], False)
    assert left[0].values["names"] == "「KR3」"


def test_a_template_that_nobody_filled_in_is_said(found) -> None:
    records, left = found("O：\nKR1：\nKR2：\n")
    assert (records, codes(left)) == ([], [("text-empty", "1–3")])


def test_what_may_be_a_statement_is_lost_aloud(found) -> None:
    """A line that no mark explains: said word for word, and the exit status is 1."""
    records, left = found(f"O1：{GOAL}\nKR1：{RATE}\nKR2：{LACK}\n\n搭建人力资源信息系统\n")
    assert sets(records) == SET
    assert [(one.code, one.rows, one.values["text"], one.lost) for one in left] == [
        ("text-unmarked", "5", "搭建人力资源信息系统", True)
    ]


def test_a_key_result_without_mark_below_marked_ones_is_guessed(found) -> None:
    records, left = found(f"O1：{GOAL}\nKR1：{RATE}\n{LACK}\n")
    assert (sets(records), left) == (SET, [])


# -- without marks -----------------------------------------------------------------------------------------------------


def test_without_marks_every_line_is_a_statement(found) -> None:
    records, left = found(f"{RATE}\n\n1、{LACK}\n- {LOAD}\n84%\n-\nImprove quality\n")
    assert sets(records) == [("key_result", text) for text in (RATE, LACK, LOAD, "84%", "-", "Improve quality")]
    assert left == []
    assert [one["kind"] for one in found(f"{GOAL}\n{GOAL2}\n", kind="objective")[0]] == ["objective", "objective"]


def test_a_list_in_one_line_is_several_statements(found) -> None:
    assert sets(found(f"1、{RATE}；2、{LACK}")[0]) == [("key_result", RATE), ("key_result", LACK)]


def test_one_mark_in_a_plain_list_does_not_explain_the_rest(found) -> None:
    lines = [RATE, "举办 3 场培训", f"KR3：{LACK}", "拜访客户", "写完制度", "搭建系统"]
    records, left = found("\n".join(lines))
    assert [one["text"] for one in records] == [*lines[:2], LACK, *lines[3:]]
    assert left == []


# -- tables in texts ---------------------------------------------------------------------------------------------------

ROWS = [["目标", "关键结果", "截止"], [GOAL, RATE, "2026-08-31"], ["", LACK, "2026-09-30"]]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join("\t".join(row) for row in ROWS),
        "\n".join(",".join(row) for row in ROWS),
        "| " + " |\n| ".join(" | ".join(row) for row in (ROWS[0], ["---"] * 3, *ROWS[1:])) + " |",
        " | ".join(ROWS[0]) + "\n:-- | --- | ---\n" + "\n".join(" | ".join(row) for row in ROWS[1:]),
        "三季度 OKR\n\n" + "\n".join("\t".join(row) for row in ROWS) + "\n\n备注：初稿\n",
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_table_in_a_text_goes_through_the_reader_of_tables(found, text: str, name: str) -> None:
    records, left = found(text, name)
    assert sets(records) == SET
    assert [kr["due"] for kr in records[0]["key_results"]] == ["2026-08-31", "2026-09-30"]
    assert not any(one.lost for one in left)


def test_rows_without_a_header_are_lost_aloud(found) -> None:
    records, left = found(f"{GOAL}\t{RATE}\t甲\n{GOAL2}\t{STAY}\t乙\n")
    assert (records, [(one.code, one.rows, one.lost) for one in left]) == ([], [("text-columns", "1–2", True)])


def test_cells_behind_a_marked_statement_are_read_or_named(found) -> None:
    records, left = found(f"O1\t{GOAL}\nKR1\t{RATE}\t40%\t9月30日\nKR2\t{LACK}\t承诺\n")
    assert (sets(records), codes(left)) == (SET, [("text-cells", "2")])
    first, second = records[0]["key_results"]
    assert (first["due"], second["type"]) == ("9月30日", "committed")


# -- encodings ---------------------------------------------------------------------------------------------------------

CODECS = [
    "utf-8",
    "utf-8-sig",
    "gb18030",
    "gbk",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
]


@pytest.mark.parametrize("codec", CODECS)
def test_texts_and_tables_are_read_in_every_encoding(found, codec: str) -> None:
    assert sets(found(f"O1：{GOAL}\r\nKR1：{RATE}\r\nKR2：{LACK}\r\n".encode(codec))[0]) == SET
    table = "\r\n".join(",".join(row) for row in ROWS)
    assert sets(found(table.encode(codec), "a.csv")[0]) == SET


def test_traditional_characters_in_big5(found) -> None:
    records, _ = found("目標：讓門店每天開門前貨都到齊\r\n關鍵結果一：準時到貨率從 84% 提升到 96%\r\n".encode("big5"))
    assert sets(records) == [("讓門店每天開門前貨都到齊", ["準時到貨率從 84% 提升到 96%"])]


@pytest.mark.parametrize(
    "data", [bytes(range(256)), b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9, "é à ü ñ ç".encode("latin-1")]
)
def test_what_is_no_text_is_one_sentence(data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert cli.run(["lint", str(tmp_path / "a.txt")]) == 1
    assert "a.txt 的编码认不出来" in capsys.readouterr().err


@pytest.mark.parametrize("broken", [f"KR2：{LACK}".encode()[:-1], f"KR2：{LACK}".encode() + b"\xff\xfe\n"])
def test_where_utf8_breaks_off_is_one_sentence(
    broken: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_bytes(f"O：{GOAL}\nKR1：{RATE}\n".encode() + broken)
    assert cli.run(["lint", str(tmp_path / "a.txt")]) == 1
    assert "a.txt 第 3 行不是 UTF-8 编码" in capsys.readouterr().err


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_json_lines_are_read_in_wide_encodings(found, codec: str) -> None:
    text = "\n".join(json.dumps(one, ensure_ascii=False) for one in RECORDS)
    assert found(text.encode(codec), "a.jsonl")[0] == RECORDS


# -- JSON over several lines -------------------------------------------------------------------------------------------

RECORDS = [{"kind": "key_result", "text": RATE}, {"kind": "objective", "text": GOAL}]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(RECORDS, ensure_ascii=False),
        json.dumps(RECORDS, ensure_ascii=False, indent=2),
        ",\n".join(json.dumps(one) for one in RECORDS).join("[]"),
        "\n".join(json.dumps(one, indent=1) for one in RECORDS),
        "\n" + "\n".join(json.dumps(one) for one in RECORDS),
    ],
)
@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a"])
def test_lists_and_objects_over_several_lines_are_records(found, text: str, name: str) -> None:
    assert found(text, name)[0] == RECORDS


def test_a_list_that_breaks_off_is_reported_line_by_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f'[{{"kind": "key_result", "text": "{RATE}"}},\n{{"kind": "key_re'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert cli.run(["lint", "--format", "jsonl", "-"]) == 1
    out = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["error"]["row"] for one in out] == ["1", "2"]


# -- the report --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        (f"O1：{GOAL}\nKR1：{RATE}\n负责人：甲\n", 0, "第 3 行：「负责人」写在 O 和 KR 旁边，没有批改。"),
        (
            f"O1：{GOAL}\nKR1：{RATE}\n\n搭建人力资源信息系统\n",
            1,
            "第 4 行：没有写明是 O 还是 KR，没有批改：「搭建人力资源信息系统」",
        ),
        (f"{GOAL}\t{RATE}\n", 1, "第 1 行：像是表格，但没有列名"),
    ],
)
def test_what_was_left_out_is_said_at_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, status: int, said: str
) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert cli.run(["lint", str(tmp_path / "a.txt")]) == status
    out = capsys.readouterr().out
    assert "文件里还有这些没有批改：" in out
    assert said in out.split("文件里还有这些没有批改：")[1]


# -- any text ----------------------------------------------------------------------------------------------------------

PIECES = (
    *(
        "O1：",
        "KR1：",
        "KR2：",
        "目标",
        "关键结果",
        "：",
        "\n",
        "\n",
        "\n  ",
        "\t",
        "| ",
        "---",
        "1、",
        "2、",
        "①",
        "（1）",
    ),
    *(
        "84%",
        "从 84% 提升到 96%",
        "让客户满意",
        "负责人：",
        "截止：9 月 30 日",
        "**",
        "# ",
        "- ",
        "[ ] ",
        "> ",
        ",",
        "；",
    ),
    *(
        "O2/KR1",
        "1.1 ",
        "（40%）",
        "周期：2026Q3",
        "\x0b",
        "\u2028",
        "\0",
        "\ufeff",
        "\u200b",
        "```",
        '"',
        "<br>",
        "\\|",
        "😀",
    ),
)


def test_no_text_breaks_the_reader(found) -> None:
    chance = random.Random(7)
    for _ in range(300):
        text = "".join(chance.choices(PIECES, k=chance.randrange(1, 50)))
        records, left = found(text)
        assert all(one["id"] for one in records)
        assert all(LANGUAGE.say(f"cli.left.{one.code}", **one.values) for one in left)


@pytest.mark.parametrize(
    "unit", ["KR1：", "1、", "从 84% 提升到 96%，", "目标|关键结果\n", "a\tb\n", "1. b\n", "KR1.1：a\n", " "]
)
def test_time_and_memory_grow_with_the_text(found, unit: str) -> None:
    def cost(length: int) -> tuple[float, int]:
        text = (unit * (length // len(unit))).encode()
        tracemalloc.start()
        begin = time.process_time()
        found(text)
        seconds, (_, peak) = time.process_time() - begin, tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return seconds, peak

    cost(1_000)
    few, many = cost(2_500), cost(10_000)
    assert many[0] < 12 * max(few[0], 0.02)
    assert many[1] < 8 * max(few[1], 300_000)
