"""Which class a trainer's page is about, and where its files lie: told by the class server, else found from the folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ..hosts.classroom.room import CLASS_NAME
from ..hosts.cli.open_room import DATA, DEFAULT_DATABASE
from ..hosts.jupyter import voila_process
from ..hosts.store.folders import folder_name


@dataclass(frozen=True, slots=True)
class Here:
    """A class: ``data`` is the course folder's own folder of answers, ``class_name`` its name, ``db`` its store's address."""

    data: Path
    class_name: str
    db: str

    @property
    def files(self) -> Path:
        """What was collected for this class before it began; nobody but the trainer's account can look into it."""
        return self.data / "before" / folder_name(self.class_name)


def here() -> Here:
    """The class that the class server told this process of; without one, that of the course folder around us."""
    data = Path(os.environ.get(voila_process.DATA) or course_folder(Path.cwd()) / DATA)
    return Here(
        data,
        os.environ.get(voila_process.CLASS) or CLASS_NAME,
        os.environ.get(voila_process.DB) or str(data / DEFAULT_DATABASE),
    )


def course_folder(start: Path) -> Path:
    """The course folder in which a notebook lies: the nearest one with a ``_config.yml``, else where we are."""
    return next((one for one in (start, *start.parents) if (one / "_config.yml").is_file()), start)
