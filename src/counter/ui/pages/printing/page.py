"""9 待传: one line on what waits to be sent, and the print queue below it."""

from __future__ import annotations

from collections.abc import Sequence

from counter.desk.changes import Changes
from counter.domain.errors import Text
from counter.ui import theme
from counter.ui.commands import Command
from counter.ui.pages.printing.presenter import COLUMNS, PrintingPresenter
from counter.ui.qt import QPainter, QPaintEvent, QRectF, QSize, QSizePolicy, QTimer, QWidget
from counter.ui.shell.page import Page
from counter.ui.state import Badge, Header, NextStep
from counter.ui.text import say
from counter.ui.widgets import paint
from counter.ui.widgets.band import Band, Empty
from counter.ui.widgets.basic import Painted
from counter.ui.widgets.table import TableView

KEYS = "[[printing.seen]]  [[printing.not_seen]]  [[printing.reprint]]"


class Sending(Painted):
    """What waits to be sent: warn ground while there is no line to the centre."""

    def __init__(self, presenter: PrintingPresenter) -> None:
        super().__init__()
        self._p = presenter
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.renew()

    def words(self) -> str:
        title, means, _good = self._p.sending()
        return f"{say(title)}  {say(means)}"

    def sizeHint(self) -> QSize:
        return QSize(theme.px(400), theme.px(44))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        title, means, good = self._p.sending()
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("paper" if good else "warn_tint"))
            x, middle, side = float(theme.measure("panel")), self.height() / 2, theme.px(12)
            box = QRectF(x, middle - side / 2, side, side)
            colour = "ok" if good else "warn"
            paint.draw_glyph(p, box, "tick" if good else "cross", theme.colour(colour))
            x = paint.draw_words(
                p, x + theme.px(20), middle, say(title), "title", True, "ink" if good else "warn"
            )
            paint.draw_words(p, x + theme.px(12), middle, say(means), "body")


class PrintingPage(Page):
    """The page."""

    id = "printing"
    place = "9"
    word = "待传"
    topics = frozenset({"queue", "outbox"})

    def __init__(self, presenter: PrintingPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = presenter
        self._sending = Sending(presenter)
        self._band = Band("打印", "", KEYS)
        self._empty = Empty("今天还没有打过文书。受理以后，文书自己排到这里。")
        self.table = TableView(COLUMNS)
        self.table.moved.connect(presenter.select)
        for widget in (self._sending, self._band, self._empty):
            self.body.addWidget(widget)
        self.body.addWidget(self.table, 1)
        self.body.addStretch(0)
        self._ages = QTimer(self)
        self._ages.setInterval(20_000)
        self._ages.timeout.connect(self.draw)
        self._drawn = self._stale = False
        presenter.watchers.add(self.draw)
        self.draw()

    def header(self) -> Header:
        return self.presenter.header()

    def next_step(self) -> NextStep:
        return self.presenter.next_step()

    def commands(self) -> Sequence[Command]:
        return self.presenter.commands()

    def badge(self) -> Badge | None:
        return self.presenter.badge()

    def shown(self) -> None:
        if self._stale:
            self.draw()
        self.presenter.load()
        self._ages.start()
        self.table.setFocus()

    def left(self) -> None:
        self._ages.stop()

    def reset(self) -> None:
        self.presenter.forget()

    def refresh(self, changes: Changes) -> None:
        self.presenter.load()

    def rule(self) -> Sequence[Text | str]:
        return (
            "先记账，后打印：纸没出来，件也已经办好了，不用重办。",
            "“不知道”的，要有人去看一眼才能定；程序自己不会再打一次。",
            "补打的纸上写着第几次打印。",
        )

    def draw(self) -> None:
        """Everything again from the presenter, once the page is seen."""
        if self._drawn and not self.isVisible():  # at the back only the rail's count is seen
            self._stale = True
            self.changed()
            return
        self._drawn, self._stale = True, False
        p = self.presenter
        rows = p.rows()
        self._empty.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self.table.show_rows(rows)
        current = self.table.current_id
        p.current = current if isinstance(current, int) else None
        waiting = len(p.of("queued", "sent"))
        self._band.set_count(f"在排队 {waiting} 份" if waiting else "")
        self._band.set_fact("" if p.looks_on else KEYS)
        self._sending.renew()
        self.changed()
