"""「已保存」 is true of the file that somebody would copy: it is watched, it holds the work soon, and nothing hides a loss."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest
import sqlalchemy as sa
from class_scene import Device, first_question
from learner import content
from store_scene import AT, entry, join, noise, open_class, put

from okr_kit import lang
from okr_kit.errors import StoreError
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.cli import open_room
from okr_kit.hosts.store import Store, copies, original, people, settle, trouble

SPOT = "/x/spot-wrong-objectives"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "data" / "class.db"


@pytest.fixture
def database(file):
    return str(file)


def steps(file):
    """How many steps a file alone holds: as somebody copies it, without what lies beside it."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as conn:
        return conn.execute("SELECT count(*) FROM event").fetchone()[0]


def act(store, klass, person, number):
    return put(store, entry(klass, person, action_id=f"a{number}", base_seq=number - 1, state={"n": number}))


def refused(store, klass, person, number):
    with pytest.raises(StoreError) as caught:
        act(store, klass, person, number)
    return caught.value


# -- a file that goes away ---------------------------------------------------------------------------------------------


def delete(file):
    for path in file.parent.iterdir():
        path.unlink()


def rename(file):
    file.rename(file.with_name("other.db"))


def move_folder(file):
    file.parent.rename(file.parent.with_name("moved"))


def other_class(file):
    """A store of another class, complete in one file."""
    other = file.parent.parent / "other-class.db"
    with Store(str(other)) as store:
        klass = open_class(store, "二班")
        li = join(store, klass, "李雷")
        for number in range(1, 9):
            act(store, klass, li, number)
    return other


def replace(file):
    other_class(file).replace(file)


def write_over(file):
    shutil.copy(other_class(file), file)


def write_over_with_an_old_copy(file):
    shutil.copy(file.parent.parent / "early.db", file)


def empty(file):
    file.write_bytes(b"")


def lose_the_log(file):
    file.with_name("class.db-wal").unlink()


GONE = [delete, Path.unlink, rename, move_folder, replace, write_over, write_over_with_an_old_copy, empty, lose_the_log]


@pytest.mark.parametrize("settled", [True, False])
@pytest.mark.parametrize("harm", GONE, ids=lambda harm: harm.__name__)
def test_nothing_is_said_to_be_saved_into_a_file_that_went_away(file, store, klass, wang, harm, settled, monkeypatch):
    """Whether the last actions are in the file already, or only in its log."""
    act(store, klass, wang, 1)
    store._settling.now()
    shutil.copy(file, file.parent.parent / "early.db")
    act(store, klass, wang, 2)
    store._settling.now()
    if not settled:
        monkeypatch.setattr(store, "_checkpoint", lambda: True)
        act(store, klass, wang, 3)
        klass = open_class(store, "三班")
        wang = join(store, klass, "王芳")
    harm(file)
    for _ in range(2):
        error = refused(store, klass, wang, 3 if settled else 1)
        assert error.code in {"store-gone", "store-gone-alone"}
        assert str(file) in lang.load().error(error)


def test_what_somebody_put_there_is_left_as_it_is(file, store, klass, wang):
    """Also when the class is ended: its log is not written into another file."""
    act(store, klass, wang, 1)
    store._settling.now()
    write_over(file)
    refused(store, klass, wang, 2)
    store.close()
    assert file.read_bytes() == (file.parent.parent / "other-class.db").read_bytes()


def test_another_file_in_the_moment_of_a_checkpoint_is_not_taken_for_ours(file, store, klass, wang, monkeypatch):
    act(store, klass, wang, 1)
    store._settling.now()
    other, bring, done = other_class(file), original.checkpoint, []

    def disturbed(conn):
        whole = bring(conn)
        if not done:
            done.append(shutil.copy(other, file))
        return whole

    monkeypatch.setattr(original, "checkpoint", disturbed)
    store._settling.now()
    assert done
    assert refused(store, klass, wang, 2).code in {"store-gone", "store-gone-alone"}


def test_a_new_class_is_watched_from_its_first_moment(file, store, monkeypatch):
    monkeypatch.setattr(store, "_checkpoint", lambda: True)
    klass = open_class(store)
    wang = join(store, klass, "王芳")
    write_over(file)
    assert refused(store, klass, wang, 1).code in {"store-gone", "store-gone-alone"}


@pytest.mark.parametrize("harm", [empty, write_over])
def test_a_file_that_was_written_over_is_not_called_foreign_or_damaged(file, store, klass, wang, harm):
    act(store, klass, wang, 1)
    store._settling.now()
    harm(file)
    with pytest.raises(StoreError) as caught:
        store.read_now(lambda conn: conn.execute(sa.text("SELECT * FROM nothing")))
    assert caught.value.code == "store-gone-alone"


@pytest.mark.parametrize("harm", [delete, Path.unlink, rename, move_folder, replace, lose_the_log])
def test_what_the_class_still_holds_is_kept_beside(file, store, klass, wang, harm):
    act(store, klass, wang, 1)
    harm(file)
    error = refused(store, klass, wang, 2)
    kept = Path(error.params["copy"])
    assert str(kept) in lang.load().error(error)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600 or os.name == "nt"
    assert refused(store, klass, wang, 2).params["copy"] == str(kept)
    assert len(store.events("一班")) == 1  # learners go on seeing their work
    assert [path for path in kept.parent.iterdir() if ".rescued" in path.name] == [kept]
    with Store(str(kept)) as again:
        assert [event["action_id"] for event in again.events("一班")] == ["a1"]


@pytest.mark.parametrize("whole", [False, True], ids=["file", "folder"])
def test_a_file_that_is_back_in_its_place_goes_on(file, store, klass, wang, whole):
    act(store, klass, wang, 1)
    here = file.parent if whole else file
    here.rename(here.with_name("away"))
    kept = Path(refused(store, klass, wang, 2).params["copy"])
    here.with_name("away").rename(here)
    assert act(store, klass, wang, 2).status == "ok"
    assert not kept.exists()  # the file has all of it and more
    store.close()
    assert steps(file) == 2


def test_a_file_that_goes_away_while_an_action_is_written_is_told(file, store, klass, wang):
    def job(conn):
        rename(file)
        return people.open_class(conn, "三班", None, AT)

    with pytest.raises(StoreError) as caught:
        store.write_now(job)
    assert caught.value.code == "store-gone"
    file.with_name("other.db").rename(file)
    assert act(store, klass, wang, 1).status == "ok"


def test_no_empty_file_comes_back_in_its_place(file, store, klass, wang):
    """Not by new readers either, who open the file by its name."""
    act(store, klass, wang, 1)
    delete(file)
    at_once = threading.Barrier(4)

    def read(_conn):
        at_once.wait(5)

    readers = [threading.Thread(target=store.read_now, args=(read,)) for _ in range(3)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threading, "excepthook", lambda _: None)  # they may be refused
        for reader in readers:
            reader.start()
        at_once.abort()
        for reader in readers:
            reader.join()
    assert not file.exists()


def test_another_servers_checkpoint_is_no_other_file(file, store, klass, wang):
    with Store(str(file)) as other:
        for number in range(1, 41):
            base = other if number % 2 else store
            assert act(base, klass, wang, number).status == "ok"
            base._settling.now()
    assert len(store.events("一班")) == 40


@pytest.mark.parametrize("by_another", [False, True])
def test_a_checkpoint_that_a_reader_keeps_from_its_end_is_no_other_file(file, store, klass, wang, by_another):
    """The visible file alone is then neither what it was nor what it will be, and may not be readable at all."""
    for number in range(1, 30):
        act(store, klass, wang, number)
    store._settling.now()
    torn = set()
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        for number in range(30, 120, 10):
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM event").fetchone()
            for more in range(10):
                assert act(store, klass, wang, number + more).status == "ok"
            if by_another:
                with closing(sqlite3.connect(file)) as other:
                    assert other.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[1:] != (0, 0)
            else:
                store._settling.now()
            try:
                torn.add(steps(file) < number + more)
            except sqlite3.Error:
                torn.add(True)
            reader.execute("ROLLBACK")
        assert True in torn
    wait_for(file, 119)


def test_learner_and_trainer_are_told(file, tmp_path):
    from class_scene import Running

    with Store(str(file)) as store:
        room = Room.open(content(), store, "一班")
        running = Running(room)
        try:
            wang = Device(running.port).join(room, "王芳")
            trainer = Device(running.port)
            trainer.get(f"/trainer?token={room.trainer_token}")
            item, name, letter = first_question(wang.get(SPOT))
            fields = {name: letter, "reason": "a"}
            file.rename(tmp_path / "away.db")
            late = wang.act(SPOT, "answer", {"item": item}, fields, name="same")
            assert (late.status, late.json["status"]) == (503, "refused")
            assert "没有保存" in late.json["message"]
            shown = trainer.get("/trainer").words
            assert str(file) in shown
            assert "okr class restore" in shown
            (tmp_path / "away.db").rename(file)
            again = wang.act(SPOT, "answer", {"item": item}, fields, name="same")
            assert (again.status, again.json["status"]) == (200, "ok")
        finally:
            running.close()


# -- the visible file holds the work -----------------------------------------------------------------------------------


def wait_for(file, count, seconds=10):
    """Until the file alone holds so many steps; what a copy made at this moment has."""
    until, found = time.monotonic() + seconds, None
    while found != count:
        assert time.monotonic() < until, f"{found} of {count}"
        time.sleep(0.02)
        with suppress(sqlite3.Error):  # in the middle of a checkpoint
            found = steps(file)


def test_the_file_alone_holds_the_work_soon_after_the_last_action(tmp_path, file, store, klass, wang):
    for number in range(1, 62):
        act(store, klass, wang, number)
    wait_for(file, 61, settle.SOON + 5)
    shutil.copy(file, tmp_path / "copy.db")
    with Store(str(tmp_path / "copy.db")) as copy:
        assert copy.events("一班") == store.events("一班")


def test_a_new_file_is_a_store_from_its_first_moment(file):
    """Also if the server is killed right then: the file has its tables before it has a log."""
    with Store(str(file)) as store:
        assert store.made
        assert steps(file) == 0
    with Store(str(file)) as store:
        assert not store.made


def test_a_reader_in_the_way_is_waited_for(file, store, klass, wang, monkeypatch):
    monkeypatch.setattr(settle, "AGAIN", 0.05)
    act(store, klass, wang, 1)
    wait_for(file, 1)
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM event").fetchone()
        for number in range(2, 5):
            act(store, klass, wang, number)
        store._settling.now()
        assert steps(file) == 1
        reader.execute("ROLLBACK")
    wait_for(file, 4)


def test_closing_leaves_one_complete_file(file, store, klass, wang):
    act(store, klass, wang, 1)
    store.close()
    assert steps(file) == 1
    assert [path.name for path in file.parent.iterdir()] == ["class.db"]


# -- what is opened ----------------------------------------------------------------------------------------------------


def code_of_opening(file, **how):
    with pytest.raises(StoreError) as caught:
        Store(str(file), busy_ms=100, **how)
    assert str(file) in lang.load().error(caught.value)
    return caught.value.code


def test_a_copy_without_its_log_is_no_new_class(tmp_path):
    """As the first release left it: one page, no table; the work was in the log."""
    file, alone = tmp_path / "class.db", tmp_path / "alone.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as first:
        first.execute("PRAGMA journal_mode=WAL")
        first.execute("CREATE TABLE kit (key, value)")
        shutil.copy(file, alone)
    assert alone.stat().st_size == 4096
    before = alone.read_bytes()
    assert code_of_opening(alone) == "store-hollow"
    assert code_of_opening(alone) == "store-hollow"
    assert alone.read_bytes() == before


def test_a_file_of_something_else_is_not_touched(tmp_path):
    foreign = tmp_path / "accounts.db"
    with closing(sqlite3.connect(foreign)) as raw, raw:
        raw.execute("CREATE TABLE account (x)")
    assert code_of_opening(foreign) == "store-foreign"
    with closing(sqlite3.connect(foreign)) as raw:
        assert raw.execute("SELECT name FROM sqlite_master").fetchall() == [("account",)]


def test_an_empty_file_and_a_new_path_are_a_new_class(tmp_path):
    (tmp_path / "empty.db").touch()
    for name in ("empty.db", "new.db"):
        with Store(str(tmp_path / name)) as store:
            assert store.made
            assert open_class(store).name == "一班"


def test_a_log_without_its_file_is_not_thrown_away(file):
    """SQLite itself deletes the log of a file that is empty or gone."""
    file.parent.mkdir()
    log = file.with_name("class.db-wal")
    for there in (False, True):
        log.write_bytes(b"the answers of a morning" * 100)
        if there:
            file.touch()
        assert code_of_opening(file) == "store-torn"
        assert log.read_bytes() == b"the answers of a morning" * 100


def test_a_class_whose_file_was_lost_does_not_begin_anew(file, store, klass, wang):
    act(store, klass, wang, 1)
    delete(file)
    kept = refused(store, klass, wang, 2).params["copy"]
    store.close()
    assert not file.exists()
    with pytest.raises(StoreError) as caught:
        Store(str(file))
    assert caught.value.code == "store-lost"
    assert f'okr class restore "{kept}"' in lang.load().error(caught.value)


def test_a_class_that_ends_without_its_file_leaves_what_it_held(file, store, klass, wang):
    """Nobody acted any more, so nobody was told."""
    act(store, klass, wang, 1)
    delete(file)
    store.close()
    assert code_of_opening(file) == "store-lost"
    assert steps(file.with_name("class.rescued.db")) == 1


@pytest.mark.parametrize(("name", "said"), [("一班", ""), ("1班", "「1班」是新开的班，这份记录里已有：一班、二班")])
def test_a_class_that_begins_in_a_store_of_others_is_named(store, capsys, name, said):
    """A name that was typed in another way opens another class."""
    before = [open_class(store, known).name for known in ("一班", "二班")]
    store.made = False
    open_room.announce(lang.load(), Room.open(content(), store, name), open_room.Place("127.0.0.1", "http://x"), before)
    out = capsys.readouterr().out
    assert ("是新开的班" in out, said in out) == (bool(said), True)


def test_what_must_be_there_is_not_made(file):
    assert code_of_opening(file, new=False) == "store-missing"
    assert not file.exists()


# -- who may read it ---------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights of its own")
def test_a_class_is_for_its_account_alone(file, monkeypatch):
    monkeypatch.setattr(os, "umask", os.umask)
    before = os.umask(0o022)
    try:
        with Store(str(file)) as store:
            act(store, klass := open_class(store), join(store, klass, "王芳"), 1)
            rights = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    finally:
        os.umask(before)
    assert rights == {"class.db": 0o600, "class.db-wal": 0o600, "class.db-shm": 0o600}
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights of its own")
def test_rights_that_were_wider_are_taken_back(file, store, klass, wang):
    act(store, klass, wang, 1)
    for name in ("class.before-0002.db", "class.replaced.db", "classmates.db"):
        file.with_name(name).touch()
    for path in file.parent.iterdir():
        path.chmod(0o664)
    with Store(str(file)):
        rights = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    assert rights.pop("classmates.db") == 0o664  # not ours
    assert set(rights.values()) == {0o600}
    assert len(rights) == 5


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights of its own")
def test_a_folder_that_was_there_keeps_its_rights(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir(0o755)
    Store(str(shared / "a" / "class.db")).close()
    assert stat.S_IMODE(shared.stat().st_mode) == 0o755
    assert stat.S_IMODE((shared / "a").stat().st_mode) == 0o700


# -- what went wrong ---------------------------------------------------------------------------------------------------


def killed(file):
    """A store as kill -9 leaves it, with its log."""
    code = (
        "import sys, os, signal; from store_scene import *; from okr_kit.hosts.store import Store\n"
        "s = Store(sys.argv[1]); k = open_class(s); p = join(s, k, '王芳')\n"
        "for n in range(50): put(s, entry(k, p, action_id=str(n), base_seq=n, state={'text': '长' * 2000}))\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    env = os.environ | {"PYTHONPATH": os.pathsep.join([*sys.path, str(Path(__file__).parent)])}
    subprocess.run([sys.executable, "-c", code, str(file)], env=env, check=False)


FULL_DISK = """
import sys; from pathlib import Path
from okr_kit.errors import StoreError; from okr_kit.hosts.store import Store
file = Path(sys.argv[1]); filler = file.with_name("filler")
with filler.open("wb", buffering=0) as out:
    try:
        while True: out.write(bytes(4096))
    except OSError: pass
for _ in range(2):
    try:
        with Store(str(file)) as store: print(len(store.events("一班")))
    except StoreError as error: print(error.code)
    filler.unlink(missing_ok=True)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a small disk is made by Linux's own means")
def test_a_full_disk_after_a_kill_is_not_called_damage(tmp_path):
    small, outside = tmp_path / "small", tmp_path / "outside.db"
    small.mkdir()
    killed(outside)
    script = f'mount -t tmpfs -o size=2m tmpfs {small} && cp {outside} {outside}-wal {small} && exec {sys.executable} -c "$0" {small}/outside.db'
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = ["unshare", "-rm", "sh", "-c", script, FULL_DISK]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    if "unshare" in done.stderr or "mount" in done.stderr:
        pytest.skip("no namespaces here: " + done.stderr)
    assert done.stdout.split() == ["store-full", "50"], done.stderr


def said(number, words="disk I/O error"):
    error = sqlite3.OperationalError(words)
    error.sqlite_errorcode = number
    return sa.exc.OperationalError("SELECT", {}, error)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (sqlite3.SQLITE_IOERR_SHMSIZE, "store-disk"),
        (sqlite3.SQLITE_IOERR_FSYNC, "store-disk"),
        (sqlite3.SQLITE_FULL, "store-full"),
        (sqlite3.SQLITE_BUSY_RECOVERY, "store-locked"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "store-unwritable"),
        (sqlite3.SQLITE_CANTOPEN, "store-unwritable"),
        (sqlite3.SQLITE_CORRUPT, "store-broken"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "store-broken"),
        (sqlite3.SQLITE_NOMEM, "store-failed"),
    ],
)
def test_sqlite_is_understood_by_its_numbers(tmp_path, number, code):
    assert trouble.code_of(said(number), tmp_path / "class.db") == code


@pytest.mark.parametrize(("errno", "code"), [(28, "store-full"), (13, "store-unwritable"), (30, "store-unwritable")])
def test_where_the_disk_did_not_do_it_the_folder_says_why(tmp_path, monkeypatch, errno, code):
    def refuse(*_, **__):
        raise OSError(errno, os.strerror(errno))

    monkeypatch.setattr(trouble.tempfile, "TemporaryFile", refuse)
    assert trouble.code_of(said(sqlite3.SQLITE_IOERR_SHMSIZE), tmp_path / "class.db") == code
    assert trouble.code_of(said(sqlite3.SQLITE_CORRUPT), tmp_path / "class.db") == "store-broken"


def test_a_damaged_file_is_called_damaged_and_left_alone(file, store, klass, wang):
    for number in range(1, 200):
        act(store, klass, wang, number)
    store.close()
    torn = bytearray(file.read_bytes())
    torn[4096:] = noise(len(torn) - 4096)
    file.write_bytes(torn)
    assert code_of_opening(file) == "store-broken"
    assert file.read_bytes() == bytes(torn)


def test_damage_that_the_opening_does_not_meet_is_told_before_the_class(file, store, klass, wang):
    """As a copy made in the middle of a checkpoint has it: most is there, one page is another's."""
    for number in range(1, 200):
        act(store, klass, wang, number)
    store.close()
    torn = bytearray(file.read_bytes())
    torn[-4096:] = torn[4096:8192]
    file.write_bytes(torn)
    with closing(sqlite3.connect(file)) as conn:
        assert conn.execute("SELECT value FROM kit").fetchone()
    assert code_of_opening(file) == "store-broken"


def test_damage_is_no_matter_of_space_for_a_copy(tmp_path):
    """Also where an upgrade would begin with one."""
    old = tmp_path / "class.db"
    whole = bytearray((Path(__file__).parent / "data" / "first-release.sqlite3").read_bytes())
    whole[-4096:] = whole[-8192:-4096]
    old.write_bytes(whole)
    assert code_of_opening(old) == "store-broken"
    assert old.read_bytes()[100:] == bytes(whole)[100:]  # but for the head, which says whether there is a log


def test_no_sentence_sends_a_trainer_away_from_good_answers():
    sentences = {key: words for key, words in lang.load().messages.items() if key.startswith("errors.store-")}
    assert [key for key, words in sentences.items() if "新文件" in words] == []
    assert "okr class restore" in sentences["errors.store-broken"]
    assert ".recover" in sentences["errors.store-broken"]


def test_copies_are_checked(tmp_path, store, klass, wang):
    act(store, klass, wang, 1)
    broken = tmp_path / "broken.db"
    store.close()
    whole = bytearray(store._file.read_bytes())
    whole[4096:8192] = noise(4096)
    broken.write_bytes(whole)
    with closing(sqlite3.connect(broken)) as source, pytest.raises(sqlite3.DatabaseError):
        copies.copy(source, tmp_path / "copy.db")
