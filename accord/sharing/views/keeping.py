"""Keeping agreements: drawing up, changing, putting out to be signed, and adding what was signed on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accord.accounts.choices import Act
from accord.accounts.permission import needs, rights
from accord.register.queries.members import members_on
from accord.register.queries.school_names import names_of
from accord.sharing.actions.agreements import begin_version, change, draw_up, issue
from accord.sharing.actions.scans import add_scan
from accord.sharing.actions.signing import Signer, sign_on_paper
from accord.sharing.forms.agreements import AgreementForm, PaperForm, as_written
from accord.sharing.models.agreements import Agreement, Version
from accord.sharing.queries.agreements import groups_kept, may_keep, party_of
from accord.sharing.queries.wording import data_sets
from accord.sharing.rules.agreements import NotAgreed
from accord.sharing.rules.scans import MOST_BYTES
from accord.sharing.views.reading import draft_of, found_for, keeper

READ_AND_SEND = ["GET", "HEAD", "POST"]


def done(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Whether an act was done; a reason why not goes to the field it is about."""
    try:
        with transaction.atomic():
            act()
    except NotAgreed as reason:
        form.add_error(reason.field if reason.field in form.fields else None, reason.message)
        return False
    return True


@needs(Act.KEEP_AGREEMENTS)
@require_http_methods(READ_AND_SEND)
def new(request: HttpRequest) -> HttpResponse:
    """Draw up an agreement between the schools of a group, or between schools named one by one."""
    may = rights(request)
    wanted = {"group": request.GET.get("group", ""), "processor": settings.ACCORD_AUTHORITY}
    form = AgreementForm(request.POST or None, groups=groups_kept(may), known=data_sets(), initial=wanted)
    if request.method == "POST" and form.is_valid():
        group = form.cleaned_data["group"]
        slug, belongs_to = (group.slug, group.belongs_to) if group else ("", may.home(Act.KEEP_AGREEMENTS))
        parties = _parties(form)
        if not may_keep(may, group=slug, belongs_to=belongs_to):
            form.add_error("group", "Choose a group: your rights let you draw up agreements for your groups only")
        elif parties and (made := _draw_up(request, form, slug, belongs_to, parties)):
            messages.success(request, "Drawn up as a draft. Read it, then put it out to be signed.")
            return redirect("sharing:agreement", made.agreement.public_id)
    return _page(request, form, None)


def _draw_up(
    request: HttpRequest, form: AgreementForm, slug: str, belongs_to: str, parties: dict[str, str]
) -> Version | None:
    try:
        return draw_up(
            name=form.cleaned_data["name"], group=slug, belongs_to=belongs_to, particulars=form.particulars,
            parties=parties, by=request.user, at=timezone.now(),
        )  # fmt: skip
    except NotAgreed as reason:
        form.add_error(reason.field if reason.field in form.fields else None, reason.message)
    return None


def _parties(form: AgreementForm) -> dict[str, str]:
    """Names by URN: those written, else the members of the group today. An error where they do not belong."""
    group, urns = form.cleaned_data["group"], form.urns
    members = members_on(group, timezone.localdate()) if group else ()
    stray = [each for each in urns if group and each not in members]
    if stray:
        form.add_error("schools", f"{names_of(stray)[stray[0]]} ({stray[0]}) is not in {group} today. Leave it out")
        return {}
    named = names_of(urns or members)
    unknown = [urn for urn, name in named.items() if name == f"School {urn}"]
    if unknown and not group:
        form.add_error("schools", f"The register knows no school with the URN {unknown[0]}. Check the number")
        return {}
    if not named:
        form.add_error("group", f"No school is in {group} today. Choose another group, or name the schools")
    return named


@needs(Act.KEEP_AGREEMENTS)
@require_http_methods(READ_AND_SEND)
def change_draft(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change a draft."""
    found = kept(request, public_id)
    draft = draft_of(found)
    if draft is None:
        return redirect("sharing:agreement", public_id)
    groups = groups_kept(rights(request)).filter(slug=found.group)
    initial = as_written(draft, [each.urn for each in draft.parties.all()])
    form = AgreementForm(request.POST or None, groups=groups, known=data_sets(), initial=initial)
    form.fields["group"].disabled = True
    if request.method == "POST" and form.is_valid():
        parties = _parties(form)
        given = {"version": draft, "name": form.cleaned_data["name"], "particulars": form.particulars}
        who = {"by": request.user, "at": timezone.now()}
        if parties and done(form, lambda: change(**given, parties=parties, **who)):
            messages.success(request, "The draft was changed.")
            return redirect("sharing:agreement", public_id)
    return _page(request, form, found)


def _page(request: HttpRequest, form: AgreementForm, found: Agreement | None) -> HttpResponse:
    title = f"Change {found.name}" if found else "Draw up a data-sharing agreement"
    context = {"section": "groups", "form": form, "agreement": found, "title": title}
    return render(request, "sharing/draw_up.html", context)


@needs(Act.KEEP_AGREEMENTS)
@require_POST
def new_version(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Begin a new version, which says what the newest one says until it is changed."""
    begin_version(agreement=kept(request, public_id), by=request.user, at=timezone.now())
    return redirect("sharing:change", public_id)


@needs(Act.KEEP_AGREEMENTS)
@require_POST
def put_out(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put the draft out to be signed: its words stand from now on."""
    draft = draft_of(kept(request, public_id))
    try:
        if draft is not None:
            issue(version=draft, by=request.user, at=timezone.now())
            messages.success(request, "It can be signed now. Its words stand; a change makes a new version.")
    except NotAgreed as reason:
        messages.warning(request, reason.message)
    return redirect("sharing:agreement", public_id)


@needs(Act.KEEP_AGREEMENTS)
@require_http_methods(READ_AND_SEND)
def paper(request: HttpRequest, public_id: UUID, urn: str) -> HttpResponse:
    """Record that a school signed on paper, with the scan."""
    found = kept(request, public_id)
    party = party_of(found, urn)
    if party is None:
        raise Http404("This school is no party of the version that stands.")
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given, who = form.cleaned_data, {"by": request.user, "at": timezone.now()}

        def keep() -> None:
            scan = add_scan(version=party.version, content=given["scan"].read(MOST_BYTES + 1), **who)
            signer = Signer(given["name"], given["part"])
            sign_on_paper(party=party, signer=signer, signed_on=given["signed_on"], scan=scan, **who)

        if done(form, keep):
            messages.success(request, f"{party.name} has signed on paper.")
            return redirect("sharing:agreement", public_id)
    context = {"section": "groups", "form": form, "agreement": found, "party": party}
    return render(request, "sharing/paper.html", context)


def kept(request: HttpRequest, public_id: UUID) -> Agreement:
    """An agreement that the reader keeps; not found for others."""
    found = found_for(request, public_id)
    if not keeper(request, found):
        raise Http404("There is no agreement that you keep at this address.")
    return found
