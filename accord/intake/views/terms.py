"""On what terms a release may be shown: to see, to try out, and to change."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accord.accounts.choices import Act
from accord.accounts.permission import needs, rights
from accord.accounts.queries.events import of_subject
from accord.intake.actions.terms import has_terms
from accord.intake.forms.terms import ChangeTermsForm, as_written
from accord.intake.presenters.terms import terms_facts, terms_history
from accord.intake.queries.releases import release as find
from accord.sharing.actions.terms import set_terms
from accord.sharing.queries.terms import terms_for
from accord.sharing.rules.stage_words import terms_sentence

SAVE = "save"


@needs(Act.ACCEPT_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def release_terms(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who sees a release from when. What is written is first shown as a sentence, and saved by a second button."""
    today = timezone.localdate()
    found = find(public_id, rights(request), today)
    if found is None or not has_terms(found) or not rights(request).over(Act.ACCEPT_DATA, found.intake.belongs_to):
        raise Http404("There is no release with terms of yours at this address.")
    terms = terms_for(public_id)
    form = ChangeTermsForm(request.POST or None, initial=as_written(terms))
    tried = ""
    if request.method == "POST" and form.is_valid():
        if request.POST.get("act") == SAVE:
            reason, who = form.cleaned_data["reason"], {"by": request.user, "at": timezone.now()}
            set_terms(release=public_id, terms=form.terms, reason=reason, **who)
            messages.success(request, f"Saved. {terms_sentence(form.terms, today)}")
            return redirect("intake:terms", public_id)
        tried = terms_sentence(form.terms, today)
    return render(
        request,
        "intake/terms.html",
        {
            "section": "data",
            "release": found,
            "form": form,
            "sentence": terms_sentence(terms, today),
            "tried": tried,
            "facts": terms_facts(terms),
            "history": terms_history(of_subject("release terms", public_id)),
        },
    )
