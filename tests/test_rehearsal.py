"""``okr rehearse``: simulated learners come in, answer, sit, write and vote again; they are clients like any other, and leave nothing."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import urllib.request
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from random import Random

import pytest
from class_scene import Device
from learner import Learner as Writer
from learner import content
from program_scene import ROOT, ended, heard, open_all, started
from rehearsal_scene import rehearsal, unexpected
from small_kind import ESTIMATE, with_small_kind
from voila_scene import free_port

from okr_kit import engine
from okr_kit.hosts import cli
from okr_kit.hosts.classroom import access, samples
from okr_kit.hosts.cli.rehearse import as_rehearsal
from okr_kit.hosts.rehearsal import learner as learners
from okr_kit.hosts.rehearsal.crowd import tables
from okr_kit.hosts.rehearsal.ideas import Ideas
from okr_kit.hosts.rehearsal.screen import Entry
from okr_kit.hosts.rehearsal.temper import temper
from okr_kit.hosts.store import Store, people, plans, roster
from okr_kit.plan import Plan as ClassPlan
from okr_kit.view import Button, Choice, Field, Limit, Option

SLUGS = list(content().exercises)
#: One exercise of each kind that each answers alone.
ALONE = ["spot-wrong-objectives", "find-the-error", "okr-or-kpi", "rate-aar-samples", "opening-difficulties"]


@pytest.fixture(scope="module")
def scene():
    """Twelve learners at two tables."""
    with rehearsal(content()) as found:
        yield found
        assert unexpected(found) == []


def most(scene, slug):
    """Whether most of them have handed in, as the console counts."""
    found = scene.count(slug)
    return found.handed >= 0.7 * found.joined


def context(slug, owner):
    """Somebody's work, for the engine."""
    mode = "own" if owner.startswith("p") else "group"
    return engine.Context(content(), content().exercise(slug), mode=mode, owner=owner)


# -- each kind of exercise ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ALONE)
def test_most_of_them_answer_and_neither_all_rightly_nor_all_wrongly(scene, slug: str) -> None:
    scene.lead("open", slug=slug)
    scene.wait(lambda: most(scene, slug))
    spreads = [first for first, _ in scene.count(slug).spreads.values()]
    assert any(sum(n > 0 for _, _, n in one.counts) > 1 for one in spreads)
    keyed = [one for one in spreads if one.right is not None]
    people_, right = sum(one.people for one in keyed), sum(one.right for one in keyed)
    assert not keyed or 0.2 * people_ < right < 0.95 * people_


def test_under_the_pace_of_the_class_each_item_is_answered(scene) -> None:
    slug = "choose-better-question"
    scene.lead("open", slug=slug)
    items = list(scene.count(slug).spreads)[:3]
    for item in items:
        scene.lead("item", item=item)
        scene.wait(lambda: most(scene, slug))
    assert all(scene.count(slug).spreads[item][0].people >= 8 for item in items)


def test_a_second_vote_changes_some_answers_and_not_all(scene) -> None:
    slug = "spot-wrong-key-results"
    scene.lead("open", slug=slug)
    scene.wait(lambda: most(scene, slug))
    scene.lead("close")
    item = max(scene.count(slug).spreads, key=lambda one: len(scene.count(slug).spreads[one][0].wrong))
    scene.lead("discuss", item=item)
    scene.lead("again", item=item)
    scene.wait(lambda: most(scene, slug))
    votes: dict[int, dict[str, tuple]] = {1: {}, 2: {}}
    for owner, state in scene.states(slug).items():
        for one in engine.ballots(context(slug, owner), state):
            if one.item == item:
                votes[one.round][owner] = one.picks
    both = set(votes[1]) & set(votes[2])
    changed = [owner for owner in both if votes[1][owner] != votes[2][owner]]
    assert 0 < len(changed) < len(both)


def test_tables_decide_with_somebody_who_keeps_the_record(scene) -> None:
    """What its members answered differently; those who watch vote."""
    slug = "match-five-values"
    scene.lead("open", slug=slug)
    scene.wait(lambda: most(scene, slug))
    scene.lead("close")
    scene.lead("side", side="table")
    scene.wait(lambda: all(table.decided > 1 and table.scribe for table in scene.count(slug).tables))
    voted = scene.events("group-vote")
    assert {owner for owner, *_ in voted} <= {"g1", "g2"}
    assert len({actor for _, actor, _ in voted}) > 2


def test_a_worksheet_gets_what_tables_write_and_check(scene) -> None:
    slug = "split-by-region"
    scene.lead("open", slug=slug)
    scene.wait(lambda: all(table.decided for table in scene.count(slug).tables))
    assert scene.count(slug).side_by_side
    for owner, state in scene.states(slug, "g").items():
        entered = engine.board(context(slug, owner), state)
        assert len(entered) > 4
        assert any(one.typed for one in entered)


def test_everybody_fills_in_a_worksheet_of_his_own(scene) -> None:
    slug = "fix-weekly-report"
    scene.lead("open", slug=slug)
    scene.wait(lambda: most(scene, slug))
    scores = {engine.outcome(context(slug, owner), state).score for owner, state in scene.states(slug).items()}
    assert len(scores) > 1


def test_a_role_play_gets_seats_taps_and_lines(scene) -> None:
    slug = "review-role-play"
    scene.lead("open", slug=slug)

    def seats():
        return {state["seat"] for state in scene.states(slug).values()}

    scene.wait(lambda: scene.count(slug).handed == 12)
    scene.wait(lambda: seats() == {"manager", "employee", "observer"})
    for step in ("read", "talk", "tell"):
        scene.lead("item", item=step)
        if step == "talk":
            scene.wait(lambda: sum(len(state["taps"]) for state in scene.states(slug).values()) > 8)
    scene.lead("item", item="line")
    scene.wait(lambda: sum(state["sent"] for state in scene.states(slug).values()) >= 2)
    assert scene.count(slug).together.figures
    lines = [state["line"]["what"] for state in scene.states(slug).values() if state["sent"]]
    assert all(lines)


def test_okrs_are_written_badly_and_well_and_mended(scene) -> None:
    slug = "write-okr"
    scene.lead("open", slug=slug)
    scene.wait(lambda: scene.count(slug).handed >= 4)
    states = scene.states(slug)
    first = [drafts[0]["codes"] for state in states.values() for drafts in state["drafts"].values() if drafts]
    assert any(first)
    assert not all(first)
    mended = [drafts for state in states.values() for drafts in state["drafts"].values() if len(drafts) > 1]
    assert any(drafts[0]["verdict"] == "revise" and drafts[-1]["verdict"] == "pass" for drafts in mended)


def test_who_wrote_a_sentence_says_whether_it_may_be_shown(scene) -> None:
    """Also where she took her question back before."""
    slug, room = "write-okr", scene.room
    scene.lead("open", slug=slug)

    def found():
        return scene.read(lambda conn: samples.candidates(conn, room, slug))

    scene.wait(found)
    one = next(one for one in found() if not one.said)
    scene.lead("ask", **one.request)
    scene.lead("ask", sample=one.id, back=1)
    scene.lead("ask", **one.request)
    scene.wait(lambda: scene.lesson["samples"][one.id]["said"] in ("yes", "no"))


# -- the class ---------------------------------------------------------------------------------------------------------


def test_nobody_begins_before_the_class_and_everybody_goes_on_alone_when_she_lets_them() -> None:
    with rehearsal(content(), size=5) as scene:
        assert scene.events() == []
        scene.lead("open", slug="spot-wrong-objectives")
        scene.wait(lambda: scene.count("spot-wrong-objectives").handed >= 3)
        scene.lead("release")
        scene.wait(lambda: len({slug for *_, slug in scene.events()}) > 3)
        scene.lead("open", slug="okr-or-kpi")
        scene.wait(lambda: most(scene, "okr-or-kpi"))
        assert unexpected(scene) == []


def test_who_is_removed_leaves_and_the_others_go_on() -> None:
    with rehearsal(content(), size=5) as scene:
        gone = scene.crowd.learners[2]
        room, at = scene.room, scene.room.clock()
        room.store.write_now(lambda conn: roster.remove(conn, room.klass.id, gone.person.id, at, gone=True))
        scene.lead("open", slug="spot-wrong-objectives")
        scene.wait(lambda: gone.person is None)
        scene.wait(lambda: scene.count("spot-wrong-objectives").handed >= 3)
        assert scene.count("spot-wrong-objectives").joined == 4


def test_what_goes_wrong_in_one_learner_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noted, he comes back, and the others have not heard of it."""
    look, fell = learners.Learner._look, []

    async def falls(self, at):
        if self.nickname.startswith("模拟 02") and at != "list" and not fell:
            fell.append(self)
            raise KeyError(at)
        return await look(self, at)

    monkeypatch.setattr(learners.Learner, "_look", falls)
    with rehearsal(content(), size=5) as scene:
        scene.lead("open", slug="spot-wrong-objectives")
        scene.wait(lambda: scene.count("spot-wrong-objectives").handed >= 4, faults=1)
        assert isinstance(scene.crowd.faults[0].exceptions[0], KeyError)


def test_a_lecturers_own_exercise_is_played_too() -> None:
    """One that is typed into, of a kind that nobody knew; the bank's own numbers are what comes to mind."""
    with with_small_kind() as pack, rehearsal(pack, size=5) as scene:
        scene.lead("open", slug=ESTIMATE.slug)
        scene.wait(lambda: len(scene.states(ESTIMATE.slug)) >= 4)
        assert any(work.get("vote") for one in scene.states(ESTIMATE.slug).values() for work in one["items"].values())
        assert unexpected(scene) == []


@pytest.mark.slow
def test_somebody_gets_somewhere_in_every_exercise() -> None:
    def begun(slug):
        together = content().exercise(slug).together
        return len(scene.states(slug, "g" if together else "p")) >= (2 if together else 6)

    with rehearsal(content(), size=10) as scene:
        for slug in SLUGS:
            scene.lead("open", slug=slug)
            scene.wait(partial(begun, slug))
        assert unexpected(scene) == []


def test_a_class_of_sixty_comes_in() -> None:
    with rehearsal(content(), size=60, pace=10) as scene:
        joined = scene.read(lambda conn: people.everybody(conn, scene.room.klass.id))
        assert len({one.nickname for one in joined}) == 60
        assert {one.group_no for one in joined} == set(range(1, 13))
        assert all(one.nickname.startswith("模拟 ") for one in joined)
        assert unexpected(scene) == []


def test_every_page_says_that_it_is_a_rehearsal() -> None:
    with rehearsal(content(), size=1) as scene:
        desk = Device(scene.running.port, {access.TRAINER: access._stamp(scene.room.trainer_token)})
        for path, title in (("/trainer", "讲师台（彩排）"), ("/stage", "投屏（彩排）")):
            assert f"<title>{title}" in desk.get(path).body
        assert "彩排" in Device(scene.running.port).get("/").words
    assert content().language.say("class.trainer-title") == "讲师台"


@pytest.mark.parametrize(("size", "wanted"), [(1, 1), (4, 1), (12, 2), (20, 4), (33, 7), (60, 12)])
def test_so_many_tables(size: int, wanted: int) -> None:
    assert tables(size) == wanted


def test_the_same_seed_makes_the_same_people() -> None:
    """Each knows some things and others not, and the second vote is more often right than the first."""
    items = [(slug, item) for slug in ALONE for item in content().exercise(slug).items]

    def people_(seed):
        return [temper(f"学员 {n}", Random(f"{seed}/{n}")) for n in range(20)]

    def right(vote):
        return [[one.right(*item, vote) for item in items] for one in people_("a")]

    assert people_("a") == people_("a") != people_("b")
    assert 0 < sum(one.silent(slug) for one in people_("a") for slug in SLUGS) < 0.12 * 20 * len(SLUGS)
    assert right(1) == right(1)
    assert all(0.2 < sum(mine) / len(items) < 0.98 for mine in right(1))
    assert sum(map(sum, right(2))) > 1.1 * sum(map(sum, right(1)))


# -- what comes to mind ------------------------------------------------------------------------------------------------


def ideas(slug: str, seed: int = 1) -> Ideas:
    """Somebody's, on a day."""
    return Ideas(content(), content().exercise(slug), Random(seed), date(2027, 1, 4))


def test_numbers_come_from_the_banks_answer_and_from_what_stands_beside() -> None:
    found = ideas("split-by-region").of(
        Entry(Field("north.now", "今年", mode="decimal", unit="万元"), "北区　去年 300 万元"), "", ""
    )
    assert found[0] == "375"
    assert {"300", "315", "375"} <= set(found)
    assert all(300 <= float(one) <= 375 for one in found)


def test_a_name_and_a_day_hold_no_number() -> None:
    about = "KR3　3 月 31 日前，停机从 95 分钟降到 60 分钟"
    found = ideas("score-own").of(Entry(Field("r3.baseline", "基线", mode="decimal"), about), "", "")
    assert {"95", "60"} <= set(found)
    assert not {"3", "31"} & set(found)


def test_words_come_from_the_banks_answer_then_from_their_heading() -> None:
    entry = Entry(Field("ding.objective", "丁的 O"))
    found = ideas("cascade-three-levels").of(entry, "", "")
    assert found[0] == "让用手机逛的人不用退出去就敢放进购物车"
    assert len(found) > 1
    plain = ideas("write-aar-plus").of(Entry(Field("r1.who", "谁")), "", "")
    assert "组长" in plain


def test_known_wrong_answers_of_an_item_come_to_mind_too() -> None:
    exercise = content().exercise("reconcile-numbers")
    item, ask = next(
        (name, ask)
        for name, row in exercise.items.items()
        for ask in row["asks"]
        if ask["style"] == "number" and ask.get("wrong")
    )
    found = ideas("reconcile-numbers").of(Entry(Field(ask["name"], "", mode="decimal")), item, "")
    assert found[0] == str(ask["value"])
    assert {str(one["value"]) for one in ask["wrong"]} <= set(found)


def test_a_day_lies_ahead() -> None:
    found = ideas("write-aar-plus").of(Entry(Field("r2.due", "哪天以前", mode="date")), "", "")
    assert all(date(2027, 1, 10) < date.fromisoformat(one) < date(2027, 3, 10) for one in found)


def test_of_several_options_no_more_are_picked_than_can_be() -> None:
    options = tuple(Option(str(n), str(n)) for n in range(10))
    asked = Choice("many", "", options, many=True, limit=Limit(3, "", ""))
    for seed in range(20):
        assert all(len(one) == 3 for one in ideas("opening-difficulties", seed).of(Entry(asked), "", ""))


def test_the_last_key_result_is_the_guardrail_and_so_is_what_is_asked_for_as_one() -> None:
    mine = ideas("write-okr")
    asked = Entry(Field("text", content().language.say("exercise.write-guard")))
    last = mine.sets[mine.case]["kr4"]
    assert "护栏" in last[-1]
    for part, entry in (("k3", asked), ("k9", Entry(Field("text", "KR")))):
        assert mine.of(entry, "", "", Button("", "read", {"part": part})) == last


def test_each_case_has_drafts_that_are_mended_until_the_set_can_stand() -> None:
    """As they begin something is wrong with each set; at the end nothing is."""
    sets = ideas("write-okr").sets
    assert set(sets) == set(content().exercise("write-okr").items)
    for case, rows in sets.items():
        for draft, ends in ((0, False), (-1, True)):
            writer = Writer("write-okr")
            writer.act("pick", scenario=case)
            writer.act("grade", {"text": rows["o"][draft]}, part="o")
            for number in range(1, len(rows)):
                writer.act("add")
                writer.act("read", {"text": rows[f"kr{number}"][draft]}, part=f"k{number}")
                writer.act("grade", {"text": rows[f"kr{number}"][draft]}, part=f"k{number}")
            writer.act("review")
            writer.act("finish")
            assert writer.outcome.done is ends, (case, draft)


def test_what_stands_in_the_place_of_a_title_is_the_name_of_a_title() -> None:
    messages = content().language.messages
    instead = [key for key in messages if key.startswith("rehearsal.instead.")]
    assert instead
    assert all(key.removeprefix("rehearsal.instead.") in messages for key in instead)
    assert as_rehearsal(content()).exercises is content().exercises


# -- the command -------------------------------------------------------------------------------------------------------


def test_how_many_learners_there_can_be(capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in ("0", "61", "viele"):
        assert cli.run(["rehearse", "--learners", wrong]) == 2
        assert "--learners" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals differ")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_command_prints_the_links_and_leaves_nothing(tmp_path: Path, end: signal.Signals) -> None:
    course, temp, port = tmp_path / "course", tmp_path / "temp", free_port()
    course.mkdir()
    temp.mkdir()
    flags = ["--port", str(port), "--course-dir", str(course), "--learners", "3"]
    child = started("rehearse", *flags, TMPDIR=str(temp))
    try:
        said = heard(child)
        assert "这是彩排：3 位模拟学员，1 桌" in said
        links = {
            path: re.search(rf"http://127\.0\.0\.1:{port}{path}\S*", said) for path in ("/trainer\\?token=", "/\\?c=")
        }
        assert all(links.values()), said
        assert list(temp.glob("okr-rehearsal-*"))
        open_all(link[0] for link in links.values())
    finally:
        rest = ended(child, end, 30)
    assert "Traceback" not in rest
    assert "彩排已结束" in rest
    assert child.returncode == 0
    assert not list(temp.glob("okr-*"))
    assert not (course / "okr-data").exists()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals differ")
def test_it_goes_by_the_plan_of_the_class_and_leaves_that_class_alone(tmp_path: Path) -> None:
    course, port = tmp_path / "course", free_port()
    (course / "okr-data").mkdir(parents=True)
    file = course / "okr-data" / "okr.sqlite3"
    for name in ("book", "_toc.yml", "_config.yml"):
        (course / name).symlink_to(ROOT / name)
    with Store(str(file)) as store:
        state = ClassPlan({"objective-cases": 33}).state
        store.write_now(lambda conn: plans.keep(conn, people.open_class(conn, "一班", None, 1).id, state, 1, "test"))
    before = rows_of(file)
    for name, said_so in (("一班", True), ("二班", False)):
        child = started(
            "rehearse", "--port", str(port), "--course-dir", str(course), "--learners", "1", "--class", name
        )
        try:
            said = heard(child)
            assert ("议程照「一班」课前存好的安排" in said) is said_so
            link = re.search(rf"http://127\.0\.0\.1:{port}/trainer\?token=\S*", said)
            assert ("33 分" in console(link[0], port)) is said_so
        finally:
            ended(child, signal.SIGINT, 30)
    assert rows_of(file) == before


def console(link: str, port: int) -> str:
    """The console as the trainer's link opens it."""
    device = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    device.open(link, timeout=10).close()
    with device.open(f"http://127.0.0.1:{port}/trainer", timeout=10) as page:
        return page.read().decode()


def rows_of(file: Path) -> list[str]:
    """Everything that a store holds."""
    with closing(sqlite3.connect(file)) as conn:
        return list(conn.iterdump())


def test_a_crowd_that_is_stopped_has_its_last_acts_answered() -> None:
    with rehearsal(content(), size=8, pace=80) as scene:
        scene.lead("open", slug="spot-wrong-objectives")
        scene.wait(lambda: len(scene.events("answer")) > 10)
        scene.stop()
        assert not [task for one in scene.crowd.learners for task in one.phone.sending]
        assert unexpected(scene) == []
