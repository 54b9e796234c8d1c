"""One word for one thing: what the glossary says is never said stands nowhere, on pages, phones, sheets and figures."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = tomllib.loads((ROOT / "book/_ext/glossary.toml").read_text(encoding="utf-8"))["term"]
PLACES = (
    "book/*.md",
    "book/_static/**/*.svg",
    "book/_ext/words.toml",
    "okr_kit/bank/zh_cn/*.toml",
    "okr_kit/lang/zh_cn/**/*.toml",
)
#: Word lists, and names that the columns of a table may have, are no words of ours.
NOT_OURS = ("lexicon.toml", "cli.toml", "marks.toml")


def texts() -> Iterator[tuple[str, str]]:
    for place in PLACES:
        for file in sorted(ROOT.glob(place)):
            if file.name not in NOT_OURS:
                yield str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")


TEXTS = list(texts())


@pytest.mark.parametrize(
    ("term", "word"), [(term["name"], word) for term in GLOSSARY for word in term.get("never", ())]
)
def test_only_the_course_word_is_used(term: str, word: str) -> None:
    found = [
        f"{name}:{number}"
        for name, text in TEXTS
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(word, line)
    ]
    assert found == [], f"{word}: say {term}"


def test_every_word_is_in_the_glossary_once() -> None:
    names = [term["name"] for term in GLOSSARY]
    assert len(names) == len(set(names))
    page = (ROOT / "book/glossary.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^```\{terms\} (\S+)$", page, re.MULTILINE)) == {term["section"] for term in GLOSSARY}


def test_the_places_are_read() -> None:
    assert len(TEXTS) > 150
    assert any(name.endswith(".svg") for name, _ in TEXTS)


def test_days_are_written_in_one_way() -> None:
    """第一天上午, as it is said."""
    found = [name for name, text in TEXTS if re.search(r"第 ?[12] ?天[上下]午", text)]
    assert found == []


def test_ranges_are_written_in_one_way() -> None:
    """10～15 分钟, with the wave that Chinese has for it."""
    found = [name for name, text in TEXTS if re.search(r"[\d%]–\d", text)]
    assert found == []
