"""What the class server starts as Voila's own process: see voila_process.py, which is its end of the pipes."""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from typing import TYPE_CHECKING

from ... import lang
from ..network import LOOPBACK
from .voila_process import GRACE, NICE, told_overlay

if TYPE_CHECKING:
    from .voila_app import RoomVoila


def main() -> None:
    """Serve Voila on a free port of this computer until the class server ends, however it ends."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    with open(0, "rb", buffering=0, closefd=False) as pipe:
        told = json.loads(pipe.readline())
    running: list[RoomVoila] = []
    threading.Thread(target=_end_with_parent, args=(running,), daemon=True, name="parent").start()

    from .voila_app import RoomVoila  # a second of imports: by now the thread hears when the class server ends

    logging.getLogger("tornado").setLevel(logging.ERROR)  # the trainer's terminal is for what needs the trainer
    language = lang.load(told["language"], told_overlay())
    app = RoomVoila(language, told["secret"], told["idle"], ip=LOOPBACK, port=0, root_dir=told["root"])
    app.ready = _tell
    app.initialize([])
    running.append(app)
    app.start()


def _tell(port: int) -> None:
    """Tell the port; from then on what kernels print goes where errors go, as the pipe has no reader any more."""
    os.write(1, f"{port}\n".encode())
    os.dup2(2, 1)


def _end_with_parent(running: list[RoomVoila]) -> None:
    while os.read(0, 1024):
        pass
    for app in running:
        app.end()
        time.sleep(GRACE)
    os._exit(0)
