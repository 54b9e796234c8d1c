"""Nothing that can be typed is expensive: the cost of a text grows like its length, and a whole set stays cheap.

Time is CPU time of this process; of several runs the quickest counts, since nothing can make code run too fast.
"""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from learner import MINUTE, Learner
from nasty import PIECES
from scripts import benchmark

from okr_kit import bank, engine, quantity, render
from okr_kit.kinds.write.work import LONGEST
from okr_kit.lang.zh_cn import reading as chinese
from okr_kit.lint import Workspace
from okr_kit.model import KeyResult, Objective, OkrSet, Retrospective, ReviewedKeyResult, WorkReport
from okr_kit.subjects import CASCADE

ROOT = Path(__file__).resolve().parent.parent
CONTENT = bank.load()
LANGUAGE, POLICY = CONTENT.language, CONTENT.policy

#: What may stand in front and behind, so that a number is proof, or the sentence has a head.
FRAMES = (("", ""), ("客户满意度从1提升到", ""), ("", "提升"))
#: What belongs together, with room for a gap: a number and its unit, a range, a date, a phrase.
GAPS = (
    *(("KR", "1"), ("增长1", "1"), ("客户1小时", "分"), ("2分", "5秒"), ("从 -1", "→5"), ("从1", "~5"), ("xx", "万"), ("1", "万"), ("1,", "000")),
    *(("1月", "1日"), ("2026", "-9"), ("12:", "30"), ("第", "1"), ("前", "1"), ("基线", "1"), ("百分之", "五"), ("一点", "二"), ("用户1/", "5")),
    *(("更a", "x"), ("护栏", "："), ("护栏客户", "的)"), ("质量(", ")"), ("“", "”"), ("通过", "考试"), ("得到", "1"), ("提升a+", "+"), ("O", "：目标")),
)  # fmt: skip
SHORT = 400
#: Four times as long may take this many times as long; a quadratic cost takes sixteen.
MOST_TIMES = 8
#: What is quicker than this, in seconds, is not compared: clocks have a grain.
GRAIN = 0.003
#: A whole act, in seconds.
LIMIT = 0.05
#: So long a machine counts on which the limits hold, in seconds.
COUNTING = 0.003
#: How often something is tried: beside busy neighbours even CPU time grows, and each quiet moment has its chance.
TRIES = 30


def cost(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def count() -> None:
    """Work that is the same on every machine."""
    for _ in range(200_000):
        pass


def stays_below(limit: float, work: Callable[[], object]) -> bool:
    """Whether the quickest of a few runs is quick enough; on a slow machine, by as much slower as counting is right before."""
    return any(cost(work) < limit * max(1.0, cost(count) / COUNTING) for _ in range(TRIES))


def filled(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]


def graded(text: str) -> None:
    """All that is done with one text: as an O and as a KR, beside itself, with its fields read."""
    workspace = Workspace(LANGUAGE, POLICY)
    workspace.lint(Objective(text, parent=text))
    workspace.lint(KeyResult(text, objective=text))
    workspace.readings.extract(text)


def grows_like_its_length(short: str, long: str) -> bool:
    """Whether grading a text four times as long takes about four times as long."""
    costs = [float("inf"), float("inf")]
    for _ in range(TRIES):
        costs = [
            min(known, cost(lambda text=text: graded(text))) for known, text in zip(costs, (short, long), strict=True)
        ]
        if costs[1] < max(GRAIN, MOST_TIMES * costs[0]):
            return True
    return False


@pytest.fixture
def unbounded(monkeypatch):
    """Texts are read to their end: that only so much is read keeps them cheap too, but is not what is tried."""
    monkeypatch.setattr(chinese, "LONGEST", 10 * SHORT)


@pytest.mark.usefixtures("unbounded")
@pytest.mark.parametrize("piece", PIECES)
def test_four_times_the_text_takes_about_four_times_as_long(piece: str) -> None:
    for front, behind in FRAMES:
        texts = (front + filled(piece, length) + behind for length in (SHORT, 4 * SHORT))
        assert grows_like_its_length(*texts), (front, behind)


@pytest.mark.usefixtures("unbounded")
@pytest.mark.parametrize(("front", "behind"), GAPS)
def test_nor_does_a_long_gap_inside_of_what_belongs_together(front: str, behind: str) -> None:
    for char in " \n零0到+。)":
        assert grows_like_its_length(*(front + char * length + behind for length in (SHORT, 4 * SHORT))), char


@pytest.mark.parametrize("piece", ["12", "一", "1 ", "第 ", "20", "「a", "没有人", "“", "了 "])
def test_whether_something_happened_is_asked_at_the_same_cost(piece: str) -> None:
    assert stays_below(LIMIT, lambda: LANGUAGE.reader.told(filled(piece, 20_000)))


def test_a_field_for_a_number_takes_no_time_whatever_is_typed() -> None:
    for piece in PIECES:
        for length in (60, 100_000):
            text = filled(piece, length)
            assert stays_below(LIMIT, lambda text=text: quantity.parse(text))


@pytest.mark.parametrize("length", [chinese.LONGEST, 2000])
def test_a_whole_set_of_the_longest_texts_is_graded_in_one_act(length: int) -> None:
    for piece in PIECES:
        text = filled(piece, length)
        krs = tuple(KeyResult(text[:-1] + mark) for mark in "甲乙丙丁戊己庚辛")
        subject = OkrSet(Objective(text), krs)
        assert stays_below(LIMIT, lambda subject=subject: Workspace(LANGUAGE, POLICY).lint(subject)), piece


#: How pieces are put into a report: in a row, each on its own line, behind a heading, as a plan.
REPORTS = (("", ""), ("本周完成：", ""), ("", "\n"), ("下周计划：\n- ", "\n- "), ("【", "】"))
REPORTED = tuple(
    ReviewedKeyResult(text)
    for text in ("首次解决率从 60% 提升到 80%", "已谈过的客户从 40 家到 140 家", "等待从 14 分钟到 5 分钟")
)


@pytest.mark.parametrize(("front", "joint"), REPORTS)
def test_a_long_report_is_read_in_a_time_that_grows_like_its_length(front: str, joint: str) -> None:
    """Beyond 5,000 characters nothing is judged; up to there four times the text takes about four times as long."""

    def graded(text: str) -> object:
        return Workspace(LANGUAGE, POLICY).lint(WorkReport(text, "weekly", REPORTED))

    for piece in (*PIECES, "本周完成1家", "一、", "# ", "- ", "**", "需要", "信心", "KR1"):
        short, long = (front + filled(piece + joint, length) for length in (SHORT, 4 * SHORT))
        costs = [float("inf"), float("inf")]
        for _ in range(TRIES):
            costs = [
                min(known, cost(lambda text=text: graded(text)))
                for known, text in zip(costs, (short, long), strict=True)
            ]
            if costs[1] < max(GRAIN, MOST_TIMES * costs[0]):
                break
        else:
            pytest.fail(f"{piece!r}: {costs}")


def test_a_report_of_twenty_thousand_characters_is_one_act() -> None:
    line = "- 走访第 3 家客户，续约率 82%→85%（目标 90%），信心 7，风险是换了采购负责人。\n"
    text = filled(line, 20_000)
    assert stays_below(3 * LIMIT, lambda: Workspace(LANGUAGE, POLICY).lint(WorkReport(text, "weekly", REPORTED)))


@pytest.fixture(scope="module")
def cascades():
    return benchmark("cascade")


def test_a_cascade_costs_little_more_than_its_sentences(cascades) -> None:
    """What stands between the levels is looked at once for each link; the sentences of the same minute are the measure."""
    noun = cascades.cascade(200)
    assert any(
        cascades.cost(lambda: cascades.whole(noun), 1) < 1.6 * cascades.cost(lambda: cascades.alone(noun), 1)
        for _ in range(TRIES)
    )


def test_a_cascade_grows_like_its_length(cascades) -> None:
    short, long = cascades.cascade(100), cascades.cascade(400)
    wide = [
        {
            "id": "a",
            "objective": "让客户更愿意回来买",
            "key_results": [f"第 {at} 家店的复购率从 12% 到 18%" for at in range(100)],
        }
    ]
    star = CASCADE.read(
        {
            "nodes": wide
            + [
                {"id": f"b{at}", "parent": "a", "owner": f"门店{at}", "objective": f"复购率到 {at}%"}
                for at in range(100)
            ]
        }
    )
    assert any(
        cascades.cost(lambda: cascades.whole(long), 1) < MOST_TIMES * cascades.cost(lambda: cascades.whole(short), 1)
        for _ in range(TRIES)
    )
    assert any(
        cascades.cost(lambda: cascades.whole(star), 1) < MOST_TIMES * cascades.cost(lambda: cascades.whole(short), 1)
        for _ in range(TRIES)
    )


#: A retrospective of this many characters, in seconds. Where a sentence is new each time, a quiet machine takes 0.019.
RETROSPECTIVE = 3000
#: How much of one belongs to each step, of a hundred characters; as in those that were cut by hand.
SHARES = {"goal": 11, "result": 23, "cause": 33, "lesson": 10, "action": 23}


#: It may cost as much as so many objectives and key results beside it in the same moment: 20 and 30 ms where one takes 0.13.
SENTENCES_AGAIN, SENTENCES_TYPED = 155, 230


def costs_less_than(sentences: int, work: Callable[[], object]) -> bool:
    """Whether something costs less than grading so many statements right before it, in the best of a few moments."""
    rows = map(json.loads, (ROOT / "tests" / "data" / "statements.jsonl").read_text(encoding="utf-8").splitlines())
    nouns = [(Objective if row["kind"] == "objective" else KeyResult)(row["text"]) for row in rows]

    def grade() -> None:
        for noun in itertools.islice(itertools.cycle(nouns), sentences):
            Workspace(LANGUAGE, POLICY).lint(noun)

    return any(cost(work) < cost(grade) for _ in range(TRIES))


def test_a_retrospective_is_graded_again_at_once() -> None:
    rows = (ROOT / "tests" / "data" / "retrospectives-rated.jsonl").read_text(encoding="utf-8").splitlines()
    text = "\n".join(json.loads(row)["text"] for row in rows)[:RETROSPECTIVE]
    noun = Retrospective(text)
    assert costs_less_than(SENTENCES_AGAIN, lambda: Workspace(LANGUAGE, POLICY).lint(noun))


def test_a_retrospective_is_graded_while_it_is_typed() -> None:
    """One by one step after the other, as long as it is judged at once, of sentences that staff wrote."""
    rows = (ROOT / "tests" / "data" / "retrospectives-parts.jsonl").read_text(encoding="utf-8").splitlines()
    parts = [part for row in map(json.loads, rows) if "field" not in row for part in row["parts"]]
    text = ""
    for step, share in SHARES.items():
        said = "".join(f"{words.strip()}\n" for label, words, *_ in parts if label.partition("/")[0] == step)
        text += said[: RETROSPECTIVE * share // 100]
    Workspace(LANGUAGE, POLICY).lint(Retrospective(text))
    typed = itertools.count(1)
    # One sentence is another each time, as while somebody types.
    assert costs_less_than(
        SENTENCES_TYPED,
        lambda: Workspace(LANGUAGE, POLICY).lint(Retrospective(f"{text}李哲 8/20 前改第 {next(typed)} 版")),
    )


@pytest.mark.parametrize("front", ["", "目标：", "原因："])
@pytest.mark.parametrize(
    "piece", [*PIECES, "目标1", "王敏10/15前", "我们没有", "产品部不配合，", "加强沟通。", "- ", "|", "为什么？"]
)
def test_a_retrospective_grows_like_its_length(front: str, piece: str) -> None:
    short, long = (Retrospective(front + filled(piece, length)) for length in (SHORT, 4 * SHORT))
    assert any(
        cost(lambda: Workspace(LANGUAGE, POLICY).lint(long))
        < max(GRAIN, MOST_TIMES * cost(lambda: Workspace(LANGUAGE, POLICY).lint(short)))
        for _ in range(TRIES)
    )


@pytest.mark.parametrize("length", [chinese.LONGEST, LONGEST])
@pytest.mark.parametrize("piece", ["1、", "-1", "从1", "1-", "😀", "的", "客户满意度"])
def test_no_act_of_the_writing_exercise_is_slow(piece: str, length: int) -> None:
    """An O and eight KRs as long as the box takes, each sent in, and the look at the whole: load, act, view, outcome."""
    learner, states = Learner("write-okr"), []

    def act(do: str, fields: dict[str, str] | None = None, **values: str) -> None:
        action = {"do": do, "values": values, "fields": fields or {}}

        def work() -> None:
            ctx = engine.Context(CONTENT, learner.ctx.exercise, owner="p1")
            state, _ = engine.load(ctx, learner.state)
            states.append(engine.act(ctx, state, action, MINUTE))
            render.html(engine.view(ctx, states[-1]))
            engine.outcome(ctx, states[-1])

        assert stays_below(LIMIT, work), (do, values)
        learner.state = states[-1]

    act("pick", scenario="bakery-waste")
    act("grade", {"text": filled(piece, length)}, part="o")
    for number, mark in enumerate("甲乙丙丁戊己庚辛", 1):
        text = filled(piece, length - 1) + mark
        act("add")
        act("read", {"text": text}, part=f"k{number}")
        act("grade", {"text": text, "baseline": "1、" * 30, "target": "零" * 60}, part=f"k{number}")
    act("review")
