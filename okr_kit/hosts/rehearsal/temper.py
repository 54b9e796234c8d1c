"""What a simulated learner is like, and whether he is right about something: the same each time that it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from ...engine import seed

#: From the least that somebody knows to the most, as the share of items that he is right about; how slow people are.
KNOWS, SLOW = (0.3, 0.85), (0.7, 0.8, 1.0, 1.0, 1.2, 1.4, 2.2)
#: How much harder or easier than others an item may be, for everybody alike.
HARD = 0.5
#: How often somebody changes a wrong vote after the debate, and a right one.
LEARNS, DOUBTS = 0.55, 0.08
#: How often somebody hands in nothing at all in an exercise.
SILENT = 0.06


@dataclass(frozen=True, slots=True)
class Temper:
    """``knows`` is how much somebody knows (0-1), ``slow`` how slow he is (1: as most); ``name`` tells him from others."""

    name: str
    knows: float
    slow: float

    def right(self, slug: str, item: str, vote: int = 1) -> bool:
        """Whether he is right about an item of an exercise, in its first vote or, after the debate, in its second one."""
        mine = Random(f"{self.name}/{slug}/{item}")  # noqa: S311 - chance that can be had again
        easy = HARD * (seed(slug, item) % 1000 / 1000 - 0.5)
        right = mine.random() < self.knows + easy
        changes = mine.random() < (DOUBTS if right else LEARNS)
        return right != (vote > 1 and changes)

    def silent(self, slug: str) -> bool:
        """Whether he hands in nothing in an exercise."""
        return Random(f"{self.name}/{slug}").random() < SILENT  # noqa: S311 - as above


def temper(name: str, rng: Random) -> Temper:
    """Somebody; a few know little, a few are slow."""
    return Temper(name, rng.uniform(*KNOWS), rng.choice(SLOW))
