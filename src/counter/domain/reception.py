"""Deciding at reception: what is wrong with a form, and receiving + accepting a case (art. 32).

Pure: takes the command and what is known, returns acts or raises KnownError with the rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from counter.domain import caseclock, clock, papers
from counter.domain.acts import NewAct, NumberUse, Payload, nfc
from counter.domain.application import (
    Application,
    correction_problems,
    document_number_problems,
    problems,
)
from counter.domain.case import (
    ENDED,
    AcceptanceWithdrawn,
    CaseAccepted,
    CaseCorrected,
    CaseReceived,
    CaseReviewed,
    CaseState,
    CorrectedOnSpot,
    Limits,
    PaperIssued,
    Status,
    case_stream,
    read_field,
)
from counter.domain.catalogue import CatalogueIndex, Handling, Matter, PaperType
from counter.domain.clock import WorkCalendar
from counter.domain.errors import KnownError, text
from counter.domain.identity import check_credit_code, normalise_number
from counter.domain.issuing import issue_on
from counter.domain.numbers import (
    case_number,
    case_series,
    series_stream,
    use,
)
from counter.domain.people import Actor, Role, require_unit
from counter.domain.persons import Applicant
from counter.domain.renewing import may_correct, renewal_asked
from counter.domain.setting import Setting as Setting
from counter.domain.turn import turn_of, with_turn

PAPERS_ON_ACCEPTANCE = ("accept_notice", "promise_notice", "slip")


TECHNICIANS_DAYS = 5
"""Working days for sending technicians, art. 55."""


def limits_for(
    matter: Matter, centre_closing: str, calendar: WorkCalendar, now: dt.datetime
) -> Limits:
    """Limits and due dates of a case accepted `now`.

    A spot matter is due the same working day; taken after closing hour, on a day off or one on
    which the hall is shut, the next working day that it is open. The legal limit counts from
    the day after acceptance (art. 42, art. 82).
    """
    today = now.date()
    kind = matter.law.day_kind
    legal = clock.due_by(calendar, today, max(matter.legal_days, 1), kind)
    sent = calendar.due(today, TECHNICIANS_DAYS).date.isoformat() if matter.law.technical else ""
    if matter.handling is Handling.SPOT or matter.promised_days == 0:
        late = now.strftime("%H:%M") > centre_closing
        promised = calendar.due(today + clock.DAY if late else today, 0)
        while calendar.closed(promised.date):
            promised = calendar.due(promised.date + clock.DAY, 0)
    else:
        promised = calendar.due(today, matter.promised_days)
    return Limits(
        promised_days=0 if matter.handling is Handling.SPOT else matter.promised_days,
        promised_on=promised.date.isoformat(),
        legal_days=matter.legal_days,
        legal_on=legal.date.isoformat(),
        estimated=promised.estimated or legal.estimated,
        calendar=calendar.version,
        day_kind=kind,
        technicians_on=sent,
    )


def accept(
    application: Application,
    actor: Actor,
    place: Setting,
    later: Mapping[str, str] | None = None,
) -> tuple[str, list[NewAct]]:
    """受理 (art. 32(5)): case number, received, accepted, on-the-spot review, papers.

    later: codes of materials that may follow, with their ISO day (see `domain.follow`).
    Raises KnownError `role.clerk`, or the first stopping problem's own code.
    """
    later = later or {}
    if not actor.works:
        raise KnownError("role.clerk", "这个岗位不能受理。", "请窗口经办人上岗后办理。")
    for problem in problems(application, place.catalogue, place.today):
        if problem.stops and problem.field.removeprefix("material.") not in later:
            raise KnownError(
                problem.code, problem.what, problem.next_step, rule="行政许可法第三十二条"
            )
    matter = place.catalogue.matters[application.matter]
    number, received = receive(application, actor, place, matter)
    limits = limits_for(matter, place.catalogue.centre.closing, place.calendar, place.now)
    series = received.numbers[0].series
    acts = [_act(number, matter, place, received, (series_stream(series),))]
    acts += put_right(application, number, matter, place)
    missing = tuple((m.name, later[m.code]) for m in matter.materials if m.code in later)
    accepted, touches = with_turn(
        CaseAccepted(limits=limits, missing=missing), matter, place.now, place.terminal, place.take
    )
    acts.append(_act(number, matter, place, accepted, touches))
    if matter.handling is Handling.SPOT:
        acts.append(_act(number, matter, place, CaseReviewed(opinion="grant", note="材料齐全")))
    acts += acceptance_papers(received, matter, accepted, actor, place)
    return number, acts


def put_right(
    application: Application, number: str, matter: Matter, place: Setting
) -> list[NewAct]:
    """当场更正 (art. 32(3)) of what the applicant put right before the application was taken in."""
    said = (nfc(what.strip()) for what in application.on_spot)
    return [act_on(number, matter, place, CorrectedOnSpot(what=what)) for what in said if what]


def receive(
    application: Application, actor: Actor, place: Setting, matter: Matter
) -> tuple[str, CaseReceived]:
    """收件: the next case number of this terminal and day, and the receipt that bears it."""
    centre = place.catalogue.centre.code
    series = case_series(centre, place.today, place.terminal)
    sequence = place.take(series)
    number = case_number(centre, place.today, place.terminal, sequence)
    return number, _received(application, actor, place, matter, number, use(series, sequence))


def _received(
    application: Application,
    actor: Actor,
    place: Setting,
    matter: Matter,
    number: str,
    numbers: tuple[NumberUse, ...],
) -> CaseReceived:
    return CaseReceived(
        case_no=number,
        matter=matter.code,
        matter_title=matter.title,
        catalogue=place.catalogue.catalogue.version,
        unit=matter.unit,
        handling=matter.handling.value,
        window=actor.window,
        applicant=_tidy_applicant(application.applicant),
        agent=application.agent,
        contact=msgspec.structs.replace(
            application.contact, phone=normalise_number(application.contact.phone)
        ),
        materials=application.materials,
        prior=tuple(p for p in application.prior if p.number.strip()),
        renews=renewal_asked(matter, application.form, application.renews),
        form={k: nfc(v.strip()) for k, v in application.form.items() if v.strip()},
        ticket=application.ticket,
        training=place.training,
        simulated=application.simulated,
        tell_by=place.calendar.due(place.today, caseclock.NOTICE_DAYS).date.isoformat(),
        numbers=numbers,
        co_units=application.co_units or None,
    )


def _tidy_applicant(applicant: Applicant) -> Applicant:
    change = msgspec.structs.replace
    if applicant.kind == "organisation":
        return change(
            applicant,
            name=nfc(applicant.name.strip()),
            credit_code=check_credit_code(applicant.credit_code),
        )
    document = applicant.document
    if document is None:
        return applicant
    tidy = change(
        document, name=nfc(document.name.strip()), number=normalise_number(document.number)
    )
    return change(
        applicant,
        name=tidy.name,
        document=tidy,
        address=nfc((applicant.address or document.address).strip()),
    )


def _act(
    number: str,
    matter: Matter,
    place: Setting,
    payload: CaseReceived | CaseAccepted | CaseReviewed | PaperIssued,
    touches: tuple[str, ...] = (),
) -> NewAct:
    return NewAct(
        stream=case_stream(number),
        payload=payload,
        effective_on=place.today.isoformat(),
        touches=touches,
        units=(matter.unit,),
    )


def act_on(
    case_no: str,
    matter: Matter,
    place: Setting,
    payload: Payload,
    on: str = "",
    touches: tuple[str, ...] = (),
) -> NewAct:
    """An act of the case; `on` is its ISO date where that is not today."""
    return NewAct(
        stream=case_stream(case_no),
        payload=payload,
        effective_on=on or place.today.isoformat(),
        touches=touches,
        units=(matter.unit,),
    )


def acceptance_papers(
    received: CaseReceived,
    matter: Matter,
    accepted: CaseAccepted,
    actor: Actor,
    place: Setting,
    received_on: dt.date | None = None,
) -> list[NewAct]:
    """受理通知书 and the slip, numbered; a spot matter prints the notice only where it is set.

    received_on: the day of application where acceptance comes later (after a supplement).
    """
    turn = turn_of(accepted, place.terminal)
    content = {
        **papers.common_block(received, place.catalogue, actor.name, place.today),
        **papers.acceptance_fields(
            received, matter, accepted.limits, place.calendar, place.today, turn
        ),
        "received_words": clock.paper_date(received_on or place.today),
        "time": place.now.strftime("%H:%M"),
    }
    return [
        issue_paper(kind, matter, received.case_no, content, place)
        for kind in papers_on_acceptance(matter, place.catalogue)
    ]


def papers_on_acceptance(matter: Matter, catalogue: CatalogueIndex) -> tuple[PaperType, ...]:
    """The kinds of paper that F5 prints: a matter may do without the notice by setting, and a
    promised one has 承诺件通知书 beside it where the hall's rules ask for that."""
    promised = catalogue.rules.promise_notice and matter.handling is Handling.PROMISE
    wanted = {"accept_notice": matter.notice, "promise_notice": promised, "slip": True}
    codes = [code for code in PAPERS_ON_ACCEPTANCE if wanted[code]]
    return tuple(catalogue.papers[code] for code in codes if code in catalogue.papers)


def issue_paper(
    kind: PaperType, matter: Matter, case_no: str, content: dict[str, object], place: Setting
) -> NewAct:
    """`paper.issued` with its own number from the series of (organ, type, year)."""
    unit = place.catalogue.unit_of_matter(matter)
    return issue_on(case_stream(case_no), kind, unit, content, place)


def receipt_of_materials(state: CaseState, actor: Actor, place: Setting) -> list[NewAct]:
    """申请材料接收凭证 on A4, on demand; once a case (after that it is reprinted).

    Raises `case.*`, `role.clerk`, `receipt.twice`.
    """
    received = open_case(state)
    require_worker(actor)
    if any(paper.issued.code == "receipt" for paper in state.papers.values()):
        raise KnownError(
            "receipt.twice", "材料接收凭证已经出过。", "要再给一份，请按 Ctrl+P 补打。"
        )
    limits = state.limits
    kind = place.catalogue.papers.get("receipt")
    if limits is None or kind is None:
        raise KnownError("receipt.none", "这件出不了材料接收凭证。", "请管理员看目录里的文书种类。")
    matter = place.catalogue.matters[received.matter]
    accepted = dt.date.fromisoformat(state.accepted_on)
    content: dict[str, object] = {
        **papers.common_block(current_receipt(state), place.catalogue, actor.name, place.today),
        **papers.acceptance_fields(received, matter, limits, place.calendar, accepted, state.turn),
        "received_words": clock.paper_date(dt.date.fromisoformat(state.received_at[:10])),
        "time": state.received_at[11:16],
    }
    return [issue_paper(kind, matter, state.case_no, content, place)]


def current_receipt(state: CaseState) -> CaseReceived:
    """The receipt with corrections applied: what papers issued from now on say."""
    received = received_of(state)
    return msgspec.structs.replace(
        received,
        applicant=state.applicant or received.applicant,
        contact=state.contact or received.contact,
        form=state.form or received.form,
    )


def correct(
    state: CaseState,
    path: str,
    after: str,
    reason: str,
    actor: Actor,
    today: dt.date,
    matter: Matter | None = None,
) -> list[NewAct]:
    """更正 one field of an accepted case, by the rules of its form where the matter is given.

    Raises `case.*`, `role.*`, `correct.*`, and the code of what is wrong with the new value.
    """
    received = open_case(state)
    require_unit(actor, received.unit, state.acceptor)
    may_correct(state.renewal, path)
    before = read_field(state, path)
    if (
        before is None
        and matter is not None
        and any(f"form.{f.key}" == path for f in matter.fields)
    ):
        before = ""  # asked for and never written: it is written now
    if before is None:
        raise KnownError(
            "correct.field", "这一项不能更正。", "要改的是事项或材料，请撤销受理重办。"
        )
    after = nfc(after.strip())
    if not after or after == before:
        raise KnownError("correct.same", "更正后的内容和原来一样，或是空的。", "请写上正确的内容。")
    found = correction_problems(path, after, matter) if matter else []
    document = state.applicant.document if state.applicant else None
    if path == "document.number" and document is not None:
        after = normalise_number(after)
        found += document_number_problems(document, after, today)
    for problem in found:
        raise KnownError(problem.code, problem.what, "请写上正确的内容，再更正。")
    if not reason.strip():
        raise KnownError("correct.reason", "更正没有写原因。", "请写一句原因，会留在经过里。")
    payload = CaseCorrected(path=path, before=before, after=after, reason=nfc(reason.strip()))
    return [_on_case(state, payload, received, today)]


def withdraw(state: CaseState, reason: str, actor: Actor, today: dt.date) -> list[NewAct]:
    """撤销受理: only the acceptor or the unit's chief, the same day, before review and decision.

    On a spot matter the review went with F5 and does not stand in the way.
    """
    received = open_case(state)
    require_unit(actor, received.unit, state.acceptor)
    spot = received.handling == Handling.SPOT.value
    if state.status is not Status.ACCEPTED and not (spot and state.status is Status.REVIEWED):
        raise KnownError("withdraw.late", "这件已经审过，不能撤销受理。", "请按退件或决定办理。")
    if actor.number != state.acceptor and not actor.may(Role.CHIEF_A, Role.CHIEF_B):
        raise KnownError("withdraw.other", "只能撤销自己受理的件。", "请受理人或首席代表来撤销。")
    if state.accepted_on != today.isoformat():
        raise KnownError("withdraw.day", "不是今天受理的，不能撤销。", "请按退件办理。")
    if state.charge is not None and state.charge.live:
        raise KnownError(
            "withdraw.charge",
            text("已经开了缴费单 {number}，不能撤销受理。", number=state.charge.number),
            "没收钱的，先按 F7 撤单；收了钱的，请财政窗口先退。",
        )
    if not reason.strip():
        raise KnownError("withdraw.reason", "撤销受理没有写原因。", "请写一句原因。")
    return [_on_case(state, AcceptanceWithdrawn(reason=nfc(reason.strip())), received, today)]


def require_worker(actor: Actor) -> None:
    """Raises `role.clerk` for who may only look, take money or install."""
    if not actor.may(Role.CLERK, Role.CHIEF_A, Role.CHIEF_B):
        raise KnownError("role.clerk", "这个岗位不能改办件。", "请窗口经办人上岗后办理。")


def open_case(state: CaseState) -> CaseReceived:
    """The receipt of a case that may still be worked on. Raises `case.*`."""
    if state.needs_upgrade:
        raise KnownError("case.newer", "这件是新版程序办的，本机只能看。", "请升级本机程序。")
    if state.received is None:
        raise KnownError("case.none", "没有这个办件。", "请核对办件编号。")
    if state.status in ENDED:
        raise KnownError("case.closed", "这件已经办结，不能再改。", "要更改请另行受理。")
    return received_of(state)


def received_of(state: CaseState) -> CaseReceived:
    """The receipt of a case that has one."""
    if state.received is None:
        raise KnownError("case.none", "没有这个办件。", "请核对办件编号。")
    return state.received


def _on_case(
    state: CaseState,
    payload: CaseCorrected | AcceptanceWithdrawn,
    received: CaseReceived,
    today: dt.date,
) -> NewAct:
    return NewAct(
        stream=case_stream(state.case_no),
        payload=payload,
        effective_on=today.isoformat(),
        units=(received.unit,),
    )
