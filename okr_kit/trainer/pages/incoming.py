"""What a file of answers holds, as pieces of a page, before anything of it is kept."""

from __future__ import annotations

from ...hosts.cli.lint.grid import letters
from ...lang import Language
from ..survey.columns import Column
from ..survey.load import Loaded
from ..survey.questions import BOTH, INTERVIEW, Questionnaire
from . import look

#: So many problems are listed; the rest is counted.
LISTED = 12


def parts(found: Loaded, asked: Questionnaire, language: Language) -> list[str]:
    """The file, which column is which question, what is left out, what is wrong, contacts."""
    say = language.say
    mode = say("before.import-coded" if found.coded else "before.import-text")
    told = {"file": found.sheet, "row": found.head, "n": found.rows, "mode": mode}
    made = [look.para(say("before.import-found", **told)), _columns(found, asked, language)]
    for key, kind in (("dropped", "personal"), ("aside", "aside")):
        names = [one.header.strip() for one in found.columns if one.kind == kind and one.header.strip()]
        if names:
            made.append(look.para(say(f"before.import-{key}", names=say("before.comma").join(names))))
    fast = sum(one.fast for one in found.responses)
    made += [look.para(say("before.import-fast", n=fast))] if fast else []
    made += _problems(found, language)
    if found.contacts:
        made += [look.para(say("before.contacts", n=len(found.contacts))), look.listing(found.contacts)]
    return [*made, *([look.para(say("before.import-unknown", n=len(found.unknown)))] if found.unknown else [])]


def _columns(found: Loaded, asked: Questionnaire, language: Language) -> str:
    """Every column of the file with what it was read as, folded."""
    say = language.say
    matched = sum(one.kind == "question" for one in found.columns)
    rows = [
        (letters(one.at), " ".join(one.header.split()), _read_as(one, asked, language))
        for one in found.columns
        if one.header.strip()
    ]
    names = [say(f"before.import-columns-{key}") for key in ("at", "header", "what")]
    return look.folded(say("before.import-columns", matched=matched, n=len(rows)), look.table(names, rows))


def _read_as(one: Column, asked: Questionnaire, language: Language) -> str:
    """What a column was read as, in words."""
    say = language.say
    if one.kind == "meta":
        return say(f"before.import-column-{one.question}")
    if one.kind != "question":
        return say(f"before.import-column-{one.kind}")
    if one.question in (INTERVIEW, BOTH):
        return say(f"before.import-column-{one.question}")
    question = asked.questions[one.question]
    if one.part == "option":
        return say("before.import-column-option", question=question.text, option=question.option(one.option).words)
    return say("before.import-column-words", question=question.text) if one.part == "own" else question.text


def _problems(found: Loaded, language: Language) -> list[str]:
    """Each wrong cell in a sentence."""
    lines = [language.error(one) for one in found.problems]
    if not lines or found.passed:
        return []
    more = [language.say("before.import-more-problems", n=len(lines) - LISTED)] if len(lines) > LISTED else []
    words = language.say("before.import-problems", n=len(lines))
    return [look.para(words, "bad"), look.listing([*lines[:LISTED], *more])]
