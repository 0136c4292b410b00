"""The department's band on a school's page, said to be the department's."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from accord.accounts.readers import Reader
from accord.performance.progress_bands import bands_of
from accord.performance.selections import Selection, Who
from tests.factories.people import somebody
from tests.factories.register_schools import school as registered
from tests.factories.school_tables import publish, school

pytestmark = pytest.mark.once

HIGH, HIDDEN = "100001", "100002"
SAID = "The Department for Education’s own band for progress in reading in summer 2019 is"


@pytest.fixture
def site(home: Path, client: Client, tmp_path: Path) -> Client:
    printed = {"READPROG": "3.2", "READPROG_LOWER": "0.4", "READPROG_UPPER": "6.0", "READCOV": "95%"}
    rows = [school(HIGH, "201", 20, "50%", **printed),
            school(HIDDEN, "201", 4, "SUPP", **dict.fromkeys(printed, "SUPP"))]  # fmt: skip
    publish(tmp_path, rows, 2019)
    publish(tmp_path, rows, 2017)
    for urn in (HIGH, HIDDEN):
        registered(urn, f"School {urn}")
    client.force_login(somebody("reader@example.org", name="Reader"))
    return client


def page(site: Client, urn: str, question: str) -> str:
    text = site.get(f"/schools/{urn}/?{question}").content.decode()
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


def test_a_school_has_the_band_of_its_printed_limits_and_year(site: Client):
    reading = "measure=ks2_reading_progress"
    told = page(site, HIGH, f"{reading}&year=2019")
    assert f"{SAID} “well above average”: it prints +3.2, with limits from +0.4 to +6.0." in told
    for urn, question in ((HIDDEN, f"{reading}&year=2019"), (HIGH, f"{reading}&year=2017"), (HIGH, "year=2019"),
                          (HIGH, f"{reading}&year=2019&pupils=boys")):  # fmt: skip
        assert "own band" not in page(site, urn, question), (urn, question)


def test_whoever_is_not_printed_has_no_band(site: Client):
    asked = Selection(Who.of_urns([HIGH, HIDDEN]), ("ks2_reading_progress",), (2019,), ("all",))
    assert set(bands_of(asked, Reader.operator())) == {HIGH}
