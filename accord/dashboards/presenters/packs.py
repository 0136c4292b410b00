"""A pack for a meeting as a paper: the one-page summary, a page for each school, and notes; the sentences of the pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from accord.dashboards.presenters.captions import INTERVAL, PROGRESS_INTERVAL
from accord.dashboards.presenters.changes import change_sentence, course_sentence, earlier_than
from accord.dashboards.presenters.clocks import clocks_sentence
from accord.dashboards.presenters.pack_tables import (
    files_in_words,
    grid,
    line_of_school,
    releases_table,
    school_by_summer,
)
from accord.dashboards.presenters.page import big_numbers, cautious, missing_sentence, opening
from accord.dashboards.presenters.pictures import Picture as Drawn
from accord.dashboards.presenters.progress_bands import band_sentence
from accord.dashboards.presenters.school_record import what_it_is
from accord.dashboards.presenters.schools import schools_finding, schools_picture, schools_table
from accord.dashboards.presenters.sources import answered, long_date, made_on
from accord.dashboards.presenters.stands_out import family_of, stands_out
from accord.dashboards.presenters.three_years import together_sentence
from accord.dashboards.presenters.trend import trend_finding, trend_picture
from accord.dashboards.presenters.workings import definition_rows, flag_words, steps
from accord.dashboards.queries.not_public import not_public_words
from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.packs import One, Pack
from accord.insight.sentences.cells import plain_interval
from accord.insight.sentences.rounding import DFE_INTERVAL
from accord.reports.documents import (
    Block,
    Bullets,
    Contents,
    Document,
    Heading,
    Numbers,
    Paragraph,
    Picture,
)
from accord.ui.answering import INVENTED, LICENCE, PUBLISHER
from accord.ui.charts.drawing import svg
from accord.ui.components.glossary import glossary

SUMMARY, WHOLE = "summary", "whole"
KINDS = {SUMMARY: "One-page summary", WHOLE: "Pack for a meeting"}
INTERVALS = INTERVAL.replace("The bars are", "The intervals in this paper are")
WORDS = ("interval", "bounds", "coverage", "suppressed")
"""Terms that the notes explain, as the pages do."""
MOST_NOTICED = 4
"""A single page takes so many of what stands out; the page on the screen has the others."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """For whom and on which day it is made, and the address of the page behind it."""

    name: str
    on: date
    address: str
    demonstration: bool


def pack_document(pack: Pack, occasion: Occasion) -> Document:
    """The paper. What it says of results that are not public holds for all that was asked for it before."""
    looking = pack.looking
    kind = KINDS[WHOLE if pack.whole else SUMMARY]
    closed = not_public_words(occasion.on)
    blocks = [*_summary(pack, occasion, closed), *(_whole(pack, occasion) if pack.whole else ())]
    source = INVENTED.replace("in this file", "here") if occasion.demonstration else f"{PUBLISHER} {LICENCE}"
    mark = "Not public: for those who may see it, and nobody else. " if closed else ""
    foot = f"{mark}{looking.subject.name}: {looking.question.measure.short_name}, summer {looking.question.year}."
    made = f"Made for {occasion.name} on {long_date(made_on(looking, occasion.on))}."
    return Document(looking.subject.name, kind, made, f"{foot} {source}", tuple(blocks))


def sentences_of(pack: Pack) -> list[str]:
    """What the first page says in words, for the notes of the workbook."""
    one = pack.one
    told = [*opening(one.looking, one.now), clocks_sentence(one.looking, one.now, pack.clock)]
    return [each for each in (*told, missing_sentence(one.looking, one.answer)) if each]


def _summary(pack: Pack, occasion: Occasion, closed: str) -> Iterator[Block]:
    one, looking = pack.one, pack.looking
    question = looking.question
    year = f", summer {question.year}" if question.year else ""
    yield Heading(f"{question.measure.name}: {question.group.name.lower()}{year}")
    yield Paragraph(" ".join(opening(looking, one.now)), lead=True)
    yield from _numbers(one)
    more = [clocks_sentence(looking, one.now, pack.clock), *_of_one_school(one)]
    if any(more):
        yield Paragraph(" ".join(each for each in more if each))
    yield from _trend(one, fills=True)
    noticed = stands_out(looking, family_of(looking, pack.asked), pack.asked)
    if noticed is not None:
        yield Heading("What stands out, and what cannot be told", 2)
        yield Paragraph(noticed.lead)
        if noticed.clearest:
            yield Bullets(tuple(sentence for sentence, _ in noticed.clearest[:MOST_NOTICED]))
    if missing := missing_sentence(looking, one.answer):
        yield Heading("Who is missing", 2)
        yield Paragraph(missing)
    yield Heading("Where this comes from", 2)
    yield Paragraph(_sources(pack, occasion, closed), small=True)


def _numbers(one: One) -> Iterator[Block]:
    numbers = [(each.number, each.words) for each in big_numbers(one.looking, one.now)]
    if not numbers:
        return
    ranged = plain_interval(one.now.group[0].figure, one.looking.question.measure.kind)
    if ranged:
        (number, words), *rest = numbers
        numbers = [(number, f"{words}; 95% interval {ranged}"), *rest]
    yield Numbers(tuple(numbers))


def _of_one_school(one: One) -> list[str]:
    """What only the page of a single school says."""
    looking = one.looking
    return [
        cautious(looking, one.now),
        together_sentence(looking, one.now, one.three_years),
        band_sentence(looking, one.band),
    ]


def _trend(one: One, *, fills: bool = False) -> Iterator[Block]:
    looking, years = one.looking, one.answer.years
    yield Heading(trend_finding(looking, years), 2)
    yield from _picture(trend_picture(looking, years), "There is no figure to draw here.", fills=fills)


def _picture(picture: Drawn | None, undrawn: str, *, fills: bool = False) -> Iterator[Block]:
    if picture is None:
        yield Paragraph(undrawn)
        return
    yield Picture(svg(picture.drawing(narrow=False)), picture.description.replace("below the chart ", ""), fills)
    if picture.captions:
        yield Paragraph(" ".join(picture.captions), small=True)


def _sources(pack: Pack, occasion: Occasion, closed: str) -> str:
    told = [f"{name}: {words}." for name, words in pack.looking.question.in_words()]
    told.append(files_in_words(pack.releases))
    if closed:
        told.append(closed)
    told.append(f"The page behind this paper, with how each figure was made: {occasion.address}")
    return " ".join(told)


def _whole(pack: Pack, occasion: Occasion) -> Iterator[Block]:
    if pack.schools:
        looking, members = pack.looking, pack.one.answer.members
        yield Heading("The schools side by side", on_new_page=True)
        yield Contents("In this pack")
        yield Heading(schools_finding(members), 2)
        yield from _picture(schools_picture(looking, members, pack.one.now), "There is no figure to draw here.")
        yield grid(schools_table(looking, members))
    elif not pack.looking.subject.is_school:
        yield Heading("The schools", on_new_page=True)
        yield Paragraph("No school of it is known to have pupils at this stage, so there is no page for a school.")
    for each in pack.schools:
        yield from _school(pack, each)
    if pack.looking.subject.is_school:
        yield Heading("Every summer", on_new_page=True)
        yield grid(school_by_summer(pack, [line_of_school(pack, pack.one)]))
    yield from _notes(pack, occasion)


def _school(pack: Pack, one: One) -> Iterator[Block]:
    looking = one.looking
    yield Heading(looking.subject.name, on_new_page=True)
    if one.record is not None:
        yield Paragraph(what_it_is(one.record), small=True)
    yield Paragraph(" ".join(opening(looking, one.now)), lead=True)
    yield from _numbers(one)
    years = one.answer.years
    told = [change_sentence(looking, years, earlier_than(looking, years)), course_sentence(looking, years)]
    if sentences := [each for each in (*told, *_of_one_school(one)) if each]:
        yield Paragraph(" ".join(sentences))
    yield from _trend(one)
    yield grid(school_by_summer(pack, [line_of_school(pack, one)]))


def _notes(pack: Pack, occasion: Occasion) -> Iterator[Block]:
    looking = pack.looking
    measure = looking.question.measure
    yield Heading("Notes: how sure, and where from", on_new_page=True)
    yield Heading("What is counted", 2)
    yield Bullets(tuple(f"{name}: {words}" for name, words in definition_rows(measure) if words))
    yield Heading("How sure", 2)
    yield Paragraph(PROGRESS_INTERVAL if measure.kind in DFE_INTERVAL else INTERVALS)
    known = {each.name: each for each in glossary()}
    yield Bullets(tuple(f"{known[word].heading}: {known[word].says}" for word in WORDS if word in known))
    if pack.made is not None:
        yield Heading(f"How the figure of {looking.subject.name} was made", 2)
        yield Bullets((*steps(pack.made.own), *flag_words(pack.made.own.figure.figure)))
    yield Heading("Where from", 2)
    yield Bullets(tuple(f"{name}: {words}" for name, words in answered(looking.question, occasion.on)))
    if pack.releases:
        yield grid(releases_table(pack.releases))
    yield Paragraph(f"The page behind this paper: {occasion.address}", small=True)


def notes_of(looking: Looking, occasion: Occasion) -> Sequence[tuple[str, str]]:
    """What the notes of the workbook say was asked."""
    asked = (("Schools", looking.subject.name), *answered(looking.question, occasion.on))
    return (*asked, ("Made for", occasion.name), ("Page", occasion.address))
