"""People who answered before a class, made so that it is known what follows from their answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from wjx_files import SHAPES, Person, people, write

#: The places of the right answers to the first test.
RIGHT = {
    "know-objective": 2, "know-key-result": 1, "know-kpi": 3, "know-score": 3, "know-rate": 4, "know-question": 2,
}  # fmt: skip
OBJECTIVE, KEY_RESULT = "让新客户第一个月就愿意再来", "12 月 31 日前，新客户 30 天复购率从 12% 到 18%（会员系统）"


def able(count: int = 36) -> list[Person]:
    """People who know it all and write well, but cannot take over what comes from above: one proposal, and who pays for it."""
    return [
        replace(
            one,
            answers={**one.answers, **RIGHT, **_rated(one), "own-objective": OBJECTIVE, "own-key-result": KEY_RESULT},
        )
        for one in people(count)
    ]


def _rated(one: Person) -> dict[str, int]:
    return {key: 2 if key == "can-cascade" else 4 for key in one.answers if key.startswith("can-")}


def file_of(folder: Path, who: list[Person], shape: str = "text") -> Path:
    """Their answers as 问卷星 exports them."""
    return write(folder / "答卷.xlsx", who, SHAPES[shape])
