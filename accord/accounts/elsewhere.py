"""People who sign in at another organisation: how Accord answers django-allauth about them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthError, AuthProcess, ProviderException
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

from accord.accounts.models.people import Person
from accord.accounts.rules.invitations import same_address

SIGNED_WITH = frozenset({"RS256", "PS256", "ES256"})
"""Signatures by a key that only the organisation has; never one by a secret that is shared, and never none."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Begun:
    """Where somebody went to another organisation from: an invitation, by the digest of its link, and their name.

    It is kept in the session that began, for ten minutes and for one answer. Only a random word for it travels.
    """

    link: str
    name: str


class CameInvited(Exception):  # noqa: N818 - no error: the way on is another one
    """Whoever comes back with an answer began at an invitation."""

    def __init__(self, begun: Begun, login: SocialLogin) -> None:
        super().__init__("invited")
        self.begun, self.login = begun, login


class CameWithoutAnswer(Exception):  # noqa: N818
    """Whoever began at an invitation comes back without an answer that can be used, or could not go there."""

    def __init__(self, organisation: str, *, stopped: bool = False) -> None:
        super().__init__("no answer")
        self.organisation, self.stopped = organisation, stopped


def lead_invited(request: HttpRequest, code: str, begun: Begun) -> HttpResponse:
    """Lead somebody from their invitation to an organisation.

    Raises SocialApp.DoesNotExist where there is none by this code, CameWithoutAnswer where it does not answer.
    """
    provider = SignedAnswersOnly(request, code).get_provider()
    try:
        answer: HttpResponse = provider.redirect(
            request, AuthProcess.LOGIN, data={"link": begun.link, "name": begun.name}
        )
    except (RequestException, KeyError) as error:
        log.warning("Signing in at %s failed: %s", code, type(error).__name__)
        raise CameWithoutAnswer(provider.app.name) from error
    return answer


def _begun(state: Mapping[str, Any] | None) -> Begun | None:
    kept = (state or {}).get("data")
    return Begun(kept["link"], kept["name"]) if kept else None


class KnownElsewhere(DefaultSocialAccountAdapter):
    """Finds the person of an account elsewhere; never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: people are invited."""
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[Person, str] | None:
        """The person who has this checked address and no other account at the same organisation.

        An address that passes from a leaver to a joiner opens nothing: the leaver's account there stays the only one.
        """
        found = super().authenticate_by_email(sociallogin)
        if found is None:
            return None
        person, _ = found
        others = SocialAccount.objects.filter(user_id=person.pk, provider=sociallogin.account.provider)
        if others.exclude(uid=sociallogin.account.uid).exists():
            log.warning("Another account at %s has the address of somebody known here.", sociallogin.account.provider)
            return None
        return found

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse to tie an account elsewhere to whoever is signed in: an invitation or a checked address does that.

        Raises CameInvited for somebody who began at an invitation: they are not signed in by who they are, but by it.
        """
        begun = _begun(sociallogin.state)
        if begun is not None:
            raise CameInvited(begun, sociallogin)
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(render(request, "account/signup_closed.html", status=403))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **words: Any) -> None:
        """Leave a line for the operator: which organisation, and what kind of thing went wrong.

        Raises CameWithoutAnswer for somebody who began at an invitation, so that they find back to it.
        """
        log.warning("Signing in at %s failed: %s", provider.app.provider_id, type(words.get("exception")).__name__)
        if _begun((words.get("extra_context") or {}).get("state")) is not None:
            raise CameWithoutAnswer(provider.app.name, stopped=words.get("error") == AuthError.CANCELLED)


class SignedAnswersOnly(OpenIDConnectOAuth2Adapter):
    """Takes the word of an organisation only under its signature, and keeps nothing of it but the subject."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **words: Any) -> SocialLogin:
        """Who signed in. Raises ProviderException where the signed answer and the rest are about two people."""
        signed = words["response"].get("id_token")
        if not signed:
            raise ProviderException("The organisation sent no signed answer (id_token).")
        said = self._decode_id_token(app, signed)
        more = self._fetch_user_info(token.token) if "userinfo_endpoint" in self.openid_config else {}
        if not said.get("sub") or (more and more.get("sub") != said["sub"]):
            raise ProviderException("The signed answer is about somebody else than the rest, or about nobody.")
        whole = {**said, **more, **_address(said, more)}
        login: SocialLogin = self.get_provider().sociallogin_from_response(request, whole)
        login.account.extra_data = {}
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            if jwt.get_unverified_header(id_token).get("alg") not in SIGNED_WITH:
                raise ProviderException("The answer is not signed in a way that can be checked.")
            decoded: dict[str, Any] = jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
                verify_signature=True,
            )
        except (KeyError, TypeError, ValueError, jwt.PyJWTError) as error:
            raise ProviderException("The signed answer cannot be read.") from error
        return decoded


def _address(said: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """The address and whether it is checked, both from one place: the signed answer, where that names an address.

    Else one could be named in one place, and the yes for another stand in the other.
    """
    signed, told = (part["email"] if isinstance(part.get("email"), str) else "" for part in (said, more))
    signed_counts = signed and ("email_verified" in said or not same_address(signed, told))
    part, address = (said, signed) if signed_counts else (more or said, told or signed)
    # Some write the word instead of the value; every other word, "false" among them, is no yes.
    return {"email": address, "email_verified": part.get("email_verified") in (True, "true")}
