"""The words of the player's scripts: every verb and expectation with its arguments.

This table is the whole language; docs/player.md explains it and a test holds the two together.
`load_script` reads a file with everything it includes and raises ScriptError with all problems
at once, before anything runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from counter.player import kinds
from counter.player.kinds import Arg, Reading, Shape
from counter.player.source import Node, Place, Problem, ScriptError, read_script, suggest

Class = Literal["stage", "hands", "expect", "telling"]

REGIONS = ("header", "rail", "page", "next", "keys", "status", "sheet", "citizen")
"""Places of the screen that an expectation may name."""

READER_FAULTS = (
    "silent",
    "delay",
    "cut reply",
    "bad checksum",
    "junk",
    "duplicate",
    "card moved",
    "unplug",
    "replug",
    "normal",
)
PRINTER_FAULTS = (
    "paper out",
    "near end",
    "cover open",
    "silent",
    "silent mid-job",
    "unplug",
    "replug",
    "normal",
)
POS_FAULTS = (
    "silent",
    "silent before charge",
    "silent after charge",
    "delay",
    "abort accepted",
    "cut reply",
    "bad checksum",
    "junk",
    "duplicate",
    "former reply",
    "wrong amount",
    "wrong echo",
    "wrong type",
    "declined",
    "not signed in",
    "no totals",
    "unplug",
    "replug",
    "normal",
)
POS_PROTOCOLS = ("none", "ums-string", "nexo-json")
TICKET_PRINTER_FAULTS = (
    "offline",
    "error",
    "paper out",
    "jam",
    "silent",
    "lost",
    "skip",
    "normal",
)
PAGE_PRINTER_FAULTS = ("fail", "not ready", "silent", "normal")

CASE_FIELDS = (
    "applicant",
    "applicant_number",
    "agent",
    "address",
    "phone",
    "matter",
    "unit",
    "window",
    "handling",
    "simulated",
    "accepted_on",
    "due_on",
    "legal_on",
    "decided_on",
    "delivered_on",
    "closed_on",
    "acceptor",
    "reviewer",
    "decider",
    "outcome",
    "relation",
    "recipient",
    "papers",
    "missing_seals",
    "corrections",
    "acts",
)
"""Fields of a case that an expectation may name; values are compared as text."""

STATUSES = (
    "received",
    "supplement",
    "accepted",
    "paused",
    "department",
    "upper",
    "reviewed",
    "decided",
    "closed",
    "refused",
    "returned",
    "recalled",
    "withdrawn",
    "archived",
)


@dataclass(frozen=True)
class Verb:
    """A verb: its class and its arguments."""

    group: Class
    shape: Shape


def _optional(**given: kinds.Kind) -> dict[str, Arg]:
    return {name.replace("_", " "): Arg(kind) for name, kind in given.items()}


def _only(name: str, kind: kinds.Kind) -> Shape:
    """A shape with one argument, which may stand bare."""
    return Shape({name: Arg(kind, required=True)}, bare=name)


_NUMBER = Arg(kinds.text, required=True)

_WORDS = _optional(contains=kinds.texts, not_contains=kinds.texts)

EXPECTATIONS: Mapping[str, kinds.Kind] = {
    "screen": kinds.many(
        Shape(
            {**_WORDS, "in": Arg(kinds.word(*REGIONS))},
            bare="contains",
            one_of=("contains", "not contains"),
        )
    ),
    "field": kinds.many(
        Shape(
            {"label": Arg(kinds.text, True), **_optional(value=kinds.text), **_WORDS},
            one_of=("value", "contains", "not contains"),
        )
    ),
    "focus": _only("label", kinds.text),
    "slip": kinds.many(
        Shape(
            {**_WORDS, "nth": Arg(kinds.nth), "count": Arg(kinds.count)},
            bare="contains",
            one_of=("contains", "not contains", "count"),
        )
    ),
    "paper": kinds.many(
        Shape(
            {
                **_optional(title=kinds.text, nth=kinds.nth, count=kinds.count),
                **_optional(pages=kinds.count, copies=kinds.count),
                **_WORDS,
            },
            one_of=("contains", "not contains", "count", "pages", "copies"),
        )
    ),
    "case": Shape(
        {
            "number": Arg(kinds.text),
            "status": Arg(kinds.word(*STATUSES)),
            "fields": Arg(kinds.known_pairs(dict.fromkeys(CASE_FIELDS, kinds.text), "field")),
            "timeline": Arg(kinds.texts),
        },
        one_of=("status", "fields", "timeline"),
    ),
    "search": kinds.many(
        Shape(
            {"text": Arg(kinds.text, True), **_optional(finds=kinds.texts, count=kinds.count)},
            one_of=("finds", "count"),
        )
    ),
    "journal": Shape(
        {
            "verify": Arg(kinds.word("clean")),
            "kinds": Arg(kinds.pairs(kinds.count, "kinds of acts with counts")),
        },
        one_of=("verify", "kinds"),
    ),
    "drafts": Shape({"clerk": _NUMBER, "count": Arg(kinds.count, True)}),
    "prints": Shape(
        {
            "queued": Arg(kinds.count),
            "done": Arg(kinds.count),
            "failed": Arg(kinds.count),
            "unknown": Arg(kinds.count),
        },
        one_of=("queued", "done", "failed", "unknown"),
    ),
    "tickets": Shape(
        {
            **_optional(next=kinds.text, left=kinds.count),
            **_optional(whole=kinds.count, half=kinds.count, blank=kinds.count),
            **_WORDS,
        },
        one_of=("next", "left", "whole", "half", "blank", "contains", "not contains"),
    ),
    "ledger": Shape(
        {
            "charged": Arg(kinds.text),
            **_optional(sales=kinds.count, voids=kinds.count, refunds=kinds.count),
            "settlements": Arg(kinds.count),
        },
        one_of=("charged", "sales", "voids", "refunds", "settlements"),
    ),
    "desk": _only("is", kinds.word("running", "ended")),
}

_EXPECT = {name: Arg(kind) for name, kind in EXPECTATIONS.items()}

_FROM = Shape(
    {
        "from": Arg(kinds.word("case", "screen", "slip", "field"), True),
        **_optional(matching=kinds.pattern, label=kinds.text),
        "in": Arg(kinds.word(*REGIONS)),
    },
    bare="from",
    goes_with={"label": ("field",), "in": ("screen",)},
)


def _variable(node: Node, reading: Reading) -> Any:
    if node.kind != "mapping":
        return kinds.text(node, reading)
    told = _FROM(node, reading)
    if told.get("from") == "field" and "label" not in told:
        reading.wrong(node, "the argument 'label' is missing")
    return told


def _fault(*choices: str, **more: tuple[kinds.Kind, tuple[str, ...]]) -> Shape:
    """A fault, bare; more: further arguments, each with the faults that it goes with."""
    return Shape(
        {
            "fault": Arg(kinds.word(*choices), True),
            **{name: Arg(kind) for name, (kind, _) in more.items()},
        },
        bare="fault",
        goes_with={name: faults for name, (_, faults) in more.items()},
    )


VERBS: Mapping[str, Verb] = {
    # stage
    "set clock": Verb("stage", _only("to", kinds.moment)),
    "advance clock": Verb("stage", _only("by", kinds.seconds)),
    "reader": Verb(
        "stage",
        _fault(
            *READER_FAULTS,
            times=(kinds.number, READER_FAULTS[:7]),
            seconds=(kinds.seconds, ("delay",)),
        ),
    ),
    "printer": Verb(
        "stage",
        _fault(
            *PRINTER_FAULTS,
            lines=(kinds.number, ("paper out",)),
            bytes=(kinds.number, ("silent mid-job",)),
        ),
    ),
    "page printer": Verb(
        "stage", _fault(*PAGE_PRINTER_FAULTS, times=(kinds.number, PAGE_PRINTER_FAULTS[:3]))
    ),
    "ticket paper": Verb("stage", Shape({"number": _NUMBER, "sheets": Arg(kinds.number, True)})),
    "ticket printer": Verb(
        "stage", _fault(*TICKET_PRINTER_FAULTS, times=(kinds.number, TICKET_PRINTER_FAULTS[:7]))
    ),
    "pos": Verb(
        "stage",
        _fault(
            *POS_FAULTS,
            times=(kinds.number, POS_FAULTS[:16]),
            on=(
                kinds.word("sale", "void", "refund", "query", "settle", "sign in", "any"),
                POS_FAULTS[:16],
            ),
            seconds=(kinds.seconds, ("delay",)),
            code=(kinds.text, ("declined",)),
        ),
    ),
    "queue": Verb("stage", _only("waiting", kinds.texts)),
    "network": Verb("stage", _only("is", kinds.word("on", "off"))),
    "disk": Verb("stage", _only("is", kinds.word("full", "normal"))),
    "holidays": Verb(
        "stage",
        Shape(
            {
                "year": Arg(kinds.number, True),
                "off": Arg(kinds.texts, True),
                **_optional(worked=kinds.texts),
            }
        ),
    ),
    "kill": Verb("stage", Shape()),
    "restart": Verb("stage", Shape()),
    # hands
    "sign in": Verb("hands", Shape({"number": _NUMBER, "pin": Arg(kinds.text, True)})),
    "lay card": Verb("hands", _only("card", kinds.card)),
    "lift card": Verb("hands", Shape()),
    "keys": Verb("hands", _only("press", kinds.keys)),
    "type": Verb(
        "hands",
        Shape(
            {
                "text": Arg(kinds.text, True),
                **_optional(into=kinds.text, replace=kinds.yes_or_no),
            },
            bare="text",
        ),
    ),
    "fill": Verb("hands", _only("fields", kinds.pairs())),
    "focus": Verb("hands", _only("label", kinds.text)),
    "press": Verb(
        "hands",
        Shape({"what": Arg(kinds.text, True), "in": Arg(kinds.word("citizen"))}, bare="what"),
    ),
    # expect
    "expect": Verb(
        "expect",
        Shape({**_EXPECT, "within": Arg(kinds.seconds)}, one_of=tuple(EXPECTATIONS)),
    ),
    # telling
    "note": Verb("telling", _only("text", kinds.text)),
    "screenshot": Verb("telling", _only("name", kinds.text)),
    "include": Verb("telling", _only("file", kinds.text)),
    "let": Verb("telling", _only("variables", kinds.names(_variable))),
}
"""Every verb a step may be."""

STAGE = Shape(
    {
        "hall": Arg(kinds.word("demo")),
        "window": Arg(kinds.window),
        "clock": Arg(kinds.moment),
        "theme": Arg(kinds.word("light", "dark")),
        "font": Arg(kinds.word("normal", "big")),
        "size": Arg(kinds.size),
        "network": Arg(kinds.word("on", "off")),
        "idle lock": Arg(kinds.seconds),
        "pos": Arg(kinds.word(*POS_PROTOCOLS)),
        "second screen": Arg(kinds.word("on", "off")),
    }
)
"""How the desk stands before the first step."""

HEADER = ("title", "about", "stage", "let", "steps")


@dataclass(frozen=True)
class Step:
    """One step: where it stands, its verb and its arguments."""

    place: Place
    verb: str
    args: dict[str, Any]


@dataclass(frozen=True)
class Script:
    """A script that can be played."""

    path: Path
    title: str
    about: str = ""
    stage: dict[str, Any] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()


def load_script(path: Path) -> Script:
    """Read a script with all it includes. Raises ScriptError with everything that is wrong."""
    reading = Reading()
    root = read_script(path)
    _check_header(root, reading)
    parts = dict(root)
    told = parts.get("title")
    title = kinds.text(told, reading) if told else ""
    if told is None:
        reading.wrong(root, "the argument 'title' is missing")
    stage = STAGE(parts["stage"], reading) if "stage" in parts else {}
    variables = kinds.names(kinds.text)(parts["let"], reading) if "let" in parts else {}
    reading.variables |= set(variables)
    about = kinds.text(parts["about"], reading) if "about" in parts else ""
    steps = _steps(root, path, reading, (path.resolve(),))
    if reading.problems:
        raise ScriptError(reading.problems)
    return Script(path, title, about, stage, variables, tuple(steps))


def _check_header(root: Node, reading: Reading, known: Iterable[str] = HEADER) -> None:
    if root.kind != "mapping":
        reading.wrong(root, "a script is a mapping", f"It has {', '.join(known)}")
    for key, _ in root.entries:
        if key.text not in known:
            reading.wrong(key, f"unknown word {key.text!r}", suggest(key.text, known))


def _steps(root: Node, path: Path, reading: Reading, inside: tuple[Path, ...]) -> list[Step]:
    listed = dict(root).get("steps")
    if listed is None or listed.kind != "list" or not listed.items:
        reading.wrong(listed or root, "a list of 'steps' is wanted")
        return []
    steps: list[Step] = []
    for number, item in enumerate(listed.items, 1):
        node = item.at_step(number)
        made = _step(node, reading)
        if made is None:
            continue
        if made.verb == "include" and not made.args.get("file"):
            continue  # told already
        if made.verb == "include":
            steps += _included(node, path.parent / str(made.args.get("file", "")), reading, inside)
        else:
            steps.append(made)
    return steps


def _step(node: Node, reading: Reading) -> Step | None:
    if node.kind == "text":
        name, value = node.text, Node("text", node.place, empty=True)
    elif node.kind == "mapping" and len(node.entries) == 1:
        name, value = node.entries[0][0].text, node.entries[0][1]
    else:
        reading.wrong(node, "a step is one verb with its arguments", "Write '- verb: value'")
        return None
    verb = VERBS.get(name)
    if verb is None:
        reading.wrong(node, f"unknown verb {name!r}", suggest(name, VERBS))
        return None
    args = verb.shape(value, reading)
    if name == "let":
        reading.variables |= set(args.get("variables", {}))
    return Step(node.place, name, args)


def _included(node: Node, path: Path, reading: Reading, inside: tuple[Path, ...]) -> list[Step]:
    if path.resolve() in inside:
        reading.wrong(node, f"{path.name} includes itself")
        return []
    try:
        root = read_script(path)
    except ScriptError as error:
        reading.problems += [Problem(node.place, f"include: {p}") for p in error.problems]
        return []
    _check_header(root, reading, ("title", "about", "steps"))
    return _steps(root, path, reading, (*inside, path.resolve()))
