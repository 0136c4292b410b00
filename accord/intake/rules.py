"""Decisions about a file that was sent, on plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accord.intake.choices import Progress


@dataclass(frozen=True, slots=True)
class ReleaseKey:
    """What makes a release the same as another: its figures, and what they are said to be."""

    family: str
    year: int
    settled: str
    england: bool
    authorities: tuple[str, ...]
    fingerprint: str
    as_of: date | None = None


def new_ones(found: Sequence[ReleaseKey], live: Sequence[ReleaseKey]) -> list[int]:
    """Positions of the candidates that say something no live release says, each content once."""
    seen = set(live)
    fresh = []
    for at, key in enumerate(found):
        if key not in seen:
            seen.add(key)
            fresh.append(at)
    return fresh


class NotNow(Exception):
    """Something may not be done to a release or an intake; the message says why."""


def check_can_accept(progress: str) -> None:
    """Raise `NotNow` unless an intake waits for acceptance."""
    if progress != Progress.HELD:
        raise NotNow("Only a file that waits for acceptance can be accepted.")


def can_accept(progress: str) -> bool:
    """Whether an intake waits for acceptance."""
    return progress == Progress.HELD


def check_can_withdraw(accepted: bool, withdrawn: bool) -> None:
    """Raise `NotNow` unless a release is published."""
    if not accepted:
        raise NotNow("This release was never accepted, so there is nothing to withdraw.")
    if withdrawn:
        raise NotNow("This release is withdrawn already.")


def can_withdraw(accepted: bool, withdrawn: bool) -> bool:
    """Whether a release is published."""
    return accepted and not withdrawn


@dataclass(frozen=True, slots=True)
class Quota:
    """How many files, and bytes in all, one person may send in 24 hours."""

    files: int
    size: int


def check_can_send(sent: Quota, size: int, allowed: Quota) -> None:
    """Raise `NotNow` where a person who has sent so much in the last 24 hours may not send a file of this size too."""
    if sent.files >= allowed.files:
        raise NotNow(
            f"You have sent {sent.files:,} files in the last 24 hours, and {allowed.files:,} is the most here."
            " Send this one tomorrow, several in one ZIP, or ask whoever runs this site."
        )
    if sent.size + size > allowed.size:
        raise NotNow(
            f"With this file you would have sent {_mib(sent.size + size)} in 24 hours, and {_mib(allowed.size)} is the"
            " most here. Send it zipped, send it tomorrow, or ask whoever runs this site."
        )


def _mib(size: int) -> str:
    return f"{size / 2**20:,.1f} MiB"
