"""The steps of the case page: which panel opens with what in it, how it is put to the desk,
and what the 下一步 line says. No Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from counter.desk.cases import CaseView
from counter.desk.decision import DecisionDesk
from counter.domain import authority
from counter.domain.application import document_problems, field_problems
from counter.domain.case import CORRECTABLE, CaseState, Status, read_field
from counter.domain.errors import Text, text
from counter.domain.identity import normalise_number
from counter.domain.numbers import group_case_number, group_id_number
from counter.domain.people import Actor, Role
from counter.domain.persons import DocKind, IdDocument
from counter.domain.states import BEFORE_ACCEPTANCE
from counter.ui.pages.case import commands as keys
from counter.ui.pages.case import (
    departpanels,
    feepanels,
    jointhand,
    lawsteps,
    orderfacts,
    supervisionpanels,
)
from counter.ui.pages.case.awaypanel import AwayPanel
from counter.ui.pages.case.deliverpanels import DeliverPanel
from counter.ui.pages.case.deliverpanels import deliver_panel as deliver_panel
from counter.ui.pages.case.feepanels import FeePanel
from counter.ui.pages.case.lawpanels import LawPanel
from counter.ui.pages.case.panels import (
    CorrectPanel,
    DecidePanel,
    Fact,
    Panel,
    WithdrawPanel,
)
from counter.ui.state import NextStep

if TYPE_CHECKING:
    from counter.ui.pages.case.presenter import CasePresenter


# --- panels -----------------------------------------------------------------------------------


def decide_panel(view: CaseView, actor: Actor, today: dt.date) -> DecidePanel:
    """F6: the opinion of the one who reviews, or the decision of the one who checks."""
    state = view.state
    facts: list[Fact] = []
    if state.status is Status.ACCEPTED:
        count = len(state.received.materials) if state.received else 0
        facts.append(Fact("done", text("材料 {n} 份已核对", n=count)))
        facts.append(Fact("", text("审和核是两个人：交出意见后由首席代表决定")))
        facts += orderfacts.facts(state, view.matter)
        return DecidePanel(
            chosen="grant",
            mode="review",
            who=actor.name,
            facts=tuple(facts),
            renewed=orderfacts.renewed(state),
        )
    if state.reviewed is not None:
        word = "拟准予" if state.reviewed.opinion == "grant" else "拟不予"
        who = view.names.get(state.reviewer, state.reviewer)
        note = f"，{state.reviewed.note}" if state.reviewed.note else ""
        facts.append(
            Fact("done", text("审：**{who}** {word}{note}", who=who, word=word, note=note))
        )
    facts += departpanels.upper_facts(state)
    facts += orderfacts.facts(state, view.matter)
    letter = actor.letter_for(view.matter, "decide", today)
    if letter is not None:
        role = "A 角" if letter.role == "A" else "B 角"
        words = text("凭 {letter}（{role}）", letter=letter.number, role=role)
        facts.append(Fact("done", words))
        if authority.ends_soon(letter, today, view.letter_lead):
            said = text("这份委托书 {day} 到期，请单位续", day=letter.valid_to)
            facts.append(Fact("due", said))
    answer = state.upward.opinion if state.upward else None
    opinion = answer or state.reviewed
    chosen = "refused" if opinion and opinion.opinion == "refuse" else "granted"
    renewed = orderfacts.renewed(state)
    return DecidePanel(
        chosen="granted" if renewed else chosen,
        mode="decide",
        who=actor.name,
        facts=tuple(facts),
        renewed=renewed,
    )


def correct_panel(view: CaseView) -> CorrectPanel:
    """更正 over everything that may be corrected."""
    state = view.state
    present = ((path, label, read_field(state, path)) for path, label in CORRECTABLE.items())
    paths = [(path, label, value) for path, label, value in present if value is not None]
    paths += [(f"form.{f.key}", f.label, state.form.get(f.key, "")) for f in view.matter.fields]
    specs = {f"form.{f.key}": f for f in view.matter.fields}

    def judge(path: str, value: str) -> Text | str:
        spec = specs.get(path)
        found = field_problems(spec, value) if spec and value else []
        return found[0].what if found else ""

    return CorrectPanel(chosen=paths[0][0], paths=tuple(paths), judge=judge)


def withdraw_panel(view: CaseView) -> WithdrawPanel:
    """撤销受理."""
    return WithdrawPanel(applicant=view.state.applicant.name if view.state.applicant else "")


# --- the collector ----------------------------------------------------------------------------


def lay_card(page: CasePresenter, document: IdDocument) -> None:
    """The collector's card is on the reader."""
    panel = page.panel
    if not isinstance(panel, DeliverPanel):
        return
    panel.choose("card")
    panel.document = document
    compare(page, panel)


def after_typing(page: CasePresenter, key: str) -> None:
    """A typed number is compared once it is whole; before that nobody is told anything."""
    panel = page.panel
    if not isinstance(panel, DeliverPanel) or panel.chosen != "typed":
        return
    if key in ("name", "number"):
        before = panel.collector
        if len(normalise_number(panel.get("number"))) == 18:
            compare(page, panel)
        else:
            panel.collector, panel.relation = (), ""
        if panel.collector != before:
            page.changed()


def after_choice(page: CasePresenter) -> None:
    """Another way of handing over: compare what there is to compare."""
    if isinstance(page.panel, DeliverPanel):
        compare(page, page.panel)


def collector(panel: DeliverPanel) -> IdDocument | None:
    """The paper of the one who collects: the laid card, the typed one, or nobody."""
    if panel.chosen == "card":
        return panel.document
    number = normalise_number(panel.get("number"))
    if panel.chosen != "typed" or not number:
        return None
    kind = DocKind.RESIDENT if len(number) == 18 else DocKind.OTHER
    return IdDocument(kind=kind, name=panel.get("name"), number=number)


def compare(page: CasePresenter, panel: DeliverPanel) -> None:
    """Whose paper it is, by the domain's word, and what is to be noted about it."""
    document = collector(panel)
    panel.collector, panel.relation = (), ""
    if document is None or page.view is None:
        return
    relation = page.decision.relation(page.view.state, document)
    panel.relation = relation
    state, words = {
        "applicant": ("done", "**{who}** {number}，是申请人本人"),
        "agent": ("done", "**{who}** {number}，是代办人"),
        "other": ("due", "**{who}** {number}，不是申请人，也不是代办人"),
    }[relation]
    facts = [Fact(state, text(words, who=document.name, number=group_id_number(document.number)))]
    if document.expired_on(page.today().isoformat()):
        facts.append(
            Fact("due", text("证件 {day} 已过期，可以办，会记下来", day=document.valid_to))
        )
    panel.collector = tuple(facts)


# --- putting a panel to the desk --------------------------------------------------------------


def put(page: CasePresenter, panel: Panel) -> None:
    """Hand a checked panel to the desk."""
    actor, number = page.actor(), page.case_no
    if isinstance(panel, DecidePanel):
        page.do(decision_job(page.decision, panel, actor, number), keys.DECIDE.id)
    elif isinstance(panel, DeliverPanel):
        _put_delivery(page, panel, actor, number)
    elif isinstance(panel, CorrectPanel):
        path, after, reason = panel.chosen, panel.get("after"), panel.get("reason")
        page.do(lambda: page.reception.correct(actor, number, path, after, reason), keys.CORRECT.id)
    elif isinstance(panel, FeePanel):
        page.do(lambda: panel.job(page.charges, actor, number), keys.FEES.id)
    elif isinstance(panel, LawPanel):
        page.do(lambda: panel.job(page.law, actor, number), panel.busy)
    elif isinstance(panel, AwayPanel):
        reason = panel.get("reason")
        page.do(lambda: page.decision.mark_a_absent(actor, reason), keys.AWAY.id)
    elif isinstance(panel, WithdrawPanel):
        why = panel.get("reason")
        page.do(lambda: page.reception.withdraw(actor, number, why), keys.WITHDRAW.id)


def accept(page: CasePresenter) -> None:
    """F5 on a case only received: 受理, without a panel, as at reception."""
    actor, number = page.actor(), page.case_no
    page.do(lambda: page.law.accept(actor, number), keys.ACCEPT.id)


def decision_job(
    decision: DecisionDesk, panel: DecidePanel, actor: Actor, number: str
) -> Callable[[], object]:
    """What a decide panel asks of the desk, as a job for the store worker."""
    reason, chosen = panel.get("reason"), panel.chosen
    if chosen in ("grant", "refuse"):
        opinion: Literal["grant", "refuse"] = "grant" if chosen == "grant" else "refuse"
        return lambda: decision.review(actor, number, opinion, reason)
    outcome: Literal["granted", "refused"] = "granted" if chosen == "granted" else "refused"
    valid_to = panel.get("valid_to") if outcome == "granted" else ""
    return lambda: decision.decide(actor, number, outcome, reason, valid_to)


def _put_delivery(page: CasePresenter, panel: DeliverPanel, actor: Actor, number: str) -> None:
    document = collector(panel)
    if panel.chosen == "typed" and document is not None:
        wrong = [p for p in document_problems("number", document, page.today()) if p.stops]
        if wrong:
            panel.errors["number"] = text("{a}{b}", a=str(wrong[0].what), b=str(wrong[0].next_step))
            page.changed()
            return
    service = panel.service(document)
    page.do(lambda: page.decision.deliver(actor, number, service), keys.DELIVER.id)


# --- the next step ----------------------------------------------------------------------------


def next_step(page: CasePresenter) -> NextStep:
    """What to do now with this case, and what comes after."""
    view = page.view
    if view is None:
        if not page.case_no:
            return NextStep(now=text("没有打开的件"))
        if page.trouble:
            return NextStep("shell.back", text("这件打不开，退回去"))
        return NextStep(now=text("正在打开这件"))
    other = text("[[shell.rule|]] 这个日子怎样算的") if view.clock else ""
    if page.looks_on and page.panel is None:
        return NextStep("", text("这个岗位只看，不办件"), "", other)
    beside = [line for line in page.missing() if not line.decision and line.printed]
    if beside and page.open_case:
        other = text("[[case.seal|]] {paper}盖{name}", paper=beside[0].paper, name=beside[0].name)
    if page.panel is not None:
        return _panel_step(page.panel)
    state = view.state
    unknown = [p for p in page.papers() if p.unknown_job]
    if unknown and page.open_case:
        return NextStep(
            keys.SEEN.id,
            text("去看打印机：**{title}** 打出来没有", title=unknown[0].title),
            text("没打出来按 [[case.unseen]]，再补打"),
            other,
        )
    owed = feepanels.next_step(view, page.actor(), other) if page.open_case else None
    if owed is not None:
        return supervisionpanels.next_step(state, owed)
    if state.status is Status.DECIDED:
        step = _after_decision(page, state, other)
    else:
        step = _before_decision(page, view, other)
    return supervisionpanels.next_step(state, step)


def _panel_step(panel: Panel) -> NextStep:
    view = panel.view()
    if isinstance(panel, LawPanel | FeePanel):
        return NextStep(keys.CONFIRM.id, view.confirm, panel.after, text("[[shell.back|]] 先不办"))
    after = {
        "decide": text("记入经过，决定书进打印队列")
        if panel.chosen in ("granted", "refused")
        else text("首席代表按 [[case.decide|]] 决定"),
        "away": text("按 [[case.decide|]] 决定"),
        "deliver": text("这件办结"),
        "correct": text("原来的和改后的都留在经过里"),
        "withdraw": text("编号作废，不再用"),
    }[panel.kind]
    return NextStep(keys.CONFIRM.id, view.confirm, after, text("[[shell.back|]] 先不办"))


def _after_decision(page: CasePresenter, state: CaseState, other: Text | str) -> NextStep:
    missing = [line for line in page.missing() if line.decision]
    if missing:
        line = page.current_seal() or missing[0]
        if not line.printed:
            return NextStep("", text("等 **{paper}** 打出来，再盖章", paper=line.paper), "", other)
        now = text("在 **{paper}** 上盖 **{name}**，盖好按", paper=line.paper, name=line.name)
        left = len(missing) - 1
        then = text("再盖 {n} 枚，就能送达", n=left) if left else text("就能送达")
        return NextStep(keys.GO.id, now, then, other)
    who = state.applicant.name if state.applicant else ""
    if state.contact and state.contact.delivery == "mail":
        return NextStep(keys.GO.id, text("寄给 **{who}**", who=who), text("这件办结"), other)
    return NextStep(
        keys.GO.id,
        text("请 **{who}** 把身份证放到读卡器上，来领结果", who=who),
        text("核对是本人，这件办结"),
        other,
    )


def what_came(before: CaseView, now: CaseView) -> Text | str:
    """What a step brought that the line below should say: acceptance, with how many papers."""
    came = now.state.status in (Status.ACCEPTED, Status.REVIEWED)
    if before.state.status not in BEFORE_ACCEPTANCE or not came:
        return ""
    n = len(now.state.papers) - len(before.state.papers)
    if now.state.status is Status.REVIEWED:
        return text("**今天受理了**，{n} 份文书去打；等首席代表来核、决定", n=n)
    return text("**今天受理了**，{n} 份文书去打；提交审核意见", n=n)


def _before_decision(page: CasePresenter, view: CaseView, other: Text | str) -> NextStep:
    state, actor = view.state, page.actor()
    if state.missing:
        other = text("[[case.follow|]] 后补的材料来了")
    waiting = jointhand.next_step(view, actor, other) or lawsteps.next_step(view, other)
    if waiting is not None:
        return waiting
    if state.status is Status.ACCEPTED and page.said:
        return NextStep(keys.DECIDE.id, page.said, text("首席代表核，再决定"), other)
    if state.status is Status.ACCEPTED:
        then = orderfacts.after(state) or text("首席代表核，再决定")
        return NextStep(keys.DECIDE.id, text("提交审核意见"), then, other)
    if state.status is Status.REVIEWED:
        if actor.number != state.reviewer and actor.may(Role.CHIEF_A, Role.CHIEF_B):
            who = view.names.get(state.reviewer, state.reviewer)
            now = text("核 **{who}** 的意见，作出决定", who=who)
            then = orderfacts.after(state) or text("决定书打出来，盖章")
            return NextStep(keys.DECIDE.id, now, then, other)
        return NextStep(
            "", page.said or text("等首席代表来核、决定"), text("审和核是两个人"), other
        )
    number = group_case_number(state.case_no)
    if state.status is Status.CLOSED:
        return NextStep("", text("这件办结了，没有要做的"), "", other)
    if state.status is Status.WITHDRAWN:
        return NextStep("", text("受理已撤销，编号 {number} 不再用", number=number), "", other)
    return NextStep("", text("这件还没受理"), "", other)
