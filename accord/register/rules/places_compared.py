"""Whether the address a list gives is the school's: its postcode, or as much of it as there is, and its town."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import IntEnum

from rapidfuzz.distance import OSA

from accord.register.rules.name_words import tokens

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
_PART = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)(?:\s+([0-9])[A-Z]?)?")
_NOT_TOLD = frozenset({"", "-", "NA", "N/A", "UNKNOWN"})


class Nearness(IntEnum):
    """How far two addresses agree, best first."""

    SAME = 0
    """The whole postcode is the same."""
    PART = 1
    """The part of a postcode that was given is the same, or the town."""
    SILENT = 2
    """Nothing was given, or nothing is known."""
    ELSEWHERE = 3
    """They are different places."""


def read_postcode(text: str) -> str | None:
    """A whole postcode as AB1 2CD; None where this is none."""
    found = _POSTCODE.fullmatch(re.sub(r"[\s.]", "", text.upper()))
    return f"{found[1]} {found[2]}" if found else None


def town_words(text: str) -> frozenset[str]:
    """The words of a town: Sunbury-on-Thames and Sunbury on Thames are one."""
    return frozenset(tokens(text))


def postcodes_compared(given: str, known: Collection[str]) -> Nearness:
    """How the postcode of a list agrees with those a school has had (whole ones, as `read_postcode` writes them)."""
    said = given.strip().upper()
    if said in _NOT_TOLD or not known:
        return Nearness.SILENT
    whole = read_postcode(said)
    if whole is not None:
        if whole in known:
            return Nearness.SAME
        near = any(whole.split()[0] == each.split()[0] or OSA.distance(whole, each) <= 1 for each in known)
        return Nearness.PART if near else Nearness.ELSEWHERE
    part = _PART.fullmatch(said)
    if part is None:
        return Nearness.SILENT
    district, sector = part[1], part[2] or ""
    agrees = any(each.split()[0] == district and each.split()[1].startswith(sector) for each in known)
    return Nearness.PART if agrees else Nearness.ELSEWHERE


def towns_compared(given: str, known: Collection[frozenset[str]], all_towns: Collection[frozenset[str]]) -> Nearness:
    """How the town of a list agrees with a school's.

    A town that no school of the register has (a village, say, where the register has its post town) says nothing.
    """
    said = town_words(given)
    if not said or not known:
        return Nearness.SILENT
    if any(said == each or (said and each and (said <= each or each <= said)) for each in known):
        return Nearness.PART
    text = " ".join(sorted(said))
    if len(text) >= 6 and any(OSA.distance(text, " ".join(sorted(each)), score_cutoff=2) <= 2 for each in known):
        return Nearness.PART
    return Nearness.ELSEWHERE if said in all_towns else Nearness.SILENT


def addresses_compared(postcode: Nearness, town: Nearness) -> Nearness:
    """Both together: the postcode is believed first, the town where the postcode leaves it open."""
    if postcode in (Nearness.SAME, Nearness.ELSEWHERE):
        return postcode
    if postcode == Nearness.PART:
        return Nearness.PART
    return town
