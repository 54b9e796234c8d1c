"""Workbooks with faults: what the file states wrongly, what it lacks, what is no workbook, what has no end."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from table_files import STRICT, cell, package, parts, workbook
from test_lint_tables import O1, A, B, C, lint

from okr_kit.hosts import cli
from okr_kit.hosts.cli.lint import tables, xml_walk
from okr_kit.hosts.cli.lint.number_formats import shown

__all__ = ["lint"]

ROWS = (
    f"<row>{cell('A1', '目标')}{cell('B1', '关键结果')}{cell('C1', '目标值')}</row>"
    f'<row r="2">{cell("A2", O1)}{cell("B2", A)}</row><row r="3">{cell("B3", B)}</row><row r="4">{cell("B4", C)}</row>'
)


@pytest.mark.parametrize("stated", ["", "A1", "A1:A1", "A1:C2", "A1:XFD1048576", "nonsense"])
def test_the_stated_size_does_not_matter(lint, tmp_path: Path, stated: str) -> None:
    given = parts(ROWS, before=f'<dimension ref="{stated}"/>' if stated else "")
    package(tmp_path / "t.xlsx", given)
    found = lint("t.xlsx")
    assert (found.status, found.outline) == (0, [(O1, A, B, C)])


FAR = {
    "a blank": f'<row r="1048576">{cell("XFD1048576", " ")}</row>',
    "a format": '<row r="1048576"><c r="XFD1048576" s="3"/></row>',
    "a number": '<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>',
    "a text": f'<row r="1048576">{cell("XFD1048576", "远处还有一句写漏的关键结果")}</row>',
}


@pytest.mark.parametrize("name", FAR)
def test_a_far_cell_costs_nothing(lint, tmp_path: Path, name: str) -> None:
    package(tmp_path / "t.xlsx", parts(ROWS + FAR[name]))
    found = lint("t.xlsx")
    assert found.outline == [(O1, A, B, C)]
    assert ("1048576" in found.said, found.status) == {
        "a blank": (False, 0),
        "a format": (False, 0),
        "a number": (True, 0),
        "a text": (True, 1),
    }[name]


def stray(kind: str) -> Iterator[str]:
    """200,000 rows that nobody wrote."""
    for at in range(5, 200_005):
        if kind == "texts":
            yield f'<row r="{at * 5}">{cell(f"XFD{at * 5}", "x")}</row>'
        elif kind == "dragged":
            yield f'<row r="{at}">{cell(f"B{at}", f"第 {at} 条从 1 提升到 2")}</row>'
        else:
            yield f'<row r="{at}"><c r="A{at}" s="1"/><c r="B{at}" s="1"/><c r="C{at}" s="1"/><c r="D{at}" s="1"/></row>'


@pytest.mark.skipif(os.name == "nt", reason="the memory of child processes is not kept there")
@pytest.mark.parametrize("kind", ["texts", "dragged", "formats"])
def test_stray_cells_end_within_bounds(tmp_path: Path, kind: str) -> None:
    """200,000 of them: at most ten seconds of processor time and 500 MB, and read or one sentence.

    A process starts with the peak of the one that it was forked from, so this one is started by one that holds nothing.
    """
    package(tmp_path / "t.xlsx", parts(ROWS + "".join(stray(kind))))
    code = (
        "import resource, sys; from okr_kit.hosts import cli; status = cli.run(['lint', sys.argv[1]]);"
        "used = resource.getrusage(resource.RUSAGE_SELF);"
        "print('used', status, used.ru_utime + used.ru_stime, used.ru_maxrss * (1 if sys.platform == 'darwin' else 1024))"
    )
    between = "import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:]).returncode)"
    command = [sys.executable, "-c", between, sys.executable, "-c", code, str(tmp_path / "t.xlsx")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=Path(cli.__file__).parents[3], check=True)
    status, seconds, memory = done.stdout.split("used ")[-1].split()
    assert float(seconds) < 10
    assert float(memory) < 500e6
    said = {"texts": (A, "0"), "dragged": ("200003 行写了目标或关键结果", "1"), "formats": ("格子太多", "1")}[kind]
    assert said[0] in done.stdout + done.stderr
    assert status == said[1]


def test_limits_are_said_before_anything_is_graded(lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(tmp_path / "t.xlsx", parts(ROWS))
    with monkeypatch.context() as here:
        here.setattr(xml_walk, "MOST", 10)
        assert "格子太多" in lint("t.xlsx").said
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    found = lint("t.xlsx")
    assert (found.status, found.outline) == (1, [])
    assert "有 3 行写了目标或关键结果，一次最多读 2 行" in found.said


# -- cells without a value ---------------------------------------------------------------------------------------------


def test_formulas_that_were_never_worked_out_are_reported(lint, tmp_path: Path) -> None:
    workbook(
        tmp_path / "t.xlsx",
        {"OKR": [["目标", "关键结果", "目标值"], [O1, A, "=1+1"], ["", '="准时"&"到货"', 3], ["", C, "=C2/5"]]},
    )
    found = lint("t.xlsx")
    assert found.status == 1
    assert "第 3 行「关键结果」是公式" in found.said
    assert "第 2、4 行「目标值」是公式" in found.said
    # A KR is missing, so nothing is said of the set as a whole.
    assert found.outline == [("objective", O1), ("key_result", A), ("key_result", C)]
    assert [one.get("objective") for one in found.records] == [None, O1, O1]


def test_a_hidden_target_is_not_taken_for_none(lint, tmp_path: Path) -> None:
    rows = [["目标", "关键结果", "目标值"], [O1, "准时到货率", "96%"], ["", B, ""]]
    book = workbook(tmp_path / "t.xlsx", {"OKR": rows})
    book["OKR"].column_dimensions["C"].hidden = True
    book.save(tmp_path / "t.xlsx")
    found = lint("t.xlsx")
    assert (found.status, found.outline) == (1, [("objective", O1), ("key_result", B)])
    assert "第 2 行：这里的 KR 没有批改" in found.said
    assert "「目标值」是隐藏的列" in found.said


def test_hidden_names_are_said(lint, tmp_path: Path) -> None:
    book = workbook(tmp_path / "t.xlsx", {"OKR": [["目标", "关键结果"], [O1, A]]})
    book["OKR"].row_dimensions[1].hidden = True
    book.save(tmp_path / "t.xlsx")
    found = lint("t.xlsx")
    assert (found.status, found.outline) == (1, [])
    assert "没有找到「目标」" in found.said
    assert "第 1 行：是隐藏的行" in found.said


def test_a_workbook_with_nothing_in_it_holds_nothing(lint, tmp_path: Path) -> None:
    workbook(tmp_path / "t.xlsx", {"OKR": []})
    found = lint("t.xlsx", "text")
    assert (found.status, found.said.strip()) == (0, "没有读到任何内容。")


@pytest.mark.parametrize("value", ["#N/A", "#REF!", "#DIV/0!"])
def test_errors_in_cells_are_reported_and_not_graded(lint, tmp_path: Path, value: str) -> None:
    rows = [["目标", "关键结果", "备注"], [O1, A, value], [value, B, ""], ["", C, ""]]
    workbook(tmp_path / "t.xlsx", {"OKR": rows})
    found = lint("t.xlsx")
    assert found.status == 1
    assert f"第 3 行「目标」是错误值（{value}）" in found.said
    # What stands below an O that cannot be read belongs to no other O.
    assert found.outline == [(O1, A), ("key_result", B), ("key_result", C)]


def test_a_formula_with_its_value_is_its_value(lint, tmp_path: Path) -> None:
    rows = ROWS.replace("</row>", f'<c r="C2" t="str"><f>A1</f><v>{A}</v></c></row>', 1)
    package(tmp_path / "t.xlsx", parts(rows))
    assert lint("t.xlsx").outline == [(O1, A, B, C)]


# -- numbers as they are shown -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "code", "right"),
    [
        (0.84, "0%", "84%"),
        (0.015, "0.00%;[Red]-0.00%", "1.5%"),
        (0.015, '[>=1]0"个";0.0%', "1.5%"),
        (3, '[>=1]0"个";0.0%', "3个"),
        (-0.2, "0%;[Red]-0%", "-20%"),
        (40, '0"%"', "40%"),
        (96, "0.0\\%", "96%"),
        (35, '0"分钟"', "35分钟"),
        (5, "General", 5),
        (5, "#,##0.00", 5),
        (1200, '#,##0,"千"', 1200),
        (0.5, "h:mm", "12:00"),
        (7, "0.00E+00", 7),
        (7, "[Red]0", 7),
    ],
)
def test_numbers_are_read_as_their_format_shows_them(value: float, code: str, right: object) -> None:
    assert shown(value, code) == right


@pytest.mark.parametrize("code", ["yyyy-mm-dd", 'm"月"d"日"', 'yyyy"年"m"月"', "[$-804]yyyy/m/d;@"])
def test_dates_are_days(code: str) -> None:
    assert f"{shown(46295, code):%Y-%m-%d}" == "2026-09-30"


def test_weights_in_three_ways_add_up(lint, tmp_path: Path) -> None:
    book = workbook(
        tmp_path / "t.xlsx", {"OKR": [["目标", "关键结果", "权重"], [O1, A, 0.4], ["", B, 30], ["", C, 0.3]]}
    )
    book["OKR"]["C2"].number_format, book["OKR"]["C3"].number_format = "0%", '0"%"'
    book.save(tmp_path / "t.xlsx")
    assert [kr["weight"] for kr in lint("t.xlsx").records[0]["key_results"]] == [40, 30, 30]


# -- what is no workbook, or a broken one ------------------------------------------------------------------------------


def damaged(path: Path, fault: str) -> None:
    """A file that somebody calls .xlsx."""
    given: dict[str, str | bytes] = dict(
        parts(ROWS, namespace=STRICT if fault == "strict" else parts.__kwdefaults__["namespace"])
    )
    whole = {
        "page": b"<!DOCTYPE html><table><tr><td>1</td></tr></table>",
        "old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "locked": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(100)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(600),
        "text": "目标,关键结果\n".encode(),
        "empty": b"",
        "cut": b"PK\x03\x04 broken",
    }
    if fault in whole:
        path.write_bytes(whole[fault])
        return
    if fault == "binary":
        given = {name.replace("workbook.xml", "workbook.bin"): data for name, data in given.items()}
        given["_rels/.rels"] = str(given["_rels/.rels"]).replace("workbook.xml", "workbook.bin")
    elif fault == "other":
        given = {"word/document.xml": "<document/>"}
    elif fault == "xml":
        given["xl/worksheets/sheet1.xml"] = str(given["xl/worksheets/sheet1.xml"])[:-30]
    elif fault == "missing":
        del given["xl/worksheets/sheet1.xml"]
    package(path, given)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.infolist()[-1].header_offset
    if fault == "deflate":
        data[start + 60 : start + 90] = b"\xff" * 30
    elif fault == "encrypted":
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = data.rfind(mark)
            data[at + offset] |= 1
    path.write_bytes(bytes(data))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("strict", "Strict Open XML"),
        ("page", "其实是网页"),
        ("old", "其实是旧的 .xls 格式"),
        ("locked", "设了打开密码"),
        ("encrypted", "设了打开密码"),
        ("text", "其实是文本"),
        ("binary", "二进制工作簿"),
        ("empty", "不是完整的 .xlsx 文件"),
        ("cut", "不是完整的 .xlsx 文件"),
        ("other", "不是完整的 .xlsx 文件"),
        ("xml", "不是完整的 .xlsx 文件"),
        ("missing", "不是完整的 .xlsx 文件"),
        ("deflate", "不是完整的 .xlsx 文件"),
    ],
)
def test_what_is_no_workbook_is_one_sentence(lint, tmp_path: Path, fault: str, said: str) -> None:
    damaged(tmp_path / "t.xlsx", fault)
    found = lint("t.xlsx")
    assert (found.status, found.outline) == (1, [])
    assert said in found.said
    assert found.said.strip().count("\n") == 0


@pytest.mark.parametrize("name", ["t.xls", "t.et", "t.csv", "t.dat"])
def test_a_workbook_under_another_suffix_is_read(lint, tmp_path: Path, name: str) -> None:
    package(tmp_path / name, parts(ROWS))
    assert lint(name, "text").outline == [(O1, A, B, C)]


def test_what_is_said_of_many_sheets_is_said_once(lint, tmp_path: Path) -> None:
    rows = [["目标", "关键结果", "负责人"], [O1, A, "甲"], ["", B, "甲"]]
    workbook(tmp_path / "t.xlsx", {f"部门{n}": rows for n in range(9)})
    said = lint("t.xlsx", "text").said
    assert said.count("的列是这样读的") == said.count("「负责人」不参与批改") == 1
    assert "t.xlsx[部门5]… 的列" in said


def test_a_style_and_a_string_that_are_not_there(lint, tmp_path: Path) -> None:
    """A style tells nothing, so the cell is read; a string that is missing is a cell without a value."""
    rows = ROWS.replace('<c r="B3" t', '<c r="B3" s="999" t').replace(cell("B4", C), '<c r="B4" t="s"><v>99</v></c>')
    package(tmp_path / "t.xlsx", parts(rows))
    found = lint("t.xlsx")
    assert found.outline == [("objective", O1), ("key_result", A), ("key_result", B)]
    assert (found.status, "第 4 行「关键结果」是错误值" in found.said) == (1, True)


def test_escapes_and_what_steers_a_terminal_are_gone(lint, tmp_path: Path) -> None:
    rows = ROWS.replace(A, f"KR1：{A}_x000D_\nKR2：{B}_x001B_[J").replace(cell("B3", B), "")
    package(tmp_path / "t.xlsx", parts(rows))
    found = lint("t.xlsx", "text")
    assert found.outline[0][1] == A
    assert "_x000" not in found.said
    assert "\x1b" not in found.said


def test_comments_and_text_boxes_are_named(lint, tmp_path: Path) -> None:
    from openpyxl.comments import Comment

    book = workbook(tmp_path / "t.xlsx", {"OKR": [["目标", "关键结果"], [O1, A]]})
    book["OKR"]["B2"].comment = Comment("还可以更高", "甲")
    book.save(tmp_path / "t.xlsx")
    assert "t.xlsx[OKR]：批注没有读" in lint("t.xlsx").said
