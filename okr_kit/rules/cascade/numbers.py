"""Whether the parts of a number make it up: short, over, averaged, counted twice, of another measure, or not to be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...lang import Language
from ...model import Severity
from ...policy import CoursePolicy
from ...reconcile import Account
from ...reconcile.account import same
from ..base import Hit, Rule
from .accounts import Reckoning
from .overlaps import counted_twice
from .stated import Stated
from .view import CascadeView, Place

#: Kinds of which the whole is a mean of its parts.
_MEANS = ("ratio", "index")


def spot(view: CascadeView, place: Place) -> str:
    """Where a finding about a key result stands: at its sentence, or at its node where it has none."""
    return place.where if place.kr.text else view.places[place.node.id]


def ends(found: Reckoning, account: Account | None = None) -> dict[str, str]:
    """Both ends and the account, for the words of a card."""
    told = account or found.account
    return {
        "parent": found.whole.owner,
        "metric": found.whole.name,
        "children": "、".join(dict.fromkeys(part.owner for part in found.parts)),
        "account": told.written if told else "",
    }


def short(view: CascadeView, _language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """D-SHORT: the account is refuted, whatever is left out of it; D-RATIO names the means that only seemed to do."""
    for found in view.accounts:
        if _refuted(found) and not _wrong_mean(found, policy):
            yield Hit(None, ends(found), where=spot(view, found.whole.place))


def over(view: CascadeView, _language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """D-OVER: the parts of a sum come to far more than it asks for, in the direction that is better."""
    twice = {id(one.reckoning) for one in counted_twice(view) if one.certain}
    for found in view.accounts:
        account = found.account
        if found.kind != "sum" or account is None or account.coverage is None or id(found) in twice:
            continue
        percent = account.coverage * 100
        if (
            account.answer == "proven"
            and percent > policy.cascade_over_ask
            and not same(percent, policy.cascade_over_ask)
        ):
            most = policy.cascade_over_most
            severity: Severity | None = "error" if percent > most and not same(percent, most) else None
            params = {**ends(found), "percent": f"{percent:.4g}%"}
            yield Hit(None, params, severity=severity, where=spot(view, found.whole.place))


def averaged(view: CascadeView, _language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """D-RATIO: rates that were added up, or averaged as if all parts were of one size.

    A plain mean that nevertheless holds is a remark: the numbers may be so by chance.
    """
    for found in view.accounts:
        if found.kind not in _MEANS:
            continue
        where = spot(view, found.whole.place)
        if found.added or _wrong_mean(found, policy):
            yield Hit(None, ends(found), where=where)
        elif _plain_mean_given(found):
            yield Hit(None, ends(found), "info", where)


def twice(view: CascadeView, language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """D-OVERLAP: two owners with one number; or a count that is reached only if nobody is counted twice."""
    for one in counted_twice(view):
        params = {
            "parent": one.above or language.say("account.top"),
            "metric": one.parts[0].name,
            "children": "、".join(dict.fromkeys(part.owner for part in one.parts)),
            "what": language.say(f"account.{one.why}"),
            "account": one.shown,
        }
        yield Hit(None, params, None if one.certain else "warn", spot(view, one.parts[-1].place))
    for found in view.accounts:
        if found.given and _may_overlap(found, policy):
            params = {**ends(found), "what": language.say("account.may-be-twice")}
            yield Hit(None, params, severity="warn", where=spot(view, found.whole.place))


def undecided(view: CascadeView, language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """D-DEPENDS: whether it holds hangs on a number, or on what kind of number it is; both are named."""
    for found in view.accounts:
        missing, names = _missing(found, policy)
        if missing:
            params = {**ends(found), "missing": language.say(f"account.{missing}", names="、".join(names))}
            if not params["account"]:
                params["account"] = "、".join(f"{part.owner} {_shown(part, found.kind)}" for part in found.parts) + "？"
            yield Hit(None, params, where=spot(view, found.whole.place))


def other_measure(view: CascadeView, language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """D-METRIC: what serves a number is measured in something else, so that it cannot be added to it."""
    for found in view.accounts:
        for stranger in found.strangers:
            part, whole = stranger.said, found.whole
            why = language.say(
                f"account.other-{stranger.why}", one=_trait(part, stranger.why), other=_trait(whole, stranger.why)
            )
            params = {
                "child": part.owner,
                "own": part.name,
                "parent": whole.owner,
                "metric": whole.name,
                "what": why,
            }
            yield Hit(None, params, where=spot(view, part.place))


def _refuted(found: Reckoning) -> bool:
    return found.account is not None and found.account.answer == "refuted" and found.certain and not found.added


def _wrong_mean(found: Reckoning, policy: CoursePolicy) -> bool:
    """Whether a mean misses that the plain mean, or the rates added up, would have made."""
    account, terms = found.account, found.terms
    if (
        found.kind not in _MEANS
        or len(terms) < 2
        or account is None
        or account.answer != "refuted"
        or not found.certain
    ):
        return False
    plain = _plain(found)
    if plain.answer == "proven":
        return True
    total = sum(term.value or 0.0 for term in terms)
    goal = found.target
    return (
        found.kind == "ratio"
        and account.sign == "<"
        and goal is not None
        and goal <= total <= goal * policy.cascade_over_ask / 100
    )


def _plain(found: Reckoning) -> Account:
    """The account with all parts of one size."""
    return found.settled(tuple(replace(term, weight=1.0) for term in found.terms))


def _plain_mean_given(found: Reckoning) -> bool:
    """Whether the whole is just the plain mean of its parts, today too, although their sizes are known and say otherwise.

    A target alone may meet the plain mean by chance; where both numbers are known both have to.
    """
    account, terms = found.account, found.terms
    if account is None or account.value is None or len(terms) < 2 or not found.certain:
        return False
    plain, goal = _plain(found), found.target
    if plain.value is None or goal is None or not same(plain.value, goal) or same(account.value, goal):
        return False
    starts = [term.baseline for term in terms if term.baseline is not None]
    begun = found.baseline
    return begun is None or len(starts) < len(terms) or same(sum(starts) / len(starts), begun)


def _may_overlap(found: Reckoning, policy: CoursePolicy) -> bool:
    """Whether people that are counted twice would break an account that has little to spare."""
    account = found.account
    if account is None or account.missing != "overlap" or account.sign != "≥" or account.coverage is None:
        return False
    return account.coverage < 1 + policy.cascade_overlap_spare / 100


def _missing(found: Reckoning, policy: CoursePolicy) -> tuple[str, tuple[str, ...]]:
    """What would decide an account, and whose number it is; empty where it is decided or asked about elsewhere."""
    groundless = tuple(part.owner for part in (found.whole, *found.parts) if part.groundless)
    if groundless:
        return "groundless", groundless
    if found.kind == "milestone":
        without = tuple(part.owner for part in found.parts if not view_due(part))
        return ("days", without) if without and view_due(found.whole) else ("", ())
    account = found.account
    if account is None:
        return ("kind", ()) if found.parts and not found.kind else ("", ())
    if found.loose:
        return "loose", found.loose
    if account.answer != "depends" or found.added or (found.given and _may_overlap(found, policy)):
        return "", ()
    if not found.given and account.missing == "overlap":
        return "", ()
    names = account.names or (found.whole.owner,)
    return account.missing, names


def view_due(part: Stated) -> bool:
    """Whether a key result says when it is due."""
    return bool(part.place.kr.due)


def _shown(part: Stated, kind: str) -> str:
    if kind == "milestone":
        return part.place.kr.due or "？"
    number = part.target
    return f"{number.value:g}{number.unit}" if number else "？"


def _trait(part: Stated, why: str) -> str:
    """What two key results differ in, of one of them."""
    return {"metric": part.name, "unit": part.unit or part.name, "period": part.per or part.unit or part.name}[why]


#: In the order in which their findings are read.
RULES = (
    Rule("D-SHORT", "error", short),
    Rule("D-RATIO", "error", averaged, ("info",)),
    Rule("D-OVER", "warn", over, ("error",)),
    Rule("D-OVERLAP", "error", twice, ("warn",)),
    Rule("D-METRIC", "warn", other_measure),
    Rule("D-DEPENDS", "info", undecided),
)
