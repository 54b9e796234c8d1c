"""Every word of every list can be found in a sentence, and the lists stay what they say."""

from __future__ import annotations

from collections import Counter

import pytest

from okr_kit import lang
from okr_kit.fold import fold

LANGUAGE = lang.load()
BY_CODE = {"counter_plain", "counter_effort"}
UNITS = {name for name in LANGUAGE.lexicon if name.startswith("unit_")}


def test_no_list_holds_a_word_twice():
    doubles = {name: [word for word, n in Counter(words).items() if n > 1] for name, words in LANGUAGE.lexicon.items()}
    assert {name: words for name, words in doubles.items() if words} == {}


def test_words_are_written_as_they_are_looked_up():
    assert [
        (name, word)
        for name, words in LANGUAGE.lexicon.items()
        for word in words
        if word != fold(word) or word.strip() != word
    ] == []


@pytest.mark.parametrize("name", sorted(set(LANGUAGE.lexicon) - UNITS - BY_CODE))
def test_every_word_can_match_in_a_sentence(name):
    lost = []
    for word in LANGUAGE.lexicon[name]:
        text = f"甲乙{word}，丙丁"
        if not any(token.start <= 2 and token.end >= 2 + len(word) for token in LANGUAGE.reader.read(text).tokens):
            lost.append(word)
    assert lost == []


@pytest.mark.parametrize("name", sorted(UNITS | {"counter_plain", "counter_effort"}))
def test_every_unit_can_follow_a_number(name):
    kind = name.removeprefix("unit_").removeprefix("counter_")
    lost = []
    for unit in LANGUAGE.lexicon[name]:
        numbers = LANGUAGE.reader.read(f"甲乙丙 7 {unit}，丁").numbers
        if not numbers or (numbers[0].unit and numbers[0].kind != kind):
            lost.append(unit)
    assert lost == []


def test_every_list_is_used():
    from pathlib import Path

    package = Path(lang.__file__).parent.parent
    source = "".join(
        p.read_text(encoding="utf-8") for part in ("lang", "rules") for p in (package / part).rglob("*.py")
    )
    aside = {"neutral", "not_number"} | UNITS | {"counter_plain", "counter_effort"}
    unused = [name for name in LANGUAGE.lexicon if name not in aside and f'"{name}"' not in source]
    assert unused == []
