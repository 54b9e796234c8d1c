"""The score of a key result and of an objective: every example of the domain reference and of the book, and what holds of all."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from okr_kit import policy
from okr_kit.errors import ContentError
from okr_kit.files import PACKAGE, read_toml
from okr_kit.scoring import Score, colour, meaning, rounded, score_kr, score_objective

BOOK = Path(__file__).parent.parent / "book"
#: What is printed where: baseline, target, actual, the score as printed, its text.
PRINTED = [
    ("scoring", 920, 1012, 955, 0.38, "访客 | 920 → 1012 万 | 955 万 | 0.38（94%）"),
    ("scoring", 1.84, 2.39, 2.22, 0.69, "GMV | 1.84 → 2.39 亿 | 2.22 亿 | 0.69（93%）"),
    ("scoring", 2.5, 2.75, 2.71, 0.84, "转化率 | 2.5% → 2.75% | 2.71% | 0.84（99%）"),
    ("scoring", 800, 860, 858, 0.97, "客单价 | 800 → 860 元 | 858 元 | 0.97（99.8%）"),
    ("scoring", 5, 1.5, 2.2, 0.80, "（2.2 − 5）÷（1.5 − 5）= 0.80"),
    ("scoring", 920, 980, 955, 0.58, "（955 − 920）÷（980 − 920）= 0.58"),
    ("scoring", 9.6, 7.6, 8.0, 0.8, "KR1：（9.6 − 8.0）÷ 2.0 = 0.8，绿。"),
    ("scoring", 18, 8, 13, 0.5, "KR2：（18 − 13）÷ 10 = 0.5，黄。"),
    ("scoring", 50, 20, 23, 0.9, "KR3：（50 − 23）÷ 30 = 0.9，绿。"),
    ("scoring", 8, 28, 20, 0.6, "KR4：（20 − 8）÷ 20 = 0.6，黄"),
    ("aar-plus", 920, 1012, 955, 0.38, "访客合计 | 920 → 1012 | 955 | 0.38"),
    ("aar-plus", 138, 184, 158, 0.43, "内容 | 138 → 184 | 158 | 0.43"),
    ("aar-plus", 46, 73.6, 48, 0.07, "转介绍 | 46 → 73.6 | 48 | 0.07"),
    ("aar-plus", 345, 363.4, 358, 0.71, "付费 | 345 → 363.4 | 358 | 0.71"),
    ("cases", 95, 60, 71, 0.69, "目标 60 分钟：一车间得 0.69，二车间得 0.09"),
    ("cases", 95, 60, 92, 0.09, "目标 60 分钟：一车间得 0.69，二车间得 0.09"),
    ("cases", 47, 30, 33, 0.82, "目标 30 天（导入 21 → 8，试算 11 → 7），实施部二季度末 33 天，得 0.82"),
    ("four-steps", 28, 10, 15, 0.72, "(28 − 15) ÷ (28 − 10) = 13 ÷ 18 = 0.72"),
    ("four-steps", 47, 30, 33, 0.82, "(47 − 33) ÷ (47 − 30) = 0.82"),
    ("gather-objectives", 22, 28, 24.3, 0.38, "(24.3 − 22) ÷ (28 − 22) = 0.4"),
    ("handbook", 12, 18, 16.2, 0.70, "0.7：(16.2 − 12) ÷ (18 − 12)"),
    ("handbook", 50, 80, 74, 0.8, "(74 − 50) ÷ (80 − 50) = 0.8"),
    ("okr-and-kpi", 95, 60, 71, 0.69, "71 分钟，得分 (95 − 71) ÷ 35 = 0.69"),
    ("okr-history", 26, 12, 15, 0.79, "11 ÷ 14 = 0.79"),
    ("okr-history", 26, 12, 24, 0.14, "2 ÷ 14 = 0.14"),
    ("review-practice", 6.0, 3.0, 5.7, 0.10, "（6.0 − 5.7）÷（6.0 − 3.0）= 0.10"),
    ("review-practice", 6.0, 3.0, 3.6, 0.80, "苏州组（6.0 − 3.6）÷ 3.0 = 0.80"),
    ("review-practice", 53.1, 72.5, 56, 0.15, "56 万，0.15"),
    ("review-questions", 53.1, 72.5, 56, 0.15, "从 53.1 万做到 72.5 万，实际 56 万，得分 0.15"),
    ("setting-errors", 22, 28, 22, 0.0, "「12 个月复购率 22% → 28%」。到 9 月底还是 22%，一步没走，0.0 分"),
]
#: 「(95 − 71) ÷ (95 − 60) = 24 ÷ 35 = 0.69」: actual against baseline, the way, the score.
WRITTEN = re.compile(
    r"[（(]([\d.]+) − ([\d.]+)[）)] ?÷ ?[（(]([\d.]+) − ([\d.]+)[）)] ?[＝=≈](?: ?[\d.]+ ÷ [\d.]+ ?[＝=≈])? ?(\d\.\d+)"
)
#: What is written like a score and is none: how much more of a test was right.
NO_SCORE = [("evaluation", "5", "3", "6", "3", "0.67")]


@pytest.mark.parametrize(("page", "baseline", "target", "actual", "printed", "text"), PRINTED)
def test_every_score_that_the_book_prints_is_the_one_that_is_worked_out(
    page: str, baseline: float, target: float, actual: float, printed: float, text: str
) -> None:
    assert text in (BOOK / f"{page}.md").read_text(encoding="utf-8")
    found = score_kr(baseline, target, actual)
    assert found.raw == pytest.approx(printed, abs=0.005 + 1e-9)
    assert found.score == rounded(found.raw or 0)


def test_every_division_that_the_book_writes_out_as_a_score_is_among_them() -> None:
    written = [
        (path.stem, *one) for path in sorted(BOOK.glob("*.md")) for one in WRITTEN.findall(path.read_text("utf-8"))
    ]
    assert len(written) > 6
    for page, *numbers, printed in written:
        if (page, *numbers, printed) in NO_SCORE:
            continue
        one, other, above, below = map(float, numbers)
        # (95 - 71) / (95 - 60) begins with the baseline, (2.2 - 5) / (1.5 - 5) with the actual number.
        baseline, actual, target = (one, other, below) if one == above else (other, one, above)
        found = score_kr(baseline, target, actual)
        places = len(printed.partition(".")[2])
        assert found.raw == pytest.approx(float(printed), abs=0.5 * 10**-places + 1e-9), (page, numbers)


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "raw", "score", "shade"),
    [
        (12, 18, 16.2, 0.70, 0.7, "green"),  # domain-facts 6.5
        (5, 1.5, 2.2, 0.80, 0.8, "green"),
        (18, 10, 13, 0.625, 0.6, "yellow"),
        (0, 100, 35, 0.35, 0.4, "yellow"),  # half up, before the colour
        (0, 100, 34.9, 0.349, 0.3, "red"),
        (0, 100, 65, 0.65, 0.7, "green"),
        (0, 100, 64.9, 0.649, 0.6, "yellow"),
        (0, 100, 95, 0.95, 1.0, "green"),
        (0.1, 0.3, 0.17, 0.35, 0.4, "yellow"),  # 0.07 / 0.2 is 0.3499… in floating point
        (0.1 + 0.2, 0.5, 0.37, 0.35, 0.4, "yellow"),
        (1.1, 1.3, 1.17, 0.35, 0.4, "yellow"),
        (920, 1012, 900, -20 / 92, 0.0, "red"),  # below where one started
        (8, 28, 33, 1.25, 1.0, "green"),  # beyond the target
        (9.6, 7.6, 6.6, 1.5, 1.0, "green"),
        (-10, 10, 0, 0.5, 0.5, "yellow"),  # from a loss to a profit
        (-5, -15, -12, 0.7, 0.7, "green"),
        (0, 1e12, 7e11, 0.7, 0.7, "green"),
    ],
)
def test_the_share_of_the_way(
    baseline: float, target: float, actual: float, raw: float, score: float, shade: str
) -> None:
    found = score_kr(baseline, target, actual)
    assert (found.state, found.score, found.colour) == ("scored", score, shade)
    assert found.raw == pytest.approx(raw)


def test_what_went_beyond_is_kept_beside_the_score() -> None:
    assert score_kr(8, 28, 33).beyond == pytest.approx(0.25)
    assert score_kr(8, 28, 28).beyond == 0
    assert score_kr(0.1, 0.3, 0.1 + 0.2).beyond == 0
    assert score_kr(8, 28, 5).beyond == 0


@pytest.mark.parametrize("hundredths", range(0, 101, 5))
def test_steps_of_a_twentieth_are_rounded_half_up_whatever_their_floating_point(hundredths: int) -> None:
    half_up = (hundredths + 5) // 10 / 10
    assert rounded(hundredths / 100) == half_up
    for baseline, width in ((0, 1), (0.1, 0.2), (3.3, 0.7), (95, -35), (1e6, 1e-3)):
        actual = baseline + width * hundredths / 100
        assert score_kr(baseline, baseline + width, actual).score == half_up, (baseline, width)


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ((620, 620, 585, "guardrail"), "broken"),
        ((None, 620, 585, "guardrail"), "broken"),
        ((None, 620, 620, "guardrail"), "kept"),
        ((None, 0.3, 0.1 + 0.2, "guardrail"), "kept"),
        ((2.0, 2.1, 2.08, "guardrail", True), "kept"),  # one visitor may cost no more than 2.1
        ((2.0, 2.1, 2.08, "guardrail"), "broken"),  # no less than 2.1
        ((3.0, 2.1, 2.08, "guardrail"), "kept"),  # it was to fall
        ((2.0, 2.1, 2.2, "guardrail", True), "broken"),
        ((400, 400, 401), "kept"),  # the target is where one started: held or not
        ((400, 400, 399), "broken"),
        ((400, 400, 399, "committed", True), "kept"),
        ((0.1 + 0.2, 0.3, 0.3), "kept"),
    ],
)
def test_a_line_is_held_or_not_and_has_no_score(given: tuple, state: str) -> None:
    baseline, target, actual, *rest = given
    kind, down = [*rest, None, None][:2]
    assert score_kr(baseline, target, actual, kind, down=down) == Score(state)


@pytest.mark.parametrize(
    ("numbers", "reached", "state", "score"),
    [
        ((None, None, None), 1, "done", 1.0),
        ((None, None, None), 0, "undone", 0.0),
        ((None, None, None), 0.5, "undone", 0.5),  # a part that was agreed beforehand
        ((0, 12, 12), None, "done", 1.0),
        ((0, 12, 11), None, "undone", 0.0),  # nothing between 0 and 1 that was not agreed
        ((0, 12, 13), None, "done", 1.0),
        ((0, 12, 11), 0.7, "undone", 0.7),
    ],
)
def test_a_milestone_is_0_or_1_or_the_part_that_was_agreed(
    numbers: tuple, reached: float | None, state: str, score: float
) -> None:
    found = score_kr(*numbers, "milestone", reached=reached)
    assert (found.state, found.score) == (state, score)


def test_what_tries_something_out_has_no_number() -> None:
    for kind in ("baseline", "learning"):
        assert score_kr(None, None, None, kind, reached=1) == Score("validated")
        assert score_kr(10, 20, 15, kind, reached=0) == Score("invalidated")
        assert score_kr(10, 20, 15, kind) == Score("unknown", missing="reached")


def test_what_cannot_be_seen_yet_waits_and_says_so() -> None:
    assert score_kr(10, 20, 15, deferred=True) == Score("deferred")
    assert score_kr(10, 20, None, "guardrail", deferred=True) == Score("deferred")


@pytest.mark.parametrize(
    ("numbers", "kind", "missing"),
    [
        ((10, 20, None), "committed", "actual"),
        ((10, None, 15), "committed", "target"),
        ((None, 20, 15), "committed", "baseline"),
        ((None, None, None), None, "target"),
        ((None, 20, None), "guardrail", "actual"),
        ((None, None, None), "milestone", "reached"),
        ((math.nan, 20, 15), None, "baseline"),
        ((10, math.inf, 15), None, "target"),
    ],
)
def test_what_is_missing_is_named(numbers: tuple, kind: str | None, missing: str) -> None:
    assert score_kr(*numbers, kind) == Score("unknown", missing=missing)


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "score"),
    [
        (920, 1012, 955, 0.9),  # 94 %
        (920, 1012, 920, 0.9),  # not moved at all: 91 %
        (None, 1012, 955, 0.9),  # needs no baseline
        (9.6, 7.6, 8.0, 1.0),  # 7.6 / 8.0 = 0.95
        (18, 8, 13, 0.6),
        (50, 20, 23, 0.9),
        (8, 28, 20, 0.7),
        (10, 2, 0, 1.0),  # to fall, and nothing left
        (10, 0, 0, 1.0),
        (0, 10, -1, 0.0),
    ],
)
def test_completion_is_the_companys_own_formula(
    baseline: float | None, target: float, actual: float, score: float
) -> None:
    assert score_kr(baseline, target, actual, formula="completion").score == score


def test_completion_says_nothing_of_targets_that_cannot_be_divided_by() -> None:
    for baseline, target, actual in ((10, 0, 3), (-10, -2, -5), (-10, 0, -5), (5, -5, 1)):
        assert score_kr(baseline, target, actual, formula="completion") == Score("unknown", missing="divide")


def test_guardrails_and_types_are_the_same_under_both_formulas() -> None:
    assert score_kr(None, 620, 585, "guardrail", formula="completion") == Score("broken")
    assert score_kr(0, 12, 11, "milestone", formula="completion").score == 0


@pytest.mark.parametrize(
    ("numbers", "kind", "said"),
    [
        ((0, 100, 100), "committed", "reached"),
        ((0, 100, 90), "committed", "missed"),
        ((0, 100, 96), "committed", "missed"),  # shown as 1.0
        ((0, 100, 130), "committed", "reached"),
        ((0.1, 0.3, 0.1 + 0.2), "committed", "reached"),
        ((0, 100, 60), "aspirational", "sweet"),
        ((0, 100, 74), "aspirational", "sweet"),
        ((0, 100, 55), "aspirational", "sweet"),  # 0.6 with one decimal
        ((0, 100, 54), "aspirational", ""),
        ((0, 100, 100), "aspirational", ""),  # one high score says nothing
        ((0, 100, 34), "aspirational", "rethink"),
        ((0, 100, 35), "aspirational", ""),
        ((0, 100, 34), None, ""),
        ((0, 100, 34), "guardrail", ""),
        ((0, 100, None), "committed", ""),
    ],
)
def test_the_same_score_means_something_else_by_type(numbers: tuple, kind: str | None, said: str) -> None:
    assert meaning(score_kr(*numbers, kind), kind) == said


def part(score: float | None) -> Score:
    return Score("scored", score, score, "") if score is not None else Score("broken")


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([(0.8, None), (0.5, None), (0.9, None), (0.6, None)], 0.7),  # the book's
        ([(0.8, None), (0.5, None), (0.9, None), (0.6, None), (None, None)], 0.7),  # the guardrail is no part of it
        ([(0.8, 0.4), (0.5, 0.6)], 0.6),
        ([(0.8, 40), (0.5, 60)], 0.6),
        ([(0.8, 40), (0.5, 40), (None, 20)], 0.7),  # 0.65; a guardrail's weight goes with it
        ([(1.0, 90), (0.0, 10)], 0.9),
        ([(1.0, 90), (0.0, None)], 0.5),  # one without a weight: a plain mean
        ([(1.0, 0), (0.5, 0)], 0.8),  # 0.75
        ([(1.0, 0), (0.5, 1)], 0.5),
        ([(1.0, math.nan), (0.5, 1)], 0.8),
        ([(1.0, -1), (0.5, 1)], 0.8),
        ([(0.3, None), (0.4, None)], 0.4),  # 0.35
        ([(0.1, None), (0.2, None), (0.0, None), (0.3, None)], 0.2),  # 0.15
        ([(0.7, 0.1), (0.7, 0.2), (0.7, 0.7)], 0.7),
        ([(None, None)], None),
        ([], None),
    ],
)
def test_an_objective_is_the_mean_of_its_scored_key_results(parts: list, whole: float | None) -> None:
    assert score_objective((part(score), weight) for score, weight in parts) == whole


def test_what_went_beyond_in_one_key_result_makes_up_for_no_other() -> None:
    assert score_objective([(score_kr(0, 10, 20), None), (score_kr(0, 10, 0), None)]) == 0.5


@pytest.mark.parametrize("formula", ["distance", "completion"])
def test_more_of_the_way_is_never_a_lower_score(formula: str) -> None:
    rng = Random(10)
    for _ in range(300):
        baseline, target = (round(rng.uniform(0, 200), 2) for _ in range(2))
        toward = 1 if target > baseline else -1
        steps = [baseline + toward * step * abs(target - baseline) / 7 for step in range(-3, 12)]
        scores = [score_kr(baseline, target, one, formula=formula).score for one in steps]
        assert all(one is not None and other is not None and one <= other for one, other in pairwise(scores))


def test_up_and_down_are_the_same_way_seen_from_both_sides() -> None:
    rng = Random(11)
    for _ in range(300):
        numbers = [round(rng.uniform(-100, 100), 2) for _ in range(3)]
        assert score_kr(*numbers) == score_kr(*(-one for one in numbers))


def test_the_unit_makes_no_difference() -> None:
    rng = Random(12)
    for _ in range(300):
        numbers = [round(rng.uniform(0, 100), 1) for _ in range(3)]
        known = score_kr(*numbers)
        for factor in (10_000, 1e8, 0.01, 60):
            other = score_kr(*(one * factor for one in numbers))
            assert (other.state, other.score, other.colour) == (known.state, known.score, known.colour), numbers
        shifted = score_kr(*(one + 1000 for one in numbers))
        assert (shifted.state, shifted.score) == (known.state, known.score)


def test_nothing_that_can_be_typed_breaks_it() -> None:
    strange = (0.0, -0.0, 1e308, -1e308, 5e-324, 1e-300, math.nan, math.inf, -math.inf, None)
    for baseline in strange:
        for target in strange:
            for actual in strange:
                for formula in ("distance", "completion"):
                    found = score_kr(baseline, target, actual, formula=formula)
                    assert found.score is None or 0 <= found.score <= 1


def test_colours_go_by_the_courses_own_limits() -> None:
    assert [colour(tenths / 10) for tenths in range(11)] == ["red"] * 4 + ["yellow"] * 3 + ["green"] * 4
    assert [colour(tenths / 10, (0.3, 0.8)) for tenths in (2, 3, 7, 8)] == ["red", "yellow", "yellow", "green"]
    assert score_kr(0, 10, 7, limits=(0.5, 0.8)).colour == "yellow"
    assert colour(0.1 + 0.2, (0.3, 0.7)) == "yellow"


def test_formula_and_colours_are_settings(tmp_path: Path) -> None:
    ours = policy.load()
    assert (ours.scoring_formula, ours.scoring_limits) == ("distance", (0.4, 0.7))
    file = tmp_path / "course.toml"
    file.write_text('[scoring]\nformula = "completion"\nyellow = 0.5\n', "utf-8")
    theirs = policy.load(file)
    assert (theirs.scoring_formula, theirs.scoring_limits) == ("completion", (0.5, 0.7))


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('formula = "percent"', "scoring.formula"),
        ("formula = 1", "scoring.formula"),
        ("yellow = 0.7", "scoring.yellow"),
        ("yellow = 0", "scoring.yellow"),
        ("yellow = true", "scoring.yellow"),
        ("green = 7", "scoring.green"),
        ("red = 0.1", "scoring.red"),
    ],
)
def test_a_setting_that_cannot_be_is_named(tmp_path: Path, line: str, key: str) -> None:
    file = tmp_path / "course.toml"
    file.write_text(f"[scoring]\n{line}\n", "utf-8")
    with pytest.raises(ContentError) as found:
        policy.load(file)
    assert found.value.params["key"] == key


def test_under_the_companys_formula_no_hint_teaches_the_other_one() -> None:
    """「走了多远」 is the way of the course; who scores by completion divides what is there by what was wanted."""
    under = read_toml(PACKAGE / "bank" / "zh_cn" / "score-key-results.toml")["under"]["completion"]["items"]
    hints = [hint for item in under for hint in item.get("hints", ())]
    assert len(hints) > 6
    assert [hint for hint in hints if "走" in hint] == []
