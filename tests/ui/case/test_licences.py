"""The case page of a renewal (art. 50) and of a matter limited in number (art. 57)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from tests.domain.test_renewal import EXPIRES, RENEW
from tests.helpers.small_hall import CATALOGUE, CHIEF, CLERK, PROMISE, SPOT
from tests.ui.case.kit import Kit, roster
from tests.ui.case.test_presenter import page_of

from counter.domain.catalogue import MatterLaw
from counter.domain.errors import KnownError
from counter.ui.pages.case.panels import DecidePanel
from counter.ui.pages.case.presenter import CasePresenter

LIMITED = msgspec.structs.replace(PROMISE, law=MatterLaw(limited=True))
LICENCES = msgspec.structs.replace(CATALOGUE, matters=(SPOT, LIMITED, RENEW))


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[Kit]:
    made = Kit(tmp_path, catalogue=roster(LICENCES))
    yield made
    made.store.close()


def renewal(kit: Kit) -> str:
    return kit.accept(RENEW.code, fields={"licence_no": "湘衡食 0042", "expires": EXPIRES})


def panel(page: CasePresenter) -> DecidePanel:
    page.decide()
    assert isinstance(page.panel, DecidePanel)
    return page.panel


def facts(page: CasePresenter) -> str:
    return "\n".join(str(fact.words) for fact in panel(page).facts)


def test_the_panel_says_what_is_renewed_and_what_silence_brings(kit: Kit) -> None:
    assert "10-30 周五 到期，到期没有决定就视为准予延续" in facts(page_of(kit, renewal(kit)))


def test_once_the_law_has_renewed_there_is_nothing_to_choose(kit: Kit) -> None:
    number = renewal(kit)
    kit.clock.moment += dt.timedelta(days=41)
    assert kit.law.automatic() == 1
    page = page_of(kit, number)
    assert "视为准予延续" in [str(e.title) for e in page.timeline()]
    assert "补出决定书" in str(page.next_step().then)
    kit.decision.review(CLERK, number, "refuse", "看不准")
    found = panel(page_of(kit, number, CHIEF))
    assert (found.chosen, found.view().options) == ("granted", ())
    assert any("只能准予" in str(fact.words) for fact in found.facts)


def test_the_order_of_acceptance_stands_in_timeline_and_panel(kit: Kit) -> None:
    kit.accept(LIMITED.code)
    number = kit.accept(LIMITED.code)
    page = page_of(kit, number)
    accepted = next(e for e in page.timeline() if str(e.title) == "受理")
    assert "第 2 号" in str(accepted.note)
    assert "03-0002" in facts(page)


def test_a_grant_that_would_pass_somebody_over_is_refused_in_words(kit: Kit) -> None:
    kit.accept(LIMITED.code)
    number = kit.accept(LIMITED.code)
    kit.decision.review(CLERK, number, "grant")
    with pytest.raises(KnownError, match="受理顺序 03-0001"):
        kit.decision.decide(CHIEF, number, "granted")
