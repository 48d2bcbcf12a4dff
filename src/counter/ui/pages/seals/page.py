"""7 用印: the register of seals; looked at, by whoever answers for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from counter.desk.changes import Changes
from counter.domain.errors import KnownError, Text, text
from counter.ui import theme
from counter.ui.commands import Command
from counter.ui.pages.seals.presenter import COLUMNS, SealsPresenter
from counter.ui.qt import QHBoxLayout, QVBoxLayout, QWidget
from counter.ui.shell.page import Page
from counter.ui.state import Header, NextStep
from counter.ui.text import tr
from counter.ui.widgets.band import Band, Empty
from counter.ui.widgets.basic import Label
from counter.ui.widgets.fields import ChoiceField, FieldRow, LineField
from counter.ui.widgets.sheet import Choice, Sheet
from counter.ui.widgets.table import TableView

KEYS = "[[seals.pick]]  [[seals.all]]  [[seals.print]]"


class SealsPage(Page):
    """The page."""

    id = "seals"
    place = "7"
    word = "用印"
    topics = frozenset({"cases", "work"})

    def __init__(
        self,
        presenter: SealsPresenter,
        today: Callable[[], dt.date],
        parent: QWidget | None = None,
    ) -> None:
        """today: the desk's date."""
        super().__init__(parent)
        self.presenter, self._today = presenter, today
        self.choice = ChoiceField([("", text("全部印章"))])
        self.choice.setAccessibleName(tr("印章"))
        self.choice.picked.connect(presenter.choose)
        self.choice.entered.connect(self._to_table)
        presenter.pick = self.choice.setFocus
        presenter.ask_period = self._ask_period
        self._label = Label("印章", "label", colour="ink2")
        self._row = QHBoxLayout()
        self._row.addWidget(self._label)
        self._row.addWidget(self.choice)
        self._row.addStretch(1)
        self._band = Band("登记", "", KEYS)
        self._empty = Empty("")
        self.table = TableView(COLUMNS, row="row_two", opens=True)
        self.table.setAccessibleName(tr("用印登记"))
        self.table.moved.connect(presenter.select)
        self.table.opened.connect(lambda _pos: presenter.open())
        self.table.wants_more.connect(presenter.more)
        self.body.addLayout(self._row)
        for widget in (self._band, self._empty):
            self.body.addWidget(widget)
        self.body.addWidget(self.table, 1)
        self.body.addStretch(0)
        self._offered: object = None
        self.retheme()
        presenter.watchers.add(self.draw)
        self.draw()

    def header(self) -> Header:
        return self.presenter.header()

    def next_step(self) -> NextStep:
        return self.presenter.next_step()

    def commands(self) -> Sequence[Command]:
        return self.presenter.commands()

    def shown(self) -> None:
        self.presenter.load()
        self._to_table()

    def reset(self) -> None:
        self.presenter.forget()

    def refresh(self, changes: Changes) -> None:
        if self.isVisible():
            self.presenter.load()

    def back(self) -> bool:
        if self.choice.hasFocus():
            self._to_table()
            return True
        if self.presenter.seal:
            self.presenter.choose("")
            return True
        return False

    def rule(self) -> Sequence[Text | str]:
        return (
            "每盖一枚章都登记：哪枚章、盖在哪份文书上、谁盖的、什么时候。",
            "空白纸不盖章；文书要哪几枚章，目录里写着；谁保管，谁用。",
            "窗口看本单位的章和中心章；中心管理和监察看全部。",
        )

    def _ask_period(self) -> None:
        assert self.shell is not None
        today = self._today()
        since = LineField(today.replace(day=1).isoformat(), length=10)
        until = LineField(today.isoformat(), length=10, enter_moves=False)
        rows = [FieldRow("从哪天", since), FieldRow("到哪天", until)]
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        for row in rows:
            layout.addWidget(row)

        def take() -> None:
            self.presenter.print_register(
                since.text(), until.text(), sheet.close_sheet, lambda error: refused(error)
            )

        def refused(error: KnownError) -> None:
            params = {**error.what.params, **error.next_step.params}
            rows[-1].show_error(Text(f"{error.what.source}{error.next_step.source}", params))

        title = text("{seal} 的登记表", seal=self.presenter.seal_name)
        words = "两天都算在内，写成 2026-09-22 这样。"
        choice = Choice("Enter", "打登记表", take, True, close=False)
        sheet = Sheet(self.shell.ground, title, body, [choice], words=words)
        until.entered.connect(take)
        self.shell.ask(sheet)

    def _to_table(self) -> None:
        self.table.setFocus()

    def draw(self) -> None:
        """Everything again from the presenter."""
        p = self.presenter
        self.show_trouble(p.trouble)
        if p.seals != self._offered:
            self._offered = p.seals
            self.choice.set_choices(p.choices())
        self.choice.choose(p.seal)
        rows = p.rows()
        self._empty.say(p.empty())
        self._empty.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self.table.show_rows(rows, p.current)
        self._band.set_count(p.count())
        self.changed()

    def retheme(self) -> None:
        pad = theme.measure("pad")
        self._row.setContentsMargins(pad, theme.px(8), pad, theme.px(8))
        self._row.setSpacing(theme.measure("gap"))
        self.choice.setFixedWidth(theme.px(360))
