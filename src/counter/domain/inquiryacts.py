"""What is looked into before a decision: hearing (arts 46-48), site (34), third party (36),
technicians (55). Payloads, and the part of a case's fold that keeps them."""

from __future__ import annotations

from typing import Any

import msgspec

from counter.domain.acts import ActHeader, Payload, act_kind


@act_kind("hearing.told")
class HearingTold(Payload, frozen=True, kw_only=True):
    """The right to ask for a hearing is told (art. 47). ask_by: ISO date, last day to ask."""

    who: tuple[str, ...]
    ask_by: str


@act_kind("hearing.asked")
class HearingAsked(Payload, frozen=True, kw_only=True):
    """A hearing is asked for in time. organise_by: ISO date, twenty working days later."""

    who: str
    organise_by: str


@act_kind("hearing.waived")
class HearingWaived(Payload, frozen=True, kw_only=True):
    """Who may ask says in writing that no hearing is wanted."""

    who: str


@act_kind("hearing.called")
class HearingCalled(Payload, frozen=True, kw_only=True):
    """Time and place are told seven days ahead (art. 48(1)). on: ISO date, at: HH:MM."""

    on: str
    at: str
    place: str
    chair: str


@act_kind("hearing.held")
class HearingHeld(Payload, frozen=True, kw_only=True):
    """The hearing was held and its record signed (art. 48(5)). chair: who presided."""

    chair: str
    present: str
    record: str


@act_kind("site.checked")
class SiteChecked(Payload, frozen=True, kw_only=True):
    """Two or more of the staff went and looked (art. 34(3))."""

    staff: tuple[str, ...]
    result: str
    passed: bool = True


@act_kind("third_party.told")
class ThirdPartyTold(Payload, frozen=True, kw_only=True):
    """Who is directly concerned was told; what they stated (art. 36)."""

    who: str
    statement: str


@act_kind("technicians.sent")
class TechniciansSent(Payload, frozen=True, kw_only=True):
    """Two or more technicians inspect or test (art. 55(2)). late: after the fifth working day."""

    staff: tuple[str, ...]
    late: bool = False


class Inquiry(msgspec.Struct, frozen=True, kw_only=True):
    """Fold of the above. Dates ISO."""

    told: HearingTold | None = None
    told_on: str = ""
    asked: HearingAsked | None = None
    asked_on: str = ""
    waived: HearingWaived | None = None
    waived_on: str = ""
    called: HearingCalled | None = None
    called_on: str = ""
    held: HearingHeld | None = None
    held_on: str = ""
    site: SiteChecked | None = None
    third_party: ThirdPartyTold | None = None
    technicians: TechniciansSent | None = None
    technicians_on: str = ""

    @property
    def open(self) -> bool:
        """A hearing was asked for and has not been held."""
        return self.asked is not None and self.held is None


_FIELDS: dict[type[Payload], tuple[str, str]] = {
    HearingTold: ("told", "told_on"),
    HearingAsked: ("asked", "asked_on"),
    HearingWaived: ("waived", "waived_on"),
    HearingCalled: ("called", "called_on"),
    HearingHeld: ("held", "held_on"),
    SiteChecked: ("site", ""),
    ThirdPartyTold: ("third_party", ""),
    TechniciansSent: ("technicians", "technicians_on"),
}
KINDS = tuple(_FIELDS)


def evolve_inquiry(sub: Inquiry | None, payload: Payload, header: ActHeader) -> Inquiry | None:
    """Fold one act. Never raises; acts of other kinds change nothing."""
    names = _FIELDS.get(type(payload))
    if names is None:
        return sub
    field, on = names
    changes: dict[str, Any] = {field: payload}
    if on:
        changes[on] = header.effective_on
    return msgspec.structs.replace(sub or Inquiry(), **changes)
