"""The shelf on each database: a document is kept with the event that wrote it, and nothing of it is ever lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from store_scene import AT, entry, join, open_class, put

from okr_kit import lang
from okr_kit.errors import ActionError
from okr_kit.hosts.store import Store, documents, log


def okr(name="write-okr", text="让客户更愿意回来买", **more):
    made = {"v": 1, "type": "okr", "id": name, "origin": "write-okr", "title": text, "objective": {"text": text}}
    return made | more


@pytest.fixture
def mine(wang):
    return log.learner(wang.id)


@pytest.fixture
def shelf(store, klass, mine):
    return lambda **which: store.read_now(lambda conn: documents.shelf(conn, klass.id, [mine], **which))


@pytest.fixture
def one(store, klass, mine):
    return lambda name="write-okr": store.read_now(lambda conn: documents.one(conn, klass.id, [mine], name))


def test_a_document_is_kept_with_the_event_that_wrote_it(store, klass, wang, mine, one):
    put(store, entry(klass, wang, documents=(okr(),)))
    row = one()
    assert row["body"] == okr() | {"from": {"slug": "spot", "owner": mine, "seq": 1, "at": AT}}
    assert {key: row[key] for key in ("id", "owner", "type", "title", "origin", "exercise", "seq", "at", "gone")} == {
        "id": "write-okr",
        "owner": mine,
        "type": "okr",
        "title": "让客户更愿意回来买",
        "origin": "write-okr",
        "exercise": "spot",
        "seq": 1,
        "at": AT,
        "gone": None,
    }


def test_what_did_not_change_is_not_touched_what_did_is_written_over(store, klass, wang, one):
    put(store, entry(klass, wang, documents=(okr(),)))
    put(store, entry(klass, wang, action_id="a2", base_seq=1, at=AT + 1, documents=(okr(),)))
    assert (one()["seq"], one()["at"], one()["body"]["from"]["seq"]) == (1, AT, 1)
    taken_along = one()["body"]
    put(store, entry(klass, wang, action_id="a3", base_seq=2, at=AT + 2, documents=(taken_along,)))
    assert one()["seq"] == 1
    put(store, entry(klass, wang, action_id="a4", base_seq=3, at=AT + 3, documents=(okr(text="新"),)))
    assert (one()["seq"], one()["title"], one()["body"]["from"]["at"]) == (4, "新", AT + 3)


@pytest.mark.parametrize("changes", [{}, {"action_id": "a2"}, {"action_id": "a3", "scribe": (3, 99), "base_seq": 1}])
def test_only_what_was_appended_brings_its_documents(store, klass, wang, one, changes):
    put(store, entry(klass, wang, documents=(okr(),)))
    late = put(store, entry(klass, wang, documents=(okr(text="晚了"), okr("other")), **changes))
    assert late.status == {"a1": "repeat", "a2": "conflict"}.get(changes.get("action_id", "a1"), "not-scribe")
    assert one()["title"] == "让客户更愿意回来买"
    assert one("other") is None


def test_what_was_deleted_is_kept_and_comes_back(store, klass, wang, mine, shelf, one):
    put(store, entry(klass, wang, documents=(okr(), okr("plan", type="plan"))))
    removed = [store.write_now(lambda conn: documents.remove(conn, klass.id, mine, "plan", AT + 5)) for _ in range(2)]
    assert removed == [True, False]
    assert [row["id"] for row in shelf()] == ["write-okr"]
    assert [(row["id"], row["gone"]) for row in shelf(gone=True)] == [("plan", AT + 5)]
    assert one("plan")["body"]["objective"] == {"text": "让客户更愿意回来买"}
    assert len(store.documents("一班")) == 2
    back = [store.write_now(lambda conn: documents.bring_back(conn, klass.id, mine, "plan")) for _ in range(2)]
    assert back == [True, False]
    assert len(shelf()) == 2


def test_a_deleted_document_returns_when_it_is_written_anew_not_by_itself(store, klass, wang, mine, one):
    put(store, entry(klass, wang, documents=(okr(),)))
    store.write_now(lambda conn: documents.remove(conn, klass.id, mine, "write-okr", AT))
    put(store, entry(klass, wang, action_id="a2", base_seq=1, documents=(okr(),)))
    assert one()["gone"] == AT
    put(store, entry(klass, wang, action_id="a3", base_seq=2, documents=(okr(text="再写"),)))
    assert one()["gone"] is None


def test_an_id_of_somebody_else_is_never_written_over(store, klass, wang, mine, one):
    put(store, entry(klass, wang, documents=(okr(),)))
    li = join(store, klass, "李雷")
    with pytest.raises(ActionError) as caught:
        put(store, entry(klass, li, action_id="b1", owner=log.learner(li.id), documents=(okr(text="我的"),)))
    assert caught.value.code == "document-foreign"
    assert "write-okr" in lang.load().error(caught.value)
    assert one()["title"] == "让客户更愿意回来买"
    assert [event["action_id"] for event in store.events("一班")] == ["a1"]  # the action is refused as a whole
    other = log.learner(li.id)
    assert not store.write_now(lambda conn: documents.remove(conn, klass.id, other, "write-okr", AT))
    assert store.read_now(lambda conn: documents.one(conn, klass.id, [other], "write-okr")) is None
    second = open_class(store, "二班")
    assert store.read_now(lambda conn: documents.shelf(conn, second.id, [mine])) == []


@pytest.mark.parametrize(
    "part", [{"id": ""}, {"id": "长" * 61}, {"id": None}, {"type": 7}, {"origin": "x" * 81}, {"title": None}]
)
def test_a_document_without_its_parts_is_refused(store, klass, wang, part):
    with pytest.raises(ActionError) as caught:
        put(store, entry(klass, wang, documents=(okr() | part,)))
    assert caught.value.code == "document-malformed"
    assert store.events("一班") == []


def test_a_long_title_is_cut_in_the_list_only(store, klass, wang, one):
    put(store, entry(klass, wang, documents=(okr(text="长" * 300),)))
    assert (len(one()["title"]), len(one()["body"]["title"])) == (200, 300)


def test_a_shelf_is_newest_first_by_type_and_never_endless(store, klass, wang, shelf):
    for number in range(5):
        kinds = {"type": "okr" if number % 2 else "plan"}
        made = (okr(f"d{number}", **kinds), okr(f"e{number}", **kinds))
        put(store, entry(klass, wang, action_id=f"a{number}", base_seq=number, at=AT + number, documents=made))
    assert [row["id"] for row in shelf(most=3)] == ["d4", "e4", "d3"]
    assert {row["id"] for row in shelf(types=["okr"])} == {"d1", "e1", "d3", "e3"}
    assert shelf(types=[]) == []
    assert store.read_now(lambda conn: documents.shelf(conn, klass.id, [])) == []


def test_whoever_acted_in_a_groups_work_sat_in_it(store, klass, wang):
    note = {"action": {"do": log.NOTE, "values": {}, "fields": {"note": "看 KR2"}}, "changes": False}
    put(store, entry(klass, wang))
    for number in (3, 5):
        put(store, entry(klass, wang, action_id=f"n{number}", owner=log.group(number), person_id=None, **note))
    li = join(store, klass, "李雷")
    assert store.read_now(lambda conn: documents.sat_in(conn, klass.id, wang.id)) == {"g3", "g5"}
    assert store.read_now(lambda conn: documents.sat_in(conn, klass.id, li.id)) == set()


def test_the_documents_of_a_class_for_export(store, klass, wang):
    put(store, entry(klass, wang, documents=(okr(),)))
    put(store, entry(klass, wang, action_id="a2", owner="demo", demo=True, documents=(okr("shown"),)))
    assert [row["id"] for row in store.documents("一班")] == ["write-okr"]
    assert [row["id"] for row in store.documents("一班", demo=True)] == ["shown", "write-okr"]
    assert store.documents("二班") == []


def test_two_servers_write_one_document_in_turns(lasting):
    """The rows of one owner and exercise are written under the lock of its state: the last event has its document."""
    with Store(lasting) as store, Store(lasting) as other:
        klass = open_class(store)
        wang = join(store, klass, "王芳")

        def write(number):
            base = (store, other)[number % 2]
            note = {"do": log.NOTE, "values": {}, "fields": {}}
            made = entry(klass, wang, action_id=f"a{number}", action=note, changes=False, at=AT + number)
            return base.write_now(
                lambda conn: log.append(conn, replace(made, documents=(okr(text=f"第 {number} 稿"),)))
            )

        with ThreadPoolExecutor(8) as pool:
            assert {kept.status for kept in pool.map(write, range(20))} == {"ok"}
        (row,) = store.documents("一班")
        last = store.events("一班")[-1]
        assert (row["seq"], row["at"]) == (20, last["at"])
