"""One Tornado process for a class: the class server's routes first, the trainer's Voila pages below ``/voila/``.

Voila's standalone application is subclassed, never its server extension: only the former drops ``execute_request``,
so that a page can talk to its widgets and to nothing else of the kernel (tests/test_voila.py proves both sides).
What Voila offers beyond notebooks, files, themes and its listing of the disk, is not routed at all.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_core.utils import run_sync
from jupyterlab_server.config import get_federated_extensions
from tornado.ioloop import IOLoop, PeriodicCallback
from traitlets import default
from traitlets.config import Config
from voila.app import Voila
from voila.utils import get_voila_labextensions_path

from ..errors import ServeError
from ..lang import Language
from .voila_pages import FOLDERS, LOGIN, LoginPage, NotebookList, NotebookPage, NothingHere, TrainerIdentity

if TYPE_CHECKING:
    from .room import Room

TEMPLATES = Path(__file__).parent / "voila_template"
#: Lab extensions that widgets need; each other one installed would add to every page (14.8 instead of 5.3 MB).
EXTENSIONS = {"@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"}
#: What of Voila's own routes is kept; its tree, its files and its contents API are not.
KEPT = (
    "/api/kernels/",
    "/voila/static/",
    "/voila/templates/",
    "/voila/labextensions/",
    "/voila/api/themes/",
    "/voila/api/shutdown/",
)
#: A kernel that no page is connected to ends after so many seconds; how often that is looked at.
IDLE = 600
LOOK_EVERY = 60


class ThisPython(KernelSpecManager):
    """Knows one kernel: the Python that runs the course, whatever other kernels the trainer has installed."""

    @default("kernel_dirs")
    def _no_other_kernels(self) -> list[str]:
        return []

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """That kernel, told to keep its remarks out of the trainer's terminal."""
        spec = super().get_kernel_spec(kernel_name)
        spec.argv.append("--log-level=ERROR")
        return spec


class RoomVoila(Voila):
    """Voila for one room: our routes, our words, the trainer's token, no other host.

    ``room`` may be None (Voila alone, with its own ``token``); ``routes`` are Tornado handlers that come first.
    """

    def __init__(self, language: Language, room: Room | None = None, routes: Sequence[Any] = (), **traits: Any) -> None:
        """Fix what must not be configured from outside."""
        self.language, self.room, self.routes = language, room, list(routes)
        self.ready: Callable[[int], None] | None = None
        fixed = {"base_url": "/", "port_retries": 0, "config_file_paths": [], "open_browser": False}
        super().__init__(config=_config(language, room), identity_provider_class=TrainerIdentity, **(traits | fixed))

    def setup_template_dirs(self) -> None:
        """Our templates before Voila's "lab"; its files stay where they are."""
        super().setup_template_dirs()
        self.template_paths.insert(0, str(TEMPLATES))

    def init_settings(self) -> dict[str, Any]:
        """Voila's settings with our words in both template environments and our login and not-found pages."""
        settings: dict[str, Any] = super().init_settings()
        words = Words(self.language)
        settings["voila_jinja2_env"].globals["okr"] = words
        settings["jinja2_env"] = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True)
        settings["jinja2_env"].globals["okr"] = words
        settings |= {"login_url": LOGIN, "default_handler_class": NothingHere}
        if self.room is not None:
            from .server import NotFound

            elsewhere = {"default_handler_class": NotFound, "default_handler_args": {"room": self.room}}
            settings |= {"cookie_secret": self.room.cookie_secret, **elsewhere}
        return settings

    def init_handlers(self) -> list[Any]:
        """The class server's routes, then what is kept of Voila's, then our pages of notebooks."""
        kept = [handler for handler in super().init_handlers() if str(handler[0]).startswith(KEPT)]
        pages: dict[str, Any] = {"voila_configuration": self.voila_configuration}
        render = pages | {"template_paths": self.template_paths, "config": self.config}
        own = [
            (r"/voila/?", NotebookList, pages),
            (LOGIN, LoginPage),
            (rf"/voila/render/((?:{'|'.join(FOLDERS)})/[^/]+)", NotebookPage, render),
        ]
        return [*self.routes, *kept, *own]

    def listen(self) -> None:
        """Serve until Ctrl-C or SIGTERM, then end every kernel; ServeError if the port cannot be had."""
        try:
            self.http = self.app.listen(self.port, self.ip)
        except OSError as error:
            shutil.rmtree(self.connection_dir, ignore_errors=True)
            code = "port-busy" if error.errno == errno.EADDRINUSE else "port-refused"
            raise ServeError(code, port=self.port, address=self.ip) from None
        self.ioloop = IOLoop.current()
        if sys.platform == "win32":  # the selector loop notices Ctrl-C only when something wakes it
            PeriodicCallback(lambda: None, 500).start()
        if self.ready is not None:
            self.ioloop.add_callback(self.ready, self.port)
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            pass
        finally:
            self.stop()

    def stop(self) -> None:
        """Close the port, end the kernels, leave no files behind."""
        self.http.stop()
        run_sync(self.kernel_manager.shutdown_all)(now=True)
        shutil.rmtree(self.connection_dir, ignore_errors=True)


class Words:
    """What the templates may use of a language pack: its tag for browsers and its sentences."""

    def __init__(self, language: Language) -> None:
        """Keep the pack."""
        self.lang = web_tag(language)
        self.say = language.say


def web_tag(language: Language) -> str:
    """The pack's name as browsers write it: ``zh_cn`` is ``zh-CN``."""
    head, _, region = language.tag.partition("_")
    return f"{head}-{region.upper()}" if region else head


def serve(
    language: Language,
    room: Room | None,
    routes: Sequence[Any],
    *,
    address: str,
    port: int,
    root: Path,
    overlay: Path | None = None,
    course: Path | None = None,
    ready: Callable[[int], None] | None = None,
) -> None:
    """Open the room on one port and serve until Ctrl-C or SIGTERM.

    ``routes`` are the class server's handlers; ``root`` is the course folder, of which Voila shows ``exercises/`` and
    ``trainer/``; ``overlay`` and ``course`` are the lecturer's own, for the notebooks too; ``ready`` is called with the
    port once pages can be opened. Raises ServeError when the port is taken.
    """
    logging.getLogger("tornado").setLevel(logging.ERROR)  # the trainer's terminal is for what needs the trainer
    # Kernels inherit these: the projector shows the class's content, and what is answered there is nobody's work.
    given = {"OKR_CONTENT": overlay, "OKR_COURSE": course}
    os.environ.update({name: str(path.resolve()) for name, path in given.items() if path is not None})
    if room is not None:
        os.environ["OKR_ROLE"] = "demo"
    app = RoomVoila(language, room, routes, ip=address, port=port, root_dir=str(root))
    app.ready = ready
    app.initialize([])
    app.start()


def _config(language: Language, room: Room | None) -> Config:
    """Voila's configuration: nothing to run from the page, no traceback, no foreign extension, no idle kernel."""
    words = {
        "lang": web_tag(language),
        "home": "/voila/" if room is None else "/trainer",
        "back": language.say("voila.back" if room is None else "voila.to-trainer"),
        "loading": language.say("voila.loading"),
        "step": language.say("voila.step", step="{step}", steps="{steps}"),
        "lost": language.say("voila.lost"),
        "no_script": language.say("voila.no-script"),
        "cell_failed": language.say("voila.cell-failed"),
    }
    installed = get_federated_extensions(get_voila_labextensions_path())
    config = Config()
    config.Application.log_level = logging.ERROR
    config.VoilaConfiguration = Config(
        allow_template_override="NO",
        allow_theme_override="NO",
        strip_sources=True,
        show_tracebacks=False,
        extension_denylist=sorted(set(installed) - EXTENSIONS),
        kernel_spec_manager_class=ThisPython,
        resources={"okr": words},
    )
    config.MappingKernelManager.cull_idle_timeout = IDLE
    config.MappingKernelManager.cull_interval = LOOK_EVERY
    config.MappingKernelManager.cull_connected = False
    return config
