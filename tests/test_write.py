"""The writing exercise: read, confirm, grade, rewrite, the whole set."""

from __future__ import annotations

import json
import re

import pytest
from learner import GOOD_KRS, GOOD_O, Learner

from okr_kit import engine
from okr_kit.errors import ActionError
from okr_kit.kinds.write.work import SHEET


@pytest.fixture
def writer() -> Learner:
    """A learner who has picked the bakery."""
    learner = Learner("write-okr")
    learner.act("pick", scenario="bakery-waste")
    return learner


def write_krs(learner: Learner) -> None:
    """Write the four good KRs: read, confirm as read, grade."""
    for number, text in enumerate(GOOD_KRS, 1):
        learner.act("add")
        learner.act("read", {"text": text}, part=f"k{number}")
        learner.act("grade", {"text": text}, part=f"k{number}")


def test_a_rewrite_is_graded_again_and_the_change_shown(writer: Learner) -> None:
    """First draft a task, second a state: the finding is named as solved."""
    said = writer.act("grade", {"text": "完成门店报损系统上线"}, part="o")
    assert "教练会问" in said
    assert GOOD_O not in said
    said = writer.act("grade", {"text": GOOD_O}, part="o")
    assert "已解决：把任务当成了 O" in said
    assert "第 2 稿" in said


def test_no_example_before_an_attempt(writer: Learner) -> None:
    """Examples open only after a graded draft with something to mend."""
    assert "看看别人怎么写" not in writer.html
    writer.act("grade", {"text": "完成门店报损系统上线"}, part="o")
    assert "看看别人怎么写" in writer.html


def test_fields_are_read_out_of_the_sentence_and_corrections_stay(writer: Learner) -> None:
    """What was read is shown; what the learner corrects is kept when the sentence changes."""
    writer.act("grade", {"text": GOOD_O}, part="o")
    writer.act("add")
    writer.act("read", {"text": GOOD_KRS[0]}, part="k1")
    (row,) = writer.state["doc"]["key_results"]
    assert (row["baseline"], row["target"], row["unit"]) == ("9", "6.5", "%")
    shown = {name: row[name] for name in ("baseline", "target", "unit", "due")}
    writer.act("grade", {"text": GOOD_KRS[0], "metric": "报损率（金额）", **shown}, part="k1")
    writer.act("grade", {"text": GOOD_KRS[0].replace("6.5%", "6%"), "metric": "报损率（金额）", **shown}, part="k1")
    (row,) = writer.state["doc"]["key_results"]
    assert (row["metric"], row["target"]) == ("报损率（金额）", "6")


def test_a_good_set_reaches_full_marks(writer: Learner) -> None:
    """One O, four KRs with a guardrail: passes, 100, done, and can be taken home."""
    writer.act("grade", {"text": GOOD_O}, part="o")
    write_krs(writer)
    said = writer.act("review")
    assert "这组 OKR 可以提交" in said
    assert (writer.outcome.score, writer.outcome.done, writer.outcome.progress) == (100, False, 0.8)
    said = writer.act("finish")
    assert (writer.outcome.score, writer.outcome.done, writer.outcome.progress) == (100, True, 1.0)
    assert f"O：{GOOD_O}" in said
    (doc,) = engine.documents(writer.ctx, writer.state)
    assert (doc["type"], doc["title"], doc["objective"]["text"]) == ("okr", GOOD_O, GOOD_O)


def test_changing_a_part_makes_the_look_at_the_whole_old(writer: Learner) -> None:
    """Done is done only for what was looked at."""
    writer.act("grade", {"text": GOOD_O}, part="o")
    write_krs(writer)
    writer.act("review")
    writer.act("finish")
    writer.act("grade", {"text": "做好各项工作"}, part="o")
    assert not writer.outcome.done
    assert writer.outcome.progress < 1


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_blank_is_asked_for(writer: Learner, text: str) -> None:
    """Blank is a sentence, not an error, and nothing is graded."""
    assert "还没有写内容" in writer.act("grade", {"text": text}, part="o")
    assert not writer.outcome.graded


@pytest.mark.parametrize(
    "text",
    [
        "😀" * 30,
        "１２３４５",
        "<script>alert(1)</script>",
        "a" * 1999,
        "KR1：转化率从 2% 到 3%",
        "{metric} {0} %s",
        "\u202e反转\u0000",
    ],
)
def test_odd_text_is_graded_or_left_to_people(writer: Learner, text: str) -> None:
    """Whatever is typed gets an answer and is shown escaped."""
    writer.act("grade", {"text": text}, part="o")
    assert "<script" not in writer.html
    writer.act("add")
    writer.act("read", {"text": text}, part="k1")
    writer.act("grade", {"text": text, "baseline": "很多", "target": "１，２００万", "due": "改天"}, part="k1")
    assert writer.outcome.graded
    json.dumps(writer.state)


def test_ten_thousand_characters_are_refused_with_a_sentence(writer: Learner) -> None:
    """Too long is said; what was there before stays."""
    writer.act("grade", {"text": GOOD_O}, part="o")
    assert "太长了" in writer.act("grade", {"text": "长" * 10_000}, part="o")
    assert writer.state["doc"]["objective"]["text"] == GOOD_O


def test_krs_can_be_dropped_and_ids_are_never_used_again(writer: Learner) -> None:
    """A document that travels must not mix up two KRs."""
    writer.act("grade", {"text": GOOD_O}, part="o")
    write_krs(writer)
    writer.act("drop", part="k2")
    writer.act("add")
    assert [row["id"] for row in writer.state["doc"]["key_results"]] == ["k1", "k3", "k4", "k5"]
    with pytest.raises(ActionError):
        writer.act("go", part="k2")


def test_the_number_of_krs_is_bounded(writer: Learner) -> None:
    """Eight is enough to see why seven are too many."""
    for number in range(1, 10):
        writer.act("add")
        if number <= 8:
            writer.act("grade", {"text": f"第 {number} 项指标从 {number}% 到 {number + 3}%"}, part=f"k{number}")
    assert len(writer.state["doc"]["key_results"]) == 8
    assert "已经有 8 条" in writer.text


def test_own_business_instead_of_a_scenario() -> None:
    """The learner's own cycle and the superior's O go into the document."""
    learner = Learner("write-okr")
    learner.act("pick", {"cycle": "2026Q4", "parent": "让客户用得住"}, scenario="own")
    assert (learner.state["doc"]["cycle"], learner.state["doc"]["parent"]) == ("2026Q4", "让客户用得住")
    assert "让客户用得住" in learner.text


def test_disagreement_and_leaders(writer: Learner) -> None:
    """A note for the trainer; a leader sees findings and no points, and behind a single O nobody sees any."""
    said = writer.act("grade", {"text": "完成门店报损系统上线"}, part="o")
    assert re.search(r"第 1 稿 .*\d 分", said) is None
    assert "已发给讲师" in writer.act("disagree", {"note": "上线就是目标"}, part="o")
    leader = Learner("write-okr", role="leader")
    leader.act("pick", scenario="bakery-waste")
    for learner in (writer, leader):
        learner.act("grade", {"text": GOOD_O}, part="o")
        learner.act("add")
        learner.act("read", {"text": "举办 3 场培训"}, part="k1")
        learner.act("grade", {"text": "举办 3 场培训"}, part="k1")
        assert "教练会问" in learner.text
    assert re.search(r"第 1 稿 .*\d 分", writer.text)
    assert re.search(r"第 1 稿 .*\d 分", leader.text) is None


def test_another_scenario_puts_the_sheet_aside_and_choosing_it_again_brings_it_back(writer: Learner) -> None:
    """Drafts, hints and notes too; what was finished stays finished meanwhile."""
    writer.act("grade", {"text": GOOD_O}, part="o")
    writer.act("hint", part="o")
    write_krs(writer)
    writer.act("review")
    writer.act("finish")
    before = {name: writer.state[name] for name in SHEET}
    writer.act("pick", scenario="press-downtime")
    assert GOOD_O not in writer.text
    assert (writer.outcome.done, writer.outcome.score) == (True, 100)
    writer.act("grade", {"text": "完成设备点检系统上线"}, part="o")
    assert writer.outcome.done
    writer.act("go", part="pick")
    assert "接着写" in writer.html
    writer.act("pick", scenario="bakery-waste")
    assert {name: writer.state[name] for name in SHEET} == before
    assert writer.outcome.done
    writer.act("grade", {"text": "做好各项工作"}, part="o")
    assert not writer.outcome.done


def test_own_business_typed_again_begins_a_new_sheet() -> None:
    """With nothing typed it is gone on with."""
    learner = Learner("write-okr")
    learner.act("pick", {"cycle": "2026Q4", "parent": "让客户用得住"}, scenario="own")
    learner.act("grade", {"text": GOOD_O}, part="o")
    learner.act("go", part="pick")
    learner.act("pick", {"cycle": "", "parent": ""}, scenario="own")
    assert learner.state["doc"]["objective"]["text"] == GOOD_O
    first = learner.state["doc"]["id"]
    learner.act("go", part="pick")
    learner.act("pick", {"cycle": "2027Q1", "parent": ""}, scenario="own")
    assert (learner.state["doc"]["cycle"], learner.state["doc"]["objective"]["text"]) == ("2027Q1", "")
    assert learner.state["doc"]["id"] != first


def test_a_look_at_the_whole_grades_what_has_no_grade_of_its_own(writer: Learner) -> None:
    """A copy comes without grades: 可以提交 must not stand above rows that say 还没评."""
    writer.act("grade", {"text": GOOD_O}, part="o")
    write_krs(writer)
    (doc,) = engine.documents(writer.ctx, writer.state)
    copier = Learner("write-okr", shelf=(doc,))
    copier.act("take", doc=doc["id"])
    assert "材料" in copier.html
    assert "看整组" in copier.html
    said = copier.act("review")
    assert "这组 OKR 可以提交" in said
    assert "还没写" not in copier.html
    copier.act("finish")
    assert copier.outcome.done


def test_findings_of_the_whole_are_not_called_none(writer: Learner) -> None:
    """「组合上没有问题」 stood beside two remarks on the set."""
    writer.act("grade", {"text": GOOD_O}, part="o")
    for number, text in enumerate((GOOD_KRS[0], "举办 3 场培训", GOOD_KRS[2]), 1):
        writer.act("add")
        writer.act("grade", {"text": text}, part=f"k{number}")
    said = writer.act("review")
    assert "没标承诺或挑战" in said
    assert "还有要改的：KR 2" in said
