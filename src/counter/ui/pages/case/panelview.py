"""The open panel as widgets: choice, facts, fields, the refusal, and the one confirming key.

Made anew when another panel opens or its fields change; what is typed lives in the presenter, so
nothing is lost by that. Enter goes from field to field and, on the last, does what the button says.
"""

from __future__ import annotations

from collections.abc import Callable

from counter.domain.errors import Text
from counter.ui import theme
from counter.ui.markup import Run
from counter.ui.pages.case.panels import PanelField, PanelView
from counter.ui.pages.case.wrapped import WrapLine
from counter.ui.qt import (
    QHBoxLayout,
    QPainter,
    QPaintEvent,
    QRectF,
    QVBoxLayout,
    QWidget,
    Signal,
)
from counter.ui.state import Trouble
from counter.ui.text import say
from counter.ui.widgets.band import Band, Segmented
from counter.ui.widgets.basic import Button, Label
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
        small = "·".join(part for part in (rule, trouble.code) if part)
        layout.addWidget(WrapLine((Run(small),), "note", colour="ink2"))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("bad_tint"))
            p.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.colour("bad"))


class FieldLine(QWidget):
    """A labelled field of a panel with room for its error below, which may wrap."""

    def __init__(self, shown: PanelField) -> None:
        super().__init__()
        self.key = shown.key
        self.field = LineField(shown.value, enter_moves=False)
        self.field.setAccessibleName(say(shown.label))
        if shown.hint:
            self.field.setPlaceholderText(say(shown.hint))
        label = Label(shown.label, "label", colour="ink2")
        label.setBuddy(self.field)
        self.error = WrapLine("", "note", colour="bad")
        row = QHBoxLayout()
        row.setSpacing(theme.measure("gap"))
        label.setFixedWidth(theme.px(52))
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


class PanelWidget(QWidget):
    """The panel; signals go to the presenter."""

    typed = Signal(str, str)
    chosen = Signal(str)
    confirmed = Signal()

    def __init__(self, view: PanelView) -> None:
        super().__init__()
        self._view = view
        self._fields: list[FieldLine] = []
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
        if view.options:
            body.addLayout(self._make_choice())
        self._facts = QVBoxLayout()
        self._facts.setSpacing(theme.measure("gap"))
        body.addLayout(self._facts)
        self._show_facts()
        for place, shown in enumerate(view.fields):
            line = FieldLine(shown)
            line.field.textChanged.connect(self._typing(shown.key))
            line.field.entered.connect(self._entering(place))
            self._fields.append(line)
            body.addWidget(line)
        self.button = Button(view.confirm, "Enter", filled=True)
        self.button.clicked.connect(self.confirmed)
        body.addWidget(self.button)

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
            label = Label("哪一项", "label", colour="ink2")
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
            and [(f.key, f.label) for f in mine.fields] == [(f.key, f.label) for f in view.fields]
            and mine.chosen == view.chosen
        )

    def show_view(self, view: PanelView) -> None:
        """The same panel with other words in it; the focus goes to the first wrong field."""
        fresh = [f.key for f in view.fields if f.error]
        told, self._view = self._view.facts, view
        if told != view.facts:
            self._show_facts()
        for line, shown in zip(self._fields, view.fields, strict=True):
            line.show_field(shown)
        if fresh and self.focused() not in fresh:
            self.focus(fresh[0])

    def focused(self) -> str:
        """Key of what has the focus here: a field's, `choice`, `confirm`, or nothing."""
        for line in self._fields:
            if line.field.hasFocus():
                return line.key
        if self._choice is not None and self._choice.hasFocus():
            return "choice"
        return "confirm" if self.button.hasFocus() else ""

    def focus(self, key: str) -> None:
        """Put the focus on a field, the choice or the button."""
        for line in self._fields:
            if line.key == key:
                line.field.setFocus()
                return
        if key == "choice" and self._choice is not None:
            self._choice.setFocus()
        else:
            self.button.setFocus()
