"""Documents: one envelope, read by the grader as they are, brought up to date, graded the same in part and in whole."""

from __future__ import annotations

import json

import pytest
from learner import GOOD_KRS, GOOD_O, content

from okr_kit import documents, render
from okr_kit.documents.okr import blank_okr
from okr_kit.errors import DocumentError
from okr_kit.lint import Workspace, lint, lint_record
from okr_kit.subjects import OKR_SET, SUBJECTS, read

PARENT = "让每一家门店都能自己养活自己"


def okr(*key_results: str | dict[str, str], objective: str = GOOD_O, **more: str) -> documents.Document:
    """An OKR as a learner left it."""
    doc = blank_okr("d1", cycle="2027Q1", **more)
    doc["objective"]["text"] = objective
    rows = ({"text": row} if isinstance(row, str) else row for row in key_results)
    doc["key_results"] = [{"id": f"k{n}", "text": "", **row} for n, row in enumerate(rows, 1)]
    return doc


def codes(noun: object) -> set[str]:
    """What the grader finds."""
    return {finding.code for finding in lint(noun, content().language, content().policy).findings}


def test_an_objective_copied_from_the_superior_is_found_alone_and_in_the_set() -> None:
    """The first release graded it with its superior's O alone, and without in the set, where it got 100 points."""
    doc = okr(*GOOD_KRS, objective=PARENT, parent=PARENT)
    assert "O-COPY" in codes(documents.subject(doc, "o"))
    report = lint(documents.subject(doc), content().language, content().policy)
    assert ("O-COPY", "objective") in {(finding.code, finding.where) for finding in report.findings}
    assert report.verdict == "revise"


@pytest.mark.parametrize("part", ["o", "k1", "k3"])
def test_a_part_is_graded_as_in_its_whole(part: str) -> None:
    """A key result knows its objective and cycle, an objective the superior's, however it is asked for."""
    doc = okr("举办 3 场培训", "", "复购率达到 18%", objective="完成门店报损系统上线", parent=PARENT)
    workspace = Workspace(content().language, content().policy)
    whole = workspace.lint(documents.subject(doc))
    alone = workspace.lint(documents.subject(doc, part))
    where = documents.TYPES["okr"].graded.places(doc)[part]
    assert alone.findings
    inside = [(f.code, f.severity, f.span) for f in whole.findings if f.where == where]
    assert inside == [(f.code, f.severity, f.span) for f in alone.findings]


def test_a_document_is_the_record_that_okr_lint_reads() -> None:
    doc = okr(*GOOD_KRS, {"text": ""}, parent=PARENT)
    line = json.loads(json.dumps(documents.record(doc)))
    assert read(line) == documents.subject(doc)
    answer = lint_record(line, content().language, content().policy)
    assert (answer["id"], answer["kind"], answer["verdict"]) == ("d1", "okr_set", "pass")


@pytest.mark.parametrize(
    ("typed", "value"),
    [("3万", 30_000), ("-5%", -5), ("１２", 12), ("1，200", 1200), ("三成", 30), ("很多", None), ("", None)],
)
def test_numbers_are_kept_as_typed_and_read_when_used(typed: str, value: float | None) -> None:
    doc = okr({"text": "净利率提升到 3%", "baseline": typed, "target": typed, "unit": ""})
    assert documents.subject(doc, "k1").baseline == value
    assert doc["key_results"][0]["baseline"] == typed


def test_a_unit_stands_behind_a_number_or_in_its_field() -> None:
    doc = okr({"text": "报损率降到 6%", "baseline": "9", "target": "6%"}, {"text": "x", "target": "6 件", "unit": "起"})
    assert [documents.subject(doc, part).unit for part in ("k1", "k2")] == ["%", "起"]


def test_a_reference_names_a_part_for_good() -> None:
    doc = okr(*GOOD_KRS[:2])
    target = documents.reference(doc, "k2")
    assert target == {"doc": "d1", "part": "k2"}
    assert documents.follow([doc], target).text == GOOD_KRS[1]
    assert documents.follow([doc], documents.reference(doc, "k9")) is None
    assert documents.follow([okr() | {"id": "d2"}], target) is None


def test_a_copy_is_a_document_of_its_own() -> None:
    doc = okr(*GOOD_KRS) | {"from": {"slug": "write-okr", "owner": "p1", "seq": 3, "at": 9}}
    copied = documents.copy(doc, "d2")
    assert copied == {name: part for name, part in doc.items() if name != "from"} | {"id": "d2"}


def test_blank_documents_are_known() -> None:
    assert documents.blank(okr(objective=" "))
    assert documents.blank(okr("", objective=""))
    assert not documents.blank(okr(GOOD_KRS[0], objective=""))


def test_a_document_of_the_first_release_gets_its_envelope() -> None:
    old = {name: part for name, part in okr(*GOOD_KRS).items() if name not in ("id", "origin", "title")} | {"v": 1}
    new = documents.load(old)
    assert (new["v"], new["id"], new["origin"]) == (2, "", "own")
    assert {name: new[name] for name in old if name != "v"} == {name: old[name] for name in old if name != "v"}
    assert documents.load(new) == new


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"v": 99}, "document-newer"), ({"v": "2"}, "document-broken"), ({"v": 0}, "document-broken"), ({"v": True}, "document-broken"), ({"type": "poem"}, "document-unknown"), ({"type": None}, "document-unknown"), ({"objective": None}, "document-broken"), ({"key_results": [{"text": "x"}]}, "document-broken"), ({"title": 3}, "document-broken")],
)  # fmt: skip
def test_a_document_of_another_kit_is_said(changed: dict[str, object], code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        documents.load(okr() | changed)
    assert caught.value.code == code
    assert content().language.error(caught.value) != str(caught.value)


def test_reading_a_document_shows_every_word_escaped() -> None:
    evil = "<script>alert(1)</script>"
    doc = okr(evil, {"text": "报损率降到 6%", "metric": evil, "target": "6"}, objective=evil, parent=evil)
    html, text = render.html(documents.show(content().language, doc)), documents.text(content().language, doc)
    assert "<script" not in html
    assert html.count("&lt;script") == 4
    assert text.splitlines()[1:] == [f"O：{evil}", f"KR1：{evil}", "KR2：报损率降到 6%"]


def test_every_type_with_a_grader_is_whole() -> None:
    for name, kind in documents.TYPES.items():
        assert kind.name == name
        assert set(kind.upgrades) == set(range(1, kind.version))
        assert kind.graded is None or kind.graded.kind in SUBJECTS
        assert {f"class.{key}" for key in (f"type-{name}", f"shelf-about-{name}", f"shelf-about-{name}-none")} <= set(
            content().language.messages
        )


def test_a_set_reads_its_parts_from_one_place() -> None:
    noun = documents.subject(okr(*GOOD_KRS, parent=PARENT))
    parts = {part.where: part.noun for part in OKR_SET.parts(noun)}
    assert list(parts) == ["objective", *(f"key_results[{n}]" for n in range(4))]
    assert {kr.objective for kr in list(parts.values())[1:]} == {GOOD_O}
    assert {part.cycle for part in parts.values()} == {"2027Q1"}
    assert parts["objective"].parent == PARENT
