"""Invented papers of the counter beside the law's own: fees, complaints, supervision.

What fills them comes from the finance, complaint and supervision desks; the fields here are the
ones that those desks give.
"""

from __future__ import annotations

import hashlib

import msgspec

from counter.documents.samplehall import CATALOGUE, DAY
from counter.domain.clock import chinese_date, paper_date
from counter.domain.finance.charge import Charge, ChargeRaised, ChargeReduced
from counter.domain.finance.chargepapers import notice_fields
from counter.domain.finance.chargeparts import Share
from counter.domain.finance.lines import ChargeLine, Payer
from counter.domain.finance.sheetcode import write_code
from counter.domain.money import yuan


def _centre() -> dict[str, object]:
    """What papers of the centre itself bear: they may concern no case."""
    return {
        "organ": CATALOGUE.centre.name,
        "centre": CATALOGUE.centre.name,
        "hotline": CATALOGUE.centre.hotline,
        "complaints": CATALOGUE.centre.complaints,
        "clerk": "肖建华",
        "date": DAY.isoformat(),
        "date_words": paper_date(DAY),
        "date_chinese": chinese_date(DAY),
    }


def _line(unit: str, name: str, quantity: int, measure: str, fen: int, due: int) -> ChargeLine:
    """A line as a unit states it."""
    return ChargeLine(
        unit=unit,
        unit_short=unit,
        code="103044905",
        name=name,
        basis="湘政办发〔2010〕28 号（演示）",
        measure=measure,
        quantity=quantity,
        standard=yuan(fen),
        due=due,
        ticket_kind="0121",
        account="衡山县非税收入财政专户（演示）",
    )


def sheet() -> Charge:
    """A sheet of three lines of two units, one reduced by half: 850.50 in all."""
    payer = Payer(name="衡山开云建筑有限公司", number="91430423MA4L00003J", applicant=False)
    raised = ChargeRaised(
        number="缴〔2026〕03-0533",
        case_no="430423260922030001X",
        matter="430423-WH-0007-01",
        matter_title="娱乐场所经营许可",
        payer=payer,
        window="9",
        unit="文化局",
        units=(("文化局", "文化局"), ("环卫局", "环卫局"), ("气象局", "气象局")),
        catalogue=1,
        clerk_name="肖建华",
        priced_on=DAY.isoformat(),
    )
    less = ChargeReduced(
        unit="环卫局",
        code="103044905",
        by=100_00,
        basis="minutes",
        document="县政府专题纪要〔2026〕14 号",
        approver="唐国华",
        approved_on="2026-09-18",
        scan="",
        name="建筑垃圾处置费",
    )
    reduced = msgspec.structs.replace(
        _line("环卫局", "建筑垃圾处置费", 25_000, "t", 8_00, 200_00), reduced=100_00
    )
    return Charge(
        number=raised.number,
        raised=raised,
        raised_at=f"{DAY.isoformat()}T09:30:00.000+08:00",
        payer=payer,
        shares=tuple(Share(unit=u, unit_short=u, by="0901", at="x") for u, _ in raised.units),
        lines=(
            _line("文化局", "场所占用费", 12_000, "㎡", 25_00, 300_00),
            _line("文化局", "场所检测费", 1_000, "次", 450_50, 450_50),
            reduced,
        ),
        reductions=(less,),
    )


def charge(case: dict[str, object]) -> dict[str, object]:
    """缴费通知单 of that sheet; the signature in its code is none."""
    made = sheet()
    assert made.payer is not None
    code = write_code(made, "03", lambda data: hashlib.sha512(data).digest())
    return {**case, **notice_fields(made, made.payer), "sheet_code": code}


def back_slip(case: dict[str, object]) -> dict[str, object]:
    """请回窗口: the citizen's half of a 打回."""
    return {**send_back(case), "title": "请回窗口", "sheet_number": "缴〔2026〕03-0533"}


def send_back(case: dict[str, object]) -> dict[str, object]:
    """打回单: a line that the published standards do not have."""
    return {
        **case,
        "sheet_number": "缴〔2026〕03-0533",
        "reason_code": "不按标准开票",
        "reason": "“图纸复制费”不在公布的收费目录里。",
        "requirement": "删去这一项，按目录重新开缴费通知单。",
        "sender": "刘慧（财政窗口）",
        "until_words": "",
    }


def _complaint() -> dict[str, object]:
    return {
        **_centre(),
        "query": "TS-2026-0012",
        "complaint_no": "TS-2026-0012",
        "case_no_grouped": "",
        "complainant": "欧阳雪",
        "complainant_phone": "139 0000 1127",
        "kind_words": "投诉",
        "source_words": "窗口来人",
        "target": "9 号窗口",
    }


def complaint() -> dict[str, object]:
    """投诉登记单."""
    return {
        **_complaint(),
        "facts": "上午十点半到窗口，工作人员不在岗，等了四十分钟没有人接待。",
        "evidence": "排队小票一张",
        "decide_words": "2026 年 9 月 30 日",
    }


def complaint_reply() -> dict[str, object]:
    """投诉答复单."""
    return {
        **_complaint(),
        "filed_words": paper_date(DAY),
        "finding": "窗口人员当天外出开会，B 角没有到岗，情况属实。",
        "result": "对窗口人员批评教育，计入本月考核；单位向你道歉。",
        "measures": "外出须先登记，由 B 角到岗后离开。",
    }


def urge(case: dict[str, object]) -> dict[str, object]:
    """督办单 on the promised case."""
    return {
        **case,
        "unit_name": "衡山县文化局",
        "event_words": "明天到期，尚未审核",
        "demand": "今天完成审核，明天以前作出决定。",
        "answer_words": "2026 年 10 月 20 日",
    }


def rectify() -> dict[str, object]:
    """整改通知书 after a complaint."""
    return {
        **_centre(),
        "query": "ZG-2026-0003",
        "case_no_grouped": "",
        "unit_name": "衡山县文化局",
        "source_words": "投诉 TS-2026-0012",
        "finding": "窗口人员离岗，B 角没有到岗，办事群众等候四十分钟。",
        "basis": "《政务中心窗口管理办法》（演示）",
        "demand": "落实 A、B 角制度，离岗先登记。",
        "until_words": "2026 年 10 月 20 日",
    }
