"""The good level of development by authority, against DfE's Local Authority Interactive Tool.

Both are DfE's; they were published years apart, so an authority whose figure was revised, or that was made of others
since, differs. Run with `-s` to see the counts.
"""

from decimal import Decimal

import polars as pl
import pytest

from tests.reference.homes import Home
from tests.reference.published import folder, half_up

pytestmark = [pytest.mark.real_data, pytest.mark.thorough]

SERIES = "FSP_NEW_GOODDEV"
FILES = (
    "ees_la/ees-test-data/EYFSP_APS_GLD_ELG_underlying_data_2013_2018.zip",
    "ees_la/send-ap-dashboard/1_eyfsp_headline_measures_2022.csv",
)
YEARS = (2016, 2017, 2018, 2022)


def tool() -> dict[tuple[str, int], Decimal]:
    """What the tool prints for each authority and summer."""
    frame = pl.read_parquet(folder() / "ees_la/lait/bds_long_0.parquet").filter(pl.col("Short Desc") == SERIES)
    found = {}
    for years, number, text in frame.select("Years", "LA Number", "Values").iter_rows():
        if number is not None and years[:4].isdigit() and text not in (None, "-", "NA"):
            found[str(int(number)), int(years[:4]) + ("-" in years or "/" in years)] = Decimal(text)
    return found


def test_authorities_agree_with_the_tool(tmp_path_factory) -> None:
    home, expected = Home(tmp_path_factory.mktemp("lait")), tool()
    home.accord("intake", *(str(folder() / name) for name in FILES))
    codes = sorted({code for code, _ in expected})
    questions = [{"authority": code, "measures": ["eyfs_gld"], "years": list(YEARS), "pupils": ["all"],
                  "special": None, "span": 1} for code in codes]
    compared, equal, apart = 0, 0, []
    for code, rows in zip(codes, home.ask(questions), strict=True):
        for row in rows:
            assert row["basis"] != "pooled" or (row["value"], row["status"]) == (None, "not_by_school")
            if row["basis"] != "published" or row["value"] is None or (code, row["year"]) not in expected:
                continue
            compared += 1
            theirs = expected[code, row["year"]]
            places = 1 if theirs != theirs.to_integral_value() else 0
            if half_up(row["value"], places) == half_up(float(theirs), places):
                equal += 1
            else:
                apart.append((code, row["year"], row["value"], str(theirs)))
    print(f"good level of development, authorities and summers: {equal} of {compared} as the tool has them", *apart)
    assert compared > 400
    assert equal >= compared - 12
