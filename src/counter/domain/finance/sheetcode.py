"""The signed code on a charge sheet: the whole sheet in a QR, so that money can be taken offline.

Layout 1, as text: `JF1` and base32 (RFC 4648, no padding: letters and digits alone, so that no
keyboard layout of a scanner spoils it) of: one byte with the length of the terminal's name, the
name, the content, 64 bytes of signature. The content is a msgpack array, raw-deflated with a fixed
dictionary; the signature (Ed25519) covers the prefix, the terminal and the content as they stand,
and is checked before anything is unpacked.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib
from collections.abc import Callable

import msgspec

from counter.domain.errors import KnownError, text
from counter.domain.finance.charge import Charge, ChargeRaised, ChargeReduced, ChargeTakenIn
from counter.domain.finance.lines import ChargeLine, Payer

PREFIX = "JF1"
FAMILY = "JF"
SIGNATURE_BYTES = 64
MOST_CHARACTERS = 1_400
"""A QR of version 25, level M: 117 modules, 0.32 mm each on 38 mm of paper."""
_MOST_BYTES = 65_536

_DICTIONARY = (
    "企业一费制优惠政策合同文本专题纪要元每吨平方米㎡项件证次本湘政办发湘价费函财综县价县长县政府"
    "〔2010〕〔2011〕〔2012〕〔2023〕〔2024〕〔2026〕号衡山县国库（政府性基金）非税收入财政专户0301032101010121"
    "430423-JS-0001-01建筑工程施工许可有限公司工商局建设局规划局消防大队气象局科技局经发局公安局环卫处"
    "施工图设计文件审查费散装水泥专项资金新型墙体材料专项基金城市基础设施配套费防雷装置设计评价费登记费工本费"
    "91430423缴〔2026〕"
).encode()
"""Words that charge sheets have; part of layout 1, never changed."""

Sign = Callable[[bytes], bytes]
Verify = Callable[[str, bytes, bytes], bool]
"""(terminal, signed bytes, signature) → whether that terminal signed them."""


class _Line(msgspec.Struct, frozen=True, array_like=True):
    """A line, its unit by place among the sheet's units."""

    unit: int
    code: str
    name: str
    basis: str
    measure: str
    quantity: int
    standard: str
    due: int
    reduced: int
    ticket_kind: str
    account: str
    base: int


class _Less(msgspec.Struct, frozen=True, array_like=True):
    """A reduction, its unit by place; the scan stays at the origin."""

    unit: int
    code: str
    nth: int
    by: int
    basis: str
    document: str
    approver: str
    approved_on: str


class _Content(msgspec.Struct, frozen=True, array_like=True):
    number: str
    case_no: str
    matter: str
    matter_title: str
    payer: tuple[str, str, str, bool]
    window: str
    unit: str
    units: tuple[tuple[str, str], ...]
    catalogue: int
    agency: bool
    clerk_name: str
    priced_on: str
    raised_at: str
    lines: tuple[_Line, ...]
    less: tuple[_Less, ...]


_decoder = msgspec.msgpack.Decoder(_Content)


def write_code(charge: Charge, terminal: str, sign: Sign) -> str:
    """The code of a sheet on its paper; empty when the sheet is too long for one QR.

    The paper then names the number only, and money is taken where the store holds the sheet.
    """
    raised, payer = charge.raised, charge.payer
    if raised is None or payer is None:
        return ""
    name = terminal.encode()
    head = PREFIX.encode() + bytes([len(name)]) + name
    body = _pack(msgspec.msgpack.encode(_content(charge, raised, payer)))
    signature = sign(head + body)
    inner = (head + body)[len(PREFIX) :] + signature
    code = PREFIX + base64.b32encode(inner).decode().rstrip("=")
    return code if len(code) <= MOST_CHARACTERS else ""


def is_code(scanned: str) -> bool:
    """True for what the scanner reads off a charge sheet of any layout."""
    return bool(re.match(rf"{FAMILY}[0-9][A-Za-z2-7]{{80}}", scanned.strip(), re.IGNORECASE))


def read_code(scanned: str, verify: Verify) -> ChargeTakenIn:
    """What a scanned code says, once its signature holds.

    Raises KnownError `sheet.code` (none of ours, or cut off), `sheet.newer` (a later layout),
    `sheet.signature` (changed, or of a terminal that is not known here).
    """
    code = "".join(scanned.split()).upper()
    if not code.startswith(FAMILY) or len(code) < len(PREFIX) + 2:
        raise _unreadable()
    if not code.startswith(PREFIX):
        raise KnownError(
            "sheet.newer", "这张单是新版程序打的，本机读不出。", "请升级本机程序；急的按单号找。"
        )
    inner = _unbase32(code[len(PREFIX) :])
    size = inner[0] if inner else 0
    body = inner[1 + size : -SIGNATURE_BYTES]
    if not body:
        raise _unreadable()
    try:
        terminal = inner[1 : 1 + size].decode()
    except UnicodeDecodeError:
        raise _unreadable() from None
    signed, signature = inner[:-SIGNATURE_BYTES], inner[-SIGNATURE_BYTES:]
    if not verify(terminal, PREFIX.encode() + signed, signature):
        raise KnownError(
            "sheet.signature",
            text("单上的签名对不上，或者本机不认识终端 {terminal}。", terminal=terminal[:8]),
            "不要照这张单收款。请让经办窗口重打一张，或者按单号找。",
        )
    return _taken_in(_unpack(body), terminal, hashlib.sha256(code.encode()).hexdigest())


def _unreadable() -> KnownError:
    return KnownError(
        "sheet.code", "这不是缴费通知单的码，或者没扫全。", "请再扫一次；还不行就输单号。"
    )


def _unbase32(body: str) -> bytes:
    """Bytes of unpadded base32; only the one spelling of them counts."""
    try:
        inner = base64.b32decode(body + "=" * (-len(body) % 8))
    except (binascii.Error, ValueError):
        raise _unreadable() from None
    if base64.b32encode(inner).decode().rstrip("=") != body:
        raise _unreadable()
    return inner


def _pack(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=_DICTIONARY)
    return packer.compress(content) + packer.flush()


def _unpack(body: bytes) -> _Content:
    unpacker = zlib.decompressobj(-15, zdict=_DICTIONARY)
    try:
        content = unpacker.decompress(body, _MOST_BYTES)
        if not unpacker.eof or unpacker.unused_data:
            raise _unreadable()
        return _decoder.decode(content)
    except (zlib.error, msgspec.DecodeError):
        raise _unreadable() from None


def _content(charge: Charge, raised: ChargeRaised, payer: Payer) -> _Content:
    place = {unit: i for i, (unit, _) in enumerate(raised.units)}
    return _Content(
        charge.number,
        raised.case_no,
        raised.matter,
        raised.matter_title,
        (payer.name, payer.number, payer.phone, payer.applicant),
        raised.window,
        raised.unit,
        raised.units,
        raised.catalogue,
        raised.agency,
        raised.clerk_name,
        charge.priced_on,
        charge.raised_at,
        tuple(_line(x, place[x.unit]) for x in charge.lines),
        tuple(_less(r, place[r.unit]) for r in charge.reductions),
    )


def _line(x: ChargeLine, unit: int) -> _Line:
    return _Line(
        unit,
        x.code,
        x.name,
        x.basis,
        x.measure,
        x.quantity,
        x.standard,
        x.due,
        x.reduced,
        x.ticket_kind,
        x.account,
        x.base,
    )


def _less(r: ChargeReduced, unit: int) -> _Less:
    return _Less(unit, r.code, r.nth, r.by, r.basis, r.document, r.approver, r.approved_on)


def _taken_in(said: _Content, terminal: str, digest: str) -> ChargeTakenIn:
    used = [*(x.unit for x in said.lines), *(r.unit for r in said.less)]
    if any(not 0 <= unit < len(said.units) for unit in used):
        raise _unreadable()
    name, number, phone, applicant = said.payer
    payer = Payer(name=name, number=number, phone=phone, applicant=applicant)
    raised = ChargeRaised(
        number=said.number,
        case_no=said.case_no,
        matter=said.matter,
        matter_title=said.matter_title,
        payer=payer,
        window=said.window,
        unit=said.unit,
        units=said.units,
        catalogue=said.catalogue,
        agency=said.agency,
        clerk_name=said.clerk_name,
        priced_on=said.priced_on,
    )
    return ChargeTakenIn(
        raised=raised,
        raised_at=said.raised_at,
        origin=terminal,
        payer=payer,
        lines=tuple(_line_of(x, *said.units[x.unit]) for x in said.lines),
        reductions=tuple(_reduction_of(r, said.units[r.unit][0]) for r in said.less),
        digest=digest,
    )


def _line_of(x: _Line, unit: str, short: str) -> ChargeLine:
    return ChargeLine(
        unit=unit,
        unit_short=short,
        code=x.code,
        name=x.name,
        basis=x.basis,
        measure=x.measure,
        quantity=x.quantity,
        standard=x.standard,
        due=x.due,
        ticket_kind=x.ticket_kind,
        account=x.account,
        base=x.base,
        reduced=x.reduced,
    )


def _reduction_of(r: _Less, unit: str) -> ChargeReduced:
    return ChargeReduced(
        unit=unit,
        code=r.code,
        nth=r.nth,
        by=r.by,
        basis=r.basis,
        document=r.document,
        approver=r.approver,
        approved_on=r.approved_on,
        scan="",
    )
