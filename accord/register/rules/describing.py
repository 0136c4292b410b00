"""One record of the national register as what is kept of an establishment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from accord.register.rules.kinds_of_school import KindsOfSchool

Record = Mapping[str, Any]

UNKNOWN_DAY = date(1900, 12, 31)
INFANT_UNTIL, JUNIOR_FROM, JUNIOR_UNTIL = 7, 7, 12
SAYS_NOTHING = frozenset(
    {"", "not applicable", "not recorded", "not-recorded", "unknown", "not known", "does not apply", "none"}
)
# fmt: off
DETAILS = (
    "uprn", "type_group", "boarders", "nursery", "sixth_form", "gender", "religious_ethos", "diocese_code",
    "admissions", "boys", "girls", "percentage_fsm", "sponsors", "street", "locality", "address3", "county",
    "website", "telephone", "head_role", "resourced_provision", "resourced_on_roll", "resourced_capacity",
    "sen_unit_on_roll", "sen_unit_capacity", "section41", "region", "district_code", "ward_code",
    "constituency_code", "urban_rural", "gss_la_code", "msoa_code", "msoa", "lsoa_code", "lsoa", "previous_la_code",
    "previous_estab", "inspectorate", "la_name", "site_name", "census_on", "changed_on",
)
# fmt: on
"""What pages show and nothing is chosen by; heads by their role, never by name."""
# fmt: off
COMPARED = (
    "name", "la_code", "estab", "ukprn", "status", "phase", "type_code", "type_name", "category", "opened_on",
    "reason_opened", "closed_on", "reason_closed", "low_age", "high_age", "religious_character", "diocese",
    "capacity", "pupils", "district", "ward", "constituency", "easting", "northing", "town", "postcode",
)
# fmt: on
"""The fields of an establishment that an extract gives, beside its details."""


def described(record: Record, kinds: KindsOfSchool) -> dict[str, Any]:
    """The values of an establishment's fields (`COMPARED` and ``details``) as one record gives them."""
    type_name = _text(record, "type") or kinds.names.get(_text(record, "type_code"), "")
    key = type_name.lower()
    low, high = record.get("low_age"), record.get("high_age")
    status = kinds.statuses.get(_text(record, "status").lower(), "unknown")
    values = {
        "name": _text(record, "name"),
        "la_code": _text(record, "la_code"),
        "estab": _text(record, "estab"),
        "ukprn": _text(record, "ukprn"),
        "status": status,
        "phase": _phase(record, kinds, low, high),
        "type_code": _text(record, "type_code") or kinds.codes.get(key, ""),
        "type_name": type_name,
        "category": kinds.categories.get(key, "other"),
        "opened_on": known_day(record.get("opened_on")),
        "reason_opened": said(record.get("reason_opened")),
        "closed_on": record.get("closed_on"),
        "reason_closed": said(record.get("reason_closed")),
        "low_age": low,
        "high_age": high,
        "religious_character": said(record.get("religious_character")),
        "diocese": said(record.get("diocese")),
        "capacity": record.get("capacity"),
        "pupils": record.get("pupils"),
        "district": said(record.get("district")),
        "ward": said(record.get("ward")),
        "constituency": said(record.get("constituency")),
        "easting": record.get("easting"),
        "northing": record.get("northing"),
        "town": _text(record, "town"),
        "postcode": _text(record, "postcode").upper(),
    }
    return values | {"details": _details(record)}


def known_day(value: Any) -> date | None:
    """The register writes 1 January 1900 where nobody knows the day."""
    return value if isinstance(value, date) and value > UNKNOWN_DAY else None


def _phase(record: Record, kinds: KindsOfSchool, low: int | None, high: int | None) -> str:
    """The register's phase, with infant and junior schools told from primary ones by their ages."""
    phase = kinds.phases.get(_text(record, "phase").lower(), "none")
    if phase != "primary" or low is None or high is None:
        return phase
    if high <= INFANT_UNTIL:
        return "infant"
    return "junior" if low >= JUNIOR_FROM and high <= JUNIOR_UNTIL else "primary"


def _details(record: Record) -> dict[str, str | int | float]:
    found: dict[str, str | int | float] = {}
    for name in DETAILS:
        value = record.get(name)
        if value is None or value == "":
            continue
        found[name] = value.isoformat() if isinstance(value, date) else value
    return found


def said(value: object) -> str:
    """A word of the register, or empty where it says that there is nothing to say."""
    text = str(value or "").strip()
    return "" if text.lower() in SAYS_NOTHING else text


def _text(record: Record, name: str) -> str:
    return str(record.get(name) or "").strip()


def searchable(
    urn: str, values: Mapping[str, Any], former_names: Iterable[str], former_numbers: Iterable[str]
) -> str:
    """Everything an establishment can be found by, in small letters, parted by bars."""
    number = f"{values['la_code']}/{values['estab']}" if values["la_code"] and values["estab"] else ""
    numbers = [number, *former_numbers]
    postcode = str(values["postcode"])
    words = [urn, values["ukprn"], *numbers, *(each.replace("/", "") for each in numbers), postcode]
    words += [postcode.replace(" ", ""), values["name"], *former_names, values["town"]]
    told = dict.fromkeys(plain(str(word)) for word in words if word)
    return "|" + "|".join(told) + "|"


def plain(text: str) -> str:
    """Text as it is searched: small letters, no apostrophes or full stops, single spaces."""
    return " ".join(text.lower().replace("’", "").replace("'", "").replace(".", "").split())
