"""A page of the book as screens for the projector, from its source: she leads the page from them without slides.

In order: the question, what the page says, what to think about, the exercises, what to remember and to take home; folded
background comes last. What answers something is a screen of its own that she goes on to (``rest``): it repeats the
question and adds the answer. Left out are the notes to the trainer, the ways to sources, cards that only who plays a role may read, exercises
for afterwards (one line names them), boxes within a list or another box, and what the book makes itself (timetable,
catalogue).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ....errors import ContentError
from ....view import Items, Node, Picture, Say, Strong, Table, Text
from . import source as book_source
from .blocks import Block, Box, Drawing, Heading, Listed, Quote, Runs, Setting, Words, lines, read, words
from .figures import bands
from .fit import LINES, fit, height, width
from .nodes import FIGURES, all_nodes, drawing_name

if TYPE_CHECKING:
    from ....lang import Language
    from ..room import Room

Kind = Literal["question", "case", "figure", "table", "task", "think"]
#: A first half of at most so many lines may stand above each screen of its second half.
REPEATED = 4.0
#: What to take home is set large up to so many characters.
LARGE = 90


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen; ``rest``: the second half of the one before, shown when she goes on. ``slug`` names a task's exercise."""

    kind: Kind
    title: str
    nodes: tuple[Node, ...]
    rest: bool = False
    slug: str = ""


@dataclass
class Topic:
    """What stands under one title: first what all see, then (``more``) what she goes on to."""

    kind: Kind
    title: str
    nodes: list[Node] = field(default_factory=list)
    more: list[Node] = field(default_factory=list)
    slug: str = ""

    def screens(self) -> Iterator[Screen]:
        """The topic as screens; a figure has one of its own."""
        first = list(_parted(self.nodes))
        for nodes in first:
            yield Screen(_kind(self.kind, nodes), self.title, nodes, slug=self.slug)
        for nodes in _second(first, self.more):
            yield Screen(_kind(self.kind, nodes), self.title, nodes, rest=True, slug=self.slug)


def screens(room: Room, page: str) -> tuple[Screen, ...]:
    """The screens of a page (``book/objective``); none for the trainer's own pages and where there is no such page.

    A page that cannot be read has none either: the agenda says which file is wrong.
    """
    book = room.book
    if book is None or not book.exists:
        return ()
    try:
        if page not in book_source.order(book.folder):
            return ()
        found = book_source.page(book.folder, page)
    except ContentError:
        return ()
    if found.trainers:
        return ()
    blocks = read(found.text, Setting.of(room.content, book.overlay))
    outline = Outline(room, book.folder, found.title, found.points)
    outline.take(blocks)
    return tuple(screen for topic in outline.topics() for screen in topic.screens())


def on_stage(room: Room, state: Mapping[str, Any]) -> tuple[Screen, ...]:
    """The screens of the page that the lesson has put on the stage; none where that shows something else."""
    stage = state["stage"]
    return screens(room, stage["page"]) if stage["show"] == "page" else ()


class Outline:
    """Goes over the blocks of a page and puts each under its topic."""

    def __init__(self, room: Room, folder: Path, title: str, points: Sequence[str] = ()) -> None:
        """A page that has not been read yet; ``points`` are what to remember of it."""
        self.room, self.folder, self.title, self.points = room, folder, title, points
        self.language: Language = room.content.language
        self.shown: list[Topic] = [Topic("case", title)]
        self.folded: list[Topic] = []
        self.after: list[str] = []

    def topics(self) -> list[Topic]:
        """The topics in the order of the stage."""
        return [topic for topic in (*self.shown, *self.afterwards(), *self.folded) if topic.nodes or topic.more]

    def afterwards(self) -> list[Topic]:
        """The exercises for after the course stand by what to take home."""
        if not self.after:
            return []
        home = self.mark("home")
        if self.shown[-1].title != home:
            self.shown.append(Topic("think", home))
        self.shown[-1].nodes += [Text((line,)) for line in self.after]
        return []

    def mark(self, name: str) -> str:
        """What the book calls one of its parts."""
        return self.language.say(f"screens.mark-{name}")

    def take(self, blocks: Iterable[Block]) -> None:
        """Read on."""
        for block in blocks:
            match block:
                case Heading(1):
                    continue
                case Heading(2, title):
                    self.shown.append(Topic("case", title))
                case Quote((Words() as first, *rest)) if self._asked(first):
                    self.shown.insert(0, self.question(first, rest))
                case Words((line, *_)) if _labelled(line) == self.mark("home"):
                    if self.points:
                        self.shown.append(Topic("case", self.mark("points"), [Items(tuple(self.points))]))
                    self.shown.append(Topic("think", self.mark("home")))
                    taken = (_unlabelled(line), *block.lines[1:])
                    role = "lead" if width("".join(map(words, taken))) <= LARGE else "body"
                    self.shown[-1].nodes += [Text(one, role) for one in taken]
                case Box():
                    self.box(block)
                case Drawing():
                    self.add(block)
                    self.shown[-1].nodes += self.enlarged(block)
                case _:
                    self.add(block)

    def add(self, block: Block) -> None:
        """A block of the topic in hand; behind a wrong example the right one and what is said of it are a second half."""
        topic = self.shown[-1]
        if topic.kind == "think" and topic.more:  # the answer is over: the page goes on
            topic = Topic("case", self.title)
            self.shown.append(topic)
        sides = self.sides(block)
        if not sides:
            (topic.more if topic.kind == "case" and topic.more else topic.nodes).extend(all_nodes((block,)))
        for late, node in sides:
            (topic.more if late or topic.more else topic.nodes).append(node)

    def enlarged(self, drawing: Drawing) -> list[Node]:
        """The bands of a drawing that is too small to be read as a whole."""
        name = drawing_name(drawing)
        found = bands(book_source.stamp(self.folder / book_source.DRAWINGS / name))
        return [
            Picture(f"{FIGURES}{name}?top={top}&height={high}", self.say("band", alt=drawing.alt, n=n, of=len(found)))
            for n, (top, high) in enumerate(found, 1)
        ]

    def sides(self, block: Block) -> list[tuple[bool, Node]]:
        """A list of wrong and right, and what is said of them, each with whether it is for the second half; else nothing."""
        if not isinstance(block, Listed) or block.ordered:
            return []
        wrong, right = self.mark("wrong").split(), self.mark("right").split()
        found = [(lines(item) or ("",)) for item in block.items]
        labels = [first.partition("：")[0] if "：" in first else "" for first, *_ in found]
        of_both = any(label in wrong for label in labels) and any(label in right for label in labels)
        if not of_both and not all(label in (*wrong, *right) for label in labels):
            return []
        made: list[tuple[bool, Node]] = []
        for item, label, (first, *more) in zip(block.items, labels, found, strict=True):
            body = tuple(filter(None, (first.partition("：")[2], *more)))
            if label in wrong:
                made.append((False, Say("bad", label, body)))
            elif label in right:
                made.append((True, Say("good", label, body)))
            else:
                made += [(True, node) for node in all_nodes(item)]
        return made

    def question(self, first: Words, rest: Sequence[Block]) -> Topic:
        """The question of the page."""
        line, *more = first.lines
        label = Text((_labelled(line),), "where")
        asked = [Text(one, "lead") for one in (_unlabelled(line), *more)]
        return Topic("question", self.title, [label, *asked, *all_nodes(rest)])

    def _asked(self, first: Words) -> bool:
        return _labelled(first.lines[0]) == self.mark("question")

    def box(self, box: Box) -> None:
        """A directive."""
        match box.name:
            case "exercise":
                self.exercise(box)
            case "dropdown" if self.answers(box):
                self.shown[-1].more += [Text((box.argument,), "head"), *all_nodes(box.blocks)]
            case "dropdown":
                self.folded.append(Topic("case", box.argument, all_nodes(box.blocks)))
            case "admonition" if box.argument == self.mark("think"):
                asked = (replace(one, role="lead") if isinstance(one, Text) else one for one in all_nodes(box.blocks))
                self.shown.append(Topic("think", box.argument, list(asked)))
            case "admonition" if box.argument != self.mark("note"):
                self.shown.append(Topic("case", box.argument, all_nodes(box.blocks)))

    def answers(self, box: Box) -> bool:
        """Whether a fold is the second half of the topic in hand: an answer to 想一想, or what the room is asked first."""
        topic = self.shown[-1]
        thought = topic.kind == "think" and topic.title == self.mark("think")
        return thought or box.argument.startswith(self.mark("later"))

    def exercise(self, box: Box) -> None:
        """The task of an exercise; what stands behind its box says how, and comes before the answer."""
        known = self.room.content.exercises.get(box.argument)
        title = box.options.get("title") or (known.title if known else box.argument)
        minutes = box.options.get("minutes") or (known.minutes if known else "")
        need = box.options.get("need") or (known.need if known else "must")
        if need == "after":
            self.after.append(self.say("after", title=title, n=minutes))
            return
        group = box.options.get("group")
        facts = [self.say("minutes", n=minutes)]
        if group or not (known and known.settings.get("group")):  # of one that tables do too, the page says how
            facts.append(self.say("group", n=group) if group else self.say("alone"))
        topic = Topic("task", title, [Text(("　".join(facts),), "where")], slug=known.slug if known else "")
        topic.nodes += all_nodes(block for block in box.blocks if not isinstance(block, Box))
        if not box.blocks and known:
            topic.nodes.append(Text((str(known.settings.get("stage", known.task)),), "lead"))
        for inner in box.blocks:
            if (
                isinstance(inner, Box)
                and inner.name == "dropdown"
                and not inner.argument.startswith(self.mark("secret"))
            ):
                topic.more += [Text((inner.argument,), "head"), *all_nodes(inner.blocks)]
        self.shown.append(topic)

    def say(self, key: str, **values: object) -> str:
        """A sentence of ours."""
        return self.language.say(f"screens.{key}", **values)


def _parted(nodes: Sequence[Node]) -> Iterator[tuple[Node, ...]]:
    """Nodes as screens: each figure stands alone, with the line below it, between what comes before and after."""
    loose: list[Node] = []
    rest = list(nodes)
    while rest:
        node = rest.pop(0)
        if not isinstance(node, Picture):
            loose.append(node)
            continue
        yield from fit(loose)
        below = [rest.pop(0)] if rest and isinstance(rest[0], Text) and rest[0].role == "note" else []
        yield (node, *below)
        loose = []
    yield from fit(loose)


def _second(first: Sequence[tuple[Node, ...]], more: Sequence[Node]) -> Iterator[tuple[Node, ...]]:
    """The second half: below the first one where both fit, or the first one is short and makes no more screens; else by itself."""
    if not more:
        return
    above = first[-1] if len(first) == 1 else ()
    taken = height(above)
    if above and taken + height(more) <= LINES:
        yield (*above, *more)
        return
    alone = fit(more)
    below = fit(more, LINES - taken) if above and taken <= REPEATED else []
    yield from ((*above, *nodes) for nodes in below) if len(below) == len(alone) else alone


def _kind(kind: Kind, nodes: Iterable[Node]) -> Kind:
    """What a screen of a case shows."""
    if kind == "case":
        for node in nodes:
            if isinstance(node, Picture):
                return "figure"
            if isinstance(node, Table):
                return "table"
    return kind


def _labelled(line: Runs) -> str:
    """The words in weight that a line begins with, or nothing."""
    return line[0].text.rstrip("：:") if line and isinstance(line[0], Strong) else ""


def _unlabelled(line: Runs) -> Runs:
    """The line without its label."""
    rest = list(line[1:])
    if rest and isinstance(rest[0], str):
        rest[0] = rest[0].lstrip("：: ")
    return tuple(run for run in rest if words((run,)))
