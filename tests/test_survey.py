"""Surveys: the opening's ten difficulties alone and at the table, in class and out of it; and a small one with keys."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from learner import Learner, content
from room_scene import RoomScene

from okr_kit import bank, engine, render
from okr_kit.errors import ActionError, ContentError
from okr_kit.hosts.classroom import lead
from okr_kit.hosts.classroom.book import Book
from okr_kit.live import ALL, Live
from okr_kit.tally import Ballot
from okr_kit.view import Choice, Form, Link, Say

SLUG, ITEM = "opening-difficulties", "difficulties"
PAGE = Path(__file__).parent.parent / "book" / "opening.md"
OWN, TABLE = f"/x/{SLUG}", f"/g/{SLUG}"
FULL = "最多三种。先去掉一种，再选这一种。"
THREE = ["writing", "time", "tool"]


def one(*, mode: str = "own", live: Live | None = None, pack: bank.Content | None = None, slug: str = SLUG) -> Learner:
    """Somebody at the survey while the class is at that step."""
    learner = Learner(slug, mode=mode, pack=pack)
    return at(learner, live) if live else learner


def at(learner: Learner, live: Live) -> Learner:
    """The same, once the class has gone on."""
    learner.ctx = replace(learner.ctx, live=live)
    return learner


def pick(learner: Learner, *picks: str, do: str = "send", own: str = "") -> str:
    """Pick these difficulties and send them."""
    return learner.act(do, {ITEM: list(picks), f"{ITEM}-own": own}, page=ITEM)


def write(learner: Learner, when: str = "", deed: str = "", first: str = "time") -> str:
    """What a table sends."""
    return learner.act("send", {"first": first, "when": when, "deed": deed}, page="table")


def votes(learner: Learner) -> list[tuple[str, tuple[str, ...], int]]:
    return [(ballot.item, ballot.picks, ballot.round) for ballot in engine.ballots(learner.ctx, learner.state)]


# -- the bank and the book


def test_the_ten_difficulties_are_those_of_the_page() -> None:
    """Same words, quotes, order and sections as the table of opening.md; the box's answer is the bank's."""
    text = PAGE.read_text("utf-8")
    exercise = content().exercise(SLUG)
    rows = re.findall(r"^\| (\d+) (\S+) \| (.+?) \| (.+?) \|$", text, re.MULTILINE)
    options = exercise.items[ITEM]["options"]
    assert [(int(n), words) for n, words, *_ in rows] == [(n, row["words"]) for n, row in enumerate(options, 1)]
    for (_, _, quote, where), row in zip(rows, options, strict=True):
        assert quote == f"「{row['quote']}」" if "quote" in row else "own" in row
        ways = "、".join(f"[{label}]({page}.md)" for page, label in row["leads"].items())
        assert where == f"{row['where'].removeprefix('第').removesuffix('单元')}：{ways}"
    box = re.search(r"^::::\{exercise\} opening-difficulties\n(.*?)^::::$", text, re.MULTILINE | re.DOTALL)
    assert box
    folded = re.search(r":::\{dropdown\} 参考答案\n(.*?)\n:::", box[1], re.DOTALL)
    assert folded
    assert folded[1].split("\n\n") == exercise.settings["answer"]
    for name in ("when", "deed"):
        assert f"**{exercise.items[name]['text']}**" in box[1].replace("当时谁", "谁")


def test_it_stands_first_and_its_pages_are_there() -> None:
    assert next(one.slug for one in content().exercises.values() if one.need != "before") == SLUG
    for row in content().exercise(SLUG).items[ITEM]["options"]:
        assert all((PAGE.parent / f"{name}.md").is_file() for name in row["leads"])
    lines = engine.beside(one().ctx, ITEM)
    assert (lines["writing"], lines["other"]) == ("第二单元：O、KR", "最后：回顾")


def test_the_class_votes_on_the_ten_in_the_bank_s_order() -> None:
    (choices,) = engine.choices(one().ctx, 5)
    assert (choices.item, choices.keyed, choices.several) == (ITEM, False, True)
    assert [value for value, _ in choices.options] == [
        row["id"] for row in content().exercise(SLUG).items[ITEM]["options"]
    ]
    assert choices == engine.choices(one().ctx, 6)[0]
    assert engine.key(one().ctx, ITEM) == ()
    assert engine.right(one().ctx, ITEM) == ()
    assert [asked.item for asked in engine.choices(one(mode="group").ctx, 5)] == ["first"]


def test_on_paper_stands_all_that_is_asked() -> None:
    words = render.text(engine.paper(one().ctx))
    assert "最多选 3 项" in words
    assert "4. 没人跟　「上次打开，是填的那天。」" in words
    assert "其他　____" in words
    assert "谁说了什么、做了什么　____" in words
    assert "「协同意识不强」是评价，不合格" in words


# -- alone


def test_three_are_taken_and_can_be_changed() -> None:
    learner = one()
    said = pick(learner, *THREE)
    assert "- 写不好　第二单元：O、KR" in said
    assert (learner.outcome.done, learner.outcome.score, learner.outcome.graded) == (True, None, True)
    assert votes(learner) == [(ITEM, tuple(THREE), 1)]
    learner.act("go", page=ITEM)
    assert learner.html.count(" checked") == 3
    pick(learner, "following")
    assert votes(learner) == [(ITEM, ("following",), 1)]


def test_a_fourth_is_refused_and_nothing_is_lost() -> None:
    """Also where no script counts: all four stay picked, none of them counts, what counted before still does."""
    learner = one()
    pick(learner, *THREE)
    learner.act("go", page=ITEM)
    assert FULL in pick(learner, *THREE, "other", own="预算年中才批")
    assert learner.html.count(" checked") == 4
    assert 'value="预算年中才批"' in learner.html
    assert "已选 4 / 3" in learner.html
    assert votes(learner) == [(ITEM, tuple(THREE), 1)]
    assert not learner.outcome.graded
    assert FULL not in pick(learner, *THREE[:2], "other", own="预算年中才批").replace("交上", "")
    assert votes(learner) == [(ITEM, ("writing", "time", "other"), 1)]
    assert "其他：预算年中才批" in learner.text


def test_none_is_no_answer() -> None:
    learner = one()
    assert "至少选一种" in learner.act("send", page=ITEM)
    assert (votes(learner), learner.outcome.done) == ([], False)
    assert "至少选一种" in pick(learner, "no-such")


def test_own_words_belong_to_their_option_and_are_cut_with_a_word() -> None:
    learner = one()
    assert "最多 20 个字" in pick(learner, "other", own="长" * 21)
    assert f'value="{"长" * 20}"' in learner.html
    assert f"其他：{'长' * 20}" in pick(learner, "other", own="长" * 20)
    learner.act("go", page=ITEM)
    pick(learner, "time", own="已经不选它了")
    assert learner.state["answers"][ITEM]["text"] == ""
    assert "还没写是什么" in pick(learner, "other")


def test_what_was_typed_is_text() -> None:
    learner = one()
    pick(learner, "other", own="<b>字</b>")
    assert "<b>字" not in learner.html
    learner.act("go", page=ITEM)
    assert "<b>字" not in learner.html


def test_a_field_for_own_words_shows_with_its_option() -> None:
    learner = one()
    field = re.search(r'<div class="okr-field"[^>]*>', learner.html)
    assert field
    assert f'data-when="{ITEM}=other" hidden' in field[0]
    pick(learner, *THREE, "other")
    assert f'data-when="{ITEM}=other">' in learner.html


def test_who_works_alone_may_write_the_two_sentences_too() -> None:
    """They count nothing: with the three it is done."""
    learner = one()
    pick(learner, *THREE)
    assert "给哪一种写两句话？" in learner.act("go", page="table")
    assert "9 月 12 日" in write(learner, "9 月 12 日", "后端说没进他们的 OKR")
    assert votes(learner) == [(ITEM, tuple(THREE), 1)]
    assert (learner.outcome.answered, learner.outcome.total) == (1, 1)


def test_ways_lead_to_pages_that_can_be_read() -> None:
    """With a book each difficulty leads to its pages; without one its section stands beside it as words."""
    learner = one()
    pick(learner, "writing", "reviewing")
    learner.ctx = replace(learner.ctx, page=lambda name: f"/read/book/{name}.html")
    ways = [node for node in engine.view(learner.ctx, learner.state) if isinstance(node, Link)]
    assert [(way.label, way.href.split("/")[-1], way.note) for way in ways] == [
        ("写不好", "objective.html", "第二单元：O"),
        ("KR", "key-result.html", "第二单元：KR"),
        ("复盘走过场", "why-review.html", "第四单元：为什么复盘"),
    ]


@pytest.mark.parametrize("action", [{"do": "answer"}, {"do": "send", "values": {"page": "nowhere"}}, {"do": "restart"}])
def test_other_actions_are_none(action: dict[str, Any]) -> None:
    learner = one()
    with pytest.raises(ActionError, match="action-unknown"):
        engine.act(learner.ctx, learner.state, action, 1)


@pytest.mark.parametrize("fields", [{ITEM: 3}, {ITEM: [["time"]]}, {ITEM: {"a": 1}}, {ITEM: None, f"{ITEM}-own": []}])
def test_strange_fields_pick_nothing(fields: dict[str, Any]) -> None:
    learner = one()
    assert "至少选一种" in learner.act("send", fields, page=ITEM)


def test_one_of_a_table_s_options_counts_whatever_is_sent() -> None:
    scribe = one(mode="group")
    scribe.act("send", {"first": ["time", "tool"], "when": "", "deed": ""}, page="table")
    assert votes(scribe) == [("first", ("time",), 1)]


# -- at the table


def test_a_table_writes_of_its_first_difficulty() -> None:
    scribe = one(mode="group")
    assert scribe.outcome.total == 3
    said = write(scribe, "9 月 12 日的联调会", "后端说这件事没进他们的 OKR，推到了 10 月")
    assert "再问一句" not in said
    assert (scribe.outcome.done, scribe.outcome.answered) == (True, 3)
    assert votes(scribe) == [("first", ("time",), 1)]
    assert "全桌写的" in said


@pytest.mark.parametrize(
    ("when", "deed", "asked"),
    [
        ("最近", "协同意识不强", "「协同意识不强」是评价。最近一次是哪天？谁说了什么？"),
        ("9 月 12 日", "协同意识不强。", "「协同意识不强」是评价。当时谁说了什么、做了什么？"),
        ("经常这样", "后端说排不进去", "最近一次是哪天？记不清，写哪一周也行。"),
        ("", "大家没有主人翁意识", "「大家没有主人翁意识」是评价。最近一次是哪天？谁说了什么？"),
        ("最近一次开会", "", "「最近一次开会」是评价。最近一次是哪天？谁说了什么？"),
    ],
)
def test_a_judgement_is_asked_once_and_not_refused(when: str, deed: str, asked: str) -> None:
    scribe = one(mode="group")
    said = write(scribe, when, deed)
    assert asked in said
    assert scribe.state["answers"]["deed"]["text"] == deed  # it counts already
    assert "再问一句" not in write(scribe, when, deed)
    assert "全桌写的" in scribe.text
    scribe.act("go", page="table")
    assert "再问一句" not in scribe.text
    assert "再问一句" not in write(scribe, when, deed)


def test_blank_is_not_written_yet_and_no_error() -> None:
    scribe = one(mode="group")
    said = write(scribe)
    assert said.count("还没写") == 2
    assert "再问一句" not in said
    assert (scribe.outcome.answered, scribe.outcome.done) == (1, False)


def test_sentences_are_kept_where_the_pick_is_missing() -> None:
    scribe = one(mode="group")
    assert "还没有选" in write(scribe, "9 月 12 日", "后端说没进", first="")
    assert 'maxlength="100"' in scribe.html
    assert "9 月 12 日" in scribe.html
    assert scribe.state["answers"]["deed"]["text"] == "后端说没进"


def test_members_can_vote_on_the_first_difficulty() -> None:
    member = one(mode="watch")
    question = engine.focus(member.ctx, member.state).question
    assert question is not None
    assert (question.name, question.disabled, question.many) == ("first", False, False)


EVENTS = """9 月 12 日|后端说这件事没进他们的 OKR，推到了 10 月
上周三|小王在会上问谁来管，没人回答
第 37 周|研发推给产品，产品推给运营
昨天下午|催了三次才回
9/12|“排不进去”
三天前|财务拒绝了我们的预算
10 月底|HR 群里发通知，46 人里 3 人填
国庆前|采购把交期改到下个季度"""
JUDGEMENTS = """最近|协同意识不强
经常这样|大家没有主人翁意识
一直如此|说服力不足，问题很多
去年|员工不了解目标
每周都有|为了完成指标忽略质量
不好说|推动力弱，被动等待
3.5%|写作能力不足，回报意识差
最近几次|老板不重视"""


@pytest.mark.parametrize("line", [*EVENTS.splitlines(), *JUDGEMENTS.splitlines()])
def test_what_tells_of_an_event(line: str) -> None:
    when, deed = line.split("|")
    told, happened = content().language.reader.told, line in EVENTS
    assert ("when" in told(when)) is happened
    assert ("deed" in told(deed)) is happened


# -- in class

NOW = Live("now")
CLOSED = Live("now", phase="closed")


def test_in_class_the_stage_is_the_next_thing_and_nothing_else_is_offered() -> None:
    learner = one(live=NOW)
    learner.ctx = replace(learner.ctx, page=lambda name: f"/read/{name}", onward=(Link("下一个", "/x/y"),))
    said = pick(learner, *THREE)
    assert "看投屏" in said
    assert "收卷以前，都可以改" in said
    nodes = engine.view(learner.ctx, learner.state)
    assert not [node for node in nodes if isinstance(node, Link)]
    assert "第二单元" not in said
    assert "/x/y" not in learner.html
    assert "table" not in learner.html


def test_what_was_not_sent_at_the_end_counts_where_it_is_whole() -> None:
    learner = at(one(), CLOSED)
    assert "你没有交，这一项已经收了" in learner.text
    assert "看投屏" in learner.text
    with pytest.raises(ActionError, match="live-closed"):
        pick(learner, *THREE)
    pick(learner, *THREE, do="keep")
    assert votes(learner) == [(ITEM, tuple(THREE), 1)]
    assert "听讲师的下一步" in learner.text
    with pytest.raises(ActionError, match="live-closed"):
        learner.act("go", page=ITEM)


def test_four_that_were_not_sent_are_kept_and_do_not_count() -> None:
    learner = at(one(), CLOSED)
    assert "选了还没交：写不好、没时间、工具难用、其他" in pick(learner, *THREE, "other", do="keep", own="字")
    assert votes(learner) == []
    at(learner, Live("over"))
    learner.act("go", page=ITEM)
    assert learner.html.count(" checked") == 4  # 课后 it goes on from there


def test_nothing_picked_takes_no_answer_away() -> None:
    learner = one(live=NOW)
    pick(learner, *THREE)
    at(learner, CLOSED)
    pick(learner, do="keep")
    assert votes(learner) == [(ITEM, tuple(THREE), 1)]
    pick(learner, "following", do="keep")  # changed and not sent before 收卷: that is what he means
    assert votes(learner) == [(ITEM, ("following",), 1)]


def test_a_second_vote_stands_beside_the_first() -> None:
    learner = one(live=NOW)
    pick(learner, *THREE)
    at(learner, Live("now", phase="again", item=ITEM))
    learner.act("go", page=ITEM)
    pick(learner, "following")
    assert votes(learner) == [(ITEM, tuple(THREE), 1), (ITEM, ("following",), 2)]
    late = one(live=NOW)
    pick(late, *THREE)
    at(late, Live("now", phase="again", item=ITEM)).act("go", page=ITEM)
    (send,) = (
        button for node in engine.view(late.ctx, late.state) if isinstance(node, Form) for button in node.buttons
    )
    at(late, Live("now", phase="spread", item=ITEM))  # what its page held was of the second vote, whatever comes next
    late.act("keep", {ITEM: ["tool"]}, **send.values)
    assert votes(late) == [(ITEM, tuple(THREE), 1), (ITEM, ("tool",), 2)]
    at(learner, Live("over"))
    pick(learner, "tool")
    assert votes(learner)[0] == (ITEM, tuple(THREE), 1)


def test_the_table_waits_for_its_turn() -> None:
    scribe, alone = one(mode="group", live=NOW), one(live=Live("now", side="table"))
    assert "先各自选，不商量" in scribe.text
    assert engine.focus(scribe.ctx, scribe.state).question is None
    with pytest.raises(ActionError, match="live-closed"):
        write(scribe)
    at(scribe, Live("now", side="table"))
    assert "全桌得票最多的，是哪一种？" in scribe.text
    write(scribe, "9 月 12 日", "后端说没进")
    assert "已经记下" in scribe.text
    assert "到「小组讨论」那一页" in alone.text


def test_what_is_not_opened_yet_says_so() -> None:
    learner = one(live=Live("waiting"))
    assert "还没有开始" in learner.text
    assert "写不好" not in learner.text
    with pytest.raises(ActionError, match="live-waiting"):
        pick(learner, *THREE)


def test_a_member_s_own_three_come_before_the_table_unless_they_cannot() -> None:
    learner = one()

    def settled(live: Live) -> bool:
        return engine.settled(replace(learner.ctx, live=live), learner.state, "first")

    assert not settled(Live())
    assert settled(Live("now", side="table"))  # his own are closed: nobody stands before a locked door
    pick(learner, *THREE)
    assert settled(Live())


# -- with keys, several pages, every style

QUIZ = """
slug = "knowledge"
kind = "survey"
unit = 9
title = "六题"
task = "一题一页，交了也能改。"
minutes = 4
need = "must"

[[items]]
id = "o"
style = "one"
text = "哪一条最像 O？"
key = ["b"]
reason = "说的是客户有什么不同。"
options = [{ id = "a", words = "销售额做到 3000 万" }, { id = "b", words = "老客户三步就能复购" }]

[[items]]
id = "sure"
style = "scale"
text = "写得出合格的 KR 吗？"
scale = [1, 5]
1 = "完全不能"
5 = "完全能"

[[items]]
id = "signs"
style = "several"
text = "哪些是 KR？"
most = 2
full = "最多两条。"
key = ["x", "z"]
options = [{ id = "x", words = "退货率从 9% 到 6%" }, { id = "y", words = "办 3 场活动" }, { id = "z", words = "转化率从 3% 到 5%" }]

[[items]]
id = "wish"
style = "text"
text = "最想讨论的一件事"
"""


@pytest.fixture
def quiz(tmp_path: Path) -> bank.Content:
    """The content with a survey of four pages, two of them with a key."""
    file = tmp_path / "bank/zh_cn/knowledge.toml"
    file.parent.mkdir(parents=True)
    file.write_text(QUIZ, "utf-8")
    return bank.load(overlay=tmp_path)


def through(learner: Learner, *, o: str = "b", signs: tuple[str, ...] = ("z", "x")) -> None:
    """Answer all four pages."""
    for name, given in (("o", o), ("sure", "4"), ("signs", list(signs)), ("wish", "怎么开周会")):
        learner.act("send", {name: given}, page=name)


def test_pages_come_one_after_the_other_and_say_nothing(quiz: bank.Content) -> None:
    learner = one(pack=quiz, slug="knowledge", live=NOW)
    assert "第 1 页，共 4 页" in learner.text
    said = learner.act("send", {"o": "a"}, page="o")
    assert "第 2 页，共 4 页" in said
    assert "5 完全能" in said
    assert learner.act("go", page="o").count("●") == 1
    through(learner, o="a")
    assert (learner.outcome.done, learner.outcome.score) == (True, None)
    assert "说的是客户有什么不同" not in learner.html
    assert "怎么开周会" in learner.text


def test_the_key_waits_for_all_and_then_nothing_can_be_changed(quiz: bank.Content) -> None:
    learner = one(pack=quiz, slug="knowledge", live=NOW)
    through(learner, o="a")
    at(learner, Live("now", phase="answer", keyed=frozenset({"o"})))
    assert "参考答案：老客户三步就能复购" in learner.text
    assert learner.outcome.score is None  # of the other keyed question nothing is known yet
    at(learner, Live("over", keyed=frozenset({ALL})))
    assert learner.outcome.score == 50
    with pytest.raises(ActionError, match="live-closed"):
        learner.act("send", {"o": "b"}, page="o")
    learner.act("keep", {"o": "b"}, page="o")
    assert learner.outcome.score == 50
    assert engine.ballots(learner.ctx, learner.state)[0] == Ballot("o", ("a",), 0.0)
    assert set(engine.right(learner.ctx, "signs")) == {"x", "z"}
    assert [choices.keyed for choices in engine.choices(learner.ctx, 1)] == [True, False, True]
    (said,) = engine.key(learner.ctx, "o")
    assert isinstance(said, Say)
    assert said.body == ("说的是客户有什么不同。",)


def test_alone_the_key_opens_once_everything_is_answered(quiz: bank.Content) -> None:
    learner = one(pack=quiz, slug="knowledge")
    learner.act("send", {"o": "b"}, page="o")
    assert "参考答案" not in learner.text
    assert learner.outcome.score is None
    through(learner)
    assert learner.text.count("参考答案") == 2
    assert learner.outcome.score == 100


def test_the_class_goes_from_question_to_question(quiz: bank.Content) -> None:
    learner = one(pack=quiz, slug="knowledge", live=Live("now", pace="class", item="signs"))
    assert "哪些是 KR？" in learner.text
    with pytest.raises(ActionError, match="live-closed"):
        learner.act("send", {"o": "b"}, page="o")
    learner.act("send", {"signs": ["x"]}, page="signs")
    assert "看投屏" in learner.text
    assert "哪些是 KR？" in learner.act("go", page="signs")
    at(learner, Live("now", pace="class", item="o"))
    assert "哪一条最像 O？" in learner.text
    assert "○ 老客户三步就能复购" in learner.text


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('title = "六题"', 'title = "六题"\ntable_task = 3', "table_task"),
        ('title = "六题"', 'title = "六题"\nanswer = [3]', "answer"),
        ('style = "scale"', 'style = "stars"', "sure.style"),
        ("scale = [1, 5]", "scale = [5, 1]", "sure.scale"),
        ("scale = [1, 5]", 'scale = ["1", 5]', "sure.scale"),
        ("most = 2", "most = 1", "signs.most"),
        ("most = 2", "most = 4", "signs.most"),
        ('full = "最多两条。"', "", "signs.full"),
        ('key = ["b"]', 'key = ["q"]', "o.key"),
        ('text = "最想讨论的一件事"', "", "wish.text"),
        ('text = "最想讨论的一件事"', 'text = "x"\nasks = "who"', "wish.asks"),
        ('text = "最想讨论的一件事"', 'text = "x"\nside = "left"', "wish.side"),
        ('{ id = "y"', '{ id = "x"', "signs.options"),
        ('{ id = "y", words = "办 3 场活动" }', '{ id = "y" }', "signs.options.words"),
        ('style = "one"', 'style = "one"\nof = "nothing"', "o.of"),
        ('style = "one"', 'style = "one"\npage = "end"', "o.page"),
        ('text = "最想讨论的一件事"', 'text = "x"\npage = "o"\nside = "table"', "wish.page"),
        ('text = "最想讨论的一件事"', 'text = "x"\nlimit = "many"', "wish.limit"),
    ],
)
def test_a_broken_question_is_named(tmp_path: Path, quiz: bank.Content, old: str, new: str, key: str) -> None:
    assert quiz.exercise("knowledge")
    assert QUIZ.count(old) == 1
    (tmp_path / "bank/zh_cn/knowledge.toml").write_text(QUIZ.replace(old, new), "utf-8")
    with pytest.raises(ContentError) as found:
        bank.load(overlay=tmp_path)
    assert f"「{key}」" in content().language.error(found.value)


def test_what_left_the_bank_is_said_once_and_comes_back(tmp_path: Path, quiz: bank.Content) -> None:
    """A question that is gone, an option that is gone, and the answers to both once they are there again."""
    learner = one(pack=quiz, slug="knowledge")
    through(learner, o="a")
    changed = re.sub(r'\[\[items\]\]\nid = "sure".*?(?=\[\[)', "", QUIZ, flags=re.DOTALL).replace(
        '"a", words', '"c", words'
    )
    (tmp_path / "bank/zh_cn/knowledge.toml").write_text(changed, "utf-8")
    new = Learner("knowledge", pack=bank.load(overlay=tmp_path))
    new.state, restarted = engine.load(new.ctx, json.loads(json.dumps(learner.state)))
    assert not restarted
    assert "有 2 处已经换掉，其他的都在" in new.text
    assert (new.outcome.answered, new.outcome.total) == (2, 3)
    new.act("send", {"o": "b"}, page="o")
    again, _ = engine.load(new.ctx, json.loads(json.dumps(new.state)))
    assert "换掉" not in render.text(
        engine.view(new.ctx, engine.act(new.ctx, again, {"do": "go", "values": {"page": "wish"}}, 9))
    )
    back, _ = engine.load(learner.ctx, json.loads(json.dumps(again)))
    assert back["answers"]["sure"]["picks"] == ["4"]


# -- on the class server


def test_learners_and_their_table_on_the_server(room, new_device) -> None:
    """Own three, then the table's two sentences by the scribe; the others see them; nobody sees another's three."""
    wang, li = (new_device().join(room, name, group=3) for name in ("王芳", "李雷"))
    assert "先自己判断" in wang.get(TABLE).words
    for who, picks in ((wang, THREE), (li, ["other"])):
        reply = who.act(OWN, "send", {"page": ITEM}, {ITEM: picks, f"{ITEM}-own": "预算年中才批"}).json
        assert reply["status"] == "ok"
    assert "预算年中才批" not in wang.get(TABLE).body
    wang.take_record(TABLE)
    wang.act(TABLE, "send", {"page": "table"}, {"first": "time", "when": "上周三", "deed": "产品说排不进去"})
    words = li.get(TABLE).words
    assert "产品说排不进去" in words
    assert "全桌写的" in words
    assert '"send"' not in li.get(TABLE).body
    assert "完成" in li.get("/").words


def test_a_class_with_a_book_leads_to_its_pages(room, new_device, tmp_path) -> None:
    """As soon as the book is there, and never to a page of the trainer's."""
    wang = new_device().join(room, "王芳")
    wang.act(OWN, "send", {"page": ITEM}, {ITEM: ["writing", "reviewing"]})
    room.book = Book(tmp_path)
    assert "第二单元：O、KR" in wang.get(OWN).words
    site = tmp_path / "_build/site"
    (site / "book").mkdir(parents=True)
    for name in ("index", "book/objective", "book/key-result", "book/why-review"):
        (site / f"{name}.html").write_text("", "utf-8")
    (site / "trainer-pages.json").write_text('["book/why-review.html"]', "utf-8")
    assert re.findall(r'href="(/read/book/[^"]+)"', wang.get(OWN).body) == [
        "/read/book/objective.html",
        "/read/book/key-result.html",
    ]
    assert "复盘走过场　第四单元：为什么复盘" in wang.get(OWN).words


def test_a_class_that_is_led_is_closed_and_opened(room, running, new_device) -> None:
    """After 收卷 a tap is refused in words, what was picked is still handed in, and 课后 it can be changed."""
    wang = new_device().join(room, "王芳", group=3)

    def control(do: str, **values: str) -> None:
        asyncio.run_coroutine_threadsafe(lead.act(room, do, values), running.loop).result(10)

    control("open", slug=SLUG)
    assert wang.act(OWN, "send", {"page": ITEM}, {ITEM: THREE}).json["status"] == "ok"
    assert "看投屏" in wang.get(OWN).words
    control("close")
    late = wang.act(OWN, "send", {"page": ITEM}, {ITEM: ["time"]}).json
    assert late["status"] == "refused"
    assert "听讲师的下一步" in wang.get(OWN).words
    control("release")
    assert wang.act(OWN, "go", {"page": ITEM}).json["status"] == "ok"


def test_the_class_is_counted_and_the_bars_stand_by_votes(running, new_device) -> None:
    """Three votes a person, the heaviest row on top with the way to its unit; a table has its own task and question."""
    scene = RoomScene(running, learners=12, tables=2)
    scene.lead("open", slug=SLUG)
    picks = [["tool", "time"], ["time", "following", "tool"], ["time"]] * 4
    for person, mine in zip(scene.people, picks, strict=True):
        scene.act(person, SLUG, "send", {"page": ITEM}, {ITEM: mine})
    first, second = scene.count(SLUG).spreads[ITEM]
    assert (first.people, first.right, second) == (12, None, None)
    assert {value: n for value, _, n in first.counts if n} == {"following": 4, "time": 12, "tool": 8}
    trainer = new_device()
    trainer.get(f"/trainer?token={running.room.trainer_token}")
    scene.lead("spread", item=ITEM)
    rows = re.findall(r'<li class="okr-bar-row"><span>(.*?) <small>(.*?)</small>', trainer.get("/stage").body)
    assert rows[:4] == [
        ("没时间", "第五单元：选哪几样"), ("工具难用", "第五单元：三报"), ("没人跟", "第五单元：四会"), ("写不好", "第二单元：O、KR"),
    ]  # fmt: skip
    scene.lead("side", side="table")
    assert "给全桌得票最多的那一种写两句话" in trainer.get("/stage").words
    scene.take_record(1)
    scribe = scene.table(1)[0]
    given = {"first": "time", "when": "上周三", "deed": "产品说排不进去"}
    scene.act(scribe, SLUG, "send", {"page": "table"}, given, table=True)
    assert [(table.decided, table.of) for table in scene.count(SLUG).tables] == [(1, 1), (0, 1)]


# -- how it is drawn


def test_a_counter_stands_under_the_thumb_and_knows_how_many() -> None:
    learner = one()
    form = next(node for node in engine.view(learner.ctx, learner.state) if isinstance(node, Form))
    choice = next(node for node in form.children if isinstance(node, Choice))
    assert choice.limit
    foot = learner.html[learner.html.index('class="okr-foot"') :]
    assert "已选 0 / 3</output>" in foot
    assert f'role="alert" hidden>{FULL}' in foot
    assert f'data-most="{ITEM}=3"' in learner.html
    assert "<small>「这算 O 还是算 KR？」</small>" in learner.html
