"""What every answer tells the browser it may do, and what a signed-in page leaves behind: nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

READ = (
    "from django.conf import settings as s;"
    "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS)"
)


def policy(client: Client) -> dict[str, str]:
    header = client.get("/accounts/login/")["Content-Security-Policy"]
    return dict(part.strip().partition(" ")[::2] for part in header.split(";"))


@pytest.mark.django_db
def test_nothing_is_allowed_that_is_not_named(client: Client):
    directives = policy(client)
    assert directives["default-src"] == "'none'"
    assert directives["form-action"] == "'self'"
    assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    everything = set(" ".join(directives.values()).split())
    nonces = {each for each in everything if each.startswith("'nonce-")}
    assert everything - nonces == {"'none'", "'self'"}, "no inline, no eval, no other host"
    assert nonces == {directives["style-src"]} == {directives["script-src"]}


@pytest.mark.django_db
def test_the_other_headers(client: Client):
    answer = client.get("/accounts/login/")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert "geolocation=()" in answer["Permissions-Policy"]


@pytest.mark.django_db
def test_signed_in_pages_are_kept_nowhere_and_cookies_are_closed(client: Client):
    get_user_model().objects.create_user("head@example.org", "correct horse battery")
    answer = client.post("/accounts/login/", {"login": "head@example.org", "password": "correct horse battery"})
    assert answer.status_code == 302
    cookie = client.cookies["accord_session"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert "no-store" in client.get("/")["Cache-Control"]


@pytest.mark.django_db
def test_nobody_signs_up(client: Client):
    assert client.get("/accounts/signup/").status_code == 404
    assert client.get("/accounts/elsewhere/").status_code == 404


@pytest.mark.django_db
def test_a_strange_host_is_refused(client: Client):
    assert client.get("/accounts/login/", headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.parametrize(("given", "read"), [("true", "True True 31536000"), ("false", "False False 0")])
def test_cookies_are_secure_behind_tls(tmp_path: Path, given: str, read: str):
    env = {**os.environ, "ACCORD_HOME": str(tmp_path), "ACCORD_BEHIND_TLS": given}
    answer = subprocess.run([sys.executable, "-c", READ], env=env, stdout=subprocess.PIPE, text=True, check=True)
    assert answer.stdout.strip() == read
