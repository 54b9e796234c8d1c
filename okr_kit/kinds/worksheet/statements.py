"""A sentence that somebody wrote into a worksheet, as the rules see it by itself."""

from __future__ import annotations

from collections.abc import Iterable

from ...model import Finding, KeyResult, Objective
from .template import Note
from .work import Work


def judged(work: Work, noun: Objective | KeyResult, at: tuple[str, ...]) -> tuple[Note, ...]:
    """What is certainly wrong with a sentence, as notes at its entries; of one that cannot be read, that people have to judge it."""
    report = work.ctx.workspace.lint(noun)
    if report.verdict == "unsure":
        return (Note("human", "unread", {}, at),)
    return tuple(Note("revise", "", words(one), at, one.code) for one in report.findings if one.severity == "error")


def unread(notes: Iterable[Note]) -> bool:
    """Whether a sentence could not be read: it is not right for that, and gets no score."""
    return any(note.tone == "human" for note in notes)


def words(finding: Finding) -> dict[str, str]:
    """The values of a finding in words, as a note keeps them."""
    return {name: str(said) for name, said in finding.params.items()}
