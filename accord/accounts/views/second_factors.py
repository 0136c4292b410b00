"""How one signs in: passkeys, an app for codes, recovery codes."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accord.accounts.actions.events import record
from accord.accounts.actions.recovery_codes import make_recovery_codes
from accord.accounts.permission import rights
from accord.accounts.presenters.signing_in import codes_sentence, passkey_card, passkey_key, ways_sentence
from accord.accounts.queries.second_factors import passkeys_of, unused_codes
from accord.accounts.second_factors import WANTED_PAGE, codes_are_open, open_codes

FIRST_PAGE = "/"


class HowOneSignsIn(IndexView):
    """Everything that opens this account, and what is still missing."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """In words."""
        found = super().get_context_data(**kwargs)
        person = self.request.user
        passkeys, app = passkeys_of(person), found["authenticators"].get(Authenticator.Type.TOTP)
        needed = rights(self.request).needs_second_factor() and not settings.ACCORD_DEMONSTRATION
        sentence = ways_sentence(len(passkeys), app is not None, person.has_usable_password(), needed)
        return {
            **found,
            "sentence": sentence,
            "passkeys": [passkey_card(each) for each in passkeys],
            "app": app,
            "codes_said": codes_sentence(len(unused_codes(person))),
            "demonstration": settings.ACCORD_DEMONSTRATION,
        }


def _set_up(request: HttpRequest, kind: str, authenticator: Authenticator, first: bool) -> HttpResponse:
    """A new second factor: shown in this session, and every other session has to show it when it signs in again."""
    post_authentication(request, authenticator)
    end_other_sessions(request, request.user)
    subject = request.user.public_id
    record(
        "second_factor_set_up", kind="person", subject=subject, by=request.user, at=timezone.now(),
        detail={"kind": kind},
    )  # fmt: skip
    if first:
        make_recovery_codes(person=request.user, by=request.user, at=timezone.now())
        open_codes(request, timezone.now())
        return redirect("accounts:recovery_codes")
    return HttpResponseRedirect(request.session.pop(WANTED_PAGE, None) or reverse("mfa_index"))


class SetUpApp(ActivateTOTPView):
    """An app for codes, proved by its first code."""

    def get_success_url(self) -> str:
        """Where the sign-in package would go; `form_valid` goes further."""
        return reverse("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        """Then the recovery codes, or back to what was wanted."""
        first = not unused_codes(self.request.user)
        super().form_valid(form)
        app = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        return _set_up(self.request, "app", app, first)


class TakeAppAway(DeactivateTOTPView):
    """An app for codes that is no longer used."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Recorded."""
        answer = super().form_valid(form)
        _record_taken(self.request, "app")
        return answer


class AddPasskey(AddWebAuthnView):
    """A passkey that is enough by itself: it says whose it is, and asks its owner for a finger, a face or a PIN."""

    def get_success_url(self) -> str:
        """Where the sign-in package would go; `form_valid` goes further."""
        return reverse("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what is asked of the device."""
        found = super().get_context_data(**kwargs)
        found["js_data"] = {"creation_options": auth.begin_registration(self.request.user, True)}
        return found

    def form_valid(self, form: Any) -> HttpResponse:
        """Then the recovery codes, or back to what was wanted."""
        first = not unused_codes(self.request.user)
        super().form_valid(form)
        newest = passkeys_of(self.request.user)[-1]
        return _set_up(self.request, "passkey", newest, first)


class TakePasskeyAway(RemoveWebAuthnView):
    """A passkey that is no longer used."""

    success_url = reverse_lazy("mfa_index")

    def get_object(self, queryset: Any = None) -> Authenticator:
        """By its name in the address, among the reader's own."""
        for each in passkeys_of(self.request.user):
            if passkey_key(each) == self.kwargs["key"]:
                return each
        raise Http404("You have no such passkey.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With its name."""
        return {**super().get_context_data(**kwargs), "authenticator": self.object}

    def form_valid(self, form: Any) -> HttpResponse:
        """Recorded."""
        answer = super().form_valid(form)
        _record_taken(self.request, "passkey")
        return answer


def _record_taken(request: HttpRequest, kind: str) -> None:
    person = request.user
    record(
        "second_factor_taken_away", kind="person", subject=person.public_id, by=person, at=timezone.now(),
        detail={"kind": kind},
    )  # fmt: skip


@reauthentication_required(app="allauth.mfa", allow_get=True)
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes once, in the session that made them; afterwards how many are left, and new ones to make."""
    now = timezone.now()
    if request.method == "POST":
        if not make_recovery_codes(person=request.user, by=request.user, at=now):
            messages.warning(request, "Add a passkey or set up an app first: recovery codes stand in for one.")
            return redirect("mfa_index")
        open_codes(request, now)
        return redirect("accounts:recovery_codes")
    left = unused_codes(request.user)
    return render(
        request,
        "mfa/recovery_codes/index.html",
        {
            "codes": left if codes_are_open(request, now) else [],
            "codes_said": codes_sentence(len(left)),
            "next_url": request.session.get(WANTED_PAGE) or FIRST_PAGE,
        },
    )


@require_safe
def recovery_codes_file(request: HttpRequest) -> HttpResponse:
    """The same codes as a text file, as long as their page shows them."""
    codes = unused_codes(request.user)
    if not codes or not codes_are_open(request, timezone.now()):
        raise Http404("Recovery codes are shown only when they are made.")
    text = "Recovery codes for Accord. Each works once.\n\n" + "\n".join(codes) + "\n"
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return answer
