"""The side panel of the work list: the current row's clock, contact, and what can be done."""

from __future__ import annotations

from counter.desk.cases import CaseView, Task
from counter.domain.actwords import short_time
from counter.domain.errors import text
from counter.domain.numbers import group_case_number, group_id_number
from counter.ui import theme
from counter.ui.markup import Line, Run
from counter.ui.pages.case import story
from counter.ui.pages.case.rows import group_phone
from counter.ui.pages.case.wrapped import WrapLine
from counter.ui.pages.worklist import commands as keys
from counter.ui.pages.worklist import groups
from counter.ui.qt import QGridLayout, QVBoxLayout, QWidget
from counter.ui.state import STATES
from counter.ui.text import say, tr
from counter.ui.widgets import paint
from counter.ui.widgets.band import Band
from counter.ui.widgets.basic import Chip, Label
from counter.ui.widgets.clockstrip import ClockStrip

DAYS = 10
"""Days of the strip: what fits at 32 px a cell."""


OPENED = {
    "tell": "打开，一次告知",
    "supplement": "打开，收补正材料",
    "resume": "打开，走表",
    "seal": "打开，盖章登记",
    "deliver": "打开，送达",
    "answer": "打开，答复监察",
    "charge": "打开，核定收费",
    "charge_back": "打开，改缴费单",
}
"""What Enter leads to, by what is to be done."""


class TaskSide(QWidget):
    """What the eye needs before the hand presses a key."""

    def __init__(self) -> None:
        super().__init__()
        self._band = Band("")
        self._chip = Chip()
        self._band.add(self._chip)
        self._sentence = WrapLine("", "title")
        self._reason = WrapLine("", colour="ink2")
        self.strip = ClockStrip("side")
        self._rule = WrapLine("", "note", colour="ink2")
        self._clock = QVBoxLayout()
        for widget in (self._sentence, self._reason, self.strip, self._rule):
            self._clock.addWidget(widget)
        self._contact = QGridLayout()
        self._contact.setColumnStretch(1, 1)
        self._values: dict[str, WrapLine] = {}
        for place, name in enumerate(("证号", "手机", "收件", "编号")):
            label = Label(name, "label", colour="ink2")
            label.setAlignment(paint.ALIGN_RIGHT)
            self._values[name] = WrapLine("")
            self._contact.addWidget(label, place, 0)
            self._contact.addWidget(self._values[name], place, 1)
        self._can = WrapLine("")
        self._open = WrapLine(f"[[{keys.OPEN.id}]]")
        self._do = QVBoxLayout()
        self._do.addWidget(self._can)
        self._do.addWidget(self._open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._band)
        layout.addLayout(self._clock)
        layout.addWidget(Band("联系"))
        layout.addLayout(self._contact)
        layout.addWidget(Band("可以做"))
        layout.addLayout(self._do)
        self.retheme()

    def show_task(self, task: Task, view: CaseView | None) -> None:
        """Another current row; its clock follows when it has been read."""
        row = task.row
        self._band.set_title(row.applicant)
        chip = groups.light(task)
        self._chip.show_state(chip)
        urgent = task.light == "bad" or (task.left == 0 and task.group != "others")
        colour = STATES[chip.state].colour if urgent else "ink"
        said = (Run(say(groups.sentence(task)), bold=True, colour=colour),)
        self._sentence.say(said)
        self._reason.say(groups.reason(task))
        clock = view.clock if view is not None else None
        keep = self.strip.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.strip.setSizePolicy(keep)
        self.strip.setVisible(clock is not None)
        rule: Line = ""
        if clock is not None:
            self.strip.show_strip(story.strip(clock, DAYS))
            rule = story.limits_rule(clock, view is not None and view.matter.kind == "licence")
        self._rule.say(rule)
        person = row.number[:17].isdigit()  # a credit code stands as it is, no number to group
        self._values["证号"].say((Run(group_id_number(row.number) if person else row.number),))
        self._values["手机"].say((Run(group_phone(row.phone)),))
        at = short_time(row.received_at)
        where = tr("{n} 号窗口", n=row.window)
        who = view.names.get(row.acceptor, row.acceptor) if view else row.acceptor
        self._values["收件"].say((Run(f"{at} {who} {where}"),))
        self._values["编号"].say((Run(group_case_number(row.case_no)),))
        self._show_keys(task)

    def _show_keys(self, task: Task) -> None:
        words = {"review": "提交审核意见", "decide": "准予或不予"}.get(task.what, "")
        self._can.setVisible(bool(words))
        if words:
            self._can.say(text(f"[[{keys.DECIDE.id}|]] **{{words}}**", words=words))
        opened = OPENED.get(task.what, "打开这件")
        self._open.say(text(f"[[{keys.OPEN.id}|]] {{words}}", words=opened))

    def retheme(self) -> None:
        pad, gap = theme.measure("panel"), theme.px(6)
        self._clock.setContentsMargins(pad, theme.px(10), theme.px(8), theme.px(10))
        self._clock.setSpacing(theme.px(4))
        self._contact.setContentsMargins(pad, gap, theme.px(8), gap)
        self._contact.setHorizontalSpacing(theme.measure("gap"))
        self._contact.setVerticalSpacing(theme.px(4))
        self._do.setContentsMargins(pad, gap, theme.px(8), gap)
        self._do.setSpacing(gap)
