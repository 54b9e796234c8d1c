"""What the answers say, as pieces of a page: the same on the screen and in the report."""

from __future__ import annotations

from collections.abc import Iterable

from ...lang import Language
from .. import figures
from ..figures import Bar
from ..survey.analysis import Analysis, Mean, Share, Statements
from ..survey.decisions import LOW
from . import look

#: Scales go from 1 to so much.
HIGHEST = 5
#: So many codes of what was handed in are drawn.
CODES = 6


def parts(found: Analysis, language: Language) -> list[str]:
    """Headings, figures and lines; with fewer than five answers the one sentence that says why there is nothing."""
    say = language.say
    if not found.enough:
        return [look.para(say("before.found-few", n=found.count) if found.count else say("before.import-none"))]
    low = (LOW - 1) / (HIGHEST - 1)
    means = [_mean(one, language, say("before.found-hidden")) for one in found.means]
    made = [look.para(say("before.found-count", n=found.count))]
    made += _shares(say("before.found-who"), found.shares["level"], language)
    made += _shares(say("before.found-experience"), found.shares["cycles"], language)
    title = say("before.found-can")
    made += [look.head(title), look.para(say("before.found-can-line")), figures.bars(title, means, line=low)]
    made += _shares(say("before.found-know"), found.right, language)
    made += _shares(say("before.found-difficulties"), found.top("difficulties", 99), language)
    made += _shares(say("before.found-looks"), found.shares["looks"], language)
    made.append(look.head(say("before.found-own")))
    for statements in found.statements.values():
        made += _statements(statements, language)
    for name, rows in found.groups.items():
        made += _group(name, rows, language)
    return made


def quotes(found: Analysis, language: Language) -> list[str]:
    """What people wrote, word for word."""
    say = language.say
    made = [look.para(say("before.found-words-note"), "bad")]
    for key, lines in (("found-wishes", found.wishes), ("found-others", found.others)):
        made.append(look.head(say(f"before.{key}")))
        made.append(look.listing(lines) if lines else look.para(say("before.found-words-none")))
    return made


def _shares(title: str, shares: Iterable[Share], language: Language) -> list[str]:
    """Bars of shares with their counts, and how many answered."""
    rows = list(shares)
    if not rows:
        return []
    bars = [
        Bar(
            one.words,
            one.count / one.of if one.of else 0.0,
            language.say("before.bar", count=one.count, percent=one.percent),
        )
        for one in rows
    ]
    answered = sorted({one.of for one in rows})
    words = language.say("before.people", n=answered[0] if len(answered) == 1 else f"{answered[0]}～{answered[-1]}")
    return [look.head(f"{title}（{words}）"), figures.bars(title, bars)]


def _mean(one: Mean, language: Language, hidden: str) -> Bar:
    words = hidden if one.mean is None else language.say("before.mean", mean=f"{one.mean:.1f}", n=one.of)
    share = 0.0 if one.mean is None else (one.mean - 1) / (HIGHEST - 1)
    return Bar(one.words, share, words, one.mean is not None and one.mean < LOW)


def _statements(one: Statements, language: Language) -> list[str]:
    """How many were handed in, how many can be used, what the others have wrong first."""
    say = language.say
    what = say(f"before.{one.kind}")
    if not one.handed_in:
        return [look.para(say("before.found-own-none", what=what))]
    counts = {"what": what, "n": one.handed_in, "judged": one.judged, "good": one.good}
    made = [look.para(say("before.found-own-line", **counts))]
    if one.handed_in > one.judged:
        made.append(look.para(say("before.found-own-unsure", n=one.handed_in - one.judged)))
    bars = [
        Bar(
            language.card(code).title,
            count / one.judged,
            say("before.bar-items", count=count, percent=round(100 * count / one.judged)),
        )
        for code, count in one.codes[:CODES]
    ]
    return [*made, figures.bars(what, bars)] if bars else made


def _group(name: str, rows: Iterable[Mean], language: Language) -> list[str]:
    title = language.say("before.found-groups", name=language.say(f"before.{name}"))
    hidden = language.say("before.found-hidden")
    means = list(rows)
    bars = [_mean(one, language, hidden) for one in means]
    if not bars:
        return []
    note = [look.para(language.say("before.found-hidden-note"))] if any(one.mean is None for one in means) else []
    return [look.head(title), *note, figures.bars(title, bars)]
