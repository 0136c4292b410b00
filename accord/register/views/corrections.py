"""Correcting what the national register has wrong, and taking a correction back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accord.accounts.choices import Act
from accord.accounts.permission import Refused, needs, rights
from accord.register.actions.corrections import correct, take_back
from accord.register.forms.corrections import CorrectionForm
from accord.register.models.changes import Correction
from accord.register.models.schools import Establishment
from accord.register.queries.reach import may_correct
from accord.register.queries.schools import resolve
from accord.register.rules.corrections import CORRECTABLE
from accord.register.rules.memberships import NotSense


@needs(Act.CORRECT_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_school(request: HttpRequest, address: str) -> HttpResponse:
    """The form, and what is corrected of this school already."""
    known = Establishment.objects.filter(school__address=address, stands=True, numbered_by="gias").first()
    if known is None:
        raise Http404(f"There is no school at the address {address}.")
    if not may_correct(rights(request), known.urn, timezone.localdate()):
        raise Refused(Act.CORRECT_REGISTER)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            correct(establishment=known, **form.cleaned_data, by=request.user, at=timezone.now())
        except NotSense as reason:
            form.add_error("value", f"{reason.message} {reason.fix}")
        else:
            messages.success(request, "Corrected. The register’s own value is kept beside it.")
            return redirect("dashboards:one_school", "schools", address)
    in_force = Correction.objects.filter(urn=known.urn, withdrawn_at=None).select_related("made_by")
    return render(
        request,
        "register/correct.html",
        {
            "section": "schools",
            "form": form,
            "establishment": known,
            "address": address,
            "in_force": [(each, CORRECTABLE[each.what][0]) for each in in_force],
        },
    )


@needs(Act.CORRECT_REGISTER)
@require_POST
def take_back_correction(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Use the register's own value again."""
    found = Correction.objects.filter(public_id=public_id).first()
    address = resolve(found.urn) if found else None
    if found is None or address is None:
        raise Http404("There is no such correction.")
    if not may_correct(rights(request), found.urn, timezone.localdate()):
        raise Refused(Act.CORRECT_REGISTER)
    try:
        take_back(correction=found, by=request.user, at=timezone.now())
        messages.success(request, "Taken back. The register’s own value is used again.")
    except NotSense as reason:
        messages.warning(request, f"{reason.message} {reason.fix}")
    return redirect("dashboards:one_school", "schools", address)
