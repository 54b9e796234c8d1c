"""The face of the class for the projector: the way in and numbers, nothing personal. Readable from the last row."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ...view import Card, Fold, Items, Node, Picture, Statement, Text
from . import trainer_page

if TYPE_CHECKING:
    from .overview import Overview
    from .room import Room


def nodes(room: Room, link: str, seen: Overview) -> tuple[Node, ...]:
    """The page; ``link`` is what learners open. Below the fold: how far the exercises are, to put one on the wall."""
    say = room.say
    way_in = Card(
        (
            Text((room.title,), "where"),
            Text((say("wall-or"),), "note"),
            Text((link.partition("/?")[0].partition("://")[2] or link,), "lead"),
            Statement((room.klass.code,), say("join-code")),
            Text((say("trainer-people", n=len(seen.people)),), "title"),
            *([Items(tuple(line for _, line in trainer_page.seats(room, seen)))] if room.klass.groups else []),
        ),
        say("trainer-join"),
    )
    return (
        Picture("/trainer/qr.svg", say("trainer-qr")),
        way_in,
        Fold(say("wall-more"), trainer_page.progress(room, seen).children),
    )


def qr_svg(link: str) -> bytes:
    """The link as a QR code, dark on light whatever the theme, so that every phone reads it off the wall."""
    import segno

    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="svg", scale=8, border=3, dark="#1f2733", light="#ffffff")
    return out.getvalue()
