"""Arts 78 and 79: who may not apply again, for what, and until when."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from tests.helpers.small_hall import CHIEF, CLERK, DOCUMENT, NOW, PROMISE, SPOT, Place

from counter.domain.bars import check_bars, file_bar, last_day, lift_bar
from counter.domain.catalogue import Matter, MatterLaw
from counter.domain.errors import KnownError

TODAY = NOW.date()
SAFE = msgspec.structs.replace(SPOT, law=MatterLaw(safety=True))
PAPER = "衡工商罚〔2026〕7 号"


def barred(article: int = 78, matter: Matter = SAFE, start: dt.date = TODAY) -> Place:
    place = Place()
    acts = file_bar((), DOCUMENT.number, article, matter, start, PAPER, CHIEF, TODAY)  # type: ignore[arg-type]
    place.record(CHIEF, acts)
    return place


@pytest.mark.article("78")
@pytest.mark.parametrize(("article", "until"), [(78, "2027-09-22"), (79, "2029-09-22")])
def test_who_is_barred_is_refused_with_article_and_last_day(article: int, until: str) -> None:
    place = barred(article)
    last = dt.date.fromisoformat(until)
    with pytest.raises(KnownError) as refusal:
        check_bars(place.acts, SAFE, last)
    assert refusal.value.code == "bar.stands" and until in str(refusal.value.what)
    assert refusal.value.rule == {78: "行政许可法第七十八条", 79: "行政许可法第七十九条"}[article]
    check_bars(place.acts, SAFE, last + dt.timedelta(days=1))


@pytest.mark.article("78")
def test_the_bar_covers_the_licence_in_every_variant_and_no_other() -> None:
    place = barred()
    check_bars(place.acts, msgspec.structs.replace(PROMISE, law=MatterLaw(safety=True)), TODAY)
    with pytest.raises(KnownError):
        check_bars(place.acts, msgspec.structs.replace(SAFE, variant="变更"), TODAY)


@pytest.mark.article("79")
def test_a_lifted_bar_no_longer_stands() -> None:
    place = barred(79)
    place.record(CHIEF, lift_bar(place.acts, DOCUMENT.number, PAPER, "复议决定撤销", CHIEF, TODAY))
    check_bars(place.acts, SAFE, TODAY)


@pytest.mark.article("78")
def test_a_matter_without_danger_to_anyone_cannot_be_barred() -> None:
    with pytest.raises(KnownError) as refusal:
        barred(matter=SPOT)
    assert refusal.value.code == "bar.matter"


def test_a_clerk_files_no_bar_and_a_document_is_filed_once() -> None:
    place = barred()
    with pytest.raises(KnownError) as refusal:
        file_bar((), DOCUMENT.number, 78, SAFE, TODAY, PAPER, CLERK, TODAY)
    assert refusal.value.code == "role.chief"
    with pytest.raises(KnownError) as refusal:
        file_bar(place.acts, DOCUMENT.number, 78, SAFE, TODAY, PAPER, CHIEF, TODAY)
    assert refusal.value.code == "bar.twice"


def test_a_bar_from_a_leap_day_ends_on_the_last_of_february() -> None:
    assert last_day(dt.date(2024, 2, 29), 78) == dt.date(2025, 2, 28)
