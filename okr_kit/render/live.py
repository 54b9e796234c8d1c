"""Nodes of the live room as HTML: bars, clocks, figures, phases, columns. Each of them is text for a screen reader."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from .. import view
from .icons import ICONS, icon

Inner = Callable[[view.Node], str]


def bars(node: view.Bars) -> str:
    """A list of bars; a bar of an earlier round stands above the one of now, hatched where that one is full."""
    caption = f'<p class="okr-caption">{escape(node.caption)}</p>' if node.caption else ""
    legend = ""
    if node.legend:
        before, after = (escape(words) for words in node.legend)
        legend = (
            f'<p class="okr-legend"><span class="okr-before"><i></i>{before}</span> <span><i></i>{after}</span></p>'
        )
    rows = "".join(_bar(bar, node) for bar in node.bars)
    # role: Safari takes a list without bullets for none
    return f'<div class="okr-bars{_room(node)}">{caption}{legend}<ul role="list">{rows}</ul></div>'


def _room(node: view.Bars) -> str:
    """More room beside the longest bar, where numbers come with words."""
    return (
        " okr-long"
        if max((len(text) for bar in node.bars for text in (bar.words, bar.before_words)), default=0) > 6
        else ""
    )


def _bar(bar: view.Bar, node: view.Bars) -> str:
    mark = icon(ICONS[bar.state]) if bar.state in ICONS else ""
    note = f" <small>{escape(bar.note)}</small>" if bar.note else ""
    state = f" okr-{escape(bar.state)}" if bar.state else ""
    names = node.legend or ("", "")
    before = "" if bar.before is None else _line(bar.before, bar.before_words, node.of, names[0], " okr-before")
    now = _line(bar.value, bar.words, node.of, names[1])
    return (
        f'<li class="okr-bar-row{state}"><span>{mark}{escape(bar.label)}{note}</span> <span>{before}{now}</span></li>'
    )


def _line(value: float, words: str, of: float, said: str, more: str = "") -> str:
    """One bar: drawn as SVG, which scales and prints; its number is text behind it."""
    wide = max(0.0, min(100.0, 100 * value / of)) if of else 0.0
    hidden = f'<span class="okr-hidden">{escape(said)} </span>' if said else ""
    drawn = f'<svg width="{wide:.1f}%" height="12" aria-hidden="true"><rect width="100%" height="100%"/></svg>'
    return f'<span class="okr-line{more}">{drawn}<b>{hidden}{escape(words)}</b> </span>'


def clock(node: view.Clock) -> str:
    """A clock: ``clock.js`` counts it down; what stands in it is right at the moment it was sent.

    Its seconds are no news: a timer that is not announced, read where somebody goes to it.
    """
    still, up = " okr-still" if node.left else "", "" if _runs(node) or node.since else " okr-up"
    data = f'data-okr-clock data-until="{node.until}" data-now="{node.now}" data-left="{node.left}"'
    data += f' data-since="{node.since}"' if node.since else ""
    over = f' data-over="{escape(node.over)}"' if node.over else ""
    time = f'<time role="timer" aria-live="off">{escape(_left(node))}</time>'
    cue = ""
    if node.cue:
        waits = "" if _runs(node) <= node.cue_left else " hidden"
        cue = f' <span class="okr-cue" data-okr-cue="{node.cue_left}"{waits}>{escape(node.cue)}</span>'
    return f'<p class="okr-clock{still}{up}" {data}{over}><span>{escape(node.label)}</span> {time}{cue}</p>'


def _runs(node: view.Clock) -> int:
    """Milliseconds that are left; of a clock that counts up, that have gone by."""
    if node.since:
        return max(0, node.now - node.since)
    return node.left or max(0, node.until - node.now)


def _left(node: view.Clock) -> str:
    """「2:05」, or what is said when the time is up."""
    begun = 0 if node.since else 999
    minutes, seconds = divmod((_runs(node) + begun) // 1000, 60)
    return f"{minutes}:{seconds:02}" if _runs(node) or not node.over else node.over


def figures(node: view.Figures) -> str:
    """Numbers and clocks side by side."""
    inside = "".join(clock(one) if isinstance(one, view.Clock) else _figure(one) for one in node.figures)
    return f'<div class="okr-figures">{inside}</div>'


def _figure(node: view.Figure) -> str:
    of = f"<small> / {escape(node.of)}</small>" if node.of else ""
    note = f' <span class="okr-under">{escape(node.note)}</span>' if node.note else ""
    return f'<p class="okr-figure"><span>{escape(node.label)}</span> <b>{escape(node.value)}{of}</b>{note}</p>'


def phases(node: view.Phases) -> str:
    """Steps in order; the one of now says so."""
    marks = {"now": ' class="okr-now" aria-current="step"', "past": ' class="okr-past"'}
    steps = "".join(f"<li{marks.get(state, '')}>{escape(words)}</li>" for words, state in node.steps)
    label = f' aria-label="{escape(node.label)}"' if node.label else ""
    return f'<ol class="okr-phases" role="list"{label}>{steps}</ol>'


def columns(node: view.Columns, inner: Inner) -> str:
    """Side by side where there is room."""
    inside = "".join(f"<div>{''.join(map(inner, one))}</div>" for one in node.columns)
    aside = " okr-margin" if node.aside else ""
    return f'<div class="okr-columns{aside}">{inside}</div>'


def lines(node: view.Node) -> list[str]:
    """These nodes as plain lines; nothing for those that are no such node."""
    match node:
        case view.Bars(rows, _, caption, legend):
            heads = filter(None, [caption, " → ".join(legend or ())])
            return [*heads, *(f"{bar.label}　{_numbers(bar)}" for bar in rows)]
        case view.Clock():
            return [f"{node.label} {_left(node)}"]
        case view.Figures(inside):
            return [f"{one.label} {_left(one) if isinstance(one, view.Clock) else _whole(one)}" for one in inside]
        case view.Phases(steps):
            return ["　".join(words for words, _ in steps)]
        case _:
            return []


def _numbers(bar: view.Bar) -> str:
    return bar.words if bar.before is None else f"{bar.before_words} → {bar.words}"


def _whole(node: view.Figure) -> str:
    return f"{node.value} / {node.of}" if node.of else node.value
