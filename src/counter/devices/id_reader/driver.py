"""The ID-card reader: find → select → read over a SAM module, for a serial line or TCP.

Every exchange has one deadline for the whole of it. A reading is harmless, so what may be noise
(no answer, a damaged frame, a port that just came back, the SAM complaining about our bytes) is
tried once more from the start; what the card says is not.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import msgspec
import structlog

from counter.devices import errors
from counter.devices.errors import DeviceLost
from counter.devices.id_reader import sam
from counter.devices.id_reader.framer import BadFrame, Framer, build_frame
from counter.devices.id_reader.layouts import decode_block
from counter.devices.id_reader.photo import NoPhotoDecoder
from counter.devices.id_reader.sam import Command, Reply
from counter.devices.link import Link
from counter.devices.transports import Deadline, Monotonic, Transport
from counter.domain.errors import KnownError
from counter.domain.persons import IdDocument
from counter.ports.devices import DeviceHealth, Light, PhotoDecoder

DEVICE = "读卡器"
SIMULATOR_ID = b"SIMULATED SAM 01"
"""SAM number that our simulator gives: a real store must never take it for a reader."""

_AGAIN = frozenset({"device.silent", "card.bad_data", "device.resend"})
_GAP_SECONDS = 0.4  # silence after a damaged or broken-off frame that ends the waiting

log = structlog.get_logger(__name__)


class Timing(msgspec.Struct, frozen=True):
    """Deadlines of whole exchanges, in seconds."""

    quick: float = 0.25  # poll and self-test
    command: float = 1.5  # find, select
    read: float = 6.0


class SamIdCardReader:
    """`IdCardReader` over any transport that carries SAM frames."""

    def __init__(
        self,
        open_transport: Callable[[], Transport],
        *,
        name: str = DEVICE,
        simulated: bool = False,
        timing: Timing | None = None,
        monotonic: Monotonic = time.monotonic,
        now: Callable[[], str] = lambda: "",
        photo_decoder: PhotoDecoder | None = None,
    ) -> None:
        """now: ISO time for `read_at`; photo_decoder: the site's, none by default."""
        self.name = name
        self.simulated = simulated
        self.link = Link(open_transport, monotonic)
        self._timing = timing or Timing()
        self._monotonic = monotonic
        self._now = now
        self._photos: PhotoDecoder = photo_decoder or NoPhotoDecoder()
        self._photo: bytes | None = None
        self._sam_id = ""
        self._present = False
        self._lock = threading.Lock()

    def poll(self) -> bool:
        """True when a card lies on the reader. A port that is gone is no card: see `health`.

        While a reading is under way, and when one answer is lost in noise, the last answer holds:
        a card that seems to have been lifted for a moment would be read, and announced, twice.
        """
        if self.link.waiting:
            return False
        if not self._lock.acquire(timeout=self._timing.quick):
            return self._present
        try:
            self._present = self._ask(Command.FIND, self._timing.quick).good
        except DeviceLost:
            self._present = False
        except KnownError as error:
            log.debug("id_reader.poll", code=error.code)
        finally:
            self._lock.release()
        return self._present

    def read(self) -> IdDocument:
        """Find, select, read; see `counter.ports.devices.IdCardReader` for what it raises."""
        with self._lock:
            try:
                return self._read_once()
            except DeviceLost as lost:
                log.info("id_reader.read_again", reason=lost.reason)
            except KnownError as error:
                if error.code not in _AGAIN:
                    raise
                # Only complaints about our own bytes are worth an alarm.
                say = log.warning if error.code == "device.resend" else log.info
                say("id_reader.read_again", code=error.code, context=error.context)
            return self._read_again()

    def take_photo(self) -> bytes | None:
        """The picture of the last reading as BMP, once; None where no decoder is installed."""
        photo, self._photo = self._photo, None
        return photo

    def health(self) -> DeviceHealth:
        """One look at the port and, if it is free, one question to the SAM."""
        if not self._lock.acquire(blocking=False):
            return self._health("ok", "正在读证件")
        try:
            if self.link.waiting and self.link.last_loss is not None:
                raise self.link.last_loss
            reply = self._ask(Command.STATUS, self._timing.quick)
        except DeviceLost as lost:
            light: Light = "absent" if lost.reason == "not_configured" else "bad"
            return self._health(light, _words(errors.said_of(DEVICE, lost)), lost.detail)
        except KnownError as error:
            return self._health("bad", _words(error))
        finally:
            self._lock.release()
        if not reply.good:
            return self._health("bad", _words(sam.error_of(reply.status)))
        return self._health("ok", "读卡器正常")

    def close(self) -> None:
        """Let the port go."""
        with self._lock:
            self.link.close()

    # --- one reading -----------------------------------------------------------------------------

    def _read_again(self) -> IdDocument:
        try:
            return self._read_once()
        except DeviceLost as lost:
            raise errors.said_of(DEVICE, lost) from lost
        except KnownError as error:
            if error.code == "device.resend":
                raise sam.error_of(error.context["status"]) from error
            raise

    def _read_once(self) -> IdDocument:
        self._expect(Command.FIND, self._timing.command)
        self._expect(Command.SELECT, self._timing.command)
        reply = self._expect(Command.READ, self._timing.read)
        block, photo = sam.split_read(reply.data)
        document = decode_block(block, read_at=self._now(), simulated=self.simulated)
        self._photo = self._photos.decode(photo) if photo else None
        return document

    def _expect(self, command: Command, seconds: float) -> Reply:
        """The good reply to `command`; KnownError for any other."""
        reply = self._ask(command, seconds)
        if reply.good:
            return reply
        if reply.status in sam.RETRY:
            raise KnownError("device.resend", "读卡器没有听懂。", "请重试。", status=reply.status)
        raise sam.error_of(reply.status)

    # --- one exchange ----------------------------------------------------------------------------

    def _ask(self, command: Command, seconds: float) -> Reply:
        """Send `command` and wait for its reply; asks a port just opened who it is first.

        Raises DeviceLost, KnownError `device.silent` and `card.bad_data`.
        """
        with self.link.using() as (transport, fresh):
            if fresh:
                self._identify(transport)
            return self._exchange(transport, command, seconds)

    def _identify(self, transport: Transport) -> None:
        try:
            reply = self._exchange(transport, Command.SAM_ID, self._timing.quick)
        except KnownError as error:
            # Some readers do not tell their number; that is no reason not to read cards.
            log.info("id_reader.no_sam_id", code=error.code)
            return
        if not reply.good:
            return
        self._sam_id = sam.format_sam_id(reply.data)
        self.simulated = self.simulated or reply.data[:16] == SIMULATOR_ID

    def _exchange(self, transport: Transport, command: Command, seconds: float) -> Reply:
        transport.flush_input()
        transport.write(build_frame(command.value))
        framer = Framer()
        deadline = Deadline(seconds, self._monotonic)
        damaged = ""
        while not deadline.passed:
            broken = bool(damaged or framer.pending)
            data = transport.read_some(min(deadline.left(), _GAP_SECONDS if broken else seconds))
            if not data and broken:
                break
            for item in framer.feed(data):
                if isinstance(item, BadFrame):
                    damaged = item.reason
                    continue
                reply = sam.parse_reply(item.payload)
                if reply is not None and sam.answers(command, reply):
                    return reply
        if damaged or framer.pending:
            raise sam.bad_data(damaged or "reply broken off")
        raise errors.silent(DEVICE)

    def _health(self, light: Light, words: str, detail: str = "") -> DeviceHealth:
        return DeviceHealth(
            kind="id_reader",
            name=self.name,
            light=light,
            words=words,
            detail=detail or (f"SAM {self._sam_id}" if self._sam_id else self.link.state),
            simulated=self.simulated,
        )


def _words(error: KnownError) -> str:
    return errors.sentence(error.what, error.next_step)
