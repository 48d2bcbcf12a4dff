"""Make the yearly holiday tables in `resources/calendars` from the package chinesecalendar.

Run it when a new year's notice of the State Council has reached that package:
`python tools/make_calendars.py`. A test keeps the tables and the package equal.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import chinese_calendar.constants as source

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "calendars"
HEAD = "date,mark,name"
# The package's names are short where people write the long form.
NAMES = {
    "new_years_day": "元旦",
    "spring_festival": "春节",
    "tomb_sweeping_day": "清明节",
    "labour_day": "劳动节",
    "dragon_boat_festival": "端午节",
    "national_day": "国庆节",
    "mid_autumn_festival": "中秋节",
    "anti_fascist_70th_day": "抗战胜利纪念日",
}


def tables() -> dict[int, str]:
    """Text of every year's table: one line a date, ascending."""
    names = {each.value: NAMES[each.name] for each in source.Holiday}
    rows: dict[dt.date, str] = {}
    for mark, days in (("holiday", source.holidays), ("make_up", source.workdays)):
        for day, name in days.items():
            rows[day] = f"{day.isoformat()},{mark},{names[name]}"
    years = range(min(rows).year, max(rows).year + 1)
    return {
        year: "\n".join([HEAD, *(rows[d] for d in sorted(rows) if d.year == year)]) + "\n"
        for year in years
    }


def main() -> None:
    """Write all tables."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for year, table in tables().items():
        (FOLDER / f"{year}.csv").write_text(table, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
