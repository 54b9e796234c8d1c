"""A drill on paper: a round of the bank, with what can be chosen, the answers folded below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from ...view import Fold, Items, Lines, Node, Strong, Text
from ..base import Context
from .draw import PRINTED, printed
from .items import closing, key_results
from .sheet import Item, Part, Sheet
from .words import heard

#: Options of so many characters together stand side by side.
IN_A_ROW = 72


def page(ctx: Context, sheet: Sheet) -> tuple[Node, ...]:
    """Task, a varied round of items with their options, and for each its answer with the reason."""
    items = [ctx.exercise.items[name] for name in printed(ctx.exercise, sheet)]
    asked = [sheet.parts(ctx, item, Random(PRINTED)) for item in items]  # noqa: S311 - a seeded shuffle, not a secret
    common = _common(asked)
    answers = (
        Text((Strong(f"{number}. {sheet.key(ctx, item)}"), "　", *_voice(ctx, item, parts, sheet), str(item["reason"])))
        for number, (item, parts) in enumerate(zip(items, asked, strict=True), 1)
    )
    before = ({}, *items)
    lines = tuple(
        _lines(ctx, item, boxes, _blanks(parts), again=_same(item, last))
        for last, item, parts, boxes in zip(before, items, asked, _boxes(ctx, asked, common), strict=False)
    )
    lines += tuple(
        _lines(ctx, item, (), _blanks(sheet.parts(ctx, item, Random(PRINTED))))  # noqa: S311
        for name, item in ctx.exercise.items.items()
        if name == closing(ctx.exercise)
    )
    return (
        Text((ctx.exercise.task,)),
        *((Text((ctx.say("paper-options", options="；".join(common)),), "note"),) if common else ()),
        Items(lines, ordered=True),
        Fold(ctx.say("paper-answers"), tuple(answers)),
    )


def _voice(ctx: Context, item: Item, parts: tuple[Part, ...], sheet: Sheet) -> tuple[str, ...]:
    """What one hears to the best of an item's questions."""
    truth = sheet.truth(item)
    return tuple(filter(None, (heard(ctx, part, truth.get(part.name, "")) for part in parts)))


def _same(item: Item, last: Item) -> bool:
    """Whether an item is about the sample that stands above it already."""
    return "sample" in item and item["sample"] == last.get("sample")


def _options(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """What an item offers; of a question that opens another one, the answer that does so is given by the way.

    Nothing where every part is a question of its own: those stand one below the other.
    """
    opening = {part.when for part in parts if part.when}
    named = (words for part in parts for _, value, words in part.options if (part.name, value) not in opening)
    return () if _each(parts) else tuple(named)


def _common(asked: Sequence[tuple[Part, ...]]) -> tuple[str, ...]:
    """What more than half of the items offer, said once above them all; nothing where they differ."""
    [(options, times)] = Counter(map(_options, asked)).most_common(1) or [((), 0)]
    return options if 2 * times > len(asked) else ()


def _boxes(ctx: Context, asked: Sequence[tuple[Part, ...]], common: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """For each item what it alone offers, a box to tick before each; where an item above offers the same, the way there."""
    first: dict[tuple[str, ...], int] = {}
    for number, parts in enumerate(asked, 1):
        options = _options(parts)
        if options in (common, ()):
            yield ()
        elif (above := first.setdefault(options, number)) < number:
            yield (ctx.say("paper-options-above", n=above),)
        else:
            boxes = tuple(ctx.say("paper-option", words=words) for words in options)
            yield boxes if len("".join(boxes)) > IN_A_ROW else ("　".join(boxes),)


def _each(parts: tuple[Part, ...]) -> bool:
    """Whether no part opens only after another one."""
    return len(parts) > 1 and not any(part.when for part in parts)


def _blanks(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """Where to write what is typed on a screen, behind its question; all questions where each is one of its own."""
    asked = parts if _each(parts) else tuple(part for part in parts[-1:] if not part.options)
    return tuple(
        f"{part.legend}　{' □ '.join(('', *(words for _, _, words in part.options))).strip() or f'________ {part.unit}'.strip()}"
        for part in asked
    )


def _lines(
    ctx: Context, item: Item, options: tuple[str, ...], blanks: tuple[str, ...], *, again: bool = False
) -> Lines:
    """One item: its statement, or a set with its KRs below, then what can be chosen or where to write.

    What it is about is not printed ``again``.
    """
    below = options or blanks
    if "text" in item:
        above = ctx.say("paper-under", text=item["objective"]) if item.get("objective") else ""
        label = ctx.say(f"label-{item['subject']}") + "：" if item.get("subject") else ""
        return (f"{label}{item['text']}{above}", *(() if again else key_results(ctx, item)), *below)
    return (ctx.say("copy-o", text=item["objective"]), *key_results(ctx, item), *below)
