"""However the class server ends, the visible file alone holds the work, and it ends quietly."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest
from class_scene import wait_until
from load_scene import ROOT, Crowd, Learner, Server, free_port

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and terminals differ")


@pytest.fixture(autouse=True)
def terminal():
    """Servers are started as in a terminal, also where these tests run under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


def alone(file):
    """The steps that the file holds without what lies beside it."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as conn:
        return {name for (name,) in conn.execute("SELECT action_id FROM event")}


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_file_is_complete_when_the_server_ends(tmp_path, how):
    file = tmp_path / "class.db"
    server = Server(file)
    learner = Learner(server.port, server.code, 1)
    for _ in range(5):
        learner.act()
    assert server.end(how) == 0
    assert alone(file) == set(learner.saved)
    assert len(learner.saved) == 5
    assert [path.name for path in tmp_path.iterdir()] == ["class.db"]


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_the_file_is_complete_when_the_server_ends_under_load(tmp_path, how):
    server = Server(tmp_path / "class.db")
    with Crowd(server, 30) as crowd:
        crowd.wait_for(100)
        assert server.end(how) == 0
    assert crowd.saved() <= alone(tmp_path / "class.db")


def test_who_wants_it_to_stay_when_the_terminal_closes_keeps_it(tmp_path):
    """As with nohup, which starts it with SIGHUP ignored."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        server = Server(tmp_path / "class.db")
    finally:
        signal.signal(signal.SIGHUP, before)
    learner = Learner(server.port, server.code, 1)
    server.process.send_signal(signal.SIGHUP)
    learner.act()
    assert len(learner.saved) == 1
    assert server.end(signal.SIGTERM) == 0


IN_ITS_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "okr_kit", *sys.argv[1:]])
"""


@pytest.mark.slow
def test_a_terminal_that_is_closed_ends_the_class(tmp_path):
    """``okr serve`` in a terminal of its own, whose window is shut while somebody acts."""
    port = free_port()
    ours, theirs = os.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", IN_ITS_TERMINAL, "serve", "--port", str(port), "--course-dir", str(tmp_path)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env=os.environ | {"TERM": "dumb", "PYTHONUTF8": "1"},
        start_new_session=True,
    )
    os.close(theirs)
    said = b""
    while "Ctrl-C 结束".encode() not in said:
        said += os.read(ours, 4096)
    assert "这是新建的作答记录" in said.decode()
    assert "是新开的班" not in said.decode()
    code = said.decode().partition("/?c=")[2][:6]
    learner = Learner(port, code, 1)
    over = threading.Event()
    working = threading.Thread(target=learner.work, args=(over,))
    working.start()
    wait_until(lambda: len(learner.saved) >= 5)
    os.close(ours)  # the window is shut
    assert child.wait(30) == 0
    over.set()
    working.join()
    file = tmp_path / "okr-data" / "okr.sqlite3"
    assert set(learner.saved) <= alone(file)
    assert [path.name for path in file.parent.iterdir()] == ["okr.sqlite3"]


@pytest.mark.slow
def test_nothing_saved_is_lost_or_doubled_by_kill_9_under_load(tmp_path):
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        from kill import kill_again_and_again
    finally:
        sys.path.pop(0)
    saved, found = kill_again_and_again(tmp_path / "class.db", rounds=3, learners=30, actions=100)
    assert len(saved) >= 300
    assert found == {"lost": 0, "doubled": 0, "states apart from the log": 0}
