"""How late a half-day is, and what short versions give back."""

from __future__ import annotations

from okr_kit import lesson
from okr_kit.agenda import MINUTE, Row, planned, timing

ROWS = (
    Row("opening", "d1-am", "导入", 20, 10),
    Row("history", "d1-am", "来历", 10, 10),
    Row("values", "d1-am", "五个价值", 12, 5),
    Row("steps", "d1-am", "四步", 10, 5),
    Row("why", "d1-pm", "为什么拆", 8, 8),
)


def at(*rows: tuple[str, float], extra: tuple[tuple[str, dict[str, str]], ...] = ()) -> lesson.State:
    """A class that began these rows at these minutes."""
    state = lesson.start()
    for row, minute in rows:
        state = lesson.act(state, "row", {"row": row}, int(minute * MINUTE))
    for do, values in extra:
        state = lesson.act(state, do, values, 0)
    return state


def minutes(state: lesson.State, now: float) -> tuple[float, float, float, tuple[str, ...]]:
    """Late, actual and gain in minutes, and the rows that give it back."""
    found = timing(ROWS, state, int(now * MINUTE))
    return found.late / MINUTE, found.actual / MINUTE, found.gain / MINUTE, found.gaining


def test_before_the_first_row_nothing_is_late():
    assert timing(ROWS, lesson.start(), 99).late == 0


def test_in_time_late_and_ahead():
    assert minutes(at(("opening", 0)), 15) == (0, 15, 12, ("values", "steps"))
    assert minutes(at(("opening", 0)), 26)[0] == 6
    assert minutes(at(("opening", 0), ("history", 26)), 30)[0] == 6
    assert minutes(at(("opening", 0), ("history", 14)), 16)[0] == -6


def test_a_short_or_skipped_row_gives_its_minutes_back():
    late = at(("opening", 0), ("history", 26))
    short = lesson.act(late, "short", {"rows": "values,steps"}, 0)
    assert minutes(short, 30) == (6, 4, 0, ())
    later = lesson.act(short, "row", {"row": "values"}, 36 * MINUTE)
    later = lesson.act(later, "row", {"row": "steps"}, 41 * MINUTE)
    assert minutes(later, 42)[0] == 41 - 35
    skipped = lesson.act(late, "skip", {"row": "values"}, 0)
    assert planned(ROWS[2], skipped) == 0
    assert minutes(skipped, 30)[2:] == (5, ("steps",))


def test_a_class_that_begins_in_the_middle_is_not_late_for_what_came_before():
    assert minutes(at(("values", 0)), 3)[0] == 0


def test_another_half_day_begins_anew():
    assert minutes(at(("opening", 0), ("why", 500)), 503)[:2] == (0, 3)
