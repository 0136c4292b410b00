"""The authority of rows that name none, held to a plain search through all rows."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import polars as pl
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accord.warehouse.authorities import authorities_told
from accord.warehouse.editions import ReleaseRef, ReleaseStatus, choose

AUTHORITIES = (None, "201", "202", "203")
Rows = dict[tuple[str, int], dict[str, str | None]]
"""By family and year: URN -> authority, or None."""

SEVERAL = st.dictionaries(
    st.tuples(st.sampled_from(["census", "absence", "ks2_schools"]), st.integers(2013, 2019)),
    st.dictionaries(st.sampled_from(["100001", "100002", "100003"]), st.sampled_from(AUTHORITIES), min_size=1),
    max_size=8,
)


def stored(folder: Path, rows: Rows) -> list[ReleaseRef]:
    refs = []
    for (family, year), schools in rows.items():
        ref = ReleaseRef(uuid4().hex, family, "form", year, ReleaseStatus.FINAL, True, (), len(schools),
                         datetime(2026, 9, 1, tzinfo=UTC), folder / uuid4().hex)  # fmt: skip
        ref.folder.mkdir(parents=True)
        listed = [{"row": at, "level": "school", "code": code, "la": la, "name": None, "kind": None}
                  for at, (code, la) in enumerate(schools.items(), start=2)]  # fmt: skip
        shape = {"row": int, "level": str, "code": str, "la": str, "name": str, "kind": str}
        pl.DataFrame(listed, schema=shape).write_parquet(ref.folder / "places.parquet")
        refs.append(ref)
    return refs


def plainly(rows: Rows) -> dict[tuple[int, str], str]:
    told = {}
    for (_, year), schools in rows.items():
        for code in (code for code, la in schools.items() if la is None):
            said = [(abs(when - year), -when, family, others[code]) for (family, when), others in rows.items()
                    if others.get(code) is not None]  # fmt: skip
            if said:
                told[year, code] = min(said)[3]
    return told


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SEVERAL)
@example({})
@example({("census", 2018): {"100001": "201"}})
@example({("census", 2017): {"100001": "201"}, ("a", 2019): {"100001": "202"}, ("ks2_schools", 2018): {"100001": None}})
def test_the_nearest_row_tells_it(tmp_path: Path, rows: Rows):
    told = authorities_told(tmp_path, choose(stored(tmp_path, rows)).values())
    assert told == plainly(rows)
