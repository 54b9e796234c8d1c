"""The second reader of statements: what it is sure of against the rules is left to people, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from scripts import benchmark

from okr_kit import lang, policy
from okr_kit.fold import fold
from okr_kit.labeller import Labeller
from okr_kit.lang.zh_cn import second
from okr_kit.lang.zh_cn.learnt import read
from okr_kit.lint import lint, lint_record
from okr_kit.model import KeyResult, Objective

teaching = benchmark("second")
weights = benchmark("weights")

LANGUAGE, POLICY = lang.load(), policy.load()


def verdict(noun: Any) -> str:
    return lint(noun, LANGUAGE, POLICY).verdict


@pytest.mark.parametrize("kind", second.LABELS)
def test_the_weights_were_learnt_from_the_statements_that_are_here(kind: str) -> None:
    """Whoever changes a statement, a label or the plan runs ``python benchmarks/second.py --write``."""
    first, *rows = (teaching.FOLDER / f"{kind}.tsv").read_text(encoding="utf-8").splitlines()
    assert first == teaching.source(kind)
    assert all(len(row.split("\t")[1].split()) == len(second.LABELS[kind]) for row in rows)


def test_it_learns_and_is_the_same_every_time() -> None:
    chosen = [row for row in teaching.rows(teaching.LEARNT) if row["kind"] == "objective"][:300]
    texts, plan = teaching.texts(chosen, "objective"), teaching.plan("objective")._replace(searches=1)
    learnt = weights.learn(texts, plan)
    assert learnt == weights.learn(teaching.texts(chosen, "objective"), plan)
    model = Labeller(plan.labels, read(learnt))
    right = [model.label(text.pieces) == list(text.labels) for text in texts]
    assert sum(right) > 0.9 * len(right)  # by guessing the commonest: less than a half


def test_nothing_is_learnt_from_what_is_kept_aside() -> None:
    learnt = {fold(row["text"]) for row in teaching.rows(teaching.LEARNT)}
    aside = {fold(row["text"]) for row in teaching.rows([teaching.ASIDE])}
    assert len(learnt) + len(aside) >= 3000
    assert 5 * len(aside) > 2 * len(learnt)  # about a third of all
    assert not learnt & aside


@pytest.mark.parametrize(
    "noun",
    [
        Objective("推进产品国际化，改善员工食堂满意度，实现内外双丰收"),  # the rules see nothing wrong
        KeyResult("提前14天以上订房的亲子家庭，订单取消比例从31%压到两成"),  # and here two measures
    ],
)
def test_where_it_is_sure_of_the_other_verdict_people_judge(noun: Any) -> None:
    report = lint(noun, LANGUAGE, POLICY)
    assert (report.verdict, report.score, report.findings) == ("unsure", None, ())
    assert dict(report.unread) == {"text": "doubt"}


def test_that_is_admitted_with_one_question_and_no_defect() -> None:
    told = lint_record(
        {"kind": "objective", "text": "推进产品国际化，改善员工食堂满意度，实现内外双丰收"}, LANGUAGE, POLICY
    )
    assert told["findings"] == []
    (said,) = told["unread"]
    assert said["reason"] == "doubt"
    assert "请人工判断" in said["message"]
    assert said["question"].endswith("？")
    assert said["question"].count("？") == 1


def test_numbers_given_beside_a_sentence_are_unknown_to_it_so_that_the_rules_alone_judge() -> None:
    text = "2.3 租赁线全年佣金做到80万；经纪人满半年留存率65%；平台有效差评不超过5条"
    given = KeyResult(text, baseline=60, target=98, unit="%")
    assert verdict(KeyResult(text)) == "unsure"
    assert verdict(given) != "unsure"


def test_where_both_say_the_same_or_it_is_not_sure_the_rules_stand() -> None:
    assert verdict(Objective("让第一次来的病人不再走错楼")) == "pass"
    assert verdict(Objective("完成会员系统上线")) == "revise"
    assert verdict(KeyResult("复购率从 12% 提升到 18%")) == "pass"
    assert verdict(KeyResult("举办 3 场培训")) == "revise"
