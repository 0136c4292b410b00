"""People who sign in at another organisation: how Accord answers django-allauth about them."""

from __future__ import annotations

import logging
from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess, ProviderException
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.shortcuts import render

from accord.accounts.models.people import Person

SIGNED_WITH = frozenset({"RS256", "PS256", "ES256"})
"""Signatures by a key that only the organisation has; never one by a secret that is shared, and never none."""

log = logging.getLogger(__name__)


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
        """Refuse to tie an account elsewhere to whoever is signed in: an invitation or a checked address does that."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(render(request, "account/signup_closed.html", status=403))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **words: Any) -> None:
        """Leave a line for the operator: which organisation, and what kind of thing went wrong."""
        log.warning("Signing in at %s failed: %s", provider.app.provider_id, type(words.get("exception")).__name__)


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
        whole = {**said, **more}
        # Some write the word instead of the value; every other word, "false" among them, is no yes.
        whole["email_verified"] = whole.get("email_verified") in (True, "true")
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
