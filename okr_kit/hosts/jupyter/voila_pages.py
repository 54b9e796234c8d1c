"""Who may open the trainer's Voila pages, and the pages that are ours: list, notebook, login, not found.

Everything that reaches a kernel asks :class:`TrainerIdentity` first.
"""

from __future__ import annotations

import hmac
import json
import sys
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import User
from tornado import web
from voila.handler import BaseVoilaHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.voila_identity_provider import VoilaIdentityProvider, VoilaLoginHandler

from .voila_process import SECRET

#: The folders of a course that Voila may show, with the message key of their heading.
FOLDERS = {"trainer": "list-trainer", "exercises": "list-exercises"}
LOGIN = "/voila/login"


class TrainerIdentity(VoilaIdentityProvider):
    """In class, who sends the class server's secret, which has seen the trainer's cookie; alone, Voila's own token."""

    @property
    def secret(self) -> str:
        """What the class server sends along, or nothing."""
        return str(self.parent.secret)

    @property
    def auth_enabled(self) -> bool:
        """A class always has a trainer; without one the token decides."""
        return bool(self.secret or self.token)

    @property
    def login_available(self) -> bool:
        """Alone, there is a login page; in class, one opens the trainer's link."""
        return bool(self.token) and not self.secret

    def get_user(self, handler: web.RequestHandler) -> Any:
        """The trainer, or None for everybody else."""
        if not self.secret:
            return super().get_user(handler)
        sent = handler.request.headers.get(SECRET, "")
        return User("trainer") if hmac.compare_digest(sent.encode(), self.secret.encode()) else None

    def process_login_form(self, handler: web.RequestHandler) -> User | None:
        """The trainer, if the word typed is the token."""
        typed = handler.get_body_argument("password", "")
        same = bool(self.token) and hmac.compare_digest(typed.encode(), str(self.token).encode())
        return self.generate_anonymous_user(handler) if same else None


class LoginPage(VoilaLoginHandler):
    """Asks for the token where Voila stands alone, in the course's language."""


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
    """The notebooks in one folder of the course: path below the root, and title from their metadata.

    Those with an ``order`` in their metadata come first, by it; the others by name.
    """
    files = (file for file in (root / folder).glob("*.ipynb") if not file.name.startswith("."))
    found = sorted((_order(data := _metadata(file)), file.name, str(data.get("title") or file.stem)) for file in files)
    return [{"path": f"{folder}/{name}", "title": title} for _, name, title in found]


def _metadata(file: Path) -> dict[str, Any]:
    """The notebook's metadata; nothing where it cannot be read."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return dict(found["metadata"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _order(metadata: dict[str, Any]) -> int:
    place = metadata.get("order")
    return place if isinstance(place, int) else sys.maxsize
