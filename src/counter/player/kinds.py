"""Kinds of values a script may give: text, words of a list, times, keys, cards, shapes of these.

A kind turns a `Node` into a value, or notes in the `Reading` what is wrong and what would be right.
Text may hold variables (`$case`, `${case}`; `$$` is a dollar); they are filled when the step runs,
and a name that nobody sets is an error before anything runs.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from counter.devices.sim.cards import make_block
from counter.player.keynames import explain, key_of
from counter.player.source import Node, Problem, suggest
from counter.ports.clock import CHINA

_VARIABLE = re.compile(r"\$(?:(\$)|(\w+)|\{(\w+)\})")
_UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0, "days": 86400.0, "day": 86400.0}


@dataclass
class Reading:
    """What is known while a script is read: problems so far, and the variables set so far."""

    problems: list[Problem] = field(default_factory=list)
    variables: set[str] = field(default_factory=set)

    def wrong(self, node: Node, words: str, right: str = "") -> None:
        """Note a problem at a node."""
        self.problems.append(Problem(node.place, words, right))


Kind = Callable[[Node, Reading], Any]


def names_in(text: str) -> list[str]:
    """The variables that a text uses."""
    return [found[2] or found[3] for found in _VARIABLE.finditer(text) if not found[1]]


def fill_in(value: Any, variables: Mapping[str, str]) -> Any:
    """A value with every variable in its texts filled; KeyError names one that is not set."""
    if isinstance(value, str):
        return _VARIABLE.sub(lambda m: "$" if m[1] else variables[m[2] or m[3]], value)
    if isinstance(value, list):
        return [fill_in(each, variables) for each in value]
    if isinstance(value, dict):
        return {key: fill_in(each, variables) for key, each in value.items()}
    return value


# --- single values -------------------------------------------------------------------------------


def _scalar(node: Node, reading: Reading, wanted: str) -> str | None:
    if node.kind != "text":
        reading.wrong(node, f"a {node.kind} stands where {wanted} is wanted")
        return None
    return node.text


def text(node: Node, reading: Reading) -> str:
    """A text; its variables must have been set."""
    said = _scalar(node, reading, "a text")
    for name in names_in(said or ""):
        if name not in reading.variables:
            known = ", ".join("$" + each for each in sorted(reading.variables)) or "none yet"
            reading.wrong(node, f"nobody has set ${name}", f"Set it by 'let' before; set: {known}")
    return said or ""


def texts(node: Node, reading: Reading) -> list[str]:
    """A text, or a list of texts."""
    if node.kind == "list":
        return [text(item, reading) for item in node.items]
    return [text(node, reading)]


def word(*choices: str) -> Kind:
    """One word of a list."""

    def kind(node: Node, reading: Reading) -> str:
        said = _scalar(node, reading, "one word") or ""
        if said not in choices and node.kind == "text":
            reading.wrong(node, f"{said!r} is not known here", suggest(said, choices))
        return said

    return kind


def number(node: Node, reading: Reading) -> int:
    """A whole number from 0."""
    said = _scalar(node, reading, "a whole number") or ""
    if node.kind == "text" and not (said.isascii() and said.isdigit()):
        reading.wrong(node, f"{said!r} is no whole number", "Write digits: 3")
        return 0
    return int(said or 0)


def count(node: Node, reading: Reading) -> dict[str, int]:
    """How many: `3`, or `at least 3`, or `at most 3`."""
    said = _scalar(node, reading, "a count") or ""
    found = re.fullmatch(r"(at least |at most |)(\d+)", said)
    if not found:
        if node.kind == "text":
            reading.wrong(node, f"{said!r} is no count", "Write '3', 'at least 3' or 'at most 3'")
        return {}
    many = int(found[2])
    return {
        **({} if found[1] == "at most " else {"least": many}),
        **({} if found[1] == "at least " else {"most": many}),
    }


def nth(node: Node, reading: Reading) -> int:
    """Which one: a number from 1, or `last` (0)."""
    said = _scalar(node, reading, "a number or 'last'") or ""
    if said == "last":
        return 0
    if node.kind == "text" and not re.fullmatch(r"[1-9]\d*", said):
        reading.wrong(node, f"{said!r} names none", "Write a number from 1, or 'last'")
        return 0
    return int(said or 0)


def yes_or_no(node: Node, reading: Reading) -> bool:
    """yes or no."""
    return bool(word("yes", "no")(node, reading) == "yes")


def seconds(node: Node, reading: Reading) -> float:
    """A length of time: `500 ms`, `20 s`, `11 min`, `2 h`, `3 days`."""
    said = _scalar(node, reading, "a length of time") or ""
    found = re.fullmatch(r"(\d+)\s*(ms|s|min|h|days?)", said)
    if not found:
        if node.kind == "text":
            right = "Write a number and ms, s, min, h or days: 20 s"
            reading.wrong(node, f"{said!r} is no length of time", right)
        return 0.0
    return int(found[1]) * _UNITS[found[2]]


def moment(node: Node, reading: Reading) -> str:
    """A date and a time of the hall's clock, as ISO text: `2026-09-22 08:21`."""
    said = _scalar(node, reading, "a date and a time") or ""
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?", said):
            raise ValueError
        return dt.datetime.fromisoformat(said).replace(tzinfo=CHINA).isoformat()
    except ValueError:
        if node.kind == "text":
            reading.wrong(node, f"{said!r} is no date and time", "Write it like 2026-09-22 08:21")
        return ""


def size(node: Node, reading: Reading) -> tuple[int, int]:
    """Width and height in pixels: `1280x720`."""
    said = _scalar(node, reading, "a size") or ""
    found = re.fullmatch(r"(\d{3,4})x(\d{3,4})", said)
    if not found:
        if node.kind == "text":
            reading.wrong(node, f"{said!r} is no size", "Write width x height like 1280x720")
        return (1280, 720)
    return (int(found[1]), int(found[2]))


def window(node: Node, reading: Reading) -> str:
    """A window of the demo hall: `3`, `分1`, `代11`."""
    said = _scalar(node, reading, "a window") or ""
    if node.kind == "text" and not re.fullmatch(r"[分代]?[1-9]\d?", said):
        reading.wrong(node, f"{said!r} is no window", "Write its number: 3, 分1 or 代11")
    return said


def pattern(node: Node, reading: Reading) -> str:
    """A regular expression."""
    said = _scalar(node, reading, "a pattern") or ""
    try:
        re.compile(said)
    except re.error as error:
        reading.wrong(node, f"{said!r} is no regular expression: {error}")
    return said


def keys(node: Node, reading: Reading) -> list[str]:
    """Keys one after another: `F5`, `Down Down Space`, `Down*3`, or a list of these."""
    if node.kind == "list":
        return [key for item in node.items for key in keys(item, reading)]
    said = _scalar(node, reading, "keys") or ""
    pressed: list[str] = []
    for part in said.split():
        name, times = part, 1
        if found := re.fullmatch(r"(.+)\*([1-9]\d?)", part):
            name, times = found[1], int(found[2])
        if key_of(name) is None:
            reading.wrong(node, f"{name!r} is no key", explain(name))
            continue
        pressed += [name] * times
    if node.kind == "text" and not said.split():
        reading.wrong(node, "no key is named", "Write for example F5 or Down Down Space")
    return pressed


# --- mappings ------------------------------------------------------------------------------------


def pairs(values: Kind = text, wanted: str = "names with values") -> Kind:
    """A mapping whose names the script chooses."""

    def kind(node: Node, reading: Reading) -> dict[str, Any]:
        if node.kind != "mapping":
            reading.wrong(node, f"{wanted} are wanted", "Write {name: value}")
            return {}
        return {name: values(value, reading) for name, value in node}

    return kind


def names(values: Kind) -> Kind:
    """Variables with their values."""

    def kind(node: Node, reading: Reading) -> dict[str, Any]:
        for key, _ in node.entries:
            if not re.fullmatch(r"\w+", key.text):
                reading.wrong(key, f"{key.text!r} is no name", "Write letters, digits and _")
        found: dict[str, Any] = pairs(values)(node, reading)
        return found

    return kind


def known_pairs(names: Mapping[str, Kind], what: str) -> Kind:
    """A mapping whose names stand in a list."""

    def kind(node: Node, reading: Reading) -> dict[str, Any]:
        if node.kind != "mapping":
            reading.wrong(node, f"{what}s with values are wanted", "Write {name: value}")
            return {}
        values: dict[str, Any] = {}
        for name, value in node:
            if name not in names:
                reading.wrong(value, f"unknown {what} {name!r}", suggest(name, names))
            else:
                values[name] = names[name](value, reading)
        return values

    return kind


def card(node: Node, reading: Reading) -> dict[str, str]:
    """A card by its fields; checked by drawing its text block as the simulated reader would."""
    fields: dict[str, str] = pairs(text, "fields of a card")(node, reading)
    if any(names_in(value) for value in fields.values()) or node.kind != "mapping":
        return fields
    try:
        make_block(fields)
    except ValueError as error:
        reading.wrong(node, f"no such card: {error}")
    return fields


def many(one: Kind) -> Kind:
    """One value, or a list of them."""

    def kind(node: Node, reading: Reading) -> list[Any]:
        if node.kind == "list":
            return [one(item, reading) for item in node.items]
        return [one(node, reading)]

    return kind


@dataclass(frozen=True)
class Arg:
    """An argument of a shape."""

    kind: Kind
    required: bool = False


@dataclass(frozen=True)
class Shape:
    """Arguments by name. bare: the argument meant when only a value stands there; one_of: at
    least one of these must be given; goes_with: for an argument, the values of the bare one that
    it has a meaning with."""

    args: Mapping[str, Arg] = field(default_factory=dict)
    bare: str = ""
    one_of: tuple[str, ...] = ()
    goes_with: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __call__(self, node: Node, reading: Reading) -> dict[str, Any]:
        """The arguments given, checked."""
        if node.kind == "mapping" and not self._is_bare_mapping():
            return self._named(node, reading)
        if node.empty:
            self._check_missing(node, reading, {})
            return {}
        if not self.bare:
            wanted = f"It takes {', '.join(self.args)}" if self.args else "It takes no argument"
            reading.wrong(node, "a bare value is not understood here", wanted)
            return {}
        values = {self.bare: self.args[self.bare].kind(node, reading)}
        self._check_missing(node, reading, values)
        return values

    def _is_bare_mapping(self) -> bool:
        """Whether the whole mapping is the one argument (lay card, fill, let)."""
        return list(self.args) == [self.bare]

    def _named(self, node: Node, reading: Reading) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, value in node:
            if name not in self.args:
                reading.wrong(value, f"unknown argument {name!r}", suggest(name, self.args))
            else:
                values[name] = self.args[name].kind(value, reading)
        self._check_missing(node, reading, values)
        self._check_company(node, reading, values)
        return values

    def _check_company(self, node: Node, reading: Reading, values: dict[str, Any]) -> None:
        for name, allowed in self.goes_with.items():
            if name in values and values.get(self.bare) not in allowed:
                said = f"{name!r} has no meaning with {values.get(self.bare)!r}"
                reading.wrong(node, said, f"It goes with {', '.join(allowed)}")

    def _check_missing(self, node: Node, reading: Reading, values: dict[str, Any]) -> None:
        for name, arg in self.args.items():
            if arg.required and name not in values:
                reading.wrong(node, f"the argument {name!r} is missing")
        if self.one_of and not any(name in values for name in self.one_of):
            reading.wrong(node, f"at least one of {', '.join(self.one_of)} is wanted")
