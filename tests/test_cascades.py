"""Small cascades of many trades, each with what has to be found in it and nothing beside; and records that are none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from okr_kit import lang, policy, render
from okr_kit.documents import parts, record, show, subject, text
from okr_kit.documents.cascade import blank_cascade
from okr_kit.lint import Workspace, lint, lint_record
from okr_kit.rules.cascade import RULES
from okr_kit.subjects import CASCADE, read

LANGUAGE, POLICY = lang.load(), policy.load()
ROWS = [
    json.loads(line) for line in (Path(__file__).parent / "data" / "cascades.jsonl").read_text("utf-8").splitlines()
]
CHAIN = [
    {"id": "a", "objective": "让客户敢把急单交给我们"},
    {"id": "b", "parent": "a", "objective": "让急单当天排上机"},
]


def graded(*nodes: dict[str, Any]) -> dict[str, Any]:
    return lint_record({"kind": "cascade", "nodes": list(nodes)}, LANGUAGE, POLICY)


def codes(answer: dict[str, Any]) -> set[str]:
    return {one["code"] for one in answer["findings"]}


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_what_is_wrong_is_found_and_nothing_beside(row: dict[str, Any]) -> None:
    """``must`` are the codes looked for, ``also`` those that may stand beside them; remarks are free."""
    answer = lint_record({"kind": "cascade", **row}, LANGUAGE, POLICY)
    own = [one for one in answer["findings"] if one["code"][0] in "DW"]
    found = {one["code"] for one in own}
    assert set(row["must"]) <= found
    loud = {one["code"] for one in own if one["severity"] != "info" or one["code"][0] == "W"}
    assert loud <= {*row["must"], *row.get("also", ())}
    assert row.get("verdict") in (None, answer["verdict"])


def test_every_code_of_a_cascade_is_in_the_data() -> None:
    assert {rule.code for rule in RULES} <= {code for row in ROWS for code in row["must"]}
    assert len({row["id"] for row in ROWS}) == len(ROWS) >= 60


def test_a_finding_stands_where_its_sentence_stands_and_names_both_ends() -> None:
    row = next(row for row in ROWS if row["id"] == "copy-word-for-word")
    found = next(
        one for one in lint_record({"kind": "cascade", **row}, LANGUAGE, POLICY)["findings"] if one["code"] == "D-COPY"
    )
    assert (found["where"], found["span"]) == ("nodes[1].objective", [0, 15])
    assert "市场部" in found["message"]
    assert "总经理" in found["message"]


def test_sentences_are_remarked_on_and_decide_nothing() -> None:
    """An O that is a task and a KR that is work send no cascade back: what is between the levels does."""
    below = {
        "id": "b",
        "parent": "a",
        "serves": "s",
        "objective": "完成报表系统上线",
        "key_results": ["举办 3 场培训", "投诉率从 4% 降到 2%"],
    }
    answer = graded(CHAIN[0] | {"strategies": [{"id": "s", "text": "急单走专线"}]}, below)
    assert {(one["code"], one["severity"], one["where"]) for one in answer["findings"]} >= {
        ("O-TASK", "info", "nodes[1].objective"),
        ("K-ACTIVITY", "info", "nodes[1].key_results[0]"),
    }
    assert (answer["verdict"], answer["score"]) == ("pass", 100)
    alone = lint(read({"kind": "objective", "text": "完成报表系统上线"}), LANGUAGE, POLICY)
    assert alone.verdict == "revise"


def test_neither_o_nor_k_rules_run_on_strategies() -> None:
    answer = graded(CHAIN[0] | {"strategies": ["举办 3 场培训", "完成报表系统上线"]}, CHAIN[1])
    assert {one["code"] for one in answer["findings"] if ".strategies" in one["where"]} <= {"W-TASK", "D-GAP"}


@pytest.mark.parametrize("nodes", [[], CHAIN[:1], [CHAIN[0], {"id": "b"}], [CHAIN[0], {"id": "b", "parent": "x"}]])
def test_less_than_two_linked_nodes_are_not_judged(nodes: list[dict[str, Any]]) -> None:
    answer = graded(*nodes)
    assert (answer["verdict"], answer["score"], answer["findings"]) == ("unsure", None, [])
    assert [one["reason"] for one in answer["unread"] if one["where"] == "cascade"] == ["little"]


def test_a_sentence_that_cannot_be_read_leaves_the_cascade_judged() -> None:
    answer = graded(CHAIN[0], CHAIN[1] | {"objective": "Ship it", "key_results": ["逾期订单从每月 34 单降到 12 单"]})
    assert answer["verdict"] == "pass"
    assert [one["where"] for one in answer["unread"]] == ["nodes[1].objective"]
    numbers = {"key_results": [{"metric": "新签", "target": 3}]}
    assert graded({"id": "a", **numbers}, {"id": "b", "parent": "a", **numbers})["verdict"] == "pass"
    foreign = [one | {"objective": text} for one, text in zip(CHAIN, ("Ship it", "Ship all of it"), strict=True)]
    assert graded(*foreign)["verdict"] == "unsure"


@pytest.mark.parametrize(
    ("nodes", "code", "named"),
    [
        ("abc", "no-nodes", ("nodes",)),
        (["abc"], "not-an-object", ("nodes[0]",)),
        ([CHAIN[0], {"id": "a"}, {"id": "a"}], "node-twice", ("nodes[0]、nodes[1]、nodes[2]", "「a」")),
        ([{"id": "a", "key_results": [{"id": "k", "text": "x"}, {"id": "k"}]}], "kr-twice", ("nodes[0].key_results[0]、nodes[0].key_results[1]",)),
        ([{"id": "a", "key_results": [{"id": "k", "text": "x"}]}, {"id": "b", "key_results": [{"id": "k"}]}, {"id": "c", "key_results": [{"id": "c", "serves": "k"}]}], "kr-twice", ("nodes[0].key_results[0]、nodes[1].key_results[0]",)),
        ([{"id": "a", "strategies": [{"id": "s", "text": "x"}, {"id": "s", "text": "y"}]}], "strategy-twice", ("nodes[0].strategies[0]、nodes[0].strategies[1]",)),
        ([{"id": "a", "parent": "c"}, {"id": "b", "parent": "a"}, {"id": "c", "parent": "b"}], "circle", ("a → c → b → a",)),
        ([{"id": "a", "parent": "a"}], "circle", ("a → a",)),
        ([{"id": str(at)} for at in range(2001)], "too-many-nodes", ("2001", "2000")),
        ([{"id": "a", "objective": "长" * 20_000}], "too-long", ("nodes[0].objective",)),
        ([{"id": "a", "key_results": ["好", "长" * 20_000]}], "too-long", ("nodes[0].key_results[1]",)),
        ([{"id": "a", "strategies": ["长" * 20_000]}], "too-long", ("nodes[0].strategies[0]",)),
        ([{"id": "a", "key_results": {"text": "x"}}], "not-a-list", ("nodes[0].key_results",)),
        ([{"id": "a", "strategies": [3]}], "not-an-object", ("nodes[0].strategies[0]",)),
        ([{"id": "a", "key_results": ["好"] * 501}], "too-many-rows", ("nodes[0].key_results", "501")),
    ],
)  # fmt: skip
def test_what_cannot_be_a_cascade_is_named_by_its_rows(nodes: Any, code: str, named: tuple[str, ...]) -> None:
    error = lint_record({"kind": "cascade", "nodes": nodes}, LANGUAGE, POLICY)["error"]
    assert error["code"] == code
    assert [words for words in named if words not in error["message"]] == []


def test_records_are_read_leniently() -> None:
    """Texts instead of objects, one id instead of a list, words instead of an id, numbers as people type them."""
    loose = CASCADE.read(
        {
            "nodes": [
                {"id": 1, "objective": {"text": "让客户敢把急单交给我们"}, "strategies": ["急单走专线"], "key_results": ["逾期急单从 20 单降到 8 单"]},
                {"id": 2, "parent": 1, "level": 2, "serves": "急单走专线", "anchored": "是", "key_results": [{"text": "x", "kind": "?", "target": "3万", "serves": ["1.k1"]}]},
            ]
        }
    )  # fmt: skip
    first, second = loose.nodes
    assert (first.id, first.objective, first.strategies[0].text) == ("1", "让客户敢把急单交给我们", "急单走专线")
    assert (second.parent, second.level, second.serves, second.anchored) == ("1", "2", ("1.s1",), True)
    kr = second.key_results[0]
    assert (kr.kind, kr.target and kr.target.value, kr.serves) == (None, 30_000, "1.k1")
    assert "D-GAP" not in {one.code for one in lint(loose, LANGUAGE, POLICY).findings}


def test_five_hundred_rows_of_one_owner_are_graded() -> None:
    rows = [{"text": f"第 {at} 家店的月销售额从 20 万元到 22 万元"} for at in range(500)]
    assert graded(CHAIN[0], CHAIN[1] | {"key_results": rows})["verdict"] == "pass"


def test_a_document_is_graded_whole_and_in_part_the_same() -> None:
    nodes = [
        {"id": "a", "objective": "让客户敢把急单交给我们", "strategies": [{"id": "s1", "text": "加强管理"}]},
        {
            "id": "b",
            "parent": "a",
            "serves": ["s1"],
            "objective": "完成报表系统上线",
            "key_results": [{"id": "k1", "text": "举办 3 场培训"}],
        },
    ]
    doc = blank_cascade("d1", nodes)
    line = json.loads(json.dumps(record(doc)))
    assert read(line) == subject(doc)
    workspace = Workspace(LANGUAGE, POLICY)
    whole = workspace.lint(subject(doc))
    assert set(parts(doc, subject(doc))) == {"a", "b", "s1", "k1"}
    for part, where in (
        ("b", "nodes[1].objective"),
        ("s1", "nodes[0].strategies[0]"),
        ("k1", "nodes[1].key_results[0]"),
    ):
        alone = workspace.lint(subject(doc, part))
        assert [(one.code, one.span) for one in alone.findings] == [
            (one.code, one.span) for one in whole.findings if one.where == where
        ]
        assert alone.findings


def test_a_document_is_shown_from_the_top_down_with_every_number_and_nobody_lost() -> None:
    kr = {"id": "k", "text": "", "metric": "年 UV", "baseline": "4000", "target": "4400", "unit": "万"}
    nodes = [
        {
            "id": "c",
            "parent": "b",
            "owner": "员工甲",
            "objective": "让刚量完房的人先收藏我们的清单",
            "key_results": [{"id": "m", "text": "UV 从 216 万到 300 万"}],
        },
        {
            "id": "a",
            "owner": "总经理",
            "objective": "成为第一站",
            "strategies": [{"id": "s1", "text": "抢装修期流量"}],
            "key_results": [kr | {"metric": "转化率", "target": "2.75", "unit": "%", "baseline": "2.5"}],
        },
        {
            "id": "b",
            "parent": "a",
            "owner": "市场部",
            "objective": "让他们先遇见我们",
            "serves": ["s1"],
            "reason": "凭两家新渠道",
            "key_results": [kr, {"id": "l", "text": "护栏：<b>成本</b>不高于 2.1 元"}],
        },
        {"id": "x", "parent": "y", "objective": "绕着走"},
        {"id": "y", "parent": "x", "level": "部门", "objective": "也绕着走"},
    ]
    doc = blank_cascade("d1", nodes)
    assert text(LANGUAGE, doc).splitlines() == [
        "总经理　成为第一站　转化率 2.5% → 2.75%",
        "　市场部　让他们先遇见我们　接的是：抢装修期流量　护栏：<b>成本</b>不高于 2.1 元　凭两家新渠道　年 UV 4000 → 4400 万",
        "　　员工甲　让刚量完房的人先收藏我们的清单　UV 从 216 万到 300 万",
        "绕着走",
        "　部门　也绕着走",
    ]
    page = render.html(show(LANGUAGE, doc))
    assert page.count("<li>") == 5
    assert "&lt;b&gt;成本" in page
    assert "<b>成本" not in page
