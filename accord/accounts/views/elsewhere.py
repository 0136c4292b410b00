"""To another organisation to sign in there, and back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException

from accord.accounts.elsewhere import CameInvited, CameWithoutAnswer, SignedAnswersOnly
from accord.accounts.views.accepting import without_answer
from accord.accounts.views.accepting_elsewhere import come_back_invited

UNKNOWN = "Nobody signs in here through an organisation of this name."
View = Callable[[HttpRequest, str], HttpResponse]


def _answered(view: View) -> View:
    """Say in words where an organisation does not answer, or answers something that makes no sense."""

    @wraps(view)
    def whole(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except SocialApp.DoesNotExist as error:
            raise Http404(UNKNOWN) from error
        except (RequestException, KeyError) as error:
            provider = SignedAnswersOnly(request, provider_id).get_provider()
            answer: HttpResponse = render_authentication_error(request, provider, exception=error)
            return answer

    return whole


@_answered
def go_there(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the organisation's own sign-in page; asks first where one only looks."""
    answer: HttpResponse = OAuth2LoginView.adapter_view(SignedAnswersOnly(request, provider_id))(request)
    return answer


@_answered
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the organisation's answer, and sign in whoever it names if they were invited, or are now accepting that."""
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(SignedAnswersOnly(request, provider_id))(request)
    except CameInvited as back:
        return come_back_invited(request, back)
    except CameWithoutAnswer as none:
        return without_answer(request, none)
    return answer
