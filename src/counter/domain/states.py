"""Where a case can stand, and which act takes it from where to where.

The table is the state machine: the fold follows it, the deciders ask it, and the picture in
ARCHITECTURE.md is made from it.
"""

from __future__ import annotations

import enum


class Status(enum.StrEnum):
    """Where a case stands."""

    NONE = "none"
    RECEIVED = "received"  # 收件
    SUPPLEMENT = "supplement"  # 待补正
    ACCEPTED = "accepted"  # 受理
    PAUSED = "paused"  # 特别程序，停表
    DEPARTMENT = "department"  # 移交部门办理
    UPPER = "upper"  # 上报待批
    REVIEWED = "reviewed"  # 已审，等核
    DECIDED = "decided"  # 已决定，待送达
    CLOSED = "closed"  # 办结
    REFUSED = "refused"  # 不予受理
    RETURNED = "returned"  # 退件
    RECALLED = "recalled"  # 申请人撤回
    WITHDRAWN = "withdrawn"  # 撤销受理（误按）
    ARCHIVED = "archived"  # 归档


STATUS_WORDS = {
    Status.NONE: "未收件",
    Status.RECEIVED: "收件",
    Status.SUPPLEMENT: "待补正",
    Status.ACCEPTED: "受理",
    Status.PAUSED: "停表",
    Status.DEPARTMENT: "部门办理",
    Status.UPPER: "上报待批",
    Status.REVIEWED: "已审待核",
    Status.DECIDED: "已决定",
    Status.CLOSED: "办结",
    Status.REFUSED: "不予受理",
    Status.RETURNED: "退件",
    Status.RECALLED: "已撤回",
    Status.WITHDRAWN: "已撤销受理",
    Status.ARCHIVED: "已归档",
}

FINISHED = (
    Status.CLOSED,
    Status.REFUSED,
    Status.RETURNED,
    Status.RECALLED,
    Status.WITHDRAWN,
)
"""Nothing is decided any more; the file may go to the archive."""

ENDED = frozenset({*FINISHED, Status.ARCHIVED})
"""Nothing is decided any more on a case that stands here."""

BEFORE_ACCEPTANCE = (Status.RECEIVED, Status.SUPPLEMENT)
IN_HAND = (Status.ACCEPTED, Status.REVIEWED)
"""The clock runs and the window holds the case."""
RUNNING = (*IN_HAND, Status.DEPARTMENT)
"""The clock runs, whoever of the unit holds the case."""

TRANSITIONS: dict[str, tuple[tuple[Status, ...], Status]] = {
    "case.received": ((Status.NONE,), Status.RECEIVED),
    "notice.issued": ((Status.RECEIVED,), Status.SUPPLEMENT),
    "case.accepted": (BEFORE_ACCEPTANCE, Status.ACCEPTED),
    "acceptance.refused": (BEFORE_ACCEPTANCE, Status.REFUSED),
    "case.returned": ((Status.SUPPLEMENT,), Status.RETURNED),
    "case.recalled": (
        (Status.RECEIVED, Status.SUPPLEMENT, Status.ACCEPTED, Status.REVIEWED, Status.PAUSED),
        Status.RECALLED,
    ),
    "clock.paused": (RUNNING, Status.PAUSED),
    "clock.resumed": ((Status.PAUSED,), Status.ACCEPTED),
    "case.handed_over": ((Status.ACCEPTED,), Status.DEPARTMENT),
    "case.handed_back": ((Status.DEPARTMENT,), Status.ACCEPTED),
    "case.sent_up": ((Status.REVIEWED,), Status.UPPER),
    "case.came_back": ((Status.UPPER,), Status.REVIEWED),
    "case.reviewed": ((Status.ACCEPTED,), Status.REVIEWED),
    "case.decided": ((Status.REVIEWED,), Status.DECIDED),
    "case.closed": ((Status.DECIDED,), Status.CLOSED),
    "acceptance.withdrawn": (IN_HAND, Status.WITHDRAWN),
    "case.archived": (FINISHED, Status.ARCHIVED),
}
"""Act kind → (states it is for, state it leads to). Other acts leave the state as it is.

`clock.resumed` leads back to the state before the pause; the table names the usual one.
"""


def allowed(kind: str, status: Status) -> bool:
    """True when an act of `kind` is for a case that stands at `status`."""
    return kind not in TRANSITIONS or status in TRANSITIONS[kind][0]


def mermaid() -> str:
    """The state machine as a Mermaid diagram, from the table."""
    lines = ["stateDiagram-v2"]
    for status in Status:
        lines.append(f"    {status.value} : {STATUS_WORDS[status]} ({status.value})")
    lines.append("    [*] --> received : case.received")
    for kind, (sources, target) in TRANSITIONS.items():
        lines += [
            f"    {source.value} --> {target.value} : {kind}"
            for source in sources
            if source is not Status.NONE
        ]
    lines += [f"    {status.value} --> [*]" for status in Status if status in ENDED]
    return "\n".join(line for line in lines if " none " not in f" {line} ")


if __name__ == "__main__":
    print(mermaid())
