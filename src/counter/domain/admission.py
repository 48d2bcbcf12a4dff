"""What the hall knows already decides whether an application comes in: bars, reuse, prior results.

The deciders of reception see the application alone; this is checked beside them, in the same
transaction, at F5, at F4 and at 收件.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from counter.domain.acts import Act
from counter.domain.application import Application
from counter.domain.bars import check_bars
from counter.domain.case import CaseState
from counter.domain.catalogue import CatalogueIndex, Matter
from counter.domain.prior import check_prior
from counter.domain.renewal import linked
from counter.domain.reuse import check_reuse


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the applicant: the acts of their bars, and their cases."""

    bars: tuple[Act, ...] = ()
    cases: tuple[CaseState, ...] = ()


def admit(
    application: Application,
    matter: Matter,
    known: Known,
    catalogue: CatalogueIndex,
    today: dt.date,
) -> Application:
    """The application, with the case that gave the licence it is to renew.

    Raises `bar.stands` (arts 78, 79), `reuse.*`, `prior.gone` or `renewal.*`.
    """
    check_bars(known.bars, matter, today)
    days = catalogue.rules.reuse_days
    check_reuse(application.materials, known.cases, matter, today, days)
    check_prior(application.prior, known.cases, matter, catalogue, today)
    return linked(application, matter, known.cases, catalogue)
