"""What is kept of the results: each file without names as Markdown, and one workbook with everything that was graded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ...bank import Content
from ...errors import PackError
from ...hosts.classroom.take_home.sheets import Column, Sheet
from ...hosts.classroom.take_home.workbook import workbook
from ...hosts.cli.lint.source import Source
from ...hosts.cli.lint.workbook import read_workbook
from ...lang import Language
from . import named_rows
from .candidates import Candidate, candidate, places
from .graded import Graded
from .home import Home
from .material import Lines, Material, Part
from .publish import Chosen
from .steps import Pack, Result

CLEANED, REPORT = "改名后", "批改.xlsx"
#: HTML that somebody wrote is words to whoever opens the Markdown.
_TAG = re.compile(r"<(?=[a-zA-Z/!?])")
_GRADED = {
    "file": 10,
    "row": 9,
    "kind": 8,
    "text": 46,
    "verdict": 9,
    "first": 18,
    "rest": 24,
    "question": 40,
    "why": 30,
}
_PROFILE = {"kind": 10, "count": 8, "judged": 8, "code": 26, "found": 10, "share": 9, "as-first": 12}
_CANDIDATES = {
    "publish": 8,
    "exercise": 20,
    "kind": 8,
    "text": 44,
    "above": 30,
    "error": 18,
    "reason": 50,
    "question": 40,
}
_CANDIDATES |= {"cycle": 9, "file": 10}


def save(pack: Pack, home: Home) -> list[Path]:
    """Write what came of a pack into the class's folder; where it stands. Raises PackError as long as she has not agreed."""
    pack.need_agreement()
    language, result = pack.content.language, pack.result
    names = _names(language, result.materials)
    files = {f"{names[one.name]}.md": _markdown(one, names[one.name]).encode() for one in result.materials}
    sheets = (
        _sheet(language, "profile", _PROFILE, _profile_rows(language, result)),
        _sheet(language, "graded", _GRADED, (_graded_row(language, one, names) for one in result.graded)),
        _sheet(language, "candidates", _CANDIDATES, _candidate_rows(pack.content, result.candidates, names)),
    )
    title, foot = language.say("pack.result.title"), language.say("pack.list.foot")
    return [home.put_all(CLEANED, files), home.put(REPORT, workbook(sheets, title=title, foot=foot))]


def chosen_in(home: Home, content: Content) -> list[Chosen]:
    """The candidates that she has marked in the workbook, with the words that she has changed.

    Raises PackError ``pack-no-report`` where there is none, ``pack-changed`` where a changed statement is no longer wrong in
    that one way, ``pack-no-exercise`` where a row names none.
    """
    say, known = content.language.say, places(content)
    titles = {one.title: slug for slug, one in content.exercises.items()}
    kinds = {say(f"pack.kinds.{kind}"): kind for kind in ("objective", "key_result")}
    found: list[Chosen] = []
    for number, row in _marked(home.folder / REPORT, content.language):
        slug = titles.get(row.get("exercise", ""), "")
        if not slug:
            raise PackError("pack-no-exercise", file=REPORT, row=number, title=row.get("exercise", ""))
        told = Graded(
            kinds.get(row.get("kind", ""), ""),
            row.get("text", ""),
            "",
            "",
            "pass",
            above=row.get("above", ""),
            cycle=row.get("cycle", ""),
        )
        made = candidate(told, content, known)
        title = say("pack.result.good") if made is not None and not made.code else ""
        if made is None or row.get("error", "") != (title or content.language.card(made.code).title):
            raise PackError("pack-changed", file=REPORT, row=number, text=told.text, error=row.get("error", ""))
        found.append((made.worded(row.get("reason", ""), row.get("question", "")), slug))
    return found


def _names(language: Language, materials: Iterable[Material]) -> dict[str, str]:
    """What each file is called where names of files would tell whose it was."""
    return {one.name: language.say("pack.result.called", number=f"{at:02}") for at, one in enumerate(materials, 1)}


def _called(file: str, names: Mapping[str, str]) -> str:
    """What a file is called, or a sheet of it: 「OKR.xlsx[销售]」."""
    return names.get(file) or names.get(file.rpartition("[")[0], "")


def _markdown(one: Material, title: str) -> str:
    return "\n".join((f"# {title}", "", *(line for part in one.parts for line in _part(part)), ""))


def _part(part: Part) -> Iterator[str]:
    """Lines as they are, a table as Markdown's."""
    if isinstance(part, Lines):
        yield from map(_words, part.rows)
        yield ""
        return
    if part.title:
        yield from (f"## {_words(part.title)}", "")
    for at, row in enumerate(part.rows):
        yield f"| {' | '.join(_words(cell).replace('|', chr(92) + '|').replace(chr(10), '<br>') for cell in row)} |"
        if at == 0:
            yield f"|{' --- |' * len(row)}"
    yield ""


def _words(text: str) -> str:
    return _TAG.sub(r"\\<", text)


def _sheet(
    language: Language, key: str, widths: Mapping[str, int], rows: Iterable[Sequence[str | int | None]]
) -> Sheet:
    columns = tuple(Column(language.say(f"pack.result.{name}"), width) for name, width in widths.items())
    return Sheet(key, language.say(f"pack.result.sheet-{key}"), columns, tuple(tuple(row) for row in rows))


def _profile_rows(language: Language, result: Result) -> Iterator[tuple[str | int | None, ...]]:
    for one in result.profile:
        kind, first = language.say(f"pack.kinds.{one.kind}"), dict(one.first)
        yield (
            kind,
            one.count,
            one.judged,
            language.say("pack.result.good"),
            one.good,
            _share(one.share(one.good)),
            None,
        )
        for code, count in one.codes:
            title = language.card(code).title
            yield (kind, one.count, one.judged, title, count, _share(one.share(count)), first.get(code, 0))


def _share(percent: int | None) -> str:
    return "—" if percent is None else f"{percent}%"


def _graded_row(language: Language, one: Graded, names: Mapping[str, str]) -> tuple[str, ...]:
    titles = [language.card(code).title for code in one.codes]
    question = next((str(found["question"]) for found in one.findings if found["code"] in one.codes[:1]), "")
    kind, verdict = language.say(f"pack.kinds.{one.kind}"), language.say(f"cli.lint.{one.verdict}")
    return (
        _called(one.file, names), one.row, kind, one.text, verdict,
        *(titles[:1] or [""]), "、".join(titles[1:]), question, one.why,
    )  # fmt: skip


def _candidate_rows(
    content: Content, found: Iterable[Candidate], names: Mapping[str, str]
) -> Iterator[tuple[str, ...]]:
    """A row for each exercise that a candidate fits into."""
    say = content.language.say
    for one in found:
        error = content.language.card(one.code).title if one.code else say("pack.result.good")
        for slug in one.fits:
            words = (one.text, one.above, error, one.reason, one.question, one.cycle)
            yield ("", content.exercises[slug].title, say(f"pack.kinds.{one.kind}"), *words, _called(one.file, names))


def _marked(file: Path, language: Language) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of candidates that she has marked, by the names of the columns."""
    if not file.is_file():
        raise PackError("pack-no-report", file=REPORT)
    wanted = language.say("pack.result.sheet-candidates")
    grid = next((one for one in read_workbook(Source(file.name, "xlsx", path=file)).grids if one.title == wanted), None)
    titles = {language.say(f"pack.result.{name}"): name for name in _CANDIDATES}
    named = named_rows.columns(grid, titles) if grid is not None else {}
    if grid is None or not {"publish", "exercise", "kind", "text", "error"} <= set(named.values()):
        raise PackError("pack-no-report", file=REPORT)
    nothing = language.say("pack.result.not").split("|")
    for number, said in named_rows.rows(grid, named):
        if said.get("publish", "").lower() not in ("", *nothing):
            yield number, said
