"""Schools on a map, drawn here from what the register and the boundaries say."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import needs
from accord.register.forms.schools import SchoolsForm
from accord.register.models.schools import Establishment
from accord.register.presenters.school_map import map_drawing, map_sentence
from accord.register.presenters.schools import sentence
from accord.register.queries.school_map import Placed, placed
from accord.register.queries.schools import Choices, Wanted, choices, schools_wanted
from accord.ui.charts.drawing import svg


@needs(Act.LOOK)
@require_safe
def school_map(request: HttpRequest) -> HttpResponse:
    """The map of the schools asked for, the list a link away."""
    known = choices()
    form = SchoolsForm(request.GET, known)
    wanted = form.wanted
    found, words = _found(wanted, known)
    return render(
        request,
        "register/school_map.html",
        {
            "section": "schools",
            "form": form,
            "sentence": words,
            "drawn": bool(found.schools),
            "without_outlines": not found.boundaries,
            "address": request.GET.urlencode(),
        },
    )


@needs(Act.LOOK)
@require_safe
def school_map_picture(request: HttpRequest) -> HttpResponse:
    """The picture itself, under the same rule as its page."""
    known = choices()
    found, words = _found(SchoolsForm(request.GET, known).wanted, known)
    drawn = svg(map_drawing(found, words, narrow=request.GET.get("narrow") == "1"))
    return HttpResponse(drawn, content_type="image/svg+xml")


def _found(wanted: Wanted, known: Choices) -> tuple[Placed, str]:
    today = timezone.localdate()
    names = [name for code, name in known.authorities if wanted.authority in ("", code)]
    found = placed(wanted, names, today)
    count = schools_wanted(wanted, today).count()
    asked = sentence(wanted, count, Establishment.objects.filter(stands=True).count(), known)
    return found, map_sentence(found, asked)
