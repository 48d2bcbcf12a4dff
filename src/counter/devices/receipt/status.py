"""Status bytes of an ESC/POS printer: what is asked, what comes back, what it means.

DLE EOT n is real-time: it is answered even while paper or cover stop the printing. GS r 1 waits its
turn behind what was sent before and is not executed without paper, which makes it the fence at the
end of a job. Fixed bits tell both kinds of answer apart: bit 4 is set in the first and clear in the
second. Source: the makers' published command tables (Epson TM series).
"""

from __future__ import annotations

import msgspec

QUESTIONS = (1, 2, 4)
"""n of DLE EOT: printer, cause of being offline, paper roll."""
FENCE = b"\x1d\x72\x01"


def question(n: int) -> bytes:
    """DLE EOT n."""
    return bytes([0x10, 0x04, n])


def is_realtime(byte: int) -> bool:
    """Whether a byte has the fixed bits of an answer to DLE EOT: 0xx1xx10."""
    return byte & 0b1001_0011 == 0b0001_0010


def is_fence(byte: int) -> bool:
    """Whether a byte has the fixed bits of an answer to GS r: 0xx0xxxx."""
    return byte & 0b1001_0000 == 0


class PrinterStatus(msgspec.Struct, frozen=True, kw_only=True):
    """What the three answers say together."""

    offline: bool = False
    cover_open: bool = False
    paper_out: bool = False
    near_end: bool = False
    error: bool = False

    @property
    def obstacle(self) -> str:
        """Code of what keeps the printer from printing, the cause before the effect; or ""."""
        if self.cover_open:
            return "printer.cover_open"
        if self.paper_out:
            return "printer.paper_out"
        if self.error:
            return "printer.error"
        return "printer.offline" if self.offline else ""


def parse_status(one: int, two: int, four: int) -> PrinterStatus:
    """Status from the answers to DLE EOT 1, 2 and 4."""
    return PrinterStatus(
        offline=bool(one & 0x08),
        cover_open=bool(two & 0x04),
        paper_out=bool(two & 0x20) or four & 0x60 != 0,
        near_end=four & 0x0C != 0,
        error=bool(two & 0x40),
    )


FAILED_WORDS = {
    "printer.paper_out": "打印机缺纸，还没有打印。请换纸。",
    "printer.cover_open": "打印机盖子开着，还没有打印。请合上盖子。",
    "printer.offline": "打印机脱机，还没有打印。请按一下联机键或检查打印机。",
    "printer.error": "打印机报错，还没有打印。请关机再开；仍不行请报修。",
    "printer.silent": "打印机没有回应，还没有打印。请检查电源和数据线。",
}
"""What a clerk reads when nothing was sent."""

UNKNOWN_WORDS = {
    "printer.paper_out": "打到一半缺纸了。请换纸，再看小票是否打完；没打完请重打（补打）。",
    "printer.cover_open": "打到一半盖子开了。请合上，再看小票是否打完；没打完请重打（补打）。",
    "printer.offline": "打到一半打印机脱机了。请看小票是否打完；没打完请重打（补打）。",
    "printer.error": "打到一半打印机报错。请看小票是否打完；没打完请重打（补打）。",
    "printer.silent": "可能未打完，请看小票；没打完请重打（补打）。",
    "device.lost": "打印时打印机断开了，可能未打完，请看小票；没打完请重打（补打）。",
    "printer.one_way": "这台打印机不报状态，请看小票是否打完；没打完请重打（补打）。",
}
"""What a clerk reads when bytes left and nobody can say what became of them."""
