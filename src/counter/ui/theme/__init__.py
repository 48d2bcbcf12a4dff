"""The theme that is on now, and how to put on another at run time.

Widgets ask `current()` when they measure and paint. `apply` sets palette, style sheet and font on
the application and calls `retheme()` on every widget that has one.
"""

from __future__ import annotations

import os

from counter.ui.qt import (
    QApplication,
    QColor,
    QCoreApplication,
    QFont,
    QFontMetricsF,
    QPalette,
    QStyleFactory,
    Qt,
)
from counter.ui.theme import fonts
from counter.ui.theme.qss import style_sheet
from counter.ui.theme.tokens import BIG, DARK, LIGHT, PALETTES, Palette, Theme, contrast

# One logical inch is 96 px everywhere, so that points and our pixels keep their proportion; what
# the system wants larger comes by Qt's scale factor. It must be said before the application is.
if QCoreApplication.instance() is None:
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_Use96Dpi)

_current = Theme()


def current() -> Theme:
    """The theme that is on."""
    return _current


def colour(role: str) -> QColor:
    """A colour role of the current theme."""
    return QColor(_current.colour(role))


def font(role: str = "body", bold: bool = False) -> QFont:
    """The font of a type role in the current theme."""
    return fonts.font_at(_current.points(role), bold)


def metrics(role: str = "body", bold: bool = False) -> QFontMetricsF:
    """Metrics of `font(role, bold)`."""
    return fonts.metrics_at(round(_current.points(role), 2), bold)


def advance(words: str, role: str = "body", bold: bool = False) -> float:
    """Width of words in pixels, in the font of a type role."""
    return fonts.advance_at(round(_current.points(role), 2), bold, words)


def px(pixels: float) -> int:
    """Pixels at 100 % in the current scale."""
    return _current.px(pixels)


def measure(name: str) -> int:
    """A named measure in the current scale."""
    return _current.measure(name)


def qt_palette(palette: Palette) -> QPalette:
    """Our colours as Qt's palette, for whatever the style sheet does not reach."""
    roles = QPalette.ColorRole
    table = {
        roles.Window: palette.paper,
        roles.WindowText: palette.ink,
        roles.Base: palette.paper,
        roles.AlternateBase: palette.paper,
        roles.Text: palette.ink,
        roles.Button: palette.paper,
        roles.ButtonText: palette.ink,
        roles.BrightText: palette.onfill,
        roles.Highlight: palette.tint,
        roles.HighlightedText: palette.ink,
        roles.PlaceholderText: palette.ink3,
        roles.Link: palette.accent,
        roles.Mid: palette.line,
        roles.Dark: palette.edge,
        roles.Light: palette.paper,
        roles.Midlight: palette.band,
        roles.Shadow: palette.line,
        roles.Accent: palette.accent,
    }
    made = QPalette()
    for role, value in table.items():
        made.setColor(role, QColor(value))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(palette.ink3))
    return made


def apply(app: QApplication, theme: Theme) -> None:
    """Put `theme` on the application and on every widget that is alive."""
    global _current
    _current = theme
    fonts.load()
    if app.style().objectName() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)
    app.setEffectEnabled(Qt.UIEffect.UI_AnimateMenu, False)
    app.setPalette(qt_palette(theme.palette))
    app.setFont(font("body"))
    app.setStyleSheet(style_sheet(theme))
    for widget in app.allWidgets():
        retheme = getattr(widget, "retheme", None)
        if retheme is not None:
            retheme()


def wanted(app: QApplication | None = None, setting: str = "", big: bool = False) -> Theme:
    """The theme to start with: COUNTER_THEME, else `setting`, else the system's scheme."""
    name = os.environ.get("COUNTER_THEME", "") or setting
    if name not in PALETTES:
        scheme = app.styleHints().colorScheme() if app is not None else None
        name = "dark" if scheme == Qt.ColorScheme.Dark else "light"
    return Theme(PALETTES[name], BIG if big or os.environ.get("COUNTER_BIG") == "1" else 1.0)


__all__ = [
    "BIG",
    "DARK",
    "LIGHT",
    "Palette",
    "Theme",
    "advance",
    "apply",
    "colour",
    "contrast",
    "current",
    "font",
    "measure",
    "metrics",
    "px",
    "wanted",
]
