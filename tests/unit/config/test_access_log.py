"""What opens something stands in no line of the web server, nor in Django's own."""

from __future__ import annotations

import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from gunicorn.config import Config

from accord.cli.serve import LOG_FORMAT
from accord.config.access_log import NamesNoKeys
from accord.config.keys_in_addresses import WithoutKeys, without_keys

KEY = "passkey-That_opens"


def line(path: str) -> str:
    """The line of a request, as the server writes it."""
    answer = SimpleNamespace(status="200 OK", sent=5, headers=[])
    asked = SimpleNamespace(headers=[])
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": path, "PATH_INFO": path, "QUERY_STRING": "", "REMOTE_ADDR": "::1",
               "SERVER_PROTOCOL": "HTTP/1.1"}  # fmt: skip
    atoms = NamesNoKeys(Config()).atoms(answer, asked, environ, timedelta(seconds=1))
    return LOG_FORMAT % atoms


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("accounts:open_invitation", {"token": KEY}),
        ("dashboards:return_by_link", {"token": KEY}),
        ("account_reset_password_from_key", {"uidb36": "1", "key": KEY}),
    ],
)
def test_a_key_in_an_address_is_not_written(name: str, given: dict[str, str]):
    path = reverse(name, kwargs=given)
    assert KEY in path
    assert KEY not in line(path) and "..." in line(path)


def test_django_names_no_key_of_an_address_that_is_not_there(client: Client):
    """Nor of one that is answered with any other error: it writes the path of each."""
    path = f"/returns/by/{KEY}/gone/"
    (plain,) = {each.formatter for each in logging.getLogger().handlers if isinstance(each.formatter, WithoutKeys)}
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(plain.format(record))

    kept = Kept()
    logging.getLogger("django.request").addHandler(kept)
    try:
        assert client.get(path).status_code == 404
    finally:
        logging.getLogger("django.request").removeHandler(kept)
    assert lines and all("/returns/by/..." in each and KEY not in each for each in lines)


@pytest.mark.parametrize("path", ["/groups/heron/", "/accounts/invitation/", "/accounts/invitation/passkey/"])
def test_other_addresses_stand_as_they_are(path: str):
    assert without_keys(path) == path and path in line(path)
