"""A group as one school, and how its figure was made."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import needs, rights
from accord.dashboards.presenters.clocks import clocks_sentence
from accord.dashboards.presenters.page import big_numbers, cautious, missing_sentence, opening, other_years, to_copy
from accord.dashboards.presenters.parts import trend_section
from accord.dashboards.presenters.progress_bands import band_sentence
from accord.dashboards.presenters.replaced import replaced_sentence
from accord.dashboards.presenters.returns import filling_sentences
from accord.dashboards.presenters.school_record import about
from accord.dashboards.presenters.stands_out import Noticed, family_of, stands_out
from accord.dashboards.presenters.three_years import together_sentence, usual_sentence
from accord.dashboards.presenters.workings import (
    comparator_rows,
    definition_rows,
    flag_words,
    releases_table,
    schools_behind_table,
    steps,
)
from accord.dashboards.queries.findings import figures_of_all_questions
from accord.dashboards.queries.not_public import marked
from accord.dashboards.queries.one_school import Looking, answer, under_the_other_clock
from accord.dashboards.queries.progress_bands import band_of_school
from accord.dashboards.queries.replaced import replaced_on
from accord.dashboards.queries.three_years import three_years, usual_rate
from accord.dashboards.queries.workings import explained
from accord.dashboards.views.asking import asked
from accord.dashboards.views.subject_page import subject_page
from accord.performance.explanations import lineage_sentences
from accord.register.queries.record import may_see_who_looked
from accord.register.queries.school_records import school_record
from accord.register.queries.schools import resolve


@needs(Act.LOOK)
@require_safe
def one_school(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """The page: sentence, numbers, pictures, tables, and what to do next."""
    moved = _moved(room, key)
    if moved is not None:
        asked_for = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(reverse("dashboards:one_school", args=[room, moved]) + asked_for, permanent=True)
    looking = asked(request, room, key)
    found = answer(looking)
    now = found.now(looking.question)
    context = {
        "school": about(school_record(key)) if looking.subject.is_school else None,
        "sees_who_looked": looking.subject.is_school and _sees_who_looked(request, key),
        "caution": cautious(looking, now),
        "three_years": together_sentence(looking, now, three_years(looking)),
        "dfe_band": band_sentence(looking, band_of_school(looking)),
        "usual": usual_sentence(looking, now, usual_rate(looking, now, found.members)),
        "filling": _filling(request, looking),
        "replaced": replaced_sentence(looking, replaced_on(looking, now, found.members)),
        "clocks": clocks_sentence(looking, now, under_the_other_clock(looking)),
        "sentences": opening(looking, now),
        "numbers": big_numbers(looking, now),
        "missing": missing_sentence(looking, found),
        "other_years": other_years(looking.question),
        "part": trend_section(looking, found.years),
        "to_copy": marked(to_copy(looking, now)),
        "noticed": _noticed(looking),
    }
    return subject_page(request, looking, "one_school", context)


def _noticed(looking: Looking) -> Noticed | None:
    figures = figures_of_all_questions(looking)
    return stands_out(looking, family_of(looking, figures), figures)


def _filling(request: HttpRequest, looking: Looking) -> list[str]:
    """How many schools of a group have sent their own numbers, once some have; the group as it was tells nothing."""
    if looking.subject.room != "groups" or looking.question.frozen:
        return []
    return filling_sentences(looking.subject.key, rights(request), timezone.localdate())


def _sees_who_looked(request: HttpRequest, urn: str) -> bool:
    found = rights(request)
    return found.may(Act.READ_OWN_RECORD) and may_see_who_looked(found, urn, timezone.localdate())


def _moved(room: str, key: str) -> str | None:
    """Where a school's page has moved to since it went by this number."""
    if room != "schools":
        return None
    living = resolve(key)
    return living if living != key else None


@needs(Act.LOOK)
@require_safe
def workings(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """Every school, count, release and file behind the figure."""
    looking = asked(request, room, key)
    made = explained(looking)
    if made is None:
        raise Http404(f"There is no figure for summer {looking.question.year}, so nothing to explain.")
    return render(
        request,
        "dashboards/workings.html",
        {
            "section": "schools" if looking.subject.is_school else "groups",
            "looking": looking,
            "question": looking.question,
            "sentences": opening(looking, made.beside),
            "definition": definition_rows(looking.question.measure),
            "steps": steps(made.own),
            "flags": [*flag_words(made.own.figure.figure), *lineage_sentences(made.own)],
            "comparators": comparator_rows(made.comparators),
            "schools": schools_behind_table(made.own),
            "files": releases_table([made.own, *made.comparators]),
            },
    )
