"""OKR courseware: a grader that names the words it means, exercises as pure state machines, and thin hosts.

``import okr_kit`` loads nothing else; a public name is fetched when it is first used, so that the core stays free of
what only a host needs (``show`` and ``show_stage`` are the names here that want the ``jupyter`` extra).
"""

from __future__ import annotations

__version__ = "0.2.0"

TYPE_CHECKING = False  # type checkers take it for typing's, whose import alone would be half of the start-up time

if TYPE_CHECKING:
    from .errors import OkrKitError
    from .hosts.jupyter.widget import show, show_stage
    from .lang import load as load_language
    from .lint import lint_record
    from .model import Finding, KeyResult, Objective, OkrSet, Report
    from .policy import load as load_policy

__all__ = [
    "Finding",
    "KeyResult",
    "Objective",
    "OkrKitError",
    "OkrSet",
    "Report",
    "__version__",
    "lint_record",
    "load_language",
    "load_policy",
    "show",
    "show_stage",
]

_HOMES = {
    "Finding": ("model", "Finding"),
    "KeyResult": ("model", "KeyResult"),
    "Objective": ("model", "Objective"),
    "OkrKitError": ("errors", "OkrKitError"),
    "OkrSet": ("model", "OkrSet"),
    "Report": ("model", "Report"),
    "lint_record": ("lint", "lint_record"),
    "load_language": ("lang", "load"),
    "load_policy": ("policy", "load"),
    "show": ("hosts.jupyter.widget", "show"),
    "show_stage": ("hosts.jupyter.widget", "show_stage"),
}


def __getattr__(name: str) -> object:
    """Fetch a public name from its module on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _HOMES[name]
    value = getattr(import_module(f".{module}", __name__), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
