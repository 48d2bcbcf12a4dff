"""Practice at the demo desk: cards to lay, visitors to call, a POS that fails, from the palette.

Only the demo with its simulators has these commands; they stand for a citizen's hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from counter.ui.commands import Command, spec

if TYPE_CHECKING:
    from counter.devices.sim.control import SimControl
    from counter.ports.clock import Clock

CARDS: Mapping[str, dict[str, str]] = {
    "zhou": {
        "kind": "resident",
        "name": "周明远",
        "number": "430423199001010014",
        "ethnicity": "汉",
        "address": "湖南省衡山县开云镇人民东路 128 号 2 单元 301 室",
        "issuer": "衡山县公安局",
        "valid_from": "2018-05-18",
        "valid_to": "2038-05-18",
    },
    "ouyang": {
        "kind": "resident",
        "name": "欧阳雪",
        "number": "430423198511120024",
        "ethnicity": "苗",
        "address": "湖南省衡山县开云镇北街 16 号",
        "issuer": "衡山县公安局",
        "valid_from": "2015-03-02",
        "valid_to": "2035-03-02",
    },
    "zhao": {
        "kind": "resident",
        "name": "赵桂兰",
        "number": "11010519491231002X",
        "ethnicity": "汉",
        "address": "北京市朝阳区和平街 9 号楼 402 室",
        "issuer": "北京市公安局朝阳分局",
        "valid_from": "2006-09-01",
        "valid_to": "2026-09-01",
    },
}
"""Invented people with right check digits; the last one's card has expired."""

LAY = {
    "zhou": spec("practice.card_zhou", "放卡", "", title="练习：放周明远的身份证"),
    "ouyang": spec("practice.card_ouyang", "放卡", "", title="练习：放欧阳雪的身份证"),
    "zhao": spec("practice.card_zhao", "放卡", "", title="练习：放赵桂兰的身份证（已过期）"),
}
LIFT = spec("practice.lift", "拿卡", "", title="练习：把身份证拿走")
VISITORS = spec("practice.visitors", "来人", "", title="练习：再来三位取号的人")


POS = {
    "silence_after": spec(
        "practice.pos_silent", "不回话", "", title="练习：下一笔 POS 扣了款不回话"
    ),
    "declined": spec(
        "practice.pos_declined", "拒绝", "", title="练习：下一笔 POS 银行拒绝（余额不足）"
    ),
    "delay": spec("practice.pos_slow", "慢", "", title="练习：下一笔 POS 要等 20 秒"),
}


def practice_commands(
    reader: SimControl, queue: SimControl, pos: SimControl
) -> Callable[[Clock], list[Command]]:
    """Makes the commands, bound to the running simulators; the POS goes by the desk's clock."""

    def made(clock: Clock) -> list[Command]:
        pos.call("clock", now=clock.now().isoformat())
        return _commands(reader, queue, pos)

    return made


def _commands(reader: SimControl, queue: SimControl, pos: SimControl) -> list[Command]:

    def lay(card: dict[str, str]) -> None:
        reader.lift_card()
        reader.lay_card(card)

    def fault(name: str) -> None:
        pos.fault(name, **({"seconds": 20.0} if name == "delay" else {}))

    return [
        *(LAY[name].bind(lambda card=card: lay(card)) for name, card in CARDS.items()),  # type: ignore[misc]
        LIFT.bind(reader.lift_card),
        VISITORS.bind(lambda: queue.call("take", count=3)),
        *(POS[name].bind(lambda name=name: fault(name)) for name in POS),  # type: ignore[misc]
    ]
