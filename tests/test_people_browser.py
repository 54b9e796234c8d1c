"""Groups and the trainer's pages as they are seen: phones at a table, the trainer's phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from class_scene import finish_alone
from learner import content
from phone import MEASURE, PHONE, answer, join, still

from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store, log

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
SLUG = "find-the-error"
#: As long as the name of a class may be, nearly.
NAME = "云禾家居华东大区二零二六年度店长与区域经理目标管理训练营第一期"

#: Lines of headings, labels and buttons that end inside what stands together, though one line would hold it.
BROKEN = """() => {
  const han = /[\\u4e00-\\u9fff]/, found = [];
  for (const el of document.querySelectorAll('.okr h1, .okr h3, .okr legend, .okr label, .okr button, .okr summary, .okr th')) {
    if (!el.offsetParent) continue;
    const walker = document.createTreeWalker(el, NodeFilter.SHOW_TEXT), range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      for (let i = 1; i < node.length; i += 1) {
        if (!han.test(node.data[i - 1]) || !han.test(node.data[i])) continue;
        const word = node.data.slice(0, i).match(/[^\\s，。：；、？！「」（）]*$/)[0] + node.data.slice(i).match(/^[^\\s，。：；、？！「」（）]*/)[0];
        if (word.length * parseFloat(getComputedStyle(el).fontSize) > el.clientWidth) continue; // no line would hold it
        const top = (at) => { range.setStart(node, at); range.setEnd(node, at + 1); return range.getBoundingClientRect().top; };
        if (top(i) > top(i - 1) + 4) found.push(node.data.slice(0, i) + ' / ' + node.data.slice(i));
      }
  }
  return found;
}"""


#: To the end of the round at once, by the page's own address; the page sees it with its next look.
TO_SUMMARY = """async () => {
  const { endpoint } = document.querySelector('[data-okr]').dataset;
  const action = { do: 'summary', values: {}, fields: {} };
  const live = await (await fetch(endpoint.replace(/act$/, 'live?seq=-1'))).json();
  await fetch(endpoint, { method: 'POST', headers: { 'X-OKR': '1' },
    body: JSON.stringify({ id: 'to-summary', n: 1, base_seq: live.seq, action }) });
}"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A class with a long name on a fresh database."""
    with Store(str(tmp_path / "class.db")) as store:
        yield Room.open(content(), store, NAME, notebooks=["write-okr"])


@pytest.fixture
def table(new_context: Callable[..., BrowserContext], url: str, room: Room) -> tuple[Page, Page]:
    """Two phones of group 1, own rounds done, on the group's page; 王敏 records."""
    pages = []
    for name in ("王敏", "李哲"):
        page = new_context(**PHONE).new_page()
        join(page, url, room.klass.code, name)
        pages.append(page)
    finish_alone(room)
    for page in pages:
        page.goto(f"{url}/g/{SLUG}")
    pages[0].get_by_role("button", name="我来记录").click()
    pages[0].get_by_text("由你记录", exact=True).wait_for()
    pages[1].get_by_text("王敏 在记录").wait_for()
    return pages[0], pages[1]


def as_trainer(new_context: Callable[..., BrowserContext], url: str, room: Room, **options: object) -> Page:
    page = new_context(**options).new_page()
    page.goto(f"{url}/trainer?token={room.trainer_token}")
    return page


def problems(page: Page, name: str) -> list[str]:
    """What does not fit, is cut, too small to tap, broken inside a word, or no use to a screen reader."""
    still(page)
    found = page.evaluate(MEASURE)
    said = [f"{name}: {found}"] if found["wide"] > 0 or found["small"] or found["cut"] else []
    said += [f"{name}: {line}" for line in page.evaluate(BROKEN)]
    for violation in Axe().run(page).response["violations"]:
        if violation["impact"] in ("serious", "critical"):
            said.append(f"{name}: {violation['id']} {[node['target'] for node in violation['nodes']][:3]}")
    return said


# -- at the table ---------------------------------------------------------------------------------


def test_what_is_being_typed_when_the_group_goes_on_lands_where_it_was_meant(
    table: tuple[Page, Page], room: Room
) -> None:
    """The scribe turns the page in mid-sentence: the words wait at their own item, and are sent to it."""
    scribe, other = table
    other.get_by_label("对这一题留一句话").fill("这里没有起点")
    first = other.locator("form[data-okr-form^=note-]").first.get_attribute("data-okr-form")
    scribe.get_by_role("button", name="提示").wait_for()
    answer(scribe, SLUG)
    scribe.get_by_role("button", name="下一题").click()
    other.get_by_text("第 2 题").wait_for()
    assert other.get_by_label("对这一题留一句话").input_value() == ""
    other.locator("summary", has_text="前面各题的意见").click()
    assert other.get_by_label("再补一句").input_value() == "这里没有起点"
    other.reload()  # also after the phone threw the page away
    other.locator("summary", has_text="前面各题的意见").click()
    assert other.get_by_label("再补一句").input_value() == "这里没有起点"
    other.locator(f"form[data-okr-form={first}]").get_by_role("button", name="留言").click()
    other.locator("details", has_text="李哲：这里没有起点").wait_for()
    note = next(event for event in room.store.events(NAME) if event["do"] == log.NOTE)
    assert f"note-{note['action']['values']['item']}" == first


def test_taking_over_takes_two_taps_and_starting_over_can_be_taken_back(table: tuple[Page, Page]) -> None:
    """The question names who records; who recorded is told; the new scribe starts over by mistake and undoes it."""
    one, two = table
    answer(one, SLUG)
    two.get_by_text("已完成 1 题").wait_for()
    two.get_by_role("button", name="我来记录").click()
    ask = two.get_by_role("button", name="现在由 王敏 记录。再点一次，改由你记录")
    ask.wait_for()
    one.get_by_text("由你记录", exact=True).wait_for()
    ask.click()
    two.get_by_text("由你记录", exact=True).wait_for()
    one.get_by_role("heading", name="接手了记录").wait_for()
    two.evaluate(TO_SUMMARY)
    two.get_by_role("button", name="重做这一组").click()
    two.get_by_role("button", name="全组的答案会换掉。再点一次确定").click()
    one.get_by_text("已完成 0 题").wait_for()
    two.locator("summary", has_text="重新开始了").click()
    two.get_by_role("button", name="换回之前的").click()
    two.get_by_role("button", name="全组会换回之前的答案。再点一次确定").click()
    two.locator("summary", has_text="换回了之前的").wait_for()
    one.get_by_text("已完成 1 题").wait_for()


@pytest.mark.parametrize("size", [(390, 844), (1280, 720)])
def test_the_groups_page_fits_and_its_header_is_one_line(
    table: tuple[Page, Page], new_context: Callable[..., BrowserContext], url: str, room: Room, size: tuple[int, int]
) -> None:
    """For the scribe, who watches, who has not answered yet, and who is asked whether to move."""
    late = new_context(**PHONE).new_page()
    join(late, url, room.klass.code, "欧阳建国")
    late.goto(f"{url}/g/{SLUG}")
    found: list[str] = []
    for name, page in (("scribe", table[0]), ("watch", table[1]), ("own first", late)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        found += problems(page, name)
        assert page.locator(".okr-bar").bounding_box()["height"] <= 66, name  # type: ignore[index]
        assert page.locator(".okr-bar h1").evaluate("el => el.getClientRects().length && el.offsetHeight") < 40
    late.get_by_role("button", name="去答这一题").click()
    late.get_by_role("button", name="记下").wait_for()
    late.goto(url)
    late.get_by_text("换组、换人").click()
    late.locator("label.okr-opt", has_text="第 4 组").click()
    late.get_by_role("button", name="换到这一组").click()
    late.get_by_text("从第 1 组换到第 4 组？").wait_for()
    found += problems(late, "move")
    assert not found, "\n".join(found)


# -- the trainer ---------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(390, 844), (1280, 720)])
def test_the_trainers_pages_fit(
    table: tuple[Page, Page],
    new_context: Callable[..., BrowserContext],
    url: str,
    room: Room,
    size: tuple[int, int],
) -> None:
    """Her own page with the list open, a person's page, the questions, the link; on her phone and on the laptop."""
    answer(table[0], SLUG)
    table[0].get_by_text("不同意，请讲师看").click()
    table[0].get_by_role("button", name="发给讲师").or_(table[0].locator("[data-do=disagree]")).first.click()
    options = PHONE if size[0] < 600 else {"viewport": {"width": size[0], "height": size[1]}}
    page = as_trainer(new_context, url, room, **options)
    page.goto(f"{url}/trainer")
    page.locator("summary", has_text="不同意（1）").click()
    found = problems(page, "objections")
    page.get_by_role("link", name="名单与进度").click()
    page.locator("summary", has_text="名单").click()
    found += problems(page, "hers")
    for way in ("people/1", "people/1/remove", "people/1/code", "people/1?told=rename&was=王方", "link?told=renewed"):
        page.goto(f"{url}/trainer/{way}")
        found += problems(page, way)
    assert not found, "\n".join(found)


def test_a_learner_is_taken_out_and_back_by_touch(
    table: tuple[Page, Page], new_context: Callable[..., BrowserContext], url: str, room: Room
) -> None:
    """Name, question, done, undone; the learner's phone is at the start in between."""
    page = as_trainer(new_context, url, room, **PHONE)
    page.goto(f"{url}/trainer")
    page.get_by_role("link", name="名单与进度").click()
    page.locator("summary", has_text="名单").click()
    page.get_by_role("link", name="李哲").click()
    page.get_by_role("link", name="移出课堂").click()
    page.get_by_text("把 李哲 移出课堂？").wait_for()
    page.get_by_role("button", name="移出课堂").click()
    page.get_by_text("李哲 已移出课堂").wait_for()
    table[1].goto(url)
    table[1].get_by_role("button", name="进入课堂").wait_for()
    page.get_by_role("button", name="移回课堂").click()
    page.get_by_text("李哲 已回到课堂").wait_for()
    table[1].goto(url)
    table[1].get_by_role("heading", name="练习清单").wait_for()


def test_her_page_of_names_follows_the_class(new_context: Callable[..., BrowserContext], url: str, room: Room) -> None:
    """It was opened before anybody had joined; nobody loads it again."""
    page = as_trainer(new_context, url, room)
    page.goto(f"{url}/trainer/class")
    assert page.locator("summary", has_text="名单").count() == 0
    join(new_context(**PHONE).new_page(), url, room.klass.code, "赵凯")
    page.locator("summary", has_text="名单").click()
    page.get_by_role("link", name="赵凯").wait_for()
