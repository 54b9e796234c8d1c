"""The client pack, first step: from files to what they say; every file is read or named, nothing is dropped without a word."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.parser import parse_xml
from learner import content
from pack_scene import SALES, client, given, put, saved, workbook

from okr_kit.errors import InputError
from okr_kit.hosts.cli.lint.source import Entry, LeftOut
from okr_kit.trainer.pack import folder
from okr_kit.trainer.pack.material import Lines, Material, Table
from okr_kit.trainer.pack.read import read_all

LANGUAGE = content().language
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(name: str, data: bytes) -> Material:
    materials, unread = read_all(given({name: data}), LANGUAGE)
    assert not unread, LANGUAGE.error(unread[0].error)
    return materials[0]


def statements(one: Material) -> list[str]:
    """Every O and KR of a file in order."""
    found = []
    for entry in one.entries:
        record = entry.record or {}
        found += (
            [record.get("objective"), *(kr["text"] for kr in record["key_results"])]
            if "key_results" in record
            else [record.get("text")]
        )
    return found


def test_every_file_is_read_or_named_with_what_to_do(tmp_path) -> None:
    handed, unread = folder.files_in(put(tmp_path / "材料"))
    materials, more = read_all(handed, LANGUAGE)
    named = {one.name: LANGUAGE.error(one.error) for one in [*unread, *more]}
    assert {one.name for one in materials} | set(named) == set(client())
    assert {one.name: one.sort for one in materials} == {
        "2026年度目标.xlsx": "okr",
        "产品部OKR.docx": "okr",
        "二季度复盘-赵敏.txt": "retrospective",
        "华东/周报-王芳-28周.docx": "report",
        "季度会议纪要.txt": "plain",
        "客服OKR.md": "okr",
        "目标.csv": "okr",
        "销售部OKR-王芳.xlsx": "okr",
    }
    for name, sentence in named.items():
        assert sentence.startswith(name), sentence
        assert "：请" in sentence, sentence
    assert "另存为 .docx" in named["旧目标.doc"]
    assert "打开密码" in named["锁.docx"]
    assert "打开密码" in named["锁.xlsx"]
    assert ".doc 格式" in named["旧.docx"]
    assert "图片" in named["白板.jpg"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空.docx", b""),
        ("图.docx", b"\xff\xd8\xff" * 50),
        ("表.docx", workbook({"a": [["x"]]})),
        ("空.xlsx", b""),
        ("页.xlsx", b"<html><table></table></html>"),
        ("乱.txt", bytes(range(128, 256)) * 20),
        ("无后缀", b"x"),
        ("程序.exe", b"MZ"),
    ],
)
def test_a_broken_or_foreign_file_is_one_sentence_with_its_name(name: str, data: bytes) -> None:
    materials, unread = read_all(given({name: data}), LANGUAGE)
    assert not materials
    assert LANGUAGE.error(unread[0].error).startswith(name)


def test_a_file_of_another_program_is_told_by_its_suffix_whatever_its_case() -> None:
    (one,) = read_all(given({"A.PDF": b"%PDF"}), LANGUAGE)[1]
    assert "复制" in LANGUAGE.error(one.error)


def test_a_word_file_without_end_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * (210 << 20))
    (one,) = read_all(given({"大.docx": out.getvalue()}), LANGUAGE)[1]
    assert one.error.code == "pack-large"


def test_a_large_file_and_a_crowded_folder_are_refused(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "LARGEST", 10)
    put(tmp_path, {"a.txt": b"x" * 11, "b.txt": b"x" * 10})
    handed, unread = folder.files_in(tmp_path)
    assert ([one.name for one in handed], [one.error.code for one in unread]) == (["b.txt"], ["pack-large"])
    monkeypatch.setattr(folder, "MOST", 1)
    with pytest.raises(InputError, match="pack-many"):
        folder.files_in(tmp_path)
    with pytest.raises(InputError, match="pack-folder"):
        folder.files_in(tmp_path / "a.txt")


def test_links_out_of_the_folder_are_not_followed(tmp_path) -> None:
    (tmp_path / "outside.txt").write_text("O：不该读到")
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "link.txt").symlink_to(tmp_path / "outside.txt")
    assert folder.files_in(inside) == ([], [])


# -- Word ------------------------------------------------------------------------------------------------------------------


def test_paragraphs_lists_and_tables_of_word_stand_in_their_order() -> None:
    one = read("产品部OKR.docx", client()["产品部OKR.docx"])
    lines, table = one.parts
    assert isinstance(lines, Lines)
    assert lines.rows[0] == "# 产品部 OKR 2026Q3"
    assert lines.rows[3].startswith("1. KR1")
    assert lines.rows[4].startswith("2. KR2")
    assert isinstance(table, Table)
    assert table.rows[0] == ("目标", "关键结果", "目标值", "单位")
    assert statements(one)[0] == "让小橙助手的新用户第一天就用起来"
    assert statements(one)[3:] == ["提高研发效率", "需求平均交付天数从 28 天降到 18 天", "缺陷数控制在 40 个以内"]
    assert {entry.record["cycle"] for entry in one.entries} == {"2026Q3"}


def test_word_numbers_its_lists_and_we_write_the_numbers_down() -> None:
    """「O1：」 and 「KR1：」 are often no text but the numbering of a list."""
    made = docx.Document()
    numbering = made.part.numbering_part.element
    numbering.insert(0, parse_xml(
        f'<w:abstractNum {NS} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="O%1："/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="KR%1.%2："/></w:lvl></w:abstractNum>'
    ))  # fmt: skip
    numbering.append(parse_xml(f'<w:num {NS} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    texts = [
        (0, "让客户愿意回来买"),
        (1, "复购率从 15% 升到 25%"),
        (1, "投诉从 40 起降到 12 起"),
        (0, "让新人两周上岗"),
        (1, "上岗天数从 30 天降到 14 天"),
    ]
    for level, text in texts:
        paragraph = made.add_paragraph(text)
        properties = paragraph._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {NS}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'))
    one = read("编号.docx", saved(made))
    assert [row.strip() for row in one.parts[0].rows] == [
        "O1： 让客户愿意回来买",
        "KR1.1： 复购率从 15% 升到 25%",
        "KR1.2： 投诉从 40 起降到 12 起",
        "O2： 让新人两周上岗",
        "KR2.1： 上岗天数从 30 天降到 14 天",
    ]
    assert [entry.record["kind"] for entry in one.entries] == ["okr_set", "okr_set"]


def test_what_was_inserted_counts_and_what_was_deleted_or_hidden_does_not() -> None:
    made = docx.Document()
    made.add_paragraph("O：让客户愿意回来买")
    paragraph = made.add_paragraph("KR1：复购率从 15% ")
    for tag, inner in (("ins", "t"), ("del", "delText")):
        paragraph._p.append(
            parse_xml(
                f'<w:{tag} {NS} w:id="1" w:author="a"><w:r><w:{inner}>{"升到 25%" if tag == "ins" else "升到 99%"}</w:{inner}></w:r></w:{tag}>'
            )
        )
    hidden = paragraph.add_run("（机密）")
    hidden.font.hidden = True
    control = parse_xml(
        f"<w:sdt {NS}><w:sdtContent><w:p><w:r><w:t>KR2：投诉从 40 起降到 12 起</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    made.element.body.insert(2, control)
    one = read("修订.docx", saved(made))
    assert statements(one) == ["让客户愿意回来买", "复购率从 15% 升到 25%", "投诉从 40 起降到 12 起"]
    assert "words-hidden" in {told.code for told in one.told if isinstance(told, LeftOut)}
    assert "机密" not in one.text


def test_merged_cells_of_word_belong_to_one_objective() -> None:
    made = docx.Document()
    table = made.add_table(rows=3, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "目标", "关键结果"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "让客户愿意回来买"
    table.cell(1, 1).text, table.cell(2, 1).text = "复购率从 15% 升到 25%", "投诉从 40 起降到 12 起"
    one = read("合并.docx", saved(made))
    assert statements(one) == ["让客户愿意回来买", "复购率从 15% 升到 25%", "投诉从 40 起降到 12 起"]


def test_a_frame_of_one_cell_is_text_and_an_unknown_table_is_named_and_kept() -> None:
    made = docx.Document()
    made.add_table(rows=1, cols=1).cell(0, 0).text = "O：让客户愿意回来买\nKR1：复购率从 15% 升到 25%"
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip(
        (*table.rows[0].cells, *table.rows[1].cells), ("时间", "地点", "周一", "三号会议室"), strict=True
    ):
        cell.text = text
    one = read("框.docx", saved(made))
    assert statements(one) == ["让客户愿意回来买", "复购率从 15% 升到 25%"]
    assert "table-unknown" in {told.code for told in one.told if isinstance(told, LeftOut)}
    assert "三号会议室" in one.text


def test_what_stands_beside_the_text_of_word_is_named() -> None:
    made = docx.Document()
    run = made.add_paragraph("O：让客户愿意回来买").add_run()
    made.sections[0].header.paragraphs[0].text = "云岭科技 内部资料"
    drawing = OxmlElement("w:drawing")
    drawing.append(parse_xml('<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'))
    run._r.append(drawing)
    box = parse_xml(f"<w:pict {NS}><w:txbxContent><w:p><w:r><w:t>框里的话</w:t></w:r></w:p></w:txbxContent></w:pict>")
    run._r.append(box)
    one = read("旁边.docx", saved(made))
    told = {told.code: told for told in one.told if isinstance(told, LeftOut)}
    assert {"pictures", "text-boxes", "page-around"} <= set(told)
    assert told["pictures"].lost
    assert told["text-boxes"].lost
    assert "框里的话" not in one.text
    assert "云岭" not in one.text
    assert LANGUAGE.say("cli.left.pictures", count=1)


def test_styles_that_are_based_on_each_other_do_not_hang() -> None:
    made = docx.Document()
    first, second = made.styles["Body Text"], made.styles["Body Text 2"]
    first.base_style, second.base_style = second, first
    made.add_paragraph("O：让客户愿意回来买", style="Body Text")
    assert statements(read("圈.docx", saved(made))) == ["让客户愿意回来买"]


# -- what is graded as what ------------------------------------------------------------------------------------------------


def test_lines_that_say_nothing_of_themselves_are_graded_only_where_the_file_is_about_goals() -> None:
    lines = "复购率从 15% 升到 25%\n举办 3 场会员活动\n".encode()
    assert len(read("部门目标.txt", lines).entries) == 2
    assert read("随手记.txt", lines).sort == "plain"
    assert read("部门目标会议纪要.txt", lines).sort == "plain"
    assert len(read("随手记.txt", "O：让客户愿意回来买\n".encode()).entries) == 1


def test_a_workbook_without_known_columns_is_kept_and_named() -> None:
    one = read("花名册.xlsx", workbook({"人": [["甲", "乙"], ["王芳", "三组"]]}))
    assert [entry.error.code for entry in one.entries] == ["lint-columns"]
    assert "王芳" in one.text


def test_a_formula_and_a_hidden_sheet_are_named_and_not_shown() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(workbook({"OKR": [*SALES, ["陈静", "让报修客户少等", "=cmd|'/c calc'!A0"]]}))
    )
    book.create_sheet("底稿").append(["赵敏", "这张表藏起来了"])
    book["底稿"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    one = read("销售.xlsx", out.getvalue())
    assert [entry.error.code for entry in one.entries if entry.error] == ["lint-formula"]
    assert "sheet-hidden" in {told.code for told in one.told if isinstance(told, LeftOut)}
    assert "calc" not in one.text
    assert "藏起来" not in one.text


def test_a_cycle_is_taken_from_the_name_or_the_title_else_from_her() -> None:
    text = "O：让客户愿意回来买\n".encode()

    def cycle(name: str, data: bytes, own: str = "") -> str | None:
        (one,), _ = read_all(given({name: data}), LANGUAGE, own)
        (entry,) = [entry for entry in one.entries if isinstance(entry, Entry)]
        return entry.record.get("cycle")

    assert cycle("OKR-2026年Q4.txt", text) == "2026Q4"
    assert cycle("OKR.txt", "# 2026 Q2 目标\n".encode() + text) == "2026Q2"
    assert cycle("OKR.txt", text, "2026H2") == "2026H2"
    assert cycle("OKR.txt", text) is None
