"""Nodes to HTML: the one place that escapes. Every id starts with the prefix of its exercise instance."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from html import escape

from .. import view
from ..view import Node, Run
from . import boards, live
from .icons import ICONS, icon

#: What a phone has room for, what stands between two columns, and how wide a head's characters are: in those of a cell.
PHONE, PADDING, HEAD = 22, 1.2, 0.875


def html(nodes: Iterable[Node], prefix: str = "okr") -> str:
    """The nodes as one HTML fragment; all text escaped."""
    return "".join(_html(node, prefix) for node in nodes)


def runs(parts: Iterable[Run]) -> str:
    """Text with its marks as HTML."""
    out = []
    for part in parts:
        if isinstance(part, view.Marked):
            out.append(f'<mark class="okr-{escape(part.severity)}">{escape(part.text)}</mark>')
        elif isinstance(part, view.Strong):
            out.append(f"<strong>{escape(part.text)}</strong>")
        elif isinstance(part, view.Edit):
            tag = "ins" if part.kind == "new" else "del"
            out.append(f"<{tag}>{escape(part.text)}</{tag}>")
        else:
            out.append(escape(part))
    return "".join(out)


def _id(prefix: str, *parts: str) -> str:
    return "-".join(
        (prefix, *(part.encode().hex() if not part.isascii() or not part.isidentifier() else part for part in parts))
    )


def _html(node: Node, prefix: str) -> str:
    return WRITERS[type(node)](node, prefix)


def _text(node: view.Text, prefix: str) -> str:
    del prefix
    if node.role in ("title", "wait", "head"):
        words = runs(node.runs)
        return f"<h3>{words}</h3>" if node.role == "head" else f'<h2 class="okr-{node.role}" tabindex="-1">{words}</h2>'
    return f'<p class="okr-{node.role}">{runs(node.runs)}</p>' if any(node.runs) else ""


def _statement(node: view.Statement, prefix: str) -> str:
    del prefix
    label = f'<span class="okr-kind">{escape(node.label)}</span>' if node.label else ""
    note = f'<span class="okr-beside">{escape(node.note)}</span>' if node.note else ""
    small = " okr-small" if node.small else ""
    return f'<section class="okr-card{small}" tabindex="-1">{label}{note}<p class="okr-statement">{runs(node.runs)}</p></section>'


def _say(node: view.Say, prefix: str) -> str:
    del prefix
    body = "".join(f"<p>{escape(line)}</p>" for line in node.body if line)
    ask = f'<p class="okr-ask"><b>{escape(node.ask_label)}</b>{escape(node.ask)}</p>' if node.ask else ""
    head = f"<h3>{icon(ICONS[node.tone])}<span>{escape(node.title)}</span></h3>"
    quote = f'<p class="okr-quote">{runs(node.quote)}</p>' if node.quote else ""
    return f'<section class="okr-say okr-{node.tone}" tabindex="-1">{head}{quote}{body}{ask}</section>'


def _when(when: tuple[str, str] | None, picked: Mapping[str, Collection[str]]) -> str:
    """What shows only once another choice of the form has a value; ``picked`` are the values of each as they are now."""
    if when is None:
        return ""
    name, value = when
    hidden = "" if value in picked.get(name, ()) else " hidden"
    return f' data-when="{escape(name)}={escape(value)}"{hidden}'


def _choice(node: view.Choice, prefix: str, form: str = "", picked: Mapping[str, Collection[str]] | None = None) -> str:
    if node.style == "pick":
        return _select(node, prefix, form, picked)
    kind, off = ("checkbox" if node.many else "radio"), (" disabled" if node.disabled else "")
    options = []
    for option in node.options:
        on = " checked" if option.picked else ""
        state = f" okr-{option.state}" if option.state else ""
        note = (
            f'<span class="okr-note-in">{icon(ICONS[option.state or "info"])}{escape(option.note)}</span>'
            if option.note
            else ""
        )
        field = (
            f'<input type="{kind}" id="{_id(prefix, form, node.name, option.value)}" name="{escape(node.name)}" '
            f'value="{escape(option.value)}"{on}{off}>'
        )
        small = f"<small>{escape(option.small)}</small>" if option.small else ""
        label = f"<span>{escape(option.label)}{small}</span>"
        options.append(f'<label class="okr-opt{state}">{field}{label}{note}</label>')
    more = _when(node.when, picked or {})
    more += f' data-most="{escape(node.name)}={node.limit.most}"' if node.limit else ""
    small = f"<small>{escape(node.note)}</small>" if node.note else ""
    return (
        f'<fieldset id="{_id(prefix, form, node.name)}"{more}><legend>{escape(node.legend)}{small}</legend>'
        f'<div class="okr-{node.style}">{"".join(options)}</div></fieldset>'
    )


def _select(node: view.Choice, prefix: str, form: str, picked: Mapping[str, Collection[str]] | None) -> str:
    """The phone's own list, closed until it is touched; its first line picks nothing."""
    at, off = _id(prefix, form, node.name), " disabled" if node.disabled else ""
    rows = "".join(
        f'<option value="{escape(one.value)}"{" selected" if one.picked else ""}>{escape(one.label)}</option>'
        for one in (view.Option("", "—"), *node.options)
    )
    small = f"<small>{escape(node.note)}</small>" if node.note else ""
    when = _when(node.when, picked or {})
    return (
        f'<div class="okr-field"{when}><label for="{at}">{escape(node.legend)}</label>{small}'
        f'<select id="{at}" name="{escape(node.name)}"{off}>{rows}</select></div>'
    )


def _counted(node: view.Choice) -> str:
    """How many are picked, under the thumb, and the place where one too many is refused; ``picks.js`` keeps it right."""
    if node.limit is None:
        return ""
    count, picked = node.limit.count, str(sum(option.picked for option in node.options))
    said = f'<output data-okr-count="{escape(node.name)}" data-say="{escape(count)}">{escape(count.replace("{n}", picked))}</output>'
    return f'<p class="okr-count">{said}<span data-okr-full role="alert" hidden>{escape(node.limit.full)}</span></p>'


def _field(node: view.Field, prefix: str, form: str = "", picked: Mapping[str, Collection[str]] | None = None) -> str:
    name, at = escape(node.name), _id(prefix, form, node.name)
    note = f'<small id="{at}-note">{escape(node.note)}</small>' if node.note else ""
    said = f' aria-describedby="{at}-note"' if node.note else ""
    hint = f' placeholder="{escape(node.placeholder)}"' if node.placeholder else ""
    rest = f'id="{at}" name="{name}" maxlength="{node.limit}" autocomplete="off"{said}{hint}'
    if node.lines > 1:
        control = f'<textarea {rest} rows="{node.lines}">\n{escape(node.value)}</textarea>'
    else:
        kind = "date" if node.mode == "date" else "text"
        keys = "" if kind == "date" else f' inputmode="{node.mode}"'
        control = f'<input type="{kind}"{keys} {rest} value="{escape(node.value)}">'
        if node.unit:
            control = f'<span class="okr-with">{control}<span class="okr-unit">{escape(node.unit)}</span></span>'
    half = (" okr-half" if node.half else "") + (f" okr-{escape(node.state)}" if node.state else "")
    half += " okr-number" if node.mode == "decimal" else ""
    when = _when(node.when, picked or {})
    return f'<div class="okr-field{half}"{when}><label for="{at}">{escape(node.label)}</label>{note}{control}</div>'


def _button(node: view.Button, prefix: str, picked: Mapping[str, Collection[str]] | None = None) -> str:
    del prefix
    values = escape(json.dumps(dict(node.values), ensure_ascii=False, sort_keys=True))
    more = f' data-confirm="{escape(node.confirm)}"' if node.confirm else ""
    more += " data-clears" if node.clears else ""
    more += " disabled" if node.disabled else ""
    more += _when(node.when, picked or {})
    names = "".join(f" okr-{name}" for name in node.style.split())
    kind = "submit" if node.submit else "button"
    if node.shows:
        shown = f'data-okr-shows="{escape(node.shows)}"'
        return f'<button type="button" class="okr-btn{names}" {shown}{more}>{escape(node.label)}</button>'
    more += " data-again" if node.again else ""
    more += "" if node.pressed is None else f' aria-pressed="{"true" if node.pressed else "false"}"'
    count = f" <b data-okr-n>{escape(node.count)}</b>" if node.count else ""
    label = f"{escape(node.label)}{count}"
    return f'<button type="{kind}" class="okr-btn{names}" data-do="{escape(node.do)}" data-values="{values}"{more}>{label}</button>'


def _form(node: view.Form, prefix: str) -> str:
    choices = [child for child in node.children if isinstance(child, view.Choice)]
    picked = {one.name: {option.value for option in one.options if option.picked} for one in choices}
    inside = []
    for child in node.children:
        if isinstance(child, view.Choice):
            inside.append(_choice(child, prefix, node.key, picked))
        elif isinstance(child, view.Field):
            inside.append(_field(child, prefix, node.key, picked))
        else:
            inside.append(_html(child, prefix))
    at = _id(prefix, "form", node.key)
    if node.action:
        return _posted(node, at, "".join(inside))
    buttons = "".join(_button(button, prefix, picked) for button in node.buttons)
    counts = "".join(map(_counted, choices))
    tap, hidden = (" data-okr-tap", " hidden") if node.tap else ("", "")
    tap += f' data-okr-auto="{escape(node.auto)}"' if node.auto else ""
    counts += html(node.foot, prefix)
    foot = (
        f'<div class="okr-foot"{hidden}>{counts}<div class="okr-row">{buttons}</div></div>' if buttons or counts else ""
    )
    return f'<form id="{at}" data-okr-form="{escape(node.key)}"{tap} method="dialog" novalidate><div class="okr-fields">{"".join(inside)}</div>{foot}</form>'


def _posted(node: view.Form, at: str, inside: str) -> str:
    """An ordinary form: the browser posts it, the player keeps out."""
    buttons = "".join(
        f'<button type="submit" class="okr-btn okr-{escape(button.style)}" name="do" value="{escape(button.do)}">{escape(button.label)}</button>'
        for button in node.buttons
    )
    body = f'<div class="okr-fields">{inside}</div><div class="okr-row">{buttons}</div>'
    return f'<form id="{at}" class="okr-posted" method="post" action="{escape(node.action)}">{body}</form>'


def _actions(node: view.Actions, prefix: str) -> str:
    buttons = html(node.buttons, prefix)
    if not buttons:
        return ""
    row = f'<div class="okr-row">{buttons}</div>'
    return f'<div class="okr-foot">{row}</div>' if node.foot else row


def _progress(node: view.Progress, prefix: str) -> str:
    del prefix
    steps = "".join(f'<i class="okr-{step}"></i>' for step in node.steps)
    words = escape(node.words)
    return f'<div class="okr-progress"><div class="okr-steps" aria-hidden="true">{steps}</div><p tabindex="-1">{words}</p></div>'


def _card(node: view.Card, prefix: str) -> str:
    title = f"<h3>{escape(node.title)}</h3>" if node.title else ""
    return f'<section class="okr-card okr-box">{title}{html(node.children, prefix)}</section>'


def _fold(node: view.Fold, prefix: str) -> str:
    at, is_open = _id(prefix, "fold", node.key or node.title), " open" if node.open else ""
    body = html(node.children, prefix)
    head = f"<summary>{_head(node)}</summary>"
    if node.stays:
        inside = f'<div role="region" aria-label="{escape(node.title)}" tabindex="0">{body}</div>'
        return f'<details class="okr-fold okr-drawer" id="{at}" data-okr-stays{is_open}>{head}{inside}</details>'
    state = f" okr-{node.state}" if node.state else ""
    return f'<details class="okr-fold{state}" id="{at}"{is_open}>{head}<div>{body}</div></details>'


def _head(node: view.Fold) -> str:
    """What a fold is called: its title, as a row of a list with a small line below it."""
    below = [f"<time>{escape(node.before)}</time>"] if node.before else []
    below += [f"<span>{escape(words)}</span>" for words in (node.aside, node.note) if words]
    return f"<span>{escape(node.title)}<small>{' '.join(below)}</small></span>" if below else escape(node.title)


def _picks(node: view.Picks, prefix: str) -> str:
    """Radio buttons that belong to a form which stands elsewhere, so that its buttons can stay under the thumb."""
    form, cards = _id(prefix, "form", node.form), []
    for pick in node.picks:
        on = " checked" if pick.picked else ""
        at = _id(prefix, node.form, node.name, pick.value)
        field = (
            f'<input type="radio" id="{at}" form="{form}" name="{escape(node.name)}" '
            f'value="{escape(pick.value)}" aria-labelledby="{at}-l"{on}>'
        )
        mark = f"<b>{escape(pick.mark)}</b>" if pick.mark else ""
        aside = f'<span class="okr-aside">{escape(pick.aside)}</span>' if pick.aside else ""
        why = f"<small>{runs(pick.why)}</small>" if pick.why else ""
        body = f"<div>{html(pick.children, prefix)}</div>" if pick.children else ""
        label = f'<p id="{at}-l">{mark}<span>{escape(pick.title)}</span>{aside}</p>'
        cards.append(f'<div class="okr-pick">{field}{label}{why}{body}</div>')
    small = f"<small>{escape(node.note)}</small>" if node.note else ""
    return f'<fieldset class="okr-picks"><legend>{escape(node.legend)}{small}</legend>{"".join(cards)}</fieldset>'


def _table(node: view.Table, prefix: str) -> str:
    del prefix
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in node.headers)
    rows = "".join(
        "<tr>" + "".join(_cell(name, cell) for name, cell in zip(node.headers, row, strict=True)) + "</tr>"
        for row in node.rows
    )
    caption = f"<caption>{escape(node.caption)}</caption>" if node.caption else ""
    narrow = " okr-narrow" if _narrow(node) else ""
    return f'<div class="okr-table{narrow}"><table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _narrow(node: view.Table) -> bool:
    """Whether a phone has room for its columns side by side, no cell broken; else each row becomes a list there."""
    heads = [_ems(one) * HEAD for one in node.headers]
    widths = [heads, *([_ems(cell) for cell in row] for row in node.rows)]
    return bool(sum(max(column) + PADDING for column in zip(*widths, strict=True)) <= PHONE)


def _ems(text: str) -> float:
    """How wide a text is, in widths of a Chinese character."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.6 for one in text)


def _cell(name: str, cell: str) -> str:
    short = ' class="okr-short"' if len(cell) <= view.SHORT else ""
    return f'<td data-label="{escape(name)}"{short}>{escape(cell)}</td>'


def _items(node: view.Items, prefix: str) -> str:
    del prefix
    tag = "ol" if node.ordered else "ul"
    start = f' start="{node.start}"' if node.ordered and node.start != 1 else ""
    return f'<{tag} class="okr-items"{start}>' + "".join(f"<li>{_line(line)}</li>" for line in node.lines) + f"</{tag}>"


def _line(line: view.Lines) -> str:
    """One line of a list, with a list of its own where it has lines below it."""
    if isinstance(line, str):
        return escape(line)
    return escape(line[0]) + "<ul>" + "".join(f"<li>{escape(below)}</li>" for below in line[1:]) + "</ul>"


def _delta(node: view.Delta, prefix: str) -> str:
    del prefix
    chips = "".join(f'<span class="okr-{tone}">{escape(words)}</span>' for tone, words in node.chips)
    return f'<p class="okr-delta">{chips}</p>'


def _copy(node: view.Copy, prefix: str) -> str:
    at = _id(prefix, "copy", node.label)
    area = f'<textarea id="{at}" rows="6" readonly aria-label="{escape(node.label)}">\n{escape(node.text)}</textarea>'
    return f'<div class="okr-copy">{area}<button type="button" class="okr-btn" data-copy="{at}">{escape(node.label)}</button></div>'


def _link(node: view.Link, prefix: str) -> str:
    del prefix
    href, label = escape(node.href), escape(node.label)
    if node.style not in ("row", "sub"):
        return f'<a class="okr-btn okr-{escape(node.style)}" href="{href}">{label}</a>'
    note = f"<small>{escape(node.note)}</small>" if node.note else ""
    aside = f'<span class="okr-aside">{escape(node.aside)}</span>' if node.aside else ""
    state = f" okr-{escape(node.state)}" if node.state else ""
    sub = " okr-sub" if node.style == "sub" else ""
    return f'<a class="okr-way{sub}{state}" href="{href}"><span><b>{label}</b>{note}</span>{aside}{icon("M9 5l7 7-7 7")}</a>'


def _picture(node: view.Picture, prefix: str) -> str:
    del prefix
    return f'<img class="okr-picture" src="{escape(node.src)}" alt="{escape(node.alt)}">'


WRITERS: Mapping[type, Callable[..., str]] = {
    view.Text: _text,
    view.Statement: _statement,
    view.Say: _say,
    view.Choice: _choice,
    view.Field: _field,
    view.Button: _button,
    view.Form: _form,
    view.Actions: _actions,
    view.Progress: _progress,
    view.Card: _card,
    view.Fold: _fold,
    view.Table: _table,
    view.Items: _items,
    view.Delta: _delta,
    view.Copy: _copy,
    view.Link: _link,
    view.Picture: _picture,
    view.Bars: lambda node, _: live.bars(node),
    view.Clock: lambda node, _: live.clock(node),
    view.Figures: lambda node, _: live.figures(node),
    view.Phases: lambda node, _: live.phases(node),
    view.Columns: lambda node, prefix: live.columns(node, lambda one: _html(one, prefix)),
    view.Picks: _picks,
    view.Sum: lambda node, _: boards.total(node),
    view.Tree: lambda node, _: boards.tree(node),
    view.Line: lambda node, prefix: boards.line(node, _id(prefix, "row", node.key), html(node.children, prefix)),
    view.Checks: lambda node, _: boards.checks(node),
}
