"""F5 and what is around it, over a real store."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from tests.helpers.desk import HALL_CATALOGUE, PIN, Desk
from tests.helpers.small_hall import DOCUMENT, INDEX, SPOT

from counter.desk.catalogues import import_catalogue
from counter.desk.changes import Changes
from counter.desk.session import SYSTEM
from counter.domain.bars import file_bar
from counter.domain.case import Status, case_stream
from counter.domain.catalogue import MatterLaw
from counter.domain.errors import KnownError
from counter.packs.catalogue import catalogue_digest


def test_f5_commits_numbers_queues_papers_and_tells_the_pages(desk: Desk) -> None:
    actor = desk.session.sign_in("0317", PIN).actor
    told: list[Changes] = []
    desk.hall.feed.subscribe(told.append)
    accepted = desk.reception.accept(actor, desk.form())
    state = desk.store.case(accepted.case_no)
    assert state is not None and state.status is Status.REVIEWED
    assert [j.state for j in desk.store.jobs(stream=case_stream(accepted.case_no))] == [
        "queued",
        "queued",
    ]
    assert accepted.case_no in told[-1].cases and "queue" in told[-1].topics


def test_a_refused_f5_leaves_nothing_behind(desk: Desk) -> None:
    actor = desk.session.sign_in("0317", PIN).actor
    before = desk.store.info()
    form = desk.form(phone="")
    with pytest.raises(KnownError):
        desk.reception.accept(actor, form)
    assert desk.store.info() == before and desk.store.jobs() == ()


def test_numbers_never_repeat_even_when_the_clock_goes_back(desk: Desk) -> None:
    import datetime as dt

    actor = desk.session.sign_in("0317", PIN).actor
    first = desk.reception.accept(actor, desk.form()).case_no
    desk.clock.advance(dt.timedelta(days=1))
    desk.reception.accept(actor, desk.form())
    desk.clock.moment -= dt.timedelta(days=1)
    third = desk.reception.accept(actor, desk.form()).case_no
    assert (first[14:18], third[14:18]) == ("0001", "0002")


def test_drafts_come_back_after_a_restart_and_stay_with_their_clerk(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    clerk = desk.session.sign_in("0317", PIN).actor
    form = desk.form(phone="")
    desk.reception.save_draft(clerk, form, "食品流通许可（新办）")
    desk.close()
    again = Desk(tmp_path)
    try:
        other = again.session.sign_in("0322", PIN).actor
        assert again.reception.drafts(other) == ()
        ((draft, kept),) = again.reception.drafts(clerk)
        assert draft.title == "食品流通许可（新办）" and kept == form
        kept.phone = "13900000826"
        again.reception.accept(clerk, kept)
        assert again.reception.drafts(clerk) == ()
    finally:
        again.close()


def test_an_empty_form_is_no_draft(desk: Desk) -> None:
    actor = desk.session.sign_in("0317", PIN).actor
    assert desk.reception.save_draft(actor, desk.reception.new_form(), "") == ""
    assert desk.store.drafts("0317") == ()


def test_a_preview_shows_the_clock_and_the_papers_without_the_store(desk: Desk) -> None:
    preview = desk.reception.preview(desk.form(), INDEX)
    assert preview.ready and preview.limits is not None
    assert preview.limits.legal_on == "2026-10-27"
    assert preview.days[-1].date.isoformat() == "2026-10-27"
    assert preview.papers == (("受理通知书", "page", 2), ("收件回执", "slip", 1))


def test_a_case_keeps_the_catalogue_version_it_was_accepted_under(desk: Desk) -> None:
    import msgspec

    from counter.desk.catalogues import import_catalogue
    from counter.packs.catalogue import catalogue_digest

    actor = desk.session.sign_in("0317", PIN).actor
    manager = desk.session.sign_in("0001", PIN).actor
    number = desk.reception.accept(actor, desk.form()).case_no
    renamed = msgspec.structs.replace(SPOT, name="食品经营许可")
    newer = msgspec.structs.replace(HALL_CATALOGUE, version=4, matters=(renamed,))
    body, digest = catalogue_digest(newer)
    assert import_catalogue(desk.hall, newer, body, digest, manager)
    assert desk.cases.view(number).matter.name == "食品流通许可"
    assert desk.reception.catalogue().catalogue.version == 4
    older = msgspec.structs.replace(newer, version=2)
    with pytest.raises(KnownError, match="已是第 4 版"):
        import_catalogue(desk.hall, older, *catalogue_digest(older), manager)


@pytest.mark.article("78")
def test_a_barred_applicant_is_refused_at_f5_and_nothing_is_recorded(desk: Desk) -> None:
    safe = msgspec.structs.replace(SPOT, law=MatterLaw(safety=True))
    with_law = msgspec.structs.replace(HALL_CATALOGUE, version=4, matters=(safe,))
    body, digest = catalogue_digest(with_law)
    import_catalogue(desk.hall, with_law, body, digest, SYSTEM)
    chief = desk.session.sign_in("0309", PIN).actor
    today = desk.hall.today()
    filed = file_bar((), DOCUMENT.number, 78, safe, today, "衡工商罚〔2026〕7 号", chief, today)
    with desk.store.write() as tx:
        tx.append(filed, desk.hall.stamp(chief))
    clerk = desk.session.sign_in("0317", PIN).actor
    before = desk.store.info().acts
    with pytest.raises(KnownError) as refusal:
        desk.reception.accept(clerk, desk.form())
    assert refusal.value.code == "bar.stands" and desk.store.info().acts == before
