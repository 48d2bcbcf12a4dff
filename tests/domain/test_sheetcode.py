"""The signed code of a sheet: everything comes back, and a changed character is refused."""

from __future__ import annotations

import base64
import random

import msgspec
import pytest
from tests.helpers.fee_hall import AREA, CULTURE, FINANCE, FIRE, Sheet, less
from tests.helpers.small_hall import CLERK

from counter.domain.errors import KnownError
from counter.domain.finance import chargeback, sheetcode
from counter.domain.finance.charge import Charge, ChargeStatus, evolve_charge
from counter.domain.finance.charging import LineAsk, folded
from counter.domain.finance.sheetcode import is_code, read_code, write_code
from counter.store.sheetkeys import DerivedSheetKeys

KEYS = DerivedSheetKeys("03", b"k" * 32, False, str)


def sheet_of(joint: bool = True) -> Sheet:
    sheet = Sheet(joint=joint)
    sheet.open()
    sheet.confirm("GS", AREA, LineAsk(code="A2", base=1_234_567_89), LineAsk(code="A3"))
    if joint:
        sheet.confirm("WH", LineAsk(code="B1", reduction=less()), actor=CULTURE)
        sheet.confirm("XF", actor=FIRE)
    return sheet


def test_the_whole_sheet_comes_back_from_its_code() -> None:
    charge = sheet_of().charge
    code = write_code(charge, "03", KEYS.sign)
    assert is_code(code) and not is_code(charge.number)
    said = read_code(f" {code.lower()}\n", KEYS.verify)
    assert said.lines == charge.lines and said.payer == charge.payer
    assert (said.origin, said.raised_at) == ("03", charge.raised_at)
    assert said.raised.units == (("GS", "工商局"), ("WH", "文化局"), ("XF", "消防"))
    assert [(r.unit, r.by, r.document) for r in said.reductions] == [
        ("WH", 100_00, "县政府专题纪要〔2026〕14 号")
    ]


def test_every_changed_character_and_every_cut_is_refused() -> None:
    code = write_code(sheet_of().charge, "03", KEYS.sign)
    rng = random.Random(1)
    for place in range(3, len(code)):
        other = rng.choice([c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" if c != code[place]])
        with pytest.raises(KnownError) as caught:
            read_code(code[:place] + other + code[place + 1 :], KEYS.verify)
        assert caught.value.code in ("sheet.signature", "sheet.code")
    for length in (0, 2, 3, 4, 50, len(code) - 8, len(code) - 1):
        with pytest.raises(KnownError):
            read_code(code[:length], KEYS.verify)


@pytest.mark.parametrize(
    ("scanned", "code"),
    [
        ("", "sheet.code"),
        ("430423260922030001X", "sheet.code"),
        ("https://example.invalid/x", "sheet.code"),
        ("JF1这不是码", "sheet.code"),
        ("JF1" + "0" * 200, "sheet.code"),
        ("JF2" + "A" * 200, "sheet.newer"),
        ("JF1" + "7" * 400, "sheet.code"),
    ],
)
def test_what_is_no_code_of_ours_is_said_to_be_none(scanned: str, code: str) -> None:
    with pytest.raises(KnownError) as caught:
        read_code(scanned, KEYS.verify)
    assert caught.value.code == code


def test_a_well_signed_bomb_is_not_unpacked() -> None:
    packed = sheetcode._pack(b"\x00" * 10_000_000)
    head = b"JF1\x0203" + packed
    code = "JF1" + base64.b32encode(head[3:] + KEYS.sign(head)).decode().rstrip("=")
    with pytest.raises(KnownError) as caught:
        read_code(code, KEYS.verify)
    assert caught.value.code == "sheet.code"


def test_the_code_of_a_usual_sheet_is_read_by_a_window_scanner() -> None:
    """Five lines of three units: at most 105 modules, 0.4 mm each on 42 mm."""
    code = write_code(sheet_of().charge, "03", KEYS.sign)
    assert len(code) <= 1_100


def test_a_sheet_too_long_for_one_code_has_none() -> None:
    charge = sheet_of().charge
    lines = tuple(
        msgspec.structs.replace(charge.lines[0], name=f"{i}".join("项目名称各不相同"), code=f"{i}")
        for i in range(80)
    )
    assert write_code(msgspec.structs.replace(charge, lines=lines), "03", KEYS.sign) == ""


def test_a_real_terminal_believes_itself_and_the_terminals_of_its_setting_alone() -> None:
    other = DerivedSheetKeys("05", b"o" * 32, False, str)
    charge = sheet_of().charge
    code = write_code(charge, "05", other.sign)
    with pytest.raises(KnownError) as caught:
        read_code(code, KEYS.verify)
    assert caught.value.code == "sheet.signature" and "05" in str(caught.value.what)
    known = DerivedSheetKeys("03", b"k" * 32, False, lambda: f'{{"05":"{other.public}"}}')
    assert read_code(code, known.verify).raised.number == charge.number
    for peers in ("", "not json", '{"05":"zz"}', '{"05":"00"}'):
        wrong = DerivedSheetKeys("03", b"k" * 32, False, lambda said=peers: said)
        assert not wrong.verify("05", b"x", other.sign(b"x"))


def test_training_terminals_believe_each_other_and_no_real_one_believes_them() -> None:
    one, two = (DerivedSheetKeys(t, b"a" * 32, True, str) for t in ("03", "05"))
    code = write_code(sheet_of().charge, "03", one.sign)
    assert read_code(code, two.verify).origin == "03"
    with pytest.raises(KnownError):
        read_code(code, KEYS.verify)


def test_a_scanned_sheet_is_taken_in_once_and_can_be_paid_here() -> None:
    sheet = sheet_of()
    said = read_code(write_code(sheet.charge, "03", KEYS.sign), KEYS.verify)
    place = sheet.place.setting()
    (act,) = chargeback.take_in(said, None, FINANCE, place)
    here = folded(Charge(number=sheet.charge.number), [act], FINANCE, place)
    assert here.status is ChargeStatus.READY and here.origin == "03"
    assert (here.payable, here.lines) == (sheet.charge.payable, sheet.charge.lines)
    assert chargeback.take_in(said, here, FINANCE, place) == []
    with pytest.raises(KnownError) as caught:
        chargeback.take_in(said, None, CLERK, place)
    assert caught.value.code == "role.finance"


def test_an_older_paper_of_a_changed_sheet_is_refused_with_both_amounts() -> None:
    sheet = sheet_of(joint=False)
    said = read_code(write_code(sheet.charge, "03", KEYS.sign), KEYS.verify)
    sheet.back()
    sheet.confirm("GS", AREA)
    sheet.answer()
    with pytest.raises(KnownError) as caught:
        chargeback.take_in(said, sheet.charge, FINANCE, sheet.place.setting())
    assert caught.value.code == "sheet.changed"
    assert "1,545.07" in str(caught.value.what) and "300.00" in str(caught.value.what)


def test_the_origins_acts_coming_later_give_the_same_sheet() -> None:
    sheet = sheet_of()
    said = read_code(write_code(sheet.charge, "03", KEYS.sign), KEYS.verify)
    place = sheet.place.setting()
    acts = chargeback.take_in(said, None, FINANCE, place)
    here = folded(Charge(number=sheet.charge.number), acts, FINANCE, place)
    for act in sheet.place.acts:
        if act.header.stream == f"charge:{here.number}":
            here = evolve_charge(here, act)
    same = ("raised", "raised_at", "payer", "lines", "reductions", "status", "payable")
    assert [getattr(here, n) for n in same] == [getattr(sheet.charge, n) for n in same]
