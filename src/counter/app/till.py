"""The money's part of the composition root: jobs, the line to the terminal, ticket printer."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

import msgspec

from counter.desk.cashier import CashierDesk
from counter.desk.devices import Devices
from counter.desk.hall import Hall
from counter.desk.posline import PosLine
from counter.desk.printing import PrintDesk, PrintWorker
from counter.desk.shifts import ShiftDesk
from counter.desk.stock import StockDesk
from counter.desk.ticketlists import TicketLists
from counter.desk.tickets import TicketDesk
from counter.desk.worker import Worker
from counter.domain.errors import KnownError, Text, text
from counter.domain.paperacts import PaperIssued
from counter.domain.ticketcontent import AS_IS, Calibration, check_calibration
from counter.ports.devices import FormPrinter, PrintOutcome
from counter.ports.papers import TicketPapers
from counter.ports.store import PrintJob, Store

if TYPE_CHECKING:
    from counter.app.terminal import Terminal

Render = Callable[[PaperIssued, int, Calibration], bytes]


class TillJobs:
    """Everything that the finance window asks for."""

    def __init__(self, hall: Hall, papers: TicketPapers) -> None:
        self.cashier = CashierDesk(hall)
        self.tickets = TicketDesk(hall, papers)
        self.stock = StockDesk(hall)
        self.shifts = ShiftDesk(hall)
        self.lists = TicketLists(hall)
        self.line: PosLine | None = None

    def connect(
        self,
        devices: Devices,
        worker: Worker,
        hall: Hall,
        on_fault: Callable[[BaseException], None],
    ) -> None:
        """The line to the fee terminal, when this window has one."""
        if devices.pos is not None:
            device = f"POS-{hall.terminal}"
            self.line = PosLine(devices.trade, self.cashier, worker, device, hall.clock, on_fault)

    def close(self) -> None:
        """Stop asking the terminal."""
        if self.line is not None:
            self.line.close()


def calibration(store: Store, form: str) -> Calibration:
    """How the ticket printer of this window is set for a form; as it is when never measured."""
    kept = store.setting(f"overlay/{form}")
    return msgspec.json.decode(kept, type=Calibration) if kept else AS_IS


def set_calibration(store: Store, form: str, value: Calibration) -> None:
    """Keep what was measured. Raises `overlay.calibration`."""
    check_calibration(value)
    store.put_setting(f"overlay/{form}", msgspec.json.encode(value).decode())


def crosshair(terminal: Terminal, form: str) -> Future[Text]:
    """Print a form's page of cross-hairs on the tractor as it is set now, on a device thread;
    ends with what came of it, in words. Raises `device.none`."""
    devices, papers = terminal.devices, terminal.papers
    printer = devices.forms if devices else None
    if devices is None or printer is None:
        raise KnownError("device.none", "没有接票据打印机。", "请在设置里选一台。")
    moved, sheet = calibration(terminal.store, form), papers.ticket_form(form)

    def job() -> Text:
        page = papers.crosshair(form, moved).data
        done = printer.print_overlay(page, sheet.width_mm, sheet.height_mm, f"十字线-{form}")
        if done.outcome == "printed":
            return text("十字线打出来了，拿尺子量")
        return text("十字线没打成，看一眼票据机")

    return devices.errand(job)


def ticket_worker(
    printing: PrintDesk,
    worker: Worker,
    store: Store,
    papers: TicketPapers,
    render: Render,
    printer: FormPrinter,
    on_fault: Callable[[BaseException], None],
) -> PrintWorker:
    """The print worker of the tractor: one sheet of the form's own size, moved by what was
    measured for it."""

    def set_ticket(issued: PaperIssued, nth: int) -> bytes:
        moved = worker.submit(lambda: calibration(store, issued.form)).result()
        return render(issued, nth, moved)

    def send(data: bytes, job: PrintJob) -> PrintOutcome:
        width, height = sizes(job)
        return printer.print_overlay(data, width, height, f"{job.title}-{job.id}")

    def sizes(job: PrintJob) -> tuple[float, float]:
        form = papers.ticket_form(worker.submit(lambda: printing.form_of(job)).result())
        return form.width_mm, form.height_mm

    return PrintWorker(
        "overlay",
        printing,
        worker,
        set_ticket,
        send,
        simulated=printer.simulated,
        on_fault=on_fault,
        ready=lambda: printer.health().light in ("ok", "warn"),
    )
