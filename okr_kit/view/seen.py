"""The same screen for who only looks on, or may not act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from .boards import Line
from .boxes import Card, Columns, Fold
from .forms import Actions, Button, Choice, Field, Form, Picks
from .texts import Items, Link, Statement, Strong, Text

if TYPE_CHECKING:
    from .node import Node


def read_only(nodes: Iterable[Node], *, kept: bool = False) -> tuple[Node, ...]:
    """The same screen for who only looks on: nothing to press, rows as lines, what was typed as text, no open question.

    In a form that keeps itself (``kept``) what was picked stands as text too: it is no answer that waits to be sent.
    """
    return tuple(seen for node in nodes for seen in _seen(node, kept))


def locked(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """The same screen with every button off: for who may look and go on to other pages, but not act here."""
    return tuple(_locked(node) for node in nodes)


def _locked(node: Node) -> Node:
    match node:
        case Button():
            return replace(node, disabled=True)
        case Form(children=children, buttons=buttons):
            off = tuple(replace(button, disabled=True) for button in buttons)
            return replace(node, children=locked(children), buttons=off)
        case Actions(buttons):
            return replace(
                node, buttons=tuple(replace(b, disabled=True) if isinstance(b, Button) else b for b in buttons)
            )
        case Card(children) | Fold(_, children) | Line(_, _, children):
            return replace(node, children=locked(children))
        case Columns(columns):
            return replace(node, columns=tuple(locked(one) for one in columns))
        case _:
            return node


def _seen(node: Node, kept: bool) -> Iterator[Node]:
    match node:
        case Form(_, children):
            yield from read_only((*children, *node.foot), kept=bool(node.auto))
        case Card(children) | Fold(_, children):
            inside = read_only(children, kept=kept)
            if inside:
                yield replace(node, children=inside)
        case Line(_, title, children, note=note, aside=aside):
            rest = [child for child in children if not _told(child, f"{title} {note} {aside}")]
            yield replace(node, children=read_only(rest, kept=kept), fixed=True, says="")
        case Columns(columns):
            yield replace(node, columns=tuple(read_only(one, kept=kept) for one in columns))
        case Picks() | Button():
            return
        case Field(_, label, value, lines=lines, unit=unit):
            value = f"{value} {unit}" if value and unit and not value.endswith(unit) else value
            if value:
                yield Statement((value,), label, small=True) if lines > 1 else Text((Strong(label), "　", value))
        case Choice():
            yield from _chosen(node, kept)
        case Actions(buttons):
            rows = tuple(b.label for b in buttons if isinstance(b, Button) and b.style.split()[0] == "row")
            if rows:
                yield Items(rows)
            ways = tuple(one for one in buttons if isinstance(one, Link))
            if ways:
                yield replace(node, buttons=ways)
        case _:
            yield node


def _told(node: Node, line: str) -> bool:
    """Whether a row's own line says already what was typed in a field, so that nobody reads it twice."""
    said = " ".join(node.value.split()) if isinstance(node, Field) else ""
    return bool(said) and f" {said} " in f" {' '.join(line.split())} "


def _chosen(node: Choice, kept: bool) -> Iterator[Node]:
    picked = "、".join(option.label for option in node.options if option.picked)
    if node.disabled:
        yield node
    elif kept and picked:
        marked = any(option.picked and option.state for option in node.options)
        yield Text((Strong(node.legend), "　", picked, f"　{node.note}" if marked else ""))
