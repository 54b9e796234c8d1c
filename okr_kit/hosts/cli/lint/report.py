"""The readable report of ``okr lint``: statement, words marked, a coach's question; colours only on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any, TypeVar

from click import echo, style

from ....lang import Language
from ....recount import STEPS
from ....subjects import Part, read, subject_of
from ..columns import clean, wrap
from .names import shared
from .source import Entry, LeftOut, ReadAs

#: Most sheets that are named in one sentence.
_FILES = 6
COLOURS = {"error": "red", "warn": "yellow", "info": "blue"}
VERDICTS = {"pass": "green", "revise": "red", "unsure": "yellow"}
MARKS = {"error": "×", "warn": "!", "info": "·"}


def said(language: Language, told: LeftOut | ReadAs) -> str:
    """Say where something stands that was not graded, and why; or how columns were read."""
    if isinstance(told, ReadAs):
        names: dict[str, list[str]] = {}
        for name, meaning in told.columns:
            names.setdefault(language.say(f"cli.columns.{meaning}").split("|")[0], []).append(name)
        columns = (
            language.say("cli.lint.column", meaning=meaning, names=shared(given)) for meaning, given in names.items()
        )
        return clean(language.say("cli.lint.read-as", file=told.file, columns="；".join(columns)))
    place = language.say("cli.lint.place", file=told.file, row=told.rows) if told.rows else told.file
    return clean(f"{place}：{language.say(f'cli.left.{told.code}', **told.values)}")


T = TypeVar("T", LeftOut, ReadAs)


def _together(told: Iterable[T], same: Callable[[T], tuple[object, ...]]) -> list[T]:
    """What is said alike of several sheets, said once."""
    found: dict[tuple[object, ...], list[T]] = {}
    for one in told:
        found.setdefault(same(one), []).append(one)
    files = (list(dict.fromkeys(one.file for one in group)) for group in found.values())
    return [
        replace(group[0], file="、".join(names[:_FILES]) + ("…" if len(names) > _FILES else ""))
        for group, names in zip(found.values(), files, strict=True)
    ]


class TextReport:
    """Prints one graded record after the other and a summary at the end."""

    def __init__(self, language: Language, columns: int | None, steps: Iterable[str] = ()) -> None:
        """Keep how wide the terminal is, None where there is none, and what the course calls a retrospective's steps."""
        self.language = language
        self.columns = columns
        self.steps = dict(zip(STEPS, steps, strict=False))
        self.verdicts: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.human: dict[str, None] = {}
        self.errors = 0
        self.left: list[LeftOut] = []
        self.read_as: list[ReadAs] = []

    def say(self, key: str, **values: object) -> str:
        """Choose a sentence of this report."""
        return self.language.say(f"cli.lint.{key}", **values)

    def bad(self, entry: Entry, error: Mapping[str, Any]) -> None:
        """Print what could not be read."""
        self.errors += 1
        place = "" if entry.error else self.say("place", file=entry.file, row=entry.row)
        self._print(style(f"{self.say('error')}  ", fg="red", bold=True) + clean(place + error["message"]))
        self._print("")

    def graded(self, entry: Entry, record: Mapping[str, Any], grade: Mapping[str, Any]) -> None:
        """Print one record with its findings, statement by statement."""
        self.verdicts[grade["verdict"]] += 1
        self.human |= dict.fromkeys(grade["human"])
        self.codes.update(finding["code"] for finding in grade["findings"] if finding["severity"] != "info")
        noun = read(record)
        subject = subject_of(noun)
        parts = subject.parts(noun)
        self._print(self._verdict(entry, grade))
        sentences = sum(one["where"] != subject.whole for one in grade["unread"]) if parts else 0
        if sentences:
            self._print(self.say("unread-in-set", count=sentences), 2)
        heads = subject.heads(noun)
        for head, name in heads.items():
            own = tuple(part for part in parts if part.where.startswith(f"{head}."))
            self._under(head, name or self.steps.get(head, head), own, grade)
        whole = f"whole-{subject.name}"
        named = f"cli.lint.{whole}" in self.language.messages  # too long to be printed again
        if not heads and not named:
            self._statements(parts or (Part(subject.whole, noun),), grade)
        if (parts or heads or named) and subject.whole not in heads:
            self._at(subject.whole, self.say(whole if named else "whole"), grade, always=not heads and named)
        self._print("")

    def _under(self, head: str, name: str, parts: tuple[Part, ...], grade: Mapping[str, Any]) -> None:
        """Print what is to be said of one of many, below whose it is; nothing of whom nothing is said."""
        spoken = {one["where"] for one in (*grade["findings"], *grade["unread"])}
        if spoken.isdisjoint((head, *(part.where for part in parts))):
            return
        self._at(head, clean(name), grade, always=True)
        self._statements(parts, grade, only=spoken)

    def _statements(
        self, parts: tuple[Part, ...], grade: Mapping[str, Any], only: Container[str] | None = None
    ) -> None:
        """Print statements with their findings: all, or those that stand at some places."""
        for label, part in self._labelled(parts):
            if only is None or part.where in only:
                mine = [finding for finding in grade["findings"] if finding["where"] == part.where]
                self._print(self._marked(label, part.noun.text, mine), 2)
                self._said(part.where, grade)

    def _at(self, where: str, name: str, grade: Mapping[str, Any], *, always: bool = False) -> None:
        """Print what is said of a place that is no statement, below its name."""
        if always or any(one["where"] == where for one in (*grade["findings"], *grade["unread"])):
            self._print(style(name, bold=True), 2)
            self._said(where, grade)

    def _said(self, where: str, grade: Mapping[str, Any]) -> None:
        """Print each finding at a place, and that it could not be read."""
        for finding in grade["findings"]:
            if finding["where"] == where:
                self._finding(finding)
        for one in grade["unread"]:
            if one["where"] == where:
                self._unread(one)

    def beside(self, told: LeftOut | ReadAs) -> None:
        """Keep it for the end."""
        if isinstance(told, LeftOut):
            self.left.append(told)
        elif told.columns:
            self.read_as.append(told)

    def _verdict(self, entry: Entry, grade: Mapping[str, Any]) -> str:
        """Say where the record stands, its verdict and score."""
        place = style(clean(self.say("place", file=entry.file, row=entry.row)), dim=True)
        verdict = style(self.say(grade["verdict"]), fg=VERDICTS[grade["verdict"]], bold=True)
        alone = grade["kind"] == "objective"  # behind a single O a number says nothing
        score = "" if alone or grade["score"] is None else f"  {self.say('score', score=grade['score'])}"
        return f"{place}  {verdict}{score}"

    def _labelled(self, parts: tuple[Part, ...]) -> Iterator[tuple[str, Part]]:
        """Name each statement: O, KR, or KR with its number where there are several parts."""
        counted: Counter[str] = Counter()
        for part in parts:
            name = subject_of(part.noun).name
            counted[name] += 1
            key = f"statement-{name}-n" if len(parts) > 1 and name != "objective" else f"statement-{name}"
            yield self.say(key, number=counted[name]), part

    def _marked(self, label: str, text: str, findings: list[Mapping[str, Any]]) -> str:
        """Underline the words that caused a finding."""
        colours: list[str | None] = [None] * len(text)
        for finding in findings:
            if finding["span"] and finding["severity"] != "info":
                start, end = finding["span"]
                colours[start:end] = [COLOURS[finding["severity"]]] * (end - start)
        parts = []
        for colour, chars in groupby(zip(clean(text), colours, strict=True), key=lambda pair: pair[1]):
            part = "".join(char for char, _ in chars)
            parts.append(style(part, fg=colour, underline=True) if colour else part)
        return style(f"{label}  ", bold=True) + "".join(parts)

    def _finding(self, finding: Mapping[str, Any]) -> None:
        """Print what is wrong and the coach's question."""
        severity = finding["severity"]
        title = self.language.card(finding["code"]).title
        head = style(f"{MARKS[severity]} {title}", fg=COLOURS[severity], bold=True)
        self._print(f"{head} {style(finding['code'], dim=True)}  {clean(finding['message'])}", 6)
        if severity != "info":
            self._question(finding["question"])

    def _unread(self, one: Mapping[str, Any]) -> None:
        """Print that a statement could not be read, and the coach's question."""
        self._print(style(f"? {one['message']}", fg="yellow", bold=True), 6)
        self._question(one["question"])

    def _question(self, question: str) -> None:
        """Print what a coach would ask."""
        self._print(style(f"{self.say('question')}：", dim=True) + style(clean(question), italic=True), 8)

    def close(self) -> None:
        """Print the summary."""
        count = sum(self.verdicts.values())
        if not count and not self.errors:
            self._print(self.say("nothing"))
            self._beside()
            return
        good, bad = self.verdicts["pass"], self.verdicts["revise"]
        self._print(style(self.say("total", count=count, good=good, bad=bad), bold=True))
        if self.verdicts["unsure"]:
            self._print(style(self.say("total-unsure", count=self.verdicts["unsure"]), fg="yellow"))
        if self.codes:
            times = (
                self.say("times", title=self.language.card(code).title, count=number)
                for code, number in self.codes.most_common(3)
            )
            self._print(self.say("frequent", findings="、".join(times)))
        titles = [self.language.cards[code].title for code in self.human if code in self.language.cards]
        if titles:
            self._print(style(self.say("human", titles="、".join(titles)), dim=True))
        if self.errors:
            self._print(style(self.say("total-errors", count=self.errors), fg="red"))
        self._beside()

    def _beside(self) -> None:
        """Say how columns were read, and what stood in the file and was not graded; red what may be a statement."""
        for read_as in _together(self.read_as, lambda one: (one.columns,)):
            self._print(style(said(self.language, read_as), dim=True))
        if self.left:
            self._print(style(self.say("left-out"), bold=True))
        for left in _together(self.left, lambda one: (one.code, one.rows and (one.file, one.rows), str(one.values))):
            self._print(style(f"· {said(self.language, left)}", fg="red" if left.lost else None), 2)

    def _print(self, line: str, indent: int = 0) -> None:
        """Print one line, wrapped and indented on a terminal, whole elsewhere."""
        echo(wrap(line, self.columns, indent) if self.columns else " " * indent + line)
