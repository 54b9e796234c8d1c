"""What ``okr lint`` does: read, grade, write; one line in, one line out, and the exit status of the contract."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from .... import lang, policy
from ....errors import ContentError
from ....lang import Language
from ....lint import lint_record
from .readers import read
from .report import TextReport, said
from .source import Entry, LeftOut, ReadAs, open_source


class Writer(Protocol):
    """Where grades go."""

    def bad(self, entry: Entry, error: Mapping[str, Any]) -> None:
        """Report something that could not be read."""

    def graded(self, entry: Entry, record: Mapping[str, Any], grade: Mapping[str, Any]) -> None:
        """Report a grade."""

    def beside(self, told: LeftOut | ReadAs) -> None:
        """Note what was not graded, or how columns were read."""

    def close(self) -> None:
        """Finish."""


class JsonLines:
    """One JSON object a line, in the order of the input."""

    def __init__(self, language: Language) -> None:
        """Keep the pack that says what was left out."""
        self._language = language

    def bad(self, entry: Entry, error: Mapping[str, Any]) -> None:
        """Write the error object of one line."""
        self._write({"id": entry.record.get("id") if entry.record else None, "error": error})

    def graded(self, entry: Entry, record: Mapping[str, Any], grade: Mapping[str, Any]) -> None:  # noqa: ARG002 - Writer
        """Write one grade."""
        self._write(grade)

    def beside(self, told: LeftOut | ReadAs) -> None:
        """Say it beside the lines: they answer to records alone."""
        sys.stderr.write(said(self._language, told) + "\n")

    def close(self) -> None:
        """Send what is left."""
        sys.stdout.flush()

    def _write(self, line: Mapping[str, Any]) -> None:
        text = json.dumps(line, ensure_ascii=False)
        try:
            sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
        except UnicodeEncodeError:  # half of a surrogate pair in the input
            sys.stdout.buffer.write(json.dumps(line).encode() + b"\n")


def lint_file(
    language: Language,
    file: str,
    output: str,
    kind: str | None,
    *,
    cycle: str | None = None,
    course: Path | None = None,
    content: Path | None = None,
) -> int:
    """Grade a file or standard input; 1 if anything in it could not be read."""
    if content is not None:
        if not content.is_dir():
            raise ContentError("overlay-missing", file=str(content))
        language = lang.load(overlay=content)
    rules = policy.load(course)
    machine = output == "jsonl"
    if file == "-" and sys.stdin.isatty() and not machine:
        sys.stderr.write(language.say("cli.lint.waiting") + "\n")
    source = open_source(file, sys.stdin.buffer, language.say("cli.lint.stdin"), machine=machine)
    writer: Writer = JsonLines(language) if machine else TextReport(language, _columns(), rules.retrospective_steps)
    given = {"cycle": cycle} if cycle else {}
    found = (
        replace(one, record=given | one.record) if isinstance(one, Entry) and one.record else one
        for one in read(source, language, kind)
    )
    errors, guessed = grade_all(found, writer, language, rules)
    if guessed:
        sys.stderr.write(language.say("cli.lint.assumed-key-result", count=guessed) + "\n")
    return int(errors > 0)


def grade_all(
    found: Iterable[Entry | LeftOut | ReadAs], writer: Writer, language: Language, rules: policy.CoursePolicy
) -> tuple[int, int]:
    """Grade entry after entry: (how many were not read or are lost, how many did not say whether they are O or KR).

    A file in which everything was left out counts as one that was not read.
    """
    errors = guessed = graded = left = 0
    for entry in found:
        if not isinstance(entry, Entry):
            left += isinstance(entry, LeftOut)
            errors += isinstance(entry, LeftOut) and entry.lost
            writer.beside(entry)
            continue
        guessed += entry.guessed
        grade = _graded(entry, language, rules)
        if "error" in grade:
            errors += 1
            writer.bad(entry, grade["error"])
        elif entry.record is not None:
            graded += 1
            writer.graded(entry, entry.record, grade)
    writer.close()
    return errors or int(left > 0 and not graded), guessed


def _graded(entry: Entry, language: Language, rules: policy.CoursePolicy) -> Mapping[str, Any]:
    """Grade one entry; an error says file, row and, in the pack's words, what is wrong."""
    if entry.error is not None:
        error: dict[str, Any] = {"code": entry.error.code, "message": language.error(entry.error)}
    else:
        grade = lint_record(entry.record, language, rules)
        if "error" not in grade:
            return grade
        error = dict(grade["error"])
    return {"error": error | {"file": entry.file, "row": entry.row}}


def _columns() -> int | None:
    """How wide the terminal is; a line of that very width would be followed by an empty one on some."""
    return shutil.get_terminal_size().columns - 1 if sys.stdout.isatty() else None
