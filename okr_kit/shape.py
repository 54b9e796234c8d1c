"""Whether plain JSON has a certain shape: how stored states and documents are checked before anything is done with them.

A shape is written like what it describes: ``str``, ``int``, ``float`` (a whole number will do), ``bool``; ``[shape]`` a
list of those; ``{str: shape}`` any names with those; ``{"a": shape}`` these names at least, ``"b?"`` only if it is there.
"""

from __future__ import annotations

from typing import Any

Shape = Any


def fits(value: Any, shape: Shape) -> bool:
    """Whether the value has the shape; names that the shape does not speak of are let pass."""
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(one, shape[0]) for one in value)
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return False
        if str in shape:
            return all(isinstance(name, str) and fits(one, shape[str]) for name, one in value.items())
        return all(_named(value, name, inner) for name, inner in shape.items())
    if shape is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, shape) and (shape is bool or not isinstance(value, bool))


def _named(value: dict[str, Any], name: str, shape: Shape) -> bool:
    key = name.removesuffix("?")
    if key not in value:
        return key != name
    return fits(value[key], shape)
