"""The machine of a role play. In class the trainer leads from step to step; alone one reads the cards at one's own pace.

A state belongs to one person: the seat, what an observer tapped, the line of whoever writes it. What the others at the
table may know of it is what it tells (:meth:`RolePlay.told`); a card is in no state and in nothing that is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...documents import Document, new_id
from ...documents.todo import FIELDS, blank_todo
from ...errors import ActionError
from ...model import Exercise
from ...view import Card, Node
from ..base import Action, Context, Focus, Kind, Led, Outcome, State, Together, fields, value
from . import alone, ending, group, line, pad, paper, register, results, screen
from .cards import face
from .script import BEFORE, DOES, Script, Step, check, script
from .standing import ended, step
from .words import where

if TYPE_CHECKING:
    from ...lang import Language


class RolePlay(Kind):
    """Seats, cards, steps, a pad and a line, as the bank file says them."""

    shape = {  # noqa: RUF012 - read, never changed
        "group": int,
        "seat": str,
        "at": str,
        "taps": pad.SHAPE,
        "line": dict.fromkeys(FIELDS, str),
        "sent": bool,
        "kept": [str],
        "sheet?": register.SHAPE,
    }
    makes = tuple(sorted({"todo", *register.MAKES}))
    lasting = frozenset({"tap", "untap"})

    def leaves(self, exercise: Exercise) -> tuple[str, ...]:
        """The line's list, or what the sheet makes."""
        return register.leaves(script(exercise)) or ("todo",)

    def check(self, exercise: Exercise, language: Language) -> None:
        """Seats, steps and cards are whole."""
        check(exercise)
        register.check(exercise, language)

    def start(self, ctx: Context, state: State) -> State:
        """Nobody sits anywhere, nothing is read."""
        del ctx
        blank = dict.fromkeys(FIELDS, "")
        return {
            **state,
            "group": 0,
            "seat": "",
            "at": alone.ABOUT,
            "taps": [],
            "line": blank,
            "sent": False,
            "kept": [],
        }

    def act(self, ctx: Context, state: State, action: Action, at: int) -> State:
        """Carry out one of: sit, tap, untap, write, take (the line to one's shelf), go (alone: to a page)."""
        do, play = str(action["do"]), script(ctx.exercise)
        now = step(ctx, play)
        match do:
            case "sit":
                return _seated(ctx, play, now, state, action)
            case "tap" if _observes(ctx, play, now, state):
                return {**state, "taps": _tapped(play, now, state, action, at)}
            case "untap" if _observes(ctx, play, now, state):
                return {**state, "taps": _untapped(now, state)}
            case "write" if not play.sheet and _writes(play, now, state):
                return _written(ctx, state, action)
            case "take" if ended(ctx):
                return _taken(ctx, play, state)
            case "go" if now is None and value(action, "page") in alone.pages(play):
                return {**state, "at": value(action, "page")}
            case _ if play.sheet and do in register.DOES and _writes(play, now, state):
                new = register.act(ctx, play, state, action, at)
                return {**new, "at": alone.END} if now is None and do == "finish" else new
        raise ActionError("action-unknown", do=do)

    def keep(self, ctx: Context, state: State, action: Action, at: int) -> State:
        """What stood in the line when the class went on: it is the group's line all the same."""
        play = script(ctx.exercise)
        given = line.typed(action)
        if play.sheet and state["seat"] == play.writer:
            return register.keep(ctx, play, state, action, at)
        if play.sheet or state["seat"] != play.writer or line.blank(given):
            return state
        return {**state, "line": given, "sent": state["sent"] or not line.findings(ctx, given)}

    def view(self, ctx: Context, state: State) -> tuple[Node, ...]:
        """The step of the class for one's seat; alone a page of one's own."""
        play = script(ctx.exercise)
        if ctx.live.standing != "now":
            return alone.page(ctx, play, state)
        return screen.page(ctx, play, state)

    def paper(self, ctx: Context) -> tuple[Node, ...]:
        """The cards to be cut, the observer's record, the line."""
        return paper.page(ctx, script(ctx.exercise))

    def cards(self, ctx: Context) -> tuple[Card, ...]:
        """Everybody's card, then those that are handed out on the way."""
        return tuple(face(card) for card in script(ctx.exercise).cards)

    def outcome(self, ctx: Context, state: State) -> Outcome:
        """Speech is never graded: the line is, once it was sent."""
        play = script(ctx.exercise)
        found = line.findings(ctx, state["line"]) if state["sent"] and not play.sheet else ()
        done = bool(state["sent"] or state["kept"] or state["at"] == alone.END)
        begun = bool(state["seat"] or state["at"] != alone.ABOUT)
        far = 2 if done else int(begun)
        graded = bool(state["last"].get("graded"))
        if play.sheet:
            sheet = register.outcome(ctx, play, state)
            codes = sheet.codes if sheet and graded else ()
            return Outcome(sheet.score if sheet else None, far / 2, done, far, 2, codes, graded)
        score = line.score(ctx, state["line"]) if state["sent"] else None
        codes = tuple(finding.code for finding in found) if graded else ()
        return Outcome(score, far / 2, done, far, 2, codes, graded)

    def focus(self, ctx: Context, state: State) -> Focus:
        """The step and the seat, or one's page."""
        play = script(ctx.exercise)
        now = step(ctx, play)
        return Focus(now.id, where(ctx, play, state, now)) if now else Focus(state["at"])

    def documents(self, ctx: Context, state: State) -> tuple[Document, ...]:
        """The line as a list of what to do, with what the observer noted: of whoever wrote it or took it."""
        play, mine = script(ctx.exercise), state["line"]
        if play.sheet:
            return register.made(ctx, play, state)
        if not line.blank(mine) and (state["sent"] or state["kept"]):
            name = new_id(ctx.owner, ctx.exercise.slug, state["seed"])
            row = {"id": "a1", **{part: mine[part] for part in FIELDS}}
            body: dict[str, Any] = {"about": play.about, "actions": [row], "notes": list(state["kept"])}
            origin = f"case:{ctx.exercise.slug}"
            return (blank_todo(name, origin=origin, title=ctx.exercise.title, **body),)
        return ()

    # -- what hosts ask ------------------------------------------------------------------------------------------------

    def steps(self, ctx: Context) -> tuple[Led, ...]:
        """Those of the bank file."""
        rows = script(ctx.exercise).steps
        return tuple(Led(one.id, one.words, one.minutes, one.short, one.note, one.cue, one.left) for one in rows)

    def extras(self, ctx: Context) -> tuple[tuple[str, str], ...]:
        """The cards that make it harder, as long as cards are read."""
        play = script(ctx.exercise)
        now = step(ctx, play)
        read = now is not None and now.does in BEFORE and not ended(ctx)
        hard = {card.deal: play.decks.get(card.deal, card.title) for card in play.cards if card.hard and read}
        return tuple(hard.items())

    def follows_table(self, ctx: Context) -> bool:
        """Who sits where, the line and the pads: not while people talk, when nothing of it shows."""
        now = step(ctx, script(ctx.exercise))
        return ctx.live.standing == "over" or (now is not None and (now.does != "talk" or ended(ctx)))

    def knows_table(self, ctx: Context) -> bool:
        """While people talk too, where it depends on the seats that are taken who observes."""
        play = script(ctx.exercise)
        return self.follows_table(ctx) or (step(ctx, play) is not None and play.looks)

    def told(self, ctx: Context, state: State) -> State:
        """The seat and the line; the taps once the talk is over."""
        play = script(ctx.exercise)
        now = step(ctx, play)
        late = now is None or ended(ctx) or DOES.index(now.does) > DOES.index("talk")
        found = {name: state[name] for name in ("group", "seat", "line", "sent")}
        if late and state["seat"] == play.writer and state.get("sheet"):
            found["sheet"] = state["sheet"]
        return {**found, "taps": state["taps"] if late else []}

    def together(self, ctx: Context, tables: tuple[tuple[State, ...], ...]) -> Together:
        """Who sits, which groups are whole; at the end what the pads come to."""
        return results.together(ctx, script(ctx.exercise), tables)

    def key(self, ctx: Context, item: str) -> tuple[Node, ...]:
        """The reference of the whole."""
        del item
        return ending.reference(ctx)


def _seated(ctx: Context, play: Script, now: Step | None, state: State, action: Action) -> State:
    """On another seat, before the talk; on one's first, or off one that is taken twice, at any time."""
    number, _, name = (fields(action).get("place") or value(action, "place")).partition(".")
    numbers = {str(one): one for one in range(1, play.groups + 1)}
    if now is None or play.seat(name) is None or number not in numbers:
        raise ActionError("action-unknown", do="sit")
    early = now.does in BEFORE and now.round == 1
    if state["seat"] and not early and not group.doubled(ctx, play, state):
        raise ActionError("live-closed")
    if not group.open_to(ctx, play, state, now, numbers[number], name):
        raise ActionError("seat-taken")
    return {**state, "group": numbers[number], "seat": name}


def _tapped(play: Script, now: Step | None, state: State, action: Action, at: int) -> list[dict[str, Any]]:
    """The pad with one tap more, of the round that is on."""
    tap: dict[str, Any] = {"at": at, "do": value(action, "kind"), "what": value(action, "what")}
    page, made = value(action, "page"), value(action, "made")
    if page.isdecimal() and made.isdecimal() and max(len(page), len(made)) <= pad.LONGEST:
        tap |= {"page": page, "made": int(made)}
    if now is not None and now.round > 1:
        tap["round"] = now.round
    return pad.tapped(play.pad, state["taps"], tap)


def _untapped(now: Step | None, state: State) -> list[dict[str, Any]]:
    """The pad without its last tap, if that is of the round that is on."""
    taps: list[dict[str, Any]] = state["taps"]
    return taps[:-1] if pad.of_round(taps[-1:], now.round if now else 1) else taps


def _observes(ctx: Context, play: Script, now: Step | None, state: State) -> bool:
    """Whether somebody notes now; what was tapped without a network may come when the class is a step further."""
    return now is not None and now.does not in BEFORE and group.observes(ctx, play, state, now)


def _writes(play: Script, now: Step | None, state: State) -> bool:
    """Whether somebody writes the line now."""
    if not play.writer:
        return False
    if now is None:
        return bool(state["at"] == alone.LINE)
    return (now.does == "line" or now.writes) and bool(state["seat"] == play.writer)


def _written(ctx: Context, state: State, action: Action) -> State:
    """The line as it stands, looked at once something stands in it."""
    given = line.typed(action)
    full = not line.blank(given)
    last = {**state["last"], "graded": full, "codes": [one.code for one in line.findings(ctx, given)] if full else []}
    return {**state, "line": given, "sent": full, "last": last}


def _taken(ctx: Context, play: Script, state: State) -> State:
    """The group's line and what its observers noted, on one's own shelf from now on."""
    notes = results.notes(ctx, play, state) or [ctx.exercise.title]
    if play.sheet:
        sheet = register.taken(ctx, play, state)
        return {**state, "kept": notes, **({"sheet": sheet} if sheet else {})}
    found, _ = group.line(ctx, play, state)
    return {**state, "line": dict(found), "kept": notes}
