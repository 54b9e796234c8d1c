"""Every node there is."""

from __future__ import annotations

from .boards import Checks, Line, Sum, Tree
from .boxes import Card, Columns, Fold
from .forms import Actions, Button, Choice, Field, Form, Picks
from .live import Bars, Clock, Figures, Phases
from .texts import Copy, Delta, Items, Link, Picture, Progress, Say, Statement, Table, Text

Node = (
    Text
    | Statement
    | Say
    | Choice
    | Field
    | Button
    | Form
    | Actions
    | Progress
    | Card
    | Fold
    | Table
    | Items
    | Delta
    | Copy
    | Link
    | Picture
    | Bars
    | Clock
    | Figures
    | Phases
    | Columns
    | Picks
    | Sum
    | Tree
    | Line
    | Checks
)
