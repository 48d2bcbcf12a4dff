"""The clock strip: the story of the look's case page, and that it says what it paints."""

from __future__ import annotations

import datetime as dt
from typing import Any

from counter.domain.clock import WorkCalendar, YearTable
from counter.ui.strip import Pause, strip_of, strip_over
from counter.ui.text import say
from counter.ui.widgets.clockstrip import ClockStrip

D = dt.date
HOLIDAYS = {D(2026, 9, d): "中秋节" for d in (25, 26, 27)}
HOLIDAYS |= {D(2026, 10, d): "国庆节" for d in range(1, 8)}
TABLE = YearTable(2026, HOLIDAYS, {D(2026, 9, 20): "国庆节", D(2026, 10, 10): "国庆节"})
CALENDAR = WorkCalendar([TABLE])
REVIEW = Pause(D(2026, 9, 8), D(2026, 9, 15), "专家评审")


def test_every_day_is_what_it_was() -> None:
    strip = strip_over(
        CALENDAR, D(2026, 8, 24), D(2026, 10, 12), D(2026, 9, 22), pauses=[REVIEW], after=1
    )
    by_date = {day.date: day for day in strip.days}
    assert len(strip.days) == 51
    assert by_date[D(2026, 8, 24)].kind == "receipt"
    assert (by_date[D(2026, 9, 7)].kind, by_date[D(2026, 9, 7)].number) == ("walked", 10)
    assert (by_date[D(2026, 9, 8)].kind, by_date[D(2026, 9, 8)].number) == ("pause", 0)
    assert by_date[D(2026, 9, 12)].kind == "off"
    assert (by_date[D(2026, 9, 20)].kind, by_date[D(2026, 9, 20)].number) == ("walked", 14)
    assert (by_date[D(2026, 9, 22)].kind, by_date[D(2026, 9, 22)].today) == ("ahead", True)
    assert (by_date[D(2026, 10, 12)].kind, by_date[D(2026, 10, 12)].number) == ("due", 25)
    assert by_date[D(2026, 10, 13)].kind == "after"


def test_brackets_name_each_stretch() -> None:
    strip = strip_over(
        CALENDAR, D(2026, 8, 24), D(2026, 10, 12), D(2026, 9, 22), pauses=[REVIEW], after=1
    )
    assert [b.words for b in strip.brackets] == [
        "专家评审，停 6 个工作日",
        "补班",
        "中秋",
        "国庆",
        "补班",
        "到期 10-12",
    ]


def test_the_accessible_words_are_the_reckoning(qtbot: Any) -> None:
    reckoning = CALENDAR.reckon(D(2026, 9, 22), 20)
    strip = strip_of(reckoning.cells, reckoning.start, reckoning.due.date, D(2026, 9, 22))
    widget = ClockStrip("mini")
    qtbot.addWidget(widget)
    widget.show_strip(strip)
    assert widget.accessibleName() == say(strip.reckoning)
    assert "数 20 个工作日，到 10-27 周二" in widget.accessibleName()
    assert "中秋节 3 天、国庆节 7 天" in widget.accessibleName()


def test_a_long_strip_narrows_and_cuts_no_day(qtbot: Any) -> None:
    reckoning = CALENDAR.reckon(D(2026, 8, 3), 60)
    strip = strip_of(reckoning.cells, reckoning.start, reckoning.due.date, D(2026, 9, 22))
    widget = ClockStrip("side")
    qtbot.addWidget(widget)
    widget.resize(300, widget.height())
    widget.show_strip(strip)
    assert widget._cell_width() * len(strip.days) <= 300
    widget.grab()
