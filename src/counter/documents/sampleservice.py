"""Invented papers of the counter beside the law's own: fees, complaints, supervision.

What fills them comes from the finance, complaint and supervision desks; the fields here are the
ones that those desks give.
"""

from __future__ import annotations

from counter.documents.samplehall import CATALOGUE, DAY
from counter.domain.clock import chinese_date, paper_date


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


def charge(case: dict[str, object]) -> dict[str, object]:
    """缴费通知单: three lines, 850.50 in all."""
    basis = "《湖南省行政事业性收费目录》（演示）"
    lines = (
        ("工本费", "1", "10.50", "10.50"),
        ("场所检测费", "2", "300.00", "600.00"),
        ("图纸复制费", "12", "20.00", "240.00"),
    )
    rows = [
        {"no": n, "name": x[0], "basis": basis, "quantity": x[1], "standard": x[2], "amount": x[3]}
        for n, x in enumerate(lines, 1)
    ]
    return {
        **case,
        "charges": rows,
        "payable": "850.50",
        "payable_words": "捌佰伍拾元零伍角整",
        "account": "衡山县非税收入汇缴专户（演示）",
        "reduction": "",
        "reduction_paper": "",
    }


def send_back(case: dict[str, object]) -> dict[str, object]:
    """打回单: a line that the published standards do not have."""
    return {
        **case,
        "sheet_number": "衡文缴〔2026〕0031 号",
        "reason_code": "03 不按标准开票",
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
