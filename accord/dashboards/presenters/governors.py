"""Ten questions for governors: those that Accord can answer yet, and plainly not the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accord.analytics.figures import HAS_VALUE
from accord.dashboards.presenters.england import beside_england, england_column
from accord.dashboards.presenters.page import missing_reasons, missing_sentence, opening, topic_of, topic_on_page
from accord.dashboards.queries.governors import SUBJECTS, Evening
from accord.dashboards.queries.one_school import Beside, Looking
from accord.insight.sentences.asking import Known, to_ask
from accord.insight.sentences.caution import caution
from accord.insight.sentences.cells import plain_counts, plain_value
from accord.insight.sentences.change import Earlier, change
from accord.insight.sentences.comparison import Comparator, comparison
from accord.insight.sentences.coverage import coverage
from accord.insight.sentences.gaps import gap
from accord.insight.sentences.level import has_value, level
from accord.insight.sentences.topic import Named
from accord.insight.sentences.wording import joined, listed
from accord.performance.figure_rows import FigureRow
from accord.ui.tables.tables import Cell, Column, Table, said

PAIRS = (("disadvantaged", "other"), ("boys", "girls"))
"""Pupils of whom each is in one of the two: no other groups are set against each other."""
YEARS_BACK = 3


@dataclass(frozen=True, slots=True)
class Question:
    """One of the ten, answered in paragraphs.

    ``held`` is False where Accord has no answer: the paragraph then says whom to ask, and for what.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None
    held: bool = True


def ten_questions(evening: Evening, groups: Sequence[str]) -> list[Question]:
    """The ten, in the order in which governors put them. ``groups`` are what a school is in today."""
    looking = evening.looking
    now = evening.answer.now(looking.question)
    return [
        _how_did_they_do(evening, now),
        Question("Is that unusual for so few children?", tuple(_unusual(looking, now))),
        Question("Which children did less well?", tuple(_less_well(looking, evening.answer.pupils, now))),
        _three_years(looking, evening.answer.years),
        _attendance(evening),
        _not_held(
            "What did the last inspection ask for, and what has been done?",
            "inspections",
            "the clerk for the last report, and the head for one line on each thing it asked for",
        ),
        _not_held(
            "What are our three priorities, and how shall we know?",
            "priorities",
            "the head for the three, each with the figure that should move, from what, to what and by when",
        ),
        _help(looking, groups),
        _not_held(
            "Who leads next?",
            "who could lead next",
            "the chair, in confidence, for who could lead from tomorrow, and in two years",
        ),
    ]


def tonight(evening: Evening) -> list[str]:
    """The tenth: what to ask the head, from the answers to the others."""
    looking = evening.looking
    question, now = looking.question, evening.answer.now(looking.question)
    if not now.group:
        return []
    topic = topic_of(question)
    known = Known(
        own=Named(looking.subject.name, now.group[0].figure),
        england=_judging(_england(now)),
        earlier=_earlier(looking, evening.answer.years),
        school_year_sd=question.measure.school_year_sd,
        gaps=_pairs(looking, evening.answer.pupils),
        subjects=[Named(name, evening.own[code].figure) for code, name in SUBJECTS.items() if code in evening.own],
        missing=[name for names in missing_reasons(looking, evening.answer).values() for name in names],
    )
    return to_ask(topic, known)


def _how_did_they_do(evening: Evening, now: Beside) -> Question:
    looking = evening.looking
    title = "How did our children do?"
    if not now.group:
        return Question(title, tuple(opening(looking, now)))
    topic, figure = topic_on_page(looking), now.group[0].figure
    certain = coverage(topic, figure) if has_value(figure) else ""
    return Question(title, (joined(level(topic, figure), certain),), subjects_table(evening))


def _unusual(looking: Looking, now: Beside) -> list[str]:
    if not now.group or not has_value(now.group[0].figure):
        return ["Without a figure there is nothing to compare."]
    topic, figure, england = topic_of(looking.question), now.group[0].figure, _england(now)
    told = joined(comparison(topic, figure, england), caution(topic, figure, _judging(england)))
    return [told or "There is no figure for England to set beside it."]


def _less_well(looking: Looking, rows: Beside, now: Beside) -> list[str]:
    if not now.group or not has_value(now.group[0].figure):
        return ["Without a figure for all of them there is none to tell some of them apart."]
    topic = topic_of(looking.question)
    told = [gap(topic, one, other) for one, other in _pairs(looking, rows)]
    return told or ["The published files do not tell groups of pupils apart for this measure."]


def _three_years(looking: Looking, years: Beside) -> Question:
    title, topic = "What changed over three years?", topic_of(looking.question)
    now = years.of(year=looking.question.year).group
    told = "Without a figure for this summer there is no change to tell."
    if now and has_value(now[0].figure):
        told = change(topic, now[0].figure, _earlier(looking, years), looking.question.measure.school_year_sd)
    return Question(title, (told,), years_table(looking, years))


def _attendance(evening: Evening) -> Question:
    ask_for = (
        "the head for the share of sessions missed this term and the number of children who miss one day in ten or "
        "more, beside the same term last year"
    )
    missing = missing_sentence(evening.looking, evening.answer)
    return _not_held("Who attends, and who is missing?", "attendance", ask_for, first=missing)


def _help(looking: Looking, groups: Sequence[str]) -> Question:
    asked = "the head for who helped whom this year, for how many days, and what it was meant to change"
    title = "What help do we get and give, and does it work?"
    if not looking.subject.is_school:
        return _not_held(title, "who helped whom", asked)
    told = f"The school is in {listed(groups)}." if groups else "The school is in no group that is kept here."
    return _not_held(title, "who helped whom", asked, first=told)


def _not_held(title: str, what: str, ask_for: str, *, first: str = "") -> Question:
    """A question without an answer yet; ``first`` is what can be said of it all the same."""
    told = joined(first, f"Accord does not hold {what} yet.", f"Ask {ask_for}.")
    return Question(title, (told,), held=False)


def _england(now: Beside) -> Comparator | None:
    if not now.england:
        return None
    return beside_england(now.england[0])


def _judging(england: Comparator | None) -> Comparator | None:
    return england if england is not None and england.judges else None


def _pairs(looking: Looking, rows: Beside) -> list[tuple[Named, Named]]:
    phrases = looking.question.measure.stage.pupil_groups
    known = {row.pupils: Named(phrases[row.pupils].phrase, row.figure) for row in rows.group}
    return [(known[one], known[other]) for one, other in PAIRS if one in known and other in known]


def _earlier(looking: Looking, years: Beside) -> Earlier | None:
    """The earliest of the three summers before that is on one line with this one, else the last before a break."""
    year, measure = looking.question.year or 0, looking.question.measure
    before = [row for row in years.group if year - YEARS_BACK <= row.year < year and row.figure.status in HAS_VALUE]
    alike = [row for row in before if measure.series(row.year) == measure.series(year)]
    if alike:
        return Earlier(alike[0].year, alike[0].figure)
    if not before:
        return None
    reasons = [each.reason for each in measure.breaks if before[-1].year < each.starts <= year]
    return Earlier(before[-1].year, before[-1].figure, reasons[-1])


def subjects_table(evening: Evening) -> Table:
    """The measure asked about and single subjects: children, percentage, and England."""
    columns = (
        Column("measure", "Measure", "what was counted", words=True),
        Column("measure_code", "", "code of the measure", file_only=True),
        Column("children", "Children", "children who did, of all", numeric=True),
        *_counts_in_files(),
        Column("value", "Percentage", "not rounded in files", numeric=True),
        england_column(evening.england.values()),
    )
    lines = []
    for measure in evening.measures:
        row, theirs = evening.own.get(measure.code), evening.england.get(measure.code)
        if row is not None:
            cells = (said(measure.name), said(measure.code), *_cells(row, measure.kind), _value(theirs, measure.kind))
            lines.append((cells, False))
    asked = evening.looking.question
    return Table("subjects", f"Summer {asked.year}, {asked.group.name.lower()}", columns, tuple(lines))


def years_table(looking: Looking, years: Beside) -> Table:
    """This summer and the three before it, those without a figure too."""
    year, kind = looking.question.year or 0, looking.question.measure.kind
    columns = (
        Column("year", "Summer", "the summer of the results"),
        Column("children", "Children", "children who did, of all", numeric=True),
        *_counts_in_files(),
        Column("value", "Percentage", "not rounded in files", numeric=True),
        england_column(years.england),
    )
    england = {row.year: row for row in years.england}
    shown = [row for row in years.group if year - YEARS_BACK <= row.year <= year]
    lines = [
        ((Cell(str(row.year), row.year), *_cells(row, kind), _value(england.get(row.year), kind)), False)
        for row in reversed(shown)
    ]
    return Table("years", looking.question.measure.name, columns, tuple(lines))


def _counts_in_files() -> tuple[Column, ...]:
    return (
        Column("part_low", "", "fewest children the percentage allows", file_only=True),
        Column("part_high", "", "most children the percentage allows", file_only=True),
        Column("whole", "", "children in all", file_only=True),
    )


def _cells(row: FigureRow, kind: str) -> tuple[Cell, ...]:
    figure = row.figure
    has = figure.status in HAS_VALUE
    counts = (figure.part_low, figure.part_high, figure.whole) if has else (None, None, None)
    return (
        Cell(plain_counts(figure) if has else "", plain_counts(figure) if has else None),
        *(Cell("", count) for count in counts),
        _value(row, kind),
    )


def _value(row: FigureRow | None, kind: str) -> Cell:
    if row is None:
        return Cell("", None)
    return Cell(plain_value(row.figure, kind), row.figure.value if row.figure.status in HAS_VALUE else None)
