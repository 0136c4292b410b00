"""Own returns: a school's numbers from a phone, by right or by a link; and who of a group has sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import Refused, needs, rights
from accord.accounts.readers import Reader
from accord.accounts.rules.rights import NOBODY
from accord.dashboards.forms.returns import OwnReturnForm
from accord.dashboards.presenters.replaced import COLUMNS as CHANGED
from accord.dashboards.presenters.replaced import changed_rows
from accord.dashboards.presenters.returns import COLUMNS, filling
from accord.dashboards.presenters.returns_template import template
from accord.dashboards.queries.replaced import replaced_of
from accord.dashboards.queries.returns import (
    Due,
    about_school,
    due_of,
    may_send,
    own_schools,
    returns_of_group,
    sent_before,
    year_before,
)
from accord.intake.actions.own_returns import AboutSchool, send_counts
from accord.intake.actions.return_links import (
    TooOften,
    count_use,
    link_behind,
    make_return_link,
    remind,
    revoke_links,
    token_of,
)
from accord.intake.models.returns import ReturnLink
from accord.intake.queries.returns import (
    authorities_by_urn,
    links_of,
    newest_sending,
    return_forms,
    what_is_reportable,
)
from accord.intake.tasks import put_returns_together, send_return_reminder
from accord.register.queries.groups import group_called
from accord.register.queries.reach import may_keep
from accord.register.queries.school_names import names_of
from accord.ui.answering import table_answer
from accord.ui.openness import open_to_all

READ_AND_SEND = ["GET", "HEAD", "POST"]


@needs(Act.SEND_RETURNS)
@require_safe
def returns(request: HttpRequest) -> HttpResponse:
    """What the reader's own schools are asked for now."""
    today = timezone.localdate()
    due = due_of(own_schools(rights(request), today), today)
    forms = {each.form.code: each.form for each in due}.values()
    return render(request, "dashboards/returns/mine.html", {"section": "schools", "due": due, "forms": forms})


@needs(Act.SEND_RETURNS)
@require_safe
def returns_file(request: HttpRequest, form: str, ending: str) -> HttpResponse:
    """A file to fill in for the reader's own schools."""
    today = timezone.localdate()
    return _template(form, ending, due_of(own_schools(rights(request), today), today), today)


@needs(Act.LOOK)
@require_safe
def group_returns_file(request: HttpRequest, key: str, form: str, ending: str) -> HttpResponse:
    """The same for the schools of a group whose own returns the reader sees."""
    group, today = group_called(key), timezone.localdate()
    if group is None:
        raise Http404(f"There is no group at the address {key}.")
    found = returns_of_group(group, rights(request), today)
    return _template(form, ending, [due for one in found for due in one.schools], today)


def _template(form: str, ending: str, due: Sequence[Due], today: date) -> HttpResponse:
    asked = return_forms().get(form)
    if asked is None:
        raise Http404(f"There is no form called {form}.")
    theirs = [each for each in due if each.form == asked]
    table = template(asked, asked.year_on(today), theirs, authorities_by_urn(each.urn for each in theirs))
    return table_answer(table, ending, f"own-returns-{form}", table.caption, ())


@needs(Act.SEND_RETURNS)
@require_http_methods(READ_AND_SEND)
def own_return(request: HttpRequest, form: str, year: int, urn: str) -> HttpResponse:
    """The numbers of one school, as they were sent before; and a link to hand to it."""
    about, at = _sendable(request, form, year, urn), timezone.now()
    before = year_before(about, Reader.asking(request), timezone.localdate(at))
    asked = OwnReturnForm(return_forms()[form], before, request.POST or None, initial=sent_before(about))
    if request.method == "POST" and asked.is_valid():
        with transaction.atomic():
            send_counts(about=about, counts=asked.counts, by=request.user, at=at)
            put_returns_together.enqueue(about.authority, about.year)
        messages.success(request, "Sent. Your numbers show on pages within a minute.")
        return redirect("dashboards:own_return", form, year, urn)
    last = newest_sending([urn], year, form).get(urn)
    links = list(links_of(urn, year, form, at)[:1])
    context = {"section": "schools", "last": last, "link": links[0] if links else None, "by_link": False}
    return _form_page(request, about, asked, context)


def _sendable(request: HttpRequest, form: str, year: int, urn: str) -> AboutSchool:
    today = timezone.localdate()
    about = about_school(form, year, urn, today)
    if about is None:
        raise Http404("Nothing is asked for at this address.")
    if not may_send(rights(request), urn, today):
        raise Refused(Act.SEND_RETURNS)
    return about


def _form_page(
    request: HttpRequest, about: AboutSchool, asked: OwnReturnForm, more: dict[str, object]
) -> HttpResponse:
    name = names_of([about.urn])[about.urn]
    replaced = what_is_reportable().replaced_by_publication(asked.asked.headline)
    context = {"about": about, "asked": asked.asked, "form": asked, "school": name, "replaced": replaced}
    widest = max(ask.at_most for ask in asked.asked.asks)
    context |= {"titled": asked.asked.titled(about.year), "width": "width-4" if widest < 10_000 else "width-10"}
    return render(request, "dashboards/returns/form.html", context | more)


@needs(Act.SEND_RETURNS)
@require_POST
def return_link(request: HttpRequest, form: str, year: int, urn: str) -> HttpResponse:
    """Make a link that opens the form for whoever holds it, shown once; or take back those that there are."""
    about, at = _sendable(request, form, year, urn), timezone.now()
    if request.POST.get("do") == "take back":
        revoke_links(about=about, by=request.user, at=at)
        messages.success(request, "The link opens nothing any more.")
        return redirect("dashboards:own_return", form, year, urn)
    link = make_return_link(about=about, by=request.user, at=at)
    address = request.build_absolute_uri(reverse("dashboards:return_by_link", args=[token_of(link)]))
    name = names_of([urn])[urn]
    context = {"section": "schools", "about": about, "school": name, "link": link, "address": address}
    return render(request, "dashboards/returns/link.html", context)


@open_to_all
@require_http_methods(READ_AND_SEND)
def return_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The form for whoever holds its link: empty, whatever was sent before, and nothing else of the site."""
    at = timezone.now()
    link = link_behind(token, at)
    about = about_school(link.form, link.year, link.urn, timezone.localdate(at)) if link else None
    if link is None or about is None:
        return render(request, "dashboards/returns/closed.html", {}, status=404)
    if request.method != "POST" and "sent" in request.GET:
        return render(request, "dashboards/returns/thanks.html", _thanks(about, request.path))
    before = year_before(about, Reader(None, NOBODY), timezone.localdate(at))
    asked = OwnReturnForm(return_forms()[link.form], before, request.POST or None)
    if request.method == "POST" and asked.is_valid() and _sent_by_link(link, about, asked):
        return redirect(f"{request.path}?sent")
    return _form_page(request, about, asked, {"by_link": True})


def _thanks(about: AboutSchool, address: str) -> dict[str, object]:
    replaced = what_is_reportable().replaced_by_publication(return_forms()[about.form].headline)
    return {"address": address, "replaced": replaced}


def _sent_by_link(link: ReturnLink, about: AboutSchool, asked: OwnReturnForm) -> bool:
    at = timezone.now()
    try:
        with transaction.atomic():
            count_use(link=link, at=at)
            send_counts(about=about, counts=asked.counts, by=None, at=at, link=link)
            put_returns_together.enqueue(about.authority, about.year)
    except TooOften as reason:
        asked.add_error(None, str(reason))
        return False
    return True


@needs(Act.LOOK)
@require_http_methods(READ_AND_SEND)
def group_returns(request: HttpRequest, key: str) -> HttpResponse:
    """Who of a group has sent what is asked for now, and who is still waited for; its keepers remind them."""
    group, today = group_called(key), timezone.localdate()
    if group is None:
        raise Http404(f"There is no group at the address {key}.")
    keeps = may_keep(rights(request), group, today)
    found = returns_of_group(group, rights(request), today)
    if request.method == "POST":
        if not keeps:
            raise Refused(Act.KEEP_GROUPS)
        asked = _remind(request, [each for one in found for each in one.schools if each.sent_at is None])
        schools = "1 school is" if asked == 1 else f"{asked} schools are"
        messages.success(request, f"{schools} reminded; nobody is reminded twice on one day.")
        return redirect("dashboards:group_returns", key)
    reader = Reader.asking(request)
    forms = [filling(one, today, changed_rows(replaced_of(one, group, reader))) for one in found]
    context = {
        "section": "groups", "group": group, "forms": forms, "keeps": keeps, "columns": COLUMNS, "changed": CHANGED,
    }  # fmt: skip
    return render(request, "dashboards/returns/group.html", context)


def _remind(request: HttpRequest, waited: Sequence[Due]) -> int:
    """Remind the school that is named of a form, or all that are waited for; how many were, not reminded today."""
    today, done = timezone.localdate(), 0
    for each in waited:
        if request.POST.get("remind") not in (f"{each.form.code}-all", f"{each.form.code}-{each.urn}"):
            continue
        about = about_school(each.form.code, each.year, each.urn, today)
        if about is not None and remind(about=about, by=request.user, at=timezone.now()):
            send_return_reminder.enqueue(about.form, about.year, about.urn, request.build_absolute_uri("/"))
            done += 1
    return done
