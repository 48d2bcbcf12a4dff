"""The parts of `counter bench desk`, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _accept(_cases: int) -> dict[str, Any]:
    from counter.bench.accept import measure

    return measure()


def _lists(cases: int) -> dict[str, Any]:
    from counter.bench.lists import measure

    return measure(cases)


def _start(_cases: int) -> dict[str, Any]:
    from counter.bench.start import measure

    return measure()


def _memory(cases: int) -> dict[str, Any]:
    from counter.bench.memory import measure

    return measure(cases)


def _journey(_cases: int) -> dict[str, Any]:
    from counter.bench.journey import measure

    return measure()


PARTS: dict[str, Callable[[int], dict[str, Any]]] = {
    "accept": _accept,
    "lists": _lists,
    "memory": _memory,
    "start": _start,
    "journey": _journey,
}
