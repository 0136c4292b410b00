"""Packs of many groups written into a folder, by one process in a home that `accord intake` filled.

Given on standard input: ``groups`` (a list of groups as CSV), ``subjects`` (addresses), ``years`` and ``folder``. Tells
on standard output of each pack whose it is, what it holds, how many schools have a page, and its files.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from accord.accounts.readers import Reader
from accord.dashboards.presenters.pack_files import FORMS, pack_file
from accord.dashboards.presenters.packs import SUMMARY, WHOLE, Occasion
from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.packs import pack_of, schools_of_pack
from accord.dashboards.queries.questions import read
from accord.dashboards.views.packs import MOST_AT_ONCE
from accord.performance.subjects import subject
from accord.register.actions.group_lists import import_groups

AT = datetime(2026, 12, 1, 12, tzinfo=UTC)


def looking_at(address: str, year: int) -> Looking:
    """The headline of a subject in a summer, for the operator."""
    found = subject(*address.split("/"))
    assert found is not None, address
    asked = {"measure": "ks2_rwm_expected", "year": str(year)}
    question = read(asked, Reader.operator(), special_by_default=found.special_by_default)
    return Looking(found, question, Reader.operator())


def packed(address: str, year: int, folder: Path) -> dict[str, object]:
    """The pack that the page offers: whole up to nine schools, else the summary; in its three files."""
    looking = looking_at(address, year)
    schools = len(schools_of_pack(looking))
    code = WHOLE if 0 < schools <= MOST_AT_ONCE else SUMMARY
    found = pack_of(looking, whole=code == WHOLE)
    occasion = Occasion("the test", AT.date(), f"https://accord.example/{address}/", demonstration=False)
    stem = f"{address.replace('/', '-')}-{year}"
    for form in FORMS:
        (folder / f"{stem}.{form}").write_bytes(pack_file(found, form, occasion, AT))
    return {"name": looking.subject.name, "year": year, "holds": code, "schools": schools, "stem": stem}


def main() -> None:
    """Do what standard input asks for."""
    asked = json.load(sys.stdin)
    import_groups(text=asked["groups"], by=None, at=AT)
    folder = Path(asked["folder"])
    json.dump([packed(each, year, folder) for each in asked["subjects"] for year in asked["years"]], sys.stdout)
