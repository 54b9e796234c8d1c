"""``okr class backup`` and ``restore``: whole copies while a class is running, and nothing that is there is lost by them."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest
from load_scene import NAME, Crowd, Server, faults
from store_scene import entry, join, noise, open_class, put

from okr_kit import lang
from okr_kit.errors import SchemaTooNew, StoreError
from okr_kit.hosts import cli
from okr_kit.hosts.store import Store, backup, log, parse_url, people, schema, settle

FIRST = Path(__file__).parent / "data" / "first-release.sqlite3"
ROOT = Path(cli.__file__).parents[3]


def okr(*arguments):
    """Run ``okr`` as a trainer does, in a process of its own."""
    command = [sys.executable, "-m", "okr_kit", *map(str, arguments)]
    env = os.environ | {"PYTHONUTF8": "1"}
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, env=env, check=False)


def make(file, steps=3, name=NAME):
    """A store with one learner who did something."""
    with Store(str(file)) as store:
        klass = open_class(store, name)
        wang = join(store, klass, "王芳")
        for number in range(steps):
            put(store, entry(klass, wang, action_id=f"a{number}", base_seq=number, state={"n": number}))
    return file


def steps(file, name=NAME):
    with Store(str(file)) as store:
        return len(store.events(name))


def dump(file):
    with closing(sqlite3.connect(file)) as conn:
        return list(conn.iterdump())


def told(work, *arguments):
    """The code of what is raised, whose sentence can be said."""
    with pytest.raises(StoreError) as caught:
        work(*arguments)
    assert lang.load().error(caught.value).endswith("。")
    return caught.value.code


@pytest.fixture
def file(tmp_path):
    return make(tmp_path / "class" / "class.db")


@pytest.fixture
def stick(tmp_path):
    """Another folder, as on a memory stick."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def url(file):
    return parse_url(str(file))


# -- while thirty learners act -----------------------------------------------------------------------------------------


def is_consistent(file):
    """Whether every state stands where the log does: what somebody would see who opens this file."""
    with Store(str(file)) as store:
        klass = store.write_now(lambda conn: people.open_class(conn, NAME, None, 0))
        states = store.read_now(lambda conn: log.states(conn, klass.id))
        events = store.events(NAME)
    done = {state.owner: sum(event["owner"] == state.owner for event in events) for state in states}
    return bool(states) and all(state.seq == done[state.owner] for state in states)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals differ")
def test_a_backup_while_thirty_learners_act_holds_all_that_was_saved_before(tmp_path):
    server = Server(tmp_path / "class.db")
    with Crowd(server, 30) as crowd:
        crowd.wait_for(200)
        began = time.monotonic()
        done = okr("class", "backup", tmp_path / "backup.db", "--db", tmp_path / "class.db")
        ended = time.monotonic()
        refused = okr("class", "restore", tmp_path / "backup.db", "--db", tmp_path / "class.db")
        crowd.wait_for(100)
    assert done.returncode == 0, done.stderr
    assert "30 人" in done.stdout
    assert refused.returncode == 1
    assert "请先停下课堂" in refused.stderr
    assert crowd.saved() - crowd.saved(ended), "the learners did not go on"
    with Store(str(tmp_path / "backup.db")) as store:
        assert faults(store.events(NAME), crowd.saved(began)) == ([], [])
    assert is_consistent(tmp_path / "backup.db")

    server.end(15)
    done = okr("class", "restore", tmp_path / "backup.db", "--db", tmp_path / "class.db")
    assert done.returncode == 0, done.stderr
    assert dump(tmp_path / "class.db") == dump(tmp_path / "backup.db")
    with Store(str(tmp_path / "class.replaced.db")) as store:
        assert faults(store.events(NAME), crowd.saved()) == ([], [])
    again = Server(tmp_path / "class.db")  # the learners' cookies open their work
    assert again.code == server.code
    crowd.move_to(again)
    assert crowd.learners[0].device.get("/x/spot-wrong-objectives").status == 200
    again.end(15)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals differ")
def test_a_copy_of_the_file_alone_a_moment_after_the_last_action(tmp_path):
    server = Server(tmp_path / "class.db")
    with Crowd(server, 30) as crowd:
        crowd.wait_for(300)
    until = time.monotonic() + settle.SOON + 5
    lost, doubled = crowd.saved(), []
    while lost and time.monotonic() < until:
        copy = shutil.copy(tmp_path / "class.db", tmp_path / f"copy-{time.monotonic_ns()}.db")
        with suppress(StoreError), Store(str(copy)) as store:  # it may be copied in the middle of a checkpoint
            lost, doubled = faults(store.events(NAME), crowd.saved())
    assert (lost, doubled) == ([], [])
    assert is_consistent(copy)
    server.end(9)
    assert steps(tmp_path / "class.db") >= len(crowd.saved())


# -- a backup ----------------------------------------------------------------------------------------------------------


def test_a_backup_is_one_whole_file(file, url, stick):
    where, held = backup.back_up(url, stick / "b.db")
    assert (where, held) == (stick / "b.db", backup.Held(1, 1, 3))
    assert dump(where) == dump(file)
    assert [path.name for path in stick.iterdir()] == ["b.db"]
    if os.name == "posix":
        assert stat.S_IMODE(where.stat().st_mode) == 0o600


def test_a_backup_of_what_is_in_the_log_only(tmp_path, stick):
    """As after a kill: the file alone has not all of it."""
    with Store(str(tmp_path / "open.db")) as store:
        klass = open_class(store)
        put(store, entry(klass, join(store, klass, "王芳")))
        for name in ("open.db", "open.db-wal"):
            shutil.copy(tmp_path / name, stick / name)
    where, held = backup.back_up(parse_url(str(stick / "open.db")), stick / "b.db")
    assert held.steps == steps(where) == 1


def test_a_folder_gets_a_file_named_by_the_time(url, stick):
    where, _ = backup.back_up(url, stick)
    assert where.parent == stick
    assert where.name.startswith("class-2")
    assert where.suffix == ".db"


def test_a_backup_writes_over_nothing(file, url, stick):
    (stick / "notes.db").write_text("mine")
    assert told(backup.back_up, url, stick / "notes.db") == "backup-exists"
    assert told(backup.back_up, url, file) == "backup-exists"
    assert (stick / "notes.db").read_text() == "mine"
    assert steps(file) == 3


def test_a_place_that_cannot_be_written_is_told(url, stick):
    assert told(backup.back_up, url, stick / "no" / "b.db") == "backup-target"
    (stick / "b.db.part").mkdir()
    assert told(backup.back_up, url, stick / "b.db") == "backup-target"


def test_what_cannot_be_backed_up_is_told(tmp_path, file, stick):
    def of(name):
        return told(backup.back_up, parse_url(str(name)), stick / "b.db")

    (tmp_path / "words.db").write_text("words " * 1000)
    (tmp_path / "empty.db").touch()
    with closing(sqlite3.connect(tmp_path / "foreign.db")) as raw, raw:
        raw.execute("CREATE TABLE account (x)")
    assert of(tmp_path / "none.db") == "store-missing"
    assert not (tmp_path / "none.db").exists()
    assert of(tmp_path / "words.db") == "store-foreign"
    assert of(tmp_path / "foreign.db") == "store-foreign"
    assert of(tmp_path / "empty.db") == "store-hollow"
    assert of("postgresql+psycopg://okr:secret@db/okr") == "backup-server"
    assert of("sqlite://") == "backup-server"
    torn = bytearray(file.read_bytes())
    torn[4096:] = noise(len(torn) - 4096)
    file.write_bytes(torn)
    assert of(file) == "store-broken"
    assert list(stick.iterdir()) == []


def test_a_locked_store_is_told_and_not_waited_for_without_end(tmp_path, stick):
    with closing(sqlite3.connect(tmp_path / "locked.db", isolation_level=None)) as other:
        other.execute("CREATE TABLE kit (x)")
        other.execute("BEGIN EXCLUSIVE")
        assert told(backup.back_up, parse_url(str(tmp_path / "locked.db")), stick / "b.db") == "store-locked"
    assert list(stick.iterdir()) == []


# -- a restore ---------------------------------------------------------------------------------------------------------


def test_a_backup_is_put_in_place_and_the_old_one_kept(file, url, stick):
    before = dump(file)
    make(stick / "b.db", steps=7, name="二班")
    where, held, kept = backup.restore(stick / "b.db", url)
    assert (where, held.steps, kept) == (file, 7, file.with_name("class.replaced.db"))
    assert steps(file, "二班") == 7
    assert dump(kept) == before
    assert sorted(path.name for path in file.parent.iterdir()) == ["class.db", "class.replaced.db"]
    assert steps(stick / "b.db", "二班") == 7
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()} == {0o600}


def test_each_restore_keeps_what_was_there(url, stick):
    make(stick / "b.db")
    names = [backup.restore(stick / "b.db", url)[2].name for _ in range(3)]
    assert names == ["class.replaced.db", "class.replaced-2.db", "class.replaced-3.db"]


def test_a_class_on_a_new_computer(tmp_path, file):
    where, _, kept = backup.restore(file, parse_url(str(tmp_path / "new" / "okr.sqlite3")))
    assert kept is None
    assert steps(where) == 3
    if os.name == "posix":
        assert stat.S_IMODE(where.parent.stat().st_mode) == 0o700


def test_a_running_class_is_not_replaced(file, url, stick):
    make(stick / "b.db", steps=7)
    with Store(str(file)) as store:
        assert told(backup.restore, stick / "b.db", url) == "restore-running"
        klass = open_class(store)
        put(store, entry(klass, join(store, klass, "李雷"), owner="p2", action_id="x"))
    assert steps(file) == 4
    assert [path.name for path in file.parent.iterdir()] == ["class.db"]


def test_the_old_log_does_not_get_into_the_restored_file(tmp_path, file, stick):
    """A killed class leaves a log; beside another file SQLite would write it into that one."""
    with Store(str(tmp_path / "open.db")) as store:
        klass = open_class(store, "三班")
        wang = join(store, klass, "王芳")
        for number in range(30):
            put(store, entry(klass, wang, action_id=f"a{number}", base_seq=number))
        for name in ("open.db", "open.db-wal"):
            shutil.copy(tmp_path / name, stick / name)
    where, _, kept = backup.restore(file, parse_url(str(stick / "open.db")))
    assert dump(where) == dump(file)
    assert steps(kept, "三班") == 30


def test_a_log_without_its_file_is_kept_too(tmp_path, file):
    log = tmp_path / "class.db-wal"
    log.write_bytes(b"the answers of a morning")
    _, _, kept = backup.restore(file, parse_url(str(tmp_path / "class.db")))
    assert kept == tmp_path / "class.replaced.db-wal"
    assert kept.read_bytes() == b"the answers of a morning"
    assert steps(tmp_path / "class.db") == 3


def test_a_damaged_store_is_replaced_and_kept_as_it_is(file, url, stick):
    make(stick / "b.db", steps=7)
    file.write_bytes(b"SQLite format 3\0" + noise(8176))
    file.with_name("class.db-wal").write_bytes(b"what is left of the log")
    before = file.read_bytes()
    _, _, kept = backup.restore(stick / "b.db", url)
    assert steps(file) == 7
    assert kept.read_bytes() == before
    assert kept.with_name("class.replaced.db-wal").read_bytes() == b"what is left of the log"


def test_a_rescued_copy_brings_a_lost_class_back(tmp_path):
    file = tmp_path / "data" / "class.db"
    with Store(str(file)) as store:
        klass = open_class(store)
        wang = join(store, klass, "王芳")
        put(store, entry(klass, wang))
        shutil.rmtree(file.parent)
        with pytest.raises(StoreError) as caught:
            put(store, entry(klass, wang, action_id="a2", base_seq=1))
    with pytest.raises(StoreError) as lost:
        Store(str(file))
    assert lost.value.code == "store-lost"
    assert told(backup.back_up, parse_url(str(file)), tmp_path / "b.db") == "store-lost"
    backup.restore(Path(caught.value.params["copy"]), parse_url(str(file)))
    assert steps(file) == 1


def test_an_older_backup_is_brought_up_to_date(file, url):
    _, held, _ = backup.restore(FIRST, url)
    assert held == backup.Held(1, 32, 2315)
    with closing(sqlite3.connect(file)) as conn:
        assert conn.execute("SELECT value FROM kit").fetchone() == (str(schema.VERSION),)
    with Store(str(file)) as store:
        assert len(store.events("华东区一期", leaders=True)) == 2315
    assert sorted(path.name for path in file.parent.iterdir()) == ["class.db", "class.replaced.db"]


def test_a_newer_backup_is_refused(file, url, stick):
    make(stick / "b.db", steps=7)
    with closing(sqlite3.connect(stick / "b.db")) as conn, conn:
        conn.execute("UPDATE kit SET value = '99'")
    with pytest.raises(SchemaTooNew) as caught:
        backup.restore(stick / "b.db", url)
    assert str(stick / "b.db") in lang.load().error(caught.value)
    assert [path.name for path in file.parent.iterdir()] == ["class.db"]
    assert steps(file) == 3


def test_what_is_no_backup_is_refused_and_nothing_changes(file, url, stick):
    before = dump(file)
    (stick / "empty.db").touch()
    (stick / "words.db").write_text("words " * 1000)
    shutil.copy(file, stick / "torn.db")
    with (stick / "torn.db").open("r+b") as torn:
        torn.seek(4096)
        torn.write(noise(8192))
    assert told(backup.restore, stick / "none.db", url) == "restore-missing"
    assert told(backup.restore, stick, url) == "restore-missing"
    assert told(backup.restore, file, url) == "restore-same"
    assert told(backup.restore, stick / "empty.db", url) == "store-hollow"
    assert told(backup.restore, stick / "words.db", url) == "store-foreign"
    assert told(backup.restore, stick / "torn.db", url) == "store-broken"
    assert told(backup.restore, file, parse_url("postgresql+psycopg://okr:secret@db/okr")) == "backup-server"
    assert dump(file) == before
    assert [path.name for path in file.parent.iterdir()] == ["class.db"]


# -- as commands -------------------------------------------------------------------------------------------------------


def test_the_commands_find_the_store_as_serve_does(tmp_path):
    make(tmp_path / "okr-data" / "okr.sqlite3")
    (tmp_path / "okr-data").chmod(0o755)
    done = okr("class", "backup", tmp_path / "b.db", "--course-dir", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"已备份到 {tmp_path / 'b.db'}：1 个班、1 人、3 步" in done.stdout
    done = okr("class", "restore", tmp_path / "b.db", "--course-dir", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "用平时的命令开课就接着上" in done.stdout
    assert str(tmp_path / "okr-data" / "okr.replaced.sqlite3") in done.stdout
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "okr-data").stat().st_mode) == 0o700


def test_an_error_of_a_command_is_one_sentence(tmp_path):
    make(tmp_path / "class.db")
    for arguments, word in (
        (("backup", tmp_path / "class.db", "--db", tmp_path / "class.db"), "已经有了"),
        (("backup", tmp_path / "b.db", "--db", "postgresql+psycopg://okr:secret@db/okr"), "pg_dump"),
        (("restore", tmp_path / "no.db", "--db", tmp_path / "class.db"), "找不到备份"),
        (("backup", tmp_path / "b.db", "--db", tmp_path / "no.db"), "找不到作答记录"),
    ):
        done = okr("class", *arguments)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
        assert word in done.stderr
        assert "secret" not in done.stderr
    done = okr("class", "backup")
    assert (done.returncode, done.stderr) == (2, "还缺少参数 '文件'。运行 okr class backup --help 可查看写法。\n")
