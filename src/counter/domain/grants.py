"""What was granted, as it is published (art. 40) and as it runs out (art. 50)."""

from __future__ import annotations

import msgspec

from counter.domain.case import CaseState
from counter.domain.catalogue import Matter


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """A licence that a case gave. Dates ISO; valid_to is empty where the decision names none.

    number: of the decision's paper, empty while what the law renewed has none; holder: in full, see
    `public_name`; person: a natural person; deemed: renewed by the law itself (art. 50(2)).
    """

    case_no: str
    matter: str
    title: str
    unit: str
    catalogue: int
    number: str
    holder: str
    person: bool
    granted_on: str
    valid_to: str
    certificate: str = ""
    deemed: bool = False


def grant_of(state: CaseState) -> Grant | None:
    """The licence of a case; None while nothing was granted in it."""
    received, decided = state.received, state.decided
    applicant = state.applicant
    deemed = state.renewal.deemed_on if state.renewal else ""
    if received is None or applicant is None:
        return None
    granted = decided is not None and decided.outcome == "granted"
    if not granted and not deemed:
        return None
    return Grant(
        case_no=state.case_no,
        matter=received.matter,
        title=received.matter_title,
        unit=received.unit,
        catalogue=received.catalogue,
        number=decision_number(state),
        holder=applicant.name,
        person=applicant.kind == "person",
        granted_on=deemed or state.decided_on,
        valid_to=decided.valid_to if decided else "",
        certificate=decided.certificate if decided else "",
        deemed=bool(deemed),
    )


def decision_number(state: CaseState) -> str:
    """Number of the paper that says what was granted; empty where there is none."""
    papers = (p.issued for p in state.papers.values())
    return next((p.number for p in papers if p.code == "decision_grant"), "")


def is_public(*matters: Matter | None) -> bool:
    """Whether what was granted on a matter is published (art. 40), by each version given.

    A service is no licence; state and trade secrets and privacy stay unpublished (art. 5), also
    where only one of the versions says so, and where a version does not know the matter.
    """
    return all(m is not None and m.kind == "licence" and not m.law.secret for m in matters)


def public_name(name: str, person: bool) -> str:
    """The holder as the public list names them: of a natural person the first character only.

    An organisation is named in full. Nothing else of a person stands in the list.
    """
    name = name.strip()
    if not person or not name:
        return name
    head, rest = (name[0], name[1:]) if len(name) > 1 else ("", name)
    return head + "".join(c if c in "·• " else "＊" for c in rest)
