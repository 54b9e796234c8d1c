"""What follows from the answers: each proposal with its reason, for her to take, change or leave (domain-facts 9.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...agenda import Row
from ...bank import Content
from ...plan import Plan
from .analysis import LEAST, Analysis, Share, Statements
from .minutes import Account, Wanted, settle
from .questions import Questionnaire

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
#: So many items are named for a code.
NAMED = 2


@dataclass(frozen=True, slots=True)
class Decision:
    """A proposal: ``title`` and ``reason`` in words; what it would do if taken.

    ``minutes`` more for ``row`` (hers to change), or its short run where ``short``; ``row`` before the row ``before``;
    ``notes`` by row, for the console.
    """

    id: str
    title: str
    reason: str
    row: str = ""
    minutes: int = 0
    short: bool = False
    before: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    rank: float = 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """Her word on a proposal: taken or not; ``minutes`` where she wants other ones."""

    taken: bool = True
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What was ``taken``, the class's plan, the account behind it, what each half-day comes to, what is left for after."""

    taken: tuple[Decision, ...]
    plan: Plan
    account: Account
    totals: Mapping[str, int]
    after: Mapping[str, tuple[str, ...]]


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


def settled(
    rows: Sequence[Row],
    decisions: Iterable[Decision],
    choices: Mapping[str, Choice],
    say: Callable[..., str],
    *,
    kept: Iterable[str] = (),
    ease: Mapping[str, float] | None = None,
) -> Settled:
    """The plan that her choices come to; what she said nothing of is taken. ``kept`` rows pay for nothing."""
    taken = [one for one in decisions if choices.get(one.id, Choice()).taken]
    minutes = {one.id: _minutes(one, choices) for one in taken}
    wanted = [Wanted(one.row, minutes[one.id], one.rank) for one in taken if minutes[one.id]]
    account = settle(rows, wanted, {one.row for one in taken if one.short}, set(kept), ease)
    notes: dict[str, list[str]] = {}
    for row, line in (pair for one in taken for pair in one.notes):
        notes.setdefault(row, []).append(line)
    _note_minutes(rows, account, notes, say)
    before = {one.row: one.before for one in taken if one.before}
    plan = Plan(account.minutes, before, {row: tuple(lines) for row, lines in notes.items()})
    titles = {row.id: tuple(part.title for part in row.parts if part.after) for row in rows}
    after = {name: titles[name] for name in account.lacking}
    return Settled(tuple(taken), plan, account, account.totals(rows), after)


def _minutes(one: Decision, choices: Mapping[str, Choice]) -> int:
    chosen = choices.get(one.id, Choice()).minutes
    return one.minutes if chosen is None else max(0, min(MOST_MINUTES, chosen))


def ease(found: Analysis, units: Mapping[str, int], asked: Questionnaire) -> dict[str, float]:
    """How readily a row gives minutes: the mean self-rating of its unit; 4 for units that nobody rated."""
    rated: dict[int, list[float]] = {}
    for mean in found.means:
        if mean.mean is not None:
            rated.setdefault(int(asked.questions[mean.id].row["unit"]), []).append(mean.mean)
    return {row: sum(rated[unit]) / len(rated[unit]) if unit in rated else 4.0 for row, unit in units.items()}


def _more(found: Analysis, asked: Questionnaire, say: Callable[..., str]) -> Iterable[Decision]:
    """C: a self-rating below 3 gives the page of its unit on which it is practised more time."""
    for mean in found.means:
        if mean.mean is None or mean.mean >= LOW:
            continue
        minutes = MOST_MINUTES if mean.mean < VERY_LOW else LOW_MINUTES
        reason = say("before.why-more", words=mean.words, mean=f"{mean.mean:.1f}", n=mean.of)
        title = say("before.do-more", words=mean.words)
        yield Decision(mean.id, title, reason, asked.questions[mean.id].row["more"], minutes, rank=mean.mean)


def _history(found: Analysis, say: Callable[..., str]) -> Iterable[Decision]:
    """B: most have seen three cycles, so that the history can be short."""
    count, of = _sum(found.shares["cycles"], SEASONED)
    if of >= LEAST and 100 * count >= EXPERIENCED * of:
        reason = say("before.why-history", count=count, n=of, percent=round(100 * count / of))
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
    say = content.language.say
    title = content.language.cards[code].title
    words = {"what": say(f"before.{kind}"), "title": title, "count": count, "n": statements.judged}
    reason = say("before.why-code", percent=round(100 * count / statements.judged), **words)
    lines = [say("before.note-code", **words)]
    if items:
        lines.append(say("before.note-items", items=say("before.comma").join(f"「{one}」" for one in items)))
    return Decision(
        f"code-{kind}",
        say("before.do-code", title=title),
        reason,
        DEMO[kind],
        notes=tuple((DEMO[kind], line) for line in lines),
    )


def _difficulties(found: Analysis, content: Content, rows: Sequence[Row]) -> Iterable[Decision]:
    """E: the first three difficulties choose the cases and what the questions at the end begin with."""
    top = [one for one in found.top("difficulties", 3) if one.id != "other"]
    if not top:
        return
    say, pages = content.language.say, {row.id for row in rows}
    comma = say("before.comma")
    listed = comma.join(say("before.share", words=one.words, count=one.count, n=one.of) for one in top)
    notes = [(QUESTIONS, say("before.note-questions", listed=comma.join(one.words for one in top)))]
    options = {
        option["id"]: option for option in content.exercise("opening-difficulties").items["difficulties"]["options"]
    }
    for one in top:
        line = say("before.note-difficulty", words=one.words, count=one.count, n=one.of)
        leads = options.get(one.id, {}).get("leads", {})
        notes += [(page, line) for page in leads if page in pages and page != QUESTIONS]
    yield Decision(
        "difficulties",
        say("before.do-difficulties"),
        say("before.why-difficulties", listed=listed),
        QUESTIONS,
        notes=tuple(notes),
    )


def _weekly(found: Analysis, say: Callable[..., str]) -> Iterable[Decision]:
    """F: most never looked again at what they had written, so that the weekly meeting comes first in Unit 5."""
    count, of = _sum(found.shares["looks"], ("never",))
    if of >= LEAST and 100 * count > NEVER_AGAIN * of:
        words = {"count": count, "n": of, "percent": round(100 * count / of)}
        note = say("before.note-weekly", **words)
        yield Decision(
            "weekly-first",
            say("before.do-weekly"),
            say("before.why-weekly", **words),
            WEEKLY,
            before=MEETINGS,
            notes=((WEEKLY, note),),
        )


def _mixed(found: Analysis, say: Callable[..., str]) -> Iterable[Decision]:
    """B: newcomers and old hands in one class, so that tables are mixed."""
    new, of = _sum(found.shares["cycles"], ("0",))
    old, _ = _sum(found.shares["cycles"], SEASONED)
    if of >= LEAST and min(new, old) * 100 >= MIXED * of:
        words = {"new": new, "old": old, "n": of}
        note = say("before.note-mixed", **words)
        yield Decision(
            "mixed", say("before.do-mixed"), say("before.why-mixed", **words), WELCOME, notes=((WELCOME, note),)
        )


def _sum(shares: Iterable[Share], ids: Iterable[str]) -> tuple[int, int]:
    """How many chose one of these options, of how many."""
    wanted, found = set(ids), list(shares)
    return sum(one.count for one in found if one.id in wanted), found[0].of if found else 0


def _note_minutes(rows: Sequence[Row], account: Account, notes: dict[str, list[str]], say: Callable[..., str]) -> None:
    """Say at each row whose minutes change by how much, and who gives them or gets them."""
    titles, planned = {row.id: row.title for row in rows}, {row.id: row.minutes for row in rows}
    comma = say("before.comma")
    for name, minutes in account.minutes.items():
        more = minutes - planned[name]
        if more > 0:
            gives = (say("before.gives", title=titles[one.giver], n=one.minutes) for one in account.givers(name))
            listed = comma.join(gives)
            line = say("before.note-more", n=more, listed=listed)
        else:
            to = [titles[one] for one in account.receivers(name)]
            line = say(
                "before.note-less" if to else "before.note-short",
                n=-more,
                listed=comma.join(f"「{one}」" for one in to),
            )
        notes.setdefault(name, []).insert(0, line)
