"""``okr print``: what is printed and how often, the pages of the PDF, and everything that can go wrong on the way to it."""

from __future__ import annotations

import contextlib
import html
import io
import os
import re
import shutil
import sys
import time
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader, PdfWriter

from okr_kit import bank, lang
from okr_kit.errors import ContentError
from okr_kit.hosts import cli
from okr_kit.hosts.classroom.book import MADE_OF, SITE, WORK, Book
from okr_kit.hosts.cli.printing import PARTS, chromium, command, document, pdf
from okr_kit.hosts.cli.printing.copies import LEARNERS, SEATS, Amounts, Copies, Group
from okr_kit.hosts.cli.printing.document import Envelope
from okr_kit.hosts.cli.printing.pieces import Piece, pieces
from okr_kit.hosts.find_browser import find_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = lang.load()
NAMES = {name: LANGUAGE.say(f"cli.print.name-{name}") for name in ("whole", "hr")}
SECRET = LANGUAGE.say("print.secret")
#: A4 that stands and A3 that lies, in points.
A4, A3 = (595, 842), (1191, 842)
#: The room for text on A4: its width and height in CSS pixels.
ROOM = {"width": 680, "height": 1009}


def source(name: str) -> str:
    return (ROOT / "book" / f"{name}.md").read_text("utf-8")


# -- how many copies ---------------------------------------------------------------------------------------------------


AMOUNTS = Amounts(ROOT)
LISTED = re.findall(r"^\| ([^|]+?) \|.*\| (\d) \|$", source("wall-sheets"), re.MULTILINE)
SHEETS = dict(
    re.findall(r"^### (.+)\n\n```\{figure\} _static/sheets/([\w-]+)\.svg", source("wall-sheets"), re.MULTILINE)
)
SETS = re.findall(r"^## (.+)\n\n(.+)\n\n```\{cards\} ([\w-]+)", source("cards"), re.MULTILINE)


def copies(part: str, slug: str, group: Group) -> Copies:
    return AMOUNTS.of(Piece(part, slug, "", ""), group)  # type: ignore[arg-type]


def test_the_copies_of_wall_sheets_are_those_that_the_pages_name() -> None:
    group = Group(30, 5, None)
    assert set(SHEETS) == {name for name, _ in LISTED}
    found = {name: copies("sheets", SHEETS[name], group) for name, _ in LISTED}
    assert {name: one.count for name, one in found.items()} == {name: 5 * int(number) for name, number in LISTED}
    each, spare = re.search(r"墙贴.*每桌 (\d+) 张，另备 (\d+) 张", source("preparation")).groups()
    assert sum(one.count for one in found.values()) == 5 * int(each)
    assert sum(one.spare for one in found.values()) == int(spare)
    assert f"{each} × 5 + {spare} = {5 * int(each) + int(spare)} 张" in source("handbook")


@pytest.mark.parametrize(("name", "about", "slug"), SETS, ids=[slug for _, _, slug in SETS])
def test_the_sets_of_cards_are_those_that_the_page_names(name: str, about: str, slug: str) -> None:
    """Two sets a table or one; for every table or for those without phones; in an envelope or not."""
    sets = {"一": 1, "两": 2}[re.match("([一两])套一桌", about)[1]]
    every = f"「{name}」" in re.search(r"这一页给讲师.*?三套纸条", source("cards"))[0]
    slips = every or f"{name}的纸条" in source("preparation") or "998.4" in name
    group = Group(30, 5, 2)
    assert copies("cards", slug, group) == Copies(sets * (5 if every else 2), envelopes=(5 if every else 2) * slips)


def test_every_set_and_sheet_that_is_named_is_in_the_book() -> None:
    """A name that is none would silently mean one copy for the one that was meant."""
    assert set(AMOUNTS.cards) <= {slug for _, _, slug in SETS}
    assert {*AMOUNTS.sheets, *AMOUNTS.spare} <= set(SHEETS.values())


@pytest.mark.parametrize(
    ("group", "found"),
    [
        (Group(30, 5, None), Copies(6, each=True)),
        (Group(30, 5, 5), Copies(30)),
        (Group(32, 6, 2), Copies(12)),
        (Group(32, 6, 6), Copies(32)),
        (Group(32, 6, 0), Copies(0)),
    ],
)
def test_exercises_are_for_each_learner_without_a_phone(group: Group, found: Copies) -> None:
    assert copies("exercises", "loop-puzzle", group) == found


def test_without_a_word_the_class_is_the_handbooks() -> None:
    assert "五桌、每桌六人、共 30 人" in source("handbook")
    assert (LEARNERS, SEATS) == (30, 6)
    assert command._group(None, None, None) == Group(30, 5, None)
    assert command._group(32, None, 1) == Group(32, 6, 1)
    assert command._group(None, 4, None) == Group(24, 4, None)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[cards]\nx = 2\n[sheets]\n[spare]\n", "cards.x"),
        ('[cards.x]\nsets = "2"\n[sheets]\n[spare]\n', "cards.x.sets"),
        ("[cards.x]\nevery = 1\n[sheets]\n[spare]\n", "cards.x.every"),
        ("[cards]\n[sheets]\nx = -1\n[spare]\n", "sheets.x"),
        ("[cards]\n[sheets]\n[spare]\nx = true\n", "spare.x"),
        ("[cards]\n[sheets]\n", "spare"),
    ],
)
def test_a_wrong_number_of_copies_is_named(tmp_path: Path, text: str, key: str) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book/print.toml").write_text(text, "utf-8")

    def read() -> None:
        amounts = Amounts(tmp_path)
        for part in ("cards", "sheets"):
            amounts.of(Piece(part, "x", "", ""), Group(30, 5, 1))  # type: ignore[arg-type]

    with pytest.raises(ContentError) as raised:
        read()
    assert raised.value.params == {"file": "book/print.toml", "key": key}


# -- what is taken from the book ---------------------------------------------------------------------------------------


PAPER = """<article><section id="id1"><h1>打印<a class="headerlink" href="#id1">#</a></h1><p>怎么打印</p>
<div class="okr-paper docutils container" id="paper-one"><p class="rubric">练习　一 &amp; 二</p>
<div class="pst-scrollable-table-container"><table><tr><td><p></p></td></tr></table></div>
<p>看<a href="x.html">这里</a>　________</p><img src="../_images/a.svg"></div><p>后面</p></section></article>"""
CARDS = """<section id="id1"><h1>卡</h1><section id="id2"><h2>怎么打印</h2></section>
<section id="id3"><h2>拼图<a class="headerlink" href="#id3">#</a></h2><p>一套一桌。</p>
<div class="okr-cards docutils container" id="cards-two"><div class="okr-card"><p>甲</p></div></div></section></section>"""
WALL = """<section><h1>墙贴</h1><section><h2>11 张</h2><section id="o"><h3>O</h3>
<figure><a href="../_static/sheets/o.svg"><img src="../_static/sheets/o.svg"></a></figure></section></section></section>"""
TWO = """<p class="rubric">练习　先问　再答</p><!--okr-key two--><details class="sd"><summary>参考答案</summary>
<div><p>1、2。</p></div></details><!--/okr-key two--><p>中间</p><!--okr-key two--><details><summary>参考答案（二）</summary>
<p>3。</p></details><!--/okr-key two-->
<p class="rubric">练习　别的</p><!--okr-key none--><details><summary>参考答案</summary>别的答案</details><!--/okr-key none-->"""
FILES = {"paper": PAPER, "cards": CARDS, "wall-sheets": WALL, "page": TWO}
COPIES = "[cards]\n[sheets]\n[spare]\n"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course folder with a finished book of four pages."""
    folder = tmp_path / "课程"
    (folder / SITE / "book").mkdir(parents=True)
    (folder / "book").mkdir()
    (folder / "book/print.toml").write_text(COPIES, "utf-8")
    (folder / "_toc.yml").write_text("root: book/page\nchapters:\n  - file: book/paper\n", "utf-8")
    for name, text in FILES.items():
        (folder / SITE / "book" / f"{name}.html").write_text(text, "utf-8")
    monkeypatch.setattr(Book, "stale", lambda _: False)
    return folder


def test_pieces_are_what_the_pages_hold_and_nothing_around_it(small: Path) -> None:
    found = {piece.id: piece for piece in pieces(small, small / SITE)}
    assert list(found) == ["exercises-one", "cards-two", "sheets-o", "key-two"]
    assert [piece.name for piece in found.values()] == ["一 & 二", "拼图", "O", "先问　再答"]
    one, two, sheet, key = (piece.html for piece in found.values())
    assert not re.search("怎么打印|后面", one + two)
    assert "<td><p></p></td></tr></table></div>" in one
    assert '<p>看这里　<span class="blank"></span></p>' in one
    assert f'src="{(small / SITE).as_uri()}/_images/a.svg"' in one
    assert ("一套一桌。" in two, two.count("<section")) == (True, 1)
    assert sheet == f'<img src="{(small / SITE / "_static/sheets/o.svg").as_uri()}" alt="">'
    assert re.sub(r"<[^>]+>|\s", "", key) == "参考答案1、2。参考答案（二）3。"
    assert not re.search("details|summary|<!--|href| id=", one + two + sheet + key)


def test_a_name_is_words_wherever_it_stands() -> None:
    """On the list, at the foot of its pages: inside a style sheet it cannot end a string, nor the style."""
    name = 'A "b" </style> \\ & c'
    piece = Piece("exercises", "x", name, "<p>x</p>")
    page = document.document(LANGUAGE, Envelope([piece], {piece.id: Copies(1)}, Group(30, 5, None)), {})
    assert page.count("</style>") == 1
    assert html.escape(name) in page
    foot = re.search(r'@bottom-left\{content:"(.*?)"\}', page)[1]
    assert re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), foot).endswith(name)


def test_who_prints_learns_of_answers_only_where_they_are() -> None:
    made = [Piece("cards", "a", "甲", ""), Piece("key", "a", "甲", "")]
    group, numbers = Group(30, 5, 2), {"cards-a": Copies(10, envelopes=10), "key-a": Copies(0)}
    whole, rest = (document.document(LANGUAGE, Envelope(some, numbers, group), {}) for some in (made, made[:1]))
    assert (LANGUAGE.say("print.whole") in whole, LANGUAGE.say("print.whole") in rest) == (True, False)
    assert (SECRET in whole, "答案" in re.sub("<style>.*?</style>", "", rest)) == (True, False)
    assert ("信封 10 个" in rest, "没有手机的 2 桌" in rest) == (True, True)


# -- what can go wrong -------------------------------------------------------------------------------------------------


posix = pytest.mark.skipif(os.name != "posix", reason="a browser made of a script with a first line that names Python")


@pytest.fixture
def printed(small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Run ``okr print`` in an empty folder with a browser that is a few lines of Python: (status, output, errors)."""
    place = tmp_path / "这里"
    place.mkdir()
    monkeypatch.chdir(place)

    def run(*arguments: str, does: str = "", folder: Path = small) -> tuple[int, str, str]:
        program = tmp_path / "browser.py"
        head = f"#!{sys.executable}\nimport sys, time, pathlib\n"
        head += "target = next(one[15:] for one in sys.argv if one.startswith('--print-to-pdf='))\n"
        program.write_text(f"{head}{does}\n", "utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("OKR_BROWSER", str(program))
        status = cli.run(["print", *arguments, "--course-dir", str(folder)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def one_sentence(said: tuple[int, str, str]) -> str:
    assert said[0] == 1
    assert said[2].strip().count("\n") == 0
    return said[2].strip()


def test_without_a_browser(printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_browser", lambda: None)
    assert "没有找到 Chrome、Edge 或 Chromium" in one_sentence(printed())


def test_a_folder_without_a_book(printed, tmp_path: Path) -> None:
    assert "没有讲义" in one_sentence(printed(folder=tmp_path))


@posix
@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("sys.exit(3)", "中途退出，没有排出文件（退出码 3）"),
        ("", "中途退出，没有排出文件（退出码 0）"),
        ("pathlib.Path(target).write_bytes(b'%PDF-1.4 half')", "排出来的页不对"),
    ],
)
def test_a_browser_that_fails(printed, does: str, said: str) -> None:
    assert said in one_sentence(printed(does=does))
    assert list(Path().iterdir()) == []


@posix
def test_a_browser_that_cannot_lay_a_page_across(printed, tmp_path: Path) -> None:
    """An old one prints everything on A4: better no file than one whose wall sheets are cut off."""
    writer = PdfWriter()
    for number, name in enumerate(("list", "exercises-one", "cards-two", "sheets-o", "key-two")):
        writer.add_blank_page(*A4)
        writer.add_named_destination(name, number)
    writer.write(tmp_path / "old.pdf")
    does = f"pathlib.Path(target).write_bytes(pathlib.Path({str(tmp_path / 'old.pdf')!r}).read_bytes())"
    assert "多半是太旧" in one_sentence(printed(does=does))
    assert printed("--part", "cards", does=does)[0] == 0


@posix
def test_a_browser_that_hangs_is_ended_with_all_it_started(printed, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(chromium, "SECONDS", 2)
    beat = tmp_path / "beat"
    child = f"import time\nwhile True: open({str(beat)!r}, 'a').write('.'); time.sleep(.02)"
    does = f"import subprocess; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(600)"
    assert "过了 2 秒还没有排完，已经停掉" in one_sentence(printed(does=does))
    before = beat.stat().st_size if beat.exists() else 0
    time.sleep(0.3)
    assert (beat.stat().st_size if beat.exists() else 0) == before


def test_a_browser_that_is_none(printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_browser", lambda: str(Path("没有这个程序").absolute()))
    assert "打不开" in one_sentence(printed())


def test_a_place_that_cannot_be_written(printed) -> None:
    assert "写不进去" in one_sentence(printed("没有的文件夹/a.pdf"))


@pytest.mark.parametrize("content", [b"%PDF-1.4 somebody else's", b"my notes", b""])
def test_a_file_that_is_not_ours_stays(printed, content: bytes) -> None:
    Path("a.pdf").write_bytes(content)
    assert "没有改动它" in one_sentence(printed("a.pdf"))
    assert Path("a.pdf").read_bytes() == content


@pytest.mark.parametrize("numbers", [("--learners", "3", "--tables", "4"), ("--tables", "4", "--no-phones", "5")])
def test_numbers_that_do_not_fit_together(printed, numbers: tuple[str, ...]) -> None:
    assert "对不上" in one_sentence(printed(*numbers))


@pytest.mark.parametrize("nothing", [("--part", "key", "--for-hr"), ("--part", "exercises", "--no-phones", "0")])
def test_nothing_to_print(printed, nothing: tuple[str, ...]) -> None:
    assert "没有东西要打印" in one_sentence(printed(*nothing))


def test_a_broken_overlay_is_said_before_anything_is_built(printed) -> None:
    assert "没有的文件夹" in one_sentence(printed("--content", "没有的文件夹"))


# -- the lecturer's texts in the book ----------------------------------------------------------------------------------


def test_a_book_that_was_made_with_other_texts_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sphinx knows nothing of the lecturer's folder: what it kept of another one's would stand in the next book."""

    def make(_: Book, work: Path, *__: object, **___: object) -> None:
        kept = (work / "kept").is_file()
        (work / "_build/html").mkdir(parents=True, exist_ok=True)
        (work / "kept").touch()
        (work / "_build/html/index.html").write_text("kept" if kept else "new")
        (work / "_build/html/trainer-pages.json").write_text("[]")

    def made(book: Book) -> str:
        return (book.build() / "index.html").read_text() if book.stale() else "not stale"

    monkeypatch.setattr(Book, "_run", make)
    mine = tmp_path / "mine/bank/zh_cn"
    mine.mkdir(parents=True)
    (mine / "a.toml").touch()
    os.utime(mine / "a.toml", (1, 1))
    (tmp_path / "_toc.yml").touch()
    plain, own = Book(tmp_path), Book(tmp_path, tmp_path / "mine")
    assert [made(plain), made(plain), made(own), made(own), made(plain)] == [
        "new",
        "not stale",
        "new",
        "not stale",
        "new",
    ]
    assert made(own) == "new"
    (mine / "a.toml").unlink()
    assert made(own) == "new"
    assert (tmp_path / MADE_OF).is_relative_to(tmp_path / WORK)


# -- the PDF -----------------------------------------------------------------------------------------------------------


#: The lecturer's own name for an exercise and for the course.
OWN = {
    "bank/zh_cn/loop-puzzle.toml": 'title = "我们公司的四步"\n',
    "lang/zh_cn/messages/player.toml": 'course = "甲公司的 OKR 课"\n',
}


class Paper:
    """One printed file: its pages as text and size, and which pages each piece has by the file's own contents."""

    def __init__(self, file: Path, made: list[Piece], said: str) -> None:
        self.file, self.pieces, self.said, self.reader = file, made, said, PdfReader(file)
        self.texts = [page.extract_text() for page in self.reader.pages]
        self.sizes = [(round(page.mediabox.width), round(page.mediabox.height)) for page in self.reader.pages]
        self.contents = list(self.entries(self.reader.outline))
        starts = [page for depth, _, page in self.contents if depth] + [len(self.texts)]
        self.places = dict(zip([piece.id for piece in made], pairwise(starts), strict=True))
        self.common = set(plain("".join(self.texts))) & set(plain(html.unescape("".join(p.html for p in made))))

    def entries(self, outline: list, depth: int = 0) -> Iterator[tuple[int, str, int]]:
        for entry in outline:
            if isinstance(entry, list):
                yield from self.entries(entry, depth + 1)
            else:
                yield depth, entry.title, self.reader.get_destination_page_number(entry)

    def words(self, text: str) -> str:
        """Text without blanks and without characters that a font gives another code (⻚ for 页)."""
        return "".join(one for one in plain(text) if one in self.common)

    def of(self, piece: Piece) -> str:
        """The words on the pages of a piece."""
        return self.words("".join(self.texts[slice(*self.places[piece.id])]))


def plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def lines(piece: Piece) -> list[str]:
    """What stands in one block of a piece, such as a line of a list or a cell."""
    blocks = re.split(r"</?(?:p|li|ul|ol|div|h\d|section|td|th|tr|table|thead|tbody)\b[^>]*>", piece.html)
    return [words for block in blocks if (words := html.unescape(re.sub(r"<[^>]+>", "", block)).strip())]


def cards(piece: Piece) -> list[str]:
    """The cards of a set, each with all its words."""
    return [
        re.sub(r"<[^>]+>", "", html.unescape(one))
        for one in re.split(r'<div class="okr-card docutils container">', piece.html)[1:]
    ]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Path:
    """A course folder with the whole book, and beside it what the lecturer changed."""
    assert browser.is_connected(), "there is one: else these tests are skipped"
    folder = tmp_path_factory.mktemp("课程")
    shutil.copytree(ROOT / "book", folder / "book", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, folder)
    for name, text in OWN.items():
        (folder / "own" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "own" / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(course: Path) -> Paper:
    """Everything, for thirty learners."""
    return print_all(course, course / "out")


@pytest.fixture(scope="module")
def handed_on(course: Path, whole: Paper) -> Paper:
    """What a human resources department gets for 32 learners at six tables, two of them without phones; no sheets."""
    options = (
        "--for-hr",
        "--learners",
        "32",
        "--tables",
        "6",
        "--no-phones",
        "2",
        "--part",
        "cards",
        "--part",
        "exercises",
        "--part",
        "key",
    )
    assert whole.texts
    return print_all(course, course / "out", *options)


def print_all(course: Path, out: Path, *options: str) -> Paper:
    out.mkdir(exist_ok=True)
    before = set(out.iterdir())
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = cli.run(["print", str(out), *options, "--course-dir", str(course), "--content", str(course / "own")])
    assert status == 0
    (file,) = set(out.iterdir()) - before
    group = Group(32, 6, 2) if options else Group(30, 5, None)
    wanted = ("exercises", "cards") if options else PARTS
    return Paper(file, list(command._fill(Book(course), wanted, group).pieces), said.getvalue())


def exercises_on_paper() -> list[str]:
    return re.findall(r"^```\{paper\} ([\w-]+)", source("paper"), re.MULTILINE)


@pytest.mark.browser
def test_the_parts_stand_in_order_each_piece_under_its_name(whole: Paper) -> None:
    names = [LANGUAGE.say(f"print.{part}") for part in ("list", *PARTS)]
    assert [name for depth, name, _ in whole.contents if not depth] == names
    assert [name for depth, name, _ in whole.contents if depth] == [piece.name for piece in whole.pieces]
    found = {part: [piece.slug for piece in whole.pieces if piece.part == part] for part in PARTS}
    assert found["exercises"] == exercises_on_paper()
    assert found["cards"] == [slug for _, _, slug in SETS]
    assert found["sheets"] == list(SHEETS.values())
    assert set(found["key"]) == {*found["exercises"], *found["cards"]}
    assert [page for _, _, page in whole.contents] == sorted(page for _, _, page in whole.contents)


@pytest.mark.browser
def test_wall_sheets_are_a3_and_everything_else_is_a4(whole: Paper) -> None:
    sheets = {page for piece in whole.pieces if piece.part == "sheets" for page in range(*whole.places[piece.id])}
    assert len(sheets) == len(SHEETS)
    assert [size == (A3 if page in sheets else A4) for page, size in enumerate(whole.sizes)] == [True] * len(
        whole.sizes
    )


@pytest.mark.browser
def test_no_page_is_empty_and_few_pieces_are_long(whole: Paper) -> None:
    """At the foot there are a number and a name; a page has more than these."""
    assert [page for page, text in enumerate(whole.texts, 1) if len(plain(text)) < 40] == []
    assert [piece.id for piece in whole.pieces if len(range(*whole.places[piece.id])) > 2] == []


@pytest.mark.browser
def test_every_word_of_the_book_is_on_the_pages_of_its_piece(whole: Paper) -> None:
    made = [piece for piece in whole.pieces if piece.part != "sheets"]
    assert len(whole.common) > 600
    assert len(set(plain("".join("".join(lines(piece)) for piece in made))) - whole.common) < 40
    missing = {piece.id: [one for one in lines(piece) if whole.words(one) not in whole.of(piece)] for piece in made}
    assert {name: gone for name, gone in missing.items() if gone} == {}


@pytest.mark.browser
def test_every_item_of_the_bank_that_is_on_paper_is_in_the_file(whole: Paper) -> None:
    """The sheet of an exercise has what the bank says that it has, the lecturer's title too."""
    content = bank.load(overlay=None)
    printed = {piece.slug: whole.of(piece) for piece in whole.pieces if piece.part == "exercises"}
    for slug in exercises_on_paper():
        exercise = content.exercises[slug]
        for name in exercise.settings.get("paper", ()):
            assert whole.words(str(exercise.items[name].get("text", ""))) in printed[slug], (slug, name)
    assert whole.words("我们公司的四步") in printed["loop-puzzle"]
    assert whole.words(content.exercises["loop-puzzle"].title) not in printed["loop-puzzle"]


@pytest.mark.browser
def test_a_card_is_whole_on_one_page(whole: Paper) -> None:
    for piece in (piece for piece in whole.pieces if piece.part == "cards"):
        pages = [whole.words(whole.texts[page]) for page in range(*whole.places[piece.id])]
        assert len(cards(piece)) >= 3
        for card in cards(piece):
            assert sum(whole.words(card) in page for page in pages) == 1, (piece.slug, card)


@pytest.mark.browser
def test_an_answer_is_in_the_last_part_alone_and_marked_on_each_page(whole: Paper, handed_on: Paper) -> None:
    """Sentence by sentence; one that is no longer than an option may be one."""
    keys = [piece for piece in whole.pieces if piece.part == "key"]
    first = min(whole.places[piece.id][0] for piece in keys)
    marked = [plain(SECRET) in plain(text) for text in whole.texts]
    assert marked == [page >= first for page in range(len(marked))]
    assert {piece.part for piece in whole.pieces[-len(keys) :]} == {"key"}
    before = whole.words("".join(whole.texts[1:first]))
    answers = {whole.words(one) for piece in keys for line in lines(piece) for one in re.split("[。；：]", line)}
    secret = {one for one in answers if len(one) > 15}
    assert len(secret) > 100
    assert {one for one in secret if one in before} == set()
    rest = whole.words("".join(handed_on.texts))
    assert {one for one in secret if one in rest} == set()
    assert not any(plain(SECRET) in plain(text) for text in handed_on.texts)


@pytest.mark.browser
@pytest.mark.parametrize("name", ["whole", "handed_on"])
def test_the_list_names_pages_and_copies(name: str, request: pytest.FixtureRequest) -> None:
    paper: Paper = request.getfixturevalue(name)
    group = Group(30, 5, None) if name == "whole" else Group(32, 6, 2)
    listed = "".join(paper.texts[: paper.places[paper.pieces[0].id][0]]).replace("\u2012", "\u2013")
    rows = []
    for piece in (piece for piece in paper.pieces if piece.part != "key"):
        first, last = paper.places[piece.id]
        pages = str(first + 1) if last == first + 1 else f"{first + 1}\u2013{last}"
        rows.append(plain(pages + piece.name + document._copies(LANGUAGE, piece, AMOUNTS.of(piece, group))))
    common = set(plain(listed)) & set("".join(rows))
    known = "".join(one for one in plain(listed) if one in common)
    assert [row for row in rows if "".join(one for one in row if one in common) not in known] == []
    assert paper.places[paper.pieces[0].id][0] == 1, "the list is one page"
    assert plain("甲公司的 OKR 课") in plain(listed)


@pytest.mark.browser
def test_the_file_is_for_whom_its_name_says(whole: Paper, handed_on: Paper) -> None:
    assert (whole.file.name, handed_on.file.name) == (NAMES["whole"], NAMES["hr"])
    first = 1 + min(whole.places[piece.id][0] for piece in whole.pieces if piece.part == "key")
    assert LANGUAGE.say("cli.print.done-secret", first=first) in whole.said
    assert LANGUAGE.say("cli.print.done", file=whole.file, pages=len(whole.texts)) in whole.said
    assert "--no-phones" in whole.said
    assert not re.search("--for-hr|--no-phones", handed_on.said)
    assert LANGUAGE.say("cli.print.setting", program=Path(find_browser() or "").name) in handed_on.said


@pytest.mark.browser
def test_the_file_stands_alone(whole: Paper) -> None:
    """Its fonts are in it, it leads to no other place, and it tells nothing of the computer that made it."""
    for page in whole.reader.pages:
        for font in page["/Resources"]["/Font"].values():
            assert embedded(font.get_object())
        links = [link.get_object() for link in page.get("/Annots", [])]
        assert all("/Dest" in link and "/A" not in link for link in links)
    raw = whole.file.read_bytes()
    assert not re.search(rb"file:|https?:|/tmp|HeadlessChrome", raw)
    assert whole.reader.metadata.creator == pdf.MARK
    assert whole.reader.metadata.title == "甲公司的 OKR 课　打印材料"


def embedded(font: dict) -> bool:
    """Whether a font is drawn by the file itself."""
    if font["/Subtype"] == "/Type3":
        return bool(font["/CharProcs"])
    one = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    return bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(one["/FontDescriptor"]))


@pytest.mark.browser
def test_nothing_is_wider_than_its_sheet_and_no_card_is_higher(whole: Paper, page: Page) -> None:
    """Laid out as on A4: what hangs over the edge would be cut off, a card that is higher than a sheet in two."""
    made = [piece for piece in whole.pieces if piece.part != "sheets"]
    envelope = Envelope(made, {piece.id: AMOUNTS.of(piece, Group(30, 5, None)) for piece in made}, Group(30, 5, None))
    text = document.document(LANGUAGE, envelope, {})
    assert not re.search(r'(?:src|href)="(?!#)', text)
    page.set_viewport_size(ROOM)
    page.emulate_media(media="print")
    page.set_content(text)
    over = "all => all.filter(one => one.getBoundingClientRect().right > innerWidth + 1).map(one => one.outerHTML.slice(0, 80))"
    assert page.locator("body *").evaluate_all(over) == []
    high = "all => Math.max(...all.map(one => one.getBoundingClientRect().height))"
    assert page.locator(".okr-card").evaluate_all(high) < ROOM["height"]


@pytest.mark.browser
def test_what_is_printed_again_takes_the_place_of_what_was(course: Path, whole: Paper, handed_on: Paper) -> None:
    """Trainers print again and again; nothing else is left, neither beside the file nor in the course folder."""
    again = command._target(course / "out", NAMES["whole"])
    assert again == whole.file
    assert {path.name for path in (course / "out").iterdir()} == set(NAMES.values())
    assert handed_on.texts
    assert list((course / "_build").glob("print-*")) == []
