"""What the 讲师台 needs less often: another way to go through an exercise, hand counts, judgements, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .... import engine
from ....view import Actions, Button, Card, Choice, Field, Fold, Form, Node, Option, Statement, Text
from ..work import clock_words
from .next_step import following, next_row, release, step
from .seen import Seen
from .work import MORE

if TYPE_CHECKING:
    from ....tally import Choices
    from ..objections import Objection
    from ..samples import Sample

SHORT = 14
#: Of so many people's reasons the words stand there.
MOST_REASONS = 5


def nodes(seen: Seen) -> tuple[Node, ...]:
    """The folds below the exercise in hand."""
    if not seen.slug:
        return (Fold(seen.say("ways"), (Actions((release(seen),)),), key="ways"),) if seen.lesson["led"] else ()
    choice = seen.item
    # another way was taken: shut again, else its opposite lies where she has just tapped
    ways = f"ways-{seen.live.pace}-{seen.live.side}"
    return (
        *_deals(seen),
        Fold(seen.say("ways"), (Actions(_ways(seen)),), key=ways),
        *((_hands(seen, choice),) if choice else ()),
        *((_accept(seen, choice),) if choice and choice.keyed else ()),
    )


def _ways(seen: Seen) -> tuple[Button, ...]:
    """Pace, side, phases that the main button does not lead to, the end of leading."""
    live, found = seen.live, list[Button]()
    if len(seen.choices) > 1:
        to = "class" if live.pace == "self" else "self"
        found.append(step(seen, f"pace-{to}", "pace", pace=to))
    if seen.grouped:
        to = "table" if live.side == "own" else "own"
        found.append(step(seen, f"side-{to}", "side", side=to))
    if not (live.until or live.left):
        found.append(Button(seen.say("clock-begin"), "clock", {"seconds": str(MORE)}))
    if live.phase != "task" and not seen.steps:
        found.append(step(seen, "reopen", "reopen"))
    if live.item and live.phase in ("closed", "again", "answer") and not seen.steps:
        found.append(step(seen, "spread-now", "spread", item=live.item))
    main = following(seen)
    there = [(one.do, one.values) for one in (*main.main, *main.beside)]
    found += [one for one in next_row(seen) if (one.do, one.values) not in there]
    found.append(release(seen))
    return tuple(found)


def _deals(seen: Seen) -> tuple[Node, ...]:
    """发卡: what can be handed out now; what was, can be taken in again."""
    if seen.exercise is None:
        return ()
    live = seen.live
    extras = engine.extras(engine.Context(seen.room.content, seen.exercise, live=live))
    buttons = tuple(
        Button(
            seen.say("deal-back" if card in live.dealt else "deal", title=title),
            "deal",
            {"card": card, **({"back": "1"} if card in live.dealt else {})},
        )
        for card, title in extras
    )
    note = Text((seen.say("deal-note"),), "note")
    return (Fold(seen.say("deals", n=len(live.dealt)), (note, Actions(buttons)), key="deals"),) if buttons else ()


def _hands(seen: Seen, choice: Choices) -> Node:
    """手工计票: counts of raised hands by option, for the round in hand."""
    number = "2" if seen.live.phase in ("again", "spread", "answer") and _twice(seen, choice) else "1"
    known = seen.hands(choice.item, int(number))
    fields = tuple(
        Field(f"n:{value}", words, str(known.get(value, "")), mode="numeric", limit=3, half=True)
        for value, words in choice.options
    )
    send = Button(seen.say("hands-send"), "hands", {"item": choice.item, "round": number}, submit=True)
    form = Form(f"hands-{seen.slug}-{choice.item}-{number}", fields, (send,))
    title = seen.say("hands", mark=seen.mark(choice.item)).strip()
    return Fold(title, (Text((seen.say(f"hands-round-{number}"),), "note"), form), key="hands")


def _twice(seen: Seen, choice: Choices) -> bool:
    """Whether the class votes or has voted on an item for the second time."""
    if seen.live.phase == "again":
        return True
    found = seen.count.spreads.get(choice.item) if seen.count else None
    return bool(found and found[1]) or bool(seen.hands(choice.item, 2))


def _accept(seen: Seen, choice: Choices) -> Node:
    """讲师判定: another answer counts as right here, with a reason; the ones so far can be taken back."""
    rows = seen.lesson["works"][seen.slug]["accepted"].get(choice.item, [])
    words = dict(choice.options)
    taken = {row["value"] for row in rows}
    inside: list[Node] = [Text((seen.say("accept-note"),), "note")]
    for row in rows:
        back = Button(seen.say("accept-back"), "accept", {"item": choice.item, "value": row["value"], "remove": "1"})
        label = seen.say("accepted", words=words.get(row["value"], row["value"]))
        inside.append(Card((Statement((row["reason"] or seen.say("no-reason"),), label, small=True), Actions((back,)))))
    right = engine.right(engine.Context(seen.room.content, seen.room.content.exercise(seen.slug)), choice.item)
    open_ = tuple(Option(value, label) for value, label in choice.options if value not in (*taken, *right))
    if open_:
        fields = (
            Choice("value", seen.say("accept-which"), open_, "chips"),
            Field("reason", seen.say("accept-why"), lines=2, limit=300),
        )
        send = Button(seen.say("accept-send"), "accept", {"item": choice.item}, submit=True)
        inside.append(Form(f"accept-{seen.slug}-{choice.item}", fields, (send,)))
    return Fold(seen.say("accept", mark=seen.mark(choice.item)).strip(), tuple(inside), key="accept")


def notes(seen: Seen) -> tuple[Node, ...]:
    """小记: a line for herself, and the ones of today."""
    field = Field("text", seen.say("note-label"), lines=2, limit=300)
    send = Button(seen.say("note-send"), "note", submit=True)
    inside: list[Node] = [Form("note", (field,), (send,))]
    rows = {row.id: row.title for row in seen.rows}
    for one in reversed(seen.lesson["notes"]):
        at = "　".join(filter(None, (clock_words(one["at"]), rows.get(one["row"], ""))))
        off = Button(seen.say("note-off"), "note", {"remove": str(one["at"])}, "quiet")
        inside.append(Card((Statement((one["text"],), at, small=True), Actions((off,)))))
    return (Fold(seen.say("notes", n=len(seen.lesson["notes"])), tuple(inside), key="notes"),)


def waiting(seen: Seen) -> bool:
    """Whether somebody objected and nobody has talked about it yet."""
    return any(not one.handled for one in seen.objections)


def objections(seen: Seen) -> tuple[Node, ...]:
    """不同意 (n): quotes with their reasons, without a name; one tap makes one the debate. Those talked about come last."""
    count = sum(one.count for one in seen.objections if not one.handled)
    none = () if seen.objections else (Text((seen.say("doubts-none"),), "note"),)
    rows = tuple(_objection(seen, one) for one in seen.objections)
    return (Fold(seen.say("doubts", n=count), (*none, *rows), key="doubts"),)


def _objection(seen: Seen, one: Objection) -> Node:
    exercise = seen.room.content.exercises.get(one.exercise)
    label = seen.say("doubt-at", title=exercise.title if exercise else one.exercise, n=one.count)
    inside: list[Node] = [Statement((one.quote,), label, small=True)]
    inside += [Text((seen.say("doubt-note", note=note),)) for note in one.notes[:MOST_REASONS]]
    if len(one.notes) > MOST_REASONS:
        inside.append(Text((seen.say("doubt-more", n=len(one.notes) - MOST_REASONS),), "note"))
    if one.handled:
        inside.append(Text((seen.say("doubt-done"),), "note"))
    elif one.item and exercise is not None and exercise.settings.get("group"):
        inside.append(Actions((step(seen, "doubt-debate", "discuss", slug=one.exercise, item=one.item),)))
    return Card(tuple(inside))


def samples(seen: Seen) -> tuple[Node, ...]:
    """样例: sentences of the exercise without a name; only what its author agreed to can be put on the stage."""
    if not seen.samples:
        return ()
    note = Text((seen.say("samples-note"),), "note")
    rows = tuple(Card((Statement((one.text,), small=True), *_sample(seen, one))) for one in seen.samples)
    return (Fold(seen.say("samples", n=len(rows)), (note, *rows), key="samples"),)


def _sample(seen: Seen, one: Sample) -> tuple[Node, ...]:
    """Ask, wait, or show; a request can be taken back."""
    if not one.said:
        return (Actions((Button(seen.say("sample-ask"), "ask", one.request),)),)
    back = Button(seen.say("sample-back"), "ask", {"sample": one.id, "back": "1"}, "quiet")
    if one.said == "asked":
        return (Text((seen.say("sample-asked"),), "note"), Actions((back,)))
    stage = seen.lesson["stage"]
    shown = stage["show"] == "sample" and stage["sample"] == one.id and not stage["black"]
    show = Button(seen.say("sample-show"), "show", {"show": "sample", "sample": one.id}, disabled=shown)
    return (Text((seen.say("sample-yes"),), "note"), Actions((show, back)))
