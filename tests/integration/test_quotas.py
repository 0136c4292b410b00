"""One person cannot fill the disk by sending: so many files and bytes a day, refused in plain words."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from accord.intake.actions import intakes
from accord.intake.actions.intakes import Asked, receive
from accord.intake.models.files import Intake
from accord.intake.rules import NotNow
from accord.warehouse.publishing import keep_raw
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


def test_files_that_come_at_once_count_too(home: Path, transactional_db: None, tmp_path: Path, settings: Any):
    settings.ACCORD_FILES_A_DAY = 2
    who, other = somebody("one@example.org"), somebody("other@example.org")
    together, came = Barrier(6), Counter[str]()

    def at_the_same_moment(*given: Any) -> Path:
        together.wait(60)  # everybody was let through the first time
        return keep_raw(*given)

    def work(number: int, sender: Any) -> None:
        try:
            send(tmp_path, sender, number)
            came[sender.email] += 1
        except NotNow:
            came["refused"] += 1
        finally:
            connection.close()

    with patch.object(intakes, "keep_raw", at_the_same_moment), ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6), [who] * 5 + [other]))
    assert came == {"one@example.org": 2, "other@example.org": 1, "refused": 3}
    assert Intake.objects.filter(received_by=who).count() == 2


def test_the_page_says_so_beside_the_file(home: Path, settings: Any):
    settings.ACCORD_FILES_A_DAY = 0
    client = signed_in(somebody())
    file = SimpleUploadedFile("some.csv", b"a,b\n1,2\n")
    answer = client.post("/data/send/", {"file": file, "settled": "final", "source": "published"})
    assert answer.status_code == 200
    assert "is the most here" in answer.content.decode()
    assert Intake.objects.count() == 0
