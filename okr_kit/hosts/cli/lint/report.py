"""The readable report of ``okr lint``: statement, words marked, a coach's question; colours only on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.text import Text

from ....lang import Language
from .source import Entry

if TYPE_CHECKING:
    from rich.console import Console

COLOURS = {"error": "red", "warn": "yellow", "info": "blue"}
MARKS = {"error": "×", "warn": "!", "info": "·"}


class TextReport:
    """Prints one graded record after the other and a summary at the end."""

    def __init__(self, language: Language, console: Console) -> None:
        """Keep where to print and start counting."""
        self.language = language
        self.console = console
        self.verdicts: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.human: dict[str, None] = {}
        self.errors = 0

    def say(self, key: str, **values: object) -> str:
        """Choose a sentence of this report."""
        return self.language.say(f"cli.lint.{key}", **values)

    def bad(self, entry: Entry, error: Mapping[str, Any]) -> None:
        """Print what could not be read."""
        self.errors += 1
        place = "" if entry.error else self.say("place", file=entry.file, row=entry.row)
        line = Text.assemble((f"{self.say('error')}  ", "bold red"), place, error["message"])
        self._print(line)
        self._print(Text(""))

    def graded(self, entry: Entry, record: Mapping[str, Any], grade: Mapping[str, Any]) -> None:
        """Print one record with its findings, statement by statement."""
        self.verdicts[grade["verdict"]] += 1
        findings = grade["findings"]
        self.human |= dict.fromkeys(grade["human"])
        self.codes.update(finding["code"] for finding in findings if finding["severity"] != "info")
        for number, (where, label, text) in enumerate(self._statements(record)):
            mine = [finding for finding in findings if finding["where"] == where]
            head = self._marked(label, text, mine)
            if number == 0:
                self._print(self._verdict(entry, grade))
            self._print(head, 2)
            for finding in mine:
                self._finding(finding)
        whole = [finding for finding in findings if finding["where"] == "set"]
        if whole:
            self._print(Text(self.say("whole"), "bold"), 2)
            for finding in whole:
                self._finding(finding)
        self._print(Text(""))

    def _verdict(self, entry: Entry, grade: Mapping[str, Any]) -> Text:
        """Say where the record stands, its verdict and score."""
        style = "bold green" if grade["verdict"] == "pass" else "bold red"
        place = self.say("place", file=entry.file, row=entry.row)
        return Text.assemble(
            (f"{place}  ", "dim"), (self.say(grade["verdict"]), style), "  ", self.say("score", score=grade["score"])
        )

    def _statements(self, record: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """List (where, label, text) of what a record contains."""
        if record["kind"] != "okr_set":
            label = "objective" if record["kind"] == "objective" else "key-result"
            return [("text", self.say(label), str(record["text"]))]
        rows = [("objective", self.say("objective"), str(record["objective"]))]
        for at, kr in enumerate(record["key_results"]):
            text = str(kr["text"] if isinstance(kr, Mapping) else kr)
            rows.append((f"key_results[{at}]", self.say("key-result-numbered", number=at + 1), text))
        return rows

    def _marked(self, label: str, text: str, findings: list[Mapping[str, Any]]) -> Text:
        """Underline the words that caused a finding."""
        marked = Text(text)
        for finding in findings:
            if finding["span"] and finding["severity"] != "info":
                marked.stylize(f"underline {COLOURS[finding['severity']]}", *finding["span"])
        return Text.assemble((f"{label}  ", "bold"), marked)

    def _finding(self, finding: Mapping[str, Any]) -> None:
        """Print what is wrong and the coach's question."""
        severity = finding["severity"]
        title = self.language.card(finding["code"]).title
        colour = COLOURS[severity]
        line = Text.assemble(
            (f"{MARKS[severity]} {title}", f"bold {colour}"), (f" {finding['code']}  ", "dim"), finding["message"]
        )
        self._print(line, 6)
        if severity != "info":
            self._print(Text.assemble((f"{self.say('question')}：", "dim"), (finding["question"], "italic")), 8)

    def close(self) -> None:
        """Print the summary."""
        count = sum(self.verdicts.values())
        if not count and not self.errors:
            self._print(Text(self.say("nothing")))
            return
        good, bad = self.verdicts["pass"], self.verdicts["revise"]
        self._print(Text(self.say("total", count=count, good=good, bad=bad), "bold"))
        if self.codes:
            times = (
                self.say("times", title=self.language.card(code).title, count=number)
                for code, number in self.codes.most_common(3)
            )
            self._print(Text(self.say("frequent", findings="、".join(times))))
        titles = [self.language.cards[code].title for code in self.human if code in self.language.cards]
        if titles:
            self._print(Text(self.say("human", titles="、".join(titles)), "dim"))
        if self.errors:
            self._print(Text(self.say("total-errors", count=self.errors), "red"))

    def _print(self, line: Text, indent: int = 0) -> None:
        """Print one line, wrapped and indented on a terminal, whole elsewhere."""
        if self.console.is_terminal:
            self.console.print(Padding(line, (0, 0, 0, indent), expand=False))
        else:
            self.console.file.write(f"{' ' * indent}{line.plain}\n")
