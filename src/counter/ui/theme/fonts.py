"""The desk's font: a variable Noto Sans SC from a package, the same on every platform.

Regular and bold are two places on the font's weight axis (400, 700), set on each QFont; Qt's own
bold would be painted on top of the axis, so `QFont.setBold` and bold rich text are never used.
The file's default place is Thin: a font that did not come from here looks too light. Instancing
the two weights with fontTools takes 20 s; the axis costs nothing and gives tabular figures.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from counter.ui.qt import QFont, QFontDatabase, QFontMetricsF
from counter.ui.theme.tokens import POINTS

REGULAR, BOLD = 400.0, 700.0
_AXIS = "wght"
_family = ""


def load() -> str:
    """Register the font with Qt once and return its family name.

    Raises RuntimeError when the package's font is not there: a dependency is broken, and a desk
    of boxes would be worse than none.
    """
    global _family
    if _family:
        return _family
    # importlib.resources would load zip files and more before the first window (0.01 s).
    package = find_spec("justmytype_intl_cjk")
    folders = (package.submodule_search_locations if package else None) or [""]
    path = Path(folders[0]) / "fonts" / "ofl" / "notosanssc" / "NotoSansSC[wght].ttf"
    number = QFontDatabase.addApplicationFont(str(path)) if path.is_file() else -1
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    if not families:
        raise RuntimeError("the Noto Sans SC font of justmytype-intl-cjk cannot be loaded")
    _family = families[0]
    return _family


@lru_cache(maxsize=256)
def _made(points: float, bold: bool) -> QFont:
    made = QFont(load())
    made.setPointSizeF(points)
    made.setWeight(QFont.Weight.Normal)
    made.setVariableAxis(QFont.Tag(_AXIS), BOLD if bold else REGULAR)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def font_at(points: float, bold: bool = False) -> QFont:
    """The desk's font at a size in points."""
    return QFont(_made(round(points, 2), bold))


@lru_cache(maxsize=256)
def metrics_at(points: float, bold: bool = False) -> QFontMetricsF:
    """Metrics of `font_at`, cached: paint code measures a lot."""
    return QFontMetricsF(_made(round(points, 2), bold))


@lru_cache(maxsize=16_384)
def advance_at(points: float, bold: bool, words: str) -> float:
    """Width of words in pixels: side panels and lists measure the same ones again and again."""
    return metrics_at(points, bold).horizontalAdvance(words)


def forget() -> None:
    """Drop what is cached about fonts; for tests that build a second application."""
    global _family
    _family = ""
    _made.cache_clear()
    metrics_at.cache_clear()
    advance_at.cache_clear()


__all__ = ["BOLD", "POINTS", "REGULAR", "advance_at", "font_at", "forget", "load", "metrics_at"]
