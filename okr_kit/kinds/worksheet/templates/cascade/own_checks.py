"""What is checked of one's own three levels: what the rules find, each at the step where it can be mended."""

from __future__ import annotations

from .....model import Finding
from ...template import Check, Note
from ...work import Work
from . import above, parts
from .own_document import nodes, written
from .own_people import kept, people, several
from .parts import WORDS

#: Findings on strategies without anybody.
GAPS = ("D-GAP", "D-NOSTRAT")


def checks(work: Work) -> tuple[Check, ...]:
    """Each level by itself, without weight; the whole by what is wrong with it, as far as it is filled in."""
    rules = [one for one in parts.found(work, written(nodes(work))) if one.code.startswith("D-")]
    levels = (
        above.change_check(work),
        above.circle_check(work, 0),
        _objective(work),
        _filled(work, "number", "number", ("own.metric", "own.after")),
        parts.guard(work, "guard", 0),
        _ways(work),
        _owners(work, [one for one in rules if one.code in GAPS]),
        _agreed(work),
        _sum(work, [one for one in rules if one.code not in (*WORDS, *GAPS)]),
    )
    return (*levels, _whole(work, rules, levels))


def _objective(work: Work) -> Check:
    """My O: a copy is wrong; what else could be better of it is a question here."""
    check = parts.objective(work, "own", "rewrite", 0, above.above_texts(work), above.measured(work))
    if check.open:
        return check
    told = [one if one.code in WORDS else Note("ask", one.key, one.params, one.at, one.code) for one in check.notes]
    copied = any(one.code in WORDS for one in told)
    return Check(check.id, check.step, 0, 0.5 if copied else 1, tuple(told))


def _filled(work: Work, name: str, step: str, entries: tuple[str, ...]) -> Check:
    """Whether entries are filled in."""
    blank = [one for one in entries if not work.values.get(one)]
    return Check(name, step, 0, 0 if blank else 1, open=bool(blank))


def _ways(work: Work) -> Check:
    """Three to five strategies, one number each."""
    written = [one for one in work.rows("ways") if work.text(one, "text")]
    if not written:
        return Check("ways", "ways", 0, 0, open=True)
    few = (Note("ask", "ways-few", {"n": str(len(written))}),) if len(written) < 3 else ()
    bare = [one for one in written if not work.text(one, "after")]
    told = (*few, *(Note("ask", "way-bare", {"text": work.text(one, "text")}, (f"{one}.after",)) for one in bare))
    return Check("ways", "ways", 0, 1, told)


def _owners(work: Work, gaps: list[Finding]) -> Check:
    """One first owner for each strategy."""
    if not people(work):
        return Check("owners", "owners", 0, 0, open=True)
    ways = kept(work)
    told = tuple(note for one in gaps for note in parts.notes((one,), _gap_at(one, ways)))
    told += tuple(
        Note("ask", "owner-two", {"names": one.name}, (f"{one.row}.owner",))
        for one in people(work)
        if several(one.name)
    )
    wrong = any(one.tone == "revise" for one in told)
    return Check("owners", "owners", 0, 0.5 if wrong else 1, told)


def _gap_at(finding: Finding, ways: list[str]) -> tuple[str, ...]:
    """The row of the strategy that a finding means (``nodes[1].strategies[2]``)."""
    place = finding.where.rpartition("strategies[")[2].rstrip("]")
    return (f"{ways[int(place)]}.owner",) if place.isdigit() and int(place) < len(ways) else ()


def _agreed(work: Work) -> Check:
    """A number for everybody that can be read."""
    rows = [(one, work.text(one.row, "agreed")) for one in people(work)]
    blank = not rows or any(not typed for _, typed in rows)
    told = tuple(
        Note("revise", "agreed-unread", {"name": one.name, "typed": typed}, (f"{one.row}.agreed",))
        for one, typed in rows
        if typed and work.quantity(one.row, "agreed") is None
    )
    return Check("agreed", "agreed", 0, 0 if blank else 0.5 if told else 1, told, open=blank)


def _sum(work: Work, findings: list[Finding]) -> Check:
    """What kind of number it is, and whether it adds up."""
    if not work.text("sum", "kind") or not work.text("own", "after") or not people(work):
        return Check("kind", "kind", 0, 0, open=True)
    told = parts.notes(findings, tuple(f"{one.row}.agreed" for one in people(work)))
    wrong = any(one.tone == "revise" for one in told)
    return Check("kind", "kind", 0, 0.5 if wrong else 1, told)


def _whole(work: Work, rules: list[Finding], levels: tuple[Check, ...]) -> Check:
    """100 less 25 for what is certain and 10 for what is likely; a level that is open is not wrong, and not there yet."""
    policy = work.ctx.policy
    copied = {one.code for check in levels for one in check.notes if one.code in WORDS}
    extra = sorted(copied - {one.code for one in rules})
    errors = [*extra, *(one.code for one in rules if one.severity == "error")]
    warned = [one.code for one in rules if one.severity == "warn"]
    left = max(0, 100 - policy.penalty_error * len(errors) - policy.penalty_warn * len(warned)) / 100
    there = sum(not one.open for one in levels) / len(levels)
    names = "、".join(work.ctx.lang.card(code).title for code in dict.fromkeys((*errors, *warned)))
    told = (Note("revise", "whole-left", {"n": str(len(errors) + len(warned)), "names": names}),) if names else ()
    return Check("whole", "promised", 100, left * there, told, open=there < 1)
