"""What goes wrong with a device, once as plain facts and once in a clerk's words.

Transports raise `DeviceLost` with a bare reason; a driver knows what its device is called and turns
the reason into a `KnownError` with a code `device.*` through `said_of`. Words for every code stand
here, so that the device page, the sign-in checks and the drivers say the same.
"""

from __future__ import annotations

import errno
from typing import Literal

from counter.domain.errors import KnownError, Text, text

Reason = Literal["not_found", "busy", "no_permission", "not_configured", "lost"]


class DeviceLost(Exception):
    """The port of a device could not be opened, or went away while in use.

    reason: why, as far as the system tells; port: the address; detail: the system's own words.
    """

    def __init__(self, reason: Reason, port: str, detail: str = "") -> None:
        self.reason: Reason = reason
        self.port = port
        self.detail = detail
        super().__init__(f"{reason}: {port}: {detail}")


_BY_ERRNO: dict[int, Reason] = {
    errno.ENOENT: "not_found",
    errno.ENODEV: "not_found",
    errno.ENXIO: "not_found",
    errno.ECONNREFUSED: "not_found",
    errno.EHOSTUNREACH: "not_found",
    errno.EBUSY: "busy",
    errno.EAGAIN: "busy",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
}


def reason_of(error: BaseException) -> Reason:
    """Why a port did not open, from the error's number; `lost` where it says nothing."""
    number = getattr(error, "errno", None)
    if isinstance(error, TimeoutError):
        return "not_found"
    return _BY_ERRNO.get(number, "lost") if isinstance(number, int) else "lost"


WORDS: dict[Reason, tuple[str, str]] = {
    "not_configured": ("还没有设置{device}。", "请到“设备”里选择。"),
    "not_found": ("没找到{device}。", "请检查电源和数据线。"),
    "busy": ("{device}正被另一个程序占用。", "请关掉那个程序再试。"),
    "no_permission": ("没有使用{device}端口的权限。", "请联系技术员。"),
    "lost": ("{device}断开了。", "请检查数据线，接好后会自动恢复。"),
}


def said_of(device: str, lost: DeviceLost) -> KnownError:
    """The KnownError `device.<reason>` for a lost `device` (its Chinese name)."""
    what, next_step = WORDS[lost.reason]
    return KnownError(
        f"device.{lost.reason}",
        text(what, device=device),
        text(next_step),
        port=lost.port,
        detail=lost.detail,
    )


def silent(device: str) -> KnownError:
    """KnownError `device.silent`: the port is open and nobody answers."""
    return KnownError(
        "device.silent",
        text("{device}没有回应。", device=device),
        text("请重试；仍不行请检查电源。"),
    )


def sentence(what: Text, next_step: Text) -> str:
    """Both halves as the one line that a clerk reads."""
    return f"{what}{next_step}"
