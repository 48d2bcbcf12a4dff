"""The 下一步 line of the reception page, and where Enter goes: one sentence, one key.

The order is the clerk's: who, what, which papers, the rest, F5. A key that is named can be
pressed from where the focus is.
"""

from __future__ import annotations

import datetime as dt

from counter.domain.application import Problem
from counter.domain.clock import list_date
from counter.domain.errors import Text, text
from counter.domain.numbers import group_case_number
from counter.domain.prior import MISSING
from counter.ui.pages.reception import lineup, telling
from counter.ui.pages.reception.state import Doing, ReceptionState
from counter.ui.state import NextStep

SAVING: dict[Doing, Text] = {
    "accept": Text("正在存，存好才算受理。"),
    "tell": Text("正在存，存好才算告知。"),
    "receive": Text("正在存，存好才算收件。"),
}
_TO_F5 = Text("齐了按 [[reception.accept]]")


def stop_of(problem: Problem) -> str:
    """Where on the page a problem is mended; empty: nowhere by hand (a card must be laid)."""
    if problem.field.startswith("material."):
        return "materials"
    if problem.field in ("applicant.document", "agent.document"):
        return ""
    return problem.field


def _order(path: str) -> int:
    """Reading order as the hand goes: who, matter, materials, form, then how to reach them."""
    heads = ("applicant.", "agent.", "matter", "materials", "prior.", "form.", "contact.")
    return next((n for n, head in enumerate(heads) if path.startswith(head)), len(heads))


def stops(state: ReceptionState) -> list[str]:
    """Places that still want something, each once, in the hand's order."""
    found: list[str] = []
    for problem in sorted(state.stops, key=lambda p: _order(stop_of(p))):
        place = stop_of(problem)
        if not place or place in found:
            continue
        slot, dot, _ = place.partition(".document.")
        if dot and state.manual != slot:
            continue
        found.append(place)
    return found


def onward(state: ReceptionState, fields: tuple[str, ...]) -> str:
    """The next place after `state.at` that wants something; empty when nothing does.

    fields: all places of the page in the hand's order.
    """
    wanting = set(stops(state))
    if not wanting:
        return ""
    start = fields.index(state.at) + 1 if state.at in fields else 0
    turn = (*fields[start:], *fields[:start])
    return next((p for p in turn if p in wanting), "")


LOOKS_ON = NextStep("", Text("这个岗位不受理"), Text("看办件到 3 查件"))
"""What stands here for who does not receive."""


def next_step(state: ReceptionState, onward_to: str) -> NextStep:
    """The one sentence. onward_to: where Enter would go."""
    for rule in (
        _after_f5,
        _card_asks,
        _notice,
        _editing,
        _nobody,
        _manual,
        _choosing,
        _identity,
        _no_matter,
    ):
        step = rule(state)
        if step is not None:
            return step
    if not state.stops:
        return NextStep("reception.accept", Text("**受理**：给编号，打文书"), _handed_on(state))
    return _lacking(state, onward_to)


def _after_f5(state: ReceptionState) -> NextStep | None:
    if state.accepting:
        return NextStep("", SAVING[state.doing])
    if state.accepted is None:
        return None
    if state.form.line:
        return _next_in_line(state)
    if state.accepted.missing:
        by = list_date(dt.date.fromisoformat(state.accepted.missing[0][1]))
        number = group_case_number(state.accepted.case_no)
        n = len(state.accepted.missing)
        return NextStep(
            "reception.next",
            text("**{number}** 已容缺受理，{n} 样 {day} 前补来", number=number, n=n, day=by),
            Text("接着办下一位"),
            Text("[[reception.reprint]]  [[reception.open]]"),
        )
    return NextStep(
        "reception.next",
        text("**{number}** 已受理", number=group_case_number(state.accepted.case_no)),
        Text("接着办下一位"),
        Text("[[reception.again]]  [[reception.reprint]]  [[reception.open]]"),
    )


def _next_in_line(state: ReceptionState) -> NextStep:
    assert state.case is not None
    code = state.form.line[0].matter
    matter = state.catalogue.matters.get(code) if state.catalogue else None
    return NextStep(
        "reception.again",
        text("接着办第 {n} 件 **{title}**", n=state.form.nth + 1, title=matter.title)
        if matter
        else Text("接着办下一件"),
        text("{number} 已受理", number=group_case_number(state.case.case_no)),
        Text("[[reception.reprint]]  [[reception.open]]"),
    )


def after_telling(state: ReceptionState, last: dt.date) -> NextStep:
    """The case is there and not accepted. last: until when it must be told (art. 32(4))."""
    assert state.told is not None
    number = group_case_number(state.told.case_no)
    if state.doing == "tell":
        return NextStep(
            "reception.next",
            text("**{number}** 已告知，等申请人补材料", number=number),
            Text("接着办下一位"),
            Text("[[reception.reprint]]  [[reception.open]]"),
        )
    return NextStep(
        "reception.next",
        text("**{number}** 已收件", number=number),
        text("五个工作日内（到 {day}）不告知就算受理", day=list_date(last)),
        Text("[[reception.open]]"),
    )


def _notice(state: ReceptionState) -> NextStep | None:
    if not state.telling or not state.at.startswith(telling.TABLE):
        return None
    other = Text("收起按 [[reception.back|]]")
    if state.at == telling.WHY_FIELD:
        return NextStep("reception.onward", Text("写这一样**为什么要补**"), Text("写好回到表里"))
    empty = telling.unexplained(state)
    if empty:
        return NextStep("reception.why", text("第 {n} 项没写原因", n=empty), "", other)
    n = len(telling.told_items(state))
    if n == 0:
        return NextStep("reception.back", Text("没有要补的了"), Text("回到材料"))
    words = text("**打印一次性告知书**，{n} 样一次说全", n=n)
    return NextStep("reception.tell", words, Text("等申请人补材料"), other)


def _card_asks(state: ReceptionState) -> NextStep | None:
    if state.pending is None:
        return None
    name = state.pending.name
    document = state.form.document
    if document is None:
        return NextStep(
            "reception.card_agent",
            text("**{name}** 是代办人", name=name),
            "",
            Text("是申请人按 [[reception.replace_card|]]  都不是按 [[reception.back|]]"),
        )
    return NextStep(
        "reception.replace_card",
        text("申请人从 {old} 换成 **{name}**", old=document.name, name=name),
        "",
        text("{name} 是代办人按 [[reception.card_agent|]]  不换按 [[reception.back|]]", name=name),
    )


def _editing(state: ReceptionState) -> NextStep | None:
    matter = state.matter
    if not state.editing or matter is None:
        return None
    name = next((s.name for s in matter.materials if s.code == state.editing), "")
    if state.mending:
        return NextStep(
            "reception.onward",
            text("申请人当场改好，写 **{name}** 改了什么", name=name),
            Text("记在经过里，不用告知"),
            Text("收起按 [[reception.back|]]"),
        )
    return NextStep(
        "reception.onward",
        text("改 **{name}** 的份数、页数", name=name),
        Text("回到材料"),
        Text("收起按 [[reception.back|]]"),
    )


def _nobody(state: ReceptionState) -> NextStep | None:
    if not state.form.empty or state.manual or state.form.by_agent:
        return None
    if state.form.kind == "organisation" or state.form.query.strip():
        return None
    if state.form.ticket:
        return NextStep(
            "",
            text("请 **{ticket}** 把身份证放到读卡器上", ticket=state.form.ticket),
            Text("打首字母找事项"),
            Text("没有卡按 [[reception.manual]]"),
        )
    if state.drafts:
        return _unfinished(state)
    return NextStep(
        "reception.call",
        state.said or Text("等下一位，叫号"),
        Text("或者直接把身份证放到读卡器上"),
    )


def _unfinished(state: ReceptionState) -> NextStep:
    draft, more = state.drafts[0][0], len(state.drafts) - 1
    then = text("{time} 存的草稿", time=draft.updated_at[11:16])
    if more:
        then = text("{time} 存的草稿，另有 {n} 件", time=draft.updated_at[11:16], n=more)
    return NextStep(
        "reception.draft",
        text("接着办 **{title}**", title=draft.title),
        then,
        Text("叫下一位按 [[reception.call|]]"),
    )


def _manual(state: ReceptionState) -> NextStep | None:
    if state.manual is None:
        return None
    slot = f"{state.manual}.document"
    wrong = [p for p in state.stops if p.field.startswith(slot)]
    if wrong:
        return NextStep(
            "reception.onward",
            Text("照证件录姓名、证号"),
            Text("录完回到事项"),
            Text("收起按 [[reception.back|]]"),
        )
    return NextStep("reception.onward", Text("证件录好了"), Text("接着办"))


def _identity(state: ReceptionState) -> NextStep | None:
    if any(p.field == "applicant.document" for p in state.stops):
        return _lay(Text("把申请人的身份证放到读卡器上"))
    wrong = next((p for p in state.stops if ".document." in p.field), None)
    if wrong is None:
        return None
    slot = wrong.field.partition(".")[0]
    held = state.form.document if slot == "applicant" else state.form.agent_document
    if slot == "agent" and (held is None or not held.name):
        return _lay(Text("把代办人的身份证放到读卡器上"))
    return NextStep("reception.manual", wrong.what, wrong.next_step)


def _lay(words: Text) -> NextStep:
    return NextStep("", words, Text("再往下办"), Text("没有卡按 [[reception.manual]]"))


def _choosing(state: ReceptionState) -> NextStep | None:
    if not state.matches or state.at != "matter":
        return None
    if state.form.matter:
        return _also(state)
    return NextStep(
        "reception.choose",
        text("选 **{title}**", title=state.matches[state.match_at].title),
        Text("列出要的材料"),
        Text("[[reception.down]]") if len(state.matches) > 1 else "",
    )


def _also(state: ReceptionState) -> NextStep | None:
    """Another matter is found while one is in hand: instead of it, or after it."""
    found = state.matches[state.match_at]
    if found.code == state.form.matter:
        return None
    return NextStep(
        "reception.line",
        text("今天也办 **{title}**，排在后面", title=found.title),
        "",
        Text("换成这一项按 [[reception.choose|]]"),
    )


def _no_matter(state: ReceptionState) -> NextStep | None:
    if state.form.matter:
        return None
    if state.at == "matter":
        return NextStep("", Text("打事项的首字母、名称或编码"), Text("选定后列出要的材料"))
    return NextStep("reception.onward", Text("去找事项"), Text("打首字母、名称或编码"))


def _handed_on(state: ReceptionState) -> Text:
    matter = state.matter
    if matter is not None and matter.review == "department":
        return Text("转部门审核")
    return Text("转首席代表决定")


def _lacking(state: ReceptionState, onward_to: str) -> NextStep:
    matter = state.matter
    if state.at == "materials" and matter is not None:
        tick = _tick_step(state)
        if tick is not None:
            return tick
    if state.follows:
        return _follow(state)
    here = next((p for p in state.stops if stop_of(p) == state.at), None)
    if here is not None and here.code == MISSING:
        other = Text("[[reception.prior_first]]") if lineup.needed(state) else Text("")
        return NextStep("reception.onward", here.what, here.next_step, other)
    if here is not None and state.at not in ("materials", "matter"):
        return NextStep("reception.onward", _fill(state, here), _rest(state, 1))
    target = next((p for p in state.stops if stop_of(p) == onward_to), state.stops[0])
    if onward_to == "materials":
        return NextStep("reception.onward", Text("去收材料"), target.what)
    return NextStep("reception.onward", _fill(state, target), _rest(state, 1))


def _follow(state: ReceptionState) -> NextStep:
    """Only what may follow is lacking: 容缺, or all told at once."""
    name, by = state.follows[0]
    now = text("**容缺受理**，{name} 后补", name=name)
    if len(state.follows) > 1:
        now = text("**容缺受理**，{n} 样后补", n=len(state.follows))
    then = text("限 {day} 前补来，打补办件通知书", day=list_date(dt.date.fromisoformat(by)))
    return NextStep("reception.follow", now, then, Text("不容缺按 [[reception.notice|]]"))


LABELS: dict[str, Text] = {
    "contact.phone": Text("手机"),
    "contact.mail_address": Text("收件地址"),
    "applicant.name": Text("单位名称"),
    "applicant.credit_code": Text("信用代码"),
    "applicant.representative": Text("法定代表人"),
    "agent.power_of_attorney": Text("委托书的日期或编号"),
}


def _fill(state: ReceptionState, problem: Problem) -> Text:
    """What to write there; a wrong value is said as it is."""
    if not problem.code.startswith(("missing.", "field.missing")) and state.at != problem.field:
        return problem.what
    label = LABELS.get(problem.field)
    if label is None and state.matter is not None:
        key = problem.field.removeprefix("form.")
        found = next((f.label for f in state.matter.fields if f.key == key), "")
        label = Text(found) if found else None
    if label is None:
        return problem.what
    return text("写 **{label}**", label=str(label))


def _rest(state: ReceptionState, done: int) -> Text:
    left = len(state.stops) - done
    return text("还有 {n} 处", n=left) if left > 0 else _TO_F5


def _tick_step(state: ReceptionState) -> NextStep | None:
    matter = state.matter
    assert matter is not None
    lacking = [
        n for n, spec in enumerate(matter.materials) if spec.required and not _got(state, spec.code)
    ]
    if not lacking:
        return None
    at = state.material_at if state.material_at in lacking else -1
    other = Text("[[reception.pages]]")
    if telling.in_the_way(state) is None:
        other = Text("没带齐按 [[reception.notice|]]  [[reception.pages]]")
    if state.follows:
        other = text("可后补：[[reception.follow]]  不容缺按 [[reception.notice|]]")
    if at < 0:
        n = lacking[0]
        return NextStep(
            "reception.down",
            text("还差第 {n} 项 **{name}**", n=n + 1, name=matter.materials[n].name),
            "",
            other,
        )
    words = text("收到第 {n} 项 **{name}**", n=at + 1, name=matter.materials[at].name)
    then = text("还差 {n} 份", n=len(lacking) - 1)
    if len(lacking) == 1:
        only = len(state.stops) == 1
        then = text("{n} 份齐了，按 [[reception.accept]]", n=len(matter.materials))
        if not only:
            then = text("{n} 份齐了，再填 {m} 处", n=len(matter.materials), m=len(state.stops) - 1)
    return NextStep("reception.tick", words, then, other)


def _got(state: ReceptionState, code: str) -> bool:
    tick = state.form.materials.get(code)
    return tick is not None and tick.received
