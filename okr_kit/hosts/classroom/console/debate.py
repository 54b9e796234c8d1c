"""What is worth a debate, on the 讲师台 alone: three cards to pick from, and the other items with their spreads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....view import Actions, Button, Fold, Node, Pick, Picks, Text, beginning
from .next_step import PICK, form, step
from .work import spread

if TYPE_CHECKING:
    from ....debate import Proposal
    from ....tally import Choices
    from .seen import Seen

#: The beginning of a statement, to know its item again; on one line of a phone.
SHORT, FOLDED = 24, 18
#: Minutes for an item that was not proposed.
TALK = 2


def nodes(seen: Seen) -> tuple[Node, ...]:
    """The cards once nothing is taken any more, the rest folded; while people answer all of it is folded."""
    if not seen.choices or seen.count is None:
        return ()
    live = seen.live
    choosing = (
        live.pace == "self"
        and not seen.to_table
        and (live.phase == "answer" or (live.phase == "closed" and not live.item))
    )
    cards = _cards(seen) if choosing else ()
    return (*cards, *_rest(seen, proposed=bool(cards)))


def _cards(seen: Seen) -> tuple[Node, ...]:
    """先谈哪一张: each with the reason, and the spread once it is picked."""
    first = seen.proposals.first
    if not first:
        return (Text((seen.say("no-time"),), "note"),) if seen.proposals.later else ()
    picks = tuple(_card(seen, one, picked=one is first[0]) for one in first)
    return (Picks(form(seen), PICK, seen.say("first-which"), picks, seen.say("here-alone")),)


def _card(seen: Seen, one: Proposal, *, picked: bool) -> Pick:
    choice = seen.choice(one.item)
    say = seen.room.content.language.say
    reason = say(f"debate.{one.words}", **one.params)
    title = beginning(choice.statement, SHORT) if choice else one.item
    votes = seen.count.spreads.get(one.item) if seen.count else None
    children = spread(seen, *votes) if votes else ()
    minutes = say("debate.minutes", minutes=one.minutes)
    return Pick(one.item, title, children, seen.mark(one.item), minutes, (reason,), picked=picked)


def _rest(seen: Seen, *, proposed: bool) -> tuple[Node, ...]:
    """Every other item with its spread: to be talked about, or shown, all the same."""
    here = seen.item.item if seen.item else ""
    named = {one.item for one in seen.proposals.first} if proposed else {here}
    rows = tuple(_item(seen, one) for one in seen.choices if one.item not in named)
    if not rows:
        return ()
    note = Text((seen.say("here-alone"),), "note")
    return (Fold(seen.say("rest" if proposed else "spreads"), (note, *rows), key="spreads"),)


def _item(seen: Seen, choice: Choices) -> Node:
    """One item: where it stands, its spread, and what can be done with it."""
    item, buttons = choice.item, list[Button]()
    votes = seen.count.spreads.get(item) if seen.count else None
    shown = seen.live.keys(item)
    if not shown:
        if seen.live.pace == "class":
            buttons.append(step(seen, "this-item", "item", item=item))
        buttons.append(step(seen, "discuss", "discuss", item=item, minutes=str(TALK)))
        last = ("answer", "answer") if choice.keyed else ("spread-now", "spread")
        buttons.append(step(seen, *last, item=item))
    inside = (*(spread(seen, *votes) if votes else ()), Actions(tuple(buttons)))
    aside = seen.say("item-shown") if shown else _standing(seen, item)
    return Fold(f"{seen.mark(item)} {beginning(choice.statement, FOLDED)}", inside, key=f"item-{item}", aside=aside)


def _standing(seen: Seen, item: str) -> str:
    """What the trainer does best with it."""
    found = seen.proposals
    if item in found.explain:
        return seen.say("item-explain")
    return seen.say("item-reveal") if item in found.reveal else ""
