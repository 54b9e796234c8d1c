"""The client pack as a whole: nothing before she agrees, the same name and sum everywhere, everything graded, what can be an item."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from learner import content
from pack_scene import COMPANY, CUSTOMER, PRODUCT, SCRIPT, SECRET, below, given, put, workbook

from okr_kit import lint_record
from okr_kit.errors import PackError
from okr_kit.trainer.pack.candidates import LONGEST, SHORTEST
from okr_kit.trainer.pack.home import Home
from okr_kit.trainer.pack.list_file import list_file, take_list
from okr_kit.trainer.pack.material import Lines
from okr_kit.trainer.pack.profile import FEWEST
from okr_kit.trainer.pack.result_files import save
from okr_kit.trainer.pack.steps import Pack, key_of
from okr_kit.trainer.stand_ins import Known

#: What is told in advance, and what she adds to the list by hand.
KNOWN = [Known("company", COMPANY)]


def opened(files: dict[str, bytes] | None = None) -> Pack:
    pack = Pack.of(given(files), content(), KNOWN)
    pack.know("company", CUSTOMER)
    pack.know("product", PRODUCT)
    return pack


@pytest.fixture(scope="module")
def pack() -> Pack:
    """The whole scene; for tests that change nothing."""
    return opened()


def words(pack: Pack) -> str:
    """Everything that the cleaned files and the graded statements say."""
    result = pack.result
    texts = [one.text.partition("\n")[2] for one in result.materials]
    return "\n".join((*texts, *(one.text + one.above for one in result.graded)))


# -- the list, and agreeing to it --------------------------------------------------------------------------------------------


def test_nothing_is_written_before_she_agrees(tmp_path: Path) -> None:
    folder, home = put(tmp_path / "材料"), Home.of(tmp_path / "okr-data", "一班")
    before = below(tmp_path)
    pack = Pack.open(folder, content(), KNOWN)
    assert pack.found
    assert pack.result.candidates
    with pytest.raises(PackError, match="pack-not-agreed"):
        save(pack, home)
    assert below(tmp_path) == before
    assert not home.folder.exists()
    pack.agree()
    save(pack, home)
    assert below(folder) == {name.removeprefix("材料/"): data for name, data in before.items()}, "her files are hers"


def test_whatever_she_changes_takes_the_agreement_back(tmp_path: Path) -> None:
    pack, home = opened(), Home(tmp_path / "home")
    for change in (lambda: pack.edit({key_of(pack.found[0]): "甲"}), lambda: pack.know("name", "华东区")):
        pack.agree()
        change()
        with pytest.raises(PackError, match="pack-not-agreed"):
            save(pack, home)


def test_what_she_writes_stands_everywhere_and_what_she_keeps_stays() -> None:
    pack = opened()
    rows = {form: key_of(one) for one in pack.found for form in one.forms}
    pack.edit({rows[COMPANY]: "远山公司", rows[CUSTOMER]: None})
    said = words(pack)
    assert "远山公司" in said
    assert COMPANY not in said
    assert CUSTOMER in said
    assert pack.keeps(next(one for one in pack.found if CUSTOMER in one.forms))


def test_a_list_that_was_read_back_unchanged_changes_nothing(tmp_path: Path) -> None:
    """王总 has words of its own, which one stand-in for all forms would take away."""
    text = "负责人：王建国\n联系人：王建国，王总已同意\nO：让王总的客户愿意回来买\n".encode()
    first, second = opened({"a.txt": text}), opened({"a.txt": text})
    (row,) = [one for one in first.found if "王建国" in one.forms]
    assert row.stand_ins["王总"] != row.stand_in
    file = tmp_path / "list.xlsx"
    file.write_bytes(list_file(first))
    assert take_list(second, file) == []
    assert second.found == first.found
    assert words(second) == words(first)
    assert f"王总→{row.stand_ins['王总']}" in str(list(openpyxl.load_workbook(file).worksheets[0].values))
    second.edit({key_of(row): None})
    assert "王总" in words(second)
    second.edit({key_of(row): "老师傅"})
    assert "王总" not in words(second)


def test_a_name_that_she_adds_is_replaced_too() -> None:
    pack = opened()
    assert "经销商门户" in words(pack)
    pack.know("product", "经销商门户")
    assert "经销商门户" not in words(pack)


def test_no_name_is_left_and_a_name_is_the_same_in_every_file(pack: Pack) -> None:
    said = words(pack)
    assert not [secret for secret in SECRET if secret in said]
    stand_in = next(one for one in pack.found if CUSTOMER in one.forms).stand_in
    assert stand_in == "甲公司"
    assert next(one for one in pack.found if COMPANY in one.forms).stand_in == "本公司"
    with_it = [one.name for one in pack.result.materials if stand_in in one.text]
    assert {"2026年度目标.xlsx", "华东/周报-王芳-28周.docx"} <= set(with_it)


def test_a_sum_is_the_same_in_a_cell_a_sentence_and_a_record(pack: Pack) -> None:
    """「缺陷数控制在 40 个以内」 stands beside a cell 40, and 到期客户续约数 in its fields alone."""
    table = next(one for one in pack.result.materials if one.name == "产品部OKR.docx").parts[1]
    row = table.rows[2]
    assert row[1] == f"缺陷数控制在 {row[2]} 个以内"
    assert row[2] != "40"
    sales = next(one for one in pack.result.materials if one.name == "销售部OKR-王芳.xlsx").parts[0]
    renewed = next(one for one in pack.result.graded if one.text == "到期客户续约数")
    assert [float(cell) for cell in sales.rows[1][3:5]] == [renewed.given["baseline"], renewed.given["target"]]
    assert renewed.given["baseline"] != 120
    assert sales.rows[2][3:5] == ("82", "90"), "a rate stays"
    assert sales.rows[1][6:] == ("2026-09-30", "0.4")


def test_columns_of_sums_are_multiplied_and_unknown_ones_are_told(pack: Pack) -> None:
    budget = next(one for one in pack.result.materials if one.name == "2026年度目标.xlsx").parts[0]
    assert budget.rows[0][4] == "预算（万元）"
    assert budget.rows[1][4] != "580"
    assert budget.rows[1][5] == "46"
    assert pack.result.columns == {"2026年度目标.xlsx": ["编制"]}
    assert pack.result.each == ("客单价",)


def test_two_runs_have_two_factors_and_neither_is_shown() -> None:
    one, two = opened(), opened()
    assert one._factor != two._factor
    assert str(one._factor) not in repr(one)


# -- everything graded ------------------------------------------------------------------------------------------------------


def test_everything_is_graded_or_said_to_be_plain_text(pack: Pack) -> None:
    kinds = {one.kind for one in pack.result.graded}
    assert kinds == {"objective", "key_result", "okr_set", "report", "retrospective"}
    files = {one.file.partition("[")[0] for one in pack.result.graded}
    assert {one.name for one in pack.result.materials} - files == {"季度会议纪要.txt"}
    assert next(one for one in pack.result.materials if one.sort == "plain").name == "季度会议纪要.txt"


def test_a_statement_of_a_set_has_what_was_found_in_it(pack: Pack) -> None:
    found = {one.text: one for one in pack.result.graded if one.kind in ("objective", "key_result")}
    assert found["服务水平再上一个新台阶"].codes == ("O-VAGUE",)
    assert found["服务水平再上一个新台阶"].verdict == "revise"
    assert found["让报修的客户不用再打第二次电话"].verdict == "pass"
    assert "K-NOTARGET" in found["提升客户满意度"].codes
    assert found["提升客户满意度"].above == "让报修的客户不用再打第二次电话"


def test_the_profile_counts_statements_and_no_share_is_told_of_a_few(pack: Pack) -> None:
    for tally in pack.result.profile:
        mine = [one for one in pack.result.graded if one.kind == tally.kind]
        assert tally.count == len(mine)
        assert tally.judged == sum(one.verdict != "unsure" for one in mine)
        for code, count in tally.codes:
            assert count == sum(code in one.codes for one in mine)
            assert (tally.share(count) is None) == (tally.judged < FEWEST)
        assert sum(count for _, count in tally.first) == sum(bool(one.codes) for one in mine)
    assert {tally.kind: tally.judged < FEWEST for tally in pack.result.profile}["report"]


# -- what can be an item ----------------------------------------------------------------------------------------------------


def test_a_candidate_is_wrong_in_one_way_or_right_short_and_alone(pack: Pack) -> None:
    found = pack.result.candidates
    assert {one.kind for one in found} == {"objective", "key_result"}
    assert {bool(one.code) for one in found} == {True, False}
    for one in found:
        record = {"kind": one.kind, "text": one.text, "cycle": one.cycle or "2026Q3", "objective": one.above or None}
        grade = lint_record({key: said for key, said in record.items() if said}, content().language, content().policy)
        against = [finding["code"] for finding in grade["findings"] if finding["severity"] != "info"]
        assert grade["verdict"] != "unsure"
        assert against == ([one.code] if one.code else [])
        assert SHORTEST <= len(one.text) <= LONGEST
        assert all(mark in one.text for mark in one.marks)
        assert one.reason
        assert one.question
        assert not any(secret in one.text + one.above + one.reason for secret in SECRET)


def test_wrong_ones_come_first_and_no_statement_comes_twice(pack: Pack) -> None:
    found = pack.result.candidates
    codes = [one.code for one in found]
    assert codes.index("") == sum(map(bool, codes)), "right ones last"
    assert len({one.id for one in found}) == len(found)


def test_numbers_that_stood_beside_a_statement_stand_in_the_item(pack: Pack) -> None:
    one = next(one for one in pack.result.candidates if one.text.startswith("到期客户续约数"))
    assert any(map(str.isdigit, one.text))


@pytest.mark.parametrize(
    "line",
    [
        "O：完成上述工作并上线新系统",
        "O：让客户更愿意回来买" + "，也让每一家门店的每一位店长都觉得这件事值得一直做下去" * 2,
        "O：提效",
        "O：Make customers happy again and again",
        "O：服务水平再上一个新台阶，赋能业务，完成新系统上线，营收达到 5 亿元",
    ],
)
def test_what_leans_on_others_is_too_long_or_not_clear_is_none(line: str) -> None:
    assert not opened({"a.txt": f"{line}\n".encode()}).result.candidates


def test_a_statement_with_a_number_taken_out_of_it_is_none() -> None:
    pack = opened({"a.txt": "O：让客户打 13812345678 就能找到人\nO：让报修的客户不用再打第二次电话\n".encode()})
    assert "（电话）" in words(pack)
    assert [one.text for one in pack.result.candidates] == ["让报修的客户不用再打第二次电话"]


def test_what_stands_in_a_place_is_never_the_original(pack: Pack) -> None:
    assert not set(pack.stand_ins) & {form for one in pack.found for form in one.forms}


def test_an_item_of_the_bank_is_none_of_the_clients() -> None:
    known = content().exercise("spot-wrong-objectives").items["property-new-level"]["text"]
    assert not opened({"a.txt": f"O：{known}\n".encode()}).result.candidates


def test_a_key_result_below_a_wrong_objective_is_shown_without_it() -> None:
    text = "O：服务水平再上一个新台阶\nKR1：投诉 24 小时内答复占比从 71% 提升到 92%\n"
    found = [one for one in opened({"a.txt": text.encode()}).result.candidates if one.kind == "key_result"]
    assert all(one.above == "" for one in found)


def test_hostile_cells_are_words(tmp_path: Path) -> None:
    rows = [["目标", "关键结果"], ["让报修的客户少打电话", f"完成 {SCRIPT} 知识库升级"], ["让新人两周上岗", "=1+1"]]
    pack = opened({"a.xlsx": workbook({"OKR": rows}), "b.md": f"O：上线{SCRIPT}门户\n| 目标 | a\\|b |\n".encode()})
    pack.agree()
    save(pack, Home(tmp_path / "home"))
    texts = [data.decode() for name, data in below(tmp_path).items() if name.endswith(".md")]
    assert len(texts) == 2
    assert not any("<script" in text.replace("\\<", "") for text in texts)


def test_nothing_at_all_is_no_fault() -> None:
    pack = opened({})
    assert (pack.found, pack.result.graded, pack.result.candidates, pack.result.profile) == ([], (), (), ())
    assert isinstance(opened({"空.txt": b""}).result.materials[0].parts, tuple)
    assert Lines(()).rows == ()
