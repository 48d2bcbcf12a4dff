"""The jobs the law gives a window beside acceptance and decision: telling, waiting, stopping.

All on the store worker's thread; all raise KnownError and do nothing by halves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Literal

import msgspec
import structlog

from counter.desk import admission, calendars, inquiry, lives
from counter.desk import supervision as watching
from counter.desk.departing import DepartDesk
from counter.desk.hall import Hall, PaperTask
from counter.desk.joint import JointDesk
from counter.desk.reception import ReceptionForm, to_application
from counter.desk.session import SYSTEM
from counter.desk.supervision import Decide
from counter.domain import archive, endings, notice, procedures, supervision
from counter.domain.accepting import accept_received, received_on
from counter.domain.acts import Act, NewAct
from counter.domain.bars import BarFiled, bar_stream, check_bars, file_bar, lift_bar, standing
from counter.domain.case import CaseState, MaterialReceived, NoticeItem, SupervisionRaised
from counter.domain.caseclock import Procedure
from counter.domain.catalogue import CatalogueIndex
from counter.domain.errors import KnownError
from counter.domain.follow import follow_up
from counter.domain.jointsteps import copies_on_acceptance
from counter.domain.people import Actor
from counter.domain.reception import Setting, received_of

log = structlog.get_logger(__name__)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A case that was received and told what is missing (or only received)."""

    case_no: str
    papers: tuple[PaperTask, ...]


class LawDesk:
    """一次性告知, 补正, 不予受理, 退件, 撤回, 特别程序, 延期, and the acts nobody presses."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self.depart = DepartDesk(hall)
        self.joint = JointDesk(hall, self._on_case)

    def gaps(self, form: ReceptionForm, catalogue: CatalogueIndex) -> tuple[NoticeItem, ...]:
        """What F4 would tell: every required material that is not ticked. Pure."""
        matter = catalogue.matters.get(form.matter)
        if matter is None:
            return ()
        return notice.missing_items(to_application(form, catalogue), matter, catalogue)

    def tell_new(self, actor: Actor, form: ReceptionForm, items: tuple[NoticeItem, ...]) -> Told:
        """F4 on a new form: received, numbered, told once, notice queued."""
        return self._receive(
            actor,
            form,
            lambda application, place: notice.receive_and_notify(application, items, actor, place),
        )

    def receive_only(self, actor: Actor, form: ReceptionForm) -> Told:
        """收件 without acceptance: the five days begin."""
        return self._receive(
            actor,
            form,
            lambda application, place: notice.receive_only(application, actor, place),
        )

    def _receive(
        self,
        actor: Actor,
        form: ReceptionForm,
        decide: Callable[..., tuple[str, list[NewAct]]],
    ) -> Told:
        hall = self._hall
        catalogue = hall.catalogue()
        application = to_application(form, catalogue)
        matter = catalogue.matters.get(form.matter)
        with hall.store.write() as tx:
            place = hall.setting(tx, catalogue)
            if matter is not None:
                application = admission.check(hall, tx, application, matter, place)
            case_no, acts = decide(application, place)
            _, tasks = hall.record(tx, acts, hall.stamp(actor))
            tx.drop_draft(form.id)
        hall.published(case_no, "queue", "drafts")
        return Told(case_no=case_no, papers=tasks)

    def tell(self, actor: Actor, case_no: str, items: tuple[NoticeItem, ...]) -> None:
        """一次性告知 on a case in hand.

        Raises KnownError `notice.second` when it asked for anything new a second time, and
        `material.unasked` for what the catalogue does not list: either is recorded with its
        supervision event before it is refused.
        """
        acts = self._on_case(actor, case_no, lambda s, p: notice.notify(s, items, actor, p))
        raised = [a.payload.code for a in acts if isinstance(a.payload, SupervisionRaised)]
        if "material.unasked" in raised:
            raise KnownError(
                "material.unasked",
                "目录里没有要这份材料，不能要。已报监察。",
                "按目录里的材料告知。",
                rule=notice.RULE_LIST,
            )
        if raised:
            raise KnownError(
                "notice.second",
                "第一次没有告知，不能再要求。已报监察。",
                "缺的由本单位代补，或按现有材料办。",
                rule=notice.RULE_NOTICE,
            )

    def supplement(
        self, actor: Actor, case_no: str, materials: tuple[MaterialReceived, ...]
    ) -> None:
        """补正材料 came; when complete, the case is accepted today.

        Raises KnownError, `bar.stands` too: by the bars that stood when the application came.
        """
        self._accepting(actor, case_no, lambda s, p: notice.supplement(s, materials, actor, p))

    def accept(self, actor: Actor, case_no: str) -> None:
        """受理 of a case that was only received and is complete. Raises as `supplement` does."""
        self._accepting(actor, case_no, lambda s, p: accept_received(s, actor, p))

    def _accepting(
        self, actor: Actor, case_no: str, decide: Callable[[CaseState, Setting], list[NewAct]]
    ) -> None:
        """A step by which a case that lies here may be accepted; a joint one is then copied to
        its units, in the same transaction."""
        bars = self._bars_of(case_no)

        def checked(state: CaseState, place: Setting) -> list[NewAct]:
            matter = place.catalogue.matters[received_of(state).matter]
            check_bars(bars, matter, received_on(state, place))
            return decide(state, place)

        hall = self._hall
        with hall.store.write() as tx:
            place = hall.setting(tx, hall.catalogue(received_of(hall.state(tx, case_no)).catalogue))
            hall.record(tx, checked(hall.state(tx, case_no), place), hall.stamp(actor))
            copies = copies_on_acceptance(hall.state(tx, case_no), None, actor, place)
            if copies:
                hall.record(tx, copies, hall.stamp(actor))
        hall.published(case_no, "queue")

    # arts 78, 79
    def bars_of(self, case_no: str) -> tuple[BarFiled, ...]:
        """Bars of the case's applicant that were not lifted; they may have run out."""
        return standing(self._bars_of(case_no))

    def _bars_of(self, case_no: str) -> tuple[Act, ...]:
        return self._hall.store.acts_of(bar_stream(self._number_of(case_no)))

    def _number_of(self, case_no: str) -> str:
        state = self._hall.store.case(case_no)
        return state.applicant.number if state is not None and state.applicant else ""

    def file_bar(
        self, actor: Actor, case_no: str, article: Literal[78, 79], start: dt.date, document: str
    ) -> None:
        """记入限制申请, against the applicant of a case. Raises `role.chief` and `bar.*`."""
        number, before = self._number_of(case_no), self._bars_of(case_no)

        def decide(state: CaseState, place: Setting) -> list[NewAct]:
            matter = place.catalogue.matters[received_of(state).matter]
            return file_bar(
                before, number, article, matter, start, document, actor, place.today, case_no
            )

        self._on_case(actor, case_no, decide)

    def lift_bar(self, actor: Actor, case_no: str, document: str, reason: str) -> None:
        """撤下 a bar of the case's applicant. Raises `role.chief` and `bar.*`."""
        number, before = self._number_of(case_no), self._bars_of(case_no)
        self._on_case(
            actor,
            case_no,
            lambda _s, p: lift_bar(before, number, document, reason, actor, p.today, case_no),
        )

    def follow_up(
        self, actor: Actor, case_no: str, materials: tuple[MaterialReceived, ...]
    ) -> None:
        """容缺: what was left to follow came in."""
        self._on_case(actor, case_no, lambda s, p: follow_up(s, materials, actor, p))

    def correct_on_spot(self, actor: Actor, case_no: str, what: str) -> None:
        """当场更正 before acceptance."""
        self._on_case(actor, case_no, lambda s, p: notice.correct_on_spot(s, what, actor, p))

    def refuse_acceptance(
        self,
        actor: Actor,
        case_no: str,
        limb: Literal["not_needed", "not_ours"],
        reason: str,
        right_body: str = "",
    ) -> None:
        """不予受理."""
        self._on_case(
            actor,
            case_no,
            lambda s, p: endings.refuse_acceptance(s, limb, reason, right_body, actor, p),
        )

    def give_back(self, actor: Actor, case_no: str, reason: str, by_applicant: bool) -> None:
        """退件 or 撤回."""
        self._on_case(
            actor, case_no, lambda s, p: endings.give_back(s, reason, by_applicant, actor, p)
        )

    def archive(self, actor: Actor, case_no: str, reasons: dict[str, str], shelf: str) -> None:
        """归档. reasons: why a gap of the file is let stand, by its key; shelf: where it stands."""
        self._on_case(actor, case_no, lambda s, p: archive.archive(s, reasons, shelf, actor, p))

    def pause(
        self, actor: Actor, case_no: str, procedure: Procedure, days: int, reason: str = ""
    ) -> None:
        """特别程序 begins."""
        self._on_case(
            actor, case_no, lambda s, p: procedures.pause(s, procedure, days, reason, actor, p)
        )

    def resume(self, actor: Actor, case_no: str, result: str) -> None:
        """特别程序 ends."""
        self._on_case(actor, case_no, lambda s, p: procedures.resume(s, result, actor, p))

    def extend(self, actor: Actor, case_no: str, days: int, reason: str, approver: str) -> None:
        """延期."""
        self._on_case(
            actor, case_no, lambda s, p: procedures.extend(s, days, reason, approver, actor, p)
        )

    def inquire(self, actor: Actor, case_no: str, what: str, said: Mapping[str, str]) -> None:
        """听证, 现场核查, 利害关系人, 技术人员; what: a step of `inquiry.STEPS`."""
        step = inquiry.STEPS[what]
        self._on_case(actor, case_no, lambda s, p: step(s, said, actor, p))

    def print_life(self, actor: Actor, case_no: str) -> tuple[PaperTask, ...]:
        """办件经过单 as the case stands now."""
        return lives.print_life(self._hall, actor, case_no)

    def _on_case(
        self, actor: Actor, case_no: str, decide: Callable[[CaseState, Setting], list[NewAct]]
    ) -> list[NewAct]:
        hall = self._hall
        with hall.store.write() as tx:
            state = hall.state(tx, case_no)
            place = hall.setting(tx, hall.catalogue(received_of(state).catalogue))
            acts = decide(state, place)
            if acts:
                hall.record(tx, acts, hall.stamp(actor, grant="" if actor.post else "系统"))
        if acts:
            hall.published(case_no, "queue")
        return acts

    def answer(self, actor: Actor, case_no: str, code: str, words: str) -> None:
        """监察反馈 to the oldest event of `code` without an answer."""
        self._on_case(actor, case_no, lambda s, p: supervision.answer(s, code, words, actor, p))

    def automatic(self) -> int:
        """What the law does by itself: at start, and when the day changes. Returns how many.

        Cases received and not told within five working days are accepted from the day of
        receipt, joint ones copied to their units; supervision hears of days that have come or
        passed; co-units past their term are named. Before all of it the days of open cases
        follow a calendar that changed. Only cases that this terminal numbered are acted on.
        """

        moved = self.automatic_calendar()
        done = watching.automatic(self._hall, self._by_itself)
        if done:
            log.info("law.automatic", cases=done)
        return moved + done + self.joint.automatic()

    def automatic_calendar(self) -> int:
        """期限重算 alone: the days of open cases follow a calendar that changed."""
        return calendars.automatic(self._hall, self._by_itself)

    def _by_itself(self, case_no: str, decide: Decide) -> list[NewAct]:
        return self._on_case(SYSTEM, case_no, decide)

    def tell_by(self, received: dt.date) -> dt.date:
        """The last day for telling what came in on `received` (art. 32(4)). Pure."""
        return self._hall.calendar.due(received, notice.NOTICE_DAYS).date
