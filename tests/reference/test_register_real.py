"""The register on the real files: converters keep their series, and no pupil is lost or counted twice.

The files go in through `accord intake`; what they say is read here without the product.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pytest

from tests.reference.homes import Home
from tests.reference.published import AUTHORITIES, folder, rows_of

pytestmark = pytest.mark.real_data
YEARS = (2018, 2019)
LINKS = "gias/20250905/links_edubasealldata20250905.csv"


def school_rows(real: Path, year: int) -> dict[str, dict[str, str]]:
    return {
        row["URN"]: row
        for authority in AUTHORITIES
        for row in rows_of(real / f"ks2/{year}/{authority}_ks2final.csv")
        if row["RECTYPE"] in "12"
    }


def pupils(row: dict[str, str]) -> int:
    return int(row["TELIG"]) if (row["TELIG"] or "").isdigit() else 0


def successors(real: Path) -> dict[str, set[str]]:
    """Who plainly followed whom, from either side of the links."""
    found: dict[str, set[str]] = {}
    text = (real / LINKS).read_text(encoding="cp1252")
    for row in csv.DictReader(io.StringIO(text)):
        if row["LinkType"] == "Successor":
            found.setdefault(row["URN"], set()).add(row["LinkURN"])
        elif row["LinkType"] == "Predecessor":
            found.setdefault(row["LinkURN"], set()).add(row["URN"])
    return found


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Home:
    real, home = folder(), Home(tmp_path_factory.mktemp("register"))
    files = [real / f"ks2/{y}/{a}_ks2final.csv" for y in YEARS for a in AUTHORITIES]
    extracts = [real / "gias/2021/936_gias.csv", real / "gias/20220420/gias_part.csv", real / LINKS]
    taken = home.accord("intake", *(str(path) for path in (*files, *extracts)))
    assert [each["outcome"] for each in taken] == ["published"] * 7
    return home


def test_converters_keep_their_series_across_numbers_and_every_pupil_counts_once(home: Home):
    real, onward = folder(), successors(folder())
    rows = {year: school_rows(real, year) for year in YEARS}
    changed = [
        (old, new)
        for old in set(rows[2018]) - set(rows[2019])
        for new in onward.get(old, ())
        if new in rows[2019]
    ]
    asked = sorted({*rows[2018], *rows[2019]})
    questions = [{"urns": [new], "measures": ["ks2_rwm_expected"], "years": list(YEARS), "pupils": ["all"],
                  "special": True, "span": 1} for _, new in sorted(changed)]
    answers = home.ask([*questions, questions[0] | {"urns": asked}])
    kept = 0
    for (old, _), found in zip(sorted(changed), answers, strict=False):
        before = next(row for row in found if row["year"] == 2018 and row["basis"] == "pooled")
        kept += before["pupils_expected"] == pupils(rows[2018][old]) and before["lineage"][0]["urn"] == old
    print(f"schools whose number changed between the files: {len(changed)}, whose series goes on: {kept}")
    assert len(changed) == kept and kept >= 15
    for row in answers[-1]:
        if row["basis"] == "pooled":
            total = sum(pupils(each) for each in rows[row["year"]].values())
            print(f"pupils of {row['year']}: {row['pupils_expected']} over places, {total} over rows")
            assert row["pupils_expected"] == total
    assert sum(pupils(each) for each in rows[2018].values()) == 26585


def test_every_link_of_2025_is_classified_and_no_school_has_two_open_establishments(home: Home):
    """The counts are the file's: types read here without the product."""
    text = (folder() / LINKS).read_text(encoding="cp1252")
    types = Counter(row["LinkType"] for row in csv.DictReader(io.StringIO(text)))
    said = home.accord("register")
    print(said["links"], said["successions"], said["oddities"])
    assert said["links"] == dict(types) and sum(types.values()) == 34565 and len(types) == 17
    assert (said["unclassified_links"], said["oddities"]["unknown_types"]) == (0, {})
    odd = said["oddities"]
    assert odd["one_sided"] == 595 and odd["cycles"] >= 1 and odd["chains"] > 1000
    assert sum(said["successions"].values()) + odd["not_successions"] > 17000
    assert said["schools_with_two_open"] == 0 and said["open_establishments"] > 900


@pytest.mark.thorough
def test_east_sussex_keeps_its_figures_when_links_are_there_too(tmp_path):
    """52, 57 and 64 as published; with links more schools have an authority than without."""
    real, home = folder(), Home(tmp_path).with_test_definitions()
    for year in (2016, 2017, 2018):
        home.accord("intake", str(real / f"ks2/{year}/derived_national_ks2_perf_{year}.csv"))
    for family, year in (("census", 2018), ("absence", 2018), ("absence", 2013)):
        name = "england_census" if family == "census" else "england_abs"
        home.accord("intake", str(real / f"{family}/{year}/{name}.csv"), "--year", str(year))

    def values() -> dict[int, float]:
        found = home.accord("figures", "--la", "845", "--measures", "ks2_rwm_expected", "--years", "2016-2018")
        return {row["year"]: round(row["value"], 2) for row in found if row["basis"] == "pooled"}

    assert values() == {2016: 52.01, 2017: 57.46, 2018: 64.19}
    home.accord("intake", str(real / LINKS))
    assert values() == {2016: 51.6, 2017: 57.22, 2018: 64.19}
