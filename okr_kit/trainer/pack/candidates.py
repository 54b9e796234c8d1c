"""Which of the client's statements can be items of drills: wrong in one clear way, or right, short, to be read alone.

The grader decides, over the words that learners will see; what it is not sure of, or finds two things wrong with, is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from ...bank import Content
from ...hosts.store.folders import CLIENT_ITEM
from ...lint import lint_record
from ...model import Exercise
from ...rules.given import completed
from ...subjects import read
from ...text import Readings
from .graded import AGAINST, Graded
from .profile import Tally

#: Kinds of drills whose items are single statements with the code of an error.
_SHEETS = ("spot", "name")
#: Characters of a statement, and of the O above a KR: what one reads on a phone at once.
SHORTEST, LONGEST, LONGEST_ABOVE = 8, 60, 45
#: Stand-ins in one item: with more it reads like a riddle.
_MOST_STAND_INS = 2
#: Distractors of an item; never one that may be true as well: an exercise does not say in which cycle a statement stands.
_CHOICES, _NEVER = 4, "K-NOTIME"
#: Clauses, and how long one is that says something by itself.
_CLAUSES, _CLAUSE = re.compile("[，,；;。]"), 5
#: Any cycle will do: see above.
_CYCLE = "2026Q3"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that can be an item: its id, its words, the O above a KR, its error (empty for a right one), why.

    ``fits`` are the slugs of the exercises that it can be in. ``reason`` and ``question`` are what learners read after
    their answer; ``marks`` the words that are marked then.
    """

    id: str
    kind: str
    text: str
    above: str
    cycle: str
    code: str
    marks: tuple[str, ...]
    reason: str
    question: str
    fits: tuple[str, ...]
    file: str = ""
    row: str = ""

    def worded(self, reason: str, question: str) -> Candidate:
        """The same with other words after the answer; what is empty stays."""
        return replace(self, reason=reason.strip() or self.reason, question=question.strip() or self.question)


@dataclass(frozen=True, slots=True)
class Place:
    """An exercise that takes single statements of one kind: the codes it asks for, and what stands beside each as a distractor."""

    slug: str
    kind: str
    with_above: bool
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def places(content: Content) -> list[Place]:
    """The exercises that client items can be published into, for each kind of statement."""
    return [
        place
        for exercise in content.exercises.values()
        if exercise.kind in _SHEETS and "classes" not in exercise.settings
        for kind in ("objective", "key_result")
        if (place := _place(exercise, kind, content)) is not None
    ]


def candidates(
    graded: Iterable[Graded], content: Content, profile: Sequence[Tally], stand_ins: Iterable[str] = ()
) -> list[Candidate]:
    """Every statement that can be an item, each once: the commonest errors first, shorter ones before longer ones, then right ones."""
    known, replaced = places(content), tuple(filter(None, stand_ins))
    old = {str(item.get("text")) for one in content.exercises.values() for item in one.items.values()}
    found: dict[str, tuple[int, Candidate]] = {}
    for one in graded:
        made = candidate(one, content, known)
        if made is None or made.text in old:
            continue
        standing = sum(made.text.count(word) + made.above.count(word) for word in replaced)
        gaps = any(word in made.text + made.above for word in replaced if not word[0].isalnum())  # （电话）
        if standing <= _MOST_STAND_INS and not gaps:
            found.setdefault(made.id, (standing, made))
    times: Counter[str] = Counter()
    for tally in profile:
        times.update(dict(tally.codes))
    ordered = sorted(
        found.values(),
        key=lambda pair: (not pair[1].code, -times[pair[1].code], pair[1].code, pair[0], len(pair[1].text)),
    )
    return [made for _, made in ordered]


def candidate(one: Graded, content: Content, known: Sequence[Place]) -> Candidate | None:
    """The item that a statement can be, judged by nothing but the words that learners see; None where it can be none."""
    if one.kind not in ("objective", "key_result") or one.verdict == "unsure" or one.guessed:
        return None
    text, above = _whole(one, content), " ".join(one.above.split())
    if not SHORTEST <= len(text) <= LONGEST or _leans(text, content):
        return None
    if not 0 < len(above) <= LONGEST_ABOVE or not _sound(_judged("objective", above, "", one.cycle, content)):
        above = ""  # one thing is to be wrong, not two
    grade = _judged(one.kind, text, above, one.cycle, content)
    against = _against(grade)
    if grade.get("verdict") not in ("pass", "revise") or len(against) > 1:
        return None
    if against and (against[0]["severity"] != "error" or against[0]["where"] != "text"):
        return None
    code = str(against[0]["code"]) if against else ""
    if code and not code.endswith("-MULTI") and _elsewhere(one, text, content) - {code}:
        return None
    fits = tuple(
        place.slug
        for place in known
        if place.kind == one.kind and code in place.choices and (above or not place.with_above)
    )
    if not fits:
        return None
    name = CLIENT_ITEM + sha256(f"{one.kind}\n{text}\n{above}".encode()).hexdigest()[:8]
    marks, reason, question = _words(one.kind, text, against, grade, content)
    return Candidate(
        name, one.kind, text, above, one.cycle, code, marks, reason, question, fits, one.file, one.row
    )  # fmt: skip


def _judged(kind: str, text: str, above: str, cycle: str, content: Content) -> Mapping[str, Any]:
    """The grade of a statement in a cycle that everybody knows: an exercise asks nobody by when."""
    record = {"kind": kind, "text": text, "cycle": cycle or _CYCLE} | ({"objective": above} if above else {})
    return lint_record(record, content.language, content.policy)


def _elsewhere(one: Graded, text: str, content: Content) -> set[str]:
    """What is wrong with the clauses of a statement, each taken for itself: the grader names the main error of a whole alone."""
    clauses = [clause for clause in _CLAUSES.split(text) if len(clause.strip()) >= _CLAUSE]
    grades = (_judged(one.kind, clause, "", one.cycle, content) for clause in clauses if len(clauses) > 1)
    return {str(found["code"]) for grade in grades for found in _against(grade) if found["severity"] == "error"}


def _sound(grade: Mapping[str, Any]) -> bool:
    return grade.get("verdict") == "pass" and not _against(grade)


def _against(grade: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [found for found in grade.get("findings", ()) if found["severity"] in AGAINST]


def item(one: Candidate, place: Place, industry: str, hints: Sequence[str]) -> dict[str, Any]:
    """A candidate as an item of a bank file; ``industry`` is what stands above it, small."""
    made: dict[str, Any] = {"id": one.id, "always": True, "industry": industry, "subject": one.kind}
    if one.kind == "key_result" and one.above:
        made["objective"] = one.above
    made |= {"text": one.text, "codes": [one.code] if one.code else [], "also": []}
    made |= {"choices": list(place.choices[one.code]), "marks": list(one.marks)}
    return made | {"reason": one.reason, "question": one.question, "hints": list(hints)}


def _place(exercise: Exercise, kind: str, content: Content) -> Place | None:
    """What an exercise asks of statements of a kind; None where it has none of them."""
    own = [
        item
        for item in exercise.items.values()
        if "text" in item and item.get("subject", exercise.settings.get("subject")) == kind
    ]
    if not own:
        return None
    lead = "O-" if kind == "objective" else "K-"
    beside: dict[str, Counter[str]] = {}
    never: dict[str, set[str]] = {}
    for one in own:
        code = str(one["codes"][0]) if one["codes"] else ""
        beside.setdefault(code, Counter()).update(map(str, one["choices"]))
        never.setdefault(code, {code, _NEVER}).update(map(str, one.get("also", ())))
    every = sum(beside.values(), Counter[str]())
    choices = {}
    for code, near in beside.items():
        ordered = [*(name for name, _ in near.most_common()), *(name for name, _ in every.most_common())]
        fit = [
            name
            for name in dict.fromkeys(ordered)
            if name.startswith(lead) and name not in never[code] and not content.language.card(name).human
        ]
        choices[code] = tuple(fit[:_CHOICES])
    return Place(exercise.slug, kind, all("objective" in one for one in own), choices)


def _whole(one: Graded, content: Content) -> str:
    """A statement as one line, with the numbers that stood beside it in a table behind its words, where it lacks them."""
    text = " ".join(one.text.split())
    if not one.given:
        return text
    readings = Readings(content.language.reader)
    own = readings.read(text)
    whole = completed(own, read({"kind": "key_result", "text": text, **one.given}), readings)
    return text[: own.stop] + whole.folded[own.stop :] if len(whole.folded) > len(text) else text


def _leans(text: str, content: Content) -> bool:
    """Whether a statement speaks of something that stands elsewhere: 上述, 同上, 见附件."""
    return any(word in text for word in content.language.say("pack.words.leans").split("|"))


def _words(
    kind: str, text: str, against: Sequence[Mapping[str, Any]], grade: Mapping[str, Any], content: Content
) -> tuple[tuple[str, ...], str, str]:
    """What is marked, the reason, the question: of the rule's card, or what can be said of a right one."""
    language = content.language
    if against:
        span = against[0]["span"]
        words = text[slice(*span)].strip() if span else ""
        marks = (words,) if words and words != text else ()
        return marks, f"{against[0]['message']}{against[0]['why']}", str(against[0]["question"])
    extract = language.reader.extract(language.reader.read(text)) if kind == "key_result" else None
    changes = extract is not None and extract.baseline is not None and extract.target is not None
    human = next((one for one in grade["human"] if one in language.cards), "")
    reason = language.say(f"pack.words.right-{kind}" + ("-change" if changes else ""))
    return (), reason, language.card(human).question if human else ""
