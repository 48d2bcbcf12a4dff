"""Art. 50: a case that renews an earlier licence: which one, until when, asked in time or not.

The days before the expiry are the applicant's and are natural days, so that no calendar is needed
to tell the last day for asking.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from counter.domain.acts import ActHeader, Payload, act_kind, nfc
from counter.domain.caseacts import CaseCorrected, CaseReceived, Renewal
from counter.domain.catalogue import Matter
from counter.domain.errors import KnownError, text

NUMBER, EXPIRES = "licence_no", "expires"
"""Keys of the form's fields for number and expiry of the licence that is to be renewed; every
matter that is a renewal has them (the catalogue's check sees to it)."""
ASK_DAYS = 30
"""Natural days before the expiry, where no other law sets another term for the matter."""


@act_kind("renewal.deemed")
class RenewalDeemed(Payload, frozen=True, kw_only=True):
    """视为准予延续 (art. 50(2)): asked in time, and the expiry passed without a decision.

    The header's effective_on is the day of expiry. number: of the licence that is renewed by it.
    """

    number: str
    expires_on: str
    case_no: str = ""


class Renewing(msgspec.Struct, frozen=True, kw_only=True):
    """What a case renews. asked_on: day of the application; deemed_on: ISO, from when the law
    takes it as renewed, empty while it does not."""

    asked: Renewal
    asked_on: str
    deemed_on: str = ""

    @property
    def in_time(self) -> bool:
        """Asked on the last day for it or before; False where the expiry is not known."""
        return bool(self.asked.ask_by) and self.asked_on <= self.asked.ask_by


def ask_days(matter: Matter) -> int:
    """Natural days before the expiry by which a renewal is to be asked for."""
    return matter.law.renewal_days or ASK_DAYS


def expiry_of(form: Mapping[str, str]) -> dt.date | None:
    """The expiry that a form names; None where it names none."""
    try:
        return dt.date.fromisoformat(form.get(EXPIRES, "").strip())
    except ValueError:
        return None


def renewal_asked(matter: Matter, form: Mapping[str, str], case_no: str) -> Renewal | None:
    """What an application asks to renew, as it enters the receipt; None on any other matter.

    case_no: the case of this hall that gave the licence; empty where a certificate was seen.
    """
    if not matter.law.renewal:
        return None
    expires = expiry_of(form)
    return Renewal(
        number=nfc(form.get(NUMBER, "").strip()),
        expires_on=expires.isoformat() if expires else "",
        days=ask_days(matter),
        case_no=case_no,
    )


def may_correct(sub: Renewing | None, path: str) -> None:
    """Number and expiry stay where the hall knows them itself, or the law has acted on them.

    Raises `correct.renewal`.
    """
    if sub is None or path not in (f"form.{NUMBER}", f"form.{EXPIRES}"):
        return
    if sub.deemed_on:
        raise KnownError(
            "correct.renewal",
            text("{day} 起已视为准予延续，原证的编号和日期不能再改。", day=sub.deemed_on),
            "写错了的，请报监察核定。",
            rule="行政许可法第五十条第二款",
        )
    if sub.asked.case_no:
        raise KnownError(
            "correct.renewal",
            "原证是本厅准予的，编号和日期照那一件。",
            "请核对原来那一件的决定书。",
        )


def evolve_renewing(sub: Renewing | None, payload: Payload, header: ActHeader) -> Renewing | None:
    """Fold one act. Never raises; acts of other kinds change nothing."""
    change = msgspec.structs.replace
    if isinstance(payload, CaseReceived) and payload.renews is not None:
        return Renewing(asked=payload.renews, asked_on=header.effective_on)
    if sub is None:
        return None
    if isinstance(payload, RenewalDeemed):
        return change(sub, deemed_on=header.effective_on)
    if isinstance(payload, CaseCorrected) and payload.path == f"form.{EXPIRES}":
        expires = expiry_of({EXPIRES: payload.after})
        return change(sub, asked=change(sub.asked, expires_on=str(expires) if expires else ""))
    if isinstance(payload, CaseCorrected) and payload.path == f"form.{NUMBER}":
        return change(sub, asked=change(sub.asked, number=payload.after))
    return sub
