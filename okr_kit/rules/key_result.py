"""Rules over one key result."""

from __future__ import annotations

from collections.abc import Iterator

from ..lang import Language
from ..policy import CoursePolicy
from ..text import Number, Reading
from .base import Hit, Rule
from .direction import against_direction, span_of
from .heads import MEASURES, MOVING
from .views import KeyResultView

# What a key result can be wholly about, and what its objective then has to speak of.
_FIELDS = {"off_people": "field_people", "off_media": "field_media", "off_office": "field_office"}


def milestone(view: KeyResultView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """K-BINARY: done or not done. With a date and acceptance evidence it is only worth a remark."""
    cause, reading = view.cause, view.reading
    if cause is not None and cause.code == "K-BINARY":
        yield Hit(cause.span, severity="info" if reading.dates and reading.first("evidence") else None)


def no_baseline(view: KeyResultView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """K-NOBASE: a level is named as target, and nothing says where it stands today."""
    number = _level(view)
    if number is not None:
        yield Hit(number.span)


def only_percent(view: KeyResultView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """K-PCTONLY: by how much it changes, but not from where."""
    number = _relative(view)
    if number is not None:
        verb = view.reading.all.upto(number.span[0] + 1).last(*MOVING)
        start = verb.start if verb and number.span[0] - verb.end < 4 else number.span[0]
        yield Hit((start, number.span[1]))


def no_time(view: KeyResultView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """K-NOTIME: no date in the sentence, no due date, no cycle."""
    if not (view.reading.dates or view.subject.due or view.subject.cycle):
        yield Hit(None)


def ambiguous(view: KeyResultView, language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """K-AMBIG: a measure that can be counted in several ways, and nothing says which."""
    if view.cause is not None or not view.evidence.results or view.reading.says("defined"):
        return
    for word in language.lexicon.get("ambiguous", ()):
        place = view.reading.folded.find(word)
        if 0 <= place < view.evidence.results[0].span[0] and view.reading.says("measure_starts", 0, place):
            yield Hit((place, place + len(word)))
            return


def vanity(view: KeyResultView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """K-VANITY: reach and counts of output that look good by themselves."""
    word = view.reading.first("vanity")
    if word is None or view.cause is not None or view.reading.first("rate"):
        return
    if not any(token.has("gain") and not token.has("vanity") for token in view.reading.tokens):
        yield Hit((word.start, word.end))


def easy(view: KeyResultView, _language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """K-EASY: the target is hardly further than the baseline; shares near 100 are judged by what is still missing."""
    if view.guards:
        return
    for change in view.reading.changes:
        before, after = change.before, change.after
        if before.value <= 0 or before.value == after.value:
            continue
        share = abs(after.value - before.value) / before.value * 100
        if before.kind == "share" and before.value > 50:
            share = abs(after.value - before.value) / max(100 - before.value, 0.001) * 100
        if share < policy.kr_easy_percent:
            yield Hit(span_of(change), {"pct": f"{share:.1f}".rstrip("0").rstrip(".")})


def no_support(view: KeyResultView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """K-NOSUPPORT: wholly about hiring, own channels or the office, under an objective that speaks of none of it."""
    about = [field for own, field in _FIELDS.items() if own in view.reading.places]
    if not about or view.objective is None or view.objective.unread or view.guards:
        return
    if view.objective.first(*about):
        return
    if not _meaning(view.reading) & _meaning(view.objective):
        yield Hit(None)


def _level(view: KeyResultView) -> Number | None:
    """The target that lacks a baseline: a level of a measure, not an increment, not zero, not something new."""
    reading = view.reading
    if view.cause is not None or not view.evidence.results or reading.changes or view.subject.baseline is not None:
        return None
    if reading.first("first", "from", "zero") or _relative(view) is not None:
        return None
    number = _stated(view)
    if number.value == 0 or number.kind in ("rank", "times") or (number.bound == "<=" and not reading.first(*MOVING)):
        return None
    measure = [token for token in reading.tagged(*MEASURES, "lower") if token.end <= number.span[0]]
    gained = reading.first("gain")
    if not measure or (gained and not gained.has(*MEASURES) and number.kind in ("plain", "money", "effort")):
        return None
    return number


def _stated(view: KeyResultView) -> Number:
    """The result that is the target: the one that is reached, not the window in front of it (24 小时内 … 达到 95%)."""
    reading = view.reading
    for number in view.evidence.results:
        if number.kind == "share" and any(token.has("reach") for token in reading.touching(number.span[0])):
            return number
    return view.evidence.results[0]


def _relative(view: KeyResultView) -> Number | None:
    """The number that says by how much, where no number says from where."""
    reading = view.reading
    if view.cause is not None or reading.changes or view.subject.baseline is not None:
        return None
    for number in view.evidence.results:
        moved = reading.says("moved_by", max(0, number.span[0] - 5), number.span[0])
        by_times = number.kind == "times"
        if (by_times or (number.kind == "share" and moved)) and not reading.says("relative_to"):
            return number
    return None


def _meaning(reading: Reading) -> set[str]:
    """Characters that carry meaning: not numbers, dates, verbs of change, or function words."""
    skipped = {
        place
        for token in reading.tokens
        if token.has("DATE", "NUMBER", "up", "down", "from", "reach", "become", "join", "frequency")
        for place in range(token.start, token.end)
    }
    meaningless = reading.patterns["function"]
    left = {char for place, char in enumerate(reading.folded) if place not in skipped}
    return {char for char in left if not meaningless.match(char)}


#: In the order in which their findings are read.
RULES = (
    Rule("K-BAU", "error"),
    Rule("K-ACTIVITY", "error"),
    Rule("K-BINARY", "error", milestone, ("info",)),
    Rule("K-HOWONLY", "error"),
    Rule("K-SUBJ", "error"),
    Rule("K-MULTI", "error"),
    Rule("K-NOTARGET", "error"),
    Rule("K-NOMETRIC", "error"),
    Rule("K-DIRECTION", "error", against_direction),
    Rule("K-EASY", "warn", easy),
    Rule("K-VANITY", "warn", vanity),
    Rule("K-AMBIG", "warn", ambiguous),
    Rule("K-NOBASE", "warn", no_baseline),
    Rule("K-PCTONLY", "warn", only_percent),
    Rule("K-NOSUPPORT", "warn", no_support),
    Rule("K-NOTIME", "warn", no_time),
)
