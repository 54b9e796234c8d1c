"""What the answers say: shares with the number they are of, means, what the OKRs handed in have wrong. Nobody is shown.

A share is of those who answered the question; of several choices, of the people who chose. What is too small to be printed
is decided here for figures, report and reasons alike, by the one rule of :mod:`.small`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ...lint import Workspace
from ...model import KeyResult, Objective
from .answers import Response
from .meant import meant
from .questions import Questionnaire, key
from .small import LEAST, small, split, together


@dataclass(frozen=True, slots=True)
class Share:
    """An option with how many chose it, of how many who answered; a sum of options has their words in ``parts``."""

    id: str
    words: str
    count: int
    of: int
    parts: tuple[str, ...] = ()

    @property
    def percent(self) -> int:
        """In whole percent; 0 where nobody answered."""
        return round(100 * self.count / self.of) if self.of else 0

    @property
    def small(self) -> bool:
        """Whether so few chose it that their number is not printed."""
        return small(self.count)

    @property
    def split(self) -> bool:
        """Whether both who is in it and who is not may be told."""
        return split(self.count, self.of)


@dataclass(frozen=True, slots=True)
class Mean:
    """A scale with its mean and how many answered; ``mean`` is None for fewer than :data:`.small.LEAST`."""

    id: str
    words: str
    mean: float | None
    of: int


@dataclass(frozen=True, slots=True)
class Statements:
    """The O or KR handed in: how many could be judged, in how many of these each code was found first, the ones not read."""

    kind: str
    handed_in: int
    judged: int
    good: int
    codes: tuple[tuple[str, int], ...]
    unsure: tuple[str, ...] = ()

    @property
    def hidden(self) -> frozenset[str]:
        """The codes that are printed as one sum; the good ones are the empty code."""
        return together({"": self.good, **dict(self.codes)})

    @property
    def shown(self) -> tuple[tuple[tuple[str, ...], int], ...]:
        """Codes with their counts as they may be printed: the good ones (the empty code), the others, last a sum; none where all are in it."""
        counts = {"": self.good, **dict(self.codes)}
        alone = [((code,), n) for code, n in counts.items() if n and code not in self.hidden]
        if self.judged < LEAST or not alone:
            return ()
        rest = tuple(code for code in counts if code in self.hidden)
        return (*alone, *([(rest, sum(counts[code] for code in rest))] if rest else []))


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that is shown of the answers, and what decisions are made of.

    ``shares`` are exact, for decisions; ``shown`` are those of questions with one answer as they may be printed, ``hidden``
    their options that are only printed as a sum. ``nothing`` is how many wrote 「无」 where a difficulty was asked for.
    """

    count: int
    fast: int
    shares: Mapping[str, tuple[Share, ...]]
    hidden: Mapping[str, frozenset[str]]
    means: tuple[Mean, ...]
    right: tuple[Share, ...]
    groups: Mapping[str, tuple[Mean, ...]]
    statements: Mapping[str, Statements]
    wishes: tuple[str, ...]
    others: tuple[str, ...]
    nothing: int = 0

    @property
    def enough(self) -> bool:
        """Whether there are answers of so many people that anything may be said."""
        return self.count >= LEAST

    def shown(self, question: str) -> tuple[Share, ...]:
        """The options of a question with one answer as they may be printed; none where no option is large enough."""
        found, hidden = self.shares[question], self.hidden[question]
        alone = tuple(one for one in found if one.id not in hidden)
        if not found or found[0].of < LEAST or not any(one.count for one in alone):
            return ()
        rest = [one for one in found if one.id in hidden]
        if not rest:
            return alone
        return (*alone, Share("", "", sum(one.count for one in rest), rest[0].of, tuple(one.words for one in rest)))

    def top(self, question: str, most: int, without: str = "") -> tuple[Share, ...]:
        """The options chosen most, without those that nobody chose; equals keep the bank's order, all of the last place."""
        chosen = (one for one in self.shares[question] if one.count and one.id != without)
        found = sorted(chosen, key=lambda one: -one.count)
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
    none = {key(word) for word in workspace.language.say("before.nothing").split()}
    read = [meant(one, asked, none) for one in responses if not (without_fast and one.fast)]
    taken = [one for one, _ in read]
    table = frame(taken, asked)
    options = {one.id: one for one in asked.questions.values() if one.options and one.style != "scale"}
    hidden = _hidden(frame(responses, asked), table, asked)
    return Analysis(
        count=len(taken),
        fast=sum(one.fast for one in responses),
        shares={name: _shares(table[name], asked, name) for name in options},
        hidden=hidden,
        means=tuple(_mean(table[one.id], one.id, one.text) for one in asked.of_block("C")),
        right=tuple(_right(table[one.id], asked, one.id) for one in asked.of_block("D")),
        groups=_groups(table, asked, hidden),
        statements={
            "objective": _statements(table["own-objective"], "objective", workspace),
            "key_result": _statements(table["own-key-result"], "key_result", workspace),
        },
        wishes=tuple(table["wish"].dropna()),
        others=tuple(said for one in taken for said in one.own.values()),
        nothing=sum(n for _, n in read),
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


#: The questions whose options are also groups of which a mean is shown.
_GROUPS = ("level", "cycles")


def _rated(table: pd.DataFrame, asked: Questionnaire) -> pd.Series:
    """The mean of all self-ratings of each who gave some."""
    return table[[one.id for one in asked.of_block("C")]].apply(pd.to_numeric).mean(axis=1, skipna=True).dropna()


def _hidden(whole: pd.DataFrame, table: pd.DataFrame, asked: Questionnaire) -> dict[str, frozenset[str]]:
    """The options of each question with one answer that are printed as one sum.

    One set for every breakdown by that question, and what is hidden of all answers stays hidden when the fast ones are
    left out: two figures side by side would give away what each of them hides.
    """
    rated = _rated(table, asked).index
    found: dict[str, frozenset[str]] = {}
    for question in (one for one in asked.questions.values() if one.style == "one" and not one.row.get("right")):
        columns = [whole[question.id], table[question.id]]
        columns += [table.loc[rated, question.id]] if question.id in _GROUPS else []
        secret = frozenset[str]()
        for column in columns:
            counts = column.value_counts()
            secret = together({one.id: int(counts.get(one.id, 0)) for one in question.options}, secret) | secret
        found[question.id] = secret
    return found


def _groups(
    table: pd.DataFrame, asked: Questionnaire, hidden: Mapping[str, frozenset[str]]
) -> dict[str, tuple[Mean, ...]]:
    """The mean of all self-ratings for each level and each experience; hidden groups without a mean."""
    rated, found = _rated(table, asked), dict[str, tuple[Mean, ...]]()
    for name in _GROUPS:
        means = []
        for option in asked.questions[name].options:
            one = _mean(rated[table.loc[rated.index, name] == option.id], option.id, option.words)
            means += [Mean(one.id, one.words, None if one.id in hidden[name] else one.mean, one.of)] if one.of else []
        found[name] = tuple(means)
    return found


def _statements(column: pd.Series, kind: str, workspace: Workspace) -> Statements:
    """Grade what was handed in; what was not understood is kept as it is, for a person to read."""
    given = [words for words in column.dropna() if str(words).strip()]
    noun = Objective if kind == "objective" else KeyResult
    reports = [workspace.lint(noun(text=words)) for words in given]
    judged = [report for report in reports if report.verdict != "unsure"]
    unsure = tuple(words for words, report in zip(given, reports, strict=True) if report.verdict == "unsure")
    first = Counter(
        next(finding.code for finding in report.findings if finding.severity == "error")
        for report in judged
        if report.verdict == "revise"
    )
    good = sum(report.verdict != "revise" for report in judged)
    return Statements(kind, len(given), len(judged), good, tuple(first.most_common()), unsure)
