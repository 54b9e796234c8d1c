"""What ``okr rehearse`` does: a class of simulated learners in a store of its own, which is deleted at the end."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from ... import __version__
from ...lang import Language
from .. import network
from .open_room import (
    DATA,
    DEFAULT_DATABASE,
    Place,
    Plan,
    headline,
    hold_open,
    prepared,
    say_last,
    show_code,
    show_link,
)

if TYPE_CHECKING:
    from ...bank import Content
    from ..classroom.room import Room

#: In the pack, below this name: sentences that stand in the place of others while it is a rehearsal.
INSTEAD = "rehearsal.instead."


def rehearse(language: Language, plan: Plan, learners: int) -> int:
    """Open a rehearsal until Ctrl-C. Nothing is kept of it: its store lies in a folder of the system's for such things.

    The agenda is that of the class that it is for, where one was settled. Raises what goes wrong before as an OkrKitError.
    """
    from ..classroom.room import CLASS_NAME, Room, now_ms
    from ..rehearsal.crowd import Crowd, tables
    from ..store import Store, plans
    from ..store.one_class import read_class

    loaded, place, notebooks = prepared(language, plan)
    content, groups = as_rehearsal(loaded), tables(learners)
    whose = plan.class_name or CLASS_NAME
    settled = read_class(str(plan.folder / DATA / DEFAULT_DATABASE), whose, plans.read)
    with TemporaryDirectory(prefix="okr-rehearsal-") as folder, Store(str(Path(folder) / DEFAULT_DATABASE)) as store:
        name = content.language.say("rehearsal.class")
        room = Room.open(content, store, name, groups=groups, address=place.link, notebooks=notebooks)
        if settled:
            store.write_now(lambda conn: plans.keep(conn, room.klass.id, settled, now_ms(), __version__))
        crowd = Crowd(room, learners, network.LOOPBACK if place.host == network.ANY else place.host, plan.port)
        tell = partial(announce, language, room, place, learners, whose if settled else "")
        hold_open(room, plan, place, Path(folder), tell, crowd.live)
    say_last(language.say("cli.rehearse.stopped"))
    return 0


def as_rehearsal(content: Content) -> Content:
    """The content with titles that say that it is a rehearsal."""
    messages = dict(content.language.messages)
    messages |= {key.removeprefix(INSTEAD): text for key, text in messages.items() if key.startswith(INSTEAD)}
    return replace(content, language=replace(content.language, messages=messages))


def announce(language: Language, room: Room, place: Place, learners: int, whose: str) -> None:
    """Print that it is a rehearsal, by ``whose`` agenda if it is not the book's, and what she opens; the room is open by now."""

    def say(key: str, **values: object) -> str:
        return language.say(f"cli.rehearse.{key}", **values)

    click.echo()
    click.secho(say("open", learners=learners, tables=room.klass.groups), bold=True)
    if whose:
        click.echo(say("agenda", name=whose))
    click.echo(say("kept"))
    click.echo(say("alone") if place.chosen is None else headline(language, place))
    click.echo()
    show_link(say("stage"), room.trainer_link)
    show_link(say("console"), f"{room.address}/trainer")
    click.echo(f"  {say('stage-note')}")
    if place.chosen is not None:
        click.echo(f"  {say('phone-note')}")
        show_code(room.trainer_link)
    show_link(say("join"), room.join_link)
    click.echo()
    click.echo(say("how"))
    click.echo(say("stop"))
    sys.stdout.flush()
