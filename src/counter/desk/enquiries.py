"""咨询: taking questions, answering them, handing them over; the guide of a matter beside it."""

from __future__ import annotations

import msgspec

from counter.desk.hall import Hall, PaperTask
from counter.domain import enquiry as rules
from counter.domain import guidepaper
from counter.domain.acts import NewAct
from counter.domain.catalogue import Matter
from counter.domain.enquiry import Enquiry
from counter.domain.guide import GuidePart, guide
from counter.domain.people import Actor, StaffState
from counter.domain.records import AccessOpened, access_stream
from counter.ports.store import Tx


class EnquiryLine(msgspec.Struct, frozen=True):
    """An enquiry as the list shows it: late = open beyond its working day."""

    state: Enquiry
    late: bool


class EnquiryDesk:
    """On the store worker's thread."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def listed(self, actor: Actor, limit: int = 100) -> tuple[EnquiryLine, ...]:
        """The open ones first, oldest first. Phone and name are shown to their owner only."""
        today = self._hall.today()
        return tuple(
            EnquiryLine(
                _without_asker(state) if state.owner != actor.number else state,
                state.is_open
                and state.opened is not None
                and rules.is_late(state.opened.due_on, today),
            )
            for state in self._hall.store.enquiries(limit)
        )

    def view(self, actor: Actor, number: str) -> Enquiry:
        """One enquiry; another's leaves a trace (查询留痕). Raises `enquiry.none`."""
        hall = self._hall
        state = hall.store.enquiry(number)
        if state is None:
            raise rules.none(number)
        if state.owner != actor.number:
            day = hall.today().isoformat()
            trace = NewAct(
                stream=access_stream(actor.number, day),
                payload=AccessOpened(case_no=number, why="enquiry"),
                effective_on=day,
            )
            with hall.store.write() as tx:
                tx.append([trace], hall.stamp(actor))
        return state

    def matters(self, query: str, actor: Actor, limit: int = 6) -> tuple[Matter, ...]:
        """Matters by initials, name or code; the unit's own first."""
        return self._hall.catalogue().find_matters(query, actor.unit, limit)

    def guide(self, code: str) -> tuple[GuidePart, ...]:
        """What is to be made public of a matter today; empty for one that the hall lacks."""
        catalogue = self._hall.catalogue()
        matter = catalogue.matters.get(code)
        return guide(matter, catalogue.unit_of_matter(matter).short) if matter else ()

    def ask(
        self,
        actor: Actor,
        question: str,
        *,
        channel: rules.Channel = "window",
        asker: str = "",
        phone: str = "",
        matter: str = "",
    ) -> str:
        """A new enquiry; returns its number. Raises what `open_enquiry` raises."""
        hall, today = self._hall, self._hall.today()
        rules.check_question(actor, question)
        catalogue = hall.catalogue()
        series = rules.enquiry_series(hall.store.info().centre, today.year, hall.terminal)
        with hall.store.write() as tx:
            n = tx.take_number(series)
            number = rules.enquiry_number(today.year, hall.terminal, n)
            act = rules.open_enquiry(
                actor,
                question,
                number=number,
                series=series,
                n=n,
                today=today,
                calendar=hall.calendar,
                channel=channel,
                asker=asker,
                phone=phone,
                matter=catalogue.matters.get(matter),
                catalogue=catalogue.catalogue.version,
            )
            tx.append([act], hall.stamp(actor))
        hall.published("", "enquiries")
        return number

    def answer(
        self,
        actor: Actor,
        number: str,
        answer: str,
        told: rules.Told = "said",
    ) -> None:
        """Answered and closed. Raises what `close_enquiry` raises."""
        hall = self._hall
        with hall.store.write() as tx:
            act = rules.close_enquiry(self._state(tx, number), actor, answer, told, hall.today())
            tx.append([act], hall.stamp(actor, rules.REGIME))
        hall.published("", "enquiries")

    def hand_over(self, actor: Actor, number: str, to: str, why: str, *, agreed: bool) -> None:
        """Another answers for it from now on. Raises what `hand_over` of the domain raises."""
        hall = self._hall
        with hall.store.write() as tx:
            taker = _actor(tx.staff(to.strip()))
            state = self._state(tx, number)
            act = rules.hand_over(state, actor, taker, why, agreed, hall.today())
            tx.append([act], hall.stamp(actor, rules.REGIME))
        hall.published("", "enquiries")

    def lead_to(self, actor: Actor, number: str, case_no: str) -> None:
        """A case came of it. Raises what `lead_to` of the domain raises."""
        hall = self._hall
        with hall.store.write() as tx:
            known = tx.case(case_no) is not None
            act = rules.lead_to(self._state(tx, number), actor, case_no, known, hall.today())
            tx.append([act], hall.stamp(actor))
        hall.published("", "enquiries")

    def print_guide(self, actor: Actor, number: str) -> PaperTask:
        """要带什么 on a slip. Raises what `print_guide` of the domain raises."""
        hall = self._hall
        with hall.store.write() as tx:
            place = hall.setting(tx, hall.catalogue())
            act = guidepaper.print_guide(self._state(tx, number), actor, place)
            _recorded, tasks = hall.record(tx, [act], hall.stamp(actor))
        hall.published_of(act.stream, "enquiries", "queue")
        return tasks[0]

    def _state(self, tx: Tx, number: str) -> Enquiry:
        return tx.enquiry(number) or Enquiry(number=number)


def _actor(state: StaffState | None) -> Actor | None:
    if state is None or state.member is None:
        return None
    member = state.member
    return Actor(
        number=state.number,
        name=member.name,
        unit=member.unit,
        window=member.window,
        roles=state.roles,
    )


def _without_asker(state: Enquiry) -> Enquiry:
    if state.opened is None:
        return state
    bare = msgspec.structs.replace(state.opened, asker="", phone="")
    return msgspec.structs.replace(state, opened=bare)
