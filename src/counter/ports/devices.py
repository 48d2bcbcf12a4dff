"""Devices as the desk knows them. Drivers live in counter.devices; simulators are other processes.

Every call has a deadline inside its driver and is made on that device's own thread. A fault of
the world is a KnownError with a code `card.*`, `printer.*`, `device.*`.
"""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

from counter.domain.persons import IdDocument

Light = Literal["ok", "warn", "bad", "unknown", "absent"]


class DeviceHealth(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the device page: words for the clerk, detail (masked) for the technician."""

    kind: Literal["id_reader", "receipt_printer", "page_printer", "queue"]
    name: str
    light: Light
    words: str
    detail: str = ""
    simulated: bool = False


class PrintOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """Fate of one print: `unknown` when bytes left and nobody can say what became of them.

    why: code of the reason for failed and unknown (`printer.paper_out`, `printer.silent` …).
    held: only with `failed`: not one byte left, the device was not ready; the queue may try the
    same job again by itself.
    """

    outcome: Literal["printed", "failed", "unknown"]
    why: str = ""
    words: str = ""
    held: bool = False


class PhotoDecoder(Protocol):
    """Turns the 1,024-byte photo block into a picture; waits for the site's vendor library."""

    def decode(self, block: bytes) -> bytes | None:
        """BMP bytes, or None where no decoder is installed."""
        ...


class IdCardReader(Protocol):
    """Reader of resident ID cards and their three kin."""

    simulated: bool

    def poll(self) -> bool:
        """True when a card lies on the reader and can be selected. Quick (< 0.3 s)."""
        ...

    def read(self) -> IdDocument:
        """Find, select, read; raises KnownError `card.none`, `card.moved`, `card.rejected`,
        `card.unknown_layout`, `card.bad_data`, `device.lost`, `device.silent`, `device.fault`."""
        ...

    def health(self) -> DeviceHealth: ...
    def close(self) -> None: ...


class ReceiptPrinter(Protocol):
    """A 58 or 80 mm ESC/POS printer."""

    simulated: bool
    width_dots: int  # 384 or 576

    def print(self, data: bytes) -> PrintOutcome:
        """Ask for status, send, wait for the fence, ask again."""
        ...

    def health(self) -> DeviceHealth: ...
    def close(self) -> None: ...


class PagePrinter(Protocol):
    """Prints A4 PDF."""

    simulated: bool

    def print(self, pdf: bytes, copies: int, title: str) -> PrintOutcome: ...
    def health(self) -> DeviceHealth: ...
    def close(self) -> None: ...


class Visitor(msgspec.Struct, frozen=True):
    """Who was called: `A012`, and how many wait behind."""

    ticket: str
    waiting: int


class QueueMachine(Protocol):
    """The hall's queue machine (叫号)."""

    simulated: bool

    def call_next(self, window: str) -> Visitor | None:
        """Call the next visitor to `window`; None when nobody waits."""
        ...

    def waiting(self) -> int: ...
    def health(self) -> DeviceHealth: ...
    def close(self) -> None: ...
