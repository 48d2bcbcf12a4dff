"""The hands of the player inside the desk: keys, typed text and clicks, as a person's would come.

Keys go through the window system's own entrance, so that shortcuts, event filters and focus work
as they do for a keyboard. Chinese comes as an input method commits it; the rest as key presses.
"""

from __future__ import annotations

from counter.player.keynames import MODIFIERS, NAMED, key_of
from counter.player.screen import citizen_window, find_field, main_window, names_of, words_of
from counter.ui.qt import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QCoreApplication,
    QGuiApplication,
    QInputMethodEvent,
    QLineEdit,
    QPlainTextEdit,
    QPoint,
    Qt,
    QTextEdit,
    QWidget,
    QWindow,
    load_qtest,
)

BACKTAB = 0x01000002


class CannotReach(Exception):
    """There is nothing that a person's hands could touch; the words say what was looked for."""


def press_key(name: str) -> None:
    """Press and release one key of the window with the focus."""
    found = key_of(name)
    if found is None:
        raise CannotReach(f"{name!r} is no key")
    code, bits, _ = found
    if code == NAMED["Tab"] and bits == MODIFIERS["Shift"]:
        code = BACKTAB
    modifiers = Qt.KeyboardModifier(bits)
    if 0x20 < code < 0x80 and not chr(code).isalnum():
        load_qtest().keyClick(_keyboard(), chr(code), modifiers)  # the key that types this sign
    else:
        load_qtest().keyClick(_keyboard(), Qt.Key(code), modifiers)


def _keyboard() -> QWindow:
    """The window that the keys go to."""
    window = QGuiApplication.focusWindow()
    if window is None:
        shown = main_window()
        window = shown.windowHandle() if shown else None
    if window is None:
        raise CannotReach("the desk shows no window")
    return window


def type_text(text: str) -> None:
    """Type text into the focused widget: key presses for ASCII, committed input for the rest."""
    if not text:
        return
    if any(ord(c) < 0x20 for c in text):
        raise CannotReach("text to be typed holds no control characters; use keys for Enter, Tab")
    focused = QApplication.focusWidget()
    if focused is None:
        raise CannotReach("nothing has the focus")
    if isinstance(focused, QComboBox):
        _choose(focused, text)
        return
    if isinstance(focused, QCheckBox) and text in ("yes", "no"):
        if focused.isChecked() != (text == "yes"):
            press_key("Space")
        return
    for run in _runs(text):
        if run.isascii():
            for character in run:
                capital = character.isupper()
                shift = MODIFIERS["Shift"] if capital else 0
                load_qtest().keyClick(_keyboard(), character, Qt.KeyboardModifier(shift))
        else:
            _commit(run)


def _choose(box: QComboBox, text: str) -> None:
    """Walk with the arrows to the item that is called `text`."""
    items = [box.itemText(place) for place in range(box.count())]
    if text not in items:
        raise CannotReach(f"there is no choice {text!r}; there are {', '.join(items)}")
    _walk(items.index(text) - box.currentIndex(), "Up", "Down")


def _walk(steps: int, back: str, on: str) -> None:
    for _ in range(abs(steps)):
        press_key(back if steps < 0 else on)


def _runs(text: str) -> list[str]:
    """The text cut where ASCII and the rest meet."""
    runs: list[str] = []
    for character in text:
        if runs and runs[-1].isascii() == character.isascii():
            runs[-1] += character
        else:
            runs.append(character)
    return runs


def _commit(text: str) -> None:
    widget = QApplication.focusWidget()
    if widget is None or not widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
        raise CannotReach(f"nothing that takes Chinese text has the focus (it is on {_what()})")
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(widget, event)


def _what() -> str:
    widget = QApplication.focusWidget()
    if widget is None:
        return "nothing"
    return next(iter(names_of(widget)), type(widget).__name__)


def focus_field(name: str) -> None:
    """Put the focus into the field called `name`, as Tab would. Raises NoSuchField."""
    widget = find_field(name)
    widget.setFocus(Qt.FocusReason.TabFocusReason)


def clear_field() -> None:
    """Select all that stands in the focused field, so that typing replaces it."""
    widget = QApplication.focusWidget()
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        widget.selectAll()
        press_key("Delete")


def click(what: str) -> None:
    """Click the button (or whatever can be seen) called `what`; a segment is walked to."""
    window = main_window()
    if window is None:
        raise CannotReach("the desk shows no window")
    shown = [w for w in window.findChildren(QWidget) if w.isVisible()]
    for widget in shown:
        segments = widget.accessibleName().split("|")
        if len(segments) > 1 and what in segments:
            widget.setFocus(Qt.FocusReason.MouseFocusReason)
            chosen = segments.index(widget.accessibleDescription())
            _walk(segments.index(what) - chosen, "Left", "Right")
            return
    buttons: list[QWidget] = [
        w for w in shown if what in names_of(w) and isinstance(w, QAbstractButton)
    ]
    named = buttons or [w for w in shown if what in names_of(w) or words_of(w) == what]
    if not named:
        raise CannotReach(f"nothing on the screen is called {what!r}")
    target = named[-1]
    # A check box answers only on its box and its words, which stand at the left end.
    across = 10 if isinstance(target, QCheckBox) else target.width() // 2
    load_qtest().mouseClick(
        target,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(across, target.height() // 2),
    )


def touch(what: str) -> None:
    """Touch the button called `what` on the second screen, as the payer does."""
    window = citizen_window()
    if window is None:
        raise CannotReach("there is no second screen")
    shown = [w for w in window.findChildren(QAbstractButton) if w.isVisible()]
    target = next((w for w in shown if what in names_of(w)), None)
    if target is None:
        there = ", ".join(w.text() for w in shown) or "no button"
        raise CannotReach(f"nothing to touch is called {what!r}; there is {there}")
    load_qtest().mouseClick(
        target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, target.rect().center()
    )
