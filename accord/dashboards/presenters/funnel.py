"""The funnel of member schools: which lie further from a known rate than chance puts schools of their size."""

from __future__ import annotations

from collections.abc import Sequence

from accord.analytics.comparison import Comparison
from accord.analytics.figures import HAS_VALUE
from accord.analytics.funnels import TAIL_99_8, Around, curve, limits, placed
from accord.analytics.overdispersion import Spread, spread
from accord.analytics.rates import Rate, rate_of
from accord.dashboards.presenters.england import beside_england
from accord.dashboards.presenters.page import topic_of
from accord.dashboards.presenters.pictures import Picture
from accord.dashboards.presenters.scales import axis_in_words, scale_for
from accord.dashboards.presenters.schools import expected
from accord.dashboards.presenters.sections import Section
from accord.dashboards.queries.one_school import Beside, Looking
from accord.insight.sentences.cells import plain_counts, plain_value
from accord.insight.sentences.comparison import Comparator
from accord.insight.sentences.counting import counted
from accord.insight.sentences.rounding import PERCENTAGE, score
from accord.insight.sentences.spread import differ
from accord.insight.sentences.standing import funnel as funnel_sentence
from accord.insight.sentences.topic import Named
from accord.insight.sentences.wording import possessive
from accord.performance.single_schools import SchoolRow
from accord.ui.charts.funnel import Funnel, Limits, Stop, funnel
from accord.ui.tables.tables import Cell, Column, Table, said

MOST_SIZES = 120
WORDS = {Comparison.ABOVE: "above the limits", Comparison.BELOW: "below the limits", Comparison.CANNOT_TELL: "within"}
WHAT_THEY_ARE = (
    "Between the dashed lines lie 95 of 100 schools that are all alike, by chance alone, and between the dotted ones "
    "998 of 1,000: exact limits for this year\u2019s own rate. Results of a school also differ from year to year by "
    "more than chance."
)
IF_THEY_DIFFER = (
    "Between the solid lines lie 95 of 100 schools that differ from one another as far as these do together "
    "(Spiegelhalter 2005)."
)
INSIDE = "; not among schools that differ as these do"


def funnel_part(looking: Looking, members: Sequence[SchoolRow], now: Beside) -> Section | None:
    """The picture, its sentence and its table; None for scores, and where there is no rate to stand around."""
    comparator = _centre(looking, now)
    if looking.question.measure.kind != PERCENTAGE or comparator is None or comparator.figure.value is None:
        return None
    shown = expected(members)
    rates = [(each, rate) for each in shown if (rate := rate_of(each.row.figure)) is not None]
    if not rates:
        return None
    around = _around(comparator, looking)
    named = [Named(each.name, each.row.figure) for each in shown]
    apart = spread([rate for _, rate in rates], comparator.figure.value)
    topic = topic_of(looking.question)
    text = funnel_sentence(topic, "school", named, comparator, around)
    together = differ(topic, "school", named, comparator, apart)
    finding = _finding([rate for _, rate in rates], around, comparator, looking)
    picture = _picture(looking, shown, rates, around, comparator, apart)
    table = _table(looking, shown, around, apart)
    return Section("funnel", finding, picture, table, folded=True, sentences=(text, together))


def _centre(looking: Looking, now: Beside) -> Comparator | None:
    """England's figure, else that of the schools together."""
    england = beside_england(now.england[0] if now.england else None)
    if england is not None and england.judges and england.figure.value is not None:
        return england
    own = now.group[0].figure if now.group else None
    if own is None or own.value is None or own.status not in HAS_VALUE:
        return None
    return Comparator(looking.subject.name, own)


def _around(comparator: Comparator, looking: Looking) -> Around:
    figure = comparator.figure
    value = figure.value or 0.0
    if comparator.name == looking.subject.name or figure.low is None or figure.high is None:
        return Around(value, value)
    return Around(figure.low, figure.high)


def _finding(rates: Sequence[Rate], around: Around, comparator: Comparator, looking: Looking) -> str:
    outside = sum(placed(rate, around) is not Comparison.CANNOT_TELL for rate in rates)
    theirs = f"{possessive(comparator.name)} {score(comparator.figure.value or 0.0, looking.question.measure.kind)}"
    of = counted(len(rates), "school")
    if not outside:
        every = f"All {of} lie" if len(rates) > 1 else "The one school lies"
        return f"{every} where chance alone may put them around {theirs}"
    return (
        f"{outside} of {of} {'lies' if outside == 1 else 'lie'} further from {theirs} than chance usually puts a school"
    )


def _picture(
    looking: Looking,
    shown: Sequence[SchoolRow],
    rates: Sequence[tuple[SchoolRow, Rate]],
    around: Around,
    comparator: Comparator,
    apart: Spread | None,
) -> Picture:
    measure = looking.question.measure
    scale = scale_for(measure, [])
    widest = max(10, *(rate.whole + rate.whole // 15 + 1 for _, rate in rates))
    stops = tuple(
        Stop(each.name, rate.whole, 100 * rate.share, placed(rate, around) is not Comparison.CANNOT_TELL)
        for each, rate in rates
    )
    label = f"{comparator.name} {score(comparator.figure.value or 0.0, measure.kind)}"

    def chart() -> Funnel:
        return Funnel(stops, _lines(around, widest, apart), comparator.figure.value or 0.0, label, scale, widest)

    hidden = [each for each in shown if rate_of(each.row.figure) is None]
    beside = f"Not in the picture, because {_reasons(hidden)}." if hidden else ""
    outside = [each for each in stops if each.outside]
    names = f" Outside lie {', '.join(each.name for each in outside)}." if 0 < len(outside) <= 8 else ""
    return Picture(
        code="funnel",
        title=f"Schools of {looking.subject.name} by number of pupils: {measure.name}, summer {looking.question.year}",
        description=(
            f"Funnel of {counted(len(stops), 'school')} around {label}: {len(outside)} outside the limits that hold 95 "
            f"of 100 by chance.{names} The table has all."
        ),
        wide=lambda: funnel(chart()),
        narrow=lambda: funnel(chart(), narrow=True),
        captions=tuple(filter(None, [WHAT_THEY_ARE, _differ(apart), axis_in_words(scale), beside])),
    )


def _differ(apart: Spread | None) -> str:
    return IF_THEY_DIFFER if apart is not None and apart.between else ""


def _lines(around: Around, widest: int, apart: Spread | None) -> tuple[Limits, ...]:
    sizes = list(range(1, widest + 1, max(1, widest // MOST_SIZES)))
    near, far = curve(around, sizes), curve(around, sizes, TAIL_99_8)
    wide = [apart.limits(n) if apart is not None and apart.between else None for n in sizes]
    return tuple(
        Limits(n, a.low, a.high, b.low, b.high, c and c.low, c and c.high)
        for n, a, b, c in zip(sizes, near, far, wide, strict=True)
    )


def _placed(rate: Rate, around: Around, apart: Spread | None) -> str:
    """Where it lies among schools that are alike, and whether that holds among schools that differ as these do."""
    place = placed(rate, around)
    differing = apart is not None and bool(apart.between)
    inside = differing and place is not Comparison.CANNOT_TELL and apart.placed(rate) is Comparison.CANNOT_TELL
    return WORDS[place] + (INSIDE if inside else "")


def _reasons(hidden: Sequence[SchoolRow]) -> str:
    by_reason: dict[str, list[str]] = {}
    for each in hidden:
        reason = each.reason or "no figure"
        by_reason.setdefault(reason[0].lower() + reason[1:], []).append(each.name)
    return "; ".join(
        f"{reason}: {', '.join(names[:4])}{f' and {len(names) - 4} more' if len(names) > 4 else ''}"
        for reason, names in by_reason.items()
    )


def _table(looking: Looking, shown: Sequence[SchoolRow], around: Around, apart: Spread | None) -> Table:
    kind = looking.question.measure.kind
    columns = (
        Column("name", "School", "newest published name"),
        Column("urn", "URN", "unique reference number", file_only=True),
        Column("value", "Percentage", "0 to 100, not rounded", numeric=True),
        Column("counts", "Pupils who did, of all", "in words", numeric=True),
        Column("whole", "Pupils", "pupils counted", file_only=True),
        Column("low", "Lower limit", "of 95 in 100 schools of this size, by chance", numeric=True),
        Column("high", "Upper limit", "of 95 in 100 schools of this size, by chance", numeric=True),
        Column("placed", "Where it lies", "above, below or within the limits; or why it has no figure", words=True),
    )
    lines = []
    for each in sorted(shown, key=lambda row: (-(row.row.figure.whole or 0), row.name)):
        figure, rate = each.row.figure, rate_of(each.row.figure)
        if rate is None:
            cells = (said(each.name), said(each.urn), Cell(plain_value(figure, kind), None), *([said("")] * 4))
            lines.append(((*cells, said(each.reason)), False))
            continue
        found = limits(around, rate.whole)
        cells = (
            said(each.name),
            said(each.urn),
            Cell(plain_value(figure, kind), figure.value),
            said(plain_counts(figure)),
            Cell(str(rate.whole), rate.whole),
            Cell(score(found.low, kind), found.low),
            Cell(score(found.high, kind), found.high),
            said(_placed(rate, around, apart)),
        )
        lines.append((cells, False))
    return Table("funnel", f"Schools and their limits, summer {looking.question.year}", columns, tuple(lines))
