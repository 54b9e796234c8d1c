"""What the page, the paper and the text are made of: one document's heading, its scores, the list of what is to be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ....documents import Document, okr, scores, todo, todo_list
from ....view import Items, Node, Table, Text
from .. import work
from .choose import ORDER, Chosen, Found
from .sheets import Kept

if TYPE_CHECKING:
    from ....lang import Language
    from ....scoring import Formula, Score
    from ...store import people
    from ..room import Room

#: What is one's own, then what is the case's, and what they are called.
_WHOSE = ((True, "own"), (False, "case"))


@dataclass(frozen=True)
class Home:
    """Whose two days these are, and what is taken along."""

    room: Room
    person: people.Person
    chosen: Chosen

    @property
    def language(self) -> Language:
        """The language of the class."""
        return self.room.content.language

    @property
    def formula(self) -> Formula:
        """How the course scores key results."""
        return self.room.content.policy.scoring_formula

    @property
    def empty(self) -> bool:
        """Whether there is nothing to take along."""
        return not self.chosen.kept

    @cached_property
    def tasks(self) -> tuple[todo_list.Task, ...]:
        """What is to be done, by day."""
        return todo_list.tasks(self.language, [one.doc for one in self.chosen.kept])

    def say(self, key: str, /, **values: object) -> str:
        """A sentence of ``home.toml``."""
        return self.language.say(f"home.{key}", **values)

    def who(self) -> dict[str, str]:
        """Nickname and group, for sentences."""
        return {"name": self.person.nickname, "group": self.room.group_name(self.person.group_no)}

    def title(self, one: Found) -> str:
        """What a document is called."""
        return (
            str(one.doc["title"]) or (okr.title_of(one.doc) if one.doc["type"] == "okr" else "") or self.say("untitled")
        )

    def source(self, one: Found, *, titled: bool = False) -> str:
        """Whether a document is one's own or the case's, in what it was made, and by which group.

        ``titled``: its title stands beside it, which may be that of the exercise.
        """
        exercise = self.room.content.exercises.get(str(one.row["exercise"]))
        made = exercise.title if exercise else self.room.say("shelf-copied")
        words = (
            self.say("own" if one.own else "case"),
            "" if titled and made == self.title(one) else made,
            self.room.group_name(one.group) if one.group else "",
        )
        return " · ".join(filter(None, words))

    def when(self, one: Found) -> str:
        """When it was last written."""
        return work.day_words(self.room, int(one.row["at"]))

    def sections(self) -> list[tuple[str, tuple[Found, ...]]]:
        """The types that have documents of their own to be read, in order; what is to be done stands apart."""
        kinds = [kind for kind in ORDER if kind != todo.TODO.name]
        return [(kind, self.chosen.of(kind)) for kind in kinds if self.chosen.of(kind)]

    def taken(self, found: Iterable[Found]) -> list[Kept]:
        """Documents as sheets take them."""
        return [Kept(one.doc, self.title(one), self.source(one)) for one in found]


def score_lines(home: Home, doc: Document) -> list[str]:
    """How far each key result got and what that comes to, and the score of the O; nothing while none says it."""
    found, whole = (
        scores.scores(home.language, doc, home.formula),
        scores.of_objective(home.language, doc, home.formula),
    )
    lines = [
        home.say("score-line", n=number, score=_score_words(home, found[str(row["id"])]))
        for number, row in enumerate(okr.written(doc), 1)
        if str(row["id"]) in found
    ]
    return [*lines, *([home.say("score-objective", score=f"{whole:.1f}")] if whole is not None else ())]


def _score_words(home: Home, score: Score) -> str:
    """A score, or how it stands, in words."""
    if score.state == "unknown":
        return home.say("state-unknown")
    return home.say(f"state-{score.state}") if score.score is None else home.say("score-of", score=f"{score.score:.1f}")


def notes(home: Home) -> tuple[str, ...]:
    """What was noted beside the lists, such as by an observer."""
    return tuple(str(line) for one in home.chosen.of(todo.TODO.name) for line in one.doc["notes"])


def task_nodes(home: Home) -> tuple[Node, ...]:
    """What is to be done, by day, and what was noted beside it."""
    table = _task_table(home) if home.tasks else ()
    noted = notes(home)
    return (*table, *((Text((home.say("noted"),), "note"), Items(noted)) if noted else ()))


def _task_table(home: Home) -> tuple[Node, ...]:
    """A table of one's own, and one of what was practised on the case."""
    heads = tuple(home.say(f"todo-{name}") for name in ("due", "what", "who", "sign"))
    return tuple(
        Table(heads, tuple((task.due, task.what, task.who, task.sign) for task in tasks), caption)
        for caption, tasks in _task_groups(home)
    )


def _task_groups(home: Home) -> list[tuple[str, list[todo_list.Task]]]:
    """The tasks by whose they are, each with a caption; without one where there is nothing of the case."""
    cased = any(not task.own for task in home.tasks)
    groups = ((home.say(key) if cased else "", [one for one in home.tasks if one.own is own]) for own, key in _WHOSE)
    return [(caption, tasks) for caption, tasks in groups if tasks]


def task_lines(home: Home) -> list[str]:
    """The same as plain lines."""
    lines = []
    for caption, tasks in _task_groups(home):
        lines += [caption] if caption else []
        for number, task in enumerate(tasks, 1):
            sign = home.language.say("retro.said-sign", said=task.sign) if task.sign else ""
            said = "，".join(filter(None, (task.due, task.who, task.what, sign)))
            lines.append(home.language.say("retro.line", n=number, said=said))
    return [*lines, *((home.say("noted"), *notes(home)) if notes(home) else ())]
