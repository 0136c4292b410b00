"""Small files of the national register, as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from accord.intake.actions.intakes import Asked, take_in
from accord.intake.models.files import Intake

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
PLAIN = {
    "LA (code)": "500", "LA (name)": "Somewhere", "EstablishmentNumber": "2001",
    "TypeOfEstablishment (name)": "Community school", "EstablishmentStatus (name)": "Open", "OpenDate": "",
    "CloseDate": "", "PhaseOfEducation (name)": "Primary", "StatutoryLowAge": "4", "StatutoryHighAge": "11",
    "DistrictAdministrative (name)": "North", "Postcode": "ZX1 1AA", "Town": "Elmwick", "NumberOfPupils": "200",
}  # fmt: skip


def establishment(urn: str, name: str, **other: str) -> dict[str, str]:
    """One row of an extract; ``other`` by the short names below, or any header as it is."""
    short = {"status": "EstablishmentStatus (name)", "opened": "OpenDate", "closed": "CloseDate", "la": "LA (code)",
             "estab": "EstablishmentNumber", "type": "TypeOfEstablishment (name)", "low": "StatutoryLowAge",
             "high": "StatutoryHighAge", "district": "DistrictAdministrative (name)", "pupils": "NumberOfPupils",
             "why_closed": "ReasonEstablishmentClosed (name)"}  # fmt: skip
    named = {short.get(key, key): value for key, value in other.items()}
    return PLAIN | {"URN": urn, "EstablishmentName": name} | named


def link(urn: str, other: str, kind: str, on: str = "") -> dict[str, str]:
    """One row of the links."""
    return {"URN": urn, "LinkURN": other, "LinkName": "", "LinkType": kind, "LinkEstablishedDate": on}


def member(urn: str, uid: str, name: str, joined: str = "01/09/2018") -> dict[str, str]:
    """One row of the members of trusts."""
    return {"URN": urn, "Group UID": uid, "Group Name": name, "Group Type (code)": "06",
            "Group Type": "Multi-academy trust", "Joined date": joined}  # fmt: skip


def written(rows: Iterable[Mapping[str, str]]) -> str:
    """Rows as the register's CSV."""
    listed = list(rows)
    names = list(dict.fromkeys(name for row in listed for name in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, restval="")
    writer.writeheader()
    writer.writerows(listed)
    return out.getvalue()


def taken(folder: Path, name: str, rows: Iterable[Mapping[str, str]], *, hold: bool = False) -> Intake:
    """Take rows in as a file of this name, as anybody sends one."""
    path = folder / name
    path.write_text(written(rows), encoding="cp1252")
    return take_in(path=path, name=name, asked=Asked(hold=hold), by=None, at=AT)
