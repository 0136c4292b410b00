"""Permanent links: freezing a page of figures, opening it again, and what every page says about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.defaults import page_not_found

from accord.accounts.choices import Act
from accord.accounts.permission import needs
from accord.accounts.readers import Reader
from accord.dashboards.presenters.permanent import notice, withdrawn_rows
from accord.dashboards.presenters.since import COLUMNS, how_many, moved_table
from accord.dashboards.queries.not_public import not_public_mark, not_public_words
from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.permanent import Freezable, changes_of, changes_since, of_one
from accord.dashboards.views.asking import asked
from accord.intake.queries.releases import by_ids
from accord.performance import catalogue
from accord.performance.actions.freezing import freeze
from accord.performance.frozen import WithdrawnSince, frozen
from accord.performance.selections import UnknownSelection
from accord.register.rules.memberships import spelled
from accord.ui.answering import table_answer

NAMESPACE = "dashboards:"
NOTICE = "dashboards/_frozen_notice.html"
FREEZE = "dashboards/_freeze.html"


@needs(Act.LOOK)
@require_POST
def freeze_page(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """Freeze the page whose question is in the address, and go to its permanent link."""
    looking = asked(request, room, key)
    page = _page(request.POST.get("page", ""), room, key)
    return frozen_now(request, of_one(looking), f"{page}?{_question(request, looking)}")


def frozen_now(request: HttpRequest, page: Freezable, address: str) -> HttpResponse:
    """Freeze a page that stands at an address, and go to its permanent link."""
    if not page.selections or not page.question.years:
        raise Http404("There are no figures on that page yet, so there is nothing to freeze.")
    if page.question.frozen:
        return redirect("dashboards:frozen", page.question.frozen)
    first, *beside = page.selections
    made = freeze(
        first,
        beside=beside,
        address=address,
        title=page.title,
        reader=page.reader,
        by=page.reader.who,
        at=timezone.now(),
        on=timezone.localdate(),
    )
    messages.success(request, "This page is frozen. Copy the permanent link below, or print it: it can be typed.")
    return redirect("dashboards:frozen", made.key)


def _page(name: str, room: str, key: str) -> str:
    try:
        return reverse(name if name.startswith(NAMESPACE) else "", args=[room, key])
    except NoReverseMatch:
        return reverse("dashboards:one_school", args=[room, key])


def _question(request: HttpRequest, looking: Looking) -> str:
    """The question written out, so that no default can change it, with whatever else the page was asked."""
    given = request.GET.dict() | dict(parse_qsl(looking.question.address, keep_blank_values=True))
    given.pop("frozen", None)
    return urlencode(given)


@needs(Act.LOOK)
@require_safe
def frozen_page(request: HttpRequest, link: str) -> HttpResponse:
    """From a short permanent link to the page it freezes."""
    try:
        return redirect(f"{frozen(link).address}&frozen={link}")
    except UnknownSelection as unknown:
        raise Http404(str(unknown)) from unknown


@needs(Act.LOOK)
@require_safe
def frozen_changes(request: HttpRequest, link: str, form: str) -> HttpResponse:
    """What has changed since a page was frozen, figure by figure, to take away."""
    try:
        then = frozen(link)
    except UnknownSelection as unknown:
        raise Http404(str(unknown)) from unknown
    changes, measure = changes_of(then, Reader.asking(request)), catalogue.measure(then.asked.measures[0])
    table = moved_table(changes, [then.name_of(who) or who.name for who in then.subjects], measure)
    stem = f"changes-since-{then.key}{not_public_mark()}"
    asked = (("Page", then.title), ("Frozen on", spelled(then.on)), ("What has changed", how_many(changes)))
    if form != "json":
        return table_answer(table, form, stem, f"{then.title}: {table.caption}", asked)
    rows = [{c.code: cell.value for c, cell in zip(COLUMNS, cells, strict=True)} for cells, _ in table.raw_rows]
    response = JsonResponse({"about": then.title, "asked": dict(asked), "changes": rows})
    response["Content-Disposition"] = f'attachment; filename="{stem}.json"'
    return response


def not_public_notice(request: HttpRequest) -> dict[str, Any]:
    """For every page with results that are not public: who may see them, and from when."""
    return {"not_public": not_public_words(timezone.localdate())}


def page_notice(request: HttpRequest) -> dict[str, Any]:
    """For every page of figures: what it is frozen to, or the way to freeze it."""
    offered: tuple[Freezable, str] | None = getattr(request, "freezable", None)
    if offered is None or offered[0].question.year is None:
        return {}
    page, address = offered
    question = f"?{request.GET.urlencode()}" if request.GET else ""
    if not page.question.frozen:
        name = request.resolver_match.view_name if request.resolver_match else ""
        return {"after_content": FREEZE, "freezing": {"address": f"{address}{question}", "page": name}}
    then, changes = changes_since(page)
    link = request.build_absolute_uri(reverse("dashboards:frozen", args=[then.key]))
    live = request.GET.copy()
    del live["frozen"]
    said = notice(page, then, changes, link, f"?{live.urlencode()}")
    return {"before_content": NOTICE, "frozen": said, "frozen_key": then.key}


class PagesWithoutFigures:
    """Answers what there are no figures of: a frozen page whose results were withdrawn, or a subject that is not there.

    A permanent link asked for another subject than those it keeps is one of the latter.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that says why; None for every other error."""
        if not isinstance(exception, WithdrawnSince):
            missing = isinstance(exception, UnknownSelection)
            return page_not_found(request, Http404(str(exception))) if missing else None
        then = frozen(exception.key)
        releases = by_ids(sorted(exception.releases)).values()
        context = {"then": then, "releases": withdrawn_rows(list(releases))}
        request.freezable = None  # type: ignore[attr-defined]
        return render(request, "dashboards/withdrawn.html", context, status=410)
