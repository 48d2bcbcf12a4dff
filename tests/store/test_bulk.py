"""A bulk store is a real one: whole, searchable, and with numbers that go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from tests.store.hall import KEY, accept

from counter.domain.identity import check_id_number
from counter.packs.catalogue import demo_catalogue
from counter.store import SqlStore, bulk
from counter.store.verify import verify


def test_bulk_cases_are_whole_and_work_goes_on(
    make_store: Callable[..., SqlStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 100)
    monkeypatch.setattr(bulk, "A_DAY", 90)
    monkeypatch.setattr(bulk, "STILL_OPEN", 50)
    store = make_store()
    store.close()
    heard: list[int] = []
    catalogue = demo_catalogue()
    bulk.build(
        store.path,
        KEY,
        catalogue,
        250,
        last_day=dt.date(2026, 10, 14),
        progress=lambda done, _count: heard.append(done),
    )
    assert heard == [100, 200, 250]
    with SqlStore.open(store.path, KEY) as opened:
        assert verify(opened) == []
        page = opened.open_cases(limit=100)
        assert len(page.rows) == opened.open_count() == 50
        newest = page.rows[-1]
        assert check_id_number(newest.number) == newest.number
        assert newest in opened.find(newest.applicant, limit=100).rows
        assert opened.seal_register()[0].case_no
        accept(opened)
        assert verify(opened) == []
