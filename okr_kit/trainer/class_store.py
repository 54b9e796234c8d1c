"""What a trainer's page reads from the store of its class and keeps in it. The class may be running meanwhile."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from .. import __version__, engine
from ..bank import Content
from ..hosts.classroom.room import now_ms
from ..hosts.jupyter.voila_process import CLASS, DRAW
from ..hosts.store import Store, log, people, plans, schema
from ..hosts.store.one_class import read_class
from ..plan import Plan, load
from .class_now import Here

if TYPE_CHECKING:
    import sqlalchemy as sa

T = TypeVar("T")


def states(where: Here, slug: str) -> dict[str, Mapping[str, Any]]:
    """How far each person is in an exercise: owner (``p12``) to state; demonstrations, leaders and who left stay out.

    A class or a store that is not there yet has none. Raises StoreError.
    """

    def job(conn: sa.Connection, klass: int) -> dict[str, Mapping[str, Any]]:
        person = schema.people.c
        here = (person.class_id == klass) & person.gone.is_(None) & (person.role == "learner")
        owners = {log.learner(row.id) for row in conn.execute(schema.people.select().where(here))}
        found = (one for one in log.states(conn, klass) if one.exercise == slug and one.owner in owners)
        return {one.owner: one.state for one in found}

    return read_class(where.db, where.class_name, job) or {}


def plan(where: Here) -> Plan:
    """The class's plan as it was kept last. Raises StoreError, StaleState."""
    return load(read_class(where.db, where.class_name, plans.read))


def keep_plan(where: Here, made: Plan) -> None:
    """Keep a plan for the class, which is made where it is not there yet. Returns after the commit. Raises StoreError."""
    with Store(where.db) as store:
        store.write_now(lambda conn: plans.keep(conn, _class(conn, where), made.state, now_ms(), __version__))


def in_class() -> bool:
    """Whether a class server shows this page, so that its other pages are beside it."""
    return bool(os.environ.get(CLASS))


def drawn(content: Content, *slugs: str) -> dict[str, tuple[str, ...]]:
    """The items that the running class has of these exercises; nothing where no class started us."""
    draw = os.environ.get(DRAW)
    if not draw:
        return {}
    contexts = {slug: engine.Context(content, content.exercise(slug)) for slug in slugs}
    return {
        slug: tuple(one.item for one in engine.choices(ctx, engine.seed(draw, slug))) for slug, ctx in contexts.items()
    }


def _class(conn: sa.Connection, where: Here) -> int:
    return people.open_class(conn, where.class_name, None, now_ms()).id
