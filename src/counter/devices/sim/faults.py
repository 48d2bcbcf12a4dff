"""The fault menu: which misfortune is set for which occasion, and how often it will happen."""

from __future__ import annotations

from typing import Any

import msgspec

ALWAYS = -1


class Fault(msgspec.Struct):
    """One misfortune. on: the occasion it waits for, `any` for all; times: -1 until cleared."""

    name: str
    on: str
    times: int
    params: dict[str, Any]


class FaultMenu:
    """Takes orders from the control port and hands each misfortune out when its time has come."""

    def __init__(self, known: dict[str, str], occasions: frozenset[str]) -> None:
        """known: fault name → occasion it waits for unless told; occasions: all that exist."""
        self._known = known
        self._occasions = occasions | {"any"}
        self._set: list[Fault] = []

    def add(self, request: dict[str, Any]) -> None:
        """Set the fault of a control request; ValueError for an unknown name or occasion."""
        params = {key: value for key, value in request.items() if key not in ("do", "name")}
        name = request.get("name")
        if name not in self._known:
            raise ValueError(f"unknown fault {name!r}; known: {', '.join(sorted(self._known))}")
        on = str(params.pop("on", self._known[name]))
        if on not in self._occasions:
            raise ValueError(
                f"unknown occasion {on!r}; known: {', '.join(sorted(self._occasions))}"
            )
        self._set.append(Fault(name, on, int(params.pop("times", 1)), params))

    def take(self, name: str, occasion: str) -> dict[str, Any] | None:
        """The parameters if `name` is to happen now (counted as happened), else None."""
        for fault in self._set:
            if fault.name == name and fault.on in (occasion, "any") and fault.times != 0:
                if fault.times > 0:
                    fault.times -= 1
                return fault.params
        return None

    def clear(self) -> None:
        """All well again."""
        self._set.clear()
