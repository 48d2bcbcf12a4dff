"""移交 to the department and back, 上报 and 批回: the jobs behind them.

All on the store worker's thread; all raise KnownError and do nothing by halves.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import msgspec

from counter.desk.hall import Hall
from counter.domain import departing, sendingup
from counter.domain.acts import NewAct
from counter.domain.case import CaseState, Status
from counter.domain.catalogue import Matter
from counter.domain.departing import Opinion, Signer
from counter.domain.errors import KnownError, text
from counter.domain.people import Actor
from counter.domain.reception import Setting, received_of
from counter.domain.sendingup import Answer
from counter.ports.store import Tx

MOST_ALONG = 9
"""Other cases that the panel of 移交 offers: so many stand in sight at 720 px."""


class Along(msgspec.Struct, frozen=True, kw_only=True):
    """Another case that waits to be handed over to the same department. due: ISO date."""

    case_no: str
    who: str
    what: str
    due: str


def along(hall: Hall, state: CaseState, matter: Matter) -> tuple[Along, ...]:
    """What may go with this case on one 移交单, the earliest due first."""
    if state.status is not Status.ACCEPTED or matter.review != "department":
        return ()
    matters = hall.catalogue().matters
    rows = (
        row
        for row in hall.store.open_cases(unit=matter.unit, limit=200).rows
        if row.status == Status.ACCEPTED.value and row.case_no != state.case_no
    )
    fit = (r for r in rows if r.matter in matters and matters[r.matter].review == "department")
    return tuple(
        Along(case_no=r.case_no, who=r.applicant, what=r.matter_title, due=r.due_on)
        for r in itertools.islice(fit, MOST_ALONG)
    )


class DepartDesk:
    """Where a case leaves the window for a while."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def hand_over(
        self, actor: Actor, case_no: str, taker: str, along: tuple[str, ...] = ()
    ) -> None:
        """移交; taker: staff number or name of who signs for the department; along: numbers of
        other cases that go on the same 移交单, in one command."""

        def decide(tx: Tx, state: CaseState, place: Setting) -> list[NewAct]:
            others = [self._hall.state(tx, number) for number in along]
            signer = self._signer(tx, state, taker)
            return departing.hand_over_together([state, *others], signer, actor, place)

        self._on_case(actor, case_no, decide)
        for number in along:
            self._hall.published(number)

    def hand_back(
        self, actor: Actor, case_no: str, giver: str, opinion: Opinion, note: str = ""
    ) -> None:
        """交回 with the department's opinion; giver: staff number or name of who signs for it."""

        def decide(tx: Tx, state: CaseState, place: Setting) -> list[NewAct]:
            who = self._signer(tx, state, giver)
            return departing.hand_back(state, who, opinion, note, actor, place)

        self._on_case(actor, case_no, decide)

    def send_up(
        self, actor: Actor, case_no: str, to: str, number: str = "", note: str = ""
    ) -> None:
        """上报."""
        self._on_case(
            actor,
            case_no,
            lambda _tx, s, p: sendingup.send_up(s, to, number, note, actor, p),
        )

    def come_back(
        self,
        actor: Actor,
        case_no: str,
        answer: Answer,
        number: str = "",
        dated: str = "",
        note: str = "",
    ) -> None:
        """批回, or 退回."""
        self._on_case(
            actor,
            case_no,
            lambda _tx, s, p: sendingup.come_back(s, answer, number, dated, note, actor, p),
        )

    def _on_case(
        self, actor: Actor, case_no: str, decide: Callable[[Tx, CaseState, Setting], list[NewAct]]
    ) -> None:
        hall = self._hall
        with hall.store.write() as tx:
            state = hall.state(tx, case_no)
            place = hall.setting(tx, hall.catalogue(received_of(state).catalogue))
            hall.record(tx, decide(tx, state, place), hall.stamp(actor))
        hall.published(case_no, "queue")

    def _signer(self, tx: Tx, state: CaseState, said: str) -> Signer:
        """The person behind a staff number, or behind a name of the case's unit; else the name.

        Raises `handover.unknown` for a number that nobody has.
        """
        said = said.strip()
        if said.isdigit():
            account = tx.staff(said)
            if account is None or account.member is None:
                raise KnownError(
                    "handover.unknown",
                    text("没有 {number} 这个工号。", number=said),
                    "请核对工号；部门的人没有工号的，写姓名。",
                )
            member = account.member
            return Signer(name=member.name, number=member.number, unit=member.unit)
        unit = received_of(state).unit
        found = [
            s.member
            for s in self._hall.store.all_staff()
            if s.member and s.member.name == said and s.member.unit == unit
        ]
        if len(found) == 1:
            return Signer(name=said, number=found[0].number, unit=unit)
        return Signer(name=said)
