"""A weekly report to fill in: what is said of it, what it takes over, what is taken along."""

from __future__ import annotations

import pytest
from learner import Learner, written_okr

from okr_kit import documents, engine

SLUG = "fix-weekly-report"
KR1 = {"kr1.last": "68", "kr1.now": "82", "kr1.sure": "7"}
KR2 = {"kr2.last": "101", "kr2.now": "104", "kr2.was": "5", "kr2.sure": "4"}
WEEKS = {"last.promise": "拜访 14 家", "last.kept": "done", "next.plan": "再谈 12 家续约"}
HELP = {"help.who": "产品部", "help.what": "给名单", "help.due": "周三前"}


def written(*fields: dict[str, str], shelf=(), own: bool = False) -> Learner:
    """A report with these entries."""
    learner = Learner(SLUG, shelf=shelf)
    if own:
        learner.act("pick", material="own")
    for some in fields:
        learner.act("put", some)
    return learner


def checked(learner: Learner, step: str) -> str:
    """The screen after a step was handed in."""
    learner.act("grade", step=step)
    return learner.html


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ({"kr1.last": "40"}, "40 家 是期初的数"),
        ({"kr1.now": "80"}, "写的是 80 家，和表里对不上"),
        ({"kr1.sure": "70"}, "信心写的是 70"),
        ({"kr1.was": "9", "kr1.sure": "7"}, "信心从 9 到 7，没有写为什么"),
        ({"kr1.why": "还差 60 家"}, "「还差 60 家」和上面的数对不上"),
        ({"kr1.why": "往后每周要 5 家"}, "「每周 5 家」和上面的数对不上"),
        ({"kr1.sure": ""}, "还没写信心"),
    ],
)
def test_what_is_wrong_with_a_kr_is_said(entries: dict[str, str], said: str) -> None:
    learner = written(KR1, entries)
    assert said in checked(learner, "kr1")
    assert checked(learner, "kr1").count("okr-say okr-bad") == 1


@pytest.mark.parametrize("entries", [{}, {"kr1.was": "6"}, {"kr1.was": "9", "kr1.why": "走了一家大客户"}, {"kr1.why": "还差 58 家，每周要 7.25 家，还剩 8 周"}, {"kr1.why": "每周要 7 家多，本周走了 14 家"}, {"kr1.sure": "0"}, {"kr1.sure": "10"}, {"kr1.was": "七成", "kr1.sure": "70%"}])  # fmt: skip
def test_a_confidence_is_never_wrong_and_a_right_reason_is_left_alone(entries: dict[str, str]) -> None:
    assert "okr-say okr-bad" not in checked(written(KR1, entries), "kr1")


@pytest.mark.parametrize(("sure", "asked"), [("8", True), ("7", True), ("6", False)])
def test_who_is_sure_at_too_slow_a_pace_is_asked(sure: str, asked: bool) -> None:
    page = checked(written(KR2, {"kr2.was": "", "kr2.sure": sure}), "kr2")
    assert ("照每周 3 家，到期末是 128 家" in page) is asked


@pytest.mark.parametrize(
    ("entries", "fine", "said"),
    [
        ({}, True, ""),
        ({"help.due": "尽快"}, False, "看不出是哪一天"),
        ({"help.what": "无", "help.who": "", "help.due": ""}, True, ""),
        ({"help.what": "无", "kr2.sure": "3"}, False, "低于 4，要写"),
        ({"next.plan": "加强沟通"}, False, "没有做完的那一天"),
        ({"next.plan": "继续推进续约；周四前交名单"}, True, "没有做完的那一天"),
        ({"next.plan": "\n".join(f"谈 {n} 家" for n in range(1, 7))}, False, "下周写了 6 件"),
        ({"last.kept": "not"}, True, "上周说好的没做"),
    ],
)
def test_promises_plans_and_help(entries: dict[str, str], fine: bool, said: str) -> None:
    learner = written(KR1, KR2 | {"kr2.why": "在观察"}, WEEKS, HELP, entries)
    page = checked(learner, "weeks") + checked(learner, "ask")
    learner.act("finish")
    assert said in page
    assert (engine.outcome(learner.ctx, learner.state).score == 100) is fine


def test_the_sum_answers_while_a_number_is_typed() -> None:
    learner = written()
    assert "写下本周到几" in learner.html
    learner.act("put", {"kr1.now": "82"})
    assert "7.25 家／周" in learner.html
    learner.act("put", {"kr1.last": "68"})
    assert "本周走了 14 家，够" in learner.html
    learner.act("put", {"kr1.now": "140"})
    assert "已经到了" in learner.html


def test_the_document_is_the_report_as_it_would_be_sent() -> None:
    learner = written(KR1, KR2 | {"kr2.why": "照这个速度到不了"}, WEEKS, HELP | {"help.due": "5 月 14 日前"})
    (doc,) = engine.documents(learner.ctx, learner.state)
    assert documents.text(learner.ctx.lang, doc).splitlines() == [
        "KR1 已谈过的客户：68→82 家（目标 140）。还差 58 家，剩 8 周，每周 7.25 家；信心 7。",
        "KR2 每周用 3 次以上：101→104 家（目标 140）。还差 36 家，剩 8 周，每周 4.5 家；信心 5→4，照这个速度到不了。",
        "上周说好的：拜访 14 家，做了。",
        "下周：再谈 12 家续约。",
        "要帮忙：请产品部 5 月 14 日前给名单。",
    ]
    assert [row["actual"] for row in doc["key_results"]] == ["82", "104"]


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("下周五", "下周五前给"),
        ("5 月 14 日", " 5 月 14 日前给"),
        ("周三之前", "周三之前给"),
        ("本周内", "本周内给"),
        ("尽快", "尽快给"),
    ],
)
def test_a_day_is_the_day_by_which_it_is_wanted(due: str, said: str) -> None:
    learner = written(KR1, KR2, WEEKS, HELP | {"help.due": due})
    (doc,) = engine.documents(learner.ctx, learner.state)
    assert f"请产品部{said}名单" in documents.text(learner.ctx.lang, doc)


OWN = {"r1.text": "换模停机时间从 95 分钟到 60 分钟", "r1.target": "60", "r1.unit": "分钟", "cycle.left": "4"}


def test_ones_own_kr_that_has_to_fall() -> None:
    learner = written(OWN, {"r1.last": "82", "r1.now": "76", "r1.sure": "8"}, own=True)
    page = checked(learner, "r1")
    assert "(76 − 60) ÷ 4 周" in page
    assert "4 分钟／周" in page
    assert "本周走了 6 分钟，够" in page
    (doc,) = engine.documents(learner.ctx, learner.state)
    assert doc["text"].startswith(
        "KR1 换模停机时间：82→76 分钟（目标 60）。还差 16 分钟，剩 4 周，每周 4 分钟；信心 8。"
    )


def test_ones_own_krs_come_from_the_shelf() -> None:
    author = written_okr()
    made = engine.documents(author.ctx, author.state)
    shelf = tuple({**doc, "from": {"slug": "write-okr", "owner": "p1", "seq": 4, "at": 4}} for doc in made)
    learner = written(own=True, shelf=shelf)
    rows = made[0]["key_results"]
    assert rows
    assert [learner.state["values"][f"r{at}.text"] for at in range(1, len(rows) + 1)] == [row["text"] for row in rows]


def test_a_report_that_was_sent_is_read_against_ones_own_krs_and_counts_nothing() -> None:
    learner = written(OWN, {"paste.text": "本周点检 8 台设备。下周优化点检表。"}, own=True)
    page = checked(learner, "paste")
    assert "只报任务，不报 KR" in page
    assert "「换模停机时间」" in page
    assert "没有完的计划" in page
    learner.act("put", {"paste.text": "山脚下住着一位磨刀匠，每天清晨推着小车出门。"})
    assert "看不出是周报" in checked(learner, "paste")


def test_a_report_of_ones_own_reaches_full_marks() -> None:
    learner = written(OWN, {"r1.last": "82", "r1.now": "76", "r1.sure": "8"}, WEEKS, HELP, own=True)
    learner.act("finish")
    assert engine.outcome(learner.ctx, learner.state).score == 100


def test_the_tile_holds_figures_and_no_words_of_the_table() -> None:
    learner = written(KR1 | {"kr1.why": "秘密"}, KR2, WEEKS, HELP)
    said = str(engine.tally(learner.ctx, [learner.state]))
    assert "68→82 家" in said
    assert "5→4" in said
    assert "秘密" not in said
    assert "产品部" not in said
