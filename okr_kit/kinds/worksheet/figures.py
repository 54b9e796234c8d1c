"""Numbers as a worksheet prints them in an account: with the sign that people write, in brackets where they are taken off."""

from __future__ import annotations

from ...fold import fold


def plain(number: float, places: int = 6) -> str:
    """A number as people write it: without an exponent, without noise behind the point, where it has at most so many places."""
    return f"{round(number, places):.15g}" if abs(number) < 1e15 else f"{number:g}"


def short(number: float) -> str:
    """A number with at most three places behind the point."""
    return plain(number, 3)


def figure(number: float | None) -> str:
    """The same in an account, with the sign that people write; 「？」 where there is none."""
    return "？" if number is None else plain(number).replace("-", "−")


def quotient(raw: float) -> str:
    """What a division comes to, to two places."""
    return f"{raw:.2f}".replace("-", "−")


def taken_off(number: str) -> str:
    """A number that is taken off another one: in brackets where it has a sign."""
    return f"({number})" if number.startswith("−") else number


def span(baseline: str, target: str, unit: str) -> str:
    """「95 → 60 分钟」 as typed; without the unit where the last one has its own (60min) or is a word (九成五)."""
    ends = " → ".join(filter(None, (baseline, target)))
    if not unit or not fold(ends)[-1:].isdigit():
        return ends
    return f"{ends}{'' if unit == '%' else ' '}{unit}"
