"""The grader and the course speak with one voice: what the book and the bank print as wrong is found, what they print as good passes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from okr_kit import bank
from okr_kit.lint import lint_record

BOOK = Path(__file__).resolve().parent.parent / "book"
CONTENT = bank.load()
LANGUAGE, POLICY = CONTENT.language, CONTENT.policy

#: What only people can judge, or what needs more than its sentence: the example, and why the grader is silent or unsure.
FOR_PEOPLE: dict[str, str] = {
    "招聘 2 名工艺员": "that it is beside the point is seen in its set alone; by itself it is work, and found as that",
    "和区域经理的 O 一字不差": "says how it was written and is no objective",
    "提升客户的交付体验。": "coaches differ on a quality that is named; the page asks for more than the grader does",
}
#: Codes that say nearly the same, so that either is right.
KIN = (
    {"K-NOMETRIC", "K-NOTARGET", "K-SUBJ", "K-AMBIG"},
    {"K-ACTIVITY", "K-BINARY", "K-HOWONLY"},
    {"O-TASK", "O-SOLUTION"},
    {"O-VAGUE", "O-JARGON", "O-LOWVALUE"},
)


class Example(NamedTuple):
    """A sentence or a set that the course prints; ``codes`` are what may be wrong with it, none where it is good."""

    where: str
    record: dict[str, Any]
    codes: frozenset[str]

    @property
    def text(self) -> str:
        """How it is named in :data:`FOR_PEOPLE`."""
        return str(self.record.get("text") or self.record["objective"])


def of_items(slug: str) -> Iterator[Example]:
    """Every item of an exercise whose key is codes, and what its better version reads like."""
    exercise = CONTENT.exercise(slug)
    for item in exercise.items.values():
        kind = item.get("subject") or exercise.settings["subject"]
        record = {key: item[key] for key in ("text", "objective", "key_results", "cycle") if item.get(key)}
        yield Example(f"{slug}/{item['id']}", {"kind": kind, **record}, frozenset(item["codes"]) | set(item["also"]))
        if item.get("better") and kind != "okr_set":
            better = {**record, "kind": kind, "text": item["better"]}
            yield Example(f"{slug}/{item['id']}/better", better, frozenset())


def of_bins(slug: str, good: dict[str, str]) -> Iterator[Example]:
    """What is sorted into the bins of objectives and key results is a good one."""
    for item in CONTENT.exercise(slug).items.values():
        if kind := good.get(item["bin"]):
            yield Example(f"{slug}/{item['id']}", {"kind": kind, "text": item["text"]}, frozenset())


def of_tables() -> Iterator[Example]:
    """Tables of the book with what is wrong, how it is written, and what it becomes."""
    titles = {card.title: code for code, card in LANGUAGE.cards.items()}
    for page in sorted(BOOK.glob("*.md")):
        rows = [line.strip("|").split("|") for line in page.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
        heads = [cell.strip() for row in rows for cell in row]
        if "写成这样" not in heads:
            continue
        for row in (tuple(cell.strip() for cell in row) for row in rows):
            code = titles.get(row[0])
            if code and len(row) >= 2 and code[0] in "OK":
                kind = "objective" if code[0] == "O" else "key_result"
                yield Example(f"{page.name}: {row[0]}", {"kind": kind, "text": row[1]}, frozenset({code}))


#: Pages on which one sentence stands before and behind its improvement.
PAGES = {
    "objective.md": "objective",
    "objective-cases.md": "objective",
    "key-result-cases.md": "key_result",
}


def of_pairs() -> Iterator[Example]:
    """改前 and 改后: any defect before, none behind."""
    for name, kind in PAGES.items():
        text = (BOOK / name).read_text(encoding="utf-8")
        before, after = (re.search(rf"\*\*改{when}\*\*：(.+)", text) for when in "前后")
        assert before
        assert after
        yield Example(f"{name}: 改前", {"kind": kind, "text": before[1]}, frozenset({"any"}))
        yield Example(f"{name}: 改后", {"kind": kind, "text": after[1]}, frozenset())


def of_new_objectives() -> Iterator[Example]:
    """What the six sentences of the case became."""
    text = (BOOK / "objective-cases.md").read_text(encoding="utf-8")
    table = text.partition("| 原句 |")[2].partition("\n\n")[0]
    for line in table.splitlines()[2:]:
        yield Example(
            f"objective-cases.md: {line[2:6]}",
            {"kind": "objective", "text": line.strip("| ").split("|")[-1].strip()},
            frozenset(),
        )


EXAMPLES = [
    *of_items("spot-wrong-objectives"),
    *of_items("spot-wrong-key-results"),
    *of_items("find-the-error"),
    *of_bins("okr-or-kpi", {"objective": "objective", "key_result": "key_result"}),
    *of_tables(),
    *of_pairs(),
    *of_new_objectives(),
]


def agrees(example: Example) -> bool:
    """Whether the grader says what the course says: a defect of the kind, or none at all."""
    told = lint_record(example.record, LANGUAGE, POLICY)
    found = {one["code"] for one in told["findings"]}
    errors = {one["code"] for one in told["findings"] if one["severity"] == "error"}
    if not example.codes:
        return told["verdict"] == "pass"
    if "any" in example.codes:
        return told["verdict"] == "revise"
    near = {code for code in found if any(code in kin and kin & example.codes for kin in KIN)}
    human = set(told["human"]) & example.codes
    return bool(found & example.codes or near or human) and (bool(errors) or told["verdict"] == "pass")


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.where for example in EXAMPLES])
def test_the_grader_says_what_the_course_says(example: Example) -> None:
    assert agrees(example) or example.text in FOR_PEOPLE


def test_what_is_left_to_people_is_still_printed_and_still_left() -> None:
    left = {example.text for example in EXAMPLES if not agrees(example)}
    assert left >= set(FOR_PEOPLE)


def test_there_are_examples_of_every_source() -> None:
    sources = {example.where.partition("/")[0].partition(":")[0] for example in EXAMPLES}
    assert {"find-the-error", "okr-or-kpi", "key-result-cases.md", "objective.md"} <= sources
    assert len(EXAMPLES) >= 150
