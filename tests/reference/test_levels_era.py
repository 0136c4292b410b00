"""The derived list of 2013: published rows stand, whoever's they are; nothing is pooled without numbers of pupils.

Which row is which authority's is worked out here from the order of rows and the absence file, without the product.
"""

from collections import Counter

import pytest

from tests.reference import naive
from tests.reference.homes import Home
from tests.reference.published import folder

pytestmark = pytest.mark.real_data

FILE = "ks2/2013/derived_national_ks2_relevant_columns.csv"
MEASURES = {"ks2_l4_reading": "PTREADX", "ks2_two_levels_reading": "PT2READ12", "ks2_two_levels_writing": "PT2WRITTA12",
            "ks2_two_levels_maths": "PT2MATH12", "ks2_aps": "TAPS"}


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Home:
    made = Home(tmp_path_factory.mktemp("levels"))
    for path in (FILE, "absence/2013/england_abs.csv"):
        made.accord("intake", str(folder() / path), "--year", "2013")
    return made


@pytest.fixture(scope="module")
def rows_of_authorities() -> dict[str, naive.Row]:
    told = {row["URN"]: row["LA"] for row in naive.read(folder() / "absence/2013/england_abs.csv", {})}
    found, above = {}, []
    for row in naive.read(folder() / FILE, {}):
        if row["RECTYPE"] in ("1", "2"):
            above.append(told.get(row["URN"]))
        elif row["RECTYPE"] == "3":
            found[Counter(each for each in above if each).most_common(1)[0][0]] = row
            above = []
    return found


def asked(**who) -> dict:
    return {"measures": list(MEASURES), "pupils": ["all"], "years": [2013], "special": None, "span": 1} | who


def of_basis(rows: list[dict], basis: str) -> dict[str, tuple]:
    return {row["measure"]: (row["status"], row["value"]) for row in rows if row["basis"] == basis}


def printed(row: naive.Row) -> dict[str, tuple]:
    return {measure: ("measured", float(row[column].rstrip("%"))) for measure, column in MEASURES.items()}


def test_every_authority_has_its_published_row_and_no_pooled_value(home, rows_of_authorities):
    assert len(rows_of_authorities) == 152
    codes = sorted(code for code in rows_of_authorities if code != "201")[::5]
    for code, rows in zip(codes, home.ask([asked(authority=code) for code in codes]), strict=True):
        assert of_basis(rows, "published") == printed(rows_of_authorities[code]), code
        assert set(of_basis(rows, "pooled").values()) == {("cannot_pool", None)}, code


def test_england_and_single_schools_stand_as_printed(home):
    england, single, two = home.ask([asked(england=True), asked(urns=["100028"]), asked(urns=["100000", "100028"])])
    by_type = {row["RECTYPE"]: row for row in naive.read(folder() / FILE, {})}
    assert of_basis(england, "published") == printed(by_type["5"])
    school, = [row for row in naive.read(folder() / FILE, {}) if row["URN"] == "100028"]
    assert of_basis(single, "published") == printed(school)
    assert set(of_basis(single, "pooled").values()) == {("cannot_pool", None)}
    assert {row["basis"] for row in two} == {"pooled"}
    assert set(of_basis(two, "pooled").values()) == {("cannot_pool", None)}
