"""What is checked of a tree put together from slips."""

from __future__ import annotations

from dataclasses import replace

from .....quantity import parse
from .....view import Sum
from ...template import Check, Note
from ...work import Work
from . import boxes, counted, told
from .boxes import Box
from .slip_pages import layer_sum
from .slip_tree import ROOT, belongs, built, hung, layers, leaves, left, loose, moved, piece, whole

#: What the boxes of a layer and its method weigh: of the first layer, of each other one; then the slips left, the leaves.
FIRST, OTHER, LEFT, REACHED = (20.0, 4.0), (15.0, 3.0), 10.0, 30.0
#: More leaves than this moved at once are asked about; and what 「其他」 may be of its layer.
MANY, REST = 4, 0.1


def checks(work: Work) -> tuple[Check, ...]:
    """Every layer with its method, the slips that are left, the leaves."""
    found = (check for name in layers(work) for check in (_parts(work, name), _method(work, name)))
    return (*found, _left(work), _reached(work))


def _at(name: str) -> tuple[str, ...]:
    return (f"{name}.parts", f"{name}.joins") if name == ROOT else (f"{name}.parts",)


def _parts(work: Work, name: str) -> Check:
    """What hangs below a box belongs there, and adds up."""
    weight, joins = (FIRST if name == ROOT else OTHER)[0], work.text(name, "joins")
    chosen = tuple(hung(work, name))
    joined = name != ROOT or (work.text(name, "formula") if joins == "other" else joins)
    if not chosen or not joined:
        return Check(name, name, weight, 0.0, open=True)
    found = _wrong(work, name, chosen)
    if any(note.tone in ("revise", "near") for note in found):
        return Check(name, name, weight, 0.5, found)
    good = Note("good", "adds-up", {"sum": counted.line(layer_sum(work, name))}, _at(name))
    return Check(name, name, weight, 1.0, (good, *found, *_rest(work, name)))


def _wrong(work: Work, name: str, chosen: tuple[str, ...]) -> tuple[Note, ...]:
    """What is no number of the tree; else what the grader finds; else what adds up and belongs elsewhere."""
    stray = [
        one["id"] for slip in loose(work) for one in work.ctx.exercise.items[slip]["pieces"] if one["id"] in chosen
    ]
    if stray:
        return (Note("revise", "no-number", {"name": piece(work, stray[0])["name"]}, _at(name)),)
    layer = boxes.document(work, built(work, name), origin="own", title="")
    found = tuple(map(_in_units, told.notes(work, layer, name, name, _at(name))))
    other = next((one for one in chosen if one not in belongs(work, name)), "")
    if other and not any(note.tone in ("revise", "near") for note in found):
        return (*found, Note("revise", "elsewhere", {"name": piece(work, other)["name"]}, _at(name)))
    return found


def _in_units(note: Note) -> Note:
    """Numbers on slips are nobody's estimates: where they do not come out, their units are asked about."""
    return replace(note, key="slips-off") if note.code == "T-SUM" else note


def _rest(work: Work, name: str) -> tuple[Note, ...]:
    """「其他」 that takes more than a tenth of its layer is asked about."""
    rest = next((one for one in hung(work, name) if piece(work, one).get("rest")), "")
    part, above = boxes.read(piece(work, rest)) if rest else None, boxes.read(built(work, name))
    if part is None or above is None or part.value <= REST * above.value:
        return ()
    said = {"value": boxes.said(piece(work, rest)), "share": f"{part.value / above.value:.0%}"}
    return (Note("ask", "rest", said, _at(name)),)


def _method(work: Work, name: str) -> Check:
    weight, chosen, at = (FIRST if name == ROOT else OTHER)[1], work.text(name, "method"), f"{name}.method"
    if not chosen:
        return Check(f"{name}-method", name, weight, 0.0, open=True)
    if chosen != layers(work)[name]["method"]:
        return Check(f"{name}-method", name, weight, 0.5, (Note("revise", f"method-{name}", {}, (at,)),))
    return Check(f"{name}-method", name, weight, 1.0)


def _left(work: Work) -> Check:
    """The slips that are left over, and why they are."""
    slips, why, items = left(work), work.text("loose", "why"), work.ctx.exercise.items
    if not slips or not why:
        return Check("loose", "loose", LEFT, 0.0, open=True)
    at, over = ("loose.slips",), loose(work)
    said = [Note("revise", "belongs", {"name": items[one]["name"]}, at) for one in slips if one not in over]
    said += [Note("revise", "no-number", {"name": items[one]["name"]}, at) for one in over if one not in slips]
    if why != work.ctx.exercise.settings["loose"]["right"]:
        said.append(Note("revise", "other-reason", {}, ("loose.why",)))
    return Check("loose", "loose", LEFT, 0.5 if said else 1.0, tuple(said))


def _reached(work: Work) -> Check:
    """The leaves are moved as far as the goal needs; part of the way counts half."""
    names = moved(work)
    unread = [leaf for leaf in names if not _fine(work, leaf)]
    if not names:
        return Check("leaves", "leaves", REACHED, 0.0, open=True)
    if unread:
        notes = (_no_number(work, leaf) for leaf in unread)
        return Check("leaves", "leaves", REACHED, 0.0, tuple(notes))
    tree, at = whole(work), tuple(f"{leaf}.reach" for leaf in names)
    made, account = counted.Counted.of(work, tree).made("reach"), counted.account(work, tree, "reach")
    asked = (*told.together(work, tree, names, at), *_asked(work, tree, names))
    number, now = made if isinstance(made, float) else 0.0, boxes.read(tree)
    if counted.reached(tree, number):
        return Check("leaves", "leaves", REACHED, 1.0, (_good(work, account, number, at), *asked))
    share = 0.5 if now and number < now.value else 0.0
    short = Note("sum", "not-there", {"sum": counted.line(account), "off": account.words}, at)
    return Check("leaves", "leaves", REACHED, share, (short, *asked))


def _fine(work: Work, leaf: str) -> bool:
    """Whether a number was entered that a leaf can come to."""
    found = work.amount(leaf, "reach", piece(work, leaf)["unit"])
    return found is not None and found >= 0


def _no_number(work: Work, leaf: str) -> Note:
    said = {"name": piece(work, leaf)["name"], "text": work.text(leaf, "reach")}
    return Note("revise", "not-a-number", said, (f"{leaf}.reach",))


def _good(work: Work, account: Sum, made: float, at: tuple[str, ...]) -> Note:
    """「264 次 × 2.6 小时 = 686.4 小时，正好 5.5%」."""
    root = work.ctx.exercise.settings["root"]
    base, goal = parse(root["base"]), parse(root["target"])
    exact = goal is not None and abs(made - goal.value) < 1e-6 * goal.value
    share = f"{100 * made / base.value:.3g}%" if base else ""
    return Note("good", "there-exactly" if exact else "there", {"sum": counted.line(account), "share": share}, at)


def _asked(work: Work, tree: Box, names: list[str]) -> tuple[Note, ...]:
    """What a coach asks of the leaves that are moved: one that goes the wrong way, too many, the case's own questions."""
    notes = []
    for leaf in names:
        now, reach = boxes.read(piece(work, leaf)), parse(work.text(leaf, "reach"))
        if now and reach and reach.value > now.value:
            notes.append(Note("ask", "wrong-way", {"name": piece(work, leaf)["name"]}, (f"{leaf}.reach",)))
        elif work.words(f"moved-{leaf}"):
            notes.append(Note("ask", f"moved-{leaf}", {}, (f"{leaf}.reach",)))
    if len(names) > MANY:
        notes.append(Note("ask", "many", {"n": str(len(names))}, tuple(f"{leaf}.reach" for leaf in leaves(work))))
    gains = told.gains(work, tree, names)
    lead = max(gains, key=lambda leaf: gains[leaf], default="")
    if work.words(f"lead-{lead}"):
        notes.append(Note("next", f"lead-{lead}"))
    return tuple(notes)
