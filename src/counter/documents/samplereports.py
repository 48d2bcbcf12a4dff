"""Invented reports of the finance window: a day of 31 sheets and 28 tickets, a month of paper.

The figures of the day belong together: the five equations of its closing hold with them, but for
ten yuan that are short and explained. People, accounts and numbers do not exist.
"""

from __future__ import annotations

from counter.documents.samplehall import CATALOGUE, DAY
from counter.domain.clock import paper_date
from counter.domain.money import capitals, yuan


def _head(paper: str) -> dict[str, object]:
    """What every report bears: whose, of which window and day, who made and who checked it."""
    return {
        "centre": CATALOGUE.centre.name,
        "paper_number": paper,
        "day_words": paper_date(DAY),
        "period_words": paper_date(DAY),
        "window": "20",
        "shift": "20/2026-09-22/1",
        "maker": "刘慧",
        "checker": "何建平",
    }


PIECES = (24, 11, 9, 14, 7, 26, 7, 5, 0)
FACES = (10000, 5000, 2000, 1000, 500, 100, 50, 10, 1)
FACE_WORDS = ("100 元", "50 元", "20 元", "10 元", "5 元", "1 元", "5 角", "1 角", "分")


def _faces(pieces: tuple[int, ...] = PIECES) -> list[dict[str, object]]:
    return [
        {"face": word, "pieces": n, "amount": yuan(face * n)}
        for word, face, n in zip(FACE_WORDS, FACES, pieces, strict=True)
    ]


def _counted(pieces: tuple[int, ...] = PIECES) -> int:
    return sum(face * n for face, n in zip(FACES, pieces, strict=True))


def _spoiled() -> list[dict[str, object]]:
    return [
        {
            "number": "0000600066",
            "state": "作废",
            "reason": "卡纸：打到一半纸歪了",
            "copies": "3 联齐",
            "people": "刘慧、何建平",
            "replaced": "0000600067",
        }
    ]


def day_close() -> dict[str, object]:
    """日结单: four equations hold, the cash is ten yuan short."""
    equations = (
        ("票", "原有 57 + 领 0 − 开 28 − 废 1 − 失 0", "余 28", "相等"),
        ("钱", "正票 24,872.50 − 红字 0.00", "现金 4,845.00 + POS 19,527.50 + 转账 500.00", "相等"),
        (
            "现金",
            "底金 500.00 + 收 4,845.00 − 找退 0.00 − 存 2,000.00",
            "点出 3,335.00",
            "短 10.00",
        ),
        ("POS", "成功 20,027.50 − 撤销 500.00 − 退货 0.00", "终端结算 19,527.50", "相等"),
        (
            "缴费单",
            "应收 26,232.50 − 减免 260.00 − 打回 1,100.00",
            "已收 24,872.50 + 未收 0.00",
            "相等",
        ),
    )
    ways = (
        ("现金", 12, "4,845.00", "0.00", "4,845.00"),
        ("POS", 16, "20,027.50", "500.00", "19,527.50"),
        ("转账", 1, "500.00", "0.00", "500.00"),
    )
    return {
        **_head("日结〔2026〕20-0187"),
        "locked_words": "2026-09-22 17:43",
        "number_range": "0000600044 至 0000600072",
        "stub_words": "领 100 = 用 70 + 废 2 + 余 28",
        "equations": [
            {"no": n, "name": e[0], "left_words": e[1], "right_words": e[2], "verdict": e[3]}
            for n, e in enumerate(equations, 1)
        ],
        "differences": [
            {
                "no": 3,
                "by": "短 10.00",
                "reason": "找零多付，交款人已走",
                "words": "11:20 前后，缴〔2026〕03-0519",
            }
        ],
        "ways": [
            {"way": w[0], "count": w[1], "taken": w[2], "returned": w[3], "net": w[4]} for w in ways
        ],
        "taken_sum": "25,372.50",
        "returned_sum": "500.00",
        "net_sum": "24,872.50",
        "faces": _faces(),
        "counted": yuan(_counted()),
        "counted_words": capitals(_counted()),
        "float": "500.00",
        "cash_in": "4,845.00",
        "cash_out": "0.00",
        "banked": "2,000.00",
        "cash_due": "3,345.00",
        "short_words": "短款 10.00",
    }


def ticket_usage() -> dict[str, object]:
    """票据使用情况表 of the day: one kind in use, one untouched."""
    stocks = (
        ("非税收入通用票据（机打）", "43042126", 57, 0, 28, 1, 0, 28),
        ("非税收入一般缴款书（机打）", "43042226", 40, 60, 0, 0, 0, 100),
    )
    names = ("opening", "received", "issued", "void", "lost", "left")
    sums = {f"{name}_sum": sum(int(s[n + 2]) for s in stocks) for n, name in enumerate(names)}
    return {
        **_head("票用〔2026〕20-0187"),
        "stocks": [
            {"name": s[0], "code": s[1], **dict(zip(names, s[2:], strict=True))} for s in stocks
        ],
        **sums,
        "stub_words": "领 157 = 用 28 + 废 1 + 余 128",
        "gap_words": "",
        "runs": [
            {
                "code": "43042126",
                "first": "0000600044",
                "last": "0000600072",
                "count": 29,
                "amount": "24,872.50",
                "red_amount": "0.00",
            }
        ],
        "spoiled": _spoiled(),
    }


FEES = (
    ("建设局", "城市基础设施配套费", "103044301", 1, 300_00, 0),
    ("消防大队", "消防设施检测费", "103044302", 1, 450_50, 0),
    ("气象局", "防雷装置检测费", "103044303", 1, 200_00, 100_00),
)


def fee_summary() -> dict[str, object]:
    """收费汇总表: one ticket over 850.50, split to three units; one line reduced by half."""
    due, reduced = sum(f[4] for f in FEES), sum(f[5] for f in FEES)
    paid = due - reduced
    return {
        **_head("汇总〔2026〕20-0187"),
        "fees": [
            {
                "unit_short": f[0],
                "name": f[1],
                "code": f[2],
                "count": f[3],
                "due": yuan(f[4]),
                "reduced": yuan(f[5]),
                "paid": yuan(f[4] - f[5]),
            }
            for f in FEES
        ],
        "count_sum": len(FEES),
        "due_sum": yuan(due),
        "reduced_sum": yuan(reduced),
        "paid_sum": yuan(paid),
        "paid_words": capitals(paid),
        "ticket_count": 1,
        "red_count": 0,
        "accounts": [
            {"account": "衡山县非税收入汇缴结算户（演示）", "amount": yuan(400_00)},
            {"account": "衡山县消防专项资金户（演示）", "amount": yuan(450_50)},
        ],
    }


def pos_reconcile() -> dict[str, object]:
    """POS 对账表: sixteen sales, one of them undone, and the terminal says the same."""
    totals = (
        ("消费", 16, "20,027.50", 16, "20,027.50", "0.00"),
        ("撤销", 1, "500.00", 1, "500.00", "0.00"),
        ("退货", 0, "0.00", 0, "0.00", "0.00"),
        ("合计（净额）", 17, "19,527.50", 17, "19,527.50", "0.00"),
    )
    sums = ("trade", "count", "amount", "their_count", "their_amount", "by")
    return {
        **_head("对账〔2026〕20-0187"),
        "merchant": "898430470110001",
        "pos_terminal": "43010077",
        "pos_batch": "000126",
        "settled_words": "2026-09-22 17:36",
        "verdict_words": "一致，没有结果未知的",
        "pos_totals": [dict(zip(sums, t, strict=True)) for t in totals],
        "trades": _trades(),
    }


def _trades() -> list[dict[str, object]]:
    """Seventeen trades that sum to the totals above."""
    amounts = [500_00, 500_00, 850_50, 1_907_00, *[1_290_00] * 13]
    return [
        {
            "time": f"{9 + n // 3:02d}:{12 + 17 * (n % 3):02d}",
            "trade": "撤销" if n == 1 else "消费",
            "trace": f"20-{211 + n:06d}",
            "voucher": f"{102 + n:06d}",
            "reference": f"0922{9 + n // 3:02d}{12 + 17 * (n % 3):02d}{1100 + 7 * n}",
            "card": "622202******1127" if n < 2 else f"621700******{900 + 35 * n:04d}",
            "amount": yuan(fen),
            "verdict": "一致",
        }
        for n, fen in enumerate(amounts)
    ]


def bank_deposit() -> dict[str, object]:
    """缴款单 over 2,000.00 in notes."""
    pieces = (15, 8, 4, 2, 0, 0, 0, 0, 0)
    return {
        **_head("缴款〔2026〕20-0093"),
        "account_name": "衡山县财政局非税收入汇缴结算户",
        "account_number": "8201 0750 0000 0000 118",
        "account_bank": "衡山农村商业银行营业部（演示）",
        "amount": yuan(_counted(pieces)),
        "amount_words": capitals(_counted(pieces)),
        "source_words": "非税收入（窗口现金）",
        "faces": _faces(pieces),
        "note_words": "",
        "bank_slip": "",
    }


def ticket_writeoff() -> dict[str, object]:
    """票据核销表 of a month: two batches go back with their stubs."""
    batches = (
        (
            "非税收入通用票据（机打）",
            "43042126",
            "0000600001",
            "0000600100",
            100,
            98,
            2,
            0,
            0,
            8_213_450,
        ),
        (
            "非税收入通用票据（机打）",
            "43042126",
            "0000600101",
            "0000600200",
            100,
            61,
            1,
            1,
            37,
            5_902_025,
        ),
    )
    names = ("received", "issued", "void", "lost", "left")
    amount = sum(b[9] for b in batches)
    torn = [
        {**_spoiled()[0], "number": number, "reason": "打印错误", "replaced": after}
        for number, after in (("0000600012", "0000600013"), ("0000600118", "0000600119"))
    ]
    lost = {
        "number": "0000600133",
        "state": "遗失",
        "reason": "已报财政，公告〔2026〕7 号声明作废",
        "copies": "—",
        "people": "刘慧、何建平",
        "replaced": "",
    }
    return {
        **_head("核销〔2026〕0009"),
        "period_words": "2026 年 9 月",
        "batches": [
            {
                "name": b[0],
                "code": b[1],
                "first": b[2],
                "last": b[3],
                **dict(zip(names, b[4:9], strict=True)),
                "amount": yuan(b[9]),
            }
            for b in batches
        ],
        **{f"{name}_sum": sum(int(b[n + 4]) for b in batches) for n, name in enumerate(names)},
        "amount_sum": yuan(amount),
        "amount_words": capitals(amount),
        "stub_words": "领 200 = 用 159 + 废 3 + 失 1 + 余 37",
        "spoiled": [*torn, *_spoiled(), lost],
    }


def shift_handover() -> dict[str, object]:
    """交接班单 at noon, with one payment that nobody knows the outcome of."""
    handed = (
        ("现金", "3,335.00", "本班收 4,845.00，存银行 2,000.00"),
        ("下一张票号", "0000600073", "通用票据 43042126，与链纸核对过"),
        ("余票", "28 张", "领 100 = 用 70 + 废 2 + 余 28"),
        ("一般缴款书余票", "100 张", "下一张 0000000101"),
        ("POS", "批次 000126", "没有结算，签到有效"),
    )
    return {
        **_head("交接〔2026〕20-0012"),
        "next_shift": "20/2026-09-22/2",
        "giver": "刘慧",
        "taker": "谭明",
        "handed_words": "2026-09-22 12:02",
        "float": "500.00",
        "counted": yuan(_counted()),
        "counted_words": capitals(_counted()),
        "handed": [{"what": h[0], "value": h[1], "words": h[2]} for h in handed],
        "faces": _faces(),
        "open_items": [
            {
                "what": "POS 结果未知",
                "number": "缴〔2026〕03-0533",
                "amount": "850.50",
                "next": "问 POS 机最后一笔，问到才能开票",
            },
            {
                "what": "已收款未开票",
                "number": "缴〔2026〕03-0529",
                "amount": "120.00",
                "next": "装好链纸，打票",
            },
        ],
    }


def pos_pending() -> dict[str, object]:
    """待查凭证: the terminal has not answered."""
    return {
        "centre": CATALOGUE.centre.name,
        "hotline": CATALOGUE.centre.hotline,
        "window": "20",
        "clerk": "刘慧",
        "trace": "20-000217",
        "amount": yuan(850_50),
        "amount_words": capitals(850_50),
        "payer_name": "衡山县春天里餐饮有限责任公司",
        "sheet_number": "缴〔2026〕03-0533",
        "case_no": "4304232609220900218",
        "asked_words": "2026-09-22 14:06:12",
        "pos_terminal": "43010077",
        "card": "621700******0935",
    }
