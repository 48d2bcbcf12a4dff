"""The sheets of the fee catalogue: 收费项目, 事项收费, 企业一费制.

All three may be missing: such a hall charges nothing.
"""

from __future__ import annotations

from counter.domain.fees import BASIS_LEVELS
from counter.packs.columns import Column, Sheet

STANDARDS = {
    "定额": "fixed",
    "按量": "per",
    "分档累进": "each",
    "分档全额": "whole",
    "分档定额": "flat",
    "比例": "percent",
}
STATUSES = {"生效": "in_force", "草案": "draft"}
LEVELS = {word: str(level) for level, word in BASIS_LEVELS.items()}

FEES = Sheet(
    "fees",
    "收费项目",
    (
        Column("编码", "code", width=12, note="九位数字"),
        Column(
            "版次", "version", "int", low=1, width=8, note="同一编码改了标准，另写一行，版次加一"
        ),
        Column("名称", "name", width=28),
        Column("单位", "unit", refers="units", width=8, note="哪个单位收"),
        Column("计量单位", "measure", width=10, note="项、㎡、t、本……；比例的写计费基数的名称"),
        Column("计费方式", "how", "choice", choices=STANDARDS, width=10),
        Column(
            "标准",
            "price",
            width=34,
            note="元，例如 25.00；分档：至 1000：8.00、至 10000：4.00、以上：0；比例：0.1% 或 1‰",
        ),
        Column("最低", "floor", "money", False, width=10, note="元；比例才填"),
        Column("最高", "ceiling", "money", False, width=12, note="元；比例才填"),
        Column("依据", "basis", required=False, width=34, note="文件名称和文号；生效的必填"),
        Column("依据层级", "level", "choice", False, LEVELS, width=12, note="生效的必填"),
        Column(
            "许可收费",
            "licence_fee",
            "bool",
            width=10,
            note="是：许可本身的收费，依据只能是法律、行政法规（58 条）",
        ),
        Column("票据种类", "ticket_kind", width=10, note="四位代码，例如 0121"),
        Column("收入账户", "account", width=24, note="财政专户或国库"),
        Column("生效", "valid_from", "date", False, width=12, note="生效的必填"),
        Column("失效", "valid_until", "date", False, width=12, note="最后一天；空着：没有期限"),
        Column("状态", "status", "choice", choices=STATUSES, width=8, note="草案不能收"),
        Column("核准", "approved_by", required=False, width=22, note="每年清理核准的机关"),
        Column(
            "代理服务", "agency", "bool", False, width=10, note="是：全程代理，不收费，标准写 0"
        ),
        Column("历史", "historical", "bool", False, width=8, note="是：已经取消的项目"),
        Column("虚构", "invented", "bool", False, width=8, note="是：编码、文号或标准是演示用的"),
    ),
    unique=("code", "version"),
    note="目录以外的不能收（59 条）。一个项目的一版一行。",
    optional=True,
)

MATTER_FEES = Sheet(
    "fee_matters",
    "事项收费",
    (
        Column("事项", "matter", refers="matters", width=20),
        Column("项目", "fee", refers="fees", width=12),
        Column("说明", "note", required=False, width=40, note="什么情况才收"),
    ),
    unique=("matter", "fee"),
    note="哪个事项有哪些收费项目；收费单位是主办单位或者协办单位。",
    optional=True,
)

FEE_PLANS = Sheet(
    "fee_plans",
    "企业一费制",
    (
        Column("信用代码", "credit_code", width=22),
        Column("企业", "name", width=30),
        Column("年度", "year", "int", low=1950, high=2999, width=8),
        Column("项目", "fee", refers="fees", width=12),
        Column("金额", "fen", "money", width=12, note="元；包含在内、不另计的写 0"),
        Column("依据", "document", width=34, note="文件名称和文号"),
    ),
    unique=("credit_code", "year", "fee"),
    note="企业一年交一笔，包含的项目一项一行；别的窗口不得再收。",
    optional=True,
)
