"""What the tests of the store share: one action to append, and ways to do it."""

from __future__ import annotations

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from okr_kit.hosts.store import log, people

AT = 1_790_000_000_000


def entry(klass, person, **changes):
    """An answer of a person; ``changes`` are other parts."""
    made = log.Entry(
        class_id=klass.id,
        owner=log.learner(person.id),
        exercise="spot",
        action_id="a1",
        base_seq=0,
        action={"do": "answer", "values": {"item": "x"}, "fields": {"why": "太空"}},
        state={"v": 1, "n": 1},
        at=AT,
        actor=person.id,
        person_id=person.id,
        codes=("O-TASK",),
        score=50,
        graded=True,
        kit="0.1.0",
        bank="b1",
    )
    return replace(made, **changes)


def run(work):
    """Run a coroutine in a thread of its own: the main thread may have a browser's loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def put(store, made):
    return run(store.append(made))


def open_class(store, name="一班"):
    return store.write_now(lambda conn: people.open_class(conn, name, 6, AT))


def join(store, klass, name, group=3, role="learner"):
    return store.write_now(lambda conn: people.join(conn, klass.id, name, group, role, AT)).person


def noise(size):
    """What a damaged disk gives back; the same each time."""
    return random.Random(7).randbytes(size)
