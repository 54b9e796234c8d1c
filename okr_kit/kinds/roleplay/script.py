"""What a bank file says of a role play: who sits there, which steps it has, what is on the cards, what an observer notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...errors import ContentError
from ...files import need
from ...model import Exercise
from ...shape import fits

#: What people do in a step: take their seats, read their cards, talk, hear the observer, write the line.
DOES = ("seat", "read", "talk", "tell", "line")
#: Groups of a table by number.
GROUPS = "甲乙丙丁戊己庚辛壬"
#: Steps before the talk: the seats can be changed, cards be read.
BEFORE = ("seat", "read")


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat of a group: ``plays`` is the person of the case, ``many`` that several may sit there, ``talks`` that he talks.

    Who sits there also notes what the seat ``instead`` would, where that one is empty.
    """

    id: str
    name: str
    plays: str = ""
    many: bool = False
    talks: bool = True
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``short`` are its minutes in a short run, ``note`` is what to do, ``cue`` is said when ``left`` minutes are left.

    In round 2 everybody plays the seat behind his own, in round 3 the one behind that: a card for each. ``writes`` says
    that while people talk the writer writes already.
    """

    id: str
    words: str
    does: str
    minutes: float
    short: float
    note: str = ""
    cue: str = ""
    left: float = 0
    round: int = 1
    writes: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One card, for a seat alone: ``lines``, then ``asked`` as a list, then ``after``; a ``hard`` one is handed out on the way.

    Those of one ``deck`` are handed out together.
    """

    id: str
    seat: str
    title: str
    lines: tuple[str, ...]
    asked: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    hard: bool = False
    deck: str = ""

    @property
    def deal(self) -> str:
        """By what name it is handed out."""
        return self.deck or self.id


@dataclass(frozen=True, slots=True)
class Pad:
    """What an observer notes.

    How long ``timed`` (a seat) talks, ``marks`` to be counted (id, words), the seats of which one was ``first`` to name an
    action, and whether he ticks the ``stages`` of the talk.
    """

    timed: str = ""
    marks: tuple[tuple[str, str], ...] = ()
    first: tuple[str, ...] = ()
    stages: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """The whole: ``groups`` are those of a table, ``writer`` the seat that writes the line (empty: there is none).

    ``mine`` are words by which the writer is known in a line, ``about`` what the line is about. ``sheet`` names the
    worksheet that the writer fills in where one line is not enough (:mod:`.register`). ``decks`` are the titles of the
    cards that are handed out together.
    """

    seats: tuple[Seat, ...]
    steps: tuple[Step, ...]
    cards: tuple[Card, ...]
    groups: int
    pad: Pad
    writer: str = ""
    mine: tuple[str, ...] = ()
    about: str = ""
    sheet: str = ""
    decks: Mapping[str, str] = field(default_factory=dict)

    @property
    def looks(self) -> bool:
        """Whether what somebody sees while people talk depends on which seats are taken."""
        return any(step.round > 1 for step in self.steps) or any(seat.instead for seat in self.seats)

    def seat(self, name: str) -> Seat | None:
        """The seat of that id."""
        return next((seat for seat in self.seats if seat.id == name), None)

    @property
    def talkers(self) -> tuple[Card, ...]:
        """The cards of those who talk, but the hard ones."""
        return tuple(
            card for card in self.cards if not card.hard and any(s.talks and s.id == card.seat for s in self.seats)
        )

    def played(self, name: str, step: Step | None) -> Seat | None:
        """The seat that who sits on ``name`` plays in a step."""
        mine = self.seat(name)
        if mine is None or step is None:
            return mine
        return self.seats[(self.seats.index(mine) + step.round - 1) % len(self.seats)]

    def step(self, name: str) -> Step | None:
        """The step of that id."""
        return next((step for step in self.steps if step.id == name), None)


def script(exercise: Exercise) -> Script:
    """The script of an exercise that was checked."""
    settings = exercise.settings
    pad, line = settings.get("pad", {}), settings.get("line", {})
    return Script(
        tuple(_seat(row) for row in settings["seats"]),
        tuple(_step(row) for row in exercise.items.values()),
        tuple(_card(row) for row in settings["cards"]),
        int(settings.get("groups", 1)),
        Pad(
            str(pad.get("timed", "")),
            tuple((row["id"], row["words"]) for row in pad.get("marks", ())),
            tuple(pad.get("first", ())),
            bool(pad.get("stages")),
        ),
        str(line.get("seat", "")),
        tuple(line.get("mine", ())),
        str(line.get("about", "")),
        str(line.get("sheet", "")),
        settings.get("decks", {}),
    )


def _seat(row: Mapping[str, Any]) -> Seat:
    many, talks = bool(row.get("many")), not row.get("observes")
    return Seat(row["id"], row["name"], row.get("plays", ""), many, talks, row.get("instead", ""))


def _step(row: Mapping[str, Any]) -> Step:
    minutes = row.get("minutes", 0)
    rest = row.get("note", ""), row.get("cue", ""), row.get("left", 0), row.get("round", 1), bool(row.get("writes"))
    return Step(row["id"], row["text"], row["does"], minutes, row.get("minutes_short", minutes), *rest)


def _card(row: Mapping[str, Any]) -> Card:
    lines, asked, after = (tuple(row.get(key, ())) for key in ("lines", "asked", "after"))
    return Card(row["id"], row["seat"], row["title"], lines, asked, after, bool(row.get("hard")), row.get("deck", ""))


def check(exercise: Exercise) -> None:
    """Raise ContentError that names the key unless seats, steps, cards, pad and line are whole and fit together."""
    file, settings = f"{exercise.slug}.toml", exercise.settings
    for name in ("seats", "cards"):
        rows = need(settings, name, list, file)
        if not rows or not all(isinstance(row, dict) for row in rows) or _twice(rows):
            raise ContentError("content-key", file=file, key=name)
    wrong = [*_wrong_steps(exercise, file), *_wrong_rows(settings, file), *_wrong_rest(settings)]
    if wrong:
        raise ContentError("content-key", file=file, key=wrong[0])


def _twice(rows: list[Mapping[str, Any]]) -> bool:
    return len({str(row.get("id")) for row in rows}) < len(rows)


def _texts(row: Mapping[str, Any], *keys: str) -> list[str]:
    """The keys that hold no list of texts."""
    rows = ((key, row.get(key, [])) for key in keys)
    return [key for key, found in rows if not isinstance(found, list) or not all(isinstance(one, str) for one in found)]


def _wrong_steps(exercise: Exercise, file: str) -> list[str]:
    wrong = []
    for name, row in exercise.items.items():
        for key in ("text", "does"):
            need(row, key, str, file, name)
        wrong += [f"{name}.does"] if row["does"] not in DOES else []
        for key in ("minutes", "minutes_short", "left"):
            found = row.get(key, 0)
            fine = isinstance(found, (int, float)) and not isinstance(found, bool) and 0 <= found <= 60
            wrong += [] if fine else [f"{name}.{key}"]
        wrong += [] if isinstance(row.get("cue", ""), str) else [f"{name}.cue"]
        wrong += [] if type(row.get("round", 1)) is int and row.get("round", 1) > 0 else [f"{name}.round"]
    return wrong if exercise.items else ["items"]


def _wrong_rows(settings: Mapping[str, Any], file: str) -> list[str]:
    wrong = []
    for row in settings["seats"]:
        for key in ("id", "name"):
            need(row, key, str, file, "seats")
        wrong += [] if isinstance(row.get("plays", ""), str) and "." not in row["id"] else ["seats"]
    seats = {row["id"] for row in settings["seats"]}
    wrong += ["seats.instead"] if any(row.get("instead", "") not in {"", *seats} for row in settings["seats"]) else []
    decks = settings.get("decks", {})
    if not fits(decks, {str: str}):
        return [*wrong, "decks"]
    for row in settings["cards"]:
        for key in ("id", "seat", "title"):
            need(row, key, str, file, "cards")
        wrong += [f"cards.{key}" for key in _texts(row, "lines", "asked", "after")]
        wrong += [] if row["seat"] in seats else ["cards.seat"]
        wrong += (
            [] if not row.get("deck") or (isinstance(row["deck"], str) and row["deck"] in decks) else ["cards.deck"]
        )
    return wrong


def _wrong_rest(settings: Mapping[str, Any]) -> list[str]:
    seats = {row["id"] for row in settings["seats"]}
    groups, pad, line = settings.get("groups", 1), settings.get("pad", {}), settings.get("line", {})
    if not isinstance(pad, dict) or not isinstance(line, dict):
        return ["pad" if not isinstance(pad, dict) else "line"]
    wrong = [] if type(groups) is int and 0 < groups <= len(GROUPS) else ["groups"]
    wrong += [f"pad.{key}" for key in _texts(pad, "first")] or (
        [] if {*pad.get("first", ())} <= seats else ["pad.first"]
    )
    wrong += [] if _marks(pad.get("marks", [])) else ["pad.marks"]
    for name, table, key in (("pad", pad, "timed"), ("line", line, "seat")):
        found = table.get(key, "")
        wrong += [] if isinstance(found, str) and found in {"", *seats} else [f"{name}.{key}"]
    wrong += [] if isinstance(pad.get("stages", False), bool) else ["pad.stages"]
    wrong += [f"line.{key}" for key in _texts(line, "mine")]
    wrong += [f"line.{key}" for key in ("about", "sheet") if not isinstance(line.get(key, ""), str)]
    return wrong + _texts(settings, "material", "answer", "debrief")


def _marks(found: Any) -> bool:
    """Whether these are marks: named and said, none twice."""
    if not isinstance(found, list):
        return False
    fine = all(isinstance(row, dict) and all(isinstance(row.get(key), str) for key in ("id", "words")) for row in found)
    return fine and not _twice(found)
