"""The store on each database it can stand on: what was answered is kept, once, in order; trouble comes as a sentence."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from store_scene import AT, entry, join, open_class, put, run

from okr_kit import lang
from okr_kit.errors import SchemaTooNew, StoreError
from okr_kit.hosts.store import Store, group_log, log, parse_url, people, roster, schema


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
    said = store.read_now(lambda conn: group_log.remarks(conn, klass.id, log.group(3), "spot"))
    assert said.notes == (("王芳", "看 KR2", "", ""),)


def test_only_the_scribe_writes_and_the_record_changes_hands(store, klass, wang):
    li = join(store, klass, "李雷")
    group = {"owner": log.group(3), "person_id": None}

    def take_over(person, action_id, held=""):
        take = {"do": log.TAKE, "values": {"from": held}, "fields": {}}
        made = entry(klass, person, **group, action_id=action_id, action=take, changes=False, base_seq=0)
        return store.write_now(lambda conn: roster.take_record(conn, made, 3, person.id))

    assert put(store, entry(klass, wang, **group, scribe=(3, wang.id))).status == "not-scribe"
    assert take_over(wang, "t1").status == "ok"
    assert put(store, entry(klass, wang, **group, action_id="a2", base_seq=1, scribe=(3, wang.id))).status == "ok"
    assert put(store, entry(klass, wang, **group, exercise="name", action_id="a3", scribe=(3, wang.id))).status == "ok"
    assert take_over(li, "t2").status == "not-scribe"  # he was asked about nobody, not about 王芳
    assert take_over(li, "t2", str(wang.id)).status == "ok"
    late = put(store, entry(klass, wang, **group, action_id="a4", base_seq=3, scribe=(3, wang.id)))
    assert late.status == "not-scribe"
    assert late.current.state == {"v": 1, "n": 1}
    elsewhere = store.read_now(lambda conn: log.current(conn, klass.id, log.group(3), "name"))
    assert elsewhere.seq > elsewhere.state_seq  # the former scribe's other pages learn of it too
    assert store.read_now(lambda conn: log.scribe(conn, klass.id, 3)) == li.id
    store.write_now(lambda conn: roster.move(conn, klass.id, li.id, 4, AT))
    assert store.read_now(lambda conn: log.scribe(conn, klass.id, 3)) is None


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
    rows = store.read_now(lambda conn: conn.execute(sa.select(schema.devices)).all())
    assert len(rows) == 2
    assert joined.token not in str(rows)
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


@pytest.mark.parametrize("url", ["", "nonsense://x/y", "://"])
def test_an_odd_url_is_told(url):
    with pytest.raises(StoreError) as caught:
        Store(url)
    assert caught.value.code == "store-url"


def test_passwords_stay_out_of_messages():
    shown = parse_url("postgresql://okr:secret@db/okr").render_as_string(hide_password=True)
    assert "secret" not in shown


def test_a_crash_in_a_job_leaves_nothing(store, klass, wang):
    def job(conn):
        log.append(conn, entry(klass, wang))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write_now(job)
    assert store.events("一班") == []


def test_two_writers_at_once_lose_nothing(lasting):
    """Two servers of one class (or server and notebook) take turns; each sees what the other wrote."""
    with Store(lasting) as store, Store(lasting) as other:
        klass = open_class(store)
        wang = join(store, klass, "王芳")

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
        assert len(other.events("一班")) == 20


def test_an_action_sent_to_two_servers_at_once_is_kept_once(lasting):
    with Store(lasting) as store, Store(lasting) as other:
        klass = open_class(store)
        wang = join(store, klass, "王芳")

        async def both():
            made = [entry(klass, wang, action_id=f"a{n}", owner=f"p{n}") for n in range(20)]
            return await asyncio.gather(*(base.append(one) for one in made for base in (store, other)))

        kept = run(both())
        assert sorted(k.status for k in kept) == ["ok"] * 20 + ["repeat"] * 20
        assert len(store.events("一班")) == 20


def test_a_scribe_handed_over_on_one_server_is_refused_on_the_other(lasting):
    with Store(lasting) as store, Store(lasting) as other:
        klass = open_class(store)
        wang, li = join(store, klass, "王芳"), join(other, klass, "李雷")
        group = {"owner": log.group(3), "person_id": None}

        def take_over(base, person, action_id, held=""):
            take = {"do": log.TAKE, "values": {"from": held}, "fields": {}}
            made = entry(klass, person, **group, action_id=action_id, action=take, changes=False, base_seq=0)
            return base.write_now(lambda conn: roster.take_record(conn, made, 3, person.id))

        take_over(store, wang, "t1")
        assert put(store, entry(klass, wang, **group, base_seq=1, scribe=(3, wang.id))).status == "ok"
        take_over(other, li, "t2", str(wang.id))
        late = put(store, entry(klass, wang, **group, action_id="a2", base_seq=3, scribe=(3, wang.id)))
        assert late.status == "not-scribe"
        assert put(store, entry(klass, li, **group, action_id="a3", base_seq=3, scribe=(3, li.id))).status == "ok"


def test_two_who_take_a_free_record_at_once_on_two_servers_get_it_once(lasting):
    with Store(lasting) as store, Store(lasting) as other:
        klass = open_class(store)
        for number in range(1, 7):
            pair = [join(store, klass, f"{name}{number}", number) for name in ("王芳", "李雷")]
            action = {"do": log.TAKE, "values": {"from": ""}, "fields": {}}
            made = [
                entry(klass, one, owner=log.group(number), person_id=None, action_id=f"t{one.id}", action=action,
                      changes=False, seat=number)
                for one in pair
            ]  # fmt: skip

            async def both(made=made, number=number):
                jobs = zip((store, other), made, strict=True)
                return await asyncio.gather(
                    *(base.write(lambda c, e=one: roster.take_record(c, e, number, e.actor)) for base, one in jobs)
                )

            kept = [one.status for one in run(both())]
            assert sorted(kept) == ["not-scribe", "ok"]
            winner = pair[kept.index("ok")].id
            assert store.read_now(lambda conn, number=number: log.scribe(conn, klass.id, number)) == winner


def test_two_servers_may_start_at_once_on_an_empty_database(lasting):
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: Store(lasting), range(4)))
    classes = {open_class(store) for store in opened}
    for store in opened:
        store.close()
    assert len(classes) == 1


def test_a_newer_database_is_refused(lasting):
    with Store(lasting) as store:
        store.write_now(lambda conn: conn.execute(schema.kit.update().values(value="99")))
    with pytest.raises(SchemaTooNew) as caught:
        Store(lasting)
    assert caught.value.code == "store-newer"
    assert "99" in lang.load().error(caught.value)


def test_a_database_of_something_else_is_refused(lasting):
    with Store(lasting) as store:
        store.write_now(schema.kit.drop)
    with pytest.raises(StoreError) as caught:
        Store(lasting)
    assert caught.value.code == "store-foreign"


def test_who_reads_never_sees_a_write_half_done(store, klass, wang):
    """A write that takes its time: a read meanwhile sees nothing of it, or waits and sees all of it."""
    half, seen = threading.Event(), []

    def slow(conn):
        log.append(conn, entry(klass, wang))
        half.set()
        time.sleep(0.1)
        log.append(conn, entry(klass, wang, action_id="a2", base_seq=1))

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(store.write_now, slow)
        assert half.wait(5)
        seen = len(store.events("一班"))
        writing.result()
    assert seen in {0, 2}
    assert len(store.events("一班")) == 2


def test_states_are_listed_and_brought_up_to_date(store, klass, wang):
    put(store, entry(klass, wang))
    (stored,) = store.read_now(lambda conn: log.states(conn, klass.id))
    assert stored == (log.learner(wang.id), "spot", wang.id, 1, 1, {"v": 1, "n": 1}, AT)

    def renew(seq):
        return store.write_now(
            lambda conn: log.replace_state(conn, klass.id, stored.owner, stored.exercise, seq, {"v": 2, "n": 1})
        )

    assert not renew(0)
    assert renew(1)
    now = store.read_now(lambda conn: log.current(conn, klass.id, stored.owner, "spot"))
    assert (now.seq, now.state_seq, now.at, now.state) == (1, 1, AT, {"v": 2, "n": 1})
    assert len(store.events("一班")) == 1


def test_memory_is_forgotten():
    for _ in range(2):
        with Store("sqlite:///:memory:") as store:
            assert store.read_now(lambda conn: conn.scalars(sa.select(schema.classes.c.name)).all()) == []
            open_class(store)


def test_alembic_is_imported_only_for_an_upgrade(tmp_path):
    """Neither the package, nor `okr lint`, nor a class that opens what this kit made."""
    code = (
        "import sys, okr_kit; from okr_kit.hosts.cli import run; run(['lint', sys.argv[1]]); "
        "assert 'sqlalchemy' not in sys.modules; from okr_kit.hosts.store import Store; "
        "Store(sys.argv[2]).close(); Store(sys.argv[2]).close(); print('alembic' in sys.modules)"
    )
    (tmp_path / "okr.txt").write_text("O1：让客户更愿意回来买", encoding="utf-8")
    command = [sys.executable, "-c", code, str(tmp_path / "okr.txt"), str(tmp_path / "class.db")]
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=env, check=False)
    assert done.stdout.splitlines()[-1:] == ["False"], done.stderr
