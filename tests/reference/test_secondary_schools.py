"""Key Stage 4 of two authorities, pooled by the product and by plain Python beside it, against their own rows.

The second computation reads the files with the csv module and imports nothing from the package. An authority's row
leaves independent schools out (NFTYPE IND and INDSPEC). Run with `-s` to see what is explained, and by what.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

import pytest

from tests.reference.homes import Home
from tests.reference.published import folder

pytestmark = pytest.mark.real_data

MEASURES = ("ks4_ebacc_entry", "ks4_attainment8", "ks4_progress8", "ks4_basics_94", "ks4_basics_95", "ks4_ebacc_aps")
INDEPENDENT = ("IND", "INDSPEC")
ENTRIES = {"850": 4406, "936": 4492}


@dataclass(frozen=True)
class Pool:
    """A sum over schools: of counts and pupils, or of products and weights; and who is not in it, by marker."""

    part: Decimal
    whole: int
    left_out: Counter

    @property
    def value(self) -> float:
        return float(self.part / self.whole)


def number(text: str | None) -> Decimal | None:
    try:
        return Decimal((text or "").strip().removesuffix("%"))
    except ArithmeticError:
        return None


def rows(la: str) -> list[dict[str, str]]:
    with (folder() / f"ks4/2018/{la}_ks4final.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def state_schools(la: str) -> list[dict[str, str]]:
    return [row for row in rows(la) if row["RECTYPE"] in ("1", "2") and row["NFTYPE"] not in INDEPENDENT]


def own_row(la: str) -> dict[str, str]:
    (row,) = [row for row in rows(la) if row["RECTYPE"] == "4"]
    return row


def weighted(schools: list[dict[str, str]], score: str, weight: str) -> Pool:
    part, whole, left_out = Decimal(0), 0, Counter()
    for row in schools:
        value, pupils = number(row[score]), number(row[weight])
        if value is None or not pupils:
            left_out[row[score] or "blank"] += int(number(row["TPUP"]) or 0)
            continue
        part += value * pupils
        whole += int(pupils)
    return Pool(part, whole, left_out)


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Home:
    """Both files, taken in through the door."""
    made = Home(tmp_path_factory.mktemp("secondary"))
    made.accord("intake", *(str(folder() / f"ks4/2018/{la}_ks4final.csv") for la in ENTRIES))
    return made


@pytest.fixture(scope="module")
def figures(home) -> dict[tuple[str, str, str], dict]:
    """The product's rows by authority, measure and basis."""
    of_all = {"measures": list(MEASURES), "pupils": ["all"], "years": [2018], "special": None, "span": 1}
    asked = [{"authority": la} | of_all for la in ENTRIES]
    answers = dict(zip(ENTRIES, home.ask(asked), strict=True))
    return {(la, row["measure"], row["basis"]): row for la, found in answers.items() for row in found}


@pytest.mark.parametrize("la", ENTRIES)
def test_entries_for_the_english_baccalaureate_equal_the_authoritys_row(la, figures):
    pooled, printed = figures[la, "ks4_ebacc_entry", "pooled"], own_row(la)
    by_hand = sum(number(row["TEBACC_E_PTQ_EE"]) or 0 for row in state_schools(la))
    print(f"{la}: {pooled['part_low']} entered; by hand {by_hand}; printed {printed['TEBACC_E_PTQ_EE']}")
    assert pooled["part_low"] == pooled["part_high"] == by_hand == ENTRIES[la] == int(printed["TEBACC_E_PTQ_EE"])
    published = figures[la, "ks4_ebacc_entry", "published"]
    assert published["part_low"] == published["part_high"] == ENTRIES[la]
    with_independent = sum(number(row["TEBACC_E_PTQ_EE"]) or 0 for row in rows(la) if row["RECTYPE"] in ("1", "2"))
    assert with_independent > ENTRIES[la]  # so that leaving them out is seen to matter


@pytest.mark.parametrize("la", ENTRIES)
def test_the_second_computation_agrees(la, figures):
    schools = state_schools(la)
    pupils = sum(int(number(row["TPUP"]) or 0) for row in schools)
    for measure, score, weight in (
        ("ks4_attainment8", "ATT8SCR", "TPUP"),
        ("ks4_ebacc_aps", "EBACCAPS", "TPUP"),
        ("ks4_progress8", "P8MEA", "P8PUP"),
    ):
        row, beside = figures[la, measure, "pooled"], weighted(schools, score, weight)
        print(f"{la} {measure}: {row['value']:.4f} and {beside.value:.4f} over {beside.whole}")
        assert row["status"] == "measured"
        assert row["value"] == pytest.approx(beside.value, abs=1e-9)
        assert (row["whole"], row["pupils_expected"]) == (beside.whole, pupils)
    for measure, percent in (("ks4_basics_94", "PTL2BASICS_94"), ("ks4_basics_95", "PTL2BASICS_95")):
        counted = [(int(row["TPUP"]), number(row[percent])) for row in schools if number(row[percent]) is not None]
        low = high = 0
        for n, share in counted:
            fits = [k for k in range(n + 1) if round_half_up(Decimal(100 * k) / n) == share] if n else [0]
            assert fits, f"no count of {n} is {share}%"
            low, high = low + fits[0], high + fits[-1]
        row = figures[la, measure, "pooled"]
        print(f"{la} {measure}: {row['part_low']} to {row['part_high']} and {low} to {high}")
        assert (row["part_low"], row["part_high"]) == (low, high)


def round_half_up(value: Decimal) -> Decimal:
    return (value + Decimal("0.5")).to_integral_value("ROUND_FLOOR")


@pytest.mark.parametrize("la", ENTRIES)
def test_the_rest_lies_as_near_as_is_explained(la, figures):
    printed, schools = own_row(la), state_schools(la)
    pupils = sum(int(number(row["TPUP"]) or 0) for row in schools)
    expected = figures[la, "ks4_attainment8", "pooled"]["pupils_expected"]
    assert expected == pupils
    assert abs(pupils / int(printed["TPUP"]) - 1) < 0.01
    apart = {"ks4_attainment8": ("ATT8SCR", 0.3), "ks4_progress8": ("P8MEA", 0.02), "ks4_ebacc_aps": ("EBACCAPS", 0.03),
             "ks4_basics_94": ("PTL2BASICS_94", 0.5), "ks4_basics_95": ("PTL2BASICS_95", 0.5)}  # fmt: skip
    for measure, (column, within) in apart.items():
        row, told = figures[la, measure, "pooled"], float(number(printed[column]))
        print(f"{la} {measure}: {row['value']:.3f} against {told}")
        # A hundredth of slack: the printed figure is itself rounded.
        assert abs(row["value"] - told) <= within + 0.01
        assert figures[la, measure, "published"]["value"] == pytest.approx(told)
    # Why: the authority counts some pupils of schools without entries (NE) or suppressed, who bring nothing here.
    left_out = weighted(schools, "ATT8SCR", "TPUP").left_out
    print(f"{la}: {pupils} pupils in schools, {printed['TPUP']} in the row; without a figure: {dict(left_out)}")
    assert set(left_out) <= {"NE", "SUPP", "blank", "NEW"}
    counted = figures[la, "ks4_attainment8", "pooled"]["pupils_counted"]
    assert counted == pupils - sum(left_out.values())
    # Its average lies between that of the pupils counted and that of all, the others having scored nothing.
    counted_pool = weighted(schools, "ATT8SCR", "TPUP")
    nearest = Decimal("0.05")
    assert counted_pool.part / pupils - nearest <= number(printed["ATT8SCR"]) <= counted_pool.part / counted + nearest
