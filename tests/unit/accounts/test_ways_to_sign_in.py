"""How one signs in, in words, and browsers by what they say of themselves."""

from __future__ import annotations

import pytest

from accord.accounts.presenters.signing_in import browser_words, codes_sentence, sessions_sentence, ways_sentence


@pytest.mark.parametrize(
    ("passkeys", "app", "password", "needed", "said"),
    [
        (1, False, False, True, "You sign in with a passkey."),
        (2, False, True, True, "You sign in with a passkey."),
        (1, True, True, True, "You sign in with a passkey, or with your password and a code from your app."),
        (0, True, True, True, "You sign in with your password and a code from your app."),
        (0, False, True, False, "You sign in with your password alone."),
        (0, False, False, False, "You sign in through another organisation."),
        (
            0, False, True, True,
            "You sign in with your password alone. Your role needs a second factor as well: add a passkey or set up an "
            "app, then go on.",
        ),
    ],
)  # fmt: skip
def test_the_sentence(passkeys, app, password, needed, said):
    assert ways_sentence(passkeys, app, password, needed) == said


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0 Safari/537.36",
         "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605 Version/18.4 Safari/604.1",
         "Safari on an iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("", "A browser"),
        ("<script>", "A browser"),
    ],
)  # fmt: skip
def test_browsers(agent, said):
    assert browser_words(agent) == said


def test_numbers_of_codes_and_sessions():
    assert codes_sentence(0) == "You have no recovery codes left."
    assert codes_sentence(1) == "You have 1 unused recovery code."
    assert sessions_sentence(0) == "You are signed in here and nowhere else."
    assert sessions_sentence(2) == "You are signed in here and in 2 other browsers."
