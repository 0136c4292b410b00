"""What the register knows of establishments that bears on their lineage."""

from __future__ import annotations

from accord.register.choices import IS_OPEN, NumberedBy, Status
from accord.register.models.schools import Establishment
from accord.register.rules.lineage import Facts

_FIELDS = ("urn", "status", "opened_on", "closed_on", "reason_opened", "reason_closed", "low_age", "high_age")


def facts() -> dict[str, Facts]:
    """The facts of every establishment that has a URN."""
    rows = Establishment.objects.filter(numbered_by=NumberedBy.GIAS).order_by().values_list(*_FIELDS)
    return {urn: Facts(urn, _is_open(status), *rest) for urn, status, *rest in rows.iterator()}


def _is_open(status: str) -> bool | None:
    return None if status == Status.UNKNOWN else status in IS_OPEN
