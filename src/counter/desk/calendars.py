"""The calendar of the terminal: a year's table comes in, and open cases follow what changed.

Which tables the store last reckoned by stands beside the journal as a setting; it is written
only when every open case has been looked at. A terminal that stops half-way looks at all of them
again at its next start, and those already done find nothing to move.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import structlog

from counter.desk.hall import Hall
from counter.desk.supervision import Decide, open_rows
from counter.domain import recalculation
from counter.domain.acts import NewAct
from counter.domain.calendars import (
    CALENDAR_STREAM,
    Tables,
    compare,
    import_year,
    in_force,
    tables_of,
)
from counter.domain.clock import YearTable
from counter.domain.errors import KnownError
from counter.domain.people import Actor, Role

APPLIED = "calendar.applied"
"""Setting: the `Tables` by which the days of all open cases stand, as JSON."""

log = structlog.get_logger(__name__)


def begin(hall: Hall) -> None:
    """A store without an open case takes the tables as they are."""
    if _applied(hall) is None and hall.store.open_count() == 0:
        _keep(hall, tables_of(hall.calendar))


def bring_in(hall: Hall, table: YearTable, actor: Actor) -> bool:
    """放假表入库: record a year's table and reckon by it from now on; False when it is in force.

    The days of open cases follow with the next `automatic`. Raises KnownError `role.manager`,
    `calendar.*`.
    """
    if actor.number != "system" and not actor.may(Role.MANAGER, Role.INSTALLER):
        raise KnownError("role.manager", "只有管理员能装放假表。", "请中心管理或安装人员来。")
    with hall.store.write() as tx:
        acts = import_year(hall.calendar, table, hall.today())
        if acts:
            tx.append(acts, hall.stamp(actor, grant="放假表"))
    if not acts:
        return False
    hall.calendar = in_force(hall.calendar, hall.store.acts_of(CALENDAR_STREAM))
    log.info("calendar.imported", year=table.year)
    hall.published("", "day")
    return True


def automatic(hall: Hall, on_case: Callable[[str, Decide], Sequence[NewAct]]) -> int:
    """期限重算 of every open case, once for each change of the calendar. Returns how many moved.

    A calendar that has lost a year is no news but a fault of set-up: firm days are not turned
    back into guesses, and the self-test says that the year is missing.
    """
    before, now = _applied(hall), tables_of(hall.calendar)
    if before == now:
        return 0
    change = compare(before, now)
    if change.lost:
        log.warning("calendar.lost", years=change.lost)
        return 0
    moved = 0
    for row in list(open_rows(hall)):
        moved += bool(on_case(row.case_no, lambda s, p: recalculation.recalculate(s, change, p)))
    _keep(hall, now)
    log.info("calendar.applied", version=hall.calendar.version, cases=moved)
    return moved


def _applied(hall: Hall) -> Tables | None:
    """What the store reckoned by when it last looked at every case; None when never."""
    kept = hall.store.setting(APPLIED)
    return msgspec.json.decode(kept, type=Tables) if kept else None


def _keep(hall: Hall, tables: Tables) -> None:
    hall.store.put_setting(APPLIED, msgspec.json.encode(tables, order="deterministic").decode())
