"""negotiation: what two people agreed on: the amount, what was given for it, how much less without it, what cannot be given.

It is filled in inside a role play (``[line]`` of its bank file): ``before`` is last year, ``first`` what was offered at
first, ``unit`` theirs; ``others`` are what the others have offered, ``whole`` what is wanted of all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ....documents import Document
from ....documents.todo import blank_todo
from ....errors import ContentError
from ....files import need
from ....model import Exercise
from ....shape import fits
from ....view import Figure, Figures, Items, Node, Sum, Text
from ..figures import short
from ..template import Check, Entry, Note, Row, Step, case_alone, nothing_carried
from ..work import Work

if TYPE_CHECKING:
    from ....lang import Language

MAKES: tuple[str, ...] = ("todo",)
materials, carry = case_alone, nothing_carried
STEP = "deal"
AMOUNT, GIVES, LESS, CANNOT = (f"{STEP}.{name}" for name in ("amount", "gives", "less", "cannot"))
#: Below so many tables nothing is said of them together.
FEWEST = 3
#: Support that says neither what nor how much.
_BARE = re.compile(
    r"(?:我)?(?:需要|要|给|请|希望)?(?:领导|上级|公司|各?部门|组长|产品部|大家|你)*(?:的)?(?:大力|更多|全力|多多?)?(?:支持|配合|协助|重视|帮忙)(?:一下|和?配合)*[。！]?"
)


def check_bank(exercise: Exercise, language: Language) -> None:
    """From where to where, in which unit, beside what of the others."""
    del language
    file = f"{exercise.slug}.toml"
    known = need(exercise.settings, "line", dict, file)
    for key in ("before", "first", "whole"):
        need(known, key, (int, float), file, "line")
    need(known, "unit", str, file, "line")
    if not fits(known.get("others"), [float]):
        raise ContentError("content-key", file=file, key="line.others")


def material(exercise: Exercise) -> tuple[Node, ...]:
    """What everybody knows stands in the exercise's own lines."""
    del exercise
    return ()


def steps(work: Work) -> tuple[Step, ...]:
    """One page with four things to say."""
    unit = str(_known(work)["unit"])
    entries = (
        Entry("amount", work.say("amount"), "number", unit, limit=20, half=True),
        Entry("less", work.say("less"), "number", unit, limit=20, half=True),
        Entry("gives", work.say("gives"), note=work.say("gives-note"), lines=2),
        Entry("cannot", work.say("cannot"), note=work.say("cannot-note"), lines=2),
    )
    rows = (Row(STEP, entries),)
    return (Step(STEP, work.say("title"), rows=rows, total=lambda: total(work), take=lambda: written(work)),)


def total(work: Work) -> Sum:
    """「没有它 300 ＋ 有了它 15 ＝ 315 万」: what stands on support, as it is typed."""
    amount, less, unit = _amount(work), _less(work), str(_known(work)["unit"])
    if amount is None or less is None:
        said = work.say("sum-begin", first=short(float(_known(work)["first"])), unit=unit)
        return Sum(said, state="info")
    return Sum(work.say("sum", without=short(amount - less), less=short(less)), f"{short(amount)} {unit}")


def checks(work: Work) -> tuple[Check, ...]:
    """An amount, the support with a number of its own, what it is for, and what cannot be given: a quarter each."""
    return (_agreed(work), _worth(work), _said(work, "gives", GIVES), _said(work, "cannot", CANNOT))


def _agreed(work: Work) -> Check:
    amount, first = _amount(work), float(_known(work)["first"])
    if amount is None:
        return Check("amount", STEP, 25, 0, open=True)
    known = _known(work)
    come = amount + sum(known["others"])
    gap = float(known["whole"]) - come
    said = {"first": short(first), "sum": short(come), "gap": short(gap), "whole": short(float(known["whole"]))}
    note = (
        Note("ask", "no-more", said, (AMOUNT,))
        if amount <= first
        else Note("sum", "short" if gap > 0 else "enough", said)
    )
    return Check("amount", STEP, 25, 1, (note,))


def _worth(work: Work) -> Check:
    amount, less = _amount(work), _less(work)
    if less is None:
        return Check("less", STEP, 25, 0, open=True)
    if amount is None:
        return Check("less", STEP, 25, 1)
    first = float(_known(work)["first"])
    said = {
        "first": short(first),
        "without": short(amount - less),
        "amount": short(amount),
        "less": short(less),
    }
    if less > amount or less < 0:
        return Check("less", STEP, 25, 0.5, (Note("revise", "less-more", said, (LESS,)),))
    notes = () if abs(amount - less - first) < 1e-9 else (Note("ask", "without", said, (AMOUNT, LESS)),)
    return Check("less", STEP, 25, 1, notes)


def _said(work: Work, name: str, at: str) -> Check:
    text = work.text(STEP, name).strip()
    if not text:
        return Check(name, STEP, 25, 0, open=True)
    if _BARE.fullmatch(text):
        return Check(name, STEP, 25, 0.5, (Note("revise", "bare", {"words": text}, (at,)),))
    return Check(name, STEP, 25, 1)


def documents(work: Work) -> tuple[Document, ...]:
    """What was promised, as something to be done, with what hangs on it."""
    gives = work.text(STEP, "gives")
    if not work.values:
        return ()
    known, amount, less = _known(work), _amount(work), _less(work)
    unit = str(known["unit"])
    agreed = "？" if amount is None else short(amount)
    title, before = work.ctx.exercise.title, short(float(known["before"]))
    about = work.say("about", title=title, before=before, amount=agreed, unit=unit)
    sign = "" if less is None else work.say("sign", less=short(less), unit=unit)
    row = {"id": "a1", "what": gives, "who": work.say("giver") if gives else "", "due": "", "sign": sign}
    cannot = work.text(STEP, "cannot")
    notes = [work.say("said-cannot", said=cannot)] if cannot else []
    origin = f"case:{work.ctx.exercise.slug}"
    body: dict[str, Any] = {"about": about, "actions": [row], "notes": notes}
    return (blank_todo(work.state["id"], origin=origin, title=work.ctx.exercise.title, **body),)


def tile(work: Work) -> tuple[Node, ...]:
    """What was agreed, and how much of it stands on support."""
    unit = str(_known(work)["unit"])
    named = (("tile-amount", _amount(work)), ("tile-less", _less(work)))
    said = ((key, "—" if number is None else f"{short(number)} {unit}") for key, number in named)
    return (Figures(tuple(Figure(work.say(key), words) for key, words in said)),)


def written(work: Work) -> tuple[Node, ...]:
    """What the table reads of it: the four things, as far as they were said."""
    known, unit = _known(work), str(_known(work)["unit"])
    amount, less = _amount(work), _less(work)
    before, first = short(float(known["before"])), short(float(known["first"]))
    said = []
    if amount is not None:
        said.append(work.say("said-amount", amount=short(amount), before=before, first=first, unit=unit))
    if less is not None:
        said.append(work.say("said-less", less=short(less), unit=unit))
    texts = ((name, work.text(STEP, name)) for name in ("gives", "cannot"))
    said += [work.say(f"said-{name}", said=text) for name, text in texts if text]
    return (Items(tuple(said)),) if said else ()


def together(works: Sequence[Work]) -> tuple[Node, ...]:
    """In how many groups the support has become an amount."""
    begun = [one for one in works if one.values]
    if len(begun) < FEWEST:
        return ()
    said = sum(_less(one) is not None for one in begun)
    return (Text((begun[0].say("together", n=said, of=len(begun)),), "lead"),)


def _known(work: Work) -> Mapping[str, Any]:
    found: Mapping[str, Any] = work.ctx.exercise.settings["line"]
    return found


def _amount(work: Work) -> float | None:
    return work.amount(STEP, "amount", str(_known(work)["unit"]))


def _less(work: Work) -> float | None:
    return work.amount(STEP, "less", str(_known(work)["unit"]))
