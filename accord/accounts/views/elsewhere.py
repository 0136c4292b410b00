"""To another organisation to sign in there, and back."""

from __future__ import annotations

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse

from accord.accounts.elsewhere import SignedAnswersOnly

UNKNOWN = "Nobody signs in here through an organisation of this name."


def go_there(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the organisation's own sign-in page; asks first where one only looks."""
    try:
        return OAuth2LoginView.adapter_view(SignedAnswersOnly(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404(UNKNOWN) from error


def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the organisation's answer, and sign in whoever it names if they were invited."""
    try:
        return OAuth2CallbackView.adapter_view(SignedAnswersOnly(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404(UNKNOWN) from error
