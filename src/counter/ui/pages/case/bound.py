"""The case page's commands, bound to its presenter: when each can be done, and why not. No Qt.

Only what is plain from the page itself is asked here (is a panel open, is there a paper); whether
a step is lawful is the desk's to say when it is put to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.domain import states
from counter.domain.case import Status
from counter.domain.errors import text
from counter.domain.people import Role
from counter.domain.states import BEFORE_ACCEPTANCE, FINISHED
from counter.ui.commands import YES, Availability, Command, CommandSpec, no
from counter.ui.pages.case import commands as keys
from counter.ui.pages.case import feepanels, jointhand, lawsteps, steps, supervisionpanels

WITHDRAWAL = "acceptance.withdrawn"

if TYPE_CHECKING:
    from counter.ui.pages.case.presenter import CasePresenter


def bind(page: CasePresenter) -> tuple[Command, ...]:
    """The bound commands of a page."""
    may = May(page)
    review = page.view is not None and page.view.state.status is Status.ACCEPTED
    state = page.view.state if page.view is not None else None
    before = state is not None and state.status in BEFORE_ACCEPTANCE
    return (
        *may.waiting(),
        may.law(keys.TELL, "tell") if before else keys.WITHDRAW.bind(page.withdraw, may.withdraw),
        may.law(keys.REFUSE, "refuse"),
        may.law(keys.ON_SPOT, "onspot"),
        may.law(keys.FOLLOW, "follow"),
        may.law(keys.RETURN, "return"),
        may.law(keys.PAUSE, "pause"),
        may.law(keys.EXTEND, "extend"),
        keys.REPLY.bind(lambda: page.law_step("reply"), may.reply),
        may.law(keys.INQUIRE, "inquire"),
        keys.BAR.bind(lambda: page.law_step("bar"), may.bar),
        keys.ARCHIVE.bind(lambda: page.law_step("archive"), may.archive),
        *may.leaving(),
        *jointhand.bind(page, may.change),
        keys.FEES.bind(lambda: feepanels.press(page), may.fees),
        keys.GO.bind(page.go_on, may.go).worded("送达" if page.deliverable else "用印"),
        keys.DECIDE.bind(page.decide, may.decide).worded("审核" if review else "决定"),
        *may.away(),
        keys.REPRINT.bind(page.reprint, may.reprint),
        keys.SEAL.bind(page.use_seal, may.seal),
        keys.LIFE.bind(page.print_life, may.life),
        keys.DELIVER.bind(page.deliver, may.deliver),
        keys.CORRECT.bind(page.correct, lambda: may.change()),
        keys.SEEN.bind(lambda: page.settle(True), may.settle),
        keys.UNSEEN.bind(lambda: page.settle(False), may.settle),
        keys.CONFIRM.bind(page.confirm, may.confirm),
    )


class May:
    """Whether each command can be done now."""

    def __init__(self, page: CasePresenter) -> None:
        self.page = page

    def works(self) -> Availability:
        """Who only looks on gets no key to press."""
        return YES if self.page.actor().works else no("这个岗位只看，不办件")

    def change(self, kind: str = "") -> Availability:
        if self.page.view is None:
            return no("还没打开办件")
        if not self.works().ok:
            return self.works()
        if self.page.panel is not None and self.page.panel.kind != kind:
            return no("先办完眼前这一步，或先退出来")
        return YES if self.page.open_case else no("这件已经完了")

    def waiting(self) -> tuple[Command, ...]:
        """F5 where the case waits: what was only received, the supplement, the stop that ends."""
        status = self.page.view.state.status if self.page.view is not None else None
        if status is Status.RECEIVED:
            return (keys.ACCEPT.bind(lambda: steps.accept(self.page), self.accept),)
        if status is Status.SUPPLEMENT:
            return (self.law(keys.SUPPLEMENT, "supplement"),)
        if status is Status.PAUSED:
            return (self.law(keys.RESUME, "resume"),)
        return ()

    def accept(self) -> Availability:
        """受理 of a case only received: nothing may be lacking."""
        allowed, view = self.change(), self.page.view
        return no(view.lacks) if allowed.ok and view is not None and view.lacks else allowed

    def leaving(self) -> tuple[Command, ...]:
        """M and U: where the case is to go, or where it comes back from."""
        status = self.page.view.state.status if self.page.view is not None else None
        away, above = status is Status.DEPARTMENT, status is Status.UPPER
        return (
            self.law(keys.HAND_BACK, "handback") if away else self.law(keys.HAND_OVER, "handover"),
            self.law(keys.CAME_BACK, "answer") if above else self.law(keys.SEND_UP, "sendup"),
        )

    def law(self, spec: CommandSpec, kind: str) -> Command:
        """A step of the law, bound with when it can be done."""

        def now() -> Availability:
            allowed = self.change(kind)
            view = self.page.view
            return lawsteps.may(kind, view.state) if allowed.ok and view else allowed

        return spec.bind(lambda: self.page.law_step(kind), now)

    def fees(self) -> Availability:
        """F7 on a case whose matter has fees."""
        allowed = self.change(feepanels.FeePanel.kind)
        return feepanels.may(self.page) if allowed.ok else allowed

    def bar(self) -> Availability:
        """限制申请, also of a case that has ended."""
        view = self.page.view
        if view is None or not self.page.open_case:
            allowed = no("还没打开办件") if view is None else self.works()
        else:
            allowed = self.change("bar")
        if not allowed.ok or view is None:
            return allowed
        if not view.matter.law.safety:
            return no("这个事项不涉及公共安全，没有限制期")
        actor = self.page.actor()
        if not actor.may(Role.CHIEF_A, Role.CHIEF_B) or actor.unit != view.matter.unit:
            return no("请本单位首席代表来记")
        return allowed

    def reply(self) -> Availability:
        """Supervision is answered on an ended case too."""
        view, panel = self.page.view, self.page.panel
        if view is None or not self.works().ok or (panel is not None and panel.kind != "reply"):
            return self.change("reply")
        return supervisionpanels.may(view.state)

    def archive(self) -> Availability:
        """归档 is for a case that has ended, when every other step is over."""
        page = self.page
        if page.view is None:
            return no("还没打开办件")
        if not self.works().ok:
            return self.works()
        if page.panel is not None and page.panel.kind != "archive":
            return no("先办完眼前这一步，或先退出来")
        if page.view.state.status is Status.ARCHIVED:
            return no("已经归档了")
        return YES if page.view.state.status in FINISHED else no("还没办完，不能归档")

    def away(self) -> tuple[Command, ...]:
        """B at a case that waits for the decision: A is away."""
        view = self.page.view
        if view is None or view.state.status is not Status.REVIEWED:
            return ()
        if not self.page.actor().may(Role.CHIEF_B):
            return ()
        panel = self.page.panel
        kind = "decide" if panel is not None and panel.kind == "decide" else "away"
        return (keys.AWAY.bind(self.page.a_away, lambda: self.change(kind)),)

    def withdraw(self) -> Availability:
        allowed = self.change("withdraw")
        state = self.page.view.state if self.page.view else None
        if allowed.ok and state is not None and state.status is Status.DECIDED:
            return no("已经决定，不能撤销受理")
        if allowed.ok and state is not None and not states.allowed(WITHDRAWAL, state.status):
            return no(lawsteps.NOT_NOW.get(state.status, "现在不能撤销受理"))
        return allowed

    def decide(self) -> Availability:
        allowed = self.change("decide")
        state = self.page.view.state if self.page.view else None
        if allowed.ok and state is not None and state.status in lawsteps.NOT_NOW:
            return no(lawsteps.NOT_NOW[state.status])
        return allowed

    def seal(self) -> Availability:
        allowed = self.change()
        if allowed.ok and self.page.current_seal() is None:
            return no("现在没有要盖的章")
        return allowed

    def deliver(self) -> Availability:
        allowed = self.change("deliver")
        if not allowed.ok or self.page.deliverable:
            return allowed
        state = self.page.view.state if self.page.view else None
        if state is not None and state.missing_seals:
            return no(text("还差 {n} 枚章", n=len(state.missing_seals)))
        return no("还没决定")

    def go(self) -> Availability:
        allowed = self.deliver()
        return YES if allowed.ok or self.seal().ok else allowed

    def reprint(self) -> Availability:
        paper = self.page.current_paper()
        if paper is None:
            return no("没有文书")
        return no("这份正在排队打印") if paper.waiting else self.works()

    def life(self) -> Availability:
        """经过单: at any time, also when the case has ended."""
        if self.page.view is None:
            return no("还没打开办件")
        if self.page.view.state.needs_upgrade:
            return no("这件是新版程序办的，只能看")
        if self.page.panel is not None:
            return no("先办完眼前这一步，或先退出来")
        return self.works()

    def settle(self) -> Availability:
        paper = self.page.current_paper()
        if paper is None or not paper.unknown_job:
            return no("这份的结果已经知道")
        return self.works()

    def confirm(self) -> Availability:
        return YES if self.page.panel is not None else no("现在没有要确认的")
