"""Requests that wait for news are woken by what was committed, here or by another server, and by nothing else."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
import sqlalchemy as sa

from okr_kit import lesson
from okr_kit.errors import ActionError
from okr_kit.hosts.classroom import lead
from okr_kit.hosts.classroom.hub import Hub
from okr_kit.hosts.store import log, schema

SLUG = "spot-wrong-objectives"


def in_a_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """A test that waits, run in a loop of its own."""

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        asyncio.run(test(*args, **kwargs))

    return run


def commit(room, owner: str, name: str) -> None:
    """Append an action of that owner, as another server would."""
    entry = log.Entry(room.klass.id, owner, SLUG, name, 0, {"do": "go", "values": {}, "fields": {}}, {"v": 1}, 1)
    kept = room.store.write_now(lambda conn: log.append(conn, entry))
    assert kept.status == "ok"


@in_a_loop
async def test_who_waits_is_woken_by_a_control_and_not_by_others(room):
    known = await room.hub.marks("class", "p1")
    waiting = asyncio.create_task(room.hub.wait(known, ("class", "p1"), 5))
    await asyncio.sleep(0)
    commit(room, "p2", "a")
    await room.hub.look()
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await lead.act(room, "open", {"slug": SLUG})
    assert await asyncio.wait_for(waiting, 2) != known


@in_a_loop
async def test_what_another_server_wrote_is_seen_without_a_word(room):
    known = await room.hub.marks("g3")
    waiting = asyncio.create_task(room.hub.wait(known, ("g3",), 5))
    await asyncio.sleep(0)
    commit(room, "g3", "a")
    assert await asyncio.wait_for(waiting, 3) != known


@in_a_loop
async def test_without_news_the_wait_ends_with_the_same_marks(room):
    known = await room.hub.marks("class")
    assert await room.hub.wait(known, ("class",), 0.05) == known


@in_a_loop
async def test_marks_are_the_same_after_a_restart(room):
    commit(room, "p1", "a")
    commit(room, "g3", "b")
    known = await room.hub.marks("class", "p1", "g3")
    assert await Hub(room.store, room.klass.id).marks("class", "p1", "g3") == known


@in_a_loop
async def test_the_same_control_sent_twice_counts_once(room):
    await lead.act(room, "open", {"slug": SLUG, "minutes": "2"}, name="once")
    more = {"seconds": "60"}
    first = await lead.act(room, "clock", more, name="more")
    again = await lead.act(room, "clock", more, name="more")
    assert lesson.live(first, SLUG).until == lesson.live(again, SLUG).until


@in_a_loop
async def test_one_browser_has_the_controls_until_another_takes_over(room):
    await lead.act(room, "open", {"slug": SLUG}, driver="phone")
    with pytest.raises(ActionError, match="lesson-driver"):
        await lead.act(room, "close", {}, driver="laptop")
    await lead.act(room, "drive", {"driver": "laptop"}, driver="laptop")
    state = await lead.act(room, "close", {}, driver="laptop")
    assert lesson.live(state, SLUG).phase == "closed"
    with pytest.raises(ActionError, match="lesson-driver"):
        await lead.act(room, "reopen", {}, driver="phone")


@in_a_loop
async def test_the_lesson_is_read_anew_when_another_server_has_led(room):
    await lead.act(room, "open", {"slug": SLUG})
    assert room.store.read_now(lambda conn: lead.live(conn, room, SLUG)).phase == "task"
    with_another = room.lesson
    await lead.act(room, "close", {})
    room.lesson = with_another
    assert room.store.read_now(lambda conn: lead.live(conn, room, SLUG)).phase == "closed"


@in_a_loop
async def test_a_log_that_went_back_is_news_to_everybody(room):
    """A copy of the class was put in the place of its store: what happens from then on has numbers that were there before."""
    await lead.act(room, "open", {"slug": SLUG})
    commit(room, "p1", "a")
    kept = room.store.read_now(lambda conn: conn.execute(sa.select(sa.func.max(schema.events.c.id))).scalar())
    for owner in ("p2", "p3", "p4"):
        commit(room, owner, "b")
    await room.hub.look()
    known = await room.hub.marks("class", "p2")
    waiting = asyncio.create_task(room.hub.wait(known, ("class", "p2"), 5))
    await asyncio.sleep(0)
    room.store.write_now(lambda conn: conn.execute(schema.events.delete().where(schema.events.c.id > kept)))
    room.store.write_now(lambda conn: conn.execute(schema.current.delete().where(schema.current.c.owner == "p2")))
    assert await asyncio.wait_for(waiting, 3) != known
    assert (room.hub.newest, room.hub.seq("p2", SLUG)) == (kept, 0)
    again = await room.hub.marks("p2")
    waiting = asyncio.create_task(room.hub.wait(again, ("p2",), 5))
    await asyncio.sleep(0)
    commit(room, "p2", "e")
    assert await asyncio.wait_for(waiting, 3) != again
