"""At which stages the schools of a selection have results: what is worth offering on their page."""

from __future__ import annotations

import numpy as np
from django.utils import timezone

from accord.accounts.readers import Reader
from accord.performance import catalogue, standing
from accord.performance.belonging import belonging
from accord.performance.cubes import cells_of_families, places
from accord.performance.gathering import HIDDEN, VALUE
from accord.performance.kept import Kept
from accord.performance.schools import Editions, releases_folder
from accord.performance.selections import Selection, Who
from accord.warehouse.counts import Whom
from accord.warehouse.editions import Edition, fingerprint
from accord.warehouse.measures import Form, Stage


def stages_of(who: Who, reader: Reader) -> tuple[str, ...]:
    """The stages at which a file that a reader may see has pupils of today's schools, as the catalogue has them.

    None where no file lists any of them. Raises `UnknownSelection` for a group that there is not.
    """
    return standing.once((stages_of, who, reader.rights), lambda: _found(who, reader))


def _found(who: Who, reader: Reader) -> tuple[str, ...]:
    editions = catalogue.editions(reader)
    stages = {each.stage.code: each.stage for each in catalogue.measures().values()}
    if not editions:
        return ()
    newest = max(year for _, year in editions)
    asked = Selection(who, (), (newest,))
    whom = belonging(asked, next(iter(stages.values())).counted_on, timezone.localdate()).whom
    versions = tuple(each.version for each in catalogue.measures().values())
    return _STAGES.get(
        (whom, fingerprint(editions.values()), versions),
        lambda: tuple(code for code, stage in stages.items() if _any_pupils(stage, editions, whom)),
    )


def _any_pupils(stage: Stage, editions: Editions, whom: Whom) -> bool:
    """Whether a file of a stage lists one of the schools with pupils at it, the newest file first.

    An all-through school stands in the tables of the eleven-year-olds with none of them.
    """
    return any(
        _has_pupils(form, year, editions, tuple(place.code for place in places(releases_folder(), [edition], whom)))
        for form, year, edition in _newest_first(stage, editions)
    )


def _has_pupils(form: Form, year: int, editions: Editions, codes: tuple[str, ...]) -> bool:
    told = editions.get((form.pupils_family, year))
    if told is None or not codes:
        return bool(codes)
    wanted = {form.pupils_family: [form.eligible]}
    cells = cells_of_families(releases_folder(), [told], Whom("school"), codes, wanted)[form.pupils_family]
    number, status = cells.column(year, form.eligible)
    return bool(np.any((status == VALUE) & (number > 0) | np.isin(status, HIDDEN)))


def _newest_first(stage: Stage, editions: Editions) -> list[tuple[Form, int, Edition]]:
    found = [(f, year, e) for (family, year), e in editions.items() for f in stage.forms if f.results_family == family]
    return sorted(found, key=lambda each: -each[1])


_STAGES: Kept[tuple[str, ...]] = Kept("stages", most=400)
