"""What stands on a fee ticket (财政票据), in money and words, and as the fields of its form.

The fields are those of the finance ministry's bill record (票据代码, 票号, 校验码 …), and what the
hall adds: the payer's number, the charge sheet, the case, how it was paid, the ticket a red one
answers. Amounts are whole fen; a red ticket's are negative.
"""

from __future__ import annotations

import datetime as dt
import re

import msgspec

from counter.domain.clock import paper_date
from counter.domain.errors import KnownError, text
from counter.domain.money import capital_date, capitals, yuan


class TicketItem(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a ticket. quantity and standard as they are printed (`2`, `300.00`, `0.7%`)."""

    code: str
    name: str
    unit: str = ""
    quantity: str = ""
    standard: str = ""
    amount: int  # fen; negative on a red ticket


class TicketContent(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a ticket says.

    bill_code, serial_code: 票据代码 and 票号 as printed on the paper in the tractor; check_code:
    only where the finance office gives one. date: ISO. red: 红字, refers to original_code and
    original_serial. bank fields: 一般缴款书 only.
    """

    bill_code: str
    serial_code: str
    check_code: str = ""
    date: str
    payer_name: str
    payer_code: str = ""  # credit code or identity number
    items: tuple[TicketItem, ...]
    total: int  # fen, the sum of the items
    agency_name: str  # 收款单位
    payee: str  # 收款人
    checker: str = ""  # 复核人
    remark: str = ""
    addition: str = ""  # 附加说明
    pay_code: str = ""  # 缴款码
    charge_sheet: str = ""  # 缴费通知单编号
    case_no: str = ""
    pay_method: str = ""  # 现金, 刷卡 … as printed
    pos_reference: str = ""  # 检索参考号
    red: bool = False
    original_code: str = ""
    original_serial: str = ""
    payer_account: str = ""
    payer_bank: str = ""
    payee_name: str = ""  # holder of the account that takes the money
    payee_account: str = ""
    payee_bank: str = ""
    training: bool = False
    simulated: bool = False


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """How one printer's error on one form is made good: scales about the sheet's top left corner,
    then a shift. Whole numbers, so that a setting can be kept and compared exactly."""

    dx_um: int = 0  # micrometres to the right
    dy_um: int = 0  # micrometres down
    scale_x_ppm: int = 1_000_000
    scale_y_ppm: int = 1_000_000


AS_IS = Calibration()
"""A printer that needs no help."""
FARTHEST_UM = 30_000
SCALES_PPM = (900_000, 1_100_000)


def check_calibration(calibration: Calibration) -> None:
    """Raises KnownError `overlay.calibration` beyond 30 mm or 10 %: then the paper lies wrong."""
    shifts = (calibration.dx_um, calibration.dy_um)
    scales = (calibration.scale_x_ppm, calibration.scale_y_ppm)
    least, most = SCALES_PPM
    if any(abs(shift) > FARTHEST_UM for shift in shifts):
        what = text("套打的偏移超过了 {mm} 毫米。", mm=FARTHEST_UM // 1000)
    elif any(not least <= scale <= most for scale in scales):
        what = text("套打的缩放不在 90% 到 110% 之间。")
    else:
        return
    again = text("请先检查纸有没有装正、纸张大小选得对不对，再打十字线页量一次。")
    raise KnownError("overlay.calibration", what, again)


def mask_holds(mask: str, value: str) -> bool:
    """Whether `value` has the shape of `mask`: `#` a digit, `@` a capital letter, else itself."""
    signs = {"#": "[0-9]", "@": "[A-Z]"}
    return bool(re.fullmatch("".join(signs.get(c, re.escape(c)) for c in mask), value))


def check_ticket(content: TicketContent) -> None:
    """Raises KnownError `ticket.no_items`, `ticket.sum` (items and total differ), `ticket.sign`
    (a red ticket that takes money, a plain one that gives it), `ticket.no_original`."""
    again = text("请不要打印，请技术员核对收款记录。")
    if not content.items:
        raise KnownError("ticket.no_items", text("这张票没有收费项目。"), again)
    total = sum(item.amount for item in content.items)
    if total != content.total:
        raise KnownError(
            "ticket.sum",
            text(
                "各项合计 {a} 元，票面合计 {b} 元，不相等。", a=yuan(total), b=yuan(content.total)
            ),
            again,
        )
    if (content.total < 0) != content.red:
        what = "红字票的金额必须是负数。" if content.red else "金额是负数的票必须是红字票。"
        raise KnownError("ticket.sign", what, again)
    if content.red and not content.original_serial:
        raise KnownError(
            "ticket.no_original",
            text("红字票没有写明冲的是哪一张票。"),
            text("请先选定原票，再开红字票。"),
        )


def ticket_fields(content: TicketContent) -> dict[str, object]:
    """What the layouts of tickets are filled with: every value as it is printed.

    Raises KnownError as `check_ticket` does.
    """
    check_ticket(content)
    day = dt.date.fromisoformat(content.date)
    plain = msgspec.structs.asdict(content)
    return {
        **{key: plain[key] for key in plain if key not in ("items", "total")},
        "date_words": paper_date(day),
        "date_year": f"{day.year}",
        "date_month": f"{day.month:02d}",
        "date_day": f"{day.day:02d}",
        "date_capitals": capital_date(day),
        "total": yuan(content.total),
        "total_capitals": capitals(content.total),
        "red_words": "红字" if content.red else "",
        "original": " ".join(filter(None, (content.original_code, content.original_serial))),
        "ticket_items": [_item_fields(n, item) for n, item in enumerate(content.items, 1)],
    }


def _item_fields(number: int, item: TicketItem) -> dict[str, object]:
    return {
        "no": number,
        "item_code": item.code,
        "item_name": item.name,
        "unit": item.unit,
        "quantity": item.quantity,
        "standard": item.standard,
        "amount": yuan(item.amount),
    }
