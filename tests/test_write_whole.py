"""The whole sheet and its end: one standing decides its words, its rows and its buttons; what is taken along is complete."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from learner import GOOD_KRS, GOOD_O, Learner, content

from okr_kit import documents, engine
from okr_kit.documents.okr import COLUMNS
from okr_kit.kinds import KINDS
from okr_kit.view import Actions, Button, Link, Say

GUARD = "护栏：18 点后断货率不高于 18%"
WITHOUT_GUARD = GOOD_KRS[:3]


def written(objective: str = GOOD_O, krs: tuple[str, ...] = GOOD_KRS, **more: Any) -> Learner:
    """A learner who wrote that set for the bakery and looks at the whole."""
    learner = Learner("write-okr", **more)
    learner.act("pick", scenario="bakery-waste")
    learner.act("grade", {"text": objective}, part="o")
    for number, text in enumerate(krs, 1):
        learner.act("add")
        learner.act("grade", {"text": text}, part=f"k{number}")
    learner.act("review")
    return learner


def buttons(learner: Learner, style: str = "") -> list[Button]:
    """The buttons at the foot of the screen, or its rows, or all outside of forms."""
    found = [
        one for node in engine.view(learner.ctx, learner.state) if isinstance(node, Actions) for one in node.buttons
    ]
    return [one for one in found if isinstance(one, Button) and style in one.style]


def said(learner: Learner) -> list[str]:
    """The titles of what the screen says."""
    return [node.title for node in engine.view(learner.ctx, learner.state) if isinstance(node, Say)]


@pytest.mark.parametrize(
    ("objective", "krs", "title", "revise", "main"),
    [
        (GOOD_O, GOOD_KRS, "这组 OKR 可以提交", [], "完成并带走"),
        (GOOD_O, (*WITHOUT_GUARD, "举办 3 场培训"), "还有要改的：KR 4", ["KR 4"], "去改 KR 4"),
        ("完成门店报损系统上线", GOOD_KRS, "还有要改的：O", ["O"], "去改 O"),
        ("做好各项工作", (*GOOD_KRS[:2], "举办 3 场培训"), "还有要改的：O、KR 3", ["O", "KR 3"], "去改 O"),
        (GOOD_O, (*GOOD_KRS, GOOD_KRS[0]), "还有要改的：KR 5", ["KR 5"], "去改 KR 5"),  # says the same twice
        (GOOD_O, GOOD_KRS[:1], "还有要改的：KR 条数不合适", [], "写 KR 2"),
        (GOOD_O, WITHOUT_GUARD, "还缺一条护栏", [], "写一条护栏"),
    ],
)
def test_one_standing_decides_words_rows_and_buttons(
    objective: str, krs: tuple[str, ...], title: str, revise: list[str], main: str
) -> None:
    """「可以提交」 stood beside 「还有要改的」, and rows said 可以 where the whole said 要改."""
    learner = written(objective, krs)
    titles = said(learner)
    assert title in titles
    assert len({one for one in titles if one.startswith(("这组 OKR", "还有要改", "还缺"))}) == 1
    rows = [one.label for one in buttons(learner, "row")]
    assert [row.split("（")[0] for row in rows if "要改）" in row] == revise
    assert [one.label for one in buttons(learner, "main")] == [main]
    learner.act("finish")
    assert learner.outcome.done is (main == "完成并带走")
    assert ("写完了" in learner.text) is (main == "完成并带走")
    assert (title in said(learner)) is (main != "完成并带走")


def test_an_empty_kr_is_the_next_one_to_write() -> None:
    """The button said 「写 KR 3」 and led to KR 2."""
    learner = written(krs=GOOD_KRS[:1])
    learner.act("add")
    learner.act("review")
    (main,) = buttons(learner, "main")
    assert main.label == "写 KR 2"
    assert "正在写 KR 2" in learner.act(main.do, **dict(main.values))


@pytest.mark.parametrize(
    "twice", [(*GOOD_KRS, GOOD_KRS[0]), (*GOOD_KRS, GOOD_KRS[1].replace("2 月 28 日", "3 月 1 日"))]
)
def test_the_way_to_a_part_ends_at_its_finding(twice: tuple[str, ...]) -> None:
    """What is wrong with a KR only beside another one stands on its own screen too, not 「没有发现问题」."""
    learner = written(krs=twice)
    (main,) = buttons(learner, "main")
    learner.act(main.do, **dict(main.values))
    assert learner.state["at"] == "k5"
    assert "没有发现形式上的问题" not in learner.text
    assert "教练会问" in learner.text
    learner.act("grade", {"text": "「想买的买不到」投诉每月从 46 件降到 20 件"}, part="k5")
    learner.act("review")
    assert "可以提交" in learner.text


def test_a_guardrail_that_is_asked_for_is_asked_for() -> None:
    """Said before the end, explained, and one tap leads to the box for it; any KR marked as one will do."""
    learner = written(krs=WITHOUT_GUARD)
    assert "冲目标时不能变坏的那个数" in learner.text
    assert re.search(r"已写的 \d+ 分", learner.text)  # no score of the whole while a part of it is missing
    assert "整组 100 分" not in learner.text
    (main,) = buttons(learner, "main")
    learner.act(main.do, **dict(main.values))
    assert "写下这条护栏" in learner.text
    learner.act("read", {"text": "18 点后断货率不高于 18%"}, part="k4")
    assert learner.state["doc"]["key_results"][3]["type"] == "guardrail"
    learner.act("grade", {"text": "18 点后断货率不高于 18%"}, part="k4")
    learner.act("review")
    assert "这组 OKR 可以提交" in said(learner)
    other = written(krs=WITHOUT_GUARD)
    other.act("grade", {"text": GOOD_KRS[2], "type": "guardrail"}, part="k3")
    other.act("review")
    assert "还缺一条护栏" not in said(other)


def test_a_guardrail_is_not_asked_for_where_the_exercise_does_not() -> None:
    ours = content().exercise("write-okr")
    free = replace(ours, settings={**ours.settings, "guardrail": False})
    learner = written(krs=WITHOUT_GUARD, pack=replace(content(), exercises={"write-okr": free}))
    assert "这组 OKR 可以提交" in said(learner)


def test_what_a_kr_is_can_be_said_where_it_is_asked() -> None:
    """By switches in its own form, and for all of them where the whole asks; a word that is none of them is not taken."""
    learner = written(krs=(*WITHOUT_GUARD, "18 点后断货率从 18% 降到 10%"))
    assert "没标承诺或挑战" in learner.text
    page = learner.html
    assert all(
        f'name="type-k{number}" value="{mark}"' in page for number in (1, 4) for mark in ("committed", "guardrail")
    )
    assert "还没有选" in learner.act("mark", {})
    learner.act("mark", {"type-k1": "committed", "type-k2": "aspirational", "type-k4": "nonsense"})
    assert [row["type"] for row in learner.state["doc"]["key_results"]] == ["committed", "aspirational", "", ""]
    assert "没标承诺或挑战" not in said(learner)
    assert 'name="type" value="committed" checked' in (learner.act("go", part="k1"), learner.html)[1]
    learner.act("grade", {"text": WITHOUT_GUARD[0], "type": "guardrail"}, part="k1")
    learner.act("grade", {"text": WITHOUT_GUARD[0] + "。", "type": "x"}, part="k1")
    assert learner.state["doc"]["key_results"][0]["type"] == "guardrail"


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        (GUARD, ("护栏", "18 点后断货率", "不高于", "没写", "18", "%", "没写")),
        ("护栏：老客户续约率不低于 85%", ("护栏", "老客户续约率", "不低于", "没写", "85", "%", "没写")),
        (GOOD_KRS[0], ("没写", "62 家店月报损率", "降到", "9", "6.5", "%", "3 月 31 日")),
        ("（挑战型）90 天内再次预订的客人比例从 14% 提升到 22%", ("挑战", "90 天内再次预订的客人比例", "升到", "14", "22", "%", "没写")),
        ("护栏：门店食品安全事故 0 起", ("护栏", "门店食品安全事故", "不高于", "没写", "0", "起", "没写")),
        ("做好培训", ("没写",) * 7),
    ],
)  # fmt: skip
def test_the_table_to_take_along_has_every_column(text: str, cells: tuple[str, ...]) -> None:
    """Filled, or said that it was not given."""
    learner = written(krs=(text,))
    (doc,) = engine.documents(learner.ctx, learner.state)
    table = documents.okr.table(content().language, doc)
    assert table.headers[1:] == ("类型", "指标", "方向", "基线", "目标", "单位", "截止")
    assert len(table.headers) == len(COLUMNS) + 1
    assert table.rows == ((text, *cells),)
    rows = [line.split("\t") for line in documents.okr.cells(content().language, doc).split("\n")]
    assert rows == [list(table.headers), [text, *cells]]


def test_the_end_gives_text_and_table_and_says_what_is_next() -> None:
    learner = written()
    learner.act("mark", {"type-k1": "committed"})
    said_ = learner.act("finish")
    assert "写完了，带走" in said_
    assert "已经放在作品夹里" in said_
    assert f"KR1（承诺）：{GOOD_KRS[0]}" in said_
    assert f"KR4：{GOOD_KRS[3]}" in said_, "says itself what it is"
    assert "接下来" in said_
    assert learner.html.count("data-copy=") == 2
    learner.act("go", part="set")
    assert learner.outcome.done
    learner.act("grade", {"text": GOOD_KRS[0].replace("6.5", "6")}, part="k1")
    assert not learner.outcome.done, "what was taken along is not what stands there now"


def test_the_way_on_from_the_end_is_the_hosts() -> None:
    """The next exercise as the main button where the host knows one; another case where it does not."""
    learner = written()
    learner.act("finish")
    (main,) = buttons(learner, "main")
    assert (main.do, dict(main.values)) == ("go", {"part": "pick"})
    learner.ctx = replace(learner.ctx, onward=(Link("下一个练习", "/x/next", style="main"),))
    assert buttons(learner, "main") == []
    assert '<a class="okr-btn okr-main" href="/x/next">下一个练习</a>' in learner.html
    assert "再写一个场景" in learner.html


def test_what_is_not_ready_can_be_taken_along_and_says_so() -> None:
    """Time is up: no dead end, and no 「完成」 either."""
    learner = written(krs=("举办 3 场培训",))
    said_ = learner.act("finish")
    assert "先带走这一版" in said_
    assert "还有要改的" in said_
    assert "KR1：举办 3 场培训" in said_
    assert not learner.outcome.done
    (main,) = buttons(learner, "main")
    assert (main.do, dict(main.values)) == ("go", {"part": "set"})


def test_a_cell_with_lines_stays_one_cell() -> None:
    learner = written(krs=("报损率从 9% 降到 6%",))
    doc = learner.state["doc"]
    doc["key_results"][0]["text"] = "报损率\t从 9%\n降到 6%"
    assert len(documents.okr.cells(content().language, doc).split("\n")) == 2


@pytest.fixture
def unsure() -> str:
    """A sentence that the rules cannot read: no verdict against it, and no score."""
    return "Make every guest come back next week"


def test_a_statement_without_a_word_from_the_rules(unsure: str) -> None:
    """No score, no mark for or against it, a sentence what to do, and the way goes on."""
    learner = Learner("write-okr")
    learner.act("pick", scenario="bakery-waste")
    said_ = learner.act("grade", {"text": unsure}, part="o")
    assert "不打分，也不挡你往下写" in said_
    assert "分" not in said_.split("第 1 稿")[1].split("\n")[0]
    assert [one.label for one in buttons(learner, "main")] == ["写 KR 1"]
    (draft,) = learner.state["drafts"]["o"]
    assert "score" not in draft
    assert KINDS["write"].fits(learner.ctx, json.loads(json.dumps(learner.state)))
    assert learner.outcome.answered == 1
    learner.act("grade", {"text": GOOD_O}, part="o")
    learner.act("grade", {"text": unsure}, part="o")
    assert "第 3 稿" in learner.text


VERSION_2: Mapping[str, Any] = {
    "v": 2,
    "seed": 7,
    "since": 1,
    "spent": 2,
    "last": {},
    "kind": "write",
    "slug": "write-okr",
    "bank": "b",
}


@pytest.mark.parametrize(
    ("looks", "ended"),
    [
        ([], False),
        ([{"verdict": "revise"}], False),
        ([{"verdict": "pass"}], True),
        ([{"verdict": "pass", "old": True}], False),
    ],
)
def test_a_state_of_the_release_before_keeps_its_end(looks: list[dict[str, Any]], ended: bool) -> None:
    """Who had finished has finished; the sheets of other scenarios too. Nothing else changes."""
    now = written()
    drafts = {**now.state["drafts"], "set": [{"text": "", "score": 100, "codes": [], "at": 1, **one} for one in looks]}
    sheet = {name: value for name, value in now.state.items() if name in ("made", "doc", "hints", "notes")} | {
        "drafts": drafts
    }
    old = {**VERSION_2, **sheet, "scenario": "bakery-waste", "at": "set", "others": {"own": sheet}}
    state, restarted = engine.load(now.ctx, old)
    assert not restarted
    assert (state["v"], state["ended"], state["others"]["own"]["ended"]) == (3, ended, ended)
    assert {name: state[name] for name in sheet} == sheet
    now.state = state
    assert now.outcome.done is ended
    now.act("review")
    now.act("finish")
    assert now.outcome.done


def test_a_leader_and_guardrails_are_explained_where_they_first_appear() -> None:
    leader = Learner("write-okr", role="leader")
    assert "只给评语，不打分" in leader.text
    assert "护栏：冲目标时不能变坏的那个数" in leader.text
    assert "不打分" not in Learner("write-okr").text
