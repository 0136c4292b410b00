"""One row of a brought list: a person says which school it means."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accord.accounts.choices import Act
from accord.accounts.permission import needs
from accord.register.actions.brought_lists import choose, leave_out
from accord.register.forms.lists import LEAVE_OUT, RowForm
from accord.register.models.lists import BroughtList, BroughtRow
from accord.register.presenters.brought_lists import CERTAINTIES, offers, row_facts, what_it_says
from accord.register.queries.brought_lists import rows_of, schools_called, standing_of
from accord.register.queries.school_names import schools_meant
from accord.register.rules.brought_rows import WAITING
from accord.register.rules.memberships import NotSense
from accord.register.views.lists import called

LONGEST_SEARCH = 200


@needs(Act.BRING_LISTS)
@require_http_methods(["GET", "HEAD", "POST"])
def list_row(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    """What a row says, the schools it may mean with the reasons, and a search for others."""
    line = called(request, public_id)
    row = line.brought.rows.select_related("brought", "decided_by").filter(pk=pk).first()
    if row is None:
        raise Http404("The list has no such row.")
    search = " ".join(request.GET.get("school", "").split())[:LONGEST_SEARCH]
    found = schools_meant(search) if search else []
    asked = {row.urn, *(str(each["urn"]) for each in row.candidates)} - {""}
    offered = offers(row, schools_called(asked), found)
    initial = {"school": LEAVE_OUT if row.left_out else row.urn}
    form = RowForm(request.POST if request.method == "POST" else None, offers=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return _decided(request, row, form.cleaned_data["school"], dict(offered))
        except NotSense as reason:
            form.add_error("school", f"{reason.message} {reason.fix}")
    return render(
        request,
        "register/list_row.html",
        {
            "section": "groups",
            "brought": line.brought,
            "row": row,
            "said": what_it_says(row) or row.group,
            "certainty": CERTAINTIES[row.certainty],
            "facts": row_facts(row),
            "form": form,
            "search": search,
            "nothing_found": bool(search) and not found,
            "in_force": line.brought.state == BroughtList.State.APPLIED,
            "waiting": line.waiting,
        },
    )


def _decided(request: HttpRequest, row: BroughtRow, chosen: str, offered: dict[str, str]) -> HttpResponse:
    """Keep the decision and go on to the next row that waits."""
    who = {"by": request.user, "at": timezone.now()}
    if chosen == LEAVE_OUT:
        leave_out(row=row, **who)
        messages.success(request, f"Line {row.line} is left out.")
    else:
        choose(row=row, urn=chosen, **who)
        messages.success(request, f"Line {row.line} means {offered[chosen].split(',')[0]}.")
    waiting = [each for each in rows_of(row.brought) if standing_of(each) in WAITING]
    after = [each for each in waiting if each.line > row.line]
    following = next(iter(after or waiting), None)
    if following is None:
        return redirect("register:list", row.brought.public_id)
    return redirect(reverse("register:list_row", args=[row.brought.public_id, following.pk]))
