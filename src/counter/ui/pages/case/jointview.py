"""The section 联办 of the case page: a row for each unit, the keys in its head."""

from __future__ import annotations

from counter.desk.joint import PartView
from counter.ui.markup import Run
from counter.ui.pages.case import jointhand
from counter.ui.pages.case.jointhand import JointHand
from counter.ui.pages.case.sections import TallTable
from counter.ui.qt import QVBoxLayout, QWidget
from counter.ui.rows import Cell, Column, Row, cells
from counter.ui.state import STATES
from counter.ui.text import say
from counter.ui.widgets.band import Band

COLUMNS = (Column("unit", "", 0), Column("state", "", 196))


class JointSection(QWidget):
    """联办; hidden on a case of one unit."""

    def __init__(self, hand: JointHand) -> None:
        super().__init__()
        self._hand = hand
        self.band = Band("联办")
        self.table = TallTable(COLUMNS, row="row_two", head=False)
        self.table.setAccessibleName("联办")
        self.table.moved.connect(self._moved)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.band)
        column.addWidget(self.table)

    def show_parts(self, does: bool) -> None:
        """The parts as they are now. does: whoever is here may act."""
        parts = self._hand.parts
        self.setVisible(bool(parts))
        if not parts:
            return
        self.band.set_count(jointhand.counted(parts))
        self.band.set_fact(self._hand.offered if does else "")
        self.table.show_rows([_row(part) for part in parts], self._hand.unit or None)
        self.table.fit()

    def _moved(self, unit: object) -> None:
        if isinstance(unit, str):
            self._hand.pick(unit)


def _row(part: PartView) -> Row:
    state, word = jointhand.standing(part)
    under, by = jointhand.under_name(part), jointhand.under_state(part)
    return Row(
        part.unit,
        cells(
            unit=Cell((Run(part.name, bold=True),), under=(Run(say(under)),)),
            state=Cell(
                (Run(say(word), colour=STATES[state].colour),),
                glyph=state,
                under=(Run(say(by)),),
            ),
        ),
    )
