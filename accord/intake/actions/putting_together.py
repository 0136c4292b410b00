"""Puts the own returns of an authority and summer together as one release, through the door of all files.

What was typed is in the database first; the release follows, made by the worker. Killed in between, it is made in the
next round: nothing is lost and nothing half done.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings

from accord.intake.actions.intakes import Asked, take_in
from accord.intake.actions.releases import withdraw
from accord.intake.choices import Settled
from accord.intake.models.files import Intake
from accord.intake.queries.returns import Line, current_release, in_force, not_put_together, what_is_reportable
from accord.sharing.queries.terms import terms_for
from accord.warehouse.returned_rows import FAMILY, OF_PUPILS, PAIRS

HEADERS = ("URN", "LA", "YEAR", "MEASURE", "PUPIL_GROUP")
MOST_ROUNDS = 5
"""How often it is begun again because more came meanwhile; what comes later is for the next round."""
NOTHING_LEFT = "Nothing that was sent for this summer is in force any more."


def put_together(*, authority: str, year: int, at: datetime) -> Intake | None:
    """Make the release of an authority's own returns of a summer from what is in force; None where nothing is."""
    made: Intake | None = None
    lines = in_force(year, authority=authority)
    for _ in range(MOST_ROUNDS):
        if not lines:
            _withdraw(authority, year, at)
            return None
        made = _take_in(authority, year, lines, at)
        now = in_force(year, authority=authority)
        if now == lines:
            break
        lines = now
    return made


def put_all_together(*, at: datetime) -> int:
    """The same of every authority and summer of which something came since; how many there were."""
    waiting = not_put_together()
    for authority, year in waiting:
        put_together(authority=authority, year=year, at=at)
    return len(waiting)


def _take_in(authority: str, year: int, lines: Sequence[Line], at: datetime) -> Intake:
    before = current_release(authority, year)
    terms = terms_for(before.public_id) if before is not None else None  # what somebody set since stays
    asked = Asked(
        family=FAMILY, year=year, settled=Settled.FINAL, belongs_to=f"authority:{authority}", compiled=True,
        source=terms.source if terms else "",
        **({field: on for field, _, on in terms.steps} if terms else {}),
    )  # fmt: skip
    known = what_is_reportable()
    with tempfile.TemporaryDirectory(dir=settings.ACCORD_STAGING) as folder:
        path = Path(folder) / "returns.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            used = {known.pair(each.measure) for each in lines}
            columns = [column for pair in PAIRS for column in pair if pair == OF_PUPILS or pair in used]
            writer.writerow((*HEADERS, *columns))
            for each in lines:
                numbers = dict(zip(known.pair(each.measure), (each.pupils, each.met), strict=True))
                told = [numbers.get(column, "") for column in columns]
                writer.writerow((each.urn, authority, year, each.measure, each.group, *told))
        return take_in(path=path, name=f"Own returns, {authority}, summer {year}.csv", asked=asked, by=None, at=at)


def _withdraw(authority: str, year: int, at: datetime) -> None:
    release = current_release(authority, year)
    if release is not None:
        withdraw(release=release, because=NOTHING_LEFT, by=None, at=at)
