"""The nine regions of England with the codes that statistics use.

Source: Office for National Statistics, Register of Geographic Codes (Open Government Licence v3.0).
"""

from __future__ import annotations

ENGLAND = "E92000001"
REGION_CODES = {
    "North East": "E12000001",
    "North West": "E12000002",
    "Yorkshire and The Humber": "E12000003",
    "East Midlands": "E12000004",
    "West Midlands": "E12000005",
    "East of England": "E12000006",
    "London": "E12000007",
    "South East": "E12000008",
    "South West": "E12000009",
}


def region_code(name: str) -> str:
    """The code of a region by its name, however that is capitalised; empty for a name that is none of the nine."""
    plain = name.strip().casefold()
    return next((code for each, code in REGION_CODES.items() if each.casefold() == plain), "")
