"""The class server's own pages as nodes: joining, the list, errors. Words come from ``class.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import lesson
from ...model import Exercise
from ...view import Button, Card, Choice, Field, Fold, Form, Items, Link, Node, Option, Progress, Say, Strong, Text
from ..store import people
from .now_page import resting

if TYPE_CHECKING:
    from ..store.log import Current
    from .room import Room


@dataclass(frozen=True)
class JoinForm:
    """What was typed on the join page, to be shown again when something is missing.

    ``to`` is the page (``mine``) that somebody asked for who was in the class before, on another device or in another browser.
    """

    class_code: str = ""
    nickname: str = ""
    group: str = ""
    role: str = "learner"
    personal: str = ""
    to: str = ""


@dataclass(frozen=True)
class Problem:
    """Why joining or coming back did not work.

    ``returning`` opens the part where a personal code is typed, ``code`` says that the class code has to be typed.
    """

    title: str
    next: str = ""
    returning: bool = False
    code: bool = False


def join(room: Room, form: JoinForm, problem: Problem | None = None) -> tuple[Node, ...]:
    """The page that a QR code opens."""
    say = room.say
    nodes: list[Node] = [Text((room.title,), "title"), Text((say("join-note"),), "note")]
    if problem is not None:
        nodes.append(Say("warn", problem.title, (problem.next,) if problem.next else ()))
    place = len(nodes)
    # It came with the QR code: nothing to type. Whether it is right is said to who joins, where tries are counted.
    known = _whole(form.class_code) and not (problem and problem.code)
    code = Field("code", say("join-code"), form.class_code, say("join-code-note"), limit=12, mode="numeric")
    name = Field("nickname", say("join-name"), form.nickname, say("join-name-note"), limit=people.NAME_LIMIT)
    fields: list[Node] = [name] if known else [code, name]
    if room.klass.groups:
        fields.append(groups(room, form.group))
    roles = tuple(Option(role, say(f"role-{role}"), picked=role == form.role) for role in people.ROLES)
    fields.append(Choice("role", say("join-role"), roles, "two", note=say("join-role-note")))
    send = Button(say("join-send"), "join", style="main", submit=True)
    way = f"/join?c={people.clean_code(form.class_code)}" if known else "/join"
    nodes.append(Form("join", tuple(fields), (send,), action=way))
    again = Field("personal", say("return-code"), form.personal, say("return-code-note"), limit=12)
    back = Button(say("return-send"), "return", submit=True)
    returning = Form("return", (again,), (back,), action=f"/return?to={form.to}" if form.to else "/return")
    is_open = bool(form.to) or (problem is not None and problem.returning)
    nodes.insert(place if form.to else len(nodes), Fold(say("return-title"), (returning,), open=is_open))
    return tuple(nodes)


def _whole(code: str) -> bool:
    """Whether a class code has all its digits."""
    return re.fullmatch(r"[0-9]{6}", people.clean_code(code)) is not None


def groups(room: Room, picked: str) -> Choice:
    """The groups of the class as chips; the last says that one does not know yet."""
    numbers = [*range(1, room.klass.groups + 1), 0]
    labels = {0: room.say("join-group-none")}
    options = (
        Option(str(number), labels.get(number) or room.say("join-group-n", n=number), picked=picked == str(number))
        for number in numbers
    )
    return Choice("group", room.say("join-group"), tuple(options), "chips")


def exercise_list(
    room: Room,
    person: people.Person,
    own: Mapping[str, Current],
    shared: Mapping[str, Current],
    state: Mapping[str, Any],
) -> tuple[Node, ...]:
    """Who I am, my code, then the exercises and how far I am: in the order of the agenda, or of the class that is led."""
    nodes: list[Node] = [_me(room, person)]
    nodes += _led(room, person, own, shared, state) if state["led"] else _agenda(room, person, own, shared)
    nodes.append(Text((room.say("beside"),), "head"))
    if room.book is not None and room.book.exists:
        nodes.append(Link(room.say("book"), "/read", room.say("book-note")))
    nodes.append(Link(room.say("shelf-title"), "/shelf", room.say("shelf-way-note")))
    nodes.append(Link(room.say("mine"), "/mine", room.say("mine-note")))
    return (*nodes, _settings(room, person))


def _agenda(room: Room, person: people.Person, own: Mapping[str, Current], shared: Mapping[str, Current]) -> list[Node]:
    """All exercises by the half-days of the course: nobody leads."""
    every = room.content.exercises.values()
    first = [one for one in every if one.need == "before"]
    head = [Text((room.say("before-class"),), "head")] if first else []
    nodes: list[Node] = [*head, *_ways(room, person, first, own, shared)]
    nodes += [Text((room.say("agenda"),), "title"), _total(room, own)]
    halves = room.say("halves").split()
    for half in [*halves, ""]:
        found = [one for one in every if one.need != "before" and _half(one, halves) == half]
        if half:
            nodes += [Text((room.say(f"half-{half}"),), "head"), Text((room.say(f"topics-{half}"),), "note")]
        elif found:
            nodes.append(Text((room.say("other-exercises"),), "head"))
        nodes += _ways(room, person, found, own, shared)
    return nodes


def _ways(
    room: Room,
    person: people.Person,
    found: Iterable[Exercise],
    own: Mapping[str, Current],
    shared: Mapping[str, Current],
) -> list[Node]:
    """The way to each exercise, and to the group's page of it."""
    nodes: list[Node] = []
    for exercise in found:
        nodes.append(_way(room, person, exercise, own.get(exercise.slug)))
        if exercise.settings.get("group") and room.klass.groups:
            nodes.append(_group_way(room, exercise, shared.get(exercise.slug)))
    return nodes


def _led(
    room: Room,
    person: people.Person,
    own: Mapping[str, Current],
    shared: Mapping[str, Current],
    state: Mapping[str, Any],
) -> list[Node]:
    """What the class does now, what can be caught up with, what is done, and what the trainer has not opened yet."""
    parts: dict[str, list[Exercise]] = {"now": [], "after": [], "done": [], "waiting": []}
    for exercise in room.content.exercises.values():
        standing, mine = lesson.live(state, exercise.slug).standing, own.get(exercise.slug)
        if standing == "waiting" and exercise.need == "before":
            continue  # what was to be done before the course is not something to wait for
        over = "done" if mine is not None and mine.done else "after"
        parts[over if standing == "over" else standing].append(exercise)
    nodes: list[Node] = [Text((room.say("list-now"),), "title")]
    nodes += _ways(room, person, parts["now"], own, shared) or [Text((resting(room, state, "list-now-none"),), "note")]
    for part in ("after", "done"):
        if parts[part]:
            nodes += [Text((room.say(f"list-{part}"),), "head"), *_ways(room, person, parts[part], own, shared)]
    if parts["waiting"]:
        lines = tuple(f"{one.title}　{_about(room, one)}" for one in parts["waiting"])
        nodes += [Text((room.say("list-waiting"),), "head"), Text((room.say("list-waiting-note"),), "note")]
        nodes.append(Items(lines))
    return nodes


def _half(exercise: Exercise, halves: Sequence[str]) -> str:
    """The half-day of the agenda in which an exercise belongs, or that it belongs in none."""
    named = exercise.settings.get("half", "")
    return named if named in halves else ""


def _total(room: Room, own: Mapping[str, Current]) -> Progress:
    """All exercises of the course as one bar; what is done before it does not count."""
    slugs = (one.slug for one in room.content.exercises.values() if one.need != "before")
    states = [_far(room, own.get(slug), scored=False)[1] for slug in slugs]
    steps = tuple({"ok": "ok", "part": "now"}.get(state, "todo") for state in states)
    return Progress(steps, room.say("total", n=len(steps), done=states.count("ok")))


def _me(room: Room, person: people.Person) -> Node:
    """Nickname, group and personal code."""
    group = room.group_name(person.group_no) if room.klass.groups else ""
    who = room.say("me-leader" if person.role == "leader" else "me", name=person.nickname, group=group).strip()
    code = room.say("my-code", code=person.code)
    return Card((Text((Strong(code), "　", room.say("my-code-note")), "note"),), who)


def _way(room: Room, person: people.Person, exercise: Exercise, now: Current | None) -> Node:
    """One exercise: title, minutes and need, how far; beside a result that stays, how far another round is."""
    about = _about(room, exercise)
    if now is not None and now.done and now.answered < now.total:
        about = room.say("another-round", about=about, answered=now.answered, total=now.total)
    aside, state = _far(room, now, scored=person.role != "leader")
    return Link(exercise.title, f"/x/{exercise.slug}", about, aside, state=state)


def _about(room: Room, exercise: Exercise) -> str:
    return room.say("about", minutes=exercise.minutes, need=room.say(f"need-{exercise.need}"))


def _group_way(room: Room, exercise: Exercise, now: Current | None) -> Node:
    """The group's page of an exercise."""
    aside, state = _far(room, now, scored=False)
    return Link(room.say("group-way"), f"/g/{exercise.slug}", room.say("group-way-note"), aside, "sub", state)


def _far(room: Room, now: Current | None, *, scored: bool) -> tuple[str, str]:
    """How far a piece of work is, in words and as a state."""
    if now is None or not now.state_seq:
        return room.say("not-begun"), "todo"
    if now.done:
        if scored and now.score is not None:
            return room.say("finished-score", score=now.score), "ok"
        return room.say("finished"), "ok"
    far = room.say("so-far", answered=now.answered, total=now.total) if now.total else room.say("begun")
    return far, "part"


def _settings(room: Room, person: people.Person) -> Node:
    """Another group, another person."""
    children: list[Node] = []
    if room.klass.groups:
        change = Button(room.say("change-group"), "group", submit=True)
        children.append(Form("group", (groups(room, str(person.group_no)),), (change,), action="/group"))
    children.append(Text((room.say("leave-note", code=person.code),), "note"))
    children.append(
        Form("leave", (), (Button(room.say("leave"), "leave", style="danger", submit=True),), action="/leave")
    )
    return Fold(room.say("settings-title"), tuple(children))


def known_error(status: int) -> int:
    """The status whose words an error gets."""
    return status if status in (400, 403, 404, 405, 413, 429, 503) else 500


def error(room: Room, status: int, reason: str = "") -> tuple[Node, ...]:
    """What went wrong and the way on; ``reason`` is the sentence of an error where there is one."""
    known = known_error(status)
    following = reason or room.say(f"error-{known}-next")
    return (Say("warn", room.say(f"error-{known}"), (following,)), Link(room.say("to-list"), "/", style="main"))


def no_group(room: Room) -> tuple[Node, ...]:
    """A group page for somebody without a group."""
    return (
        Say("info", room.say("no-group"), (room.say("no-group-next"),)),
        Link(room.say("to-list"), "/", style="main"),
    )


def trainer_only(room: Room, way: Link | None = None) -> tuple[Node, ...]:
    """The trainer's page for everybody else, with a way on: ``way``, or to the list of exercises."""
    back = way or Link(room.say("to-list"), "/", style="main")
    return (Say("info", room.say("trainer-only"), (room.say("trainer-only-next"),)), back)
