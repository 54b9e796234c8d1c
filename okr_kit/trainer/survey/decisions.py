"""What follows from the answers: each proposal with its reason, for her to take, change or leave (domain-facts 9.2)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...agenda import Row
from ...bank import Content
from .analysis import Analysis, Share, Statements
from .questions import Questionnaire
from .small import LEAST, split

#: Below this mean of a self-rating its unit gets more time, and so many minutes; far below it more of them.
LOW, LOW_MINUTES = 3.0, 10
VERY_LOW, MOST_MINUTES = 2.5, 20
#: In percent: who has seen three cycles for a short history; a code in the OKRs handed in for a live demonstration; who
#: never looked again for the weekly meeting first; newcomers and old hands for mixed tables.
EXPERIENCED, COMMON, NEVER_AGAIN, MIXED = 60, 50, 50, 20
SEASONED = ("3-6", "7")
#: Rows of the agenda that a proposal is about.
HISTORY, MEETINGS, WEEKLY, WELCOME, QUESTIONS = "okr-history", "okr-meetings", "four-meetings", "welcome", "review"
DEMO = {"objective": "objective-cases", "key_result": "key-result-cases"}
DRILLS = {"objective": "spot-wrong-objectives", "key_result": "spot-wrong-key-results"}
#: So many items are named for a code; so many difficulties decide what is spoken of.
NAMED, HARDEST = 2, 3


@dataclass(frozen=True, slots=True)
class Decision:
    """A proposal: ``title`` and ``reason`` in words; what it would do if taken.

    ``minutes`` more for ``row`` (hers to change), with what ``fills`` them, or its short run where ``short``; ``row``
    before the row ``before``; ``notes`` by row, for the console.
    """

    id: str
    title: str
    reason: str
    row: str = ""
    minutes: int = 0
    fills: str = ""
    short: bool = False
    before: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    rank: float = 0.0


def decide(
    found: Analysis,
    asked: Questionnaire,
    content: Content,
    rows: Sequence[Row],
    drawn: Mapping[str, Sequence[str]] | None = None,
) -> list[Decision]:
    """The proposals that the answers lead to, in the order of the agenda; none of answers of fewer than :data:`LEAST`.

    ``drawn`` are the items that this class has of an exercise, where that is known.
    """
    if not found.enough:
        return []
    say = content.language.say
    known = {row.id for row in rows}
    made = [
        *_more(found, asked, say),
        *_history(found, say),
        *_common(found, content, drawn or {}),
        *_difficulties(found, content, rows),
        *_weekly(found, say),
        *_mixed(found, say),
    ]
    order = {row.id: at for at, row in enumerate(rows)}
    return sorted((one for one in made if one.row in known), key=lambda one: order[one.row])


def _more(found: Analysis, asked: Questionnaire, say: Callable[..., str]) -> Iterable[Decision]:
    """C: a self-rating below 3 gives the page of its unit on which it is practised more time."""
    for mean in found.means:
        if mean.mean is None or mean.mean >= LOW:
            continue
        minutes = MOST_MINUTES if mean.mean < VERY_LOW else LOW_MINUTES
        reason = say("before.why-more", words=mean.words, mean=f"{mean.mean:.1f}", n=mean.of)
        title = say("before.do-more", words=mean.words)
        row = asked.questions[mean.id].row
        fills = say("before.note-fill", words=row["fill"]) if row.get("fill") else ""
        yield Decision(mean.id, title, reason + fills, row["more"], minutes, fills, rank=mean.mean)


def _history(found: Analysis, say: Callable[..., str]) -> Iterable[Decision]:
    """B: most have seen three cycles, so that the history can be short."""
    count, of, told = _sum(found, "cycles", SEASONED)
    if of >= LEAST and 100 * count >= EXPERIENCED * of:
        words = {"count": count, "n": of, "percent": round(100 * count / of), "least": EXPERIENCED}
        reason = say(_key("why-history", told=told), **words)
        yield Decision("history", say("before.do-history"), reason, HISTORY, short=True)


def _common(found: Analysis, content: Content, drawn: Mapping[str, Sequence[str]]) -> Iterable[Decision]:
    """H: what is wrong with more than half of what was handed in is shown live, and comes first in the drill."""
    for kind, statements in found.statements.items():
        code, count = next(iter(statements.codes), ("", 0))
        if statements.judged < LEAST or 100 * count <= COMMON * statements.judged:
            continue
        drill = content.exercise(DRILLS[kind])
        items = [drill.items[one] for one in drawn.get(drill.slug, ()) if code in drill.items[one].get("codes", ())]
        yield _demonstration(kind, code, count, statements, [str(item["text"]) for item in items[:NAMED]], content)


def _demonstration(
    kind: str, code: str, count: int, statements: Statements, items: Sequence[str], content: Content
) -> Decision:
    say, told = content.language.say, code not in statements.hidden
    title = content.language.cards[code].title
    words = {"what": say(f"before.{kind}"), "title": title, "count": count, "n": statements.judged, "least": COMMON}
    words["percent"] = round(100 * count / statements.judged)
    lines = [say(_key("note-code", told=told), **words)]
    if items:
        lines.append(say("before.note-items", items=say("before.comma").join(f"「{one}」" for one in items)))
    return Decision(
        f"code-{kind}",
        say("before.do-code", title=title),
        say(_key("why-code", told=told), **words),
        DEMO[kind],
        notes=tuple((DEMO[kind], line) for line in lines),
    )


def _difficulties(found: Analysis, content: Content, rows: Sequence[Row]) -> Iterable[Decision]:
    """E: the first three difficulties choose the cases and what the questions at the end begin with."""
    top = _hardest(found)
    if not top:
        return
    say, pages = content.language.say, {row.id for row in rows}
    comma, options = say("before.comma"), content.exercise("opening-difficulties").items["difficulties"]["options"]
    leads = {option["id"]: option.get("leads", {}) for option in options}
    notes = [(QUESTIONS, say("before.note-questions", listed=comma.join(one.words for one in top)))]
    listed = []
    for one in top:
        told = {"words": one.words, "count": one.count, "n": one.of}
        listed.append(say(_key("share", told=not one.small), **told))
        line = say(_key("note-difficulty", told=not one.small), **told)
        notes += [(page, line) for page in leads.get(one.id, ()) if page in pages and page != QUESTIONS]
    yield Decision(
        "difficulties",
        say("before.do-difficulties", n=len(top)),
        say("before.why-difficulties", listed=comma.join(listed)),
        QUESTIONS,
        notes=tuple(notes),
    )


def _hardest(found: Analysis) -> tuple[Share, ...]:
    """The difficulties chosen most, no more than :data:`HARDEST` unless the first place has more; 「其他」 is none."""
    top = found.top("difficulties", HARDEST, without="other")
    if len(top) > HARDEST:
        last = top[-1].count
        return tuple(one for one in top if one.count > last) or top
    return top


def _weekly(found: Analysis, say: Callable[..., str]) -> Iterable[Decision]:
    """F: most never looked again at what they had written, so that the weekly meeting comes first in Unit 5."""
    count, of, told = _sum(found, "looks", ("never",))
    if of >= LEAST and 100 * count > NEVER_AGAIN * of:
        words = {"count": count, "n": of, "percent": round(100 * count / of)}
        note, why = (say(_key(key, told=told), **words) for key in ("note-weekly", "why-weekly"))
        yield Decision("weekly-first", say("before.do-weekly"), why, WEEKLY, before=MEETINGS, notes=((WEEKLY, note),))


def _mixed(found: Analysis, say: Callable[..., str]) -> Iterable[Decision]:
    """B: newcomers and old hands in one class, so that tables are mixed."""
    new, of, told = _sum(found, "cycles", ("0",))
    old, _, too = _sum(found, "cycles", SEASONED)
    if of >= LEAST and min(new, old) * 100 >= MIXED * of:
        words = {"new": new, "old": old, "n": of}
        note, why = (say(_key(key, told=told and too), **words) for key in ("note-mixed", "why-mixed"))
        yield Decision("mixed", say("before.do-mixed"), why, WELCOME, notes=((WELCOME, note),))


def _sum(found: Analysis, question: str, ids: Collection[str]) -> tuple[int, int, bool]:
    """How many chose one of these options, of how many, and whether that may be told: none of them is hidden."""
    shares = found.shares[question]
    count, of = sum(one.count for one in shares if one.id in ids), shares[0].of if shares else 0
    return count, of, not found.hidden[question].intersection(ids) and split(count, of)


def _key(name: str, *, told: bool) -> str:
    """The sentence with the number in it, or the one without."""
    return f"before.{name}" if told else f"before.{name}-few"
