"""A lecturer's file in which something is missing or of a wrong type: file and key are named, no learner sees a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from learner import content

from okr_kit import bank, engine, kinds, render
from okr_kit.errors import ContentError, OkrKitError
from okr_kit.files import PACKAGE, read_toml

GONE = object()
WRONG: tuple[Any, ...] = (GONE, "", "x", 0, [], {}, ["x"], [3])
SLUGS = [slug for slug, one in content().exercises.items() if one.kind not in ("survey", "write", "spot")]


def places(table: Any, path: tuple = ()) -> Iterator[tuple]:
    """Every key of a file; of a list, its first two rows stand for all."""
    rows = table.items() if isinstance(table, dict) else list(enumerate(table))[:2] if isinstance(table, list) else ()
    for key, inside in rows:
        yield (*path, key)
        yield from places(inside, (*path, key))


def spoilt(table: dict[str, Any], path: tuple, value: Any) -> dict[str, Any]:
    new: Any = deepcopy(table)
    inside = new
    for key in path[:-1]:
        inside = inside[key]
    if value is GONE:
        del inside[path[-1]]
    else:
        inside[path[-1]] = value
    return new


def seen(pack: bank.Content, slug: str) -> None:
    """Every page as a learner begins it, its hints, its paper."""
    ctx = engine.Context(pack, pack.exercise(slug))
    state = engine.start(ctx, 1)
    render.html((*engine.view(ctx, state), *engine.paper(ctx)))
    for do in ("hint", "hint", "grade", "finish", "reveal", "next", "summary"):
        try:
            state = engine.act(ctx, state, {"do": do, "values": {"item": state["at"]}}, 1)
        except OkrKitError:
            continue
        render.html(engine.view(ctx, state))
    engine.documents(ctx, state)
    engine.tally(ctx, (state,))


@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_whatever_is_wrong_in_a_file_is_named_or_does_no_harm(slug: str) -> None:
    """Thousands of files with one thing wrong: refused with file and key, or every page can be shown."""
    table, file, refused = read_toml(PACKAGE / f"bank/zh_cn/{slug}.toml"), f"{slug}.toml", set()
    for path in places(table):
        for value in WRONG:
            try:
                exercise = bank.build(bank.merge(spoilt(table, path, value), {}, file), file, "v")
                kinds.check(exercise, content().language)
            except ContentError as error:
                refused.add(content().language.error(error))
                continue
            except Exception as error:
                raise AssertionError(f"{path} = {value!r}") from error
            try:
                seen(replace(content(), exercises={**content().exercises, slug: exercise}), slug)
            except Exception as error:
                raise AssertionError(f"{path} = {value!r}") from error
    assert refused
    assert [one for one in refused if file not in one] == []


def test_the_sentence_names_file_and_key(tmp_path) -> None:
    folder = tmp_path / "bank/zh_cn"
    folder.mkdir(parents=True)
    for file, text, key in (
        ("split-by-region.toml", "hints = 3", "hints"),
        ("map-ogsm-okr.toml", 'says = "x"', "says"),
        ("take-over-from-above.toml", "[case]\nowner = '甲'\nme = '乙'\nobjective = '丙'\nright = 's1'\nstrategies = [3]", "case.strategies.id"),
        ("find-broken-cascade.toml", "classes = 'x'", "classes"),
    ):  # fmt: skip
        (folder / file).write_text(text, "utf-8")
        with pytest.raises(ContentError) as found:
            bank.load(overlay=tmp_path)
        said = content().language.error(found.value)
        assert file in said
        assert key in said
        (folder / file).unlink()
