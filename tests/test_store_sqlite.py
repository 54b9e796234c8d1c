"""What only SQLite has: one file that another program can lock, a disk that fills up, a process that is killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from store_scene import entry, put, run

from okr_kit import lang
from okr_kit.errors import StoreError
from okr_kit.hosts.store import Store, connect, log, schema, trouble


@pytest.fixture
def file(tmp_path):
    return tmp_path / "class.db"


@pytest.fixture
def database(file):
    return str(file)


def test_a_new_file_that_another_server_is_just_opening_is_waited_for(tmp_path):
    new = tmp_path / "new.sqlite"
    other = sqlite3.connect(new, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    later = threading.Timer(0.2, other.execute, ["COMMIT"])
    opening = connect.engine(connect.parse_url(str(new)), "BEGIN", 1, busy_ms=5000)
    later.start()
    with opening.connect() as conn:
        assert conn.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    later.join()
    opening.dispose()
    other.close()


def test_a_new_file_that_stays_locked_is_told(tmp_path):
    new = tmp_path / "new.sqlite"
    other = sqlite3.connect(new, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    opening = connect.engine(connect.parse_url(str(new)), "BEGIN", 1, busy_ms=50)
    with pytest.raises(sa.exc.OperationalError) as caught:
        opening.connect()
    assert trouble.code_of(caught.value) == "store-locked"
    opening.dispose()
    other.close()


def test_a_locked_database_is_told_and_nothing_is_half_written(file, store, klass, wang):
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def three():
        jobs = [store.append(entry(klass, wang, action_id=f"a{n}")) for n in range(3)]
        return await asyncio.gather(*jobs, return_exceptions=True)

    began = time.monotonic()
    raised = run(three())
    assert [error.code for error in raised] == ["store-locked"] * 3
    assert time.monotonic() - began < 1  # who waits in the queue is not made to wait again
    assert str(file) in lang.load().error(raised[0])
    assert store.read_now(lambda conn: log.current(conn, klass.id, log.learner(wang.id), "spot")).seq == 0
    other.execute("ROLLBACK")
    other.close()
    assert put(store, entry(klass, wang)).status == "ok"


def test_a_file_of_something_else_is_refused(tmp_path):
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as raw:
        raw.execute("CREATE TABLE event (x)")
    with pytest.raises(StoreError) as caught:
        Store(str(foreign))
    assert caught.value.code == "store-foreign"
    foreign.write_bytes(b"no database at all, but long enough to be read as one" * 20)
    with pytest.raises(StoreError) as caught:
        Store(str(foreign))
    assert caught.value.code == "store-foreign"


def test_an_unwritable_folder_is_told(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError) as caught:
        Store(str(tmp_path / "file" / "class.db"))
    assert caught.value.code == "store-unwritable"
    assert "file" in lang.load().error(caught.value)
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(StoreError) as caught:
        Store(str(tmp_path / "folder.db"))
    assert caught.value.code == "store-unwritable"


def test_a_full_disk_is_told(store, klass, wang):
    def fill(conn):
        conn.exec_driver_sql(f"PRAGMA max_page_count = {conn.exec_driver_sql('PRAGMA page_count').scalar()}")

    store.write_now(fill)
    with pytest.raises(StoreError) as caught:
        put(store, entry(klass, wang, state={"text": "长" * 100_000}))
    assert caught.value.code == "store-full"
    assert store.events("一班") == []


def test_each_connection_is_durable(store):
    def settings(conn):
        names = ("journal_mode", "synchronous", "foreign_keys")
        return [conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert store.write_now(settings) == ["wal", 2, 1]
    assert store.read_now(settings) == ["wal", 2, 1]
    with pytest.raises(StoreError):
        store.write_now(lambda conn: conn.execute(schema.devices.insert().values(token_hash="x", person_id=77, at=1)))


CHILD = """
import sys
from store_scene import entry, join, open_class, put
from okr_kit.hosts.store import Store

store = Store(sys.argv[1])
klass = open_class(store)
person = join(store, klass, "王芳")
for number in range(1000):
    put(store, entry(klass, person, action_id=f"a{number}", base_seq=number, state={"n": number}))
    print(number, flush=True)
"""


def test_what_was_confirmed_survives_a_kill(file):
    """kill -9 in the middle of a stream of answers: all that was confirmed is there, state and log agree."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join([*sys.path, str(Path(__file__).parent)])}
    child = subprocess.Popen([sys.executable, "-c", textwrap.dedent(CHILD), str(file)], stdout=subprocess.PIPE, env=env)
    confirmed = -1
    while confirmed < 25:
        confirmed = int(child.stdout.readline())
    child.send_signal(signal.SIGKILL)
    rest = child.stdout.read().split()
    child.stdout.close()
    child.wait()
    confirmed = int(rest[-1]) if rest else confirmed
    with Store(str(file)) as store:
        kept = store.events("一班")
        (state,) = store.read_now(lambda conn: conn.scalars(sa.select(schema.current.c.state)).all())
    assert len(kept) >= confirmed + 1
    assert state == {"n": len(kept) - 1}
