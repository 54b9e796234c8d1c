"""A tree put together from slips: what the bank says of it, and the tree as it stands.

The bank's ``items`` are the slips (``title``, ``name``, ``pieces`` with ``id``, ``name``, ``value``, ``unit``, and ``rest``
where it stands for all the others); ``root`` is the number on top with its ``target`` and the ``base`` it is a share of; ``layers`` say, from the top down, for each box
with boxes below it which slip is right (``from``), by which ``method``, and which pieces can be tried (``offers``);
``loose`` has the ``reasons`` why a slip is left over, and which one is ``right``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .....documents import Document
from .....errors import ContentError
from .....files import need
from .....model import Exercise
from .....shape import fits
from ...work import Work, once
from . import boxes
from .boxes import Box

ROOT = "root"


def check_bank(exercise: Exercise) -> None:
    """Every layer names a slip, a method and pieces that there are; the right reason is one of those offered."""
    file = f"{exercise.slug}.toml"
    root, known = need(exercise.settings, "root", dict, file), set[str]()
    for key in ("name", "value", "unit", "target", "base"):
        need(root, key, str, file, "root")
    for name, slip in exercise.items.items():
        for key in ("title", "name"):
            need(slip, key, str, file, name)
        for piece in need(slip, "pieces", list, file, name):
            known.add(need(piece, "id", str, file, f"{name}.pieces"))
            for key in ("name", "value", "unit"):
                need(piece, key, str, file, f"{name}.pieces")
    for name, layer in need(exercise.settings, "layers", dict, file).items():
        _check_layer(exercise, name, layer, known)
    loose = need(exercise.settings, "loose", dict, file)
    fine = fits(loose, {"reasons": [{"id": str, "text": str}], "offers": [str], "right": str, "hints?": [str]})
    reasons = [one["id"] for one in loose["reasons"]] if fine else []
    if loose.get("right") not in reasons or sorted(loose["offers"]) != sorted(exercise.items):
        raise ContentError("content-key", file=file, key="loose")
    if not fits(exercise.settings.get("leaves", {}), {"hints?": [str]}):
        raise ContentError("content-key", file=file, key="leaves.hints")


def _check_layer(exercise: Exercise, name: str, layer: Mapping[str, Any], known: set[str]) -> None:
    file, where = f"{exercise.slug}.toml", f"layers.{name}"
    for key in ("title", "task", "from", "method"):
        need(layer, key, str, file, where)
    if not fits(layer, {"offers": [str], "hints?": [str], "most?": int}):
        raise ContentError("content-key", file=file, key=f"{where}.offers")
    offers = set(layer["offers"])
    slip = exercise.items.get(layer["from"], {"pieces": [{"id": ""}]})
    fine = layer["method"] in boxes.METHODS and (name == ROOT or name in known)
    if not fine or not {piece["id"] for piece in slip["pieces"]} <= offers <= known:
        raise ContentError("content-key", file=file, key=where)


# -- what the bank says -------------------------------------------------------------------------------------------------


def layers(work: Work) -> Mapping[str, Mapping[str, Any]]:
    """The boxes with boxes below them, from the top down."""
    found: Mapping[str, Mapping[str, Any]] = work.ctx.exercise.settings["layers"]
    return found


def piece(work: Work, name: str) -> Mapping[str, Any]:
    """What a slip says of one box."""
    slips = work.ctx.exercise.items.values()
    found: Mapping[str, Any] = next(one for slip in slips for one in slip["pieces"] if one["id"] == name)
    return found


def _order(work: Work) -> list[str]:
    """Every piece as the slips have them."""
    return [one["id"] for slip in work.ctx.exercise.items.values() for one in slip["pieces"]]


def belongs(work: Work, layer: str) -> list[str]:
    """What hangs below a box on the right tree."""
    return [one["id"] for one in work.ctx.exercise.items[layers(work)[layer]["from"]]["pieces"]]


def loose(work: Work) -> list[str]:
    """The slips that belong nowhere on the tree."""
    used = {layer["from"] for layer in layers(work).values()}
    return [name for name in work.ctx.exercise.items if name not in used]


def tried(work: Work, layer: str) -> bool:
    """Whether something was put below a box, right or wrong: what belongs there may be shown. The top may be left out."""
    return layer == ROOT or bool(work.text(layer, "parts"))


def hung(work: Work, layer: str) -> list[str]:
    """The pieces that were put below a box, without those that have left the bank since."""
    return [one for one in _order(work) if one in work.several(layer, "parts")]


def left(work: Work) -> list[str]:
    """The slips that were left over, without those that have left the bank since."""
    return [one for one in work.several("loose", "slips") if one in work.ctx.exercise.items]


def leaves(work: Work) -> dict[str, str]:
    """The pieces below which nothing hangs on the right tree, as far as it was tried, each with the box above it."""
    known = layers(work)
    return {one: layer for layer in known if tried(work, layer) for one in belongs(work, layer) if one not in known}


def moved(work: Work) -> list[str]:
    """The leaves for which a number was entered."""
    return [leaf for leaf in leaves(work) if work.text(leaf, "reach")]


# -- the tree -----------------------------------------------------------------------------------------------------------


@once
def whole(work: Work) -> Box:
    """The right tree as far as its layers were tried, with what was entered for its leaves."""
    return built(work, ROOT, right=True)


def built(work: Work, name: str, *, right: bool = False) -> Box:
    """A box with everything below it: what was put there, or what belongs there on the ``right`` tree once that was tried."""
    return work.once(("built", name, right), lambda: _built(work, name, right))


def _built(work: Work, name: str, right: bool) -> Box:
    known, top = layers(work), work.ctx.exercise.settings["root"]
    said, reach = (top, top["target"]) if name == ROOT else (piece(work, name), work.text(name, "reach"))
    readable = name == ROOT or work.amount(name, "reach", said["unit"]) is not None
    more: dict[str, Any] = {"unit": said["unit"], "reach": reach if readable else ""}
    more["lever"] = readable and name != ROOT
    if name in known and not (right and not tried(work, name)):
        after = list(known)[list(known).index(name) + 1 :]  # so that no box hangs below itself
        below = belongs(work, name) if right else hung(work, name)
        more["children"] = [built(work, one, right=right) for one in below if one in after or one not in known]
        chosen = work.text(name, "method")
        more["method"] = known[name]["method"] if right and chosen else chosen
        joins = ("times" if right else work.text(name, "joins")) if name == ROOT else "plus"
        more["formula"] = boxes.joined(joins, more["children"], work.text(name, "formula"))
    return boxes.box(name, said["name"], said["value"], **more)


def document(work: Work, *, right: bool = False) -> Document:
    """The tree as a document, with the slips that were left and why."""
    reasons = {one["id"]: one["text"] for one in work.ctx.exercise.settings["loose"]["reasons"]}
    why, exercise = reasons.get(work.text("loose", "why"), ""), work.ctx.exercise
    dropped = [(str(exercise.items[one]["title"]), why) for one in left(work)]
    tree, origin = built(work, ROOT, right=right), f"case:{exercise.slug}"
    return boxes.document(work, tree, origin=origin, title=exercise.title, dropped=dropped)


def documents(work: Work) -> tuple[Document, ...]:
    """The tree as it was put together; as it belongs, once a leaf is moved."""
    begun = any(work.text(layer, "parts") for layer in layers(work))
    return (document(work, right=bool(moved(work))),) if begun or moved(work) else ()
