"""The charge sheet at the window and its list at finance: the jobs behind F7 and behind 打回.

All on the store worker's thread; all raise KnownError and do nothing by halves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from counter.desk.chargeview import fees_for
from counter.desk.hall import Hall, PaperTask
from counter.domain.acts import NewAct
from counter.domain.case import CaseState
from counter.domain.catalogue import CatalogueIndex
from counter.domain.errors import KnownError, text
from counter.domain.feeplan import Reduction, ReductionKind
from counter.domain.finance import chargeback, charging
from counter.domain.finance.charge import Charge, ChargeStatus
from counter.domain.finance.charging import LineAsk
from counter.domain.finance.lines import Payer
from counter.domain.finance.sheetcode import read_code, write_code
from counter.domain.people import Actor
from counter.domain.reception import Setting, received_of
from counter.ports.keys import SheetKeys
from counter.ports.store import Tx

TOPIC = "charges"
"""Topic of the changes that lists of sheets watch."""
WAITING = (
    ChargeStatus.PAYING,
    ChargeStatus.PAID,
    ChargeStatus.PARTLY,
    ChargeStatus.READY,
)
"""What the finance window has to do something about, the most pressing first."""
SCANS = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff")
MOST_SCAN = 20_000_000
"""Bytes of one scanned document."""


class LessAsk(msgspec.Struct, frozen=True, kw_only=True):
    """A reduction as the window states it. file: path of the scan, or empty with `scan`: the
    digest of one that is kept already; ppm or fen as in `Reduction`."""

    kind: ReductionKind
    number: str
    approver: str
    approved_on: str
    file: str = ""
    scan: str = ""
    pages: int = 1
    ppm: int = 0
    fen: int = 0


class FeeAsk(msgspec.Struct, frozen=True, kw_only=True):
    """A fee as the window states it; quantity in thousandths, base in fen."""

    code: str
    quantity: int | None = None
    base: int | None = None
    less: LessAsk | None = None


class SheetDone(msgspec.Struct, frozen=True, kw_only=True):
    """A step that was recorded: the sheet as it is now, and the papers that are on their way."""

    charge: Charge
    papers: tuple[PaperTask, ...] = ()


Decide = Callable[[Tx, Charge, CaseState, Setting], list[NewAct]]


class ChargeDesk:
    """缴费单: 开单, 核定, 减免, 打回, 交回, 换缴款人, 撤单, 扫单收下; and the list for finance."""

    def __init__(self, hall: Hall, keys: SheetKeys) -> None:
        self._hall, self._keys = hall, keys

    # --- reads

    def waiting(self, limit: int = 50) -> tuple[Charge, ...]:
        """Sheets that wait for the finance window, oldest first."""
        return self._hall.store.money.charges([s.value for s in WAITING], limit)

    def waiting_count(self) -> int:
        """How many there are of them."""
        return self._hall.store.money.charge_count(*(s.value for s in WAITING))

    def of_case(self, case_no: str) -> tuple[Charge, ...]:
        """All sheets of a case, the withdrawn ones too, oldest first."""
        return self._hall.store.money.charges_of_case(case_no)

    def sheet(self, number: str) -> Charge:
        """A sheet by its whole number. Raises KnownError `charge.none`."""
        return _found(self._hall.store.money.charge(number), number)

    # --- the window

    def raise_sheet(
        self,
        actor: Actor,
        case_no: str,
        asks: Sequence[FeeAsk] | None = None,
        payer: Payer | None = None,
        agency: bool = False,
    ) -> SheetDone:
        """开单. asks: what the case's own unit charges, empty = 0, None = it says so later."""
        hall = self._hall
        with hall.store.write() as tx:
            state = hall.state(tx, case_no)
            place = hall.setting(tx, hall.catalogue(received_of(state).catalogue))
            fees = hall.catalogue()
            acts = charging.raise_charge(state, state.charge, actor, place, fees, payer, agency)
            number = acts[0].stream.partition(":")[2]
            charge = charging.folded(Charge(number=number), acts, actor, place)
            if asks is not None:
                lines = _lines(tx, asks)
                unit = received_of(state).unit
                acts += charging.confirm_unit(
                    charge, state, unit, lines, actor, place, fees, self._seal
                )
            done = self._recorded(tx, acts, actor, number)
        return self._told(done)

    def confirm(self, actor: Actor, number: str, unit: str, asks: Sequence[FeeAsk]) -> SheetDone:
        """核定 of one unit: its lines, or none = 0."""
        return self._on_sheet(
            actor,
            number,
            lambda tx, c, s, p: charging.confirm_unit(
                c, s, unit, _lines(tx, asks), actor, p, self._fees(c), self._seal
            ),
        )

    def reduce(
        self, actor: Actor, number: str, unit: str, code: str, less: LessAsk, nth: int = 1
    ) -> SheetDone:
        """减免 of a confirmed line while the sheet is not handed in."""
        return self._on_sheet(
            actor,
            number,
            lambda tx, c, s, p: charging.reduce_line(
                c, s, unit, code, _reduction(tx, less), actor, p, self._fees(c), nth
            ),
        )

    def answer(self, actor: Actor, number: str, words: str) -> SheetDone:
        """改好交回 after 打回; a new 缴费通知单 prints."""
        return self._on_sheet(
            actor,
            number,
            lambda _tx, c, s, p: chargeback.answer_back(c, s, words, actor, p, self._seal),
        )

    def change_payer(self, actor: Actor, number: str, payer: Payer, why: str) -> SheetDone:
        """换缴款人, at the window or at finance."""
        return self._on_sheet(
            actor,
            number,
            lambda _tx, c, s, p: chargeback.change_payer(c, s, payer, why, actor, p),
        )

    def cancel(self, actor: Actor, number: str, why: str) -> SheetDone:
        """撤单."""
        return self._on_sheet(
            actor, number, lambda _tx, c, s, p: chargeback.cancel(c, s, why, actor, p)
        )

    # --- finance

    def send_back(self, actor: Actor, number: str, reason: str, requirement: str) -> SheetDone:
        """打回 with a reason of `BACK_REASONS`: 打回单, the citizen's slip, the red card."""
        return self._on_sheet(
            actor,
            number,
            lambda _tx, c, s, p: chargeback.send_back(c, s, reason, requirement, actor, p),
        )

    def take_in(self, actor: Actor, scanned: str) -> Charge:
        """A scanned code: the sheet it names, recorded here if this store did not hold it.

        Raises `sheet.code`, `sheet.newer`, `sheet.signature`, `sheet.changed`, `role.finance`.
        """
        hall = self._hall
        said = read_code(scanned, self._keys.verify)
        number = said.raised.number
        with hall.store.write() as tx:
            held = tx.money.charge(number)
            place = hall.setting(tx, hall.catalogue())
            acts = chargeback.take_in(said, held, actor, place)
            if not acts:
                return _found(held, number)
            done = self._recorded(tx, acts, actor, number)
        return self._told(done).charge

    # --- inside

    def _on_sheet(self, actor: Actor, number: str, decide: Decide) -> SheetDone:
        hall = self._hall
        with hall.store.write() as tx:
            charge = _found(tx.money.charge(number), number)
            case_no = charge.raised.case_no if charge.raised else ""
            state = tx.case(case_no)
            if state is None or state.received is None:
                raise KnownError(
                    "charge.elsewhere",
                    text("{number} 是别的终端开的，这件不在本机。", number=number),
                    "要改的请回开单的窗口；本机只能照单收款。",
                )
            place = hall.setting(tx, hall.catalogue(received_of(state).catalogue))
            done = self._recorded(tx, decide(tx, charge, state, place), actor, number)
        return self._told(done)

    def _recorded(self, tx: Tx, acts: list[NewAct], actor: Actor, number: str) -> SheetDone:
        _, papers = self._hall.record(tx, acts, self._hall.stamp(actor))
        return SheetDone(charge=_found(tx.money.charge(number), number), papers=papers)

    def _told(self, done: SheetDone) -> SheetDone:
        """Once it is committed, the pages of the case and of the sheets hear of it."""
        raised = done.charge.raised
        self._hall.published(raised.case_no if raised else "", "queue", TOPIC)
        return done

    def _fees(self, charge: Charge) -> CatalogueIndex:
        return fees_for(self._hall, charge)

    def _seal(self, charge: Charge) -> str:
        return write_code(charge, self._hall.terminal, self._keys.sign)


def _found(charge: Charge | None, number: str) -> Charge:
    if charge is None or charge.raised is None:
        raise KnownError(
            "charge.none",
            text("本机没有缴费单 {number}。", number=number),
            "请核对单号，或者扫单上的码。",
        )
    return charge


def _lines(tx: Tx, asks: Sequence[FeeAsk]) -> tuple[LineAsk, ...]:
    return tuple(
        LineAsk(
            code=ask.code,
            quantity=ask.quantity,
            base=ask.base,
            reduction=_reduction(tx, ask.less) if ask.less is not None else None,
        )
        for ask in asks
    )


def _reduction(tx: Tx, less: LessAsk) -> Reduction:
    """The reduction with its scan kept; without a file the domain refuses it."""
    scan = tx.put_blob(read_scan(less.file)) if less.file.strip() else less.scan
    return Reduction(
        kind=less.kind,
        number=less.number,
        approver=less.approver,
        approved_on=less.approved_on,
        scan=scan,
        pages=less.pages,
        ppm=less.ppm,
        fen=less.fen,
    )


def read_scan(file: str) -> bytes:
    """A scanned document. Raises KnownError `scan.kind`, `scan.file`, `scan.size`."""
    path = Path(file.strip().strip('"')).expanduser()
    if path.suffix.lower() not in SCANS:
        raise KnownError(
            "scan.kind",
            text("{name} 不是扫描件。", name=path.name),
            "请选 PDF 或图片（jpg、png、tif）。",
        )
    try:
        if path.stat().st_size > MOST_SCAN:
            raise KnownError("scan.size", "扫描件太大，最多 20 MB。", "请用灰度、200 dpi 重扫。")
        data = path.read_bytes()
    except OSError:
        raise KnownError(
            "scan.file", text("找不到扫描件 {name}。", name=path.name), "请核对放在哪里、叫什么。"
        ) from None
    if not data:
        raise KnownError("scan.file", "扫描件是空的。", "请重扫一遍。")
    return data
