"""Art. 44: the decision is served in one of five ways, each with what it must name, in ten days."""

from __future__ import annotations

import msgspec
import pytest
from tests.domain.test_inquiry import Hall
from tests.helpers.small_hall import CHIEF, CLERK, DOCUMENT

from counter.domain import decision, delivery, timers
from counter.domain.case import CaseDelivered, PaperPrinted, Status
from counter.domain.delivery import Method, Service
from counter.domain.errors import KnownError


def sealed() -> Hall:
    """Decided on 2026-09-22; printed and sealed: ready to be served, until 2026-10-13."""
    hall = Hall()
    hall.review()
    hall.decide()
    for paper in hall.state.papers:
        printed = PaperPrinted(paper_id=paper, job=1, outcome="printed", nth=1, copies=1)
        hall.do([delivery._act(hall.state, printed, hall.setting())])
    while hall.state.missing_seals:
        paper, kind = hall.state.missing_seals[0]
        day = hall.now.date()
        hall.record(CHIEF, decision.use_seal(hall.state, paper, kind, CHIEF, hall.index, day))
    return hall


def serve(hall: Hall, service: Service) -> CaseDelivered:
    hall.do(delivery.deliver(hall.state, service, CLERK, hall.setting()))
    assert hall.state.delivered is not None
    return hall.state.delivered


WHOLE: dict[Method, Service] = {
    "direct": Service(method="direct", document=DOCUMENT),
    "left": Service(method="left", witness="村支书", note="不愿签收"),
    "entrusted": Service(method="entrusted", entrusted="店门镇政府"),
    "mail": Service(method="mail", mail_number="XA12345678943"),
    "public": Service(method="public", published="县政府网站", published_on="2026-09-22"),
}


@pytest.mark.article("44")
@pytest.mark.parametrize("method", list(WHOLE))
def test_each_way_of_serving_ends_the_case_once_it_names_what_it_must(method: Method) -> None:
    hall = sealed()
    bare = Service(method=method, published="x" if method == "public" else "")
    with pytest.raises(KnownError) as refusal:
        delivery.deliver(hall.state, bare, CLERK, hall.setting())
    assert refusal.value.code.startswith("deliver.") and str(refusal.value.next_step)
    done = serve(hall, WHOLE[method])
    assert (done.method, done.late) == (method, False)
    assert hall.state.status is Status.CLOSED


def test_what_is_not_yet_published_is_not_served() -> None:
    service = msgspec.structs.replace(WHOLE["public"], published_on="2026-09-23")
    with pytest.raises(KnownError) as refusal:
        serve(sealed(), service)
    assert refusal.value.code == "deliver.public_day"


@pytest.mark.article("44")
@pytest.mark.parametrize(
    ("day", "late", "light"), [("2026-10-13", False, "ok"), ("2026-10-14", True, "bad")]
)
def test_after_ten_working_days_the_delivery_is_late_and_stays_so(
    day: str, late: bool, light: str
) -> None:
    hall = sealed()
    hall.at(day)
    assert serve(hall, WHOLE["mail"]).late is late
    (timer,) = (t for t in timed(hall) if t.code == "delivery")
    assert (timer.due, timer.done_on, timer.light) == ("2026-10-13", day, light)


def timed(hall: Hall) -> tuple[timers.Timer, ...]:
    place = hall.setting()
    return timers.timers(hall.state, place.calendar, place.catalogue.rules, place.today)


def test_an_old_act_of_a_delivery_at_the_window_is_still_read() -> None:
    old = CaseDelivered(method="window", recipient="周明远")
    assert delivery.METHOD_WORDS[old.method] == "直接送达"
