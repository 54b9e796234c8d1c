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
    mark = icon(ICONS[node.state]) if node.state in ICONS else ""
    words = f'<span class="okr-stands okr-{escape(node.state)}">{mark}{escape(node.words)}</span>' if node.words else ""
    return f'<output class="okr-sum" aria-live="polite">{parts}{result}{words}</output>'


def tree(node: view.Tree) -> str:
    """Boxes as a list in a list; the style sheet stands them side by side where there is room."""
    caption = f'<p class="okr-caption">{escape(node.caption)}</p>' if node.caption else ""
    return f'<div class="okr-tree">{caption}<ul role="list">{"".join(map(_branch, node.roots))}</ul></div>'


def _branch(branch: view.Branch) -> str:
    mark = icon(ICONS[branch.state]) if branch.state in ICONS else ""
    small = f"<small>{escape(branch.small)}</small>" if branch.small else ""
    value = f'<span class="okr-value">{escape(branch.value)}</span>' if branch.value else ""
    note = (
        f'<span class="okr-stands okr-{escape(branch.state)}">{mark}{escape(branch.note)}</span>' if branch.note else ""
    )
    state = f" okr-{escape(branch.state)}" if branch.state else ""
    below = f'<ul role="list">{"".join(map(_branch, branch.children))}</ul>' if branch.children else ""
    return f'<li><div class="okr-branch{state}"><b>{escape(branch.title)}{small}</b>{value}{note}</div>{below}</li>'


def lines(node: view.Sum | view.Tree) -> list[str]:
    """The same as plain lines."""
    if isinstance(node, view.Sum):
        total = f"= {node.total} {node.against}".strip() if node.total else ""
        return [" ".join(filter(None, (node.parts, total, node.words)))]
    return [*([node.caption] if node.caption else []), *(line for one in node.roots for line in _below(one, 0))]


def _below(branch: view.Branch, depth: int) -> list[str]:
    said = " ".join(filter(None, (branch.title, branch.small, branch.value, branch.note)))
    return ["  " * depth + f"- {said}", *(line for one in branch.children for line in _below(one, depth + 1))]
