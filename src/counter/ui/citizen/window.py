"""The second window: 1024 × 600 for a finger, always light; drawn from `CitizenPresenter.view`.

It never takes the focus nor the keyboard, and the program does not live on for its sake.
"""

from __future__ import annotations

from dataclasses import replace

from counter.ui.citizen.parts import (
    LARGE,
    MIDDLE,
    PAD,
    SMALL,
    Amount,
    DueLine,
    Ground,
    Head,
    NoticeBox,
    Scale,
    Steps,
    TouchButton,
    Words,
)
from counter.ui.citizen.presenter import CitizenPresenter
from counter.ui.citizen.state import CitizenView, Due, Matter
from counter.ui.qt import (
    QGridLayout,
    QHBoxLayout,
    QHideEvent,
    QLayout,
    QResizeEvent,
    QShowEvent,
    QSizePolicy,
    QStackedWidget,
    Qt,
    QVBoxLayout,
    QWidget,
    Signal,
)
from counter.ui.text import say, tr

SIZE = (1024, 600)
SIDE = 400
"""Width of the column with the sum; a long sum widens it up to WIDEST."""
WIDEST = 512
ROOM = 272
"""Height that the lines of a sheet have, pixels of the drawing."""
ONE_COLUMN = 7
"""So many units stand one below the other; more stand in two columns, without their items."""


class CitizenWindow(QWidget):
    """Head, steps, the matter at the left and the sum at the right; or the welcome."""

    seen = Signal(bool)
    """It came up, or went away (by whoever's hand)."""

    def __init__(self, presenter: CitizenPresenter) -> None:
        flags = Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus
        super().__init__(None, flags)
        self.presenter = presenter
        self.setObjectName("citizen")
        self.setProperty("region", "citizen")
        self.setWindowTitle(tr("第二屏"))
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.scale = Scale()
        self._drawn: CitizenView | None = None
        self._dues: tuple[Due, ...] = ()
        self._build()
        self.resize(*SIZE)
        self._fit()
        presenter.watchers.add(self.draw)
        self.draw()

    # --- building

    def _build(self) -> None:
        s = self.scale
        self.head, self.steps = Head(s), Steps(s)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._welcome())
        self._stack.addWidget(self._work())
        whole = QVBoxLayout(self)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the display decides
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.steps)
        whole.addWidget(self._stack, 1)

    def _welcome(self) -> QWidget:
        s, ground = self.scale, Ground("paper")
        self._plate = Words(s, (88,), bold=True, ink="accent", centred=True)
        self._unit = Words(s, (30,), centred=True)
        self._hello = Words(s, (24,), ink="ink2", centred=True)
        layout = QVBoxLayout(ground)
        layout.addStretch(3)
        for words in (self._plate, self._unit):
            layout.addWidget(words)
        layout.addStretch(1)
        layout.addWidget(self._hello)
        layout.addStretch(3)
        # only once it has a parent: words without one would come up as a window and take the hand
        self._hello.say("轮到您时，这里会写出要您核对的内容和金额。")
        self._welcome_layout = layout
        return ground

    def _work(self) -> QWidget:
        work = QWidget()
        columns = QHBoxLayout(work)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        self._left = QStackedWidget()
        self._left.addWidget(self._matter_side())
        self._left.addWidget(self._notice_side())
        columns.addWidget(self._left, 1)
        columns.addWidget(self._sum_side())
        return work

    def _matter_side(self) -> QWidget:
        s, ground = self.scale, Ground("paper")
        self._doing = Words(s, (22,), ink="ink2")
        self._title = Words(s, (30, 26, 22), bold=True)
        self._payer = Words(s, (20, 18), ink="ink2")
        self._rule = Ground("line")
        self._lines = QGridLayout()
        self._lines.setVerticalSpacing(0)
        self._notes = Words(s, (18,), ink="ink2")
        self._foot = Words(s, (18,), ink="ink2")
        left = QVBoxLayout(ground)
        left.setSpacing(0)
        for part in (self._doing, self._title, self._payer):
            left.addWidget(part)
        self._over = QWidget()
        left.addWidget(self._over)
        left.addWidget(self._rule)
        left.addLayout(self._lines)
        self._under = QWidget()
        left.addWidget(self._under)
        left.addWidget(self._notes)
        left.addStretch(1)
        left.addWidget(self._foot)
        self._matter_layout = left
        return ground

    def _notice_side(self) -> QWidget:
        """What matters more than the lines of the sheet: the sentence while nobody knows."""
        ground = Ground("paper")
        self._large = NoticeBox(self.scale, LARGE)
        column = QVBoxLayout(ground)
        column.addWidget(self._large)
        column.addStretch(1)
        self._large_layout = column
        return ground

    def _sum_side(self) -> QWidget:
        s = self.scale
        self._side = Ground("desk", edge=True)
        self._label = Words(s, (22,))
        self._amount = Amount(s)
        self._capitals = Words(s, (34, 28), bold=True)
        self._notice = NoticeBox(s)
        self.yes = TouchButton(s, "金额对，请收款", 92, filled=True)
        self.yes.clicked.connect(self.presenter.right)
        self.doubt = TouchButton(s, "有疑问，先别收", 72)
        self.doubt.clicked.connect(self.presenter.doubt)
        side = QVBoxLayout(self._side)
        side.setSpacing(0)
        for part in (self._label, self._amount, self._capitals):
            side.addWidget(part)
        self._space = QWidget()
        side.addWidget(self._space)
        side.addWidget(self._notice)
        side.addStretch(1)
        side.addWidget(self.yes)
        self._gap = QWidget()
        side.addWidget(self._gap)
        side.addWidget(self.doubt)
        self._side_layout = side
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._side.setSizePolicy(policy)
        return self._side

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.seen.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.seen.emit(False)

    # --- sizes

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Everything grows with the window; it never becomes smaller than it was drawn."""
        s = self.scale
        factor = max(min(self.width() / SIZE[0], self.height() / SIZE[1]), 1.0)
        pad, edge = round(PAD * factor), round(20 * factor)
        self._matter_layout.setContentsMargins(pad, edge, pad, edge)
        self._side_layout.setContentsMargins(pad, edge, pad, edge)
        self._large_layout.setContentsMargins(pad, edge, pad, edge)
        self._welcome_layout.setContentsMargins(pad, pad, pad, pad)
        self._rule.setFixedHeight(1)
        self._lines.setHorizontalSpacing(round(32 * factor))
        for widget, height in ((self._gap, 16), (self._space, 10), (self._over, 12)):
            widget.setFixedHeight(round(height * factor))
        self._under.setFixedHeight(round(10 * factor))
        if factor != s.factor or self._drawn is None:
            s.factor = factor
            self._drawn = None
            self._renew_all()
            self.draw()

    def _renew_all(self) -> None:
        for part in self.findChildren(QWidget):
            renew = getattr(part, "renew", None)
            if renew is not None:
                renew()

    # --- drawing

    def draw(self) -> None:
        """Draw again if something differs."""
        view, place = self.presenter.view, self.presenter.place
        number = tr("{n} 号窗口", n=place.window) if place.window else ""
        self.head.show_place(place.centre, f"{number} {tr(place.unit)}".strip())
        if view == self._drawn:
            return
        self._drawn = view
        self._plate.say(number)
        self._unit.say(place.unit)
        self.steps.setVisible(not view.idle)
        self._stack.setCurrentIndex(0 if view.idle else 1)
        self.steps.show_step(view.step)
        self._draw_left(view)
        self._draw_sum(view)

    def _draw_left(self, view: CitizenView) -> None:
        unknown = view.notice is not None and view.notice.mood == "unk"
        self._left.setCurrentIndex(1 if unknown else 0)
        self._large.show_notice(view.notice if unknown else None)
        self._draw_matter(view.matter or Matter())

    def _draw_matter(self, matter: Matter) -> None:
        self._doing.say("正在办" if matter.title else "")
        self._title.say(matter.title)
        payer = tr("交款人 {name}", name=matter.payer) if matter.payer else ""
        tail = f"　{say(matter.tail)}" if matter.tail else ""
        self._payer.say(payer + tail)
        self._notes.say("；".join(say(note) for note in matter.notes))
        self._foot.say(matter.foot)
        self._rule.setVisible(bool(matter.dues))
        self._show_dues(matter.dues)

    def _show_dues(self, dues: tuple[Due, ...]) -> None:
        while self._lines.count():
            widget = self._lines.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        columns = 1 if len(dues) <= ONE_COLUMN else 2
        rows = -(-len(dues) // columns)
        height = min(56 if columns == 1 else 44, max(34, ROOM // max(rows, 1)))
        for n, due in enumerate(dues):
            shown = due if columns == 1 else replace(due, item="")
            self._lines.addWidget(DueLine(self.scale, shown, height), n % rows, n // rows)

    def _draw_sum(self, view: CitizenView) -> None:
        self._side.setVisible(view.matter is not None)
        self._label.say(view.label)
        self._amount.say(view.amount)
        self._capitals.say(view.capitals)
        unknown = view.notice is not None and view.notice.mood == "unk"
        sizes = SMALL if view.yes or view.doubt else MIDDLE
        self._notice.show_notice(None if unknown else view.notice, sizes)
        self.yes.setVisible(view.yes)
        self.doubt.setVisible(view.doubt)
        self._gap.setVisible(view.yes and view.doubt)
        s = self.scale
        wanted = self._amount.wanted() + 2 * s.px(PAD)
        self._side.setFixedWidth(min(max(s.px(SIDE), wanted), s.px(WIDEST)))
