"""准予决定公开名单 (art. 40), and the licences that run out soon (art. 50)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, select

from counter.domain.catalogue import Catalogue, Matter
from counter.domain.grants import is_public, public_name
from counter.store import schema

Catalogues = Callable[[int | None], Catalogue | None]
"""A version of the catalogue; None = the newest."""


class PublicGrant(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the public list. holder: masked for a natural person; dates ISO."""

    unit: str
    title: str
    number: str
    holder: str
    granted_on: str
    valid_to: str


class PublicList(msgspec.Struct, frozen=True, kw_only=True):
    """The list, and how many decisions of the period are by law not on it."""

    lines: tuple[PublicGrant, ...]
    withheld: int


def granted_in(since: dt.date | None, until: dt.date | None) -> Select[Any]:
    """Rows of `grant_row` decided in the period, both days in it; None = no bound."""
    row = schema.grant_row.c
    asked = select(
        row.unit,
        row.title,
        row.number,
        row.holder,
        row.person,
        row.granted_on,
        row.valid_to,
        row.matter,
        row.catalogue,
    ).order_by(row.granted_on, row.unit, row.number, row.ord)
    if since is not None:
        asked = asked.where(row.granted_on >= since.isoformat())
    if until is not None:
        asked = asked.where(row.granted_on <= until.isoformat())
    return asked


def public_grants(
    connection: Connection,
    catalogues: Catalogues,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> PublicList:
    """What is published of the period, by day, unit and number.

    A matter is judged by the version its case came under and by the newest: either may keep it off.
    """
    found = _Matters(catalogues)
    lines: list[PublicGrant] = []
    withheld = 0
    for row in connection.execute(granted_in(since, until)):
        if not is_public(*found.of(row.matter, row.catalogue)):
            withheld += 1
            continue
        lines.append(
            PublicGrant(
                unit=row.unit,
                title=row.title,
                number=row.number,
                holder=public_name(row.holder, bool(row.person)),
                granted_on=row.granted_on,
                valid_to=row.valid_to,
            )
        )
    return PublicList(lines=tuple(lines), withheld=withheld)


class _Matters:
    """Matters by version of the catalogue, each version read once."""

    def __init__(self, catalogues: Catalogues) -> None:
        self._catalogues = catalogues
        self._known: dict[int | None, dict[str, Matter]] = {}

    def of(self, matter: str, version: int) -> tuple[Matter | None, ...]:
        """The matter as its case knew it, and as it is now where it still is."""
        now = self._version(None).get(matter)
        then = self._version(version).get(matter)
        return (then, now) if now is not None else (then,)

    def _version(self, version: int | None) -> dict[str, Matter]:
        if version not in self._known:
            catalogue = self._catalogues(version)
            matters = catalogue.matters if catalogue else ()
            self._known[version] = {m.code: m for m in matters}
        return self._known[version]
