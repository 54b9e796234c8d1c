"""The trainer's Voila pages: who gets in, what a page may do to its kernel, what leaves the computer."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("voila")

from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect
from voila_scene import ROOT, Scene, alone, free_port, in_a_loop, running, start, wait_for, write_notebook

from okr_kit.hosts.jupyter.voila_pages import notebooks

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.slow

BUTTON = """
import ipywidgets
button, said = ipywidgets.Button(description="按"), ipywidgets.HTML("还没有")
button.on_click(lambda _: setattr(said, "value", "按过了"))
ipywidgets.VBox([button, said])
"""
#: Says on the terminal that it was interrupted, as a kernel does that has something in hand at that moment.
TALKATIVE = """
import asyncio, os, signal
tell = lambda *_: os.write(2, b"interrupted")
asyncio.get_running_loop().call_soon(signal.signal, signal.SIGINT, tell)
"""
SECRET_FOLDERS = (
    "/voila/render/private/secret.ipynb",
    "/voila/render/exercises/../private/secret.ipynb",
    "/voila/render/exercises/..%2Fprivate%2Fsecret.ipynb",
    "/voila/render/exercises/%2e%2e/private/secret.ipynb",
    "/voila/tree",
    "/voila/tree/private",
    "/voila/api/contents/private",
    "/voila/files/private/photo.png",
    "/voila/files/exercises/photo.png",
    "/api/kernels",
    "/voila/render/exercises/no-such.ipynb",
)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    write_notebook(root / "exercises/button.ipynb", "一个按钮", BUTTON)
    write_notebook(root / "exercises/broken.ipynb", "坏掉的练习", "secret = 41 / 0")
    write_notebook(root / "trainer/console.ipynb", "讲师台", "1")
    write_notebook(root / "private/secret.ipynb", "别人的", "1")
    (root / "private/photo.png").write_bytes(b"png")
    (root / "exercises/photo.png").write_bytes(b"png")
    return root


@pytest.fixture(scope="module")
def voila(course: Path) -> Iterator[Scene]:
    with running(course) as scene:
        yield scene


# Who gets in


def test_our_routes_come_first_and_the_list_shows_titles_only(voila: Scene) -> None:
    status, page = voila.get("/", trainer=False)
    assert (status, "/join" in page) == (200, True)
    status, page = voila.get("/voila/")
    assert status == 200
    assert '<html lang="zh-CN">' in page
    assert re.findall(r"<li><a[^>]*>(.*?)</a>", page) == ["讲师台", "坏掉的练习", "一个按钮"]
    assert "secret" not in page


@pytest.mark.parametrize("path", ["/voila/", "/voila/render/exercises/button.ipynb"])
@pytest.mark.parametrize("cookie", ["", "okr_me=a-learners-token", "okr_trainer=guessed", "okr_trainer="])
def test_nobody_else_gets_further_than_a_sentence(voila: Scene, path: str, cookie: str) -> None:
    status, page = voila.get(path, trainer=False, Cookie=cookie)
    assert (status, "这一页只给讲师" in page) == (403, True)


def test_voila_itself_answers_only_who_knows_the_secret(voila: Scene) -> None:
    kernel = voila.kernel("exercises/button.ipynb")
    ports = {one.laddr.port for one in voila.voila().net_connections("tcp") if one.status == "LISTEN"}
    found = [f"http://127.0.0.1:{port}" for port in ports if _speaks_http(port)]
    assert len(found) == 1
    for headers in ({}, {"Cookie": voila.cookie()}, {"X-OKR-Voila": "guess"}, {"Authorization": "token guess"}):
        inside = Scene(found[0], voila.process, voila.token)
        assert inside.get("/voila/", trainer=False, **headers)[0] in (302, 403)
        assert inside.get("/voila/render/exercises/button.ipynb", trainer=False, **headers)[0] in (302, 403)
        assert inside.get(f"/api/kernels/{kernel}", trainer=False, **headers)[0] == 403
    assert not [word for word in voila.voila().cmdline() if len(word) > 40 and "import" not in word and "/" not in word]


def _speaks_http(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/none", timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def test_alone_it_asks_for_its_token_in_chinese_and_takes_no_other(course: Path) -> None:
    with alone(course, "a-token-of-its-own") as scene:
        assert scene.get("/voila/", trainer=False)[0] == 302
        status, page = scene.get("/voila/login?next=%2Fvoila%2F", trainer=False)
        assert status == 200
        assert "讲师口令" in page
        xsrf = re.search(r'name="_xsrf" value="([^"]+)"', page)
        assert xsrf
        for word, expected in (("guess", 401), ("", 401), (scene.token, 302)):
            body = f"_xsrf={xsrf[1].replace('|', '%7C')}&password={word}".encode()
            request = urllib.request.Request(
                f"{scene.url}/voila/login?next=%2Fvoila%2F", body, {"Cookie": f"_xsrf={xsrf[1]}"}
            )
            jar = urllib.request.HTTPCookieProcessor()
            opener = urllib.request.build_opener(_NoRedirect, jar)
            try:
                answer = opener.open(request)
            except urllib.error.HTTPError as refused:
                answer = refused
            assert answer.status == expected
            assert ("口令不对" in answer.read().decode()) is (expected == 401)
        with opener.open(f"{scene.url}/voila/") as inside:
            assert "一个按钮" in inside.read().decode()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


@pytest.mark.parametrize("path", SECRET_FOLDERS)
def test_no_other_folder_file_or_listing_is_reachable(voila: Scene, path: str) -> None:
    status, page = voila.get(path)
    assert status == 404
    assert "没有这一页" in page
    assert 'lang="zh-CN"' in page


def test_kernel_endpoints_need_the_trainer(voila: Scene) -> None:
    kernel = voila.kernel("exercises/button.ipynb")
    assert voila.get(f"/api/kernels/{kernel}")[0] == 200
    for cookie in ("", "okr_me=learner"):
        assert voila.get(f"/api/kernels/{kernel}", trainer=False, Cookie=cookie)[0] == 403
        assert voila.get(f"/api/kernels/{kernel}", trainer=False, method="DELETE", Cookie=cookie)[0] == 403
        assert voila.get(f"/voila/api/shutdown/{kernel}", trainer=False, method="POST", Cookie=cookie)[0] == 403
        with pytest.raises(HTTPClientError, match="403"):
            in_a_loop(_Socket.open(f"{voila.url}/api/kernels/{kernel}", cookie))
    assert voila.get(f"/api/kernels/{kernel}")[0] == 200


def test_a_foreign_page_cannot_open_the_socket(voila: Scene) -> None:
    kernel = voila.kernel("exercises/button.ipynb")
    with pytest.raises(HTTPClientError, match="403"):
        in_a_loop(_Socket.open(f"{voila.url}/api/kernels/{kernel}", voila.cookie(), Origin="http://evil.example"))


def test_a_failing_cell_shows_one_sentence_and_nothing_of_the_code(voila: Scene) -> None:
    status, page = voila.get("/voila/render/exercises/broken.ipynb")
    assert status == 200
    assert "这一格没有运行成功" in page
    for leak in ("ZeroDivisionError", "Traceback", "41 / 0", "secret"):
        assert leak not in page


# What a page may do to its kernel


def test_execute_request_does_not_run_in_our_application(voila: Scene, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    kernel = voila.kernel("exercises/button.ipynb")
    types = in_a_loop(attack(f"{voila.url}/api/kernels/{kernel}", voila.cookie(), marker))
    assert "kernel_info_reply" in types, "the socket has to be alive for the test to mean anything"
    assert not {"execute_reply", "execute_input"} & types
    assert not marker.exists()


def test_the_same_attack_runs_in_an_unfiltered_kernel(tmp_path: Path) -> None:
    marker, port = tmp_path / "marker", free_port()
    options = {"port": port, "port_retries": 0, "open_browser": False, "allow_root": True, "root_dir": tmp_path}
    command = [sys.executable, "-m", "jupyter_server", "--IdentityProvider.token=token"]
    process = subprocess.Popen(
        command + [f"--ServerApp.{name}={value}" for name, value in options.items()],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, cwd=tmp_path,
    )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}/api/kernels"
        wait_for(url, process)
        request = urllib.request.Request(url, b"{}", {"Authorization": "token token"})
        with urllib.request.urlopen(request) as answer:
            kernel = json.load(answer)["id"]
        types = in_a_loop(attack(f"{url}/{kernel}", "", marker, Authorization="token token"))
    finally:
        process.terminate()
        process.communicate(timeout=20)
    assert "execute_reply" in types
    assert marker.exists()


class _Socket:
    """A kernel's websocket, as a page or an attacker would use it."""

    @staticmethod
    async def open(kernel_url: str, cookie: str, protocol: str = "", **headers: str) -> Any:
        request = HTTPRequest(f"{kernel_url.replace('http', 'ws', 1)}/channels", headers={"Cookie": cookie, **headers})
        return await websocket_connect(request, subprotocols=[protocol] if protocol else None)


async def attack(kernel_url: str, cookie: str, marker: Path, **headers: str) -> set[str]:
    """Ask for code to be run in each way the protocol has; return the types of message that came back."""
    types: set[str] = set()
    for protocol in ("", "v1.kernel.websocket.jupyter.org"):
        socket = await _Socket.open(kernel_url, cookie, protocol, **headers)
        for channel in ("shell", "control"):
            content = {"code": f"open({str(marker)!r}, 'w').close()", "silent": False, "user_expressions": {}}
            await _send(socket, channel, "execute_request", content, protocol)
        await _send(socket, "shell", "kernel_info_request", {}, protocol)
        until = time.monotonic() + 4
        while time.monotonic() < until:
            try:
                text = await asyncio.wait_for(socket.read_message(), 0.5)
            except TimeoutError:
                continue
            types.update(re.findall(r"\w+_(?:reply|input|request)", str(text)))
        socket.close()
        while await socket.read_message() is not None:
            pass
    return types


async def _send(socket: Any, channel: str, kind: str, content: dict[str, Any], protocol: str) -> None:
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": kind,
        "username": "",
        "session": "s",
        "version": "5.3",
        "date": "",
    }
    if not protocol:
        message = {
            "channel": channel,
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "buffers": [],
        }
        await socket.write_message(json.dumps(message))
        return
    parts = [channel.encode(), *(json.dumps(part).encode() for part in (header, {}, {}, content))]
    offsets = [8 * (len(parts) + 2)]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    numbers = [len(offsets), *offsets]
    await socket.write_message(
        b"".join(number.to_bytes(8, "little") for number in numbers) + b"".join(parts), binary=True
    )


# What a trainer sees, and what leaves the computer


@pytest.mark.browser
def test_a_notebook_runs_in_the_browser_and_asks_no_other_host(
    voila: Scene, trainer_page: Callable[[Scene], Any]
) -> None:
    page = trainer_page(voila)
    page.goto(f"{voila.url}/voila/render/exercises/button.ipynb")
    page.get_by_role("button", name="按").click()
    page.get_by_text("按过了").wait_for()
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.title() == "一个按钮"
    assert not page.locator("#okr-lost").is_visible()


@pytest.mark.browser
def test_the_page_says_when_the_application_is_gone(course: Path, trainer_page: Callable[[Scene], Any]) -> None:
    with running(course) as scene:
        page = trainer_page(scene)
        page.goto(f"{scene.url}/voila/render/exercises/button.ipynb")
        page.get_by_role("button", name="按").click()
        page.get_by_text("按过了").wait_for()
    page.get_by_text("和课堂程序的连接断开了").wait_for()


@pytest.fixture
def trainer_page(new_context: Callable[..., BrowserContext]) -> Callable[[Scene], Any]:
    """A page of the projector on which the trainer has logged in."""

    def open_page(scene: Scene) -> Any:
        context = new_context(viewport={"width": 1280, "height": 720})
        name, _, value = scene.cookie().partition("=")
        context.add_cookies([{"name": name, "value": value, "url": scene.url}])
        return context.new_page()

    return open_page


def test_notebooks_get_the_lecturers_content_and_know_their_role(tmp_path: Path) -> None:
    code = "import os\nprint(os.environ['OKR_ROLE'], os.environ['OKR_CONTENT'])"
    write_notebook(tmp_path / "exercises/who.ipynb", "谁", code)
    (tmp_path / "own").mkdir()
    with running(tmp_path, overlay="own") as scene:
        page = scene.get("/voila/render/exercises/who.ipynb")[1]
    assert f"demo {tmp_path / 'own'}" in page


@pytest.mark.browser
def test_leaving_a_page_ends_its_kernel(voila: Scene, trainer_page: Callable[[Scene], Any]) -> None:
    page = trainer_page(voila)
    page.goto(f"{voila.url}/voila/render/exercises/button.ipynb")
    page.get_by_role("button", name="按").wait_for()
    kernel = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    assert voila.get(f"/api/kernels/{kernel}")[0] == 200
    page.get_by_role("link", name="回到投屏页").click()
    until = time.monotonic() + 10
    while voila.get(f"/api/kernels/{kernel}")[0] == 200:
        assert time.monotonic() < until, "the kernel is still there"
        time.sleep(0.2)


# How it starts and ends


@pytest.mark.browser
def test_a_click_before_voila_is_up_waits_with_a_sentence_and_then_shows_the_page(
    course: Path, trainer_page: Callable[[Scene], Any]
) -> None:
    with running(course, patient=False) as scene:
        page = trainer_page(scene)
        answer = page.goto(f"{scene.url}/voila/render/exercises/button.ipynb")
        assert answer.status == 503
        assert "投屏程序正在启动" in page.inner_text("body")
        page.get_by_role("button", name="按").click(timeout=60_000)
        page.get_by_text("按过了").wait_for()


@pytest.mark.browser
def test_a_crash_is_said_and_mended_by_the_next_request(course: Path, trainer_page: Callable[[Scene], Any]) -> None:
    with running(course) as scene:
        kernel = scene.kernel("exercises/button.ipynb")
        scene.voila().kill()
        until = time.monotonic() + 5
        while scene.get(f"/api/kernels/{kernel}")[0] != 503:
            assert time.monotonic() < until, "the dead process is still asked"
        assert scene.get("/", trainer=False)[0] == 200
        page = trainer_page(scene)
        page.goto(f"{scene.url}/voila/render/exercises/button.ipynb")
        assert "投屏程序刚才意外停了" in page.inner_text("body")
        page.get_by_role("button", name="按").click(timeout=60_000)
        page.get_by_text("按过了").wait_for()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGSTOP")
def test_learners_do_not_wait_while_voila_does_nothing(voila: Scene) -> None:
    child = voila.voila()
    child.suspend()
    try:
        with ThreadPoolExecutor(5) as pool:
            waiting = [pool.submit(voila.get, "/voila/") for _ in range(5)]
            time.sleep(0.3)
            times = []
            for _ in range(40):
                begin = time.perf_counter()
                assert voila.get("/", trainer=False)[0] == 200
                times.append(time.perf_counter() - begin)
            assert not any(one.done() for one in waiting)
            child.resume()
            assert {one.result()[0] for one in waiting} == {200}
    finally:
        child.resume()
    assert sorted(times)[-3] < 0.1, times  # a busy computer may be late once


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("early", [True, False], ids=["while starting", "with a kernel"])
def test_voila_and_its_kernels_end_when_the_class_is_killed(course: Path, early: bool) -> None:
    psutil = pytest.importorskip("psutil")
    with running(course, patient=not early) as scene:
        if not early:
            scene.kernel("exercises/button.ipynb")
        below = psutil.Process(scene.process.pid).children(recursive=True)
        assert len(below) == (1 if early else 2)
        scene.process.kill()
        _, alive = psutil.wait_procs(below, timeout=15)
        assert not alive


def test_a_kernel_that_no_page_uses_ends(course: Path) -> None:
    # Idle for longer than one step of starting and rendering may take on a busy computer: no page is connected by then.
    with running(course, idle=(6, 1)) as scene:
        kernel = scene.kernel("exercises/button.ipynb")
        until = time.monotonic() + 30
        while scene.get(f"/api/kernels/{kernel}")[0] == 200:
            assert time.monotonic() < until, "the kernel is still there"
            time.sleep(0.3)


@pytest.mark.skipif(sys.platform == "win32", reason="a kernel there is told by an event, not by a signal")
def test_a_kernel_that_ends_is_not_interrupted_first(tmp_path: Path) -> None:
    """What it had in hand would be told on the trainer's terminal, in English."""
    write_notebook(tmp_path / "exercises/talkative.ipynb", "多话的练习", TALKATIVE)
    with running(tmp_path) as scene:
        kernel = scene.kernel("exercises/talkative.ipynb")
        own = {"Cookie": f"{scene.cookie()}; _xsrf={'a' * 32}", "X-XSRFToken": "a" * 32}
        assert scene.get(f"/voila/api/shutdown/{kernel}", trainer=False, method="POST", **own)[0] == 204
        assert scene.get(f"/api/kernels/{kernel}")[0] == 404
        scene.process.send_signal(signal.SIGTERM)
        assert scene.process.communicate(timeout=20) == ("ended cleanly\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to the whole console")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly_with_its_kernels(course: Path, how: signal.Signals) -> None:
    psutil = pytest.importorskip("psutil")
    with running(course) as scene:
        kernel = scene.kernel("exercises/button.ipynb")
        below = psutil.Process(scene.process.pid).children(recursive=True)
        assert len(below) == 2

        async def end_while_a_page_is_open() -> None:
            socket = await _Socket.open(f"{scene.url}/api/kernels/{kernel}", scene.cookie())
            scene.process.send_signal(how)
            while await socket.read_message() is not None:
                pass
            socket.close()

        in_a_loop(end_while_a_page_is_open())
        out, err = scene.process.communicate(timeout=20)
        assert (scene.process.returncode, out.strip(), err) == (0, "ended cleanly", "")
        assert not [one for one in below if one.is_running()]


def test_a_busy_port_is_said_so(course: Path, voila: Scene) -> None:
    second = start(course, int(voila.url.rpartition(":")[2]))
    _, err = second.communicate(timeout=30)
    assert "ServeError: port-busy" in err
    assert second.returncode


def test_pages_with_a_place_of_their_own_come_first_by_it(tmp_path: Path) -> None:
    for name, metadata in {"b": {"title": "乙"}, "a": {"title": "甲"}, "z": {"order": 1}, "y": {"order": 2}}.items():
        (tmp_path / "trainer").mkdir(exist_ok=True)
        (tmp_path / "trainer" / f"{name}.ipynb").write_text(json.dumps({"metadata": metadata}), "utf-8")
    (tmp_path / "trainer" / "c.ipynb").write_text("[]", "utf-8")
    assert [one["path"][8:9] for one in notebooks(tmp_path, "trainer")] == ["z", "y", "a", "b", "c"]
    titles = [one["title"] for one in notebooks(ROOT, "trainer")]
    assert titles.index("课前问卷") < titles.index("课前计划")
