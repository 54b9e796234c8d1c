"""What every kind of exercise is: a few pure functions over plain JSON, and what they say of the work so far.

State, action and documents are plain JSON. Nothing in a kind reads a clock, a random source, a file or a global:
time comes in as ``at`` (milliseconds since 1970), chance as the state's ``seed``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ..documents import OWN, Document, copy
from ..errors import ActionError
from ..lang import fill
from ..lint import Workspace
from ..live import Live
from ..model import Exercise
from ..shape import Shape, fits
from ..tally import Ballot, Choices
from ..view import Card, Choice, Figure, Link, Node, Text

if TYPE_CHECKING:
    from ..lang import Language
    from ..policy import CoursePolicy

State = dict[str, Any]
Action = Mapping[str, Any]

#: Longest pause that counts as time on task, in milliseconds: more is a break.
LONGEST_PAUSE = 5 * 60 * 1000


def no_page(name: str) -> str:
    """There is no book to read here."""
    del name
    return ""


class Pack(Protocol):
    """What a context needs of the loaded content (``okr_kit.bank.Content`` is one)."""

    @property
    def language(self) -> Language:
        """The words."""

    @property
    def policy(self) -> CoursePolicy:
        """The course's settings."""


@dataclass(frozen=True)
class Context:
    """What an exercise is run with: the content, the exercise, who works on it and for whom.

    ``role`` is learner, leader (no score, no rating) or trainer; ``mode`` is own, group where a scribe works on a state
    that the group owns, or watch for who only looks on. ``owner`` names whose state it is, so that ids of documents
    differ. ``shelf`` are the owner's documents of the types that the exercise ``takes``, newest first. ``onward`` are the
    ways on that the host has for who is done, the main one last, that to his table first; ``further`` those to the exercises that the bank file names in ``onward``, none where the host has
    no address for them. ``live`` is what the class does with the exercise now;
    ``agreed`` are the items that everybody at a table has answered alike, ``decided`` those that the table of a learner
    has decided, None for who sits at none (or where no table talks about the exercise). ``made`` is the class's step on
    which what is handed in now (:meth:`Kind.keep`) was picked, None where the host knows of no steps. ``page`` gives the address of a page of the book by its name, or nothing where there is no book to read.
    ``around`` is what the others at the person's table tell (:meth:`Kind.told`), each without a name, None where he sits at
    none or nothing is told; ``now`` the moment of this call (milliseconds since 1970, 0 where the host has no clock): for
    clocks that a page goes on with, never for what is decided.
    A context lives as long as one call of a host: its ``workspace`` remembers what that call has read and graded, and
    :meth:`worked_out` what a kind has worked out.
    """

    content: Pack
    exercise: Exercise
    role: str = "learner"
    mode: str = "own"
    owner: str = ""
    shelf: tuple[Document, ...] = ()
    onward: tuple[Link, ...] = ()
    live: Live = field(default_factory=Live)
    agreed: frozenset[str] = frozenset()
    decided: frozenset[str] | None = None
    made: Live | None = None
    page: Callable[[str], str] = no_page
    further: tuple[Link, ...] = ()
    around: tuple[Mapping[str, Any], ...] | None = None
    now: int = 0
    workspace: Workspace = field(init=False, repr=False, compare=False)
    _worked: list[tuple[State, dict[Hashable, Any]]] = field(
        init=False, repr=False, compare=False, default_factory=list
    )

    def __post_init__(self) -> None:
        """Begin with a workspace in which nothing is read yet."""
        object.__setattr__(self, "workspace", Workspace(self.lang, self.policy))

    def within(self, exercise: Exercise, mode: str = "own") -> Context:
        """The same call of a host for an exercise inside this one; what has been read and worked out stays known."""
        inner = replace(self, exercise=exercise, mode=mode)
        object.__setattr__(inner, "workspace", self.workspace)
        object.__setattr__(inner, "_worked", self._worked)
        return inner

    def worked_out(self, state: State) -> dict[Hashable, Any]:
        """What was worked out of what a state (or a part of it) says; empty at first, to be filled in by the kind."""
        found = next((known for one, known in self._worked if one == state), None)
        if found is None:
            found = {}
            self._worked.append((state, found))
        return found

    @property
    def lang(self) -> Language:
        """The words of this context."""
        return self.content.language

    @property
    def policy(self) -> CoursePolicy:
        """The course's settings."""
        return self.content.policy

    @property
    def scored(self) -> bool:
        """Whether a score may be shown: not to a leader, so that rank stays out of the room."""
        return self.role != "leader"

    @property
    def takes(self) -> tuple[str, ...]:
        """The types of documents that the exercise takes over, as its bank file names them."""
        return tuple(self.exercise.settings.get("takes", ()))

    @property
    def given(self) -> dict[str, Document]:
        """The newest document of each type that the exercise takes, of the exercises that its ``takes_from`` names, if it does.

        One's own comes before that of a case, however new it is; then what was made in the exercises of ``takes_first``: a
        review stands on what was scored, not on the next cycle's draft. Never one that the exercise itself has made: no
        work stands on itself.
        """
        newest: dict[str, Document] = {}
        makers, first = (self.exercise.settings.get(key, ()) for key in ("takes_from", "takes_first"))

        def place(doc: Document) -> tuple[bool, bool]:
            return doc.get("origin") != OWN, doc.get("from", {}).get("slug", "") not in first

        for doc in sorted(self.shelf, key=place):
            maker = doc.get("from", {}).get("slug", "")
            if doc["type"] in self.takes and maker != self.exercise.slug and (not makers or maker in makers):
                newest.setdefault(doc["type"], doc)
        return newest

    def own(self, key: str, /, **params: object) -> str | None:
        """The exercise's own sentence where its bank file ``says`` it; else None."""
        said = self.exercise.settings.get("says", {}).get(key)
        return fill(str(said), params) if said else None

    def say(self, key: str, /, **params: object) -> str:
        """A sentence of the exercise screens (``exercise.<key>``)."""
        return self.lang.say(f"exercise.{key}", **params)


@dataclass(frozen=True)
class Outcome:
    """How far the work is.

    ``score`` 0-100, None before anything was graded; ``progress`` 0-1; ``answered`` of ``total`` items. ``best`` is the
    best score so far where the work can be done again, and ``done`` says whether it was finished once;
    ``codes`` and ``graded`` speak of the last action: the error codes in play, and whether it was a submission;
    ``notice`` is a message key for the host to show, or empty.
    """

    score: int | None
    progress: float
    done: bool
    answered: int
    total: int
    codes: tuple[str, ...] = ()
    graded: bool = False
    notice: str = ""
    best: int | None = None


@dataclass(frozen=True)
class Focus:
    """What a screen is about, so that a host need not look into a state.

    ``item`` is the id of the item or part in hand (votes and notes belong to it), ``statement`` its sentence as the
    learner sees it, ``question`` what is voted on, disabled once it is answered; None where there is nothing to vote on.
    ``places`` are the parts of it that a note can be about, by id: the rows of a board.
    """

    item: str = ""
    statement: str = ""
    question: Choice | None = None
    places: tuple[tuple[str, str], ...] = ()


class Entered(NamedTuple):
    """One thing that a table has entered: what it is about, and the answer in words; ``typed`` by people, or the bank's."""

    about: str
    text: str
    typed: bool = False


class Led(NamedTuple):
    """One step on which the trainer leads a class through an exercise: its words and minutes, in a ``short`` run so many.

    ``note`` is what the stage says to do; ``cue`` is said there when so many minutes (``left``) of it are left.
    """

    id: str
    words: str
    minutes: float = 0
    short: float = 0
    note: str = ""
    cue: str = ""
    left: float = 0


class Together(NamedTuple):
    """What everybody's work comes to: ``figures`` of how far they are, and ``nodes`` for the end, of enough groups alone."""

    figures: tuple[Figure, ...] = ()
    nodes: tuple[Node, ...] = ()


class Kind(ABC):
    """One kind of exercise; ``KINDS`` lists them.

    ``version`` is that of its states, ``shape`` what such a state has beyond what every state has (:mod:`okr_kit.shape`).
    ``makes`` names the types of documents that it leaves on a shelf. An exercise may name in ``takes`` what its kind can
    take: ``copies`` is True where it goes on with a copy (action ``take``, with the id as ``doc``), ``follows`` where the work stands on a snapshot of given documents that can be renewed; the snapshot is
    ``state["given"]``, a document by its type. ``gone_words`` is the sentence for who comes back to a bank that has changed.
    ``lasting`` are the actions that belong to no step of the class: made without a network they count when they arrive.
    """

    version: int = 1
    shape: Shape = {}  # noqa: RUF012 - read, never changed
    makes: tuple[str, ...] = ()
    copies: bool = False
    follows: bool = False
    gone_words: str = "gone-items"
    lasting: frozenset[str] = frozenset()

    def leaves(self, exercise: Exercise) -> tuple[str, ...]:
        """The types of documents that one exercise of this kind leaves on a shelf: those of the kind, or some of them."""
        del exercise
        return self.makes

    @abstractmethod
    def check(self, exercise: Exercise, language: Language) -> None:
        """Raise ContentError if the bank file lacks what this kind needs."""

    @abstractmethod
    def start(self, ctx: Context, state: State) -> State:
        """Fill a fresh state, which has the seed, the time ``since`` and, where the kind follows, ``given``."""

    @abstractmethod
    def act(self, ctx: Context, state: State, action: Action, at: int) -> State:
        """Carry out one action on a private copy of the state; ActionError if there is no such action."""

    def keep(self, ctx: Context, state: State, action: Action, at: int) -> State:
        """Take in what stood in a form when the class went on (收卷): an answer where it is complete, else kept to be sent.

        A kind that cannot says so by ActionError: the page then keeps it as its draft.
        """
        del ctx, state, at
        raise ActionError("action-unknown", do=str(action["do"]))

    @abstractmethod
    def view(self, ctx: Context, state: State) -> tuple[Node, ...]:
        """The screen for this state."""

    @abstractmethod
    def outcome(self, ctx: Context, state: State) -> Outcome:
        """How far the work is."""

    @abstractmethod
    def paper(self, ctx: Context) -> tuple[Node, ...]:
        """The exercise for those without a device: task, material, lines to write on, the answers folded at the end."""

    def cards(self, ctx: Context) -> tuple[Card, ...]:
        """What is cut out and laid on the table: a slip for each item."""
        return slips(ctx.exercise.items)

    def fits(self, ctx: Context, state: Mapping[str, Any]) -> bool:
        """Whether a stored state of this version can go on with the bank as it is now; no screen is made for it."""
        del ctx
        return fits(state, self.shape)

    def renewed(self, ctx: Context, state: State, before: Mapping[str, Any]) -> State:
        """The state once its given documents are the newest: what is made of them, where nothing else stands yet.

        ``before`` are those that it stood on.
        """
        del ctx, before
        return state

    def copied(self, doc: Document, name: str) -> Document | None:
        """What the work goes on with of a document of the shelf, as one of its own with the id ``name``; None of what it cannot."""
        return copy(doc, name) if self.copies else None

    def without_gone(self, ctx: Context, state: State) -> tuple[State, int]:
        """The state without what has left the bank since, everything else as it was; and how much of it has left.

        Of a state of any shape that :meth:`fits` lets pass but for that.
        """
        del ctx
        return state, 0

    def upgrade(self, ctx: Context, state: State) -> State:
        """Turn a state of version ``v`` into one of ``v + 1``; called until it is of the present version."""
        del ctx
        return state

    def task(self, ctx: Context) -> str:
        """What is asked of whom the context is for: a table may have a task of its own."""
        return ctx.exercise.task

    def focus(self, ctx: Context, state: State) -> Focus:
        """What the screen is about."""
        del ctx, state
        return Focus()

    def settled(self, ctx: Context, state: State, item: str) -> bool:
        """Whether the learner has nothing to lose by seeing what others made of that item: its key holds no surprise."""
        del ctx, state, item
        return True

    def decided(self, ctx: Context, state: State) -> frozenset[str]:
        """The items of a table's work on which nothing is left to decide: their keys open to its members."""
        del ctx, state
        return frozenset()

    def ballots(self, ctx: Context, state: State) -> tuple[Ballot, ...]:
        """What this state has answered, item by item, for the count of a class; nothing where nothing is voted on."""
        del ctx, state
        return ()

    def choices(self, ctx: Context, seed: int) -> tuple[Choices, ...]:
        """The items of the round that this seed draws, in its order, with what can be answered to each; a table may have its own.

        Options stand in an order that says nothing of the key.
        """
        del ctx, seed
        return ()

    def key(self, ctx: Context, item: str) -> tuple[Node, ...]:
        """The key of an item with its reason, for the stage; nothing where there is none."""
        del ctx, item
        return ()

    def right(self, ctx: Context, item: str) -> tuple[str, ...]:
        """The values of an item's choices that are right, for whoever sees its key; nothing where none is."""
        del ctx, item
        return ()

    def beside(self, ctx: Context, item: str) -> Mapping[str, str]:
        """A line beside the options of an item where the class's votes are shown, by value: where the course treats it."""
        del ctx, item
        return {}

    def board(self, ctx: Context, state: State) -> tuple[Entered, ...]:
        """What a table has entered, for the whole class to read: never what is right of it; nothing where nothing is."""
        del ctx, state
        return ()

    def tally(self, ctx: Context, states: tuple[State, ...]) -> tuple[tuple[Node, ...], ...]:
        """What the work of each of these tables comes to, for the whole class to see, without what they wrote; nothing where nothing is."""
        del ctx, states
        return ()

    def steps(self, ctx: Context) -> tuple[Led, ...]:
        """The steps on which a trainer leads through it, as the items of the class's pace; none where she does not."""
        del ctx
        return ()

    def extras(self, ctx: Context) -> tuple[tuple[str, str], ...]:
        """What the trainer can hand out on the way (``live.dealt``), by id and words."""
        del ctx
        return ()

    def follows_table(self, ctx: Context) -> bool:
        """Whether a person's screen shows now what the others at his table do."""
        del ctx
        return False

    def knows_table(self, ctx: Context) -> bool:
        """Whether what the others tell matters now for what somebody sees and may do, also where nothing of it shows."""
        return self.follows_table(ctx)

    def told(self, ctx: Context, state: State) -> Mapping[str, Any]:
        """What a person's work tells the others at his table (``ctx.around``): plain JSON, nothing that is his alone."""
        del ctx, state
        return {}

    def together(self, ctx: Context, tables: tuple[tuple[State, ...], ...]) -> Together:
        """What the members of these tables have done, each table's states together, for the whole class to see: no name."""
        del ctx, tables
        return Together()

    def documents(self, ctx: Context, state: State) -> tuple[Document, ...]:
        """What this work leaves on a shelf, without what is still blank."""
        del ctx, state
        return ()


def fields(action: Action) -> dict[str, str]:
    """The action's typed or picked values as text, blanks trimmed; lists keep their first value."""
    found: dict[str, str] = {}
    for name, value in dict(action.get("fields") or {}).items():
        first = value[0] if isinstance(value, list) and value else value
        found[str(name)] = str(first).strip() if isinstance(first, (str, int, float)) else ""
    return found


def several(action: Action, name: str) -> tuple[str, ...]:
    """All values that were picked under a name; one alone may come without a list."""
    found = dict(action.get("fields") or {}).get(name, [])
    return tuple(one for one in (found if isinstance(found, list) else [found]) if isinstance(one, str))


def value(action: Action, name: str) -> str:
    """One fixed value of the action, or an empty text."""
    found = dict(action.get("values") or {}).get(name, "")
    return str(found) if isinstance(found, (str, int, float)) else ""


def slips(items: Mapping[str, Mapping[str, Any]]) -> tuple[Card, ...]:
    """Items as slips of paper, each under its letter, or its number where it has none."""
    said = [(name, str(item.get("text") or item.get("title", ""))) for name, item in items.items()]
    labels = (name if len(name) == 1 else str(number) for number, (name, _) in enumerate(said, 1))
    return tuple(Card((Text((words,)),), label) for label, (_, words) in zip(labels, said, strict=True) if words)
