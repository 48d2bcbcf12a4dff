"""The groups of the work list and how a task is said: words, chips, columns, sentences. No Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from counter.desk.cases import Task
from counter.domain.clock import list_date
from counter.domain.errors import Text, text
from counter.ports.store import TodoCounts
from counter.ui.markup import Line, Run
from counter.ui.pages.worklist import commands as keys
from counter.ui.rows import AnyRow, Cell, Column, Group, Note, Row, cells
from counter.ui.state import ChipState, NextStep
from counter.ui.text import say, tr

GROUPS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("over", "已经过线", "过线", "late", "bad", "先做这些"),
    ("today", "今天必须做", "今天", "due", "warn", "下班前"),
    ("soon", "三个工作日内", "三天内", "ok", "", ""),
    ("later", "以后", "以后", "ok", "", ""),
    ("others", "等别人", "等别人", "paused", "", "不算我超期，到时提醒"),
)
"""Group, its name, its word on the filter, state glyph, colour on the filter, remark."""

WHAT = {
    "tell": "一次告知或受理",
    "supplement": "等申请人补材料",
    "resume": "等特别程序结果",
    "department": "等部门交回",
    "upper": "等上级批回",
    "send_up": "上报",
    "review": "提交审核意见",
    "decide": "核，作决定",
    "seal": "盖章登记",
    "deliver": "送达",
    "wait_decision": "等首席代表决定",
    "follow": "等申请人补交",
    "answer": "答复监察",
    "opinion": "协办意见",
    "charge": "核定收费",
    "charge_back": "改好缴费单",
    "hearing": "听证",
    "technicians": "指派技术人员",
    "renewal": "到期前决定延续",
}

OTHER = "打开看看"
"""What to do where a word of it is not known here."""

WAITING: dict[str, tuple[str, str, str]] = {
    "supplement": ("todo", "等补正", "等申请人补材料"),
    "follow": ("todo", "等补交", "容缺受理，等申请人补交"),
    "opinion": ("waiting", "等协办", "等协办单位的意见"),
    "charge": ("waiting", "等核定", "等别的单位核定收费"),
    "charge_back": ("returned", "财务打回", "等受理窗口改好缴费单"),
    "resume": ("paused", "停表", "停着表，等特别程序的结果"),
    "department": ("waiting", "等部门", "在部门手里"),
    "upper": ("waiting", "等上级", "报上级了，等批回"),
    "wait_decision": ("waiting", "等核定", "等首席代表核定"),
}
"""What waits for somebody else: glyph state, word of the chip, sentence of the side panel."""

NOT_NOW = {
    "tell": "还没受理，先告知或受理",
    "supplement": "还没受理，等补正",
    "resume": "停着表，走表以后再定",
    "department": "在部门手里，交回来再定",
    "upper": "报上级了，批回来再定",
    "send_up": "上报件，批回来再定",
    "wait_decision": "审和核是两个人，等首席代表",
    "follow": "这一行是等补交的，到审核那一行去定",
    "answer": "这一行是答复监察的，打开去答",
    "opinion": "协办意见先来，再定",
    "charge": "这一行是核定收费的，打开按 F7",
    "charge_back": "这一行是改缴费单的，打开按 F7",
    "hearing": "听证先开，再定",
    "technicians": "先指派技术人员",
    "renewal": "不在窗口手里，回来再定",
}
"""Why nothing can be decided on a task now."""

COLUMNS = (
    Column("light", "灯", 92),
    Column("due", "到什么时候", 92),
    Column("what", "要做什么", 116),
    Column("who", "谁的事", 0),
    Column("why", "为什么", 186),
    Column("key", "动手", 56, "right"),
)


def arranged(tasks: Sequence[Task], group: str = "") -> list[Task]:
    """Tasks of a group (empty: all), group by group, each in the desk's order of due dates."""
    order = [name for name, *_ in GROUPS]
    wanted = [t for t in tasks if not group or t.group == group]
    return sorted(wanted, key=lambda t: order.index(t.group))


def count(counts: TodoCounts, group: str) -> int:
    """How many there are of a group (empty: in all)."""
    return getattr(counts, group) if group else counts.all


def before(counts: TodoCounts, group: str) -> int:
    """How many stand before a group in the whole list."""
    names = [name for name, *_ in GROUPS]
    return sum(count(counts, name) for name in names[: names.index(group)])


def segments(counts: TodoCounts) -> tuple[tuple[str, Text, str], ...]:
    """全部 12 · 过线 2 · 今天 4 …, over the whole list."""
    found: list[tuple[str, Text, str]] = [("", text("全部 {n}", n=counts.all), "")]
    for name, _, word, _, colour, _ in GROUPS:
        n = count(counts, name)
        found.append((name, text("{word} {n}", word=word, n=n), colour if n else ""))
    return tuple(found)


def table(
    tasks: Sequence[Task],
    counts: TodoCounts,
    today: dt.date,
    *,
    new: int,
    hidden: int,
    two: bool = False,
) -> list[AnyRow]:
    """The list: a line for what is new, groups with their rows, a line for what is below."""
    shown: list[AnyRow] = []
    if new:
        shown.append(Note(text("有 {n} 件新的 [[worklist.newer]]", n=new)))
    for name, title, _, state, _, remark in GROUPS:
        mine = [t for t in tasks if t.group == name]
        if mine:
            shown.append(Group(title, count(counts, name), remark, state))
            shown += [row_of(task, today, two) for task in mine]
    if hidden:
        shown.append(Note(text("还有 {n} 件 [[worklist.more|]]", n=hidden), more=True))
    return shown


def whose(task: Task) -> Line:
    """The applicant and the matter in one line."""
    return (Run(task.row.applicant, bold=True), Run("  " + task.row.matter_title, colour="ink2"))


def row_of(task: Task, today: dt.date, two: bool = False) -> Row:
    """A task as a row; two: of two lines, where one line is too narrow for names."""
    row = task.row
    who = Cell(whose(task))
    if two:
        who = Cell((Run(row.applicant, bold=True),), under=(Run(row.matter_title),))
    return Row(
        task.id,
        cells(
            light=Cell(chip=light(task)),
            due=(Run(due_words(task, today), bold=True),),
            what=(Run(tr(WHAT.get(task.what, OTHER))),),
            who=who,
            why=Cell((Run(say(task.why)),), colour="ink2"),
            key=Cell(key="Enter" if task.key == "↵" else task.key),
        ),
        data=task,
    )


def light(task: Task) -> ChipState:
    """The chip of a task: how its clock stands, or that it waits for somebody else."""
    if task.light == "bad":
        return ChipState("late", text("超期 {n} 天", n=-task.left))
    if task.group == "others":
        state, word, _ = WAITING.get(task.what, ("waiting", "等别人", ""))
        return ChipState(state, word)
    if task.what == "charge_back":
        return ChipState("returned", "财务打回")
    if task.left == 0:
        return ChipState("due", "今天到期")
    if task.left > 900:
        return ChipState("todo", "没有期限")
    return ChipState("due" if task.light == "warn" else "ok", text("剩 {n} 天", n=task.left))


def due_words(task: Task, today: dt.date) -> str:
    """`今天`, or `9-28 周一`."""
    if not task.due:
        return {"resume": "停着表", "supplement": "补来再算"}.get(task.what, "没有期限")
    due = dt.date.fromisoformat(task.due)
    return "今天" if due == today else list_date(due)


def sentence(task: Task) -> Text:
    """The side panel's title: what happens when nothing is done."""
    if task.what == "tell":
        return _telling(task)
    if task.light == "bad":
        return text("超期 {n} 个工作日了", n=-task.left)
    if task.group == "others":
        return text(WAITING.get(task.what, ("", "", "等别人"))[2])
    if task.left == 0:
        return text("今天下班前要办")
    if task.left > 900:
        return text("这件没有期限")
    return text("还剩 {n} 个工作日", n=task.left)


def _telling(task: Task) -> Text:
    """A case only received: what the law does when nobody tells the applicant."""
    if task.left < 0:
        return text("没有在期限内告知，就算受理了")
    if task.left == 0:
        return text("今天不告知，就算受理了")
    return text("还剩 {n} 个工作日可以告知", n=task.left)


def reason(task: Task) -> Line:
    """The side panel's sentence below it."""
    row, why = task.row, say(task.why)
    accepted = list_date(dt.date.fromisoformat(row.accepted_on)) if row.accepted_on else ""
    due = list_date(dt.date.fromisoformat(task.due)) if task.due else ""
    if task.what == "tell":
        received = list_date(dt.date.fromisoformat(row.received_at[:10]))
        said = "{received} 收的件，**{due}** 是最后一天。{why}。"
        return text(said, received=received, due=due, why=why)
    if task.what in ("review", "decide", "wait_decision") and accepted and due:
        said = "{accepted} 受理，要在 **{due}** 前办完。{why}。"
        return text(said, accepted=accepted, due=due, why=why)
    if due:
        return text("最后一天 **{due}**。{why}。", due=due, why=why)
    return text("{why}。", why=why)


def next_step(task: Task) -> NextStep:
    """The 下一步 line of the current task."""
    who, matter = task.row.applicant, task.row.matter_title
    said = {
        "tell": "打开 **{who}** {matter}，一次告知",
        "supplement": "打开 **{who}** {matter}，收补正材料",
        "resume": "打开 **{who}** {matter}，有了结果就走表",
        "department": "打开 **{who}** {matter} 看看，等部门交回",
        "upper": "打开 **{who}** {matter} 看看，等上级批回",
        "send_up": "打开 **{who}** {matter}，上报",
        "review": "审 **{who}** {matter}，提交意见",
        "decide": "核 **{who}** {matter}，作决定",
        "seal": "打开 **{who}** {matter}，盖章登记",
        "deliver": "打开 **{who}** {matter}，送达",
        "wait_decision": "打开 **{who}** {matter} 看看，等首席代表",
        "follow": "打开 **{who}** {matter} 看看，等补交",
        "answer": "打开 **{who}** {matter}，答复监察",
        "opinion": "打开 **{who}** {matter}，看协办意见",
        "hearing": "打开 **{who}** {matter}，办听证",
        "technicians": "打开 **{who}** {matter}，指派技术人员",
        "renewal": "打开 **{who}** {matter}，原证快到期，催着办回来",
    }.get(task.what, "打开 **{who}** {matter}")
    command = keys.DECIDE.id if task.what in ("review", "decide") else keys.OPEN.id
    after: dict[str, Text | str] = {
        "tell": text("要补的一次说全"),
        "supplement": text("补齐了，当天受理"),
        "resume": text("当天接着数"),
        "send_up": text("本地时限到此为止，等批回"),
        "review": text("首席代表核，再决定"),
        "decide": text("决定书打出来，盖章"),
        "seal": text("盖齐了就能送达"),
        "deliver": text("这件办结"),
        "wait_decision": "",
    }
    return NextStep(command, text(said, who=who, matter=matter), after.get(task.what, ""))
