"""Schools: search and list, and those in none of a kind of group."""

from __future__ import annotations

from dataclasses import replace

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import needs
from accord.register.choices import GroupKind
from accord.register.forms.schools import CoverageForm, SchoolsForm
from accord.register.models.schools import Establishment
from accord.register.presenters.schools import coverage_sentence, coverage_table, schools_table, sentence
from accord.register.queries.coverage import coverage, establishments
from accord.register.queries.schools import PAGE, Authorities, authorities, choices, lines, resolve, schools_wanted
from accord.register.views.files import table_file


@needs(Act.LOOK)
@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    """The schools that match, a page at a time."""
    known, today = choices(), timezone.localdate()
    form = SchoolsForm(request.GET, known)
    wanted = form.wanted
    found = Paginator(schools_wanted(wanted, today), PAGE)
    page = found.get_page(request.GET.get("page"))
    return render(
        request,
        "register/schools.html",
        {
            "section": "schools",
            "form": form,
            "any": Establishment.objects.exists(),
            "sentence": sentence(wanted, found.count, Establishment.objects.filter(stands=True).count(), known),
            "page": page,
            "address": _address(request),
            "table": schools_table(lines(list(page), wanted.text, today), known.authorities),
        },
    )


@needs(Act.LOOK)
@require_safe
def schools_file(request: HttpRequest, form: str) -> HttpResponse:
    """All schools that match, with every code, to take away."""
    known, today = choices(), timezone.localdate()
    asked = SchoolsForm(request.GET, known)
    wanted = asked.wanted
    found = list(schools_wanted(wanted, today))
    table = schools_table(lines(found, wanted.text, today), known.authorities)
    words = tuple((str(asked.fields[name].label), str(value)) for name, value in asked.cleaned_data.items() if value)
    return table_file(table, form, "schools", "Schools", words)


@needs(Act.LOOK)
@require_safe
def school_by_number(request: HttpRequest, number: str) -> HttpResponse:
    """The page of the school that goes or went by a number."""
    address = resolve(number)
    if address is None:
        raise Http404(f"No school goes or went by the number {number}.")
    return redirect("dashboards:one_school", "schools", address, permanent=False)


@needs(Act.LOOK)
@require_safe
def school_coverage(request: HttpRequest) -> HttpResponse:
    """Schools in none of a kind of group, and in several."""
    named, today = authorities(), timezone.localdate()
    form, kind, authority = _coverage_asked(request, named)
    found = coverage(kind, authority, today)
    shown = Paginator(found.in_none, PAGE).get_page(request.GET.get("page"))
    outside = lines(establishments(list(shown)), "", today)
    return render(
        request,
        "register/coverage.html",
        {
            "section": "schools",
            "form": form,
            "sentence": coverage_sentence(found.by_phase, kind),
            "by_phase": coverage_table(found.by_phase),
            "page": shown,
            "address": _address(request),
            "table": replace(schools_table(outside, named), code="outside", caption="In none"),
        },
    )


@needs(Act.LOOK)
@require_safe
def coverage_file(request: HttpRequest, form: str) -> HttpResponse:
    """The schools in none of a kind of group, to take away."""
    named, today = authorities(), timezone.localdate()
    _, kind, authority = _coverage_asked(request, named)
    found = establishments(coverage(kind, authority, today).in_none)
    table = schools_table(lines(found, "", today), named)
    asked = (("In no", GroupKind(kind).label), ("Authority", dict(named).get(authority, "every one")))
    return table_file(table, form, f"schools-in-no-{kind}", f"Schools in no {GroupKind(kind).label.lower()}", asked)


@needs(Act.LOOK)
@require_safe
def coverage_by_phase_file(request: HttpRequest, form: str) -> HttpResponse:
    """How many schools of each phase are in none of a kind of group, and in several: to take away."""
    named, today = authorities(), timezone.localdate()
    _, kind, authority = _coverage_asked(request, named)
    asked = (("Kind of group", GroupKind(kind).label), ("Authority", dict(named).get(authority, "every one")))
    table = coverage_table(coverage(kind, authority, today).by_phase)
    return table_file(table, form, f"coverage-{kind}", table.caption, asked)


def _coverage_asked(request: HttpRequest, named: Authorities) -> tuple[CoverageForm, str, str]:
    form = CoverageForm(request.GET, named)
    form.is_valid()
    return form, form.cleaned_data.get("kind") or GroupKind.ALLIANCE, form.cleaned_data.get("authority") or ""


def _address(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()
