"""The words that leave with every table: what was asked, when, and whose figures these are."""

from __future__ import annotations

from datetime import date

from accord.dashboards.queries.not_public import not_public_mark, not_public_rows
from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.questions import Question
from accord.performance.frozen import frozen
from accord.ui.answering import INVENTED, LICENCE, PUBLISHER
from accord.ui.charts.framed import Frame
from accord.ui.tables.tables import Source, Table


def source_of(looking: Looking, table: Table, *, on: date, demonstration: bool) -> Source:
    """What a spreadsheet says about itself."""
    return Source(
        title=f"{looking.subject.name}: {table.caption}",
        asked=(("Schools", looking.subject.name), *answered(looking.question, on)),
        made_on=long_date(made_on(looking, on)),
        licence=INVENTED if demonstration else LICENCE,
    )


def answered(question: Question, on: date) -> tuple[tuple[str, str], ...]:
    """What was asked, and whether something of the answer is not public."""
    return (*question.in_words(), *not_public_rows(on))


def made_on(looking: Looking, today: date) -> date:
    """The day a table or picture is made of: today, or the day of the permanent link that it is seen through."""
    link = looking.question.frozen
    return frozen(link).on if link else today


def frame_of(looking: Looking, *, on: date, demonstration: bool) -> Frame:
    """What a picture says about itself when it travels alone."""
    question = looking.question
    asked = ". ".join(f"{name}: {words}" for name, words in answered(question, on)) + "."
    source = INVENTED.replace("in this file", "here") if demonstration else f"{PUBLISHER} {LICENCE}"
    return Frame((looking.subject.name, asked), (f"{source} Made on {long_date(made_on(looking, on))}.",))


def long_date(day: date) -> str:
    """6 March 2013."""
    return f"{day.day} {day:%B %Y}"


def file_stem(looking: Looking, code: str) -> str:
    """A file's name before its ending, which says no more than the page: whose, what, when."""
    asked = looking.question
    as_then = f"-frozen-{asked.frozen}" if asked.frozen else ""
    return f"{looking.subject.key}-{asked.measure.code}-{asked.year}-{asked.pupils}-{code}{as_then}{not_public_mark()}"
