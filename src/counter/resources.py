"""Where the product's data lies: `resources/` and `forms/`, in a checkout or inside the wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent


@cache
def resource_root() -> Path:
    """The folder `resources` (calendars, scripts, the demo hall)."""
    return _find("resources")


@cache
def forms_root() -> Path:
    """The folder `forms` (layouts of papers and slips)."""
    return _find("forms")


def _find(name: str) -> Path:
    """The wheel's copy, else the checkout's; FileNotFoundError when the install is broken."""
    for folder in (_HERE / "_data" / name, _HERE.parent.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{name} is neither in the package nor beside it: install again")
