"""A list pasted into the box of one sentence: asked about, taken apart or left whole, and no word of it lost."""

from __future__ import annotations

import re

import pytest
from learner import GOOD_KRS, Learner, at_the_first_kr

from okr_kit import engine
from okr_kit.kinds.write.pasted import MOST_KRS

A, B, C = "报损率从 9.0% 降到 6.5%", "断货率从 18% 降到 10%", "订货用时从 50 分钟降到 20 分钟"


@pytest.fixture
def writer() -> Learner:
    """With a good O and an empty KR 1."""
    return at_the_first_kr()


def krs(learner: Learner) -> list[str]:
    """The KRs of the document."""
    return [row["text"] for row in learner.state["doc"]["key_results"] if row["text"]]


@pytest.mark.parametrize(
    "text",
    [
        f"{A}\n{B}\n{C}",
        f"{A}\r\n\r\n{B}\r\n{C}",
        f"- {A}\n- {B}\n- {C}",
        f"1. {A}\n2. {B}\n3. {C}",
        f"1、{A}；2、{B}；3、{C}",
        f"①{A} ②{B} ③{C}",
        f"KR1：{A} KR2：{B} KR3：{C}",
        f"KR1：{A}\nKR2：{B}\nKR3：{C}",
        f"【KR1】{A}\n【KR2】{B}\n【KR3】{C}",
        f"关键结果一：{A}\n关键结果二：{B}\n关键结果三：{C}",
    ],
)
@pytest.mark.parametrize("do", ["read", "grade"])
def test_a_list_is_offered_as_key_results(writer: Learner, text: str, do: str) -> None:
    """Nothing is graded or kept before the learner has decided; then each is a KR of its own, read and in order."""
    said = writer.act(do, {"text": text}, part="k1")
    assert "这里像是 3 条 KR" in said
    assert all(one in said for one in (A, B, C))
    assert not writer.outcome.graded
    assert krs(writer) == []
    writer.act("split", part="k1")
    assert krs(writer) == [A, B, C]
    assert writer.state["at"] == "k1"
    assert [row["target"] for row in writer.state["doc"]["key_results"]] == ["6.5", "10", "20"]
    assert "这里像是" not in writer.text


def test_left_whole_it_is_what_was_typed(writer: Learner) -> None:
    text = f"{A}\n{B}"
    writer.act("read", {"text": text}, part="k1")
    assert "像是 2 条" in writer.text
    writer.act("single", part="k1")
    assert krs(writer) == [text]
    said = writer.act("grade", {"text": f"{A}\n{B}，一起算"}, part="k1")
    assert "这里像是" not in said, "asked once, not at every change"
    assert writer.outcome.graded


@pytest.mark.parametrize(
    "text",
    [
        *GOOD_KRS,
        f"KR1：{A}",
        "1. 5 分钟内接通的来电占比从 40% 升到 80%",
        f"{A}\n（POS 日报口径）",
        f"{A}\n负责人：王芳",
    ],
)
def test_one_sentence_is_not_asked_about(writer: Learner, text: str) -> None:
    assert "这里像是" not in writer.act("read", {"text": text}, part="k1")
    assert krs(writer) == [text]


def test_lines_that_begin_with_what_they_are(writer: Learner) -> None:
    """A remark in brackets goes on with the line above, a KR that begins with its type does not."""
    writer.act("read", {"text": f"（承诺型）{A}\n（挑战型）{B}\n护栏：{C}"}, part="k1")
    writer.act("split", part="k1")
    assert [row["type"] for row in writer.state["doc"]["key_results"]] == ["committed", "aspirational", "guardrail"]


def test_the_question_waits_over_other_screens(writer: Learner) -> None:
    writer.act("read", {"text": f"{A}\n{B}"}, part="k1")
    writer.act("go", part="o")
    writer.act("go", part="k1")
    assert "这里像是 2 条 KR" in writer.text
    writer.act("split", part="k1")
    assert krs(writer) == [A, B]
    writer.act("split", part="k1")  # a second window
    assert krs(writer) == [A, B]


def test_it_goes_where_it_was_pasted_and_ids_are_new(writer: Learner) -> None:
    """Between KR 1 and KR 3, which keep their ids and texts."""
    writer.act("grade", {"text": GOOD_KRS[0]}, part="k1")
    for number in (2, 3):
        writer.act("add")
        writer.act("grade", {"text": GOOD_KRS[number - 1]}, part=f"k{number}")
    writer.act("grade", {"text": f"{B}\n{C}"}, part="k2")
    writer.act("split", part="k2")
    assert krs(writer) == [GOOD_KRS[0], B, C, GOOD_KRS[2]]
    assert [row["id"] for row in writer.state["doc"]["key_results"]] == ["k1", "k2", "k4", "k3"]


def test_more_than_a_sheet_holds_stays_together_in_the_last(writer: Learner) -> None:
    lines = [f"第 {number} 项从 {number}% 到 {number + 5}%" for number in range(1, 12)]
    writer.act("read", {"text": "\n".join(lines)}, part="k1")
    said = writer.act("split", part="k1")
    assert len(krs(writer)) == MOST_KRS
    assert "\n".join(krs(writer)).split("\n") == lines
    assert "最多 8 条" in said


def test_more_than_a_sheet_and_a_sentence_hold_stays_in_the_last_box(writer: Learner) -> None:
    """Nothing of it is graded, all of it is there to be cut down."""
    lines = [f"{'很' * 400}长的第 {number} 项从 1% 到 {number}%" for number in range(2, 15)]
    writer.act("read", {"text": "\n".join(lines)}, part="k1")
    writer.act("split", part="k1")
    assert krs(writer) == lines[:7]
    writer.act("go", part="k8")
    assert all(line in writer.html for line in lines[7:])
    assert "这里像是" not in writer.text
    writer.act("review")
    assert writer.outcome.graded


def test_a_whole_book_is_too_long_and_stays_in_the_box(writer: Learner) -> None:
    text = "\n".join(f"第 {number} 项从 1% 到 {number}%" for number in range(1000))
    assert "太长了" in writer.act("read", {"text": text}, part="k1")
    assert "第 999 项" in writer.html


def test_a_list_longer_than_one_sentence_may_be(writer: Learner) -> None:
    """Eight KRs of 300 characters are 2,400: too long for one, right for eight; only 分成 is offered."""
    lines = [f"{'很' * 280}长的第 {number} 项从 1% 到 {number}%" for number in range(2, 10)]
    writer.act("read", {"text": "\n".join(lines)}, part="k1")
    assert "分成 8 条" in writer.html
    assert "就当一条" not in writer.html
    writer.act("split", part="k1")
    assert krs(writer) == lines


@pytest.mark.parametrize(
    "text",
    [
        f"O：让面包卖得完\nKR1：{A}\nKR2：{B}",
        f"让面包卖得完\nKR1：{A}\nKR2：{B}",
        f"目标：让面包卖得完 KR1：{A} KR2：{B}",
    ],
)
def test_a_whole_okr_in_the_box_of_the_o(text: str) -> None:
    learner = Learner("write-okr")
    learner.act("pick", scenario="bakery-waste")
    said = learner.act("grade", {"text": text}, part="o")
    assert "这里像是 1 个 O 和 2 条 KR" in said
    learner.act("split", part="o")
    assert learner.state["doc"]["objective"]["text"] == "让面包卖得完"
    assert krs(learner) == [A, B]
    assert learner.state["at"] == "o"


def test_lines_in_the_box_of_the_o_may_be_one_thought() -> None:
    learner = Learner("write-okr")
    learner.act("pick", scenario="bakery-waste")
    said = learner.act("grade", {"text": "让每家门店的面包\n当天卖得完、少倒掉"}, part="o")
    assert "这里像是" not in said
    assert learner.outcome.graded


def test_what_stands_beside_a_statement_stays_with_it(writer: Learner) -> None:
    """The owner, the source, the remark in brackets: no word is left out, whichever way."""
    text = f"KR1（护栏）：{A}\n（POS 日报口径）\n负责人：王芳\nKR2：{B}"
    writer.act("read", {"text": text}, part="k1")
    writer.act("split", part="k1")
    found = "".join(krs(writer))
    assert len(krs(writer)) == 2
    for word in ("护栏", "POS 日报口径", "负责人：王芳"):
        assert word in found or word in str(writer.state["doc"]), word
    assert writer.state["doc"]["key_results"][0]["type"] == "guardrail"


def test_nothing_is_on_the_shelf_before_it_is_decided() -> None:
    learner = Learner("write-okr")
    learner.act("pick", scenario="bakery-waste")
    learner.act("grade", {"text": f"O：让面包卖得完\nKR1：{A}\nKR2：{B}"}, part="o")
    assert engine.documents(learner.ctx, learner.state) == ()
    assert re.search(r'data-do="split"', learner.html)
