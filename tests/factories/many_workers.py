"""Many workers at once on one home: they accept, withdraw, move schools in and out of groups, and read.

`main` runs in a process of its own, on a home that is open already. What each worker did and saw is written down and
goes to standard output as JSON, for a checker that knows nothing of how it was done.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from django.conf import settings
from django.db import OperationalError, connections
from django.utils import timezone

from accord.accounts.models.events import Event
from accord.accounts.readers import Reader
from accord.intake.actions import intakes
from accord.intake.actions.intakes import Asked, accept, take_in
from accord.intake.actions.releases import withdraw
from accord.intake.choices import Progress
from accord.intake.models.files import Intake
from accord.intake.models.releases import Release
from accord.intake.rules import NotNow
from accord.performance.queries import figures
from accord.performance.selections import Selection, Who
from accord.register.actions.groups import end
from accord.register.actions.memberships import amend, join, leave
from accord.register.actions.several import move_several
from accord.register.choices import GroupKind, Role
from accord.register.models.groups import Group, Membership
from accord.register.rules.memberships import NotSense
from tests.factories import sendings
from tests.factories.killing import fork

GROUPS = 3
SCHOOLS = 5
FIRST_DAY = date(2020, 9, 1)


def fill(folder: Path, sendings_of_each: int) -> None:
    """Groups, and held sendings of one archive: each holds both summers, and both are published at once."""
    for _ in range(GROUPS):
        _begin()
    path = sendings.archive(folder / "first.zip")
    first = take_in(path=path, name="first.zip", asked=Asked(hold=True), by=None, at=timezone.now())
    assert first.releases.count() == len(sendings.YEARS), first.problems
    for number in range(sendings_of_each):
        _copy(first, number)
    accept(intake=first, by=None, at=timezone.now())


def _begin() -> Group:
    slug = f"g{uuid4().hex[:12]}"
    return Group.objects.create(slug=slug, name=f"Group {slug}", kind=GroupKind.ALLIANCE, kept_by="people")


def _day(slug: str, urn: str) -> date:
    """The day after the last one it was in it; the first day where it never was, or still is."""
    ends = Membership.objects.filter(group__slug=slug, urn=urn).order_by("-starts_on").values_list("ends_before")
    last = ends.first()
    return last[0] if last and last[0] else FIRST_DAY


def _copy(first: Intake, number: int) -> None:
    again = Intake.objects.get(pk=first.pk)
    again.pk, again.public_id, again.name = None, uuid4(), f"held-{number}.zip"
    again.save()
    for release in first.releases.all():
        old = Path(settings.ACCORD_RELEASES) / str(release.public_id)
        release.pk, release.public_id, release.intake = None, uuid4(), again
        release.fingerprint = f"{number}-{release.year}"
        release.save()
        shutil.copytree(old, Path(settings.ACCORD_RELEASES) / str(release.public_id))


class Worker:
    """One of many; ``did`` is what it did and saw, in its order."""

    def __init__(self, seed: int, stale: bool) -> None:
        self._random, self._stale = random.Random(seed), stale
        self.did: list[list[Any]] = []

    def work(self, operations: int, seconds: float, to_a_file: int) -> None:
        """Do so many things, each chosen by chance; none is begun after so many seconds.

        ``to_a_file``: how many times more goes on with groups and is read, for each change of what is published; who
        reads after such a change makes anew what was kept.
        """
        over = time.perf_counter() + seconds
        weighted: dict[Callable[[], list[Any]], int] = {
            self.accept_one: 2, self.withdraw_one: 4, self.join_one: 8 * to_a_file, self.leave_one: 3 * to_a_file,
            self.amend_one: 3 * to_a_file, self.move_one: 3 * to_a_file, self.end_one: to_a_file,
            self.read_both: 2 * to_a_file,
        }  # fmt: skip
        for _ in range(operations):
            if time.perf_counter() > over:
                break
            kind = self._random.choices(list(weighted), list(weighted.values()))[0]
            self.did.append(_until_it_is_our_turn(kind))

    def accept_one(self) -> list[Any]:
        """Publish what a sending holds; somebody else may be quicker."""
        held = list(Intake.objects.filter(progress=Progress.HELD).order_by("pk")[:2])
        if not held:
            return ["nothing held"]
        chosen = self._random.choice(held)
        with _without_looking_again() if self._stale else nullcontext():
            try:
                accept(intake=chosen, by=None, at=timezone.now())
            except NotNow:
                return ["refused", "accept", str(chosen.public_id)]
        return ["accepted", str(chosen.public_id)]

    def withdraw_one(self) -> list[Any]:
        """Take back a release that a newer one has taken the place of; somebody else may be quicker."""
        live = Release.objects.filter(withdrawn_at=None).exclude(accepted_at=None).order_by("accepted_at", "pk")
        old = list(live[: max(0, live.count() - 2 * len(sendings.YEARS))][:3])
        if not old:
            return ["nothing to withdraw"]
        chosen = self._random.choice(old)
        try:
            withdraw(release=chosen, because="test", by=None, at=timezone.now())
        except NotNow:
            return ["refused", "withdraw", str(chosen.public_id)]
        return ["withdrew", str(chosen.public_id)]

    def join_one(self) -> list[Any]:
        """A school joins a group, unless it is in it."""
        group, urn = self._some_group(), str(201000 + self._random.randrange(SCHOOLS))
        try:
            join(group=group, urn=urn, starts_on=_day(group.slug, urn), by=None, at=timezone.now())
        except NotSense:
            return ["refused", "join", group.slug, urn]
        return ["joined", group.slug, urn]

    def leave_one(self) -> list[Any]:
        """A school that is in a group leaves it, a day after it joined."""
        return self._with_a_member("left", self._leave)

    def amend_one(self) -> list[Any]:
        """The role of a school in a group is written as it ought to be."""
        return self._with_a_member("amended", self._amend)

    def move_one(self) -> list[Any]:
        """A school that is in a group goes to another one, a day after it joined."""
        return self._with_a_member("moved", self._move)

    def _with_a_member(self, did: str, act: Callable[[Membership], bool]) -> list[Any]:
        there = list(Membership.objects.filter(ends_before=None).select_related("group")[:20])
        if not there:
            return ["nobody there"]
        chosen = self._random.choice(there)
        try:
            done = act(chosen)
        except NotSense:
            return ["refused", did, chosen.group.slug, chosen.urn]
        return [did if done else "was so already", chosen.group.slug, chosen.urn]

    def _leave(self, one: Membership) -> bool:
        on = one.starts_on + timedelta(days=1)
        return leave(membership=one, on=on, because="test", by=None, at=timezone.now())

    def _amend(self, one: Membership) -> bool:
        values = {"starts_on": one.starts_on, "ends_before": one.ends_before, "left_because": one.left_because}
        role = self._random.choice(Role.values)
        return amend(membership=one, role=role, by=None, at=timezone.now(), **values)

    def _move(self, one: Membership) -> bool:
        on, to = one.starts_on + timedelta(days=1), self._some_group()
        return bool(move_several(memberships=[one], to=to, on=on, because="", by=None, at=timezone.now()))

    def end_one(self) -> list[Any]:
        """A group ends a day after the last school joined it, and another one begins."""
        group = self._some_group()
        last = Membership.objects.filter(group=group).order_by("-starts_on").values_list("starts_on").first()
        on = (last[0] if last else FIRST_DAY) + timedelta(days=1)
        try:
            ended = end(group=group, on=on, because="test", by=None, at=timezone.now())
        except NotSense:
            return ["refused", "end", group.slug]
        _begin()
        return ["ended", group.slug, ended]

    def _some_group(self) -> Group:
        # All may have been ended a moment ago.
        return self._random.choice(list(Group.objects.filter(ends_before=None)) or [_begin()])

    def read_both(self) -> list[Any]:
        """The releases behind both summers of the authority, in one answer."""
        selection = Selection(Who.authority(sendings.AUTHORITY), (sendings.MEASURE,), sendings.YEARS)
        rows = figures(selection, Reader.operator())
        behind = sorted({(row.year, each) for row in rows for each in row.releases})
        return ["read", [[year, str(release)] for year, release in behind]]


def _until_it_is_our_turn(kind: Callable[[], list[Any]]) -> list[Any]:
    """On SQLite somebody may wait longer than a statement may: that is said, and tried again."""
    while True:
        try:
            return kind()
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(0.05)


def _without_looking_again() -> Any:
    """A design that is plausible and wrong: who accepts believes what was read before."""
    check = intakes.check_can_accept

    def believes(progress: str) -> None:
        check(Progress.HELD)

    return patch.object(intakes, "check_can_accept", believes)


def main(folder: str) -> None:
    """Fill the home, let the workers work, and tell what they did and what is there afterwards."""
    asked = json.load(sys.stdin)
    fill(Path(folder), asked["sendings"])
    started = time.perf_counter()
    children = [fork(lambda number=number: _one(Path(folder), number, asked)) for number in range(asked["workers"])]
    statuses = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    connections.close_all()
    json.dump(
        {
            "statuses": statuses,
            "seconds": time.perf_counter() - started,
            "did": [json.loads((Path(folder) / f"did-{number}.json").read_text()) for number in range(len(children))],
            "record": [
                [each.verb, each.subject_kind, each.subject_id, each.detail]
                for each in Event.objects.order_by("sequence")
            ],
            "releases": {
                str(each.public_id): [
                    str(each.intake.public_id), each.year, bool(each.accepted_at), bool(each.withdrawn_at)
                ]
                for each in Release.objects.select_related("intake")
            },
            "memberships": [
                [each.group.slug, each.urn, *_plainly(each.starts_on, each.ends_before), each.role]
                for each in Membership.objects.select_related("group").order_by("pk")
            ],
            "ended": {each.slug: str(each.ends_before) for each in Group.objects.exclude(ends_before=None)},
        },
        sys.stdout,
    )  # fmt: skip


def _plainly(*days: date | None) -> list[str]:
    return [str(day) if day else "" for day in days]


def _one(folder: Path, number: int, asked: dict[str, Any]) -> None:
    worker = Worker(asked["seed"] * 1000 + number, asked["stale"])
    worker.work(asked["operations"], asked.get("at_most", 86_400), asked.get("to_a_file", 1))
    (folder / f"did-{number}.json").write_text(json.dumps(worker.did))
