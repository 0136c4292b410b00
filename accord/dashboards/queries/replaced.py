"""What schools had reported themselves, of which published results have taken the place since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from accord.accounts.readers import Reader
from accord.analytics.figures import HAS_VALUE, Basis
from accord.dashboards.queries.one_school import Beside, Looking
from accord.dashboards.queries.returns import GroupReturns
from accord.insight.sentences.replaced import differs
from accord.intake.queries.returns import form_of, newest_sending
from accord.performance.figure_rows import FigureRow
from accord.performance.queries import (
    figures,
    figures_as_reported,
    school_figures,
    school_figures_as_reported,
)
from accord.performance.selections import Selection, Who
from accord.performance.single_schools import SchoolRow
from accord.register.models.groups import Group


@dataclass(frozen=True, slots=True)
class Replaced:
    """A figure as it was reported and as it stands now.

    ``by`` is the day on which the last of those numbers came. ``differing`` names the schools whose published numbers
    are not what they reported, of the ``replaced`` schools that have published ones now.
    """

    then: FigureRow
    now: FigureRow
    by: date
    replaced: int
    differing: tuple[str, ...]


def replaced_on(looking: Looking, now: Beside, members: tuple[SchoolRow, ...]) -> Replaced | None:
    """Of the figure that a page asks about; None where no own return was replaced that the reader may know of."""
    question = looking.question
    if question.year is None or not now.group or not question.measure.returned:
        return None
    found = _replaced(looking.selection((question.year,), (question.pupils,)), looking.reader, now.group, members)
    return found[0] if found else None


def replaced_of(returns: GroupReturns, group: Group, reader: Reader) -> list[Replaced]:
    """Of every number of a form, in its order, that schools of a group have sent."""
    if not returns.sent:
        return []
    found: dict[tuple[str, str], Replaced] = {}
    asked = [(measure, ask.group) for ask in returns.form.asks for measure in ask.measures]
    for pupils in dict.fromkeys(pupils for _, pupils in asked):
        measures = tuple(measure for measure, each in asked if each == pupils)
        selection = Selection(Who.group(group.slug), measures, (returns.year,), (pupils,))
        found |= {(each.then.measure, pupils): each for each in _replaced_in(selection, reader)}
    return [found[key] for key in asked if key in found]


def _replaced_in(selection: Selection, reader: Reader) -> list[Replaced]:
    if not figures_as_reported(selection, reader):
        return []
    stands = figures(replace(selection, basis=Basis.POOLED), reader)
    return _replaced(selection, reader, stands, school_figures(selection, reader))


def _replaced(
    selection: Selection,
    reader: Reader,
    stands: tuple[FigureRow, ...] | list[FigureRow],
    schools: tuple[SchoolRow, ...] | list[SchoolRow],
) -> list[Replaced]:
    reported = figures_as_reported(selection, reader)
    if not any(each.figure.status in HAS_VALUE for each in reported):
        return []
    each_then = school_figures_as_reported(selection, reader)
    now, found = {(row.measure, row.pupils): row for row in stands}, list[Replaced]()
    for then in reported:
        key = then.measure, then.pupils
        if key not in now or _reporting(now[key]) >= _reporting(then):
            continue
        pairs = _pairs(key, each_then, schools)
        urns = [before.urn for before, _ in pairs]
        came = [each.sent_at for each in newest_sending(urns, then.year, form_of(then.measure)).values()]
        differing = tuple(after.name for before, after in pairs if differs(before.row.figure, after.row.figure))
        if came:
            by = timezone.localdate(max(came))
            found.append(Replaced(then, now[key], by, len(pairs), differing))
    return found


def _reporting(row: FigureRow) -> int:
    return row.figure.coverage.schools_reported


def _pairs(
    key: tuple[str, str], then: list[SchoolRow], now: tuple[SchoolRow, ...] | list[SchoolRow]
) -> list[tuple[SchoolRow, SchoolRow]]:
    """Each school with its own return and with what is published of it since."""
    stands = {row.urn: row for row in now if (row.row.measure, row.row.pupils) == key and not _reporting(row.row)}
    return [
        (row, stands[row.urn])
        for row in then
        if (row.row.measure, row.row.pupils) == key and _reporting(row.row) and row.urn in stands
    ]
