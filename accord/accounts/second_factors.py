"""How Accord answers django-allauth about second factors, and who has to have one."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import qrcode
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from qrcode.image.svg import SvgPathImage

from accord.accounts.models.people import Person
from accord.accounts.permission import rights
from accord.accounts.wording import SECOND_FACTOR
from accord.ui.installation import installation
from accord.ui.openness import ANYBODY

REAL = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor; recovery codes only stand in for one."""


class SecondFactors(DefaultMFAAdapter):
    """Codes and passkeys, with their secrets encrypted under the site's key."""

    error_messages = {**DefaultMFAAdapter.error_messages, **SECOND_FACTOR}

    def encrypt(self, text: str) -> str:
        """A secret as it is kept: a copy of the database alone makes no codes."""
        return _cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """A secret as it is used. One that this site's key does not open becomes a secret that nobody has."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode("ascii")

    def get_totp_issuer(self) -> str:
        """Whose site it is, as the app shows it."""
        return f"Accord, {installation().authority}"

    def build_totp_svg(self, url: str) -> str:
        """The picture to photograph, as a part of the page: it may not be loaded from an address of its own."""
        picture = BytesIO()
        qrcode.make(url, image_factory=SvgPathImage, box_size=12).save(picture)
        drawn = picture.getvalue().decode("utf8")
        return drawn[drawn.index("<svg") :].replace(
            "<svg", '<svg role="img" aria-label="A square code to photograph with the app"', 1
        )

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:  # noqa: A002
        """What a passkey is called until its owner calls it something."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return f"Passkey {number}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whose passkeys these are: the host's name binds them, the authority's is shown."""
        host = context.request.get_host().partition(":")[0]
        return {"id": host, "name": f"Accord, {installation().authority}"}

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, Any]:
        """Whose passkey it is: known before the person is, and not to be counted up."""
        return {"id": user.public_id.bytes, "display_name": str(user), "name": user.email}


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"accord.second-factors:{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def has_second_factor(person: Person) -> bool:
    """Whether somebody has set up an app for codes or a passkey."""
    return Authenticator.objects.filter(user_id=person.pk, type__in=REAL).exists()


def session_has_second_factor(request: HttpRequest) -> bool:
    """Whether whoever sits at this session has shown a second factor, or set one up, in it, and still has one."""
    shown = any(each.get("method") == "mfa" for each in get_authentication_records(request, request.user))
    return shown and has_second_factor(request.user)


# Pages that somebody is led through --------------------------------------------------------------------------

WANTED_PAGE = "page_wanted_before_second_factor"
"""Where a session keeps the address that was asked for before a second factor was set up."""

CODES_OPEN_UNTIL = "recovery_codes_open_until"
CODES_OPEN_FOR = 10 * 60
"""Seconds for which the session that made recovery codes is shown them."""


def open_codes(request: HttpRequest, now: datetime) -> None:
    """Show recovery codes that were made just now, in this session and for a short time."""
    request.session[CODES_OPEN_UNTIL] = now.timestamp() + CODES_OPEN_FOR


def codes_are_open(request: HttpRequest, now: datetime) -> bool:
    """Whether this session made recovery codes a short time ago."""
    return float(request.session.get(CODES_OPEN_UNTIL, 0)) > now.timestamp()


class SecondFactorFirst:
    """Middleware: whoever holds a role that needs a second factor shows it, or sets it up, before anything else.

    Not in a demonstration: its data are invented, and whoever tries it has its password from the command line.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Sequence[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Lead to where a second factor is shown or set up, or let the page be answered."""
        if settings.ACCORD_DEMONSTRATION or not request.user.is_authenticated:
            return None
        if getattr(view, "needs", None) == ANYBODY or _name(request) in ON_THE_WAY:
            return None
        if not rights(request).needs_second_factor() or session_has_second_factor(request):
            return None
        if request.method == "GET":
            request.session[WANTED_PAGE] = request.get_full_path()
        return redirect(_where(request))


ON_THE_WAY = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_reauthenticate",
    }
)
"""Pages that lead to a second factor, and nothing else. What takes one away is not among them."""


def _name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _where(request: HttpRequest) -> str:
    kinds = set(Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True))
    wanted = urlencode({"next": request.get_full_path() if request.method == "GET" else "/"})
    if Authenticator.Type.TOTP in kinds:
        return f"{reverse('mfa_reauthenticate')}?{wanted}"
    if Authenticator.Type.WEBAUTHN in kinds:
        return f"{reverse('mfa_reauthenticate_webauthn')}?{wanted}"
    return reverse("mfa_index")
