"""DfE's bands for progress, of every school of two counties and two years, beside the band that DfE printed (7.5).

The bands come from the product; score, limits and band are read from the files without it.
"""

import csv

import pytest

from accord.analytics.progress_bands import Printed
from accord.warehouse.measures import load_measures
from tests.reference.published import AUTHORITIES, REPOSITORY, folder

pytestmark = pytest.mark.real_data

STEMS = {"ks2_reading_progress": "READPROG", "ks2_writing_progress": "WRITPROG", "ks2_maths_progress": "MATPROG"}
ALL = 3229


def printed_bands() -> list[tuple[str, int, Printed, int]]:
    """Measure, year, what is printed of a school, and the band printed beside it."""
    found = []
    for year in (2018, 2019):
        for authority in AUTHORITIES:
            path = folder() / f"ks2/{year}/{authority}_ks2final.csv"
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = [row for row in csv.DictReader(file) if row["RECTYPE"] in ("1", "2")]
            for code, stem in STEMS.items():
                for row in rows:
                    cells = [row[f"{stem}{end}"] for end in ("", "_LOWER", "_UPPER")]
                    try:
                        printed = Printed(*(float(each or "") for each in cells))
                    except ValueError:
                        continue
                    if row[f"{stem}_DESCR"].strip().isdigit():
                        found.append((code, year, printed, int(row[f"{stem}_DESCR"])))
    return found


def test_every_school_with_printed_limits_has_the_band_that_dfe_printed():
    measures, schools = load_measures([REPOSITORY / "definitions"]), printed_bands()
    right = [measures[code].bands[year].band(printed) == band for code, year, printed, band in schools]
    print(f"\n{sum(right):,} of {len(right):,} bands as printed")
    assert len(schools) == ALL and all(right)


def test_the_cuts_of_the_other_year_would_not_do():
    measures, schools = load_measures([REPOSITORY / "definitions"]), printed_bands()
    wrong = sum(measures[code].bands[4037 - year].band(printed) != band for code, year, printed, band in schools)
    assert wrong > 0
