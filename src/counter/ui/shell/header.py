"""The page header: title and what is open, the visitor at the window, the find box."""

from __future__ import annotations

from counter.ui import theme
from counter.ui.commands import cap
from counter.ui.markup import Run
from counter.ui.qt import (
    QHBoxLayout,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRectF,
    QSize,
    QSizePolicy,
    QWidget,
    Signal,
)
from counter.ui.shell.commands import PALETTE
from counter.ui.state import ChipState, Header, Queue
from counter.ui.text import say, tr
from counter.ui.widgets import paint
from counter.ui.widgets.basic import LineLabel, Painted


class FindBox(Painted):
    """Looks like a field and opens the palette."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.renew()

    def words(self) -> str:
        return tr("查件号、姓名、拼音、证号") + f" [{cap(PALETTE.key)}]"

    def sizeHint(self) -> QSize:
        narrow = theme.current().folds(self.window().width()) if self.window() else False
        return QSize(theme.px(160 if narrow else 250), theme.px(32))

    minimumSizeHint = sizeHint

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            box = QRectF(self.rect())
            paint.draw_box(p, box, theme.colour("paper"), theme.colour("edge"), 4)
            middle = self.height() / 2
            narrow = self.width() < theme.px(200)
            words = tr("查件") if narrow else tr("查件号、姓名、拼音、证号")
            paint.draw_words(p, theme.px(11), middle, words, "body", False, "ink2")
            width = paint.cap_width(PALETTE.key)
            paint.draw_cap(p, self.width() - theme.px(7) - width, middle, PALETTE.key)


class PageHeader(Painted):
    """Title · what is open, chips; queue; find box."""

    find_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setObjectName("header")
        self._header, self._queue = Header(""), Queue()
        self._find = FindBox()
        self._find.clicked.connect(self.find_asked)
        self._right = LineLabel("", "body", colour="ink2")
        self._row = QHBoxLayout(self)
        self._row.addStretch(1)
        self._row.addWidget(self._right)
        self._row.addWidget(self._find)
        self.retheme()

    def show_header(self, header: Header, queue: Queue) -> None:
        """Show a page's header and the visitor at the window."""
        if (header, queue) == (self._header, self._queue):
            return
        self._header, self._queue = header, queue
        self._right.say(self._queue_line())
        self.renew()

    def fits(self, header: Header) -> bool:
        """Whether a header can be painted whole beside the visitor and the find box."""
        gap = theme.px(12)
        wide = theme.measure("panel") + theme.metrics("title", True).horizontalAdvance(
            say(header.title)
        )
        if header.open:
            wide += gap + theme.metrics("body").horizontalAdvance(say(header.open))
        if header.number:
            wide += gap + theme.metrics("lead", True).horizontalAdvance(header.number)
        wide += sum(gap + paint.chip_width(chip) for chip in header.chips)
        right = self._find.sizeHint().width() + self._right.sizeHint().width() + theme.px(48)
        return wide <= self.width() - right

    def _queue_line(self) -> tuple[Run, ...]:
        queue = self._queue
        runs: list[Run] = []
        if queue.ticket:
            runs.append(Run(queue.ticket + "  ", bold=True, colour="ink", role="title"))
            if queue.serving:
                runs.append(Run(tr("办理中 {t}", t=queue.serving) + "  "))
        if queue.waiting is not None:
            runs.append(Run(tr("等候") + " "))
            runs.append(Run(str(queue.waiting), bold=True, colour="ink"))
            runs.append(Run(" " + tr("人")))
        return tuple(runs)

    def words(self) -> str:
        h = self._header
        chips = [say(c.word) for c in h.chips]
        parts = [say(h.title), say(h.open) if h.open else "", h.number, *chips]
        parts.append(paint.words_of(self._queue_line()))
        return "  ".join(part for part in parts if part)

    def retheme(self) -> None:
        self._row.setContentsMargins(0, 0, theme.px(12), 0)
        self._row.setSpacing(theme.px(24))
        self.setFixedHeight(theme.measure("header"))
        self.renew()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(600), theme.measure("header"))

    minimumSizeHint = sizeHint

    def resizeEvent(self, event: object) -> None:
        self._find.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        h = self._header
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("paper"))
            p.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
            middle = self.height() / 2
            x: float = theme.measure("panel")
            x = paint.draw_words(p, x, middle, say(h.title), "title", True) + theme.px(12)
            if h.open:
                x = paint.draw_words(p, x, middle, say(h.open), "body", False, "ink2") + theme.px(
                    12
                )
            if h.number:
                x = paint.draw_words(p, x, middle, h.number, "lead", True) + theme.px(12)
            for chip in h.chips:
                x += self._paint_chip(p, x, middle, chip)

    def _paint_chip(self, p: QPainter, x: float, middle: float, chip: ChipState) -> float:
        return paint.draw_chip(p, x, middle, chip) + theme.px(12)
