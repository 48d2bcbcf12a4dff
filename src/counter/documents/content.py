"""What fills a layout: templates with slots and bold runs, conditions, and the fields' words.

A template is text with ``{field}`` slots, ``{field|words if empty}`` and ``**bold**``; braces are
doubled to stand for themselves. A condition is ``field``, ``not field``, ``field = value`` or
``field != value``. Filling gives pieces, each of which remembers the field it came from, so that
a refusal can name it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

import msgspec

from counter.domain.clock import weekday_word
from counter.domain.errors import KnownError, text

Content = Mapping[str, object]

LAYOUT_TEXT = "版式文字"
"""Field name of characters that stand in the layout itself."""

FIELD_WORDS = {
    "account": "缴款账户",
    "acts": "经过",
    "answer_words": "答复期限",
    "charges": "收费项目",
    "complaint_no": "登记编号",
    "decide_words": "告知是否受理的日期",
    "demand": "要求",
    "event_words": "督办事由",
    "facts": "投诉内容",
    "finding": "查明的情况",
    "kind_words": "种类",
    "payable": "应缴金额",
    "payable_words": "应缴金额大写",
    "reason_code": "原因代码",
    "requirement": "改正要求",
    "result": "处理结果",
    "sender": "打回人",
    "payer": "缴款人",
    "priced_words": "计价日期",
    "sheet_code": "缴费单的码",
    "sheet_number": "缴费通知单编号",
    "status_words": "现在状态",
    "target": "投诉对象",
    "unit_name": "单位",
    "until_words": "期限",
    "agency_name": "收款单位",
    "amount": "金额",
    "bill_code": "票据代码",
    "charge_sheet": "缴费通知单编号",
    "check_code": "校验码",
    "checker": "复核人",
    "date_capitals": "大写日期",
    "item_code": "项目编码",
    "item_name": "收费项目",
    "original": "原票",
    "pay_code": "缴款码",
    "pay_method": "缴款方式",
    "payee": "收款人",
    "payee_account": "收款账号",
    "payee_bank": "收款开户银行",
    "payee_name": "收款人全称",
    "payer_account": "付款账号",
    "payer_bank": "付款开户银行",
    "payer_code": "交款人证件号码",
    "payer_name": "交款人",
    "pos_reference": "刷卡参考号",
    "remark": "备注",
    "serial_code": "票号",
    "ticket_items": "收费项目",
    "total": "合计金额",
    "total_capitals": "合计金额大写",
    "address": "地址",
    "agent": "代理人",
    "applicant": "申请人",
    "applicant_doc": "证件类型",
    "applicant_number": "证件号码",
    "applicant_tail": "证件尾号",
    "approver": "批准人",
    "article": "法条",
    "case_no": "办件编号",
    "case_no_grouped": "办件编号",
    "centre": "中心名称",
    "certificate": "证照名称与编号",
    "clerk": "经办人",
    "complaints": "投诉电话",
    "date": "日期",
    "date_chinese": "落款日期",
    "days": "工作日历",
    "expected_days": "所需时间",
    "from_words": "停表日期",
    "holding": "谁手里多少天",
    "ask_by_words": "申请听证的最后一天",
    "ask_days": "申请听证的天数",
    "ask_kind": "工作日还是自然日",
    "asked_by": "要求听证的人",
    "chair": "听证主持人",
    "hearing_place": "听证地点",
    "hearing_words": "听证时间",
    "hotline": "咨询电话",
    "present": "到场的人",
    "record": "笔录要点",
    "told_who": "告知谁",
    "items": "要补正的材料",
    "legal_days": "法定期限",
    "legal_words": "法定到期日",
    "letter": "授权委托书",
    "limb": "不予受理的情形",
    "materials": "材料",
    "matter": "事项名称",
    "matter_code": "事项编码",
    "name": "材料名称",
    "organ": "实施机关",
    "organ_short": "实施机关简称",
    "paper_number": "文书编号",
    "phone": "联系电话",
    "post": "批准人职务",
    "procedure": "特别程序",
    "promised_days": "承诺期限",
    "promised_words": "承诺到期日",
    "query": "查询码",
    "reason": "理由",
    "received_words": "收件日期",
    "recovery_key": "恢复密钥",
    "remedies": "救济途径",
    "resume_words": "预计恢复日期",
    "right_body": "应当向哪个机关申请",
    "title": "文书名称",
    "was_words": "原定决定日",
    "window": "窗口号",
}
"""Fields as a clerk calls them; a field without an entry goes by its own name."""

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)(?:\|([^{}]*))?\}")
_TOKEN = re.compile(r"\{\{|\}\}|\{[^{}]*\}|\*\*|[{}]")
_CONDITION = re.compile(r"(?:(not) )?([a-z][a-z0-9_]*)(?: (!?=) (.+))?")


class TemplateError(ValueError):
    """A template or condition that cannot be understood; says what would be right."""


class Part(msgspec.Struct, frozen=True):
    """A part of a parsed template: fixed words (field empty) or a slot with its stand-in."""

    words: str
    field: str = ""
    bold: bool = False
    stand_in: bool = False


class Piece(msgspec.Struct, frozen=True):
    """Filled text, its weight, and the field it came from."""

    text: str
    bold: bool
    field: str


def field_word(field: str) -> str:
    """A field in a clerk's words: `申请人（applicant）`, or the bare name where none is known."""
    word = FIELD_WORDS.get(field)
    return f"{word}（{field}）" if word else field


@lru_cache(maxsize=1024)
def parse(template: str) -> tuple[Part, ...]:
    """Parts of a template. Raises TemplateError."""
    parts: list[Part] = []
    bold, place = False, 0
    for token in _TOKEN.finditer(template):
        if token.start() > place:
            parts.append(Part(template[place : token.start()], bold=bold))
        place = token.end()
        found = token.group()
        if found == "**":
            bold = not bold
        elif found in ("{{", "}}"):
            parts.append(Part(found[0], bold=bold))
        else:
            parts.append(_slot(found, bold))
    if place < len(template):
        parts.append(Part(template[place:], bold=bold))
    if bold:
        raise TemplateError("** opens and never closes; write **bold words**")
    return tuple(parts)


def _slot(found: str, bold: bool) -> Part:
    slot = _SLOT.fullmatch(found)
    if slot is None:
        raise TemplateError(f"{found} is no slot; write {{field}} or {{field|words if empty}}")
    return Part(slot[2] or "", field=slot[1], bold=bold, stand_in=slot[2] is not None)


def slots(template: str) -> tuple[str, ...]:
    """Fields a template asks for."""
    return tuple(part.field for part in parse(template) if part.field)


def tidy(value: object) -> str:
    """A field's value as text: NFC, tabs and line ends as spaces, other controls kept to refuse."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return unicodedata.normalize("NFC", re.sub(r"[\t\r\n\u2028\u2029]+", " ", str(value)))


def fill(template: str, content: Content, row: Content | None = None) -> list[Piece]:
    """Pieces of a filled template; `row` (a list's item) goes before `content`.

    Raises KnownError `paper.field_missing` for a slot whose field is in neither.
    """
    pieces: list[Piece] = []
    for part in parse(template):
        if not part.field:
            pieces.append(Piece(part.words, part.bold, LAYOUT_TEXT))
            continue
        value = _look_up(part.field, content, row)
        if value is None and not part.stand_in:
            raise missing(part.field, content)
        words = tidy(value) if value is not None else ""
        pieces.append(Piece(words or part.words, part.bold, part.field))
    return [piece for piece in pieces if piece.text]


def fill_plain(template: str, content: Content, row: Content | None = None) -> str:
    """A filled template as one string."""
    return "".join(piece.text for piece in fill(template, content, row))


def _look_up(field: str, content: Content, row: Content | None) -> object:
    if row is not None and field in row:
        return row[field]
    return content.get(field)


@lru_cache(maxsize=256)
def parse_condition(condition: str) -> tuple[bool, str, str, str]:
    """(negated, field, operator, value) of a condition. Raises TemplateError."""
    match = _CONDITION.fullmatch(condition)
    if match is None or (match[1] and match[3]):
        raise TemplateError(
            f"“{condition}” is no condition; write field, not field, field = value, field != value"
        )
    return bool(match[1]), match[2], match[3] or "", match[4] or ""


def holds(condition: str, content: Content) -> bool:
    """True when a block's `when` holds; an empty condition always does."""
    if not condition:
        return True
    negated, field, operator, wanted = parse_condition(condition)
    value = content.get(field)
    if operator:
        return (tidy(value if value is not None else "") == wanted) == (operator == "=")
    return bool(value) != negated


def rows(field: str, content: Content) -> Iterator[Content]:
    """Items of a list field. Raises KnownError `paper.field_missing` when it is no list of rows."""
    value = content.get(field)
    if not isinstance(value, list | tuple):
        raise missing(field, content)
    for item in value:
        if not isinstance(item, Mapping):
            raise missing(field, content)
        yield item


def missing(field: str, content: Content) -> KnownError:
    """The refusal that names a missing field."""
    return KnownError(
        "paper.field_missing",
        text(
            "《{title}》缺少“{field}”，不能出具。",
            title=tidy(content.get("title") or "文书"),
            field=field_word(field),
        ),
        text("请补填后再办；窗口上没有这一项的，请联系技术员核对版式。"),
        field=field,
    )


def require(fields: tuple[str, ...], content: Content) -> None:
    """Raises KnownError `paper.field_missing` for the first required field absent or empty."""
    for field in fields:
        value = content.get(field)
        if value is None or value == "" or (isinstance(value, list | tuple) and not value):
            raise missing(field, content)


def derive(content: Content) -> dict[str, object]:
    """The content with what every layout may use besides.

    received_words: the day of application, that of acceptance unless the case says another;
    you: 你 or 你单位; date_line: `2026-09-22 周二`; legal_short: `10月27日`; material_count;
    trial: 练习, 模拟 or empty; agent_words: the agent with the power of attorney.
    """
    day = content.get("date")
    line = ""
    if isinstance(day, str) and day:
        line = f"{day} {weekday_word(dt.date.fromisoformat(day))}"
    materials = content.get("materials")
    legal = content.get("legal_on")
    short = ""
    if isinstance(legal, str) and legal:
        due = dt.date.fromisoformat(legal)
        short = f"{due.month}月{due.day}日"
    marks = [
        word for key, word in (("training", "练习"), ("simulated", "模拟")) if content.get(key)
    ]
    agent, letter = tidy(content.get("agent") or ""), tidy(content.get("power_of_attorney") or "")
    return {
        "agent_words": f"{agent}（委托书：{letter}）" if letter else agent,
        "you": "你单位" if content.get("applicant_doc") == "统一社会信用代码" else "你",
        "date_line": line,
        "legal_short": short,
        "material_count": len(materials) if isinstance(materials, list | tuple) else 0,
        "trial": " · ".join(marks),
        "received_words": content.get("accepted_words") or "",
        **content,
    }
