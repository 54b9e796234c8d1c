"""write: the learner's own OKR, one sentence at a time, graded on request, rewritten, the change shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ... import documents
from ...documents import Document
from ...documents.okr import O_PART, title_of, written
from ...errors import ActionError, ContentError
from ...files import need
from ...lint import compare
from ...model import Exercise, Report
from ...view import Node
from ..base import Action, Context, Focus, Kind, Outcome, State, fields, value
from . import paper, screen, work
from .work import PICK, WHOLE

if TYPE_CHECKING:
    from ...lang import Language

#: Drafts kept per part.
MOST_DRAFTS = 30


class Write(Kind):
    """The kind: pick a scenario, write the O, write KRs one by one, look at the whole."""

    version = 2
    shape = work.SHAPE
    makes = ("okr",)
    copies = True
    gone_words = "gone-scenario"

    def check(self, exercise: Exercise, language: Language) -> None:
        """Every scenario has a story, facts, a parent O and three hints."""
        del language
        file = f"{exercise.slug}.toml"
        for name, item in exercise.items.items():
            for wanted in ("title", "story", "parent", "cycle", "ask"):
                need(item, wanted, str, file, name)
            for wanted in ("facts", "hints"):
                need(item, wanted, list, file, name)
        if not exercise.items:
            raise ContentError("content-key", file=file, key="scenarios")

    def start(self, ctx: Context, state: State) -> State:
        """Begin at the choice of a scenario."""
        return work.begin(ctx, state, state["since"])

    def upgrade(self, ctx: Context, state: State) -> State:
        """From the first release: its document gets an envelope, and the count of KRs a home."""
        doc = documents.load(state["doc"]) | {"id": documents.new_id(ctx.owner, ctx.exercise.slug, state["seed"], 0)}
        if state["scenario"] in ctx.exercise.items:
            doc["origin"] = f"case:{state['scenario']}"
        return {**state, "made": int(state.get("made", 0)), "doc": doc, "others": {}}

    def without_gone(self, ctx: Context, state: State) -> tuple[State, int]:
        """What was written for a scenario that has left goes on as one's own business; put aside where that has a sheet."""
        if not super().fits(ctx, state) or state["scenario"] in work.scenarios(ctx):
            return state, 0
        if work.OWN not in state["others"]:
            return {**state, "scenario": work.OWN}, 1
        return work.begin(ctx, {**state, "others": work.put_aside(state)}, state["since"]), 1

    def fits(self, ctx: Context, state: Mapping[str, Any]) -> bool:
        """Besides its shape: it stands somewhere, and its scenario is still in the bank; what was put aside may wait for its."""
        if not super().fits(ctx, state):
            return False
        return state["at"] in work.parts(state) and state["scenario"] in work.scenarios(ctx)

    def act(self, ctx: Context, state: State, action: Action, at: int) -> State:
        """Carry out one of: pick, take, grade, read, hint, go, add, drop, review, disagree, restart."""
        do, part = str(action["do"]), value(action, "part")
        if do in ("pick", "take"):
            return (work.pick if do == "pick" else work.take)(ctx, state, action, at)
        if do == "restart":
            return work.begin(ctx, state, at)
        if do in ("add", "review"):
            return work.add(state) if do == "add" else _review(ctx, state, at)
        if part not in work.parts(state):
            raise ActionError("action-unknown", do=do)
        if do in ("read", "grade") and part not in (PICK, WHOLE):
            filled = work.fill(ctx, state, part, fields(action))
            if filled is None:
                return {**state, "at": part}
            return _grade(ctx, filled, part, at) if do == "grade" else filled
        return work.step(state, do, part, fields(action))

    def view(self, ctx: Context, state: State) -> tuple[Node, ...]:
        """The scenario list, one statement, or the whole sheet."""
        return screen.screen(ctx, state)

    def paper(self, ctx: Context) -> tuple[Node, ...]:
        """The first scenario, to be written on paper."""
        return paper.page(ctx)

    def focus(self, ctx: Context, state: State) -> Focus:
        """The part in hand; there is nothing to vote on while somebody writes."""
        del ctx
        return Focus(work.key(state, state["at"]), work.text_of(state, state["at"]))

    def documents(self, ctx: Context, state: State) -> tuple[Document, ...]:
        """The OKR, once a sentence stands in it."""
        del ctx
        doc = state["doc"]
        return () if documents.blank(doc) else ({**doc, "title": title_of(doc)},)

    def outcome(self, ctx: Context, state: State) -> Outcome:
        """Progress counts parts without an error; the score is that of the whole set once looked at.

        A sheet that was finished stays finished while another scenario is written.
        """
        sheets = [state, *state["others"].values()]
        best = next((one for one in sheets if _finished(one)), state)
        graded = {part: drafts[-1] for part, drafts in best["drafts"].items() if drafts}
        fine = sum(part != WHOLE and draft["verdict"] == "pass" for part, draft in graded.items())
        sheet, done = graded.get(WHOLE), _finished(best)
        total = 1 + ctx.policy.kr_least + 1
        last = state["last"]
        return Outcome(
            score=sheet.get("score") if sheet else None,
            progress=1.0 if done else min(fine, total - 1) / total,
            done=done,
            answered=min(fine, total - 1) + done,
            total=total,
            codes=tuple(last.get("codes", ())),
            graded=bool(last.get("graded")),
            notice=str(last.get("notice", "")),
        )


def _finished(sheet: Mapping[str, Any]) -> bool:
    """Whether the whole was looked at since its last change, and passed."""
    looks = sheet["drafts"].get(WHOLE)
    return bool(looks) and looks[-1]["verdict"] == "pass" and not looks[-1].get("old")


def _grade(ctx: Context, state: State, part: str, at: int) -> State:
    noun = documents.subject(state["doc"], part)
    return _record(state, part, noun.text, ctx.workspace.lint(noun), at)


def _review(ctx: Context, state: State, at: int) -> State:
    """Grade the whole: the O, its KRs, and how they fit together; no part stays without a grade of its own."""
    doc = state["doc"]
    if not doc["objective"]["text"] or not written(doc):
        state["last"]["notice"] = "exercise.set-empty"
        return {**state, "at": WHOLE}
    for part in (O_PART, *(row["id"] for row in written(doc))):  # what was copied, or typed and not sent in for a grade
        drafts = state["drafts"].get(part)
        if not drafts or drafts[-1]["text"] != work.text_of(state, part):
            state = _grade(ctx, state, part, at)
    return _record({**state, "at": WHOLE}, WHOLE, "", ctx.workspace.lint(documents.subject(doc)), at)


def _record(state: State, part: str, text: str, report: Report, at: int) -> State:
    """Keep the graded draft with what changed since the one before."""
    drafts = state["drafts"].get(part, [])
    codes = [finding.code for finding in report.findings]
    draft: dict[str, Any] = {"text": text, "verdict": report.verdict, "codes": codes, "at": at}
    if report.score is not None:
        draft["score"] = report.score
    if drafts:
        gone, new, left = compare(drafts[-1]["codes"], codes)
        draft |= {"gone": list(gone), "new": list(new), "left": list(left)}
    errors = [finding.code for finding in report.findings if finding.severity == "error"]
    state["last"] |= {"graded": True, "codes": errors, "item": part}
    return {**state, "drafts": {**state["drafts"], part: [*drafts, draft][-MOST_DRAFTS:]}}
