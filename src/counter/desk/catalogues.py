"""Loading a catalogue as a new version; cases keep the version they were accepted under."""

from __future__ import annotations

from collections.abc import Sequence

from counter.desk.hall import Hall
from counter.domain.acts import NewAct
from counter.domain.catalogue import Catalogue
from counter.domain.errors import KnownError, text
from counter.domain.people import Actor, Role
from counter.domain.records import CatalogueImported

CATALOGUE_STREAM = "catalogue"


def import_catalogue(
    hall: Hall,
    catalogue: Catalogue,
    body: bytes,
    digest: str,
    actor: Actor,
    scans: Sequence[bytes] = (),
) -> bool:
    """Record a version with its canonical bytes and the pictures that its letters name (`scans`).

    False when this very version is already here.

    Raises KnownError `catalogue.older` for a version that is not newer,
    `catalogue.centre` for another centre's, `role.manager`.
    """
    if actor.number != "system" and not actor.may(Role.MANAGER, Role.INSTALLER):
        raise KnownError("role.manager", "只有管理员能导入目录。", "请中心管理或安装人员来。")
    if catalogue.centre.code != hall.store.info().centre:
        raise KnownError(
            "catalogue.centre",
            text(
                "这份目录是 {there} 的，本机是 {here} 的。",
                there=catalogue.centre.code,
                here=hall.store.info().centre,
            ),
            "请换本中心的目录包。",
        )
    with hall.store.write() as tx:
        present = hall.store.catalogue()
        if present is not None and present.version >= catalogue.version:
            if present == catalogue:
                return False
            raise KnownError(
                "catalogue.older",
                text(
                    "本机目录已是第 {here} 版，这份是第 {there} 版。",
                    here=present.version,
                    there=catalogue.version,
                ),
                "请把新目录的版本号改大，再导入。",
            )
        if tx.put_blob(body) != digest:
            raise RuntimeError("the catalogue's digest does not fit its bytes")
        for scan in scans:
            tx.put_blob(scan)
        payload = CatalogueImported(
            version=catalogue.version,
            title=catalogue.title,
            digest=digest,
            units=len(catalogue.units),
            matters=len(catalogue.matters),
        )
        act = NewAct(
            stream=CATALOGUE_STREAM, payload=payload, effective_on=hall.today().isoformat()
        )
        tx.append([act], hall.stamp(actor, grant="目录"))
    hall.published("", "catalogue")
    return True
