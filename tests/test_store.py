"""The store: what was answered is kept, once, in order, and trouble comes as a sentence."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from okr_kit import lang
from okr_kit.errors import SchemaTooNew, StoreError
from okr_kit.hosts.store import Store, log, parse_url, people, schema

AT = 1_790_000_000_000


@pytest.fixture
def file(tmp_path):
    return tmp_path / "class.db"


@pytest.fixture
def store(file):
    with Store(str(file), busy_ms=200) as opened:
        yield opened


@pytest.fixture
def klass(store):
    return store.write_now(lambda conn: people.open_class(conn, "一班", 6, AT))


@pytest.fixture
def wang(store, klass):
    return store.write_now(lambda conn: people.join(conn, klass.id, "王芳", 3, "learner", AT)).person


def entry(klass, person, **changes):
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


def test_append_keeps_event_and_state_together(store, klass, wang):
    kept = put(store, entry(klass, wang))
    assert (kept.status, kept.current.seq, kept.current.state) == ("ok", 1, {"v": 1, "n": 1})
    (event,) = store.events("一班")
    assert event["nickname"] == "王芳"
    assert event["group_no"] == 3
    assert event["codes"] == ["O-TASK"]
    assert event["action"]["fields"] == {"why": "太空"}
    assert (event["seq"], event["score"], event["graded"], event["do"]) == (1, 50, True, "answer")
    assert (event["kit"], event["bank"], event["at"]) == ("0.1.0", "b1", AT)


def test_a_repeated_action_is_not_doubled(store, klass, wang):
    put(store, entry(klass, wang))
    again = put(store, entry(klass, wang, state={"v": 1, "n": 2}))
    assert (again.status, again.current.seq, again.current.state) == ("repeat", 1, {"v": 1, "n": 1})
    assert len(store.events("一班")) == 1


def test_an_action_on_an_old_view_is_a_conflict(store, klass, wang):
    put(store, entry(klass, wang))
    late = put(store, entry(klass, wang, action_id="a2", state={"v": 1, "n": 9}))
    assert (late.status, late.current.state) == ("conflict", {"v": 1, "n": 1})
    ahead = put(store, entry(klass, wang, action_id="a3", base_seq=7))
    assert ahead.status == "conflict"
    assert put(store, entry(klass, wang, action_id="a2", base_seq=1)).status == "ok"


def test_notes_of_a_group_do_not_come_in_the_scribes_way(store, klass, wang):
    group = {"owner": log.group(3), "person_id": None}
    note = {"do": log.NOTE, "values": {}, "fields": {"note": "看 KR2"}}
    put(store, entry(klass, wang, **group))
    kept = put(store, entry(klass, wang, **group, action_id="n1", base_seq=0, action=note, changes=False))
    assert (kept.status, kept.current.seq, kept.current.state_seq) == ("ok", 2, 1)
    assert put(store, entry(klass, wang, **group, action_id="a2", base_seq=1)).status == "ok"
    assert put(store, entry(klass, wang, **group, action_id="a3", base_seq=1)).status == "conflict"
    said = store.read_now(lambda conn: log.remarks(conn, klass.id, log.group(3), "spot"))
    assert said.notes == (("王芳", "看 KR2"),)


def test_only_the_scribe_writes_and_the_record_changes_hands(store, klass, wang):
    li = store.write_now(lambda conn: people.join(conn, klass.id, "李雷", 3, "learner", AT)).person
    group = {"owner": log.group(3), "person_id": None}
    take = {"do": log.TAKE, "values": {}, "fields": {}}

    def take_over(person, action_id):
        made = entry(klass, person, **group, action_id=action_id, action=take, changes=False, base_seq=0)
        return store.write_now(lambda conn: people.take_record(conn, made, 3, person.id))

    assert put(store, entry(klass, wang, **group, scribe=(3, wang.id))).status == "not-scribe"
    assert take_over(wang, "t1").status == "ok"
    assert put(store, entry(klass, wang, **group, action_id="a2", base_seq=1, scribe=(3, wang.id))).status == "ok"
    assert put(store, entry(klass, wang, **group, exercise="name", action_id="a3", scribe=(3, wang.id))).status == "ok"
    assert take_over(li, "t2").status == "ok"
    late = put(store, entry(klass, wang, **group, action_id="a4", base_seq=3, scribe=(3, wang.id)))
    assert late.status == "not-scribe"
    assert late.current.state == {"v": 1, "n": 1}
    elsewhere = store.read_now(lambda conn: log.current(conn, klass.id, log.group(3), "name"))
    assert elsewhere.seq > elsewhere.state_seq  # the former scribe's other pages learn of it too
    assert store.read_now(lambda conn: log.scribe(conn, klass.id, 3)) == li.id
    store.write_now(lambda conn: people.move(conn, klass.id, li.id, 4, AT))
    assert store.read_now(lambda conn: log.scribe(conn, klass.id, 3)) is None


def test_two_writers_at_once_lose_nothing(file, store, klass, wang):
    """Two processes of one class (say server and notebook) take turns; each sees what the other wrote."""
    with Store(str(file)) as other:

        async def both():
            jobs = []
            for number in range(20):
                for name, base in (("s", store), ("o", other)):
                    owner = f"p{number}"
                    jobs.append(base.append(entry(klass, wang, owner=owner, action_id=f"{name}{number}")))
            return await asyncio.gather(*jobs)

        kept = run(both())
    assert sorted(k.status for k in kept) == ["conflict"] * 20 + ["ok"] * 20
    assert len(store.events("一班")) == 20


def test_leaders_and_demonstrations_do_not_count(store, klass, wang):
    put(store, entry(klass, wang))
    put(store, entry(klass, wang, action_id="a2", owner="p99", role="leader"))
    put(store, entry(klass, wang, action_id="a3", owner="demo", demo=True, actor=None, person_id=None))
    assert [event["action_id"] for event in store.events("一班")] == ["a1"]
    assert len(store.events("一班", demo=True, leaders=True)) == 3
    assert store.events("一班", "write") == []
    assert store.events("二班") == []


def test_people_come_back_with_their_code(store, klass, wang):
    joined = store.write_now(lambda conn: people.come_back(conn, klass.id, f" {wang.code.lower()} ", AT))
    assert joined.person == wang
    assert store.read_now(lambda conn: people.by_token(conn, klass.id, joined.token)) == wang
    with sqlite3.connect(store.where) as raw:
        assert joined.token not in "\n".join(raw.iterdump())
    store.write_now(lambda conn: people.forget_device(conn, joined.token))
    assert store.read_now(lambda conn: people.by_token(conn, klass.id, joined.token)) is None
    assert store.write_now(lambda conn: people.come_back(conn, klass.id, "AAAAAA", AT)) is None


def test_a_code_of_another_class_opens_nothing(store, wang):
    second = store.write_now(lambda conn: people.open_class(conn, "二班", None, AT))
    assert second.groups == 6
    assert store.write_now(lambda conn: people.come_back(conn, second.id, wang.code, AT)) is None
    token = store.write_now(lambda conn: people.new_device(conn, wang.id, AT))
    assert store.read_now(lambda conn: people.by_token(conn, second.id, token)) is None


@pytest.mark.usefixtures("wang")
def test_a_taken_nickname_gets_the_next_free_one(store, klass):
    def join(name):
        return store.write_now(lambda conn: people.join(conn, klass.id, name, 1, "learner", AT))

    assert join("王 芳") == "王 芳2"
    assert join("王芳2").person.nickname == "王芳2"
    assert join("王芳") == "王芳3"
    long = "甲" * 20
    join(long)
    assert join(long) == "甲" * 19 + "2"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  王\n芳\t ", "王 芳"),
        ("<b>x</b>", "<b>x</b>"),
        ("👩\u200d💼 小李", "👩\u200d💼 小李"),
        ("\u202eabc\x00", "abc"),
        ("\u200d \ufeff", ""),
        ("\ud800", ""),
    ],
)
def test_nicknames_are_one_visible_line(typed, kept):
    assert people.clean_name(typed) == kept


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


@pytest.mark.usefixtures("store")
def test_a_newer_database_is_refused(file):
    with sqlite3.connect(file) as raw:
        raw.execute("UPDATE kit SET value = '99'")
    with pytest.raises(SchemaTooNew) as caught:
        Store(str(file))
    assert "99" in lang.load().error(caught.value)


def test_a_database_of_something_else_is_refused(tmp_path):
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


@pytest.mark.parametrize("url", ["sqlite://", "nonsense://x/y", "sqlite:///:memory:", "://"])
def test_an_odd_url_is_told(url):
    with pytest.raises(StoreError) as caught:
        Store(url)
    assert caught.value.code == "store-url"


def test_passwords_stay_out_of_messages():
    shown = parse_url("postgresql://okr:secret@db/okr").render_as_string(hide_password=True)
    assert "secret" not in shown


def test_each_connection_is_durable(store):
    def settings(conn):
        names = ("journal_mode", "synchronous", "foreign_keys")
        return [conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert store.write_now(settings) == ["wal", 2, 1]
    assert store.read_now(settings) == ["wal", 2, 1]
    with pytest.raises(StoreError):
        store.write_now(lambda conn: conn.execute(schema.devices.insert().values(token_hash="x", person_id=77, at=1)))


def test_a_crash_in_a_job_leaves_nothing(store, klass, wang):
    def job(conn):
        log.append(conn, entry(klass, wang))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write_now(job)
    assert store.events("一班") == []


CHILD = """
import sys
from test_store import AT, entry, put
from okr_kit.hosts.store import log, people
from okr_kit.hosts.store import Store

store = Store(sys.argv[1])
klass = store.write_now(lambda conn: people.open_class(conn, "一班", None, AT))
person = store.write_now(lambda conn: people.join(conn, klass.id, "王芳", 1, "learner", AT)).person
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
