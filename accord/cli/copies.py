"""A copy of a home or of a database, kept apart from the one that is in use."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import environ
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from accord.accounts.choices import Stage
from accord.config.heartbeat import sign_of_life
from accord.intake.models.releases import Release
from accord.sharing.models.terms import ReleaseTerms
from accord.sharing.rules.stages import stage_on

ALIAS = "copy"
STAYS = frozenset({"accord.sqlite3", "releases", "definitions", "authority", "DEMONSTRATION"})
"""What stays of a home. Files as they were sent, keys, logs and whatever else lies there go."""
LIVES_SECONDS = 60.0


class NotACopy(Exception):
    """What was named is in use, or is no home; says why and what to do."""


def check_is_copy(copy: Path) -> None:
    """Raise NotACopy for the home in use, one whose database is the one in use, one that is served, or none at all."""
    database, live = copy / "accord.sqlite3", Path(str(settings.DATABASES["default"]["NAME"]))
    if not database.is_file():
        raise NotACopy(f"{copy} has no accord.sqlite3. Name a folder that is a copy of a whole home.")
    if copy.resolve() == settings.ACCORD_HOME.resolve() or (live.is_file() and database.samefile(live)):
        raise NotACopy(f"{copy} is the home in use. Copy it first, and scrub the copy.")
    sign = sign_of_life(copy)
    if sign.exists() and time.time() - sign.stat().st_mtime < LIVES_SECONDS:
        raise NotACopy(f"A worker serves {copy}. Stop it, copy the home, and scrub the copy.")


def check_is_other(url: str) -> dict[str, Any]:
    """The settings of the database at an address; raises NotACopy for the one in use."""
    given = environ.Env.db_url_config(url)
    live = settings.DATABASES["default"]
    if all(str(given.get(part, "")) == str(live.get(part, "")) for part in ("HOST", "PORT", "NAME")):
        raise NotACopy("This is the database in use. Copy it into another (pg_dump, createdb), and scrub that.")
    return dict(given)


def open_copy(given: dict[str, Any]) -> None:
    """Connect to the copy, and bring it to the shape this version needs."""
    base = {**connections.databases["default"], "OPTIONS": {}, "USER": "", "PASSWORD": "", "HOST": "", "PORT": ""}
    if given["ENGINE"].endswith("sqlite3"):
        # Freed pages are overwritten, and nothing is kept in a second file.
        base["OPTIONS"] = {"init_command": "PRAGMA journal_mode=DELETE; PRAGMA secure_delete=ON;"}
    connections.databases[ALIAS] = base | given
    call_command("migrate", database=ALIAS, interactive=False, verbosity=0)


def close_copy() -> None:
    """Have the database let go of what it deleted, and leave it."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("VACUUM FULL" if connections[ALIAS].vendor == "postgresql" else "VACUUM")
    connections[ALIAS].close()
    del connections[ALIAS]
    del connections.databases[ALIAS]


def take_back_what_is_not_public(copy: Path | None, on: date) -> int:
    """Withdraw in the copy every release that is not public on a day, and remove its figures; how many there were."""
    known = {str(each.release): each for each in ReleaseTerms.objects.using(ALIAS)}
    closed = [id_ for id_, row in known.items() if stage_on(row.plain, on) is not Stage.PUBLIC]
    held = Release.objects.using(ALIAS).filter(accepted_at=None).values_list("public_id", flat=True)
    closed += [str(each) for each in held]
    Release.objects.using(ALIAS).filter(public_id__in=closed).update(withdrawn_at=timezone.now())
    for id_ in closed if copy is not None else ():
        shutil.rmtree(copy / "releases" / id_, ignore_errors=True)
    return len(closed)


def clear_out(copy: Path) -> list[str]:
    """Remove from a copied home all that does not stay; the names of what went."""
    gone = []
    for path in sorted(copy.iterdir()):
        if path.name not in STAYS:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
            gone.append(path.name)
    return gone


def left_over(copy: Path, names: Iterable[str]) -> Iterator[str]:
    """The files of a copy, outside its releases, in which one of some names still stands, byte by byte."""
    wanted = [name.encode() for name in names]
    for path in sorted(copy.rglob("*")):
        if path.is_file() and path.relative_to(copy).parts[0] != "releases":
            content = path.read_bytes()
            if any(name in content for name in wanted):
                yield str(path.relative_to(copy))
