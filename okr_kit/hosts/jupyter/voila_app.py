"""The trainer's Voila pages, for the class server (voila_process.py, voila_proxy.py) or alone.

Voila's standalone application is subclassed, never its server extension: only the former drops ``execute_request``,
so that a page can talk to its widgets and to nothing else of the kernel (tests/test_voila.py proves both sides).
What Voila offers beyond notebooks, files, themes and its listing of the disk, is not routed at all.
"""

from __future__ import annotations

import errno
import logging
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_core.utils import run_sync
from jupyter_server.services.kernels.kernelmanager import ServerKernelManager
from jupyterlab_server.config import get_federated_extensions
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop, PeriodicCallback
from tornado.netutil import bind_sockets
from traitlets import default
from traitlets.config import Config
from voila.app import Voila
from voila.utils import get_voila_labextensions_path

from ...errors import ServeError
from ...lang import Language
from .voila_pages import FOLDERS, LOGIN, LoginPage, NotebookList, NotebookPage, NothingHere, TrainerIdentity
from .voila_process import IDLE, LOOK_EVERY

TEMPLATES = Path(__file__).parent / "voila_template"
#: Lab extensions that widgets need; each other one installed would add to every page (14.8 instead of 5.3 MB).
EXTENSIONS = {"@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"}
#: Ends a process without a word from it; on Windows every signal that can be sent does.
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
#: What of Voila's own routes is kept; its tree, its files and its contents API are not.
KEPT = (
    "/api/kernels/",
    "/voila/static/",
    "/voila/templates/",
    "/voila/labextensions/",
    "/voila/api/themes/",
    "/voila/api/shutdown/",
)


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


class DemoKernel(ServerKernelManager):
    """A kernel that ends at once: what runs in it is shown and never kept.

    jupyter_client interrupts a kernel before it ends it. One that has something in hand at that moment writes
    「KeyboardInterrupt caught in kernel」 to the trainer's terminal, one that is still starting a traceback.
    """

    # jupyter_client types the method of the class that is not async.
    async def shutdown_kernel(  # type: ignore[override]
        self,
        now: bool = False,  # noqa: ARG002 - always now
        restart: bool = False,
    ) -> None:
        """Kill the process before anybody interrupts it, then clean up as ever."""
        self.shutting_down = True
        self.stop_restarter()
        if self.has_kernel:
            await self.signal_kernel(KILL)
        await super().shutdown_kernel(now=True, restart=restart)


class RoomVoila(Voila):
    """Voila for one course folder: our pages, our words, no other host.

    With a ``secret`` it serves whoever sends it, which is the class server on behalf of the trainer; without one it
    stands alone, with its own ``token``. ``idle`` is after how many seconds an unused kernel ends and how often that is
    looked at. Port 0 is a free one; ``ready`` is called with the port.
    """

    def __init__(
        self, language: Language, secret: str = "", idle: tuple[int, int] = (IDLE, LOOK_EVERY), **traits: Any
    ) -> None:
        """Fix what must not be configured from outside."""
        self.language, self.secret = language, secret
        self.ready: Callable[[int], None] | None = None
        self.loop: IOLoop | None = None
        fixed = {"base_url": "/", "port_retries": 0, "config_file_paths": [], "open_browser": False}
        given = {"config": _config(language, idle, in_class=bool(secret)), "identity_provider_class": TrainerIdentity}
        super().__init__(**given, **(traits | fixed))

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
        return settings

    def init_handlers(self) -> list[Any]:
        """What is kept of Voila's routes, then our pages of notebooks."""
        kept = [handler for handler in super().init_handlers() if str(handler[0]).startswith(KEPT)]
        pages: dict[str, Any] = {"voila_configuration": self.voila_configuration}
        render = pages | {"template_paths": self.template_paths, "config": self.config}
        own = [
            (r"/voila/?", NotebookList, pages),
            *([] if self.secret else [(LOGIN, LoginPage)]),
            (rf"/voila/render/((?:{'|'.join(FOLDERS)})/[^/]+)", NotebookPage, render),
        ]
        return [*kept, *own]

    def listen(self) -> None:
        """Serve until Ctrl-C, SIGTERM or :meth:`end`, then end every kernel; ServeError if the port cannot be had."""
        try:
            sockets = bind_sockets(self.port, self.ip)
        except OSError as error:
            shutil.rmtree(self.connection_dir, ignore_errors=True)
            code = "port-busy" if error.errno == errno.EADDRINUSE else "port-refused"
            raise ServeError(code, port=self.port, address=self.ip) from None
        self.http = HTTPServer(self.app)
        self.http.add_sockets(sockets)
        self.ioloop = self.loop = IOLoop.current()
        if sys.platform == "win32":  # the selector loop notices Ctrl-C only when something wakes it
            PeriodicCallback(lambda: None, 500).start()
        if self.ready is not None:
            self.ioloop.add_callback(self.ready, sockets[0].getsockname()[1])
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            pass
        finally:
            self.stop()

    def end(self) -> None:
        """Stop serving, from any thread."""
        if self.loop is not None:
            self.loop.add_callback(self.loop.stop)

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


def _config(language: Language, idle: tuple[int, int], *, in_class: bool) -> Config:
    """Voila's configuration: nothing to run from the page, no traceback, no foreign extension, no idle kernel."""
    words = {
        "lang": web_tag(language),
        "home": "/stage" if in_class else "/voila/",
        "back": language.say("voila.to-trainer" if in_class else "voila.back"),
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
    config.MappingKernelManager.cull_idle_timeout, config.MappingKernelManager.cull_interval = idle
    config.MappingKernelManager.cull_connected = False
    config.MappingKernelManager.kernel_manager_class = f"{__name__}.{DemoKernel.__name__}"
    return config
