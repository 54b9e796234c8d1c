"""One name for one error: what is picked, what is said of an answer, the cards, the book, the solutions."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

import pytest
from learner import Learner, content

from okr_kit.kinds import KINDS, Drill

ROOT = Path(__file__).parent.parent
TITLES = {card.title for card in content().language.cards.values()}
#: Named in the book, but no rule and no item of an exercise speaks of it.
BOOK_ALONE = {"依赖没有对齐"}
ERRORS = [slug for slug, exercise in content().exercises.items() if exercise.kind in ("spot", "name")]
TABLES = [
    (path.name, header, column)
    for path in sorted((ROOT / "book").glob("*.md"))
    for line in path.read_text("utf-8").splitlines()
    for header in ("错在哪", "当初的错")
    for column, cell in enumerate(line.split("|"))
    if cell.strip() == header
]


def column(file: str, header: str) -> list[str]:
    """The cells of every column of that header on a page of the book."""
    cells, place = [], None
    for line in (ROOT / "book" / file).read_text("utf-8").splitlines():
        row = [cell.strip() for cell in line.split("|")]
        if header in row:
            place = row.index(header)
        elif len(row) < 3:
            place = None
        elif place is not None and not row[place].startswith("---"):
            cells.append(row[place])
    return cells


def test_the_book_has_tables_of_errors() -> None:
    """So that the test below compares something."""
    assert {file for file, _, _ in TABLES} >= {"objective-cases.md", "key-result-cases.md", "common-errors.md"}


@pytest.mark.parametrize(("file", "header"), sorted({(file, header) for file, header, _ in TABLES}))
def test_the_book_names_errors_as_the_cards_do(file: str, header: str) -> None:
    found = set(column(file, header))
    assert len(found) >= 5
    assert found - TITLES - BOOK_ALONE == set()


@pytest.mark.parametrize("slug", ERRORS)
def test_what_is_picked_and_what_is_told_have_the_name_of_the_card(slug: str) -> None:
    """Every option that stands for an error, and the key of every item."""
    learner = Learner(slug)
    cards, exercise = content().language.cards, learner.ctx.exercise
    kind = KINDS[exercise.kind]
    assert isinstance(kind, Drill)
    for item in exercise.items.values():
        options = {
            true: words for part in kind.sheet.parts(learner.ctx, item, Random(1)) for _, true, words in part.options
        }
        named = {code: words for code, words in options.items() if code in cards}
        classes = [code for one in exercise.settings.get("classes", ()) for code in one["codes"]]
        assert named == {code: cards[code].title for code in classes or (*item["codes"][:1], *item["choices"])}
        if item["codes"]:
            assert kind.sheet.key(learner.ctx, item) == cards[item["codes"][0]].title


@pytest.mark.parametrize("slug", ERRORS)
def test_a_solution_sorts_its_items_under_the_names_of_the_cards(slug: str) -> None:
    cells = json.loads((ROOT / "solutions" / f"{slug}.ipynb").read_text("utf-8"))["cells"]
    heads = re.findall(r"^### (.+)$", "\n".join("".join(cell["source"]) for cell in cells), re.MULTILINE)
    assert len(heads) >= 5
    assert set(heads) - TITLES == {"写得可以的"}


def with_the_key(learner: Learner, name: str) -> str:
    """The screen of an answered item once its key is shown."""
    if learner.ctx.exercise.settings.get("feedback") == "end":
        learner.act("summary")
        learner.hand_in()
        return learner.act("go", item=name)
    return learner.act("reveal", item=name)


@pytest.mark.parametrize("slug", ERRORS)
def test_a_finding_is_told_as_a_finding_and_not_as_advice(slug: str) -> None:
    """「应该是：照旧维持现状」 could be read as what to do; an item that is right is told so."""
    learner, cards = Learner(slug), content().language.cards
    for name, item in learner.ctx.exercise.items.items():
        learner.state |= {"draw": [name], "at": name, "items": {}, "handed": 0}
        learner.act("answer", learner.wrong(name), item=name)
        said = with_the_key(learner, name)
        expected = f"这一条错在：{cards[item['codes'][0]].title}" if item["codes"] else "正确答案：这一条没有错"
        assert expected in said.splitlines()
        learner.state = {**learner.state, "items": {}, "handed": 0}
        learner.act("answer", learner.truth(name), item=name)
        said = with_the_key(learner, name)
        expected = f"答对了，这一条错在：{cards[item['codes'][0]].title}" if item["codes"] else "答对了，这一条没有错"
        assert expected in said.splitlines()


def test_names_fit_a_line_of_a_phone() -> None:
    """An option on a phone is a name, not a sentence."""
    assert [title for title in TITLES if len(title) > 12] == []
