"""Pages of the book as screens: nothing lost, nothing too large, no answer before its time, nothing of the trainer's."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from learner import content

from okr_kit.hosts.classroom.book import Book
from okr_kit.hosts.classroom.book import figures as book_figures
from okr_kit.hosts.classroom.book import fit as book_fit
from okr_kit.hosts.classroom.book import source as book_source
from okr_kit.hosts.classroom.book.screens import screens
from okr_kit.hosts.classroom.stage.parts import head
from okr_kit.render import html as drawn
from okr_kit.render import stage
from okr_kit.view import Card, Columns, Items, Picture, Say, Statement, Strong, Table, Text

ROOT = Path(__file__).resolve().parent.parent
PAGES = [name for name in book_source.order(ROOT) if not book_source.page(ROOT, name).trainers]
TAUGHT = [row.page for rows in book_source.half_days(ROOT).values() for row in rows if row.page]
#: What the book makes itself, and what the stage leaves out by its name.
MADE = ("timetable", "rules", "contract", "slot")


@pytest.fixture(scope="module")
def here():
    return SimpleNamespace(content=content(), book=Book(ROOT))


@cache
def of(page, mapping="A"):
    policy = replace(content().policy, mapping=mapping)
    return screens(SimpleNamespace(content=replace(content(), policy=policy), book=Book(ROOT)), page)


def course(folder, text, **files):
    """The screens of a page of a small book."""
    (folder / "book/_static/figures").mkdir(parents=True, exist_ok=True)
    (folder / "_toc.yml").write_text("root: book/one\n", "utf-8")
    (folder / "book/one.md").write_text(f"---\nminutes: 5\n---\n# 一页\n\n{text}", "utf-8")
    for name, drawing in files.items():
        (folder / f"book/_static/figures/{name}.svg").write_text(drawing, "utf-8")
    return screens(SimpleNamespace(content=content(), book=Book(folder)), "book/one")


def said(nodes):
    """The words of nodes in order, one string each."""
    for node in nodes:
        match node:
            case Text(runs) | Statement(runs):
                yield "".join(run if isinstance(run, str) else run.text for run in runs)
            case Items(lines):
                yield from (one for line in lines for one in ((line,) if isinstance(line, str) else line))
            case Table(headers, rows):
                yield from (cell for row in (headers, *rows) for cell in row)
            case Say(_, title, body):
                yield from (title, *body)
            case Card(children, title):
                yield from (title, *said(children))
            case Columns(columns):
                yield from (one for column in columns for one in said(column))
            case Picture(_, alt):
                yield alt


def bare(text):
    """Letters, digits and Chinese alone."""
    return re.sub(r"[\W_]", "", text)


def shown(found):
    return bare("".join(one for screen in found for one in (screen.title, *said(screen.nodes))))


# -- another reading of the pages' source ------------------------------------------------------------------------------

OPEN = re.compile(r"\s*(`{3,}|:{3,})(?:\{(\w+)\} ?(.*)|\w+)$")


def left_out(name, argument, options):
    """What has its reason not to be on the stage."""
    if name == "when":
        return argument != "mapping=A"
    if name == "admonition":
        return argument == "讲师"
    if name == "dropdown":
        return argument.startswith("角色卡")
    return name in MADE or (name == "exercise" and options.get("need") == "after")


def learners_lines(page):
    """The lines of a page that learners read in class, read without the parser that makes the screens."""
    text = book_source.page(ROOT, page).text
    for number, name in enumerate(content().policy.retrospective_steps, 1):
        text = text.replace(f"{{{{ aar{number} }}}}", name)
    lines = text.splitlines()
    stack = []
    for place, line in enumerate(lines):
        opened = OPEN.match(line)
        if opened:
            following = "\n".join(lines[place + 1 : place + 6])
            options = dict(re.findall(r"^:(\w+): *(.*)$", following, re.MULTILINE))
            stack.append((opened[1], opened[2], left_out(opened[2], opened[3], options)))
            if opened[2] == "dropdown" and not any(out for *_, out in stack):
                yield opened[3]
        elif stack and line.strip() == stack[-1][0]:
            stack.pop()
        elif not any(out for *_, out in stack) and not re.match(r":[\w-]+:|\(\w+\)=$|\|[-|: ]+\|$", line):
            yield line
    assert not stack


def sentences(page):
    for line in learners_lines(page):
        plain = re.sub(r"[（(]?(?:\[(?:来源 )?S\d+\]\(sources\.md#s\d+\)[、，和 ]*)+[）)]?", "", line)
        plain = re.sub(r"<[a-z/][^>]*>", "", plain)
        plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", plain)
        plain = re.sub(r"^[ >]*(?:#+ |[-*] |\d+\. )?", "", plain)
        for part in re.split(r"[。！？；|]", plain):
            if bare(part) not in ("", "来源"):  # the head of a column of sources
                yield bare(part)


# -- every page --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_no_screen_is_larger_than_the_projector(page) -> None:
    found = of(page)
    assert found
    assert [
        (s.title, round(book_fit.height(s.nodes), 1)) for s in found if book_fit.height(s.nodes) > book_fit.LINES
    ] == []
    assert [s.title for s in found if book_fit.width(s.title) > 38 or not s.title] == []
    assert [s.title for s in found if not s.nodes] == []


@pytest.mark.parametrize("page", PAGES)
def test_no_sentence_of_a_page_is_lost(page) -> None:
    everything = shown(of(page))
    wanted = list(sentences(page))
    made = {"book/timetable", "book/rule-catalogue"}  # of the kit, but for their first lines
    assert len(wanted) > 2 or page in made
    assert page in made or [one for one in wanted if one not in everything] == []


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_shown_that_is_not_for_the_room(page) -> None:
    text = "\n".join(one for screen in of(page) for one in (screen.title, *said(screen.nodes)))
    assert re.findall(r"\]\(|\*\*|\{\{|:::|```|（）|\x00|<[a-z]", text) == []
    if page != "book/sources":
        assert re.findall(r"\[?来源 S\d+", text) == []
    everything = bare(text)
    for block in re.findall(r"```\{admonition\} 讲师\n(.*?)\n```", book_source.page(ROOT, page).text, re.DOTALL):
        note = [bare(line) for line in block.splitlines() if len(bare(line)) > 12 and not line.startswith(":")]
        assert [line for line in note if line in everything] == []


@pytest.mark.parametrize("page", TAUGHT)
def test_a_page_begins_with_its_question(page) -> None:
    first = of(page)[0]
    assert (first.kind, first.title, first.rest) == ("question", book_source.page(ROOT, page).title, False)
    assert next(said(first.nodes)) == "这一节回答"
    assert "带回去" in [screen.title for screen in of(page)]


@pytest.mark.parametrize("page", PAGES)
def test_answers_wait_for_her(page) -> None:
    """What stands in the answer of an exercise or of 想一想 is in second halves alone."""
    text = book_source.page(ROOT, page).text
    answers = re.findall(r"^(`{3,}|:{3,})\{dropdown\} (?:一种回答|参考答案)\n(.*?)^\1$", text, re.DOTALL | re.MULTILINE)
    early = shown([screen for screen in of(page) if not screen.rest])
    late = shown([screen for screen in of(page) if screen.rest])
    for _, block in answers:
        for line in block.splitlines():
            if len(bare(line)) > 14 and bare(line) in late:
                assert bare(line) not in early
    assert all(not screen.rest for screen in of(page)[:1])
    assert len(answers) == 0 or any(screen.rest for screen in of(page))


@pytest.mark.parametrize("page", TAUGHT)
def test_a_second_half_belongs_to_the_screen_before_it(page) -> None:
    found = of(page)
    for before, screen in itertools.pairwise(found):
        if screen.rest:
            assert (screen.title, screen.slug) == (before.title, before.slug)


# -- parts of a page ---------------------------------------------------------------------------------------------------


def by_title(page, title):
    return [screen for screen in of(page) if screen.title == title]


def test_the_question_to_think_about_is_repeated_above_its_answer() -> None:
    first, second = by_title("book/objective", "想一想")
    assert (first.kind, first.rest, second.rest) == ("think", False, True)
    assert second.nodes[: len(first.nodes)] == first.nodes
    assert "一种回答" in list(said(second.nodes))
    assert "差在「顺利」。没有投诉算顺利，还是按期算顺利？" in list(said(second.nodes))


def test_what_was_wrong_is_shown_before_what_is_right(tmp_path) -> None:
    first, second = course(tmp_path, "## 常见的错\n\n- **改前**：甲。\n- **改后**：乙。")
    assert first.nodes == (Say("bad", "改前", ("甲。",)),)
    assert second.nodes == (*first.nodes, Say("good", "改后", ("乙。",)))
    assert second.rest


def test_what_is_said_of_wrong_and_right_comes_with_the_right_one(tmp_path) -> None:
    first, second = course(
        tmp_path, "## 常见的错\n\n- **改前**：甲。\n- **改后**：乙。\n- **为什么**：丙。\n\n还有一种。"
    )
    assert first.nodes == (Say("bad", "改前", ("甲。",)),)
    assert second.nodes == (
        Say("bad", "改前", ("甲。",)),
        Say("good", "改后", ("乙。",)),
        Text((Strong("为什么"), "：丙。")),
        Text(("还有一种。",)),
    )


@pytest.mark.parametrize("page", PAGES)
def test_no_right_example_is_shown_beside_its_wrong_one_at_once(page) -> None:
    """Every 改后 of a list on a page waits."""
    early = [line for screen in of(page) if not screen.rest for line in said(screen.nodes)]
    assert [line for line in early if re.match("改(之)?后($|：)", line)] == []


def test_a_list_that_only_mentions_before_and_after_is_a_list(tmp_path) -> None:
    [screen] = course(tmp_path, "- 改前念一遍\n- 改前：甲\n- 别的：乙")
    assert screen.nodes == (Items(("改前念一遍", "改前：甲", "别的：乙")),)


def test_a_task_carries_its_exercise_and_its_how_to_comes_before_the_answer() -> None:
    [task] = by_title("book/key-result-cases", "找出写错的 KR")
    assert (task.kind, task.slug) == ("task", "spot-wrong-key-results")
    assert "先自己做 10 分钟。然后六个人一桌，7 分钟：" in list(said(task.nodes))
    both = by_title("book/opening", "我们卡在哪里")
    slug = "opening-difficulties"
    assert [(screen.slug, screen.rest) for screen in both] == [(slug, False), (slug, True)]
    assert any(line.startswith("一桌六个人：") for line in said(both[0].nodes))
    assert "8 分钟　6 人一组" in list(said(both[0].nodes))
    assert "10 分钟" in list(said(task.nodes))  # alone first, then at the table: the page says how
    paper = by_title("book/ogsm-and-okr", "把八张纸条放对地方")
    assert {screen.slug for screen in paper} == {"map-ogsm-okr"}
    assert {screen.slug for screen in by_title("book/mechanism", "我们的 OKR 怎么运转")} == {""}  # on paper alone
    assert "6 分钟　6 人一组" in list(said(paper[0].nodes))
    late = [screen for screen in paper if screen.rest]
    how = [screen for screen in paper if any(line.startswith("六个人怎么做：") for line in said(screen.nodes))]
    assert paper.index(how[0]) < paper.index(late[0])
    assert how[0] not in late


def test_cards_of_a_role_play_stay_secret() -> None:
    text = shown(of("book/review-practice"))
    assert bare("你觉得这个季度很冤") not in text
    assert bare("你心里的答案是") not in text
    assert bare("三人复盘演练") in text


def test_a_box_inside_another_one_is_not_shown_by_mistake(tmp_path) -> None:
    """It may be an answer, or a note to her: nobody knows when it would be its turn."""
    text = "- 一条\n\n  ```{dropdown} 参考答案\n  不该现在看到\n  ```\n\n> 引文\n>\n> ```{admonition} 讲师\n> 给讲师的话\n> ```\n"
    everything = shown(course(tmp_path, text))
    assert bare("一条") in everything
    assert bare("引文") in everything
    assert bare("不该现在看到") not in everything
    assert bare("给讲师的话") not in everything


def test_exercises_for_afterwards_are_named_beside_what_to_take_home() -> None:
    [home] = by_title("book/cycles", "带回去")
    assert list(said(home.nodes))[-1] == "课后再做：排一个季度（10 分钟）"
    assert bare("岭北精冲设备科去年的安排") not in shown(of("book/cycles"))


def test_what_the_room_is_asked_first_waits_for_her(tmp_path) -> None:
    first, second = course(tmp_path, "## 故事\n\n你们猜多少？\n\n```{dropdown} 后来\n只有 2.6%。\n```\n\n接着说。")
    assert list(said(first.nodes)) == ["你们猜多少？"]
    assert second.rest
    assert bare("只有 2.6%。") in shown([second])
    assert bare("接着说。") in shown([second])


def test_what_to_remember_stands_before_what_to_take_home() -> None:
    page = book_source.page(ROOT, "book/objective")
    titles = [screen.title for screen in of("book/objective")]
    assert titles[titles.index("要点") + 1] == "带回去"
    [points] = by_title("book/objective", "要点")
    assert points.nodes == (Items(page.points),)


def test_folded_background_comes_last() -> None:
    assert of("book/objective")[-1].title == "O 里能不能有数字"
    assert of("book/objective")[-2].title == "带回去"


def test_the_courses_mapping_decides() -> None:
    one, other = shown(of("book/ogsm-and-okr")), shown(of("book/ogsm-and-okr", "B"))
    assert bare("上级的 S，是我的 O") in one
    assert bare("上级的 S，是我的 O") not in other
    assert bare("目的带上数，是 O") in other


def test_names_of_steps_come_from_the_course() -> None:
    assert "回顾目标" in "".join(one for screen in of("book/review-practice") for one in said(screen.nodes))


def test_the_trainers_own_pages_and_unknown_ones_have_no_screens(here) -> None:
    for page in ("book/handbook", "book/no-such-page", "", "../README", "book/../book/objective"):
        assert screens(here, page) == ()
    assert screens(SimpleNamespace(content=content(), book=None), "book/objective") == ()


def test_the_lecturers_slot_is_on_the_stage(tmp_path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book/value-tree-big-company.md").write_text("某大厂先砍掉了三片叶子。", "utf-8")
    found = screens(SimpleNamespace(content=content(), book=Book(ROOT, tmp_path)), "book/value-tree-case")
    assert bare("某大厂先砍掉了三片叶子") in shown(found)


def test_a_page_that_somebody_is_editing_has_no_screens_for_a_moment(tmp_path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "_toc.yml").write_text("root: book/one\n", "utf-8")
    (tmp_path / "book/one.md").write_text("---\nminutes: [\n---\n# 一页\n", "utf-8")
    assert screens(SimpleNamespace(content=content(), book=Book(tmp_path)), "book/one") == ()


# -- cutting -----------------------------------------------------------------------------------------------------------

LONG = "这一句话用来把一段文字写得很长，长到一屏放不下。" * 40


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        f"**{LONG}**",
        f"> {LONG}",
        "没有句号的一长串" * 60,
        "\n".join(f"- 第 {n} 件事，写得不长也不短" for n in range(60)),
        "\n".join(f"{n}. **第 {n} 件**，写得不长也不短" for n in range(1, 60)),
        f"- {LONG}\n- 短的",
        "| 甲 | 乙 |\n|---|---|\n" + "\n".join(f"| 第 {n} 行 | 一些话 |" for n in range(40)),
        f"| 甲 | 乙 |\n|---|---|\n| 一 | {LONG} |\n| 二 | 短 |",
        "|" + " 表头 |" * 12 + "\n|" + "---|" * 12 + "\n|" + " 十个字十个字十个字 |" * 12,
        f"- **改前**：{LONG}\n- **改后**：{LONG}",
        f"```{{admonition}} 想一想\n{LONG}\n```\n\n```{{dropdown}} 一种回答\n{LONG}\n```",
        f"```{{admonition}} 提醒\n> {LONG}\n```",
        "```console\n$ okr serve\n```",
    ],
    ids=[
        "long",
        "strong",
        "quote",
        "unbroken",
        "list",
        "numbers",
        "item",
        "rows",
        "cell",
        "wide",
        "sides",
        "think",
        "box",
        "code",
    ],
)
def test_whatever_a_page_holds_is_cut_to_fit_and_stays_whole(tmp_path, text) -> None:
    found = course(tmp_path, text)
    assert found
    assert [round(book_fit.height(s.nodes), 1) for s in found if book_fit.height(s.nodes) > book_fit.LINES] == []
    everything = shown(found)
    for part in re.split(r"[。|\n]", text):
        words = bare(re.sub(r"\{\w+\}|console", "", re.sub(r"^\d+\. ", "", part)))
        assert words in everything or words in bare("".join(one for s in found for one in said(s.nodes))), words


def test_a_list_goes_on_with_its_numbers(tmp_path) -> None:
    found = course(tmp_path, "\n".join(f"{n}. 第 {n} 件事" for n in range(1, 21)))
    starts = [node.start for screen in found for node in screen.nodes]
    counts = [len(node.lines) for screen in found for node in screen.nodes]
    assert starts[0] == 1
    assert starts[1:] == [sum(counts[: n + 1]) + 1 for n in range(len(counts) - 1)]
    assert max(counts) - min(counts) <= 1
    assert f'<ol class="okr-items" start="{starts[1]}">' in drawn(found[1].nodes)


def test_short_cells_and_heads_keep_to_one_line_and_long_ones_share_the_rest() -> None:
    table = Table(("步骤", "写下的"), (("总结规律", "话" * 80), ("行动", "短的")))
    first, second = book_fit.column_widths(table)
    assert first == pytest.approx(4)
    assert second == pytest.approx(book_fit.TABLE - 2 * book_fit.BESIDE - 4)
    assert '<td data-label="步骤" class="okr-short">总结规律</td>' in drawn([table])
    assert f'<td data-label="写下的">{"话" * 80}</td>' in drawn([table])


def test_words_of_weight_in_a_list_keep_it(tmp_path) -> None:
    [screen] = course(tmp_path, "1. **先谈策略**，再谈数。\n2. **让他先报。**")
    assert screen.nodes == (
        Text(("1.　", Strong("先谈策略"), "，再谈数。"), "item"),
        Text(("2.　", Strong("让他先报。")), "item"),
    )


def test_what_announces_something_stays_with_it(tmp_path) -> None:
    text = "写一段话占住地方。\n\n" * 7 + "**第一类**\n\n" + "| 甲 | 乙 |\n|---|---|\n" + "| 一 | 二 |\n" * 5
    found = course(tmp_path, text)
    assert [type(node).__name__ for node in found[1].nodes] == ["Text", "Table"]
    assert next(iter(said(found[1].nodes))) == "第一类"


def test_lines_that_end_a_sentence_are_paragraphs_and_others_go_on(tmp_path) -> None:
    [screen] = course(
        tmp_path,
        "第一句。\n第二句在这里断\n开，接着 [来源 S8](sources.md#s8)，又说（[来源 S9](sources.md#s9)、[来源 S8](sources.md#s8)）。\n",
    )
    assert list(said(screen.nodes)) == ["第一句。", "第二句在这里断开，接着，又说。"]


# -- drawings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_every_drawing_that_a_page_names_is_there(page) -> None:
    known = book_source.drawings(ROOT)
    for screen in of(page):
        for node in screen.nodes:
            if isinstance(node, Picture):
                name = node.src.removeprefix("/stage/figure/").partition("?")[0]
                assert name in known
                assert node.alt


def test_the_stage_gets_drawings_from_the_source_and_nothing_else(room, trainer, new_device) -> None:
    room.book = Book(ROOT)
    found = trainer.get("/stage/figure/figures/loop.svg")
    assert (found.status, found.headers["Content-Type"]) == (200, "image/svg+xml")
    assert found.body.encode() == (ROOT / "book/_static/figures/loop.svg").read_bytes()
    assert "default-src 'none'" in found.headers["Content-Security-Policy"]
    for name in ("figures/none.svg", "../objective.md", "..%2F..%2F_config.yml", "book.js", "figures", "/etc/passwd"):
        assert trainer.get(f"/stage/figure/{name}").status == 404
    assert new_device().get("/stage/figure/figures/loop.svg").status == 403


BOXES = "".join(
    f'<rect x="10" y="{y}" height="80" width="200"/><text x="20" y="{y + 40}" font-size="16">字</text>'
    for y in range(10, 790, 100)
)
HEAD = '<svg xmlns="http://www.w3.org/2000/svg"'
GRID = f'{HEAD} width="520" height="800" viewBox="0 0 520 800"><rect width="520" height="800"/>{BOXES}</svg>'


def test_a_drawing_with_small_letters_is_shown_band_by_band_after_the_whole(tmp_path) -> None:
    found = course(tmp_path, "```{figure} _static/figures/grid.svg\n:alt: 八格\n说明。\n```\n\n后面的话。\n", grid=GRID)
    whole, *parts, after = found
    assert [type(node).__name__ for node in whole.nodes] == ["Picture", "Text"]
    assert list(said(after.nodes)) == ["后面的话。"]
    cuts = [tuple(int(n) for n in re.findall(r"=(\d+)", screen.nodes[0].src)) for screen in parts]
    assert len(cuts) == 4
    assert (cuts[0][0], sum(high for _, high in cuts)) == (0, 800)
    for (top, high), (following, _) in itertools.pairwise(cuts):
        assert top + high == following
        assert not any(y < following < y + 80 for y in range(10, 790, 100))  # between the boxes
    assert parts[0].nodes[0].alt == "八格（放大的第 1 块，共 4 块）"
    band = book_figures.of_band(GRID, cuts[1])
    assert f'{HEAD} viewBox="0 {cuts[1][0]} 520 {cuts[1][1]}">' in band


def test_a_drawing_without_gaps_is_shown_in_bands_that_share_their_edges(tmp_path) -> None:
    """So that what one of them cuts is whole in the next."""
    boxes = "".join(
        f'<rect x="{x}" y="{y}" height="80" width="200"/><text x="{x}" y="{y + 40}" font-size="16">字</text>'
        for x, first in ((10, 10), (260, 50))
        for y in range(first, 700, 90)
    )
    drawing = f'{HEAD} viewBox="0 0 520 800">{boxes}</svg>'
    parts = course(tmp_path, "```{figure} _static/figures/dense.svg\n:alt: 密\n```\n", dense=drawing)[1:]
    cuts = [tuple(int(n) for n in re.findall(r"=(\d+)", screen.nodes[0].src)) for screen in parts]
    assert cuts[0][0] == 0
    assert abs(cuts[-1][0] + cuts[-1][1] - 800) <= 1
    for first in (10, 50):
        for y in range(first, 700, 90):
            assert any(top <= y and y + 80 <= top + high for top, high in cuts), y


def test_letters_of_drawings_can_be_read_from_the_last_row() -> None:
    """As a whole or in their bands, at 1280x720."""
    for name, path in book_source.drawings(ROOT).items():
        if name.startswith("figures/"):
            svg = path.read_text("utf-8")
            wide, high = (float(n) for n in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
            least = min(float(size) for size in re.findall(r'font-size="([\d.]+)"', svg))
            lines = [float(y) for y in re.findall(r'<text [^>]*?\by="([\d.]+)"', svg)]
            for top, tall in book_figures.bands(book_source.stamp(path)):
                assert sum(top < y < top + tall for y in lines) > 1, name
            tall = [band[1] for band in book_figures.bands(book_source.stamp(path))] or [high]
            assert least * min(1168 / wide, 510 / max(tall)) >= 20, name


def test_a_band_is_what_the_stage_gets(room, trainer) -> None:
    room.book = Book(ROOT)
    found = trainer.get("/stage/figure/figures/loop.svg?top=100&height=200")
    assert 'viewBox="0 100 720 200"' in found.body
    assert (
        trainer.get("/stage/figure/figures/loop.svg?top=x&height=200").body
        == trainer.get("/stage/figure/figures/loop.svg").body
    )


# -- in a browser ------------------------------------------------------------------------------------------------------

#: Shows each screen on the stage and finds the first step of its letters at which all of it is in sight, as stage.js does.
FIT = """(found) => {
  const root = document.querySelector(".okr-stage"), view = root.querySelector("[data-okr-view]");
  return found.map((html) => {
    view.innerHTML = html;
    for (let step = 0; step <= 5; step += 1) {
      root.dataset.fit = step;
      if (view.scrollHeight <= view.clientHeight && view.scrollWidth <= view.clientWidth) return step;
    }
    return 6;
  });
}"""


@pytest.mark.browser
def test_every_screen_is_whole_on_the_stage_in_letters_of_30_pixels(page) -> None:
    """``book_fit`` counts with them; smaller letters are for what the count has missed, and nothing scrolls."""
    files = ROOT / "okr_kit/hosts/static"
    style = "".join((files / name).read_text("utf-8") for name in ("style.css", "stage.css"))
    found = [(name, screen) for name in PAGES for screen in of(name)]
    frame = stage(content().language, (), endpoint="/stage", show="page")
    page.set_viewport_size({"width": 1280, "height": 720})
    page.set_content(f'<html data-theme="light"><style>{style}</style><body class="okr-page">{frame}</body></html>')
    bodies = [drawn((*head(one.title, "第 10 / 20 屏"), *one.nodes)) for _, one in found]
    steps = page.evaluate(FIT, [body.replace("/stage/figure/", "data:") for body in bodies])
    assert len(steps) == len(found)
    assert [(name, one.title) for (name, one), step in zip(found, steps, strict=True) if step > 2] == []
