"""The device page: a row a device, its detail beside it, what the technician needs below."""

from __future__ import annotations

from collections.abc import Sequence

from counter.desk.changes import Changes
from counter.domain.errors import Text
from counter.ui import theme
from counter.ui.commands import Command
from counter.ui.pages.devices.presenter import COLUMNS, DevicesPresenter
from counter.ui.qt import QGridLayout, QHBoxLayout, QTimer, QVBoxLayout, QWidget
from counter.ui.shell.page import Page
from counter.ui.state import Badge, Header, NextStep
from counter.ui.widgets.band import Band, Empty
from counter.ui.widgets.basic import Label, Rule
from counter.ui.widgets.table import TableView


def breakable(detail: str) -> str:
    """The detail with places to break a long number (a SAM's has no space in it)."""
    return detail.replace("-", "-\u200b")


class DevicesPage(Page):
    """0 设备."""

    id = "devices"
    place = "0"
    word = "设备"
    topics = frozenset({"devices"})

    def __init__(self, presenter: DevicesPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = presenter
        row = QHBoxLayout()
        row.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        self._band = Band("这个窗口的设备", "", "[[devices.test_print]]  [[devices.test_card]]")
        self.table = TableView(COLUMNS, row="row_two")
        self.table.moved.connect(presenter.select)
        self._empty = Empty("还没看过一遍。[[devices.look]]")
        left.addWidget(self._band)
        left.addWidget(self._empty)
        left.addWidget(self.table, 1)
        row.addLayout(left, 1)
        row.addWidget(Rule(upright=True))
        row.addWidget(self._side())
        self.body.addLayout(row, 1)
        self._again = QTimer(self)
        self._again.setInterval(1000)
        self._again.timeout.connect(self._look_again)
        presenter.watchers.add(self.draw)
        self.draw()

    def _side(self) -> QWidget:
        side = QWidget()
        self._side_box = side
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._title = Band("明细")
        self._words = Label("", wrap=True)
        self._detail = Label("", "note", colour="ink2", wrap=True)
        inner = QVBoxLayout()
        inner.addWidget(self._words)
        inner.addWidget(self._detail)
        self._inner = inner
        column.addWidget(self._title)
        column.addLayout(inner)
        self._facts_band = Band("这台终端", "", "[[devices.copy]]给技术员")
        column.addSpacing(theme.px(8))
        column.addWidget(self._facts_band)
        self._facts = QGridLayout()
        column.addLayout(self._facts)
        self._copied = Label("", "note", colour="ok")
        foot = QHBoxLayout()
        foot.addWidget(self._copied)
        self._foot = foot
        column.addLayout(foot)
        column.addStretch(1)
        self.retheme()
        return side

    def retheme(self) -> None:
        pad = theme.measure("pad")
        for layout in (self._inner, self._facts, self._foot):
            layout.setContentsMargins(pad, theme.px(8), pad, theme.px(4))
        self._facts.setHorizontalSpacing(theme.measure("gap"))
        self._facts.setVerticalSpacing(theme.px(4))
        self._inner.setSpacing(theme.px(6))
        self.fold(theme.current().folds(self.width()))

    def fold(self, folded: bool) -> None:
        """A narrow window takes from the panel at the side."""
        self._side_box.setFixedWidth(theme.px(248 if folded else 300))

    # --- contract ---

    def header(self) -> Header:
        return self.presenter.header()

    def next_step(self) -> NextStep:
        return self.presenter.next_step()

    def commands(self) -> Sequence[Command]:
        return self.presenter.commands()

    def badge(self) -> Badge | None:
        bad = len([h for h in self.presenter.healths if h.light in ("bad", "unknown")])
        return Badge(bad, passed=True) if bad else None

    def shown(self) -> None:
        self.presenter.copied = False
        self.draw()
        self.table.setFocus()
        self._again.start()

    def left(self) -> None:
        self._again.stop()

    def refresh(self, changes: Changes) -> None:
        self.draw()

    def _look_again(self) -> None:
        if self.isVisible() and self.presenter.rows() != self.table.rows.rows:
            self.draw()

    def rule(self) -> Sequence[Text | str]:
        return (
            "绿灯能用；黄灯能用但要看一下；红灯用不了；紫灯是不知道，看一眼设备再说。",
            "设备不好，办件照样能办：证件手工录，文书排着队，好了自己接着打。",
        )

    # --- drawing ---

    def draw(self) -> None:
        """Everything again from the presenter."""
        p = self.presenter
        rows = p.rows()
        self._empty.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self.table.show_rows(rows)
        p.current = str(self.table.current_id or "")
        device = p.device
        self._title.set_title(device.name if device else "明细")
        self._words.say(device.words if device else "")
        self._detail.say(breakable(device.detail) if device else "")
        self._draw_facts(p.facts())
        self._copied.say("复制好了，粘贴给技术员就行。" if p.copied else "")
        self.changed()

    def _draw_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        shown = getattr(self, "_shown_facts", None)
        if shown == facts:
            return
        self._shown_facts = facts
        while self._facts.count():
            item = self._facts.takeAt(0)
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for place, (label, words) in enumerate(facts):
            self._facts.addWidget(Label(label, "label", colour="ink2"), place, 0)
            self._facts.addWidget(Label(words, "label", wrap=True), place, 1)
        self._facts.setColumnStretch(1, 1)
