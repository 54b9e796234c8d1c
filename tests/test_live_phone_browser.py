"""A learner's phone while the class is led, in a real browser: it goes with the class, and nothing typed is ever lost."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from class_scene import Device, wait_until
from load_scene import free_port
from phone import PHONE, join, pulses, saved

import okr_kit
from okr_kit.hosts.classroom import lead
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store, log, people

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
SLUG, OTHER, WRITE = "spot-wrong-objectives", "find-the-error", "write-okr"
OR_KPI = "okr-or-kpi"
HALF = "让面包当天卖得完"
Control = Callable[..., Any]


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext], url: str, room: Room) -> Page:
    """A phone that has joined and stands before the list."""
    page = new_context(**PHONE).new_page()
    join(page, url, room.klass.code, "王敏")
    there(page, room)
    return page


def there(page: Page, room: Room) -> None:
    """Wait until the page holds its request."""
    wait_until(lambda: len(room.hub._waiting) > 0)
    assert page.locator("[data-okr-net]").is_hidden()


def go(page: Page, room: Room, address: str) -> None:
    """Open another page of the class, which then hangs too."""
    with page.expect_request("**/pulse?*"):  # its own, not that of the page before
        page.goto(address)
    wait_until(lambda: bool(room.hub._waiting))


def freeze(page: Page) -> None:
    """No timer of the page goes off any more, unless we let its time run (page.clock was installed before it opened)."""
    page.clock.pause_at(page.evaluate("() => Date.now()") / 1000 + 1)


def acts(page: Page) -> list[dict[str, Any]]:
    """What the page sends from now on."""
    sent: list[dict[str, Any]] = []
    page.on("request", lambda asked: sent.append(json.loads(asked.post_data)) if asked.url.endswith("/act") else None)
    return sent


# -- the banner -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["/", f"/x/{OTHER}", f"/x/{WRITE}", f"/g/{OTHER}", "/shelf"])
def test_the_banner_comes_at_once_on_every_page(
    phone: Page, url: str, room: Room, control: Control, place: str
) -> None:
    """It comes with the request that hung already: by then no more has been asked than the next one."""
    go(phone, room, url + place)
    asked = pulses(phone)
    control("open", slug=SLUG, minutes="4")
    phone.locator("[data-okr-now] .okr-lead", has_text="现在做：找出写错的 O").wait_for()
    assert len(asked) <= 1
    phone.get_by_role("link", name="去做").click()
    phone.locator("[data-okr-now] .okr-clock").wait_for()
    assert phone.url == f"{url}/x/{SLUG}"


def test_a_page_that_waited_opens_by_itself(phone: Page, url: str, room: Room, control: Control) -> None:
    control("open", slug=OTHER)
    go(phone, room, f"{url}/x/{SLUG}")
    phone.get_by_text("讲师还没有打开这一项").wait_for()
    control("open", slug=SLUG)
    phone.locator("label.okr-opt").first.wait_for()
    assert phone.get_by_text("讲师还没有打开这一项").count() == 0


def test_the_list_goes_with_the_class(phone: Page, control: Control) -> None:
    """What was picked in the settings below stays as it was picked."""
    phone.get_by_text("换组、换人").click()
    phone.locator("label.okr-opt", has_text="第 4 组").click()
    control("open", slug=OTHER)
    phone.get_by_text("还没到").wait_for()
    control("open", slug=SLUG)
    phone.get_by_text("课后补").wait_for()
    assert phone.locator("label.okr-opt", has_text="第 4 组").locator("input").is_checked()


def test_who_joins_late_starts_where_the_class_is(
    new_context: Callable[..., BrowserContext], url: str, room: Room, control: Control
) -> None:
    control("open", slug=SLUG, minutes="4")
    page = new_context(**PHONE).new_page()
    page.goto(f"{url}/?c={room.klass.code}")
    page.get_by_label("昵称").fill("迟到")
    page.locator("label.okr-opt", has_text="第 1 组").first.click()
    page.get_by_role("button", name="进入课堂").click()
    page.get_by_text("你从这里开始").wait_for()
    page.locator("[data-okr-now] .okr-clock").wait_for()


PHASES = {
    "task": ([], "各自做，不用等别人"),
    "closed": ([("close", {})], "已收卷"),
    "again": ([("again", {"item": "x"})], "改不改都行"),
    "spread": ([("spread", {"item": "x"})], "看分布"),
    "answer": ([("answer", {"item": "x"})], "答案和理由"),
    "table": ([("side", {"side": "table"})], "和本组定一个答案"),
}


@pytest.mark.parametrize("phase", PHASES)
def test_a_reload_in_every_phase_goes_on(phone: Page, url: str, room: Room, control: Control, phase: str) -> None:
    """Followed there, reloaded there, and after the reload still with the class."""
    control("open", slug=OTHER)
    go(phone, room, f"{url}/x/{OTHER}")
    steps, words = PHASES[phase]
    for do, values in steps:
        control(do, **values)
    head = phone.locator("[data-okr-now]")
    head.get_by_text(words).wait_for()
    phone.reload()
    head.get_by_text(words).wait_for()
    control("open", slug=SLUG)
    phone.locator(".okr-lead", has_text="现在做").wait_for()


# -- going with the class ---------------------------------------------------------------------------------------------


def test_under_the_classs_pace_a_phone_that_followed_goes_on(
    phone: Page, url: str, room: Room, control: Control
) -> None:
    control("open", slug=OTHER, pace="class")
    phone.wait_for_url(f"{url}/x/{OTHER}")  # from the list
    wait_until(lambda: bool(room.hub._waiting))
    control("open", slug=SLUG, pace="class")
    phone.wait_for_url(f"{url}/x/{SLUG}")


def test_at_the_own_pace_nobody_is_taken_anywhere(phone: Page, url: str, control: Control) -> None:
    control("open", slug=SLUG)
    phone.get_by_role("link", name="去做").wait_for()
    assert phone.url == f"{url}/"


def test_who_types_elsewhere_is_told_and_not_taken_away(phone: Page, url: str, room: Room, control: Control) -> None:
    go(phone, room, f"{url}/x/{WRITE}")
    phone.locator("button.okr-row").first.click()
    saved(phone)
    phone.locator("textarea[name=text]").fill(HALF)
    control("open", slug=SLUG, pace="class")
    phone.get_by_role("link", name="去做").wait_for()
    control("item", item="x")
    phone.locator("[data-okr-now]").get_by_text("一题一题来").wait_for()
    assert phone.url == f"{url}/x/{WRITE}"
    phone.get_by_role("link", name="去做").click()
    phone.wait_for_url(f"{url}/x/{SLUG}")
    control("open", slug=WRITE)
    go(phone, room, f"{url}/x/{WRITE}")
    assert phone.locator("textarea[name=text]").input_value() == HALF


# -- his own time, his own words -------------------------------------------------------------------------------------


def test_who_needs_his_own_time_hides_the_clock_for_good(phone: Page, url: str, room: Room, control: Control) -> None:
    """On this phone: over reloads, other exercises and new steps, until he wants to see it again."""
    control("open", slug=SLUG, minutes="4")
    go(phone, room, f"{url}/x/{SLUG}")
    clock = phone.locator("[data-okr-now] .okr-clock")
    clock.wait_for()
    phone.get_by_role("button", name="不看时钟").click()
    clock.wait_for(state="hidden")
    control("clock", seconds="60")
    phone.reload()
    phone.get_by_role("button", name="看时钟", exact=True).wait_for()
    assert clock.is_hidden()
    control("open", slug=OTHER, minutes="4")
    go(phone, room, f"{url}/x/{OTHER}")
    phone.locator("[data-okr-now]").get_by_text("各自做").wait_for()
    assert clock.is_hidden()
    phone.get_by_role("button", name="看时钟", exact=True).click()
    clock.wait_for()


def test_an_author_is_asked_where_he_is_and_may_change_words(
    phone: Page, url: str, room: Room, control: Control
) -> None:
    """What he types in the exercise stays; what he wants shown is what the trainer gets."""
    control("open", slug=WRITE, minutes="4")
    go(phone, room, f"{url}/x/{WRITE}")
    phone.locator("button.okr-row").first.click()
    saved(phone)
    phone.locator("textarea[name=text]").fill(HALF)
    phone.locator("textarea[name=text]").blur()
    person = str(next(iter(room.presence.connected())))
    control("ask", sample="s1", text="把报损压下来", person=person, slug=WRITE, item="o")
    asks = phone.locator("[data-okr-asks]")
    asks.get_by_text("讲师想匿名投屏这一句").wait_for()
    assert phone.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(phone)
    assert found.violations_count == 0, found.generate_report()
    asks.get_by_text("改几个字").click()
    asks.locator("textarea, input[type=text]").fill("把临期报损压下来")
    control("clock", seconds="60")  # a pulse in the middle takes nothing away
    phone.locator("time", has_text="4:").wait_for()
    assert asks.locator("textarea, input[type=text]").input_value() == "把临期报损压下来"
    asks.get_by_role("button", name="同意投这一句").click()
    phone.get_by_text("已告诉讲师：同意").wait_for()
    assert not asks.inner_text()
    sample = room.store.read_now(lambda conn: lead.now(conn, room))["samples"]["s1"]
    assert (sample["said"], sample["text"]) == ("yes", "把临期报损压下来")
    assert phone.locator("textarea[name=text]").first.input_value() == HALF


# -- a step ends while somebody picks or types -------------------------------------------------------------------------


def test_what_was_picked_goes_out_once_at_the_end_of_a_step(
    phone: Page, url: str, room: Room, control: Control
) -> None:
    control("open", slug=SLUG)
    go(phone, room, f"{url}/x/{SLUG}")
    stamp = int(str(phone.locator("[data-okr]").get_attribute("data-stamp")))
    phone.locator("label.okr-opt").first.click()
    name = phone.locator("label.okr-opt input").first.get_attribute("name")
    sent = acts(phone)
    with phone.expect_response(re.compile("/act$")) as answered:
        control("close")
    phone.locator("[data-okr-alert]:not([hidden])").wait_for()
    phone.locator("[data-okr-now]", has_text="已收卷").wait_for()
    assert [one["action"]["do"] for one in sent] == ["keep"]
    assert sent[0]["stamp"] == stamp
    assert name in sent[0]["action"]["fields"]
    assert "late" not in answered.value.json()


def test_a_tap_is_a_vote_and_another_tap_changes_it(phone: Page, url: str, control: Control) -> None:
    """Under the class's pace nothing has to be sent; what opens another question is no vote yet."""
    control("open", slug=SLUG, pace="class", item="warehouse-sorting-line")
    phone.wait_for_url(f"{url}/x/{SLUG}")  # from the list
    sent = acts(phone)
    phone.locator("label.okr-opt", has_text="要改").click()
    reasons = phone.locator("fieldset[data-when]:not([hidden]) label.okr-opt")
    reasons.first.click()
    phone.locator(".okr-say", has_text="已记下").wait_for()
    reasons.nth(1).click()
    phone.locator(".okr-say", has_text=f"{reasons.nth(1).inner_text()}」").wait_for()
    assert [one["action"]["do"] for one in sent] == ["answer", "answer"]
    phone.reload()
    assert reasons.nth(1).locator("input").is_checked()


def test_a_vote_by_keyboard_alone(phone: Page, url: str, control: Control) -> None:
    """Arrow keys pick, and a pick is a vote."""
    control("open", slug=SLUG, pace="class", item="warehouse-sorting-line")
    phone.wait_for_url(f"{url}/x/{SLUG}")  # from the list
    phone.locator("input[value=revise]").focus()
    phone.keyboard.press("ArrowLeft")
    phone.locator(".okr-say", has_text="已记下「可以」").wait_for()
    assert phone.locator("input[value=ok]").is_checked()


def test_quick_taps_leave_the_last_one(phone: Page, url: str, control: Control) -> None:
    """Tapped again while the first vote is still on its way."""
    control("open", slug="okr-or-kpi", pace="class", item="truck-no-queue")
    phone.wait_for_url(f"{url}/x/okr-or-kpi")  # from the list
    options = phone.locator("label.okr-opt")
    for number in (0, 1, 2):
        options.nth(number).click()
    phone.locator(".okr-say", has_text=f"已记下「{options.nth(2).inner_text()}」").wait_for()
    assert options.nth(2).locator("input").is_checked()


def test_a_press_that_comes_too_late_is_handed_in_instead(phone: Page, url: str, control: Control) -> None:
    """Pressed in the moment of 收卷: the server has closed it, the phone does not know yet."""
    control("open", slug=SLUG)
    phone.route("**/pulse?*", lambda route: route.abort())
    phone.goto(f"{url}/x/{SLUG}")
    phone.locator("label.okr-opt").first.click()
    control("close")
    sent = acts(phone)
    phone.get_by_role("button", name=re.compile("提交|记下")).click()
    phone.locator("[data-okr-alert]:not([hidden])").wait_for()
    assert [one["action"]["do"] for one in sent] == ["answer", "keep"]
    assert sent[0]["stamp"] == sent[1]["stamp"]
    assert sent[0]["id"] != sent[1]["id"]


def test_who_thinks_better_of_it_at_the_last_moment_is_heard(
    phone: Page, url: str, room: Room, control: Control
) -> None:
    """Noted, then another option picked and not sent, or sent in the moment of 收卷: the last word counts."""
    control("open", slug=OR_KPI)
    go(phone, room, f"{url}/x/{OR_KPI}")
    options = phone.locator("label.okr-opt")
    options.nth(0).click()
    phone.get_by_role("button", name="记下").click()
    saved(phone)
    options.nth(1).click()
    sent = acts(phone)
    with phone.expect_response(re.compile("/act$")):
        control("close")
    phone.locator("[data-okr-now]", has_text="已收卷").wait_for()
    (kept,) = sent
    assert kept["action"]["do"] == "keep"
    assert list(kept["action"]["fields"].values()) == ["b"]
    control("reopen")
    phone.route("**/pulse?*", lambda route: route.abort())
    phone.reload()
    options.nth(2).click()
    control("close")
    sent.clear()
    phone.get_by_role("button", name=re.compile("改|记下")).click()
    phone.locator("[data-okr-alert]:not([hidden])").wait_for()
    assert [one["action"]["do"] for one in sent] == ["answer", "keep"]


def composing(page: Page, text: str, event: str) -> None:
    """What an input method says while it composes, and at its end."""
    page.evaluate(
        """([text, name]) => {
          const el = document.querySelector('textarea[name=text]');
          if (name === 'compositionstart') el.focus();
          el.value = text;
          el.dispatchEvent(new CompositionEvent(name, { bubbles: true, data: text }));
          el.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: name !== 'compositionend', data: text }));
        }""",
        [text, event],
    )


def test_a_step_that_ends_in_a_composition_waits_for_the_word(
    phone: Page, url: str, room: Room, control: Control
) -> None:
    """What goes out is the word and not its letters; the words stay in the box, and over a reload."""
    control("open", slug=WRITE)
    go(phone, room, f"{url}/x/{WRITE}")
    phone.locator("button.okr-row").first.click()
    saved(phone)
    sent = acts(phone)
    composing(phone, "rang", "compositionstart")
    control("close")
    phone.locator("[data-okr-now]", has_text="已收卷").wait_for()
    composing(phone, "rang mian bao", "compositionupdate")
    assert sent == []
    composing(phone, HALF, "compositionend")
    phone.locator("[data-okr-alert]:not([hidden])").wait_for()
    assert [one["action"]["fields"]["text"] for one in sent] == [HALF]
    phone.reload()
    control("reopen")
    phone.locator("[data-okr-now]", has_text="各自做").wait_for()
    assert phone.locator("textarea[name=text]").input_value() == HALF


# -- the connection ---------------------------------------------------------------------------------------------------


def test_a_phone_without_network_says_so_and_hands_in_nothing_late(
    phone: Page, url: str, room: Room, control: Control, clock: dict[str, int]
) -> None:
    """It missed 收卷 by a minute: nothing of it counts, it is told, and what it typed is still there.

    It is with the class as soon as the network is there, however long the next try would be off.
    """
    room.clock = lambda: clock["ms"]
    phone.clock.install()
    control("open", slug=WRITE)
    go(phone, room, f"{url}/x/{WRITE}")
    phone.locator("button.okr-row").first.click()
    saved(phone)
    phone.locator("textarea[name=text]").fill(HALF)
    phone.context.set_offline(True)
    phone.locator("[data-okr-net]", has_text="手机断网了").wait_for()
    control("close")
    clock["ms"] += 60_000
    freeze(phone)
    phone.context.set_offline(False)
    phone.locator("[data-okr-now]", has_text="已收卷").wait_for()
    assert phone.locator("[data-okr-net]").is_hidden()
    phone.get_by_text("没有收进去").wait_for()
    assert HALF in str(phone.evaluate("() => JSON.stringify(localStorage)"))


def test_a_page_that_wakes_is_with_the_class_at_once(phone: Page, url: str, room: Room, control: Control) -> None:
    """Its request died without a word while it slept: coming back, it asks anew and waits neither for the old one nor for a timer."""
    phone.clock.install()
    go(phone, room, f"{url}/x/{OTHER}")
    phone.route("**/pulse?*", lambda _: None)  # never answered
    hide = "(hidden) => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
    hide += " document.dispatchEvent(new Event('visibilitychange')); }"
    phone.evaluate(hide, True)
    phone.evaluate(hide, False)
    control("open", slug=SLUG)
    phone.evaluate(hide, True)
    wait_until(lambda: not room.hub._waiting)  # a page that nobody sees holds nothing
    phone.unroute("**/pulse?*")
    freeze(phone)
    phone.evaluate(hide, False)
    phone.locator(".okr-lead", has_text="现在做").wait_for()


class Serve:
    """``okr serve`` in a process of its own, on one file and one port."""

    def __init__(self, folder: Path, port: int) -> None:
        command = [sys.executable, "-m", "okr_kit", "serve", "--port", str(port), "--db", str(folder / "class.db")]
        env = os.environ | {"PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [*command, "--course-dir", str(folder), "--class", "三期"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env=env,
            cwd=Path(okr_kit.__file__).parents[1],
        )
        assert self.process.stdout is not None
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                break

    def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End it, by default without a word."""
        self.process.send_signal(how)
        self.process.communicate(timeout=30)


@pytest.fixture
def served() -> Iterator[list[Serve]]:
    """Servers that a test starts; the last one is ended."""
    started: list[Serve] = []
    yield started
    if started and started[-1].process.poll() is None:
        started[-1].end()


def open_by_the_trainer(port: int, said: str) -> None:
    """What her browser sends when she opens the exercise, with a clock."""
    device = Device(port)
    token = re.search(r"/trainer\?token=(\w+)", said)
    assert token is not None
    assert device.get(f"/trainer?token={token[1]}").status == 303
    action = {"do": "open", "values": {"slug": SLUG, "minutes": "9"}, "fields": {}}
    body = json.dumps({"id": "open", "n": 1, "base_seq": 0, "action": action})
    reply = device.ask("POST", "/trainer/act", body, {"X-OKR": "1", "Content-Type": "application/json"})
    assert reply.json["status"] == "ok", reply.body


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals differ")
def test_a_phone_is_with_the_class_again_after_kill_9(
    new_context: Callable[..., BrowserContext], tmp_path: Path, served: list[Serve]
) -> None:
    """Within five seconds of the phone's own time what the trainer does is on it, and what was picked is still picked."""
    port = free_port()
    served.append(Serve(tmp_path, port))
    url, file = f"http://127.0.0.1:{port}", str(tmp_path / "class.db")
    page = new_context(**PHONE).new_page()
    page.clock.install()
    code = re.search(r"\?c=(\d{6})", served[0].said)[1]  # type: ignore[index]
    join(page, url, code, "王敏")
    open_by_the_trainer(port, served[0].said)
    page.goto(f"{url}/x/{SLUG}")
    page.locator("label.okr-opt").first.click()
    served[0].end()
    page.locator("[data-okr-net]", has_text="讲师的电脑没有应答").wait_for()
    freeze(page)
    tries: list[str] = []
    page.on("requestfailed", lambda one: tries.append(one.url))
    for _ in range(
        200
    ):  # until the pauses between its tries have grown; a try fails in real time, the phone's runs ahead
        page.clock.run_for(500)
        if len(tries) > 3:
            break
        page.wait_for_timeout(20)
    assert len(tries) > 3
    served.append(Serve(tmp_path, port))
    page.clock.run_for(5000)
    page.locator("[data-okr-net]").wait_for(state="hidden")
    assert page.locator("label.okr-opt input").first.is_checked()
    page.locator("[data-okr-now] .okr-clock").wait_for()
    with Store(file) as store:
        klass = store.write_now(lambda conn: people.open_class(conn, "三期", None, 0))
        lesson = store.read_now(lambda conn: log.current(conn, klass.id, log.CLASS, log.LESSON)).state
    assert lesson is not None
    assert lesson["slug"] == SLUG
