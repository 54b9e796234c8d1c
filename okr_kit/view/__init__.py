"""A screen as data: about a dozen node types with the sentences already chosen.

Nodes know nothing of HTML; :mod:`okr_kit.render` turns a list of them into HTML, a print version or plain text.
Text inside nodes is raw: only ``render`` escapes. ``act`` nodes name an action (``do``) and its fixed values; what the
learner picks or types is added by the player under the field's ``name``.
"""

from __future__ import annotations

from .boards import Branch, Checks, Line, Sum, Tree, walk
from .boxes import Card, Columns, Fold
from .forms import Actions, Button, Choice, Field, Form, Limit, Option, Pick, Picks
from .live import Bar, Bars, Clock, Figure, Figures, Phases
from .node import Node
from .seen import locked, read_only
from .texts import (
    SHORT,
    Copy,
    Delta,
    Edit,
    Items,
    Lines,
    Link,
    Marked,
    Picture,
    Progress,
    Run,
    Say,
    Statement,
    Strong,
    Table,
    Text,
    Tone,
    beginning,
)

__all__ = [
    "SHORT",
    "Actions",
    "Bar",
    "Bars",
    "Branch",
    "Button",
    "Card",
    "Checks",
    "Choice",
    "Clock",
    "Columns",
    "Copy",
    "Delta",
    "Edit",
    "Field",
    "Figure",
    "Figures",
    "Fold",
    "Form",
    "Items",
    "Limit",
    "Line",
    "Lines",
    "Link",
    "Marked",
    "Node",
    "Option",
    "Phases",
    "Pick",
    "Picks",
    "Picture",
    "Progress",
    "Run",
    "Say",
    "Statement",
    "Strong",
    "Sum",
    "Table",
    "Text",
    "Tone",
    "Tree",
    "beginning",
    "locked",
    "read_only",
    "walk",
]
