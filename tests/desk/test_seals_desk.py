"""用印登记 over a real store: whose seals who may look at, newest first, with the papers named."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.helpers.desk import PIN, Desk

from counter.desk.seals import SealDesk
from counter.domain.errors import KnownError
from counter.domain.paperacts import PaperState, papers_of
from counter.domain.people import Actor
from counter.domain.sealpapers import register_stream
from counter.ports.devices import PrintOutcome


def person(desk: Desk, number: str) -> Actor:
    return desk.session.sign_in(number, PIN).actor


def sealed(desk: Desk) -> str:
    """A granted spot case with both seals of the decision."""
    clerk, chief = person(desk, "0317"), person(desk, "0309")
    case_no = desk.reception.accept(clerk, desk.form()).case_no
    desk.decision.decide(chief, case_no, "granted")
    for job in desk.store.jobs(("queued",), 100):
        desk.printing.mark_sent(job)
        desk.printing.finish(job, PrintOutcome(outcome="printed"), simulated=True)
    state = desk.store.case(case_no)
    assert state is not None
    for paper_id, kind in state.missing_seals:
        desk.clock.moment += dt.timedelta(minutes=1)
        desk.decision.use_seal(chief, case_no, paper_id, kind)
    return case_no


def test_a_line_names_seal_paper_number_case_person_and_time(desk: Desk) -> None:
    case_no = sealed(desk)
    page = SealDesk(desk.hall).register(person(desk, "0317"))
    newest, older = page.lines
    assert (newest.seal, older.seal) == ("ZX", "GS-SP")
    assert newest.at > older.at and newest.pos > older.pos
    assert (older.paper, older.number) == ("准予行政许可决定书", "衡工商准〔2026〕0001 号")
    assert (older.case_no, older.who, older.name) == (case_no, "王志刚", "工商局行政审批专用章")
    assert page.next_key is None


def test_one_seal_alone_and_older_lines_by_key(desk: Desk) -> None:
    register = SealDesk(desk.hall)
    for _ in range(3):
        sealed(desk)
    clerk = person(desk, "0317")
    first = register.register(clerk, limit=4)
    rest = register.register(clerk, before=first.next_key, limit=4)
    assert (len(first.lines), len(rest.lines), rest.next_key) == (4, 2, None)
    assert not {line.pos for line in first.lines} & {line.pos for line in rest.lines}
    only = register.register(clerk, "GS-SP")
    assert [line.seal for line in only.lines] == ["GS-SP"] * 3


def test_a_window_sees_its_units_seals_and_the_centres_and_nobody_elses(desk: Desk) -> None:
    sealed(desk)
    register = SealDesk(desk.hall)
    other = register.register(person(desk, "0901"))
    assert [code for code, _ in other.seals] == ["ZX"]
    assert [line.seal for line in other.lines] == ["ZX"]
    assert register.register(person(desk, "0901"), "GS-SP").lines == ()
    manager = register.register(person(desk, "0001"))
    assert [code for code, _ in manager.seals] == ["GS-SL", "GS-SP", "ZX"]
    assert len(manager.lines) == 2


def printed(desk: Desk, seal: str) -> list[PaperState]:
    return list(papers_of(desk.store.acts_of(register_stream(seal))).values())


def test_the_register_of_one_seal_and_period_is_a_paper_of_its_own_stream(desk: Desk) -> None:
    first = sealed(desk)
    desk.clock.advance(dt.timedelta(days=1))
    second = sealed(desk)
    desk.clock.advance(dt.timedelta(days=1))
    sealed(desk)
    chief = person(desk, "0309")
    task = SealDesk(desk.hall).print_register(chief, "GS-SP", "2026-09-22", "2026-09-23")
    (paper,) = printed(desk, "GS-SP")
    uses = paper.issued.content["uses"]
    assert isinstance(uses, list)
    assert [u["case_no_grouped"].replace(" ", "") for u in uses] == [first, second]
    assert [(u["no"], u["copies"], u["who"]) for u in uses] == [(1, 2, "王志刚"), (2, 2, "王志刚")]
    assert uses[0]["number"] == "衡工商准〔2026〕0001 号"
    assert (paper.issued.content["use_count"], paper.issued.content["use_copies"]) == (2, 4)
    assert (task.title, paper.units) == ("用印登记表", ("GS",))
    (job,) = desk.store.jobs(stream=register_stream("GS-SP"))
    assert job.about == "2026-09-22 至 2026-09-23"


def test_a_seal_that_was_not_used_gives_an_empty_register(desk: Desk) -> None:
    chief = person(desk, "0309")
    SealDesk(desk.hall).print_register(chief, "ZX", "2026-09-01", "2026-09-30")
    (paper,) = printed(desk, "ZX")
    assert paper.issued.content["uses"] == [] and paper.units == ()
    assert paper.issued.content["until_words"] == "2026 年 9 月 22 日"  # not beyond today


@pytest.mark.parametrize(
    ("who", "seal", "since", "until", "code"),
    [
        ("0901", "GS-SP", "2026-09-01", "2026-09-22", "seals.one"),
        ("0309", "", "2026-09-01", "2026-09-22", "seals.one"),
        ("0309", "GS-SP", "9 月 1 日", "2026-09-22", "seals.period"),
        ("0309", "GS-SP", "2026-09-22", "2026-09-01", "seals.period"),
        ("0309", "GS-SP", "2026-10-01", "2026-10-02", "seals.period"),
    ],
)
def test_a_register_that_cannot_be_printed_leaves_nothing(
    desk: Desk, who: str, seal: str, since: str, until: str, code: str
) -> None:
    with pytest.raises(KnownError) as refusal:
        SealDesk(desk.hall).print_register(person(desk, who), seal, since, until)
    assert refusal.value.code == code and desk.store.jobs() == ()
