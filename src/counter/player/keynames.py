"""Names of keys in scripts, as on the caps (`F5`, `Ctrl+P`, `Esc`), and what they mean to Qt.

No Qt here: the numbers are Qt's key codes, so that a script can be checked without a desk.
"""

from __future__ import annotations

from counter.player.source import suggest

MODIFIERS = {"Shift": 0x02000000, "Ctrl": 0x04000000, "Alt": 0x08000000}
"""Bits of Qt.KeyboardModifier."""

NAMED = {
    "Esc": 0x01000000,
    "Tab": 0x01000001,
    "Backspace": 0x01000003,
    "Enter": 0x01000004,
    "Insert": 0x01000006,
    "Delete": 0x01000007,
    "Home": 0x01000010,
    "End": 0x01000011,
    "Left": 0x01000012,
    "Up": 0x01000013,
    "Right": 0x01000014,
    "Down": 0x01000015,
    "PageUp": 0x01000016,
    "PageDown": 0x01000017,
    "Space": 0x20,
    **{f"F{n}": 0x01000030 + n - 1 for n in range(1, 13)},
}
"""Key codes of Qt.Key by the name on the cap; Enter is the big one (Key_Return)."""


def key_of(name: str) -> tuple[int, int, str] | None:
    """(Qt key code, modifier bits, text it types) of a key's name; None for an unknown one.

    A single character (`G`, `7`, `?`) is its own name; a letter means its key without Shift, as on
    the cap, in whichever case it is written.
    """
    bits, rest = 0, name
    while "+" in rest[1:-1] and rest.partition("+")[0] in MODIFIERS:
        modifier, _, rest = rest.partition("+")
        bits |= MODIFIERS[modifier]
    if rest in NAMED:
        text = {"Space": " ", "Enter": "\r", "Tab": "\t"}.get(rest, "")
        return NAMED[rest], bits, text if not bits else ""
    if len(rest) == 1 and 0x21 <= ord(rest) <= 0x7E:
        typed = rest.lower() if not bits else ""
        return ord(rest.upper()), bits, typed
    return None


def explain(name: str) -> str:
    """What would be a key, for somebody who wrote `name`."""
    return (
        f"{suggest(name.rpartition('+')[2], NAMED)}, single characters, "
        f"each also with {', '.join(m + '+' for m in MODIFIERS)}"
    )
