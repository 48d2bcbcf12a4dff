"""The act (办理动作): identity, header, payload registry, canonical bytes and hash chain.

An act is named by (terminal, epoch, seq) and by nothing else. The header can be read without the
payload; the chain covers header and payload hash, so that a lawful deletion of a payload keeps
the chain whole. Bytes are deterministic JSON, integers only, text in NFC.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

import msgspec

GENESIS = "0" * 64
"""`prev_hash` of the first act of a terminal's epoch."""


class NumberUse(msgspec.Struct, frozen=True):
    """One number taken from a series by an act; never recycled."""

    series: str
    n: int


class Payload(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every act's payload; sub-classes are registered with `@act_kind`."""

    KIND: ClassVar[str] = ""
    VERSION: ClassVar[int] = 0

    numbers: tuple[NumberUse, ...] = ()


class Unknown(msgspec.Struct, frozen=True):
    """Payload of a kind or version this program does not know: stored and relayed untouched."""

    kind: str
    version: int
    body: bytes
    numbers: tuple[NumberUse, ...] = ()


P = TypeVar("P", bound=type[Payload])
_registry: dict[tuple[str, int], type[Payload]] = {}


def act_kind(kind: str, version: int = 1) -> Callable[[P], P]:
    """Register a payload class under `kind` and `version`; a pair is taken once and for ever."""

    def register(cls: P) -> P:
        if (kind, version) in _registry:
            raise ValueError(f"act kind {kind} v{version} is registered twice")
        cls.KIND, cls.VERSION = kind, version
        _registry[kind, version] = cls
        return cls

    return register


def registered() -> dict[tuple[str, int], type[Payload]]:
    """All known kinds (a copy)."""
    return dict(_registry)


class ActHeader(msgspec.Struct, frozen=True, kw_only=True):
    """What is readable of an act without its payload.

    recorded_at: local wall time, ISO 8601 with offset and milliseconds; effective_on: the date
    the law gives the act (may lie before recorded_at, art. 32(4)); base: sequence of the last act
    of the stream that the decision saw (0 = none); n of m: place in its command; grant: number
    of the authority letter or the name of the post it rests on.
    """

    terminal: str
    epoch: int
    seq: int
    stream: str
    touches: tuple[str, ...]
    units: tuple[str, ...]
    kind: str
    version: int
    command_id: str
    n: int
    m: int
    base: int
    recorded_at: str
    effective_on: str
    actor: str
    grant: str
    payload_hash: str
    prev_hash: str

    def hash(self) -> str:
        """SHA-256 of the canonical header, hex; the next act's `prev_hash`."""
        return hashlib.sha256(encode(self)).hexdigest()


class Act(msgspec.Struct, frozen=True):
    """A recorded act: header and decoded payload."""

    header: ActHeader
    payload: Payload | Unknown


class NewAct(msgspec.Struct, frozen=True, kw_only=True):
    """An act as the domain decides it, before the store gives it its place in the journal."""

    stream: str
    payload: Payload
    effective_on: str
    touches: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return type(self.payload).KIND


_encoder = msgspec.json.Encoder(order="deterministic")
_decoders: dict[type[Payload], msgspec.json.Decoder[Any]] = {}


def encode(value: Any) -> bytes:
    """Deterministic JSON bytes of a header or payload."""
    return _encoder.encode(value)


def decode_payload(kind: str, version: int, body: bytes) -> Payload | Unknown:
    """Payload from its stored bytes; `Unknown` for a kind, version or shape not known here."""
    cls = _registry.get((kind, version))
    if cls is None:
        return Unknown(kind, version, body)
    decoder = _decoders.get(cls)
    if decoder is None:
        decoder = _decoders[cls] = msgspec.json.Decoder(cls)
    try:
        return decoder.decode(body)  # type: ignore[no-any-return]
    except (msgspec.ValidationError, msgspec.DecodeError):
        return Unknown(kind, version, body)


def payload_hash(salt: bytes, body: bytes) -> str:
    """SHA-256(salt ‖ payload bytes as stored), hex. The salt (16 bytes) hides guessable content."""
    return hashlib.sha256(salt + body).hexdigest()


def nfc(value: str) -> str:
    """Text in Unicode NFC, as all text enters the journal."""
    return unicodedata.normalize("NFC", value)
