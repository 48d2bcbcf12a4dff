"""One equation: its name and remark, both sides, the chip; under a broken one its reason."""

from __future__ import annotations

from counter.domain.finance.closewords import title
from counter.domain.finance.dayclose import DIFFERENCE_REASONS, Equation
from counter.ui import theme
from counter.ui.markup import Run
from counter.ui.pages.case.wrapped import WrapLine
from counter.ui.pages.close import view
from counter.ui.pages.close.presenter import ClosePresenter
from counter.ui.qt import QGridLayout, QHBoxLayout, QPainter, QPaintEvent, Qt, QVBoxLayout, QWidget
from counter.ui.text import say, tr
from counter.ui.widgets.basic import Chip, Label, LineLabel
from counter.ui.widgets.fields import ChoiceField, LineField

SIGNED = "写了原因、两个人签了，可以带着差额锁账；差额挂账，不改任何票。"


class ReasonRow(QWidget):
    """短 10.00 的原因 [choice] 说明 [words]."""

    def __init__(self, presenter: ClosePresenter, n: int) -> None:
        super().__init__()
        self._presenter, self._n = presenter, n
        self._name = Label("", "label", bold=True, colour="bad")
        reasons = DIFFERENCE_REASONS.get(n, {})
        self.choice = ChoiceField((("", "选一个"), *reasons.items()))
        self.choice.setAccessibleName(tr(f"第 {n} 个等式差额的原因"))
        self.choice.picked.connect(lambda key: presenter.choose_reason(n, key))
        self.choice.currentIndexChanged.connect(
            lambda _n: presenter.choose_reason(n, self.choice.key)
        )
        self.words = LineField(length=60, enter_moves=False)
        self.words.setAccessibleName(tr(f"第 {n} 个等式差额的说明"))
        self.words.setPlaceholderText(tr("什么时候、哪张单，可不填"))
        self.words.textEdited.connect(lambda words: presenter.put_words(n, words))
        self.words.entered.connect(lambda: presenter.ask_focus("next"))
        self._row = QHBoxLayout()
        self._row.addWidget(self._name)
        self._row.addWidget(self.choice, 3)
        self._row.addWidget(Label("说明", "label", colour="ink2"))
        self._row.addWidget(self.words, 3)
        self._box = QVBoxLayout(self)
        self._box.addLayout(self._row)
        self.signed = WrapLine(SIGNED, "note", colour="ink2")
        self._box.addWidget(self.signed)
        self.retheme()

    def show_reason(self, eq: Equation) -> None:
        """What is chosen and written."""
        self._name.say(view.reason_title(eq))
        self.choice.blockSignals(True)
        self.choice.choose(self._presenter.reason(self._n))
        self.choice.blockSignals(False)
        self.words.fill(self._presenter.words.get(self._n, ""))
        needs = self._presenter.reason(self._n) == "other"
        self.words.set_bad(needs and not self._presenter.words.get(self._n, "").strip())

    def retheme(self) -> None:
        self._box.setContentsMargins(0, theme.px(4), 0, theme.px(2))
        self._box.setSpacing(theme.px(2))
        self._row.setSpacing(theme.measure("gap"))


class EquationRow(QWidget):
    """Of one of the five."""

    def __init__(self, presenter: ClosePresenter, n: int) -> None:
        super().__init__()
        self._presenter, self.n = presenter, n
        self._bad = False
        self._number = Label(str(n), "title", bold=True, colour="ink2")
        self._title = LineLabel("", "label")
        self._line = WrapLine("", "lead")
        self._notes = WrapLine("", "note", colour="bad")
        self._chip = Chip()
        self.reason = ReasonRow(presenter, n)
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self._number, 0, 0, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(self._title, 0, 1)
        self._grid.addWidget(self._chip, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(self._line, 1, 1)
        self._grid.addWidget(self._notes, 2, 1, 1, 2)
        self._grid.addWidget(self.reason, 3, 1, 1, 2, top)
        self.retheme()

    def fold(self, folded: bool) -> None:
        """In a small or big-font window: without the sentence that explains."""
        self.reason.signed.setVisible(not folded)

    def show_equation(self, eq: Equation) -> None:
        """Terms, sign, chip; notes and reason where it does not hold."""
        p = self._presenter
        state = p.standing(eq)
        self._bad = state == "broken" and p.is_open
        small = view.remark(p, eq)
        self._title.say((Run(say(title(eq)), bold=True), Run(f"  {small}", colour="ink2")))
        self._line.say(view.equation_line(p, eq))
        self._chip.show_state(view.equation_chip(p, eq))
        told = eq.notes if eq.n != 3 else ()  # what should be there stands beside the name
        notes = "　".join(say(note) for note in told) if self._bad else ""
        kept = self._closed_note(eq)
        self._notes.say((Run(notes or kept),), colour="bad" if notes else "ink2")
        self._notes.setVisible(bool(notes or kept))
        self.reason.setVisible(self._bad and eq.n != 1 and bool(eq.difference))
        if self._bad and eq.n != 1:
            self.reason.show_reason(eq)
        self.update()

    def _closed_note(self, eq: Equation) -> str:
        shift = self._presenter.shift
        closed = shift.closed if shift else None
        found = (
            next((d for d in closed.differences if d.equation == eq.n), None) if closed else None
        )
        if found is None:
            return ""
        reason = DIFFERENCE_REASONS.get(eq.n, {}).get(found.reason, found.reason)
        return f"{reason}：{found.words}" if found.words else reason

    def retheme(self) -> None:
        pad = theme.measure("pad")
        self._grid.setContentsMargins(pad, theme.px(5), pad, theme.px(5))
        self._grid.setHorizontalSpacing(theme.px(10))
        self._grid.setVerticalSpacing(theme.px(1))
        self._number.setFixedWidth(theme.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            if self._bad:
                p.fillRect(self.rect(), theme.colour("bad_tint"))
            p.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
