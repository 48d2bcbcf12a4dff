"""受理 of a case that is in the hall already: complete as received, or by a supplement.

F5 at reception receives and accepts at once (`reception.accept`); here the receipt lies back.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from counter.domain.acts import NewAct
from counter.domain.application import EXPIRED, Application, Problem, problems
from counter.domain.case import (
    CaseAccepted,
    CaseReviewed,
    CaseState,
    MaterialReceived,
    Status,
)
from counter.domain.catalogue import CatalogueIndex, Handling, Matter
from counter.domain.errors import KnownError
from counter.domain.people import Actor, require_unit
from counter.domain.reception import (
    Setting,
    acceptance_papers,
    act_on,
    current_receipt,
    limits_for,
    open_case,
    require_worker,
)
from counter.domain.turn import with_turn

RULE = "行政许可法第三十二条第一款第五项"


def received_on(state: CaseState, place: Setting) -> dt.date:
    """The day of receipt; today where the case has none."""
    return dt.date.fromisoformat(state.received_at[:10]) if state.received_at else place.today


def in_the_way(state: CaseState, catalogue: CatalogueIndex, today: dt.date) -> Problem | None:
    """The first thing for which a case only received cannot be accepted; None when it can.

    Judged as F5 judges the form at reception, with what was corrected since.
    """
    receipt = current_receipt(state)
    application = Application(
        matter=receipt.matter,
        applicant=receipt.applicant,
        agent=receipt.agent,
        contact=receipt.contact,
        materials=receipt.materials,
        form=receipt.form,
        prior=receipt.prior,
    )
    found = problems(application, catalogue, today)
    asked = state.renewal  # a licence that ran out since the receipt was asked for before it did
    since = asked is not None and asked.asked_on <= asked.asked.expires_on
    return next((p for p in found if p.stops and not (since and p.code == EXPIRED)), None)


def accept_received(state: CaseState, actor: Actor, place: Setting) -> list[NewAct]:
    """受理 today of a case that was only received and proves complete, with the papers of F5.

    Raises `accept.state`, the code of what stands in the way, `case.*`, `role.*`.
    """
    received = open_case(state)
    require_worker(actor)
    require_unit(actor, received.unit, state.receiver)
    if state.status is Status.SUPPLEMENT:
        raise KnownError(
            "accept.state",
            "这件在等补正，还不能受理。",
            "材料补来了，收下就是受理；不补的，按规则退件。",
            rule=RULE,
        )
    if state.status is not Status.RECEIVED:
        raise KnownError("accept.state", "这件已经受理过了。", "请看经过。")
    wrong = in_the_way(state, place.catalogue, place.today)
    if wrong is not None:
        told = wrong.field.startswith(("material.", "prior."))
        raise KnownError(
            wrong.code,
            wrong.what,
            "缺的按 F4 一次告知。" if told else "请按 G 更正写好，再受理。",
            rule=RULE,
        )
    return accept_after(state, (), place.catalogue.matters[received.matter], actor, place)


def accept_after(
    state: CaseState,
    materials: tuple[MaterialReceived, ...],
    matter: Matter,
    actor: Actor,
    place: Setting,
) -> list[NewAct]:
    """受理 today of what was received before, with `materials` that came in now, and its papers.

    As F5 does: what is done on the spot (art. 56) is looked through with it and waits for 核 alone.
    """
    receipt = current_receipt(state)
    earlier = tuple(m for s in state.supplements for m in s.materials)
    # one that was there but wrong came again: the paper names it once, as it is now
    by_code = {m.code: m for m in (*receipt.materials, *earlier, *materials)}
    whole = msgspec.structs.replace(receipt, materials=tuple(by_code.values()))
    limits = limits_for(matter, place.catalogue.centre.closing, place.calendar, place.now)
    accepted, touches = with_turn(
        CaseAccepted(limits=limits), matter, place.now, place.terminal, place.take
    )
    acts = [act_on(state.case_no, matter, place, accepted, touches=touches)]
    if matter.handling is Handling.SPOT:
        review = CaseReviewed(opinion="grant", note="材料齐全")
        acts.append(act_on(state.case_no, matter, place, review))
    return [
        *acts,
        *acceptance_papers(whole, matter, accepted, actor, place, received_on(state, place)),
    ]
