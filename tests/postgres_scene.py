"""A PostgreSQL of our own for tests: its files in a temporary folder, gone afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path

# What a crash would cost does not matter here; that it starts fast and takes little does.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "listen_addresses": "127.0.0.1",
}
PATIENCE = 30


def find_programs() -> Path | None:
    """The folder with initdb and postgres, the newest where there are several; Debian keeps it out of PATH."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda folder: float(folder.parent.name), default=None)


class Cluster:
    """A running server with one superuser ``okr`` and databases on demand."""

    def __init__(self, programs: Path) -> None:
        self.numbers = count(1)
        self.folder = Path(tempfile.mkdtemp(prefix="okr-pg-"))
        self.user = unprivileged(self.folder)
        self.server = None
        try:
            self.start(programs)
        except BaseException:
            self.close()
            raise

    def start(self, programs: Path) -> None:
        data = str(self.folder / "data")
        made = [programs / "initdb", "-D", data, "-U", "okr", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(made, check=True, capture_output=True, cwd=self.folder, **self.user)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        options = [f"--{name}={value}" for name, value in SETTINGS.items()]
        command = [programs / "postgres", "-D", data, "-k", str(self.folder), "-p", str(self.port), *options]
        log = (self.folder / "log.txt").open("wb")
        with log:
            self.server = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, **self.user)
        self.wait()

    def wait(self) -> None:
        import psycopg

        until = time.monotonic() + PATIENCE
        while True:
            try:
                self.run("SELECT 1")
            except psycopg.OperationalError:
                if self.server.poll() is not None or time.monotonic() > until:
                    raise AssertionError((self.folder / "log.txt").read_text()[-2000:]) from None
                time.sleep(0.05)
            else:
                return

    def run(self, sql: str) -> None:
        """One statement outside any transaction."""
        import psycopg

        link = psycopg.connect(host="127.0.0.1", port=self.port, user="okr", dbname="postgres", autocommit=True)
        with link:
            link.execute(sql)

    def new(self) -> str:
        """The URL of an empty database; ``drop`` it afterwards."""
        name = f"class{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://okr:secret@127.0.0.1:{self.port}/{name}"

    def drop(self, url: str) -> None:
        self.run(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    def close(self) -> None:
        if self.server is not None:
            self.server.send_signal(signal.SIGINT)  # fast: connections are ended
            self.server.wait(PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)


def unprivileged(folder: Path) -> dict[str, object]:
    """For subprocess: as whom to run, since PostgreSQL refuses root; the folder becomes theirs."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    import pwd

    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
