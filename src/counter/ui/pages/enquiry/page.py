"""4 咨询: a line above to take a question, the list below, the guide beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from counter.desk.changes import Changes
from counter.domain.enquiry import CHANNEL_WORDS, Enquiry
from counter.domain.errors import KnownError, Text, text
from counter.ui import theme
from counter.ui.commands import Command
from counter.ui.markup import Run
from counter.ui.pages.case.scroll import column
from counter.ui.pages.enquiry import commands as keys
from counter.ui.pages.enquiry.presenter import COLUMNS, Done, EnquiryPresenter, Failed
from counter.ui.pages.enquiry.side import EnquirySide
from counter.ui.qt import QHBoxLayout, QKeyEvent, Qt, QTimer, QVBoxLayout, QWidget
from counter.ui.shell.page import Page
from counter.ui.state import Badge, Header, NextStep
from counter.ui.text import say, tr
from counter.ui.widgets.band import Band
from counter.ui.widgets.basic import LineLabel, Rule
from counter.ui.widgets.fields import FieldRow, LineField
from counter.ui.widgets.sheet import Choice, Sheet
from counter.ui.widgets.table import TableView


class AskField(LineField):
    """A field of the line above: Enter registers, Down goes into the list."""

    def __init__(self, name: str, hint: str, go_down: Callable[[], object], length: int) -> None:
        super().__init__(enter_moves=False, length=length)
        self._go_down = go_down
        self.setAccessibleName(say(name))
        self.setPlaceholderText(say(hint))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self._go_down()
        else:
            super().keyPressEvent(event)


class EnquiryPage(Page):
    """The page."""

    id = "enquiry"
    place = "4"
    word = "咨询"
    topics = frozenset({"enquiries", "day"})

    def __init__(self, presenter: EnquiryPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = presenter
        presenter.ask_answer, presenter.ask_taker = self._ask_answer, self._ask_taker
        presenter.ask_case, presenter.go_form = self._ask_case, self._to_form
        presenter.asked = self._registered
        self._wanted = False
        self._build()
        presenter.watchers.add(self._draw)
        self.retheme()

    def _build(self) -> None:
        self.question = AskField("问什么", "一句话：问什么", self._into_list, 120)
        self.matter = AskField("事项", "事项首字母", self._into_list, 20)
        self.asker = AskField("谁来问", "谁，可不填", self._into_list, 20)
        self.phone = AskField("电话", "电话，可不填", self._into_list, 20)
        self._fields = (self.question, self.matter, self.asker, self.phone)
        self._line = QHBoxLayout()
        for field in self._fields:
            field.entered.connect(self._ask)
            self._line.addWidget(field, 1 if field is self.question else 0)
        self.matter.textChanged.connect(self.presenter.seek)
        self._remark = LineLabel("", "note", colour="ink2")
        self._under = QHBoxLayout()
        self._under.addWidget(self._remark)
        self._under.addStretch(1)
        self._under.addWidget(
            LineLabel(f"[[{keys.ASK.id}]]  [[{keys.CHANNEL.id}]]", "note", colour="ink2")
        )
        hints = "  ".join(
            f"[[{k.id}]]" for k in (keys.ANSWER, keys.SLIP, keys.HAND, keys.LINK, keys.NEW)
        )
        self._band = Band("问过的", "", hints)
        self.table = TableView(COLUMNS)
        self.table.setAccessibleName(tr("问过的"))
        self.table.moved.connect(self.presenter.select)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(self._line)
        left.addLayout(self._under)
        left.addWidget(self._band)
        left.addWidget(self.table, 1)
        self._right, inner = column()
        self.side = EnquirySide()
        inner.addWidget(self.side)
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
        known = self.presenter.loaded or self._wanted
        if not known and self.shell is not None and self.shell.signed_in:
            self._wanted = True  # the rail's count is wanted before the page is ever in front
            QTimer.singleShot(0, self, self.presenter.load)
        return self.presenter.badge()

    def shown(self) -> None:
        self.presenter.load()
        self.question.setFocus()

    def reset(self) -> None:
        self._wanted = False
        for field in self._fields:
            field.clear()
        self.presenter.forget()
        self.table.show_rows([])

    def back(self) -> bool:
        if any(field.text() for field in self._fields):
            for field in self._fields:
                field.clear()
            self.question.setFocus()
            return True
        if self.table.hasFocus():
            self.question.setFocus()
            return True
        return False

    def refresh(self, changes: Changes) -> None:
        if self.shell is not None and self.shell.signed_in:
            self.presenter.load()

    def rule(self) -> Sequence[Text | str]:
        return (
            tr("首问责任制：第一个被问到的人负责到底，答了才算完；不归本窗口也不能一推了之。"),
            tr("转给别人，要对方答应，写明为什么；转了以后由接手的人负责。"),
            tr("一个工作日内要有答复，过了就是过线。"),
            tr(
                "行政许可法第三十条：事项、依据、条件、数量、程序、期限、材料目录、示范文本要公示。"
            ),
        )

    # --- hands

    def _to_form(self) -> None:
        self.question.setFocus()
        self.question.selectAll()

    def _into_list(self) -> None:
        if self.presenter.lines:
            self.table.setFocus()

    def _ask(self) -> None:
        if self.presenter.may_ask().ok:
            self.presenter.ask(self.question.text(), self.asker.text(), self.phone.text())

    def _registered(self) -> None:
        for field in self._fields:
            field.clear()
        self.table.setFocus()

    # --- drawing

    def _draw(self) -> None:
        shown = self.presenter
        self.strip.show_trouble(shown.trouble)
        where = tr("{w}来问", w=CHANNEL_WORDS[shown.channel])
        if shown.matter is not None:
            self._remark.say((Run(f"{where}  事项：{shown.matter.title}"),))
        elif shown.wanted:
            self._remark.say((Run(f"{where}  没有这个事项"),))
        else:
            self._remark.say((Run(where),))
        self.table.show_rows(shown.rows(), shown.current)
        self.side.show_all(shown.facts(), shown.guide_title, shown.guide)
        self.changed()

    def retheme(self) -> None:
        pad = theme.measure("pad")
        self._line.setContentsMargins(pad, theme.px(9), pad, theme.px(4))
        self._line.setSpacing(theme.measure("gap"))
        self._under.setContentsMargins(pad, 0, pad, theme.px(6))
        self._right.setFixedWidth(theme.px(348))
        self.matter.setFixedWidth(theme.px(120))
        self.asker.setFixedWidth(theme.px(110))
        self.phone.setFixedWidth(theme.px(130))

    # --- sheets

    def _ask_answer(self, state: Enquiry) -> None:
        field = LineField(length=200, enter_moves=False)
        question = state.opened.question if state.opened else ""
        self._sheet(
            text("答复：{q}", q=question),
            "写一句怎么答的；答了就办结。",
            [("答复", field)],
            "答复，办结",
            lambda done, failed: self.presenter.answer(state.number, field.text(), done, failed),
        )

    def _ask_taker(self, state: Enquiry) -> None:
        to = LineField(length=8, digits=True)
        why = LineField(length=60, enter_moves=False)
        self._sheet(
            "转给别人负责",
            "先问过对方；对方答应了才转，转了以后由对方答复。",
            [("接手人工号", to), ("为什么转", why)],
            "对方答应了，转",
            lambda done, failed: self.presenter.hand_over(
                state.number, to.text(), why.text(), done, failed
            ),
        )

    def _ask_case(self, state: Enquiry) -> None:
        field = LineField(length=30, enter_moves=False)
        self._sheet(
            "由这次咨询办的件",
            "写办件编号；在办件页抄的号可以贴进来。",
            [("办件编号", field)],
            "记上",
            lambda done, failed: self.presenter.link(state.number, field.text(), done, failed),
        )

    def _sheet(
        self,
        title: Text | str,
        words: str,
        fields: Sequence[tuple[str, LineField]],
        word: str,
        do: Callable[[Done, Failed], object],
    ) -> None:
        assert self.shell is not None
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        rows = [FieldRow(name, field) for name, field in fields]
        for row in rows:
            layout.addWidget(row)

        def take() -> None:
            do(sheet.close_sheet, refused)

        def refused(error: KnownError) -> None:
            params = {**error.what.params, **error.next_step.params}
            for row in rows:
                row.show_error()
            wrong = rows[0] if error.code == "enquiry.to" else rows[-1]
            wrong.show_error(Text(f"{error.what.source}{error.next_step.source}", params))

        choice = Choice("Enter", word, take, True, close=False)
        sheet = Sheet(self.shell.ground, title, body, [choice], words=words, width=560)
        fields[-1][1].entered.connect(take)
        self.shell.ask(sheet)
