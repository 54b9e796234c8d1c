"""Every rule fires on its card's bad examples and is silent on its good ones; rules and cards belong together."""

from __future__ import annotations

from collections import Counter

import pytest

from okr_kit import lang, policy
from okr_kit.lint import lint
from okr_kit.model import KeyResult, Objective, OkrSet
from okr_kit.rules import RULES
from okr_kit.subjects import SUBJECTS

LANGUAGE = lang.load()
POLICY = policy.load()
CODES = [rule.code for rule in RULES]
SUBJECT = {rule.code: subject.name for subject in SUBJECTS.values() for rule in subject.rules}


def noun_of(code, example):
    """A card's example as the noun that its rule is for: a sentence, or the fields of a record."""
    subject = SUBJECTS[SUBJECT[code]]
    if isinstance(example, dict) and "objectives" in example:
        first, *others = example["objectives"]
        return OkrSet(Objective(first), (), others=tuple(others))
    if (
        isinstance(example, dict)
        and "key_results" in example
        and SUBJECT[code] in ("objective", "key_result", "okr_set")
    ):
        subject = SUBJECTS["okr_set"]
    return subject.read({"text": example} if isinstance(example, str) else example)


def codes_of(subject):
    return [finding.code for finding in lint(subject, LANGUAGE, POLICY).findings]


def cases(side):
    return [
        pytest.param(card.code, example, id=f"{card.code}-{number}")
        for card in LANGUAGE.cards.values()
        for number, example in enumerate(getattr(card, side))
        if card.code in SUBJECT
    ]


@pytest.mark.parametrize(("code", "example"), cases("bad"))
def test_fires_on_the_cards_bad_examples(code, example):
    assert code in codes_of(noun_of(code, example))


@pytest.mark.parametrize(("code", "example"), cases("good"))
def test_is_silent_on_the_cards_good_examples(code, example):
    assert code not in codes_of(noun_of(code, example))


def test_every_rule_belongs_to_one_subject():
    assert sorted(SUBJECT) == sorted(CODES)
    assert sum(len(subject.rules) for subject in SUBJECTS.values()) == len(RULES)


def test_codes_are_unique():
    assert [code for code, n in Counter(CODES).items() if n > 1] == []


def test_every_rule_has_a_card():
    assert set(CODES) - set(LANGUAGE.cards) == set()


def test_every_o_k_or_s_card_has_a_rule_or_is_for_people():
    whole = OkrSet(Objective("让客户更愿意回来买", parent="让老客户留下来"), (KeyResult("复购率从 12% 提升到 18%"),))
    human = set(lint(whole, LANGUAGE, POLICY).human)
    families = {code for code in LANGUAGE.cards if code[0] in "OKS"}
    assert families - set(CODES) == human
    assert {code for code in families if LANGUAGE.cards[code].human} == human


@pytest.mark.parametrize("field", ["title", "message"])
def test_words_of_cards_differ(field):
    words = Counter(getattr(card, field) for card in LANGUAGE.cards.values())
    assert [word for word, n in words.items() if n > 1] == []


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_a_checked_card_has_examples_of_both_kinds(rule):
    card = LANGUAGE.card(rule.code)
    assert len(card.bad) >= 4
    assert len(card.good) >= 4


def main_code(text):
    found = [
        finding.code for finding in lint(Objective(text), LANGUAGE, POLICY).findings if finding.severity == "error"
    ]
    return found[0] if found else ""


@pytest.mark.parametrize(
    "text",
    [
        "提升供应商交货准时性",
        "提升平台稳定性",
        "优化退款体验",
        "改善与供应商的关系",
        "成为大学生找实习的首选平台",
        "打造程序员最爱用的终端工具",
        "构建以客户旅程为中心的服务模式",
        "建立与核心客户的长期合作关系",
        "完善售后服务，让客户无后顾之忧",
        "验证下沉市场的付费意愿",
        "推动销售从关系驱动转为价值驱动",
        "更早发现质量问题",
        "系统在大促期间稳定可靠",
    ],
)
def test_a_named_field_or_quality_passes(text):
    assert main_code(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "提升产品",
        "提升组织效能",
        "打造高绩效团队",
        "建立竞争壁垒",
        "成为行业标杆",
        "打造一流的服务体系",
        "产品与技术",
        "运营效率",
        "家庭：温暖有爱",
        "提升平台的功能特性",
    ],
)
def test_the_whole_or_a_topic_is_vague(text):
    assert main_code(text) in ("O-VAGUE", "O-JARGON")


@pytest.mark.parametrize(
    "text", ["优化报销流程", "实现单点登录", "交付权限能力", "跑通支付流程", "组建海外销售团队", "完善应急预案"]
)
def test_a_thing_handed_over_is_a_task(text):
    assert main_code(text) == "O-TASK"


def test_two_things_joined_by_a_plus_are_two_aims():
    assert main_code("支付安全加固 + 海外市场扩张") == "O-MULTI"
    assert main_code("提升搜索的速度和稳定性") == ""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("准点发车率从 91% 升到 96%", "晚点班次占比从 9% 降到 4%"),
        ("每月续租客户从 200 户增加到 300 户", "每月续租收入从 24 万元增加到 36 万元（统一月租 1200 元）"),
        ("工单 24 小时解决率从 60% 升到 85%", "24 小时内解决的工单占比从 60% 提高到 85%"),
    ],
)
def test_the_same_thing_said_twice_is_found(first, second):
    krs = (KeyResult(first), KeyResult(second), KeyResult("重复来电率从 26% 降到 10%"))
    assert "K-DUP" in codes_of(OkrSet(Objective("让客户放心"), krs))


@pytest.mark.parametrize(
    ("text", "objective"),
    [
        ("准时送达率从 92% 升到 97%", "让商家不再为晚到来找我们扯皮"),
        ("护栏：年会费用不超过 30 万元", "让线上故障先被我们自己发现"),
        ("骨干主动离职率从 14% 降到 8%", "让主力愿意长干"),
    ],
)
def test_unlike_words_are_no_lack_of_support(text, objective):
    assert "K-NOSUPPORT" not in codes_of(KeyResult(text, objective))
