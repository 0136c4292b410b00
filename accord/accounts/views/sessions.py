"""Where somebody is signed in, and signing out there."""

from __future__ import annotations

from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accord.accounts.actions.events import record
from accord.accounts.presenters.signing_in import session_card, session_key, sessions_sentence


def _mine(request: HttpRequest) -> list[UserSession]:
    found = UserSession.objects.purge_and_list(request.user)
    return sorted(found, key=lambda each: each.created_at, reverse=True)


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Every browser in which this account is signed in."""
    found = _mine(request)
    cards = [session_card(each, each.is_current()) for each in found]
    others = sum(not each.is_current() for each in found)
    words = {"sentence": sessions_sentence(others), "cards": cards, "others": others}
    return render(request, "accounts/sessions.html", words)


@require_POST
def end_session(request: HttpRequest, key: str) -> HttpResponse:
    """Sign out in one other browser."""
    chosen = [each for each in _mine(request) if session_key(each) == key and not each.is_current()]
    if not chosen:
        raise Http404("There is no such session, or it has ended.")
    return _end(request, chosen, "You have been signed out there.")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    others = [each for each in _mine(request) if not each.is_current()]
    return _end(request, others, "You have been signed out everywhere else.")


def _end(request: HttpRequest, chosen: list[UserSession], said: str) -> HttpResponse:
    end_sessions(request, chosen)
    person = request.user
    detail = {"sessions": len(chosen)}
    record("sessions_ended", kind="person", subject=person.public_id, by=person, at=timezone.now(), detail=detail)
    messages.success(request, said)
    return redirect("accounts:sessions")
