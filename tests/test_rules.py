"""Every rule fires on its card's bad examples and is silent on its good ones; rules and cards belong together."""

from __future__ import annotations

from collections import Counter

import pytest

from okr_kit import lang, policy
from okr_kit.lint import lint
from okr_kit.model import KeyResult, Objective, OkrSet
from okr_kit.rules import HUMAN, RULES

LANGUAGE = lang.load()
POLICY = policy.load()
CODES = [rule.code for rule in RULES]
SUBJECT = {rule.code: rule.subject for rule in RULES}


def subject_of(code, example):
    """A card's example as the subject that its rule is for."""
    if isinstance(example, str):
        return Objective(example) if code.startswith("O-") else KeyResult(example)
    if "objectives" in example:
        first, *others = example["objectives"]
        return OkrSet(Objective(first), (), others=tuple(others))
    if "key_results" in example:
        rows = [KeyResult(row) if isinstance(row, str) else KeyResult(**row) for row in example["key_results"]]
        return OkrSet(Objective(example["objective"]), tuple(rows), example.get("cycle"))
    return Objective(**example) if SUBJECT[code] == "objective" else KeyResult(**example)


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
    assert code in codes_of(subject_of(code, example))


@pytest.mark.parametrize(("code", "example"), cases("good"))
def test_is_silent_on_the_cards_good_examples(code, example):
    assert code not in codes_of(subject_of(code, example))


def test_codes_are_unique():
    assert [code for code, n in Counter(CODES).items() if n > 1] == []


def test_every_rule_has_a_card():
    assert set(CODES) - set(LANGUAGE.cards) == set()


def test_every_o_k_or_s_card_has_a_rule_or_is_for_people():
    human = {code for codes in HUMAN.values() for code in codes}
    families = {code for code in LANGUAGE.cards if code[0] in "OKS"}
    assert families - set(CODES) == human
    assert {code for code in families if LANGUAGE.cards[code].human} == human


@pytest.mark.parametrize("field", ["title", "short", "message"])
def test_words_of_cards_differ(field):
    words = Counter(getattr(card, field) for card in LANGUAGE.cards.values())
    assert [word for word, n in words.items() if n > 1] == []


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_a_checked_card_has_examples_of_both_kinds(rule):
    card = LANGUAGE.card(rule.code)
    assert len(card.bad) >= 4
    assert len(card.good) >= 4
