"""授权到位率 over a small store, against numbers counted by hand."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.store.hall import DAY, KEY, MORNING, accept, stamp

from counter.cli import main
from counter.domain.acts import NewAct, Payload
from counter.domain.case import (
    CaseDecided,
    CaseHandedBack,
    CaseHandedOver,
    CaseRecalled,
    CaseReviewed,
    CaseSentUp,
    case_stream,
)
from counter.domain.catalogue import AuthorityLetter
from counter.domain.people import LetterFiled, staff_stream
from counter.reports.authority import UnitAuthority, authority
from counter.store import SqlStore

REVIEWED = CaseReviewed(opinion="grant")
GRANTED = CaseDecided(outcome="granted", letter="1")
FOOD, SHOP = ("GS001", "食品流通许可"), ("GS002", "个体登记")
CULTURE, BOOKS = ("WH001", "娱乐场所"), ("WH002", "书店")


def put(store: SqlStore, stream: str, *payloads: Payload) -> None:
    acts = [NewAct(stream=stream, payload=p, effective_on=DAY.isoformat()) for p in payloads]
    with store.write() as tx:
        tx.append(acts, stamp())


def case(store: SqlStore, matter: tuple[str, str], *payloads: Payload, days: int = 0) -> None:
    now = MORNING + dt.timedelta(days=days)
    number = accept(store, matter=matter, unit=matter[0][:2].lower(), now=now)
    if payloads:
        put(store, case_stream(number), *payloads)


def letter(store: SqlStore, unit: str, *scope: str, valid_to: str = "", number: str = "1") -> None:
    filed = AuthorityLetter(
        number=number, unit=unit, staff=f"s-{unit}", role="A", scope=scope, valid_to=valid_to
    )
    put(store, staff_stream(f"s-{unit}"), LetterFiled(letter=filed))


@pytest.fixture
def hall(store: SqlStore) -> Iterator[SqlStore]:
    """gs: GS001 decided twice here; GS002 once here, once from the department; one in hand, one
    recalled. wh: WH001 sent up; WH002 in hand. Letters: gs decides, wh and sw only accept."""
    case(store, FOOD, REVIEWED, GRANTED)
    case(store, FOOD, REVIEWED, GRANTED)
    case(store, SHOP, REVIEWED, GRANTED)
    away = CaseHandedOver(to="登记股", giver="a", taker="b")
    case(store, SHOP, away, CaseHandedBack(giver="b", taker="a"), REVIEWED, GRANTED, days=1)
    case(store, ("GS003", "在手"))
    case(store, ("GS004", "撤回"), CaseRecalled(reason="x"))
    case(store, CULTURE, CaseSentUp(to="市文化局"))
    case(store, BOOKS)
    letter(store, "gs", "accept", "review", "decide")
    letter(store, "wh", "accept")
    letter(store, "wh", "accept", "decide", valid_to="2026-10-14", number="old")
    letter(store, "sw", "accept", "review")
    letter(store, "ny", "accept", valid_to="2026-10-14")
    yield store


def lines(store: SqlStore, *period: dt.date | None) -> dict[str, UnitAuthority]:
    with store.reader() as connection:
        return {line.unit: line for line in authority(connection, DAY, *period)}


def counts(line: UnitAuthority) -> tuple[int, int, int, int]:
    return line.matters, line.matters_here, line.cases, line.cases_here


def test_matters_decided_at_the_window_of_those_in_scope(hall: SqlStore) -> None:
    found = lines(hall)
    assert counts(found["gs"]) == (2, 1, 4, 3)  # GS002 once went to the department
    assert counts(found["wh"]) == (1, 0, 1, 0)
    assert (found["gs"].per_mille, found["wh"].per_mille) == (500, 0)


def test_units_whose_letters_in_force_only_accept_are_named(hall: SqlStore) -> None:
    found = lines(hall)
    assert {unit for unit, line in found.items() if line.only_accepts} == {"wh", "sw"}
    assert "ny" not in found  # its letter is out of force: it says nothing
    assert found["sw"].per_mille is None


def test_a_period_takes_the_cases_accepted_in_it(hall: SqlStore) -> None:
    assert counts(lines(hall, DAY, DAY)["gs"]) == (2, 2, 3, 3)
    assert counts(lines(hall, DAY + dt.timedelta(days=1))["gs"]) == (1, 0, 1, 0)
    assert "gs" not in lines(hall, None, DAY - dt.timedelta(days=1))


def test_the_report_is_printed_and_written_as_a_table(hall: SqlStore, tmp_path: Path) -> None:
    hall.close()
    target = tmp_path / "report.csv"
    command = ["report", "authority", str(hall.path), "--key-hex", KEY.hex(), "--csv", str(target)]
    result = CliRunner().invoke(main, [*command, "--to", "2026-10-16"])
    assert result.exit_code == 0, result.output
    assert "gs\t2\t1\t50.0%\t4\t3" in result.output.splitlines()
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows] == ["单位", "gs", "sw", "wh"]
    assert rows[2][3:] == ["—", "0", "0", "只授权受理"]


def test_a_period_that_ends_before_it_begins_is_refused_in_words(hall: SqlStore) -> None:
    hall.close()
    period = ["--from", "2026-10-16", "--to", "2026-10-15"]
    command = ["report", "authority", str(hall.path), "--key-hex", KEY.hex(), *period]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2
    assert "起始日在截止日之后" in result.output
