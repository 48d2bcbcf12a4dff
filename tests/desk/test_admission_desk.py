"""Reception asks the store what the hall knows already: bars, materials in hand, prior results."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from tests.helpers.desk import HALL_CATALOGUE, PIN, Desk
from tests.helpers.small_hall import DOCUMENT, NOW, PROMISE, SPOT

from counter.desk.catalogues import import_catalogue
from counter.desk.law import LawDesk
from counter.desk.reception import MaterialTick, PriorEntry
from counter.desk.session import SYSTEM
from counter.domain.case import CaseReceived, MaterialReceived, NoticeItem, Status
from counter.domain.catalogue import MatterLaw
from counter.domain.errors import KnownError
from counter.domain.people import Actor
from counter.packs.catalogue import catalogue_digest

TODAY = NOW.date()
PAPER = "衡工商罚〔2026〕7 号"


@pytest.fixture
def safe(desk: Desk) -> Desk:
    """The hall with a matter of public safety and one that rests on it."""
    matters = (
        msgspec.structs.replace(SPOT, law=MatterLaw(safety=True)),
        msgspec.structs.replace(PROMISE, law=MatterLaw(needs=(SPOT.code,))),
    )
    changed = msgspec.structs.replace(HALL_CATALOGUE, version=4, matters=matters)
    body, digest = catalogue_digest(changed)
    import_catalogue(desk.hall, changed, body, digest, SYSTEM)
    return desk


def clerk(desk: Desk) -> Actor:
    return desk.session.sign_in("0317", PIN).actor


def chief(desk: Desk) -> Actor:
    return desk.session.sign_in("0309", PIN).actor


def barred(desk: Desk) -> str:
    """A case of the applicant on which the chief has filed a bar of a year, from today."""
    case_no = desk.reception.accept(clerk(desk), desk.form()).case_no
    LawDesk(desk.hall).file_bar(chief(desk), case_no, 78, TODAY, PAPER)
    return case_no


@pytest.mark.article("78")
@pytest.mark.parametrize("how", ["accept", "tell", "receive"])
def test_who_is_barred_comes_in_by_no_key(safe: Desk, how: str) -> None:
    barred(safe)
    law, form, actor = LawDesk(safe.hall), safe.form(), clerk(safe)
    form.materials.pop("m2")
    with pytest.raises(KnownError) as refusal:
        if how == "accept":
            safe.reception.accept(actor, safe.form())
        elif how == "tell":
            law.tell_new(actor, form, law.gaps(form, safe.hall.catalogue()))
        else:
            law.receive_only(actor, form)
    assert refusal.value.code == "bar.stands"
    assert refusal.value.rule == "行政许可法第七十八条"


@pytest.mark.article("78")
@pytest.mark.parametrize(("start", "stopped"), [(TODAY, False), (TODAY - dt.timedelta(1), True)])
def test_a_supplement_is_stopped_by_the_bar_that_stood_when_the_application_came(
    safe: Desk, start: dt.date, stopped: bool
) -> None:
    law, form = LawDesk(safe.hall), safe.form()
    safe.clock.moment = NOW - dt.timedelta(days=1)
    form.materials.pop("m2")
    told = law.tell_new(clerk(safe), form, law.gaps(form, safe.hall.catalogue()))
    safe.clock.moment = NOW
    law.file_bar(chief(safe), told.case_no, 78, start, PAPER)
    came = (MaterialReceived(code="m2", name="名称预先核准通知书"),)
    if stopped:
        with pytest.raises(KnownError, match="不得再次申请"):
            law.supplement(clerk(safe), told.case_no, came)
    else:
        law.supplement(clerk(safe), told.case_no, came)
        state = safe.store.case(told.case_no)
        assert state is not None and state.status is Status.REVIEWED


@pytest.mark.article("79")
def test_only_the_units_chief_files_and_lifts_and_the_case_shows_both(safe: Desk) -> None:
    law = LawDesk(safe.hall)
    case_no = safe.reception.accept(clerk(safe), safe.form()).case_no
    with pytest.raises(KnownError, match="首席代表"):
        law.file_bar(clerk(safe), case_no, 79, TODAY, PAPER)
    law.file_bar(chief(safe), case_no, 79, TODAY, PAPER)
    (bar,) = law.bars_of(case_no)
    assert (bar.article, bar.until) == (79, "2029-09-22")
    law.lift_bar(chief(safe), case_no, PAPER, "复议决定撤销")
    assert law.bars_of(case_no) == ()
    kinds = [act.header.kind for act in safe.store.timeline(case_no)]
    assert kinds[-2:] == ["bar.filed", "bar.lifted"]
    safe.reception.accept(clerk(safe), safe.form())


def test_materials_of_the_same_day_are_offered_and_the_look_leaves_its_trace(safe: Desk) -> None:
    first = safe.reception.accept(clerk(safe), safe.form()).case_no
    matter = safe.hall.catalogue().matters[SPOT.code]
    offers = safe.reception.lookup.offers(clerk(safe), DOCUMENT.number, matter)
    assert offers.reuse["m2"].case_no == first and offers.reuse["m2"].evidence == "B"
    safe.reception.lookup.offers(clerk(safe), DOCUMENT.number, matter)
    looks = [row for row in safe.store.access_log() if row.detail == DOCUMENT.number]
    assert [(row.staff, row.found) for row in looks] == [("0317", 1)]


def test_a_material_taken_over_names_its_case_and_a_false_claim_is_refused(safe: Desk) -> None:
    first = safe.reception.accept(clerk(safe), safe.form()).case_no
    form = safe.form()
    form.materials["m2"] = MaterialTick(received=True, reused_from=first)
    second = safe.reception.accept(clerk(safe), form).case_no
    receipt = safe.store.timeline(second)[0].payload
    assert isinstance(receipt, CaseReceived)
    assert [m.reused_from for m in receipt.materials if m.code == "m2"] == [first]
    form = safe.form()
    form.materials["m2"] = MaterialTick(received=True, reused_from=second)
    with pytest.raises(KnownError) as refusal:
        safe.reception.accept(clerk(safe), form)
    assert refusal.value.code == "reuse.gone"


def test_the_granted_case_is_found_and_opens_the_next_matter(safe: Desk) -> None:
    first = safe.reception.accept(clerk(safe), safe.form()).case_no
    matter = safe.hall.catalogue().matters[PROMISE.code]
    form = safe.form(matter=PROMISE.code, fields={})
    form.materials = {"m1": MaterialTick(received=True)}
    with pytest.raises(KnownError) as refusal:
        safe.reception.accept(clerk(safe), form)
    assert refusal.value.code == "prior.missing"
    safe.decision.decide(chief(safe), first, "granted", "")
    found = safe.reception.lookup.offers(clerk(safe), DOCUMENT.number, matter).prior[SPOT.code]
    form.prior = {SPOT.code: PriorEntry(number=found.number, evidence="A", case_no=found.case_no)}
    case_no = safe.reception.accept(clerk(safe), form).case_no
    receipt = safe.store.timeline(case_no)[0].payload
    assert isinstance(receipt, CaseReceived) and receipt.prior == (found,)


@pytest.mark.article("31")
def test_the_attempt_to_ask_for_an_unlisted_material_is_refused_and_kept(desk: Desk) -> None:
    law, form = LawDesk(desk.hall), desk.form()
    form.materials.pop("m2")
    case_no = law.receive_only(clerk(desk), form).case_no
    item = NoticeItem(code="x9", name="计生证明", fault="missing", why="要一份")
    with pytest.raises(KnownError) as refusal:
        law.tell(clerk(desk), case_no, (item,))
    assert (refusal.value.code, refusal.value.rule) == ("material.unasked", "行政许可法第三十一条")
    state = desk.store.case(case_no)
    assert state is not None and state.status is Status.RECEIVED
    assert [event.code for event in state.supervision] == ["material.unasked"]
