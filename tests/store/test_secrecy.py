"""No name, number or phone lies in the clear in any file of the store, nor in an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.store.hall import KEY, MORNING, WANG, ZENG, accept

from counter.store import SqlStore, keys
from counter.store.backup import backup
from counter.store.rebuild import rebuild

WORDS = [text.encode() for person in (WANG, ZENG) for text in person]
WORDS += [
    WANG[0].encode("utf-16-le"),
    "食品流通".encode(),
    b"wangxiaoming",
    KEY,
    KEY.hex().encode(),
]


def test_no_file_of_the_store_holds_plain_text(store: SqlStore, tmp_path: Path) -> None:
    for person in (WANG, ZENG) * 20:
        accept(store, person)
    store.find("王小明")
    keys.make_recovery(store.path, KEY)
    backup(store, tmp_path / "b.counterbak", MORNING)
    rebuild(store)
    files = [p for p in tmp_path.rglob("*") if p.is_file()]
    names = {p.name for p in files}
    assert {"counter.db", "counter.db-wal", "counter.db.key.json", "b.counterbak"} <= names
    for path in files:
        data = path.read_bytes()
        assert not [word for word in WORDS if word in data], path.name


def test_a_failed_statement_shows_no_values(store: SqlStore) -> None:
    accept(store)
    with store.reader() as connection, pytest.raises(Exception) as caught:
        connection.exec_driver_sql("INSERT INTO case_row (applicant) VALUES (?)", (WANG[0],))
    assert WANG[0] not in str(caught.value)
    assert KEY.hex() not in repr(store._engine.url)
