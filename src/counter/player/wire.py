"""How conductor and agent talk: a local socket, one JSON object a line, a token first.

Request `{"id": 7, "do": "key", …}`, answer `{"id": 7, "ok": true, …}` or `{"id": 7, "ok": false,
"error": "…"}`. The token travels in an environment variable, so that it stands in no command line.
No Qt here; the conductor's process has none.
"""

from __future__ import annotations

import contextlib
import json
import socket
import sys
import time
from pathlib import Path
from typing import Any

PROTOCOL = 1
TOKEN_VARIABLE = "COUNTER_AGENT_TOKEN"
SLACK = 15.0
"""Seconds the client waits for an answer beyond the time the order itself may take."""


class AgentRefused(Exception):
    """The agent understood an order and could not do it; its words say why."""


class AgentGone(Exception):
    """The desk ended, or answers no more."""


def socket_name(folder: Path, name: str) -> str:
    """Full name of a local socket in `folder` (a named pipe on Windows)."""
    return rf"\\.\pipe\counter-{name}" if sys.platform == "win32" else str(folder / name)


class AgentClient:
    """The conductor's end."""

    def __init__(self, name: str, token: str, patience: float = 30.0) -> None:
        """Connect and shake hands. Raises AgentGone when nobody listens within `patience` s."""
        self._next = 0
        self._socket: socket.socket | None = None
        self._file = self._open(name, time.monotonic() + patience)
        self.hello = self.call("hello", protocol=PROTOCOL, token=token)

    def _open(self, name: str, deadline: float) -> Any:
        while True:
            try:
                return self._connect(name)
            except OSError as error:
                if time.monotonic() > deadline:
                    raise AgentGone(f"nobody listens at the agent's socket: {error}") from None
                time.sleep(0.05)

    def _connect(self, name: str) -> Any:
        if sys.platform == "win32":
            return open(name, "r+b", buffering=0)
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(name)
        except OSError:
            connection.close()
            raise
        self._socket = connection
        return connection.makefile("rwb", buffering=0)

    def call(self, do: str, *, takes: float = 0.0, **fields: Any) -> dict[str, Any]:
        """Give an order that may take `takes` seconds. Raises AgentRefused, AgentGone."""
        self._next += 1
        line = json.dumps({"id": self._next, "do": do, **fields}, ensure_ascii=False)
        if self._socket is not None:
            self._socket.settimeout(takes + SLACK)
        try:
            self._file.write(line.encode() + b"\n")
            answer = self._read()
        except (OSError, ValueError) as error:
            raise AgentGone(f"the desk does not answer {do!r}: {error}") from None
        if answer.get("id") != self._next:
            raise AgentGone(f"the desk answered out of turn: {answer}")
        if not answer.pop("ok"):
            raise AgentRefused(answer["error"])
        return answer

    def _read(self) -> dict[str, Any]:
        held = bytearray()
        while not held.endswith(b"\n"):
            piece = self._file.read(65536) if self._socket is None else self._socket.recv(65536)
            if not piece:
                raise AgentGone("the desk has ended")
            held += piece
        answer: dict[str, Any] = json.loads(held)
        return answer

    def close(self) -> None:
        """Hang up."""
        with contextlib.suppress(OSError):  # the desk may be gone; there is nobody to tell
            self._file.close()
        if self._socket is not None:
            self._socket.close()
