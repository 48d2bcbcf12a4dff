"""The open panel as widgets: choice, facts, fields, the refusal, and the one confirming key.

Made anew when another panel opens or its fields change; what is typed lives in the presenter, so
nothing is lost by that. Enter goes from field to field and, on the last, does what the button says.
"""

from __future__ import annotations

from collections.abc import Callable

from counter.domain.errors import Text
from counter.ui import theme
from counter.ui.markup import Line, Run
from counter.ui.pages.case import wrapped
from counter.ui.pages.case.panels import PanelField, PanelView, Tick
from counter.ui.pages.case.wrapped import WrapLine
from counter.ui.qt import (
    QHBoxLayout,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QRectF,
    QSize,
    QSizePolicy,
    Qt,
    QVBoxLayout,
    QWidget,
    Signal,
)
from counter.ui.state import Trouble
from counter.ui.text import say
from counter.ui.widgets.band import Band, Segmented
from counter.ui.widgets.basic import Button, Label
from counter.ui.widgets.check import ENTER, CheckBox, draw_check
from counter.ui.widgets.fields import ChoiceField, LineField


class Refusal(QWidget):
    """Why the desk said no: what happened, what to do now, the rule in small type."""

    def __init__(self, trouble: Trouble, rule: str) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        pad = theme.measure("pad")
        layout.setContentsMargins(pad, theme.px(8), pad, theme.px(8))
        layout.setSpacing(theme.px(2))
        what = (Run(say(trouble.what), bold=True, colour="bad"),)
        layout.addWidget(WrapLine(what, glyph="differs"))
        if trouble.means:
            layout.addWidget(WrapLine((Run(say(trouble.means)),)))
        if trouble.command:
            layout.addWidget(WrapLine(f"[[{trouble.command}]]"))
        small = "·".join(part for part in (rule, trouble.code) if part)
        layout.addWidget(WrapLine((Run(small),), "note", colour="ink2"))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("bad_tint"))
            p.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.colour("bad"))


class FieldLine(QWidget):
    """A labelled field of a panel with room for its error below, which may wrap.

    bare: without its label, and without room for an error while there is none.
    """

    def __init__(self, shown: PanelField, *, bare: bool = False) -> None:
        super().__init__()
        self.key, self._bare = shown.key, bare
        self.field = LineField(shown.value, enter_moves=False)
        self.field.setAccessibleName(say(shown.named or shown.label))
        if shown.secret:
            self.field.setEchoMode(LineField.EchoMode.Password)
        if shown.hint:
            self.field.setPlaceholderText(say(shown.hint))
        label = Label(shown.label, "label", colour="ink2")
        label.setBuddy(self.field)
        self.error = WrapLine("", "note", colour="bad")
        row = QHBoxLayout()
        row.setSpacing(theme.measure("gap"))
        label.setFixedWidth(theme.px(52))
        if not bare:
            row.addWidget(label)
        row.addWidget(self.field, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        layout.addLayout(row)
        layout.addWidget(self.error)
        self.setFocusProxy(self.field)
        self.show_field(shown)

    def show_field(self, shown: PanelField) -> None:
        """What stands in it and what is wrong with it."""
        self.field.fill(shown.value)
        self.field.set_bad(bool(shown.error))
        words = (Run(say(shown.error)),) if shown.error else ""
        self.error.say(words, glyph="differs" if shown.error else "")
        self.error.setVisible(bool(shown.error) or not self._bare)


class TickLine(CheckBox):
    """A line to be ticked whose words wrap; Enter does what the panel says, arrows move."""

    entered = Signal()

    def __init__(self, tick: Tick) -> None:
        self._flowing: Line = (Run(tick.words, bold=tick.on),)
        super().__init__(tick.words)
        self.key = tick.key
        self.setChecked(tick.on)
        self.setAccessibleName(tick.words)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _indent(self) -> int:
        return theme.measure("check") + theme.px(12)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        words = wrapped.height(self._flowing, "body", max(width - self._indent(), theme.px(40)))
        return max(words + 2, theme.measure("check") + 6)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(120), self.heightForWidth(max(self.width(), theme.px(120))))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.measure("check") + 6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.entered.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        side, pitch = theme.measure("check"), theme.current().line("body")
        with QPainter(self) as p:
            top = max((max(pitch, side + 6) - side) / 2, 3.0)
            draw_check(p, QRectF(2, top, side, side), self.isChecked(), focus=self.hasFocus())
            x = self._indent()
            at = top + side / 2 - pitch / 2
            wrapped.draw(p, x, at, self.width() - x, self._flowing, "body", "ink")


class PanelWidget(QWidget):
    """The panel; signals go to the presenter."""

    typed = Signal(str, str)
    ticked = Signal(str, bool)
    chosen = Signal(str)
    confirmed = Signal()

    def __init__(self, view: PanelView) -> None:
        super().__init__()
        self._view = view
        self._fields: list[FieldLine] = []
        self._ticks: list[TickLine] = []
        self._choice: Segmented | ChoiceField | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(Band(view.title, (Run(say(view.remark)),) if view.remark else ""))
        if view.trouble is not None:
            self._layout.addWidget(Refusal(view.trouble, say(view.rule)))
        body = QVBoxLayout()
        pad = theme.measure("pad")
        body.setContentsMargins(pad, theme.px(10), pad, theme.px(12))
        body.setSpacing(theme.measure("gap"))
        self._layout.addLayout(body)
        self._build(body)

    def _build(self, body: QVBoxLayout) -> None:
        view = self._view
        lines, fields = self._sides(body) if view.wide else (body, body)
        if view.options:
            lines.addLayout(self._make_choice())
        self._facts = QVBoxLayout()
        self._facts.setSpacing(theme.measure("gap"))
        fields.addLayout(self._facts)
        self._show_facts()
        for tick in view.ticks:
            (self._add_row if view.wide and view.beside else self._add_tick)(lines, tick)
        for shown in view.fields:
            self._add_field(fields, shown)
        self.button = Button(view.confirm, "Enter", filled=True)
        self.button.clicked.connect(self.confirmed)
        fields.addWidget(self.button)
        if view.wide:
            lines.addStretch(1)
            fields.addStretch(1)

    def _sides(self, body: QVBoxLayout) -> tuple[QVBoxLayout, QVBoxLayout]:
        """The two sides of a wide panel."""
        row, left, right = QHBoxLayout(), QVBoxLayout(), QVBoxLayout()
        row.setSpacing(2 * theme.measure("pad"))
        for side, share in ((left, 3), (right, 2)):
            side.setSpacing(theme.measure("gap"))
            row.addLayout(side, share)
        body.addLayout(row)
        return left, right

    def _add_row(self, body: QVBoxLayout, tick: Tick) -> None:
        """A line to tick with its field, or its remark, beside it."""
        row = QHBoxLayout()
        row.setSpacing(theme.measure("gap"))
        body.addLayout(row)
        line = self._tick_line(tick)
        if tick.remark:
            row.addWidget(line, 1)
            row.addWidget(Label(tick.remark, "note", colour="ink2"))
            return
        line.setFixedWidth(theme.px(112))
        beside = QVBoxLayout()  # its words on one line with those of the field
        beside.addSpacing(theme.px(3) if tick.field is not None else 0)
        beside.addWidget(line)
        beside.addStretch(1)
        row.addLayout(beside)
        if tick.field is None:
            row.addStretch(1)
        else:
            row.addWidget(self._field_line(tick.field, bare=True), 1)

    def _tick_line(self, tick: Tick) -> TickLine:
        line = TickLine(tick)
        line.toggled.connect(lambda on, key=tick.key: self.ticked.emit(key, on))
        line.entered.connect(self.confirmed)
        self._ticks.append(line)
        return line

    def _add_tick(self, body: QVBoxLayout, tick: Tick) -> None:
        body.addWidget(self._tick_line(tick))
        if tick.field is not None:
            self._add_field(body, tick.field)
        elif tick.remark:
            words = (Run(say(tick.remark)),)
            body.addWidget(WrapLine(words, "note", colour="ink2", indent=True))

    def _add_field(self, body: QVBoxLayout, shown: PanelField) -> None:
        body.addWidget(self._field_line(shown))

    def _field_line(self, shown: PanelField, *, bare: bool = False) -> FieldLine:
        line = FieldLine(shown, bare=bare)
        line.field.textChanged.connect(self._typing(shown.key))
        line.field.entered.connect(self._entering(len(self._fields)))
        self._fields.append(line)
        return line

    def _show_facts(self) -> None:
        """The facts, made anew; the fields below keep the focus."""
        while self._facts.count():
            widget = self._facts.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        for fact in self._view.facts:
            self._facts.addWidget(WrapLine(fact.words, glyph=fact.state))

    def _typing(self, key: str) -> Callable[[str], None]:
        return lambda words: self.typed.emit(key, words)

    def _entering(self, place: int) -> Callable[[], None]:
        return lambda: self._entered(place)

    def _make_choice(self) -> QHBoxLayout:
        view = self._view
        row = QHBoxLayout()
        values = [option.value for option in view.options]
        if view.listed:
            listed = ChoiceField([(o.value, o.word) for o in view.options])
            listed.choose(view.chosen)
            listed.currentIndexChanged.connect(lambda place: self.chosen.emit(values[place]))
            listed.entered.connect(lambda: self._entered(-1))
            label = Label(view.asked, "label", colour="ink2")
            label.setFixedWidth(theme.px(52))
            label.setBuddy(listed)
            listed.setAccessibleName(label.text())
            row.setSpacing(theme.measure("gap"))
            row.addWidget(label)
            row.addWidget(listed, 1)
            self._choice = listed
        else:
            segments = Segmented([o.word for o in view.options], values.index(view.chosen))
            segments.chosen.connect(lambda place: self.chosen.emit(values[place]))
            row.addWidget(segments)
            row.addStretch(1)
            self._choice = segments
        return row

    def _entered(self, at: int) -> None:
        """Enter in the field `at` (-1: the choice): on to the next, from the last: do it."""
        if at + 1 < len(self._fields):
            self._fields[at + 1].field.setFocus()
        else:
            self.confirmed.emit()

    # --- renewing

    @property
    def title(self) -> Text | str:
        """The panel's title: another one means another panel."""
        return self._view.title

    def fits(self, view: PanelView) -> bool:
        """Whether `view` can be shown without making the widgets anew."""
        mine = self._view
        return (
            (mine.title, mine.options, mine.confirm, mine.trouble, mine.rule)
            == (view.title, view.options, view.confirm, view.trouble, view.rule)
            and [(t.key, t.on) for t in mine.ticks] == [(t.key, t.on) for t in view.ticks]
            and _labels(mine) == _labels(view)
            and mine.chosen == view.chosen
        )

    def show_view(self, view: PanelView) -> None:
        """The same panel with other words in it; the focus goes to the first wrong field."""
        fresh = [f.key for f in view.all_fields if f.error]
        told, self._view = self._view.facts, view
        if told != view.facts:
            self._show_facts()
        for line, shown in zip(self._fields, view.all_fields, strict=True):
            line.show_field(shown)
        if fresh and self.focused() not in fresh:
            self.focus(fresh[0])

    def focused(self) -> str:
        """Key of what has the focus: a field's, `tick.<key>`, `choice`, `confirm`, or nothing."""
        for tick in self._ticks:
            if tick.hasFocus():
                return f"tick.{tick.key}"
        for line in self._fields:
            if line.field.hasFocus():
                return line.key
        if self._choice is not None and self._choice.hasFocus():
            return "choice"
        return "confirm" if self.button.hasFocus() else ""

    def focus(self, key: str) -> None:
        """Put the focus on a field, a line to tick, the choice or the button."""
        for tick in self._ticks:
            if f"tick.{tick.key}" == key:
                tick.setFocus()
                return
        for line in self._fields:
            if line.key == key:
                line.field.setFocus()
                return
        if key == "choice" and self._choice is not None:
            self._choice.setFocus()
        else:
            self.button.setFocus()


def _labels(view: PanelView) -> list[tuple[str, Text | str]]:
    return [(f.key, f.label) for f in view.all_fields]
