"""The tokens of the look: colours (light, dark), type and measures, and the scale of big font.

Colours carry meaning: green, amber and red belong to clocks and outcomes, violet to what nobody
knows; accent is the one colour of the desk itself. Type is in points, measures in pixels at
100 %; both are multiplied by the theme's factor (1.3 for big font). No Qt here.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

INK_ON_DUE = "#1C2322"
"""Figures on the due-day cell, in both themes."""

BIG = 1.3
"""Factor of the big font."""


@dataclass(frozen=True, kw_only=True)
class Palette:
    """The colour roles of one theme, `#RRGGBB`."""

    name: str
    desk: str
    paper: str
    band: str
    line: str
    edge: str
    ink: str
    ink2: str
    ink3: str
    accent: str
    fill: str
    onfill: str
    tint: str
    rail: str
    onrail: str
    ok: str
    ok_tint: str
    ok_mid: str
    warn: str
    warn_tint: str
    due: str
    bad: str
    bad_tint: str
    unk: str
    unk_tint: str

    def colours(self) -> dict[str, str]:
        """All roles with their values."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "name"}


LIGHT = Palette(
    name="light",
    desk="#F1EEE7",
    paper="#FEFDFA",
    band="#E6E1D6",
    line="#D5CEC0",
    edge="#857C6B",
    ink="#1C2322",
    ink2="#55594F",
    ink3="#7A7B70",
    accent="#0E5263",
    fill="#0E5263",
    onfill="#FFFFFF",
    tint="#DCEAEC",
    rail="#0B3F4D",
    onrail="#D7E6E8",
    ok="#1A6338",
    ok_tint="#DFEEE0",
    ok_mid="#BFDFC6",
    warn="#7E4A00",
    warn_tint="#FBEBC6",
    due="#E2A11B",
    bad="#A31C1C",
    bad_tint="#F9DFDA",
    unk="#5A3594",
    unk_tint="#EAE2F6",
)

DARK = Palette(
    name="dark",
    desk="#151817",
    paper="#1E2221",
    band="#2A2F2D",
    line="#363C39",
    edge="#7F8A85",
    ink="#ECEAE3",
    ink2="#B3B6AE",
    ink3="#868B84",
    accent="#7CC7D3",
    fill="#1B7083",
    onfill="#FFFFFF",
    tint="#1F3A41",
    rail="#0F2A31",
    onrail="#BFD4D8",
    ok="#7FCB98",
    ok_tint="#1D3526",
    ok_mid="#2C5A3D",
    warn="#EDB95A",
    warn_tint="#3D3016",
    due="#EDB95A",
    bad="#F29A8E",
    bad_tint="#47211E",
    unk="#C2A8F0",
    unk_tint="#33284A",
)

PALETTES = {"light": LIGHT, "dark": DARK}

POINTS: dict[str, float] = {
    "note": 9.0,  # table heads, key caps, notes, status bar, chips
    "label": 9.75,  # section bands, labels
    "body": 10.5,  # body, fields, cells
    "rail": 11.25,  # rail words, the next-step line
    "lead": 12.0,  # ID number, equations, payer
    "title": 13.5,  # page title, queue number
    "sentence": 16.5,  # the clock's sentence
    "name": 19.5,  # the applicant's name
    "amount": 31.5,  # the one amount of a page
    "plate": 20.0,  # the window's number on the plate
    "plate_big": 60.0,  # the window's number at sign-in
}
"""Type roles in points at 100 %."""

LINES: dict[str, int] = {
    "note": 16,
    "label": 20,
    "body": 20,
    "rail": 22,
    "lead": 24,
    "title": 24,
    "sentence": 28,
    "name": 34,
    "amount": 50,
    "plate": 36,
    "plate_big": 88,
}
"""Line heights of the type roles in pixels at 100 %."""

MEASURES: dict[str, int] = {
    "header": 48,
    "band": 28,
    "next": 34,
    "keybar": 48,
    "key": 40,
    "status": 26,
    "rail": 84,
    "rail_item": 40,
    "row": 34,
    "row_dense": 30,
    "row_two": 46,
    "head": 26,
    "group": 26,
    "field": 30,
    "field_cell": 26,
    "field_big": 44,
    "button": 32,
    "segment": 28,
    "check": 18,
    "chip": 20,
    "cap": 20,
    "glyph": 12,
    "label_column": 64,
    "pad": 12,
    "panel": 16,
    "gap": 8,
    "group_gap": 16,
}
"""Heights and paddings in pixels at 100 %."""

RADIUS = {"small": 3, "field": 4, "big": 6}


@dataclass(frozen=True)
class Theme:
    """Colours and scale together: what every widget measures and paints with."""

    palette: Palette = LIGHT
    factor: float = 1.0

    def px(self, pixels: float) -> int:
        """Pixels at 100 % in this theme's scale, rounded."""
        return round(pixels * self.factor)

    def measure(self, name: str) -> int:
        """A named measure in this theme's scale."""
        return self.px(MEASURES[name])

    def points(self, role: str) -> float:
        """A type role's size in points."""
        return POINTS[role] * self.factor

    def line(self, role: str) -> int:
        """A type role's line height in pixels."""
        return self.px(LINES[role])

    def colour(self, role: str) -> str:
        """A colour role's value, `#RRGGBB`."""
        value: str = getattr(self.palette, role)
        return value

    @property
    def big(self) -> bool:
        """True in big font."""
        return self.factor > 1.0

    def folds(self, width: int) -> bool:
        """True when a window of `width` pixels has no room for a third column."""
        return width / self.factor < 1200


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB` by WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours by WCAG 2, 1 … 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
