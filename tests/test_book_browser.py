"""The finished book: built with every warning as an error, read on a phone, searched, printed, and served by a class."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from class_scene import Device, Running, steer, wait_until
from learner import content
from phone import PHONE, join, pulses

from okr_kit.hosts.classroom.book import TRAINER_PAGES, WORK, Book
from okr_kit.hosts.classroom.book import source as book_source
from okr_kit.hosts.classroom.room import Room

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Request

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parent.parent
BASE = "/courses/okr/"
#: What a reader searches, and the pages of which one comes first.
SEARCHES = {
    "复盘": {"why-review", "aar-plus", "review-questions", "review-practice"},
    "关键结果": {"key-result", "key-result-cases"},
    "价值树": {"value-tree", "value-tree-case"},
    "写 KR": {"key-result", "key-result-cases", "write-your-okr"},
    "三报四会": {"three-reports", "four-meetings", "which-ones"},
}
DARK = ("objective", "ogsm-and-okr", "timetable", "rule-catalogue", "handbook-unit2")
#: The answer of an exercise as the build marks it.
KEPT_BACK = re.compile(r"<!--okr-key ([\w-]+)-->.*?<!--/okr-key \1-->", re.DOTALL)
#: Words that the interface of a theme has in English.
ENGLISH = re.compile(
    r"\b(?:contents?|toggle|click|search|copyright|by|next|previous|link to|navigation|menu|page|skip|back to|note|tip|"
    r"figure|fig\.|table|theme|settings|light|dark|download|print|index)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder with a book that was built without one warning."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "book", folder / "book", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, folder)
    command = [sys.executable, "-m", "okr_kit", "build", "--strict", "--fresh", "--course-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


class Reader(HTMLParser):
    """What one page has: its anchors, what it links to, what it loads, the words outside its article."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.interface: list[str] = []
        self.article: list[str] = []
        self.sorts: set[tuple[str, ...]] = set()
        self.inside = {"article": 0, "script": 0, "style": 0, "code": 0, "kbd": 0, "nav": 0}
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.sorts |= {(tag, one) for one in given.get("class", "").split() or [""]}
        if tag in self.inside:
            self.inside[tag] += 1
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        for name in ("src", "data", "poster") + (("href",) if tag == "link" else ()):
            if name in given:
                self.loads.append(given[name])
        self.interface += [
            given[name] for name in ("aria-label", "title", "placeholder", "data-bs-title") if name in given
        ]

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            self.inside[tag] -= 1

    def handle_data(self, data: str) -> None:
        if not data.strip() or self.inside["script"] or self.inside["style"] or self.inside["kbd"]:
            return
        if not self.inside["article"]:
            self.interface.append(data.strip())
        elif not self.inside["code"]:
            self.article.append(data.strip())


@pytest.fixture(scope="session")
def site(course: Path) -> dict[str, Reader]:
    """Every page of the site by its path."""
    folder = course / "_build" / "site"
    pages = [path for path in sorted(folder.rglob("*.html")) if "_static" not in path.parts]
    return {path.relative_to(folder).as_posix(): Reader(path) for path in pages}


@pytest.fixture(scope="session")
def url(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site below a path, served by Python's own server."""
    place = tmp_path_factory.mktemp("served")
    (place / BASE.strip("/")).parent.mkdir(parents=True)
    shutil.copytree(course / "_build" / "site", place / BASE.strip("/"))

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(place))) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}{BASE}"
        served.shutdown()


def heard(page: Page) -> list[str]:
    """A list that fills with what goes wrong on the page."""
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))

    def failed(request: Request) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):  # the page was left before it came
            wrong.append(f"failed: {request.url}")

    page.on("requestfailed", failed)
    page.on("response", lambda answer: wrong.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None)
    return wrong


def barriers(page: Page) -> list[str]:
    """What axe calls serious or critical, with the first place; everything folded is opened for it."""
    page.add_style_tag(content="* { transition: none !important; animation: none !important; }")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.evaluate("document.querySelectorAll('.toggle-hidden').forEach(one => one.classList.remove('toggle-hidden'))")
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in {"serious", "critical"}
    ]


def one_of_everything(site: dict[str, Reader]) -> set[str]:
    """Pages on which every sort of element is that any page has: by its tag and one of its classes."""
    left = set().union(*(page.sorts for page in site.values()))
    chosen: set[str] = set()
    while left:
        best = max(sorted(site), key=lambda name: len(site[name].sorts & left))
        chosen.add(best)
        left -= site[best].sorts
    return chosen


# -- the files ---------------------------------------------------------------------------------------------------------


def test_every_link_and_anchor_leads_somewhere(course: Path, site: dict[str, Reader]) -> None:
    """Also what pages load; other hosts only as links that a reader opens himself."""
    wrong = []
    for name, page in site.items():
        for target in [*page.links, *page.loads]:
            if urlsplit(target).scheme or target.startswith("//"):
                if target in page.loads and not target.startswith("data:"):
                    wrong.append((name, f"loads {target}"))
                continue
            path, _, anchor = unquote(urljoin(name, target)).partition("#")
            path = path.partition("?")[0]
            if not (course / "_build" / "site" / path).is_file() or (
                anchor and path in site and anchor not in site[path].anchors
            ):
                wrong.append((name, target))
    assert wrong == []


def test_every_page_is_built(site: dict[str, Reader]) -> None:
    assert {Path(name).stem for name in site} >= {path.stem for path in (ROOT / "book").glob("*.md")}


def test_no_markup_shows(site: dict[str, Reader]) -> None:
    """Marks that Markdown did not read, such as ** before a Chinese character; directives that were not closed."""
    marks = re.compile(r"\*\*|:::|```|\{(?:exercise|when|slot|admonition|dropdown|figure)\}|\]\(|\{\{|\(s\d+\)=")
    shown = [(name, text[:80]) for name, page in site.items() for text in page.article if marks.search(text)]
    assert shown == []


def test_the_interface_is_chinese(site: dict[str, Reader]) -> None:
    shown = {text for page in site.values() for text in page.interface if ENGLISH.search(text)}
    assert {text for text in shown if not re.search(r"[\u4e00-\u9fff]", text)} == set()


def test_nothing_of_this_computer(course: Path) -> None:
    for path in (course / "_build" / "site").rglob("*"):
        if path.suffix in {".html", ".js", ".inv"} and path.is_file():
            assert str(course) not in path.read_text("utf-8", "replace"), path


def test_notes_to_the_trainer_are_on_her_pages_alone(course: Path, site: dict[str, Reader]) -> None:
    """Learners' pages and what a search finds of them are without; the handbook has every one of them, with its plan."""
    folder = course / "_build" / "site"
    hers = json.loads((folder / TRAINER_PAGES).read_text("utf-8"))
    handbook = "".join("".join(page.article) for name, page in site.items() if name in hers)
    bare = re.compile(r"\s|\[来源.*?\]\(.*?\)|\[|\]\(.*?\)|[*`]|^- ", re.MULTILINE)
    found = 0
    for path in sorted((ROOT / "book").glob("*.md")):
        page = book_source.page(ROOT, f"book/{path.stem}")
        note = book_source.parted(page.text, "讲师")[1]
        if page.trainers or not note:
            continue
        found += 1
        shown = re.sub(r"\s", "", "".join(site[f"book/{path.stem}.html"].article))
        lines = [bare.sub("", line) for line in note.splitlines() if len(bare.sub("", line)) > 12]
        assert [line for line in lines if line in shown] == [], path.stem
        assert lines[0][:20] in re.sub(r"\s", "", handbook), path.stem
        for part in page.plan:
            assert part in handbook, path.stem
    assert found > 40


def test_a_section_shows_its_aims_and_points(site: dict[str, Reader]) -> None:
    shown = "".join(site["book/objective.html"].article)
    page = book_source.page(ROOT, "book/objective")
    places = [shown.index(one) for one in ("这一节回答", "学完能做到", *page.aims, "要点", *page.points, "带回去")]
    assert places == sorted(places)


# -- on a phone --------------------------------------------------------------------------------------------------------


def test_every_page_on_a_phone(new_context: Callable[..., BrowserContext], url: str, site: dict[str, Reader]) -> None:
    """No error, nothing missing, no sideways scroll; other hosts are refused by the scene itself.

    No barrier on pages that together have one of everything that there is on any page.
    """
    page = new_context(**PHONE, color_scheme="light").new_page()
    wrong, problems, looked_at = heard(page), {}, one_of_everything(site)
    assert 5 < len(looked_at) < 40
    for name in site.keys() - {"index.html"}:  # that one only leads to the first page
        wrong.clear()
        page.goto(url + name)
        page.wait_for_load_state()
        width = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        found = [*wrong, *(barriers(page) if name in looked_at else ())]
        if width[0] > width[1]:
            found.append(f"{width[0]} pixels wide")
        if found:
            problems[name] = found
    assert problems == {}


#: The pages that weigh most.
LONGEST = ("wall-sheets", "value-tree-case", "what-is-okr")
#: One page of each sort.
SORTS = ("index", "objective", "four-steps", "ogsm-and-okr", "timetable", "rule-catalogue", "wall-sheets", "handbook")
#: Words that stand for themselves in Chinese text.
OURS = {"OKR", "OGSM", "AAR+", "KPI", "KR", "O", "todo"}


def test_who_hears_a_page_hears_chinese(new_context: Callable[..., BrowserContext], url: str) -> None:
    """Names and descriptions of everything that can be pressed, folded, read aloud as a part, or is a picture."""
    context = new_context(**PHONE)
    page, heard_words = context.new_page(), set()
    for name in (*(f"book/{one}" for one in SORTS), "search"):
        page.goto(f"{url}{name}.html")
        page.wait_for_load_state()
        for node in context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]:
            if node.get("ignored") or node["role"]["value"] in {"StaticText", "InlineTextBox", "cell", "code"}:
                continue
            said = {node.get(part, {}).get("value", "") for part in ("name", "description")}
            heard_words |= {words for words in said if re.search("[A-Za-z]", words)}
    assert {words for words in heard_words if not re.search(r"[\u4e00-\u9fff]", words)} - OURS == set()


def test_what_a_finger_meets_is_large_enough(new_context: Callable[..., BrowserContext], url: str) -> None:
    page = new_context(**PHONE).new_page()
    for name in SORTS:
        page.goto(f"{url}book/{name}.html")
        page.wait_for_load_state()
        small = page.locator(".bd-header-article button, summary, .toggle-button").evaluate_all(
            """all => all.filter(one => one.checkVisibility())
                .map(one => [one.title || one.innerText, one.getBoundingClientRect()])
                .filter(([, box]) => box.width < 44 || box.height < 44).map(([words]) => words)"""
        )
        assert small == [], name
        page.get_by_role("button", name="打开或收起目录").tap()
        heights = page.locator("dialog[open] .nav a").evaluate_all("all => all.map(one => one.clientHeight)")
        assert min(height for height in heights if height) >= 44, name


def test_figures_are_read_on_a_phone(new_context: Callable[..., BrowserContext], url: str) -> None:
    """Letters of 11 pixels and more; what needs more room than there is scrolls in its own frame, and says so."""
    page = new_context(**PHONE).new_page()
    least: dict[str, float] = {}
    for name in sorted(
        {path.stem for path in (ROOT / "book").glob("*.md") if "{figure} _static" in path.read_text("utf-8")}
    ):
        page.goto(f"{url}book/{name}.html")
        page.wait_for_load_state()
        for image in page.locator("article figure img[src$='.svg']").all():
            text = page.request.get(image.evaluate("one => one.src")).text()
            box = re.search(r'viewBox="0 0 ([\d.]+)', text)
            sizes = [float(one) for one in re.findall(r'font-size="?:?\s*([\d.]+)', text)]
            width = image.evaluate("one => one.getBoundingClientRect().width")
            if box and sizes:
                least[f"{name} {image.get_attribute('src')}"] = width * min(sizes) / float(box[1])
            if width > 390:
                frame = image.locator("xpath=ancestor::div[@class='okr-frame']")
                assert "左右滑动" in frame.inner_text()
                assert frame.evaluate("one => one.scrollWidth > one.clientWidth && one.tabIndex === 0")
    assert len(least) > 8
    assert {name: size for name, size in least.items() if size < 11} == {}


def test_icons_are_drawn_without_a_font(new_context: Callable[..., BrowserContext], url: str) -> None:
    """Every icon that a page has is a drawing of our style sheet, whatever the theme would load for it."""
    page = new_context(**PHONE).new_page()
    for name in ("objective", "handbook", "next-steps"):
        page.goto(f"{url}book/{name}.html")
        page.wait_for_load_state()
        icons = page.locator(".fa-solid").evaluate_all(
            "all => all.map(one => [one.className, getComputedStyle(one).maskImage.startsWith('url(')])"
        )
        assert len(icons) > 5
        assert [classes for classes, drawn in icons if not drawn] == []
        boxes = page.locator(".admonition-title").evaluate_all(
            "all => all.map(one => getComputedStyle(one, '::after').maskImage.startsWith('url('))"
        )
        assert all(boxes)


def test_search_is_at_hand_beside_the_contents(new_context: Callable[..., BrowserContext], url: str) -> None:
    """On a projector too, wherever page and contents have scrolled to."""
    page = new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.goto(f"{url}book/next-steps.html#s1")
    page.mouse.wheel(0, 1500)
    page.get_by_role("button", name="搜索", exact=True).and_(page.locator(".bd-header-article *")).click()
    page.keyboard.type("价值树")
    page.keyboard.press("Enter")
    page.locator("#search-results li").first.wait_for()


def test_dark(new_context: Callable[..., BrowserContext], url: str) -> None:
    """A phone set to dark gets a dark page that can be read."""
    page = new_context(**PHONE, color_scheme="dark").new_page()
    problems = {}
    for name in DARK:
        page.goto(f"{url}book/{name}.html")
        page.locator("html[data-theme=dark]").wait_for()
        shade = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert max(int(part) for part in re.findall(r"\d+", shade)[:3]) < 80, shade
        found = barriers(page)
        if found:
            problems[name] = found
    assert problems == {}


def test_ways_around_on_a_phone(new_context: Callable[..., BrowserContext], url: str) -> None:
    """Table of contents, contents of the page, search: each opens by touch and leads on."""
    page = new_context(**PHONE).new_page()
    wrong = heard(page)
    page.goto(f"{url}book/four-steps.html")
    page.get_by_role("button", name="打开或收起目录").tap()
    page.locator("dialog[open]").get_by_role("link", name="OKR 的五个价值").tap()
    page.wait_for_url("**/five-values.html")
    page.get_by_role("button", name="打开或收起本页目录").tap()
    page.locator("dialog[open]").get_by_role("link").first.tap()
    page.wait_for_url("**/five-values.html#*")
    page.goto(f"{url}book/four-steps.html")
    page.get_by_role("button", name="搜索").tap()
    page.locator("dialog[open] input[type=search]").fill("价值树")
    page.keyboard.press("Enter")
    page.locator("#search-results li").first.wait_for()
    assert wrong == []


@pytest.mark.parametrize("name", ["mechanism", "handbook-unit6"])
def test_the_contents_show_where_one_is(new_context: Callable[..., BrowserContext], url: str, name: str) -> None:
    """On a projector beside the page, on a phone when they are opened; the page itself stays at its top."""
    inside = """one => { const box = one.getBoundingClientRect();
        return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight; }"""
    here = ".bd-sidebar-primary a.current"
    wide = new_context(viewport={"width": 1280, "height": 720}).new_page()
    wide.goto(f"{url}book/{name}.html")
    wide.wait_for_load_state()
    assert wide.locator(here).evaluate(inside)
    assert wide.evaluate("scrollY") == 0
    phone = new_context(**PHONE).new_page()
    phone.goto(f"{url}book/{name}.html")
    phone.get_by_role("button", name="打开或收起目录").tap()
    phone.locator("dialog[open] .nav a").first.wait_for()
    wait_until(lambda: phone.locator("dialog[open] a.current").evaluate(inside))
    assert phone.evaluate("scrollY") == 0


def test_a_boxs_text_keeps_its_distance(new_context: Callable[..., BrowserContext], url: str) -> None:
    page = new_context(**PHONE).new_page()
    page.goto(f"{url}book/four-steps.html")
    box = page.locator(".okr-exercise").bounding_box()
    text = page.locator(".okr-exercise p").last.bounding_box()
    assert box
    assert text
    assert text["x"] - box["x"] >= 12


def test_the_first_address_leads_to_the_book(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_url("**/book/index.html")


def test_fold_outs_open_by_keyboard(new_context: Callable[..., BrowserContext], url: str) -> None:
    page = new_context(**PHONE).new_page()
    page.goto(f"{url}book/objective.html")
    fold = page.locator("details", has_text="一种回答")
    fold.locator("summary").press("Enter")
    assert fold.evaluate("one => one.open")
    assert barriers(page) == []


# -- search ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "pages"), SEARCHES.items(), ids=SEARCHES)
def test_search_finds_the_page_of_its_own_first(page: Page, url: str, words: str, pages: set[str]) -> None:
    wrong = heard(page)
    page.goto(f"{url}search.html?q={words}")
    page.locator("#search-results li").first.wait_for()
    page.locator("#search-results .search-summary", has_text=re.compile(r"\d")).wait_for()
    found = [
        urlsplit(link).path
        for link in page.locator("#search-results li > a").evaluate_all("all => all.map(one => one.href)")
    ]
    names = [Path(path).stem for path in found]
    assert names[0] in pages, names[:8]
    seen = page.locator("main").inner_text()
    assert not re.search(r"\b(search|found|pages?|matching)\b", seen, re.IGNORECASE), seen[:300]
    assert wrong == []
    assert barriers(page) == []


@pytest.mark.parametrize("words", ["复盘会怎么开", "OKR和KPI的区别", "周报 信心指数"])
def test_a_phrase_is_cut_into_words(page: Page, url: str, words: str) -> None:
    page.goto(f"{url}search.html?q={words}")
    page.locator("#search-results li").first.wait_for()


def test_blanks_width_and_order_of_words_make_no_difference(page: Page, url: str) -> None:
    """A single character of Chinese is no word of the index: alone it finds nothing, beside a word it takes nothing away."""

    def found(words: str) -> set[str]:
        page.goto(f"{url}search.html?q={words}")
        page.locator("#search-results .search-summary", has_text=re.compile(r"\d")).wait_for()
        return set(page.locator("#search-results li > a").evaluate_all("all => all.map(one => one.pathname)"))

    for same in (("写KR", "写 KR", "KR 写", "写 ＫＲ"), ("复盘会怎么开", "怎么开 复盘会", "复盘会　怎么 开")):
        first = found(same[0])
        assert len(first) > 1
        assert all(found(words) == first for words in same[1:]), same


# -- print -------------------------------------------------------------------------------------------------------------


def test_print(new_context: Callable[..., BrowserContext], url: str, tmp_path: Path) -> None:
    """Title, figure and exercise are on paper, dark on light; the ways around the site are not."""
    page = new_context(viewport={"width": 1280, "height": 900}, color_scheme="dark").new_page()
    page.goto(f"{url}book/four-steps.html")
    page.emulate_media(media="print")
    assert page.locator("article h1").is_visible()
    colours = "(one => [one.color, one.backgroundColor])(getComputedStyle(document.body))"
    ink, paper = ([int(part) for part in re.findall(r"\d+", one)[:3]] for one in page.evaluate(colours))
    assert max(ink) < 80
    assert min(paper) > 240
    assert page.locator("figure img").first.is_visible()
    assert page.locator(".okr-exercise").first.is_visible()
    for place in (
        ".bd-sidebar-primary",
        ".bd-sidebar-secondary",
        ".prev-next-footer",
        ".bd-header-article",
        ".bd-footer",
    ):
        for one in page.locator(place).all():
            assert not one.is_visible(), place
    written = page.pdf(path=str(tmp_path / "page.pdf"), format="A4")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", written)) <= 6


def test_what_is_folded_prints_open(new_context: Callable[..., BrowserContext], url: str) -> None:
    """Answers behind a summary, and boxes that a button folds; afterwards they are folded again."""
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{url}book/objective.html")
    answers = page.locator("details").filter(has_text="一种回答").locator("p")
    boxes = page.locator(".admonition.toggle-hidden > p:not(.admonition-title)")
    assert not answers.first.is_visible()
    folded = page.locator("details:not([open])").count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert [one.is_visible() for one in answers.all()] == [True] * answers.count()
    assert [one.is_visible() for one in boxes.all()] == [True] * boxes.count()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details:not([open])").count() == folded


def test_cards_to_be_cut_are_whole_and_the_answer_is_on_another_sheet(
    new_context: Callable[..., BrowserContext], url: str
) -> None:
    """Who gets a card on paper neither gets half of it nor the key below it."""
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{url}book/review-practice.html")
    page.emulate_media(media="print")
    folds = page.locator(".okr-exercise").first.locator("details")
    breaks = "all => all.map(one => (s => [s.breakInside, s.breakBefore])(getComputedStyle(one)))"
    assert folds.evaluate_all(breaks) == [["avoid", "auto"], ["avoid", "auto"], ["avoid", "page"]]


# -- beside a class ----------------------------------------------------------------------------------------------------


@pytest.fixture
def served(room: Room) -> Iterator[str]:
    running = Running(room)
    yield f"http://127.0.0.1:{running.port}"
    running.close()


def test_beside_a_class_boxes_open_the_class_version(page: Page, served: str, room: Room, course: Path) -> None:
    room.book = Book(course)
    wrong = heard(page)
    page.goto(f"{served}/read")
    assert page.url == f"{served}/read/book/index.html"
    page.goto(f"{served}/read/book/common-errors.html")
    way = page.locator("#exercise-find-the-error .okr-online a")
    assert way.is_visible()
    assert way.get_attribute("href") == "/x/find-the-error"
    page.goto(f"{served}/read/book/four-steps.html")
    assert page.locator(".okr-online a").count() == ("loop-puzzle" in content().exercises)
    page.goto(f"{served}/read/search.html?q=复盘")
    page.locator("#search-results li").first.wait_for()
    assert wrong == []


def test_a_first_visit_is_light(
    new_context: Callable[..., BrowserContext], served: str, room: Room, course: Path
) -> None:
    """A quarter of a megabyte at most, as it goes over the air; no script or font of icons, no index before a search."""
    room.book = Book(course)
    context = new_context(**PHONE)
    page, came = context.new_page(), list[float]()
    devtools = context.new_cdp_session(page)
    devtools.on("Network.loadingFinished", lambda said: came.append(said["encodedDataLength"]))
    devtools.send("Network.enable")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in LONGEST:
        came.clear()
        devtools.send("Network.clearBrowserCache")
        page.goto(f"{served}/read/book/{name}.html")
        page.wait_for_load_state("networkidle")
        assert 20_000 < sum(came) <= 250_000, name
    assert [one for one in asked if re.search("fontawesome|searchindex|webfonts", one)] == []


def test_from_the_book_to_the_list_and_back(
    new_context: Callable[..., BrowserContext], served: str, room: Room, course: Path
) -> None:
    """One tap leads to the list of exercises, and from there back to the page that was left."""
    room.book = Book(course)
    page = new_context(**PHONE).new_page()
    page.goto(f"{served}/read/book/four-steps.html")
    way = page.locator(".bd-header-article").get_by_role("link", name="练习清单")
    box, beside = way.bounding_box(), page.get_by_role("button", name="打开或收起目录").bounding_box()
    assert box
    assert beside
    assert box["height"] >= 44
    assert abs(box["y"] + box["height"] / 2 - beside["y"] - beside["height"] / 2) < 4
    assert box["y"] >= 0
    way.tap()
    page.wait_for_url(re.compile(rf"{served}/(?!read)"))
    page.goto(f"{served}/read")
    page.wait_for_url("**/read/book/four-steps.html")
    for wrong in ("../secret", "book/handbook.html%00", "search.html?x", "book/gone.html"):
        device = Device(urlsplit(served).port or 0)
        reply = device.get("/read", Cookie=f"okr_page={wrong}")
        assert reply.status in {302, 200}
        assert "secret" not in reply.body


def test_in_the_book_too_a_learner_is_told_what_the_class_does(
    new_context: Callable[..., BrowserContext], room: Room, course: Path
) -> None:
    """With the request that hung already, and with the way there; it goes when the class does nothing together."""
    room.book, running = Book(course), Running(room)
    control = partial(steer, running)

    try:
        page, address = new_context(**PHONE).new_page(), f"http://127.0.0.1:{running.port}"
        join(page, address, room.klass.code, "王敏")
        with page.expect_request(re.compile(r"/pulse\?at=read&seq=\d")):  # this page's own: it hangs
            page.goto(f"{address}/read/book/four-steps.html")
        banner = page.get_by_role("status").filter(has_text="现在做：找出写错的 O")
        wait_until(lambda: bool(room.hub._waiting))
        asked = pulses(page)
        control("open", slug="spot-wrong-objectives")
        banner.wait_for()
        assert len(asked) <= 1  # by then: the next one
        control("row", row="r2")
        banner.wait_for(state="hidden")
        control("open", slug="spot-wrong-objectives")
        page.get_by_role("link", name="去做").tap()
        page.wait_for_url(f"{address}/x/spot-wrong-objectives")
    finally:
        running.close()


@pytest.mark.parametrize("trainer", [False, True], ids=["learner", "trainer"])
def test_the_trainers_pages_are_offered_to_the_trainer_alone(
    new_context: Callable[..., BrowserContext], served: str, room: Room, course: Path, trainer: bool
) -> None:
    """In the contents, as the next page, and by links in the text."""
    room.book = Book(course)
    page = new_context(viewport={"width": 1280, "height": 720}).new_page()
    if trainer:
        page.goto(f"{served}/trainer?token={room.trainer_token}")
    for name in ("sources", "index", "preparation", "okr-meetings"):
        page.goto(f"{served}/read/book/{name}.html")
        page.wait_for_load_state()
        ways = page.locator("a[href*='handbook'], a[href*='room-check']").evaluate_all(
            "all => all.filter(one => one.checkVisibility()).length"
        )
        assert (ways > 0) == trainer, name
        assert page.get_by_text("讲师手册", exact=True).and_(page.locator(".caption-text")).is_visible() == trainer
    page.goto(f"{served}/read/book/sources.html")
    assert page.locator(".right-next").is_visible() == trainer


def test_a_class_runs_no_script_that_the_book_does_not_bring(
    new_context: Callable[..., BrowserContext], served: str, room: Room, course: Path
) -> None:
    """On every sort of page; a script that somebody put in, a function made from text and an event attribute do not run."""
    room.book = Book(course)
    page = new_context().new_page()
    wrong = heard(page)
    for name in ("index", "key-result", "objective-cases", "timetable", "glossary", "rule-catalogue"):
        reply = page.goto(f"{served}/read/book/{name}.html")
        assert reply is not None
        policy = reply.headers["content-security-policy"]
        assert "unsafe" not in policy.partition("script-src")[2].partition(";")[0]
        assert page.evaluate("document.documentElement.dataset.theme") is not None
    page.goto(f"{served}/read/search.html?q=复盘")
    page.locator("#search-results", has_text="完成").wait_for()
    assert page.locator("#search-results li").count() > 3
    assert wrong == []
    page.evaluate("""() => {
        document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.ran = 1'>");
        const made = document.createElement("script");
        made.textContent = "window.ran = 2";
        document.body.append(made);
    }""")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None


def test_the_trainers_pages_are_for_the_trainer(served: str, room: Room, course: Path) -> None:
    room.book = Book(course)
    port = urlsplit(served).port
    assert port is not None
    learner, trainer = Device(port).join(room, "王芳"), Device(port)
    trainer.get(f"/trainer?token={room.trainer_token}")
    hers = room.book.served().trainers
    assert {f"book/{path.stem}.html" for path in (ROOT / "book").glob("handbook*.md")} < hers
    for name in hers:
        for device in (learner, Device(port)):
            page = device.get(f"/read/{name}")
            assert (page.status, "这一页只给讲师" in page.words) == (403, True)
        if name.endswith(".html"):
            assert trainer.get(f"/read/{name}").status == 200
        for other in (name.upper(), name.replace(".", "%2e") + "%20", f"./{name}", f"book/../{name}", name + "/"):
            assert learner.get(f"/read/{other}").status in (403, 404), other
    assert "前测" in trainer.get("/read/book/handbook.html").words


def test_every_answer_of_an_exercise_can_be_withheld(course: Path) -> None:
    """What its box prints as the answer, from the page or the bank, stands between the marks of that exercise."""
    title, found = content().language.say("screens.mark-answer"), 0
    for path in (course / "_build" / "site" / "book").glob("*.html"):
        text = path.read_text("utf-8")
        found += len(KEPT_BACK.findall(text))
        for part in re.split(r'(?=<div class="okr-exercise)', KEPT_BACK.sub("", text))[1:]:
            slug, box = re.search(r'data-okr-slug="([^"]+)"', part), part.partition("</section>")[0]
            assert slug is None or not re.search(rf'<span class="sd-summary-text">\s*{title}', box), (path.name, slug)
    assert found > 20


def test_an_answer_is_on_a_learners_page_once_the_class_has_seen_it(room: Room, course: Path) -> None:
    """Nobody leads: it is there. Then it waits, in the page itself, until the whole key was shown or the class goes on."""
    room.book, running = Book(course), Running(room)
    try:
        learner, trainer = Device(running.port).join(room, "王芳"), Device(running.port)
        trainer.get(f"/trainer?token={room.trainer_token}")

        def there(device: Device, name: str = "four-steps", answer: str = "拆解：3、5。") -> bool:
            page = device.get(f"/read/book/{name}.html").words
            assert "四步" in page
            assert ("参考答案等全班看过再打开" in page) != (answer in page)
            return answer in page

        assert there(learner)
        steer(running, "open", slug="spot-wrong-objectives")
        assert (there(learner), there(trainer)) == (False, True)
        steer(running, "open", slug="loop-puzzle")
        assert (there(learner), there(trainer)) == (False, True)
        first = next(iter(room.content.exercise("loop-puzzle").items))
        steer(running, "answer", item=first)
        assert not there(learner)  # one of eleven
        steer(running, "open", slug="match-five-values")
        assert there(learner)  # the class has gone on
        steer(running, "open", slug="loop-puzzle")
        assert not there(learner)
        steer(running, "answer", item="")
        assert there(learner)
    finally:
        running.close()


def test_a_learners_search_finds_no_page_of_the_trainers(
    new_context: Callable[..., BrowserContext], served: str, room: Room, course: Path
) -> None:
    room.book = Book(course)
    port = urlsplit(served).port
    assert port is not None
    trainer = Device(port)
    trainer.get(f"/trainer?token={room.trainer_token}")
    whole, left = (device.get("/read/searchindex.js").body for device in (trainer, Device(port)))
    assert "handbook" in whole
    assert "讲师手册" in html.unescape(whole.encode().decode("unicode_escape"))
    assert "handbook" not in left
    assert "讲师手册：" not in left
    page = new_context().new_page()
    wrong = heard(page)
    for word, found in (("会场检查", None), ("讲师手册：第二单元", None), ("关键结果", True)):
        page.goto(f"{served}/read/search.html?q={word}")
        page.locator("#search-results p.search-summary").wait_for()
        page.wait_for_function("!/正在|Search/.test(document.querySelector('#search-results h2').textContent)")
        links = page.locator("#search-results li a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        assert not [link for link in links if "handbook" in link or "room-check" in link]
        assert found is None or bool(links) == found, (word, links)
    assert wrong == []


def test_in_a_book_that_stands_alone_one_link_leads_to_the_trainers_pages(page: Page, url: str) -> None:
    """Nobody says who reads there: the first page's link to the handbook leads on, the contents do not name it."""
    page.goto(f"{url}book/index.html")
    assert not page.locator(".bd-sidebar-primary a[href*='handbook']").first.is_visible()
    page.locator("article").get_by_role("link", name="讲师手册").click()
    page.wait_for_url("**/handbook.html")
    page.locator(".bd-sidebar-primary").get_by_role("link", name="会场检查").click()
    page.wait_for_url("**/room-check.html")


def test_a_change_that_sphinx_does_not_notice_makes_every_page_anew(course: Path, tmp_path: Path) -> None:
    """Sphinx itself keeps the pages that an older extension made, and a style sheet where no page has changed."""
    shutil.copytree(course, tmp_path / "course")
    book = Book(tmp_path / "course")
    old = tmp_path / "course/_build/book/_build/html/left-by-an-older-extension.html"
    old.write_text("old", "utf-8")
    book.build()
    assert old.exists()
    os.utime(tmp_path / "course/book/_ext/okr_book.py")
    book.build()
    assert not old.exists()


@pytest.mark.parametrize("changed", ["_ext/okr_sections.py", "_ext/words.toml", "_static/okr-book.css"])
def test_a_change_of_what_makes_the_pages_is_noticed(course: Path, tmp_path: Path, changed: str) -> None:
    shutil.copytree(course, tmp_path / "course")
    book = Book(tmp_path / "course")
    assert not book._made_otherwise(book.folder / WORK)
    os.utime(book.folder / "book" / changed)
    assert book._made_otherwise(book.folder / WORK)


def test_in_a_book_that_stands_alone_nothing_points_to_a_class(page: Page, url: str) -> None:
    page.goto(f"{url}book/common-errors.html")
    assert page.locator(".okr-online").count() == 1
    assert not page.locator(".okr-online").is_visible()


def test_before_there_is_a_book_the_page_waits(served: str, room: Room, course: Path, tmp_path: Path) -> None:
    assert Device(urlsplit(served).port).get("/read").status == 404
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(course / name, tmp_path)
    room.book = Book(tmp_path, percent=40)
    device = Device(urlsplit(served).port)
    reply = device.get("/read")
    assert (reply.status, reply.headers["Refresh"]) == (200, "2")
    assert "40" in reply.words
    assert device.get("/read/book/index.html").headers["Location"] == "/read"
    room.book = Book(tmp_path, failed=True)
    assert html.unescape(room.say("book-failed")) in device.get("/read").words


def test_a_page_that_is_gone_leads_to_the_start(served: str, room: Room, course: Path) -> None:
    room.book = Book(course)
    reply = Device(urlsplit(served).port).get("/read/book/gone.html")
    assert reply.status == 404
    assert "/read/" in reply.body


def test_a_build_that_fails_leaves_the_old_book(course: Path, tmp_path: Path, served: str, room: Room) -> None:
    """A lecturer's mistake never takes the book away from readers."""
    for name in ("_config.yml",):
        shutil.copy(course / name, tmp_path)
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: nowhere\n", "utf-8")
    site = tmp_path / "_build" / "site"
    site.mkdir(parents=True)
    (site / "index.html").write_text("old", "utf-8")
    (site / TRAINER_PAGES).write_text("[]", "utf-8")
    os.utime(site / "index.html", (0, 0))
    room.book = Book(tmp_path)
    room.book.build_in_background()
    if room.book.thread:
        room.book.thread.join(120)
    assert room.book.failed
    assert room.book.percent is None
    assert (site / "index.html").read_text("utf-8") == "old"
    assert Device(urlsplit(served).port).get("/read/index.html").body == "old"
