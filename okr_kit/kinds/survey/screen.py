"""The screens of a survey: a page of questions, and behind the last one what was answered. Nothing is decided here."""

from __future__ import annotations

from ...view import (
    Actions,
    Button,
    Choice,
    Field,
    Form,
    Items,
    Limit,
    Link,
    Node,
    Option,
    Progress,
    Say,
    Statement,
    Text,
    beginning,
)
from ..base import Context, Focus, State
from . import answers, steps
from .answers import Answer
from .questions import Question, at_table, questions

#: How much of a typed answer is quoted in a question about it, in characters.
QUOTED = 24


def page(ctx: Context, state: State, task: str) -> tuple[Node, ...]:
    """What somebody sees now; the ``task`` stands above his first page."""
    if ctx.live.standing == "waiting":
        return _waiting(ctx, "survey-waiting")
    if at_table(ctx) and ctx.live.silent and ctx.live.side == "own":
        return _waiting(ctx, "survey-table-waiting")
    here = steps.at(ctx, state)
    return _end(ctx, state) if here == steps.END else _page(ctx, state, here, task)


def focus(ctx: Context, state: State) -> Focus:
    """The first question of the page, or of the last one where all are answered; what members of a table can vote on."""
    here, known = steps.at(ctx, state), steps.open_pages(ctx)
    first = known[here if here in known else list(steps.mine(ctx))[-1]][0]
    waits = ctx.live.standing == "waiting" or (at_table(ctx) and ctx.live.silent and ctx.live.side == "own")
    open_here = here in known and not waits and ctx.mode != "own"
    votes = open_here and first.style in ("one", "scale")
    return Focus(first.id, "" if waits else _words(ctx, first), _choice(ctx, state, first) if votes else None)


def key(ctx: Context, question: Question) -> tuple[Node, ...]:
    """What is right, and why."""
    if not question.key:
        return ()
    words = "、".join(question.option(name).words for name in question.key)
    return (Say("good", ctx.say("survey-key", words=words), (str(question.row.get("reason", "")),)),)


def _waiting(ctx: Context, words: str) -> tuple[Node, ...]:
    """Closed, or not opened yet."""
    return (Say("info", ctx.say(words), (ctx.say(f"{words}-next"),)),)


# -- a page of questions -----------------------------------------------------------------------------------------------


def _page(ctx: Context, state: State, here: str, task: str) -> tuple[Node, ...]:
    """The questions with what was picked and typed, what is not right yet beside them, and the buttons."""
    mine, every = steps.mine(ctx), steps.open_pages(ctx)
    own, asked = list(every), every[here]
    nodes: list[Node] = []
    if len(mine) > 1 and here in mine:
        marks = ("now" if name == here else "ok" if _done(state, rows) else "todo" for name, rows in mine.items())
        words = ctx.say("survey-progress", n=list(mine).index(here) + 1, total=len(mine))
        nodes.append(Progress(tuple(marks), words))
    if here == own[0]:
        nodes.append(Text((task,)))
    inside = [node for one in asked for node in _asked(ctx, state, one)]
    back = (Button(ctx.say("survey-back"), "go", {"page": own[own.index(here) - 1]}),) if own.index(here) else ()
    last = steps.after(ctx, here) == steps.END
    words = "survey-next" if not last else "survey-send-again" if _done(state, asked) else "survey-send"
    values = {"page": here, **({"round": "2"} if any(ctx.live.round(one.id) > 1 for one in asked) else {})}
    send = Button(ctx.say(words), "send", values, "main", submit=True)
    return (*nodes, Form(here, (*inside, *_wanting(ctx, state, asked)), (*back, send)))


def _done(state: State, asked: list[Question]) -> bool:
    """Whether all questions of a page have an answer."""
    return all(answers.now(state, one) is not None for one in asked)


def _words(ctx: Context, question: Question) -> str:
    """The question, in the words for who works alone where it has such."""
    return str(question.row.get("alone", question.text)) if ctx.mode == "own" else question.text


def _asked(ctx: Context, state: State, question: Question) -> list[Node]:
    """One question, a field for own words, and why what was picked does not count yet."""
    draft = answers.drafted(state, question)
    if question.style == "text":
        lines = int(question.row.get("lines", 2))
        return [Field(question.id, question.text, draft["text"], question.note, lines, question.limit)]
    nodes: list[Node] = [_choice(ctx, state, question)]
    if own := question.own:
        said, when = own.own or {}, (question.id, own.id)
        name, label = question.id + answers.OWN, said.get("words", own.words)
        nodes.append(Field(name, label, draft["text"], said.get("note", ""), limit=question.limit, when=when))
    return nodes


def _choice(ctx: Context, state: State, question: Question) -> Choice:
    """The options with what is picked."""
    draft, limit = answers.drafted(state, question), None
    if question.style == "several":
        count = ctx.say("survey-count", n="{n}", most=question.most)
        limit = Limit(question.most, count, str(question.row["full"]))
    options = tuple(
        Option(
            option.id,
            option.words,
            option.id in draft["picks"],
            small="" if question.known or not option.quote else f"「{option.quote}」",
        )
        for option in question.options
    )
    many, closed = question.style == "several", not steps.takes(ctx, state, question)
    style = "chips" if question.style == "scale" or question.known else "list"
    return Choice(question.id, _words(ctx, question), options, style, many, closed, note=question.note, limit=limit)


def _wanting(ctx: Context, state: State, asked: list[Question]) -> list[Node]:
    """What the page that was just sent lacks, what was cut, and what it is asked for once."""
    last, nodes = state["last"], list[Node]()
    for one in asked:
        called = beginning(_words(ctx, one), QUOTED)
        if (why := last.get("wrong", {}).get(one.id)) == "most":
            nodes.append(Say("warn", ctx.say("survey-full"), (str(one.row["full"]),)))
        elif why == "none":
            nodes.append(
                Say(
                    "warn",
                    ctx.say("survey-none"),
                    (ctx.say("survey-none-next", text=called),),
                )
            )
        if one.id in last.get("cut", ()):
            nodes.append(Say("warn", ctx.say("survey-cut", text=called, n=one.limit)))
    wanted = last.get("wanted", ()) if last.get("page") == asked[0].page else ()
    if wanted:
        words = "both" if len(wanted) > 1 else wanted[0]
        quoted = _quoted(state, asked, "deed") or _quoted(state, asked, "when")
        question = ctx.say(f"survey-ask-{words}", text=beginning(quoted, QUOTED))
        nodes.append(Say("human", ctx.say("survey-ask"), (question, ctx.say("survey-ask-next"))))
    return nodes


def _quoted(state: State, asked: list[Question], what: str) -> str:
    """What was typed to the question that asks for it."""
    lines = [one for one in asked if one.row.get("asks") == what]
    return "".join((answers.now(state, one) or {"text": ""})["text"] for one in lines).rstrip("。.！!")


# -- what was answered -------------------------------------------------------------------------------------------------


def _end(ctx: Context, state: State) -> tuple[Node, ...]:
    """The answers; in class the way to the stage, else the pages of the book that treat them, and the way on."""
    mine, every = steps.mine(ctx), questions(ctx.exercise)
    asked = [one for rows in mine.values() for one in rows]
    nodes: list[Node] = [Text((ctx.say("survey-done-table" if at_table(ctx) else "survey-done"),), "title")]
    if ctx.live.silent:
        nodes.insert(0, _stage(ctx, state, asked))
    extra = [one for rows in steps.beyond(ctx).values() for one in rows if answers.now(state, one)]
    for one in (*asked, *extra):
        nodes += _answered(ctx, state, one)
        if answers.shown(ctx, state, every, one):
            nodes += key(ctx, one)
    return (*nodes, *_ways(ctx, state))


def _stage(ctx: Context, state: State, asked: list[Question]) -> Say:
    """「看投屏」, and whether it can still be changed."""
    given = any(answers.now(state, one) for one in asked)
    if ctx.live.side == "table" and not at_table(ctx):
        return Say("info", ctx.say("survey-table"), (ctx.say("survey-table-next"),))
    words = "closed" if given else "missed"
    if any(steps.takes(ctx, state, one) for one in asked):
        words = "open"
    return Say("good" if given else "info", ctx.say("survey-stage"), (ctx.say(f"survey-stage-{words}"),))


def _answered(ctx: Context, state: State, question: Question) -> list[Node]:
    """One question with its answer, as lines or with ways into the book."""
    found, late = answers.now(state, question), state["unsent"].get(question.id)
    if question.style == "text":
        return [Statement(((found or {}).get("text") or ctx.say("survey-blank"),), question.text, small=True)]
    nodes: list[Node] = [Text((_words(ctx, question),), "where"), *_picked(ctx, question, found)]
    if found is None:
        nodes.append(Text((ctx.say("survey-blank"),), "note"))
    if late:
        words = "、".join(option.words for option in question.options if option.id in late["picks"])
        nodes += [Text((ctx.say("survey-unsent", words=words),), "note")] if words else []
    return nodes


def _picked(ctx: Context, question: Question, found: Answer | None) -> list[Node]:
    """What was picked, in the bank's order: ways to the pages that treat it, or lines with the section where there are none.

    While the class does it, the words alone: where it is treated is what the stage will say.
    """
    nodes, lines = list[Node](), list[str]()
    for option in (question.option(name) for name in (found or {"picks": ()})["picks"]):
        words = _own(ctx, option.words, found) if option.own else option.words
        ways = [] if ctx.live.silent else [(label, ctx.page(name)) for name, label in option.leads]
        if not ways or not all(href for _, href in ways):
            lines.append(words if ctx.live.silent or not option.beside else f"{words}　{option.beside}")
            continue
        nodes += [Items(tuple(lines))] if lines else []
        lines = []
        (first, href), *more = ways
        nodes.append(Link(words, href, f"{option.where}：{first}"))
        nodes += [Link(label, href, f"{option.where}：{label}", style="sub") for label, href in more]
    return [*nodes, *([Items(tuple(lines))] if lines else [])]


def _own(ctx: Context, words: str, found: Answer | None) -> str:
    """The option with own words, or that they are missing."""
    text = (found or {}).get("text", "")
    return ctx.say("survey-own", words=words, text=text) if text else ctx.say("survey-own-blank", words=words)


def _ways(ctx: Context, state: State) -> list[Node]:
    """To change it, to what is there beside it, and on; in class nobody goes on alone."""
    mine, rows = steps.mine(ctx), list[Button | Link]()
    for name, asked in mine.items():
        if any(steps.takes(ctx, state, one) for one in asked):
            words = (
                ctx.say("survey-change") if len(mine) == 1 else f"{ctx.say('survey-change')}　{_words(ctx, asked[0])}"
            )
            rows.append(Button(words, "go", {"page": name}, "plain" if len(mine) == 1 else "row"))
    rows += [Button(ctx.say("survey-more"), "go", {"page": name}) for name in steps.beyond(ctx)]
    nodes: list[Node] = [Actions(tuple(rows))] if rows else []
    onward = () if ctx.live.silent else ctx.onward
    return [*nodes, *([Actions(onward, foot=True)] if onward else [])]
