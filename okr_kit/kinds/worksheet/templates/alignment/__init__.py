"""alignment: several ask more of one owner than he has; what is done, done smaller or later, by whom and when.

It is filled in inside a role play (``[line]`` of its bank file): ``capacity`` and its ``unit``, ``owner`` is who has it,
``[[line.asks]]`` are ``{id, who, title, days, why}``. In class the row of the decision from above opens with the step that
``opens`` names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .....documents.alignment import DOES, show
from .....errors import ContentError
from .....files import need
from .....model import Exercise
from .....shape import fits
from .....view import Figure, Figures, Node, Table, Text
from ...figures import short
from ...template import Entry, Row, Step, case_alone, nothing_carried
from ...work import Work
from .checks import checks, total
from .document import documents
from .parts import STEP, WHOLE, asks, spent, table

if TYPE_CHECKING:
    from .....lang import Language

__all__ = [
    "MAKES",
    "carry",
    "check_bank",
    "checks",
    "documents",
    "material",
    "materials",
    "steps",
    "tile",
    "together",
    "written",
]

MAKES: tuple[str, ...] = ("alignment", "todo")
materials, carry = case_alone, nothing_carried
#: Below so many tables nothing is said of them together.
FEWEST = 3


def check_bank(exercise: Exercise, language: Language) -> None:
    """What there is to give, and who asks for how much."""
    del language
    file, known = f"{exercise.slug}.toml", need(exercise.settings, "line", dict, f"{exercise.slug}.toml")
    need(known, "capacity", (int, float), file, "line")
    for key in ("unit", "owner"):
        need(known, key, str, file, "line")
    rows = need(known, "asks", list, file, "line")
    if not rows or not fits(rows, [{"id": str, "who": str, "title": str, "days": float, "why": str}]):
        raise ContentError("content-key", file=file, key="line.asks")
    heads = need(known, "heads", list, file, "line")
    if len(heads) != 3 or not fits(heads, [str]):
        raise ContentError("content-key", file=file, key="line.heads")
    if known.get("opens", "") not in ["", *exercise.items]:
        raise ContentError("content-key", file=file, key="line.opens")


def steps(work: Work) -> tuple[Step, ...]:
    """One page: a row for each ask, then what is said of the whole, the account under the thumb."""
    rows = (*(_row(work, one.id) for one in asks(work)), *_whole(work))
    return (Step(STEP, work.say("title"), rows=rows, total=lambda: total(work), take=lambda: written(work)),)


def tile(work: Work) -> tuple[Node, ...]:
    """What it adds up to, how many are written down, how many are not settled."""
    named = zip(("tile-total", "tile-written", "tile-open"), _counted(work), strict=True)
    return (Figures(tuple(Figure(work.say(key), said) for key, said in named)),)


def written(work: Work) -> tuple[Node, ...]:
    """What the table reads of it: the register."""
    return show(work.ctx.lang, documents(work)[0]) if work.values else ()


def together(works: Sequence[Work]) -> tuple[Node, ...]:
    """The three figures of every table, without its name, the smallest sum first; the reference comes last."""
    begun = sorted((one for one in works if one.values), key=lambda one: spent(one) or 0)
    if len(begun) < FEWEST:
        return ()
    say = begun[0].say
    heads = tuple(say(key) for key in ("tile-total", "tile-written", "tile-open"))
    last = str(begun[0].ctx.exercise.settings["line"].get("reference", ""))
    reference = (Text((say("together-reference", sum=last),), "note"),) if last else ()
    return (Table(heads, tuple(_counted(one) for one in begun), say("together")), *reference)


def material(exercise: Exercise) -> tuple[Node, ...]:
    """Who asks for what, and what for."""
    line = exercise.settings["line"]
    rows = tuple((f"{one['who']}　{one['title']}", short(float(one["days"])), one["why"]) for one in line["asks"])
    return (Table(table(exercise), rows),)


def _counted(work: Work) -> tuple[str, str, str]:
    found = asks(work)
    written, waiting = sum(one.kept and one.whole for one in found), sum(one.does in ("", "open") for one in found)
    return short(spent(work) or 0), str(written), str(waiting)


def _row(work: Work, name: str) -> Row:
    """An ask: what becomes of it, how much it takes, who gives it, by when."""
    one = next(ask for ask in asks(work) if ask.id == name)
    does = Entry("do", work.say("does"), "chips", options=tuple((key, work.say(f"do-{key}")) for key in DOES))
    days = Entry("days", work.say("days"), "number", work.say("unit"), limit=20, half=True, needed=False)
    waiting = one.does == "open"
    who = Entry("who", work.say("who-open" if waiting else "who"), limit=30, half=True, needed=one.does != "later")
    due = Entry("due", work.say("due-open" if waiting else "due"), limit=40, needed=one.does != "later")
    aside = work.say(f"aside-{one.does or 'asked'}", days=short(one.takes if one.does else one.asked))
    above = (Text((work.say("for", why=one.why, days=short(one.asked)),), "note"),)
    return Row(name, (does, days, who, due), one.title, aside, one.who, above)


def _whole(work: Work) -> tuple[Row, ...]:
    """What is not done for it, what gives way; the decision from above, once it may be made."""
    live, items = work.ctx.live, list(work.ctx.exercise.items)
    opens = str(work.ctx.exercise.settings["line"].get("opens", ""))
    led = live.standing == "now" and live.item in items and opens in items
    open_now = not led or items.index(live.item) >= items.index(opens)
    names = [name for name in WHOLE if name != "ruling" or open_now]
    return tuple(
        Row(
            name,
            (Entry("text", work.say(name), note=work.say(f"{name}-note"), lines=2, needed=name != "ruling"),),
            work.say(f"{name}-title"),
        )
        for name in names
    )
