"""Who may open the trainer's Voila pages, and the pages that are ours: list, notebook, login, not found.

Everything that reaches a kernel asks :class:`TrainerIdentity` first; a learner's cookie opens nothing here.
"""

from __future__ import annotations

import hmac
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import User
from tornado import web
from voila.handler import BaseVoilaHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.voila_identity_provider import VoilaIdentityProvider, VoilaLoginHandler

from . import access

if TYPE_CHECKING:
    from .room import Room

#: The folders of a course that Voila may show, with the message key of their heading.
FOLDERS = {"exercises": "list-exercises", "trainer": "list-trainer"}
LOGIN = "/voila/login"


class TrainerIdentity(VoilaIdentityProvider):
    """With a room, the trainer's cookie or token of that room; without one, Voila's own token."""

    @property
    def room(self) -> Room | None:
        """The room this application serves, or None."""
        found: Room | None = self.parent.room
        return found

    @property
    def auth_enabled(self) -> bool:
        """A room always has a trainer; without one the token decides."""
        return self.room is not None or bool(self.token)

    @property
    def login_available(self) -> bool:
        """There is a login page whenever somebody has to log in."""
        return self.auth_enabled

    def get_user(self, handler: web.RequestHandler) -> Any:
        """The trainer, or None for everybody else."""
        if self.room is None:
            return super().get_user(handler)
        return User("trainer") if access.trainer_from(handler, self.room) else None

    def process_login_form(self, handler: web.RequestHandler) -> User | None:
        """The trainer, if the word typed is the room's token."""
        typed = handler.get_body_argument("password", "")
        if self.room is None:
            same = hmac.compare_digest(typed.encode(), str(self.token).encode())
            return self.generate_anonymous_user(handler) if same else None
        return User("trainer") if access.is_trainer_token(typed, self.room) else None

    def set_login_cookie(self, handler: web.RequestHandler, user: User) -> None:
        """Remember the trainer the way the class server does, so that one login opens both."""
        if self.room is None:
            super().set_login_cookie(handler, user)
        else:
            access.remember_trainer(handler, self.room)


class LoginPage(VoilaLoginHandler):
    """Asks for the trainer's token, in the course's language."""


class NotebookList(BaseVoilaHandler):
    """The notebooks of the course by their Chinese titles; nothing else of the disk is listed."""

    @web.authenticated
    def get(self) -> None:
        """Show the list."""
        root = Path(self.settings["voila"].root_dir)
        folders = [(heading, notebooks(root, folder)) for folder, heading in FOLDERS.items()]
        self.finish(self.render_template("list.html", folders=folders))


class NotebookPage(TornadoVoilaHandler):
    """A notebook of ``exercises/`` or ``trainer/``, and of no other folder however the address is written."""

    @web.authenticated
    async def get(self, path: str = "") -> None:
        """Run the notebook and show it."""
        root = Path(self.settings["voila"].root_dir)
        if path not in {entry["path"] for folder in FOLDERS for entry in notebooks(root, folder)}:
            raise web.HTTPError(404)
        _ = self.xsrf_token  # sets the cookie without which the page may not end its kernel when it is left
        await super().get(path)


class NothingHere(BaseVoilaHandler):
    """Every address that nobody else answers."""

    def initialize(self, **_: object) -> None:
        """Voila's pages want its configuration."""
        super().initialize(voila_configuration=self.settings["voila"].voila_configuration)

    @allow_unauthenticated
    def get(self) -> None:
        """Say that there is no such page."""
        raise web.HTTPError(404)

    head = post = put = delete = patch = options = get


def notebooks(root: Path, folder: str) -> list[dict[str, str]]:
    """The notebooks in one folder of the course: path below the root, and title from their metadata."""
    return [
        {"path": f"{folder}/{file.name}", "title": _title(file)}
        for file in sorted((root / folder).glob("*.ipynb"))
        if not file.name.startswith(".")
    ]


def _title(file: Path) -> str:
    """The notebook's title, or its file name where it has none or cannot be read."""
    try:
        metadata = json.loads(file.read_text(encoding="utf-8")).get("metadata", {})
    except (OSError, ValueError):
        return file.stem
    return str(metadata.get("title") or file.stem)
