"""What the store knows of an applicant, for reception: bars, materials in hand, prior results."""

from __future__ import annotations

import datetime as dt

import msgspec

from counter.desk.hall import Hall
from counter.domain.acts import NewAct
from counter.domain.admission import Known, admit
from counter.domain.application import Application
from counter.domain.bars import bar_stream
from counter.domain.case import CaseState, PriorResult
from counter.domain.catalogue import Matter
from counter.domain.people import Actor
from counter.domain.prior import granted
from counter.domain.reception import Setting
from counter.domain.records import AccessSearched, access_stream
from counter.domain.renewal import Earlier, renewable
from counter.domain.reuse import Held, reusable
from counter.ports.store import Tx

MOST = 50
"""Newest cases of an applicant that are looked through."""


class Offers(msgspec.Struct, frozen=True, kw_only=True):
    """What the hall has for a matter: materials by code, prior results by matter, its licence."""

    reuse: dict[str, Held] = {}
    prior: dict[str, PriorResult] = {}
    renew: Earlier | None = None  # 延续: the licence of this hall that ends last


def cases_of(hall: Hall, number: str) -> tuple[CaseState, ...]:
    """The applicant's newest cases as they stand."""
    rows = hall.store.cases_of(number, MOST) if number else ()
    states = (hall.store.case(row.case_no) for row in rows)
    return tuple(state for state in states if state is not None)


def check(
    hall: Hall, tx: Tx, application: Application, matter: Matter, place: Setting
) -> Application:
    """The application with what the hall knows itself: see `domain.admission`.

    Raises `bar.stands`, `reuse.*`, `prior.gone`, `renewal.*`.
    """
    number = application.applicant.number
    reuses = any(m.reused_from for m in application.materials)
    asks = reuses or application.prior or matter.law.renewal
    known = Known(bars=tx.acts_of(bar_stream(number)), cases=cases_of(hall, number) if asks else ())
    return admit(application, matter, known, place.catalogue, place.today)


class Lookup:
    """What is offered at reception; whose data was looked at for it is recorded (查询留痕)."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._looked: set[tuple[str, str, dt.date]] = set()

    def offers(self, actor: Actor, number: str, matter: Matter) -> Offers:
        """Materials in hand and prior results of the applicant, for a matter."""
        hall, today = self._hall, self._hall.today()
        cases = cases_of(hall, number)
        if cases:
            self._trace(actor, number, len(cases))
        catalogue = hall.catalogue()
        return Offers(
            reuse=reusable(cases, matter, today, catalogue.rules.reuse_days),
            prior=granted(cases, matter, catalogue, today),
            renew=next(iter(renewable(cases, matter, catalogue)), None)
            if matter.law.renewal
            else None,
        )

    def _trace(self, actor: Actor, number: str, found: int) -> None:
        """Once a person, applicant and day."""
        hall, key = self._hall, (actor.number, number, self._hall.today())
        if key in self._looked:
            return
        self._looked.add(key)
        day = hall.today().isoformat()
        payload = AccessSearched(query=number, found=found)
        stream = access_stream(actor.number, day)
        with hall.store.write() as tx:
            tx.append([NewAct(stream=stream, payload=payload, effective_on=day)], hall.stamp(actor))
