"""Which reader reads what; every one yields entries in the order of the file, and what it left out."""

from __future__ import annotations

from collections.abc import Iterable

from ....lang import Language
from .lines import read_jsonl
from .source import Entry, LeftOut, ReadAs, Source
from .tables import read_tables
from .texts import read_txt


def read(source: Source, language: Language, default_kind: str | None) -> Iterable[Entry | LeftOut | ReadAs]:
    """Read what the source holds; ``default_kind`` is for statements that do not say whether they are O or KR."""
    if source.kind == "jsonl":
        return read_jsonl(source)
    if source.kind == "txt":
        return read_txt(source, language, default_kind)
    return read_tables(source, language, default_kind)
