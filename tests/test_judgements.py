"""讲师判定: what the trainer takes as right here is kept with its words and comes out of the class as test data."""

from __future__ import annotations

import json

import pytest
from learner import content
from store_scene import run

from okr_kit import engine, lesson
from okr_kit.hosts import cli
from okr_kit.hosts.classroom import lead
from okr_kit.hosts.classroom.console import steps

SLUG = "find-the-error"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "class.db"


def exported(file, tmp_path, *options):
    out = tmp_path / "out.jsonl"
    status = cli.run(["export", str(out), "--db", str(file), "--class", "一班", *options])
    return status, [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def accept(room, **values):
    """As the console's form sends it."""
    state = room.store.read_now(lambda conn: lead.now(conn, room))
    run(lead.act(room, "accept", steps.values(room, state, {"do": "accept", "values": values, "fields": {}}, "desk")))


def test_a_judgement_is_exported_with_its_reason(room, file, tmp_path, capfd, clock):
    room.clock = lambda: clock["ms"]
    run(lead.act(room, "open", {"slug": SLUG}))
    accept(room, item="law-old-contracts", value="O-BAU", reason="他们每年都做，说成例行也对")
    accept(room, item="law-old-contracts", value="O-VAGUE", reason="按错了")
    accept(room, item="law-old-contracts", value="O-VAGUE", remove="1")
    status, [line] = exported(file, tmp_path, "--judgements")
    assert status == 0
    assert line == {
        "exercise": SLUG,
        "item": "law-old-contracts",
        "text": line["text"],
        "value": "O-BAU",
        "words": line["words"],
        "reason": "他们每年都做，说成例行也对",
        "at": clock["ms"],
    }
    assert "「一班」的 1 条讲师判定已导出" in capfd.readouterr().err


def test_documents_alone_are_exported_where_nobody_asks_for_judgements(room, file, tmp_path):
    run(lead.act(room, "open", {"slug": SLUG}))
    accept(room, item="law-old-contracts", value="O-BAU", reason="也对")
    assert exported(file, tmp_path) == (0, [])


def test_a_class_that_nobody_has_led_has_none(room, file, tmp_path):
    assert room.klass.name == "一班"
    assert exported(file, tmp_path, "--judgements") == (0, [])


def test_an_unknown_class_is_named(room, capfd):
    assert cli.run(["export", "--judgements", "--db", room.store.where, "--class", "二班"]) == 1
    assert "没有名为「二班」的班" in capfd.readouterr().err


def test_another_bank_does_not_change_what_was_judged(room):
    """The item's sentence and the answer's words are those of the day."""
    exercise = content().exercise(SLUG)
    asked = engine.choices(engine.Context(content(), exercise), engine.seed(room.draw, SLUG))[0]
    value, words = asked.options[1]
    run(lead.act(room, "open", {"slug": SLUG}))
    accept(room, item=asked.item, value=value, reason="也说得通")
    state = room.store.read_now(lambda conn: lead.now(conn, room))
    [row] = state["works"][SLUG]["accepted"][asked.item]
    assert (row["text"], row["words"]) == (asked.statement, words)
    assert lesson.live(state, SLUG).accepted == {asked.item: (value,)}


def test_an_item_that_has_left_the_bank_is_exported_without_words(room, file, tmp_path):
    run(lead.act(room, "open", {"slug": SLUG}))
    accept(room, item="gone-from-the-bank", value="O-BAU", reason="也对")
    [line] = exported(file, tmp_path, "--judgements")[1]
    assert (line["text"], line["words"], line["reason"]) == ("", "", "也对")
