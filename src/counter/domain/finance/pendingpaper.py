"""待查凭证: the slip for a payer whose card may have been charged, while nobody knows."""

from __future__ import annotations

import datetime as dt

from counter.domain import papers
from counter.domain.acts import NewAct
from counter.domain.finance.charge import Charge
from counter.domain.finance.payment import Payment, PayState, payment_stream
from counter.domain.finance.rules import money_act
from counter.domain.money import capitals, yuan
from counter.domain.people import Actor
from counter.domain.setting import Setting

PENDING = "pos_pending"
"""Code of the slip in the catalogue."""


def pending_slip(payment: Payment, charge: Charge, clerk: Actor, place: Setting) -> NewAct | None:
    """The slip of a sale that has become unknown; None where the catalogue has no such paper, and
    for a return of money, whose payer holds the slip of the sale. clerk: who took the sale."""
    kind = place.catalogue.papers.get(PENDING)
    if kind is None or payment.purpose != "sale" or payment.state is not PayState.UNKNOWN:
        return None
    content = {
        **papers.hall_block(
            place.catalogue, clerk.name, payment.window, place.today, training=place.training
        ),
        **pending_fields(payment, charge),
        "simulated": payment.simulated,
    }
    issued = papers.issue(
        kind, place.new_id(), "", (), content, place.form_version(kind.form), charge.number
    )
    day = place.today.isoformat()
    return money_act(payment_stream(payment.trace), issued, day, charge)


def pending_fields(payment: Payment, charge: Charge) -> dict[str, object]:
    """What the slip says of the payment: its trace, the amount, when it was sent."""
    slip, sent = payment.slip, dt.datetime.fromisoformat(payment.at)
    return {
        "trace": payment.trace,
        "amount": yuan(payment.fen),
        "amount_words": capitals(payment.fen),
        "payer_name": charge.payer.name if charge.payer else "",
        "sheet_number": charge.number,
        "case_no": charge.raised.case_no if charge.raised else "",
        "asked_words": f"{sent:%Y-%m-%d %H:%M:%S}",
        "pos_terminal": slip.terminal if slip and slip.terminal else payment.device,
        "card": slip.card if slip else "",
    }
