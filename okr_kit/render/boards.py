"""Nodes of boards as HTML and as lines: an account written out, a tree of boxes."""

from __future__ import annotations

from html import escape

from .. import view
from .icons import ICONS, icon


def total(node: view.Sum) -> str:
    """An account: its parts, what comes of it, and how it stands, with an icon and a word."""
    parts = f'<span class="okr-parts">{escape(node.parts)}</span>' if node.parts else ""
    against = f" {escape(node.against)}" if node.against else ""
    result = f'<span class="okr-total">= <b>{escape(node.total)}</b>{against}</span>' if node.total else ""
    words = _stands(node.state, node.words) if node.words else ""
    return f'<output class="okr-sum" aria-live="polite">{parts}{result}{words}</output>'


def line(node: view.Line, at: str, inside: str) -> str:
    """A row: its line, with what is entered in it behind it; one that is only read stands open."""
    before, arrow, after = node.note.partition("→")
    note = f"{escape(before)}{arrow}<b>{escape(after)}</b>" if arrow else escape(before)
    parts = (
        f'<b class="okr-who">{escape(node.title)}</b>',
        f'<span class="okr-from">{note}</span>' if note else "",
        f'<span class="okr-grown">{escape(node.aside)}</span>' if node.aside else "",
        _track(*node.track) if node.track else "",
        f'<span class="okr-says">{escape(node.says)}</span>' if node.says else "",
        _stands(node.state, node.words) if node.state else "",
    )
    state = f" okr-{escape(node.state)}" if node.state else ""
    head = "".join(parts)
    if node.fixed:
        body = f'<div class="okr-inside">{inside}</div>' if inside else ""
        return f'<section class="okr-board-row okr-fixed{state}" id="{at}"><div class="okr-head">{head}</div>{body}</section>'
    is_open = " open" if node.open else ""
    return (
        f'<details class="okr-board-row{state}" id="{at}" data-okr-row{is_open}>'
        f'<summary class="okr-head">{head}</summary><div class="okr-inside">{inside}</div></details>'
    )


def _stands(state: str, words: str) -> str:
    """How a thing stands: a mark and a word in its colour."""
    mark = icon(ICONS[state]) if state in ICONS else ""
    return f'<span class="okr-stands okr-{escape(state)}">{mark}{escape(words)}</span>'


def _track(was: float, now: float) -> str:
    """What was and what comes to it (or is taken off), as shares of the width."""
    low, high, kind = min(was, now), max(was, now), "more" if now >= was else "less"
    rects = f'<rect class="okr-was" width="{low:.1%}" height="6"/>'
    rects += f'<rect class="okr-{kind}" x="{low:.1%}" width="{high - low:.1%}" height="6"/>'
    return f'<svg class="okr-track" aria-hidden="true">{rects}</svg>'


def checks(node: view.Checks) -> str:
    """What is checked, side by side, each with its mark and word."""
    cells = (f"<li>{escape(name)}{_stands(tone, words)}</li>" for name, tone, words in node.checks)
    return f'<ul class="okr-checks" role="list">{"".join(cells)}</ul>'


def tree(node: view.Tree) -> str:
    """Boxes as a list in a list; the style sheet stands them side by side where there is room."""
    caption = f'<p class="okr-caption">{escape(node.caption)}</p>' if node.caption else ""
    return f'<div class="okr-tree">{caption}<ul role="list">{"".join(map(_branch, node.roots))}</ul></div>'


def _branch(branch: view.Branch) -> str:
    small = f"<small>{escape(branch.small)}</small>" if branch.small else ""
    value = f'<span class="okr-value">{escape(branch.value)}</span>' if branch.value else ""
    note = _stands(branch.state, branch.note) if branch.note else ""
    state = f" okr-{escape(branch.state)}" if branch.state else ""
    below = f'<ul role="list">{"".join(map(_branch, branch.children))}</ul>' if branch.children else ""
    return f'<li><div class="okr-branch{state}"><b>{escape(branch.title)}{small}</b>{value}{note}</div>{below}</li>'


def head(node: view.Line) -> str:
    """The line of a row."""
    return " ".join(filter(None, (node.title, node.note, node.aside, node.says, node.words)))


def lines(node: view.Sum | view.Tree | view.Checks) -> list[str]:
    """The same as plain lines."""
    if isinstance(node, view.Checks):
        return ["　".join(f"{name}：{words}" for name, _, words in node.checks)]
    if isinstance(node, view.Sum):
        total = f"= {node.total} {node.against}".strip() if node.total else ""
        return [" ".join(filter(None, (node.parts, total, node.words)))]
    boxes = ("  " * depth + f"- {_said(branch)}" for depth, branch in view.walk(node.roots))
    return [*([node.caption] if node.caption else []), *boxes]


def _said(branch: view.Branch) -> str:
    return " ".join(filter(None, (branch.title, *branch.small.splitlines(), branch.value, branch.note)))
