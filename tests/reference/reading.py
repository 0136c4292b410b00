"""Somebody who reads our sentences and checks every number in them against the counts. Imports nothing from accord."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from fractions import Fraction

Count = tuple[int, int, int]
"""At least so many pupils, at most so many, of so many."""

NUMBER = r"(\d[\d,]*)"
PERCENT = r"(?:less than 1|more than 99|\d+)%"
COUNT = re.compile(rf"(?:between )?{NUMBER}(?: (?:and|to) {NUMBER})? of {NUMBER}(?: pupils?\b|(?=[),;.]))")
VALUE_AND_COUNT = re.compile(rf"({PERCENT}(?: to {PERCENT})?) \(({COUNT.pattern})", re.I)
BANNED = re.compile(
    r"signific|\bprov(?:e|ed|es)\b|(?-i:\bNone\b)(?! of)|\bnan\b|\binf\b|  |\bfail|\bpoor\b|\bbad\b|\{|\}|<|>", re.I
)
NOUNS = {
    "school": "schools", "pupil": "pupils", "child": "children", "figure": "figures", "alliance": "alliances",
    "point": "points",
}  # fmt: skip
MINUS = "\u2212"


def whole_number(text: str) -> int:
    """``1,204`` as a number."""
    return int(text.replace(",", ""))


def half_up(value: Fraction) -> int:
    """To the nearest whole number, a half upwards."""
    return math.floor(value + Fraction(1, 2))


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return re.split(r"(?<=[.])\s+(?=[A-Z0-9])", text) if text else []


def counts_in(text: str) -> list[Count]:
    """Every count of pupils in a text."""
    found = []
    for low, high, whole in COUNT.findall(text):
        found.append((whole_number(low), whole_number(high or low), whole_number(whole)))
    return found


def prints_as(percent: str, part: int, whole: int) -> bool:
    """Whether a printed percentage is that of a count: rounded half up, never onto nobody or everybody."""
    exact = Fraction(100 * part, whole)
    if percent.lower() == "less than 1%":
        return 0 < exact < Fraction(1, 2)
    if percent.lower() == "more than 99%":
        return Fraction(199, 2) <= exact < 100
    number = int(percent.rstrip("%"))
    return number == half_up(exact) and not (number == 0 and part) and not (number == 100 and part < whole)


def wrong_words(text: str) -> list[str]:
    """What may never stand in a sentence: empty values, claims of proof, blame, numbers that do not fit nouns."""
    found = [f"says {match.group(0)!r}" for match in BANNED.finditer(text)]
    for one, many in NOUNS.items():
        found += [f"says {m.group(0)!r}" for m in re.finditer(rf"(?<![\d.,+{MINUS}])1 (?:more )?{many}\b", text)]
        several = rf"(?<![\d.,+{MINUS}])(?:0|[2-9]|\d[\d,]+) (?:more )?{one}\b"
        found += [f"says {m.group(0)!r}" for m in re.finditer(several, text)]
    for each in sentences(text):
        if not re.match(r"[A-Z0-9]", each) or not each.endswith("."):
            found.append(f"is no sentence: {each!r}")
    return found


def wrong_counts(text: str, known: Sequence[Count]) -> list[str]:
    """Counts that are of nothing we know, and percentages that are not those of the count beside them."""
    found = [f"counts {each}" for each in counts_in(text) if each not in known]
    for printed, count, low, high, whole in VALUE_AND_COUNT.findall(text):
        ends = re.split(r" to ", printed)
        least, most, pupils = whole_number(low), whole_number(high or low), whole_number(whole)
        middle = (least + most) // 2
        if len(ends) == 2:
            right = prints_as(ends[0], least, pupils) and prints_as(ends[1], most, pupils)
        else:
            right = prints_as(printed, middle, pupils)
        if not right:
            found.append(f"prints {printed} for {count}")
    return found


def limits_in(text: str) -> tuple[Fraction, Fraction] | None:
    """The limits of an interval in points: ``from −3 to +12 points``, ``is 0.4 to 7 points``."""
    number = rf"([+{MINUS}]?\d+(?:\.\d)?|just above 0|just below 0)"
    match = re.search(rf"(?:from|is) {number} to {number} points", text)
    if match is None:
        return None
    just = {"just above 0": Fraction(1, 10**7), "just below 0": Fraction(-1, 10**7)}
    low, high = (just.get(each) or Fraction(each.replace(MINUS, "-")) for each in match.groups())
    return low, high


def holds(printed: tuple[Fraction, Fraction] | None, low: float, high: float) -> bool:
    """Whether printed limits hold the exact ones, and are not a point wider on either side."""
    if printed is None:
        return False
    slack = 1e-6
    return printed[0] <= low + slack and printed[1] >= high - slack and low - printed[0] < 1 and printed[1] - high < 1
