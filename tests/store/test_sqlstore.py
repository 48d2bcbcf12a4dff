"""What a transaction promises: all or nothing, numbers once, projections in step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec
import pytest
from tests.store.hall import DAY, KEY, LI, MORNING, WANG, ZENG, accept, add, received, stamp

from counter.domain.acts import Act, NewAct, NumberUse, Unknown, encode
from counter.domain.case import (
    CaseClosed,
    CaseCorrected,
    CaseDecided,
    CaseReviewed,
    SealUsed,
    Status,
)
from counter.domain.catalogue import StaffMember
from counter.domain.errors import KnownError
from counter.domain.numbers import (
    BlockLent,
    NumberVoided,
    case_series,
    is_valid_number,
    paper_series,
    series_stream,
)
from counter.domain.people import AbsenceRecorded, StaffRegistered, staff_stream
from counter.domain.records import AccessOpened, AccessSearched, access_stream
from counter.ports.store import Credential, Draft, NewPrintJob
from counter.store import SqlStore

PAPERS = paper_series("gs", "受", 2026)


def test_a_new_store_says_what_it_is(store: SqlStore) -> None:
    info = store.info()
    assert (info.training, info.centre, info.terminal, info.epoch) == (True, "430423", "01", 1)
    assert info.acts == 1
    assert info.last_recorded_at == "2026-10-15T08:30:00.000+08:00"


def test_an_accepted_case_is_there_after_reopening(make_store: Callable[..., SqlStore]) -> None:
    first = make_store()
    case_no = accept(first)
    before = (first.case(case_no), first.info(), first.timeline(case_no))
    first.close()
    with SqlStore.open(first.path, KEY) as again:
        assert (again.case(case_no), again.info(), again.timeline(case_no)) == before
        state = again.case(case_no)
        assert state is not None and state.status is Status.ACCEPTED
        assert is_valid_number(case_no)


def test_acts_of_a_command_are_numbered_and_chained(store: SqlStore) -> None:
    case_no = accept(store)
    heads = [act.header for act in store.timeline(case_no)]
    assert [h.kind for h in heads] == ["case.received", "case.accepted", "paper.issued"]
    assert [(h.n, h.m) for h in heads] == [(2, 4), (3, 4), (4, 4)]  # the first lent the block
    assert len({h.command_id for h in heads}) == 1
    assert [h.base for h in heads] == [0, heads[0].seq, heads[1].seq]
    assert heads[1].prev_hash == heads[0].hash()
    assert store.info().head == heads[-1].hash()


def test_a_touched_stream_is_named_in_the_header(store: SqlStore) -> None:
    case_no = accept(store)
    series = series_stream(case_series("430423", DAY, "01"))
    assert store.timeline(case_no)[0].header.touches == (series,)


def test_an_exception_leaves_no_trace(store: SqlStore) -> None:
    before = store.info()
    with pytest.raises(RuntimeError, match="stop"), store.write() as tx:
        n = tx.take_number(PAPERS)
        payload = NumberVoided(series=PAPERS, n=n, reason="卡纸", numbers=(NumberUse(PAPERS, n),))
        act = NewAct(stream=series_stream(PAPERS), payload=payload, effective_on=str(DAY))
        tx.append((act,), stamp())
        job = NewPrintJob(stream="case:x", paper_id="y", title="t", channel="page", copies=1, nth=1)
        tx.enqueue(job, MORNING)
        tx.put_blob(b"data")
        raise RuntimeError("stop")
    assert store.info() == before
    assert store.series(PAPERS).last == 0
    assert store.jobs() == ()


def test_a_transaction_sees_its_own_writes(store: SqlStore) -> None:
    with store.write() as tx:
        info = tx.info()
        act = NewAct(
            stream="case:4304232610150100014",
            payload=received("4304232610150100014"),
            effective_on=str(DAY),
        )
        tx.append((act,), stamp())
        state = tx.case("4304232610150100014")
        assert state is not None and state.status is Status.RECEIVED
        assert tx.info().acts == info.acts + 1
        assert tx.info().head != info.head
        assert tx.case("nothing") is None


def test_two_transactions_at_once_are_our_own_fault(store: SqlStore) -> None:
    with store.write(), pytest.raises(RuntimeError, match="open already"), store.write():
        pass


# --- numbers -------------------------------------------------------------------------------------


def test_numbers_go_up_and_are_never_handed_out_twice(store: SqlStore) -> None:
    first, second = accept(store), accept(store, ZENG)
    assert int(second[-5:-1]) == int(first[-5:-1]) + 1
    series = store.series(PAPERS)
    assert (series.last, series.used, series.blocks, series.left) == (2, 2, ((1, 500),), 498)


def test_two_numbers_in_one_transaction_differ(store: SqlStore) -> None:
    with store.write() as tx:
        taken = [tx.take_number(PAPERS) for _ in range(3)]
        acts = [
            NewAct(
                stream=series_stream(PAPERS),
                payload=NumberVoided(
                    series=PAPERS, n=n, reason="x", numbers=(NumberUse(PAPERS, n),)
                ),
                effective_on=str(DAY),
            )
            for n in taken
        ]
        assert len(tx.append(acts, stamp())) == 3
    assert taken == [1, 2, 3]


def test_a_number_that_no_act_carries_is_not_committed(store: SqlStore) -> None:
    with pytest.raises(RuntimeError, match="not written in an act"), store.write() as tx:
        tx.take_number(PAPERS)
    assert store.series(PAPERS).last == 0


def test_the_case_series_of_a_day_goes_on_when_the_clock_goes_back(store: SqlStore) -> None:
    accept(store, now=MORNING)
    accept(store, now=MORNING + dt.timedelta(days=1))
    again = accept(store, now=MORNING)
    assert again[6:12] == "261015" and again[-5:-1] == "0002"


def test_a_used_up_block_is_followed_by_the_next(store: SqlStore) -> None:
    store.put_setting("numbers.block_size", "2")
    for _ in range(3):
        accept(store)
    assert store.series(PAPERS).blocks == ((1, 2), (3, 4))
    assert store.series(PAPERS).last == 3


def test_without_leave_to_lend_an_empty_series_is_exhausted(store: SqlStore) -> None:
    store.put_setting("numbers.lend_self", "no")
    with pytest.raises(KnownError) as caught:
        accept(store)
    assert caught.value.code == "numbers.exhausted"
    assert store.info().acts == 1


def test_a_block_lent_by_the_centre_is_used(store: SqlStore) -> None:
    store.put_setting("numbers.lend_self", "no")
    with store.write() as tx:
        block = BlockLent(series=PAPERS, first=701, last=702, lender="centre")
        act = NewAct(stream=series_stream(PAPERS), payload=block, effective_on=str(DAY))
        tx.append((act,), stamp())
    accept(store)
    assert store.series(PAPERS).last == 701


def test_the_ten_thousandth_case_of_a_day_is_refused(store: SqlStore) -> None:
    series = case_series("430423", DAY, "01")
    with store.write() as tx:
        spoiled = NumberVoided(
            series=series, n=9999, reason="x", numbers=(NumberUse(series, 9999),)
        )
        act = NewAct(stream=series_stream(series), payload=spoiled, effective_on=str(DAY))
        tx.append((act,), stamp())
    with pytest.raises(KnownError) as caught, store.write() as tx:
        tx.take_number(series)
    assert caught.value.code == "numbers.exhausted"


# --- canonical text ------------------------------------------------------------------------------


def test_text_enters_the_journal_in_nfc(store: SqlStore) -> None:
    name = "e\u0301\n\u0301李"  # the second accent must not melt with the escape before it
    case_no = accept(store, (name, LI[1], LI[2]))
    state = store.case(case_no)
    assert state is not None and state.applicant is not None
    assert state.applicant.name == "é\n\u0301李"


def test_what_append_returns_is_what_is_read_later(store: SqlStore) -> None:
    case_no = accept(store)
    returned = add(
        store,
        case_no,
        CaseCorrected(path="applicant.name", before="王小明", after="王晓明", reason="笔误"),
    )
    assert store.timeline(case_no)[-1:] == returned


def test_an_unknown_kind_is_kept_and_marks_the_case(store: SqlStore) -> None:
    case_no = accept(store)
    add(store, case_no, CaseReviewed(opinion="grant"))
    with store.maintaining() as (connection, _key):
        connection.execute("DROP TRIGGER journal_no_update")
        connection.execute("UPDATE journal SET kind = 'case.future' WHERE kind = 'case.reviewed'")
    state = store.case(case_no)
    assert state is not None and state.needs_upgrade
    unknown = store.timeline(case_no)[-1].payload
    assert isinstance(unknown, Unknown) and b"grant" in unknown.body


# --- projections in step -------------------------------------------------------------------------


def test_a_correction_moves_the_search_to_the_new_name(store: SqlStore) -> None:
    case_no = accept(store)
    add(
        store,
        case_no,
        CaseCorrected(path="applicant.name", before="王小明", after="黄晓明", reason="笔误"),
    )
    assert store.find("王小明").rows == ()
    assert [r.case_no for r in store.find("hxm").rows] == [case_no]
    assert store.find("黄晓明").rows[0].applicant == "黄晓明"


def test_a_closed_case_leaves_the_open_list(store: SqlStore) -> None:
    first, second = accept(store), accept(store, ZENG)
    for step in (CaseReviewed(opinion="grant"), CaseDecided(outcome="granted"), CaseClosed()):
        add(store, first, step)
    assert [r.case_no for r in store.open_cases().rows] == [second]
    assert store.open_count() == 1
    row = store.find(first).rows[0]
    assert (row.status, row.closed_on) == ("closed", DAY.isoformat())


def test_open_cases_come_by_due_date_and_by_key(store: SqlStore) -> None:
    late = accept(store, due="2026-11-02")
    soon = accept(store, ZENG, due="2026-10-16")
    middle = accept(store, LI, due="2026-10-20", unit="gh")
    page = store.open_cases(limit=2)
    assert [r.case_no for r in page.rows] == [soon, middle]
    rest = store.open_cases(limit=2, after=page.next_key)
    assert [r.case_no for r in rest.rows] == [late]
    assert rest.next_key is None
    assert [r.case_no for r in store.open_cases("gh").rows] == [middle]
    assert (store.open_count("gs"), store.open_count("gh")) == (2, 1)


def test_a_used_seal_stands_in_the_register(store: SqlStore) -> None:
    case_no = accept(store)
    seal = SealUsed(paper_id=f"{case_no}-1", seal="s1", kind="acceptance", name="行政审批专用章")
    add(store, case_no, seal, touches=("seal:s1",))
    (line,) = store.seal_register()
    assert (line.case_no, line.seal, line.name, line.staff) == (
        case_no,
        "s1",
        "行政审批专用章",
        "1001",
    )


def test_the_register_of_seals_is_read_by_seal_and_page_by_page(store: SqlStore) -> None:
    case_no = accept(store)
    for code in ("s1", "s2", "s1", "s3", "s1"):
        seal = SealUsed(paper_id=f"{case_no}-1", seal=code, kind="centre", name=code)
        add(store, case_no, seal, touches=(f"seal:{code}",))
    assert [row.seal for row in store.seal_register()] == ["s1", "s3", "s1", "s2", "s1"]
    page = store.seal_register(2, ["s1", "s2"])
    assert [row.seal for row in page] == ["s1", "s1"]
    rest = store.seal_register(2, ["s1", "s2"], before=page[-1].pos)
    assert [row.seal for row in rest] == ["s2", "s1"]
    assert store.seal_register(2, ["s1", "s2"], before=rest[-1].pos) == ()
    assert store.seal_register(2, []) == ()


def test_searches_and_openings_stand_in_the_access_log(store: SqlStore) -> None:
    stream = access_stream("1001", DAY.isoformat())
    for payload in (AccessSearched(query="wxm", found=3), AccessOpened(case_no="c1", why="search")):
        with store.write() as tx:
            tx.append((NewAct(stream=stream, payload=payload, effective_on=str(DAY)),), stamp())
    newest, oldest = store.access_log()
    assert (oldest.what, oldest.detail, oldest.found) == ("searched", "wxm", 3)
    assert (newest.what, newest.detail, newest.staff) == ("opened", "c1", "1001")


def test_an_account_is_the_fold_of_its_acts(store: SqlStore) -> None:
    member = StaffMember(number="1001", name="刘芳", unit="gs", roles=("clerk",))
    for payload in (
        StaffRegistered(member=member),
        AbsenceRecorded(staff="1001", reason="出差", by="2001"),
    ):
        with store.write() as tx:
            act = NewAct(stream=staff_stream("1001"), payload=payload, effective_on=str(DAY))
            tx.append((act,), stamp())
    state = store.staff("1001")
    assert state is not None and state.member == member and state.absent
    assert store.all_staff() == (state,)
    assert store.staff("9999") is None


# --- working tables ------------------------------------------------------------------------------


def test_print_jobs_move_on_and_are_listed_as_queue_and_as_history(store: SqlStore) -> None:
    accept(store)
    accept(store, ZENG)
    first, second = store.jobs(("queued",))
    assert first.id < second.id
    with store.write() as tx:
        tx.set_job(first.id, "sent", MORNING)
    with store.write() as tx:
        tx.set_job(first.id, "failed", MORNING + dt.timedelta(seconds=9), "缺纸")
    newest, oldest = store.jobs()
    assert (newest.state, oldest.state, oldest.why) == ("queued", "failed", "缺纸")
    assert oldest.sent_at == "2026-10-15T08:30:00.000+08:00"
    assert oldest.ended_at == "2026-10-15T08:30:09.000+08:00"
    assert store.jobs(("queued", "sent"), stream=first.stream) == ()
    with pytest.raises(LookupError), store.write() as tx:
        tx.set_job(99, "sent", MORNING)


def test_drafts_are_kept_apart_by_person(store: SqlStore) -> None:
    mine = Draft(id="d1", staff="1", page="reception", title="王", body=b"{}", updated_at="1")
    store.save_draft(mine)
    store.save_draft(msgspec.structs.replace(mine, id="d2", staff="2"))
    newer = msgspec.structs.replace(mine, body=b"{1}", updated_at="2")
    store.save_draft(newer)
    assert store.drafts("1") == (newer,)
    with store.write() as tx:
        tx.drop_draft("d1")
    store.drop_draft("d2")
    assert store.drafts("1") == store.drafts("2") == ()


def test_credentials_settings_and_blobs_are_kept(store: SqlStore) -> None:
    pin = Credential(staff="1", hash="$argon2id$…", failures=2, locked_until="x", must_change=True)
    with store.write() as tx:
        tx.put_credential(pin)
        assert tx.put_blob(b"scan") == tx.put_blob(b"scan")
    assert store.credential("1") == pin
    assert store.credential("2") is None
    assert store.setting("theme", "light") == "light"
    store.put_setting("theme", "dark")
    assert store.setting("theme", "light") == "dark"


def test_the_outbox_counts_what_the_centre_has_not_received(store: SqlStore) -> None:
    accept(store, now=MORNING + dt.timedelta(minutes=5))
    assert store.outbox().unsent == store.info().acts == 5
    assert store.outbox().oldest == "2026-10-15T08:30:00.000+08:00"
    store.put_setting("sync.received", "1")
    assert store.outbox().unsent == 4
    assert store.outbox().oldest == "2026-10-15T08:35:00.000+08:00"


def test_a_second_connection_reads_beside_an_open_transaction(store: SqlStore) -> None:
    accept(store)
    with store.write() as tx:
        tx.put_blob(b"x")
        with store.reader() as connection:
            count = connection.exec_driver_sql("SELECT count(*) FROM case_row").scalar_one()
            assert count == 1
            with pytest.raises(Exception, match="readonly"):
                connection.exec_driver_sql("DELETE FROM case_row")


def test_the_journal_refuses_change(store: SqlStore) -> None:
    accept(store)
    for statement in (
        "UPDATE journal SET actor = 'x'",
        "DELETE FROM journal",
        "UPDATE payload SET body = x'00'",
        "DELETE FROM payload",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE pos = 2",
    ):
        with (
            pytest.raises(Exception, match="is never"),
            store.maintaining() as (connection, _key),
        ):
            connection.execute(statement)
    with store.maintaining() as (connection, _key):
        connection.execute("UPDATE journal SET disposition = 'effective' WHERE pos = 2")


def test_acts_encode_to_the_bytes_that_are_stored(store: SqlStore) -> None:
    case_no = accept(store)
    act: Act = store.timeline(case_no)[0]
    with store.maintaining() as (connection, _key):
        row = connection.execute(
            "SELECT body FROM payload JOIN journal USING (pos) WHERE seq = ?", (act.header.seq,)
        ).fetchone()
    assert row[0] == encode(act.payload)
    assert WANG[0].encode() in row[0]
