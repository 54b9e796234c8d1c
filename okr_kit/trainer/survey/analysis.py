"""What the answers say: shares with the number they are of, means, what the OKRs handed in have wrong. Nobody is shown.

A share is of those who answered the question; of several choices, of the people who chose. Groups of fewer than
:data:`LEAST` are not shown, and where that leaves only one group hidden, the next smallest is hidden with it, as it
could be worked out from the whole (domain-facts 9.2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from ...lint import Workspace
from ...model import KeyResult, Objective
from .answers import Response
from .questions import Questionnaire

#: Fewest people of whom anything is said.
LEAST = 5


@dataclass(frozen=True, slots=True)
class Share:
    """An option with how many chose it, of how many who answered."""

    id: str
    words: str
    count: int
    of: int

    @property
    def percent(self) -> int:
        """In whole percent; 0 where nobody answered."""
        return round(100 * self.count / self.of) if self.of else 0


@dataclass(frozen=True, slots=True)
class Mean:
    """A scale with its mean and how many answered; ``mean`` is None for fewer than :data:`LEAST`."""

    id: str
    words: str
    mean: float | None
    of: int


@dataclass(frozen=True, slots=True)
class Statements:
    """The O or KR handed in: how many, how many could be judged, and in how many of these each code was found first."""

    kind: str
    handed_in: int
    judged: int
    good: int
    codes: tuple[tuple[str, int], ...]

    def share(self, code: str) -> float:
        """Of those judged, the share with that code; 0 where none was."""
        return dict(self.codes).get(code, 0) / self.judged if self.judged else 0.0


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that is shown of the answers, and what decisions are made of."""

    count: int
    fast: int
    shares: Mapping[str, tuple[Share, ...]]
    means: tuple[Mean, ...]
    right: tuple[Share, ...]
    groups: Mapping[str, tuple[Mean, ...]]
    statements: Mapping[str, Statements]
    wishes: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether there are answers of so many people that anything may be said."""
        return self.count >= LEAST

    def top(self, question: str, most: int) -> tuple[Share, ...]:
        """The options chosen most, without those that nobody chose; equals keep the bank's order, all of the last place."""
        found = sorted((one for one in self.shares[question] if one.count), key=lambda one: -one.count)
        if len(found) <= most:
            return tuple(found)
        return tuple(one for one in found if one.count >= found[most - 1].count)


def frame(responses: Iterable[Response], asked: Questionnaire) -> pd.DataFrame:
    """One row a response, one column a question; what is missing is None."""
    rows = {one.key: {name: one.answers.get(name) for name in asked.questions} for one in responses}
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(asked.questions), dtype=object)


def analyse(
    responses: Sequence[Response], asked: Questionnaire, workspace: Workspace, *, without_fast: bool = False
) -> Analysis:
    """Count everything; with ``without_fast`` without those who were faster than one can read."""
    taken = [one for one in responses if not (without_fast and one.fast)]
    table = frame(taken, asked)
    options = {one.id: one for one in asked.questions.values() if one.options and one.style != "scale"}
    return Analysis(
        count=len(taken),
        fast=sum(one.fast for one in responses),
        shares={name: _shares(table[name], asked, name) for name in options},
        means=tuple(_mean(table[one.id], one.id, one.text) for one in asked.of_block("C")),
        right=tuple(_right(table[one.id], asked, one.id) for one in asked.of_block("D")),
        groups=_groups(table, asked),
        statements={
            "objective": _statements(table["own-objective"], "objective", workspace),
            "key_result": _statements(table["own-key-result"], "key_result", workspace),
        },
        wishes=tuple(table["wish"].dropna()),
        others=tuple(said for one in taken for said in one.own.values()),
    )


def _shares(column: pd.Series, asked: Questionnaire, name: str) -> tuple[Share, ...]:
    """How often each option was chosen, of those who answered."""
    given = column.dropna()
    counts = given.explode().value_counts()
    return tuple(
        Share(option.id, option.words, int(counts.get(option.id, 0)), len(given))
        for option in asked.questions[name].options
    )


def _mean(column: pd.Series, name: str, words: str) -> Mean:
    given = pd.to_numeric(column.dropna())
    return Mean(name, words, round(float(given.mean()), 1) if len(given) >= LEAST else None, len(given))


def _right(column: pd.Series, asked: Questionnaire, name: str) -> Share:
    given, question = column.dropna(), asked.questions[name]
    return Share(name, question.text, int(given.isin(question.row["right"]).sum()), len(given))


def _groups(table: pd.DataFrame, asked: Questionnaire) -> dict[str, tuple[Mean, ...]]:
    """The mean of all self-ratings for each level and each experience; small groups without a mean."""
    rated = table[[one.id for one in asked.of_block("C")]].apply(pd.to_numeric).mean(axis=1, skipna=True).dropna()
    found: dict[str, tuple[Mean, ...]] = {}
    for name in ("level", "cycles"):
        means = [
            _mean(rated[table.loc[rated.index, name] == option.id], option.id, option.words)
            for option in asked.questions[name].options
        ]
        found[name] = tuple(_hidden([one for one in means if one.of]))
    return found


def _hidden(means: list[Mean]) -> list[Mean]:
    """Where only one group is hidden, its mean could be worked out: the smallest of the others is hidden too."""
    if sum(one.mean is None for one in means) != 1 or len(means) == 1:
        return means
    smallest = min((one for one in means if one.mean is not None), key=lambda one: one.of)
    return [replace(one, mean=None) if one is smallest else one for one in means]


def _statements(column: pd.Series, kind: str, workspace: Workspace) -> Statements:
    """Grade what was handed in; what was not understood is counted and not judged."""
    given = [words for words in column.dropna() if str(words).strip()]
    noun = Objective if kind == "objective" else KeyResult
    reports = [workspace.lint(noun(text=words)) for words in given]
    judged = [report for report in reports if report.verdict != "unsure"]
    first = Counter(
        next(finding.code for finding in report.findings if finding.severity == "error")
        for report in judged
        if report.verdict == "revise"
    )
    good = sum(report.verdict != "revise" for report in judged)
    return Statements(kind, len(given), len(judged), good, tuple(first.most_common()))
