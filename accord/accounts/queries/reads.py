"""What was read of what is not for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum

from accord.accounts.models.events import Event, Reading
from accord.accounts.models.people import Person
from accord.accounts.rules.whole_record import READS, SEALED


def sealed_up_to() -> int:
    """The number of the last read that is in a sealed batch; 0 where none is."""
    seals = Event.objects.filter(verb=SEALED, subject_kind=READS).order_by("-sequence")
    detail = seals.values_list("detail", flat=True).first()
    return int(detail["last"]) if detail else 0


def first_unsealed() -> Reading | None:
    """The oldest read that no batch holds yet."""
    return Reading.objects.filter(sequence__gt=sealed_up_to()).order_by("sequence").first()


@dataclass(frozen=True, slots=True)
class NotPublic:
    """Rows of one release that were shown on pages of one kind, by one right or under one agreement."""

    release: str
    grant: str
    agreement: str
    rows: int
    subjects: int


def shown_lately(person: Person, page: str, since: datetime) -> list[NotPublic]:
    """What is not public and was shown to somebody on pages of a kind (the name of a route) since a moment."""
    rows = Reading.objects.filter(person=person, page=page, at__gte=since).exclude(release="").order_by()
    counted = rows.values("release", "grant", "agreement").annotate(
        shown=Sum("rows"), subjects=Count("subject_id", distinct=True)
    )
    return [
        NotPublic(each["release"], each["grant"], each["agreement"], each["shown"], each["subjects"])
        for each in counted.order_by("release", "agreement", "grant")
    ]
