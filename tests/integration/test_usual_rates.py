"""What a small school's figure usually is: from its own summers and the other mainstream schools of its authority."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from django.test import Client

from accord.accounts.readers import Reader
from accord.analytics.shrinkage import fit, shrink
from accord.performance import queries
from accord.performance.selections import Selection, Who
from tests.factories import register_schools
from tests.factories.people import somebody
from tests.factories.school_tables import RWM, publish, school

pytestmark = pytest.mark.once

SCHOOLS = [f"1000{at:02d}" for at in range(1, 15)]
SMALL, LARGE, SPECIAL, ELSEWHERE = "100001", "100014", "100090", "100091"
SAID = "One summer’s 2 of 10 pupils tell only so much. With the other mainstream schools of its authority in mind,"
SD = 0.27


def counts() -> tuple[np.ndarray, np.ndarray]:
    """By school and summer, by hand: the small one fell to 2 of 10, the others lie from three to eight in ten."""
    wholes = np.array([[10, 20, 10], *[[20 + at] * 3 for at in range(1, 13)], [100] * 3])
    parts = np.array([[7, 12, 2], *[[(20 + at) * (3 + at % 6) // 10] * 3 for at in range(1, 13)], [60] * 3])
    parts[3], wholes[3] = (13, 0, 14), (23, 0, 23)
    return parts, wholes


@pytest.fixture
def site(home: Path, client: Client, tmp_path: Path) -> Client:
    """Three summers of an authority; a school that sits one out, a special school, a school elsewhere."""
    parts, wholes = counts()
    for at, year in enumerate((2017, 2018, 2019)):
        rows = [
            school(urn, "201", int(whole[at]), f"{100 * part[at] / whole[at]:.0f}%")
            for urn, part, whole in zip(SCHOOLS, parts, wholes, strict=True)
            if whole[at]
        ]
        rows.append(school(SPECIAL, "201", 10, "0%", RECTYPE="2"))
        rows.append(school(ELSEWHERE, "202", 10, "20%"))
        publish(tmp_path, rows, year)
    for urn in (SMALL, LARGE, SPECIAL, ELSEWHERE):
        register_schools.school(urn, f"School {urn}", la_code="202" if urn == ELSEWHERE else "201")
    client.force_login(somebody("reader@example.org", name="Reader"))
    return client


def rates(year: int, measure: str = RWM) -> dict[str, object]:
    selection = Selection(Who.authority("201"), (measure,), (year,), ("all",), False, 3)
    return dict(queries.usual_rates(selection, Reader.operator()))


def page(site: Client, urn: str) -> str:
    text = site.get(f"/schools/{urn}/?year=2019").content.decode()
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


def test_rates_are_those_of_the_counts_of_all_three_summers(site):
    parts, wholes = counts()
    # The measure changed in 2018: what it was before says nothing of what it is.
    family = fit(parts[:, 1:], wholes[:, 1:], SD)
    assert family is not None
    expected = dict(zip(SCHOOLS, shrink(parts[:, 1:], wholes[:, 1:], family), strict=True))
    found = rates(2019)
    assert found == expected
    assert 20 < found[SMALL].value < 100 * parts.sum() / wholes.sum()
    assert rates(2016) == {}


def test_a_small_school_is_told_its_usual_figure_and_no_other_is(site):
    rate = rates(2019)[SMALL]
    assert f"{SAID} the best guess at its usual figure is {rate.value:.0f}%" in page(site, SMALL)
    for other in (LARGE, SPECIAL, ELSEWHERE):
        assert "usual figure" not in page(site, other)
