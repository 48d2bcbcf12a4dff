"""An older store is copied, migrated, verified and swapped; a failure leaves it as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect
from tests.store.hall import KEY, MORNING, accept

from counter.domain.acts import decode_payload
from counter.domain.errors import KnownError
from counter.domain.numbers import group_case_number
from counter.domain.paperacts import PaperIssued, papers_of
from counter.ports.store import TodoAsk
from counter.store import SqlStore, migrate, schema
from counter.store.engine import QUIET, make_engine
from counter.store.verify import verify

NEXT = Path(__file__).parent / "next_version"


THIS = schema.VERSION
AFTER = (THIS[0] + 1, 0)


@pytest.fixture
def older(make_store: Callable[..., SqlStore]) -> Path:
    """A closed store of the present version, with two cases and a setting."""
    store = make_store()
    accept(store)
    accept(store)
    store.put_setting("theme", "dark")
    store.close()
    return store.path


@pytest.fixture
def next_program(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this were the next version of the program, with one more revision."""
    assert older.exists()  # made by this version, before the next one is there
    monkeypatch.setattr(schema, "VERSION", AFTER)
    monkeypatch.setattr(migrate, "LOCATIONS", [*migrate.LOCATIONS, NEXT])


def kept_files(path: Path) -> set[str]:
    return {p.name for p in path.parent.iterdir()}


@pytest.mark.usefixtures("next_program")
def test_an_older_store_is_brought_up_and_the_old_file_kept(older: Path) -> None:
    before = older.read_bytes()
    with SqlStore.open(older, KEY) as store:
        assert store.open_count() == 2
        assert store.setting("theme") == "dark"
        assert len(store.find("王小明").rows) == 2
        assert verify(store) == []
        with store.maintaining() as (connection, _key):
            assert connection.execute("PRAGMA user_version").fetchone() == (
                schema.user_version(AFTER),
            )
            assert connection.execute("SELECT note FROM setting").fetchall() == [("",)]
        accept(store)
    kept = older.with_name(older.name + ".bak-{}.{}".format(*THIS))
    assert kept.read_bytes()[16:] == before[16:]
    assert not [n for n in kept_files(older) if "migrating" in n]
    SqlStore.open(older, KEY).close()


@pytest.mark.usefixtures("next_program")
def test_triggers_still_guard_a_migrated_journal(older: Path) -> None:
    with (
        SqlStore.open(older, KEY) as store,
        pytest.raises(Exception, match="never deleted"),
        store.maintaining() as (connection, _key),
    ):
        connection.execute("DELETE FROM journal")


@pytest.mark.usefixtures("next_program")
@pytest.mark.logs("store.migration")
def test_a_copy_that_fails_its_check_is_thrown_away(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade = migrate.upgrade_durable

    def spoil(engine: Any) -> None:
        upgrade(engine)
        with engine.connect() as connection:
            connection.exec_driver_sql("DROP TRIGGER payload_no_update")
            connection.exec_driver_sql("UPDATE payload SET salt = zeroblob(16) WHERE pos = 3")

    monkeypatch.setattr(migrate, "upgrade_durable", spoil)
    files = kept_files(older)
    with pytest.raises(KnownError) as caught:
        SqlStore.open(older, KEY)
    assert caught.value.code == "store.migration"
    assert kept_files(older) == files
    monkeypatch.setattr(schema, "VERSION", THIS)
    with SqlStore.open(older, KEY) as store:
        assert store.open_count() == 2


@pytest.mark.usefixtures("next_program")
def test_a_crash_before_the_swap_changes_nothing(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_arguments: object) -> Path:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(migrate, "_swap", die)
        with pytest.raises(Killed):
            SqlStore.open(older, KEY)
    with SqlStore.open(older, KEY) as store:  # the next start simply does it again
        assert store.open_count() == 2


def test_the_revisions_make_what_the_schema_says(tmp_path: Path) -> None:
    by_steps = make_engine(tmp_path / "steps.db", KEY, QUIET)
    at_once = make_engine(tmp_path / "once.db", KEY, QUIET)
    try:
        migrate.upgrade_durable(by_steps)
        with at_once.connect() as connection:
            schema.metadata.create_all(connection, tables=[*schema.JOURNAL, *schema.WORKING])
            for trigger in schema.TRIGGERS:
                connection.exec_driver_sql(trigger)
            migrate.stamp(connection.connection.driver_connection)
        left, right = inspect(by_steps), inspect(at_once)
        assert left.get_table_names() == right.get_table_names()
        for table in left.get_table_names():
            columns = [
                [(c["name"], str(c["type"]), c["nullable"]) for c in side.get_columns(table)]
                for side in (left, right)
            ]
            assert columns[0] == columns[1]
            assert left.get_pk_constraint(table) == right.get_pk_constraint(table)
            assert left.get_indexes(table) == right.get_indexes(table)
            assert left.get_unique_constraints(table) == right.get_unique_constraints(table)
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        versions = "SELECT version_num FROM alembic_version"
        with by_steps.connect() as one, at_once.connect() as two:
            triggers = [
                [(name, " ".join(sql.split())) for name, sql in side.exec_driver_sql(query)]
                for side in (one, two)
            ]
            assert triggers[0] == triggers[1]
            heads = [side.exec_driver_sql(versions).scalar_one() for side in (one, two)]
            assert heads[0] == heads[1] == migrate.HEAD
    finally:
        by_steps.dispose()
        at_once.dispose()


def test_a_store_from_before_enquiries_and_projects_gets_their_tables(older: Path) -> None:
    with SqlStore.open(older, KEY) as store, store.maintaining() as (connection, _key):
        connection.execute("DROP TABLE enquiry_row")
        connection.execute("DROP TABLE project_row")
        connection.execute("PRAGMA user_version = 1000")
    with SqlStore.open(older, KEY) as store:
        assert store.enquiries() == store.projects() == () and store.open_count() == 2
        assert verify(store) == []


def test_a_store_from_before_the_work_list_gets_its_rows(older: Path) -> None:
    everywhere = TodoAsk(unit="", whose=("window",), staff="", everywhere=True)
    with SqlStore.open(older, KEY) as store, store.maintaining() as (connection, _key):
        connection.execute("DROP TABLE todo_row")
        connection.execute("PRAGMA user_version = 1001")
    with SqlStore.open(older, KEY) as store:
        assert len(store.todo(everywhere).rows) == 2
        assert verify(store) == []


def before_streams(path: Path, folder: Path) -> list[tuple[Any, ...]]:
    """Turn a closed store into one of the first schema, as a program of then left it: print jobs
    with a case number. Returns their (id, case number, state)."""
    then = make_engine(folder / "then.db", KEY, QUIET)
    migrate.upgrade_durable(then, "0001")
    with then.connect() as connection:
        query = "SELECT sql FROM sqlite_master WHERE tbl_name = 'print_job' AND sql IS NOT NULL"
        made = [sql for (sql,) in connection.exec_driver_sql(query + " ORDER BY type DESC")]
    then.dispose()
    kept = "id, paper_id, title, channel, copies, nth, state, why, created_at, sent_at, ended_at"
    now = make_engine(path, KEY, QUIET)
    with now.connect() as connection:
        run = connection.exec_driver_sql
        run(f"CREATE TABLE kept AS SELECT {kept}, substr(stream, 6) AS case_no FROM print_job")
        run("DROP TABLE print_job")
        for sql in made:
            run(sql)
        run(f"INSERT INTO print_job ({kept}, case_no) SELECT {kept}, case_no FROM kept")
        run("DROP TABLE kept")
        run("UPDATE alembic_version SET version_num = '0001'")
        run("PRAGMA user_version = 1004")
        rows = list(run("SELECT id, case_no, state FROM print_job ORDER BY id"))
    now.dispose()
    return [tuple(row) for row in rows]


def test_print_jobs_of_a_store_from_before_streams_keep_their_place_and_their_fate(
    make_store: Callable[..., SqlStore], tmp_path: Path
) -> None:
    with make_store() as store:
        first, second = accept(store), accept(store)
        with store.write() as tx:
            tx.set_job(1, "sent", MORNING)
    old = before_streams(store.path, tmp_path)
    assert old == [(1, first, "sent"), (2, second, "queued")]
    with SqlStore.open(store.path, KEY) as store:
        jobs = store.jobs(("queued", "sent"))
        assert [(j.id, j.stream, j.state) for j in jobs] == [
            (1, f"case:{first}", "sent"),
            (2, f"case:{second}", "queued"),
        ]
        assert [j.about for j in jobs] == [group_case_number(first), group_case_number(second)]
        assert [j.id for j in store.jobs(stream=f"case:{second}")] == [2]
        assert all(j.paper_id in papers_of(store.acts_of(j.stream)) for j in jobs)
        accept(store)
        assert [j.id for j in store.jobs(("queued",))] == [2, 3]
        assert verify(store) == []


def test_a_paper_from_before_streams_is_read_and_says_nothing_of_what_it_belongs_to() -> None:
    body = (
        b'{"paper_id":"p","code":"slip","form":"slip","form_version":"1","title":"t",'
        b'"number":"","channel":"slip","copies":1,"seals":[],"content":{"a":1},"numbers":[]}'
    )
    paper = decode_payload("paper.issued", 1, body)
    assert isinstance(paper, PaperIssued) and paper.about == "" and paper.content == {"a": 1}
