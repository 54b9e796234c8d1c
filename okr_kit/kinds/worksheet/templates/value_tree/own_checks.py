"""What is checked of a tree of one's own; nothing that only people can know is marked."""

from __future__ import annotations

from .....quantity import parse
from ...template import Check, Note
from ...work import Work
from . import boxes, counted, told
from .own_tree import ROWS, document, filled, levers, top, tree

#: What a layer that comes out and its numbers weigh; then the levers, the strategies, what was given up.
LAYER, NUMBERS, LEVERS, STRATEGIES, DROPPED = 20.0, 10.0, 10.0, 10.0, 20.0
#: How many leaves are worked on at a time, and by how many times a number may change before one looks at its unit.
FEW, LEAP = (2, 3), 100


def checks(work: Work) -> tuple[Check, ...]:
    """Each layer comes out and has its numbers, two or three levers, a strategy for each, one thing given up."""
    layers = (check for layer in ROWS for check in (_comes_out(work, layer), _has_numbers(work, layer)))
    return (*layers, _levers(work), _strategies(work), _dropped(work))


def _comes_out(work: Work, layer: str) -> Check:
    """A layer comes to what stands above it; where a number is still to be asked for, nothing is said of the sum."""
    above, at = top(work, layer), tuple(f"{row}.now" for row in work.rows(layer))
    joins = work.text(layer, "formula" if work.text(layer, "joins") == "other" else "joins")
    if above is None or len(above["children"]) < 2 or not joins or not work.text(layer, "method"):
        return Check(layer, layer, LAYER, 0.0, open=True)
    found = told.notes(work, document(work), above["id"], layer, at)
    if any(note.tone in ("revise", "near") for note in found):
        return Check(layer, layer, LAYER, 0.5, found)
    if any(boxes.read(one) is None and not one.get("ask_who") for one in above["children"]):
        return Check(layer, layer, LAYER, 0.0, open=True)
    if boxes.read(above) is None and not above.get("ask_who"):
        name = {"name": above["name"] or work.say("root-unnamed")}
        note = Note("near", "no-root" if layer == "one" else "no-branch-number", name, ("goal.now",))
        return Check(layer, layer, LAYER, 0.5, (*found, note))
    account = counted.account(work, above, least=2)
    if account.state == "bad":
        return Check(layer, layer, LAYER, 0.5, (*found, Note("revise", "no-account", {"words": account.words}, at)))
    good = (Note("good", "adds-up", {"sum": counted.line(account)}, at),) if account.state == "good" else ()
    return Check(layer, layer, LAYER, 1.0, (*good, *found))


def _has_numbers(work: Work, layer: str) -> Check:
    """Every box has a number, or says who will be asked."""
    rows, name = filled(work, layer), f"{layer}-numbers"
    if len(rows) < 2:
        return Check(name, layer, NUMBERS, 0.0, open=True)
    wrong = tuple(note for row in rows for note in _unread(work, row))
    blank = [row for row in rows if not work.text(row, "now") and not work.text(row, "ask")]
    said = [_near(work, row) for row in blank]
    if wrong or said:
        return Check(name, layer, NUMBERS, 0.5, (*wrong, *said))
    leaps = tuple(note for row in rows for note in _leap(work, row))
    if not any(work.text(row, "now") for row in rows):
        return Check(name, layer, NUMBERS, 1.0, (Note("next", "none-known", {}, tuple(f"{row}.now" for row in rows)),))
    return Check(name, layer, NUMBERS, 1.0, leaps)


def _called(work: Work, row: str) -> str:
    """A box as it is spoken of."""
    found = boxes.find(tree(work), row)
    return str(found["name"]) if found else work.text(row, "name")


def _near(work: Work, row: str) -> Note:
    return Note("near", "no-number-own", {"name": _called(work, row)}, (f"{row}.now", f"{row}.ask"))


def _unread(work: Work, row: str) -> tuple[Note, ...]:
    """The numbers of a row that are none."""
    typed = {name: work.text(row, name) for name in ("now", "reach")}
    return tuple(
        Note("revise", "not-a-number", {"name": _called(work, row), "text": text}, (f"{row}.{name}",))
        for name, text in typed.items()
        if text and parse(text) is None
    )


def _leap(work: Work, row: str) -> tuple[Note, ...]:
    """A number within reach that is a hundred times the one now, or a hundredth: its unit may be missing (4000 万 → 4400)."""
    now, reach = parse(work.text(row, "now")), parse(work.text(row, "reach"))
    if not now or not reach or not now.value or not reach.value or 1 / LEAP < abs(reach.value / now.value) < LEAP:
        return ()
    said = {"name": _called(work, row), "now": work.text(row, "now"), "reach": work.text(row, "reach")}
    return (Note("ask", "leap", said, (f"{row}.now", f"{row}.reach")),)


def _levers(work: Work) -> Check:
    """Two or three leaves, and of each whether it is in one's hands."""
    chosen, at = levers(work), ("levers.picked",)
    hands = {name: work.text(f"hand-{name}", "hand") for name in chosen}
    if not chosen or not all(hands.values()):
        return Check("levers", "levers", LEVERS, 0.0, open=True)
    away = (
        Note("ask", "not-in-hand", {"name": chosen[name]["name"]}, (f"hand-{name}.hand",))
        for name, hand in hands.items()
        if hand == "no"
    )
    said = (*told.together(work, tree(work), list(chosen), at), *away)
    if not FEW[0] <= len(chosen) <= FEW[1]:
        return Check("levers", "levers", LEVERS, 0.5, (Note("near", "lever-count", {"n": str(len(chosen))}, at), *said))
    return Check("levers", "levers", LEVERS, 1.0, said)


def _strategies(work: Work) -> Check:
    """One strategy for each lever, and no one for two."""
    texts = {name: work.text(f"strategy-{name}", "text") for name in levers(work)}
    said = [text for text in texts.values() if text]
    if not texts or len(said) < len(texts):
        share = 0.5 * len(said) / len(texts) if texts else 0.0
        return Check("strategies", "strategies", STRATEGIES, share, open=True)
    twice = tuple(f"strategy-{name}.text" for name, text in texts.items() if said.count(text) > 1)
    if twice:
        return Check("strategies", "strategies", STRATEGIES, 0.5, (Note("revise", "same-strategy", {}, twice),))
    return Check("strategies", "strategies", STRATEGIES, 1.0)


def _dropped(work: Work) -> Check:
    what, why = work.text("dropped", "what"), work.text("dropped", "why")
    if not what:
        return Check("dropped", "strategies", DROPPED, 0.0, open=True)
    if not why:
        return Check(
            "dropped", "strategies", DROPPED, 0.5, (Note("near", "no-reason", {"what": what}, ("dropped.why",)),)
        )
    return Check("dropped", "strategies", DROPPED, 1.0)
