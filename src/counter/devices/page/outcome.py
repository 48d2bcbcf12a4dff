"""Outcomes of page printing in words, the same for every kind of page printer."""

from __future__ import annotations

from counter.ports.devices import PrintOutcome

DEVICE = "文书打印机"

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
