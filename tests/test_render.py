"""Render is the one place that escapes; ids are unique; every node has HTML and text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import get_args

import pytest
from learner import Learner, content

from okr_kit import engine, render, view

EVIL = '<img src=x onerror="alert(1)">\'&{x}'

SAMPLES: list[view.Node] = [
    view.Text((EVIL, view.Marked(EVIL, "warn"), view.Strong(EVIL))),
    view.Statement((EVIL,), EVIL, EVIL),
    view.Say("bad", EVIL, (EVIL,), EVIL, EVIL),
    view.Choice("c", EVIL, (view.Option("a", EVIL, state="good", note=EVIL),), note=EVIL),
    view.Field("f", EVIL, EVIL, EVIL, placeholder=EVIL),
    view.Field("g", EVIL, EVIL, lines=3),
    view.Button(EVIL, "go", {"item": EVIL}, confirm=EVIL),
    view.Form("form", (view.Field("f", EVIL, EVIL),), (view.Button(EVIL, "answer", submit=True),)),
    view.Actions((view.Button(EVIL, "go"),)),
    view.Progress(("ok",), EVIL),
    view.Card((view.Text((EVIL,)),), EVIL),
    view.Fold(EVIL, (view.Text((EVIL, view.Edit(EVIL, "gone"), view.Edit(EVIL, "new"))),), stays=True),
    view.Table((EVIL,), ((EVIL,),), EVIL),
    view.Items((EVIL, (EVIL, EVIL))),
    view.Delta((("good", EVIL),)),
    view.Copy(EVIL, EVIL),
    view.Link(EVIL, "/x/a", EVIL, EVIL),
    view.Picture("/stage/qr.svg", EVIL),
    view.Bars((view.Bar(EVIL, 3, EVIL, EVIL, 2, EVIL, "good"),), 4, EVIL, (EVIL, EVIL)),
    view.Clock(EVIL, 9_000, 9_000, over=EVIL),
    view.Figures((view.Figure(EVIL, EVIL, EVIL, EVIL), view.Clock(EVIL, 5, 1))),
    view.Phases(((EVIL, "now"),), EVIL),
    view.Picks("form", "item", EVIL, (view.Pick("a", EVIL, (view.Text((EVIL,)),), EVIL, EVIL, (EVIL,)),), EVIL),
    view.Columns(((view.Text((EVIL,)),), (view.Text((EVIL,)),))),
    view.Sum(EVIL, EVIL, EVIL, EVIL, "bad"),
    view.Tree((view.Branch("a", EVIL, EVIL, EVIL, "good", EVIL, (view.Branch("b", EVIL),)),), EVIL),
    view.Line(
        "a", EVIL, (view.Text((EVIL,)),), note=f"{EVIL} → {EVIL}", aside=EVIL, says=EVIL, state="bad", words=EVIL
    ),
    view.Checks(((EVIL, "good", EVIL),)),
]


class Seen(HTMLParser):
    """Collects tags, ids and handlers, as a browser would."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.handlers: list[str] = []
        self.text = ""
        self.values: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.values += [value or "" for _, value in attrs]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(html: str) -> Seen:
    """Parse a fragment."""
    parser = Seen()
    parser.feed(html)
    return parser


def test_every_node_type_has_a_sample() -> None:
    """So that the escaping test below covers all."""
    assert {type(node) for node in SAMPLES} == set(get_args(view.Node)) == set(render.WRITERS)


@pytest.mark.parametrize("node", SAMPLES, ids=lambda node: type(node).__name__)
def test_text_is_shown_as_text(node: view.Node) -> None:
    """HTML and quotes in any text of any node stay text."""
    page = seen(render.html([node]))
    assert "img" not in [tag for tag in page.tags if not isinstance(node, view.Picture)]
    assert not page.handlers
    assert EVIL in page.text or EVIL in page.values


@pytest.mark.parametrize("slug", list(content().exercises))
def test_ids_are_unique_and_prefixed(slug: str) -> None:
    """Two instances on one page share no id."""
    learner = Learner(slug)
    nodes = engine.view(learner.ctx, learner.state)
    one, two = seen(render.html(nodes, "a")).ids, seen(render.html(nodes, "b")).ids
    assert one
    assert len(set(one)) == len(one)
    assert not set(one) & set(two)


def test_a_page_names_only_our_addresses() -> None:
    """A whole document asks nobody else."""
    language = content().language
    page = render.page(language, "标题", "<p></p>", styles=["/static/style.css"], scripts=["/static/page.js"])
    assert not re.findall(r"https?://", page)
    assert 'lang="zh-CN"' in page


def test_text_keeps_the_reason_and_the_question() -> None:
    """Notebooks and logs get the same words."""
    said = render.text([view.Say("bad", "标题", ("理由",), "问题？", "教练会问")])
    assert said.splitlines() == ["标题", "理由", "教练会问：问题？"]


def test_a_page_with_the_player_has_a_word_for_where_it_does_not_run() -> None:
    """The sentence and the script that shows it come together; pages without the player have neither."""
    language = content().language
    with_player = render.page(language, "标题", "<p></p>", scripts=["/static/page.js"], old="/static/old.js")
    assert '<script defer src="/static/old.js"></script>' in with_player
    assert with_player.index("data-okr-old") < with_player.index("<p></p>")
    assert "data-okr-old" not in render.page(language, "标题", "<p></p>")


def test_a_drawer_scrolls_by_itself_and_can_be_reached_by_keyboard() -> None:
    drawer = render.html((view.Fold("材料", (view.Text(("甲",)),), open=True, stays=True),))
    assert re.search(r'<details class="okr-fold okr-drawer" id="[^"]+" data-okr-stays open>', drawer)
    assert '<div role="region" aria-label="材料" tabindex="0">' in drawer
    assert "data-okr-stays" not in render.html((view.Fold("材料", (view.Text(("甲",)),)),))


def test_what_went_and_what_came_is_marked_and_escaped() -> None:
    runs = ("从 ", view.Edit("<7>", "gone"), view.Edit("6", "new"))
    assert "从 <del>&lt;7&gt;</del><ins>6</ins>" in render.html((view.Text(runs),))
    assert render.text((view.Text(runs),)) == "从 [-<7>][+6]"


def test_bars_read_as_text_before_and_after() -> None:
    """A screen reader hears each row with both rounds and their numbers; what is drawn is hidden from it."""
    bars = view.Bars(
        (view.Bar("平均分摊", 15, "15", "答案", 9, "9", "good"), view.Bar("断层", 0, "0", before=1, before_words="1")),
        34,
        legend=("第一次", "第二次"),
    )
    html = render.html((bars,))
    rows = [" ".join(seen(row).text.split()) for row in html.split("<li")[1:]]
    assert [row.split(">", 1)[1] for row in rows] == ["平均分摊 答案 第一次 9 第二次 15", "断层 第一次 1 第二次 0"]
    assert '<ul role="list">' in html
    assert html.count("<svg") == html.count('aria-hidden="true"') == 5
    assert re.findall(r'<svg width="([\d.]+)%"', html) == ["26.5", "44.1", "2.9", "0.0"]
    assert render.text((bars,)).splitlines() == ["第一次 → 第二次", "平均分摊　9 → 15", "断层　1 → 0"]


@pytest.mark.parametrize(("value", "of", "wide"), [(40, 34, "100.0"), (3, 0, "0.0"), (-1, 4, "0.0")])
def test_a_bar_stays_in_its_box(value: float, of: float, wide: str) -> None:
    assert f'<svg width="{wide}%"' in render.html((view.Bars((view.Bar("甲", value, "x"),), of),))


@pytest.mark.parametrize(
    ("node", "words", "up"),
    [
        (view.Clock("还剩", 66_000, 5_000), "1:01", False),
        (view.Clock("还剩", 5_001, 5_000, over="时间到"), "0:01", False),
        (view.Clock("还剩", 5_000, 5_000, over="时间到"), "时间到", True),
        (view.Clock("还剩", 0, 5_000), "0:00", True),
        (view.Clock("还剩", 0, 5_000, 61_000, "时间到"), "1:01", False),
    ],
)
def test_a_clock_is_right_before_any_script_runs(node: view.Clock, words: str, up: bool) -> None:
    html = render.html((node,))
    assert f'<time role="timer" aria-live="off">{words}</time>' in html
    assert ("okr-up" in html) is up
    assert render.text((node,)) == f"还剩 {words}"


@pytest.mark.parametrize(
    ("headers", "row", "narrow"),
    [
        (("哪一步", "去年", "今年要做到"), ("详情到加购", "62.5%", "62.5%"), True),
        (("哪一段", "现在（分钟）", "要做到（分钟）"), ("找模具、等吊车", "40", "25"), True),
        (("做法", "效果", "要花"), ("给每周 1–2 次的 60 家做一页使用账单", "年费 480 万元", "90"), False),
    ],
)
def test_a_small_table_stays_a_table_on_a_phone(
    headers: tuple[str, ...], row: tuple[str, ...], *, narrow: bool
) -> None:
    """Its columns fit beside each other; a larger one becomes a list of rows there."""
    assert ("okr-narrow" in render.html((view.Table(headers, (row,)),))) is narrow
