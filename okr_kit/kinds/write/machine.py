"""write: the learner's own OKR, one sentence at a time, graded on request, rewritten, the change shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ... import documents
from ...documents import Document
from ...documents.okr import O_PART, title_of
from ...errors import ActionError, ContentError
from ...files import need
from ...lint import compare
from ...model import Exercise
from ...view import Node
from ..base import Action, Context, Entered, Focus, Kind, Outcome, State, fields, value
from . import paper, parts, screen, work
from .pasted import asked, pasted
from .rows import with_draft
from .standing import judged, standing
from .work import END, PICK, WHOLE

if TYPE_CHECKING:
    from ...lang import Language

#: Drafts kept per part.
MOST_DRAFTS = 30


class Write(Kind):
    """The kind: pick a scenario, write the O, write KRs one by one, look at the whole."""

    version = 3
    shape = work.SHAPE
    makes = ("okr",)
    copies = True
    gone_words = "gone-scenario"

    def check(self, exercise: Exercise, language: Language) -> None:
        """Every scenario has a story, facts, a parent O and three hints; ``guardrail`` says whether one is asked for."""
        del language
        file = f"{exercise.slug}.toml"
        for name, item in exercise.items.items():
            for wanted in ("title", "story", "parent", "cycle", "ask"):
                need(item, wanted, str, file, name)
            for wanted in ("facts", "hints"):
                need(item, wanted, list, file, name)
        if not isinstance(exercise.settings.get("guardrail", False), bool):
            raise ContentError("content-key", file=file, key="guardrail")
        if not exercise.items:
            raise ContentError("content-key", file=file, key="scenarios")

    def copied(self, doc: Document, name: str) -> Document | None:
        """An OKR, or what was taken over from above as the beginning of one."""
        return documents.as_okr(doc, name)

    def start(self, ctx: Context, state: State) -> State:
        """Begin at the choice of a scenario."""
        return work.begin(ctx, state, state["since"])

    def upgrade(self, ctx: Context, state: State) -> State:
        """From the first release: its document gets an envelope, and the count of KRs a home. Then an end to each sheet."""
        if state["v"] > 1:
            return {
                **state,
                **_with_end(state),
                "others": {name: _with_end(one) for name, one in state["others"].items()},
            }
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
        """Carry out one action.

        Of the exercise: pick, take, restart; of a part: read, grade, split, single, drop, hint, go, disagree; of the whole:
        add, mark, review, finish.
        """
        do, part = str(action["do"]), value(action, "part")
        if closed(ctx) and do != "go":
            raise ActionError("live-closed")
        if do in ("pick", "take"):
            return (work.pick if do == "pick" else work.take)(ctx, state, action, at)
        if do == "restart":
            return work.begin(ctx, state, at)
        if do == "add":
            return work.add(state, value(action, "type"))
        if do in ("review", "mark"):
            return _review(ctx, work.mark(state, fields(action)) if do == "mark" else state, at)
        if do == "finish":
            return {**state, "at": END, "ended": standing(ctx, state).step == "ready"}
        if part not in work.parts(state):
            raise ActionError("action-unknown", do=do)
        if do in ("read", "grade", "split", "single") and part not in (PICK, WHOLE, END):
            return _sent_in(ctx, state, do, part, fields(action), at)
        return work.step(state, do, part, fields(action))

    def keep(self, ctx: Context, state: State, action: Action, at: int) -> State:
        """What stood in the box of a part is there again: taken over where it can be, without a grade."""
        del at
        part, given, here = value(action, "part"), fields(action), state["at"]
        text = given.get("text", "")
        if part not in work.parts(state) or part in (PICK, WHOLE, END) or not text:
            return work.kept_beside(state, given)
        unsent = {**state, "unsent": {**state["unsent"], part: text[: work.LONGEST_TYPED]}}
        if asked(ctx, unsent, part) or len(text) > work.LONGEST:
            return unsent
        return {**(work.fill(ctx, state, part, given) or unsent), "at": here}

    def view(self, ctx: Context, state: State) -> tuple[Node, ...]:
        """The scenario list, one statement, or the whole sheet; read only once the class's time is up."""
        return screen.shut(ctx, state) if closed(ctx) else screen.screen(ctx, state)

    def paper(self, ctx: Context) -> tuple[Node, ...]:
        """The first scenario, to be written on paper."""
        return paper.page(ctx)

    def focus(self, ctx: Context, state: State) -> Focus:
        """The part in hand; there is nothing to vote on while somebody writes."""
        del ctx
        return Focus(work.key(state, state["at"]), work.text_of(state, state["at"]))

    def board(self, ctx: Context, state: State) -> tuple[Entered, ...]:
        """The O and its KRs as they were last sent in."""
        known = [O_PART, *(row["id"] for row in state["doc"]["key_results"])]
        said = [(one, " ".join(work.text_of(state, one).split())) for one in known]
        return tuple(Entered(parts.name(ctx, state, one), text, typed=True) for one, text in said if text)

    def documents(self, ctx: Context, state: State) -> tuple[Document, ...]:
        """The OKR, once a sentence stands in it."""
        del ctx
        doc = state["doc"]
        return () if documents.blank(doc) else ({**doc, "title": title_of(doc)},)

    def outcome(self, ctx: Context, state: State) -> Outcome:
        """Progress counts parts without an error, then the end; the score is that of the whole set once looked at.

        A sheet that was finished stays finished while another scenario is written.
        """
        best = next((one for one in (state, *state["others"].values()) if one["ended"]), state)
        graded = {part: best["drafts"][part][-1] for part in work.parts(best) if best["drafts"].get(part)}
        fine = sum(part != WHOLE and draft["verdict"] != "revise" for part, draft in graded.items())
        done, last = bool(best["ended"]), state["last"]
        total = 1 + ctx.policy.kr_least + 1
        return Outcome(
            score=graded.get(WHOLE, {}).get("score"),
            progress=1.0 if done else min(fine, total - 1) / total,
            done=done,
            answered=min(fine, total - 1) + done,
            total=total,
            codes=tuple(last.get("codes", ())),
            graded=bool(last.get("graded")),
            notice=str(last.get("notice", "")),
        )


def closed(ctx: Context) -> bool:
    """Whether the class's time for it is up: what was written stays, nothing new is taken."""
    return ctx.live.silent and ctx.live.phase != "task"


def _with_end(sheet: Mapping[str, Any]) -> dict[str, Any]:
    """A sheet of version 2 in the present form: one that had passed as a whole counts as finished, as it did then."""
    looks = sheet["drafts"].get(WHOLE)
    ended = bool(looks) and looks[-1]["verdict"] == "pass" and not looks[-1].get("old")
    return {**sheet, "unsent": {}, "ended": ended}


def _sent_in(ctx: Context, state: State, do: str, part: str, given: Mapping[str, str], at: int) -> State:
    """Take over what was typed into the box of a part, and grade it where that is asked for.

    A list is asked about first, once; what is not taken over stays in the box.
    """
    listed = asked(ctx, state, part)
    if do in ("split", "single") and listed is None:
        return {**state, "at": part}  # decided already, in another window
    if do == "split" and listed:
        return work.spread(ctx, state, part, listed)
    text = state["unsent"][part] if do == "single" else given.get("text", "")
    unsent = {**state, "at": part, "unsent": {**state["unsent"], part: text}}
    if do != "single" and asked(ctx, unsent, part) and not pasted(ctx, part, work.text_of(state, part)):
        return unsent
    filled = work.fill(ctx, state, part, {**given, "text": text})
    if filled is None:
        return unsent if text else {**state, "at": part}
    grade_now = do == "grade" or (do == "single" and part == O_PART)
    return _grade(ctx, filled, part, at) if grade_now else filled


def _review(ctx: Context, state: State, at: int) -> State:
    """Grade the whole: the O, its KRs, and how they fit together; no part stays without a grade of its own."""
    now = standing(ctx, state)
    if now.step == "blank":
        state["last"]["notice"] = "exercise.set-empty"
        return {**state, "at": WHOLE}
    state = {**state, "drafts": {WHOLE: [], **state["drafts"]}}
    for part, found in now.parts.items():
        drafts = state["drafts"].get(part)
        # A part that was copied, or typed and not sent in for a grade, gets one now.
        if not drafts or not _same(drafts[-1], work.snapshot(state, part)):
            state = _grade(ctx, state, part, at)
        elif drafts[-1]["verdict"] != found:  # by what stands beside it
            state["drafts"] = {**state["drafts"], part: [*drafts[:-1], {**drafts[-1], "verdict": found}]}
    verdict = "pass" if now.step in ("guard", "ready") else "revise"
    draft = {"text": "", "verdict": verdict, "codes": [finding.code for finding in now.findings], "at": at}
    state["last"] |= {"graded": True, "codes": list(now.errors), "item": WHOLE}
    looks = state["drafts"][WHOLE]
    was = looks[-1]["codes"] if looks else None
    return _keep({**state, "at": WHOLE}, WHOLE, looks, draft, now.score, was)


def _grade(ctx: Context, state: State, part: str, at: int) -> State:
    """Grade one part and keep the draft with what its words changed: the one before is held against the same sheet."""
    doc, drafts = state["doc"], state["drafts"].get(part, [])
    report = judged(ctx, state, part)
    codes = [finding.code for finding in report.findings]
    now = work.snapshot(state, part)
    draft = {"text": now["text"], "row": now, "verdict": str(report.verdict), "codes": codes, "at": at}
    errors = [finding.code for finding in report.findings if finding.severity == "error"]
    state["last"] |= {"graded": True, "codes": errors, "item": part}
    if drafts and _same(drafts[-1], now):  # sent in once more: no draft of its own
        kept = {name: value for name, value in drafts[-1].items() if name != "score"}
        draft = {**kept, **draft, "same": True}
        return _keep(state, part, drafts[:-1], draft, report.score, None)
    was = None
    if drafts:
        before = with_draft(ctx, doc, part, drafts[-1])
        was = [finding.code for finding in judged(ctx, state, part, before).findings]
    return _keep(state, part, drafts, draft, report.score, was)


def _same(draft: Mapping[str, Any], now: Mapping[str, str]) -> bool:
    """Whether a draft says what stands there now; drafts of older states know their words alone."""
    return bool(draft["row"] == now if "row" in draft else draft["text"] == now["text"])


def _keep(
    state: State, part: str, drafts: list[Any], draft: dict[str, Any], score: int | None, was: list[str] | None
) -> State:
    """Put a graded draft behind those before it, with its score and what it changed against the codes before."""
    if score is not None:
        draft = {**draft, "score": score}
    if was is not None:
        gone, new, left = compare(was, draft["codes"])
        draft = {**draft, "gone": list(gone), "new": list(new), "left": list(left)}
    return {**state, "drafts": {**state["drafts"], part: [*drafts, draft][-MOST_DRAFTS:]}}
