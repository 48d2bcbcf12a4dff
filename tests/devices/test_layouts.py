"""Four layouts chosen by byte 248; nothing on a card is guessed, dropped or passed over."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.devices.staging import FOREIGN_2017, FOREIGN_2023, HMT, RESIDENT

from counter.devices.id_reader.ethnicity import ETHNICITIES
from counter.devices.id_reader.layouts import NOTE_WORDS, UNREADABLE, decode_block
from counter.devices.sim.cards import make_block
from counter.domain.errors import KnownError
from counter.domain.persons import LONG_TERM, DocKind, IdDocument


def block_of(*parts: tuple[str, int]) -> bytes:
    """Text parts, each padded with spaces to a number of characters."""
    return "".join(text.ljust(width) for text, width in parts).encode("utf-16-le")


def test_a_resident_card_byte_by_byte() -> None:
    block = block_of(
        ("张三", 15), ("1", 1), ("15", 2), ("19900101", 8), ("湖南省衡山县开云镇", 35),
        ("430423199001010014", 18), ("衡山县公安局", 15), ("20160501", 8), ("20360501", 8),
        ("", 18),
    )  # fmt: skip
    assert decode_block(block, read_at="2026-11-23T09:00:00+08:00") == IdDocument(
        kind=DocKind.RESIDENT,
        name="张三",
        sex="1",
        ethnicity="土家",
        birth="1990-01-01",
        address="湖南省衡山县开云镇",
        number="430423199001010014",
        issuer="衡山县公安局",
        valid_from="2016-05-01",
        valid_to="2036-05-01",
        source="card",
        read_at="2026-11-23T09:00:00+08:00",
    )


def test_a_card_of_hong_kong_macao_taiwan_byte_by_byte() -> None:
    block = block_of(
        ("陈小明", 15), ("1", 1), ("", 2), ("19851112", 8), ("开云镇", 35),
        ("810000198511120026", 18), ("衡山县公安局", 15), ("20220101", 8), ("20270101", 8),
        ("H12345678", 9), ("02", 2), ("", 3), ("J", 1), ("", 3),
    )  # fmt: skip
    document = decode_block(block)
    assert (document.kind, document.name) == (DocKind.HMT, "陈小明")
    assert (document.pass_number, document.issue_count) == ("H12345678", "02")
    assert document.ethnicity == ""


def test_a_foreigners_card_of_2017_is_not_read_as_a_resident_card() -> None:
    block = block_of(
        ("SMITH, ANNA MARIA", 60), ("2", 1), ("CAN430079030402", 15), ("CAN", 3), ("安娜", 15),
        ("20190601", 8), ("20290601", 8), ("19790304", 8), ("01", 2), ("4300", 4),
        ("I", 1), ("", 3),
    )  # fmt: skip
    document = decode_block(block)
    assert document.kind is DocKind.FOREIGN_2017
    assert (document.name, document.foreign_name) == ("安娜", "SMITH, ANNA MARIA")
    assert (document.number, document.nationality) == ("CAN430079030402", "CAN")
    assert (document.birth, document.valid_to) == ("1979-03-04", "2029-06-01")
    assert document.notes == ()


def test_a_foreigners_card_of_2023_byte_by_byte() -> None:
    block = block_of(
        ("阿里", 15), ("1", 1), ("00", 2), ("19800101", 8), ("ALI KHAN", 35),
        ("931586198001010028", 18), ("", 15), ("20240201", 8), ("20340201", 8), ("", 11),
        ("PAK", 3), ("Y", 1), ("000", 3),
    )  # fmt: skip
    document = decode_block(block)
    assert document.kind is DocKind.FOREIGN_2023
    assert (document.name, document.foreign_name, document.nationality) == (
        "阿里", "ALI KHAN", "PAK",
    )  # fmt: skip
    assert (document.issue_count, document.former_number) == ("00", "000")
    assert document.notes == ()


@pytest.mark.parametrize("card", [RESIDENT, HMT, FOREIGN_2017, FOREIGN_2023])
def test_what_the_simulator_writes_comes_back(card: dict[str, Any]) -> None:
    document = decode_block(make_block(card))
    for name in set(card) - {"kind", "sex", "version"}:
        assert getattr(document, name) == card[name], name
    assert document.kind == card["kind"]
    assert document.unreadable == ()


def test_a_foreigner_without_a_chinese_name_keeps_the_name_on_the_card() -> None:
    card = {**FOREIGN_2017, "name": ""}
    assert decode_block(make_block(card)).name == "SMITH, ANNA MARIA"


@pytest.mark.parametrize("mark", ["Z", "i", "居", "\ue000"])
def test_an_unknown_mark_is_shown_raw_and_never_guessed(mark: str) -> None:
    with pytest.raises(KnownError) as caught:
        decode_block(make_block({**RESIDENT, "mark": mark}))
    error = caught.value
    assert error.code == "card.unknown_layout"
    assert ("张三" in error.context["raw"], error.context["mark"]) == (True, f"U+{ord(mark):04X}")
    assert "张三" not in str(error)


def test_long_term_is_a_value_of_its_own() -> None:
    document = decode_block(make_block({**RESIDENT, "valid_to": "长期"}))
    assert document.valid_to == LONG_TERM
    assert not document.expired_on("2999-01-01")


@pytest.mark.parametrize("name", ["birth", "valid_from", "valid_to"])
@pytest.mark.parametrize("value", ["20261301", "2026", "长期有效", "00000000", "２０２６０１０１"])
def test_a_date_that_is_none_is_refused(name: str, value: str) -> None:
    with pytest.raises(KnownError) as caught:
        decode_block(make_block({**RESIDENT, name: value}))
    assert caught.value.code == "card.bad_data"


def test_long_term_belongs_to_the_end_only() -> None:
    with pytest.raises(KnownError):
        decode_block(make_block({**RESIDENT, "valid_from": "长期"}))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("张\ue123", f"张{UNREADABLE}"),  # private use, as old office fonts had it
        ("张\ud840", f"张{UNREADABLE}"),  # half a surrogate pair at the end
        ("\udc00三", f"{UNREADABLE}三"),
        ("张\U000f0001", f"张{UNREADABLE}"),
        ("张\x07三", f"张{UNREADABLE}三"),
        ("张\uffff", f"张{UNREADABLE}"),
    ],
)
def test_what_cannot_be_shown_is_flagged_and_marked(written: str, shown: str) -> None:
    document = decode_block(make_block({**RESIDENT, "name": written}))
    assert (document.name, document.unreadable) == (shown, ("name",))


@pytest.mark.parametrize("name", ["𠮷田", "㙓一", "䶮", "买买提·吐尔逊", "张　三", "神", "〇"])
def test_rare_characters_come_through_untouched(name: str) -> None:
    document = decode_block(make_block({**RESIDENT, "name": name}))
    assert (document.name, document.unreadable) == (name, ())


def test_an_unknown_ethnic_code_stays_a_code() -> None:
    assert decode_block(make_block({**RESIDENT, "ethnicity": "81"})).ethnicity == "81"


def test_the_table_of_ethnic_groups_is_whole() -> None:
    assert list(ETHNICITIES) == [f"{n:02d}" for n in range(1, 57)] + ["97", "98"]
    assert len(set(ETHNICITIES.values())) == 58


@pytest.mark.parametrize(
    ("change", "note"),
    [
        ({"number": "430423199001010015"}, "id.check"),
        ({"number": "43042319900101001"}, "id.length"),
        ({"number": "43042319901301001X"}, "id.birth"),
        ({"birth": "1990-01-02"}, "card.birth_differs"),
    ],
)
def test_a_number_that_does_not_fit_is_noted(change: dict[str, str], note: str) -> None:
    card = {"birth": "1990-01-01", "sex": "1", **RESIDENT, **change}
    document = decode_block(make_block(card))
    assert document.notes == (note,)
    assert note in NOTE_WORDS


def test_a_field_of_the_2023_card_that_nobody_published_is_noted() -> None:
    assert decode_block(make_block({**FOREIGN_2023, "untold": "EXTRA"})).notes == ("card.untold",)


@given(st.binary(min_size=256, max_size=256))
def test_any_block_is_decoded_or_refused_in_words(block: bytes) -> None:
    for mark in (" ", "J", "I", "Y"):
        changed = block[:248] + mark.encode("utf-16-le") + block[250:]
        try:
            document = decode_block(changed)
        except KnownError as error:
            assert error.code == "card.bad_data"
        else:
            document.name.encode("utf-8")


@pytest.mark.parametrize("size", [0, 255, 257])
def test_a_block_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(KnownError) as caught:
        decode_block(bytes(size))
    assert caught.value.code == "card.bad_data"


@pytest.mark.parametrize(
    ("card", "complaint"),
    [
        ({"kind": "driver"}, "unknown kind"),
        ({**RESIDENT, "phone": "1"}, "no field"),
        ({**RESIDENT, "name": "长" * 16}, "bytes long"),
        ({"raw": "00"}, "256"),
    ],
)
def test_the_simulator_refuses_a_card_that_cannot_be(card: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        make_block(card)
