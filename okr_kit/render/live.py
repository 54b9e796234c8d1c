"""Nodes of the live room as HTML: bars, clocks, figures, phases, columns. Each of them is text for a screen reader."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from .. import view

Inner = Callable[[view.Node], str]


def bars(node: view.Bars) -> str:
    """A list of bars; a bar of an earlier round stands above the one of now."""
    caption = f"<p>{escape(node.caption)}</p>" if node.caption else ""
    legend = ""
    if node.legend:
        before, after = (escape(words) for words in node.legend)
        legend = f'<p class="okr-legend"><span class="okr-before"><i></i>{before}</span><span><i></i>{after}</span></p>'
    rows = "".join(_bar(bar, node) for bar in node.bars)
    return f'<div class="okr-bars">{caption}{legend}<ul>{rows}</ul></div>'


def _bar(bar: view.Bar, node: view.Bars) -> str:
    note = f"<small>{escape(bar.note)}</small>" if bar.note else ""
    state = f" okr-{bar.state}" if bar.state else ""
    names = node.legend or ("", "")
    before = "" if bar.before is None else _line(bar.before, bar.before_words, node.of, names[0], " okr-before")
    now = _line(bar.value, bar.words, node.of, names[1])
    return f'<li class="okr-bar-row{state}"><span>{escape(bar.label)}{note}</span>{before}{now}</li>'


def _line(value: float, words: str, of: float, said: str, more: str = "") -> str:
    """One bar: drawn as SVG, which scales and prints; its number is text."""
    wide = max(0.0, min(100.0, 100 * value / of)) if of else 0.0
    hidden = f'<span class="okr-hidden">{escape(said)}</span>' if said else ""
    drawn = f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width="{wide:.1f}" height="10"/></svg>'
    return f'<span class="okr-line{more}">{drawn}<b>{hidden}{escape(words)}</b></span>'


def clock(node: view.Clock) -> str:
    """A clock: the player counts it down; what stands in it is right at the moment it was sent."""
    still = " okr-still" if node.left else ""
    data = f'data-okr-clock data-until="{node.until}" data-now="{node.now}" data-left="{node.left}"'
    over = f' data-over="{escape(node.over)}"' if node.over else ""
    time = f'<time role="timer">{escape(_left(node))}</time>'
    return f'<p class="okr-clock{still}" {data}{over}><span>{escape(node.label)}</span>{time}</p>'


def _left(node: view.Clock) -> str:
    """「2:05」, or what is said when the time is up."""
    left = node.left or max(0, node.until - node.now)
    minutes, seconds = divmod((left + 999) // 1000, 60)
    return node.over if node.over and not left else f"{minutes}:{seconds:02}"


def figures(node: view.Figures) -> str:
    """Numbers and clocks side by side."""
    inside = "".join(clock(one) if isinstance(one, view.Clock) else _figure(one) for one in node.figures)
    return f'<div class="okr-figures">{inside}</div>'


def _figure(node: view.Figure) -> str:
    of = f"<small> / {escape(node.of)}</small>" if node.of else ""
    note = f'<span class="okr-under">{escape(node.note)}</span>' if node.note else ""
    return f'<p class="okr-figure"><span>{escape(node.label)}</span><b>{escape(node.value)}{of}</b>{note}</p>'


def phases(node: view.Phases) -> str:
    """Steps in order; the one of now says so."""
    marks = {"now": ' class="okr-now" aria-current="step"', "past": ' class="okr-past"'}
    steps = "".join(f"<li{marks.get(state, '')}>{escape(words)}</li>" for words, state in node.steps)
    return f'<ol class="okr-phases" aria-label="{escape(node.label)}">{steps}</ol>'


def columns(node: view.Columns, inner: Inner) -> str:
    """Side by side where there is room."""
    inside = "".join(f"<div>{''.join(map(inner, one))}</div>" for one in node.columns)
    return f'<div class="okr-columns">{inside}</div>'


def lines(node: view.Node) -> list[str]:
    """These nodes as plain lines; nothing for those that are no such node."""
    match node:
        case view.Bars(rows, _, caption):
            return [*filter(None, [caption]), *(f"{bar.label}　{bar.words}" for bar in rows)]
        case view.Clock():
            return [f"{node.label} {_left(node)}"]
        case view.Figures(inside):
            return [f"{one.label} {_left(one) if isinstance(one, view.Clock) else _whole(one)}" for one in inside]
        case view.Phases(steps):
            return ["　".join(words for words, _ in steps)]
        case _:
            return []


def _whole(node: view.Figure) -> str:
    return f"{node.value} / {node.of}" if node.of else node.value
