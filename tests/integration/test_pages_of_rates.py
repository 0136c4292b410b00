"""The pages of a group about rates, ratios and totals, and about what is not published by school."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from accord.register.actions.group_lists import import_groups
from tests.factories.people import somebody
from tests.integration import test_other_families

filled = test_other_families.filled
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
PAGES = ("", "measures/", "trend/", "pupils/", "schools/", "coverage/", "history/", "data/", "how/")
LIST = "group,kind,urn,role,starts_on,ends_before,parent\nCoast,alliance,100001,,,,\nCoast,alliance,100002,,,,"


@pytest.mark.django_db
def test_every_page_of_a_rate_a_ratio_a_total_and_of_what_is_not_by_school(filled: Path, client: Client) -> None:
    import_groups(text=LIST, by=None, at=NOON)
    client.force_login(somebody())
    seen = {}
    for measure in ("absence_overall", "workforce_pupil_teacher_ratio", "census_roll", "census_eal", "eyfs_gld"):
        for page in PAGES:
            answer = client.get(f"/groups/coast/{page}?measure={measure}&year=2018")
            assert answer.status_code == 200, (measure, page)
            seen[measure, page] = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
    assert "5.3%" in seen["absence_overall", ""]
    assert "20.5" in seen["workforce_pupil_teacher_ratio", ""]
    assert "1,200" in seen["census_roll", ""]
    assert "published for authorities and not by school" in seen["eyfs_gld", ""]
