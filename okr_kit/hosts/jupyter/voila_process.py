"""Voila in a process of its own: rendering a page is a second of pure Python, which must not stand between learners.

:class:`VoilaProcess` is the class server's end, voila_child.py the other. Between them are two pipes: on the first goes
what Voila has to know, and as long as it is open the class server lives; on the second comes the port. Nobody else
knows the secret that every request has to carry, and it is in no argument and no environment variable.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from ...files import PACKAGE, Overlay, from_words, in_words

#: This very package, wherever it was imported from, without making its folder a place for imports.
BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); import okr_kit; del sys.path[0]; "
    "from okr_kit.hosts.jupyter.voila_child import main; main()"
)
#: What notebooks are told of the class in the environment: the address of its store, its name, the folder of its files.
DB, CLASS, DATA = "OKR_DB", "OKR_CLASS", "OKR_DATA"
#: The lecturer's own folder and file, and what the class's draws are made of.
CONTENT, COURSE, DRAW = "OKR_CONTENT", "OKR_COURSE", "OKR_DRAW"
#: The header with the secret that only the class server and its Voila know.
SECRET = "X-OKR-Voila"  # noqa: S105 - a name
#: A kernel that no page is connected to ends after so many seconds; how often that is looked at.
IDLE, LOOK_EVERY = 600, 60
#: Seconds for ending the kernels; after that it ends anyway.
GRACE = 5
#: Less often than learners, more often than the book's build.
NICE = 5


def told_overlay() -> tuple[Path, ...]:
    """What the class server that started this process lays over the bank; nothing outside a class."""
    return from_words(os.environ.get(CONTENT, ""))


def told_course() -> Path | None:
    """The course.toml of the class server that started this process, if it has one."""
    found = os.environ.get(COURSE)
    return Path(found) if found else None


class VoilaProcess:
    """Voila for a course folder, as the class server sees it: a port and a secret while it is up.

    ``root`` is the course folder, of which Voila shows ``exercises/`` and ``trainer/``; ``overlay`` and ``course`` are
    the lecturer's own and the class's, for the notebooks too; ``draw`` is the class's, so that the projector shows what the room has;
    ``told`` is what the trainer's pages have to know of the class (:data:`DB`, :data:`CLASS`, :data:`DATA`).
    """

    def __init__(
        self,
        language: str,
        root: Path,
        overlay: Overlay = None,
        course: Path | None = None,
        idle: tuple[int, int] = (IDLE, LOOK_EVERY),
        draw: str = "",
        told: Mapping[str, str] | None = None,
    ) -> None:
        """Keep what it will have to know; nothing runs yet."""
        own = {CONTENT: in_words(overlay), COURSE: in_words(course), DRAW: draw}
        self.own = {name: said for name, said in own.items() if said} | dict(told or {})
        self.told = {"language": language, "root": str(root), "idle": idle}
        self.process: subprocess.Popen[bytes] | None = None
        self.port = 0
        self.secret = ""
        self.word = "starting"

    @property
    def alive(self) -> bool:
        """Whether there is a process, be it up or still starting."""
        return self.process is not None and self.process.poll() is None

    @property
    def up(self) -> bool:
        """Whether it takes requests."""
        return self.port > 0 and self.alive

    def wake(self) -> str:
        """Start it again if it has ended; what to tell who waits: ``starting``, ``again`` or ``failed``.

        One that ended before it was up is said to have failed and is tried again by the next call, not by this one, so
        that a page which looks again by itself does not start it for ever.
        """
        if self.alive:
            return self.word
        if self.process is not None and not self.port and self.word != "failed":
            self.word = "failed"
            return self.word
        self.start("again" if self.process else "starting")
        return self.word

    def start(self, word: str = "starting") -> None:
        """Start it, letting go of one that has ended; returns at once."""
        self.stop()
        self.word, self.port, self.secret = word, 0, secrets.token_urlsafe(32)
        # Kernels inherit these: the projector shows the class's content, and what is answered there is nobody's work.
        try:
            self.process = subprocess.Popen(  # noqa: S603 - our own Python and our own package
                [sys.executable, "-P", "-c", BOOT, str(PACKAGE.parent)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | self.own | {"OKR_ROLE": "demo"},
                **_apart(),
            )
        except OSError:  # too little memory, say; the class goes on without it
            self.process, self.word = None, "failed"
            return
        with contextlib.suppress(OSError):  # it has ended already; whoever asks next is told
            _pipe(self.process.stdin).write(json.dumps(self.told | {"secret": self.secret}).encode() + b"\n")
            _pipe(self.process.stdin).flush()
        threading.Thread(target=self._hear, args=(self.process,), daemon=True, name="voila").start()

    def stop(self) -> None:
        """End it and its kernels."""
        if self.process is None:
            return
        with contextlib.suppress(OSError):
            _pipe(self.process.stdin).close()
        try:
            self.process.wait(GRACE + 1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _hear(self, process: subprocess.Popen[bytes]) -> None:
        with _pipe(process.stdout) as said:
            line = said.readline()
        if self.process is process and line.strip().isdigit():
            self.port = int(line)


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    assert end is not None  # noqa: S101 - both were asked for
    return end


def _apart() -> dict[str, Any]:
    """Ctrl-C is for the class server, which then ends Voila; its priority is below the class server's."""
    if os.name == "posix":
        return {"start_new_session": True}
    group, low = "CREATE_NEW_PROCESS_GROUP", "BELOW_NORMAL_PRIORITY_CLASS"
    return {"creationflags": getattr(subprocess, group) | getattr(subprocess, low)}
