"""All groups of an authority side by side."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import needs
from accord.accounts.readers import Reader
from accord.dashboards.forms.comparing import GroupsOfAuthorityFilters
from accord.dashboards.presenters.authority_groups import (
    coverage_sentence,
    groups_picture,
    groups_table,
    opening,
    plural,
)
from accord.dashboards.presenters.captions import in_a_line
from accord.dashboards.presenters.sources import answered
from accord.dashboards.queries.authority_groups import SideBySide, side_by_side
from accord.dashboards.queries.not_public import not_public_mark
from accord.dashboards.queries.permanent import of_groups
from accord.dashboards.queries.questions import UnknownQuestion, read
from accord.dashboards.views.asking import may_be_frozen
from accord.dashboards.views.permanent import frozen_now
from accord.performance.subjects import subject
from accord.ui.answering import FORMS, picture_answer, table_answer


@needs(Act.LOOK)
@require_safe
def authority_groups(request: HttpRequest, key: str) -> HttpResponse:
    """Every group of a kind with its interval, those that cannot be told apart said so, and schools in none."""
    found = _found(request, key)
    address = _address(found)
    return render(
        request,
        "dashboards/authority_groups.html",
        {
            "section": "groups",
            "found": found,
            "question": found.question,
            "groups": plural(found.kind_name),
            "address": address,
            "filters": GroupsOfAuthorityFilters(found),
            "sentences": opening(found),
            "picture": groups_picture(found),
            "table": groups_table(found, f"?{urlencode({'kind': found.kind})}&{found.question.address}"),
            "in_none": coverage_sentence(found),
        },
    )


@needs(Act.LOOK)
@require_safe
def authority_groups_file(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """The table or the picture, to take away."""
    found = _found(request, key)
    title = f"{plural(found.kind_name).capitalize()} of {found.authority.name}"
    stem = f"{key}-{found.kind}-{found.question.measure.code}-{found.question.year}-groups{not_public_mark()}"
    if form in FORMS:
        asked = (("Authority", found.authority.name), ("Groups", found.kind_name))
        asked = (*asked, *answered(found.question, timezone.localdate()))
        return table_answer(groups_table(found), form, stem, title, asked)
    picture = groups_picture(found)
    if picture is None:
        raise Http404("There is nothing to draw here.")
    narrow, asked = request.GET.get("narrow") == "1", (found.authority.name, in_a_line(found.question))
    return picture_answer(request, lambda frame: picture.drawing(narrow=narrow, frame=frame), form, stem, asked)


def _address(found: SideBySide) -> str:
    return f"{urlencode({'kind': found.kind, 'order': found.order})}&{found.question.address}"


def _found(request: HttpRequest, key: str) -> SideBySide:
    authority = subject("authorities", key)
    if authority is None:
        raise Http404(f"There is no authority at the address {key}.")
    given = request.GET
    try:
        reader, order = Reader.asking(request), given.get("order") or "told"
        question = read(given.dict(), reader, special_by_default=False)
        found = side_by_side(authority, question, given.get("kind", ""), order, reader, timezone.localdate())
    except UnknownQuestion as unknown:
        raise Http404(str(unknown)) from unknown
    if found.standings:
        may_be_frozen(request, of_groups(found, reader), reverse("dashboards:freeze_groups", args=[key]))
    return found


@needs(Act.LOOK)
@require_POST
def freeze_groups(request: HttpRequest, key: str) -> HttpResponse:
    """Freeze the list in the address, and go to its permanent link."""
    found = _found(request, key)
    page = of_groups(found, Reader.asking(request))
    return frozen_now(request, page, f"{reverse('dashboards:authority_groups', args=[key])}?{_address(found)}")
