"""A learner without a browser: drives an exercise through the engine, as every host does."""

from __future__ import annotations

from functools import cache
from typing import Any

from okr_kit import bank, engine, render

#: One minute in milliseconds.
MINUTE = 60_000
#: A set for the bakery scenario that the rules have nothing against.
GOOD_O = "让每家门店的面包当天卖得完、少倒掉"
GOOD_KRS = (
    "3 月 31 日前，62 家店月报损率从 9.0% 降到 6.5%（POS 日报口径）",
    "2 月 28 日前，报损最高的 15 家店报损率从 14% 降到 9%（POS 日报口径）",
    "3 月 15 日前，店长每天订货用时从 50 分钟降到 20 分钟（抽样 20 家店计时）",
    "护栏：3 月底 18 点后销量前 20 个单品的断货率不高于 18%",
)


@cache
def content() -> bank.Content:
    """The shipped content, read once."""
    return bank.load()


def in_a_round(slug: str) -> int:
    """How many items a round of a drill has: as many as its bank file draws, or all."""
    exercise = content().exercise(slug)
    return int(exercise.settings.get("draw", sum(not item.get("closing") for item in exercise.items.values())))


def at_the_first_kr() -> Learner:
    """A learner of write-okr with a good O and an empty KR 1."""
    learner = Learner("write-okr")
    learner.act("pick", scenario="bakery-waste")
    learner.act("grade", {"text": GOOD_O}, part="o")
    learner.act("add")
    return learner


class Learner:
    """One exercise under way; ``state`` is what a host would have stored."""

    def __init__(
        self,
        slug: str,
        *,
        seed: int = 7,
        role: str = "learner",
        mode: str = "own",
        shelf: tuple = (),
        pack: bank.Content | None = None,
    ) -> None:
        found = pack or content()
        self.ctx = engine.Context(found, found.exercise(slug), role, mode, "p1", shelf)
        self.clock = 1_000_000
        self.state = engine.start(self.ctx, seed, self.clock)

    def act(self, do: str, fields: dict[str, Any] | None = None, **values: str) -> str:
        """Do one thing a minute later and return the screen as text."""
        self.clock += MINUTE
        self.state = engine.act(self.ctx, self.state, {"do": do, "values": values, "fields": fields or {}}, self.clock)
        return self.text

    @property
    def text(self) -> str:
        """The screen as plain lines."""
        return render.text(engine.view(self.ctx, self.state))

    @property
    def html(self) -> str:
        """The screen as HTML."""
        return render.html(engine.view(self.ctx, self.state))

    @property
    def outcome(self) -> engine.Outcome:
        """How far the work is."""
        return engine.outcome(self.ctx, self.state)

    def truth(self, name: str) -> dict[str, str]:
        """The right answer of a drill item by part."""
        from okr_kit.kinds import KINDS

        return dict(KINDS[self.ctx.exercise.kind].sheet.truth(self.ctx.exercise.items[name]))  # type: ignore[attr-defined]

    def wrong(self, name: str) -> dict[str, str]:
        """A complete answer to a drill item that is worth as little as one can be, with the first options that make it so."""
        from okr_kit.kinds import KINDS

        kind: Any = KINDS[self.ctx.exercise.kind]
        item, answers = self.ctx.exercise.items[name], [dict[str, str]()]
        for part in kind.parts(self.ctx, self.state, name):
            values = [true for _, true, _ in part.options] or ["0"]
            asked = [one for one in answers if part.when is None or one.get(part.when[0]) == part.when[1]]
            answers = [one for one in answers if one not in asked] + [
                {**one, part.name: value} for one in asked for value in values
            ]
        worth = [(kind.sheet.mark(item, one), number) for number, one in enumerate(answers)]
        return answers[min((mark, number) for mark, number in worth if mark is not None)[1]]

    def solve(self) -> None:
        """Answer every item of the draw rightly at the first try and end at the summary, with the keys."""
        for name in list(self.state["draw"]):
            self.act("answer", self.truth(name), item=name)
            self.act("next")
        self.hand_in()

    def hand_in(self) -> None:
        """Where a round says nothing before its end: hand it in until the keys are shown."""
        while 'data-do="hand-in"' in self.html:
            self.act("hand-in")


def written_okr() -> Learner:
    """A learner with an objective and one key result."""
    learner = Learner("write-okr")
    learner.act("pick", scenario="bakery-waste")
    learner.act("grade", {"text": GOOD_O}, part="o")
    learner.act("add")
    learner.act("grade", {"text": GOOD_KRS[0]}, part="k1")
    return learner
