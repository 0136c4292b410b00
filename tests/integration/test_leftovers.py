"""Files that were refused go when their time is over, bytes and all; what a figure comes from stays."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from accord.accounts.actions.retention import keep_to_the_schedule, place_hold
from accord.accounts.models.holds import LegalHold
from accord.intake.actions.intakes import Asked, take_in
from accord.intake.actions.leftovers import drop_leftovers
from accord.intake.choices import Progress
from accord.intake.models.files import Intake, SourceFile
from tests.factories.school_tables import publish, school


def refused(folder: Path, words: str) -> Intake:
    """A file that is no file of results, sent now; its bytes look two hours old."""
    path = folder / "pupils of class 6.csv"
    path.write_text(f"{words}\nOna Underhill,104\n", encoding="utf-8")
    intake = take_in(path=path, name=path.name, asked=Asked(), by=None, at=timezone.now())
    assert intake.progress == Progress.REFUSED
    for each in Path(settings.ACCORD_RAW).iterdir():
        os.utime(each, (time.time() - 7200,) * 2)
    return intake


def after(days: int) -> int:
    """How many files of bytes go when so many days have passed."""
    now = timezone.now()
    keep_to_the_schedule(on=timezone.localdate() + timedelta(days=days), by=None, at=now)
    return drop_leftovers()


def names() -> set[str]:
    return {each.name for each in Path(settings.ACCORD_RAW).iterdir()}


def test_what_was_refused_goes_after_ninety_days_and_what_was_published_stays(home: Any, tmp_path: Path):
    publish(tmp_path, [school("100001", "501", 30, "90%")], 2019)
    kept = names()
    first = refused(tmp_path, "name,score")
    assert names() - kept == {first.file.sha256}
    assert after(89) == 0 and first.file.sha256 in names() and Intake.objects.count() == 2
    assert after(91) == 1
    assert names() == kept == set(SourceFile.objects.values_list("sha256", flat=True))
    assert not Intake.objects.filter(pk=first.pk).exists()
    assert refused(tmp_path, "name,score").file.sha256 in names(), "the same bytes may come again"


def test_bytes_stay_while_a_sending_or_a_hold_needs_them(home: Any, tmp_path: Path):
    place_hold(over=LegalHold.Over.GROUP, subject="files", because="A claim", by=None, at=timezone.now())
    held = refused(tmp_path, "name,score")
    assert after(400) == 0 and held.file.sha256 in names()


@pytest.mark.parametrize(("old", "goes"), [(True, 1), (False, 0)])
def test_bytes_that_no_row_names_go_once_they_are_an_hour_old(home: Any, old: bool, goes: int):
    path = Path(settings.ACCORD_RAW) / ("0" * 64)
    path.write_bytes(b"left by a kill")
    if old:
        os.utime(path, (time.time() - 7200,) * 2)
    assert drop_leftovers() == goes and path.exists() is not bool(goes)
