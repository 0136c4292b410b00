"""What stands out among all questions of a subject and a summer, asked together, and where to see more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from accord.analytics.figures import HAS_VALUE
from accord.dashboards.presenters.england import beside_england
from accord.dashboards.presenters.gaps import PAIRS
from accord.dashboards.presenters.subject_pages import address
from accord.dashboards.queries.findings import EVERYBODY, Figures
from accord.dashboards.queries.one_school import Looking
from accord.insight.sentences.comparison import Comparator
from accord.insight.sentences.findings import summary, told
from accord.insight.sentences.questions import Asked, Family, Kind, together
from accord.insight.sentences.rounding import PERCENTAGE
from accord.insight.sentences.topic import Named, Topic
from accord.performance import catalogue
from accord.performance.figure_rows import FigureRow
from accord.performance.single_schools import SchoolRow
from accord.register.rules.clocks import Clock

WITHOUT_SPECIAL = "Special schools are not among them: England’s figure says little about pupils like theirs."
MOST_SHOWN = 5
"""Of more a reader keeps nothing in mind; the others are a step away."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """What was asked and what stands out of it: the clearest, and the others to fold; the pages that say more."""

    lead: str
    clearest: tuple[tuple[str, str], ...]
    """Each a sentence, with the address of its page."""
    others: tuple[tuple[str, str], ...]
    ways: tuple[tuple[str, str], ...]

    @property
    def folded(self) -> str:
        """What the fold with the others is called."""
        return f"The other {len(self.others):,}, less clear than these"


def stands_out(looking: Looking, family: Family, figures: Figures) -> Noticed | None:
    """What stands out on the page of the subject; None where nothing could be asked."""
    lead = summary(family)
    if not lead:
        return None
    ways = [("See every measure", address(looking, "subject_measures"))]
    if not looking.subject.is_school:
        ways.append(("See the schools side by side", address(looking, "subject_schools")))
    if len(_alike(figures)) < len(figures.schools):
        lead = f"{lead} {WITHOUT_SPECIAL}"
    found = tuple((told(each, family), finding_address(looking, each.key)) for each in family.found)
    return Noticed(lead, found[:MOST_SHOWN], found[MOST_SHOWN:], tuple(ways))


def finding_address(looking: Looking, key: str) -> str:
    """The page of one finding: its key says measure, pupils, kind and summer; only the rest of the question follows."""
    question, subject = looking.question, looking.subject
    usual = subject.special_by_default or question.measure.stage.with_special
    rest = {
        "special": "" if question.special == usual else "include" if question.special else "exclude",
        "members": "" if question.members is Clock.TODAY else str(question.members),
        "frozen": question.frozen,
    }
    asked = urlencode({name: value for name, value in rest.items() if value})
    path = reverse("dashboards:finding", args=[subject.room, subject.key, key])
    return f"{path}?{asked}" if asked else path


def family_of(looking: Looking, figures: Figures) -> Family:
    """All questions of the subject and the summer, tested together."""
    return together([*_of_subject(looking, figures), *_of_schools(looking, figures)])


def _of_subject(looking: Looking, figures: Figures) -> Iterator[Asked]:
    year, headline = looking.question.year or 0, figures.headline
    for measure in figures.measures:
        for pupils in measure.pupils:
            row = figures.own.get((measure.code, pupils, year))
            if row is not None and row.figure.status in HAS_VALUE:
                yield from _of_rate(looking, figures, measure, row)
    if headline is not None and figures.place is not None:
        row = figures.own[headline.code, EVERYBODY, year]
        yield _asked(looking, headline, row, Kind.RANK, place=figures.place)


def _of_rate(looking: Looking, figures: Figures, measure: catalogue.Measure, row: FigureRow) -> Iterator[Asked]:
    england = _judge(figures, measure, row.pupils, row.year)
    if england is not None:
        yield _asked(looking, measure, row, Kind.LEVEL, comparator=england)
    line = _line(figures, measure, row)
    if len(line) > 1:
        yield _asked(looking, measure, row, Kind.CHANGE, comparator=england, line=line)
    for one, second in PAIRS:
        other = figures.own.get((measure.code, second, row.year))
        theirs = _judge(figures, measure, second, row.year)
        if row.pupils == one and other is not None and other.figure.status in HAS_VALUE and england and theirs:
            named = Named(measure.stage.pupil_groups[second].phrase, other.figure)
            gap = {"comparator": england, "other": named, "other_comparator": theirs}
            yield _asked(looking, measure, row, Kind.GAP, **gap)


def _line(figures: Figures, measure: catalogue.Measure, row: FigureRow) -> tuple[tuple[int, object], ...]:
    """The summers that may be compared with this one, itself the last; what schools reported is of no line."""
    same = [
        each
        for (code, pupils, year), each in figures.own.items()
        if code == measure.code and pupils == row.pupils and year <= row.year
        and measure.series(year) == measure.series(row.year)
        and each.figure.status in HAS_VALUE and not each.figure.coverage.schools_reported
    ]  # fmt: skip
    if row.figure.coverage.schools_reported:
        return ()
    return tuple((each.year, each.figure) for each in sorted(same, key=lambda each: each.year))


def _of_schools(looking: Looking, figures: Figures) -> Iterator[Asked]:
    """Each school beside England at the headline of the stage: no more, or a large group could see nothing else."""
    measure = figures.headline
    if measure is None or measure.kind != PERCENTAGE:
        return
    england = _judge(figures, measure, EVERYBODY, looking.question.year or 0)
    for each in _alike(figures):
        if england is not None and each.row.figure.status in HAS_VALUE:
            yield _asked(looking, measure, each.row, Kind.LEVEL, comparator=england, school=each)


def _alike(figures: Figures) -> list[SchoolRow]:
    """The schools whose pupils England's figure is about: all but special ones, unless there are no others."""
    return [each for each in figures.schools if not each.is_special] or list(figures.schools)


def _judge(figures: Figures, measure: catalogue.Measure, pupils: str, year: int) -> Comparator | None:
    row = figures.england.get((measure.code, pupils, year))
    beside = beside_england(row if row is not None and row.figure.status in HAS_VALUE else None)
    return beside if beside is not None and beside.judges else None


def _asked(
    looking: Looking, measure: catalogue.Measure, row: FigureRow, kind: Kind, *,
    school: SchoolRow | None = None, comparator: Comparator | None = None, **more: object,
) -> Asked:  # fmt: skip
    phrase = measure.stage.pupil_groups[row.pupils].phrase
    topic = Topic(measure.kind, measure.phrase, phrase, row.year, in_year=measure.when(row.year))
    key = "-".join([measure.code, row.pupils, kind, str(row.year), *([school.urn] if school else [])])
    name = school.name if school else looking.subject.name
    return Asked(name, topic, row.figure, comparator, measure.school_year_sd, kind, key=key, **more)
