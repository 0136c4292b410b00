"""Where a group stands among groups drawn at random from England's schools, on its page of schools."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from django.test import Client

from accord.accounts.readers import Reader
from accord.analytics.random_groups import place, strata
from accord.intake.actions.releases import withdraw
from accord.intake.models.releases import Release
from accord.performance import queries
from accord.performance.selections import Selection, Who
from accord.register.actions.group_lists import import_groups
from tests.factories.people import somebody
from tests.factories.school_tables import RWM, england, publish, school

pytestmark = pytest.mark.once

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
URNS = [f"{100001 + at}" for at in range(160)]
SPECIAL = [f"{110001 + at}" for at in range(4)]
LOW, MIDDLE, TWO, ODD = URNS[:4], URNS[62:66], URNS[:2], [*URNS[60:63], SPECIAL[0]]
SAID = r"Of 10,000 groups drawn at random from schools of the same kinds and sizes, (\d+|less than 1)% stood lower than"


def part(at: int) -> int:
    """The first four reach 4 of 20; the others from 8 to 17 of 20, all alike by size."""
    return 4 if at < 4 else 8 + at % 10


def la(urn: str) -> str:
    """So many authorities that the file is about England."""
    return str(200 + int(urn) % 160)


def group(name: str, urns: list[str]) -> list[str]:
    return [f"{name},alliance,{urn},,,," for urn in urns]


@pytest.fixture
def site(home: Path, client: Client, tmp_path: Path) -> Client:
    rows = [school(urn, la(urn), 20, f"{5 * part(at)}%") for at, urn in enumerate(URNS)]
    rows += [school(urn, la(urn), 20, "0%", RECTYPE="2") for urn in SPECIAL]
    publish(tmp_path, [*rows, england(3200, "60%")], 2019)
    lines = ["group,kind,urn,role,starts_on,ends_before,parent"]
    for name, urns in (("Low", LOW), ("Middle", MIDDLE), ("Two", TWO), ("Odd", ODD)):
        lines += group(name, urns)
    import_groups(text="\n".join(lines), by=None, at=NOON)
    client.force_login(somebody("reader@example.org", name="Reader"))
    return client


def page(site: Client, slug: str, question: str = "?year=2019") -> str:
    text = site.get(f"/groups/{slug}/schools/{question}").content.decode()
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


def lower(slug: str, *, special: bool = False) -> float | None:
    asked = Selection(Who.group(slug), (RWM,), (2019,), ("all",), special)
    found = queries.among_random(asked, Reader.operator()).get(2019)
    return found.lower if found else None


def test_it_is_the_place_among_the_counts_of_england(site: Client):
    parts, wholes = np.array([part(at) for at in range(len(URNS))]), np.full(len(URNS), 20)
    alike = strata(["mainstream"] * len(URNS), wholes)
    for slug, urns in (("low", LOW), ("middle", MIDDLE)):
        expected = place(parts, wholes, alike, [URNS.index(urn) for urn in urns], seed=99)
        found = lower(slug)
        assert expected is not None and found is not None and abs(found - expected.lower) < 0.03, slug
    assert (lower("low") or 0) < 0.001
    assert 0.1 < (lower("middle") or 0) < 0.9


def test_the_page_says_it(site: Client):
    low = page(site, "low")
    assert re.search(SAID + r" Low’s 20% \(16 of 80 pupils\) in summer 2019", low), low
    assert "because neighbours are alike" in low
    assert "starts from the stored seed 15" in low and "other years" not in low
    middle = re.search(SAID, page(site, "middle"))
    assert middle and 10 < int(middle[1]) < 90


def test_it_says_nothing_where_there_is_nothing_to_draw(site: Client, tmp_path: Path):
    assert lower("two") is None and "drawn at random" not in page(site, "two")
    # Four special schools are too few to draw one from.
    assert lower("odd") is not None and lower("odd", special=True) is None
    assert "drawn at random" not in page(site, "odd", "?year=2019&special=include")
    assert "drawn at random" not in page(site, "low", "?year=2019&measure=ks2_reading_progress"), "no school has it"
    publish(tmp_path, [school(urn, "201", 20, "50%") for urn in URNS], 2018)
    assert "drawn at random" not in page(site, "low", "?year=2018"), "no release covers England that summer"
    assert site.get("/authorities/201/schools/?year=2019").status_code == 200


def test_a_permanent_link_keeps_the_schools_that_were_drawn_from(site: Client, tmp_path: Path):
    answer = site.post("/groups/middle/freeze/?year=2019", {"page": "dashboards:subject_schools"})
    key = answer["Location"].strip("/").rpartition("/")[2]
    before = page(site, "middle", f"?year=2019&frozen={key}")
    rows = [school(urn, la(urn), 20, "95%" if urn not in MIDDLE else "10%") for urn in URNS]
    old = Release.objects.get(year=2019)
    publish(tmp_path, [*rows, england(3200, "90%")], 2019)
    told = re.compile(SAID + r"[^.]*")
    was, then = told.search(before), told.search(page(site, "middle", f"?year=2019&frozen={key}"))
    assert was and then and was[0] == then[0]
    now = told.search(page(site, "middle"))
    assert now and now[0] != was[0]
    withdraw(release=old, because="Another county's", by=None, at=NOON)
    assert site.get(f"/groups/middle/schools/?year=2019&frozen={key}").status_code == 410


def test_scores_are_placed_too_and_every_year_by_itself(home: Path, tmp_path: Path):
    tenths = [at * 7 % 61 - 30 for at in range(len(URNS))]
    for year, sign in ((2018, -1), (2019, 1)):
        rows = [
            school(urn, la(urn), 20, "50%", READPROG=f"{sign * tenth / 10:.1f}", READCOV="90%", READ_AVERAGE="104")
            for urn, tenth in zip(URNS, tenths, strict=True)
        ]
        publish(tmp_path, [*rows, england(3200, "50%")], year)
    best = sorted(URNS, key=lambda urn: tenths[URNS.index(urn)])[-4:]
    asked = Selection(Who.of_urns(best), ("ks2_reading_progress",), (2018, 2019), ("all",))
    found = queries.among_random(asked, Reader.operator())
    assert found[2019].lower > 0.999 and found[2018].lower < 0.001
    scaled = queries.among_random(replace(asked, measures=("ks2_reading_scaled",)), Reader.operator())
    assert {year: each.lower for year, each in scaled.items()} == {2018: 0.5, 2019: 0.5}, "all schools are equal"
