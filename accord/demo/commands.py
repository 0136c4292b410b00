"""Making a home into the demonstration: inventing, writing files, and taking them in like anybody's."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from accord.accounts.actions.people import invite
from accord.accounts.models.people import Person
from accord.demo.files import GROUPS_FILE, write
from accord.demo.groups import groups_csv
from accord.demo.marker import mark
from accord.demo.world import invent
from accord.intake.actions.intakes import Asked, take_in
from accord.intake.choices import Progress
from accord.register.actions.group_lists import import_groups

SEED = 2018
EMAIL = "officer@demo.example"
NAME = "Demonstration officer"
SIGN_IN = "demonstration-sign-in"
FOLDER = "demonstration"
PREPARED = "prepared"
_PRIVATE = 0o600


class NotPrepared(Exception):
    """The invented files were not taken in; the message says why."""


def prepare(home: Path, *, say: Callable[[str], None] = print) -> None:
    """Invent the authority in this home, once; a home that has it is left as it is.

    Interrupted, it may be repeated: what was taken in is recognised. Raises `HomeInUse` for a home with
    files of its own and `NotPrepared` if an invented file was refused.
    """
    mark(home)
    stamp = home / FOLDER / PREPARED
    if stamp.exists():
        return
    at = timezone.now()
    officer = _officer(home, at)
    world = invent(SEED)
    (home / "authority").write_text(f"{world.authority.name}\n", encoding="utf-8")
    say(f"Invented {world.authority.name} and an England around it; none of it exists.")
    for path in write(world, home / FOLDER):
        _take_in(path, officer, at, say)
    import_groups(text=groups_csv(world.memberships), by=officer, at=at)
    say(f"Took in {GROUPS_FILE}: {len({row.group for row in world.memberships})} alliances.")
    stamp.write_text(f"{at.isoformat()}\n", encoding="utf-8")


def _take_in(path: Path, officer: Person, at: datetime, say: Callable[[str], None]) -> None:
    intake = take_in(path=path, name=path.name, asked=Asked(), by=officer, at=at)
    if intake.progress not in (Progress.PUBLISHED, Progress.UNCHANGED):
        raise NotPrepared(f"{path.name} was not taken in: {intake.problems}")
    say(f"Took in {path.name}.")


def _officer(home: Path, at: datetime) -> Person:
    """The person to sign in as; the password is made once and kept in the home, for its owner's eyes."""
    kept = home / SIGN_IN
    if kept.exists():
        password = kept.read_text(encoding="utf-8").split()[-1]
    else:
        password = secrets.token_urlsafe(12)
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"  e-mail    {EMAIL}\n  password  {password}\n")
    return invite(email=EMAIL, name=NAME, password=password, by=None, at=at)
