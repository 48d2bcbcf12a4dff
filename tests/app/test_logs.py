"""Logs and crash reports: useful to the technician, empty of people."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from counter.app.logs import CrashReporter, mask
from counter.domain.errors import KnownError
from counter.ports.clock import CHINA, FrozenClock

CLOCK = FrozenClock(dt.datetime(2026, 9, 22, 14, 6, tzinfo=CHINA))


def test_names_and_long_numbers_are_masked_and_codes_stay() -> None:
    line = mask("card 430423199001010014 of 周明远 at pos 417")
    assert line == "card <digits> of <text> at pos 417"
    assert mask("11010519491231002X") == "<digits>"
    assert mask("139 0000 0826") == "<digits>"


@pytest.mark.logs("crash")
def test_a_crash_report_names_the_place_and_no_person(tmp_path: Path) -> None:
    reporter = CrashReporter(tmp_path, CLOCK)
    try:
        try:
            raise KnownError("x.y", "周明远的证号 430423199001010014 不对", "再看")
        except KnownError as inner:
            raise ValueError("applicant 周明远 phone 13900000826") from inner
    except ValueError as fault:
        path = reporter.report(fault)
    words = path.read_text("utf-8")
    assert "ValueError" in words and "KnownError: x.y" in words
    assert "test_logs.py" in words and "test_a_crash_report" in words
    for secret in ("周明远", "13900000826", "430423199001010014"):
        assert secret not in words
    assert str(tmp_path) not in words
