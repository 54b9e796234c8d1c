"""Text on a terminal, where a Chinese character takes two columns and a code for colours none."""

from __future__ import annotations

import re
import unicodedata

import click

#: What is not broken: a code, a word, any other character; each with the marks that may not begin a line.
PIECE = re.compile(r"\x1b\[[0-9;]*m|(?:[!-~]{1,40}|.)[，。、；：！？」』）》”’…]*", re.DOTALL)
RESET = "\x1b[0m"


def clean(text: str) -> str:
    """A text of somebody's without what would steer the terminal; as long as before, so that places in it hold."""
    return "".join(char if char.isprintable() else " " for char in text)


def width(text: str) -> int:
    """How many columns a text takes."""
    shown = (char for char in click.unstyle(text) if not unicodedata.combining(char))
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in shown)


def wrap(text: str, columns: int, indent: int, first: str = "") -> str:
    """Break a text where the columns end, each line indented; ``first`` is what the first line has in place of that.

    A style ends with its line and goes on behind the next line's indentation, so that no blank is underlined.
    """
    lines, at, style = [first.ljust(indent - width(first) + len(first))], indent, ""
    for piece in PIECE.findall(text):
        wide = width(piece)
        if at + wide > columns and at > indent:
            lines[-1] = lines[-1].rstrip() + (RESET if style else "")
            lines.append(" " * indent + style)
            at = indent
            if piece.isspace():
                continue
        if not wide:
            style = "" if piece == RESET else style + piece
        lines[-1] += piece
        at += wide
    return "\n".join(lines)
