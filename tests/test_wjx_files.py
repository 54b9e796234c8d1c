"""The survey files that loaders are tested with are what 问卷星 exports: headers, cells, encodings, faults."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import openpyxl
import pytest
import wjx_files
from wjx_broken import BROKEN
from wjx_files import IDS, OTHER, QUESTIONS, SHAPES, SIX, SKIPPED, kept, people, private, rows, unknown, write

from okr_kit import bank

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SOME = people(24, seed=3)
WORKBOOKS = [name for name, shape in SHAPES.items() if not shape.encoding]
CSVS = [name for name, shape in SHAPES.items() if shape.encoding]
MATRIX = ("写出合格的 O", "写出合格的 KR", "把上级的 OKR 变成自己的", "和下属做一次有用的复盘", "说清周会该看什么")
HARD = (
    "写不好",
    "拆不下",
    "对不齐",
    "没人跟",
    "复盘走过场",
    "和绩效缠在一起",
    "没时间",
    "上级不重视",
    "工具难用",
    "其他",
)


def headers(name):
    return rows([], SHAPES[name])[0]


def column(name, header, group=SOME):
    """One column of an export."""
    found, cells = rows(group, SHAPES[name])
    return [line[found.index(header)] for line in cells]


def answers(key, group=SOME):
    return [person.answers[key] for person in group]


def lines(path, shape, sheet="Sheet1"):
    """What stands in a file, row by row."""
    if path.suffix == ".csv":
        return list(csv.reader(io.StringIO(path.read_bytes().decode(shape.encoding), newline=""), strict=True))
    return [list(line) for line in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)]


# -- the questionnaire and its people ------------------------------------------------------------


def test_the_questions_are_those_of_the_bank():
    asked = list(bank.load().exercise("survey").items.values())
    ours = {one["id"]: (one["text"], tuple(option["words"] for option in one.get("options", ()))) for one in asked}
    for question in QUESTIONS[:-1]:
        for key, words in question.rows or ((question.id, question.stem),):
            assert question.style == "blanks" or ours[key] == (words, question.options)
    assert list(ours) == [key for question in QUESTIONS[:-1] for key in question.ids]


def test_the_ids_are_in_the_order_of_the_book():
    assert " ".join(IDS) == (
        "pair level people cycles can-objective can-key-result can-cascade can-review can-meeting know-objective "
        "know-key-result know-kpi know-score know-rate know-question difficulties looks wish own-objective own-key-result "
        "interview difficulties-own"
    )


def test_the_same_seed_makes_the_same_people():
    assert people(30, seed=4) == people(30, seed=4) != people(30, seed=5)
    assert people(30, seed=4)[:12] == people(12, seed=4)
    numbers = [person.number for person in people(30)]
    assert numbers == sorted(set(numbers)) != list(range(1, 31))


@pytest.mark.parametrize("seed", range(12))
def test_twelve_people_have_all_that_is_easily_read_wrongly(seed):
    group = people(12, seed)
    texts = [one for person in group for one in person.answers.values() if isinstance(one, str)]
    assert {person.seconds for person in group} >= {41, 89, 90, 4000}
    assert {one[0] for one in texts} >= set("=+-@")
    assert any("\n" in one for one in texts)
    assert any(re.search("[０-９]", one) for one in texts)
    assert any(one.encode("gbk", "ignore") != one.encode("gb18030") for one in texts)
    assert any(person.answers["difficulties-own"] for person in group)
    assert any(person.answers["difficulties"] == [OTHER] and not person.answers["difficulties-own"] for person in group)
    assert [2] in [[answer for answer in person.answers.values() if answer is not None] for person in group]
    for person in group:
        never = person.answers["cycles"] == 1
        assert all((person.answers[key] is SKIPPED) == never for key in ("looks", "own-objective", "own-key-result"))
        assert sorted(person.answers) == sorted(IDS)


# -- headers -----------------------------------------------------------------------------------


def test_the_headers_of_the_plain_export():
    assert headers("text") == [
        *("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"),
        *("1、您的层级", "2、您直接带几个人", "3、您用 OKR 做过几个周期"),
        *("4、您对自己的判断—1.写出合格的 O", "2.写出合格的 KR", "3.把上级的 OKR 变成自己的"),
        *("4.和下属做一次有用的复盘", "5.说清周会该看什么"),
        *("5、哪一条最像 O？", "6、哪一条 KR 最完整？", "7、「系统可用性全年不低于 99.9%」更像什么？"),
        "8、KR 是「复购率从 12% 到 18%」，实际做到 16.2%，打几分（一位小数）？",
        *("9、三家店的成交率是 10%、18%、32%，合起来是多少？", "10、下属的一条 KR 只得 0.2，第一句问哪一句最好？"),
        *("11、现在最大的困难", "12、您多久看一次自己的 OKR", "13、您希望课上讨论的一个真实难题"),
        *("14、请抄一条您现在的 O 和它下面的一条 KR—1.O", "2.KR", "15、暗号", "16、愿意和讲师通 20 分钟电话吗"),
    ]


@pytest.mark.parametrize(
    ("name", "first", "following", "own"),
    [
        ("codes", "11、现在最大的困难(写不好)", "11({})", "11、(其他（请补充）:)"),
        ("codes-spaced", "11. 现在最大的困难(写不好)", "11 ({})", "11 (其他：)"),
        ("codes-old", "第11题(写不好)", "第11题({})", "11、(其他（请补充）:)"),
        ("codes-question-hints", "11、现在最大的困难（最多选 3 个）(写不好)", "11({})", "11、(其他（请补充）:)"),
    ],
)
def test_codes_have_a_column_for_each_option(name, first, following, own):
    found = headers(name)
    start = found.index(first)
    assert found[start : start + 11] == [first, *(following.format(words) for words in HARD[1:]), own]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "text",
            ["4、您对自己的判断—1.写出合格的 O", *(f"{place}.{words}" for place, words in enumerate(MATRIX[1:], 2))],
        ),
        ("matrix-full", [f"4、您对自己的判断—{place}.{words}" for place, words in enumerate(MATRIX, 1)]),
        ("codes-matrix-full", [f"4、您对自己的判断—{place}.{words}" for place, words in enumerate(MATRIX, 1)]),
        ("text-old", [f"第4题({words})" for words in MATRIX]),
        ("codes-old", [f"第4题({words})" for words in MATRIX]),
    ],
)
def test_a_matrix_has_a_column_for_each_row(name, expected):
    assert headers(name)[9:14] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("number-dot", "1.您的层级"),
        ("number-dot-space", "1. 您的层级"),
        ("number-colon", "1：您的层级"),
        ("number-narrow-colon", "1:您的层级"),
        ("number-wide", "１．您的层级"),
        ("number-tabs", "\t1、\u3000您的层级"),
        ("number-none", "您的层级"),
        ("text-old", "1、您的层级"),
        ("question-hints", "1、您的层级（单选）"),
        ("order-book", "2、您的层级"),
        ("order-mixed", "16、您的层级"),
        ("mixed", "\t１７．\u3000您的层级（单选）"),
    ],
)
def test_how_the_first_question_is_headed(name, expected):
    assert [header for header in headers(name) if "您的层级" in header] == [expected]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("text", SIX),
        ("meta-two", ("序号", "提交答卷时间")),
        ("meta-score", (*SIX, "总分")),
        ("meta-user", (*SIX, "用户ID")),
        ("meta-none", ()),
        ("personal", ("序号", "姓名", "手机号", "身份证号", "工号", "邮箱", *SIX[1:])),
    ],
)
def test_the_leading_columns(name, expected):
    assert tuple(headers(name)[: len(expected) + 1]) == (*expected, "1、您的层级")


def test_other_leading_columns_stand_in_another_order():
    assert set(headers("meta-moved")[:6]) == set(SIX)
    assert tuple(headers("meta-moved")[:6]) != SIX


def test_further_questions_follow_the_fourteenth():
    assert headers("question-unknown")[-3:] == ["15、您的部门", "16、暗号", "17、愿意和讲师通 20 分钟电话吗"]
    ranked = column("question-ranking", "15、六个单元按兴趣排序")
    assert len(set(ranked)) == 6
    assert len({tuple(sorted(one.split("→"))) for one in ranked}) == 1


def test_many_things_at_once():
    found = headers("mixed")
    assert found[:7] == [
        *("用户ID", "来自IP", "序号", "所用时间", "提交答卷时间", "手机号"),
        "\t１．\u3000您希望课上讨论的一个真实难题（写两三句）",
    ]
    assert found[9:12] == ["\t４．\u3000现在最大的困难（最多选 3 个）(写不好)", "４ (拆不下)", "４ (对不齐)"]
    assert found[19:21] == ["４ (其他：)", "\t５．\u3000您多久看一次自己的 OKR（单选）"]
    matrix = "\t１４．\u3000您对自己的判断（每行一个数，1 完全不能，5 完全能）"
    assert found[-8:-3] == [f"{matrix}—{place}.{words}" for place, words in enumerate(MATRIX, 1)]
    assert unknown(SHAPES["mixed"]) == ["\t７．\u3000您的部门"]


def test_line_breaks_stand_inside_headers():
    assert "10、下属的一条 KR 只得 0.2，\n第一句问哪一句最好？" in headers("header-wrapped")


def test_what_a_loader_must_ask_about():
    assert unknown(SHAPES["question-unknown"]) == ["15、您的部门"]
    assert unknown(SHAPES["question-reworded"]) == [
        "3、您参与过多少轮 OKR",
        "12、您回看 OKR 的频率",
        "13、想请老师解答的问题",
    ]
    assert unknown(SHAPES["personal-asked"]) == unknown(SHAPES["meta-user"]) == unknown(SHAPES["codes"]) == []
    assert "cycles" not in kept(SOME[0], SHAPES["question-reworded"])


# -- cells -------------------------------------------------------------------------------------


def test_words_and_numbers_of_options():
    options = QUESTIONS[1].options
    for said, code, answer in zip(
        column("text", "1、您的层级"), column("codes", "1、您的层级"), answers("level"), strict=True
    ):
        assert (said, code) == (("(空)", -2) if answer is None else (options[answer - 1], answer))


def test_chosen_options_are_joined_and_own_words_stand_in_brackets():
    said = column("text", "11、现在最大的困难")
    apart = column("own-words-column", "11、现在最大的困难")
    words = column("own-words-column", "11、(其他（请补充）:)")
    assert "写不好┋没时间┋其他〖跨部门（采购、仓储）各说各的〗" in said
    assert "写不好┋没时间┋其他" in apart
    assert "其他" in said
    assert words == [answer or "(空)" for answer in answers("difficulties-own")]
    for one, plain, answer in zip(said, apart, answers("difficulties"), strict=True):
        chosen = "(空)" if answer is None else "┋".join(HARD[place - 1] for place in answer)
        assert plain == re.sub("〖.*〗", "", one) == chosen


def test_each_option_is_one_or_nought_and_a_blank_its_code():
    ticks = [column("codes", header) for header in headers("codes")[20:30]]
    for answer, *told in zip(answers("difficulties"), *ticks, strict=True):
        assert told == [-2 if answer is None else int(place in answer) for place in range(1, 11)]


@pytest.mark.parametrize(
    ("name", "nothing", "skipped"),
    [
        ("text", "(空)", "(跳过)"),
        ("blank-empty", None, None),
        ("blank-empty-skip-said", None, "(跳过)"),
        ("codes", -2, -3),
        ("codes-blank-said", "(空)", "(跳过)"),
        ("codes-blank-empty", None, None),
    ],
)
def test_blanks_and_skipped_questions(name, nothing, skipped):
    for header, key in (("12、您多久看一次自己的 OKR", "looks"), ("2.KR", "own-key-result"), ("15、暗号", "pair")):
        told = list(zip(column(name, header), answers(key), strict=True))
        assert {cell for cell, answer in told if answer is None} <= {nothing}
        assert {cell for cell, answer in told if answer is SKIPPED} <= {skipped}
    assert {SKIPPED, None} <= set(answers("own-key-result"))


@pytest.mark.parametrize(
    ("name", "form"), [("text", "4000秒"), ("time-minutes", "66分40秒"), ("time-clock", "66:40"), ("time-plain", 4000)]
)
def test_how_long_it_took(name, form):
    assert form in column(name, "所用时间")
    assert re.fullmatch(r"2026/9/\d+ \d\d:\d\d:\d\d", column(name, "提交答卷时间")[0])


def test_scores_are_points_that_no_option_has():
    known = column("scores", "5、哪一条最像 O？")
    assert set(known) <= {0, 10, -2}
    assert max(column("scores", "总分")) > 0


def test_one_blank_has_both_with_their_marks():
    told = column("own-one-blank", "14、请抄一条您现在的 O 和它下面的一条 KR")
    assert any(re.fullmatch("O：.+\nKR：.+", one, re.DOTALL) for one in told)
    assert any(one.startswith("KR：") for one in told)
    assert {"(跳过)"} < set(told)


def test_excel_makes_numbers_of_what_looks_like_them():
    assert set(column("typed", "2、您直接带几个人")) >= {0, "1～5"}
    assert set(column("typed", "9、三家店的成交率是 10%、18%、32%，合起来是多少？")) >= {0.18}


def test_the_same_answers_are_kept_in_words_and_numbers():
    for person in SOME:
        assert kept(person, SHAPES["text"]) == kept(person, SHAPES["codes"]) == person.answers
        assert SKIPPED not in kept(person, SHAPES["blank-empty"]).values()
        assert kept(person, SHAPES["codes-own-words-lost"])["difficulties-own"] is None


def test_what_is_private_stands_in_the_file():
    assert private(SOME, SHAPES["meta-two"]) == set()
    for name in ("text", "personal", "personal-asked"):
        cells = {str(cell) for line in rows(SOME, SHAPES[name])[1] for cell in line}
        assert len(SOME) * 2 <= len(private(SOME, SHAPES[name])) == len(private(SOME, SHAPES[name]) & cells)


# -- files -------------------------------------------------------------------------------------


def test_all_shapes_differ():
    assert len({repr(shape) for shape in SHAPES.values()}) == len(SHAPES)
    assert set(SHAPES) > wjx_files.ASSUMED


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_holds_what_it_was_made_of(name, tmp_path):
    header, cells = rows(SOME, SHAPES[name])
    found = lines(write(tmp_path / "a.xlsx", SOME, SHAPES[name]), SHAPES[name])
    assert found[len(SHAPES[name].above) :] == [header, *cells]


@pytest.mark.parametrize("name", CSVS)
def test_a_csv_holds_what_it_was_made_of_in_its_encoding(name, tmp_path):
    header, cells = rows(SOME, SHAPES[name])
    found = lines(write(tmp_path / "a.csv", SOME, SHAPES[name]), SHAPES[name])
    assert found[len(SHAPES[name].above) :] == [header, *([str(cell) for cell in line] for line in cells)]


def test_the_encodings_are_told_apart(tmp_path):
    made = {name: write(tmp_path / f"{name}.csv", SOME, SHAPES[name]).read_bytes() for name in CSVS}
    assert made["csv-utf-8-sig"] == b"\xef\xbb\xbf" + made["csv-utf-8"]
    for name in ("csv-gb18030", "csv-gbk", "csv-codes-gbk", "mixed"):
        with pytest.raises(UnicodeDecodeError):
            made[name].decode("utf-8")
    for name in ("csv-gb18030", "mixed"):
        with pytest.raises(UnicodeDecodeError):
            made[name].decode("gbk")
    assert "谢谢老师? 只想问" in made["csv-gbk"].decode("gbk")
    assert any("谢谢老师? 只想问" in (kept(person, SHAPES["csv-gbk"])["wish"] or "") for person in SOME)


def test_texts_that_look_like_formulas_stay_texts(tmp_path):
    sheet = openpyxl.load_workbook(write(tmp_path / "a.xlsx", SOME, SHAPES["text"])).active
    found = [cell for line in sheet for cell in line if str(cell.value).startswith("=")]
    assert found
    assert {cell.data_type for cell in found} == {"s"}


def test_rows_above_the_header_and_other_sheets(tmp_path):
    def made(name):
        return write(tmp_path / f"{name}.xlsx", SOME, SHAPES[name])

    assert set(lines(made("row-empty-above"), SHAPES["text"])[0]) == {None}
    assert lines(made("row-title-above"), SHAPES["text"])[0][:2] == ["课前调研问卷（样例公司）", None]
    sheets = {name: openpyxl.load_workbook(made(name)).sheetnames for name in SHAPES if name.startswith("sheet-")}
    assert sheets == {
        "sheet-empty-behind": ["Sheet1", "Sheet2"],
        "sheet-empty-before": ["Sheet0", "Sheet1"],
        "sheet-cover-before": ["说明", "Sheet1"],
    }
    found = write(tmp_path / "a.csv", SOME, SHAPES["mixed"]).read_bytes().decode("gb18030")
    assert found.startswith("\r\n课前调研问卷（样例公司）\r\n用户ID,来自IP,序号,所用时间,提交答卷时间,手机号,")


def test_how_the_files_are_called():
    assert wjx_files.file_name(SHAPES["codes"], 240) == "386540716_按序号_课前调研问卷_241_240.xlsx"
    assert wjx_files.file_name(SHAPES["csv-gbk"], 78) == "386540716_按文本_课前调研问卷_79_78.csv"


def test_a_large_file_has_that_many_people(tmp_path):
    found = lines(wjx_files.large(tmp_path / "a.xlsx", 300), SHAPES["text"])
    assert len(found) == 301


@pytest.mark.parametrize("name", wjx_files.OLD)
def test_the_old_workbooks_are_binary_and_hold_these_people(name):
    content = wjx_files.OLD[name].read_bytes()
    assert content.startswith(OLE)
    header, cells = rows(wjx_files.OLD_PEOPLE, SHAPES[name])
    texts = [*header, *(cell for line in cells for cell in line if isinstance(cell, str))]
    # Texts of Latin letters alone are stored with one byte for each.
    assert [text for text in texts if text.encode("utf-16-le") not in content and text.encode() not in content] == []
    assert ("(跳过)".encode("utf-16-le") in content) == (name == "text-old")


# -- what is broken ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_has_its_name_and_its_fault(name, tmp_path):
    broken = BROKEN[name]
    path = broken.build(tmp_path / f"{name}{broken.suffix}")
    assert path.exists()
    if broken.suffix == ".xlsx" and broken.row:
        found = lines(path, SHAPES["text"])
        assert found[broken.row - 1][found[0].index(broken.column)] == broken.value
        assert len(found) == 9


def test_one_number_stands_twice(tmp_path):
    found = [line[0] for line in lines(BROKEN["number-twice"].build(tmp_path / "a.xlsx"), SHAPES["text"])]
    assert found[3] == found[7]
    assert len(set(found)) == 8


def test_only_whole_workbooks_are_archives(tmp_path):
    made = {name: broken.build(tmp_path / f"{name}{broken.suffix}") for name, broken in BROKEN.items()}
    broken = {name for name, path in made.items() if path.suffix == ".xlsx" and not zipfile.is_zipfile(path)}
    assert broken == {"empty", "truncated", "locked", "image"}
    assert made["truncated"].read_bytes().startswith(b"PK")
    assert made["image"].read_bytes().startswith(b"\x89PNG")
    assert made["html"].read_bytes().startswith(b"<html>")
    locked = made["locked"].read_bytes()
    assert locked.startswith(OLE)
    assert "EncryptedPackage".encode("utf-16-le") in locked


def test_nothing_is_in_empty_files_and_only_a_header_in_others(tmp_path):
    def made(name):
        return BROKEN[name].build(tmp_path / f"{name}{BROKEN[name].suffix}")

    assert made("empty").read_bytes() == made("empty-csv").read_bytes() == b""
    assert lines(made("header-only"), SHAPES["text"]) == [headers("text")]
    assert lines(made("header-only-csv"), SHAPES["csv-utf-8-sig"]) == [headers("text")]


def test_the_broken_csvs_are_broken(tmp_path):
    with pytest.raises(csv.Error, match="unexpected end of data"):
        lines(BROKEN["csv-open-quote"].build(tmp_path / "a.csv"), SHAPES["csv-utf-8-sig"])
    wide = BROKEN["csv-utf-16"].build(tmp_path / "b.csv").read_bytes()
    for encoding in ("utf-8-sig", "utf-8", "gb18030", "gbk"):
        with pytest.raises(UnicodeDecodeError):
            wide.decode(encoding)
