"""Pages that a person saved with their filters: saving one, and the list of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from accord.accounts.actions.watching import NotSaved, delete_view, rename_view, save_view
from accord.accounts.choices import Act
from accord.accounts.permission import needs
from accord.accounts.queries.watching import saved_by
from accord.dashboards.forms.saved import NamedForm, SaveForm, saveable

LIST = "dashboards:saved"


@needs(Act.LOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def saved(request: HttpRequest) -> HttpResponse:
    """The pages that the reader saved, and a form for the one that they come from."""
    page = request.GET.get("page", "")
    form = SaveForm(request.POST) if request.method == "POST" else SaveForm(initial={"page": page})
    if form.is_valid() and _saved(request, form):
        return redirect(LIST)
    offered = request.method == "POST" or saveable(page)
    words = {"section": "week", "form": form, "offered": offered, "views": saved_by(request.user)}
    return render(request, "dashboards/saved.html", words)


def _saved(request: HttpRequest, form: SaveForm) -> bool:
    given = form.cleaned_data
    try:
        made = save_view(name=given["name"], address=given["page"], by=request.user, at=timezone.now())
    except NotSaved as refused:
        form.add_error("name", str(refused))
        return False
    messages.success(request, f"Saved as “{made.name}”. It is on This week from now on.")
    return True


@needs(Act.LOOK)
@require_POST
def rename(request: HttpRequest, view: int) -> HttpResponse:
    """Give one's own saved page another name."""
    _check_own(request, view)
    form = NamedForm(request.POST)
    if not form.is_valid():
        messages.error(request, "The name was not changed: write a name of at most 100 letters.")
        return redirect(LIST)
    name = form.cleaned_data["name"]
    try:
        rename_view(view=view, name=name, by=request.user)
        messages.success(request, f"It is called “{name}” now.")
    except NotSaved as refused:
        messages.error(request, str(refused))
    return redirect(LIST)


@needs(Act.LOOK)
@require_POST
def delete(request: HttpRequest, view: int) -> HttpResponse:
    """Delete one's own saved page; the page itself stays."""
    _check_own(request, view)
    delete_view(view=view, by=request.user)
    messages.success(request, "It is no longer among your saved pages.")
    return redirect(LIST)


def _check_own(request: HttpRequest, view: int) -> None:
    if view not in {each.pk for each in saved_by(request.user)}:
        raise Http404("You have saved no such page.")


def save_link(request: HttpRequest) -> dict[str, Any]:
    """For every page that can be saved: the way to do so. A file or picture asked for is no page, and shows none."""
    address = request.get_full_path()
    return {"save_query": urlencode({"page": address})} if saveable(address) else {}
