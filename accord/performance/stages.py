"""At which stages the schools of a selection have results: what is worth offering on their page."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from accord.accounts.readers import Reader
from accord.performance import catalogue, standing
from accord.performance.belonging import belonging
from accord.performance.cubes import places
from accord.performance.schools import Editions, releases_folder
from accord.performance.selections import Selection, Who
from accord.warehouse.counts import Whom
from accord.warehouse.editions import Edition
from accord.warehouse.measures import Stage


def stages_of(who: Who, reader: Reader) -> tuple[str, ...]:
    """The stages of which a file that a reader may see has a row of today's schools, as the catalogue has them.

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
    return tuple(code for code, stage in stages.items() if _any_row(stage, editions, whom))


def _any_row(stage: Stage, editions: Editions, whom: Whom) -> bool:
    """Whether one of the files of a stage lists one of the schools, the newest file first."""
    return any(places(releases_folder(), [edition], whom) for edition in _newest_first(stage, editions))


def _newest_first(stage: Stage, editions: Editions) -> Iterable[Edition]:
    families = {form.results_family for form in stage.forms}
    return (editions[key] for key in sorted(editions, key=lambda key: -key[1]) if key[0] in families)
