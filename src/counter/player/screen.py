"""What a person sees on the desk's windows, as words with their places; and fields by their names.

Text comes from the widgets themselves: labels, buttons, fields, tables by their model, and painted
widgets by `visible_text()` where they have it, else by accessible name and description. A widget's
region (header, page, next, keys …) is that of the nearest ancestor with a `region` property or one
of the shell's object names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from counter.ui.qt import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPoint,
    Qt,
    QTextEdit,
    QWidget,
)

ROW = 12
"""Pixels within which two texts stand on one line."""


PLACES = {
    "header": "header",
    "rail": "rail",
    "page": "page",
    "next_step": "next",
    "key_bar": "keys",
    "status_bar": "status",
    "overlay": "sheet",
}
"""Regions by the object names that the shell gives its parts."""


CITIZEN = "citizen"
"""Region of the second screen, which is the payer's."""


@dataclass(frozen=True)
class Spot:
    """A piece of text on the screen: where it stands (global pixels), its region, its words."""

    x: int
    y: int
    region: str
    words: str


def windows() -> list[QWidget]:
    """The visible windows of the program; the one with the focus first."""
    active = QApplication.activeWindow()
    shown = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.width() > 1]
    return sorted(shown, key=lambda w: w is not active)


def main_window() -> QWidget | None:
    """The window that a person works in."""
    found = [w for w in windows() if _own_region(w) != CITIZEN]
    return found[0] if found else None


def citizen_window() -> QWidget | None:
    """The window of the payer, if it can be seen."""
    return next((w for w in windows() if _own_region(w) == CITIZEN), None)


def lines(region: str = "") -> list[str]:
    """The screen (or one region of it) line by line, left to right, top to bottom.

    The citizen's screen is another one: it is read only as the region `citizen`.
    """
    spots = [s for s in _spots() if s.region == region or (not region and s.region != CITIZEN)]
    spots.sort(key=lambda s: (s.y, s.x))
    rows: list[list[Spot]] = []
    for spot in spots:
        if rows and abs(rows[-1][0].y - spot.y) <= ROW:
            rows[-1].append(spot)
        else:
            rows.append([spot])
    return ["  ".join(s.words for s in sorted(row, key=lambda s: s.x)) for row in rows]


def _spots() -> Iterator[Spot]:
    for window in windows():
        for widget in (window, *window.findChildren(QWidget)):
            if widget.isVisible() and not widget.visibleRegion().isEmpty():
                yield from _spots_of(widget)


def _spots_of(widget: QWidget) -> Iterator[Spot]:
    region = region_of(widget)
    if isinstance(widget, QAbstractItemView):
        yield from _item_spots(widget, region)
        return
    words = words_of(widget).strip()
    if words:
        middle = widget.mapToGlobal(QPoint(0, widget.height() // 2))
        yield Spot(middle.x(), middle.y(), region, words)


def words_of(widget: QWidget) -> str:
    """The words that stand on a widget itself, without its children."""
    spoken = getattr(widget, "visible_text", None)
    if callable(spoken):
        said = spoken()
        return said if isinstance(said, str) else "  ".join(said)
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text() or widget.accessibleName()
    if isinstance(widget, QLineEdit):
        return widget.displayText() or widget.placeholderText()
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return widget.toPlainText() or widget.placeholderText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    name, about = widget.accessibleName(), widget.accessibleDescription()
    return name if about in name else f"{name}  {about}".strip()


def _item_spots(view: QAbstractItemView, region: str) -> Iterator[Spot]:
    """The rows of a list or table that can be seen, cell by cell."""
    model = view.model()
    if model is None:
        return
    area = view.viewport().rect()
    for row in range(model.rowCount(view.rootIndex())):
        for column in _columns(view):
            index = model.index(row, column, view.rootIndex())
            box = view.visualRect(index)
            if box.top() > area.bottom():
                return
            words = _cell(index)
            if words and box.intersects(area):
                middle = view.viewport().mapToGlobal(box.center())
                yield Spot(middle.x() - box.width() // 2, middle.y(), region, words)


def _columns(view: QAbstractItemView) -> list[int]:
    model = view.model()
    if isinstance(view, QListView):  # a list model keeps its columnCount to itself
        return [view.modelColumn()]
    return list(range(model.columnCount(view.rootIndex())))


def _cell(index: object) -> str:
    roles = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)
    for role in roles:
        said = index.data(role)  # type: ignore[attr-defined]
        if said not in (None, ""):
            return str(said)
    return ""


# --- regions -------------------------------------------------------------------------------------


def _own_region(widget: QWidget) -> str:
    return str(widget.property("region") or PLACES.get(widget.objectName(), ""))


def region_of(widget: QWidget) -> str:
    """Region of a widget: that of the nearest ancestor that has one, else `page`."""
    at: QWidget | None = widget
    while at is not None:
        if found := _own_region(at):
            return found
        at = at.parentWidget()
    return "page"


# --- fields --------------------------------------------------------------------------------------


class NoSuchField(Exception):
    """No field, or more than one, answers to a name; the words list what there is."""


def names_of(widget: QWidget) -> list[str]:
    """The names a person would call a widget by."""
    names = [widget.accessibleName()]
    if "|" in names[0]:
        names += names[0].split("|")  # segments side by side
    if isinstance(widget, QLineEdit):
        names.append(widget.placeholderText())
    if isinstance(widget, QAbstractButton):
        names.append(widget.text())
    names += [label.text() for label in _labels() if label.buddy() is widget]
    return [name.strip() for name in names if name.strip()]


def _labels() -> list[QLabel]:
    window = main_window()
    return window.findChildren(QLabel) if window else []


def takers(reading: bool = False) -> list[QWidget]:
    """Everything that can take the focus, in reading order; a sheet on top hides the rest.

    reading: also what is only to be read now (a form that was accepted).
    """
    found = [
        widget
        for window in windows()
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and (reading or widget.isEnabled())
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and names_of(widget)
    ]
    on_top = [widget for widget in found if region_of(widget) == "sheet"]
    return sorted(on_top or found, key=_reading_order)


def _reading_order(widget: QWidget) -> tuple[int, int]:
    place = widget.mapToGlobal(QPoint(0, 0))
    return place.y() // ROW, place.x()


def find_field(name: str, reading: bool = False) -> QWidget:
    """The one widget called `name`: exactly, else as a part. Raises NoSuchField."""
    all_takers = takers(reading)
    exact = [w for w in all_takers if name in names_of(w)]
    partly = [w for w in all_takers if any(name in n for n in names_of(w))]
    found = exact or partly
    if len(found) == 1 or exact:
        return found[0]
    known = ", ".join(dict.fromkeys(names_of(w)[0] for w in all_takers)) or "nothing"
    how_many = f"{len(found)} fields are" if found else "no field is"
    raise NoSuchField(f"{how_many} called {name!r}; on the screen: {known}")


def value_of(widget: QWidget) -> str:
    """What stands in a field; the digits of a PIN stay dots."""
    if isinstance(widget, QCheckBox):
        return "yes" if widget.isChecked() else "no"
    if isinstance(widget, QLineEdit):
        return widget.displayText()
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return widget.accessibleDescription() or words_of(widget)


def focus_of() -> dict[str, str]:
    """What has the focus: its names, its value, its kind."""
    widget = QApplication.focusWidget()
    if widget is None:
        return {"name": "", "names": "", "value": "", "kind": ""}
    names = names_of(widget)
    return {
        "name": names[0] if names else "",
        "names": "\n".join(names),
        "value": value_of(widget),
        "kind": type(widget).__name__,
    }
