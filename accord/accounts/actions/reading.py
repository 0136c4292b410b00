"""Noting who read figures that are not for everybody, and sealing what was noted.

A page notes what it shows while it is made; the middleware writes all of it once, after the page is made and
before it is given, in a transaction of its own. What cannot be written is not shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db import transaction

from accord.accounts.actions.chaining import add_readings, end_of
from accord.accounts.actions.events import record, those_it_is_done_for
from accord.accounts.models.events import Event, Reading
from accord.accounts.models.people import Person
from accord.accounts.queries.reads import first_unsealed, sealed_up_to
from accord.accounts.readers import Reader
from accord.accounts.rules.whole_record import READS, SEALED

LONGEST_OPEN = timedelta(seconds=60)
"""Reads older than this are sealed by the next writer, where no worker did it before."""


@dataclass(frozen=True, slots=True)
class Under:
    """What lets somebody see it: the public ids of their grant and of the agreement between the schools."""

    grant: str = ""
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """So many rows about one thing, shown to one reader."""

    who: Person | None
    kind: str
    subject: str
    release: str
    under: Under
    rows: int
    at: datetime

    @property
    def same(self) -> tuple[object, ...]:
        """Notes alike in this are one reading."""
        return (self.who.pk if self.who else None, self.kind, self.subject, self.release, self.under)


@dataclass(slots=True)
class Page:
    """What one page has noted so far. ``name`` is the name of its route."""

    name: str = ""
    notes: dict[tuple[object, ...], Note] = field(default_factory=dict)

    def add(self, note: Note) -> None:
        """Note it; what is alike is added up."""
        known = self.notes.get(note.same)
        self.notes[note.same] = replace(note, rows=note.rows + known.rows) if known else note


_PAGE: ContextVar[Page | None] = ContextVar("page that notes what it shows", default=None)


def note_read(
    *, reader: Reader, kind: str, subject: object, rows: int, under: Under, at: datetime, release: object = ""
) -> None:
    """Note that a reader is shown so many rows of restricted figures about a subject (a school by its URN, say).

    Inside a page it costs nothing: all is written once the page is made. Elsewhere it is written now.
    """
    if rows < 1:
        return
    note = Note(reader.who, kind, str(subject), str(release), under, rows, at)
    page = _PAGE.get()
    if page is None:
        write_reads(Page(notes={note.same: note}))
    else:
        page.add(note)


def releases_noted() -> frozenset[str]:
    """The releases of which the page that is being made has shown something so far."""
    page = _PAGE.get()
    return frozenset(note.release for note in page.notes.values() if note.release) if page else frozenset()


@contextmanager
def page_that_notes() -> Iterator[Page]:
    """Collect what is noted inside; the caller writes it."""
    page = Page()
    before = _PAGE.set(page)
    try:
        yield page
    finally:
        _PAGE.reset(before)


def write_reads(page: Page) -> int:
    """Write what a page noted, in a transaction of its own, and seal what has been open too long."""
    if not page.notes:
        return 0
    latest = max(note.at for note in page.notes.values())
    with transaction.atomic():
        whose = {who: those_it_is_done_for(who, latest) for who in {note.who for note in page.notes.values()}}
        add_readings([_reading(note, page.name, whose) for note in page.notes.values()])
        oldest = first_unsealed()
        if oldest is not None and latest - oldest.at >= LONGEST_OPEN:
            seal_reads(at=latest)
    return len(page.notes)


def _reading(note: Note, page: str, whose: Mapping[Person | None, list[str]]) -> Reading:
    actor = Event.Actor.PERSON if note.who is not None else Event.Actor.OPERATOR
    return Reading(
        at=note.at, actor=actor, person=note.who, on_behalf_of=whose[note.who], grant=note.under.grant,
        agreement=note.under.agreement, kind=note.kind, subject_id=note.subject, release=note.release,
        rows=note.rows, page=page,
    )  # fmt: skip


@transaction.atomic
def seal_reads(*, at: datetime) -> int:
    """Bind the reads since the last seal into the record of acts, as one batch. Returns how many there were."""
    last, digest = end_of(READS)
    first = sealed_up_to() + 1
    if last < first:
        return 0
    detail = {"first": first, "last": last, "reads": last - first + 1, "digest": digest}
    record(SEALED, kind=READS, subject=last, by=None, at=at, detail=detail)
    return last - first + 1
