"""Scores that are typed, the wrong ways that are known, and the same case under the company's own formula."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from class_scene import steer
from learner import Learner, content
from stage_scene import seat, vote

from okr_kit import bank, engine
from okr_kit.errors import ContentError
from okr_kit.kinds.drill import asks
from okr_kit.live import Live
from okr_kit.quantity import parse
from okr_kit.scoring import Formula, Score, score_kr, score_objective
from okr_kit.tally import spread

SLUG = "score-key-results"
KEY_RESULTS = ("kr1", "kr2", "kr3", "kr4")


def ask_of(item: str, name: str = "score", exercise: object = None) -> dict:
    found = (exercise or content().exercise(SLUG)).items[item]
    return next(ask for ask in found["asks"] if ask["name"] == name)


@pytest.fixture(scope="module")
def completion(tmp_path_factory: pytest.TempPathFactory) -> bank.Content:
    """The content of a course that scores by completion."""
    course = tmp_path_factory.mktemp("course") / "course.toml"
    course.write_text('[scoring]\nformula = "completion"\n', "utf-8")
    return bank.load(course=course)


# -- the keys are what the one door works out -------------------------------------------------------------------------


def scores(exercise: object, formula: Formula) -> dict[str, Score]:
    found = {}
    for name in KEY_RESULTS:
        numbers = [parse(cell) for cell in exercise.items[name]["table"]["rows"][0]]
        assert all(numbers)
        found[name] = score_kr(*(number.value for number in numbers), formula=formula)
    return found


@pytest.mark.parametrize("formula", ["distance", "completion"])
def test_every_key_is_the_score_that_is_worked_out(formula: Formula, completion: bank.Content) -> None:
    exercise = (content() if formula == "distance" else completion).exercise(SLUG)
    found = scores(exercise, formula)
    for name, one in found.items():
        ask = ask_of(name, exercise=exercise)
        assert float(ask["value"]) == pytest.approx(one.raw, abs=5e-5)
        assert float(ask["words"]) == one.score
        assert ask_of(name, "colour", exercise)["key"] == one.colour
    whole = score_objective((one, None) for one in found.values())
    assert float(ask_of("o", exercise=exercise)["value"]) == whole
    assert score_kr(None, 620, 585, "guardrail").state == ask_of("guard", "held", exercise)["key"]


def test_both_columns_are_those_of_the_two_formulas(completion: bank.Content) -> None:
    exercise = completion.exercise(SLUG)
    rows = {row[0]: row[1:] for row in exercise.items["o"]["solved"]["rows"]}
    for words, formula in (("完成率", "completion"), ("走了多远", "distance")):
        found = scores(exercise, formula).values()
        whole = score_objective((one, None) for one in found)
        assert rows[words] == [str(one.score) for one in found] + [str(whole)]
    assert "solved" not in content().exercise(SLUG).items["o"]


def test_both_columns_are_shown_where_the_company_scores_by_completion(completion: bank.Content) -> None:
    learner = Learner(SLUG)
    learner.ctx = replace(learner.ctx, content=completion, exercise=completion.exercise(SLUG))
    learner.act("go", item="o")
    said = learner.act("answer", {"score": "0.8", "cheer": "no"}, item="o")
    assert "完成率\u30001.0\u30000.6\u30000.9\u30000.7\u30000.8" in said
    assert "走了多远\u30000.8\u30000.5\u30000.9\u30000.6\u30000.7" in said
    assert learner.act("answer", {"score": "1", "colour": "green"}, item="kr1").count("走了多远") >= 1
    learner.act("go", item="kr2")
    assert "0.5 是走了多远" in learner.act("answer", {"score": "0.5", "colour": "yellow"}, item="kr2")


def test_what_stands_under_an_unknown_formula_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "bank/zh_cn"
    folder.mkdir(parents=True)
    for text, key in (
        ('[under.percent]\ntitle = "x"', "under.percent"),
        ("under = 3", "under"),
        ("[under]\ncompletion = 1", "under"),
    ):
        (folder / f"{SLUG}.toml").write_text(text, "utf-8")
        with pytest.raises(ContentError) as found:
            bank.load(overlay=tmp_path)
        assert found.value.params["key"] == key


# -- what is typed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["0.8", ".8", "0.80", "80%", "80％", "０．８", "0.8 分", "八成", "零点八", "百分之八十", "0.82", "0.76"]
)
def test_a_score_is_read_however_it_is_typed(typed: str) -> None:
    assert asks.told(ask_of("kr1"), typed) == asks.Told(1.0)


@pytest.mark.parametrize("typed", ["8 分", "8", "80", "80 分", "105", "4/5", "0.8 万", "16 天"])
def test_another_scale_is_no_wrong_answer(typed: str) -> None:
    assert asks.told(ask_of("kr1"), typed) == asks.Told(None, why="unread-score")
    learner = Learner(SLUG)
    learner.act("go", item="kr1")
    said = learner.act("answer", {"score": typed, "colour": "green"}, item="kr1")
    assert f"「{typed}」不是 0 到 1 的得分" in said
    assert "没有算你答错" in said
    assert learner.state["items"]["kr1"]["tries"] == []


@pytest.mark.parametrize("typed", ["很好", "0.7-0.9", "1.6÷2.0", "0,8"])
def test_what_is_no_number_is_no_wrong_answer(typed: str) -> None:
    assert asks.told(ask_of("kr1"), typed) == asks.Told(None, why="unread-number")


@pytest.mark.parametrize(
    ("item", "typed", "way", "said"),
    [
        ("kr1", "1.1", "拿实际除以目标", "9.6 ÷ 7.6 = 126%，比做了还高。基线算进去了吗？"),
        ("kr1", "105%", "拿实际除以目标", "8.0 ÷ 7.6 得 105%"),
        ("kr1", "1.05", "拿实际除以目标", "8.0 ÷ 7.6 得 105%"),
        ("kr1", "1.0", "拿目标除以实际", "79%"),
        ("kr1", "1", "拿目标除以实际", "79%"),
        ("kr1", "0.83", "拿实际除以基线", "还剩多少"),
        ("kr1", "0.2", "", "还差的那一段"),
        ("kr2", "0.7", "拿实际除以基线", "还剩七成多"),
        ("kr2", "1.6", "拿实际除以目标", "225%"),
        ("kr2", "162.5%", "拿实际除以目标", "225%"),
        ("kr3", "1.2", "拿实际除以目标", "250%"),
        ("kr3", "115%", "拿实际除以目标", "250%"),
        ("kr3", "0.87", "拿目标除以实际", "40%"),
        ("kr4", "0.7", "拿实际除以目标", "29%"),
        ("kr4", "71%", "拿实际除以目标", "29%"),
        ("kr4", "0.43", "拿走了的除以目标", "从 8 家到 28 家"),
        ("o", "0.6", "护栏当 0 分平均进去", "护栏单独报"),
        ("o", "0.75", "护栏打了分，平均进去", "护栏单独报"),
        ("o", "74.8%", "护栏打了分，平均进去", "护栏单独报"),
        ("kr1", "0.4", "", ""),
        ("kr1", "-0.8", "", ""),
    ],
)
def test_a_known_wrong_score_says_what_was_done(item: str, typed: str, way: str, said: str) -> None:
    found = asks.told(ask_of(item), typed)
    assert found is not None
    assert (found.share, found.way) == (0, way)
    assert said in "".join(found.replies)
    assert bool(said) == bool(found.replies)


def test_half_of_the_last_digit_decides_half_up() -> None:
    ask = {**ask_of("kr1"), "value": "0.35", "wrong": []}
    assert [asks.told(ask, typed).share for typed in ("0.4", "0.35", "35%", "0.3", "0.34")] == [1, 1, 1, 0, 0]


def test_number_and_colour_count_six_to_four() -> None:
    for given, points in (({"score": "0.8", "colour": "red"}, 0.6), ({"score": "0.3", "colour": "green"}, 0.4)):
        learner = Learner(SLUG)
        learner.act("answer", given, item="kr1")
        assert learner.state["items"]["kr1"]["tries"][0]["raw"] == points


def test_nothing_that_is_said_before_the_key_names_it() -> None:
    exercise = content().exercise(SLUG)
    for name in KEY_RESULTS:
        words = ask_of(name)["words"]
        for wrong in (*ask_of(name)["wrong"], *ask_of(name, "colour")["options"]):
            said = wrong.get("reply", "").replace("0.4～0.6", "").replace("0.0～0.3", "").replace("0.7～1.0", "")
            assert words not in said
        assert all(words not in hint for hint in exercise.items[name]["hints"])


# -- the class --------------------------------------------------------------------------------------------------------


def voted(*answers: dict[str, str]) -> list:
    found = []
    for given in answers:
        learner = Learner(SLUG)
        learner.ctx = replace(learner.ctx, live=Live("now", stamp=1))
        learner.act("answer", given, item="kr1")
        found += [one for one in engine.ballots(learner.ctx, learner.state) if one.item == "kr1"]
    return found


def test_the_wrong_ways_of_a_class_are_counted_without_names() -> None:
    right, ratio = {"score": "0.8", "colour": "green"}, {"score": "105%", "colour": "green"}
    back, odd = {"score": "0.95", "colour": "green"}, {"score": "0.4", "colour": "yellow"}
    ballots = voted(right, ratio, back, ratio, odd)
    ctx = engine.Context(content(), content().exercise(SLUG))
    asked = next(one for one in engine.choices(ctx, 1) if one.item == "kr1")
    found = spread(asked, ballots)
    assert found.ways == (("拿实际除以目标", 2), ("拿目标除以实际", 1))
    assert found.people == 5


def test_the_stage_counts_wrong_ways_once_the_key_is_out_and_from_five_answers_on(room, running, trainer) -> None:
    def words() -> str:
        return " ".join(trainer.get("/stage").words.split())

    vote(room, SLUG, seat(room, 3), {"kr1": "green"}, score="105%")
    vote(room, SLUG, seat(room, 1), {"kr1": "green"}, score="0.8")
    steer(running, "open", slug=SLUG)
    steer(running, "answer", item="kr1")
    assert "拿实际除以目标" not in words()  # four people
    vote(room, SLUG, seat(room, 1), {"kr1": "green"}, score="0.95")
    steer(running, "open", slug=SLUG)
    for phase in ("close", "spread"):
        steer(running, phase, item="kr1")
        assert "拿实际除以目标" not in words()
    steer(running, "answer", item="kr1")
    assert "数是这样算出来的 拿实际除以目标 3 人 拿目标除以实际 1 人" in words()
