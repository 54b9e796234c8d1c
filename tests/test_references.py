"""The book is the bar: each answer that it prints as right reaches full marks, each that it prints as wrong raises its code.

``tests/data/references/<slug>.toml`` holds them, ``[[answers]]`` each with::

    name = "what this answer is"
    page = "cascade-to-team"            # the page of the book that prints it
    printed = ["375 万", "490 万"]       # what has to stand on that page, so that book and exercise cannot part
    mappings = ["A", "B"]               # the course settings it is for; both where nothing stands
    mode = "own"                        # or group
    seed = 1
    acts = [{do = "put", fields = {"north.now" = "375"}}, {do = "finish"}]
    score = 100                         # or, of a wrong one, codes: what the last act has to raise, nothing else beside
    codes = ["D-SPLIT"]
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from okr_kit import bank, engine
from okr_kit.engine import Context
from okr_kit.files import read_toml

ROOT = Path(__file__).parent.parent
FOLDER = Path(__file__).parent / "data" / "references"
CONTENT = bank.load()
ANSWERS = [
    pytest.param(path.stem, answer, mapping, id=f"{path.stem}-{answer['name']}-{mapping}")
    for path in sorted(FOLDER.glob("*.toml"))
    for answer in read_toml(path)["answers"]
    for mapping in answer.get("mappings", ("A", "B"))
]


def played(slug: str, answer: dict[str, Any], mapping: str) -> engine.Outcome:
    """The outcome of the acts of one answer, in a course of that mapping."""
    content = replace(CONTENT, policy=replace(CONTENT.policy, mapping=mapping))
    ctx = Context(content, content.exercise(slug), mode=answer.get("mode", "own"))
    state = engine.start(ctx, int(answer.get("seed", 1)))
    for at, act in enumerate(answer["acts"], 1):
        state = engine.act(ctx, state, act, at)
    return engine.outcome(ctx, state)


@pytest.mark.parametrize(("slug", "answer", "mapping"), ANSWERS)
def test_what_the_book_prints_as_right_passes_and_as_wrong_raises_its_code(
    slug: str, answer: dict[str, Any], mapping: str
) -> None:
    found = played(slug, answer, mapping)
    if "codes" in answer:
        assert list(found.codes) == answer["codes"]
        assert found.score is None or found.score < 100
    else:
        assert (found.score, found.done) == (answer.get("score", 100), True)


@pytest.mark.parametrize(("slug", "answer", "mapping"), ANSWERS)
def test_the_book_prints_it(slug: str, answer: dict[str, Any], mapping: str) -> None:
    del slug, mapping
    text = (ROOT / "book" / f"{answer['page']}.md").read_text(encoding="utf-8")
    assert [words for words in answer["printed"] if words not in text] == []
