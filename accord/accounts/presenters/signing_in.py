"""Ways to sign in, sessions and recovery codes, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accord.ui.components.lists import Action, Fact

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("CrOS", "a Chromebook"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Card:
    """One of several things of a kind, as a card. ``end`` is where a form is sent that ends it."""

    name: str
    facts: tuple[Fact, ...]
    actions: tuple[Action, ...] = ()
    end: str = ""


def spelled_moment(moment: datetime) -> str:
    """``6 March 2026 at 09:05``, by London's clock."""
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y} at {local:%H:%M}"


def ways_sentence(passkeys: int, app: bool, password: bool, needed: bool) -> str:
    """How somebody signs in now, and what is missing."""
    ways = ["a passkey"] if passkeys else []
    if password and (app or not passkeys):
        ways.append("your password and a code from your app" if app else "your password alone")
    sentence = f"You sign in with {', or with '.join(ways)}." if ways else "You sign in through another organisation."
    if needed and not passkeys and not app:
        return f"{sentence} Your role needs a second factor as well: add a passkey or set up an app, then go on."
    return sentence


def codes_sentence(left: int) -> str:
    """How many recovery codes are left."""
    if not left:
        return "You have no recovery codes left."
    return f"You have {left} unused recovery code{'' if left == 1 else 's'}."


def passkey_key(passkey: Authenticator) -> str:
    """What a passkey is called in an address: nothing that could be counted up."""
    return salted_hmac("accord.passkey", str(passkey.pk), algorithm="sha256").hexdigest()[:20]


def passkey_card(passkey: Authenticator) -> Card:
    """One passkey, with when it was made and used."""
    name = passkey.wrap().name
    used = spelled_moment(passkey.last_used_at) if passkey.last_used_at else "not yet"
    address = reverse("mfa_remove_webauthn", args=[passkey_key(passkey)])
    return Card(
        name,
        (Fact("Made", spelled_moment(passkey.created_at)), Fact("Last used", used)),
        (Action("Take away", address, about=name),),
    )


def session_key(session: UserSession) -> str:
    """What a session is called in an address: nothing that opens it."""
    return salted_hmac("accord.session", session.session_key, algorithm="sha256").hexdigest()[:20]


def sessions_sentence(others: int) -> str:
    """In how many other browsers somebody is signed in."""
    if not others:
        return "You are signed in here and nowhere else."
    return f"You are signed in here and in {others} other browser{'' if others == 1 else 's'}."


def session_card(session: UserSession, current: bool) -> Card:
    """One session: by which browser, since when, from where; another than this can be ended."""
    name = f"{browser_words(session.user_agent)}{' (this one)' if current else ''}"
    facts = (Fact("Signed in", spelled_moment(session.created_at)), Fact("From the address", session.ip))
    return Card(name, facts, end="" if current else reverse("accounts:end_session", args=[session_key(session)]))


def browser_words(agent: str) -> str:
    """``Firefox on Windows``: what a browser says of itself, without its numbers."""
    browser = _first(agent, BROWSERS) or "A browser"
    system = _first(agent, SYSTEMS)
    return f"{browser} on {system}" if system else browser


def _first(agent: str, known: Sequence[tuple[str, str]]) -> str:
    return next((name for sign, name in known if sign in agent), "")
