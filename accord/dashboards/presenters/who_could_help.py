"""Who could help, and who might be helped: the sentences and the two lists."""

from __future__ import annotations

from django.urls import reverse

from accord.analytics.comparison import Comparison
from accord.dashboards.queries.one_school import Looking, now
from accord.dashboards.queries.who_could_help import Help, Known
from accord.insight.sentences.helping import CANNOT, MEANING, Looked, where_one_stands, who_could_help
from accord.insight.sentences.rounding import interval, percent
from accord.insight.sentences.topic import Named
from accord.ui.tables.tables import Cell, Column, Table, said

MOST_SHOWN = 12
"""A page names so many; the files have all."""


def help_sentences(looking: Looking, found: Help | None) -> list[str]:
    """What was found and what it means; or why nobody can be named."""
    if found is None:
        return [CANNOT]
    named = Named(looking.subject.name, now(looking).group[0].figure)
    looked = Looked(
        "" if looking.subject.is_authority else "its authority" if found.authorities == 1 else "its authorities",
        len(found.schools),
        len(found.of(Comparison.ABOVE)),
        len(found.of(Comparison.ABOVE, ours=True)),
        tuple(each.row.name for each in found.of(Comparison.BELOW, ours=True)),
        found.ours_unknown,
    )
    if looking.subject.is_school:
        stands = next((each.stands for each in found.schools if each.ours), None)
        return [where_one_stands(named, found.england, stands, looked), MEANING]
    return [who_could_help(named, found.england, looked), MEANING]


def help_table(looking: Looking, found: Help, most: int | None = None) -> Table:
    """Schools that do this well reliably, the nearest to whoever needs it first; no more than ``most``."""
    return _table(looking, "help", "Usually above England", found.of(Comparison.ABOVE), most)


def helped_table(looking: Looking, found: Help, most: int | None = None) -> Table:
    """Schools that do this less well reliably, the nearest first; no more than ``most``."""
    return _table(looking, "helped", "Usually below England", found.of(Comparison.BELOW), most)


def _table(looking: Looking, code: str, caption: str, schools: list[Known], most: int | None) -> Table:
    shown = schools[:most]
    if len(shown) < len(schools):
        caption = f"{caption}, the nearest {len(shown)} of {len(schools):,}"
    columns = (
        Column("name", "School", "newest published name"),
        Column("urn", "URN", "unique reference number", file_only=True),
        Column("where", "Where", "of the schools looked at, or elsewhere in the authority"),
        Column("usual", "Usual figure", "estimate drawn towards other schools, 0 to 100", numeric=True, drawn_in=True),
        Column("usual_low", "", "lower end of its 95% credible interval", file_only=True, drawn_in=True),
        Column("usual_high", "", "upper end of its 95% credible interval", file_only=True, drawn_in=True),
        Column("range", "95 times in 100 from", "the same interval in words", numeric=True, drawn_in=True),
        Column("pupils", "Pupils", "pupils behind its figure of this summer", numeric=True),
        Column("metres", "Distance", "metres, as the crow flies, on the national grid", numeric=True),
        Column("near", "From", "the school looked at that is nearest", words=True),
    )
    return Table(code, f"{caption}, summer {looking.question.year}", columns, tuple(
        (_cells(looking, each), False) for each in shown
    ))  # fmt: skip


def _cells(looking: Looking, each: Known) -> tuple[Cell, ...]:
    low, high = interval(each.usual.low, each.usual.high)
    whole = each.row.row.figure.whole
    address = f"{reverse('dashboards:one_school', args=['schools', each.urn])}?{looking.question.address}"
    far = "not known" if each.metres is None else f"{each.metres / 1000:.1f} km"
    return (
        Cell(each.row.name, each.row.name, href=address),
        said(each.urn),
        said(looking.subject.name if each.ours else "Elsewhere in the authority"),
        Cell(percent(each.usual.value), each.usual.value),
        Cell("", each.usual.low),
        Cell("", each.usual.high),
        said(f"{low} to {high}"),
        Cell("" if whole is None else f"{whole:,}", whole),
        Cell(far, each.metres),
        said(each.near),
    )
