"""One byte changed anywhere is found, and the act, table or number is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.store.hall import ZENG, accept, add

from counter.domain.case import SealUsed
from counter.domain.errors import KnownError
from counter.store import SqlStore, schema
from counter.store.rebuild import digests, rebuild
from counter.store.verify import Finding, verify

TRIGGERS = ("journal_no_update", "journal_no_delete", "payload_no_update", "payload_no_delete")


@pytest.fixture
def cases(store: SqlStore) -> SqlStore:
    """A store with two cases and a seal: acts 1 born, 2–5 and 6–8 the cases, 9 the seal."""
    case_no = accept(store)
    accept(store, ZENG)
    seal = SealUsed(paper_id=f"{case_no}-1", seal="s1", kind="acceptance", name="专用章")
    add(store, case_no, seal, touches=("seal:s1",))
    assert store.info().acts == 9
    return store


def tamper(store: SqlStore, statement: str, *values: Any) -> None:
    """Change the file as somebody with the key and without scruples would."""
    with store.maintaining() as (connection, _key):
        for trigger in TRIGGERS:
            connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        assert connection.execute(statement, values).rowcount > 0


def codes(findings: list[Finding]) -> set[tuple[str, str]]:
    """Code and place of each finding."""
    return {(f.code, f.where) for f in findings}


def test_a_whole_store_has_no_findings(cases: SqlStore) -> None:
    assert verify(cases) == []
    assert not [p for p in cases.path.parent.iterdir() if "verify" in p.name]


def test_one_byte_of_a_payload_names_the_act(cases: SqlStore) -> None:
    tamper(
        cases,
        "UPDATE payload SET body = CAST(replace(CAST(body AS TEXT), '王小明', '王小朋') AS BLOB)"
        " WHERE pos = 3",
    )
    assert codes(verify(cases)) == {("chain.payload", "01/1/3")}


def test_a_changed_salt_names_the_act(cases: SqlStore) -> None:
    tamper(cases, "UPDATE payload SET salt = zeroblob(16) WHERE pos = 4")
    assert codes(verify(cases)) == {("chain.payload", "01/1/4")}


@pytest.mark.parametrize(
    ("column", "value"),
    [("actor", "9999"), ("grant", "x"), ("recorded_at", "2026-10-14"), ("effective_on", "x")],
)
def test_a_changed_header_names_the_act(cases: SqlStore, column: str, value: str) -> None:
    tamper(cases, f'UPDATE journal SET "{column}" = ? WHERE pos = 4', value)
    assert codes(verify(cases)) == {("chain.header", "01/1/4")}


def test_a_header_rewritten_with_its_hash_breaks_the_next_link(cases: SqlStore) -> None:
    header = cases.timeline(cases.find("王小明").rows[0].case_no)[1].header
    changed = type(header)(
        **{**{f: getattr(header, f) for f in header.__struct_fields__}, "actor": "9999"}
    )
    tamper(
        cases,
        "UPDATE journal SET actor = '9999', hash = ? WHERE pos = ?",
        changed.hash(),
        header.seq,
    )
    assert codes(verify(cases)) == {("chain.link", f"01/1/{header.seq + 1}")}


def test_a_lost_act_names_the_one_after_it(cases: SqlStore) -> None:
    tamper(cases, "DELETE FROM journal WHERE pos = 4")
    assert ("chain.gap", "01/1/5") in codes(verify(cases))


def test_a_lost_last_act_of_a_command_is_missed(cases: SqlStore) -> None:
    tamper(cases, "DELETE FROM journal WHERE pos IN (8, 9)")
    assert "chain.command" in {f.code for f in verify(cases)}


def test_a_lost_payload_names_the_act(cases: SqlStore) -> None:
    tamper(cases, "DELETE FROM payload WHERE pos = 9")
    assert codes(verify(cases)) == {("chain.payload", "01/1/9")}


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE case_row SET applicant = '王小朋' WHERE ord = 3", ("differs", "case_row 3")),
        ("DELETE FROM token WHERE token = 'h小明'", ("missing", "token h小明/3")),
        ("INSERT INTO token VALUES ('h假名', 3)", ("extra", "token h假名/3")),
        ("DELETE FROM seal_row", ("missing", "seal_row 9")),
        ("UPDATE series_row SET last = 7 WHERE series LIKE 'paper/%'", ("differs", "series_row ")),
        ("DELETE FROM act_stream WHERE pos = 9", ("missing", "act_stream ")),
        ("UPDATE case_row SET open = 0 WHERE ord = 6", ("differs", "case_row 6")),
        ("UPDATE todo_row SET due_key = '2027' WHERE ord = 3", ("differs", "todo_row 3/0")),
        ("DELETE FROM todo_row WHERE ord = 6", ("missing", "todo_row 6/0")),
    ],
)
def test_a_wrong_projection_names_table_and_key_and_is_rebuilt(
    cases: SqlStore, statement: str, place: tuple[str, str]
) -> None:
    before = digests(cases)
    tamper(cases, statement)
    (finding,) = verify(cases)
    assert finding.code == "projection." + place[0]
    assert finding.where.startswith(place[1])
    rebuild(cases)
    assert digests(cases) == before
    assert verify(cases) == []


def test_every_projection_is_rebuilt_from_nothing(cases: SqlStore) -> None:
    before = digests(cases)
    assert set(before) == {t.name for t in schema.PROJECTIONS}
    with cases.maintaining() as (connection, _key):
        for table in schema.PROJECTIONS:
            connection.execute(f'DELETE FROM "{table.name}"')
    assert digests(cases) != before
    rebuild(cases)
    assert digests(cases) == before


def test_a_number_used_twice_and_one_never_lent_are_found(cases: SqlStore) -> None:
    from tests.store.hall import DAY, stamp

    from counter.domain.acts import NewAct
    from counter.domain.numbers import NumberVoided, paper_series, series_stream, use

    series = paper_series("gs", "受", 2026)
    for n in (2, 501):
        with cases.write() as tx:
            payload = NumberVoided(series=series, n=n, reason="x", numbers=use(series, n))
            act = NewAct(stream=series_stream(series), payload=payload, effective_on=str(DAY))
            tx.append((act,), stamp())
    assert codes(verify(cases)) == {
        ("number.twice", "01/1/10"),
        ("number.outside", "01/1/11"),
    }


def test_a_flipped_bit_of_the_encrypted_file_names_the_page(cases: SqlStore) -> None:
    from tests.store.hall import KEY

    from counter.store.verify import verify_file

    cases.close()
    path: Path = cases.path
    data = bytearray(path.read_bytes())
    page = len(data) // 4096 - 1
    data[page * 4096 + 1000] ^= 1
    path.write_bytes(data)
    findings = verify_file(path, KEY)
    assert [f.code for f in findings] == ["file.page"]
    assert str(page + 1) in findings[0].where


def test_verifying_with_a_wrong_key_is_refused(cases: SqlStore) -> None:
    from counter.store.verify import verify_file

    cases.close()
    with pytest.raises(KnownError):
        verify_file(cases.path, bytes(32))
