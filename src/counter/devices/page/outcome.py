"""Outcomes of page printing in words, the same for every kind of page printer."""

from __future__ import annotations

from counter.ports.devices import PrintOutcome

DEVICE = "文书打印机"
FORM_DEVICE = "票据打印机"
LOOK_AT_FORM = "不知道票打出来没有。请看链纸上这张票打完了没有、票号是多少，再在屏幕上选。"
"""What the clerk does about a ticket that nobody can tell of: never print it again by itself."""

PRINTED = PrintOutcome(outcome="printed", words="已打印")


def held(why: str, words: str) -> PrintOutcome:
    """The printer was not ready and nothing was handed over."""
    return PrintOutcome(outcome="failed", why=why, words=words, held=True)


def failed(why: str, words: str) -> PrintOutcome:
    """The system says for certain that the job came to nothing."""
    return PrintOutcome(outcome="failed", why=why, words=words)


def unknown(why: str, words: str = "") -> PrintOutcome:
    """The job was handed over and nobody can say what became of it."""
    said = words or "打印机没有回话，不确定是否已打印。请看出纸口；没有打出请重打（补打）。"
    return PrintOutcome(outcome="unknown", why=why, words=said)
