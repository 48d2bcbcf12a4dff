"""Beside the enquiries: who asked, what became of it, and the guide of the matter."""

from __future__ import annotations

from collections.abc import Sequence

from counter.domain.guide import GuidePart
from counter.ui import theme
from counter.ui.markup import Run
from counter.ui.pages.case.wrapped import WrapLine
from counter.ui.qt import QGridLayout, QLayout, Qt, QVBoxLayout, QWidget
from counter.ui.widgets import paint
from counter.ui.widgets.band import Band
from counter.ui.widgets.basic import Label


class EnquirySide(QWidget):
    """Facts of the current enquiry above, the guide below."""

    def __init__(self) -> None:
        super().__init__()
        self._facts_band, self._guide_band = Band("这件咨询"), Band("办事指南")
        self._facts, self._guide = grid(), grid()
        self._shown: tuple[object, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._facts_band)
        layout.addLayout(self._facts)
        layout.addWidget(self._guide_band)
        layout.addLayout(self._guide)
        layout.addStretch(1)
        self.retheme()

    def show_all(
        self, facts: Sequence[tuple[str, str]], title: str, parts: Sequence[GuidePart]
    ) -> None:
        """Draw again where something differs."""
        key = (tuple(facts), title, tuple(parts))
        if key == self._shown:
            return
        self._shown = key
        self._facts_band.setVisible(bool(facts))
        fill(self._facts, [(name, words, "ink") for name, words in facts])
        rows: list[tuple[str, str, str]] = [("事项", title, "ink")] if title else []
        for part in parts:
            for place, line in enumerate(part.lines):
                rows.append(("" if place else part.name, line, "ink" if part.known else "ink2"))
        if not title:
            rows = [("", "选了事项，这里是要带的材料、期限、收费和依据", "ink2")]
        fill(self._guide, rows)

    def retheme(self) -> None:
        pad, gap = theme.measure("panel"), theme.px(6)
        for part in (self._facts, self._guide):
            part.setContentsMargins(pad, gap, theme.px(8), gap)
            part.setHorizontalSpacing(theme.measure("gap"))
            part.setVerticalSpacing(theme.px(4))


def grid() -> QGridLayout:
    """Room for names and words; what stands in it comes by `fill`."""
    made = QGridLayout()
    made.setColumnStretch(1, 1)
    return made


def fill(into: QGridLayout, rows: Sequence[tuple[str, str, str]]) -> None:
    """Other rows: name, words, colour."""
    _empty(into)
    for place, (name, words, colour) in enumerate(rows):
        label = Label(name, "label", colour="ink2")
        label.setAlignment(paint.ALIGN_RIGHT)
        label.setMinimumWidth(theme.px(56))
        label.setFixedHeight(theme.current().line("body"))
        into.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
        into.addWidget(WrapLine((Run(words),), colour=colour), place, 1)


def _empty(layout: QLayout) -> None:
    while layout.count():
        widget = layout.takeAt(0).widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
