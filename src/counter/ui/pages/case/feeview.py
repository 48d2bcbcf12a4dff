"""The section 缴费单 of the case page: lines unit by unit, the red card of finance above them."""

from __future__ import annotations

from counter.desk.chargeview import SheetView
from counter.ui import theme
from counter.ui.markup import Run
from counter.ui.pages.case import commands as keys
from counter.ui.pages.case import feerows
from counter.ui.pages.case.feerows import FeeRow
from counter.ui.pages.case.sections import TallTable
from counter.ui.pages.case.wrapped import WrapLine
from counter.ui.qt import QPainter, QPaintEvent, QRectF, QVBoxLayout, QWidget
from counter.ui.rows import Cell, Column, Row, cells
from counter.ui.state import STATES
from counter.ui.text import say
from counter.ui.widgets.band import Band

COLUMNS = (Column("name", "", 0), Column("amount", "", 112, "right"))


class RedCard(QWidget):
    """What finance wants put right, on the colour of a refusal."""

    def __init__(self) -> None:
        super().__init__()
        self._line = WrapLine("", glyph="returned")
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._line)
        self.retheme()

    def say(self, words: str) -> None:
        """Other words."""
        self._line.say((Run(words, bold=True, colour="bad"),), glyph="returned")

    def retheme(self) -> None:
        pad = theme.measure("pad")
        self._column.setContentsMargins(pad, theme.px(8), pad, theme.px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("bad_tint"))
            p.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.colour("bad"))


class ChargeSection(QWidget):
    """缴费单; hidden where the matter has no fee."""

    def __init__(self) -> None:
        super().__init__()
        self.band = Band("缴费单")
        self.card = RedCard()
        self.table = TallTable(COLUMNS, row="row_two", head=False)
        self.table.setAccessibleName("缴费单")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.band, self.card, self.table):
            column.addWidget(widget)

    def show_sheet(self, view: SheetView | None, does: bool) -> None:
        """The sheet as it is now. does: whoever is here may press its key."""
        self.setVisible(view is not None)
        if view is None:
            return
        self.band.set_count(feerows.counted(view))
        self.band.set_fact(f"[[{keys.FEES.id}]]" if does else "")
        red = feerows.red_card(view)
        self.card.setVisible(red is not None)
        if red is not None:
            self.card.say(say(red))
        lines = feerows.rows(view.charge)
        self.table.setVisible(bool(lines))
        self.table.show_rows([_row(line) for line in lines])
        self.table.fit()


def _row(line: FeeRow) -> Row:
    quiet = line.state == "waiting"
    amount = (Run(say(line.amount), bold=not quiet, colour=STATES["waiting"].colour),)
    if not quiet:
        amount = (Run(say(line.amount), bold=True),)
    return Row(
        line.id,
        cells(
            name=Cell(
                (Run(say(line.name), bold=True),),
                glyph=line.state,
                under=(Run(say(line.under)),) if line.under else "",
            ),
            amount=Cell(amount, under=(Run(say(line.less)),) if line.less else ""),
        ),
    )
