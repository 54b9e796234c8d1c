"""What the answers say, as pieces of a page: the same on the screen and in the report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...lang import Language
from .. import figures
from ..figures import Bar
from ..survey.analysis import Analysis, Mean, Share, Statements
from ..survey.decisions import LOW
from ..survey.small import LEAST, small
from . import look

#: Scales go from 1 to so much.
HIGHEST = 5
#: A sum of more options than these is called by their number.
NAMED = 3


def parts(found: Analysis, language: Language) -> list[str]:
    """Headings, figures and lines; with fewer than five answers the one sentence that says why there is nothing."""
    say = language.say
    if not found.enough:
        return [look.para(say("before.found-few", n=found.count) if found.count else say("before.import-none"))]
    low = (LOW - 1) / (HIGHEST - 1)
    means = [_mean(one, language, say("before.found-hidden")) for one in found.means]
    made = [look.para(say("before.found-count", n=found.count))]
    made += _distribution(say("before.found-who"), "level", found, language)
    made += _distribution(say("before.found-experience"), "cycles", found, language)
    title = say("before.found-can")
    made += [look.head(title), look.para(say("before.found-can-line")), figures.bars(title, means, line=low)]
    made += _known(found.right, language)
    made += _difficulties(found, language)
    made += _distribution(say("before.found-looks"), "looks", found, language)
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
    unsure = [
        say("before.found-unsure-line", what=say(f"before.{one.kind}"), words=words)
        for one in found.statements.values()
        for words in one.unsure
    ]
    for key, lines in (("found-wishes", found.wishes), ("found-others", found.others), ("found-unsure", unsure)):
        made.append(look.head(say(f"before.{key}")))
        made.append(look.listing(lines) if lines else look.para(say("before.found-words-none")))
    return [*made, *([look.para(say("before.found-nothing", n=found.nothing))] if found.nothing else [])]


def _distribution(title: str, question: str, found: Analysis, language: Language) -> list[str]:
    """Bars of a question with one answer; what is too small to be printed is a sum."""
    shares, say = found.shown(question), language.say
    if not shares:
        return [look.head(title), look.para(say("before.found-few-answers"))]
    bars = [
        Bar(_sum(one.parts, language) if one.parts else one.words, one.count / one.of, _counted(one, language))
        for one in shares
    ]
    note = [look.para(say("before.found-sum-note"))] if any(one.parts for one in shares) else []
    return [look.head(_answered(title, shares, language)), *note, figures.bars(title, bars)]


def _known(rows: Iterable[Share], language: Language) -> list[str]:
    """How many were right in each question, where both those who were and those who were not are enough."""
    shares, say = list(rows), language.say
    title, hidden = say("before.found-know"), say("before.found-right-hidden")
    bars = [
        Bar(one.words, one.count / one.of, _counted(one, language)) if one.split else Bar(one.words, 0.0, hidden)
        for one in shares
    ]
    note = [] if all(one.split for one in shares) else [look.para(say("before.found-right-note"))]
    return [look.head(title), *note, figures.bars(title, bars)]


def _difficulties(found: Analysis, language: Language) -> list[str]:
    """Bars of what was chosen by enough people; the others by name alone."""
    say, title = language.say, language.say("before.found-difficulties")
    shares = found.top("difficulties", 99)
    if not shares or shares[0].of < LEAST:
        return [look.head(title), look.para(say("before.found-few-answers"))]
    bars = [Bar(one.words, one.count / one.of, _counted(one, language)) for one in shares if not one.small]
    few = say("before.comma").join(one.words for one in shares if one.small)
    made = [look.head(_answered(title, shares, language)), *([figures.bars(title, bars)] if bars else [])]
    return [*made, *([look.para(say("before.found-small", listed=few))] if few else [])]


def _counted(one: Share, language: Language) -> str:
    return language.say("before.bar", count=one.count, percent=one.percent)


def _sum(parts: Sequence[str], language: Language) -> str:
    """What a sum of several options is called."""
    if len(parts) > NAMED:
        return language.say("before.found-sum-many", n=len(parts))
    return language.say("before.found-sum", words=language.say("before.comma").join(parts))


def _answered(title: str, shares: Sequence[Share], language: Language) -> str:
    """A title with how many answered."""
    return f"{title}（{language.say('before.people', n=shares[0].of)}）"


def _mean(one: Mean, language: Language, hidden: str) -> Bar:
    words = hidden if one.mean is None else language.say("before.mean", mean=f"{one.mean:.1f}", n=one.of)
    share = 0.0 if one.mean is None else (one.mean - 1) / (HIGHEST - 1)
    return Bar(one.words, share, words, one.mean is not None and one.mean < LOW)


def _statements(one: Statements, language: Language) -> list[str]:
    """How many were handed in and can be used, what the others have wrong first, what a person has to read."""
    say, what = language.say, language.say(f"before.{one.kind}")
    if not one.handed_in:
        return [look.para(say("before.found-own-none", what=what))]
    if not one.shown:
        return [look.para(say("before.found-own-few", what=what)), *_unsure(one, what, language)]
    bars = [
        Bar(_sum([_code(code, language) for code in codes], language) if len(codes) > 1 else _code(codes[0], language),
            count / one.judged,
            say("before.bar-items", count=count, percent=round(100 * count / one.judged)))
        for codes, count in one.shown
    ]  # fmt: skip
    line = look.para(say("before.found-own-line", what=what, judged=one.judged))
    return [line, *_unsure(one, what, language), figures.bars(what, bars)]


def _unsure(one: Statements, what: str, language: Language) -> list[str]:
    """That some could not be read, and where they stand."""
    count = len(one.unsure)
    key = "found-own-unsure-few" if small(count) else "found-own-unsure"
    return [look.para(language.say(f"before.{key}", n=count, what=what))] if count else []


def _code(code: str, language: Language) -> str:
    return language.card(code).title if code else language.say("before.found-own-good")


def _group(name: str, rows: Iterable[Mean], language: Language) -> list[str]:
    title = language.say("before.found-groups", name=language.say(f"before.{name}"))
    hidden = language.say("before.found-hidden")
    means = list(rows)
    if not means:
        return []
    if all(one.mean is None for one in means):
        return [look.head(title), look.para(language.say("before.found-few-answers"))]
    bars = [_mean(one, language, hidden) for one in means]
    note = [look.para(language.say("before.found-hidden-note"))] if any(one.mean is None for one in means) else []
    return [look.head(title), *note, figures.bars(title, bars)]
