"""Making a backup of a home that is in use: the database of one moment, and the files that it names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max

from accord.accounts.models.events import Event
from accord.accounts.queries.heads import heads_in
from accord.intake.actions.leftovers import nothing_is_dropped
from accord.intake.models.files import SourceFile
from accord.intake.models.releases import Release
from accord.sharing.models.signatures import Scan
from accord.upkeep.archives import InTheWay, Writer, writing
from accord.upkeep.dumps import last_numbers, lines, tables, unknown_tables
from accord.upkeep.manifests import HEADS, ROOMS, SECRETS, SINGLE_FILES, Manifest
from accord.upkeep.snapshots import one_moment
from accord.upkeep.stamps import note_backup

NAMED = ("releases", "raw", "scans")
"""Rooms of which the files go in that the database names, and no others."""
EXPECTED_ELSEWHERE = frozenset(
    {"accord.sqlite3", "accord.sqlite3-wal", "accord.sqlite3-shm", "staging", "static", "state", "prepared", "restored"}
)
"""What lies in a home and is made anew, or is the database."""


class NotWhole(Exception):
    """Files that the database names are missing or altered: a backup would lack them. ``faults`` says which."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(f"{len(faults)} files are missing or altered")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made and read through."""

    path: Path
    size: int
    manifest: Manifest
    secrets: tuple[str, ...]
    others: tuple[str, ...]
    """What else lies in the home, or in the database, and is not in it."""


def back_up(*, target: Path, at: datetime, without_keys: bool = False, although_not_whole: bool = False) -> Made:
    """Write a backup of this home to a file that is not there yet, while the home is in use.

    Raises InTheWay for a name that is taken or lies inside the home, NotWhole where files are missing or altered
    (``although_not_whole`` leaves them out and says so inside), and `snapshots.SeesTooLittle`.
    """
    home = Path(settings.ACCORD_HOME).resolve()
    target = target.absolute()
    if target.resolve().is_relative_to(home):
        raise InTheWay(f"{target} lies in the home itself and would be lost with it. Name a place outside {home}.")
    with nothing_is_dropped(), one_moment() as moment, writing(target) as writer:
        rows = _add_tables(writer, moment)
        faults = [fault for room in NAMED for fault in _add_named(writer, home, room, moment)]
        if faults and not although_not_whole:
            raise NotWhole(faults)
        secrets = tuple(_add_others(writer, home, moment, without_keys))
        manifest = Manifest(
            made_at=at.isoformat(), accord=version("accord-schools"), database=connections[moment].vendor,
            rows=rows, migrations=_migrations(moment), numbers=last_numbers(moment, apps),
            members=tuple(writer.members), left_out=tuple(faults),
        )  # fmt: skip
        writer.add_manifest(manifest)
        others = (*(f"the table {each}" for each in unknown_tables(moment, apps)), *_others(home))
    with suppress(OSError):  # on a full disk: the backup is there all the same, and the doctor asks for another
        note_backup(home, at)
    return Made(target, target.stat().st_size, manifest, secrets, others)


def _add_tables(writer: Writer, moment: str) -> dict[str, int]:
    rows = {}
    for name, model in sorted(tables(apps).items()):
        counted = _Counted(lines(model, moment))
        writer.add_table(name, counted)
        rows[name] = counted.passed - 1  # the first line names the columns
    return rows


class _Counted(Iterator[bytes]):
    """Lines, and how many of them have passed."""

    def __init__(self, some: Iterator[bytes]) -> None:
        self._some, self.passed = some, 0

    def __next__(self) -> bytes:
        line = next(self._some)
        self.passed += 1
        return line


def _add_named(writer: Writer, home: Path, room: str, moment: str) -> Iterator[str]:
    """Put the files of a room in that the database names; what is wrong with one of them."""
    for name, sha256 in _named(home, room, moment):
        try:
            added = writer.add_file(name, home / name)
        except FileNotFoundError:
            yield f"{name} is missing"
            continue
        if sha256 and added.sha256 != sha256:
            yield f"{name} was altered"


def _named(home: Path, room: str, moment: str) -> Iterator[tuple[str, str]]:
    """The files of a room that the database names, with the hash of each where it is known."""
    if room == "releases":
        for id_ in Release.objects.using(moment).order_by("pk").values_list("public_id", flat=True):
            inside = sorted(path.name for path in (home / room / str(id_)).glob("*") if path.is_file())
            yield from ((f"{room}/{id_}/{name}", "") for name in inside or ["places.parquet"])
        return
    model = SourceFile if room == "raw" else Scan
    hashes = model.objects.using(moment).order_by("sha256").values_list("sha256", flat=True).distinct()
    yield from ((f"{room}/{sha256}", sha256) for sha256 in hashes)


def _add_others(writer: Writer, home: Path, moment: str, without_keys: bool) -> Iterator[str]:
    """Put in what people and Accord keep in the home beside the database; the secrets among it."""
    for name in SINGLE_FILES:
        if not (home / name).is_file() or (without_keys and name in SECRETS):
            continue
        if name == HEADS:
            writer.add_text(name, _heads(home / name, moment))
            continue
        writer.add_file(name, home / name)
        if name in SECRETS:
            yield name
    for room in ROOMS:
        if room not in NAMED:
            for path in sorted((home / room).rglob("*")):
                if path.is_file() and not path.is_symlink():
                    writer.add_file(path.relative_to(home).as_posix(), path)


def _heads(path: Path, moment: str) -> bytes:
    """The heads of the record up to the moment: later ones would say that entries were cut off."""
    last = Event.objects.using(moment).aggregate(last=Max("sequence"))["last"] or 0
    kept = [f"{head.record} {head.sequence} {head.digest}\n" for head in heads_in(path) if head.sequence <= last]
    return "".join(kept).encode("ascii")


def _others(home: Path) -> Iterator[str]:
    """What lies in the home and is in no backup, because nobody here knows it."""
    known = EXPECTED_ELSEWHERE | set(ROOMS) | set(SINGLE_FILES)
    yield from sorted(path.name for path in home.iterdir() if path.name not in known and path.suffix != ".lock")


def _migrations(moment: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connections[moment]).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found
