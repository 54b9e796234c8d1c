"""The report before the course: one page to be printed, with the class's figures and what was settled. No answer of anybody."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from html import escape

from ...agenda import Row
from ...hosts.store.folders import folder_name
from ...lang import Language
from ...plan import Plan
from ..survey.analysis import Analysis
from . import account, look, results

_PRINT = (
    "<style>body{font-family:system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:24px auto;max-width:960px;"
    "padding:0 16px}svg,table{break-inside:avoid}h1{font-size:26px}h3{break-after:avoid}"
    "@page{size:A4;margin:15mm}@media print{body{margin:0}}</style>"
)


def page(name: str, date: str, found: Analysis, saved: Plan, rows: Sequence[Row], language: Language) -> str:
    """A page that stands alone: nothing of it is fetched from anywhere. It tells the plan that is kept, and no other."""
    say = language.say
    head = escape(say("before.report-head", name=name))
    parts = [f"<h1>{head}</h1>", look.para(say("before.report-date", date=date)), look.para(say("before.report-note"))]
    parts += results.parts(found, language) if found.count else [look.para(say("before.report-no-answers"))]
    parts.append(look.head(say("before.report-decisions")))
    if not saved.changes:
        parts.append(look.para(say("before.report-none")))
    else:
        names = say("before.report-what"), say("before.report-why")
        parts += [look.table(names, saved.because)] if saved.because else []
        parts += account.parts(saved, rows, say)
    return (
        f'<!doctype html><html lang="{language.tag.replace("_", "-")}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{head}</title>{look.STYLE}{_PRINT}'
        f'<body class="okr-before">{"".join(parts)}</body></html>'
    )


def link(html: str, name: str, say: Callable[..., str]) -> str:
    """The way to save it for the class of that name: the page is inside the link, so that no server is asked for it."""
    data = b64encode(html.encode()).decode()
    file = escape(say("before.report-name", name=folder_name(name)), quote=True)
    words = escape(say("before.report-get"))
    return f'<p><a download="{file}.html" href="data:text/html;charset=utf-8;base64,{data}">{words}</a></p>'
