"""Accepting an invitation: the link, who one is, and a passkey, a password or an account at another organisation."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.webauthn.internal import auth
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accord.accounts.actions.events import record
from accord.accounts.actions.invitations import accept
from accord.accounts.actions.recovery_codes import make_recovery_codes
from accord.accounts.elsewhere import Begun, CameWithoutAnswer, lead_invited
from accord.accounts.forms.invitations import BY_PASSKEY, AcceptForm, NewPasswordFirstForm
from accord.accounts.forms.passkeys import AddPasskeyForm
from accord.accounts.models.invitations import Invitation
from accord.accounts.models.people import Person
from accord.accounts.queries.invitations import by_digest, role_names, state
from accord.accounts.rules.invitations import WHY_NOT, InvitationState, NotAccepted, digest_of
from accord.accounts.second_factors import open_codes

HELD = "invitation_link"
NAMED = "invitation_name"
GONE = 410


@require_safe
@never_cache
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Keep in the session which link was opened and go on without it, so that no page's address holds its secret."""
    request.session[HELD] = digest_of(token)
    request.session.pop(NAMED, None)
    return redirect("accounts:accept_invitation")


def _opened(request: HttpRequest) -> Invitation | HttpResponse:
    """The invitation whose link was opened, or the page that says why there is none."""
    return still_open(request, request.session.get(HELD, ""))


def still_open(request: HttpRequest, link: str) -> Invitation | HttpResponse:
    """The invitation of a link, by its digest, for somebody who is not signed in; or the page that says why not."""
    found = by_digest(link)
    if request.user.is_authenticated:
        return render(request, "accounts/invitation_signed_in.html", status=409)
    if found is None:
        return closed(request, "This link is not complete, or a newer one has taken its place.", 404)
    standing = state(found, timezone.now())
    return found if standing is InvitationState.OPEN else closed(request, WHY_NOT[standing])


def closed(request: HttpRequest, why: str, status: int = GONE) -> HttpResponse:
    """The page that says why an invitation leads nowhere any more."""
    return render(request, "accounts/invitation_closed.html", {"why": why}, status=status)


def _nobody_yet(invitation: Invitation, name: str) -> Person:
    """Who the invited will be: not kept, but enough to make a passkey for."""
    return invitation.person or Person(public_id=invitation.becomes, email=invitation.email, name=name)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """Who invites, to what; one's name, and how one will sign in."""
    found = _opened(request)
    if isinstance(found, HttpResponse):
        return found
    form = AcceptForm(request.POST or None, initial={"name": request.session.get(NAMED) or found.name})
    if form.is_valid():
        request.session[NAMED] = form.cleaned_data["name"]
        if "elsewhere" in request.POST:
            return _lead_elsewhere(request, request.POST["elsewhere"])
        by_passkey = form.cleaned_data["way"] == BY_PASSKEY
        return redirect("accounts:accept_with_passkey" if by_passkey else "accounts:accept_with_password")
    words = {"form": form, "invitation": found, "roles": role_names(found)}
    return render(request, "accounts/accept.html", {**words, "providers": settings.ACCORD_SIGN_IN_PROVIDERS})


def _lead_elsewhere(request: HttpRequest, code: str) -> HttpResponse:
    try:
        return lead_invited(request, code, Begun(request.session[HELD], request.session[NAMED]))
    except SocialApp.DoesNotExist as error:
        raise Http404("Nobody signs in here through an organisation of this name.") from error
    except CameWithoutAnswer as none:
        return without_answer(request, none)


def without_answer(request: HttpRequest, why: CameWithoutAnswer) -> HttpResponse:
    """The page for somebody who began at an invitation and comes back without an answer; it is still open."""
    if why.stopped:
        return not_tied(request, f"You did not sign in with {why.organisation}.", 200)
    failed = f"Signing in with {why.organisation} failed: there was no answer, or none that can be used."
    return not_tied(request, failed, 401)


def not_tied(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """The page that says why an account elsewhere does not accept the invitation, and what to do."""
    found = by_digest(request.session.get(HELD, ""))
    return render(request, "accounts/invitation_not_tied.html", {"why": why, "invitation": found}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def accept_with_passkey(request: HttpRequest) -> HttpResponse:
    """Make a passkey, and be in."""
    found = _opened(request)
    if isinstance(found, HttpResponse):
        return found
    if NAMED not in request.session:
        return redirect("accounts:accept_invitation")
    future = _nobody_yet(found, request.session[NAMED])
    form = AddPasskeyForm(request.POST or None, user=future)
    if form.is_valid():
        person = _accepted(request, found, None)
        if isinstance(person, HttpResponse):
            return person
        return _in_with_passkey(request, person, form.cleaned_data)
    options = {"creation_options": auth.begin_registration(future, True)}
    return render(request, "accounts/accept_passkey.html", {"form": form, "js_data": options})


@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def accept_with_password(request: HttpRequest) -> HttpResponse:
    """Choose a password, and be in; a second factor is set up next where a role needs one."""
    found = _opened(request)
    if isinstance(found, HttpResponse):
        return found
    if NAMED not in request.session:
        return redirect("accounts:accept_invitation")
    form = NewPasswordFirstForm(request.POST or None, person=_nobody_yet(found, request.session[NAMED]))
    if form.is_valid():
        person = _accepted(request, found, form.cleaned_data["password1"])
        if isinstance(person, HttpResponse):
            return person
        record_authentication(request, person, method="password")
        return perform_login(request, Login(user=person, email=person.email))
    return render(request, "accounts/accept_password.html", {"form": form})


def _accepted(request: HttpRequest, invitation: Invitation, password: str | None) -> Person | HttpResponse:
    """The person whose invitation it was; or a page, where it was too late, or they were here already."""
    name = request.session[NAMED]
    try:
        person = accept(invitation=invitation, name=name, password=password, at=timezone.now())
    except NotAccepted as refused:
        return closed(request, str(refused))
    return let_go(request, invitation, person)


def let_go(request: HttpRequest, invitation: Invitation, person: Person) -> Person | HttpResponse:
    """Forget the link that was accepted; the person who goes on in, or a page where they were here already."""
    for key in (HELD, NAMED):
        request.session.pop(key, None)
    if person.public_id != invitation.becomes:
        return render(request, "accounts/invitation_known.html")
    return person


def _in_with_passkey(request: HttpRequest, person: Person, given: dict[str, Any]) -> HttpResponse:
    passkey = auth.WebAuthn.add(person, given["name"], given["credential"]).instance
    at = timezone.now()
    detail = {"kind": "passkey"}
    record("second_factor_set_up", kind="person", subject=person.public_id, by=person, at=at, detail=detail)
    make_recovery_codes(person=person, by=person, at=at)
    post_authentication(request, passkey, passwordless=True)
    answer = perform_login(request, Login(user=person, email=person.email))
    if not request.user.is_authenticated:
        return answer
    open_codes(request, at)
    return redirect("accounts:recovery_codes")
