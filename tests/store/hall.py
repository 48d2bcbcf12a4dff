"""A small hall for the store's tests: people with valid numbers, and commands as the desk gives."""

from __future__ import annotations

import datetime as dt
from itertools import count

from counter.domain.acts import Act, NewAct
from counter.domain.case import (
    CaseAccepted,
    CaseClosed,
    CaseCorrected,
    CaseReceived,
    CaseReviewed,
    Limits,
    MaterialReceived,
    PaperIssued,
    SealUsed,
    case_stream,
)
from counter.domain.numbers import (
    case_number,
    case_series,
    group_case_number,
    paper_series,
    use,
)
from counter.domain.persons import Agent, Applicant, Contact, DocKind, IdDocument
from counter.ports.clock import CHINA
from counter.ports.store import NewPrintJob, Stamp
from counter.store import SqlStore

KEY = bytes(range(32))
MORNING = dt.datetime(2026, 10, 15, 8, 30, tzinfo=CHINA)
DAY = MORNING.date()
WANG = ("王小明", "430423199001010014", "13807341234")
ZENG = ("曾红", "430423198511120024", "13907345678")
ZHANG = ("张三丰", "11010519491231002X", "13607340000")
LI = ("李娜", "430423200002290033", "15107347777")
_commands = count(1)


def stamp(actor: str = "1001", now: dt.datetime = MORNING) -> Stamp:
    """A stamp of its own command."""
    return Stamp(actor=actor, grant="工商局 经办", now=now, command_id=f"c{next(_commands)}")


def received(
    case_no: str,
    person: tuple[str, str, str] = WANG,
    *,
    matter: tuple[str, str] = ("GS001", "食品流通许可（新办）"),
    unit: str = "gs",
    agent: tuple[str, str, str] | None = None,
    n: int = 1,
    series: str = "",
) -> CaseReceived:
    """收件 of a person's case."""
    name, number, phone = person
    document = IdDocument(kind=DocKind.RESIDENT, name=name, number=number)
    by = IdDocument(kind=DocKind.RESIDENT, name=agent[0], number=agent[1]) if agent else None
    return CaseReceived(
        case_no=case_no,
        matter=matter[0],
        matter_title=matter[1],
        catalogue=1,
        unit=unit,
        handling="promise",
        window="3",
        applicant=Applicant(name=name, document=document, address="湖南省衡山县开云镇"),
        agent=Agent(document=by, power_of_attorney="委托书") if by else None,
        contact=Contact(phone=phone),
        materials=(MaterialReceived(code="m1", name="身份证"),),
        numbers=use(series, n) if series else (),
    )


def accepted(due: str = "2026-10-26") -> CaseAccepted:
    """受理 with a promised date."""
    return CaseAccepted(
        limits=Limits(promised_days=7, promised_on=due, legal_days=20, legal_on="2026-11-12")
    )


def paper(paper_id: str, n: int, series: str) -> PaperIssued:
    """A 受理通知书 with its number."""
    return PaperIssued(
        paper_id=paper_id,
        code="accept_notice",
        form="accept_notice",
        form_version="1",
        title="受理通知书",
        number=f"衡工商受〔2026〕{n:04d} 号",
        channel="page",
        copies=2,
        content={"applicant": "王小明", "lines": [1, 2, {"三": "四"}]},
        numbers=use(series, n),
    )


def accept(
    store: SqlStore,
    person: tuple[str, str, str] = WANG,
    *,
    due: str = "2026-10-26",
    now: dt.datetime = MORNING,
    matter: tuple[str, str] = ("GS001", "食品流通许可（新办）"),
    unit: str = "gs",
    agent: tuple[str, str, str] | None = None,
) -> str:
    """Accept a case with one paper and one print job; returns its number."""
    day = now.date()
    with store.write() as tx:
        info = tx.info()
        series = case_series(info.centre, day, info.terminal)
        n = tx.take_number(series)
        case_no = case_number(info.centre, day, info.terminal, n)
        papers = paper_series(unit, "受", day.year)
        paper_n = tx.take_number(papers)
        stream = case_stream(case_no)
        payloads = (
            received(case_no, person, matter=matter, unit=unit, agent=agent, n=n, series=series),
            accepted(due),
            paper(f"{case_no}-1", paper_n, papers),
        )
        acts = [
            NewAct(stream=stream, payload=p, effective_on=day.isoformat(), units=(unit,))
            for p in payloads
        ]
        tx.append(acts, stamp(now=now))
        tx.enqueue(
            NewPrintJob(
                stream=stream,
                paper_id=f"{case_no}-1",
                title="受理通知书",
                about=group_case_number(case_no),
                channel="page",
                copies=2,
                nth=1,
            ),
            now,
        )
    return case_no


def add(
    store: SqlStore,
    case_no: str,
    *payloads: CaseReviewed | CaseCorrected | CaseClosed | SealUsed,
    touches: tuple[str, ...] = (),
) -> tuple[Act, ...]:
    """Append acts to a case as one command."""
    with store.write() as tx:
        return tx.append(
            [
                NewAct(
                    stream=case_stream(case_no),
                    payload=p,
                    effective_on=DAY.isoformat(),
                    touches=touches,
                )
                for p in payloads
            ],
            stamp(),
        )
