"""Exercises played from empty to full marks in a real browser: two hands, and how a worksheet and a drill are gone through.

A hand enters an answer by the name of its field: :class:`Finger` by touch and with an input method, :class:`Tabs` with the
keyboard alone. Nothing here waits for a time: a page says itself what it has sent and what has come back.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from learner import content
from phone import MEASURE, still

from okr_kit import engine
from okr_kit.kinds import KINDS, Drill

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

#: Counts the answers that a page has taken in.
COUNTING = (
    "addEventListener('okr:settled', (e) => { window.taken = Math.max(window.taken || 0, e.detail.n || 0); }, true)"
)
#: What of a page is wrong at first sight: nothing.
FINE: dict[str, Any] = {"wide": 0, "small": [], "cut": []}
#: The longest way with Tab, and the most screens of an exercise.
MOST_TABS, MOST_SCREENS = 120, 60
#: What is in the view and can be entered under a name, and what it is.
SORT = """(name) => {
  const all = [...document.querySelectorAll(`[data-okr-view] form [name="${CSS.escape(name)}"]`)];
  const shown = all.filter((el) => !el.closest('[hidden]') && !el.disabled);
  return shown.length ? (shown[0].tagName === 'SELECT' ? 'select' : shown[0].type) : '';
}"""
#: Whether a half-filled screen fits too.
ROOMY = """() => document.documentElement.scrollWidth <= innerWidth
  && [...document.querySelectorAll('.okr-foot')].every((el) => el.offsetHeight < innerHeight / 2)"""
LABEL = """(el) => {
  if (el.tagName === 'SELECT') return el.selectedOptions[0].text;
  const words = el.labels[0].querySelector('span').cloneNode(true);
  words.querySelectorAll('small').forEach((one) => one.remove());
  return words.textContent;
}"""


@dataclass
class Seen:
    """What a page sent, and what went wrong in it."""

    page: Page
    sent: list[dict[str, Any]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.add_init_script(COUNTING)
        self.page.on("request", lambda one: self.sent.append(one.post_data_json) if one.url.endswith("/act") else None)
        self.page.on("console", lambda one: self.errors.append(one.text) if one.type == "error" else None)
        self.page.on("pageerror", lambda one: self.errors.append(str(one)))

    def puts(self, name: str) -> list[Any]:
        """What was sent of a field by itself, in order."""
        acts = [one["action"] for one in self.sent]
        return [act["fields"][name] for act in acts if act["do"] == "put" and name in act["fields"]]


class Hand(ABC):
    """Enters and presses on one page."""

    def __init__(self, seen: Seen) -> None:
        self.seen, self.page = seen, seen.page

    def field(self, name: str, value: str | None = None) -> Locator:
        """The field of that name; of a group the one with that value."""
        more = f'[value="{value}"]' if value is not None else ""
        return self.page.locator(f'[data-okr-view] form [name="{name}"]{more}').first

    def sort(self, name: str) -> str:
        """What can be entered under a name: text, date, textarea, select-one, radio, checkbox; empty if it is not here."""
        return str(self.page.evaluate(SORT, name))

    def enter(self, name: str, wanted: str | list[str]) -> list[str]:
        """Type or pick; the words that a reader should see of it."""
        sort, values = self.sort(name), [wanted] if isinstance(wanted, str) else wanted
        if sort not in ("radio", "checkbox", "select"):
            self.write(name, values[0])
            return values
        if sort == "select":
            self.select(name, values[0])
            return [str(self.field(name).evaluate(LABEL))]
        for value in values:
            if not self.field(name, value).is_checked():
                self.pick(name, value)
        return [str(self.field(name, value).evaluate(LABEL)) for value in values]

    def press(self, button: Locator) -> None:
        """Press a button and wait until its answer is on the screen."""
        do = button.get_attribute("data-do")
        with self.page.expect_request(
            lambda one: one.url.endswith("/act") and f'"do":"{do}"' in one.post_data
        ) as asked:
            self.push(button)
        number = json.loads(asked.value.post_data or "")["n"]
        self.page.wait_for_function("(n) => (window.taken || 0) >= n", arg=number)

    def kept(self) -> None:
        """Leave the field and wait until everything entered has been sent and answered: no draft is left."""
        self.leave()
        self.page.wait_for_function(
            "() => !localStorage.getItem('okr:' + document.querySelector('[data-okr]').dataset.key)"
        )

    @abstractmethod
    def write(self, name: str, text: str) -> None:
        """Type into a field."""

    @abstractmethod
    def pick(self, name: str, value: str) -> None:
        """Pick one option."""

    @abstractmethod
    def select(self, name: str, value: str) -> None:
        """Pick from the phone's own list."""

    @abstractmethod
    def push(self, button: Locator) -> None:
        """Press."""

    @abstractmethod
    def leave(self) -> None:
        """Leave the field that one is in."""


class Finger(Hand):
    """Touch; what is typed is composed by an input method, of which nothing may be sent before it is done.

    On each page the first word comes slowly.
    """

    def __init__(self, seen: Seen) -> None:
        super().__init__(seen)
        self.typed = 0
        self.page.on("framenavigated", lambda _: setattr(self, "typed", 0))
        self.keys = self.page.context.new_cdp_session(self.page)

    def _show(self, name: str) -> None:
        """Open the row that a field is in."""
        row = self.page.locator("details:not([open])", has=self.page.locator(f'[name="{name}"]'))
        for one in row.all():
            self._tap(one.locator("> summary"))

    def write(self, name: str, text: str) -> None:
        self._show(name)
        self._tap(self.field(name))
        if self.sort(name) == "date":
            self.field(name).fill(text)
            return
        self.page.keyboard.press("ControlOrMeta+a")
        before = len(self.seen.puts(name))
        for stage in ("s", "sh", "shu"):
            at = len(stage)
            self.keys.send("Input.imeSetComposition", {"text": stage, "selectionStart": at, "selectionEnd": at})
            if not self.typed:
                self.page.wait_for_timeout(120)  # a slow typist: a form that sends by itself would do so meanwhile
        self.typed += 1
        assert self.seen.puts(name)[before:] == [], f"{name}: sent while it was being composed"
        self.keys.send("Input.insertText", {"text": text})
        assert self.field(name).input_value() == text

    def pick(self, name: str, value: str) -> None:
        self._show(name)
        self._tap(self.page.locator(f'label.okr-opt:has([name="{name}"][value="{value}"])'))

    def select(self, name: str, value: str) -> None:
        self._show(name)
        self.field(name).select_option(value)

    def push(self, button: Locator) -> None:
        self._tap(button)

    def _tap(self, what: Locator) -> None:
        """Bring it to where a thumb can reach it, and tap: not under the bar, nor under the account."""
        what.evaluate("(el) => el.scrollIntoView({ block: 'center' })")
        what.tap()

    def leave(self) -> None:
        self.page.evaluate("() => document.activeElement.blur()")


class Tabs(Hand):
    """Tab, arrows, Space, Enter and letters alone."""

    def _to(self, test: str, arg: Any) -> None:
        """Tab until what has the focus passes the test."""
        for _ in range(MOST_TABS):
            if self.page.evaluate(f"(arg) => ((el) => {test})(document.activeElement)", arg):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached {arg}")

    def _show(self, name: str) -> None:
        """Open the row that a field is in."""
        inside = f'details:not([open]) [name="{name}"]'
        if self.page.locator(inside).count():
            self._to("el.tagName === 'SUMMARY' && !!el.parentElement.querySelector(arg)", f'[name="{name}"]')
            self.page.keyboard.press("Enter")

    def write(self, name: str, text: str) -> None:
        self._show(name)
        self._to("el.name === arg", name)
        if self.sort(name) == "date":  # in which order its parts are typed is the browser's
            self.field(name).fill(text)
            return
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)
        assert self.field(name).input_value() == text

    def pick(self, name: str, value: str) -> None:
        self._show(name)
        if self.sort(name) == "checkbox":
            self._to("el.name === arg[0] && el.value === arg[1]", [name, value])
            self.page.keyboard.press("Space")
            return
        self._to("el.name === arg", name)
        self.page.keyboard.press("Space")
        for _ in range(20):
            if self.page.evaluate("(value) => document.activeElement.value === value", value):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"arrows never reached {name} = {value}")

    def select(self, name: str, value: str) -> None:
        self._show(name)
        self._to("el.name === arg", name)
        for _ in range(20):
            if self.field(name).input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"arrows never reached {name} = {value}")

    def push(self, button: Locator) -> None:
        self._to("el === arg", button.element_handle())
        self.page.keyboard.press("Enter")

    def leave(self) -> None:
        self.page.keyboard.press("Tab")


def look(page: Page, name: str) -> None:
    """Nothing of the screen is wider than the device, cut, or too small to hit."""
    still(page)
    found = page.evaluate(MEASURE)
    assert found == FINE, f"{name}: {found}"


def ended(page: Page) -> bool:
    """Whether the end is on the screen."""
    return not page.locator(
        "[data-okr-view] form button[data-do=grade], [data-okr-view] form button[data-do=answer]"
    ).count()


# -- worksheets -------------------------------------------------------------------------------------------------------


def worksheet(hand: Hand, name: str, acts: list[Mapping[str, Any]]) -> Iterator[list[str]]:
    """Step by step to the end; what was entered in each step, in words, as soon as it is kept."""
    page, values = hand.page, {key: one for act in acts for key, one in act.get("fields", {}).items()}
    adds = [act["values"]["list"] for act in acts if act["do"] == "add"]
    for number in range(MOST_SCREENS):
        look(page, f"{name}-{number}")
        if page.locator("form[data-okr-auto]").count() == 0:
            break
        yield list(_step(hand, values, adds))
        look(page, f"{name}-{number}-filled")
        main = page.locator("form[data-okr-auto] .okr-foot .okr-main")
        if main.get_attribute("data-do") == "grade":
            hand.press(main)
            look(page, f"{name}-{number}-checked")
        assert main.get_attribute("data-okr-shows") is None, page.inner_text("[data-okr-view]")
        hand.press(main)
    assert values == {}, f"never asked for: {values}"


def _step(hand: Hand, values: dict[str, Any], adds: list[str]) -> Iterator[str]:
    """Enter what can be entered now, until nothing more comes up."""
    while True:
        here = {one: values[one] for one in values if hand.sort(one)}
        before = {one: len(hand.seen.puts(one)) for one in here}
        for one in here:
            yield from hand.enter(one, values.pop(one))
            assert hand.page.evaluate(ROOMY), f"{one}: too wide, or what is under the thumb takes half the screen"
        if here:
            hand.kept()
            typed = [one for one in here if hand.sort(one) in ("text", "textarea")]
            for one in typed:
                assert hand.seen.puts(one)[before[one] :] == [here[one]], f"{one}: not sent whole, or not once"
            continue
        more = hand.page.locator(f'button[data-do=add][data-values*="{adds[0]}"]') if adds else None
        if more is None or not more.count():
            return
        adds.pop(0)
        hand.press(more)


# -- role plays, alone -------------------------------------------------------------------------------------------------


def role_play(hand: Hand, name: str, acts: list[Mapping[str, Any]]) -> None:
    """Page by page to the reference; on its page the line, or the sheet, with what these acts say, looked at before going on."""
    page, parts = hand.page, {part: words for act in acts for part, words in act.get("fields", {}).items()}
    for number in range(MOST_SCREENS):
        look(page, f"{name}-{number}")
        on = page.locator("[data-okr-view] button.okr-main[data-do=go]")
        if on.count():
            hand.press(on)
            continue
        if page.locator("form[data-okr-auto]").count():
            for _ in worksheet(hand, f"{name}-sheet", acts):
                pass
            break
        write = page.locator("[data-okr-view] button[data-do=write]")
        if not write.count():
            break
        for part, words in parts.items():
            for _ in hand.enter(part, words):
                pass
        hand.press(write)
        page.locator(".okr-say.okr-good").wait_for()
        look(page, f"{name}-written")
        hand.press(page.locator("[data-okr-view] button[data-do=go]"))
    assert page.locator("[data-okr-view] button[data-do=go]").count() == 1  # from the beginning once more


# -- drills -----------------------------------------------------------------------------------------------------------


def drill(hand: Hand, slug: str, answers: Mapping[str, Mapping[str, str]]) -> None:
    """Item by item, with the answer of the book or else the key's, and handed in."""
    page = hand.page
    for number in range(MOST_SCREENS):
        form = page.locator("[data-okr-view] form:has([data-do=answer])")
        if not form.count():
            break
        look(page, f"{slug}-{number}")
        item = str(form.get_attribute("data-okr-form"))
        if content().exercise(slug).items[item].get("closing"):
            break  # asked beside the summary, in no score
        for part, wanted in (answers.get(item) or truth(slug, item)).items():
            hand.enter(part, letter(page, slug, item, part, wanted))
        hand.press(form.locator("button[data-do=answer]"))
        look(page, f"{slug}-{number}-told")
        hand.press(page.locator("[data-okr-view] .okr-foot button[data-do=next]"))
    while page.locator("button[data-do=hand-in]").count():
        look(page, f"{slug}-before-the-end")
        hand.press(page.locator("button[data-do=hand-in]"))
    look(page, f"{slug}-end")


def truth(slug: str, item: str) -> dict[str, str]:
    """The key's answer, part by part."""
    exercise = content().exercise(slug)
    kind = KINDS[exercise.kind]
    assert isinstance(kind, Drill)
    return dict(kind.sheet.truth(exercise.items[item]))


def letter(page: Page, slug: str, item: str, name: str, wanted: str) -> str:
    """The letter that an answer has in this page; what is typed stays as it is."""
    exercise = content().exercise(slug)
    ctx = engine.Context(content(), exercise)
    kind = KINDS[exercise.kind]
    assert isinstance(kind, Drill)
    part = next(one for one in kind.parts(ctx, engine.start(ctx, 1), item) if one.name == name)
    words = next((label for _, true, label in part.options if true == wanted), None)
    if words is None:
        return wanted
    option = page.locator("label.okr-opt", has=page.get_by_text(words, exact=True)).locator(f"input[name='{name}']")
    return str(option.get_attribute("value"))
