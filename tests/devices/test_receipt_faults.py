"""Every misfortune of the receipt printer ends in an honest outcome and one clear sentence.

Nothing is printed twice by itself, and nothing that was held or unknown stops the next job.
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.devices.staging import receipt_printer, slip_bytes

from counter.devices.sim.control import SimControl

JOB = slip_bytes("政务服务中心", "受理编号：440103202611230001", "应收：￥35.00", "（先生）—①")
TEXT = "政务服务中心\n受理编号：440103202611230001\n应收：￥35.00\n（先生）—①"


def texts(sim: SimControl) -> list[str]:
    return [slip["text"] for slip in sim.slips()]


@pytest.mark.parametrize(
    ("fault", "why", "word"),
    [
        ("paper_out", "printer.paper_out", "换纸"),
        ("cover_open", "printer.cover_open", "盖子"),
        ("silence", "printer.silent", "没有回应"),
        ("unplug", "device.not_found", "没找到"),
    ],
)
def test_what_speaks_against_it_before_keeps_every_byte_here(
    printer_sim: SimControl, printer_port: str, fault: str, why: str, word: str
) -> None:
    printer_sim.fault(fault)
    printer = receipt_printer(printer_port)
    outcome = printer.print(JOB)
    assert (outcome.outcome, outcome.why, outcome.held) == ("failed", why, True)
    assert word in outcome.words
    health = printer.health()
    assert health.light == "bad"
    assert word in health.words
    printer_sim.fault("replug")
    printer_sim.clear_faults()
    assert texts(printer_sim) == []
    assert printer.print(JOB).outcome == "printed"
    assert texts(printer_sim) == [TEXT]


@pytest.mark.parametrize(
    ("fault", "params", "why", "word"),
    [
        ("paper_out", {"lines": 2}, "printer.paper_out", "缺纸"),
        ("silent_mid_job", {"bytes": 30}, "printer.silent", "请看小票"),
    ],
)
def test_what_happens_after_bytes_left_is_unknown_and_not_held(
    printer_sim: SimControl,
    printer_port: str,
    fault: str,
    params: dict[str, Any],
    why: str,
    word: str,
) -> None:
    printer_sim.fault(fault, **params)
    printer = receipt_printer(printer_port)
    outcome = printer.print(JOB)
    assert (outcome.outcome, outcome.why, outcome.held) == ("unknown", why, False)
    assert word in outcome.words and "重打" in outcome.words
    assert texts(printer_sim) == []
    # With new paper the printer goes on from its own buffer: a second copy would have been wrong.
    printer_sim.clear_faults()
    assert texts(printer_sim) == [TEXT]
    assert printer.print(slip_bytes("下一张")).outcome == "printed"
    assert texts(printer_sim) == [TEXT, "下一张"]


def test_a_roll_that_runs_low_prints_and_says_so(
    printer_sim: SimControl, printer_port: str
) -> None:
    printer_sim.fault("near_end")
    printer = receipt_printer(printer_port)
    outcome = printer.print(JOB)
    assert outcome.outcome == "printed"
    assert "纸快用完" in outcome.words
    assert printer.health().light == "warn"


def test_a_printer_slow_to_answer_still_prints(printer_sim: SimControl, printer_port: str) -> None:
    printer_sim.fault("delay", seconds=0.2)
    assert receipt_printer(printer_port).print(JOB).outcome == "printed"


def test_a_long_job_in_many_pieces_comes_out_whole(
    printer_sim: SimControl, printer_port: str
) -> None:
    lines = [f"第{n}行：办理进度与结果可以扫码查询" for n in range(300)]
    assert receipt_printer(printer_port).print(slip_bytes(*lines)).outcome == "printed"
    assert texts(printer_sim) == ["\n".join(lines)]
