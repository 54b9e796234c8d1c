"""``okr pack`` in a terminal: list, agree, publish, delete; each run says what it did and what she does next."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from learner import content
from pack_scene import COMPANY, CUSTOMER, PEOPLE, PRODUCT, SECRET, below, put, workbook

from okr_kit import __main__, bank
from okr_kit.hosts import cli
from okr_kit.hosts.cli.columns import width
from okr_kit.hosts.cli.commands import program
from okr_kit.hosts.store.folders import class_overlay
from okr_kit.trainer.commands import add_commands

LANGUAGE = content().language
NAMES = ["--company", COMPANY]
#: What she adds at the end of the list.
MORE = (["公司", CUSTOMER, "", ""], ["产品", PRODUCT, "", ""])
Okr = Callable[..., tuple[int, str, str]]


@pytest.fixture
def okr(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Okr:
    """Run ``okr pack`` in a course folder beside the client's: (status, standard output, standard error)."""
    put(tmp_path / "材料")
    (tmp_path / "课程").mkdir()
    monkeypatch.chdir(tmp_path / "课程")

    def run(*arguments: str) -> tuple[int, str, str]:
        status = cli.run(["pack", *arguments], [add_commands])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "课程/okr-data/client/OKR"


def edit(file: Path, sheet: str, change: Callable[[list], list | None], *more: list) -> None:
    """Change a sheet as somebody does in Excel: row by row, further rows at its end."""
    book = openpyxl.load_workbook(file)
    page = book[sheet]
    for row in page.iter_rows(min_row=2):
        for cell, value in zip(row, change([cell.value for cell in row]) or (), strict=False):
            cell.value = value
    for row in more:
        page.append(row)
    book.save(file)


def mark(file: Path, *numbers: int) -> list[list]:
    """Write 是 beside candidates by their number; their rows."""
    book = openpyxl.load_workbook(file)
    rows = list(book["候选题"].iter_rows(min_row=2))
    for number, row in enumerate(rows):
        row[0].value = "是" if number in numbers else None
    book.save(file)
    return [[cell.value for cell in row] for row in rows]


def agreed(okr: Okr) -> None:
    assert okr("../材料", *NAMES)[0] == 0
    edit(Path("okr-data/client/OKR/替换清单.xlsx"), "替换清单", lambda _: None, *MORE)
    assert okr("../材料", *NAMES, "--agree")[0] == 0


def test_the_first_run_writes_the_list_and_nothing_else(okr: Okr, home: Path, tmp_path: Path) -> None:
    before = below(tmp_path)
    status, out, err = okr("../材料", *NAMES)
    assert (status, err) == (0, "")
    assert set(below(tmp_path)) - set(before) == {"课程/okr-data/client/OKR/替换清单.xlsx"}
    assert {name: data for name, data in below(tmp_path).items() if name in before} == before
    for said in (
        "读了 8 个文件",
        "这些文件没有读（7 个）",
        "旧目标.doc 是 .doc 格式",
        "华东/周报-王芳-28周.docx　一份工作报告",
        "--agree",
        "替换清单.xlsx",
    ):
        assert said in out, said
    for name in (COMPANY, *PEOPLE):
        assert name in out
    rows = list(openpyxl.load_workbook(home / "替换清单.xlsx").worksheets[0].iter_rows(values_only=True))
    assert rows[0][:4] == ("种类", "原文", "替换成", "怎么办")
    assert {COMPANY, *PEOPLE} <= {form for row in rows for form in str(row[1]).split("　")}


def test_agreeing_without_a_list_is_refused(okr: Okr, home: Path) -> None:
    status, _, err = okr("../材料", "--agree")
    assert status == 1
    assert err == "找不到替换清单.xlsx：请先不带 --agree 运行一次，看过清单再确认。\n"
    assert not home.exists()


def test_what_she_changed_in_the_list_is_done_and_no_name_is_written(okr: Okr, home: Path) -> None:
    okr("../材料", *NAMES)

    def change(row: list) -> list:
        if row[1] == COMPANY:
            row[2] = "远山公司"
        if row[1] == PEOPLE[0]:
            row[3] = "保留"
        return row

    more = ["产品", "经销商门户", "订货系统"]
    edit(home / "替换清单.xlsx", "替换清单", change, *MORE, more)
    status, out, err = okr("../材料", "--agree")
    assert (status, err) == (0, "")
    written = {name: data for name, data in below(home).items() if name != "替换清单.xlsx"}
    assert set(written) == {"批改.xlsx", *(f"改名后/材料 0{number}.md" for number in range(1, 9))}
    text = "\n".join(data.decode() for name, data in written.items() if name.endswith(".md"))
    for book in (openpyxl.load_workbook(io.BytesIO(written["批改.xlsx"])),):
        text += "\n".join(str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row)
    assert "远山公司" in text
    assert "订货系统" in text
    assert "经销商门户" not in text
    assert PEOPLE[0] in text, "she said 保留"
    assert not [name for name in SECRET if name in text and name != PEOPLE[0]]
    assert "系数没有存" in out
    assert "「编制」" in out
    assert "客单价" in out


def test_what_came_into_the_folder_since_is_listed_and_seen_before_anything_is_written(
    okr: Okr, home: Path, tmp_path: Path
) -> None:
    okr("../材料", *NAMES)
    edit(
        home / "替换清单.xlsx", "替换清单", lambda row: [*row[:2], "远山公司", *row[3:]] if row[1] == COMPANY else None
    )
    put(tmp_path / "材料", {"新来的.txt": "负责人：周海涛 13911112222\nO：让客户愿意回来买\n".encode()})
    status, out, _ = okr("../材料", "--agree")
    assert status == 1
    assert "上次的清单里没有" in out
    assert set(below(home)) == {"替换清单.xlsx"}
    rows = {
        row[1]: row for row in openpyxl.load_workbook(home / "替换清单.xlsx").worksheets[0].iter_rows(values_only=True)
    }
    assert rows[COMPANY][2] == "远山公司", "what she wrote is still there"
    assert "13911112222" in rows
    assert okr("../材料", "--agree")[0] == 0


def test_running_again_without_agreeing_keeps_her_changes(okr: Okr, home: Path) -> None:
    okr("../材料", *NAMES)
    edit(home / "替换清单.xlsx", "替换清单", lambda row: [*row[:3], "保留"] if row[1] == COMPANY else None)
    okr("../材料", *NAMES)
    rows = {
        row[1]: row for row in openpyxl.load_workbook(home / "替换清单.xlsx").worksheets[0].iter_rows(values_only=True)
    }
    assert rows[COMPANY][3] == "保留"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["种类", "原文", "替换成"], ["公司", "甲", "乙"]], "没有「怎么办」这一列"),
        ([["种类", "原文", "替换成", "怎么办"], ["什么", "没见过的名字", "乙", ""]], "第 2 行没有写种类"),
    ],
)
def test_a_list_that_was_spoilt_is_said_with_its_row(okr: Okr, home: Path, rows: list[list], said: str) -> None:
    okr("../材料", *NAMES)
    (home / "替换清单.xlsx").write_bytes(workbook({"替换清单": rows}))
    status, _, err = okr("../材料", "--agree")
    assert status == 1
    assert said in err
    assert "：请" in err
    assert set(below(home)) == {"替换清单.xlsx"}


def test_a_list_that_is_no_workbook_is_one_sentence(okr: Okr, home: Path) -> None:
    okr("../材料", *NAMES)
    (home / "替换清单.xlsx").write_bytes(b"PK\x03\x04")
    status, _, err = okr("../材料", "--agree")
    assert status == 1
    assert "替换清单.xlsx" in err


def test_the_workbook_has_the_profile_all_statements_and_candidates(okr: Okr, home: Path) -> None:
    agreed(okr)
    book = openpyxl.load_workbook(home / "批改.xlsx")
    assert book.sheetnames == ["错误分布", "逐条批改", "候选题"]
    profile = list(book["错误分布"].iter_rows(values_only=True))
    assert profile[0] == ("种类", "共几条", "判了几条", "问题", "有几条", "占判了的", "排在第一的")
    assert any(row[5] == "—" for row in profile), "no share of a few"
    assert any(str(row[5]).endswith("%") for row in profile)
    texts = {row[3] for row in book["逐条批改"].iter_rows(values_only=True)}
    assert {"服务水平再上一个新台阶", "提升客户满意度"} <= texts
    assert all(str(row[0]).startswith("材料 ") for row in book["逐条批改"].iter_rows(min_row=2, values_only=True))
    formulas = [cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert not formulas


def test_what_she_marks_is_published_and_what_she_no_longer_marks_is_taken_back(
    okr: Okr, home: Path, tmp_path: Path
) -> None:
    agreed(okr)
    rows = mark(home / "批改.xlsx", 0)
    status, out, err = okr("--publish")
    assert (status, err) == (0, "")
    assert "已发布 1 题，只在「OKR」这个班" in out
    title, text = rows[0][1], rows[0][3]
    assert f"《{title}》：{text}" in out or f"{title}：{text}" in out
    loaded = bank.load(overlay=class_overlay(tmp_path / "课程/okr-data", "OKR"))
    (exercise,) = [one for one in loaded.exercises.values() if one.title == title]
    assert text in {item.get("text") for item in exercise.items.values()}
    mark(home / "批改.xlsx", 1)
    okr("--publish")
    assert len([name for name in below(home) if name.startswith("overlay/")]) == 1
    mark(home / "批改.xlsx")
    status, out, _ = okr("--publish")
    assert status == 0
    assert "都撤下了" in out
    assert not (home / "overlay").exists()
    status, out, _ = okr("--publish")
    assert status == 1
    assert "什么都没有发布" in out


def test_exactly_the_words_that_she_read_are_published(okr: Okr, home: Path, tmp_path: Path) -> None:
    """A second look at the folder would draw another factor: the workbook is what counts."""
    agreed(okr)
    rows = mark(home / "批改.xlsx")
    at = next(at for at, row in enumerate(rows) if any(map(str.isdigit, row[3])) and row[5] != "没有发现问题")
    edit(
        home / "批改.xlsx",
        "候选题",
        lambda row: ["是", *row[1:6], "她写的理由", "她写的问句？"] if row[:4] == rows[at][:4] else None,
    )
    assert okr("--publish")[0] == 0
    loaded = bank.load(overlay=class_overlay(tmp_path / "课程/okr-data", "OKR"))
    found = [item for one in loaded.exercises.values() for item in one.items.values() if item.get("always")]
    assert [(item["text"], item["reason"], item["question"]) for item in found] == [
        (rows[at][3], "她写的理由", "她写的问句？")
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({3: "投诉从 40 起降到 12 起"}, "不再是「"),
        ({1: "没有的练习"}, "没有这个练习"),
        ({2: "什么"}, "不再是「"),
    ],
)
def test_a_candidate_that_was_changed_into_something_else_is_refused_with_its_row(
    okr: Okr, home: Path, change: dict[int, str], said: str
) -> None:
    agreed(okr)
    first = mark(home / "批改.xlsx", 0)[0]
    edit(
        home / "批改.xlsx",
        "候选题",
        lambda row: [change.get(at, cell) for at, cell in enumerate(row)] if row[0] else None,
    )
    status, _, err = okr("--publish")
    assert status == 1
    assert said in err
    assert "第 2 行" in err
    assert not (home / "overlay").exists()
    assert first


def test_three_in_one_exercise_are_refused_in_words(okr: Okr, home: Path) -> None:
    agreed(okr)
    rows = mark(home / "批改.xlsx")
    title = rows[0][1]
    mark(home / "批改.xlsx", *[at for at, row in enumerate(rows) if row[1] == title][:3])
    status, _, err = okr("--publish")
    assert status == 1
    assert err == f"《{title}》选了不止 2 题，没有发布：一个练习最多放 2 题甲方的材料，请去掉几题。\n"


def test_each_class_has_its_own_and_one_command_deletes_it(okr: Okr, home: Path, tmp_path: Path) -> None:
    agreed(okr)
    mark(home / "批改.xlsx", 0)
    okr("--publish")
    okr("../材料", "--class", "二班")
    before = below(tmp_path / "材料")
    status, out, _ = okr("--delete")
    assert status == 0
    assert "已删除" in out
    assert "发布到这个班的题也删了" in out
    assert "删不掉的" in out
    assert not home.exists()
    assert set(below(home.parent)) == {"二班/替换清单.xlsx"}
    assert below(tmp_path / "材料") == before
    okr("--delete", "--class", "二班")
    assert not home.parent.exists()
    status, out, _ = okr("--delete")
    assert status == 0
    assert "没有删除任何东西" in out


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_said(okr: Okr, tmp_path: Path) -> None:
    (tmp_path / "课程").chmod(0o500)
    try:
        assert okr("../材料")[0] == 1
    finally:
        (tmp_path / "课程").chmod(0o700)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "请写成 okr pack 文件夹"),
        (["没有的文件夹"], "找不到文件夹"),
        (["--publish"], "找不到批改.xlsx"),
        (["a", "b"], "okr pack --help"),
    ],
)
def test_a_wrong_command_is_one_sentence(okr: Okr, tmp_path: Path, arguments: list[str], said: str) -> None:
    status, out, err = okr(*arguments)
    assert status in (1, 2)
    assert out == ""
    assert said in err
    assert err.strip().count("\n") == 0
    assert not (tmp_path / "课程/okr-data").exists()


def test_help_is_chinese_and_fits(okr: Okr) -> None:
    status, out, _ = okr("--help")
    assert status == 0
    assert "甲方材料所在的文件夹" in out
    assert max(map(width, out.splitlines())) <= 78
    assert "pack" in program(LANGUAGE, [add_commands]).commands
    assert "pack" not in program(LANGUAGE).commands


def test_okr_itself_has_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["okr", "--help"])
    assert __main__.main() == 0
    assert "pack" in capsys.readouterr().out
    assert len(PEOPLE) == 5
