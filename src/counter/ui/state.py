"""Plain data that presenters hand to the shell: header, next step, badges, errors, status.

No Qt here. A page's presenter builds these; the shell draws them and nothing else decides what is
said in those places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from counter.domain.errors import KnownError, Text
from counter.ui.markup import Line

# --- states: glyph and colours --------------------------------------------------------------------

GLYPHS = (
    "disc",
    "tick",
    "triangle",
    "square",
    "left",
    "up",
    "down",
    "cross",
    "bars",
    "ring",
    "half",
    "diamond",
    "play",
)


@dataclass(frozen=True)
class State:
    """How a state is drawn: its glyph and its colour role (`<colour>_tint` is the ground)."""

    glyph: str
    colour: str


STATES: dict[str, State] = {
    "ok": State("disc", "ok"),
    "done": State("tick", "ok"),
    "due": State("triangle", "warn"),
    "late": State("square", "bad"),
    "returned": State("left", "bad"),
    "differs": State("cross", "bad"),
    "gone": State("cross", "bad"),
    "offline": State("cross", "warn"),
    "paused": State("bars", "ink2"),
    "todo": State("ring", "ink2"),
    "waiting": State("half", "accent"),
    "unknown": State("diamond", "unk"),
    "unsent": State("up", "accent"),
    "kind": State("", "accent"),  # a chip that names a kind, without a glyph
}
"""The states of the desk by name; shape and word carry them, colour comes third."""

LIGHTS = {"ok": "ok", "warn": "due", "bad": "gone", "unknown": "unknown", "absent": "todo"}
"""A device's light (ports.devices.Light) as a state."""


@dataclass(frozen=True)
class ChipState:
    """A chip: state name, word."""

    state: str
    word: Text | str


# --- the shell's places -----------------------------------------------------------------------


@dataclass(frozen=True)
class Header:
    """Page header: title, what is open (secondary words), a number beside it, chips."""

    title: Text | str
    open: Text | str = ""
    number: str = ""
    chips: tuple[ChipState, ...] = ()


@dataclass(frozen=True)
class NextStep:
    """The 下一步 line: one key, what to do now, what comes after, the alternative.

    `command` is the id of the command whose key is the filled cap (empty while the program waits).
    `now`, `then`, `other` are lines of markup (see counter.ui.markup).
    """

    command: str = ""
    now: Line = ""
    then: Line = ""
    other: Line = ""


@dataclass(frozen=True)
class Badge:
    """What waits on a rail page; `passed`: something there has passed its line (red)."""

    count: int
    passed: bool = False


@dataclass(frozen=True)
class Queue:
    """The visitor at the window: ticket, seconds in service, how many wait behind."""

    ticket: str = ""
    serving: str = ""
    waiting: int | None = None


@dataclass(frozen=True)
class Trouble:
    """An error strip: what happened, what it means for the citizen, the key that helps, code."""

    what: Text | str
    means: Text | str = ""
    command: str = ""
    code: str = ""

    @classmethod
    def of(cls, error: KnownError, command: str = "") -> Trouble:
        """The strip of a KnownError: its next step stands in the place of what it means."""
        return cls(error.what, error.next_step, command, error.code)


@dataclass(frozen=True)
class DeviceLight:
    """One light of the status bar."""

    name: Text | str
    state: str
    simulated: bool = False


@dataclass(frozen=True)
class StatusState:
    """Everything the status bar and the plate show; built by the app, page by page the same."""

    who: str = ""
    post: str = ""
    window: str = ""
    unit: str = ""
    terminal: str = ""
    lights: Sequence[DeviceLight] = ()
    online: bool = True
    offline_for: str = ""
    unsent: int = 0
    oldest: str = ""
    tickets: str = ""  # how many are left
    tickets_sum: str = ""  # 领 100 = 用 63 + 废 2: what the rest is left of
    training: bool = False
    version: str = ""
    unknown: Text | str = ""  # a violet light: an outcome nobody knows
    badges: dict[str, Badge] = field(default_factory=dict)

    @property
    def simulated(self) -> bool:
        """True as long as one device is simulated."""
        return any(light.simulated for light in self.lights)
