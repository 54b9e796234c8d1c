"""The trainer's two faces over real HTTP: what is on the stage, what is hers alone, what she changes about people."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from class_scene import Device, Running, finish_alone, first_question
from learner import content

from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store, log, people

SPOT, GROUP = "/x/spot-wrong-objectives", "/g/find-the-error"


@pytest.fixture
def store(tmp_path):
    with Store(str(tmp_path / "class.db"), busy_ms=2000) as opened:
        yield opened


@pytest.fixture
def room(store, clock):
    made = Room.open(content(), store, "一班", notebooks=["write-okr"])
    made.clock = lambda: clock["ms"]
    return made


@pytest.fixture
def join(running, room):
    return lambda name, group=3: Device(running.port).join(room, name, group)


@pytest.fixture
def wang(join):
    return join("王芳")


def come_in(running, room):
    device = Device(running.port)
    assert device.get(f"/trainer?token={room.trainer_token}").status == 303
    return device


def page_of(store, room, name):
    joined = store.read_now(lambda conn: people.everybody(conn, room.klass.id))
    return f"/trainer/people/{next(person.id for person in joined if person.nickname == name)}"


def disagree(device, note):
    item, name, letter = first_question(device.get(SPOT))
    device.act(SPOT, "answer", {"item": item}, {name: letter, "reason": "a"})
    device.act(SPOT, "reveal", {"item": item})
    assert device.act(SPOT, "disagree", {"item": item}, {"note": note}).json["status"] == "ok"


# -- two faces ---------------------------------------------------------------------------------


def test_the_link_opens_the_stage_first(running, room):
    device = Device(running.port)
    assert device.get(f"/trainer?token={room.trainer_token}").headers["Location"] == "/stage"


def test_nothing_personal_is_on_the_stage(trainer, wang, join, room):
    """The way in and numbers; no name, no code of a person, no objection, no way to the trainer's link."""
    li = join("李雷", 4)
    disagree(wang, "我们行业就这样")
    finish_alone(room)
    wang.take_record(GROUP)
    page = trainer.get("/stage")
    seen = re.search(r'data-seen="([^"]+)"', page.body)[1]
    li.act(SPOT, "hint")
    live = trainer.get(f"/stage/live?seen={seen}").json
    assert live["seen"] != seen
    for words in (page.body, live["html"]):
        assert f"{room.klass.code[:3]} {room.klass.code[3:]}" in words
        assert f"127.0.0.1:{trainer.port}" in words
        assert "/stage/qr.svg" in words
        assert "2 人" in words
        assert "第 3 组　1 人" in words
        for private in ("王芳", "李雷", wang.code, li.code, "就这样", room.trainer_token, "/trainer/people"):
            assert private not in words
    assert "王芳" in trainer.get("/trainer/class").words


@pytest.fixture
def written_over(store, tmp_path, trainer):
    """Another class's file was copied over the one in use; nobody has acted since."""
    with Store(str(tmp_path / "other.db")) as other:
        Room.open(content(), other, "别班")
    assert "课堂码" in trainer.get("/trainer/class").words
    store._settling.now()
    shutil.copyfile(tmp_path / "other.db", store.where)


@pytest.mark.usefixtures("written_over")
def test_another_classs_file_in_the_place_of_ours_is_told_and_not_shown(trainer, room, store):
    token = room.trainer_token
    for way in ("/trainer", "/trainer/live?seq=0"):
        page = trainer.get(way)
        assert "换成了别的文件" in page.body
        assert store.where in page.body
        assert "别班" not in page.body
    assert (room.title, room.trainer_token) == ("一班", token)


def test_no_path_of_the_laptop_is_on_the_stage(trainer, wang, store):
    store._settling.now()
    Path(store.where).write_bytes(b"")  # now nothing can be read any more
    assert wang.get(SPOT).status == 503
    assert store.where in trainer.get("/trainer").words
    for way in ("/stage", "/stage/live", SPOT):
        page = trainer.get(way)
        assert store.where not in page.body
        assert "okr class restore" not in page.body


def test_a_file_that_went_away_is_told_before_somebody_acts(trainer, store, tmp_path):
    assert "没能保存" not in trainer.get("/trainer").words
    Path(store.where).rename(tmp_path / "elsewhere.db")
    assert store.where in trainer.get("/trainer").words
    assert store.where in trainer.get("/trainer/live?seq=0").json["html"]
    assert store.where not in trainer.get("/stage").body


def test_the_trainers_own_page_has_no_code_of_a_person_before_she_asks(trainer, wang):
    page = trainer.get("/trainer/class")
    assert "王芳" in page.words
    assert wang.code not in page.body


@pytest.mark.parametrize(
    "path",
    [
        "/stage",
        "/stage/live",
        "/stage/qr.svg",
        "/trainer/people/1",
        "/trainer/people/1/remove",
        "/trainer/link",
        "/trainer/link.svg",
    ],
)
def test_both_faces_are_for_the_trainer_alone(wang, running, path):
    for device in (wang, Device(running.port)):
        page = device.get(path)
        assert page.status == 403
        assert 'href="/"' in page.body or path.endswith("live")  # who came here by mistake has a way back
        assert "王芳" not in page.words
        assert "token=" not in page.body


@pytest.mark.parametrize(
    "path",
    [f"/trainer/people/1/{do}" for do in ("rename", "move", "code", "remove", "back")]
    + ["/trainer/groups?locked=1", "/trainer/link"],
)
def test_nobody_but_the_trainer_changes_anything(wang, store, room, path):
    before, events = store.read_now(lambda conn: people.everybody(conn, room.klass.id)), store.events("一班")
    assert wang.post(path, nickname="陈总", group="1").status == 403
    assert store.read_now(lambda conn: people.everybody(conn, room.klass.id)) == before
    assert store.read_now(lambda conn: people.class_now(conn, room.klass.id)) == room.klass
    assert store.events("一班") == events


@pytest.mark.usefixtures("wang")
def test_another_sites_page_cannot_make_the_trainer_do_it(trainer, store, room):
    for headers in ({"Origin": "http://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert trainer.ask("POST", "/trainer/people/1/remove", "", headers).status == 403
    assert store.read_now(lambda conn: people.everybody(conn, room.klass.id))


# -- what they do not agree with --------------------------------------------------------------------------------


def test_one_with_thirty_one_pushes_nobody_off(trainer, wang, join, store, room):
    """The 讲师台 has the last word of each on an item, without a name; all of one's stand on the learner's own page."""
    disagree(join("李雷"), "只说一次")
    for turn in range(31):
        disagree(wang, f"第 {turn + 1} 遍")
    page = trainer.get("/trainer").words
    assert "不同意（2）" in page
    assert "只说一次" in page
    assert re.findall(r"第 \d+ 遍", page) == ["第 31 遍"]
    assert not {"王芳", "李雷"} & set(page.split())
    own = trainer.get(page_of(store, room, "王芳")).words
    assert all(f"第 {turn + 1} 遍" in own for turn in range(31))
    assert "只说一次" not in own


# -- people ---------------------------------------------------------------------------------


def test_a_personal_code_is_shown_anew(trainer, wang, store, room):
    assert wang.code in trainer.get(page_of(store, room, "王芳")).words


def test_a_new_code_asks_and_makes_the_old_one_useless(trainer, wang, store, room, running):
    old, page = wang.code, page_of(store, room, "王芳")
    assert "换一个新的个人码？" in trainer.get(f"{page}/code").words
    assert wang.code == old
    assert trainer.post(f"{page}/code").status == 303
    assert wang.code != old
    assert "王芳" in wang.get("/").words  # the phone that is signed in stays so
    other = Device(running.port)
    other.get("/")
    assert other.post("/return", personal=old).status == 422
    assert other.post("/return", personal=wang.code).status == 303


def test_a_learner_is_renamed_and_renamed_back(trainer, join, store, room):
    wang = join("王方")
    page = page_of(store, room, "王方")
    done = trainer.post(f"{page}/rename", nickname=" 王芳\n")
    assert done.status == 303
    told = trainer.get(done.headers["Location"])
    assert "已改名：王方 现在叫 王芳" in told.words
    assert "王芳" in wang.get("/").words
    undo = re.search(r'action="(/trainer/people/\d+/rename\?to=[^"]*)"', told.body)[1]
    assert trainer.post(undo).status == 303
    assert "王方" in wang.get("/").words


@pytest.mark.parametrize(("name", "said"), [("李 雷", "李 雷2"), ("", "1 到 20 个字"), ("长" * 21, "1 到 20 个字")])
def test_a_name_that_will_not_do_is_said_and_nothing_changes(trainer, wang, join, store, room, name, said):
    join("李雷")
    page = trainer.post(f"{page_of(store, room, '王芳')}/rename", nickname=name)
    assert page.status == 422
    assert said in page.words
    assert "王芳" in wang.get("/").words


@pytest.mark.usefixtures("wang")
def test_names_are_text_on_every_page_of_the_trainers(trainer, store, room):
    evil, page = "<b onclick=a>", page_of(store, room, "王芳")
    done = trainer.post(f"{page}/rename", nickname=evil)
    was = f"{page}?told=rename&was=%3Cimg%20src=x%3E"
    for way in (done.headers["Location"], page, f"{page}/remove", "/trainer/class", was):
        body = trainer.get(way).body
        assert "&lt;b onclick=a&gt;" in body
        assert "<b onclick" not in body
        assert "<img src=x" not in body


def test_the_trainer_seats_people_also_while_the_groups_are_locked(trainer, wang, store, room):
    assert trainer.post("/trainer/groups?locked=1").status == 303
    assert "分组已锁定" in trainer.get("/trainer/class").words
    assert wang.post("/group?to=5").status == 403
    page = page_of(store, room, "王芳")
    assert trainer.post(f"{page}/move", group="5").status == 303
    assert "第 5 组" in wang.get("/").words
    assert trainer.post(f"{page}/move", group="77").status == 400
    assert trainer.post("/trainer/groups?locked=0").status == 303
    assert wang.post("/group?to=2").status == 303


def test_who_is_removed_is_out_at_once_and_comes_back_whole(trainer, wang, store, room, running):
    disagree(wang, "留着")
    finish_alone(room)
    wang.take_record(GROUP)
    code, page, events = wang.code, page_of(store, room, "王芳"), store.events("一班")
    assert "把 王芳 移出课堂？" in trainer.get(f"{page}/remove").words
    assert "王芳" in wang.get("/").words
    done = trainer.post(f"{page}/remove")
    assert done.status == 303
    assert "王芳 已移出课堂" in trainer.get(done.headers["Location"]).words
    # out: the phone, the code, the record, the counts
    assert "加入课堂" in wang.get("/").words
    assert wang.act(SPOT, "hint", base=0).status == 401
    other = Device(running.port)
    other.get("/")
    assert other.post("/return", personal=code).status == 422
    assert store.read_now(lambda conn: log.scribe(conn, room.klass.id, 3)) is None
    hers = trainer.get("/trainer/class").words
    assert "已加入 0 人" in hers
    assert "移出的人（1）" in hers
    assert "留着" not in trainer.get("/trainer").words
    # but the work is in the file
    assert store.events("一班")[: len(events)] == events
    assert trainer.post(f"{page}/back").status == 303
    assert "王芳" in wang.get("/").words
    assert "第 3 组" in wang.get("/").words
    assert wang.code == code
    assert wang.get(SPOT).seq > 0
    assert "留着" in trainer.get("/trainer").words


@pytest.mark.usefixtures("wang")
def test_every_step_is_in_the_log_and_the_open_pages_learn_of_it(trainer, store, room):
    page = page_of(store, room, "王芳")
    steps = [
        (f"{page}/rename", {"nickname": "王方"}),
        (f"{page}/move", {"group": "2"}),
        (f"{page}/code", {}),
        (f"{page}/remove", {}),
        (f"{page}/back", {}),
        ("/trainer/groups?locked=1", {}),
        ("/trainer/link", {}),
    ]
    for way, fields in steps:
        seq = trainer.get("/trainer/class").seq
        assert trainer.post(way, **fields).status == 303
        assert trainer.get(f"/trainer/class/live?seq={seq}").status == 200, way
    done = [event["do"] for event in store.events("一班")]
    assert done == [f"class-{word}" for word in ("rename", "move", "code", "remove", "back", "lock", "renew")]


@pytest.mark.parametrize("way", ["/trainer/people/999", "/trainer/people/999/remove", "/trainer/people/1/fire"])
def test_somebody_who_is_not_there_is_a_page(trainer, way):
    page = trainer.get(way)
    assert page.status == 404
    assert "没有这一页" in page.words


# -- the trainer's link ---------------------------------------------------------------------------------


def test_a_renewed_link_leaves_the_old_one_outside_and_her_in(trainer, running, room, store):
    """Old link, and whoever came by it, see nothing any more; also after a restart."""
    old, thief = room.trainer_token, come_in(running, room)
    assert "换一个新链接" in trainer.get("/trainer/link").words
    assert trainer.post("/trainer/link").status == 303
    new = re.search(r"token=(\w+)", trainer.get("/trainer/link?told=renewed").body)[1]
    assert new != old
    assert trainer.get("/trainer").status == 200
    assert thief.get("/trainer").status == 403
    assert thief.get("/stage/live").status == 403
    late = Device(running.port)
    assert late.get(f"/trainer?token={old}").status == 403
    assert late.get(f"/trainer?token={new}").status == 303
    assert late.get("/trainer").status == 200
    again = Room.open(content(), store, "一班")
    assert again.trainer_token == new
    assert again.klass == room.klass


def test_a_link_renewed_at_one_server_holds_at_the_other(store, room, running, clock):
    """Two servers of one class: the second takes the class as it stands with the next look at a page of the trainer's."""
    second = Room.open(content(), store, "一班")
    second.clock = lambda: clock["ms"]
    beside = Running(second)
    thief, trainer = come_in(beside, second), come_in(running, room)
    assert thief.get("/trainer").status == 200
    trainer.post("/trainer/link")
    assert thief.get("/trainer").status == 403
    assert Device(beside.port, dict(trainer.cookies)).get("/trainer").status == 200
    beside.close()
