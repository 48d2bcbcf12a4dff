"""Art. 50: renewals, asked thirty natural days before the expiry; silence renews."""

from __future__ import annotations

import msgspec
import pytest
from tests.helpers.small_hall import (
    CATALOGUE,
    CHIEF,
    CLERK,
    PROMISE,
    SPOT,
    Place,
    application,
    material,
)

from counter.domain import notice, procedures, timers, waiting
from counter.domain.accepting import accept_received
from counter.domain.application import problems
from counter.domain.case import (
    CaseDecided,
    CaseState,
    MaterialReceived,
    NoticeItem,
    PaperIssued,
    Status,
    SupervisionRaised,
)
from counter.domain.caseclock import Procedure
from counter.domain.catalogue import CatalogueIndex, FieldSpec, Handling, Matter, MatterLaw
from counter.domain.decision import decide, review
from counter.domain.endings import give_back
from counter.domain.errors import KnownError
from counter.domain.grants import grant_of
from counter.domain.reception import Setting, accept, correct
from counter.domain.renewal import deem_renewed, linked, renewable
from counter.domain.renewing import RenewalDeemed
from counter.domain.supervision import overdue

EXPIRES = "2026-10-30"  # 38 days after the small hall's today
RENEW = msgspec.structs.replace(
    SPOT,
    code="430423-GS-0001-03",
    variant="延续",
    handling=Handling.PROMISE,
    promised_days=20,
    materials=(SPOT.materials[0],),
    fields=(
        FieldSpec(key="licence_no", label="原许可证号"),
        FieldSpec(key="expires", label="原有效期至", kind="date"),
    ),
    law=MatterLaw(renewal=True),
)


class Hall(Place):
    """The small hall with the renewal of its spot licence."""

    def __init__(self, **law: object) -> None:
        super().__init__()
        self.matter: Matter = msgspec.structs.replace(
            RENEW,
            law=MatterLaw(renewal=True, **law),  # type: ignore[arg-type]
        )
        self.index = CatalogueIndex(
            msgspec.structs.replace(CATALOGUE, matters=(*CATALOGUE.matters, self.matter))
        )
        self.number = ""

    @property
    def state(self) -> CaseState:
        return self.case(self.number)

    def setting(self) -> Setting:
        return msgspec.structs.replace(super().setting(), catalogue=self.index)

    def at(self, day: str) -> None:
        self.now = self.now.replace(
            **dict(zip(("year", "month", "day"), map(int, day.split("-")), strict=True))  # type: ignore[arg-type]
        )

    def asks(self, expires: str = EXPIRES, number: str = "衡工商准〔2023〕0001 号") -> None:
        app = application(
            matter=RENEW.code,
            materials=(material("m1"),),
            form={"licence_no": number, "expires": expires},
        )
        self.number, acts = accept(app, CLERK, self.setting())
        self.record(CLERK, acts)

    def deem(self) -> list[str]:
        acts = deem_renewed(self.state, self.setting())
        self.record(CLERK, acts)
        return [act.kind for act in acts]

    def review(self) -> None:
        self.record(CLERK, review(self.state, "grant", "", CLERK, self.now.date()))

    def decide(self, outcome: str = "granted", valid_to: str = "2029-10-30") -> None:
        acts = decide(
            self.state,
            outcome,  # type: ignore[arg-type]
            "不合条件" if outcome == "refused" else "",
            CHIEF,
            self.setting(),
            valid_to=valid_to,
        )
        self.record(CHIEF, acts)

    def notes(self, expires: str) -> list[tuple[str, bool]]:
        app = application(
            matter=RENEW.code,
            materials=(material("m1"),),
            form={"licence_no": "1", "expires": expires},
        )
        found = problems(app, self.index, self.now.date())
        return [(p.code, p.stops) for p in found if p.code.startswith("renewal.")]


@pytest.mark.article("50")
@pytest.mark.parametrize(
    ("expires", "notes"),
    [
        ("2026-10-22", []),  # thirty natural days before: the last day
        ("2026-10-21", [("renewal.late", False)]),
        ("2026-09-22", [("renewal.late", False)]),
        ("2026-09-21", [("renewal.expired", True)]),
    ],
)
def test_thirty_natural_days_before_and_what_is_late_is_noted_and_taken_in(
    expires: str, notes: list[tuple[str, bool]]
) -> None:
    assert Hall().notes(expires) == notes


def test_another_law_may_set_another_term_for_a_matter() -> None:
    assert Hall(renewal_days=60).notes("2026-11-20") == [("renewal.late", False)]
    assert Hall(renewal_days=60).notes("2026-11-21") == []
    hall = Hall(renewal_days=60)
    hall.asks("2026-11-20")
    assert hall.state.renewal is not None and not hall.state.renewal.in_time


@pytest.mark.article("50")
def test_the_receipt_says_what_is_renewed_and_by_when_it_was_to_be_asked() -> None:
    hall = Hall()
    hall.asks()
    renewing = hall.state.renewal
    assert renewing is not None and renewing.in_time
    assert (renewing.asked.number, renewing.asked.expires_on) == (
        "衡工商准〔2023〕0001 号",
        EXPIRES,
    )
    assert (renewing.asked_on, renewing.asked.ask_by) == ("2026-09-22", "2026-09-30")


@pytest.mark.article("50")
def test_no_decision_before_the_expiry_renews_on_the_day_of_expiry() -> None:
    hall = Hall()
    hall.asks()
    hall.at(EXPIRES)
    assert hall.deem() == []  # the day itself is still in time
    hall.at("2026-11-03")
    assert hall.deem() == ["renewal.deemed", "supervision.raised"]
    act = next(a for a in hall.acts if isinstance(a.payload, RenewalDeemed))
    assert act.header.effective_on == EXPIRES  # also when the terminal was off for days
    assert hall.state.renewal is not None and hall.state.renewal.deemed_on == EXPIRES
    raised = [a.payload for a in hall.acts if isinstance(a.payload, SupervisionRaised)]
    assert [(e.code, e.light, e.rule) for e in raised] == [
        ("renewal.deemed", "bad", "行政许可法第五十条第二款")
    ]
    assert hall.deem() == []  # once


@pytest.mark.article("50")
def test_neither_a_late_application_nor_one_decided_in_time_is_renewed_by_silence() -> None:
    late = Hall()
    late.asks("2026-10-20")
    late.at("2026-11-01")
    assert late.deem() == []
    done = Hall()
    done.asks()
    done.review()
    done.decide()
    done.at("2026-11-01")
    assert done.deem() == []


def test_what_was_not_accepted_by_the_expiry_is_not_renewed() -> None:
    hall = Hall()
    form = {"licence_no": "1", "expires": EXPIRES}
    app = application(matter=RENEW.code, materials=(), form=form)
    item = NoticeItem(code="m1", name="申请书", fault="missing", why="没有带来")
    hall.number, acts = notice.receive_and_notify(app, (item,), CLERK, hall.setting())
    hall.record(CLERK, acts)
    hall.at("2026-11-02")
    assert hall.deem() == []
    came = (MaterialReceived(code="m1", name="申请书"),)
    hall.record(CLERK, notice.supplement(hall.state, came, CLERK, hall.setting()))
    assert hall.state.status is Status.ACCEPTED
    assert hall.deem() == []


def test_a_licence_that_ran_out_since_the_receipt_does_not_stop_the_acceptance() -> None:
    hall = Hall()
    form = {"licence_no": "1", "expires": "2026-09-23"}
    app = application(matter=RENEW.code, materials=(material("m1"),), form=form)
    hall.number, acts = notice.receive_only(app, CLERK, hall.setting())
    hall.record(CLERK, acts)
    hall.at("2026-09-24")
    hall.record(CLERK, accept_received(hall.state, CLERK, hall.setting()))
    assert hall.state.status is Status.ACCEPTED


def test_a_licence_that_had_run_out_before_the_receipt_is_no_renewal() -> None:
    hall = Hall()
    app = application(matter=RENEW.code, materials=(material("m1"),), form={"licence_no": "1"})
    hall.number, acts = notice.receive_only(app, CLERK, hall.setting())
    hall.record(CLERK, acts)
    today = hall.now.date()
    fix = correct(hall.state, "form.expires", "2026-09-20", "补写", CLERK, today, hall.matter)
    hall.record(CLERK, fix)
    with pytest.raises(KnownError) as refused:
        accept_received(hall.state, CLERK, hall.setting())
    assert refused.value.code == "renewal.expired"


def test_a_stopped_clock_does_not_stop_the_expiry() -> None:
    hall = Hall()
    hall.asks()
    paused = procedures.pause(hall.state, Procedure.EXPERT_REVIEW, 20, "", CLERK, hall.setting())
    hall.record(CLERK, paused)
    told = [t for t in waiting.todos(hall.state) if t.what == "renewal"]
    assert [(t.by, t.whose) for t in told] == [(EXPIRES, "window")]
    hall.at("2026-10-31")
    assert hall.deem() == ["renewal.deemed", "supervision.raised"]
    assert [t.by for t in waiting.todos(hall.state) if t.what == "renewal"] == [""]


@pytest.mark.article("50")
def test_what_the_law_renewed_can_only_be_confirmed() -> None:
    hall = Hall()
    hall.asks()
    hall.at("2026-10-31")
    hall.deem()
    with pytest.raises(KnownError) as recalled:
        give_back(hall.state, "不要了", True, CLERK, hall.setting())
    assert recalled.value.code == "recall.deemed"
    hall.review()
    with pytest.raises(KnownError) as refused:
        hall.decide("refused")
    assert (refused.value.code, refused.value.rule) == (
        "decide.deemed",
        "行政许可法第五十条第二款",
    )
    hall.decide()
    decided = hall.state.decided
    assert isinstance(decided, CaseDecided) and decided.deemed == EXPIRES
    paper = next(
        a.payload.content
        for a in hall.acts
        if isinstance(a.payload, PaperIssued) and a.payload.code == "decision_grant"
    )
    assert paper["deemed_words"] == "2026 年 10 月 30 日"
    assert paper["renews"] == "衡工商准〔2023〕0001 号"


@pytest.mark.article("40", "50")
def test_what_the_law_renewed_is_listed_from_the_day_of_expiry() -> None:
    hall = Hall()
    hall.asks()
    assert grant_of(hall.state) is None
    hall.at("2026-11-02")
    hall.deem()
    grant = grant_of(hall.state)
    assert grant is not None and grant.deemed
    assert (grant.granted_on, grant.number, grant.valid_to) == (EXPIRES, "", "")
    hall.review()
    hall.decide()
    grant = grant_of(hall.state)
    assert grant is not None and (grant.granted_on, grant.valid_to) == (EXPIRES, "2029-10-30")
    assert grant.number.startswith("衡工商准")


def test_the_expiry_is_a_limit_of_natural_days_and_explains_itself() -> None:
    hall = Hall()
    hall.asks()
    place = hall.setting()
    (timer,) = [
        t
        for t in timers.timers(hall.state, place.calendar, place.catalogue.rules, place.today)
        if t.code == "renewal"
    ]
    assert (timer.kind, timer.days, timer.due, timer.left) == ("natural", 38, EXPIRES, 38)
    how = timers.explain(timer, hall.state, place.calendar)
    assert str(how[-1]) == f"第 38 个自然日 = {EXPIRES}"


def test_the_work_list_counts_to_the_sooner_of_promise_and_expiry() -> None:
    hall = Hall()
    hall.asks("2026-10-23")
    (todo,) = waiting.todos(hall.state)
    assert (todo.what, todo.by) == ("review", "2026-10-23")  # the promise ends on 10-27
    late = Hall()
    late.asks("2026-10-20")
    (todo,) = waiting.todos(late.state)
    assert todo.by == late.state.due_on


def test_supervision_warns_before_the_expiry_once() -> None:
    hall = Hall()
    hall.asks()
    hall.at("2026-10-29")
    found = overdue(hall.state, hall.setting())
    warned = [
        a.payload
        for a in found
        if isinstance(a.payload, SupervisionRaised) and a.payload.code == "renewal.soon"
    ]
    assert [(e.light, e.on) for e in warned] == [("warn", EXPIRES)]
    hall.record(CLERK, found)
    assert "renewal.soon" not in {
        getattr(a.payload, "code", "") for a in overdue(hall.state, hall.setting())
    }


def test_a_corrected_expiry_moves_the_day_until_the_law_has_acted_on_it() -> None:
    hall = Hall()
    hall.asks()
    today = hall.now.date()
    fix = correct(hall.state, "form.expires", "2026-11-15", "看错", CLERK, today, hall.matter)
    hall.record(CLERK, fix)
    assert hall.state.renewal is not None
    assert hall.state.renewal.asked.expires_on == "2026-11-15"
    hall.at("2026-11-16")
    assert hall.deem()
    with pytest.raises(KnownError) as refused:
        correct(hall.state, "form.expires", "2027-11-15", "看错", CLERK, today, hall.matter)
    assert refused.value.code == "correct.renewal"


# --- the licence of this hall ---------------------------------------------------------------------


def granted(hall: Hall, valid_to: str = EXPIRES) -> CaseState:
    """A licence that this hall gave in a case before."""
    number, acts = accept(application(), CLERK, hall.setting())
    hall.record(CLERK, acts)
    hall.record(
        CHIEF, decide(hall.case(number), "granted", "", CHIEF, hall.setting(), valid_to=valid_to)
    )
    return hall.case(number)


def asking(number: str, expires: str) -> object:
    return application(
        matter=RENEW.code,
        materials=(material("m1"),),
        form={"licence_no": number, "expires": expires},
    )


@pytest.mark.article("50")
def test_a_renewal_is_linked_to_the_licence_that_this_hall_gave() -> None:
    hall = Hall()
    earlier = granted(hall)
    (offer,) = renewable((earlier,), hall.matter, hall.index)
    assert (offer.case_no, offer.valid_to) == (earlier.case_no, EXPIRES)
    app = asking(offer.number, EXPIRES)
    found = linked(app, hall.matter, (earlier,), hall.index)  # type: ignore[arg-type]
    hall.number, acts = accept(found, CLERK, hall.setting())
    hall.record(CLERK, acts)
    assert hall.state.renewal is not None
    assert hall.state.renewal.asked.case_no == earlier.case_no
    with pytest.raises(KnownError) as refused:
        correct(hall.state, "form.expires", "2026-12-01", "x", CLERK, hall.now.date(), hall.matter)
    assert refused.value.code == "correct.renewal"


def test_another_day_than_that_of_the_licence_is_refused() -> None:
    hall = Hall()
    earlier = granted(hall)
    (offer,) = renewable((earlier,), hall.matter, hall.index)
    with pytest.raises(KnownError) as refused:
        linked(asking(offer.number, "2027-01-01"), hall.matter, (earlier,), hall.index)  # type: ignore[arg-type]
    assert refused.value.code == "renewal.other_day"
    assert EXPIRES in str(refused.value.what)


def test_a_licence_is_renewed_once_but_again_after_it_came_to_nothing() -> None:
    hall = Hall()
    earlier = granted(hall)
    (offer,) = renewable((earlier,), hall.matter, hall.index)
    app = asking(offer.number, EXPIRES)
    first = linked(app, hall.matter, (earlier,), hall.index)  # type: ignore[arg-type]
    hall.number, acts = accept(first, CLERK, hall.setting())
    hall.record(CLERK, acts)
    with pytest.raises(KnownError) as refused:
        linked(app, hall.matter, (earlier, hall.state), hall.index)  # type: ignore[arg-type]
    assert refused.value.code == "renewal.twice"
    hall.record(CLERK, give_back(hall.state, "先不办", True, CLERK, hall.setting()))
    again = linked(app, hall.matter, (earlier, hall.state), hall.index)  # type: ignore[arg-type]
    assert again.renews == earlier.case_no


def test_a_certificate_from_elsewhere_is_taken_as_it_is_written() -> None:
    hall = Hall()
    earlier = granted(hall)
    app = asking("湘衡食 0042", "2027-03-01")
    assert linked(app, hall.matter, (earlier,), hall.index) == app  # type: ignore[arg-type]


def test_a_licence_of_another_name_or_without_an_end_is_not_offered() -> None:
    hall = Hall()
    endless = granted(hall, valid_to="")
    assert renewable((endless,), hall.matter, hall.index) == ()
    assert renewable((granted(hall),), PROMISE, hall.index) == ()
