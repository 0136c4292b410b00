"""The file of one summer in the time of levels: all of the invented England, one row a place."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import numpy as np

from accord.demo.cells import FEWEST_SHOWN, NOT_APPLICABLE, SUPPRESSED, Column, in_tenths, marked, percentages, tenths
from accord.demo.layouts import header
from accord.demo.places import Places
from accord.demo.sheets import Sheet
from accord.demo.wide import lines_of
from accord.demo.world import World

_GROUP = {
    None: "all", "B": "boys", "G": "girls", "L": "prior_low", "M": "prior_middle", "H": "prior_high",
    "FSMCLA": "disadvantaged", "NOTFSMCLA": "other", "FSM6CLA1A": "disadvantaged", "NOTFSM6CLA1A": "other",
    "EALY": "eal", "MOBN": "non_mobile",
}  # fmt: skip
_GROUPS = "|".join(name for name in _GROUP if name)
_SUBJECT = {"READ": "reading", "MAT": "maths", "MATH": "maths", "WRIT": "writing", "WRITTA": "writing", "GPS": "gps"}
_STANDARD = {"X": "l4", "XTA": "l4", "AX": "l5", "AXTA": "l5", "4B": "l4b"}
_SIZES = {
    "TELIG": "all", "BELIG": "boys", "GELIG": "girls", "TKS1EXP_L": "prior_low", "TKS1EXP_M": "prior_middle",
    "TKS1EXP_H": "prior_high", "TFSMCLA": "disadvantaged", "TNOTFSMCLA": "other", "TFSM6CLA1A": "disadvantaged",
    "TNOTFSM6CLA1A": "other", "TEALGRP1": "english", "TEALGRP2": "eal", "TEALGRP3": "unclassified",
    "TMOBN": "non_mobile", "SENELS": "sen", "TSENELK": "sen_support", "TSENELE": "ehc_plan",
}  # fmt: skip
_PRIOR = ("prior_low", "prior_middle", "prior_high")
_LEVELS = ((21, "2"), (25, "3"), (26, "4C"), (28, "4B"), (30, "4A"), (32, "5C"))
"""Up to which average points a level is named; 5B is above them."""


def levels_file(world: World, year: int) -> str:
    """The text of the file as DfE laid it out from 2013 to 2015."""
    sheet = Sheet(world.tallies[year], Places(world).school)
    return lines_of(world, year, header(f"ks2_levels_{year}"), sheet, partial(_figure, sheet))


def _figure(sheet: Sheet, name: str) -> Column | None:
    if name in _SIZES:
        return sheet.size(_SIZES[name])
    share = f"T{name[1:]}" if f"T{name[1:]}" in _SIZES else name[1:]
    if name.startswith("P") and share in _SIZES:
        group = _SIZES[share]
        return sheet.share(group, _PRIOR) if group in _PRIOR else sheet.share(group)
    for pattern, show in _PATTERNS:
        found = re.fullmatch(pattern, name)
        if found:
            return show(sheet, found)
    return None


def _three(sheet: Sheet, found: re.Match[str]) -> Column:
    group = _GROUP[found[1] if found[1] in ("B", "G") else found[3]]
    return sheet.percent(f"{_STANDARD[found[2]]}_rwm", group)


def _attained(sheet: Sheet, found: re.Match[str]) -> Column:
    return sheet.percent(f"{_STANDARD[found[2]]}_{_SUBJECT[found[1]]}", _GROUP[found[3]])


def _followed(sheet: Sheet, found: re.Match[str]) -> Column:
    """Pupils who made two levels of progress as a percentage of those whose start is known."""
    group = _GROUP[found[2]]
    total, size = sheet.tally.progressed[f"two_levels_{_SUBJECT[found[1]]}", group]
    hide = sheet.hides(group) | (sheet.school & (size > 0) & (size < FEWEST_SHOWN))
    text = percentages(np.rint(total).astype(np.int64), size, hide)
    return marked(text, (sheet.pupils == 0, ""))


def _covered(sheet: Sheet, what: str) -> Column:
    size = sheet.tally.progressed[what, "all"][1]
    return marked(percentages(size, sheet.pupils, sheet.hidden), (sheet.pupils == 0, ""))


def _mean(sheet: Sheet, what: str, row: str = "") -> Column:
    total, size = sheet.tally.progressed[what, "all"]
    mean = total / np.maximum(size, 1)
    if row:
        half = 1.96 * sheet.tally.sigma[what] / np.sqrt(np.maximum(size, 1))
        mean = mean + (half if row == "upper" else -half)
    few = sheet.school & (size < FEWEST_SHOWN)
    marks = ((size == 0, NOT_APPLICABLE), (few | sheet.hidden, SUPPRESSED), (sheet.pupils == 0, ""))
    return marked(tenths(in_tenths(mean)), *marks)


def _level(sheet: Sheet) -> Column:
    total, size = sheet.tally.progressed["aps", "all"]
    mean = total / np.maximum(size, 1)
    text = np.array([next((name for top, name in _LEVELS if each < top), "5B") for each in mean], dtype=object)
    return marked(text, (sheet.hidden, SUPPRESSED), (sheet.pupils == 0, ""))


_PATTERNS: tuple[tuple[str, Callable[[Sheet, re.Match[str]], Column]], ...] = (
    (rf"P([TBG])READWRITTAMAT(X|AX|4B)(?:_({_GROUPS}))?", _three),
    (rf"PT(READ|MAT|WRIT|GPS)(X|AX|4B|XTA|AXTA)(?:_({_GROUPS}))?", _attained),
    (rf"PT2(READ|WRITTA|MATH)(?:12)?(?:_({_GROUPS}))?", _followed),
    (r"COV(READ|WRITTA|MATH)(?:12)?", lambda sheet, found: _covered(sheet, f"two_levels_{_SUBJECT[found[1]]}")),
    (r"PT(?:READAT|MATAT|WRITADTA)", lambda sheet, found: sheet.percent("unable")),
    (r"VACOV", lambda sheet, found: _covered(sheet, "value_added")),
    (r"TAPS", lambda sheet, found: _mean(sheet, "aps")),
    (r"AVGLEVEL", lambda sheet, found: _level(sheet)),
    (r"OVAMEAS", lambda sheet, found: _mean(sheet, "value_added")),
    (r"OLCONF", lambda sheet, found: _mean(sheet, "value_added", "lower")),
    (r"OUCONF", lambda sheet, found: _mean(sheet, "value_added", "upper")),
    (r"TKS1APS", lambda sheet, found: sheet.prior_average()),
)  # fmt: skip
