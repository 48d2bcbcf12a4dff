"""A strict reader of ESC/POS: bytes to the lines of a slip, as a printer with a Chinese font does.

Strict means: whatever a printer of this class would not take (an unknown command, a Chinese
character outside Chinese mode, a four-byte code, a line too wide for an image) is written down in
`errors` of the slip, where tests look. Sources: the makers' published command tables.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

DOT_WIDTH = {"half": 12, "full": 24}
LINE_DOTS = 30
ALIGN = {0: "left", 1: "centre", 2: "right", 48: "left", 49: "centre", 50: "right"}


class Incomplete(Exception):
    """The buffer ends inside a command."""


class Slip:
    """One piece of paper between two cuts, as plain data."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []
        self.errors: list[str] = []

    @property
    def text(self) -> str:
        """The printed lines; a QR code stands as [QR …], an image as [图 w×h]."""
        lines = []
        for item in self.items:
            if "spans" in item:
                lines.append("".join(span["text"] for span in item["spans"]))
            elif "qr" in item:
                lines.append(f"[QR {item['qr']}]")
            elif "image" in item:
                lines.append(f"[图 {item['image']['width']}×{item['image']['height']}]")
        return "\n".join(lines)

    def as_dict(self, width_dots: int) -> dict[str, Any]:
        """What `slips` answers and the .json file holds."""
        return {
            "text": self.text,
            "items": self.items,
            "errors": self.errors,
            "width_dots": width_dots,
        }


class Style:
    """How the next character will look."""

    def __init__(self) -> None:
        self.align = "left"
        self.bold = False
        self.reverse = False
        self.underline = False
        self.width = 1
        self.height = 1
        self.chinese = False  # FS & switches it on; strict: not on by itself after ESC @
        self.chinese_size: tuple[int, int] | None = None

    def span(self, full: bool) -> dict[str, Any]:
        """The look of a span; full: whether it is for Chinese characters."""
        size = self.chinese_size if full and self.chinese_size else (self.width, self.height)
        return {
            "bold": self.bold,
            "reverse": self.reverse,
            "underline": self.underline,
            "size": list(size),
        }


class EscPosReader:
    """Takes one command or character at a time off the front of a buffer.

    `step` returns how many bytes it used; `printed_lines` counts lines that reached the paper, so
    that the device can run out of paper in the middle of a job.
    """

    def __init__(self, width_dots: int) -> None:
        self.width_dots = width_dots
        self.slip = Slip()
        self.finished: list[Slip] = []
        self.printed_lines = 0
        self.replies = bytearray()
        self.paper_sensor = 0  # what GS r 1 answers
        self._style = Style()
        self._spans: list[dict[str, Any]] = []
        self._used_dots = 0
        self._qr = ""
        self._qr_module = 3

    def step(self, data: bytes) -> int:
        """Work off the first command or character of `data`; raises `Incomplete`."""
        first = data[0]
        if first == 0x0A:
            self._end_line()
            return 1
        if first in (0x0D, 0x00):
            return 1
        if first == 0x1B:
            return self._escape(data)
        if first == 0x1C:
            return self._fs(data)
        if first == 0x1D:
            return self._gs(data)
        if first < 0x20:
            return self._unknown(data[:1])
        return self._character(data)

    # --- characters ------------------------------------------------------------------------------

    def _character(self, data: bytes) -> int:
        if data[0] < 0x80:
            self._put(chr(data[0]))
            return 1
        if not self._style.chinese:
            self._error(f"byte {data[0]:02X} outside Chinese mode")
            self._put("?")
            return 1
        _need(data, 2)
        if 0x30 <= data[1] <= 0x39:
            _need(data, 4)
            self._error(f"four-byte code {data[:4].hex(' ').upper()}")
            self._put("?")
            return 4
        try:
            self._put(data[:2].decode("gb18030"))
        except UnicodeDecodeError:
            self._error(f"no character {data[:2].hex(' ').upper()}")
            self._put("?")
        return 2

    def _put(self, char: str) -> None:
        full = not char.isascii()
        look = self._style.span(full)
        dots = DOT_WIDTH["full" if full else "half"] * look["size"][0]
        if self._used_dots + dots > self.width_dots:
            self._end_line(wrapped=True)
        self._used_dots += dots
        if self._spans and {k: v for k, v in self._spans[-1].items() if k != "text"} == look:
            self._spans[-1]["text"] += char
        else:
            self._spans.append({"text": char, **look})

    def _end_line(self, wrapped: bool = False) -> None:
        line: dict[str, Any] = {"align": self._style.align, "spans": self._spans}
        if wrapped:
            line["wrapped"] = True
        self.slip.items.append(line)
        self._spans = []
        self._used_dots = 0
        self.printed_lines += 1

    # --- commands --------------------------------------------------------------------------------

    def _escape(self, data: bytes) -> int:
        _need(data, 2)
        command = chr(data[1])
        if command == "@":
            self._style = Style()
            self._spans, self._used_dots = [], 0
            return 2
        if command == "2":
            return 2
        if command == "p":
            _need(data, 5)
            self.slip.items.append({"drawer": data[2]})
            return 5
        if command not in "aEdJ-3MtG":
            return self._unknown(data[:2])
        _need(data, 3)
        self._escape_with_number(command, data[2])
        return 3

    def _escape_with_number(self, command: str, n: int) -> None:
        if command == "a":
            if self._spans:
                self._error("ESC a inside a line has no effect")
            self._style.align = ALIGN.get(n, self._style.align)
        elif command in "EG":
            self._style.bold = bool(n & 1)
        elif command == "-":
            self._style.underline = n not in (0, 48)
        elif command in "dJ":
            self._flush()
            self.slip.items.append({"feed": n * LINE_DOTS if command == "d" else n})
        elif command == "t" and self._style.chinese:
            self._error("ESC t inside Chinese mode upsets some printers")
        elif command == "M" and n not in (0, 48):
            self._error("ESC M: only font A is known")

    def _fs(self, data: bytes) -> int:
        _need(data, 2)
        command = chr(data[1])
        if command in "&.":
            self._style.chinese = command == "&"
            return 2
        _need(data, 3)
        if command == "!":
            size = (2 if data[2] & 0x04 else 1, 2 if data[2] & 0x08 else 1)
            self._style.chinese_size = None if size == (1, 1) else size
            return 3
        if command == "-":
            self._style.underline = data[2] not in (0, 48)
            return 3
        if command == "S":
            _need(data, 4)
            return 4
        return self._unknown(data[:2])

    def _gs(self, data: bytes) -> int:
        _need(data, 3)
        command = chr(data[1])
        if command == "!":
            self._style.width, self._style.height = (data[2] >> 4) + 1, (data[2] & 0x0F) + 1
            return 3
        if command == "B":
            self._style.reverse = bool(data[2] & 1)
            return 3
        if command == "r":
            self.replies.append(self.paper_sensor)
            return 3
        if command in "LW":
            _need(data, 4)
            return 4
        if command == "V":
            return self._cut(data)
        if command == "v":
            return self._image(data)
        if command == "(":
            return self._gs_bracket(data)
        return self._unknown(data[:2])

    def _cut(self, data: bytes) -> int:
        mode = data[2]
        size = 3 if mode in (0, 1, 48, 49) else 4
        _need(data, size)
        self._flush()
        self.slip.items.append({"cut": "full" if mode in (0, 48, 65) else "partial"})
        self.finished.append(self.slip)
        self.slip = Slip()
        return size

    def _image(self, data: bytes) -> int:
        _need(data, 8)
        if data[2] != 0x30:
            return self._unknown(data[:3])
        width_bytes = data[4] + (data[5] << 8)
        height = data[6] + (data[7] << 8)
        size = 8 + width_bytes * height
        _need(data, size)
        if width_bytes * 8 > self.width_dots:
            self._error(f"image of {width_bytes * 8} dots on {self.width_dots}")
        self._flush()
        bits = data[8:size]
        image = {
            "width": width_bytes * 8,
            "height": height,
            "sha256": hashlib.sha256(bits).hexdigest(),
            "bits": bits.hex(),
        }
        self.slip.items.append({"align": self._style.align, "image": image})
        self.printed_lines += max(1, height // LINE_DOTS)
        return size

    def _gs_bracket(self, data: bytes) -> int:
        _need(data, 5)
        size = 5 + data[3] + (data[4] << 8)
        _need(data, size)
        if data[2] != 0x6B or data[5:6] != b"1":
            self._unknown(data[:3])
            return size
        function, rest = data[6], data[7:size]
        if function == 0x43:
            self._qr_module = rest[0]
        elif function == 0x50:
            self._qr = rest[1:].decode("utf-8", "replace")
        elif function == 0x51:
            self._print_qr()
        elif function not in (0x41, 0x45):
            self._error(f"QR function {function:02X}")
        return size

    def _print_qr(self) -> None:
        if not self._qr:
            self._error("QR printed before it was stored")
            return
        self._flush()
        self.slip.items.append(
            {"align": self._style.align, "qr": self._qr, "module": self._qr_module}
        )
        self.printed_lines += 6

    def _flush(self) -> None:
        if self._spans:
            self._end_line()

    def _unknown(self, command: bytes) -> int:
        self._error(f"unknown command {command.hex(' ').upper()}")
        return len(command)

    def _error(self, words: str) -> None:
        self.slip.errors.append(words)


def columns(text: str) -> int:
    """Width of a text in half columns, as a printer in Chinese mode sets it (24 dots = 2)."""
    return sum(1 if char.isascii() else 2 for char in unicodedata.normalize("NFC", text))


def _need(data: bytes, size: int) -> None:
    if len(data) < size:
        raise Incomplete
