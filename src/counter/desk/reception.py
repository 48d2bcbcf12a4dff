"""Reception: what F5 would do, F5 itself, drafts, earlier cases, correcting and withdrawing."""

from __future__ import annotations

from typing import Literal

import msgspec

from counter.desk import admission
from counter.desk.hall import Hall, PaperTask
from counter.domain import follow, jointsteps
from counter.domain import reception as domain
from counter.domain.application import Application, Problem, problems
from counter.domain.case import Limits, MaterialReceived, PriorResult, Status
from counter.domain.catalogue import CatalogueIndex, Handling, Matter
from counter.domain.clock import DayCell
from counter.domain.people import Actor
from counter.domain.persons import Agent, Applicant, Contact, DocKind, IdDocument
from counter.domain.prior import title_of
from counter.ports.clock import stamp as iso
from counter.ports.store import CaseRow, Draft


class MaterialTick(msgspec.Struct, kw_only=True):
    """A material row of the page: ticked or not, and as it came."""

    received: bool = False
    original: bool = True
    copies: int = 1
    pages: int = 1
    evidence: Literal["A", "B", "C", "D"] = "B"
    how: str = "窗口核对"
    reused_from: str = ""
    on_spot: str = ""  # 当场更正: what of it the applicant put right at the window


class PriorEntry(msgspec.Struct, kw_only=True):
    """前置: the number of another matter's result, and how it was seen."""

    number: str = ""
    evidence: Literal["A", "B", "C", "D"] = "B"
    case_no: str = ""  # the case of this hall that gave it


class LineItem(msgspec.Struct, kw_only=True):
    """A matter that the visitor came for too and that waits, with what was written for it."""

    matter: str
    materials: dict[str, MaterialTick] = {}
    fields: dict[str, str] = {}
    prior: dict[str, PriorEntry] = {}


class LineDone(msgspec.Struct, kw_only=True):
    """A matter of this visitor that became a case: what it became, as a word."""

    matter: str
    case_no: str
    word: str


class ReceptionForm(msgspec.Struct, kw_only=True):
    """Everything the reception page holds; saved as a draft as it is."""

    id: str
    ticket: str = ""
    started_at: str = ""
    nth: int = 1  # of the matters this visitor came for
    kind: Literal["person", "organisation"] = "person"
    document: IdDocument | None = None
    organisation: str = ""
    credit_code: str = ""
    representative: str = ""
    address: str = ""
    by_agent: bool = False
    agent_document: IdDocument | None = None
    power_of_attorney: str = ""
    phone: str = ""
    delivery: Literal["window", "mail"] = "window"
    mail_address: str = ""
    sms: bool = True
    matter: str = ""
    query: str = ""
    materials: dict[str, MaterialTick] = {}
    fields: dict[str, str] = {}
    prior: dict[str, PriorEntry] = {}
    line: list[LineItem] = []
    done: list[LineDone] = []
    planned: int = 0  # how many matters were lined up; 0 = no line was made
    renews: str = ""  # 延续: the case of this hall from which number and expiry were filled in
    co_units: list[str] | None = None  # 联办: units that take part; None = the matter's own

    @property
    def empty(self) -> bool:
        """True when there is nothing worth keeping."""
        return not (
            self.document or self.organisation or self.credit_code or self.matter or self.phone
        )


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What the page shows beside the form: problems, the clock, what F5 will bring.

    days: cells from the day after today to the legal due date.
    """

    matter: Matter | None
    problems: tuple[Problem, ...]
    limits: Limits | None
    days: tuple[DayCell, ...]
    papers: tuple[tuple[str, str, int], ...]  # title, channel, copies
    ready: bool
    follows: tuple[tuple[str, str], ...] = ()
    """容缺: names and ISO day of what may follow, when nothing else stands in the way of F5."""


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """An accepted case: its number, where it stands, the papers that were queued."""

    case_no: str
    status: Status
    limits: Limits
    papers: tuple[PaperTask, ...]
    missing: tuple[tuple[str, str], ...] = ()  # 容缺: name and ISO day of what is to follow


def to_application(form: ReceptionForm, catalogue: CatalogueIndex) -> Application:
    """The form as the domain's command; ticks become received materials in catalogue order."""
    matter = catalogue.matters.get(form.matter)
    document = form.document
    applicant = Applicant(
        kind=form.kind,
        name=form.organisation
        if form.kind == "organisation"
        else document.name
        if document
        else "",
        document=document,
        credit_code=form.credit_code,
        representative=form.representative,
        address=form.address or (document.address if document else ""),
    )
    agent = None
    if form.by_agent:
        agent = Agent(
            document=form.agent_document or IdDocument(kind=DocKind.RESIDENT, name="", number=""),
            power_of_attorney=form.power_of_attorney,
        )
    return Application(
        matter=form.matter,
        applicant=applicant,
        agent=agent,
        contact=Contact(
            phone=form.phone,
            delivery=form.delivery,
            mail_address=form.mail_address,
            sms=form.sms,
        ),
        materials=_materials(form, matter),
        form=dict(form.fields),
        ticket=form.ticket,
        prior=tuple(
            PriorResult(
                matter=code,
                title=title_of(code, catalogue),
                number=entry.number.strip(),
                case_no=entry.case_no,
                evidence=entry.evidence,
            )
            for code, entry in form.prior.items()
            if matter is not None and code in matter.law.needs and entry.number.strip()
        ),
        on_spot=_on_spot(form, matter),
        co_units=None if form.co_units is None else tuple(form.co_units),
        simulated=any(d.simulated for d in (document, form.agent_document) if d is not None),
    )


def _on_spot(form: ReceptionForm, matter: Matter | None) -> tuple[str, ...]:
    """What was put right, each with the name of its material."""
    ticks = ((m.name, form.materials.get(m.code)) for m in (matter.materials if matter else ()))
    return tuple(
        f"{name}：{tick.on_spot.strip()}"
        for name, tick in ticks
        if tick is not None and tick.received and tick.on_spot.strip()
    )


def _materials(form: ReceptionForm, matter: Matter | None) -> tuple[MaterialReceived, ...]:
    if matter is None:
        return ()
    ticks = ((spec, form.materials.get(spec.code)) for spec in matter.materials)
    return tuple(
        MaterialReceived(
            code=spec.code,
            name=spec.name,
            original=tick.original,
            copies=tick.copies,
            pages=tick.pages,
            evidence=tick.evidence,
            how=tick.how,
            reused_from=tick.reused_from,
        )
        for spec, tick in ticks
        if tick is not None and tick.received
    )


def _copies_on_acceptance(
    form: ReceptionForm, matter: Matter, catalogue: CatalogueIndex
) -> list[tuple[str, str, int]]:
    """联办: the 抄告单 of F5, all in one row, for they go to one place each."""
    kind = catalogue.papers.get("joint_copy")
    if kind is None or matter.handling is not Handling.JOINT:
        return []
    units = matter.law.co_units if form.co_units is None else form.co_units
    return [(kind.title, kind.channel, kind.copies * len(units))] if units else []


class ReceptionDesk:
    """The reception job. `preview` and `find_matters` are pure; the rest runs on the worker."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self.lookup = admission.Lookup(hall)

    def new_form(self, ticket: str = "") -> ReceptionForm:
        """An empty form."""
        return ReceptionForm(id=self._hall.ids(), ticket=ticket, started_at=iso(self._hall.now()))

    def another_of(self, before: ReceptionForm, done: LineDone | None = None) -> ReceptionForm:
        """The next form of the same visitor: who and how to reach them stay, the matter is the
        next of the line, or new. done: what became of the one before."""
        head = before.line[0] if before.line else LineItem(matter="")
        return msgspec.structs.replace(
            before,
            id=self._hall.ids(),
            nth=before.nth + 1,
            matter=head.matter,
            query="",
            materials=head.materials,
            fields=head.fields,
            prior=head.prior,
            line=before.line[1:],
            done=[*before.done, *([done] if done else [])],
            co_units=None,
            renews="",
        )

    def catalogue(self) -> CatalogueIndex:
        """The catalogue of the day."""
        return self._hall.catalogue()

    def preview(self, form: ReceptionForm, catalogue: CatalogueIndex) -> Preview:
        """Problems, limits and papers of the form as it is now. Pure; no store."""
        hall, now = self._hall, self._hall.now()
        matter = catalogue.matters.get(form.matter)
        found = problems(to_application(form, catalogue), catalogue, now.date())
        limits, days = None, ()  # type: Limits | None, tuple[DayCell, ...]
        papers: list[tuple[str, str, int]] = []
        if matter is not None:
            limits = domain.limits_for(matter, catalogue.centre.closing, hall.calendar, now)
            days = hall.calendar.reckon(now.date(), max(matter.legal_days, 1)).cells
            papers = [
                (p.title, p.channel, p.copies)
                for p in domain.papers_on_acceptance(matter, catalogue)
            ]
        later = self._follows(matter, form, found, catalogue)
        if later:
            kind = catalogue.papers[follow.NOTICE]
            papers.append((kind.title, kind.channel, kind.copies))
        if matter is not None:
            papers += _copies_on_acceptance(form, matter, catalogue)
        return Preview(
            matter=matter,
            problems=found,
            limits=limits,
            days=days,
            papers=tuple(papers),
            ready=not any(p.stops for p in found),
            follows=later,
        )

    def _follows(
        self,
        matter: Matter | None,
        form: ReceptionForm,
        found: tuple[Problem, ...],
        catalogue: CatalogueIndex,
    ) -> tuple[tuple[str, str], ...]:
        """What 容缺 would leave to follow, where that is all that stands in the way."""
        stops = [p for p in found if p.stops]
        if matter is None or follow.NOTICE not in catalogue.papers:
            return ()
        if not stops or any(p.code != "material.missing" for p in stops):
            return ()
        application = to_application(form, catalogue)
        if follow.refusal(application, matter) is not None:
            return ()
        day = follow.due(matter, catalogue.rules, self._hall.calendar, self._hall.today())
        return tuple((m.name, day.isoformat()) for m in follow.lacking(application, matter))

    def accept(self, actor: Actor, form: ReceptionForm, *, lacking: bool = False) -> Accepted:
        """F5; lacking: 容缺, what may follow does. Raises KnownError; nothing is done by halves."""
        hall = self._hall
        catalogue = hall.catalogue()
        matter = catalogue.matters.get(form.matter)
        application = to_application(form, catalogue)
        with hall.store.write() as tx:
            place = hall.setting(tx, catalogue)
            if matter is not None:
                application = admission.check(hall, tx, application, matter, place)
            decide = follow.accept_lacking if lacking else domain.accept
            case_no, acts = decide(application, actor, place)
            _, tasks = hall.record(tx, acts, hall.stamp(actor))
            tx.drop_draft(form.id)
            state = hall.state(tx, case_no)
            parts = jointsteps.copies_on_acceptance(state, application.co_units, actor, place)
            tasks += hall.record(tx, parts, hall.stamp(actor))[1] if parts else ()
        hall.published(case_no, "queue", "drafts")
        assert state.limits is not None
        return Accepted(
            case_no=case_no,
            status=state.status,
            limits=state.limits,
            papers=tasks,
            missing=state.missing,
        )

    # drafts: kept apart by clerk
    def save_draft(self, actor: Actor, form: ReceptionForm, title: str) -> str:
        """Keep the form; an empty one is dropped. Returns the time it was saved (ISO), or ''."""
        if form.empty:
            self._hall.store.drop_draft(form.id)
            return ""
        at = iso(self._hall.now())
        body = msgspec.json.encode(form)
        self._hall.store.save_draft(
            Draft(
                id=form.id,
                staff=actor.number,
                page="reception",
                title=title,
                body=body,
                updated_at=at,
            )
        )
        return at

    def drafts(self, actor: Actor) -> tuple[tuple[Draft, ReceptionForm], ...]:
        """The clerk's own drafts, newest first."""
        rows = [d for d in self._hall.store.drafts(actor.number) if d.page == "reception"]
        return tuple((d, msgspec.json.decode(d.body, type=ReceptionForm)) for d in rows)

    def drop_draft(self, form_id: str) -> None:
        """Throw a draft away."""
        self._hall.store.drop_draft(form_id)

    def earlier_cases(self, number: str) -> tuple[CaseRow, ...]:
        """他以前的件."""
        return self._hall.store.cases_of(number) if number else ()

    # after F5
    def receipt_of_materials(self, actor: Actor, case_no: str) -> PaperTask:
        """申请材料接收凭证 on A4, for who wants more than the slip."""
        hall = self._hall
        with hall.store.write() as tx:
            state = hall.state(tx, case_no)
            place = hall.setting(tx, hall.catalogue(domain.received_of(state).catalogue))
            acts = domain.receipt_of_materials(state, actor, place)
            _, tasks = hall.record(tx, acts, hall.stamp(actor))
        hall.published(case_no, "queue")
        return tasks[0]

    def correct(self, actor: Actor, case_no: str, path: str, after: str, reason: str) -> None:
        """更正 one field."""
        hall = self._hall
        with hall.store.write() as tx:
            state = hall.state(tx, case_no)
            received = domain.received_of(state)
            matter = hall.catalogue(received.catalogue).matters.get(received.matter)
            acts = domain.correct(state, path, after, reason, actor, hall.today(), matter)
            hall.record(tx, acts, hall.stamp(actor))
        hall.published(case_no)

    def withdraw(self, actor: Actor, case_no: str, reason: str) -> None:
        """撤销受理 of a wrong F5."""
        hall = self._hall
        with hall.store.write() as tx:
            acts = domain.withdraw(hall.state(tx, case_no), reason, actor, hall.today())
            hall.record(tx, acts, hall.stamp(actor))
        hall.published(case_no)
