"""The book as text: every item of the syllabus has its page, every page its parts, every number adds up."""

from __future__ import annotations

import ast
import operator
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from learner import content

from okr_kit.hosts.classroom.book import source as book_source
from okr_kit.lint import lint_record

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "book"

#: The syllabus: unit.item.part in its order; 0 is the opening, 7 the review. 5.onion (洋葱会) stands in the benefits only.
SYLLABUS = """
0
1.1 1.2 1.3 1.4 1.5 1.5.1 1.5.2 1.5.3 1.5.4 1.5.5
2.1 2.1.1 2.1.2 2.1.3 2.2 2.2.1 2.2.2 2.2.3 2.3 2.4
3.1 3.2 3.3 3.4 3.5.1 3.5.2 3.5.3 3.6 3.6.1 3.6.2
4.1 4.2 4.3 4.4 4.5
5.1 5.2 5.2.1 5.2.2 5.2.3 5.3 5.3.1 5.3.2 5.4 5.onion
6.1 6.2 6.3 6.3.1 6.3.2 6.3.3 6.3.4 6.3.5 6.3.6 6.3.7 6.4 6.5
7
"""

#: What each section has.
PARTS = {
    "its question": r"^> \*\*这一节回答\*\*：\S",
    "a worked case": r"^## 案例：\S",
    "the typical mistake": r"^## 常见的错",
    "a question to think about": r"^:{3,}\{admonition\} 想一想$|^`{3,}\{admonition\} 想一想$",
    "one answer": r"^[:`]{3,}\{dropdown\} 一种回答$",
    "what to do on Monday": r"^\*\*带回去\*\*：\S",
    "notes for the trainer": r"^[:`]{3,}\{admonition\} 讲师$",
}
#: Sections without an exercise of their own, and why.
NO_EXERCISE = {
    "what-is-okr": "the question to think about is talked over in pairs; the first exercise follows on the next page",
    "objective": "definition; spot-wrong-objectives stands on the next page, with the cases",
    "key-result": "definition; spot-wrong-key-results stands on the next page, with the cases",
    "why-review": "five minutes that open the unit",
    "aar-plus": "the five steps are done in review-practice",
    "four-meetings": "three minutes; build-cadence and mechanism-canvas take up the meetings",
    "which-ones": "the menu is used in mechanism-canvas",
    "onion-meeting": "the lecturer's own text; nothing public to exercise",
    "okr-and-performance": "read at home; what the client decides is on mechanism-canvas",
}
#: Cases with figures but without arithmetic, and what the figures are.
NOTHING_TO_COMPUTE = {
    "reflect": "counts and minutes of one workshop",
    "next-steps": "dates and times of day",
}
#: Exercises whose names other parts rely on.
CONTRACT = """
opening-difficulties match-five-values mbo-or-okr loop-puzzle
spot-wrong-objectives spot-wrong-key-results okr-or-kpi find-the-error write-okr
name-cascade-errors map-ogsm-okr cascade-three-levels reconcile-numbers split-by-region build-value-tree pick-levers
score-key-results write-aar-plus choose-better-question set-wrong-or-done-wrong review-role-play
build-cadence fix-weekly-report alignment-role-play mechanism-canvas
expectations-map baseline-and-gaps design-strategies rank-strategies write-team-okr tasks-and-raci resources-and-risks
aar-on-the-workshop write-todo
"""
EXERCISE = re.compile(
    r"^(?P<fence>[:`]{3,})\{exercise\} (?P<slug>\S+)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Page:
    """One page: its name without ``.md``, its front matter, its text."""

    name: str
    meta: dict[str, Any]
    text: str

    @property
    def minutes(self) -> int:
        return self.meta["minutes"]

    @property
    def short(self) -> int:
        return self.meta.get("short", self.minutes)


def read(path: Path) -> Page:
    text = path.read_text("utf-8")
    found = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    return Page(path.stem, yaml.safe_load(found[1]) if found else {}, text)


def order() -> list[str]:
    """The pages as _toc.yml has them."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    files = [toc["root"], *(chapter["file"] for part in toc["parts"] for chapter in part["chapters"])]
    return [name.removeprefix("book/") for name in files]


PAGES = {path.stem: read(path) for path in sorted(BOOK.glob("*.md"))}
ORDER = order()
SECTIONS = [PAGES[name] for name in ORDER if name in PAGES and "half" in PAGES[name].meta]
TIMETABLE = tomllib.loads((BOOK / "timetable.toml").read_text("utf-8"))
CHECKS = [
    (path.name, check)
    for path in sorted((BOOK / "checks").glob("*.toml"))
    for check in tomllib.loads(path.read_text("utf-8"))["check"]
]
UNITS = {0: 10, 1: 15, 2: 15, 3: 15, 4: 15, 5: 15, 6: 15, 7: 15}


def exercises(page: Page) -> list[tuple[str, dict[str, str], str]]:
    """(slug, options, body) of the exercises on a page."""
    found = []
    for match in EXERCISE.finditer(page.text):
        options = dict(re.findall(r"^:(\w+): *(.*)$", match["body"], re.MULTILINE))
        found.append((match["slug"], options, re.sub(r"^:\w+:.*\n", "", match["body"], flags=re.MULTILINE).strip()))
    return found


# -- pages and their parts ---------------------------------------------------------------------------------------------


def test_every_page_is_in_the_table_of_contents_once() -> None:
    assert sorted(ORDER) == sorted(PAGES)


def test_the_handbook_is_for_the_trainer_alone() -> None:
    """A page of it that does not say so would be offered to learners, answers of the tests and all."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    handbook = toc["parts"][-1]
    assert handbook["caption"] == "讲师手册"
    hers = {chapter["file"].removeprefix("book/") for chapter in handbook["chapters"]}
    assert {page.name for page in PAGES.values() if page.meta.get("reader") == "trainer"} == hers


def test_every_page_says_its_minutes() -> None:
    assert [page.name for page in PAGES.values() if not isinstance(page.meta.get("minutes"), int)] == []


def test_every_item_of_the_syllabus_has_its_page_and_no_page_another() -> None:
    named = [item for page in SECTIONS for item in page.meta["syllabus"]]
    assert set(named) == set(SYLLABUS.split())
    for page in SECTIONS:
        assert {item.split(".")[0] for item in page.meta["syllabus"]} == {str(page.meta["unit"])}, page.name


def test_units_and_half_days_follow_each_other() -> None:
    for key in ("unit", "half"):
        values = [page.meta[key] for page in SECTIONS]
        assert values == sorted(values), key


@pytest.mark.parametrize("page", SECTIONS, ids=lambda page: page.name)
def test_a_section_has_its_parts(page: Page) -> None:
    missing = [part for part, pattern in PARTS.items() if not re.search(pattern, page.text, re.MULTILINE)]
    if not exercises(page) and page.name not in NO_EXERCISE:
        missing.append("an exercise")
    assert missing == []
    assert len(re.findall(r"^# ", page.text, re.MULTILINE)) == 1


def test_exceptions_are_still_needed() -> None:
    assert [name for name in NO_EXERCISE if exercises(PAGES[name])] == []


# -- minutes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("half", TIMETABLE["halves"])
def test_a_half_day_is_three_hours(half: str) -> None:
    fixed = sum(row["minutes"] for row in TIMETABLE["fixed"] if row["half"] == half)
    assert fixed + sum(page.minutes for page in SECTIONS if page.meta["half"] == half) == 180


def test_the_agenda_on_the_phones_is_the_timetable() -> None:
    """Each half-day names the units that its pages belong to, and each exercise stands in that of its page."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    part_of = {
        chapter["file"].removeprefix("book/"): part["caption"] for part in toc["parts"] for chapter in part["chapters"]
    }
    said = content().language.say
    assert said("class.halves").split() == TIMETABLE["halves"]
    for half in TIMETABLE["halves"]:
        pages = [page for page in SECTIONS if page.meta["half"] == half and page.minutes and page.meta["unit"]]
        units = {part_of[page.name].split("　")[-1] for page in pages}
        topics = [re.sub("（.*?）", "", topic) for topic in said(f"class.topics-{half}").split("；")]
        assert set(topics) == units
    for page in SECTIONS:
        for slug, _, _ in exercises(page):
            if slug in content().exercises:
                assert content().exercise(slug).settings["half"] == page.meta["half"], slug


def test_two_days_are_twelve_hours() -> None:
    fixed = sum(row["minutes"] for row in TIMETABLE["fixed"])
    assert fixed + sum(page.minutes for page in SECTIONS) == 720


@pytest.mark.parametrize("row", [row for row in TIMETABLE["fixed"] if "before" in row], ids=lambda row: row["before"])
def test_a_break_stands_before_a_section_of_its_half_day(row: dict[str, Any]) -> None:
    page = PAGES[row["before"].removeprefix("book/")]
    assert (page.meta["half"], page.minutes > 0) == (row["half"], True)


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_can_be_a_quarter_of_an_hour_shorter(unit: int) -> None:
    pages = [page for page in SECTIONS if page.meta["unit"] == unit]
    assert all(0 <= page.short <= page.minutes for page in pages)
    assert sum(page.minutes - page.short for page in pages) >= UNITS[unit]


@pytest.mark.parametrize("page", [page for page in SECTIONS if page.minutes], ids=lambda page: page.name)
def test_what_must_be_done_in_class_fits_into_the_section(page: Page) -> None:
    bank = content().exercises
    minutes = 0
    for slug, options, _ in exercises(page):
        if (options.get("need") or bank[slug].need) == "must":
            minutes += int(options.get("minutes") or bank[slug].minutes)
    assert minutes <= page.minutes


#: What somebody cannot be seen to do.
INSIDE_A_HEAD = re.compile(r"^(了解|理解|掌握|熟悉|认识|学会|知道|体会|明白|懂得|明确|领会)")
#: Sections whose exercise is talked over later, and where.
NO_DEBRIEF = {
    "understand-expectations": "its sheet is what the next step begins with; the pitch debriefs all seven",
    "analyse-baseline": "the same",
    "design-strategies": "the same",
    "choose-strategies": "the same",
    "gather-objectives": "the same",
    "break-into-tasks": "the same",
    "plan-resources": "the same",
    "choose-objective": "the same",
    "pitch": "the pitch is told and answered in front of everybody",
    "next-steps": "three people read theirs aloud at its end",
    "review": "the last page: its answers come after the course",
}
TALKED_OVER = "讲评"


@pytest.mark.parametrize("page", SECTIONS, ids=lambda page: page.name)
def test_a_section_says_what_it_is_for_and_what_to_remember(page: Page) -> None:
    """Aims somebody can be seen to reach, and a few sentences; no aim is a word for what happens in a head."""
    aims, points = page.meta["aims"], page.meta["points"]
    assert 2 <= len(aims) <= 3
    assert 2 <= len(points) <= 4
    assert [aim for aim in aims if INSIDE_A_HEAD.search(aim) or len(aim) > 34 or aim.endswith("。")] == []
    assert [point for point in points if len(point) > 42 or not point.endswith("。")] == []


def test_no_two_sections_have_the_same_aim_or_point() -> None:
    said = Counter(sentence for page in SECTIONS for sentence in (*page.meta["aims"], *page.meta["points"]))
    assert [sentence for sentence, times in said.items() if times > 1] == []


@pytest.mark.parametrize("page", [page for page in SECTIONS if page.minutes], ids=lambda page: page.name)
def test_a_section_says_where_its_minutes_go_and_what_the_short_version_leaves_out(page: Page) -> None:
    plan = page.meta["plan"]
    assert sum(plan.values()) == page.minutes
    assert all(minutes > 0 for minutes in plan.values())
    assert (page.short < page.minutes) <= bool(page.meta.get("cut"))


@pytest.mark.parametrize("page", [page for page in SECTIONS if page.minutes], ids=lambda page: page.name)
def test_what_was_done_is_talked_over(page: Page) -> None:
    """Two minutes in which two tables speak before the answer; one where the whole section has eight."""
    bank = content().exercises
    needs = [options.get("need") or bank[slug].need for slug, options, _ in exercises(page)]
    if "must" in needs and page.name not in NO_DEBRIEF:
        assert page.meta["plan"].get(TALKED_OVER, 0) >= (2 if page.minutes > 8 else 1)


def test_nobody_sits_for_longer_than_an_hour_and_three_quarters() -> None:
    for half in TIMETABLE["halves"]:
        rows = [page for page in SECTIONS if page.meta["half"] == half and page.minutes]
        breaks = [
            row["before"].removeprefix("book/")
            for row in TIMETABLE["fixed"]
            if row["half"] == half and row.get("pause")
        ]
        fixed = {
            row.get("before", "").removeprefix("book/"): row["minutes"]
            for row in TIMETABLE["fixed"]
            if row["half"] == half and not row.get("pause")
        }
        stretches = [0]
        for page in rows:
            stretches += [0] if page.name in breaks else []
            stretches[-1] += page.minutes + fixed.get(page.name, 0)
        assert max(stretches) <= 105, (half, stretches)


@pytest.mark.parametrize("page", SECTIONS, ids=lambda page: page.name)
def test_the_note_to_the_trainer_says_nothing_of_minutes_twice(page: Page) -> None:
    """Minutes and the short version stand in the front matter, from which handbook and console have them."""
    note = book_source.parted(page.text, "讲师")[1]
    assert note
    assert re.findall(r"^(?:- )?\d+ 分钟[：:（]|短版|时间紧时|少 \d 分钟的做法", note, re.MULTILINE) == []


def test_every_note_to_the_trainer_is_in_the_handbook() -> None:
    """Learners' pages lose it; each unit's page of the handbook prints it."""
    printed = {name for page in PAGES.values() for name in re.findall(r"\{unit-notes\} (\w+)", page.text)}
    planned = {name for page in PAGES.values() for name in re.findall(r"\{unit-plan\} (\w+)", page.text)}
    units = {
        str(page.meta.get("unit", "none"))
        for page in PAGES.values()
        if page.meta.get("reader") != "trainer" and book_source.parted(page.text, "讲师")[1]
    }
    assert printed == units
    assert planned == {str(page.meta["unit"]) for page in SECTIONS}


# -- exercises ---------------------------------------------------------------------------------------------------------


def test_every_exercise_has_one_place() -> None:
    slugs = [slug for page in PAGES.values() for slug, _, _ in exercises(page)]
    assert [slug for slug, times in Counter(slugs).items() if times > 1] == []
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z]+(-[a-z]+)*", slug)] == []
    missing = {*CONTRACT.split(), *content().exercises} - set(slugs)
    assert not missing, (
        f"no page of book/ has a box for {sorted(missing)}: write ```{{exercise}} <slug> where it is done"
    )


def test_an_exercise_without_text_is_in_the_bank() -> None:
    for page in PAGES.values():
        for slug, options, body in exercises(page):
            if slug in content().exercises:
                continue
            assert {"title", "minutes", "need"} <= set(options), slug
            assert "{dropdown}" in body, slug


def test_no_exercise_escapes_this_test() -> None:
    """A box that is not closed, or indented, would be missed by the pattern above."""
    for page in PAGES.values():
        assert len(exercises(page)) == len(re.findall(r"\{exercise\} ", page.text)), page.name


# -- numbers -----------------------------------------------------------------------------------------------------------

OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}


def compute(text: str) -> float:
    """The value of an expression over numbers; nothing else is understood."""

    def value(node: ast.expr) -> float:
        match node:
            case ast.Constant(value=number) if type(number) in (int, float):
                return number
            case ast.UnaryOp(op=op):
                return OPERATORS[type(op)](value(node.operand))
            case ast.BinOp(op=op):
                return OPERATORS[type(op)](value(node.left), value(node.right))
        raise ValueError(f"not arithmetic: {ast.dump(node)}")

    return value(ast.parse(text, mode="eval").body)


def shown_on(page: Page) -> str:
    """What a reader can see, including what the bank gives to the page."""
    bank = content().exercises
    given = [str(bank[slug].items) for slug, _, body in exercises(page) if slug in bank and not body]
    return "\n".join([page.text, *given])


@pytest.mark.parametrize(("file", "check"), CHECKS, ids=[f"{file}-{check['what']}" for file, check in CHECKS])
def test_the_arithmetic_of_a_case(file: str, check: dict[str, Any]) -> None:
    assert compute(check["expr"]) == pytest.approx(check["equals"], abs=check["tolerance"] + 1e-9), file
    text = shown_on(PAGES[check["page"].removesuffix(".md")])
    assert [number for number in check["shown"] if number not in text] == []


def test_every_case_with_numbers_is_recomputed() -> None:
    """A case counts as one with numbers if it has three figures or more."""
    checked = {check["page"].removesuffix(".md") for _, check in CHECKS}
    unchecked = []
    for page in SECTIONS:
        case = re.search(r"^## 案例：.*?(?=^## |\Z)", page.text, re.MULTILINE | re.DOTALL)
        if case and len(re.findall(r"\d+(?:\.\d+)?", case[0])) >= 3 and page.name not in checked:
            unchecked.append(page.name)
    assert sorted(unchecked) == sorted(NOTHING_TO_COMPUTE)


@pytest.mark.parametrize("text", ["__import__('os')", "a + 1", "'1' * 3", "[1][0]", "(1).real", "True"])
def test_only_arithmetic_is_computed(text: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        assert compute(text) is None


# -- sets that the book gives ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", content().exercise("write-okr").items)
def test_each_scenario_has_a_set_that_the_grader_has_nothing_against(place: str) -> None:
    scenario = content().exercise("write-okr").items[place]
    title = re.escape(scenario["title"])
    [body] = re.findall(
        rf"^```\{{dropdown\}} 参考写法：{title}\n(.*?)^```$", PAGES["write-your-okr"].text, re.DOTALL | re.MULTILINE
    )
    [objective] = re.findall(r"^\*\*O：(.*)\*\*$", body, re.MULTILINE)
    key_results = re.findall(r"^- (.*)$", body, re.MULTILINE)
    *measured, guardrail = key_results
    assert 3 <= len(measured) <= 4
    assert all(re.match(r"KR\d（(?:承诺|挑战)型）：.*从.*\d.*到 \d", line) for line in measured)
    assert re.match(r"护栏：.*\d.*（.*\d.*）$", guardrail)
    record = {"kind": "okr_set", "cycle": scenario["cycle"], "objective": objective, "key_results": key_results}
    told = lint_record(record, content().language, content().policy)
    assert (told["verdict"], [finding["code"] for finding in told["findings"]]) == ("pass", [])
    assert "好在哪里：" in body
    assert "教练还会问：" in body


# -- links and sources -------------------------------------------------------------------------------------------------


def test_links_lead_to_pages_that_are_there() -> None:
    missing = []
    for page in PAGES.values():
        for target in re.findall(r"\]\(([^)\s]+)\)", page.text):
            path = target.partition("#")[0]
            if path and not re.match(r"[a-z]+:", target) and not (BOOK / path).is_file():
                missing.append((page.name, target))
        figures = re.findall(r"^[:`]{3,}\{(?:figure|image)\} (\S+)", page.text, re.MULTILINE)
        missing += [(page.name, figure) for figure in figures if not (BOOK / figure).is_file()]
    assert missing == []


def test_every_source_named_is_listed_and_linked() -> None:
    listed = set(re.findall(r"^\(s(\d+)\)=$", PAGES["sources"].text, re.MULTILINE))
    assert listed == set(re.findall(r"^### S(\d+)$", PAGES["sources"].text, re.MULTILINE))
    for page in PAGES.values():
        if page.name == "sources":
            continue
        named = re.findall(r"来源 S(\d+)", page.text)
        linked = re.findall(r"\[来源 S(\d+)\]\(sources\.md#s(\d+)\)", page.text)
        assert set(named) <= listed, page.name
        assert [pair for pair in linked if pair[0] != pair[1]] == [], page.name
        assert len(named) == len(linked), f"{page.name}: a source without its link"


def test_every_source_listed_is_used() -> None:
    listed = set(re.findall(r"^\(s(\d+)\)=$", PAGES["sources"].text, re.MULTILINE))
    used = {key for page in PAGES.values() for key in re.findall(r"sources\.md#s(\d+)\)", page.text)}
    assert listed - used == set()


def test_the_list_of_sources_says_which_page_rests_on_which() -> None:
    """A line for each page that names the source, with what it takes from there; the trainer's pages are named in words."""
    parts = re.split(r"^\(s(\d+)\)=$", PAGES["sources"].text, flags=re.MULTILINE)
    for number, part in zip(parts[1::2], parts[2::2], strict=True):
        told = set(re.findall(r"^- \[.+?\]\(([\w-]+)\.md\)：\S", part, re.MULTILINE))
        resting = {page.name for page in PAGES.values() if f"sources.md#s{number})" in page.text}
        hers = {page.name for page in PAGES.values() if page.meta.get("reader") == "trainer"}
        assert told == resting - hers, f"S{number}"
        assert bool(resting & hers) == ("- 讲师手册" in part), f"S{number}"


def test_every_figure_is_used_and_says_what_it_shows() -> None:
    text = "\n".join(page.text for page in PAGES.values())
    for path in sorted((BOOK / "_static" / "figures").glob("*.svg")):
        drawn = path.read_text("utf-8")
        assert f"_static/figures/{path.name}" in text, path.name
        assert [part for part in ("<title", "<desc", "viewBox", "<text") if part not in drawn] == [], path.name
        assert "<image" not in drawn, path.name
    for page in PAGES.values():
        figures = re.findall(r"^[:`]{3,}\{figure\}.*\n((?::.*\n)*)", page.text, re.MULTILINE)
        assert all(":alt:" in options for options in figures), page.name


def test_searched_words_are_at_home_on_pages_that_are_there() -> None:
    home = tomllib.loads((BOOK / "_ext" / "words.toml").read_text("utf-8"))["home"]
    assert {name for pages in home.values() for name in pages} - set(PAGES) == set()


# -- settings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [page for page in PAGES.values() if "{when}" in page.text], ids=lambda page: page.name)
def test_a_text_for_one_mapping_has_its_counterpart(page: Page) -> None:
    """Either both, or the default's text stands for both (then it is named here)."""
    blocks = Counter(re.findall(r"\{when\} (\S+)", page.text))
    assert set(blocks) <= {"mapping=A", "mapping=B"}
    only_b = {"cascade-case": 1}
    assert blocks["mapping=B"] - blocks["mapping=A"] == only_b.get(page.name, 0)


MAPPING = """
[cascade]
mapping = "{mapping}"
[retrospective]
steps = ["先看目标", "再看结果", "找原因", "记规律", "定行动"]
"""
SMALL = """
format: jb-book
root: book/index
chapters:
  - file: book/ogsm-and-okr
  - file: book/aar-plus
  - file: book/onion-meeting
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mapping", "figure", "other"),
    [("A", "ogsm-okr-map.svg", "ogsm-okr-map-b.svg"), ("B", "ogsm-okr-map-b.svg", "ogsm-okr-map.svg")],
)
def test_text_and_figure_follow_the_courses_settings(tmp_path: Path, mapping: str, figure: str, other: str) -> None:
    """A book of three pages, with the lecturer's settings and text."""
    (tmp_path / "book").mkdir()
    for name in ("_ext", "_static"):
        shutil.copytree(BOOK / name, tmp_path / "book" / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("ogsm-and-okr.md", "aar-plus.md", "onion-meeting.md"):
        (tmp_path / "book" / name).write_text((BOOK / name).read_text("utf-8"), "utf-8")
    (tmp_path / "book" / "index.md").write_text("# 三页\n", "utf-8")
    (tmp_path / "_config.yml").write_text((ROOT / "_config.yml").read_text("utf-8"), "utf-8")
    (tmp_path / "_toc.yml").write_text(SMALL, "utf-8")
    (tmp_path / "course.toml").write_text(MAPPING.format(mapping=mapping), "utf-8")
    slot = tmp_path / "lecturer" / "book" / "onion-meeting.md"
    slot.parent.mkdir(parents=True)
    slot.write_text("讲师写的**洋葱会**做法。\n", "utf-8")
    command = [sys.executable, "-m", "okr_kit", "build", "--course-dir", str(tmp_path)]
    command += ["--course", str(tmp_path / "course.toml"), "--content", str(tmp_path / "lecturer")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    site = tmp_path / "_build" / "site" / "book"
    page = (site / "ogsm-and-okr.html").read_text("utf-8")
    source = PAGES["ogsm-and-okr"].text
    blocks = re.findall(r"^(:{3,})\{when\} mapping=(\w)\n(.*?)^\1$", source, re.MULTILINE | re.DOTALL)
    assert f'{figure}"' in page
    assert f'{other}"' not in page
    for _, wanted, text in blocks:
        words = max((one for one in re.findall(r"[\u4e00-\u9fff，：]{5,}", text) if source.count(one) == 1), key=len)
        assert (words in page) == (wanted == mapping), words
    assert all(step in (site / "aar-plus.html").read_text("utf-8") for step in ("先看目标", "定行动"))
    assert "讲师写的<strong>洋葱会</strong>做法" in (site / "onion-meeting.html").read_text("utf-8")


@pytest.fixture
def extension(monkeypatch: pytest.MonkeyPatch) -> None:
    """The modules of our Sphinx extension can be imported."""
    monkeypatch.syspath_prepend(str(BOOK / "_ext"))


@pytest.mark.usefixtures("extension")
def test_lines_below_a_line_stay_inside_its_list() -> None:
    """Also behind a mark of two digits: item 10 of a paper version was once the end of its list."""
    import okr_exercise
    from markdown_it import MarkdownIt

    from okr_kit.view import Items

    lines = tuple((f"第 {n} 条", "可选：一；二") for n in range(1, 13))
    html = MarkdownIt().render(okr_exercise.markdown([Items(lines, ordered=True)]))
    assert (html.count("<ol"), html.count("<ul"), html.count("<li")) == (1, 12, 24)


@pytest.mark.usefixtures("extension")
def test_the_format_page_says_what_the_code_does() -> None:
    """Every kind with each of its fields and codes, as the code has them: nothing on the page is written twice."""
    import okr_reference

    from okr_kit import lang
    from okr_kit.subjects import SUBJECTS

    for subject in SUBJECTS.values():
        text = okr_reference.contract(subject, lang.load())
        rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| `")]
        named = {row[0].strip("| `"): row for row in rows}
        assert set(named) == {field.name for field in subject.fields} | {rule.code for rule in subject.rules}
        for rule in subject.rules:
            assert named[rule.code][1].count("（") == 1 + len(rule.others)
            assert all(f"（{severity}）" in named[rule.code][1] for severity in (rule.severity, *rule.others))
        for field in subject.fields:
            assert ("是" in named[field.name][2]) == field.needed
    assert "{contract}" in (BOOK / "lint-format.md").read_text("utf-8")
