"""Kills withdrawals, backups and restores of a home, looks at what is left, and does each again."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from accord.accounts.models.events import Event
from accord.config.homes import RESTORING, lay_out
from accord.config.opening import HalfRestored, prepare
from accord.intake.actions.releases import withdraw
from accord.intake.models.releases import Release
from accord.upkeep import restores
from accord.upkeep.archives import checked
from accord.upkeep.backups import back_up
from accord.upkeep.dumps import digest, tables
from accord.upkeep.manifests import ROOMS, Damaged, Manifest
from accord.upkeep.restores import NotEmpty, restore
from tests.factories import wholeness
from tests.factories.killing import Trace, Watch, answer_of, kill_at_point


def move_to(home: Path) -> None:
    """Have this process, a child that soon ends, live in another home."""
    connection.close()
    lay_out(home)
    settings.ACCORD_HOME = home
    for room in ("releases", "raw", "staging", "state"):
        setattr(settings, f"ACCORD_{room.upper()}", home / room)
    connection.settings_dict["NAME"] = str(home / "accord.sqlite3")


def points_of(work: Callable[[], Any]) -> int:
    """How many points a piece of work passes that nobody kills."""

    def counted() -> int:
        watch = Watch()
        with Trace(watch).on():
            work()
        return watch.points

    return int(answer_of(counted))


def said(manifest: Manifest) -> dict[str, str]:
    """The hash of every part of a backup."""
    return {each.name: each.sha256 for each in manifest.members}


class Withdrawals:
    """One release, withdrawn again and again in a child that is killed."""

    def __init__(self, release: str, watch: Watch) -> None:
        self._release, self._watch = release, watch

    def points(self) -> int:
        """The points of a withdrawal that is undone afterwards."""
        passed = points_of(self._withdraw)
        answer_of(self._undo)
        return passed

    def kill(self, last: int) -> list[str]:
        """Kill one; the release is withdrawn with its entry in the record, or neither. Then it is published again."""
        assert kill_at_point(self._withdraw, self._watch, last)
        return list(answer_of(self.look))

    def _withdraw(self) -> None:
        withdraw(release=self._row(), because="killed", by=None, at=timezone.now())

    def _row(self) -> Release:
        return Release.objects.get(public_id=self._release)

    def _entries(self, verb: str) -> int:
        return Event.objects.filter(verb=verb, subject_id=self._release).count()

    def look(self) -> list[str]:
        """What is wrong with a withdrawal that was broken off; it is done again, and undone."""
        entries, gone = self._entries("withdrew") - self._entries("published_again"), self._row().withdrawn_at
        faults = [] if entries == int(gone is not None) else [f"withdrawn at {gone} with {entries} entries"]
        if gone is None:
            self._withdraw()  # the repeat
        self._undo()
        return faults

    def _undo(self) -> None:
        """Nothing in Accord publishes a release again: only this test does, and counts that it did."""
        Release.objects.filter(public_id=self._release).update(withdrawn_at=None, withdrawn_because="")
        Event.objects.create(
            verb="published_again", subject_kind="release", subject_id=self._release, actor="operator",
            at=timezone.now(), sequence=-Event.objects.count(), before="", digest="", sealed="",
        )  # fmt: skip


class Backups:
    """A home that is backed up, and put back elsewhere, by children that are killed."""

    def __init__(self, folder: Path, watch: Watch) -> None:
        self._folder, self._watch = folder, watch
        self.whole, self.target, self.other = folder / "whole.backup", folder / "kill.backup", folder / "other"
        self.empty = folder / "empty.sqlite3"
        MigrationLoader(None)  # reads every migration once, here, and not in every child
        first = answer_of(self._first)
        self._parts, self._digest = first["parts"], first["digest"]

    def _first(self) -> dict[str, Any]:
        made = back_up(target=self.whole, at=timezone.now())
        connection.close()
        name = str(connection.settings_dict["NAME"])
        with closing(sqlite3.connect(name)) as ours, closing(sqlite3.connect(self.empty)) as copy:
            ours.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            for table in set(tables(apps)) - {"django_migrations"}:
                copy.execute(f'DELETE FROM "{table}"')
            copy.commit()
        return {"parts": said(made.manifest), "digest": digest("default", apps)}

    def backup_points(self) -> int:
        """The points of a backup."""
        return points_of(self._back_up)

    def kill_backup(self, last: int) -> list[str]:
        """Kill one: what has its name is whole, and the repeat says the same."""
        self.target.unlink(missing_ok=True)
        assert kill_at_point(self._back_up, self._watch, last)
        return list(answer_of(self.look_at_backup))

    def _back_up(self) -> None:
        self.target.unlink(missing_ok=True)
        back_up(target=self.target, at=timezone.now())

    def look_at_backup(self) -> list[str]:
        """What is wrong with a backup that was broken off; it is made again."""
        faults = []
        try:
            if self.target.exists() and said(checked(self.target)) != self._parts:
                faults.append("a backup that was killed has its name and other parts")
        except Damaged as error:
            faults.append(f"a backup that was killed has its name: {error}")
        self._back_up()
        if said(checked(self.target)) != self._parts:
            faults.append("the backup that was made again has other parts")
        left = [path.name for path in self._folder.iterdir() if path.name.endswith(".part")]
        return faults + [f"{name} is left" for name in left]

    def restore_points(self) -> int:
        """The points of putting it back."""
        return points_of(self._restore_anew)

    def kill_restore(self, last: int) -> list[str]:
        """Kill one: the home is as if nothing had been, marked, or whole; the repeat gives the same rows and files."""
        shutil.rmtree(self.other, ignore_errors=True)
        assert kill_at_point(self._restore, self._watch, last)
        return list(answer_of(self.look_at_restored))

    def _restore_anew(self) -> None:
        shutil.rmtree(self.other, ignore_errors=True)
        self._restore()

    def _restore(self) -> None:
        move_to(self.other)
        begin = partial(shutil.copyfile, self.empty)
        with patch.object(restores, "begin_empty", begin):
            restore(source=self.whole, at=timezone.now())

    def look_at_restored(self) -> list[str]:
        """What is wrong where putting a backup back was broken off; it is done again."""
        move_to(self.other)
        marked, there = (self.other / RESTORING).exists(), (self.other / "accord.sqlite3").exists()
        faults = list(self._as_marked() if marked else self._as_restored() if there else self._as_nothing())
        if faults:
            return faults
        if marked or not there:
            self._restore()
        if digest("default", apps) != self._digest:
            faults.append("other rows were put back")
        return faults + wholeness.faults(thoroughly=True)

    def _as_marked(self) -> Iterator[str]:
        try:
            prepare(self.other)
            yield "a home that is half restored was opened"
        except HalfRestored:
            pass

    def _as_restored(self) -> Iterator[str]:
        try:
            self._restore()
            yield "a home that is restored was taken for an empty one"
        except NotEmpty:
            pass

    def _as_nothing(self) -> Iterator[str]:
        """Without mark and database it is a home that nothing was ever put into."""
        for room in (*ROOMS, "staging"):
            yield from (f"{room}/{path.name} is there without a mark" for path in (self.other / room).glob("*"))
