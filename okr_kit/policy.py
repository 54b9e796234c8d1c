"""What only the lecturer can settle, as one frozen value: read from course.toml and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from .errors import ContentError
from .files import PACKAGE, need, read_toml
from .scoring import FORMULAS, Formula

FILE = "course.toml"
Word = TypeVar("Word", bound=str)


class Weights(NamedTuple):
    """What each dimension in which a retrospective is measured weighs (domain-facts 6.6)."""

    goal: float
    result: float
    cause: float
    lesson: float
    action: float
    tone: float

    def of(self, dimension: str) -> float:
        """The weight of one."""
        return float(getattr(self, dimension))


@dataclass(frozen=True, slots=True)
class CoursePolicy:
    """The course's settings; the names are those of course.toml, ``<table>_<key>`` where that is not clear alone."""

    o_count_limit: int
    o_number: str
    kr_least: int
    kr_most: int
    kr_easy_percent: float
    weight_tolerance: float
    penalty_error: int
    penalty_warn: int
    share_objective: float
    share_key_results: float
    share_set: float
    bands: tuple[int, ...]
    mapping: str
    cascade_over_ask: float
    cascade_over_most: float
    cascade_equal_percent: float
    cascade_unequal_percent: float
    cascade_uniform_points: float
    cascade_overlap_spare: float
    scoring_formula: Formula
    scoring_limits: tuple[float, float]
    retrospective_steps: tuple[str, ...]
    retrospective_weights: Weights
    debate_right_least: int
    debate_right_most: int
    debate_camp_most: int
    debate_sure_least: int
    debate_talk_minutes: int
    debate_again_minutes: int


def load(course: Path | None = None) -> CoursePolicy:
    """Read our course.toml, then the given one over it; ContentError names the key that is wrong.

    ``course`` is a file, which must be there, or a folder that may hold a course.toml.
    """
    tables = read_toml(PACKAGE / FILE)
    given = course / FILE if course is not None and course.is_dir() else course
    if given is not None and (given.exists() or given == course):
        for name, table in read_toml(given).items():
            if name not in tables or not isinstance(table, dict):
                raise ContentError("content-key", file=FILE, key=name)
            unknown = sorted(set(table) - set(tables[name]))
            if unknown:
                raise ContentError("content-key", file=FILE, key=f"{name}.{unknown[0]}")
            tables[name] = {**tables[name], **table}
    return _policy(tables)


def _policy(tables: Mapping[str, Any]) -> CoursePolicy:
    """Check every value and put them into one object."""
    key_results, score = need(tables, "key_results", dict, FILE), need(tables, "score", dict, FILE)
    objective, cascade = need(tables, "objective", dict, FILE), need(tables, "cascade", dict, FILE)
    debate, scoring = need(tables, "debate", dict, FILE), need(tables, "scoring", dict, FILE)
    retrospective = need(tables, "retrospective", dict, FILE)
    policy = CoursePolicy(
        o_count_limit=_whole(objective, "count_limit", "objective"),
        o_number=_one_of(objective, "number", "objective", ("info", "warn", "off")),
        kr_least=_whole(key_results, "least", "key_results"),
        kr_most=_whole(key_results, "most", "key_results"),
        kr_easy_percent=_amount(key_results, "easy_percent", "key_results"),
        weight_tolerance=_amount(key_results, "weight_tolerance", "key_results"),
        penalty_error=_whole(score, "error", "score"),
        penalty_warn=_whole(score, "warn", "score"),
        share_objective=_amount(score, "objective", "score"),
        share_key_results=_amount(score, "key_results", "score"),
        share_set=_amount(score, "set", "score"),
        bands=tuple(need(score, "bands", list, FILE, "score")),
        mapping=_one_of(cascade, "mapping", "cascade", ("A", "B")),
        cascade_over_ask=_amount(cascade, "over_ask", "cascade"),
        cascade_over_most=_amount(cascade, "over_most", "cascade"),
        cascade_equal_percent=_amount(cascade, "equal_percent", "cascade"),
        cascade_unequal_percent=_amount(cascade, "unequal_percent", "cascade"),
        cascade_uniform_points=_amount(cascade, "uniform_points", "cascade"),
        cascade_overlap_spare=_amount(cascade, "overlap_spare", "cascade"),
        scoring_formula=_one_of(scoring, "formula", "scoring", FORMULAS),
        scoring_limits=(_amount(scoring, "yellow", "scoring"), _amount(scoring, "green", "scoring")),
        retrospective_steps=tuple(need(retrospective, "steps", list, FILE, "retrospective")),
        retrospective_weights=_weights(need(retrospective, "weights", dict, FILE, "retrospective")),
        debate_right_least=_whole(debate, "right_least", "debate"),
        debate_right_most=_whole(debate, "right_most", "debate"),
        debate_camp_most=_whole(debate, "camp_most", "debate"),
        debate_sure_least=_whole(debate, "sure_least", "debate"),
        debate_talk_minutes=_whole(debate, "talk_minutes", "debate"),
        debate_again_minutes=_whole(debate, "again_minutes", "debate"),
    )
    _agree(policy)
    return policy


def _agree(policy: CoursePolicy) -> None:
    """Check what single values cannot show: order of limits, shares that add up, bands that fall."""
    wrong = {
        "key_results.least": policy.kr_least > policy.kr_most,
        "score.set": abs(policy.share_objective + policy.share_key_results + policy.share_set - 1) > 1e-6,
        "score.bands": not all(isinstance(band, int) for band in policy.bands)
        or len(policy.bands) != 3
        or sorted(policy.bands, reverse=True) != list(policy.bands),
        "cascade.over_ask": not 100 <= policy.cascade_over_ask <= policy.cascade_over_most,
        "cascade.unequal_percent": policy.cascade_unequal_percent < policy.cascade_equal_percent,
        "scoring.yellow": not 0 < policy.scoring_limits[0] < policy.scoring_limits[1],
        "scoring.green": policy.scoring_limits[1] > 1,
        "debate.right_least": not policy.debate_right_least < policy.debate_right_most,
        "debate.right_most": policy.debate_right_most > 100,
        "debate.camp_most": policy.debate_camp_most > 100,
        "debate.sure_least": policy.debate_sure_least > 100,
        "retrospective.steps": not all(isinstance(step, str) for step in policy.retrospective_steps),
        "retrospective.weights": not sum(policy.retrospective_weights) > 0,
    }
    for key, is_wrong in wrong.items():
        if is_wrong:
            raise ContentError("content-key", file=FILE, key=key)


def _weights(table: Mapping[str, Any]) -> Weights:
    """The weight of each dimension of a retrospective; all six are named."""
    where = "retrospective.weights"
    unknown = sorted(set(table) ^ set(Weights._fields))
    if unknown:
        raise ContentError("content-key", file=FILE, key=f"{where}.{unknown[0]}")
    return Weights(*(_amount(table, name, where) for name in Weights._fields))


def _whole(table: Mapping[str, Any], key: str, where: str) -> int:
    """A whole number of at least 1 (TOML's true is none)."""
    value = need(table, key, int, FILE, where)
    if isinstance(value, bool) or value < 1:
        raise ContentError("content-key", file=FILE, key=f"{where}.{key}")
    return int(value)


def _amount(table: Mapping[str, Any], key: str, where: str) -> float:
    """A number that is not negative."""
    value = need(table, key, (int, float), FILE, where)
    if isinstance(value, bool) or value < 0:
        raise ContentError("content-key", file=FILE, key=f"{where}.{key}")
    return float(value)


def _one_of(table: Mapping[str, Any], key: str, where: str, allowed: tuple[Word, ...]) -> Word:
    """A word out of a few."""
    value = need(table, key, str, FILE, where)
    found = next((one for one in allowed if one == value), None)
    if found is None:
        raise ContentError("content-key", file=FILE, key=f"{where}.{key}")
    return found
