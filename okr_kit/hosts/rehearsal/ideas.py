"""What may come to somebody's mind for a field or a choice: words of the bank, of the screen, and of the rehearsal's pack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any

from ...bank import Content
from ...engine import seed
from ...model import Exercise
from ...view import Button, Choice, Field
from .screen import Entry

#: A number as people write it, no part of a name (KR3); and a day, whose numbers mean nothing here.
NUMBER = re.compile(r"(?<![\dA-Za-z.])\d+(?:\.\d+)?")
DAY = re.compile(r"\d+ ?月(?: ?\d+ ?日)?|第 ?\d+")
#: What people make of a number that they read: the same, a little more.
MORE = (1.0, 1.05, 1.1, 1.25)
#: How many ideas somebody has for one entry, how many beside the bank's own, and the longest, in characters.
MOST, FEW, LONGEST = 6, 2, 60
#: The field of a part of one's own OKR that its sentence is typed into.
STATEMENT = "text"
#: The soonest and the latest day that somebody writes, from today.
DAYS = 7, 60


@dataclass(frozen=True)
class Ideas:
    """The ideas of one learner in one exercise; ``today`` is the day of the rehearsal."""

    content: Content
    exercise: Exercise
    rng: Random
    today: date

    def of(self, entry: Entry, item: str, words: str, button: Button | None = None) -> list[Any]:
        """What could be entered, the likeliest first: options by their values, lists of them, texts.

        ``words`` is what stands on the screen. What is written part by part (``button`` names the ``part``) comes as drafts.
        """
        drafts = self.drafts(str(button.values.get("part", "")) if button else "", entry)
        if drafts:
            return drafts if entry.node.name == STATEMENT else []  # the rest is read out of the sentence
        if isinstance(entry.node, Choice):
            return self._picks(entry.node, item)
        known = list(samples(self.exercise.items.get(item, {}), entry.node.name))
        if known:
            return known
        if entry.node.mode == "date":
            days = (self.rng.randint(*DAYS) for _ in range(2))
            return [(self.today + timedelta(days)).isoformat() for days in days]
        if entry.node.mode == "decimal":
            return self._numbers(entry, entry.node, words)
        return self._texts(entry)

    # -- options ------------------------------------------------------------------------------------------------------

    def _picks(self, asked: Choice, item: str) -> list[Any]:
        """Options, or sets of them; what is popular in the class comes first to more people's minds."""
        liked = sorted(
            asked.options, key=lambda one: self.rng.random() ** (1 / self._liked(item, one.label)), reverse=True
        )
        values = [one.value for one in liked]
        if not asked.many:
            return values
        most = min(asked.limit.most if asked.limit else 4, len(values))
        sizes = [most] * 2 if asked.limit else [self.rng.randint(1, most) for _ in range(MOST)]
        sets = (sorted(self.rng.sample(values[: size + 2], size)) for size in sizes)
        return [list(one) for one in dict.fromkeys(tuple(one) for one in sets)]

    def _liked(self, item: str, label: str) -> float:
        """How popular an option is, the same for everybody in the room: what many take for right draws many."""
        return 0.25 + seed(self.exercise.slug, item, label) % 1000 / 700

    # -- numbers ------------------------------------------------------------------------------------------------------

    def _numbers(self, entry: Entry, field: Field, words: str) -> list[str]:
        """Numbers of the bank's answer for this row, or made of those that stand beside it; else any of its unit."""
        named = self._named("number", entry)
        if named:
            return named
        told = [one for tail in self._behind(entry) for one in _of_unit(tail, field.unit)[:1]]
        mine = NUMBER.findall(DAY.sub("", f"{entry.about} {entry.label} {field.note}"))[:2]
        near = [_plain(float(one) * more) for one in mine for more in MORE]
        if told or near:
            return list(dict.fromkeys([*told, *near]))[:MOST]
        every = "\n".join((*map(str, self.exercise.settings.get("answer", ())), words))
        far = [*(_of_unit(every, field.unit) or NUMBER.findall(every)), str(self.rng.randint(2, 90))]
        self.rng.shuffle(far)
        return list(dict.fromkeys(far))[:MOST]

    # -- words --------------------------------------------------------------------------------------------------------

    def drafts(self, part: str, entry: Entry) -> list[str]:
        """The drafts of a part of one's own OKR, as people begin first; nothing where there is no such part."""
        if part != "o" and not re.fullmatch(r"k\d+", part):
            return []
        rows = self.sets.get(self.case, {})
        last = max((one for one in rows if one != "o"), default="")
        name = part if part == "o" else f"kr{part[1:]}"
        guard = self.content.language.say("exercise.type-guardrail") in entry.label
        return rows.get(last if guard or name not in rows else name, [])

    @cached_property
    def case(self) -> str:
        """The case that this learner writes for, of those that there are words for."""
        known = [name for name in self.exercise.items if name in self.sets] or list(self.sets)
        return self.rng.choice(known) if known else ""

    @cached_property
    def sets(self) -> Mapping[str, Mapping[str, list[str]]]:
        """By case, the drafts of the O and of each KR, the guardrail last."""
        found: dict[str, dict[str, list[str]]] = {}
        for key, text in _under(self.content, "okr"):
            case, _, name = key.rpartition(".")
            found.setdefault(case, {})[name] = _lines(text)
        return found

    def remarks(self, heading: str) -> list[str]:
        """What is said beside the work: to the table, to the trainer."""
        return _lines(self.content.language.say(f"rehearsal.typed.{heading}.lines"))

    def _texts(self, entry: Entry) -> list[str]:
        """What the bank's answer says of it, and what people write under such a heading."""
        lines = self._named("typed", entry)
        self.rng.shuffle(lines)
        told = [said for tail in self._behind(entry) for said in re.findall(r"^[：「]([^」。；]+)", tail)]
        found = [one[:LONGEST] for one in told if len(one) > 1 and not one[0].isdigit()]
        return [*found, *lines[: FEW if found else MOST]]

    def _behind(self, entry: Entry) -> list[str]:
        """What the exercise's printed answer says behind the name of the row: 「东区：…」, 「丁「…」」, 「O：…」."""
        head, _, tail = entry.label.partition("的")
        names = (entry.about.split("　")[0], head.split("　")[0].strip(), tail.strip())
        lines = [str(one) for one in self.exercise.settings.get("answer", ())]
        for name in names:
            found = [line.partition(name)[2].partition("；")[0] for line in lines if name and name in line]
            if found:
                return found
        return []

    def _named(self, group: str, entry: Entry) -> list[str]:
        """The lines of the first heading of the pack that fits the entry's label or name."""
        label, name = entry.label, entry.node.name.rpartition(".")[2]
        table: dict[str, dict[str, str]] = {}
        for key, text in _under(self.content, group):
            heading, _, part = key.rpartition(".")
            table.setdefault(heading, {})[part] = text
        for one in table.values():
            words, exact = one.get("when", "").split("|"), one.get("exact", "").split("|")
            if any(word in label for word in words) or {label.strip(), name} & set(filter(None, exact)):
                return _lines(one["lines"])
        return []


def samples(item: Any, name: str) -> Iterator[str]:
    """What an item of the bank knows to be typed under a name: the right answer first, then known wrong ones."""
    if isinstance(item, Mapping):
        if item.get("name") == name:
            for key in ("value", "example"):
                if key in item:
                    yield str(item[key])
            yield from (str(one["value"]) for one in item.get("wrong", ()) if "value" in one)
        for inner in item.values():
            yield from samples(inner, name)
    elif isinstance(item, list):
        for inner in item:
            yield from samples(inner, name)


def _of_unit(text: str, unit: str) -> list[str]:
    """The numbers of a text that have the unit behind them; all of them where there is none."""
    return re.findall(rf"({NUMBER.pattern})\s*{re.escape(unit)}", text) if unit else NUMBER.findall(text)


def _plain(number: float) -> str:
    """As people write it: large ones round."""
    if number >= 100:
        return str(5 * round(number / 5))
    return str(round(number)) if number >= 20 else f"{number:.2f}".rstrip("0").rstrip(".")


def _under(content: Content, group: str) -> Iterator[tuple[str, str]]:
    """The sentences of a group of the rehearsal's pack, by the rest of their names."""
    start = f"rehearsal.{group}."
    for key, text in content.language.messages.items():
        if key.startswith(start):
            yield key.removeprefix(start), text


def _lines(text: str) -> list[str]:
    return [line for line in (one.strip() for one in text.splitlines()) if line]
