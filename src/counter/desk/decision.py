"""Review, decision, seals, hand-over: the jobs behind F6 and after."""

from __future__ import annotations

from typing import Literal

import msgspec

from counter.desk.hall import Hall, PaperTask
from counter.domain import authority, delivery
from counter.domain import decision as domain
from counter.domain.acts import NewAct, nfc
from counter.domain.case import CaseState
from counter.domain.catalogue import CatalogueIndex
from counter.domain.errors import KnownError
from counter.domain.limited import by_order
from counter.domain.people import AbsenceRecorded, Actor, Role, staff_stream
from counter.domain.persons import IdDocument
from counter.domain.reception import received_of
from counter.ports.store import Tx


class DecisionDesk:
    """审, 核, 用印, 送达. All on the store worker's thread; all raise KnownError."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def review(
        self, actor: Actor, case_no: str, opinion: Literal["grant", "refuse"], note: str = ""
    ) -> None:
        """审: the clerk's opinion."""
        hall = self._hall
        with hall.store.write() as tx:
            acts = domain.review(hall.state(tx, case_no), opinion, note, actor, hall.today())
            hall.record(tx, acts, hall.stamp(actor))
        hall.published(case_no)

    def decide(
        self,
        actor: Actor,
        case_no: str,
        outcome: Literal["granted", "refused"],
        reason: str = "",
        valid_to: str = "",
    ) -> tuple[PaperTask, ...]:
        """核与决定, with its paper; B acts on A's letter while A is recorded absent."""
        hall = self._hall
        with hall.store.write() as tx:
            state = hall.state(tx, case_no)
            present = self._with_absence(tx, actor)
            catalogue = hall.catalogue(received_of(state).catalogue)
            place = hall.setting(tx, catalogue)
            acts = domain.decide(
                state,
                outcome,
                reason,
                present,
                place,
                a_letter=self._a_letter(tx, present),
                valid_to=valid_to,
                others=self._in_line(tx, state, catalogue),
            )
            letter = next((a.payload.letter for a in acts if hasattr(a.payload, "letter")), "")
            _, tasks = hall.record(tx, acts, hall.stamp(actor, grant=letter))
        hall.published(case_no, "queue")
        return tasks

    def _in_line(
        self, tx: Tx, state: CaseState, catalogue: CatalogueIndex
    ) -> tuple[CaseState, ...]:
        """Art. 57: the open cases of a matter that is limited in number."""
        matter = catalogue.matters[received_of(state).matter]
        if not by_order(matter):
            return ()
        rows = self._hall.store.open_of(matter.code)
        states = (tx.case(row.case_no) for row in rows)
        return tuple(one for one in states if one is not None)

    def use_seal(self, actor: Actor, case_no: str, paper_id: str, kind: str) -> None:
        """用印登记 of one seal on one paper."""
        hall = self._hall
        with hall.store.write() as tx:
            state = hall.state(tx, case_no)
            catalogue = hall.catalogue(received_of(state).catalogue)
            acts = domain.use_seal(state, paper_id, kind, actor, catalogue, hall.today())
            hall.record(tx, acts, hall.stamp(actor))
        hall.published(case_no)

    def relation(
        self, state: CaseState, document: IdDocument | None
    ) -> Literal["applicant", "agent", "other"]:
        """Whose card the collector laid."""
        return delivery.relation_of(state, document)

    def deliver(
        self,
        actor: Actor,
        case_no: str,
        service: delivery.Service,
    ) -> None:
        """送达, 送达回证 and 办结."""
        hall = self._hall
        with hall.store.write() as tx:
            state = hall.state(tx, case_no)
            place = hall.setting(tx, hall.catalogue(received_of(state).catalogue))
            acts = delivery.deliver(state, service, actor, place)
            hall.record(tx, acts, hall.stamp(actor))
        hall.published(case_no, "queue")

    def mark_a_absent(self, actor: Actor, reason: str) -> None:
        """登记 A 角离岗 from where B would decide. Raises `authority.role`, `absence.*`."""
        hall, number = self._hall, self._a_of_unit(actor.unit)
        if not number or not actor.may(Role.CHIEF_B):
            raise KnownError(
                "authority.role", "只有 B 角要登记 A 角离岗。", "请本单位 B 角上岗后登记。"
            )
        authority.require_may_record_absence(
            actor, number, actor.unit, reason, hall.catalogue().rules
        )
        with hall.store.write() as tx:
            state = tx.staff(number)
            if state is not None and state.absent:
                raise KnownError("absence.twice", "已经登记离岗了。", "按 F6 决定。")
            away = AbsenceRecorded(staff=number, reason=nfc(reason.strip()), by=actor.number)
            act = NewAct(
                stream=staff_stream(number),
                payload=away,
                effective_on=hall.today().isoformat(),
            )
            tx.append([act], hall.stamp(actor))
        hall.published("", "people")

    def _a_of_unit(self, unit: str) -> str:
        """Staff number of the unit's A representative, by the letters on file; '' if none."""
        for letter in self._hall.catalogue().catalogue.letters:
            if letter.unit == unit and letter.role == "A":
                return letter.staff
        return ""

    def _with_absence(self, tx: Tx, actor: Actor) -> Actor:
        """The actor with the absence of A as it is now, inside the transaction."""
        a = tx.staff(self._a_of_unit(actor.unit))
        return msgspec.structs.replace(actor, a_absent=bool(a and a.absent))

    def _a_letter(self, tx: Tx, actor: Actor) -> str:
        a = tx.staff(self._a_of_unit(actor.unit))
        return next((x.number for x in a.letters if x.role == "A"), "") if a else ""
