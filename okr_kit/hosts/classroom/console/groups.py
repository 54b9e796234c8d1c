"""The tables on the 讲师台: how far each is, what its members do not agree on, who is cut off. No names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....view import Actions, Button, Card, Link, Node, Text

if TYPE_CHECKING:
    from ..boards import Board
    from ..counts import Table
    from .seen import Seen


def nodes(seen: Seen) -> tuple[Node, ...]:
    """One tile for each table; it leads to the table's work, read privately."""
    if seen.count is None or not seen.count.tables or not seen.exercise:
        return ()
    tiles = tuple(_tile(seen, table) for table in seen.count.tables)
    return (Text((seen.say("groups"),), "head"), Actions(tiles), *(_board(seen, one) for one in seen.boards))


def _board(seen: Seen, board: Board) -> Node:
    """What a table has said to 「请这组投屏」; after a yes it can be put on the stage, and be taken off again."""
    group, stage = seen.room.group_name(board.number), seen.lesson["stage"]
    on = board.said == "yes" and (stage["show"], stage["sample"]) == ("board", board.name)
    words = "board-on" if on and not stage["black"] else "board-show"
    values = {"show": "board", "sample": board.name}
    show = Button(seen.say(words), "show", values, "main", disabled=on and not stage["black"])
    back = Button(seen.say("board-off" if on else "board-back"), "ask", {"sample": board.name, "back": "1"}, "quiet")
    buttons = {"yes": (show, back), "no": ()}.get(board.said, (back,))
    said = {"asked": "wait", "left": "gone"}.get(board.said, board.said)
    return Card((Text((seen.say(f"board-{said}", group=group),)), *([Actions(buttons)] if buttons else [])))


def _tile(seen: Seen, table: Table) -> Link:
    """「第 3 组　4/6　谈 ② ⑦」."""
    table_side = seen.live.side == "table"
    label, way = seen.room.group_name(table.number), f"/trainer/groups/{table.number}/{seen.slug}"
    if table_side and not table.of:
        return Link(label, way, seen.say("tile-alike"), state="ok")
    done, of = (table.decided, table.of) if table_side else (table.handed, table.members)
    away = table.members - table.connected
    words, state = [], "ok" if of and done >= of else "part"
    if table_side and not table.scribe:
        words.append(seen.say("no-scribe"))
        state = "todo"
    elif table_side and not table.scribe_here:
        words.append(seen.say("scribe-away"))
        state = "todo"
    elif away:
        words.append(seen.say("tile-away", n=away))
        state = "todo" if away * 2 >= table.members else state
    if seen.steps:
        words.append(seen.say("tile-seated" if done >= of else "tile-seats"))
    elif seen.live.phase != "task" and table.differing:
        words.append(seen.say("differing", marks=" ".join(map(seen.mark, table.differing))))
    elif not words:
        word = "done" if done >= of else "open" if seen.live.phase == "task" else "missing"
        blank = word == "open" and table_side and not (table.tile or done or seen.choices)
        words.append(seen.say("tile-blank" if blank else f"tile-{word}"))
    return Link(label, way, "　".join(words), f"{done}/{of}", state=state)
