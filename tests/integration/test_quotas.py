"""One person cannot fill the disk by sending: so many files and bytes a day, refused in plain words."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accord.intake.actions.intakes import Asked, receive
from accord.intake.models.files import Intake
from accord.intake.rules import NotNow
from tests.factories.county_people import signed_in
from tests.factories.people import somebody


def send(folder: Path, who: Any, number: int, size: int = 100, at: Any = None) -> Intake:
    path = folder / f"{number}.csv"
    path.write_bytes(str(number).zfill(size).encode())
    return receive(path=path, name=path.name, asked=Asked(), by=who, at=at or timezone.now())


def test_so_many_files_a_day_for_each_person(home: Path, tmp_path: Path, settings: Any):
    settings.ACCORD_FILES_A_DAY = 2
    one, other = somebody("one@example.org"), somebody("other@example.org")
    day = timedelta(hours=24)
    send(tmp_path, one, 0, at=timezone.now() - day)  # no longer counts
    send(tmp_path, one, 1)
    send(tmp_path, one, 2)
    kept = sorted((home / "raw").iterdir())
    with pytest.raises(NotNow, match="You have sent 2 files in the last 24 hours, and 2 is the most here"):
        send(tmp_path, one, 3)
    assert sorted((home / "raw").iterdir()) == kept, "nothing of it is kept"
    assert Intake.objects.filter(received_by=one).count() == 3
    send(tmp_path, other, 4)
    send(tmp_path, None, 5)
    assert send(tmp_path, one, 6, at=timezone.now() + day + timedelta(seconds=5))


def test_so_many_bytes_a_day(home: Path, tmp_path: Path, settings: Any):
    settings.ACCORD_BYTES_A_DAY = 1000
    who = somebody()
    send(tmp_path, who, 1, size=600)
    with pytest.raises(NotNow, match="is the most here. Send it zipped"):
        send(tmp_path, who, 2, size=401)
    assert send(tmp_path, who, 3, size=400)


def test_the_page_says_so_beside_the_file(home: Path, settings: Any):
    settings.ACCORD_FILES_A_DAY = 0
    client = signed_in(somebody())
    file = SimpleUploadedFile("some.csv", b"a,b\n1,2\n")
    answer = client.post("/data/send/", {"file": file, "settled": "final", "source": "published"})
    assert answer.status_code == 200
    assert "is the most here" in answer.content.decode()
    assert Intake.objects.count() == 0
