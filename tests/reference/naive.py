"""A second computation of the figures, kept apart from the product so that the two can disagree.

Plain Python over the published wide KS2 tables, school by school, from the formulas in `method/FORMULAS.md`
(numbers in brackets below). Slow and literal on purpose: fractions instead of floats, one loop per sum,
and nothing imported from the package under test. Percentages run 0-100.
"""

import csv
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

Z95 = 1.959963984540054
DFE_95 = 1.96
FEWEST_FOR_SIGMA = 30
MOST_HIDDEN = 10
UNHEARD = "(no file)"
HALF = Fraction(1, 2)

# A cell with one of these in the column of pupils says that there is nobody to expect.
NOBODY = ("", "0", "NEW", "NE", "NA", "NP")

Row = dict[str, str]

PERCENTAGES = {
    "ks2_rwm_expected": "PTRWM_EXP",
    "ks2_rwm_higher": "PTRWM_HIGH",
    "ks2_reading_expected": "PTREAD_EXP",
    "ks2_reading_higher": "PTREAD_HIGH",
    "ks2_writing_expected": "PTWRITTA_EXP",
    "ks2_writing_higher": "PTWRITTA_HIGH",
    "ks2_maths_expected": "PTMAT_EXP",
    "ks2_maths_higher": "PTMAT_HIGH",
    "ks2_gps_expected": "PTGPS_EXP",
    "ks2_gps_higher": "PTGPS_HIGH",
}
# the score, and the column saying how many of the pupils are in it
PROGRESS = {
    "ks2_reading_progress": ("READPROG", "READCOV"),
    "ks2_writing_progress": ("WRITPROG", "WRITCOV"),
    "ks2_maths_progress": ("MATPROG", "MATCOV"),
}
SCALED = {
    "ks2_reading_scaled": ("READ_AVERAGE", "PTREAD_AT"),
    "ks2_maths_scaled": ("MAT_AVERAGE", "PTMAT_AT"),
    "ks2_gps_scaled": ("GPS_AVERAGE", "PTGPS_AT"),
}
# How much schools vary between years beyond chance, on the logit scale (10): three-year intervals carry it.
SCHOOL_YEAR_SD = {
    "ks2_rwm_expected": 0.27, "ks2_reading_expected": 0.31, "ks2_maths_expected": 0.38, "ks2_writing_expected": 0.30,
    "ks2_rwm_higher": 0.23, "ks2_reading_higher": 0.28, "ks2_maths_higher": 0.30, "ks2_writing_higher": 0.29,
}
# The spread of pupils' progress, where a file has too few schools to give it back (6).
SIGMA_AS_DATA = {
    2018: {"ks2_reading_progress": 5.992, "ks2_writing_progress": 5.733, "ks2_maths_progress": 5.434},
    2019: {"ks2_reading_progress": 6.1736, "ks2_writing_progress": 5.6941, "ks2_maths_progress": 5.3899},
}
# what a column's name ends in for a group of pupils, and where the pupils of the group are counted
PUPILS = {
    "all": ("", "TELIG"),
    "boys": ("_B", "BELIG"),
    "girls": ("_G", "GELIG"),
    "disadvantaged": ("_FSM6CLA1A", "TFSM6CLA1A"),
    "other": ("_NOTFSM6CLA1A", "TNOTFSM6CLA1A"),
    "eal": ("_EAL", "TEALGRP2"),
    "non_mobile": ("_MOBN", "TMOBN"),
    "prior_low": ("_L", "TKS1GROUP_L"),
    "prior_middle": ("_M", "TKS1GROUP_M"),
    "prior_high": ("_H", "TKS1GROUP_H"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One figure for one group of schools; None where there is nothing that may be said."""

    status: str
    value: float | None
    low: float | None
    high: float | None
    part_low: int | None
    part_high: int | None
    whole: int
    interval_low: float | None
    interval_high: float | None
    schools_counted: int
    schools_expected: int | None
    pupils_counted: int
    pupils_expected: int | None
    years_missing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class School:
    """One expected school in one year: its pupils, and its figure or the marker in its place."""

    urn: str
    pupils: int | None
    most: int | None
    figure: Fraction | None
    marker: str
    weight: int
    guessed: bool


def read(path: Path, renamed: Mapping[str, str] | None = None) -> list[Row]:
    """Every row as upper-cased column -> stripped text; short rows are padded with blanks."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    names = [(renamed or {}).get(name.strip(), name.strip()).upper() for name in lines[0]]
    rows = []
    for line in lines[1:]:
        cells = [cell.strip() for cell in line] + [""] * len(names)
        rows.append(dict(zip(names, cells, strict=False)))
    return rows


def year_of(rows: Sequence[Row]) -> int:
    """The summer of the results: the next after the newest prior year named in a column (`_17` is 2018).

    After 2019 there were no results by school until 2023.
    """
    ends = [re.search(r"_(\d\d)$", name) for name in rows[0]]
    newest = 2000 + max(int(end.group(1)) for end in ends if end)
    return 2023 if newest == 2019 else newest + 1


def number(text: str) -> Fraction | None:
    """The number printed in a cell, or None for a marker or a blank."""
    plain = text.removesuffix("%").strip()
    return Fraction(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None


def half_up(amount: Fraction) -> int:
    """Round to the nearest whole number, a half going up."""
    return math.floor(amount + HALF)


def count_range(percent: Fraction, pupils: int) -> tuple[int, int, bool]:
    """The smallest and largest count behind a whole percentage, and whether no count fits it (1)."""
    low = max(0, math.ceil(pupils * (2 * percent - 1) / 200))
    high = min(pupils, math.ceil(pupils * (2 * percent + 1) / 200) - 1)
    return (high, low, True) if low > high else (low, high, False)


def central_count(percent: Fraction, pupils: int) -> int:
    """The count nearest to the printed percentage, kept inside its range."""
    low, high, _ = count_range(percent, pupils)
    return min(high, max(low, half_up(pupils * percent / 100)))


def wilson(count: float, pupils: float) -> tuple[float, float]:
    """Wilson's 95% limits as percentages (9)."""
    rate, z2 = count / pupils, Z95 * Z95
    middle = rate + z2 / (2 * pupils)
    spread = Z95 * math.sqrt(rate * (1 - rate) / pupils + z2 / (4 * pupils * pupils))
    low, high = (middle - spread) / (1 + z2 / pupils), (middle + spread) / (1 + z2 / pupils)
    return (0.0 if count == 0 else 100 * low), (100.0 if count == pupils else 100 * high)


def school_rows(rows: Iterable[Row], special: bool) -> list[Row]:
    """Mainstream schools, with special schools only where they are asked for."""
    return [row for row in rows if row["RECTYPE"] in (("1", "2") if special else ("1",))]


def of_urns(rows: Iterable[Row], urns: Sequence[str], special: bool = False) -> list[Row]:
    return [row for row in school_rows(rows, special) if row["URN"] in urns]


def of_authority(rows: Iterable[Row], authority: str, special: bool = True) -> list[Row]:
    return [row for row in school_rows(rows, special) if row["LEA"] == authority]


def columns(measure: str, pupils: str) -> tuple[str, str | None, str]:
    """The figure's column, the column of its share of pupils, and the column of pupils."""
    ending, whole = PUPILS[pupils]
    if measure in PERCENTAGES:
        return PERCENTAGES[measure] + ending, None, whole
    stem, share = (PROGRESS | SCALED)[measure]
    return stem + ending, share, whole


def expected(row: Row, measure: str, pupils: str) -> School | None:
    """The school as the measure sees it, or None where it has no pupils to expect.

    A score stands for n times its share of the pupils (6); where the share is missing, for all n: a guess.
    """
    name, share_name, whole_name = columns(measure, pupils)
    everyone, whole = row["TELIG"], row[whole_name]
    if everyone in NOBODY or whole == "0":
        return None
    n = None if number(whole) is None else int(whole)
    most = n if n is not None else MOST_HIDDEN if number(everyone) is None else int(everyone)
    cell = row.get(name, "")
    figure, marker = number(cell), cell
    if name not in row:
        marker = "(no column)"
    elif n is None:
        figure, marker = None, ("LOWCOV" if marker == "LOWCOV" else whole if whole == "SUPP" else marker)
    if measure in PERCENTAGES or figure is None:
        return School(row["URN"], n, most, figure, marker, n or 0, False)
    printed = number(row.get(share_name, ""))
    share = (100 if printed is None else printed) if measure in PROGRESS else 100 - (printed or 0)
    weight = half_up(n * Fraction(share) / 100)
    return School(row["URN"], n, most, figure if weight else None, marker, weight, printed is None)


def sigma(rows: Iterable[Row], measure: str, year: int) -> float | None:
    """The national spread of pupils' progress, from the printed limits by least squares (6)."""
    name, share_name = PROGRESS[measure]
    top, bottom, schools = [], [], 0
    for row in school_rows(rows, special=True):
        cells = [number(row[c]) for c in (name + "_LOWER", name + "_UPPER", share_name, "TELIG")]
        if None in cells:
            continue
        pupils = half_up(cells[3] * cells[2] / 100)
        if pupils > 0:
            schools += 1
            top.append(float(cells[1] - cells[0]) / math.sqrt(pupils))
            bottom.append(1 / pupils)
    if schools < FEWEST_FOR_SIGMA:
        return SIGMA_AS_DATA.get(year, {}).get(measure)
    return math.fsum(top) / (2 * DFE_95 * math.fsum(bottom))


def pool(years: Mapping[int, Sequence[Row]], measure: str, pupils: str = "all",
         spread: float | None = None, span: int = 1, unheard: Sequence[str] = ()) -> Answer:
    """One figure over the given members' rows of one year, or of several pooled (2).

    `spread` is the year's `sigma` of a progress measure; without it the figure has no interval. `span` is the
    number of years asked for, loaded or not. `unheard` are the members that no loaded file can know of:
    expected, with any number of pupils. A school in several years is one school.
    """
    rows = [row for year in years for row in years[year]]
    schools = [s for s in (expected(row, measure, pupils) for row in rows) if s is not None]
    schools += [School(urn, None, None, None, UNHEARD, 0, False) for urn in unheard]
    if not schools:
        return Answer("no_pupils" if rows else "not_applicable",
                      None, None, None, None, None, 0, None, None, 0, 0, 0, 0)
    counted = [s for s in schools if s.figure is not None]
    if measure in PERCENTAGES:
        return _percentage(schools, counted, measure if span > 1 else None)
    exact = measure in PROGRESS and pupils == "all" and not any(s.guessed for s in counted)
    return _average(schools, counted, spread, "measured" if exact else "approximate")


def of_no_schools() -> Answer:
    """An authority of which the files name no school: nothing is known of them or their pupils."""
    return Answer("not_released", None, None, None, None, None, 0, None, None, 0, None, 0, None)


def status_of(schools: Sequence[School], counted: Sequence[School], usual: str) -> str:
    """The usual status, or why there is no value: nobody is counted, or fewer than half of the pupils."""
    if not counted:
        markers = [s.marker for s in schools]
        for marker, status in (("SUPP", "suppressed"), ("LOWCOV", "low_coverage")):
            if marker in markers:
                return status
        return "not_released" if set(markers) == {UNHEARD} else "not_published"
    _, most = all_pupils(schools)
    if most is None:
        return "incomplete" if Fraction(how_many(counted), how_many(schools)) < HALF else usual
    return "incomplete" if Fraction(sum(s.weight for s in counted), most) < HALF else usual


def all_pupils(schools: Sequence[School]) -> tuple[int | None, int | None]:
    """Pupils expected (None where a school hides them) and the most they can be (None: no bound)."""
    if any(s.most is None for s in schools):
        return None, None
    most = sum(s.most for s in schools)
    return (None if any(s.pupils is None for s in schools) else most), most


def how_many(schools: Sequence[School]) -> int:
    return len({school.urn for school in schools})


def over_years(counted: Sequence[School], counts: tuple[int, int, int], measure: str) -> tuple:
    """The interval of a pool over years: Wilson's in fewer pupils than there were (10)."""
    if measure not in SCHOOL_YEAR_SD:
        return None, None
    low, central, high = counts
    whole = sum(s.pupils for s in counted)
    rate = (central + 1) / (whole + 2)
    alike = sum(s.pupils**2 for s in counted) / whole - 1
    times = 1 + alike * SCHOOL_YEAR_SD[measure] ** 2 * rate * (1 - rate)
    return wilson(low / times, whole / times)[0], wilson(high / times, whole / times)[1]


def _percentage(schools: Sequence[School], counted: Sequence[School], over: str | None) -> Answer:
    part_low = part_high = part = whole = 0
    for school in counted:
        low, high, _ = count_range(school.figure, school.pupils)
        part_low, part_high = part_low + low, part_high + high
        part, whole = part + central_count(school.figure, school.pupils), whole + school.pupils
    known, most = all_pupils(schools)
    status, value = status_of(schools, counted, "measured"), None
    interval = bounds = (None, None)
    if status == "measured":
        value = float(Fraction(100 * part, whole))
        interval = wilson(part_low, whole)[0], wilson(part_high, whole)[1]
        if over:
            interval = over_years(counted, (part_low, part, part_high), over)
    if most:
        top = part_high + most - whole
        bounds = float(Fraction(100 * part_low, most)), float(Fraction(100 * top, most))
    part_range = (part_low, part_high) if counted else (None, None)
    return Answer(status, value, *bounds, *part_range, whole, *interval,
                  how_many(counted), how_many(schools), whole, known)


def _average(schools: Sequence[School], counted: Sequence[School], spread: float | None,
             usual: str) -> Answer:
    points, whole = Fraction(0), 0
    for school in counted:
        points, whole = points + school.weight * school.figure, whole + school.weight
    known, _ = all_pupils(schools)
    status, value, interval = status_of(schools, counted, usual), None, (None, None)
    if status == usual:
        value = float(points / whole)
        if spread is not None:
            half_width = DFE_95 * spread / math.sqrt(whole)
            interval = value - half_width, value + half_width
    return Answer(status, value, None, None, None, None, whole, *interval,
                  how_many(counted), how_many(schools), whole, known)
