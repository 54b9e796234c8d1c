"""Every exercise in a real browser, from empty to the full marks that the book prints: by touch and by keyboard alone.

One class for all of them. By touch, on a phone, what is typed comes out of an input method; boards that a table fills in
are filled in at a table, and a second phone has to show every value. By keyboard on the projector's size, alone, one exercise
of each kind; how every exercise looks there is seen in ``test_class_browser``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from class_scene import Running
from conftest import devices
from learner import content
from phone import PHONE, join
from walker import Finger, Hand, Seen, Tabs, drill, look, role_play, worksheet

from okr_kit.files import read_toml
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store
from okr_kit.kinds import KINDS, Drill, RolePlay, Worksheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
PROJECTOR = {"viewport": {"width": 1280, "height": 720}}
REFERENCES = Path(__file__).parent / "data" / "references"
SHEETS = [slug for slug, one in content().exercises.items() if isinstance(KINDS[one.kind], Worksheet)]
BOARDS = [slug for slug in SHEETS if content().exercise(slug).settings.get("group")]
PLAYS = [slug for slug, one in content().exercises.items() if isinstance(KINDS[one.kind], RolePlay)]
DRILLS = [slug for slug, one in content().exercises.items() if isinstance(KINDS[one.kind], Drill)]
#: One exercise of each kind: what another one of it has too, the keyboard meets there.
EACH_KIND = {one.kind: slug for slug, one in reversed(content().exercises.items())}.values()
#: Whether all of these strings can be read on the page, whatever its blanks.
READ = """(words) => {
  const flat = (text) => text.replace(/\\s+/g, '');
  const text = flat(document.querySelector('[data-okr-view]').innerText);
  return words.filter((one) => !text.includes(flat(one)));
}"""


@pytest.fixture(scope="module")
def scene(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Hand]]:
    """The devices of one running class, each with who holds it: without a table, or two at table 1."""
    with Store(str(tmp_path_factory.mktemp("class") / "class.db")) as store:
        room = Room.open(content(), store, "一班")
        running = Running(room)
        url = f"http://127.0.0.1:{running.port}"
        with devices(browser) as new:

            def hand(sort: type[Hand], kind: dict[str, Any], name: str, group: str) -> Hand:
                seen = Seen(new(base_url=url, **kind).new_page())
                join(seen.page, url, room.klass.code, name, group=group)
                return sort(seen)

            yield {
                "phone": hand(Finger, PHONE, "王敏", "还没分组"),
                "laptop": hand(Tabs, PROJECTOR, "李哲", "还没分组"),
                "scribe": hand(Finger, PHONE, "张静", "第 1 组"),
                "watcher": hand(Finger, PHONE, "陈磊", "第 1 组"),
            }
        running.close()


def acts(slug: str) -> list[dict[str, Any]]:
    """The first answer that the book prints as right, done by one alone in a course as it is set."""
    mapping, path = content().policy.mapping, REFERENCES / f"{slug}.toml"
    answers = read_toml(path)["answers"] if path.exists() else []
    fits = (one for one in answers if "codes" not in one and one.get("score", 100) == 100)
    alone = (one for one in fits if one.get("mode", "own") == "own" and mapping in one.get("mappings", ("A", "B")))
    return next((list(one["acts"]) for one in alone), [])


def watched(watcher: Hand, words: list[str]) -> None:
    """Wait until the page says all of them; fail with those that it does not."""
    watcher.page.wait_for_function(f"(words) => !({READ})(words).length", arg=words)


def no_errors(hand: Hand) -> None:
    """Nothing went wrong in the page."""
    assert hand.seen.errors == []


def by_both(slugs: list[str]) -> list[tuple[str, str]]:
    """Every exercise by touch, one of each kind by keyboard as well."""
    return [
        (slug, device) for slug in slugs for device in ("phone", "laptop") if device == "phone" or slug in EACH_KIND
    ]


@pytest.mark.parametrize(("slug", "device"), by_both(DRILLS))
def test_a_drill(scene: dict[str, Hand], slug: str, device: str) -> None:
    """Item by item to 100."""
    hand, page = scene[device], scene[device].page
    page.goto(f"/x/{slug}")
    answers = {act["values"]["item"]: act["fields"] for act in acts(slug) if act["do"] == "answer"}
    drill(hand, slug, answers)
    page.get_by_role("heading", name="全部一次答对").wait_for()
    assert "100 分" in page.inner_text("main")
    no_errors(hand)


@pytest.mark.parametrize(
    ("slug", "device"), [(slug, device) for slug, device in by_both(SHEETS) if device == "laptop" or slug not in BOARDS]
)
def test_a_worksheet(scene: dict[str, Hand], slug: str, device: str) -> None:
    """Step by step to 100; what an input method has written goes out whole, and once."""
    hand, page, answer = scene[device], scene[device].page, acts(slug)
    page.goto(f"/x/{slug}")
    for act in answer:
        if act["do"] == "pick":
            material = act["values"]["material"]
            hand.press(page.locator(f'button[data-do=pick][data-values*="{material}"]'))
    for _ in worksheet(hand, slug, answer):
        pass
    assert "100 分" in page.inner_text("main")
    no_errors(hand)


@pytest.mark.parametrize(("slug", "device"), by_both(PLAYS))
def test_a_role_play_alone(scene: dict[str, Hand], slug: str, device: str) -> None:
    """Card by card to the reference, the line as the book has it."""
    hand, page = scene[device], scene[device].page
    page.goto(f"/x/{slug}")
    parts = {name: one for act in acts(slug) for name, one in act.get("fields", {}).items()}
    role_play(hand, slug, acts(slug))
    if parts:
        watched(hand, [one for name, one in parts.items() if not name.endswith(".do")])  # a choice has words of its own
        assert page.get_by_text("都有了").count() == 0  # the line's own page was left
    assert page.locator(".okr-say.okr-bad").count() == 0
    no_errors(hand)


@pytest.mark.parametrize("slug", BOARDS)
def test_a_board_at_a_table(scene: dict[str, Hand], slug: str) -> None:
    """One phone writes; the other one shows every value of every step before it is checked, and the end."""
    scribe, watcher = scene["scribe"], scene["watcher"]
    for one in (scribe, watcher):
        one.page.goto(f"/g/{slug}")
    if scribe.page.locator("button[data-do=group-take]").count():
        scribe.press(scribe.page.locator("button[data-do=group-take]"))
    for number, words in enumerate(worksheet(scribe, f"{slug}-table", acts(slug))):
        watched(watcher, words)
        look(watcher.page, f"{slug}-watched-{number}")
        assert watcher.page.locator("form[data-okr-auto]").count() == 0
    title = scribe.page.inner_text(".okr-title")
    watched(watcher, [title])
    look(watcher.page, f"{slug}-watched-end")
    no_errors(scribe)
    no_errors(watcher)
