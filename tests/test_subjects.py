"""The contract of ``okr lint``: every declared field is read, and the page that describes it says what the code does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from okr_kit import lang, policy
from okr_kit.errors import InputError, OkrKitError, RecordError
from okr_kit.lint import lint, lint_record
from okr_kit.rules import RULES
from okr_kit.subjects import SUBJECTS, Subject, read, subject_of

LANGUAGE, POLICY = lang.load(), policy.load()
DATA = Path(__file__).parent / "data"
#: A value for each sort of field, unlike the one in PLAIN.
VALUES = {
    "statement": "让新店长三周就能独立带店",
    "word": "2026Q3",
    "number": "3.5万",
    "words": ["让老客户留下来"],
    "objective": {"text": "让新店长三周就能独立带店"},
    "key_result-list": ["复购率从 12% 提升到 18%"],
    "nodes": [
        {"id": "a", "objective": "让新店长三周就能独立带店"},
        {"id": "b", "parent": "a", "objective": "让店长不用猜"},
    ],
    "tree": {"name": "停机小时", "children": [{"name": "次数"}, {"name": "每次小时"}]},
    "long-text": "9 月会员日只触达 38%，名单按注册时间生成。下次投放前先抽查 200 人。",
    "steps": {"cause": "名单按注册时间生成，没有人复核过这条规则。"},
    "reviewed-list": [{"text": "复购率从 12% 提升到 18%", "actual": "16.2%"}],
    "actions": [{"what": "上线新名单规则", "who": "王敏", "due": "10/15"}],
    "retrospective": {"text": "换模停机 95→60 分钟，实际 92。"},
}
PLAIN = {
    "objective": {"text": "让客户更愿意回来买"},
    "key_result": {"text": "投诉率从 4% 降到 2%"},
    "okr_set": {"objective": "让客户更愿意回来买", "key_results": ["投诉率从 4% 降到 2%"]},
    "strategy": {"text": "把常坏的备件备到机台旁边，不再等仓库"},
    "cascade": {
        "nodes": [
            {"id": "a", "objective": "让客户更愿意回来买", "strategies": [{"id": "s1", "text": "让老客先看到新品"}]},
            {
                "id": "b",
                "parent": "a",
                "serves": "s1",
                "objective": "让老客第一眼看到新品",
                "key_results": ["投诉率从 4% 降到 2%"],
            },
        ]
    },
    "value_tree": {
        "tree": {
            "name": "月成交额",
            "method": "formula",
            "formula": "访客 × 转化率",
            "children": [{"name": "访客"}, {"name": "转化率"}],
        }
    },
    "retrospective": {
        "text": "复购率 12%→18%，实际 16.2%。名单按注册时间生成，没有人复核。下次先抽查 200 人。",
        "steps": {"result": "实际 16.2%（会员中台月报）"},
    },
    "report": {"text": "KR1 复购率 15.1→15.8%（目标 18%），信心 6。下周先查名单口径。"},
}
FIELDS = [pytest.param(subject, field, id=f"{subject.name}-{field.name}") for subject in SUBJECTS.values() for field in subject.fields]  # fmt: skip


@pytest.mark.parametrize(("subject", "field"), FIELDS)
def test_every_field_is_read(subject: Subject, field) -> None:
    """A record with the field gives another noun than one without; without a needed one there is none."""
    plain = PLAIN[subject.name]
    assert subject.read(plain | {field.name: VALUES[field.sort]}) != subject.read(plain)
    without = {name: value for name, value in plain.items() if name != field.name}
    if field.needed:
        with pytest.raises(RecordError) as caught:
            subject.read(without)
        assert caught.value.params["key"] == field.name
    else:
        assert subject.read(without)


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_a_subject_is_one_value(subject: Subject) -> None:
    """Read, walked, graded and scored by what the value says; unknown fields are ignored."""
    noun = read(PLAIN[subject.name] | {"kind": subject.name, "id": 7, "anything": [1]})
    assert subject_of(noun) is subject
    report = lint(noun, LANGUAGE, POLICY)
    assert 0 <= report.score <= 100
    assert report.human == subject.human(noun)
    assert all(code in LANGUAGE.cards and LANGUAGE.cards[code].human for code in report.human)
    places = {subject.whole, *subject.heads(noun), *(part.where for part in subject.parts(noun))}
    assert {finding.where for finding in report.findings} <= places


def test_findings_have_the_severities_that_their_rules_name() -> None:
    """What the contract's page promises, over all statements and sets at hand and every example of the cards."""
    allowed = {rule.code: {rule.severity, *rule.others} for rule in RULES}
    seen: dict[str, set[str]] = {}
    for file in ("statements.jsonl", "sets.jsonl"):
        for line in (DATA / file).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            row = {"kind": "okr_set", **row} if file == "sets.jsonl" else row
            for finding in lint_record(row, LANGUAGE, POLICY).get("findings", ()):
                seen.setdefault(finding["code"], set()).add(finding["severity"])
    assert {code: found - allowed[code] for code, found in seen.items() if found - allowed[code]} == {}
    assert len(seen) > 20


def test_a_wrong_record_is_an_error_of_our_tree_with_a_sentence() -> None:
    with pytest.raises(InputError) as caught:
        read({"kind": "objective"})
    assert isinstance(caught.value, OkrKitError)
    answer = lint_record({"id": 4, "kind": "okr_set", "objective": "好", "key_results": ["", "好"]}, LANGUAGE, POLICY)
    assert answer["error"]["key"] == "key_results[0]"
    assert "key_results[0]" in answer["error"]["message"]
    assert answer["error"]["message"].endswith("。")


def test_places_of_key_results_are_made_in_one_place() -> None:
    """No module but the one of places writes ``key_results[``."""
    package = Path(lang.__file__).parent.parent
    found = [path.name for path in package.rglob("*.py") if "key_results[{" in path.read_text(encoding="utf-8")]
    assert found == ["places.py"]
