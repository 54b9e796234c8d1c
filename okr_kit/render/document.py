"""The shell that ``player.js`` drives, and whole documents around a body that is already HTML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Protocol

from ..view import Node
from .elements import html
from .icons import icon


class Words(Protocol):
    """What a shell needs of a language."""

    def say(self, key: str, /, **params: object) -> str:
        """The sentence of that key."""


@dataclass(frozen=True, slots=True)
class Alive:
    """What keeps a page in step with its class, by the request that hangs at ``url``.

    ``mark`` is how far the log was before the page was made, ``at`` where the page is, ``on`` the exercise that is on now,
    ``face`` a word that changes when the view has to, ``stamp`` the step on which it was made. ``head`` stands above the
    view, ``asks`` is what the person is asked.
    """

    url: str
    mark: str
    at: str = ""
    on: str = ""
    face: str = ""
    stamp: int | None = None
    head: tuple[Node, ...] = ()
    asks: tuple[Node, ...] = ()


def screen(
    words: Words,
    nodes: Iterable[Node],
    *,
    title: str,
    endpoint: str = "",
    seq: int = 0,
    key: str = "",
    prefix: str = "okr",
    back: str | tuple[str, str] = "",
    saved: str = "",
    live: Alive | None = None,
) -> str:
    """The exercise shell: title bar with the saved state, the view, and the sentences that the player may need.

    ``back`` is where the way back leads, alone (to the list of exercises) or with its own words; empty: there is none.
    A page that is ``live`` waits for the class to go on.
    """
    said = {name: words.say(f"player.{name}") for name in ("saved", "saving", "offline", "failed", "copied", "changed")}
    data: dict[str, object] = {"endpoint": endpoint, "seq": seq, "key": key}
    data |= {f"say-{name}": sentence for name, sentence in said.items()}
    if live is not None:
        data |= _pulse(words, live)
    attributes = "".join(f' data-{name}="{escape(str(value))}"' for name, value in data.items())
    href, label = back if isinstance(back, tuple) else (back, words.say("player.back"))
    link = f'<a class="okr-back" href="{escape(href)}">{icon("M15 5l-7 7 7 7")}<span>{escape(label)}</span></a>'
    status = f'<span class="okr-saved" data-okr-status role="status">{escape(saved)}</span>'
    bar = f'<header class="okr-bar">{link if href else ""}<h1>{escape(title)}</h1>{status}</header>'
    top = f'{bar}<p class="okr-alert" data-okr-alert role="alert" hidden></p>'
    if live is not None:
        top = f'<div class="okr-top" data-okr-top>{top}{_places(live)}</div>'
    news = '<p class="okr-hidden" data-okr-live aria-live="polite"></p>'
    body = html(nodes, prefix)
    return f'<div class="okr" data-okr{attributes}>{top}{news}<div class="okr-view" data-okr-view>{body}</div></div>'


def _pulse(words: Words, alive: Alive) -> dict[str, object]:
    """The attributes from which ``pulse.js`` goes on."""
    known: dict[str, object] = {
        "pulse": alive.url,
        "mark": alive.mark,
        "at": alive.at,
        "on": alive.on,
        "face": alive.face,
    }
    stamp: dict[str, object] = {} if alive.stamp is None else {"stamp": alive.stamp}
    return known | stamp | {f"say-{name}": words.say(f"player.{name}") for name in ("away", "silent")}


def above(head: Iterable[Node], asks: Iterable[Node]) -> tuple[str, str]:
    """What stands above a page's view as HTML: with ids of its own, the same on every page."""
    return html(head, "head"), html(asks, "ask")


def _places(alive: Alive) -> str:
    """Places that stay in sight above the view: what the class does now, what the person is asked, how the connection is.

    What changes there is read out once; a clock in it is a timer, whose seconds are not.
    """
    head, asks = above(alive.head, alive.asks)
    return (
        f'<div class="okr-live" data-okr-now aria-live="polite">{head}</div>'
        f'<div class="okr-asks" data-okr-asks aria-live="polite">{asks}</div>'
        '<p class="okr-net" data-okr-net role="status" hidden></p>'
    )


def page(
    words: Words,
    title: str,
    body: str,
    *,
    styles: Iterable[str] = (),
    scripts: Iterable[str] = (),
    old: str = "",
    lang: str = "zh-CN",
) -> str:
    """A whole HTML document around a body that is already HTML; only our own addresses belong in it.

    ``old`` is the address of the script for browsers that cannot run the others: it shows the sentence that says so at the
    first press; without any script the style sheet does after some seconds.
    """
    links = "".join(f'<link rel="stylesheet" href="{escape(url)}">' for url in styles)
    modules = "".join(f'<script type="module" src="{escape(url)}"></script>' for url in scripts)
    if old:
        modules += f'<script defer src="{escape(old)}"></script>'
        body = _without_player(words) + body
    name = f"{escape(title)} · {escape(words.say('player.course'))}"
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{name}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">'
        f'<meta name="format-detection" content="telephone=no"><link rel="icon" href="data:,">{links}{modules}</head>'
        f'<body class="okr-page"><main>{body}</main></body></html>'
    )


def _without_player(words: Words) -> str:
    """What to do where the player does not run: out of sight for some seconds, in which it starts and takes this away."""
    return f'<p class="okr-old" data-okr-old role="alert">{escape(words.say("player.old"))}</p>'
