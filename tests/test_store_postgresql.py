"""What only a server has: rows that somebody holds, a server that is not there, users who may not write."""

from __future__ import annotations

import asyncio
import time

import pytest
import sqlalchemy as sa
from store_scene import AT, entry, join, open_class, put, run

from okr_kit import lang
from okr_kit.errors import StoreError
from okr_kit.hosts.store import Store, log, parse_url, people, schema, trouble


@pytest.fixture
def database(postgresql_url):
    return postgresql_url


@pytest.fixture
def outside(postgresql_url):
    """A connection of another program."""
    engine = sa.create_engine(postgresql_url, poolclass=sa.NullPool)
    with engine.connect() as conn:
        yield conn


def test_a_row_that_somebody_holds_is_told_and_others_go_on(store, klass, wang, outside):
    put(store, entry(klass, wang))
    outside.execute(sa.select(schema.current).with_for_update())
    began = time.monotonic()

    async def two():
        mine = store.append(entry(klass, wang, action_id="a2", base_seq=1))
        another = store.append(entry(klass, wang, action_id="a3", owner="p99"))
        return await asyncio.gather(mine, another, return_exceptions=True)

    locked, other = run(two())
    assert locked.code == "store-locked"
    assert other.status == "ok"
    assert time.monotonic() - began < 2
    assert "secret" not in lang.load().error(locked)
    outside.rollback()
    assert put(store, entry(klass, wang, action_id="a2", base_seq=1)).status == "ok"


def test_a_server_that_is_not_there_is_told_without_the_password(postgresql):
    with pytest.raises(StoreError) as caught:
        Store("postgresql+psycopg://okr:secret@127.0.0.1:1/okr")
    assert caught.value.code == "store-unreachable"
    assert "secret" not in lang.load().error(caught.value)
    with pytest.raises(StoreError) as caught:
        Store(f"postgresql+psycopg://okr:secret@127.0.0.1:{postgresql.port}/nothing")
    assert caught.value.code == "store-unreachable"


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("55P03", "store-locked"),
        ("40P01", "store-locked"),
        ("53100", "store-full"),
        ("57P01", "store-unreachable"),
        ("42P01", "store-failed"),
    ],
)
def test_a_server_is_understood_in_any_language(state, code):
    class Said(Exception):
        sqlstate = state

    assert trouble.code_of(sa.exc.OperationalError("SELECT", {}, Said("由于锁超时而取消语句"))) == code


def test_a_connection_that_was_cut_is_opened_again(store, klass, wang, outside):
    put(store, entry(klass, wang))
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = :name"
    outside.execute(sa.text(cut), {"name": parse_url(store.where).database})
    assert put(store, entry(klass, wang, action_id="a2", base_seq=1)).status == "ok"
    assert len(store.events("一班")) == 2


def test_who_may_only_read_is_told(postgresql_url, outside):
    with Store(postgresql_url) as store:
        klass = open_class(store)
        wang = join(store, klass, "王芳")
    outside.execute(
        sa.text(f"ALTER DATABASE {parse_url(postgresql_url).database} SET default_transaction_read_only = on")
    )
    outside.commit()
    with Store(postgresql_url) as store:
        with pytest.raises(StoreError) as caught:
            put(store, entry(klass, wang))
        assert caught.value.code == "store-unwritable"
        assert store.events("一班") == []


def test_a_missing_driver_is_told(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(StoreError) as caught:
        Store("postgresql+psycopg://okr:secret@db/okr")
    assert caught.value.code == "store-driver"
    assert 'pip install "okr-kit[postgresql]"' in lang.load().error(caught.value)


def test_forty_at_once_on_one_state(postgresql_url):
    """Two servers, twenty devices of one learner each: one is first, the others are told, nothing is lost or doubled."""
    with Store(postgresql_url) as store, Store(postgresql_url) as other:
        klass = open_class(store)
        wang = join(store, klass, "王芳")

        async def all_at_once():
            jobs = [base.append(entry(klass, wang, action_id=f"a{n}{m}")) for n in range(20) for m, base in pair]
            return await asyncio.gather(*jobs)

        pair = (("s", store), ("o", other))
        statuses = [kept.status for kept in run(all_at_once())]
        assert (statuses.count("ok"), statuses.count("conflict")) == (1, 39)
        notes = {"action": {"do": log.NOTE, "values": {}, "fields": {"note": "看 KR2"}}, "changes": False}

        async def notes_at_once():
            jobs = [
                base.append(entry(klass, wang, action_id=f"n{n}{m}", **notes)) for n in range(20) for m, base in pair
            ]
            return await asyncio.gather(*jobs)

        assert {kept.status for kept in run(notes_at_once())} == {"ok"}
        assert [event["seq"] for event in store.events("一班")] == list(range(1, 42))


def test_two_servers_join_people_of_one_name(postgresql_url):
    with Store(postgresql_url) as store, Store(postgresql_url) as other:
        klass = open_class(store)

        async def both():
            def job(conn):
                return people.join(conn, klass.id, "王芳", 1, "learner", AT)

            return await asyncio.gather(*(base.write(job) for _ in range(5) for base in (store, other)))

        joined = run(both())
    assert sum(not isinstance(one, str) for one in joined) == 1
    assert {one for one in joined if isinstance(one, str)} == {"王芳2"}
