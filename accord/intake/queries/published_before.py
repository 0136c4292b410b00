"""What is public of schools in a summer: to hold their own returns of the next against, whoever sends them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.conf import settings

from accord.accounts.rules.rights import NOBODY
from accord.intake.arithmetic import Before, Count
from accord.intake.queries.releases import published_refs
from accord.intake.queries.returns import what_is_reportable
from accord.sharing.queries.shown import Facts, shown
from accord.warehouse.editions import choose
from accord.warehouse.last_year import published_of_schools
from accord.warehouse.reportable import every_measure


def published_before(year: int, urns: Iterable[str], on: date) -> dict[tuple[str, str, str], Before]:
    """By school, measure and group of pupils what the public is told of a summer on a day.

    Of a measure that names another for it (``last_year``) it is that one's percentage: a term beside a whole year.
    """
    known, every = what_is_reportable(), every_measure(tuple(Path(each) for each in settings.ACCORD_DEFINITIONS))
    instead = {code: told.last_year for code in known.measures if (told := known.returned(code)).last_year}
    asked = [every[code] for code in sorted({*known.measures, *instead.values()}) if every[code].gap(year) is None]
    families = {family for each in asked for family in each.stage.families}
    refs = [each for each in published_refs() if each.year == year and each.family in families]
    told = shown(NOBODY, {each.id: Facts(each.family, each.england, tuple(each.authorities)) for each in refs}, on)
    editions = choose((each for each in refs if not told[each.id].restricted), {})
    found = published_of_schools(Path(settings.ACCORD_RELEASES), editions, asked, urns, year)
    public = {
        key: Before(Count(each.pupils, each.met)) if each.pupils is not None and each.met is not None
        else Before(percent=each.percent, name=every[key[1]].name)
        for key, each in found.items()
    }  # fmt: skip
    return public | {
        (urn, code, group): Before(percent=each.percent, name=every[measure].name)
        for (urn, measure, group), each in found.items()
        for code, other in instead.items()
        if other == measure
    }
