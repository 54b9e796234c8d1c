"""Whose numbers would show them: options and groups of fewer than five, and what is hidden with them (domain-facts 9.2).

One rule for figures, report and reasons. A number of fewer than :data:`LEAST` people is never printed. Options of one
question add up to a whole, so that a single one left out could be worked out: those that are too small are printed as one
sum, and the smallest of the others joins them until the sum is of two options and of :data:`LEAST` people.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

#: Fewest people of whom anything is said.
LEAST = 5


def small(count: int) -> bool:
    """Whether that are people, and too few to say how many."""
    return 0 < count < LEAST


def split(count: int, of: int) -> bool:
    """Whether that many of so many can be printed: those who did it are enough or none, and so are those who did not."""
    return of >= LEAST and not small(count) and not small(of - count)


def together(counts: Mapping[str, int], also: Collection[str] = ()) -> frozenset[str]:
    """The options that are printed as one sum; none where all are large enough.

    ``counts`` in the bank's order, which decides between equals, so that the same answers always hide the same options;
    ``also`` are hidden whatever their size. Options that nobody chose hide nobody and stay as they are.
    """
    filled = sorted((name for name, n in counts.items() if n), key=lambda name: counts[name])
    found = [name for name in filled if name in also or small(counts[name])]
    others = [name for name in filled if name not in found]
    while found and others and (len(found) < 2 or sum(counts[name] for name in found) < LEAST):
        found.append(others.pop(0))
    return frozenset(found)
