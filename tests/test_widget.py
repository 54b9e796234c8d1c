"""An exercise as a notebook widget: what Python can do with it, what the page gets, what it may not."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("anywidget")

import ipywidgets
import traitlets

import okr_kit
from okr_kit import bank
from okr_kit.errors import DocumentError, ServeError, UnknownExercise
from okr_kit.hosts.jupyter import widget_files
from okr_kit.hosts.jupyter.exercise_widget import ExerciseWidget
from okr_kit.kinds import KINDS, Drill

SLUG = "spot-wrong-objectives"


@pytest.fixture(scope="module")
def content() -> bank.Content:
    return bank.load()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Everything that a widget puts on the wire, as (kind, content)."""
    wire: list[tuple[str, Any]] = []

    def state(self: Any, key: Any = None) -> None:
        wire.append(("state", self.get_state(key)))

    monkeypatch.setattr(ExerciseWidget, "send_state", state)
    monkeypatch.setattr(ExerciseWidget, "send", lambda _, content: wire.append(("message", content)))
    return wire


def solve(ex: ExerciseWidget, content: bank.Content) -> None:
    """Give the right answer to every item that was drawn."""
    for name, item in content.exercise(SLUG).items.items():
        verdict = "revise" if item["codes"] else "ok"
        ex.act("answer", {"verdict": verdict, "reason": (item["codes"] or [""])[0]}, item=name)


def order(ex: ExerciseWidget, do: str, fields: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A message as the player sends it."""
    action = {"do": do, "values": {}, "fields": fields or {}}
    return {"type": "act", "id": "a1", "n": 1, "base_seq": seq(ex), "action": action} | more


def seq(ex: ExerciseWidget) -> int:
    found = re.search(r'data-seq="(\d+)"', ex.html)
    assert found
    return int(found[1])


def press(ex: ExerciseWidget, message: Any) -> None:
    """Deliver a message of the page."""
    ex._handle_custom_msg(message, [])


# In Python


def test_it_composes_is_observed_and_linked(content: bank.Content) -> None:
    ex = okr_kit.show(SLUG)
    seen: list[float] = []
    bar = ipywidgets.FloatProgress(max=1.0)
    box = ipywidgets.VBox([ex, ipywidgets.HTML()])
    ex.observe(lambda change: seen.append(change.new), "score")
    traitlets.link((ex, "progress"), (bar, "value"))
    assert isinstance(ex, ipywidgets.DOMWidget)
    assert box.children[0] is ex
    assert (ex.score, ex.progress, ex.findings, ex.done) == (0.0, 0.0, (), False)
    solve(ex, content)
    assert (ex.score, ex.progress, ex.findings, ex.done) == (100.0, 1.0, (), True)
    assert bar.value == 1.0
    assert seen == sorted(seen)
    assert seen[-1] == 100.0


def test_act_returns_the_feedback_as_text() -> None:
    ex = okr_kit.show(SLUG)
    first = ex.act("answer", {"verdict": "ok"})
    assert "再看一眼" in first
    assert ex.findings[0].startswith("O-")
    assert "这一条错在：" in ex.act("reveal")
    assert "第 2 题" in ex.act("next")


@pytest.mark.parametrize(
    ("do", "fields", "values"),
    [("nonsense", {}, {}), ("", {}, {}), ("answer", {}, {"item": "none"}), ("answer", {"verdict": "x" * 70_000}, {})],
)
def test_a_foreign_action_is_answered_with_a_sentence(do: str, fields: dict[str, str], values: dict[str, str]) -> None:
    ex = okr_kit.show(SLUG)
    before = ex.html
    assert "不属于当前练习" in ex.act(do, fields, **values)
    assert ex.html == before


def test_observers_see_all_traits_of_one_answer(content: bank.Content) -> None:
    ex = okr_kit.show(SLUG)
    seen: list[tuple[float, bool]] = []
    ex.observe(lambda _: seen.append((ex.score, ex.done)), "progress")
    solve(ex, content)
    assert seen[-1] == (100.0, True)


def test_the_same_seed_shows_the_same_items() -> None:
    def statement(html: str) -> list[str]:
        return re.findall(r'okr-statement">(.*?)</p>', html)

    assert statement(okr_kit.show(SLUG).html) == statement(okr_kit.show(SLUG).html)
    assert len({str(statement(okr_kit.show(SLUG, seed=seed).html)) for seed in range(5)}) > 1


def test_the_lecturers_overlay_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bank/zh_cn").mkdir(parents=True)
    (tmp_path / f"bank/zh_cn/{SLUG}.toml").write_text('title = "讲师自己的题"\n', encoding="utf-8")
    assert "讲师自己的题" in okr_kit.show(SLUG, overlay=tmp_path).html
    assert "讲师自己的题" not in okr_kit.show(SLUG).html
    monkeypatch.setenv("OKR_CONTENT", str(tmp_path))
    assert "讲师自己的题" in okr_kit.show(SLUG).html


def test_errors_carry_their_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnknownExercise) as unknown:
        okr_kit.show("no-such")
    assert "没有名为「no-such」的练习" in unknown.value.__notes__[0]
    monkeypatch.setitem(sys.modules, "okr_kit.hosts.jupyter.exercise_widget", None)
    with pytest.raises(ServeError) as missing:
        okr_kit.show(SLUG)
    assert missing.value.code == "extra-missing"
    assert "okr-kit[jupyter]" in missing.value.__notes__[0]


# On the wire


def test_only_html_is_synced(sent: list[tuple[str, Any]]) -> None:
    ex = okr_kit.show(SLUG)
    own = set(ex.keys) - set(ipywidgets.DOMWidget().keys)
    assert own == {"html", "_esm", "_css", "_anywidget_id"}
    sent.clear()
    ex.act("answer", {"verdict": "ok"})
    assert [set(state) for kind, state in sent if kind == "state"] == [{"html"}]


@pytest.mark.parametrize(
    "slug", [slug for slug, one in bank.load().exercises.items() if isinstance(KINDS[one.kind], Drill)]
)
def test_an_unanswered_item_carries_no_verdict_code_or_reason(
    slug: str, content: bank.Content, sent: list[tuple[str, Any]]
) -> None:
    ex = okr_kit.show(slug)
    sent.clear()
    press(ex, order(ex, "hint"))
    press(ex, order(ex, "next", id="a2"))
    wire = json.dumps([ex.get_state("html"), *sent], ensure_ascii=False)
    for item in content.exercise(slug).items.values():
        for kept in (item.get("reason"), item.get("question"), item.get("better"), *item.get("hints", ())[1:]):
            assert not kept or kept not in wire
    assert not re.search(r"\b[OKS]-[A-Z]{3,}", wire)
    assert "okr-good" not in wire
    assert "okr-bad" not in wire


def test_a_message_is_answered_with_the_view(sent: list[tuple[str, Any]]) -> None:
    ex = okr_kit.show(SLUG)
    press(ex, order(ex, "answer", {"verdict": "ok"}))
    kind, answer = sent[-1]
    assert kind == "message"
    assert {key: answer[key] for key in ("type", "id", "n", "status", "message", "seq")} == {
        "type": "view", "id": "a1", "n": 1, "status": "ok", "message": "", "seq": 1,
    }  # fmt: skip
    assert "再看一眼" in answer["html"]
    assert "data-okr-view" not in answer["html"]


def test_sent_twice_counts_once_and_an_old_view_is_a_conflict(sent: list[tuple[str, Any]]) -> None:
    ex = okr_kit.show(SLUG)
    message = order(ex, "answer", {"verdict": "ok"})
    press(ex, message)
    press(ex, message)
    assert (sent[-1][1]["status"], sent[-1][1]["seq"]) == ("ok", 1)
    press(ex, message | {"id": "a2"})
    assert sent[-1][1]["status"] == "conflict"
    assert "有更新" in sent[-1][1]["message"]
    assert seq(ex) == 1


@pytest.mark.parametrize("action", [None, 7, [], "x", {"do": 5}, {"do": "nonsense"}, {"do": "answer", "fields": [1]}])
def test_a_bad_message_shows_a_sentence(action: Any, sent: list[tuple[str, Any]]) -> None:
    ex = okr_kit.show(SLUG)
    press(ex, order(ex, "answer", action=action))
    answer = sent[-1][1]
    assert answer["status"] == "refused"
    assert "不属于当前练习" in answer["message"]
    assert "Traceback" not in json.dumps(answer)


def test_a_mistake_of_ours_is_still_answered(sent: list[tuple[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    ex = okr_kit.show(SLUG)
    monkeypatch.setattr("okr_kit.engine.act", lambda *_: {}["gone"])
    with pytest.raises(KeyError):
        ex._message(ex, order(ex, "answer"), [])
    assert sent[-1][1]["status"] == "refused"
    assert "没有做成" in sent[-1][1]["message"]


def test_foreign_messages_are_left_alone(sent: list[tuple[str, Any]]) -> None:
    ex = okr_kit.show(SLUG)
    sent.clear()
    for message in (None, [], "act", {"type": "other"}, {}):
        press(ex, message)
    assert not sent


def test_the_page_cannot_set_the_html() -> None:
    ex = okr_kit.show(SLUG)
    before = ex.html
    ex.set_state({"html": "<script>alert(1)</script>"})
    assert ex.html == before


def test_text_of_a_learner_is_shown_as_text() -> None:
    ex = okr_kit.show("write-okr")
    ex.act("pick", scenario="own")
    ex.act("grade", {"text": "<img src=x onerror=alert(1)>\ud83d"}, part="o")
    assert "&lt;img" in ex.html
    assert "<img" not in ex.html
    ex.html.encode()


def test_two_widgets_share_no_id() -> None:
    first, second = (set(re.findall(r' id="([^"]+)"', okr_kit.show(SLUG).html)) for _ in range(2))
    assert first
    assert not first & second


def test_what_was_made_is_given_to_another_exercise() -> None:
    """An OKR written in one widget lies on the shelf of the next, and of the same one after it began anew."""
    first = okr_kit.show("write-okr")
    assert first.documents == ()
    first.act("pick", scenario="bakery-waste")
    first.act("grade", {"text": "让每家门店的面包当天卖得完、少倒掉"}, part="o")
    first.act("restart")
    (doc,) = first.documents
    assert doc["title"] in first.html
    second = okr_kit.show("write-okr", given=first.documents)
    assert doc["title"] in second.html
    second.act("take", doc=doc["id"])
    second.act("grade", {"text": "让傍晚进店的人买得到想买的面包"}, part="o")
    (copied,) = second.documents
    assert copied["id"] != doc["id"]
    assert (
        second.documents[0]["objective"]["text"] != doc["objective"]["text"] == first.documents[0]["objective"]["text"]
    )


def test_a_document_of_a_newer_kit_is_refused_with_a_sentence() -> None:
    with pytest.raises(DocumentError) as caught:
        okr_kit.show("write-okr", given=[{"v": 99, "type": "okr", "id": "d1"}])
    assert "更新的版本" in caught.value.__notes__[0]


def test_the_frame_says_what_is_true_here(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 'data-say-saved="只在本页保留"' in okr_kit.show(SLUG).html
    monkeypatch.setenv("OKR_ROLE", "demo")
    assert 'data-say-saved="演示，不计入成绩"' in okr_kit.show(SLUG).html


# The script


WIDGETS = {
    "widget.js": ("vendor/idiomorph.esm.js", "remake.js", "player.js", "clock.js", "picks.js", "sheet.js"),
    "stage_widget.js": ("vendor/idiomorph.esm.js", "remake.js", "clock.js", "stage.js"),
}


@pytest.mark.parametrize("name", WIDGETS)
def test_the_script_is_one_module_without_imports(name: str) -> None:
    text = widget_files.script(name)
    assert text == widget_files.script.__wrapped__(name)
    assert not re.search(r"^\s*import\b|\bimport\(|\brequire\(", text, re.MULTILINE)
    assert re.findall(r"^export\b.*$", text, re.MULTILINE) == ["export default { render };"]
    assert sorted(re.findall(r"^// ([\w/.]+\.js)$", text, re.MULTILINE)) == sorted((*WIDGETS[name], name))
    code = re.sub(r"^\s*(?:\*|/\*|//).*$", "", text, flags=re.MULTILINE)
    assert set(re.findall(r"""["'`](?:https?:)?//[^"'`]*""", code)) <= {'"http://www.w3.org/1999/xhtml'}
    assert text.count("customElements.define") <= text.count("customElements.get")


def test_the_style_is_out_of_its_layer() -> None:
    for sheet in (widget_files.style(), widget_files.style("stage.css")):
        assert "@layer" not in sheet
        assert "url(" not in sheet


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
@pytest.mark.parametrize("name", WIDGETS)
def test_the_script_can_be_parsed(name: str, tmp_path: Path) -> None:
    path = tmp_path / "widget.mjs"
    path.write_text(widget_files.script(name), encoding="utf-8")
    subprocess.run(["node", "--check", str(path)], check=True, capture_output=True)


@pytest.mark.browser
def test_what_python_does_by_itself_is_shown_at_once(page: Any, content: bank.Content) -> None:
    """A cell that acts on the exercise changes the view beside it, without anybody's tap."""
    ex = okr_kit.show(SLUG)
    mount = """async ([text, html]) => {
      const heard = {};
      window.model = { html, get: () => window.model.html, on: (name, go) => { heard[name] = go; }, off: () => {}, send: () => {} };
      window.python = (next) => { window.model.html = next; heard['change:html'](); };
      const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
      (await import(url)).default.render({ model: window.model, el: document.body });
    }"""
    page.evaluate(mount, [widget_files.script("widget.js"), ex.html])
    assert page.get_by_text("全部一次答对").count() == 0
    solve(ex, content)
    ex.act("summary")
    page.evaluate("html => window.python(html)", ex.html)
    page.get_by_role("heading", name="全部一次答对").wait_for()
