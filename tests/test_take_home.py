"""What is carried away: which documents, the list of what is to be done, scores, rows, and the workbook that is made of them."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from random import Random

import openpyxl
import pytest
from learner import GOOD_KRS, GOOD_O, content
from nasty import ODD, Nasty
from test_lint_tables import lint

from okr_kit import documents, engine
from okr_kit.documents import scores, todo_list
from okr_kit.documents.alignment import blank_alignment
from okr_kit.documents.cascade import blank_cascade
from okr_kit.documents.okr import blank_okr
from okr_kit.documents.report import blank_report
from okr_kit.documents.retrospective import blank_retrospective
from okr_kit.documents.todo import blank_todo
from okr_kit.documents.value_tree import blank_tree
from okr_kit.engine import Context
from okr_kit.files import read_toml
from okr_kit.hosts.classroom.take_home.choose import ORDER, choose
from okr_kit.hosts.classroom.take_home.rows import cell
from okr_kit.hosts.classroom.take_home.sheets import FEISHU, WIDTHS, Kept, sheets
from okr_kit.hosts.classroom.take_home.workbook import LONGEST, text, workbook
from okr_kit.kinds import KINDS
from okr_kit.kinds.worksheet.templates.scores import parts
from okr_kit.subjects import read

__all__ = ["lint"]
REFERENCES = Path(__file__).parent / "data" / "references"

LANGUAGE = content().language
NAMES = ("回顾目标", "评估结果", "分析原因", "总结规律", "行动改进")
#: 20 November 2026, in milliseconds.
WRITTEN = 1_795_132_800_000
#: Key results with every kind of number that people type.
KRS = (
    {"text": GOOD_KRS[0], "metric": "月报损率", "baseline": "9.0", "target": "6.5", "unit": "%", "due": "2027-03-31", "type": "committed", "direction": "down", "actual": "7.0"},
    {"text": GOOD_KRS[1], "baseline": "14%", "target": "9%", "type": "aspirational"},
    {"text": GOOD_KRS[2], "baseline": "50", "target": "20", "unit": "分钟", "actual": "35"},
    {"text": GOOD_KRS[3], "target": "18", "unit": "%", "type": "guardrail", "direction": "most", "actual": "16"},
    {"text": "会员从 3 万人涨到 4.5 万人", "baseline": "3万", "target": "45,000", "unit": "人"},
    {"text": "@客服组：退货率从 5% 降到 3%", "baseline": "-5", "target": "007"},
)  # fmt: skip


def okr(name="d1", o=GOOD_O, krs=KRS, **more):
    """An OKR as a learner left it."""
    doc = blank_okr(name, cycle="2027Q1", **more)
    doc["objective"]["text"] = o
    doc["key_results"] = [{"id": f"k{at}", **row} for at, row in enumerate(krs, 1)]
    return doc


def action(what, who="", due="", sign=""):
    """One row of a list."""
    return {"id": what, "what": what, "who": who, "due": due, "sign": sign}


def asked(title, days, do="", now="", who="", due=""):
    """A row of a register."""
    return {"id": title, "title": title, "asked": days, "do": do, "days": now, "who": who, "due": due}


def retrospective(name="r1", actions=(), **more):
    """A retrospective with two steps."""
    steps = {"goal": "复购率 12% → 18%", "cause": "名单按注册时间生成"} | more.pop("steps", {})
    kr = {"text": "复购率从 12% 到 18%", "baseline": "12", "target": "18", "actual": "16.2", "unit": "%"}
    return blank_retrospective(name, NAMES, kr=kr, steps=steps, actions=list(actions), **more)


def row(doc, exercise="write-okr", owner="p1", at=WRITTEN):
    """A document as the store has it."""
    return {"id": doc["id"], "owner": owner, "exercise": exercise, "at": at, "body": doc}


def kept(*docs):
    return [Kept(doc, "标题", "自己的") for doc in docs]


def made(*docs, older=()):
    """The sheets of those documents, by key."""
    found = sheets(LANGUAGE, kept(*docs), kept(*older), formula="distance")
    return {sheet.key: sheet for sheet in found}


def column(sheet, title):
    """The cells below the name of a column."""
    at = [one.title for one in sheet.columns].index(title)
    return [row[at] for row in sheet.rows]


# -- cells ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("62", 62), (" 9.0 ", 9.0), ("-5", -5), ("0.5", 0.5), ("0", 0),
        ("2026-09-30", dt.date(2026, 9, 30)), ("2026-13-40", "2026-13-40"), ("0001-01-01", "0001-01-01"), ("1900-02-28", "1900-02-28"), ("10/15", "10/15"), ("20260930", 20260930),
        ("3万", "3万"), ("9.6%", "9.6%"), ("1,200", "1,200"), ("007", "007"), ("1e5", "1e5"), ("+5", "+5"), (".5", ".5"),
        ("1234567890123456", "1234567890123456"), ("=1+1", "=1+1"), ("待定", "待定"), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_plain_number_is_a_number_a_day_a_day_and_all_else_what_was_typed(typed: object, value: object) -> None:
    assert cell(typed) == value
    assert type(cell(typed)) is type(value)


# -- which documents ------------------------------------------------------------------------------------------------------


def chosen(*rows):
    """The ids that are kept, and those behind them."""
    found = choose(LANGUAGE, rows)
    return [one.doc["id"] for one in found.kept], [one.doc["id"] for one in found.older]


def test_the_newest_of_an_exercise_and_material_is_kept() -> None:
    case = okr("case", "让傍晚进店的人买得到面包", origin="case:bakery-waste")
    assert chosen(row(okr("new", "新的 O")), row(case), row(okr("old", "旧的 O"))) == (["new", "case"], ["old"])


def test_an_okr_that_goes_through_several_exercises_is_kept_once() -> None:
    """Scored, it is another document in another exercise with the same objective."""
    scored, before = okr("scored"), okr("before", krs=KRS[:2])
    assert chosen(row(scored, "score-own"), row(before)) == (["scored"], ["before"])
    other = okr("other", "让司机愿意长期跟我们跑")
    plain = [{key: value for key, value in kr.items() if key != "actual"} for kr in KRS]
    before = okr("before", krs=plain)
    assert chosen(row(scored, "score-own"), row(before)) == (["scored"], ["before"])
    for krs in (plain, plain[:2]):  # a draft of the next cycle: the scores stay beside it
        draft = okr("draft", krs=krs)
        assert chosen(row(draft), row(scored, "score-own"), row(before)) == (["draft", "scored"], ["before"])
    assert chosen(row(scored, "score-own"), row(other)) == (["scored", "other"], [])


def test_a_copy_on_the_shelf_stands_behind_its_original_and_a_changed_one_beside_it() -> None:
    first = retrospective("first")
    same, changed = first | {"id": "same"}, retrospective("changed", next="Q4 KR3")
    assert chosen(row(same, "shelf"), row(first, "write-aar-plus")) == (["same"], ["first"])
    assert chosen(row(changed, "shelf"), row(first, "write-aar-plus")) == (["changed", "first"], [])


def test_a_groups_document_replaces_none_of_ones_own() -> None:
    assert chosen(row(okr("ours"), owner="g3"), row(okr("mine"))) == (["ours", "mine"], [])
    assert [one.group for one in choose(LANGUAGE, [row(okr("ours"), owner="g12"), row(okr("mine"))]).kept] == [12, 0]


def test_they_come_by_type_ones_own_before_the_case() -> None:
    tree = blank_tree("tree", {"id": "a", "name": "GMV", "children": []}, origin="case:x")
    rows = [
        row(retrospective(), "a"),
        row(tree, "b"),
        row(okr("case", origin="case:y"), "c"),
        row(okr("mine", "我的 O"), "d"),
    ]
    assert chosen(*rows) == (["mine", "case", "tree", "r1"], [])


def test_what_a_newer_kit_wrote_is_counted_and_left_alone() -> None:
    found = choose(LANGUAGE, [row(okr() | {"v": 99}), row(okr("poem") | {"type": "poem"}), row(okr("ok"))])
    assert ([one.doc["id"] for one in found.kept], found.newer) == (["ok"], 2)


# -- what is to be done ---------------------------------------------------------------------------------------------------


def tasks(*docs):
    return todo_list.tasks(LANGUAGE, [doc | {"from": {"at": WRITTEN}} for doc in docs])


def test_actions_of_all_documents_come_by_day() -> None:
    played = blank_todo(
        "t1", about="复购率没到", actions=[action("对口径", "王敏", "2026-12-01", "一份口径表"), action("想一想")]
    )
    looked = retrospective(
        actions=[action("上线新名单", "王敏", "2026-12-15"), action("写进清单", "李哲", "2026 年 11 月 30 日")]
    )
    found = tasks(played, looked, okr())
    assert [task.what for task in found] == ["写进清单", "对口径", "上线新名单", "想一想"]
    assert (found[1].who, found[1].sign, found[1].about) == ("王敏", "一份口径表", "复购率没到")
    assert found[0].about == "复购率从 12% 到 18%"


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("2026-12-01", dt.date(2026, 12, 1)), ("12/1", dt.date(2026, 12, 1)), ("12 月 1 日", dt.date(2026, 12, 1)),
        ("1 月 15 日", dt.date(2027, 1, 15)), ("11 月 1 日", dt.date(2026, 11, 1)), ("12 月底", dt.date(2026, 12, 31)),
        ("2027Q1", dt.date(2027, 3, 31)), ("2 月 30 日", None), ("尽快", None), ("下周三", None), ("", None),
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(due: str, day: dt.date | None) -> None:
    """Without a year it is the one that fits when it was written (20 November 2026)."""
    [task] = tasks(blank_todo("t", actions=[action("对口径", due=due)]))
    assert (task.day, task.due) == (day, due)


def test_what_was_practised_on_a_case_comes_behind_ones_own() -> None:
    case = blank_todo(
        "c", origin="case:x", actions=[action("案例里的", due="2026-11-01"), action("对口径", due="2026-12-01")]
    )
    mine = blank_todo("m", actions=[action("对口径", due="2026-12-01")])
    assert [(task.what, task.own) for task in tasks(case, mine)] == [
        ("对口径", True),
        ("案例里的", False),
        ("对口径", False),
    ]


def test_an_action_stands_once_and_a_step_in_one_piece_line_by_line() -> None:
    twice = [
        action("对口径", "王敏", "12/1"),
        action("对口径", "王敏", "12/1"),
        action("对口径", "李哲", "12/1"),
        action(" "),
    ]
    assert [task.who for task in tasks(blank_todo("t", actions=twice))] == ["王敏", "李哲"]
    whole = retrospective(steps={"action": "王敏 12/1 前上线新名单\n\n李哲写进清单"})
    assert [task.what for task in tasks(whole)] == ["王敏 12/1 前上线新名单", "李哲写进清单"]
    assert tasks(retrospective(actions=[action("对口径")], steps={"action": "写成一段的"}))[0].what == "对口径"


# -- scores ---------------------------------------------------------------------------------------------------------------


def test_key_results_that_say_what_they_got_to_are_scored() -> None:
    found = scores.scores(LANGUAGE, okr(), "distance")
    assert {name: (one.state, one.score) for name, one in found.items()} == {
        "k1": ("scored", 0.8),
        "k3": ("scored", 0.5),
        "k4": ("kept", None),
    }
    assert scores.of_objective(LANGUAGE, okr(), "distance") is None  # the others are still open
    assert scores.of_objective(LANGUAGE, okr(krs=[KRS[0], KRS[2], KRS[3]]), "distance") == 0.7
    assert scores.scores(LANGUAGE, okr(krs=KRS[1:2]), "distance") == {}


@pytest.mark.parametrize(
    ("numbers", "score"),
    [
        ({"baseline": "1 小时", "target": "30 分钟", "actual": "45 分钟"}, 0.5),
        ({"baseline": "2", "target": "4", "actual": "3万", "unit": "万元"}, 0.5),
        ({"baseline": "2%", "target": "4%", "actual": "3"}, 0.5),
        ({"baseline": "2%", "target": "4%", "actual": "3 小时"}, None),
        ({"baseline": "2", "target": "很多", "actual": "3"}, None),
        ({"baseline": "2", "target": "4", "actual": "还行"}, None),
    ],
)
def test_units_are_brought_together_and_what_cannot_be_compared_has_no_score(numbers, score) -> None:
    [found] = scores.scores(LANGUAGE, okr(krs=[{"text": "x", **numbers}]), "distance").values()
    assert found.score == score


@pytest.mark.parametrize(
    ("kind", "actual", "state", "score"),
    [
        ("milestone", "做到了", "done", 1.0), ("milestone", "没做到", "undone", 0.0), ("milestone", "60%", "undone", 0.6),
        ("baseline", "成立", "validated", None), ("baseline", "不成立", "invalidated", None),
        ("committed", "暂缓，12 月 15 日 再看", "deferred", None), ("committed", "做到了", "unknown", None),
    ],
)  # fmt: skip
def test_what_was_said_in_place_of_a_number_is_understood(kind, actual, state, score) -> None:
    """As the score sheet keeps it: a milestone done, a trial held true, a key result put off."""
    [found] = scores.scores(
        LANGUAGE, okr(krs=[{"text": "x", "type": kind, "target": "5", "actual": actual}]), "distance"
    ).values()
    assert (found.state, found.score) == (state, score)


def test_the_score_sheet_and_the_take_home_agree() -> None:
    """What the exercise scores is scored the same where its document lies."""
    ctx = Context(content(), content().exercise("score-own"))
    answer = next(one for one in read_toml(REFERENCES / "score-own.toml")["answers"] if "codes" not in one)
    state = engine.start(ctx, 1)
    for at, act in enumerate(answer["acts"], 1):
        state = engine.act(ctx, state, act, at)
    [doc] = engine.documents(ctx, state)
    work = KINDS["scores"].work(ctx, state)
    there = {one.id: (one.score.state, one.score.score) for one in parts.key_results(work) if not one.lack}
    found = scores.scores(LANGUAGE, doc, "distance")
    assert there
    assert {name: (one.state, one.score) for name, one in found.items()} == there
    assert scores.of_objective(LANGUAGE, doc, "distance") == parts.objective(work)


def test_the_courses_own_formula_counts() -> None:
    krs = [{"text": "x", "baseline": "80", "target": "100", "actual": "90"}]
    assert [scores.of_objective(LANGUAGE, okr(krs=krs), one) for one in ("distance", "completion")] == [0.5, 0.9]


def test_weights_count_where_all_have_one() -> None:
    low = {"text": "x", "baseline": "0", "target": "10", "actual": "0", "weight": "75%"}
    high = low | {"actual": "10", "weight": "25%"}
    assert scores.of_objective(LANGUAGE, okr(krs=[low, high]), "distance") == 0.3
    assert scores.of_objective(LANGUAGE, okr(krs=[low, high | {"weight": ""}]), "distance") == 0.5


# -- sheets ---------------------------------------------------------------------------------------------------------------


def test_the_okr_sheet_has_feishus_columns_first_and_always() -> None:
    feishu = ["周期", "目标", "关键结果", "权重", "起始值", "目标值", "当前值", "单位", "截止时间", "分数"]
    assert len(FEISHU) == len(feishu)
    for doc in (okr(), okr(krs=())):
        assert [one.title for one in made(doc)["okr"].columns][: len(feishu)] == feishu
    sheet = made(okr())["okr"]
    assert column(sheet, "目标") == [GOOD_O] * 6
    assert column(sheet, "起始值") == [9.0, "14%", 50, None, "3万", -5]
    assert column(sheet, "当前值") == [7.0, None, 35, 16, None, None]
    assert column(sheet, "截止时间")[0] == dt.date(2027, 3, 31)
    assert column(sheet, "分数") == [0.8, None, 0.5, "守住", None, None]
    assert column(sheet, "类型")[:4] == ["承诺", "挑战", None, "护栏"]


def test_every_type_has_rows() -> None:
    nodes = [
        {"id": "top", "owner": "售后件业务", "objective": "新签 1200 万", "strategies": [{"id": "s", "text": "抢装修期"}]},
        {"id": "north", "parent": "top", "owner": "北区", "key_results": [{"id": "k", "text": "新签", "baseline": "300", "target": "375", "unit": "万元"}]},
    ]  # fmt: skip
    tree = {"id": "a", "name": "停机小时", "value": "998.4", "unit": "小时", "children": [{"id": "b", "name": "卡料", "value": "118", "reach": "70", "unit": "次", "lever": True}]}  # fmt: skip
    found = made(
        blank_cascade("c", nodes),
        blank_tree(
            "v",
            tree,
            strategies=[{"leaf": "b", "text": "换模前清料"}],
            dropped=[{"what": "请代言人", "why": "说不出动多少"}],
        ),
        retrospective(actions=[action("上线新名单", "王敏", "2026-12-15", "触达率 ≥ 70%")], next="Q4 KR3"),
        blank_report("w", text="本周：门店 12 家\n下周：继续"),
        blank_alignment(
            "a",
            total="64 人天",
            capacity="64 人天",
            rows=[asked("支付改版", "12", "less", "6", "韩露", "2026-10-09"), asked("转介绍页", "18", who="还没有人")],
        ),
        okr(),
    )
    assert list(found) == ["okr", "cascade", "value_tree", "alignment", "retrospective", "todo", "rest"]
    assert [sheet.title for sheet in found.values()][:6] == ["OKR", "拆解", "价值树", "依赖登记", "复盘", "todo"]
    assert found["alignment"].rows == (
        ("支付改版", 12, "缩小", 6, "韩露", dt.date(2026, 10, 9), "自己的"),
        ("转介绍页", 18, "", None, "还没有人", None, "自己的"),
        ("合计 64 人天，能用 64 人天", None, None, None, None, None, "自己的"),
    )
    assert (column(found["cascade"], "承接谁"), column(found["cascade"], "到")) == (["", "售后件业务"], [None, 375])
    assert column(found["cascade"], "要达到什么") == ["新签 1200 万", ""]
    assert (column(found["value_tree"], "现在"), column(found["value_tree"], "能到")) == (
        [998.4, 118, None],
        [None, 70, None],
    )
    assert column(found["value_tree"], "策略")[1:] == ["换模前清料", "说不出动多少"]
    said = dict(zip(column(found["retrospective"], "哪一步"), column(found["retrospective"], "写的"), strict=True))
    assert (said["目标值 %"], said["实际值 %"], said["分析原因"], said["写进下个周期"]) == (
        18,
        16.2,
        "名单按注册时间生成",
        "Q4 KR3",
    )
    assert [column(found["todo"], name) for name in ("哪天", "做什么", "谁", "怎样算有效")] == [
        [dt.date(2026, 12, 15)], ["上线新名单"], ["王敏"], ["触达率 ≥ 70%"],
    ]  # fmt: skip
    assert column(found["rest"], "内容") == ["本周：门店 12 家\n下周：继续"]


def test_a_report_has_its_key_results_below_it() -> None:
    row = {"text": "谈过的客户", "baseline": "40", "target": "140", "last": "80", "actual": "92", "unit": "家"}
    [said] = column(made(blank_report("w", text="本周：谈了 12 家", key_results=[row]))["rest"], "内容")
    assert said == "本周：谈了 12 家\n\n谈过的客户　起始值 40　目标值 140　上次 80　这次 92　单位 家"


def test_what_was_noted_beside_a_list_is_there_too() -> None:
    found = made(blank_todo("t", actions=[action("对口径")], notes=["没有问依据", "两次打断"]))
    assert column(found["rest"], "内容") == ["没有问依据\n两次打断"]
    assert "rest" not in made(blank_todo("t", actions=[action("对口径")]))


def test_every_type_of_document_comes_through() -> None:
    """A type without rows of its own stands in its plain lines: none can be forgotten."""
    assert set(documents.TYPES) <= {*WIDTHS, "report"}
    assert set(documents.TYPES) == set(ORDER)  # the sections of the page
    older = made(okr(), older=[okr("old", "旧的 O"), blank_report("w", text="上周")])["older"]
    assert [len(lines) for lines in column(older, "内容")] == [len(documents.text(LANGUAGE, okr("old", "旧的 O"))), 2]


# -- the workbook ---------------------------------------------------------------------------------------------------------


def opened(*docs, older=()):
    """The file as openpyxl reads it, and its bytes."""
    found = sheets(LANGUAGE, kept(*docs), kept(*older), formula="distance")
    data = workbook(found, title="我的两天　王敏 & 李雷", foot="第 &P 页，共 &N 页")
    return openpyxl.load_workbook(io.BytesIO(data)), data


def test_the_workbook_is_ready_to_be_read_and_printed() -> None:
    book, _ = opened(okr(), retrospective(actions=[action("上线", "王敏", "2026-12-15")]))
    assert book.sheetnames == ["OKR", "复盘", "todo"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
        assert all(one.font.bold and one.alignment.wrap_text for one in sheet[1])
        assert all(one.alignment.wrap_text and one.alignment.vertical == "top" for one in sheet[2])
        widths = [one.width for one in sheet.column_dimensions.values()]
        assert len(widths) == sheet.max_column
        assert min(widths) >= 6
    sheet = book["OKR"]
    assert (sheet["E2"].value, sheet["E2"].data_type) == (9, "n")
    assert (sheet["I2"].value, sheet["I2"].number_format) == (dt.datetime.fromisoformat("2027-03-31"), "yyyy-mm-dd")
    assert (sheet["J2"].value, sheet["J2"].number_format) == (0.8, "0.0")
    assert book["todo"]["A2"].value == dt.datetime.fromisoformat("2026-12-15")


@pytest.mark.parametrize(
    "evil",
    [
        "=1+1",
        '=HYPERLINK("http://x")',
        "+86 138",
        "-5 度以下",
        "@SUM(A1)",
        "\t=1",
        "{=1}",
        "＝1+1",
        "＋1",
        "－1",
        "＠a",
    ],
)
def test_no_text_is_a_formula(evil: str) -> None:
    doc = okr(o=evil, krs=[{"text": evil, "baseline": evil, "metric": evil}])
    book, data = opened(doc, retrospective(steps={"goal": evil}, actions=[action(evil, evil, evil, evil)]), older=[doc])
    for sheet in book:
        for cells in sheet.iter_rows(min_row=2):
            for one in cells:
                assert one.data_type != "f"
                said = str(one.value or "")
                assert one.quotePrefix == said.startswith((*"=+-@＝＋－＠", "\t"))
    assert book["OKR"]["C2"].value == evil.strip()
    parts = zipfile.ZipFile(io.BytesIO(data))
    pages = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
    assert pages
    assert not [page for page in pages if re.search(r"<f[ >/]", page)]


def test_what_no_cell_can_hold_is_left_out_and_what_is_too_long_says_so() -> None:
    assert text("a\x00b\x0bc\x1fd\ud800e\ufffef\r\n字😀") == "abcdef\n字😀"
    long = text("长" * 40_000)
    assert (len(long), long[-1]) == (LONGEST, "…")
    wide = text("a" + "😀" * 20_000)  # Excel counts two for each, and repairs a file with more than 32,767
    assert len(wide.encode("utf-16-le")) // 2 <= LONGEST
    assert (wide[:2], wide[-2:]) == ("a😀", "😀…")
    assert text("😀" * (LONGEST // 2)) == "😀" * (LONGEST // 2)
    book, _ = opened(okr(o="让\x07人\ud83d敢用"), blank_report("w", text="字" * 40_000))
    assert book["OKR"]["B2"].value == "让人敢用"


def test_what_begins_as_a_formula_once_a_control_character_is_gone_is_text_too() -> None:
    book, _ = opened(okr(o="\x07=1+1", krs=[{"text": "\x00＝1", "unit": "\r+1"}]))
    cells = {str(one.value): one.quotePrefix for one in book["OKR"][2]}
    assert (cells["=1+1"], cells["＝1"], cells["+1"]) == (True, True, True)


def test_a_row_is_as_high_as_its_text() -> None:
    book, _ = opened(okr(krs=[{"text": "短"}, {"text": "长" * 100}, {"text": "一\n二\n三\n四\n五"}]))
    heights = [book["OKR"].row_dimensions[number].height for number in (2, 3, 4)]
    assert heights[0] < heights[1]
    assert heights[2] > 4 * heights[0] / 2
    assert max(heights) <= 409


# -- back into the grader -------------------------------------------------------------------------------------------------


def records(lint, tmp_path, *docs):
    """The records that ``okr lint`` makes of a workbook of those documents."""
    (tmp_path / "t.xlsx").write_bytes(opened(*docs)[1])
    return lint("t.xlsx").records


@pytest.mark.parametrize("cycle", ["2027Q1", "2027-03..2027-04", ""])
def test_okr_lint_reads_the_okr_sheet_back(lint, tmp_path, cycle: str) -> None:
    doc = okr(parent="让每一家门店都能自己养活自己") | {"cycle": cycle}
    other = okr("d2", "让司机愿意长期跟我们跑", [{"text": "司机 90 天留存率从 61% 提升到 80%", "weight": "40%"}])
    found = records(lint, tmp_path, doc, other)
    assert len(found) == 2
    for record, one in zip(found, (doc, other), strict=True):
        again, was = read(record), documents.subject(one)
        assert (again.objective, again.cycle, again.parent) == (was.objective, was.cycle, was.parent)
        assert again.key_results == was.key_results


def test_key_results_without_an_o_stay_without_one(lint, tmp_path) -> None:
    found = records(lint, tmp_path, okr(), okr("d2", "", [{"text": "司机 90 天留存率从 61% 提升到 80%"}]))
    assert [(one["kind"], len(one.get("key_results", ()))) for one in found] == [("key_result", 0), ("okr_set", 6)]
    assert "objective" not in found[0]


def test_no_other_sheet_is_taken_for_an_okr(lint, tmp_path) -> None:
    """Neither numbers of a retrospective nor tasks come out as O's and KRs."""
    tree = blank_tree("v", {"id": "a", "name": "GMV", "value": "8.0", "children": [{"id": "b", "name": "年 UV"}]})
    nodes = [{"id": "n", "owner": "北区", "objective": "让北区的客户愿意先找我们", "key_results": [{"id": "k", "text": "新签从 300 到 375 万元", "target": "375"}]}]  # fmt: skip
    docs = (
        okr(),
        tree,
        blank_cascade("c", nodes),
        retrospective(actions=[action("把抽样写进活动清单，触达率到 70%", "王敏")]),
    )
    assert [one["objective"] for one in records(lint, tmp_path, *docs)] == [GOOD_O]


# -- whatever is made -----------------------------------------------------------------------------------------------------


def references():
    """The documents of every answer that the book prints, with the exercise that made them."""
    for path in sorted(REFERENCES.glob("*.toml")):
        exercise = content().exercise(path.stem)
        if not engine.makes(exercise):
            continue
        for answer in read_toml(path)["answers"]:
            ctx = Context(content(), exercise, mode=answer.get("mode", "own"))
            state = engine.start(ctx, int(answer.get("seed", 1)))
            for at, act in enumerate(answer["acts"], 1):
                state = engine.act(ctx, state, act, at)
            yield from ((path.stem, doc) for doc in engine.documents(ctx, state))


def numbers(value):
    """The numbers in a text, or the number that a cell is."""
    return {
        float(one) for one in re.findall(r"\d+(?:\.\d+)?", f"{value:.15g}" if isinstance(value, float) else str(value))
    }


def typed(part, name=""):
    """Every text of a document that somebody typed, or that a case says; ids and what they refer to are none."""
    if isinstance(part, dict):
        return [text for key, one in part.items() if key not in NAMED for text in typed(one, key)]
    if isinstance(part, list):
        return [text for one in part for text in typed(one, name)]
    return [part] if isinstance(part, str) else []


#: What names parts of a document, and what it keeps of another one that lies on the shelf by itself.
NAMED = ("id", "v", "origin", "from", "leaf", "serves", "okr", "previous", "followed")


def test_every_number_of_every_document_of_the_book_stands_in_the_workbook() -> None:
    """What the exercises leave, right or wrong, comes out whole: none of its numbers is lost on the way."""
    found = list(references())
    assert {doc["type"] for _, doc in found} >= {"okr", "cascade", "value_tree", "todo"}
    for slug, doc in found:
        cells = [one for sheet in made(doc).values() for row in sheet.rows for one in row if one is not None]
        shown = set().union(*map(numbers, cells))
        named = {content().exercise(slug).title, *(one["id"] for one in doc.get("nodes", ()))}  # the source says it
        lost = {one: text for text in typed(doc) if text not in named for one in numbers(text) - shown}
        assert not lost, (slug, doc["title"], lost)


def texts():
    """Characters that break things elsewhere, and texts made of them."""
    nasty = Nasty(Random(4))
    return [*ODD, *(nasty.text() for _ in range(60))]


@pytest.mark.parametrize("evil", texts(), ids=lambda text: ascii(text)[:20])
def test_no_text_breaks_the_workbook(evil: str) -> None:
    doc = okr(
        o=evil or "x",
        krs=[{"text": evil or "x", "baseline": evil[:50], "unit": evil[:10], "due": evil[:10], "actual": evil[:50]}],
    )
    looked = retrospective(steps={"cause": evil}, actions=[action(evil, evil, evil, evil)], next=evil)
    book, _ = opened(doc, looked, blank_report("w", text=evil or "x"), older=[doc])
    assert book["OKR"].max_row == 2
