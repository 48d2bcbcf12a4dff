"""Why a paper was not printed, or nobody knows: one table of words for screen and paper.

Devices and the desk give a code with a print's fate (`PrintOutcome.why`, `PaperPrinted.why`);
the queue, the case and the reception page say the same words for it. No Qt.
"""

from __future__ import annotations

from counter.domain.errors import Text, text

PRINT_WHY: dict[str, str] = {
    "printer.paper_out": "没有纸",
    "printer.paper_low": "纸快没了",
    "printer.cover_open": "盖子开着",
    "printer.jam": "卡纸",
    "printer.cutter": "切刀卡住",
    "printer.hot": "机头太热",
    "printer.power": "打印机断过电",
    "printer.offline": "打印机没开或没接",
    "printer.silent": "打印机不答话",
    "printer.error": "打印机报错",
    "printer.broke_off": "打到一半断了",
    "printer.one_way": "打印机不回话，要人看",
    "printer.cancelled": "在打印机上撤了",
    "printer.refused": "打印机不收",
    "printer.stopped": "打印机停着",
    "printer.waiting": "打印机在等人",
    "printer.job": "打印机没有这份任务了",
    "device.lost": "打印机断开了",
    "device.silent": "打印机不答话",
    "device.fault": "打印机报错",
    "device.not_found": "没找到打印机",
    "device.not_configured": "还没有设置打印机",
    "device.not_installed": "打印系统没有装",
    "device.busy": "打印机被别的程序占着",
    "device.no_permission": "没有用打印机的权限",
    "device.none": "没有接打印机",
    "interrupted": "打的时候程序停了",
    "cancelled": "有人撤下了",
    "settled": "有人看过，没有纸",
    "print.fault": "程序出了错",
    "paper.glyph_missing": "有一个字印不出来",
    "paper.field_missing": "文书少一项内容",
}
"""Words for each code, as a clerk says them."""

SEEN = "有人看过，有纸"
"""What `settled` means where the paper was found."""


def why_words(code: str, *, printed: bool = False) -> Text | str:
    """The reason of a print's fate; printed: the paper is there. Empty for no code."""
    if not code:
        return ""
    if code == "settled" and printed:
        return SEEN
    return PRINT_WHY.get(code) or text("原因 {code}", code=code)
