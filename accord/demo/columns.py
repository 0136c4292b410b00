"""Which figure stands under which published column name of the `ks2final` form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from accord.demo.cells import NOT_APPLICABLE, Column, averages, marked, percentages
from accord.demo.levels import PROGRESS_YEARS
from accord.demo.sheets import Sheet

_SUBJECT = {
    "RWM": "rwm", "READ": "reading", "GPS": "gps", "MAT": "maths", "WRITTA": "writing", "WRIT": "writing",
}  # fmt: skip
_GROUP = {
    None: "all", "B": "boys", "G": "girls", "L": "prior_low", "M": "prior_middle", "H": "prior_high",
    "FSM6CLA1A": "disadvantaged", "NOTFSM6CLA1A": "other", "EAL": "eal", "MOBN": "non_mobile",
}  # fmt: skip
_GROUPS = "B|G|L|M|H|FSM6CLA1A|NOTFSM6CLA1A|EAL|MOBN"
_PRIOR = ("prior_low", "prior_middle", "prior_high")
_SIZES = {
    "BELIG": "boys", "GELIG": "girls", "TFSM6CLA1A": "disadvantaged", "TNOTFSM6CLA1A": "other",
    "TEALGRP1": "english", "TEALGRP2": "eal", "TEALGRP3": "unclassified", "TMOBN": "non_mobile",
    "TSENELE": "ehc_plan", "TSENELK": "sen_support", "TSENELSE": "ehc_plan", "TSENELAPK": "sen_support",
    "TSENELEK": "sen",
}  # fmt: skip
_SHARES = {
    "PBELIG": "boys", "PGELIG": "girls", "PTFSM6CLA1A": "disadvantaged", "PTNOTFSM6CLA1A": "other",
    "PTEALGRP1": "english", "PTEALGRP2": "eal", "PTEALGRP3": "unclassified", "PTMOBN": "non_mobile",
    "PSENELE": "ehc_plan", "PSENELK": "sen_support", "PSENELSE": "ehc_plan", "PSENELSAPK": "sen_support",
    "PSENELEK": "sen",
}  # fmt: skip
_OTHER_PERCENTS = {
    "PTREAD_AT": "unable", "PTGPS_AT": "unable", "PTMAT_AT": "unable", "PTWRITTA_WTS": "writing_towards",
    "PTWRITTA_AD": "disapplied", "PTSCITA_EXP": "science_expected", "PTSCITA_AD": "disapplied",
    "PTREADTA_EXP": "reading_teacher", "PTREADTA_AD": "disapplied", "PTMATTA_EXP": "maths_teacher",
    "PTMATTA_AD": "disapplied",
}  # fmt: skip
_BARE_YEARS = 2000


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a summer and of the summers before it, by year."""

    year: int
    sheets: Mapping[int, Sheet]

    @property
    def sheet(self) -> Sheet:
        """This summer's."""
        return self.sheets[self.year]

    def column(self, name: str) -> Column | None:
        """The figures under this column name; None for a column about the place itself."""
        upper = name.upper()
        earlier = re.fullmatch(r"(.+)_(\d\d)", upper)
        if earlier:
            return self._earlier(earlier[1], _BARE_YEARS + int(earlier[2]))
        if upper.endswith("_3YR"):
            return self._three_years(upper.removesuffix("_3YR"))
        return figure(self.sheet, upper)

    def _earlier(self, name: str, year: int) -> Column:
        sheet = self.sheets.get(year)
        column = figure(sheet, name) if sheet else None
        return self.sheet.blank() if column is None else column

    def _three_years(self, name: str) -> Column:
        tallies = [self.sheets[self.year - back].tally for back in range(3)]
        sizes = [tally.pupils["all"] for tally in tallies]
        whole = sum(sizes)
        complete = np.logical_and.reduce([size > 0 for size in sizes])
        # Three years of very small cohorts are published in full only where they add up to enough.
        hide = self.sheet.school & (whole < 11)
        if name == "TELIG":
            return marked(whole.astype(str).astype(object), (whole == 0, ""))
        if name.endswith("_AVERAGE"):
            scored = [tally.scored[_SUBJECT[name.removesuffix("_AVERAGE")], "all"] for tally in tallies]
            text = averages(sum(total for total, _ in scored), sum(size for _, size in scored), hide)
        else:
            what = "rwm_higher" if name.endswith("HIGH") else "rwm_expected"
            text = percentages(sum(tally.reached[what, "all"] for tally in tallies), whole, hide)
        return marked(text, (~complete, NOT_APPLICABLE), (sizes[0] == 0, ""))


def figure(sheet: Sheet, name: str) -> Column | None:
    """The figures under an upper-case column name without a year; None if it is no figure."""
    if name == "TELIG":
        return sheet.size()
    if name in _SIZES:
        return sheet.size(_SIZES[name])
    if name in _SHARES:
        return sheet.share(_SHARES[name])
    if name in _OTHER_PERCENTS:
        return sheet.percent(_OTHER_PERCENTS[name])
    for pattern, show in _PATTERNS:
        found = re.fullmatch(pattern, name)
        if found:
            return show(sheet, found)
    return None


def _percent(sheet: Sheet, found: re.Match[str]) -> Column:
    group = _GROUP[found[3]]
    standard = "expected" if found[2] == "EXP" else "higher"
    return _unless_prior(sheet, group, lambda: sheet.percent(f"{_SUBJECT[found[1]]}_{standard}", group))


def _average(sheet: Sheet, found: re.Match[str]) -> Column:
    group = _GROUP[found[2]]
    return _unless_prior(sheet, group, lambda: sheet.average(_SUBJECT[found[1]], group))


def _unless_prior(sheet: Sheet, group: str, show: Callable[[], Column]) -> Column:
    """Prior attainment is not known where there is no progress measure."""
    return sheet.blank() if group in _PRIOR and sheet.tally.year not in PROGRESS_YEARS else show()


def _progress(sheet: Sheet, found: re.Match[str]) -> Column:
    return sheet.progress(_SUBJECT[found[1]], _GROUP[found[2]], (found[3] or "").lower())


def _gap(sheet: Sheet, found: re.Match[str]) -> Column:
    return sheet.gap("rwm_expected" if found[1] == "EXP" else "rwm_higher")


def _prior_group(sheet: Sheet, found: re.Match[str]) -> Column:
    group = {"L": "prior_low", "M": "prior_middle", "H": "prior_high", "NA": "no_prior"}[found[2]]
    if sheet.tally.year not in PROGRESS_YEARS:
        return sheet.blank()
    if not found[1]:
        return sheet.size(group)
    return sheet.share(group) if group == "no_prior" else sheet.share(group, _PRIOR)


def _prior_average(sheet: Sheet, found: re.Match[str]) -> Column:
    return sheet.prior_average() if sheet.tally.year in PROGRESS_YEARS else sheet.blank()


_PATTERNS: tuple[tuple[str, Callable[[Sheet, re.Match[str]], Column]], ...] = (
    (rf"PT(RWM|READ|GPS|MAT|WRITTA)_(EXP|HIGH)(?:_({_GROUPS}))?", _percent),
    (rf"(READ|GPS|MAT)_AVERAGE(?:_({_GROUPS}))?", _average),
    (rf"(READ|WRIT|MAT)PROG(?:_({_GROUPS}))?(?:_(LOWER|UPPER))?", _progress),
    (r"(READ|WRIT|MAT)COV", lambda sheet, found: sheet.coverage(_SUBJECT[found[1]])),
    (r"(READ|WRIT|MAT)PROG_DESCR", lambda sheet, found: sheet.description(_SUBJECT[found[1]])),
    (r"(READ|WRIT|MAT)PROG_UNADJUSTED", lambda sheet, found: sheet.unadjusted(_SUBJECT[found[1]])),
    (r"DIFFN_RWM_(EXP|HIGH)", _gap),
    (r"DIFFN_(READ|WRIT|MAT)PROG", lambda sheet, found: sheet.progress_gap(_SUBJECT[found[1]])),
    (r"(P?)TKS1GROUP_(L|M|H|NA)", _prior_group),
    (r"TKS1AVERAGE", _prior_average),
)
