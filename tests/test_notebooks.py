"""The notebooks: thin exercises, solutions that cover the bank, and each exercise driven in Voila to full marks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

pytest.importorskip("anywidget")
pytest.importorskip("voila")

from learner import MINUTE, Learner, content
from voila_scene import ROOT, Scene, environment, free_port, running, wait_for, write_notebook

from okr_kit import engine, render
from okr_kit.hosts.jupyter.widget import SEED
from okr_kit.kinds import KINDS, Drill, Survey
from okr_kit.kinds.worksheet import Worksheet

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SLUGS = sorted(content().exercises)
#: One exercise of each kind, okr-or-kpi and opening-difficulties among them: notebooks of a kind differ in nothing but the slug.
EACH_KIND = sorted(
    {content().exercise(slug).kind: slug for slug in (*SLUGS, "okr-or-kpi", "opening-difficulties")}.values()
)
DRILLS = [slug for slug in SLUGS if isinstance(KINDS[content().exercise(slug).kind], Drill)]
#: And one that says nothing before its end.
SILENT = next(slug for slug in SLUGS if content().exercise(slug).settings.get("feedback") == "end")
OKR = (
    "让约好时间的患者按点看上病",
    "3 月 31 日前，预约患者从约定时间到进诊室的平均等候从 48 分钟降到 30 分钟（门诊叫号系统）",
    "3 月 31 日前，等候超过 30 分钟的预约患者占比从 62% 降到 35%（门诊叫号系统）",
    "2 月 15 日前，医生准时开诊占比从 72% 升到 90%（叫号系统首次叫号时间）",
    "护栏：平均每位患者看诊时长不低于 6.5 分钟（现在 6.5 分钟）",
)


def notebook(folder: str, slug: str) -> dict[str, Any]:
    return json.loads((ROOT / folder / f"{slug}.ipynb").read_text(encoding="utf-8"))


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


# What is in them


def test_bank_exercises_and_solutions_have_the_same_slugs() -> None:
    for folder in ("exercises", "solutions"):
        assert sorted(path.stem for path in (ROOT / folder).glob("*.ipynb")) == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_an_exercise_notebook_is_thin(slug: str) -> None:
    book = notebook("exercises", slug)
    words, code = book["cells"]
    title = content().exercise(slug).title
    assert book["metadata"]["title"] == title
    assert book["metadata"]["kernelspec"]["name"] == "python3"
    assert source(words).splitlines()[0] == f"# {title}"
    assert len(source(words).split("\n\n")) == 2
    assert "from okr_kit import show" in source(code)
    assert f'show("{slug}")' in source(code)
    assert (code["outputs"], code["execution_count"]) == ([], None)


def test_one_exercise_notebook_composes_observes_and_links() -> None:
    found = [source(notebook("exercises", slug)["cells"][1]) for slug in SLUGS]
    assert any("VBox([ex," in code and "ex.observe(" in code and 'link((ex, "progress")' in code for code in found)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_solution_keeps_only_checked_outputs(slug: str) -> None:
    book = notebook("solutions", slug)
    assert book["metadata"]["kernelspec"]["name"] == "python3"
    checked = [cell for cell in book["cells"] if cell["cell_type"] == "code" and "NBVAL_CHECK_OUTPUT" in source(cell)]
    assert len(checked) >= 2
    assert all(cell["outputs"] for cell in checked)
    assert not any(cell.get("outputs") for cell in book["cells"] if cell not in checked)
    printed = "".join(line for cell in checked for output in cell["outputs"] for line in output["text"])
    scored = not isinstance(KINDS[content().exercise(slug).kind], Survey)
    assert ("100 分，完成 100%" if scored else "完成 100%") in printed
    assert "：否" in printed, "an exercise without an answer must not pass"


@pytest.mark.parametrize("slug", DRILLS)
def test_a_solution_speaks_of_every_item_of_the_bank(slug: str) -> None:
    cells = notebook("solutions", slug)["cells"]
    words = "\n".join(source(cell) for cell in cells if cell["cell_type"] == "markdown")
    code = "\n".join(source(cell) for cell in cells if cell["cell_type"] == "code")
    for name, item in content().exercise(slug).items.items():
        assert f'"{name}": ' in code
        assert f"| {item.get('text') or item['objective']} |" in words


# In the browser


class Journey:
    """The same actions on the page and in the engine; after each, both must show the same words."""

    def __init__(self, page: Page, slug: str) -> None:
        self.page, self.learner = page, Learner(slug, seed=SEED)
        self.view = page.locator("[data-okr-view]")
        self.view.wait_for()
        self.same_words()

    def same_words(self) -> None:
        """Wait until the page says what the engine says; text areas aside, whose content is the browser's."""
        expected = render.html(engine.view(self.learner.ctx, self.learner.state), "x")
        self.page.wait_for_function(
            """html => {
              const words = (node) => {
                const copy = node.cloneNode(true);
                for (const area of copy.querySelectorAll("textarea")) area.remove();
                return copy.textContent;
              };
              const wanted = document.createElement("div");
              wanted.innerHTML = html;
              return words(document.querySelector("[data-okr-view]")) === words(wanted);
            }""",
            arg=expected,
        )

    def press(self, do: str, fields: dict[str, Any] | None = None, **values: str) -> None:
        """Press the button of that action, on the page and in the engine."""
        self.button(do, values).click()
        self.learner.clock -= MINUTE  # a learner of the tests takes a minute, this page a moment
        self.learner.act(do, fields, **values)
        self.same_words()

    def button(self, do: str, values: dict[str, str]) -> Any:
        """The one visible button of that action and those values."""
        found = self.view.locator(f'button[data-do="{do}"]:visible')
        for number in range(found.count()):
            if values.items() <= json.loads(found.nth(number).get_attribute("data-values") or "{}").items():
                return found.nth(number)
        raise AssertionError(f"no button {do} {values}")

    def go_on(self) -> None:
        """Press the button that leads on."""
        main = self.view.locator(".okr-foot button.okr-main")
        self.press(str(main.get_attribute("data-do")), **json.loads(main.get_attribute("data-values") or "{}"))

    def answer(self, name: str) -> None:
        """Pick what is right for this item and submit."""
        kind: Any = KINDS[self.learner.ctx.exercise.kind]
        truth = self.learner.truth(name)
        for part in kind.parts(self.learner.ctx, self.learner.state, name):
            if part.name in truth and part.options:
                letter = next(letter for letter, true, _ in part.options if true == truth[part.name])
                self.view.locator(f'input[name="{part.name}"][value="{letter}"]').check()
            elif part.name in truth:
                self.view.locator(f'input[name="{part.name}"]').fill(truth[part.name])
        self.press("answer", truth, item=name)

    def write(self, part: str, text: str) -> None:
        """Type a statement, confirm what was read out of it, have it graded."""
        for do in ("grade",) if part == "o" else ("read", "grade"):
            self.view.locator('textarea[name="text"]').fill(text)
            self.press(do, {"text": text}, part=part)


@pytest.fixture(scope="module")
def voila() -> Iterator[Scene]:
    with running(ROOT) as scene:
        yield scene


@pytest.fixture
def projector(voila: Scene, new_context: Callable[..., BrowserContext]) -> Callable[[str], Page]:
    """Open an exercise of ours as the trainer does."""

    def show(slug: str) -> Page:
        context = new_context(viewport={"width": 1280, "height": 720})
        name, _, value = voila.cookie().partition("=")
        context.add_cookies([{"name": name, "value": value, "url": voila.url}])
        page = context.new_page()
        page.goto(f"{voila.url}/voila/render/exercises/{slug}.ipynb")
        return page

    return show


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("slug", sorted({*DRILLS}.intersection(EACH_KIND) | {SILENT}))
def test_a_drill_in_voila_from_first_click_to_full_marks(slug: str, projector: Callable[[str], Page]) -> None:
    journey = Journey(projector(slug), slug)
    heads = journey.page.locator("h1", has_text=content().exercise(slug).title)
    boxes = [box for head in heads.all() if (box := head.bounding_box())]
    assert sum(box["width"] > 1 for box in boxes) == 1, "the projector shows a title once"
    (head,) = (box for box in boxes if box["width"] > 1)
    shown = journey.view.locator(".okr-progress").bounding_box()
    assert shown
    assert abs(shown["x"] - head["x"]) <= 1, "the exercise stands under its heading"
    for name in list(journey.learner.state["draw"]):
        journey.answer(name)
        journey.press("next")
    if content().exercise(slug).settings.get("feedback") == "end":
        journey.press("hand-in")
    assert journey.learner.outcome.score == 100
    assert "100 分" in journey.view.inner_text()
    if slug == "okr-or-kpi":
        journey.page.get_by_text("现在 100 分").wait_for()
        bar = journey.page.locator(".progress-bar")
        assert bar.evaluate("bar => bar.offsetWidth === bar.parentElement.clientWidth")


@pytest.mark.slow
@pytest.mark.browser
def test_writing_in_voila_from_first_click_to_full_marks(projector: Callable[[str], Page]) -> None:
    journey = Journey(projector("write-okr"), "write-okr")
    journey.press("pick", scenario="clinic-waiting")
    journey.write("o", OKR[0])
    for number, text in enumerate(OKR[1:], 1):
        journey.press("add")
        journey.write(f"k{number}", text)
    journey.press("review")
    assert journey.learner.outcome.score == 100
    assert "整组 100 分" in journey.view.inner_text()


@pytest.mark.slow
@pytest.mark.browser
def test_a_worksheet_in_voila_keeps_itself_and_the_sum_answers_while_one_types(
    projector: Callable[[str], Page],
) -> None:
    page = projector("split-by-region")
    view = page.locator("[data-okr-view]")
    for name, number in {"north": "375", "east": "490", "south": "340"}.items():
        view.locator(f"[name='{name}.now']").press_sequentially(number)
        view.locator(f"[name='{name}.reason']").fill("那里有新的东西")
    view.locator(".okr-sum", has_text="= 1205 ≥ 1200").wait_for()
    view.get_by_role("button", name="对一遍").click()
    view.get_by_role("button", name="做完了").click()
    view.get_by_text("100 分").wait_for()


@pytest.mark.slow
@pytest.mark.browser
def test_what_the_page_receives_before_an_answer_gives_nothing_away(projector: Callable[[str], Page]) -> None:
    slug = "spot-wrong-objectives"
    frames: list[str] = []
    page = projector("okr-or-kpi")  # a page to hang the listener on
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(_text(frame))))
    page.goto(page.url.replace("okr-or-kpi", slug))
    journey = Journey(page, slug)
    journey.press("hint", item=journey.learner.state["at"])
    journey.press("answer", item=journey.learner.state["at"])  # nothing picked
    traffic = "".join(frames) + page.content()
    assert "提示 1" in traffic
    for item in content().exercise(slug).items.values():
        for kept in (item["reason"], item["question"], item.get("better"), *item["hints"][1:]):
            assert not kept or kept not in traffic
    assert not re.search(r"\bO-(?:TASK|VAGUE|METRIC|BAU|MULTI|SOLUTION|JARGON)\b", traffic)


def _text(frame: str | bytes) -> str:
    return frame if isinstance(frame, str) else frame.decode("utf-8", "replace")


@pytest.mark.slow
@pytest.mark.browser
def test_two_exercises_on_one_page_and_python_at_work(
    tmp_path: Path, new_context: Callable[..., BrowserContext]
) -> None:
    first, second = 'first = show("spot-wrong-objectives")', 'second = show("okr-or-kpi")'
    button = "turn = Button(description='翻页')\nturn.on_click(lambda _: second.act('next'))\nturn"
    setup = "from ipywidgets import Button\nfrom okr_kit import show\n"
    write_notebook(tmp_path / "exercises/two.ipynb", "两个练习", f"{setup}{first}\nfirst", f"{second}\nsecond", button)
    with running(tmp_path) as scene:
        context = new_context()
        name, _, value = scene.cookie().partition("=")
        context.add_cookies([{"name": name, "value": value, "url": scene.url}])
        page = context.new_page()
        page.goto(f"{scene.url}/voila/render/exercises/two.ipynb")
        views = page.locator("[data-okr-view]")
        views.nth(1).wait_for()
        ids = page.evaluate("[...document.querySelectorAll('[data-okr] [id]')].map(element => element.id)")
        assert len(ids) == len(set(ids))
        views.nth(0).get_by_label("可以", exact=True).check()
        views.nth(0).get_by_role("button", name="提交").click()
        views.nth(0).locator(".okr-say").wait_for()
        assert "第 1 题" in views.nth(1).inner_text()
        assert views.nth(1).locator(".okr-say").count() == 0
        page.get_by_role("button", name="翻页").click()
        views.nth(1).get_by_text("第 2 题").wait_for()
        assert "第 1 题" in views.nth(0).inner_text()


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Voila as it comes, for the folder of exercises."""
    port, home = free_port(), tmp_path_factory.mktemp("home")
    settings = environment() | {"JUPYTER_CONFIG_DIR": str(home), "HOME": str(home)}
    command = [sys.executable, "-m", "voila", "exercises", "--no-browser", f"--port={port}"]
    process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/voila/static/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("slug", EACH_KIND)
def test_stock_voila_runs_the_notebook(slug: str, browser: Browser, stock: str) -> None:
    context = browser.new_context(locale="zh-CN")
    elsewhere: set[str] = set()

    def only_here(route: Any) -> None:
        host = urlsplit(route.request.url).hostname or ""
        if host in ("127.0.0.1", "localhost"):
            route.continue_()
        else:
            elsewhere.add(host)
            route.abort()

    try:
        context.route("http*://**", only_here)
        page = context.new_page()
        page.goto(f"{stock}/voila/render/{slug}.ipynb")
        journey = Journey(page, slug)
        if slug == "write-okr":
            journey.press("pick", scenario="clinic-waiting")
        elif isinstance(KINDS[content().exercise(slug).kind], Worksheet):
            journey.go_on()
        elif content().exercise(slug).kind == "roleplay":
            journey.press("go", page="employee-card")
        elif slug not in DRILLS:
            journey.view.get_by_label("没时间").check()
            journey.press("send", {"difficulties": ["time"]}, page="difficulties")
        else:
            journey.answer(journey.learner.state["at"])
    finally:
        context.close()
    assert elsewhere <= {"cdn.jsdelivr.net"}, "more than Voila's own template asks for"


def test_no_machine_specific_path_is_in_a_notebook() -> None:
    for folder in ("exercises", "solutions"):
        for path in (ROOT / folder).glob("*.ipynb"):
            assert not re.search(r"(?:/home/|/tmp/|/root/|[A-Z]:\\\\)", path.read_text(encoding="utf-8")), path.name
