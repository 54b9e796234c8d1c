"""What ``okr lint`` makes of tables as people keep them: layouts, headers, what is left out and said."""

from __future__ import annotations

import io
import json
import random
import sys
from pathlib import Path
from typing import Any

import pytest
from table_files import workbook

from okr_kit import lang
from okr_kit.errors import InputError
from okr_kit.hosts import cli
from okr_kit.hosts.cli.lint import command
from okr_kit.hosts.cli.lint.csv_file import read_csv
from okr_kit.hosts.cli.lint.grid import Grid, Row
from okr_kit.hosts.cli.lint.names import Names
from okr_kit.hosts.cli.lint.sheet import Words
from okr_kit.hosts.cli.lint.source import Entry, LeftOut
from okr_kit.hosts.cli.lint.tables import read_grids

LANGUAGE = lang.load()
O1, O2 = "让门店每天开门前货都到齐", "让司机愿意长期跟我们跑"
A, B, C = "准时到货率从 84% 提升到 96%", "开门缺货从每店每周 5 次降到 1 次", "装车差错从每月 42 件降到 8 件"
D, E = "司机 90 天留存率从 61% 提升到 80%", "司机等货时间从 75 分钟缩短到 30 分钟"


class Read:
    """What came of a file: the exit status, the records that were graded, what was printed beside them."""

    def __init__(self, status: int, records: list[dict[str, Any]], said: str) -> None:
        self.status, self.records, self.said = status, records, said

    @property
    def outline(self) -> list[tuple[str, ...]]:
        """Every set as its texts, O first; statements alone with their kind."""
        return [
            (one["objective"], *(kr["text"] for kr in one["key_results"]))
            if one["kind"] == "okr_set"
            else (one["kind"], one["text"])
            for one in self.records
        ]


@pytest.fixture
def lint(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Run ``okr lint`` on a file in this process."""
    monkeypatch.chdir(tmp_path)

    def run(name: str, output: str = "jsonl") -> Read:
        records: list[dict[str, Any]] = []
        real = command.lint_record
        with monkeypatch.context() as here:
            here.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
            here.setattr(command, "lint_record", lambda record, *rest: records.append(record) or real(record, *rest))
            status = cli.run(["lint", "--format", output, name])
        captured = capsys.readouterr()
        errors = [json.loads(line) for line in captured.out.splitlines()] if output == "jsonl" else []
        messages = [one["error"]["message"] for one in errors if "error" in one]
        return Read(status, records, "\n".join([*messages, captured.err, "" if output == "jsonl" else captured.out]))

    return run


@pytest.fixture
def table(lint, tmp_path: Path):
    """Save rows as a workbook with one sheet and read it."""

    def run(*rows: list[Any], merged: tuple[str, ...] = ()) -> Read:
        workbook(tmp_path / "t.xlsx", {"OKR": rows}, OKR=list(merged))
        return lint("t.xlsx")

    return run


# -- names of columns --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "meaning", "number"),
    [
        ("目标 Objective", "objective", ""),
        ("季度目标", "objective", ""),
        ("2026年Q3 目标（必填）", "objective", ""),
        ("1、目标", "objective", ""),
        ("部门目标(O)*", "objective", ""),
        ("目标/O", "objective", ""),
        ("O1", "objective", "1"),
        ("目标一", "objective", "1"),
        ("关键结果 Key Results", "key_result", ""),
        ("Key Results\n关键结果", "key_result", ""),
        ("KR 名称", "key_result", ""),
        ("关键结果（请用数字写清）", "key_result", ""),
        ("本季度关键结果（KR）", "key_result", ""),
        ("关键结果一", "key_result", "1"),
        ("第二条KR", "key_result", "2"),
        ("KR1.1", "key_result", "1.1"),
        ("KR1-2", "key_result", "1.2"),
        ("O1-KR3", "key_result", "3"),
        ("key result #2", "key_result", "2"),
        ("KR③", "key_result", "3"),
        ("关键结果（2）", "key_result", "2"),
        ("关键结果B", "key_result", "2"),
        ("目标1-KR2", "key_result", "2"),
        ("权重1", "weight", "1"),
        ("KR2 目标值", "target", "2"),
        ("KR权重（%）", "weight", ""),
        ("目标 Target", "target", ""),
        ("KR2目标", "target", "2"),
        ("关键结果及衡量标准", "key_result", ""),
        ("部门级目标", "objective", ""),
        ("2.我的目标是", "objective", ""),
        ("现状→目标", "change", ""),
        ("衡量指标", "metric", ""),
        ("协同部门", "owner", ""),
        ("目标完成时间", "due", ""),
        ("目标权重", "aside", ""),
        ("负责人/部门", "owner", ""),
        ("KR完成情况", "progress", ""),
        ("KR证明材料", None, ""),
        ("目标值说明", None, ""),
        ("您的目标是什么？", None, ""),
        ("OKR 培训 3 次", None, ""),
    ],
)
def test_names_of_columns_with_their_companions(name: str, meaning: str | None, number: str) -> None:
    found = Names(LANGUAGE).read(name)
    assert (found and found.meaning, found.number if found else "") == (meaning, number)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("合 计", "total"),
        ("合计100%", "total"),
        ("总  计：", "total"),
        ("备 注：每月回顾", "note"),
        ("※ 填写说明", "note"),
        ("部门负责人：甲", "signature"),
        ("填 表 人", "signature"),
        ("合计 3 条", "total"),
        ("填写人：甲    审核：乙", "signature"),
        ("签字确认：", "signature"),
        ("总分从 80 提升到 90", None),
        ("员工满意度从 80 提升到 90", None),
        ("日期管理系统上线", None),
        ("注册用户从 1 万增长到 2 万", None),
    ],
)
def test_rows_that_are_none_of_the_table_are_known_by_how_they_begin(text: str, kind: str | None) -> None:
    assert Names(LANGUAGE).row(text) == kind


def test_a_unit_in_the_name_of_a_column_counts(table) -> None:
    found = table(["目标", "关键结果", "基线(分钟)", "目标值（%）"], [O1, "准时到货率", 3, 96])
    assert found.records[0]["key_results"] == [{"text": "准时到货率", "baseline": 3.0, "unit": "分钟", "target": 96.0}]


# -- layouts -----------------------------------------------------------------------------------------------------------

#: (rows, merged blocks, what is read)
LAYOUTS: dict[str, tuple[list[list[Any]], tuple[str, ...], list[tuple[str, ...]]]] = {
    "instructions above": (
        [*([f"填写说明 {n}：请按要求填写"] for n in range(1, 15)), ["目标", "关键结果"], [O1, A], ["", B]],
        (),
        [(O1, A, B)],
    ),
    "two rows of names": (
        [["目标", "关键结果", "衡量标准"], ["", "", "基线", "目标值"], [O1, A, 84, 96], ["", B, 5, 1]],
        ("A1:A2", "B1:B2", "C1:D1"),
        [(O1, A, B)],
    ),
    "groups above the names": (
        [["OKR 内容", "", "衡量", ""], ["目标", "关键结果", "基线", "目标值"], [O1, A, 84, 96], ["", B, 5, 1]],
        ("A1:B1", "C1:D1"),
        [(O1, A, B)],
    ),
    "KRs as groups": (
        [["目标", "KR1", "", "KR2", ""], ["", "内容", "权重", "内容", "权重"], [O1, A, "60%", B, "40%"]],
        ("A1:A2", "B1:C1", "D1:E1"),
        [(O1, A, B)],
    ),
    "side by side": (
        [["姓名", "目标", "关键结果一", "关键结果二", "关键结果三"], ["甲", O1, A, B, C]],
        (),
        [(O1, A, B, C)],
    ),
    "side by side, ordinals": ([["目标", "第一条KR", "第二条KR"], [O1, A, B]], (), [(O1, A, B)]),
    "several O's side by side": (
        [["O1", "KR1", "KR2", "O2", "KR3", "KR4"], [O1, A, B, O2, D, E]],
        (),
        [(O1, A, B), (O2, D, E)],
    ),
    "side by side below one merged name": ([["目标", "关键结果", "", ""], [O1, A, B, C]], ("B1:D1",), [(O1, A, B, C)]),
    "two people with one O side by side": (
        [["目标", "KR1", "KR2"], [O1, A, B], [O1, C, D]],
        (),
        [(O1, A, B), (O1, C, D)],
    ),
    "labels without names": (
        [
            ["2026 年第三季度 OKR"],
            ["姓名", "甲"],
            ["O1", O1],
            ["KR1", A],
            ["KR2", B],
            ["O2", O2],
            ["KR1", D],
            ["KR2", E],
        ],
        (),
        [(O1, A, B), (O2, D, E)],
    ),
    "labels as a form": ([["目标", O1], ["关键结果1", A], ["关键结果2", B]], (), [(O1, A, B)]),
    "one label for several rows": ([["目标", O1], ["关键结果", A], ["", B], ["", C]], ("A2:A4",), [(O1, A, B, C)]),
    "labels above their sentences": ([["O1"], [O1], ["KR1"], [A], ["KR2"], [B]], (), [(O1, A, B)]),
    "labels beside a number": ([["O", "", O1], ["KR", "1", A], ["KR", "2", B]], (), [(O1, A, B)]),
    "a column of labels": ([["类别", "内容"], ["O1", O1], ["KR1", A], ["KR2", B]], (), [(O1, A, B)]),
    "bare kinds": ([["类型", "描述"], ["目标", O1], ["关键结果", A], ["关键结果", B]], (), [(O1, A, B)]),
    "ids with their O": (
        [["编号", "标题"], ["O1", O1], ["O2", O2], ["O1-KR1", A], ["O2-KR1", D], ["O1-KR2", B]],
        (),
        [(O1, A, B), (O2, D)],
    ),
    "an outline": (
        [["序号", "内容"], [1, O1], ["1.1", A], ["1.2", B], [2, O2], ["2.1", D], ["2.2", E]],
        (),
        [(O1, A, B), (O2, D, E)],
    ),
    "title and O": ([["id", "title", "objective"], ["KR1", A, O1], ["KR2", B, O1]], (), [(O1, A, B)]),
    "numbers of KRs beside them": ([["目标", "KR", "关键结果"], [O1, "KR1", A], ["", "KR2", B]], (), [(O1, A, B)]),
    "an owner for each KR": (
        [["目标", "关键结果", "负责人"], [O1, A, "调度组"], ["", B, "补货组"], ["", C, "装车组"]],
        ("A2:A4",),
        [(O1, A, B, C)],
    ),
    "a repeated O, an owner for each KR": (
        [["目标", "关键结果", "负责人"], [O1, A, "甲"], [O1, B, "乙"], [O2, D, "甲"]],
        (),
        [(O1, A, B), (O2, D)],
    ),
    "an O that comes again": ([["目标", "KR"], [O1, A], [O2, D], [O1, B]], (), [(O1, A, B), (O2, D)]),
    "blocks with names of their own": (
        [["目标", "关键结果"], [O1, A], [], ["仓储部"], ["目标", "关键结果"], [O2, D], ["", E]],
        (),
        [(O1, A), (O2, D, E)],
    ),
    "an O above a table of KRs": ([["O1：" + O1], ["关键结果", "权重"], [A, "50%"], [B, "50%"]], (), [(O1, A, B)]),
    "an O as a heading in the column of KRs": ([["KR", "目标值"], ["O1：" + O1], [A, 96], [B, 1]], (), [(O1, A, B)]),
    "names in two languages, one below the other": (
        [["目标", "关键结果"], ["Objective", "Key Result"], [O1, A], ["", B]],
        (),
        [(O1, A, B)],
    ),
    "what it serves": ([["公司目标", "部门目标", "关键结果"], ["成为客户首选", O1, A]], (), [(O1, A)]),
    "lines for departments": (
        [["目标", "关键结果"], ["一、客服部"], [O1, A], ["二、仓储部"], [O2, D]],
        (),
        [(O1, A), (O2, D)],
    ),
    "name and description": ([["目标名称", "目标描述", "KR"], [O1, "因为门店总抱怨缺货", A]], (), [(O1, A)]),
    "tables side by side": (
        [["目标", "关键结果", "", "目标", "关键结果"], [O1, A, "", O2, D], ["", B, "", "", E]],
        (),
        [(O1, A, B), (O2, D, E)],
    ),
    "numbers of KRs below their name": (
        [
            ["目标", "", "关键结果", "", "权重"],
            [1, O1, 1.1, A, "50%"],
            ["", "", 1.2, B, "50%"],
            [2, O2, 2.1, D, "100%"],
        ],
        ("A1:B1", "C1:D1"),
        [(O1, A, B), (O2, D)],
    ),
    "sections, lines below": (
        [["一、目标"], [O1], ["二、关键结果"], [A], [B], [C], ["三、行动计划"], ["每周一召集各组对一次进度"]],
        (),
        [(O1, A, B, C)],
    ),
    "a lone pair among sets": ([["O", O1], ["KR", A], ["KR", B], ["O", O2], ["KR", D]], (), [(O1, A, B), (O2, D)]),
    "lone pairs": (
        [["种类", "内容"], ["O", O1], ["KR", A], ["O", O2], ["KR", D]],
        (),
        [("objective", O1), ("key_result", A), ("objective", O2), ("key_result", D)],
    ),
    "an O among the names": ([["O", O1, "", "权重"], ["KR1", A, "", "50%"], ["KR2", B, "", "50%"]], (), [(O1, A, B)]),
    "a title above marks": ([["配送中心 Q3 OKR"], ["O1 " + O1], ["KR1 " + A], ["KR2 " + B]], (), [(O1, A, B)]),
    "as above": ([["目标", "关键结果"], [O1, A], ["同上", B], [O2, D], ["〃", E]], (), [(O1, A, B), (O2, D, E)]),
    "a series that was dragged down": (
        [["目标", "关键结果"], [O1, A], ["", B], *([number] for number in range(3, 60))],
        (),
        [(O1, A, B)],
    ),
    "a sentence over two lines": (
        [["目标", "关键结果"], [O1, f"{A}，\n含雨雪天"], ["", f"{B}\n（按班次统计）"]],
        (),
        [(O1, f"{A}，含雨雪天", f"{B}（按班次统计）")],
    ),
    "KRs between semicolons": ([["目标", "关键结果"], [O1, f"{A}；{B}|{C}"]], (), [(O1, A, B, C)]),
    "several KRs in a cell": ([["目标", "关键结果"], [O1, f"1. {A}\n2. {B}"]], (), [(O1, A, B)]),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts(table, name: str) -> None:
    rows, merged, right = LAYOUTS[name]
    found = table(*rows, merged=merged)
    assert found.outline == right, found.said
    assert found.status == 0, found.said


def test_fields_of_krs_side_by_side(table) -> None:
    """By number, by place, or one for all."""
    by_number = table(["O", "KR1", "KR2", "权重1", "权重2", "截止时间"], [O1, A, B, 0.6, 0.4, "2026-09-30"])
    by_place = table(["目标", "KR1", "权重", "KR2", "权重"], [O1, A, 0.6, B, 0.4])
    assert [kr.get("weight") for kr in by_number.records[0]["key_results"]] == [0.6, 0.4]
    assert [kr.get("due") for kr in by_number.records[0]["key_results"]] == ["2026-09-30"] * 2
    assert [kr.get("weight") for kr in by_place.records[0]["key_results"]] == [0.6, 0.4]


def test_lines_of_a_cell_belong_to_the_lines_of_another(table) -> None:
    found = table(["目标", "KR", "权重", "截止"], [O1, f"1. {A}\n2. {B}", "60%\n40%", "9月30日"])
    assert [(kr["weight"], kr["due"]) for kr in found.records[0]["key_results"]] == [(60, "9月30日"), (40, "9月30日")]
    one = table(["目标", "KR", "权重"], [O1, f"1. {A}\n2. {B}", "60%"])
    assert "「权重」没有用上" in one.said


def test_the_weight_behind_the_kr_is_its_own(table) -> None:
    found = table(["目标", "权重", "关键结果", "权重"], [O1, "60%", A, "70%"], ["", "", B, "30%"], merged=("B2:B3",))
    assert [kr["weight"] for kr in found.records[0]["key_results"]] == [70, 30]


def test_several_objectives_in_one_cell_are_said(table) -> None:
    found = table(["目标", "关键结果"], [f"O1：{O1}\nO2：{O2}", A])
    assert (found.status, found.outline) == (1, [("key_result", A)])
    assert "第 2 行「目标」的一格里写了几个目标" in found.said


def test_brackets_of_marks_and_labels_are_weights(table) -> None:
    in_cells = table(["目标", "KR"], [O1, f"KR1（40%）：{A}"], ["", f"KR2（60%）：{B}"])
    in_labels = table(["O1", O1], ["KR1（40%）", A], ["KR2（60%）", B])
    for found in (in_cells, in_labels):
        assert found.records[0]["key_results"] == [{"text": A, "weight": 40.0}, {"text": B, "weight": 60.0}]


def test_a_column_of_goals_with_numbers_is_the_target(table) -> None:
    found = table(["KR", "现状", "目标", "单位"], ["准时到货率", 84, 96, "%"])
    assert found.records[0] | {"id": ""} == {
        "id": "",
        "kind": "key_result",
        "text": "准时到货率",
        "baseline": 84.0,
        "target": 96.0,
        "unit": "%",
    }


@pytest.mark.parametrize(
    ("names", "baseline"),
    [
        (["目标", "关键结果", "起始值", "目标值", "当前值"], 1.0),
        (["目标", "关键结果", "当前值", "目标值", "完成率"], None),
        (["目标", "关键结果", "当前值", "目标值", "备注"], 1.0),
    ],
)
def test_the_value_of_today_is_the_baseline_only_where_nothing_else_is(table, names: list[str], baseline) -> None:
    found = table(names, [O1, "准时到货率", 1, 96, 95])
    assert found.records[0]["key_results"][0].get("baseline") == baseline


def test_days_cycles_and_merged_cells_beside_krs(table) -> None:
    """A day left as a number is a day; a block of merged cells holds for each of its rows."""
    found = table(
        ["周期", "目标", "关键结果", "截止日期", "单位"],
        ["2026Q3", O1, A, 46295, "%"],
        ["", "", B, "", ""],
        ["2026Q4", O1, C, "9/30", ""],
        merged=("D2:D3",),
    )
    assert [(one["cycle"], [kr.get("due") for kr in one["key_results"]]) for one in found.records] == [
        ("2026Q3", ["2026-09-30", "2026-09-30"]),
        ("2026Q4", ["9/30"]),
    ]


# -- what is left out, and said ----------------------------------------------------------------------------------------

#: (rows, what is read, what is said, exit status)
LEFT: dict[str, tuple[list[list[Any]], list[tuple[str, ...]], str, int]] = {
    "total": ([["目标", "关键结果", "权重"], [O1, A, 0.5], ["", B, 0.5], ["合计", "", 1]], [(O1, A, B)], "第 4 行：是合计", 0),
    "notes": (
        [["目标", "关键结果"], [O1, A], ["", B], ["注：1. 目标不超过 3 个。"], ["2. 每个目标 3-5 条。"]],
        [(O1, A, B)],
        "第 4–5 行：是注或说明",
        0,
    ),
    "signatures": (
        [["目标", "关键结果"], [O1, A], ["", B], ["填表人：甲", "审核人：乙"]],
        [(O1, A, B)],
        "第 4 行：是填表、审核、签字这些栏",
        0,
    ),
    "in brackets": ([["目标", "关键结果"], [O1, A], ["", B], ["（以下空白）"]], [(O1, A, B)], "第 4 行：", 0),
    "known columns": (
        [["目标", "关键结果", "负责人 Owner", "备注"], [O1, A, "张三丰", "雨天绕路怎么办还没有想好"]],
        [(O1, A)],
        "「负责人 Owner」「备注」不参与批改",
        0,
    ),
    "unknown column with statements": (
        [["目标", "关键结果", "突破性成果"], [O1, A, "让三家新店一次通过验收并开业"]],
        [(O1, A)],
        "「突破性成果」这样的列名不认识",
        1,
    ),
    "weeks": (
        [["目标", "关键结果", "第1周", "7/13", "8月"], [O1, A, "85%，新班次刚刚上线再看看", "86%", "90%"]],
        [(O1, A)],
        "「第1周」「7/13」「8月」不参与批改",
        0,
    ),
    "unknown column with words": ([["目标", "关键结果", "颜色"], [O1, A, "红"]], [(O1, A)], "「颜色」这样的列名不认识", 0),
    "measures in place of KRs": (
        [["目标", "衡量标准", "负责人"], [O1, "准时到货率从 84% 提升到 96%", "甲"]],
        [("objective", O1)],
        "「衡量标准」",
        1,
    ),
    "remarks": ([["目标", "备注"], [O1, "还没有和承运商最后谈定这件事"]], [("objective", O1)], "「备注」不参与批改", 0),
    "results": ([["目标", "结果"], [O1, A]], [("objective", O1)], "「结果」这样的列名不认识", 1),
    "column without a name": (
        [["目标", "关键结果"], [O1, A, "补充一句很长的话写在外面"]],
        [(O1, A)],
        "「C」列没有列名",
        1,
    ),
    "a far text": (
        [["目标", "关键结果"], [O1, A], [], ["", "", "", "这里还有一段写在表外面的话"]],
        [(O1, A)],
        "第 4 行：有文字，但不在",
        1,
    ),
    "prepared rows": ([["序号", "目标", "关键结果"], [1, O1, A], [2], [3]], [(O1, A)], "第 3–4 行：没有写目标", 0),
    "above": ([["2026 年 OKR 汇总表"], ["目标", "关键结果"], [O1, A]], [(O1, A)], "第 1 行：在列名上面", 0),
    "only names": ([["目标", "关键结果", "权重"]], [], "只有列名", 1),
    "only check-ins": (
        [["日期", "关键结果", "当前值"], ["7/6", "准时到货率", "85%"]],
        [],
        "像是每周的进展跟进",
        1,
    ),
    "check-ins below": (
        [
            ["目标", "关键结果", "权重"],
            [O1, A, 0.5],
            ["", B, 0.5],
            [],
            ["日期", "关键结果", "当前值", "信心"],
            ["7/6", "准时到货率", "85%", "5"],
            ["7/13", "准时到货率", "86%", "5"],
        ],
        [(O1, A, B)],
        "第 6–7 行：像是每周的进展跟进",
        0,
    ),
    "KRs with their progress are no check-ins": (
        [["序号", "关键结果", "时间", "完成情况"], [1, A, "9月底", "50%"], [2, B, "9月底", ""]],
        [("key_result", A), ("key_result", B)],
        "「序号」「时间」「完成情况」不参与批改",
        0,
    ),
    "hints below the names": (
        [["目标", "关键结果", "目标值"], ["一句话写清方向", "写清从多少到多少", "填数字"], [O1, A, 96], ["", B, 1]],
        [(O1, A, B)],
        "第 2 行：是注或说明",
        0,
    ),
    "hints in brackets": (
        [["目标", "关键结果"], ["（文字）", "（必填，3-5 条）"], [O1, A], ["", B]],
        [(O1, A, B)],
        "第 2 行：是注或说明",
        0,
    ),
    "words of hints in a statement": (
        [["目标", "关键结果"], ["让必填项一次填对", "表单一次填对率从 60% 提升到 90%"]],
        [("让必填项一次填对", "表单一次填对率从 60% 提升到 90%")],
        "",
        0,
    ),
    "an example with its KRs": (
        [["序号", "目标", "关键结果"], ["示例", O2, D], ["", "", E], [1, O1, A], ["", "", B]],
        [(O1, A, B)],
        "第 2–3 行：是注或说明",
        0,
    ),
    "a remark in the middle holds no KR back": (
        [["序号", "目标", "关键结果"], [1, O1, A], ["备注", "", "这一条和门店对过口径了"], ["", "", B]],
        [(O1, A, B)],
        "第 3 行：是注或说明",
        0,
    ),
    "statements about forms": (
        [["目标", "关键结果"], ["让客户填写一次就成功", "填写错误的单子少于 2%"], ["", B]],
        [("让客户填写一次就成功", "填写错误的单子少于 2%", B)],
        "",
        0,
    ),
    "statements that begin like a closing line": (
        [["目标", "关键结果"], ["以上海为样板做出口碑"], ["", A], ["", "以上海门店为试点，缺货从 5 次降到 1 次"]],
        [("以上海为样板做出口碑", A, "以上海门店为试点，缺货从 5 次降到 1 次")],
        "",
        0,
    ),
    "what closes a table": (
        [["目标", "关键结果"], [O1, A], ["", "以上为本季度全部关键结果"], ["本表一式两份，员工和人事各执一份"]],
        [(O1, A)],
        "第 3–4 行：是注或说明",
        0,
    ),
    "a remark beside its word": (
        [["序号", "目标", "关键结果"], [1, O1, A], ["备注", "", "季度内不再修改，特殊情况另报"]],
        [(O1, A)],
        "第 3 行：是注或说明",
        0,
    ),
    "unread numbers": (
        [["目标", "关键结果", "基线", "目标值"], [O1, "准时到货率", "=A1*2", 96], ["", B, "#N/A", 1], ["", "等货时间", 75, 30]],
        [("objective", O1), ("key_result", B), ("key_result", "等货时间")],
        "第 2 行：这里的 KR 没有批改",
        1,
    ),
    "unread words for numbers": (
        [["目标", "KR1", "KR1目标值", "KR2", "KR2目标值"], [O1, "准时到货率", "96%（6 月）", "等货时间", "30 分钟"]],
        [("objective", O1), ("key_result", "等货时间")],
        "第 2 行：这里的 KR 没有批改",
        1,
    ),
    "words that are no number": (
        [["目标", "KR1", "KR1目标值", "KR2", "KR2目标值"], [O1, "准时到货率", "很高", "等货时间", "30 分钟"]],
        [(O1, "准时到货率", "等货时间")],
        "目标值 ← 「KR1目标值」「KR2目标值」",
        1,
    ),
    "unread numbers beside labels": (
        [["种类", "内容", "目标值"], ["O", O1, ""], ["KR", "准时到货率", "=A1"], ["KR", B, ""], ["KR", C, ""]],
        [("objective", O1), ("key_result", B), ("key_result", C)],
        "第 3 行：这里的 KR 没有批改",
        1,
    ),
    "questions": (
        [["序号", "3、请写下您本季度的目标（O1）", "4、请写下第一条关键结果", "第二条关键结果（没有可不填）"], [1, O1, A, B]],
        [],
        "「3、请写下您本季度的目标（O1）」「4、请写下第一条关键结果」",
        1,
    ),
}  # fmt: skip


def test_the_name_of_what_is_measured_is_the_kr_where_there_is_no_other(table) -> None:
    found = table(
        ["战略目标", "衡量指标", "现状→目标"], [O1, "准时到货率", "84% → 96%"], ["", "等货时间", "75 分钟到 30 分钟"]
    )
    assert found.status == 0
    assert found.records[0]["key_results"] == [
        {"text": "准时到货率", "baseline": 84.0, "target": 96.0, "unit": "%"},
        {"text": "等货时间", "baseline": 75.0, "target": 30.0, "unit": "分钟"},
    ]
    beside = table(["目标", "关键结果", "指标"], [O1, A, "到货率"])
    assert beside.outline == [(O1, A)]
    assert "「指标」不参与批改" in beside.said


def test_each_kr_side_by_side_has_its_own_goal(table) -> None:
    found = table(["目标", "KR1", "KR1目标", "KR2", "KR2目标"], [O1, "准时到货率", "96%", "等货时间", "30 分钟"])
    assert [kr["target"] for kr in found.records[0]["key_results"]] == [96, 30]


def test_a_day_as_above_is_that_day(table) -> None:
    found = table(["目标", "关键结果", "截止"], [O1, A, "9/30"], ["", B, "同上"])
    assert [kr["due"] for kr in found.records[0]["key_results"]] == ["9/30", "9/30"]


@pytest.mark.parametrize("name", LEFT)
def test_what_is_left_out_is_said(table, name: str) -> None:
    rows, right, said, status = LEFT[name]
    found = table(*rows)
    assert found.outline == right
    assert said in found.said
    assert found.status == status
    assert "张三丰" not in found.said


def test_the_report_ends_with_how_columns_were_read_and_what_was_left(lint, tmp_path: Path) -> None:
    workbook(tmp_path / "t.xlsx", {"OKR": [["季度目标", "KR 名称", "负责人"], [O1, A, "甲"], ["", B, "甲"]]})
    found = lint("t.xlsx", "text")
    end = found.said.strip().splitlines()[-3:]
    assert end[0] == "t.xlsx 的列是这样读的：目标 ← 「季度目标」；关键结果 ← 「KR 名称」。"
    assert end[1:] == ["文件里还有这些没有批改：", "  · t.xlsx：「负责人」不参与批改。"]


SHEETS: dict[str, tuple[dict[str, list[list[Any]]], str, int]] = {
    "check-ins": (
        {"周跟进": [["日期", "关键结果", "当前值", "信心"], ["7/6", "准时到货率", "85%", "5/10"]]},
        "[周跟进]：像是每周的进展跟进",
        0,
    ),
    "check-ins with O": (
        {
            "七月": [
                ["日期", "目标", "关键结果", "本周进展"],
                ["7/6", O1, A, "新班次刚上，到了 85%"],
                ["7/13", O1, A, "下雨，到了 86%"],
            ]
        },
        "[七月]：像是每周的进展跟进",
        0,
    ),
    "check-ins beside each other": (
        {"周会": [["KR", "上周", "本周", "下周计划"], ["准时到货率", "85%", "86%", "补人"]]},
        "[周会]：像是每周的进展跟进",
        0,
    ),
    "check-ins by weeks": (
        {"a": [["KR", "第1周", "第2周", "第3周"], ["准时到货率", "85%", "86%", "88%"]]},
        "[a]：像是",
        0,
    ),
    "check-ins by the name of their week": (
        {"W29": [["关键结果", "本周进展", "下周计划"], [A, "到了 85%", "补人"], [B, "4 次", ""]]},
        "[W29]：像是每周的进展跟进",
        0,
    ),
    "a review": (
        {"复盘": [["目标", "关键结果", "完成情况", "得分"], [O1, A, "60%", 0.8], ["", B, "3 次", 0.6]]},
        "[复盘]：像是每周的进展跟进",
        0,
    ),
    "minutes": (
        {"例会记录": [["议题", "结论"], ["准时到货率没有起色怎么办", "先补夜班的人"]]},
        "[例会记录]：没有找到",
        0,
    ),
    "a cover": ({"封面": [["2026 Q3 OKR"], ["华东配送中心"]]}, "[封面]：没有找到", 0),
    "choices": ({"选项": [["类型", "目标"], ["承诺型", "个人"], ["挑战型", "部门"]]}, "[选项]：像是下拉选项", 0),
    "prose": ({"填写说明": [["每个人最多写三个目标，每个目标三到五条"]]}, "[填写说明]：没有找到", 0),
    "unknown": ({"Sheet3": [["让新来的主管三个月内独立带班"]]}, "[Sheet3]：没有找到", 1),
}


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_that_are_not_graded_are_named(lint, tmp_path: Path, name: str) -> None:
    more, said, status = SHEETS[name]
    workbook(tmp_path / "t.xlsx", {"季度OKR": [["目标", "关键结果"], [O1, A], ["", B]], **more})
    found = lint("t.xlsx")
    assert found.outline == [(O1, A, B)]
    assert said in found.said
    assert found.status == status


def test_what_is_hidden_is_named_and_not_graded(lint, tmp_path: Path) -> None:
    rows = [
        ["目标", "关键结果", "上级目标"],
        [O1, A, "成为客户首选"],
        ["", B, ""],
        ["（作废）提升管理", "修订制度", ""],
    ]
    book = workbook(tmp_path / "t.xlsx", {"OKR": rows, "旧": rows[:2], "更旧": rows[:2]})
    book["旧"].sheet_state, book["更旧"].sheet_state = "hidden", "veryHidden"
    book["OKR"].row_dimensions[4].hidden = True
    book["OKR"].column_dimensions["C"].hidden = True
    book.save(tmp_path / "t.xlsx")
    found = lint("t.xlsx")
    assert found.outline == [(O1, A, B)]
    assert "parent" not in found.records[0]
    for said in ("第 4 行：是隐藏的行", "「上级目标」是隐藏的列", "[旧]：是隐藏的工作表", "[更旧]：是隐藏的工作表"):
        assert said in found.said
    assert found.status == 0


def test_a_list_that_other_sheets_choose_from_is_no_okr(lint, tmp_path: Path) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    book = workbook(
        tmp_path / "t.xlsx",
        {"OKR": [["目标", "关键结果"], [O1, A], ["", B]], "基础 表": [["目标"], ["个人目标项"], ["部门目标项"]]},
    )
    choice = DataValidation(type="list", formula1="'基础 表'!$A$2:$A$3")
    choice.add("A2:A9")
    book["OKR"].add_data_validation(choice)
    book.save(tmp_path / "t.xlsx")
    found = lint("t.xlsx")
    assert found.outline == [(O1, A, B)]
    assert "[基础 表]：像是下拉选项" in found.said


# -- text with separators ----------------------------------------------------------------------------------------------

CSV: dict[str, tuple[str, list[list[str]]]] = {
    "said": ("sep=;\r\n目标;关键结果\r\n甲;乙,丙\r\n", [["目标", "关键结果"], ["甲", "乙,丙"]]),
    "semicolons": ("目标;关键结果\n让甲, 乙, 丙放心;从 1, 含乙, 到 2\n", [["目标", "关键结果"], ["让甲, 乙, 丙放心", "从 1, 含乙, 到 2"]]),
    "chinese commas": (
        "目标,关键结果\n让甲，乙，丙放心,从 1，含雨天，含雪天，含新店，到 2\n",
        [["目标", "关键结果"], ["让甲，乙，丙放心", "从 1，含雨天，含雪天，含新店，到 2"]],
    ),
    "one column": ("关键结果\n从 1, 到 2；含雨天，含雪天\n", [["关键结果"], ["从 1, 到 2；含雨天，含雪天"]]),
    "strokes": ("目标|关键结果\n甲|从 1, 到 2\n", [["目标", "关键结果"], ["甲", "从 1, 到 2"]]),
    "only chinese commas": ("目标，关键结果\n甲，乙\n", [["目标", "关键结果"], ["甲", "乙"]]),
    "quotes": ('"目标","关键结果"\n"让甲, 乙","从 ""1"" 到 2"\n', [["目标", "关键结果"], ["让甲, 乙", '从 "1" 到 2']]),
    "inches": ('目标,关键结果\n甲,5" 屏从 1 到 2\n', [["目标", "关键结果"], ["甲", '5" 屏从 1 到 2']]),
    "returns alone": ("目标,关键结果\r甲,乙\r", [["目标", "关键结果"], ["甲", "乙"]]),
    "escaped returns": ('目标,关键结果\n甲,"乙_x000D_\n丙"\n', [["目标", "关键结果"], ["甲", "乙\n\n丙"]]),
    "title first": ("三季度汇总\n\n目标;关键结果\n甲;乙\n", [["三季度汇总"], ["目标", "关键结果"], ["甲", "乙"]]),
}  # fmt: skip


@pytest.mark.parametrize("name", CSV)
def test_the_separator_of_the_header_wins(name: str) -> None:
    text, right = CSV[name]
    rows = [list(row.cells.values()) for row in read_csv(text, "t.csv", Names(LANGUAGE)).rows]
    assert [[cell.replace("\n\n", "\n") for cell in row] for row in rows] == [
        [cell.replace("\n\n", "\n") for cell in row] for row in right
    ]


@pytest.mark.parametrize(
    ("text", "said", "read"),
    [
        (f"目标,关键结果\n{O1},从 84%, 提升到 96%\n{O2},{D}\n", "第 2 行：格子比列名多", [(O2, D)]),
        (f'目标,关键结果\n"{O1},{A}\n,{B}\n', "第 2 行的引号没有成对", []),
        (f"目标,关键结果\n{O1},#REF!\n", "第 2 行「关键结果」是错误值（#REF!）", [("objective", O1)]),
        (f"目标,关键结果\n{O1},=VLOOKUP(A1)\n", "第 2 行「关键结果」是公式", [("objective", O1)]),
        ("姓名,电话\n张三,1\n", "没有找到「目标」", []),
    ],
)
def test_a_text_that_came_apart_is_said(
    lint, tmp_path: Path, text: str, said: str, read: list[tuple[str, ...]]
) -> None:
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    found = lint("t.csv")
    assert (found.status, found.outline) == (1, read)
    assert said in found.said


# -- the rule behind ---------------------------------------------------------------------------------------------------


def test_no_statement_disappears_without_a_word() -> None:
    """Names, statements, labels and notes thrown into tables: each statement is in a record, or its table is spoken of."""
    words = Words.of(LANGUAGE)
    chance = random.Random(7)
    names = [
        "目标",
        "关键结果",
        "KR1",
        "KR2",
        "O1",
        "O2",
        "权重",
        "内容",
        "种类",
        "编号",
        "备注",
        "负责人",
        "日期",
        "当前值",
        "合计",
        "颜色",
        "O1-KR1",
        "1.1",
        "-",
        "0.5",
        "甲",
    ]
    for turn in range(500):
        count = iter(range(1, 99))
        rows = [
            [
                f"{chance.choice(['', '', 'O1：', 'KR2：', '注：'])}第 {next(count)} 类差错从 {turn + 10} 件降到 3 件"
                if chance.random() < 0.4
                else chance.choice(names)
                for _ in range(chance.randrange(1, 6))
            ]
            for _ in range(chance.randrange(1, 8))
        ]
        grid = Grid("", [Row(number, dict(enumerate(row))) for number, row in enumerate(rows, 1)])
        try:
            items = list(read_grids([grid], "t", words, None))
        except InputError:  # the file as a whole was not read, which is said
            continue
        read = str([one.record for one in items if isinstance(one, Entry)])
        spoken = [one for one in items if isinstance(one, LeftOut) or (isinstance(one, Entry) and one.error)]
        missing = [cell for row in rows for cell in row if "类差错" in cell and cell.split("：")[-1] not in read]
        assert not missing or spoken, (rows, missing)
