"""Nodes as plain lines: for notebooks, logs and print without styles."""

from __future__ import annotations

from collections.abc import Iterable

from .. import view
from ..view import Node, Run
from . import boards, live


def text(nodes: Iterable[Node]) -> str:
    """The nodes as plain lines: for notebooks, logs and print without styles."""
    return "\n".join(line for node in nodes for line in _lines(node))


def _plain(parts: Iterable[Run]) -> str:
    return "".join(map(_word, parts))


def _word(part: Run) -> str:
    if isinstance(part, view.Edit):
        return f"[{'+' if part.kind == 'new' else '-'}{part.text}]"
    return part if isinstance(part, str) else part.text


def _lines(node: Node) -> list[str]:  # noqa: C901, PLR0911, PLR0912 - one short answer for each node type
    match node:
        case view.Text(parts):
            return [_plain(parts)]
        case view.Statement(parts, label, note):
            return [" ".join(word for word in (label, _plain(parts), note) if word)]
        case view.Say(_, title, body, ask, ask_label, quote):
            return [title, *([_plain(quote)] if quote else []), *body, *([f"{ask_label}：{ask}"] if ask else [])]
        case view.Choice(_, legend, options):
            return [
                legend,
                *(
                    f"  {'●' if o.picked else '○'} {' '.join(filter(None, (o.label, o.small, o.note)))}"
                    for o in options
                ),
            ]
        case view.Field(_, label, value):
            return [f"{label}：{value}"]
        case view.Form(_, children, foot=foot):
            return [line for child in (*children, *foot) for line in _lines(child)]
        case view.Card(children) | view.Fold(_, children):
            return [line for child in children for line in _lines(child)]
        case view.Line(children=children):
            return [boards.head(node), *(line for child in children for line in _lines(child))]
        case view.Sum() | view.Tree() | view.Checks():
            return boards.lines(node)
        case view.Table(headers, rows, caption):
            return [caption, "　".join(headers), *("　".join(row) for row in rows)]
        case view.Items(lines, ordered, start):
            return [
                line
                for number, one in enumerate(lines, start)
                for line in _listed(f"{number}." if ordered else "-", one)
            ]
        case view.Progress(_, words):
            return [words]
        case view.Delta(chips):
            return ["　".join(words for _, words in chips)]
        case view.Copy(_, words):
            return [words]
        case view.Link(label, _, note, aside):
            return [" ".join(word for word in (label, note, aside) if word)]
        case view.Picture(_, alt):
            return [alt]
        case view.Columns(columns):
            return [line for one in columns for child in one for line in _lines(child)]
        case view.Picks(_, _, legend, picks):
            return [
                legend,
                *(" ".join(filter(None, (one.mark, one.title, one.aside, _plain(one.why)))) for one in picks),
            ]
        case _:
            return live.lines(node)


def _listed(mark: str, line: view.Lines) -> list[str]:
    if isinstance(line, str):
        return [f"{mark} {line}"]
    return [f"{mark} {line[0]}", *(f"   - {below}" for below in line[1:])]
