"""Painted parts of the sign-in page: the hall's wall with the window's plate, people, self-test."""

from __future__ import annotations

from collections.abc import Sequence

from counter.desk.session import Person
from counter.ui import theme
from counter.ui.commands import cap
from counter.ui.pages.signin.commands import RECENT
from counter.ui.pages.signin.presenter import Hall, SelfTest, SignInPresenter, TestRow
from counter.ui.qt import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRectF,
    QSize,
    QSizePolicy,
    Qt,
    QWidget,
    Signal,
)
from counter.ui.state import STATES
from counter.ui.text import say, tr
from counter.ui.widgets import paint
from counter.ui.widgets.basic import Painted

WHITE, PLATE_INK = QColor("#FFFFFF"), QColor("#0B3F4D")


class Wall(Painted):
    """Left: the centre's name, the plate, today, who decides today, the motto."""

    def __init__(self, presenter: SignInPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._p = presenter
        self.training = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFixedWidth(theme.px(424))
        self.renew()

    def sizeHint(self) -> QSize:
        return QSize(self.width(), theme.px(460))

    minimumSizeHint = sizeHint

    def words(self) -> str:
        h: Hall = self._p.hall
        plate = tr("{n} 号窗口", n=h.window)
        lines = [h.centre, tr("窗口终端"), plate, self._under(), self._p.today_words()]
        lines += [f"{name} {words}" for name, words in self._p.duty_lines()]
        lines += [tr("练习") if self.training else "", h.motto]
        return "\n".join(line for line in lines if line)

    def _under(self) -> str:
        h = self._p.hall
        return "·".join(filter(None, (h.unit, tr(h.placement) if h.placement else "")))

    def paintEvent(self, event: QPaintEvent) -> None:
        px, h = theme.px, self._p.hall
        side = px(40 if self.width() >= px(400) else 24)
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("rail"))
            self._words(p, side, px(67), h.centre, "name", True, WHITE)
            onrail = theme.colour("onrail")
            self._words(p, side, px(101), tr("窗口终端"), "lead", False, onrail)
            self._paint_plate(p, QRectF(side, px(168), self.width() - 2 * side, px(146)))
            y = px(350)
            for name, words in (("今天", self._p.today_words()), *self._p.duty_lines()):
                self._words(p, side, y, tr(name), "rail", False, onrail)
                self._words(p, side + px(72), y, words, "rail", False, WHITE)
                y += px(28)
            if h.motto and self.height() > px(560):
                self._words(p, side, self.height() - px(42), h.motto, "body", False, onrail)

    def _paint_plate(self, p: QPainter, box: QRectF) -> None:
        px, h = theme.px, self._p.hall
        paint.draw_box(p, box, WHITE, None, 6)
        number = theme.metrics("plate_big", True).horizontalAdvance(h.window)
        x = box.left() + px(24)
        self._words(p, x, box.top() + px(62), h.window, "plate_big", True, PLATE_INK)
        after = x + number + px(12)
        self._words(p, after, box.top() + px(82), tr("号窗口"), "name", True, PLATE_INK)
        self._words(p, x, box.top() + px(114), self._under(), "title", False, PLATE_INK)
        if self.training:
            word, bad = tr("练习"), QColor("#A31C1C")
            width = theme.metrics("name", True).horizontalAdvance(word)
            self._words(
                p, box.right() - px(24) - width, box.top() + px(40), word, "name", True, bad
            )

    @staticmethod
    def _words(
        p: QPainter, x: float, middle: float, words: str, role: str, bold: bool, ink: QColor
    ) -> None:
        metrics = theme.metrics(role, bold)
        p.setFont(theme.font(role, bold))
        p.setPen(ink)
        height = metrics.height()
        width = metrics.horizontalAdvance(words) + 4
        p.drawText(QRectF(x, middle - height / 2, width, height), paint.ALIGN_LEFT, words)


class Recent(Painted):
    """The last three people at this window, with their keys; the chosen one on tint."""

    picked = Signal(int)

    def __init__(self, presenter: SignInPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._p = presenter
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retheme()

    def retheme(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.renew()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(360), 3 * theme.measure("row") + 2)

    minimumSizeHint = sizeHint

    def words(self) -> str:
        rows = [
            f"[{cap(RECENT[i].key)}] {q.name} {q.number} {self._p.age_of(q)}"
            for i, q in enumerate(self._p.recent[:3])
        ]
        return "\n".join(rows) or tr("这个窗口还没有人上过岗")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.picked.emit(int(event.position().y() // theme.measure("row")))

    def paintEvent(self, event: QPaintEvent) -> None:
        row = theme.measure("row")
        with QPainter(self) as p:
            if not self._p.recent:
                words = tr("这个窗口还没有人上过岗")
                paint.draw_words(p, 0, row / 2, words, "body", False, "ink2")
                return
            people = self._p.recent[:3]
            for place, person in enumerate(people):
                self._paint_row(p, QRectF(0, place * row, self.width(), row), place, person)
            frame = QRectF(0.5, 0.5, self.width() - 1, len(people) * row)
            p.setPen(theme.colour("line"))
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.drawRect(frame)

    def _paint_row(self, p: QPainter, box: QRectF, place: int, person: Person) -> None:
        chosen = self._p.person is not None and self._p.person.number == person.number
        if chosen:
            p.fillRect(box, theme.colour("tint"))
        p.fillRect(QRectF(0, box.bottom(), box.width(), 1), theme.colour("line"))
        middle = box.center().y()
        paint.draw_cap(p, theme.px(12), middle, RECENT[place].key)
        x = paint.draw_words(p, theme.px(70), middle, person.name, "body", True) + theme.px(16)
        paint.draw_words(p, max(x, theme.px(142)), middle, person.number, "body", False, "ink2")
        age = self._p.age_of(person)
        width = theme.metrics("body").horizontalAdvance(age)
        end = box.right() - theme.px(12) - width
        paint.draw_words(p, end, middle, age, "body", False, "ink2")


class SelfTestTable(Painted):
    """开机体检: eight lines in two columns under a band; one remark below."""

    def __init__(self, presenter: SignInPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._p = presenter
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retheme()

    def retheme(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.renew()

    def _rows(self) -> int:
        count = len(self._p.test.rows) if self._p.test else 8
        return max((count + 1) // 2, 4)

    def sizeHint(self) -> QSize:
        height = theme.measure("band") + self._rows() * theme.measure("row") + theme.px(34)
        return QSize(theme.px(600), height)

    minimumSizeHint = sizeHint

    def words(self) -> str:
        test = self._p.test
        if test is None:
            return tr("开机体检") + " " + tr("正在查")
        rows = [f"{say(r.name)} {say(r.words)}" for r in test.rows]
        head = f"{tr('开机体检')} {test.at} {say(test.verdict)}"
        return "\n".join([head, *rows, say(test.remark) if test.remark else ""])

    def paintEvent(self, event: QPaintEvent) -> None:
        band, row = theme.measure("band"), theme.measure("row")
        test = self._p.test
        with QPainter(self) as p:
            p.fillRect(0, 0, self.width(), band, theme.colour("band"))
            self._paint_head(p, band, test)
            half = self.split()
            count = self._rows()
            for place, line in enumerate(test.rows if test else ()):
                column, at = divmod(place, count)
                wide = self.width() - half if column else half
                self._paint_row(p, QRectF(column * half, band + at * row, wide, row), line)
            bottom = band + count * row
            p.setPen(theme.colour("line"))
            for at in range(1, count):
                y = band + at * row
                p.drawLine(0, y, self.width(), y)
            p.drawLine(round(half), band, round(half), bottom)
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.drawRect(QRectF(0.5, 0.5, self.width() - 1, bottom))
            if test and test.remark:
                words = say(test.remark)
                paint.draw_words(p, 0, bottom + theme.px(18), words, "note", False, "ink2")

    def split(self) -> float:
        """Where the second column begins: at half, or where both find room for their words."""
        lines, count = (self._p.test.rows if self._p.test else ()), self._rows()
        left, right = (self.wanted(part) for part in (lines[:count], lines[count:]))
        half, all = self.width() / 2, float(self.width())
        if right > half:
            return max(all - right, min(left, half))
        return min(left, all - right) if left > half else half

    def wanted(self, lines: Sequence[TestRow], role: str = "body") -> float:
        """Width of a column that shows every word of these lines."""
        words = theme.metrics(role)
        widest = max((words.horizontalAdvance(say(line.words)) for line in lines), default=0)
        return self._words_at() + widest + theme.px(12)

    def _words_at(self) -> float:
        """Where the words begin in a column: after the longest name."""
        names, lines = theme.metrics("body", True), self._p.test.rows if self._p.test else ()
        widest = max((names.horizontalAdvance(say(line.name)) for line in lines), default=0)
        return theme.px(37) + widest + theme.px(20)

    def _paint_head(self, p: QPainter, band: int, test: SelfTest | None) -> None:
        x = paint.draw_words(p, theme.px(12), band / 2, tr("开机体检"), "label", True)
        if test is None:
            paint.draw_words(p, x + theme.px(8), band / 2, tr("正在查"), "note", False, "ink2")
            return
        took = tr("{at}，用了 {n} 秒", at=test.at, n=test.seconds)
        paint.draw_words(p, x + theme.px(8), band / 2, took, "note", False, "ink2")
        state = STATES["ok" if test.good else "due"]
        words = say(test.verdict)
        width = theme.metrics("note").horizontalAdvance(words)
        end = self.width() - theme.px(12) - width
        paint.draw_words(p, end, band / 2, words, "note", False, state.colour)
        side = theme.px(11)
        box = QRectF(end - theme.px(16), band / 2 - side / 2, side, side)
        paint.draw_glyph(p, box, state.glyph, theme.colour(state.colour))

    def _paint_row(self, p: QPainter, box: QRectF, line: TestRow) -> None:
        state, side, middle = STATES[line.state], theme.px(12), box.center().y()
        area = QRectF(box.left() + theme.px(13), middle - side / 2, side, side)
        paint.draw_glyph(p, area, state.glyph, theme.colour(state.colour))
        paint.draw_words(p, box.left() + theme.px(37), middle, say(line.name), "body", True)
        left = box.left() + self._words_at()
        role = "body" if self.wanted([line]) <= box.width() else "note"
        paint.draw_words(p, left, middle, say(line.words), role, False, "ink2")
