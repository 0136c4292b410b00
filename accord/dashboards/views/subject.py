"""The pages about one subject: one question each."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import needs
from accord.dashboards.forms.filters import HeatFilters
from accord.dashboards.presenters.changes import (
    change_sentence,
    course_sentence,
    earlier_than,
    made_of_sentence,
    made_of_table,
)
from accord.dashboards.presenters.clock_table import clock_table
from accord.dashboards.presenters.clocks import clocks_sentence
from accord.dashboards.presenters.coverage import coverage_finding, coverage_sentences, coverage_table, years_table
from accord.dashboards.presenters.data_tables import reading_table, refreshed_from
from accord.dashboards.presenters.gaps import gap_sentences, gaps_table
from accord.dashboards.presenters.gaps_told import gaps_told_table, national_gap_sentence
from accord.dashboards.presenters.group_story import memberships_table, moments, story_sentences
from accord.dashboards.presenters.heat import KEY, chance_sentence, heat_finding, shown_measures
from accord.dashboards.presenters.page import opening
from accord.dashboards.presenters.parts import (
    SECTIONS,
    funnel_part,
    measures_table,
    movers_part,
    pupils_part,
    pupils_years_part,
    schools_part,
    trend_section,
    years_part,
)
from accord.dashboards.presenters.pupil_shares import carrying_sentence, carrying_table
from accord.dashboards.presenters.random_groups import how_we_know, random_sentence
from accord.dashboards.presenters.school_record import about
from accord.dashboards.presenters.similar import likeness_table, similar_sentences, similar_table
from accord.dashboards.presenters.subject_pages import address
from accord.dashboards.presenters.who_could_help import MOST_SHOWN, help_sentences, help_table, helped_table
from accord.dashboards.queries.clocks import by_every_clock
from accord.dashboards.queries.gaps import gaps_of
from accord.dashboards.queries.group_story import story_of
from accord.dashboards.queries.heat_choices import read_heat
from accord.dashboards.queries.made_of import made_of_since
from accord.dashboards.queries.measures_together import together
from accord.dashboards.queries.one_school import (
    members,
    now,
    through_the_years,
    under_the_other_clock,
)
from accord.dashboards.queries.pupil_parts import who_carries
from accord.dashboards.queries.pupils_through_years import pupils_through_years
from accord.dashboards.queries.questions import UnknownQuestion
from accord.dashboards.queries.random_groups import places_of_group
from accord.dashboards.queries.schools_through_years import schools_through_years
from accord.dashboards.queries.similar import like_it
from accord.dashboards.queries.what_if import Of
from accord.dashboards.queries.who_could_help import who_could_help
from accord.dashboards.views.asking import asked
from accord.dashboards.views.subject_page import subject_page
from accord.dashboards.views.what_if import what_if_part
from accord.register.queries.school_records import school_record


@needs(Act.LOOK)
@require_safe
def every_measure(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """Every measure of every member school for one summer, in words as well as colour."""
    looking = asked(request, room, key)
    try:
        choices = read_heat(request.GET.dict(), looking.question)
    except UnknownQuestion as unknown:
        raise Http404(str(unknown)) from unknown
    found = together(looking)
    shown = shown_measures(found, choices)
    here = f"{address(looking, 'subject_measures')}&{choices.address}"
    context = {
        "finding": heat_finding(found, shown),
        "chance": chance_sentence(found, shown),
        "table": measures_table(looking, found, choices, here),
        "shades": KEY,
        "more": f"&{choices.address}&by={choices.by}",
    }
    filters = HeatFilters(looking, choices)
    return subject_page(request, looking, "subject_measures", context, filters=filters)


@needs(Act.LOOK)
@require_safe
def trend(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """The measure through the summers, and whose members make it what it is."""
    looking = asked(request, room, key)
    clocks = by_every_clock(looking)
    rows = through_the_years(looking, members(looking))
    earlier = earlier_than(looking, rows)
    parts = made_of_since(looking, earlier.year) if earlier else None
    said_of_all = course_sentence(looking, rows)
    context = {
        "made_of": made_of_sentence(looking, rows, earlier, parts),
        "made_of_table": made_of_table(looking, rows, earlier, parts),
        "clocks": clocks_sentence(looking, now(looking), under_the_other_clock(looking)),
        "clock_table": clock_table(looking, clocks) if clocks else None,
        "sentences": [*opening(looking, now(looking))[:1], change_sentence(looking, rows, earlier), said_of_all],
        "sections": [trend_section(looking, rows)],
    }
    return subject_page(request, looking, "subject_trend", context, without=("year",))


@needs(Act.LOOK)
@require_safe
def pupils(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """Groups of pupils side by side, and through the summers."""
    looking = asked(request, room, key)
    rows = pupils_through_years(looking)
    carrying, told = who_carries(looking, rows), gaps_of(looking, rows)
    sentences = gap_sentences(looking, rows)
    context = {
        "sentences": [*sentences[:1], *filter(None, [national_gap_sentence(looking, rows, told)]), *sentences[1:]],
        "gaps_told": gaps_told_table(looking, rows, told),
        "carries": carrying_sentence(looking, rows, carrying),
        "carrying": carrying_table(looking, rows, carrying),
        "what_if": what_if_part(request, looking, Of.PUPILS, "subject_pupils"),
        "gaps": gaps_table(looking, rows),
        "sections": [pupils_part(looking), pupils_years_part(looking)],
    }
    return subject_page(request, looking, "subject_pupils", context, without=("pupils",))


@needs(Act.LOOK)
@require_safe
def schools(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """The member schools: side by side, and each through the summers."""
    looking = asked(request, room, key)
    if looking.subject.is_school:
        return redirect(address(looking, "one_school"))
    side_by_side = schools_part(looking, f"?{looking.question.address}")
    parts = [funnel_part(looking), side_by_side, movers_part(looking), years_part(looking)]
    figures = now(looking)
    places = places_of_group(looking)
    told = [*opening(looking, figures), random_sentence(looking, figures, places)]
    context = {
        "sentences": [each for each in told if each],
        "drawn": how_we_know(looking, figures, places),
        "sections": [each for each in parts if each is not None],
        "what_if": what_if_part(request, looking, Of.SCHOOLS, "subject_schools"),
    }
    return subject_page(request, looking, "subject_schools", context)


@needs(Act.LOOK)
@require_safe
def help_page(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """Who does this well reliably and is near, and who might be helped."""
    looking = asked(request, room, key)
    found = who_could_help(looking)
    context = {
        "opening": opening(looking, now(looking)),
        "sentences": help_sentences(looking, found),
        "tables": [make(looking, found, MOST_SHOWN) for make in (help_table, helped_table)] if found else [],
    }
    return subject_page(request, looking, "subject_help", context)


@needs(Act.LOOK)
@require_safe
def similar(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """The schools most like one, and where it stands among them."""
    looking = asked(request, room, key)
    if not looking.subject.is_school:
        return redirect(address(looking, "subject_help"))
    found = like_it(looking)
    context = {
        "sentences": similar_sentences(looking, found),
        "tables": [similar_table(looking, found), likeness_table(looking, found)] if found else [],
    }
    return subject_page(request, looking, "subject_similar", context)


@needs(Act.LOOK)
@require_safe
def coverage(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """Who is in the figure, who is missing from it, and why."""
    looking = asked(request, room, key)
    found = schools_through_years(looking)
    row_of_each = members(looking)
    context = {
        "sentences": coverage_sentences(looking, now(looking), row_of_each),
        "clocks": clocks_sentence(looking, now(looking), under_the_other_clock(looking)),
        "finding": coverage_finding(found),
        "table": coverage_table(looking, found),
        "years": years_table(looking, through_the_years(looking, row_of_each)),
    }
    return subject_page(request, looking, "subject_coverage", context)


@needs(Act.LOOK)
@require_safe
def history(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """Who came and went, and what it came from and became."""
    looking = asked(request, room, key)
    today = timezone.localdate()
    if looking.subject.is_school:
        return subject_page(request, looking, "subject_history", {"school": about(school_record(key)), "moments": []})
    story = story_of(room, key)
    context: dict[str, Any] = {"story": story, "moments": [], "table": None}
    if story is not None:
        context |= {
            "sentences": story_sentences(story, today),
            "moments": moments(story, today),
            "table": memberships_table(story),
        }
    return subject_page(request, looking, "subject_history", context)


@needs(Act.LOOK)
@require_safe
def data(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """One measure to read, and every figure to take away."""
    looking = asked(request, room, key)
    context = {
        "table": reading_table(looking, pupils_through_years(looking)),
        "refreshed_from": request.build_absolute_uri(refreshed_from(looking)),
    }
    return subject_page(request, looking, "subject_data", context, without=("year", "pupils"))


@needs(Act.LOOK)
@require_safe
def one_chart(request: HttpRequest, room: str, key: str, code: str) -> HttpResponse:
    """One picture at an address of its own, with its finding, its table and the ways to take it away."""
    looking = asked(request, room, key)
    part = SECTIONS[code](looking) if code in SECTIONS else None
    if part is None:
        raise Http404("There is no such picture.")
    context = {"part": part, "sentences": opening(looking, now(looking))}
    return subject_page(request, looking, "subject_chart", context | {"code": code})
