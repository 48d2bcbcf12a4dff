"""准予决定公开名单 (art. 40) over a small store: what is on it, and what is not."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import openpyxl
import pytest
from click.testing import CliRunner, Result
from tests.helpers.small_hall import CATALOGUE, OTHER_UNIT, PROMISE, SPOT
from tests.store.hall import DAY, KEY, MORNING, WANG, ZENG, accept, paper, stamp

from counter.cli import main
from counter.domain.acts import NewAct, Payload, encode
from counter.domain.case import CaseCorrected, CaseDecided, CaseReviewed, case_stream
from counter.domain.catalogue import Catalogue, Matter, MatterLaw
from counter.domain.grants import public_name
from counter.domain.records import CatalogueImported
from counter.reports.grants import PublicGrant, PublicList, public_grants
from counter.reports.tables import write_csv, write_xlsx
from counter.store import SqlStore
from counter.store.rebuild import rebuild

SECRET = msgspec.structs.replace(OTHER_UNIT, law=MatterLaw(secret=True))
SERVICE = msgspec.structs.replace(PROMISE, code="430423-GS-0009-01", name="年检", kind="service")
CATALOGUES = {
    1: msgspec.structs.replace(CATALOGUE, version=1, matters=(SPOT, PROMISE, SECRET, SERVICE))
}


def case(
    store: SqlStore,
    matter: Matter,
    outcome: str = "granted",
    *,
    person: tuple[str, str, str] = WANG,
    valid_to: str = "",
    days: int = 0,
) -> str:
    now = MORNING + dt.timedelta(days=days)
    number = accept(store, person, matter=(matter.code, matter.title), unit="GS", now=now)
    code = "decision_grant" if outcome == "granted" else "decision_refuse"
    issued = msgspec.structs.replace(
        paper(f"{number}-2", 1, ""), code=code, number=f"衡工商准〔2026〕{days:04d} 号", numbers=()
    )
    decided = CaseDecided(outcome=outcome, letter="1", valid_to=valid_to)  # type: ignore[arg-type]
    put(store, number, CaseReviewed(opinion="grant"), decided, issued, on=now.date())
    return number


def put(store: SqlStore, number: str, *payloads: Payload, on: dt.date = DAY) -> None:
    stream = case_stream(number)
    with store.write() as tx:
        acts = [NewAct(stream=stream, payload=p, effective_on=on.isoformat()) for p in payloads]
        tx.append(acts, stamp())


@pytest.fixture
def hall(store: SqlStore) -> Iterator[SqlStore]:
    """Two licences granted, a day apart; a refusal, a secret matter, a service, one in hand."""
    case(store, SPOT, valid_to="2029-10-14")
    case(store, PROMISE, person=ZENG, days=1)
    case(store, PROMISE, "refused", person=ZENG)
    case(store, SECRET)
    case(store, SERVICE)
    accept(store, matter=(SPOT.code, SPOT.title), unit="GS")
    yield store


def asked(store: SqlStore, *period: dt.date | None, **newest: Catalogue) -> PublicList:
    def catalogue(version: int | None) -> Catalogue | None:
        return newest.get("newest", CATALOGUES[1]) if version is None else CATALOGUES.get(version)

    with store.reader() as connection:
        return public_grants(connection, catalogue, *period)


@pytest.mark.article("40")
def test_what_was_granted_is_listed_with_number_day_and_validity(hall: SqlStore) -> None:
    assert asked(hall).lines == (
        PublicGrant(
            unit="GS",
            title="食品流通许可（新办）",
            number="衡工商准〔2026〕0000 号",
            holder="王＊＊",
            granted_on="2026-10-15",
            valid_to="2029-10-14",
        ),
        PublicGrant(
            unit="GS",
            title="户外广告登记",
            number="衡工商准〔2026〕0001 号",
            holder="曾＊",
            granted_on="2026-10-16",
            valid_to="",
        ),
    )


@pytest.mark.article("40")
def test_refusals_secrets_services_and_what_is_in_hand_are_not_listed(hall: SqlStore) -> None:
    found = asked(hall)
    assert {line.title for line in found.lines} == {SPOT.title, PROMISE.title}
    assert found.withheld == 2  # the secret one and the service; a refusal is no grant


def test_a_matter_that_became_secret_later_is_kept_off_from_then_on(hall: SqlStore) -> None:
    later = msgspec.structs.replace(
        CATALOGUE, matters=(msgspec.structs.replace(SPOT, law=MatterLaw(secret=True)), PROMISE)
    )
    assert [line.title for line in asked(hall, newest=later).lines] == [PROMISE.title]


def test_a_matter_that_its_own_version_does_not_know_is_kept_off(store: SqlStore) -> None:
    case(store, msgspec.structs.replace(SPOT, code="430423-XX-0001-01"))
    assert asked(store) == PublicList(lines=(), withheld=1)


def test_a_period_takes_the_decisions_of_its_days(hall: SqlStore) -> None:
    later = DAY + dt.timedelta(days=1)
    assert [line.granted_on for line in asked(hall, later).lines] == ["2026-10-16"]
    assert [line.granted_on for line in asked(hall, None, DAY).lines] == ["2026-10-15"]
    assert asked(hall, later + dt.timedelta(days=1)) == PublicList(lines=(), withheld=0)


def test_a_corrected_name_is_masked_as_it_is_now(store: SqlStore) -> None:
    number = case(store, SPOT)
    fix = CaseCorrected(path="applicant.name", before="王小明", after="汪晓", reason="x")
    put(store, number, fix)
    assert [line.holder for line in asked(store).lines] == ["汪＊"]


def test_the_list_is_the_same_after_a_rebuild(hall: SqlStore) -> None:
    before = asked(hall)
    rebuild(hall)
    assert asked(hall) == before


@pytest.mark.parametrize(
    ("name", "person", "listed"),
    [
        ("周明远", True, "周＊＊"),
        ("王芳", True, "王＊"),
        ("买买提·吐尔逊", True, "买＊＊·＊＊＊"),
        ("佚", True, "＊"),
        ("衡山县湘南超市有限公司", False, "衡山县湘南超市有限公司"),
    ],
)
def test_natural_persons_are_masked_and_organisations_are_not(
    name: str, person: bool, listed: str
) -> None:
    assert public_name(name, person) == listed


def import_catalogue(store: SqlStore) -> None:
    data = encode(CATALOGUES[1])
    with store.write() as tx:
        digest = tx.put_blob(data)
        payload = CatalogueImported(version=1, title="x", digest=digest, units=2, matters=4)
        act = NewAct(stream="catalogue", payload=payload, effective_on=DAY.isoformat())
        tx.append([act], stamp())


def ask(store: SqlStore, *options: str) -> Result:
    store.close()
    command = ["report", "grants", str(store.path), "--key-hex", KEY.hex(), *options]
    return CliRunner().invoke(main, command)


@pytest.mark.article("40")
def test_the_list_is_printed_and_written_without_a_number_of_any_person(
    hall: SqlStore, tmp_path: Path
) -> None:
    import_catalogue(hall)
    as_csv, as_xlsx = tmp_path / "list.csv", tmp_path / "list.xlsx"
    result = ask(hall, "--from", "2026-10-15", "--csv", str(as_csv), "--xlsx", str(as_xlsx))
    assert result.exit_code == 0, result.output
    with as_csv.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["单位", "事项", "决定书文号", "被许可人", "准予日期", "有效期至"]
    assert [row[3:] for row in rows[1:]] == [
        ["王＊＊", "2026-10-15", "2029-10-14"],
        ["曾＊", "2026-10-16", "以证照载明的为准"],
    ]
    sheet = openpyxl.load_workbook(as_xlsx).worksheets[0]
    assert [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] == rows
    everything = result.output + as_csv.read_text("utf-8-sig")
    for name, number, phone in (WANG, ZENG):
        assert not {name, number, phone} & set(everything.replace("\t", ",").split(","))
        assert number[6:14] not in everything and phone not in everything
    assert "另有 2 件不在名单里" in result.stderr


def test_a_period_that_ends_before_it_begins_is_refused_in_words(hall: SqlStore) -> None:
    result = ask(hall, "--from", "2026-10-16", "--to", "2026-10-15")
    assert result.exit_code == 2
    assert "起始日在截止日之后" in result.output


def test_what_looks_like_a_formula_stays_words(tmp_path: Path) -> None:
    rows = [["名称"], ["=1+1"]]
    write_csv(tmp_path / "t.csv", rows)
    assert "'=1+1" in (tmp_path / "t.csv").read_text("utf-8-sig")
    write_xlsx(tmp_path / "t.xlsx", "t", rows)
    cell = openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
