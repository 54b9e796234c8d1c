"""Numbers, units, percents and signs as people write them: the one parser.

``parse`` says what a field means (a cell, a form field, a JSON value). The reader of a sentence takes the same pieces
(``amount``, ``reach``, ``parts``) and decides by what stands around them.
"""

from __future__ import annotations

from .amounts import Amount, amount, parts, reach
from .bounds import AT_LEAST, AT_LEAST_BEHIND, AT_MOST, AT_MOST_BEHIND
from .numerals import ARABIC_DIGITS, DOUBLE, PLACEHOLDER, STARTS, numeral
from .printed import half_digit
from .typed import Quantity, distance, parse
from .units import Measure, alike, convert, entered, in_unit, measure, multiplied, per_period, spelt_out

__all__ = [
    "ARABIC_DIGITS",
    "AT_LEAST",
    "AT_LEAST_BEHIND",
    "AT_MOST",
    "AT_MOST_BEHIND",
    "DOUBLE",
    "PLACEHOLDER",
    "STARTS",
    "Amount",
    "Measure",
    "Quantity",
    "alike",
    "amount",
    "convert",
    "distance",
    "entered",
    "half_digit",
    "in_unit",
    "measure",
    "multiplied",
    "numeral",
    "parse",
    "parts",
    "per_period",
    "reach",
    "spelt_out",
]
