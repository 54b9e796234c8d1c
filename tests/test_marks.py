"""What a line says itself about its kind, and lists that somebody wrote into one cell, line or box."""

from __future__ import annotations

import time

import pytest

from okr_kit import lang
from okr_kit.listing import value
from okr_kit.marks import FIELD, Marks

MARKS = Marks(lang.load())
OBJ, KR = "objective", "key_result"
GOAL = "让门店每天开门前货都到齐"
RATE = "准时到货率从 84% 提升到 96%"
LACK = "开门缺货从每店每周 5 次降到 1 次"


@pytest.mark.parametrize(
    "mark",
    [
        *(
            "KR1：",
            "kr1: ",
            "KR 1: ",
            "KR：",
            "ＫＲ１：",
            "KR.1 ",
            "KR#1：",
            "KR No.1：",
            "KR_1：",
            "KR1|",
            "KR1=",
            "KR1.",
        ),
        *(
            "KR1",
            "KR1 ",
            "KR1\t",
            "KR1) ",
            "KR1、",
            "KR1，",
            "KR1 - ",
            "KR1-",
            "KR1 — ",
            "KR①",
            "KR①：",
            "KR 一：",
            "KR(1)：",
        ),
        *("KR1.3：", "KR1-2：", "KR1-2-3：", "O2/KR1：", "O1-KR1：", "O1KR1：", "O1.KR1 ", "O1 KR1："),
        *(
            "Key Result 1.1 – ",
            "Key Results 1: ",
            "KEY RESULT: ",
            "关键结果：",
            "关键结果1：",
            "关键结果 1 ",
            "关键结果（1）：",
        ),
        *(
            "关键结果一、",
            "关键成果2：",
            "關鍵結果一：",
            "关键结果是：",
            "关键结果KR1：",
            "KR1关键结果：",
            "关键结果（KR1）：",
        ),
        *(
            "第一个KR：",
            "第1条KR：",
            "第二个关键结果：",
            "【KR1】",
            "【KR1】：",
            "[KR1] ",
            "(KR1)",
            "（KR1）",
            "「KR1」",
            "《KR1》",
        ),
        *(
            "KR1（40%）：",
            "KR1（权重 40%）：",
            "KR1(40%) ",
            "KR1【40%】：",
            "KR2 （承诺）：",
            "\u200bKR1：",
            "\ufeffKR1：",
            "\u2060K\u200bR1：",
            "KR1\u200d：",
            "KR-1：",
            "KR–2 ",
            "KR 1️⃣ ",
            "KR ",
        ),
        *(
            "✅ KR1：",
            "✔️ KR1：",
            "🎯KR1：",
            "☐ KR1：",
            "□KR1：",
            "◆ KR1 ",
            "➢ KR1：",
            "•\tKR1：",
            "* KR1：",
            "> KR1：",
            "→ KR1：",
        ),
        *("- [ ] KR3：", "- [x] KR3：", "**KR1** ", "**KR1：**", "**KR1**：", "1. **KR1** ", "## KR1：", "`KR1` "),
        *("1、KR1：", "1) KR1 ", "（1）KR1：", "① KR1：", "一、KR1：", "（一）KR1：", "a. KR1："),
    ],
)
def test_a_key_result_says_that_it_is_one(mark: str) -> None:
    assert MARKS.take(mark + RATE) == (KR, RATE)


@pytest.mark.parametrize(
    "mark",
    [
        *(
            "O1：",
            "O：",
            "O1 ",
            "O1",
            "O1）",
            "O1.1：",
            "O - ",
            "O. ",
            "O1·",
            "O一：",
            "Ｏ１：",
            "【O】",
            "「O：」",
            "O2（50%）：",
        ),
        *(
            "目标：",
            "目標：",
            "目标一：",
            "目标1、",
            "目标 2：",
            "目标 1 ",
            "目标 1. ",
            "目标①：",
            "【目标】",
            "目标O1：",
            "目标（O）：",
        ),
        *(
            "目标(Objective)：",
            "O（目标）：",
            "O1（目标）：",
            "O1目标：",
            "Objective: ",
            "Objective 1 – ",
            "OBJECTIVE 2: ",
        ),
        *(
            "第二个目标：",
            "公司级目标：",
            "部门目标：",
            "年度目标：",
            "三季度目标：",
            "2026Q3 目标：",
            "2026年第三季度目标：",
            "7月目标：",
        ),
        *(
            "我的目标是",
            "我们部门三季度的目标是：",
            "本季度目标：",
            "团队OKR目标：",
            "🎯 O1：",
            "## O1：",
            "### 目标一：",
            "一、目标：",
        ),
    ],
)
def test_an_objective_says_that_it_is_one(mark: str) -> None:
    assert MARKS.take(mark + GOAL) == (OBJ, GOAL)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "目标客户增加到 30 家",
            "目标客户 30 家",
            "目标 3 家门店",
            "目标达成率：从 60% 提升到 80%",
            "毛利率目标：从 30% 到 35%",
        ),
        *(
            "目标一致性得分从 3 到 4",
            "目标：96%",
            "目标值：96%",
            "O型圈合格率从 90% 提升到 99%",
            "O2O 业务：从 1 到 2",
            "O2O：3 家",
        ),
        *("OKR 培训 3 次", "OKR：推行到 3 个部门", "KR1 和 KR2 的负责人", "KR1、KR2 的进度", "关键结果达成率 80%"),
        *(
            "12.5% 提升到 20%",
            "2.5 万",
            "3.15 活动",
            "1-2 天内答复",
            "2026.9.30 前上线",
            "3 家门店开业",
            "一二线城市复购率",
        ),
        *(
            "1、2 线城市的复购率从 10% 提升到 20%",
            "从 1、2 线城市拓展到 3、4 线",
            "第一季度上线",
            "-5% 降到 -8%",
            "−200 万 → 50 万",
        ),
        *("K 歌用户从 3 万增加到 5 万", "结果导向得分从 3 到 4", "权重 3 家门店", "KR 是什么"),
        *("「客户第一」成为习惯", "（试点）门店上线"),
    ],
)
def test_what_only_looks_like_a_mark_stays(text: str) -> None:
    assert MARKS.take(text) == (None, text)


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("3. 完成", None, "完成"),
        ("（2）完成", None, "完成"),
        ("2、90 天留存率", None, "90 天留存率"),
        ("① 完成", None, "完成"),
        ("第一，完成", None, "完成"),
        ("- [ ] **完成**", None, "完成"),
        ("✅完成", None, "完成"),
        ("关键结果", KR, ""),
        ("二、关键结果：", KR, ""),
        ("## Key Results", KR, ""),
        ("KR1", KR, ""),
        ("目标", OBJ, ""),
        ("（O1：让客户满意）", OBJ, "让客户满意"),
    ],
)
def test_bullets_numbers_and_headings(line: str, kind: str | None, text: str) -> None:
    assert MARKS.take(line) == (kind, text)


@pytest.mark.parametrize(
    ("line", "number", "note"),
    [
        ("KR1（40%）：x", "1", "40%"),
        ("KR2（权重：30%）：x", "2", "权重：30%"),
        ("KR1-2：x", "1.2", ""),
        ("O2/KR1：x", "2.1", ""),
        ("目标二：x", "二", ""),
        ("第三个KR：x", "三", ""),
        ("KR：x", "", ""),
    ],
)
def test_number_and_brackets_are_kept(line: str, number: str, note: str) -> None:
    marked = MARKS.read(line)
    assert (marked.number, marked.note, marked.text) == (number, note, "x")


@pytest.mark.parametrize(
    "text",
    [
        f"KR1：{RATE} KR2：{LACK}",
        f"KR1：{RATE}KR2：{LACK}",
        f"KR1（40%）：{RATE}；KR2（60%）：{LACK}",
        f"KR1 {RATE} KR2 {LACK}",
        f"KR1{RATE}，KR2{LACK}",
        f"KR1、{RATE}；KR2、{LACK}",
        f"【KR1】{RATE}【KR2】{LACK}",
        f"关键结果一：{RATE} 关键结果二：{LACK}",
        f"KR：{RATE}；KR：{LACK}",
        f"关键结果：1、{RATE}；2、{LACK}",
        f"关键结果如下：①{RATE}②{LACK}",
        f"关键结果：\n1、{RATE}\n2、{LACK}",
        f"KR1：{RATE}\r\nKR2：{LACK}",
        f"KR1：{RATE}<br>KR2：{LACK}<br/>",
    ],
)
def test_key_results_in_one_place_are_taken_apart(text: str) -> None:
    assert MARKS.split(text) == [(KR, RATE), (KR, LACK)]


@pytest.mark.parametrize(
    "text",
    [
        f"1、{RATE}；2、{LACK}",
        f"1. {RATE} 2. {LACK}",
        f"1.{RATE}2.{LACK}",
        f"1）{RATE}；2）{LACK}",
        f"(1) {RATE} (2) {LACK}",
        f"（1）{RATE}（2）{LACK}",
        f"① {RATE} ② {LACK}",
        f"①{RATE}②{LACK}",
        f"一、{RATE}；二、{LACK}",
        f"第一，{RATE}；第二，{LACK}",
        f"1. {RATE}\n2. {LACK}",
        f"-{RATE}\n\n-{LACK}",
        f"{RATE}\n{LACK}",
    ],
)
def test_lists_in_one_place_are_taken_apart(text: str) -> None:
    assert MARKS.split(text) == [(None, RATE), (None, LACK)]


def test_numbers_at_the_head_of_an_item_are_its_own() -> None:
    assert MARKS.split("1、90 天留存率到 80%；2、3 家门店达标") == [(None, "90 天留存率到 80%"), (None, "3 家门店达标")]
    assert MARKS.split("1、试点门店达标\n2、3 家门店达标") == [(None, "试点门店达标"), (None, "3 家门店达标")]


def test_an_objective_its_key_results_and_what_stands_beside_them() -> None:
    assert MARKS.split(f"O1：{GOAL} KR1：{RATE} KR2：{LACK}") == [(OBJ, GOAL), (KR, RATE), (KR, LACK)]
    assert MARKS.split(f"O1 {GOAL} KR1 {RATE} O2 {GOAL} KR1 {LACK}") == [
        (OBJ, GOAL),
        (KR, RATE),
        (OBJ, GOAL),
        (KR, LACK),
    ]
    assert MARKS.split(f"目标：{GOAL}\n关键结果：\n（1）{RATE}\n  负责人：调度组\n（2）{LACK}") == [
        (OBJ, GOAL),
        (KR, RATE),
        (FIELD, "负责人：调度组"),
        (KR, LACK),
    ]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "从 1、2 线城市拓展到 3、4 线城市",
            "1、2、3 线城市门店复购率从 10% 提升到 20%",
            "营收从 2.5 万提升到 3.15 万",
        ),
        *("1-2 天内答复", "2026.9.30 前上线 3.0 版", "5 家门店、2 个仓库达标", "准时率 基线：84% 目标：96%"),
        *(
            "复购率从 10% 提升到 20%（对应公司 KR2：复购率 20%）",
            "完成 KR1 与 KR2 的复盘",
            "准时率到 96%；缺货降到 1 次",
        ),
        *("在 KR2 基础上把准时率提升到 96%", "支撑 KR2 落地的工具从 1 套增加到 3 套"),
    ],
)
def test_a_sentence_with_numbers_is_not_taken_apart(text: str) -> None:
    assert MARKS.split(text) == [(None, text)]
    assert MARKS.split(f"KR1：{text}") == [(KR, text)]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("", 0),
        ("二三", 0),
        ("十", 10),
        ("二十三", 23),
        ("十二三", 0),
        ("②", 2),
        ("Ⅳ", 4),
        ("b", 2),
        ("z", 0),
        ("1.2", 0),
    ],
)
def test_the_number_of_an_item_has_one_value_or_none(number: str, said: int) -> None:
    assert value(number) == said


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("衡量方式：以签收时间为准", ("衡量方式", "以签收时间为准")),
        ("   - 负责人：调度组", ("负责人", "调度组")),
        ("**截止**：9 月 30 日", ("截止", "9 月 30 日")),
        ("备注（可选）：", ("备注", "")),
        ("三、行动计划", ("行动计划", "")),
        ("Owner: Li", ("owner", "Li")),
        ("KR1 负责人：甲", ("kr1 负责人", "甲")),
        ("目标：提升到 96%", ("目标", "提升到 96%")),
        ("目标：≥96%，", ("目标", "≥96%，")),
        ("权重 50%", ("权重", "50%")),
        ("进度30%", ("进度", "30%")),
        ("负责人 张伟", ("负责人", "张伟")),
        ("截止 2026-09-30", ("截止", "2026-09-30")),
        ("目标 96%", ("目标", "96%")),
        ("目标 96 家门店开业", None),
        ("负责人 到岗率从 60% 提升到 90%", None),
        ("时间 30 分钟", None),
        ("得分 4.6", None),
        ("目标 家", None),
        ("进度 30% 以内的项目从 5 个降到 1 个", None),
        ("KR1：负责人到岗率从 60% 提升到 90%", None),
        ("负责人到岗率从 60% 提升到 90%", None),
        ("目标：让客户满意", None),
        (RATE, None),
    ],
)
def test_what_stands_beside_a_statement(line: str, found: tuple[str, str] | None) -> None:
    assert MARKS.field(line) == found


@pytest.mark.parametrize(
    "unit", ["KR1：", "KR1 ", "1、a", "① ", "(", "O1/", "目标", "第一个", "- [ ] ", "年 ", "**", "o ", " "]
)
def test_the_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        begin = time.process_time()
        MARKS.split(text)
        return time.process_time() - begin

    seconds(2_000)
    assert seconds(40_000) < 12 * max(seconds(10_000), 0.01)
