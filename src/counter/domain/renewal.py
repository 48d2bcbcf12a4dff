"""延续 (art. 50): asked thirty natural days before the expiry; silence until then renews.

The law makes the decision where nobody did: `renewal.deemed` is recorded by the terminal that owns
the case. The unit still owes the paper, so 审 and 核 go on as ever; but they can only confirm.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from counter.domain.acts import NewAct, nfc
from counter.domain.application import Application
from counter.domain.case import ENDED, CaseState, Status, SupervisionRaised
from counter.domain.catalogue import CatalogueIndex, Matter
from counter.domain.errors import KnownError, Text, text
from counter.domain.grants import decision_number
from counter.domain.numbers import group_case_number
from counter.domain.reception import Setting, act_on
from counter.domain.renewing import EXPIRES, NUMBER, RenewalDeemed
from counter.domain.supervision import reply_by
from counter.domain.todo import Todo

RULE = "行政许可法第五十条第二款"
DEEMED = "renewal.deemed"
"""Code of the supervision event beside the act."""
UNDECIDED = (
    Status.ACCEPTED,
    Status.PAUSED,
    Status.DEPARTMENT,
    Status.UPPER,
    Status.REVIEWED,
)
AWAY = (Status.PAUSED, Status.DEPARTMENT, Status.UPPER)
"""Where the next step of the case is not the window's, but the expiry still comes."""


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """A licence that this hall gave and that may be renewed: case, number, ISO day of expiry."""

    case_no: str
    number: str
    valid_to: str


# --- the earlier licence -------------------------------------------------------------------------


def renewable(
    cases: Iterable[CaseState], matter: Matter, catalogue: CatalogueIndex
) -> tuple[Earlier, ...]:
    """The applicant's licences of that name that end on a day, the one that ends last first."""
    found = []
    for case in cases:
        if case.received is None or case.decided is None or case.decided.outcome != "granted":
            continue
        earlier = catalogue.matters.get(case.received.matter)
        same = earlier is not None and (earlier.unit, earlier.name) == (matter.unit, matter.name)
        number = decision_number(case)
        if same and case.decided.valid_to and number:
            valid_to = case.decided.valid_to
            found.append(Earlier(case_no=case.case_no, number=number, valid_to=valid_to))
    return tuple(sorted(found, key=lambda e: (e.valid_to, e.case_no), reverse=True))


def linked(
    application: Application,
    matter: Matter,
    cases: Iterable[CaseState],
    catalogue: CatalogueIndex,
) -> Application:
    """The application with the case of this hall that gave the licence it names, where one did.

    Raises `renewal.other_day` when that licence ends on another day than the form says, and
    `renewal.twice` when it is being renewed, or was, already.
    """
    if not matter.law.renewal:
        return application
    known = tuple(cases)
    number = nfc(application.form.get(NUMBER, "").strip())
    earlier = next((e for e in renewable(known, matter, catalogue) if e.number == number), None)
    if earlier is None:
        return application
    said = application.form.get(EXPIRES, "").strip()
    if said != earlier.valid_to:
        raise KnownError(
            "renewal.other_day",
            text(
                "本厅决定书上 {number} 有效期至 {day}，和填的 {said} 不一样。",
                number=number,
                day=earlier.valid_to,
                said=said or "（空）",
            ),
            "请照决定书写原有效期至；决定书写错的，先在那一件上更正。",
            rule=RULE,
        )
    again = next((c for c in known if _renews(c, earlier.case_no)), None)
    if again is not None:
        raise KnownError(
            "renewal.twice",
            text("这张证已经申请过延续：{number}。", number=group_case_number(again.case_no)),
            "请办那一件；已经延续的，照新证的有效期再申请。",
            rule=RULE,
        )
    return msgspec.structs.replace(application, renews=earlier.case_no)


def _renews(case: CaseState, earlier: str) -> bool:
    """Whether a case renews that licence, or is about to; one that came to nothing does not."""
    if case.renewal is None or case.renewal.asked.case_no != earlier:
        return False
    if case.decided is not None:
        return case.decided.outcome == "granted"
    return bool(case.renewal.deemed_on) or case.status not in ENDED


# --- what the law does ---------------------------------------------------------------------------


def deem_renewed(state: CaseState, place: Setting) -> list[NewAct]:
    """逾期未作决定视为准予延续: once the day of expiry is over, renewed from that day.

    Returns nothing while there is still time, where it was asked too late, and where it was not
    accepted by then. Recorded by the system with the date the law gives, also days later.
    """
    renewing, received = state.renewal, state.received
    if renewing is None or received is None or renewing.deemed_on or state.needs_upgrade:
        return []
    expires = renewing.asked.expires_on
    if state.status not in UNDECIDED or not renewing.in_time:
        return []
    if place.today.isoformat() <= expires or state.accepted_on > expires:
        return []
    matter = place.catalogue.matters[received.matter]
    deemed = RenewalDeemed(
        number=renewing.asked.number, expires_on=expires, case_no=renewing.asked.case_no
    )
    event = SupervisionRaised(
        code=DEEMED,
        light="bad",
        why=f"原证 {expires} 到期前没有作决定，依法视为准予延续",
        rule=RULE,
        reply_by=reply_by(place),
        on=expires,
    )
    return [
        act_on(state.case_no, matter, place, deemed, expires),
        act_on(state.case_no, matter, place, event),
    ]


def deemed_on(state: CaseState) -> str:
    """ISO day from which the law takes the case as renewed; empty while it does not."""
    return state.renewal.deemed_on if state.renewal else ""


def require_granting(state: CaseState, outcome: str) -> None:
    """What the law has renewed can only be confirmed. Raises `decide.deemed`."""
    day = deemed_on(state)
    if day and outcome != "granted":
        raise KnownError(
            "decide.deemed",
            text("原证到期前没有决定，{day} 起已视为准予延续，不能再不予。", day=day),
            "请准予，补出决定书；发现不合条件的，依法另行撤销。",
            rule=RULE,
        )


def require_not_deemed(state: CaseState) -> None:
    """An application that the law has granted is not taken back. Raises `recall.deemed`."""
    day = deemed_on(state)
    if day:
        raise KnownError(
            "recall.deemed",
            text("{day} 起已视为准予延续，申请不能再撤回。", day=day),
            "申请人不要这张证的，请另办注销。",
            rule=RULE,
        )


# --- what is waited for --------------------------------------------------------------------------


def decide_by(state: CaseState) -> str:
    """The day by which the unit is to decide: the promise, or the expiry where that is sooner."""
    renewing = state.renewal
    if renewing is None or renewing.deemed_on or not renewing.in_time:
        return state.due_on
    return min(filter(None, (state.due_on, renewing.asked.expires_on)), default="")


def todos(state: CaseState) -> tuple[Todo, ...]:
    """While the case is not in the window's hand the expiry is a line of its own."""
    renewing, received = state.renewal, state.received
    if renewing is None or received is None or state.status not in AWAY:
        return ()
    if renewing.deemed_on:
        why: Text = text("已视为准予延续，等补出决定书")
    elif renewing.in_time:
        why = text("原证到期前要有决定，过了就视为准予延续")
    else:
        return ()
    by = "" if renewing.deemed_on else renewing.asked.expires_on
    return (Todo(what="renewal", whose="window", unit=received.unit, by=by, why=why),)
