"""Published items: into one class alone, in everybody's first round, checked before they take their place, gone with one command."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from learner import Learner, content
from pack_scene import SCRIPT, below, given

from okr_kit import bank, engine, render
from okr_kit.errors import ContentError, PackError
from okr_kit.files import from_words, in_words
from okr_kit.hosts.classroom import server
from okr_kit.hosts.cli.open_room import Plan, open_room
from okr_kit.hosts.jupyter.widget import show
from okr_kit.hosts.store.folders import CLIENT_ITEM, class_overlay, client_folder, folder_name
from okr_kit.kinds.drill import spot
from okr_kit.kinds.drill.draw import deal, printed
from okr_kit.trainer.pack.candidates import Candidate
from okr_kit.trainer.pack.home import Home
from okr_kit.trainer.pack.publish import publish, published
from okr_kit.trainer.pack.steps import Pack

SPOT_O, SPOT_KR, NAME = "spot-wrong-objectives", "spot-wrong-key-results", "find-the-error"


@pytest.fixture(scope="module")
def found() -> list[Candidate]:
    return list(Pack.of(given(), content()).result.candidates)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.of(tmp_path / "okr-data", "华东区三期")


def wrong(found: list[Candidate], slug: str) -> list[Candidate]:
    return [one for one in found if one.code and slug in one.fits]


def loaded(home: Home) -> bank.Content:
    return bank.load(overlay=(home.overlay,))


# -- into the bank ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", [SPOT_O, SPOT_KR, NAME])
def test_a_published_item_is_in_the_bank_of_its_class_and_in_every_first_round(home: Home, found, slug: str) -> None:
    chosen = [one for one in found if slug in one.fits][:1] + [
        one for one in found if slug in one.fits and not one.code
    ][:1]
    assert publish([(one, slug) for one in chosen], home, content()) == 2
    pack = loaded(home)
    items = pack.exercise(slug).items
    assert {one.id for one in chosen} <= set(items)
    assert len(items) == len(content().exercise(slug).items) + 2
    assert published(home, content()) == [(slug, one.text) for one in chosen]
    for seed in range(25):
        learner = Learner(slug, seed=seed, pack=pack)
        assert {one.id for one in chosen} <= set(learner.state["draw"])
        assert len(learner.state["draw"]) == pack.exercise(slug).settings["draw"]
        assert len(set(learner.state["draw"])) == len(learner.state["draw"])
    assert not any(name.startswith(CLIENT_ITEM) for name in content().exercise(slug).items)


def test_it_is_answered_like_any_other_and_says_where_it_comes_from(home: Home, found) -> None:
    one = wrong(found, SPOT_KR)[0]
    publish([(one.worded("自己写的理由", "自己写的问句？"), SPOT_KR)], home, content())
    learner = Learner(SPOT_KR, pack=loaded(home))
    learner.act("go", item=one.id)
    assert "来自本公司的材料，已改名" in learner.text
    assert one.above in learner.text
    assert "自己写的理由" not in learner.text
    hint = loaded(home).exercise(SPOT_KR).items[one.id]["hints"][0]
    assert hint not in learner.text
    assert hint in learner.act("hint", item=one.id)
    learner.act("answer", {"verdict": "revise", "reason": one.code}, item=one.id)
    assert learner.state["items"][one.id]["tries"][0]["raw"] == 1
    assert "自己写的理由" in learner.text
    assert "自己写的问句？" in learner.text


def test_every_candidate_is_a_whole_item(home: Home, found) -> None:
    """Whatever she chooses: it has distractors that are none of its errors, and the bank takes it."""
    for slug in (SPOT_O, SPOT_KR, NAME):
        fit = [one for one in found if slug in one.fits]
        for pair in zip(fit[::2], fit[1::2], strict=False):
            publish([(one, slug) for one in pair], home, content())
            for one in pair:
                item = loaded(home).exercise(slug).items[one.id]
                assert len(item["choices"]) >= 3
                assert one.code not in item["choices"]
                assert item["always"] is True


def test_words_of_the_client_are_escaped_and_never_markup(home: Home, found) -> None:
    text = f'让"{SCRIPT}"的用户\\第一天就用起来'
    hostile = replace(wrong(found, SPOT_O)[0], text=text, marks=(), reason=f"因为 {SCRIPT}", question="'''\"\"\"?")
    publish([(hostile, SPOT_O)], home, content())
    learner = Learner(SPOT_O, pack=loaded(home))
    learner.act("go", item=hostile.id)
    learner.act("answer", {"verdict": "revise", "reason": hostile.code}, item=hostile.id)
    page = render.html(engine.view(learner.ctx, learner.state), "x")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert loaded(home).exercise(SPOT_O).items[hostile.id]["text"] == text
    assert loaded(home).exercise(SPOT_O).items[hostile.id]["question"] == hostile.question


def test_more_than_two_in_an_exercise_are_refused_and_nothing_changes(home: Home, found) -> None:
    fit = [one for one in found if SPOT_O in one.fits]
    publish([(fit[0], SPOT_O)], home, content())
    before = below(home.folder)
    with pytest.raises(PackError) as refused:
        publish([(one, SPOT_O) for one in fit[:3]], home, content())
    assert "最多放 2 题" in content().language.error(refused.value)
    with pytest.raises(PackError, match="pack-unfit"):
        publish([(next(one for one in found if one.kind == "objective"), SPOT_KR)], home, content())
    assert below(home.folder) == before
    assert publish([(fit[0], SPOT_O), (fit[0], SPOT_O)], home, content()) == 1, "twice the same is once"


def test_what_would_not_open_with_the_lecturers_own_content_is_not_published(home: Home, found, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "bank/zh_cn").mkdir(parents=True)
    (own / f"bank/zh_cn/{SPOT_O}.toml").write_text("draw = 1\n")
    fit = [one for one in found if SPOT_O in one.fits]
    publish([(fit[0], SPOT_O)], home, content(), own)
    before = below(home.folder)
    with pytest.raises(ContentError, match="content-always"):
        publish([(one, SPOT_O) for one in fit[:2]], home, content(), own)
    assert below(home.folder) == before


def test_publishing_again_replaces_and_nothing_takes_all_back(home: Home, found) -> None:
    fit = [one for one in found if SPOT_O in one.fits]
    publish([(fit[0], SPOT_O), (fit[0], NAME)], home, content())
    publish([(fit[1], SPOT_O)], home, content())
    assert published(home, content()) == [(SPOT_O, fit[1].text)]
    assert publish([], home, content()) == 0
    assert not home.overlay.exists()
    assert class_overlay(home.folder.parents[1], "华东区三期") == ()


def test_a_write_that_fails_leaves_what_was_there(home: Home, found, monkeypatch: pytest.MonkeyPatch) -> None:
    fit = [one for one in found if SPOT_O in one.fits]
    publish([(fit[0], SPOT_O)], home, content())
    before, rename = below(home.folder), Path.rename

    def fails(path: Path, target: Path) -> Path:
        if path.name.endswith(".new"):
            raise PermissionError(13, "held", str(target))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(PackError, match="pack-held"):
        publish([(fit[1], SPOT_O)], home, content())
    monkeypatch.undo()
    assert below(home.folder) == before


def test_an_id_belongs_to_the_words_so_that_no_answer_counts_for_others(found) -> None:
    assert len({one.id for one in found}) == len({(one.kind, one.text, one.above) for one in found}) == len(found)
    assert all(one.id.startswith(CLIENT_ITEM) for one in found)


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")
def test_nobody_else_on_the_computer_can_look_into_it(home: Home, found) -> None:
    publish([(wrong(found, SPOT_O)[0], SPOT_O)], home, content())
    home.put("替换清单.xlsx", b"x")
    for path in (home.folder, *home.folder.rglob("*"), *home.folder.parents[:2]):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


# -- the draw ---------------------------------------------------------------------------------------------------------------

OWN = """
[[items]]
id = "ours"
industry = "自己的公司"
text = "完成新系统上线"
codes = ["O-TASK"]
choices = ["O-METRIC", "O-VAGUE", "O-BAU"]
marks = []
reason = "上线以后谁会不一样，没有写。"
question = "上线之后，谁先感觉到不同？"
hints = ["看动词。"]
"""


def with_own(tmp_path: Path, text: str) -> bank.Content:
    file = tmp_path / f"bank/zh_cn/{SPOT_O}.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return bank.load(overlay=tmp_path)


def test_always_means_the_first_round_in_the_same_proportion_and_no_further_one(tmp_path: Path) -> None:
    exercise = with_own(tmp_path, OWN.replace("industry", "always = true\nindustry")).exercise(SPOT_O)
    plain = content().exercise(SPOT_O)
    for seed in range(40):
        first = deal(exercise, spot, seed, 0, [])
        assert "ours" in first
        assert sum(spot.right(exercise.items[name]) for name in first) == sum(
            spot.right(plain.items[name]) for name in deal(plain, spot, seed, 0, [])
        )
        assert "ours" not in deal(exercise, spot, seed, 1, first)
    assert "ours" not in printed(exercise, spot), "no book prints it"
    assert len({tuple(deal(exercise, spot, seed, 0, [])) for seed in range(40)}) > 30, "its place and the others vary"


def test_a_draw_without_such_items_is_what_it_was(tmp_path: Path) -> None:
    exercise = with_own(tmp_path, OWN.replace("industry", "always = false\nindustry")).exercise(SPOT_O)
    assert any("ours" not in deal(exercise, spot, seed, 0, []) for seed in range(40))


@pytest.mark.parametrize(("text", "key"), [('always = "yes"', "ours.always"), ("always = 1", "ours.always")])
def test_always_is_true_or_false(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(ContentError) as found:
        with_own(tmp_path, OWN.replace("industry", f"{text}\nindustry"))
    assert key in content().language.error(found.value)


# -- the class --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Open a class as ``okr serve`` does: (its items of the exercise, what the projector's notebooks are told)."""
    seen: list[tuple[set[str], str]] = []

    def served(room, voila, *, ready, **_) -> None:
        seen.append((set(room.content.exercise(SPOT_O).items), voila.own.get("OKR_CONTENT", "")))
        ready(None)

    monkeypatch.setattr(server, "serve", served)

    def serve(name: str, own: Path | None = None) -> tuple[set[str], str]:
        open_room(content().language, Plan(None, 0, "sqlite://", None, own, tmp_path, name))
        return seen[-1]

    return serve


def test_only_the_class_of_that_name_has_them_and_its_projector_too(
    opened, home: Home, found, capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = wrong(found, SPOT_O)[0]
    publish([(one, SPOT_O)], home, content())
    items, told = opened("华东区三期")
    assert one.id in items
    assert "有 1 题来自本公司的材料" in capsys.readouterr().out
    assert told == str(home.overlay)
    monkeypatch.setenv("OKR_CONTENT", told)
    assert one.id in show(SPOT_O)._state["draw"]
    items, told = opened("别的班")
    assert one.id not in items
    assert told == ""
    assert "本公司的材料" not in capsys.readouterr().out


def test_the_lecturers_own_folder_lies_below_the_classes(opened, home: Home, found, tmp_path: Path) -> None:
    one, own = wrong(found, SPOT_O)[0], tmp_path / "own"
    publish([(one, SPOT_O)], home, content())
    with_own(own, OWN)
    items, told = opened("华东区三期", own)
    assert {one.id, "ours"} <= items
    assert from_words(told) == (own, home.overlay)


def test_a_folder_that_is_deleted_while_a_class_runs_does_not_stop_the_projector(
    home: Home, found, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish([(wrong(found, SPOT_O)[0], SPOT_O)], home, content())
    monkeypatch.setenv("OKR_CONTENT", in_words(home.overlay))
    home.delete()
    assert show(SPOT_O)._state["draw"]


# -- names of folders, and deleting -----------------------------------------------------------------------------------------


def test_two_classes_never_share_a_folder_whatever_they_are_called(tmp_path: Path) -> None:
    names = [
        "OKR",
        "okr",
        "Okr",
        "华东区三期",
        "华东区/三期",
        "华东区 三期",
        "..",
        "../x",
        "a" * 300,
        "a" * 301,
        "CON",
        "con",
        "一班.",
        "一班",
        " 一班",
        "",
    ]
    folders = [folder_name(name) for name in names]
    assert len({one.casefold() for one in folders}) == len(names)
    assert (folders[0], folders[3]) == ("OKR", "华东区三期")
    for name, one in zip(names, folders, strict=True):
        assert client_folder(tmp_path, name).parent == tmp_path / "client", name
        assert len(one) < 60
        assert one.upper() != "CON"


def test_deleting_takes_all_of_one_class_and_nothing_else(home: Home, found, tmp_path: Path) -> None:
    other = Home.of(tmp_path / "okr-data", "二班")
    for one in (home, other):
        publish([(wrong(found, SPOT_O)[0], SPOT_O)], one, content())
        one.put("替换清单.xlsx", b"x")
        one.put_all("改名后", {"材料 01.md": b"x"})
    (tmp_path / "okr-data/okr.sqlite3").write_bytes(b"answers")
    kept = below(other.folder)
    gone = home.delete()
    assert set(gone) == {f"overlay/bank/zh_cn/{SPOT_O}.toml", "替换清单.xlsx", "改名后/材料 01.md"}
    assert not home.folder.exists()
    assert below(other.folder) == kept
    assert home.delete() == []
    other.delete()
    assert set(below(tmp_path / "okr-data")) == {"okr.sqlite3"}
    assert not (tmp_path / "okr-data/client").exists()
