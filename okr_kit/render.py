"""Nodes to HTML, a printable page, or plain text: the one place that escapes.

``html`` makes the inside of an exercise; ``screen`` wraps it into the shell that ``player.js`` drives; ``page`` makes a
whole document. Every id starts with the prefix of its exercise instance, so that two on one page do not collide.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Protocol

from . import view
from .view import Node, Run

#: Outlines drawn here, since a font may lack the symbol; a word always stands beside them.
ICONS: Mapping[str, str] = {
    "good": "M5 12.5l4.5 4.5L19 7.5",
    "bad": "M7 7l10 10M17 7L7 17",
    "warn": "M12 5l8 14H4zM12 10.5v4M12 17v.2",
    "info": "M12 11v6M12 7.6v.2M12 3.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 0 1 0-17z",
    "human": "M12 4l8 8-8 8-8-8z",
}


class Words(Protocol):
    """What a shell needs of a language."""

    def say(self, key: str, /, **params: object) -> str:
        """The sentence of that key."""


def html(nodes: Iterable[Node], prefix: str = "okr") -> str:
    """The nodes as one HTML fragment; all text escaped."""
    return "".join(_html(node, prefix) for node in nodes)


def screen(
    words: Words,
    nodes: Iterable[Node],
    *,
    title: str,
    endpoint: str = "",
    seq: int = 0,
    key: str = "",
    prefix: str = "okr",
    back: str = "",
    saved: str = "",
    live: bool = False,
) -> str:
    """The exercise shell: title bar with the saved state, the view, and the sentences that the player may need."""
    said = {name: words.say(f"player.{name}") for name in ("saved", "saving", "offline", "failed", "copied", "changed")}
    data = {"endpoint": endpoint, "seq": seq, "key": key, "live": int(live), **{f"say-{k}": v for k, v in said.items()}}
    attributes = "".join(f' data-{name}="{escape(str(value))}"' for name, value in data.items())
    link = f'<a class="okr-back" href="{escape(back)}">{_icon("M15 5l-7 7 7 7")}<span>{escape(words.say("player.back"))}</span></a>'
    status = f'<span class="okr-saved" data-okr-status role="status">{escape(saved)}</span>'
    bar = f'<header class="okr-bar">{link if back else ""}<h1>{escape(title)}</h1>{status}</header>'
    note = '<p class="okr-alert" data-okr-alert role="alert" hidden></p><p class="okr-hidden" data-okr-live aria-live="polite"></p>'
    body = html(nodes, prefix)
    return f'<div class="okr" data-okr{attributes}>{bar}{note}<div class="okr-view" data-okr-view>{body}</div></div>'


def page(
    words: Words,
    title: str,
    body: str,
    *,
    styles: Iterable[str] = (),
    scripts: Iterable[str] = (),
    lang: str = "zh-CN",
) -> str:
    """A whole HTML document around a body that is already HTML; only our own addresses belong in it."""
    links = "".join(f'<link rel="stylesheet" href="{escape(url)}">' for url in styles)
    modules = "".join(f'<script type="module" src="{escape(url)}"></script>' for url in scripts)
    name = f"{escape(title)} · {escape(words.say('player.course'))}"
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{name}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">'
        f'<meta name="format-detection" content="telephone=no"><link rel="icon" href="data:,">{links}{modules}</head>'
        f'<body class="okr-page"><main>{body}</main></body></html>'
    )


def runs(parts: Iterable[Run]) -> str:
    """Text with its marks as HTML."""
    out = []
    for part in parts:
        if isinstance(part, view.Marked):
            out.append(f'<mark class="okr-{escape(part.severity)}">{escape(part.text)}</mark>')
        elif isinstance(part, view.Strong):
            out.append(f"<strong>{escape(part.text)}</strong>")
        else:
            out.append(escape(part))
    return "".join(out)


def _icon(path: str) -> str:
    return f'<svg class="okr-icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{path}"/></svg>'


def _id(prefix: str, *parts: str) -> str:
    return "-".join(
        (prefix, *(part.encode().hex() if not part.isascii() or not part.isidentifier() else part for part in parts))
    )


def _html(node: Node, prefix: str) -> str:
    return WRITERS[type(node)](node, prefix)


def _text(node: view.Text, prefix: str) -> str:
    del prefix
    if node.role == "title":
        return f'<h2 class="okr-title" tabindex="-1">{runs(node.runs)}</h2>'
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
    head = f"<h3>{_icon(ICONS[node.tone])}<span>{escape(node.title)}</span></h3>"
    return f'<section class="okr-say okr-{node.tone}" tabindex="-1">{head}{body}{ask}</section>'


def _choice(node: view.Choice, prefix: str, form: str = "", picked: Mapping[str, str] | None = None) -> str:
    kind, off = ("checkbox" if node.many else "radio"), (" disabled" if node.disabled else "")
    options = []
    for option in node.options:
        on = " checked" if option.picked else ""
        state = f" okr-{option.state}" if option.state else ""
        note = (
            f'<span class="okr-note-in">{_icon(ICONS[option.state or "info"])}{escape(option.note)}</span>'
            if option.note
            else ""
        )
        field = (
            f'<input type="{kind}" id="{_id(prefix, form, node.name, option.value)}" name="{escape(node.name)}" '
            f'value="{escape(option.value)}"{on}{off}>'
        )
        options.append(f'<label class="okr-opt{state}">{field}<span>{escape(option.label)}</span>{note}</label>')
    hidden = " hidden" if node.when and (picked or {}).get(node.when[0]) != node.when[1] else ""
    when = f' data-when="{escape(node.when[0])}={escape(node.when[1])}"{hidden}' if node.when else ""
    return (
        f'<fieldset id="{_id(prefix, form, node.name)}"{when}><legend>{escape(node.legend)}</legend>'
        f'<div class="okr-{node.style}">{"".join(options)}</div></fieldset>'
    )


def _field(node: view.Field, prefix: str, form: str = "") -> str:
    name, at = escape(node.name), _id(prefix, form, node.name)
    note = f'<small id="{at}-note">{escape(node.note)}</small>' if node.note else ""
    said = f' aria-describedby="{at}-note"' if node.note else ""
    hint = f' placeholder="{escape(node.placeholder)}"' if node.placeholder else ""
    rest = f'id="{at}" name="{name}" maxlength="{node.limit}" autocomplete="off"{said}{hint}'
    if node.lines > 1:
        control = f'<textarea {rest} rows="{node.lines}">\n{escape(node.value)}</textarea>'
    else:
        control = f'<input type="text" inputmode="{node.mode}" {rest} value="{escape(node.value)}">'
    half = " okr-half" if node.half else ""
    return f'<div class="okr-field{half}"><label for="{at}">{escape(node.label)}</label>{note}{control}</div>'


def _button(node: view.Button, prefix: str) -> str:
    del prefix
    values = escape(json.dumps(dict(node.values), ensure_ascii=False, sort_keys=True))
    more = f' data-confirm="{escape(node.confirm)}"' if node.confirm else ""
    more += " data-clears" if node.clears else ""
    more += " disabled" if node.disabled else ""
    names = "".join(f" okr-{name}" for name in node.style.split())
    kind = "submit" if node.submit else "button"
    return f'<button type="{kind}" class="okr-btn{names}" data-do="{escape(node.do)}" data-values="{values}"{more}>{escape(node.label)}</button>'


def _form(node: view.Form, prefix: str) -> str:
    picked = {
        child.name: option.value
        for child in node.children
        if isinstance(child, view.Choice)
        for option in child.options
        if option.picked
    }
    inside = []
    for child in node.children:
        if isinstance(child, view.Choice):
            inside.append(_choice(child, prefix, node.key, picked))
        else:
            inside.append(_field(child, prefix, node.key) if isinstance(child, view.Field) else _html(child, prefix))
    at = _id(prefix, "form", node.key)
    if node.action:
        return _posted(node, at, "".join(inside))
    buttons = "".join(_button(button, prefix) for button in node.buttons)
    foot = f'<div class="okr-foot"><div class="okr-row">{buttons}</div></div>' if buttons else ""
    return f'<form id="{at}" data-okr-form="{escape(node.key)}" novalidate><div class="okr-fields">{"".join(inside)}</div>{foot}</form>'


def _posted(node: view.Form, at: str, inside: str) -> str:
    """An ordinary form: the browser posts it, the player keeps out."""
    buttons = "".join(
        f'<button type="submit" class="okr-btn okr-{escape(button.style)}" name="do" value="{escape(button.do)}">{escape(button.label)}</button>'
        for button in node.buttons
    )
    body = f'<div class="okr-fields">{inside}</div><div class="okr-row">{buttons}</div>'
    return f'<form id="{at}" class="okr-posted" method="post" action="{escape(node.action)}">{body}</form>'


def _actions(node: view.Actions, prefix: str) -> str:
    buttons = "".join(_button(button, prefix) for button in node.buttons)
    if not buttons:
        return ""
    row = f'<div class="okr-row">{buttons}</div>'
    return f'<div class="okr-foot">{row}</div>' if node.foot else row


def _progress(node: view.Progress, prefix: str) -> str:
    del prefix
    steps = "".join(f'<i class="okr-{step}"></i>' for step in node.steps)
    words = escape(node.words)
    return f'<div class="okr-progress"><div class="okr-steps" aria-hidden="true">{steps}</div><p>{words}</p></div>'


def _card(node: view.Card, prefix: str) -> str:
    title = f"<h3>{escape(node.title)}</h3>" if node.title else ""
    return f'<section class="okr-card okr-box">{title}{html(node.children, prefix)}</section>'


def _fold(node: view.Fold, prefix: str) -> str:
    at, is_open = _id(prefix, "fold", node.title), " open" if node.open else ""
    body = html(node.children, prefix)
    return f'<details class="okr-fold" id="{at}"{is_open}><summary>{escape(node.title)}</summary><div>{body}</div></details>'


def _table(node: view.Table, prefix: str) -> str:
    del prefix
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in node.headers)
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td data-label="{escape(name)}">{escape(cell)}</td>' for name, cell in zip(node.headers, row, strict=True)
        )
        + "</tr>"
        for row in node.rows
    )
    caption = f"<caption>{escape(node.caption)}</caption>" if node.caption else ""
    return f'<div class="okr-table"><table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _items(node: view.Items, prefix: str) -> str:
    del prefix
    tag = "ol" if node.ordered else "ul"
    return f'<{tag} class="okr-items">' + "".join(f"<li>{escape(line)}</li>" for line in node.lines) + f"</{tag}>"


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
    if node.style != "row":
        return f'<a class="okr-btn okr-{escape(node.style)}" href="{href}">{label}</a>'
    note = f"<small>{escape(node.note)}</small>" if node.note else ""
    aside = f'<span class="okr-aside">{escape(node.aside)}</span>' if node.aside else ""
    state = f" okr-{escape(node.state)}" if node.state else ""
    return (
        f'<a class="okr-way{state}" href="{href}"><span><b>{label}</b>{note}</span>{aside}{_icon("M9 5l7 7-7 7")}</a>'
    )


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
}


def text(nodes: Iterable[Node]) -> str:
    """The nodes as plain lines: for notebooks, logs and print without styles."""
    return "\n".join(line for node in nodes for line in _lines(node))


def _plain(parts: Iterable[Run]) -> str:
    return "".join(part if isinstance(part, str) else part.text for part in parts)


def _lines(node: Node) -> list[str]:  # noqa: PLR0911 - one short answer for each node type
    match node:
        case view.Text(parts):
            return [_plain(parts)]
        case view.Statement(parts, label, note):
            return [" ".join(word for word in (label, _plain(parts), note) if word)]
        case view.Say(_, title, body, ask, ask_label):
            return [title, *body, *([f"{ask_label}：{ask}"] if ask else [])]
        case view.Choice(_, legend, options):
            return [legend, *(f"  {'●' if o.picked else '○'} {o.label} {o.note}".rstrip() for o in options)]
        case view.Field(_, label, value):
            return [f"{label}：{value}"]
        case view.Form(_, children) | view.Card(children) | view.Fold(_, children):
            return [line for child in children for line in _lines(child)]
        case view.Table(headers, rows, caption):
            return [caption, "　".join(headers), *("　".join(row) for row in rows)]
        case view.Items(lines, ordered):
            return [f"{f'{number}.' if ordered else '-'} {line}" for number, line in enumerate(lines, 1)]
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
        case _:
            return []
