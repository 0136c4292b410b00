"""The measures and pupil groups there are, and the years that have releases."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from accord.accounts.readers import Reader
from accord.performance import standing
from accord.performance.frozen import seen_then
from accord.performance.restricted import Seen
from accord.performance.selections import Selection, UnknownSelection, WhoKind
from accord.warehouse.editions import Edition
from accord.warehouse.measures import Measure, PupilGroup, load_measures


def measures() -> dict[str, Measure]:
    """All measures by code; read again when a definition changes."""
    return standing.once(measures, _measures)


def _measures() -> dict[str, Measure]:
    folders = tuple(Path(each) for each in settings.ACCORD_DEFINITIONS)
    return _load(folders, tuple(stamp for folder in folders for stamp in _stamps(folder)))


def _stamps(folder: Path) -> list[tuple[str, int]]:
    """Name and time of change of every definition; looked at on each page."""
    found = []
    for kind in ("measures", "stages"):
        with suppress(FileNotFoundError), os.scandir(folder / kind) as entries:
            found += [(entry.path, entry.stat().st_mtime_ns) for entry in entries if entry.name.endswith(".yaml")]
    return sorted(found)


@functools.lru_cache(maxsize=4)
def _load(folders: tuple[Path, ...], _changed: tuple[tuple[str, int], ...]) -> dict[str, Measure]:
    return load_measures(folders)


def measure(code: str) -> Measure:
    """One measure; raises `UnknownSelection` for a code that is not defined."""
    known = measures()
    if code not in known:
        raise UnknownSelection(f"There is no measure {code}. Known are {', '.join(known)}.")
    return known[code]


def headlines(known: Mapping[str, Measure]) -> dict[str, str]:
    """The headline measure of every stage that has one, the youngest pupils' first."""
    return {each.stage.code: each.stage.headline for each in known.values() if each.stage.headline in known}


def one_of_each_stage() -> dict[str, str]:
    """A measure of every stage: its headline, else its first."""
    known = measures()
    first = {each.stage.code: code for code, each in reversed(known.items())}
    named = headlines(known)
    return {**named, **{stage: code for stage, code in first.items() if stage not in named}}


def pupil_groups(code: str) -> list[PupilGroup]:
    """The pupil groups of a measure, in the order of its definition."""
    found = measure(code)
    return [found.stage.pupil_groups[each] for each in found.pupils]


def seen(reader: Reader, frozen: str = "") -> Seen:
    """What is published now, or was when a permanent link was made, as a reader may see it."""
    return seen_then(frozen, reader) if frozen else standing.seen(reader)


def editions(reader: Reader, frozen: str = "") -> dict[tuple[str, int], Edition]:
    """The edition of every family and year of which a reader is shown anything."""
    found = seen(reader, frozen)
    return standing.once((editions, reader.rights, frozen), lambda: found.editions(pooled=True))


def years_with_releases(code: str, reader: Reader, frozen: str = "") -> list[int]:
    """The years for which a measure has a release (or had, under a permanent link), oldest first.

    Years not measured are not in.
    """
    found = measure(code)
    years = {year for family, year in editions(reader, frozen) if family in found.result_families}
    return sorted(year for year in years if found.gap(year) is None)


def check(selection: Selection) -> None:
    """Raise `UnknownSelection`, saying what to do, if a selection names something that does not exist."""
    for code in selection.measures:
        known = measure(code)
        wrong = [each for each in selection.pupils if each not in known.pupils]
        if wrong:
            choices = ", ".join(known.pupils)
            raise UnknownSelection(f"{known.name} has no pupil group {wrong[0]}. Choose from {choices}.")
    if len({measure(code).stage.code for code in selection.measures}) > 1:
        raise UnknownSelection("These measures are of different stages. Ask for one stage at a time.")
    if not selection.years:
        raise UnknownSelection("No year is asked for. Name one, such as 2019, or a range, such as 2017-2019.")
    if selection.span < 1:
        raise UnknownSelection("A figure pools at least one year.")
    if selection.who.kind is WhoKind.URNS and not selection.who.urns:
        raise UnknownSelection("No school is named. Give at least one URN.")
