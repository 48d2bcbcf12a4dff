"""5 代理: the projects above, the steps of one below, what is to be known of it beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from counter.desk.changes import Changes
from counter.domain.errors import KnownError, Text, text
from counter.domain.project import Investor
from counter.ui import theme
from counter.ui.commands import Command
from counter.ui.markup import Run
from counter.ui.pages.case.scroll import column
from counter.ui.pages.enquiry.side import fill, grid
from counter.ui.pages.project import commands as keys
from counter.ui.pages.project.presenter import PROJECTS, STEPS, Done, Failed, ProjectPresenter
from counter.ui.qt import QHBoxLayout, QTimer, QVBoxLayout, QWidget
from counter.ui.shell.page import Page
from counter.ui.state import Badge, Header, NextStep
from counter.ui.text import tr
from counter.ui.widgets.band import Band
from counter.ui.widgets.basic import Rule
from counter.ui.widgets.fields import ChoiceField, FieldRow, LineField
from counter.ui.widgets.sheet import Choice, Sheet
from counter.ui.widgets.table import TableView

FIRST = {"project.name", "project.meeting"}
"""Refusals that speak of the first field of a sheet; the others stand below the last."""


class ProjectPage(Page):
    """The page."""

    id = "project"
    place = "5"
    word = "代理"
    topics = frozenset({"projects"})

    def __init__(self, presenter: ProjectPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = presenter
        self._asked, self._shown = False, ()  # type: bool, tuple[object, ...]
        presenter.ask = {
            "new": self._new,
            "step": self._step,
            "link": self._link,
            "trip": self._trip,
            "meet": self._meet,
            "close": self._close,
        }
        self._build()
        presenter.watchers.add(self._draw)
        self.retheme()

    def _build(self) -> None:
        flip = f"[[{keys.PREVIOUS.id}|]][[{keys.NEXT.id}|]]换一个  [[{keys.NEW.id}]]"
        self.table = TableView(PROJECTS)
        self.table.setAccessibleName(tr("项目"))
        self.table.moved.connect(self.presenter.select)
        self.steps = TableView(STEPS)
        self.steps.setAccessibleName(tr("要办的事项"))
        self.steps.moved.connect(self.presenter.select_step)
        hints = (keys.STEP, keys.LINK, keys.DONE, keys.TRIP, keys.MEET, keys.CLOSE)
        self._steps_band = Band("一步一步", "", "  ".join(f"[[{k.id}]]" for k in hints))
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(Band("项目", "", flip))
        left.addWidget(self.table, 2)
        left.addWidget(self._steps_band)
        left.addWidget(self.steps, 3)
        self._right, inner = column()
        self._band, self._facts = Band("这个项目", "", f"[[{keys.PRINT.id}]]"), grid()
        inner.addWidget(self._band)
        inner.addLayout(self._facts)
        inner.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addLayout(left, 1)
        columns.addWidget(Rule(upright=True))
        columns.addWidget(self._right)
        self.body.addLayout(columns, 1)

    # --- what the shell asks

    def header(self) -> Header:
        return self.presenter.header()

    def next_step(self) -> NextStep:
        return self.presenter.next_step()

    def commands(self) -> Sequence[Command]:
        return self.presenter.commands()

    def badge(self) -> Badge | None:
        known = self.presenter.loaded or self._asked
        if not known and self.shell is not None and self.shell.signed_in:
            self._asked = True  # the rail's count is wanted before the page is ever in front
            QTimer.singleShot(0, self, self.presenter.load)
        return self.presenter.badge()

    def shown(self) -> None:
        self.presenter.load()
        self.steps.setFocus()

    def reset(self) -> None:
        self._asked = False
        self.presenter.forget()
        self._draw()

    def refresh(self, changes: Changes) -> None:
        if self.shell is not None and self.shell.signed_in:
            self.presenter.load()

    def rule(self) -> Sequence[Text | str]:
        return (
            tr("全程代理制：重大项目由牵头单位的代理人跑，投资人一件最多来一趟，不收代理费。"),
            tr("没有授权委托书不代理；哪种项目由谁牵头，按目录里的表。"),
            tr("一步一个事项，记上办件编号；件办结了才算办成，都办成了才办结。"),
        )

    # --- drawing

    def _draw(self) -> None:
        shown = self.presenter
        self.strip.show_trouble(shown.trouble)
        self.table.show_rows(shown.rows(), shown.current)
        self.steps.show_rows(shown.step_rows(), shown.step_no or None)
        facts = shown.facts()
        if facts != self._shown:
            self._shown = facts
            fill(self._facts, facts)
        opened = shown.project.opened if shown.project else None
        self._band.set_title(opened.name if opened else "这个项目")
        self._steps_band.set_count((Run(opened.name),) if opened else "")
        self.changed()

    def retheme(self) -> None:
        pad, gap = theme.measure("panel"), theme.px(6)
        self._right.setFixedWidth(theme.px(348))
        self._facts.setContentsMargins(pad, gap, theme.px(8), gap)
        self._facts.setHorizontalSpacing(theme.measure("gap"))
        self._facts.setVerticalSpacing(theme.px(4))

    # --- sheets

    def _new(self) -> None:
        name, investor = LineField(length=60), LineField(length=60)
        code, power = LineField(length=18), LineField(length=40)
        day = LineField(length=10, enter_moves=False)
        kind = ChoiceField(
            [(k, text("{k}（{u}牵头）", k=k, u=unit)) for k, unit in self.presenter.kinds]
        )
        self._sheet(
            "接一个全程代理的项目",
            "先看授权委托书；代理不收费。",
            [
                ("种类", kind),
                ("项目名称", name),
                ("投资单位", investor),
                ("信用代码", code),
                ("委托书文号", power),
                ("委托书日期", day),
            ],
            "接下，不收费",
            lambda done, failed: self.presenter.open(
                name.text(),
                Investor(
                    name=investor.text(),
                    credit_code=code.text(),
                    power_number=power.text(),
                    power_on=day.text().strip(),
                ),
                kind.key,
                done,
                failed,
            ),
        )

    def _step(self) -> None:
        field = LineField(length=30, enter_moves=False)
        self._sheet(
            "加一步",
            "事项的首字母、名称或编码，取最合的一个。",
            [("事项", field)],
            "加上",
            lambda done, failed: self.presenter.plan(field.text(), done, failed),
        )

    def _link(self) -> None:
        field = LineField(length=30, enter_moves=False)
        step = self.presenter.step
        self._sheet(
            text("{t} 的办件", t=step.matter_title if step else ""),
            "在办件页抄的号可以贴进来。",
            [("办件编号", field)],
            "记上",
            lambda done, failed: self.presenter.link(field.text(), done, failed),
        )

    def _trip(self) -> None:
        who, why = LineField(length=20), LineField(length=60, enter_moves=False)
        self._sheet(
            "投资人来了一趟",
            "一件最多来一趟；能代的都代。",
            [("谁来的", who), ("为什么来", why)],
            "记一趟",
            lambda done, failed: self.presenter.trip(who.text(), why.text(), done, failed),
        )

    def _meet(self) -> None:
        units, minutes = LineField(length=60), LineField(length=200, enter_moves=False)
        self._sheet(
            "会商",
            "中心召集；单位之间用顿号或空格隔开。",
            [("到会单位", units), ("怎么说的", minutes)],
            "记下会商",
            lambda done, failed: self.presenter.meet(units.text(), minutes.text(), done, failed),
        )

    def _close(self) -> None:
        field = LineField(length=100, enter_moves=False)
        self._sheet(
            "代理件办结",
            "每一步都办成了才办结。",
            [("办结情况", field)],
            "办结",
            lambda done, failed: self.presenter.close(field.text(), done, failed),
        )

    def _sheet(
        self,
        title: Text | str,
        words: str,
        fields: Sequence[tuple[str, LineField | ChoiceField]],
        word: str,
        do: Callable[[Done, Failed], object],
    ) -> None:
        assert self.shell is not None
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        rows = [FieldRow(name, field) for name, field in fields]
        for row in rows:
            layout.addWidget(row)

        def take() -> None:
            do(sheet.close_sheet, refused)

        def refused(error: KnownError) -> None:
            for row in rows:
                row.show_error()
            params = {**error.what.params, **error.next_step.params}
            said = Text(f"{error.what.source}{error.next_step.source}", params)
            wrong = rows[0] if error.code in FIRST else rows[-1]
            if error.code.startswith("credit.") and len(rows) > 3:
                wrong = rows[3]
            wrong.show_error(said)

        choice = Choice("Enter", word, take, True, close=False)
        sheet = Sheet(self.shell.ground, title, body, [choice], words=words, width=600)
        fields[-1][1].entered.connect(take)
        self.shell.ask(sheet)
