"""请这组投屏: a table's work on the stage: who is asked, who may say it, what is seen, who takes it off."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from class_scene import Device, Reply, Running
from learner import content
from phone import PHONE
from room_scene import RoomScene
from test_stage_browser import CAUGHT_UP, WALL, wrong

from okr_kit import engine, lesson
from okr_kit.errors import ActionError
from okr_kit.hosts.classroom import access, boards
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store, log, roster

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from okr_kit.hosts.store.people import Person

ERRORS, WRITE, SURVEY = "find-the-error", "write-okr", "opening-difficulties"
TABLE = 3
NAME = f"board|g3|{ERRORS}"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with Store(str(tmp_path / "class.db"), busy_ms=2000) as store:
        yield Room.open(content(), store, "一班", groups=6)


class Scene(RoomScene):
    """A class of which table 3 works, its trainer, and the stage."""

    def __init__(self, running: Running) -> None:
        super().__init__(running, 12, 6)
        self.desk = Device(running.port)
        assert self.desk.get(f"/trainer?token={self.room.trainer_token}").status == 303
        self.scribe, self.other = self.table(TABLE)
        self.take_record(TABLE)

    @property
    def stage(self) -> dict[str, str]:
        """What is on."""
        found: dict[str, str] = self.desk.get("/stage/live").json
        return found

    def page(self, slug: str = ERRORS) -> Reply:
        """The table's page, hers alone."""
        return self.desk.get(f"/trainer/groups/{TABLE}/{slug}")

    def ask(self, slug: str = ERRORS) -> Reply:
        """请这组投屏."""
        return self.desk.ask("POST", f"/trainer/groups/{TABLE}/{slug}", "", {})

    def card(self, person: Person) -> str:
        """What a phone is asked above its page."""
        asks: str = self.device(person).get("/pulse?seq=&at=list").json["asks"]
        return asks

    def say(self, person: Person, said: str, name: str = NAME, text: str = "") -> Reply:
        """A word from a phone."""
        body = json.dumps({"sample": name, "said": said, "text": text})
        sent = {"X-OKR": "1", "Content-Type": "application/json"}
        return self.device(person).ask("POST", "/now/say", body, sent)

    def control(self, do: str, values: dict[str, str]) -> dict[str, Any]:
        """One control of her console."""
        reply: dict[str, Any] = self.desk.act("/trainer", do, values, {}, base=0).json
        return reply

    def decided(self, *, wrong: bool = False, items: int = 2) -> list[tuple[str, str]]:
        """The table decides some items of the error exercise: statement and answer in words."""
        self.lead("open", slug=ERRORS)
        self.lead("side", side="table")
        ctx, found = engine.Context(self.room.content, self.room.content.exercise(ERRORS)), []
        for one in self.choices(ERRORS)[:items]:
            keys = engine.right(ctx, one.item)
            value, words = next(pair for pair in one.options if (pair[0] in keys) != wrong)
            self.decide(TABLE, ERRORS, one.item, value)
            found.append((one.statement, words))
        return found

    def shown(self) -> None:
        """Asked, agreed, put on the stage."""
        assert self.ask().status == 303
        assert self.say(self.scribe, "yes").status == 200
        assert self.control("show", {"show": "board", "sample": NAME})["status"] == "ok"
        assert self.stage["show"] == "board"

    def write(self, *texts: str) -> None:
        """The table writes an O and KRs."""
        self.lead("open", slug=WRITE)
        self.lead("side", side="table")
        scenario = next(iter(self.room.content.exercise(WRITE).items))
        self.act(self.scribe, WRITE, "pick", {"scenario": scenario}, table=True)
        self.act(self.scribe, WRITE, "grade", {"part": "o"}, {"text": texts[0]}, table=True)
        for n, text in enumerate(texts[1:], 1):
            self.act(self.scribe, WRITE, "add", {}, {}, table=True)
            self.act(self.scribe, WRITE, "grade", {"part": f"k{n}"}, {"text": text}, table=True)


@pytest.fixture
def scene(running: Running) -> Scene:
    return Scene(running)


# -- consent --------------------------------------------------------------------------------------------------------


def test_the_table_is_asked_says_yes_and_is_shown_by_the_trainer_alone(scene: Scene) -> None:
    [(statement, words), *_] = scene.decided()
    assert "请这组投屏" in scene.page().body
    assert "请这组投屏" not in scene.desk.get("/trainer").body  # nobody proposes a table
    assert scene.ask().status == 303
    assert "把你们组的作品投到屏上？" in scene.card(scene.scribe)
    assert "<textarea" not in scene.card(scene.scribe)
    assert "第 3 组：问过了" in scene.desk.get("/trainer").words
    assert scene.control("show", {"show": "board", "sample": NAME})["status"] == "refused"
    assert scene.say(scene.scribe, "yes").json["message"] == "已告诉讲师：同意"
    assert scene.stage["show"] != "board"  # a yes is hers to use
    assert "第 3 组：同意投屏" in scene.desk.get("/trainer").words
    scene.control("show", {"show": "board", "sample": NAME})
    assert scene.stage["show"] == "board"
    assert all(one in scene.stage["html"] for one in ("第 3 组", statement[:8], words))


def test_who_may_say_it(scene: Scene) -> None:
    scene.decided()
    scene.ask()
    others = [one for one in scene.people if one.id != scene.scribe.id]
    for person in others:
        assert "投到屏上" not in scene.card(person)
        assert scene.say(person, "yes").status == 400
    assert scene.lesson["samples"][NAME]["said"] == ""
    assert scene.say(scene.scribe, "yes", "board|g9|x").status == 400
    assert scene.say(scene.scribe, "yes", text="别的字").status == 200
    assert scene.lesson["samples"][NAME]["text"] == scene.room.content.exercise(ERRORS).title


def test_a_learner_neither_asks_nor_reads(scene: Scene) -> None:
    scene.decided()
    phone = scene.device(scene.scribe)
    assert phone.ask("POST", f"/trainer/groups/{TABLE}/{ERRORS}", "", {}).status == 403
    assert phone.get(f"/trainer/groups/{TABLE}/{ERRORS}").status == 403
    assert NAME not in scene.lesson["samples"]


def test_nothing_is_asked_where_nothing_is_entered_nobody_writes_or_it_is_over(scene: Scene) -> None:
    scene.lead("open", slug=ERRORS)
    assert "没有可投的" in scene.page().words
    scene.ask()
    scene.decided()
    scene.room.store.write_now(lambda conn: roster.move(conn, scene.room.klass.id, scene.scribe.id, 1, 1, trainer=True))
    assert "不知道该问谁" in scene.page().words
    scene.ask()
    scene.lead("open", slug=WRITE)
    assert "请这组投屏" not in scene.page().body
    scene.ask()
    assert NAME not in scene.lesson["samples"]


def test_another_browser_that_drives_is_not_passed_by(scene: Scene) -> None:
    scene.decided()
    scene.lead("drive", driver="another")
    assert "请这组投屏" not in scene.page().body
    assert scene.ask().status == 303
    assert NAME not in scene.lesson["samples"]


def test_consent_is_to_this_exercises_work_of_this_table(scene: Scene) -> None:
    scene.decided()
    scene.shown()
    for name in (f"board|g4|{ERRORS}", f"board|g3|{WRITE}"):
        assert scene.control("show", {"show": "board", "sample": name})["status"] == "refused"
        assert scene.room.store.read_now(lambda conn: boards.read(conn, scene.room, scene.lesson, name)) is None  # noqa: B023
    assert "样例" not in scene.desk.get("/trainer").words  # it is no sentence of the list
    scene.control("show", {"show": "sample", "sample": NAME})
    assert scene.stage["show"] == "task"


# -- what is seen ---------------------------------------------------------------------------------------------------


def test_no_key_and_no_name_whatever_the_class_has_seen(scene: Scene) -> None:
    """Right and wrong answers look the same, before 揭晓 and after; notes and votes are not there."""
    scene.decided(wrong=True, items=1)
    item = scene.choices(ERRORS)[0]
    scene.shown()
    before = scene.stage["html"]
    keys = [words for value, words in item.options if value in engine.right(_ctx(scene), item.item)]
    reason = scene.room.content.exercise(ERRORS).items[item.item]["reason"]
    assert not [one for one in (*keys, reason, "okr-good", "okr-bad", "data-do") if one in before]
    assert not [one.nickname for one in scene.people if one.nickname in before]
    scene.lead("answer", item=item.item)
    scene.control("show", {"show": "board", "sample": NAME})
    assert scene.stage["html"] == before


def _ctx(scene: Scene) -> engine.Context:
    return engine.Context(scene.room.content, scene.room.content.exercise(ERRORS))


def test_it_is_live_while_it_is_on(scene: Scene) -> None:
    scene.decided(items=1)
    scene.shown()
    before, seen = scene.stage["html"], scene.stage["seen"]
    last = scene.choices(ERRORS)[2]
    scene.decide(TABLE, ERRORS, last.item, last.options[0][0])
    reply = scene.desk.get(f"/stage/live?seen={seen}").json
    assert last.statement[:8] in reply["html"]
    assert last.statement[:8] not in before


def test_what_was_written_stands_in_its_order_without_a_nickname(scene: Scene) -> None:
    """A typed sentence with somebody's name is left out, and it is said that one is."""
    name = f"board|g3|{WRITE}"
    scene.write("让顾客当天拿到新鲜面包", "12 月底前报损率从 9% 降到 6%", f"{scene.other.nickname}每周盘点一次")
    scene.ask(WRITE)
    scene.say(scene.scribe, "yes", name)
    scene.control("show", {"show": "board", "sample": name})
    html = scene.stage["html"]
    assert html.index("让顾客当天拿到新鲜面包") < html.index("KR 1") < html.index("报损率从 9%")
    assert scene.other.nickname not in html
    assert "有 1 条写了名字，不投" in html


def test_a_survey_shows_the_pick_and_the_sentences(scene: Scene) -> None:
    ctx = engine.Context(scene.room.content, scene.room.content.exercise(SURVEY), mode="group")
    given = survey(scene.room, "上周三例会上说的")
    state = engine.act(ctx, engine.start(ctx, 1), {"do": "send", "values": {}, "fields": given}, 1)
    rows = [(row.text, row.typed) for row in engine.board(ctx, state)]
    assert rows == [(engine.choices(ctx, 1)[0].options[0][1], False), *[("上周三例会上说的", True)] * 2]


def survey(room: Room, text: str) -> dict[str, Any]:
    """What a table's page of the survey sends: its first option, and the text in every field."""
    exercise = room.content.exercise(SURVEY)
    ctx = engine.Context(room.content, exercise, mode="group")
    typed = [name for name, row in exercise.items.items() if row.get("side") == "table" and row["style"] == "text"]
    [one] = engine.choices(ctx, 1)
    return {one.item: [one.options[0][0]], **dict.fromkeys(typed, text)}


# -- it goes again --------------------------------------------------------------------------------------------------


def test_the_scribes_withdrawal_takes_it_off_at_once(scene: Scene) -> None:
    scene.decided()
    scene.shown()
    assert "收回，不投了" in scene.card(scene.scribe)
    assert scene.say(scene.scribe, "no").status == 200
    assert scene.stage["show"] == "task"
    assert "第 3 组：这次不投" in scene.desk.get("/trainer").words


def test_the_trainers_withdrawal_and_undo_of_showing(scene: Scene) -> None:
    scene.decided()
    scene.shown()
    scene.control("undo", {"of": "show"})
    assert scene.stage["show"] == "task"
    scene.control("show", {"show": "board", "sample": NAME})
    scene.control("ask", {"sample": NAME, "back": "1"})
    assert scene.stage["show"] == "task"
    assert scene.lesson["samples"] == {}
    assert scene.card(scene.scribe) == ""


def test_a_withdrawal_leaves_alone_what_is_on_meanwhile_and_undo_brings_nothing_back(scene: Scene) -> None:
    scene.decided()
    scene.shown()
    scene.control("show", {"show": "groups"})
    scene.say(scene.scribe, "no")
    assert scene.stage["show"] == "groups"
    scene.control("undo", {"of": "show"})  # back to a board that may not be shown any more
    assert scene.stage["show"] == "task"
    scene.ask()
    scene.say(scene.scribe, "yes")
    assert scene.stage["show"] == "task"  # a new yes puts nothing on by itself


def test_a_yes_outlives_a_new_scribe_who_can_take_it_back(scene: Scene) -> None:
    scene.decided()
    scene.shown()
    scene.act(scene.other, ERRORS, log.TAKE, {"from": str(scene.scribe.id)}, table=True)
    assert scene.stage["show"] == "board"
    assert "收回" in scene.card(scene.other)
    assert scene.say(scene.other, "no").status == 200
    assert scene.stage["show"] == "task"


def test_a_request_goes_to_who_records_now(scene: Scene) -> None:
    scene.decided()
    scene.ask()
    scene.act(scene.other, ERRORS, log.TAKE, {"from": str(scene.scribe.id)}, table=True)
    assert scene.card(scene.scribe) == ""
    assert scene.say(scene.scribe, "yes").status == 400
    assert "投到屏上" in scene.card(scene.other)
    assert scene.say(scene.other, "yes").status == 200


@pytest.mark.parametrize("gone", [True, False])
def test_a_yes_ends_with_who_said_it_leaving_the_table(scene: Scene, gone: bool) -> None:
    scene.decided()
    scene.shown()
    seen, klass, person = scene.stage["seen"], scene.room.klass.id, scene.scribe.id
    if gone:
        scene.room.store.write_now(lambda conn: roster.remove(conn, klass, person, 1, gone=True))
    else:
        scene.room.store.write_now(lambda conn: roster.move(conn, klass, person, 1, 1, trainer=True))
    assert scene.desk.get(f"/stage/live?seen={seen}").json["show"] == "task"
    assert "同意的人已经不在这一组" in scene.desk.get("/trainer").words
    assert "投屏：任务和时钟" in scene.desk.get("/trainer").words
    scene.act(scene.other, ERRORS, log.TAKE, {"from": ""}, table=True)
    assert scene.stage["show"] == "task"  # a new scribe has not said it
    assert "请这组投屏" in scene.page().body


# -- the pure lesson ------------------------------------------------------------------------------------------------


def test_the_lesson_shows_no_board_without_a_yes() -> None:
    values = {"sample": NAME, "person": "1", "text": "找错", "slug": ERRORS, "item": ""}
    state = lesson.act(lesson.start(), "ask", values, 1)
    with pytest.raises(ActionError):
        lesson.act(state, "show", {"show": "board", "sample": NAME}, 2)
    state = lesson.act(state, "say", {"sample": NAME, "person": "2", "said": "yes"}, 3)
    assert state["samples"][NAME]["person"] == 2
    assert lesson.act(state, "show", {"show": "board", "sample": NAME}, 4)["stage"]["show"] == "board"


def test_undo_brings_no_board_back_that_was_withdrawn_meanwhile() -> None:
    """Else a later yes would put it before everybody by itself."""
    values = {"sample": NAME, "person": "1", "text": "找错", "slug": ERRORS, "item": ""}
    said = {"sample": NAME, "person": "1"}
    state = lesson.act(lesson.act(lesson.start(), "open", {"slug": ERRORS}, 1), "ask", values, 2)
    state = lesson.act(state, "say", {**said, "said": "yes"}, 3)
    state = lesson.act(state, "show", {"show": "board", "sample": NAME}, 4)
    state = lesson.act(state, "show", {"show": "sample", "sample": "p1|x"}, 5)
    kept = lesson.act(state, "undo", {}, 6)
    assert (kept["stage"]["show"], kept["stage"]["sample"]) == ("board", NAME)
    gone = lesson.act(lesson.act(state, "say", {**said, "said": "no"}, 6), "undo", {}, 7)
    assert (gone["stage"]["show"], gone["stage"]["sample"]) == ("work", "")


# -- seen -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def wall(new_context: Callable[..., BrowserContext], url: str, room: Room) -> Page:
    page = new_context(viewport={"width": WALL[0], "height": WALL[1]}).new_page()
    page.goto(f"{url}/trainer?token={room.trainer_token}")
    return page


LONG = "到 2026 年 12 月 31 日，一百二十家直营门店当天做的面包卖到打烊前两小时，平均报损率从 9% 降到 6.5%，按每日盘点表计，"


@pytest.mark.browser
@pytest.mark.parametrize("work", ["write", "drill", "long", "survey"])
def test_a_tables_work_is_read_from_the_last_row(scene: Scene, wall: Page, work: str, tmp_path: Path) -> None:
    slug = {"drill": ERRORS, "survey": SURVEY}.get(work, WRITE)
    if work == "survey":
        scene.lead("open", slug=SURVEY)
        scene.lead("side", side="table")
        scene.act(scene.scribe, SURVEY, "send", {}, survey(scene.room, (LONG * 4)[:180]), table=True)
    elif work == "drill":
        scene.decided(items=len(scene.choices(ERRORS)))
    else:
        krs = [f"12 月底前，第 {n} 类门店报损率从 9% 降到 6.5%，口径是每日盘点表" for n in range(5)]
        scene.write(*((LONG * 3,) * 9 if work == "long" else ("让顾客当天拿到新鲜面包，门店不再为卖不完发愁", *krs)))
    name = f"board|g3|{slug}"
    scene.ask(slug)
    scene.say(scene.scribe, "yes", name)
    scene.control("show", {"show": "board", "sample": name})
    wall.evaluate(CAUGHT_UP)
    rows = wall.locator("tbody tr").count()
    assert rows == {"drill": len(scene.choices(ERRORS)), "write": 6, "long": 9, "survey": 3}[work]
    wall.screenshot(path=tmp_path / "board.png")
    assert not wrong(wall, 28, work)
    found = Axe().run(wall)
    assert not [one["id"] for one in found.response["violations"] if one["impact"] in ("serious", "critical")]


@pytest.mark.browser
def test_the_scribe_is_asked_on_the_phone(
    scene: Scene, new_context: Callable[..., BrowserContext], url: str, tmp_path: Path
) -> None:
    scene.decided()
    context = new_context(**PHONE)
    context.add_cookies([{"name": access.LEARNER, "value": scene.tokens[scene.scribe.id], "url": url}])
    phone = context.new_page()
    phone.goto(f"{url}/g/{ERRORS}")
    scene.ask()
    asks = phone.locator("[data-okr-asks]")
    asks.get_by_text("把你们组的作品投到屏上？").wait_for()
    phone.screenshot(path=tmp_path / "asked.png")
    assert asks.locator("textarea, input").count() == 0
    assert phone.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert all(box["height"] >= 44 for one in asks.locator("button").all() if (box := one.bounding_box()))
    asks.get_by_role("button", name="同意", exact=True).click()
    phone.get_by_text("已告诉讲师：同意").wait_for()
    asks.get_by_role("button", name="收回，不投了").wait_for()
    phone.screenshot(path=tmp_path / "may.png")
    asks.get_by_role("button", name="收回，不投了").click()
    phone.get_by_text("已告诉讲师：不投").wait_for()
    assert scene.lesson["samples"][NAME]["said"] == "no"
