"""Tokens by which one's own programs read published figures."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accord.accounts import second_factors
from accord.accounts.actions.tokens import make_token, revoke_token
from accord.accounts.choices import Act
from accord.accounts.forms.tokens import TokenForm
from accord.accounts.permission import needs, rights
from accord.accounts.presenters.tokens import scope_choices, token_card, tokens_sentence
from accord.accounts.queries.tokens import tokens_of
from accord.accounts.rules.rights import Scope
from accord.accounts.rules.tokens import NotMade, scopes_for


@needs(Act.HOLD_TOKENS)
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The reader's tokens, and a form for one more; the new one is on the answer to it, and never again."""
    form = TokenForm(request.POST or None, scopes=scope_choices(scopes_for(rights(request))))
    if form.is_valid():
        made = _made(request, form)
        if made:
            return render(request, "accounts/token_made.html", {"token": made, "name": form.cleaned_data["name"]})
    now = timezone.now()
    cards = [token_card(each, now) for each in tokens_of(request.user)]
    words = {"form": form, "cards": cards, "sentence": tokens_sentence(cards)}
    return render(request, "accounts/tokens.html", words)


@needs(Act.HOLD_TOKENS)
@require_POST
def revoke(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take one of the reader's tokens back."""
    token = tokens_of(request.user).filter(public_id=public_id).first()
    if token is None:
        raise Http404("You have made no such token.")
    revoke_token(token=token, by=request.user, at=timezone.now())
    messages.success(request, f"The token for “{token.name}” has been taken back and lets nothing in now.")
    return redirect("accounts:tokens")


def _made(request: HttpRequest, form: TokenForm) -> str:
    """The new token; empty, with the reason in the form, where it cannot be made."""
    given, at = form.cleaned_data, timezone.now()
    try:
        return make_token(
            name=given["name"],
            scope=Scope.read(given["scope"]),
            expires_at=at + timedelta(days=given["days"]),
            # In a demonstration everything is invented, and nobody is asked for a second factor.
            second_factor=settings.ACCORD_DEMONSTRATION or second_factors.session_has_second_factor(request),
            by=request.user,
            at=at,
        )[1]
    except NotMade as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return ""
