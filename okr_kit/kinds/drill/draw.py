"""Which items a round has: seeded, varied, in the bank's proportion of right and wrong."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from ...model import Exercise
from .items import always, drawable
from .sheet import Sheet

#: Everybody has the same paper.
PRINTED = 1


def printed(exercise: Exercise, sheet: Sheet) -> list[str]:
    """What the book prints, with its answers below: the items that the bank names (``paper``), else a round."""
    chosen = [name for name in exercise.settings.get("paper", ()) if name in drawable(exercise)]
    return chosen or _drawn(exercise, sheet, PRINTED, 0, [])


def deal(exercise: Exercise, sheet: Sheet, seed: int, turn: int, seen: list[str]) -> list[str]:
    """Draw ``draw`` items, or all there are: unseen ones first, right and wrong in the bank's proportion, as many families as can be.

    What the book prints counts as seen in the first round, so that no class looks up what it talks about; where it prints
    all there are, every round has them all. With ``order_of_items = "fixed"`` they stand as the bank has them. Items with
    ``always = true`` are in everybody's first round.
    """
    first = [] if seen else always(exercise)
    return _drawn(exercise, sheet, seed, turn, seen or printed(exercise, sheet), first)


def _drawn(
    exercise: Exercise, sheet: Sheet, seed: int, turn: int, seen: list[str], first: Sequence[str] = ()
) -> list[str]:
    rng = Random(f"{seed}/{turn}/{exercise.slug}")  # noqa: S311 - a seeded shuffle, not a secret
    names = drawable(exercise)
    size = int(exercise.settings.get("draw", len(names))) - len(first)
    fresh = [name for name in names if name not in seen and name not in first]
    pool = fresh + [name for name in seen if name in names and name not in first][: max(0, size - len(fresh))]
    if exercise.settings.get("order_of_items") == "fixed":
        return sorted([*first, *pool[:size]], key=list(exercise.items).index)
    rng.shuffle(pool)
    right = [name for name in pool if sheet.right(exercise.items[name])]
    wrong = _varied([name for name in pool if name not in right], exercise, sheet)
    share = round((size + len(first)) * sum(sheet.right(exercise.items[name]) for name in names) / len(names))
    share = max(0, share - sum(sheet.right(exercise.items[name]) for name in first))
    take = min(len(right), max(share, size - len(wrong)))
    drawn = [*first, *right[:take], *wrong[: size - take]]
    rng.shuffle(drawn)
    return drawn


def _varied(names: list[str], exercise: Exercise, sheet: Sheet) -> list[str]:
    """Order so that the first few are of different families."""
    rank: dict[str, int] = {}
    order: list[tuple[int, int, str]] = []
    for position, name in enumerate(names):
        family = sheet.family(exercise.items[name])
        rank[family] = rank.get(family, 0) + 1
        order.append((rank[family], position, name))
    return [name for _, _, name in sorted(order)]
