"""What a learner or a table has answered: read from an action, kept in the state, counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...tally import Ballot
from ..base import Action, Context, State, fields, several
from .questions import Question

#: One answer: the ids of what was picked, and what was typed (a whole answer, or the own words of an option).
Answer = dict[str, Any]
ANSWER = {"picks": [str], "text": str}
#: What the state of a survey holds: ``at`` is a page or ``end``; ``answers`` of the first vote, ``again`` of the second;
#: ``unsent`` is what was picked and does not count yet; ``asked`` are the pages that were asked for more, ``missed``
#: the answers known to have left the bank.
SHAPE = {
    "at": str,
    "answers": {str: ANSWER},
    "again": {str: ANSWER},
    "unsent": {str: ANSWER},
    "asked": [str],
    "missed": [str],
}
#: Behind the name of a question: the field for the own words of an option.
OWN = "-own"


def read(question: Question, action: Action) -> tuple[Answer, int]:
    """What an action answers to a question, and how many characters of it were too many."""
    given = several(action, question.id)
    picks = [option.id for option in question.options if option.id in given]
    picks = picks if question.style == "several" else picks[:1]
    text = ""
    if question.style == "text":
        text = fields(action).get(question.id, "")
    elif question.own and question.own.id in picks:
        text = fields(action).get(question.id + OWN, "")
    return {"picks": picks, "text": text[: question.limit]}, max(0, len(text) - question.limit)


def problem(question: Question, answer: Answer) -> str:
    """Why an answer does not count yet: ``none`` or ``most``; empty where it does. What is typed may stay blank."""
    if question.style == "text":
        return ""
    return "none" if not answer["picks"] else "most" if len(answer["picks"]) > question.most else ""


def words(question: Question, answer: Answer) -> str:
    """An answer in words: what was picked, and behind it what was typed."""
    picked = "、".join(question.option(name).words for name in answer["picks"])
    return "：".join(filter(None, (picked, " ".join(answer["text"].split()))))


def blank(answer: Answer) -> bool:
    """Whether nothing was picked or typed."""
    return not (answer["picks"] or answer["text"])


def now(state: State, question: Question) -> Answer | None:
    """The answer to a question as it stands, of the second vote where there was one; None where there is none."""
    return _known(question, state["again"]) or _known(question, state["answers"])


def given(asked: Iterable[Question], state: State) -> list[tuple[Question, Answer]]:
    """The questions that have an answer, each with it."""
    return [(one, found) for one in asked if (found := now(state, one)) and not blank(found)]


def counts(question: Question, state: State) -> bool:
    """Whether a question is done with: it has an answer, or was sent without one where the bank lets it stay ``blank``."""
    found = now(state, question)
    return found is not None and (not blank(found) or bool(question.row.get("blank")))


def drafted(state: State, question: Question) -> Answer:
    """What stands in the form: what does not count yet, else the answer."""
    return _known(question, state["unsent"]) or now(state, question) or {"picks": [], "text": ""}


def _known(question: Question, kept: Mapping[str, Answer]) -> Answer | None:
    """What is kept of a question without what has left the bank; None where nothing of it is left."""
    found = kept.get(question.id)
    if found is None or question.style == "text":
        return found
    picks = [option.id for option in question.options if option.id in found["picks"]]
    return {**found, "picks": picks} if picks else None


def right(question: Question, answer: Answer) -> float | None:
    """1 for all that is right and nothing else, 0 for anything else, None where nothing is right or wrong."""
    return float(set(answer["picks"]) == set(question.key)) if question.key else None


def shown(ctx: Context, state: State, asked: Mapping[str, Question], question: Question) -> bool:
    """Whether the key is open: to all, or, where the class does not do it now, to who has answered everything."""
    if not question.key:
        return False
    done = all(now(state, one) for one in asked.values() if not one.table)
    return ctx.live.keys(question.id) or (done and not ctx.live.silent)


def ballots(asked: Iterable[Question], state: State) -> tuple[Ballot, ...]:
    """The votes of this state: what was picked, in both rounds."""
    return tuple(
        Ballot(question.id, tuple(answer["picks"]), right(question, answer), round=number)
        for question in asked
        for number, kept in ((1, state["answers"]), (2, state["again"]))
        if (answer := _known(question, kept)) and answer["picks"]
    )


def without(asked: Mapping[str, Question], state: State) -> tuple[State, int]:
    """The state that knows which of its answers have left the bank, and how many did since it was asked last.

    They stay in it: should a question or an option come back, so does what was said to it.
    """
    missed = set()
    for kept in (state["answers"], state["again"], state["unsent"]):
        for name, answer in kept.items():
            known = {option.id for option in asked[name].options} if name in asked else set()
            missed |= {f"{name}/{pick}" for pick in answer["picks"] if name in asked and pick not in known}
            missed |= set() if name in asked else {name}
    new = len(missed - set(state["missed"]))
    return ({**state, "missed": sorted(missed)} if missed != set(state["missed"]) else state), new
