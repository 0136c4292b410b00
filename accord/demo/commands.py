"""Making a home into the demonstration: inventing, writing files, and taking them in like anybody's."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import filterfalse
from pathlib import Path

from django.db import connections
from django.utils import timezone

from accord.accounts.actions.granting import give
from accord.accounts.actions.people import enrol
from accord.accounts.choices import ScopeKind
from accord.accounts.models.people import Person
from accord.accounts.rules.rights import Scope
from accord.demo.agreements import keep_agreement
from accord.demo.files import GROUPS_FILE, is_of_results, sent_with, write
from accord.demo.groups import groups_csv
from accord.demo.marker import mark
from accord.demo.people import hold_a_school, keep_people
from accord.demo.world import World, invent
from accord.intake.actions.intakes import Asked, take_in
from accord.intake.choices import Progress
from accord.register.actions.brought_lists import bring
from accord.register.actions.groups import end
from accord.register.actions.putting_in_force import apply
from accord.register.choices import GroupKind, KeptBy
from accord.register.models.groups import Group
from accord.register.models.lists import BroughtList

SEED = 2018
EMAIL = "officer@demo.example"
NAME = "Demonstration officer"
OFFICER_HOLDS = ("head_of_school_improvement", "data_manager", "data_protection_officer")
WHY_HELD = "The demonstration: every person, school and figure is invented."
SIGN_IN = "demonstration-sign-in"
FOLDER = "demonstration"
PREPARED = "prepared"
LIST = "Alliances and area partnerships of the county"
_PRIVATE = 0o600


class NotPrepared(Exception):
    """The invented files were not taken in; the message says why."""


def prepare(home: Path, *, say: Callable[[str], None] = print, side_by_side: bool = False) -> None:
    """Invent the authority in this home, once; a home that has it is left as it is.

    ``side_by_side`` takes the results and the register in at the same time, each in its order, on connections of their
    own: neither needs the other. Interrupted, it may be repeated: what was taken in is recognised. Raises `HomeInUse`
    for a home with files of its own and `NotPrepared` if an invented file was refused.
    """
    mark(home)
    stamp = home / FOLDER / PREPARED
    if stamp.exists():
        return
    at = timezone.now()
    world = invent(SEED)
    officer = _officer(home, world.authority.code, at)
    (home / "authority").write_text(f"{world.authority.name}\n", encoding="utf-8")
    say(f"Invented {world.authority.name} and an England around it; none of it exists.")
    written = write(world, home / FOLDER)

    def take_results() -> None:
        for path in filter(is_of_results, written):
            _take_in(path, officer, at, say)

    def take_register() -> None:
        for path in filterfalse(is_of_results, written):
            _take_in(path, officer, at, say)

    _do(take_results, take_register, side_by_side=side_by_side)
    # Not beside the results: a long list is one long transaction, and on SQLite the others would wait for it.
    keep_groups(world, by=officer, at=at)
    keep_agreement(processor=world.authority.name, by=officer, at=at)
    groups = len({row.group for row in world.memberships})
    say(f"Took in {GROUPS_FILE}: {groups} alliances, some of them no more.")
    people = keep_people(world, by=officer, at=at)
    say(f"Invented {people} people of different roles; none of them can sign in.")
    hold_a_school(world, by=officer, at=at)
    stamp.write_text(f"{at.isoformat()}\n", encoding="utf-8")


def _do(one: Callable[[], None], other: Callable[[], None], *, side_by_side: bool) -> None:
    if not side_by_side:
        one()
        other()
        return
    with ThreadPoolExecutor(max_workers=1) as elsewhere:
        waiting = elsewhere.submit(_with_own_connections, other)
        one()
        waiting.result()


def _with_own_connections(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        connections.close_all()


def keep_groups(world: World, *, by: Person | None, at: datetime) -> None:
    """Bring the list of alliances and area partnerships, put it in force, and end the groups that are no more."""
    text = groups_csv(world.memberships)
    known = BroughtList.objects.filter(name=LIST).first()
    brought = known or bring(
        text=text, name=LIST, kind=GroupKind.ALLIANCE, starts_on=None, prefers=world.authority.code,
        belongs_to=f"authority:{world.authority.code}", by=by, at=at
    )
    if brought.state != BroughtList.State.APPLIED:
        apply(brought=brought, by=by, at=at)
    named = {group.name: group for group in Group.objects.filter(kept_by=KeptBy.PEOPLE)}
    for each in world.endings:
        if named[each.group].ends_before is None:
            into = [named[name] for name in each.into]
            end(group=named[each.group], on=each.on, because=each.because, followed_by=into, by=by, at=at)


def _take_in(path: Path, officer: Person, at: datetime, say: Callable[[str], None]) -> None:
    said = sent_with(path)
    asked = Asked(year=said.year, settled=said.settled)
    intake = take_in(path=path, name=path.name, asked=asked, by=officer, at=at)
    if intake.progress not in (Progress.PUBLISHED, Progress.UNCHANGED):
        raise NotPrepared(f"{path.name} was not taken in: {intake.problems}")
    say(f"Took in {path.name}.")


def _officer(home: Path, authority: str, at: datetime) -> Person:
    """The person to sign in as; the password is made once and kept in the home, for its owner's eyes."""
    kept = home / SIGN_IN
    if kept.exists():
        password = kept.read_text(encoding="utf-8").split()[-1]
    else:
        password = secrets.token_urlsafe(12)
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"  e-mail    {EMAIL}\n  password  {password}\n")
    officer = enrol(email=EMAIL, name=NAME, password=password, by=None, at=at)
    for role in OFFICER_HOLDS:
        if not officer.grants.filter(role=role).exists():
            give(
                person=officer, role=role, scope=Scope(ScopeKind.AUTHORITY, authority), reason=WHY_HELD,
                starts_on=at.date(), ends_before=None, by=None, at=at,
            )  # fmt: skip
    return officer
