"""The drawer: a count field for each note and coin, the sum, and what should be there."""

from __future__ import annotations

from collections.abc import Sequence

from counter.domain.finance.closewords import FACE_WORDS
from counter.domain.finance.shift import FACES
from counter.domain.money import yuan
from counter.ui import theme
from counter.ui.pages.close.presenter import ClosePresenter
from counter.ui.pages.close.view import drawer_sums
from counter.ui.qt import (
    QFocusEvent,
    QGridLayout,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QRectF,
    Qt,
    QVBoxLayout,
    QWidget,
    Signal,
)
from counter.ui.text import tr
from counter.ui.widgets import paint
from counter.ui.widgets.band import Band
from counter.ui.widgets.basic import Label
from counter.ui.widgets.fields import LineField


class CountField(LineField):
    """Pieces of one face; arrows go up and down."""

    stepped = Signal(int)
    taken = Signal()

    def __init__(self) -> None:
        super().__init__(length=6, digits=True, cell=True, enter_moves=False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()
        self.taken.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class FaceRow(QWidget):
    """A face, its pieces, their sum; the current one on its tint."""

    def __init__(self, face: int) -> None:
        super().__init__()
        self.face = face
        self.field = CountField()
        self.field.setAccessibleName(tr(f"{FACE_WORDS[face]} 张数"))
        self.field.taken.connect(self.update)
        self.field.left.connect(self.update)
        self._name = Label(FACE_WORDS[face], "body")
        self._sum = Label("", "body", bold=True)
        self._sum.setAlignment(paint.ALIGN_RIGHT)
        self._grid = QGridLayout(self)
        self._grid.addWidget(self._name, 0, 0)
        self._grid.addWidget(self.field, 0, 1)
        self._grid.addWidget(self._sum, 0, 2)
        self._grid.setColumnStretch(2, 1)
        self.retheme()

    def show_pieces(self, typed: str, pieces: int, fixed: bool) -> None:
        """What stands in it; fixed: it is only read."""
        self.field.fill(str(pieces) if fixed else typed)
        self.field.setReadOnly(fixed)
        self.field.setFocusPolicy(Qt.FocusPolicy.NoFocus if fixed else Qt.FocusPolicy.StrongFocus)
        self._sum.say(yuan(self.face * pieces))

    def retheme(self) -> None:
        pad = theme.measure("pad")
        self._grid.setContentsMargins(pad, 0, pad, 0)
        self._name.setFixedWidth(theme.px(112))
        self.field.setFixedWidth(theme.px(66))
        self.setFixedHeight(theme.px(31))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            p.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
            if self.field.hasFocus():
                box = QRectF(self.rect()).adjusted(0.5, 0, -0.5, -0.5)
                p.fillRect(self.rect(), theme.colour("tint"))
                p.setPen(theme.colour("accent"))
                p.drawRect(box)


class Head(QWidget):
    """Names of the three columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("面额 张数 金额"))
        self.retheme()

    def retheme(self) -> None:
        self.setFixedHeight(theme.measure("head"))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("desk"))
            p.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
            p.setFont(theme.font("note"))
            p.setPen(theme.colour("ink2"))
            pad, middle = theme.measure("pad"), QRectF(self.rect())
            p.drawText(middle.adjusted(pad, 0, 0, 0), paint.ALIGN_LEFT, tr("面额"))
            right = QRectF(0, 0, pad + theme.px(112 + 6 + 60), self.height())
            p.drawText(right, paint.ALIGN_RIGHT, tr("张数"))
            p.drawText(middle.adjusted(0, 0, -pad, 0), paint.ALIGN_RIGHT, tr("金额"))


class DrawerView(QWidget):
    """The left column."""

    def __init__(self, presenter: ClosePresenter) -> None:
        super().__init__()
        self.presenter = presenter
        self.rows = {face: FaceRow(face) for face in FACES}
        self._band = Band("点现金", "", "只输张数，小键盘")
        self._total_name = Label("点出来", "lead", bold=True)
        self._total = Label("", "sentence", bold=True)
        self._total.setAlignment(paint.ALIGN_RIGHT)
        self._sums: list[tuple[Label, Label]] = []
        self.folded = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._band)
        layout.addWidget(Head())
        for face, row in self.rows.items():
            row.field.textEdited.connect(lambda words, f=face: presenter.count(f, words.strip()))
            row.field.entered.connect(lambda f=face: self._next(f))
            row.field.stepped.connect(lambda by, f=face: self._step(f, by))
            layout.addWidget(row)
        self._foot = QGridLayout()
        self._foot.setColumnStretch(0, 1)
        self._foot.addWidget(self._total_name, 0, 0)
        self._foot.addWidget(self._total, 0, 1)
        for n in range(6):
            pair = (Label("", "label", colour="ink2"), Label("", "body"))
            pair[1].setAlignment(paint.ALIGN_RIGHT)
            self._sums.append(pair)
            self._foot.addWidget(pair[0], n + 1, 0)
            self._foot.addWidget(pair[1], n + 1, 1)
        layout.addLayout(self._foot)
        layout.addStretch(1)
        self.retheme()

    def focus_first(self) -> None:
        """To the largest note."""
        self.rows[FACES[0]].field.setFocus()

    def focus_open(self) -> None:
        """To the first face that nobody has typed yet."""
        face = next((f for f in FACES if not self.presenter.pieces[f]), FACES[-1])
        self.rows[face].field.setFocus()

    @property
    def focused(self) -> bool:
        """One of the count fields has the focus."""
        return any(row.field.hasFocus() for row in self.rows.values())

    def _next(self, face: int) -> None:
        place = FACES.index(face) + 1
        if place < len(FACES):
            self.rows[FACES[place]].field.setFocus()
            return
        self.presenter.count_out()
        self.presenter.ask_focus("next")

    def _step(self, face: int, by: int) -> None:
        place = FACES.index(face) + by
        if 0 <= place < len(FACES):
            self.rows[FACES[place]].field.setFocus()

    def draw(self) -> None:
        """Pieces, sums, what should be there."""
        p = self.presenter
        for face, pieces in p.counted:
            self.rows[face].show_pieces(p.pieces[face], pieces, not p.is_open)
        self._band.set_fact("只输张数，小键盘" if p.is_open else "点好的")
        self._total.say(yuan(p.counted_fen))
        sums: Sequence[tuple[str, str, str]] = drawer_sums(p)
        if self.folded:
            sums = [row for row in sums if row[2] != "ink2"]
        for n, (name, amount) in enumerate(self._sums):
            shown = n < len(sums)
            name.setVisible(shown)
            amount.setVisible(shown)
            if shown:
                word, words, colour = sums[n]
                name.say(word)
                amount.say(words)
                name.look("ink2" if colour != "bad" else "ink", colour == "bad")
                amount.look(colour, colour != "ink2")

    def retheme(self) -> None:
        pad, gap = theme.measure("pad"), theme.px(6)
        self._foot.setContentsMargins(pad, gap, pad, gap)
        self._foot.setVerticalSpacing(theme.px(1))
