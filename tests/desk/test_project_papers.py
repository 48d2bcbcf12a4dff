"""Papers of 全程代理: they belong to the project, say how it stands, and name no case as owner."""

from __future__ import annotations

import datetime as dt

import msgspec
from tests.desk.test_printing_desk import FakePrinter, worker
from tests.desk.test_projects import INVESTOR, actor, finished_case, opened, refused
from tests.helpers.desk import HALL_CATALOGUE, Desk

from counter.desk.catalogues import import_catalogue
from counter.desk.printing import PrintWorker
from counter.desk.session import SYSTEM
from counter.desk.worker import InlineWorker
from counter.domain.paperacts import PaperState, papers_of
from counter.domain.project import project_stream
from counter.packs.catalogue import catalogue_digest
from counter.store.rebuild import digests, rebuild


def papers(desk: Desk, number: str) -> list[PaperState]:
    return list(papers_of(desk.store.acts_of(project_stream(number))).values())


def test_the_sheet_says_steps_trips_and_that_the_service_costs_nothing(desk: Desk) -> None:
    number, me = opened(desk), actor(desk)
    desk.projects.plan(me, number, "spl")
    case_no = finished_case(desk)
    desk.projects.link(me, number, 1, case_no)
    desk.clock.advance(dt.timedelta(days=1))
    desk.projects.trip(me, number, "刘德全", "签授权委托书")
    (task,) = desk.projects.print_sheet(me, number)
    (sheet,) = papers(desk, number)
    content = sheet.issued.content
    assert (task.title, sheet.issued.about) == ("项目代理单", number)
    assert content["agency_fee"] == "0" and content["applicant"] == INVESTOR.name
    assert content["project_agent"] == "李晓梅" and content["power_of_attorney"]
    (step,) = content["steps"]  # type: ignore[misc]
    assert (step["state"], step["where"]) == ("在办", "工商局")
    assert step["case_no_grouped"].replace(" ", "") == case_no
    (trip,) = content["trips"]  # type: ignore[misc]
    assert (trip["on"], trip["who"]) == ("2026-09-23", "刘德全")
    assert (content["trip_count"], content["trips_allowed"]) == (1, 1)


def test_the_sheet_has_its_number_from_the_unit_and_belongs_to_the_project(desk: Desk) -> None:
    number, me = opened(desk), actor(desk)
    desk.projects.print_sheet(me, number)
    (sheet,) = papers(desk, number)
    assert sheet.issued.number.endswith("代〔2026〕0001 号") and sheet.units == ("GS",)
    (job,) = desk.store.jobs(stream=project_stream(number))
    assert job.title == "项目代理单" and desk.store.jobs() == (job,)
    before = digests(desk.store)
    rebuild(desk.store)
    assert digests(desk.store) == before


def test_a_printed_sheet_is_not_made_twice_but_printed_again(desk: Desk) -> None:
    number, me = opened(desk), actor(desk)
    desk.projects.print_sheet(me, number)
    printing = page_worker(desk)
    assert printing.step()
    assert refused(lambda: desk.projects.print_sheet(me, number)).code == "project.same"
    (sheet,) = papers(desk, number)
    desk.printing.reprint(me, project_stream(number), sheet.issued.paper_id)
    assert printing.step()
    (sheet,) = papers(desk, number)
    assert [p.nth for p in sheet.prints] == [1, 2]
    desk.projects.trip(me, number, "刘德全", "签字")
    assert desk.projects.print_sheet(me, number)


def page_worker(desk: Desk) -> PrintWorker:
    def fail(fault: BaseException) -> None:
        raise fault

    return PrintWorker(
        "page",
        desk.printing,
        InlineWorker(),
        lambda issued, nth: desk.hall.papers.render(issued, nth).data,
        FakePrinter(desk),
        simulated=True,
        on_fault=fail,
    )


def test_a_meeting_prints_its_minutes_and_the_next_one_is_the_second(desk: Desk) -> None:
    number, me = opened(desk), actor(desk)
    units = ("发改局", "规划局")
    for words in ("选址同意", "图纸已看"):
        (task,) = desk.projects.meet(me, number, units, words)
        assert task.title == "项目会商纪要"
    first, second = papers(desk, number)
    assert (first.issued.content["meeting_no"], second.issued.content["meeting_no"]) == (1, 2)
    assert second.issued.content["minutes"] == "图纸已看"
    assert [v["unit"] for v in second.issued.content["voices"]] == list(units)  # type: ignore[attr-defined]
    state = desk.store.project(number)
    assert state is not None and len(state.meetings) == 2
    assert not worker(desk, FakePrinter(desk)).step()  # nothing for the slip printer


def test_only_the_unit_whose_project_it_is_prints_its_sheet(desk: Desk) -> None:
    number = opened(desk)
    assert refused(lambda: desk.projects.print_sheet(actor(desk, "0901"), number)).code == (
        "role.unit"
    )
    assert refused(lambda: desk.projects.print_sheet(actor(desk, "0001"), number)).code == (
        "role.clerk"
    )
    assert refused(lambda: desk.projects.print_sheet(actor(desk), "代9")).code == "project.none"
    assert desk.store.jobs() == ()


def test_a_hall_without_these_papers_records_the_meeting_and_says_what_it_lacks(
    desk: Desk,
) -> None:
    kept = tuple(p for p in HALL_CATALOGUE.papers if not p.code.startswith("project"))
    bare = msgspec.structs.replace(HALL_CATALOGUE, version=HALL_CATALOGUE.version + 1, papers=kept)
    body, digest = catalogue_digest(bare)
    import_catalogue(desk.hall, bare, body, digest, SYSTEM)
    number, me = opened(desk), actor(desk)
    assert desk.projects.meet(me, number, ("发改局", "规划局"), "选址同意") == ()
    error = refused(lambda: desk.projects.print_sheet(me, number))
    assert (error.code, str(error.what)) == ("project.paper", "文书目录里没有项目代理单。")
