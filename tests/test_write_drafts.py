"""From draft to draft: what is marked as changed is what was changed, and nothing that was sent in is lost."""

from __future__ import annotations

import json
import time

import pytest
from learner import GOOD_KRS, GOOD_O, Learner, at_the_first_kr

from okr_kit import engine, render
from okr_kit.errors import ActionError
from okr_kit.kinds.write.changes import pieces

TASK = "完成门店报损系统上线"


@pytest.fixture
def writer() -> Learner:
    """With a good O and an empty KR 1."""
    return at_the_first_kr()


def graded(writer: Learner, text: str, **more: str) -> str:
    """KR 1 as that text; the screen's HTML."""
    writer.act("grade", {"text": text, **more}, part="k1")
    return writer.html


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("报损率从 9.0% 降到 7%", "报损率从 9.0% 降到 6.5%", [("gone", "7%"), ("new", "6.5%")]),
        ("报损率从 9.0% 降到 6.5%", "3 月 31 日前，报损率从 9.0% 降到 6.5%", [("new", "3 月 31 日前，")]),
        ("报损率大幅降到 6.5%", "报损率降到 6.5%", [("gone", "大幅")]),
        ("甲店从 1 到 2，乙店不变", "丙店从 1 到 2，乙店翻倍", [("gone", "甲"), ("new", "丙"), ("gone", "不变"), ("new", "翻倍")]),
        (TASK, GOOD_O, [("gone", TASK), ("new", GOOD_O)]),
        ("", "甲", [("new", "甲")]),
        ("甲", "甲", []),
    ],
)  # fmt: skip
def test_exactly_what_changed_is_marked(before: str, after: str, marked: list[tuple[str, str]]) -> None:
    """Numbers are never marked in part, and both drafts can be read off the one line."""
    made = pieces(before, after)
    assert [(kind, words) for kind, words in made if kind != "same"] == marked
    assert "".join(words for kind, words in made if kind != "new") == before
    assert "".join(words for kind, words in made if kind != "gone") == after


@pytest.mark.parametrize("unit", ["甲", "1 ", "甲乙", "降到 6.5%，", "a", "-1"])
def test_marking_takes_no_time(unit: str) -> None:
    """Two long drafts of the same few words, in another order, and one turned around."""
    one = (unit * 2000)[:2000]
    begun = time.process_time()
    for other in (one[::-1], "乙" + one[:-9], one[1000:] + "丙" + one[:999]):
        assert "".join(words for kind, words in pieces(one, other) if kind != "gone") == other
    assert time.process_time() - begun < 0.15


@pytest.mark.parametrize(
    ("text", "baseline", "target"),
    [
        ("全年零案件、零重大投诉", "", "0"),
        ("确保纳税申报零零逾期", "", "0"),
        ("转化率从 X% 提升到 Y%", "", ""),
        ("转化率从 30% 提升到 XX%", "30", ""),
        ("覆盖全部门店", "", "100"),
        ("订单从 300 单到 1200000000 单", "300", "1200000000"),
        ("回款到 1" + "0" * 60 + " 元", "", "1e+60"),
    ],
)
def test_whatever_number_is_read_the_sheet_opens_again(writer: Learner, text: str, baseline: str, target: str) -> None:
    """A zero in words arrived as another type than the sheet keeps: at the next visit everything written was gone."""
    graded(writer, text)
    kept = json.loads(json.dumps(writer.state))
    assert engine.load(writer.ctx, kept) == (kept, False)
    row = kept["doc"]["key_results"][0]
    assert (row["text"], row["baseline"], row["target"]) == (text, baseline, target)


def test_an_act_whose_state_could_not_be_opened_again_is_refused(
    writer: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("okr_kit.kinds.write.rows._shown", lambda found: found)
    before = json.dumps(writer.state)
    with pytest.raises(ActionError, match="action-unfit"):
        graded(writer, "每月报损 9 件")
    assert json.dumps(writer.state) == before


def test_a_rewrite_shows_the_words_that_went_and_came(writer: Learner) -> None:
    graded(writer, "报损率从 9.0% 大幅降到 7%")
    page = graded(writer, "报损率从 9.0% 降到 6.5%")
    assert "<del>大幅</del>" in page
    assert "<del>7%</del><ins>6.5%</ins>" in page
    assert "KR 1 · 第 2 稿" in page


def test_the_same_words_again_are_no_new_draft(writer: Learner) -> None:
    """「第 3 稿」 and 「没有变化」 stood over what nobody had changed."""
    graded(writer, GOOD_KRS[0])
    page = graded(writer, GOOD_KRS[0])
    assert "第 1 稿" in page
    assert "一字不差" in page
    page = graded(writer, GOOD_KRS[0].replace("6.5%", "6%"))
    assert "第 2 稿" in page
    assert "一字不差" not in page


def test_a_field_changed_by_hand_is_named_and_one_that_follows_the_words_is_not(writer: Learner) -> None:
    text = "报损率从 9.0% 降到 6.5%"
    graded(writer, text)
    row = dict(writer.state["doc"]["key_results"][0])
    said = writer.act("grade", {**row, "due": "3 月 31 日", "type": "committed"}, part="k1")
    assert "截止：没写 → 3 月 31 日" in said
    assert "类型：没写 → 承诺" in said
    said = writer.act("grade", {**row, "text": text.replace("6.5", "6"), "due": "3 月 31 日"}, part="k1")
    assert "截止：" not in said.split("第 3 稿")[1].split("没有发现")[0]
    assert "目标：" not in said.split("第 3 稿")[1].split("没有发现")[0]


def test_what_another_part_changed_is_not_called_this_ones_doing(writer: Learner) -> None:
    """A KR is held against its own draft before in the sheet as it is now, not against the sheet as it was then."""
    text = "招聘 3 名数据分析师，到岗率从 40% 升到 90%"
    page = graded(writer, text)
    about = [code for draft in writer.state["drafts"]["k1"] for code in draft["codes"]]
    assert "K-NOSUPPORT" in about, page
    writer.act("grade", {"text": "让数据分析师愿意来、来得快"}, part="o")
    page = graded(writer, text.replace("90%", "95%"))
    draft = writer.state["drafts"]["k1"][-1]
    assert "K-NOSUPPORT" not in [*draft["codes"], *draft["gone"], *draft["new"]]


def test_of_two_findings_of_one_sort_one_is_solved_and_one_is_left() -> None:
    """Counted, not collected: the whole of two KRs without a number had 「还剩」 and no 「已解决」."""
    learner = Learner("write-okr")
    learner.act("pick", scenario="bakery-waste")
    learner.act("grade", {"text": GOOD_O}, part="o")
    for number in (1, 2, 3):
        learner.act("add")
        learner.act("grade", {"text": "显著提升店长满意度" if number < 3 else GOOD_KRS[0]}, part=f"k{number}")
    learner.act("review")
    learner.act("grade", {"text": GOOD_KRS[1]}, part="k1")
    learner.act("review")
    (look,) = learner.state["drafts"]["set"][-1:]
    both = set(look["gone"]) & set(look["left"])
    assert both & set(learner.state["drafts"]["k2"][-1]["codes"])


@pytest.mark.parametrize("part", ["o", "k1"])
def test_what_is_too_long_stays_in_the_box(writer: Learner, part: str) -> None:
    """It was refused with a sentence, and the box was emptied."""
    text = "长" * 3000
    said = writer.act("grade", {"text": text}, part=part)
    assert "太长了" in said
    assert text in writer.html
    assert text not in json.dumps(engine.documents(writer.ctx, writer.state), ensure_ascii=False)
    writer.act("go", part="set")
    writer.act("go", part=part)
    assert text in writer.html
    writer.act("grade", {"text": GOOD_KRS[0]}, part=part)
    assert text not in writer.html


def test_a_draft_can_be_read_where_there_are_no_colours(writer: Learner) -> None:
    graded(writer, "报损率从 9.0% 降到 7%")
    graded(writer, "报损率从 9.0% 降到 6%")
    assert "[-7%][+6%]" in render.text(engine.view(writer.ctx, writer.state))
