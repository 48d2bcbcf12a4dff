"""Key presses as the book of keys writes them: `F5`, `Ctrl+K`, `Alt+1`, `Space`, `Q`, `Enter`."""

from __future__ import annotations

from counter.ui.qt import QKeyEvent, QLineEdit, QPlainTextEdit, Qt, QTextEdit, QWidget

_NAMES = {
    Qt.Key.Key_Space: "Space",
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_PageUp: "PageUp",
    Qt.Key.Key_PageDown: "PageDown",
    Qt.Key.Key_Home: "Home",
    Qt.Key.Key_End: "End",
    Qt.Key.Key_Insert: "Insert",
    Qt.Key.Key_Delete: "Delete",
    Qt.Key.Key_Tab: "Tab",
    Qt.Key.Key_Backspace: "Backspace",
}
_EDITING = {"Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+A", "Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z"}
"""Editing keys that stay with the field."""


def key_name(event: QKeyEvent) -> str:
    """The key as the book writes it; empty for a lone modifier or a key with no name."""
    key = event.key()
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F12:
        name = f"F{key - Qt.Key.Key_F1 + 1}"
    elif Qt.Key.Key_A <= key <= Qt.Key.Key_Z or Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
        name = chr(key)
    else:
        try:
            name = _NAMES.get(Qt.Key(key), "")
        except ValueError:
            return ""
    if not name:
        return ""
    held = event.modifiers()
    parts = []
    if held & Qt.KeyboardModifier.ControlModifier:
        parts.append("Ctrl")
    if held & Qt.KeyboardModifier.AltModifier:
        parts.append("Alt")
    if held & Qt.KeyboardModifier.ShiftModifier:
        parts.append("Shift")
    return "+".join((*parts, name))


def is_shell_key(name: str) -> bool:
    """Keys that work wherever the focus is: F-keys and what is held with Ctrl or Alt."""
    if name in _EDITING:
        return False
    last = name.rpartition("+")[2]
    if last.startswith("F") and last[1:].isdigit():
        return True
    return name.startswith(("Ctrl+", "Alt+"))


def is_text_field(widget: QWidget | None) -> bool:
    """Whether letters typed now belong to a field."""
    return isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit)
