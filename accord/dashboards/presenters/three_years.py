"""Three summers together and the usual figure, for a school whose single summers say little."""

from __future__ import annotations

from accord.analytics.figures import HAS_VALUE
from accord.analytics.shrinkage import Shrunk
from accord.dashboards.presenters.captions import listed
from accord.dashboards.presenters.page import topic_of
from accord.dashboards.queries.one_school import Beside, Looking
from accord.insight.sentences.caution import SMALL_COHORT
from accord.insight.sentences.cells import plain_counts, plain_interval
from accord.insight.sentences.rounding import PERCENTAGE, score
from accord.insight.sentences.usual import usual
from accord.performance.figure_rows import FigureRow


def together_sentence(looking: Looking, now: Beside, row: FigureRow | None) -> str:
    """The summers pooled, with what is missing from them; empty where one summer has pupils enough."""
    figure = now.group[0].figure if now.group else None
    if row is None or figure is None or (figure.whole or 0) > SMALL_COHORT or len(row.years_pooled) < 2:
        return ""
    pooled, kind = row.figure, looking.question.measure.kind
    if pooled.value is None or pooled.status not in HAS_VALUE:
        return ""
    summers = listed([str(year) for year in row.years_pooled])
    counts = f" ({plain_counts(pooled)})" if kind == PERCENTAGE else ""
    said = f"Over summers {summers} together it was {score(pooled.value, kind)}{counts}"
    if ranged := plain_interval(pooled, kind):
        said += (
            f"; the 95% interval runs from {ranged}, with the usual movement of schools from year to year allowed for"
        )
    missing = f" Summer {listed([str(year) for year in row.years_missing])} is not in it." if row.years_missing else ""
    broken = " The measure changed between these summers, so read them with care." if row.crosses_break else ""
    return f"{said}.{missing}{broken}"


def usual_sentence(looking: Looking, now: Beside, rate: Shrunk | None) -> str:
    """The best guess at the figure that a small school usually has; empty where there is none."""
    return usual(topic_of(looking.question), now.group[0].figure, rate) if now.group and rate else ""
