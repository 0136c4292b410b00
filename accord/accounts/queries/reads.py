"""What was read of what is not for everybody."""

from __future__ import annotations

from accord.accounts.models.events import Event, Reading
from accord.accounts.rules.whole_record import READS, SEALED


def sealed_up_to() -> int:
    """The number of the last read that is in a sealed batch; 0 where none is."""
    seals = Event.objects.filter(verb=SEALED, subject_kind=READS).order_by("-sequence")
    detail = seals.values_list("detail", flat=True).first()
    return int(detail["last"]) if detail else 0


def first_unsealed() -> Reading | None:
    """The oldest read that no batch holds yet."""
    return Reading.objects.filter(sequence__gt=sealed_up_to()).order_by("sequence").first()
