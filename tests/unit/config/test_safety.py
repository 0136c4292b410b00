"""An unsafe site does not start, and says which setting and what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.config.homes import lay_out, secret_key
from accord.config.safety import Installation, is_loopback, stop_if, unsafe

GOOD_KEY = "Zq3-vT8_wYb1LmXk7RdN5cHs0PfGj2UaE9oQiS4nB6tKxV-yWzCeA"


@pytest.fixture
def safe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """A site as it should be."""
    monkeypatch.delenv("ACCORD_SECRET_KEY", raising=False)
    home = lay_out(tmp_path / "home")
    return Installation(
        debug=False, hosts=["accord.example.gov.uk"], secret_key=secret_key(home), behind_tls=True, home=home
    )


def test_a_safe_site_starts(safe):
    assert unsafe(safe) == []
    assert unsafe(replace(safe, secret_key=GOOD_KEY, bound_to="0.0.0.0")) == []
    alone = replace(safe, behind_tls=False, hosts=["localhost", "127.0.0.1", "[::1]"], bound_to="127.0.0.1")
    assert unsafe(alone) == []


@pytest.mark.parametrize(
    ("change", "setting", "fix"),
    [
        ({"debug": True}, "ACCORD_DEBUG", "Take it away"),
        ({"hosts": []}, "ACCORD_HOSTS", "Give the names"),
        ({"hosts": [" "]}, "ACCORD_HOSTS", "Give the names"),
        ({"hosts": ["*"]}, "ACCORD_HOSTS", "Name each host in full"),
        ({"hosts": ["accord.example.gov.uk", "*.example.gov.uk"]}, "ACCORD_HOSTS", "Name each host in full"),
        ({"hosts": [".example.gov.uk"]}, "ACCORD_HOSTS", "Name each host in full"),
        ({"secret_key": ""}, "ACCORD_SECRET_KEY", "Take it away and Accord makes one"),
        ({"secret_key": GOOD_KEY[:30]}, "ACCORD_SECRET_KEY", "Take it away and Accord makes one"),
        ({"secret_key": "ab" * 40}, "ACCORD_SECRET_KEY", "Take it away and Accord makes one"),
        ({"secret_key": "django-insecure-" + GOOD_KEY}, "ACCORD_SECRET_KEY", "Take it away and Accord makes one"),
        ({"secret_key": "ChangeMe" + GOOD_KEY}, "ACCORD_SECRET_KEY", "Take it away and Accord makes one"),
        ({"behind_tls": False}, "ACCORD_BEHIND_TLS", "set it to true"),
        ({"behind_tls": False, "hosts": ["localhost"], "bound_to": "0.0.0.0"}, "--host", "Listen on 127.0.0.1"),
        ({"behind_tls": False, "hosts": ["localhost"], "bound_to": "192.0.2.7"}, "--host", "Listen on 127.0.0.1"),
        ({"behind_tls": False, "hosts": ["localhost"], "bound_to": "::"}, "--host", "Listen on 127.0.0.1"),
    ],
)
def test_an_unsafe_site_says_which_setting_and_the_fix(safe, change, setting, fix):
    found = unsafe(replace(safe, **change))
    assert [each.setting for each in found] == [setting]
    assert fix in found[0].fix and len(str(found[0])) > 60


@pytest.mark.parametrize(("name", "mode"), [("", 0o755), ("", 0o750), ("secret_key", 0o644), ("accord.sqlite3", 0o640)])
def test_an_open_home_is_refused(safe, name, mode):
    path = safe.home / name if name else safe.home
    if name:
        path.touch()
    path.chmod(mode)
    found = unsafe(safe)
    assert [each.setting for each in found] == ["ACCORD_HOME"]
    assert "chmod" in found[0].fix and str(path) in found[0].fix


def test_all_reasons_are_given_at_once_and_the_process_ends(safe):
    said: list[str] = []
    found = unsafe(replace(safe, debug=True, hosts=["*"], secret_key="short"))
    with pytest.raises(SystemExit) as ended:
        stop_if(found, said.append)
    assert ended.value.code == 3
    assert [word in said[0] for word in ("ACCORD_DEBUG", "ACCORD_HOSTS", "ACCORD_SECRET_KEY")] == [True] * 3
    assert "short" not in said[0].replace("It is short", ""), "the key itself is not told"
    stop_if([], said.append)
    assert len(said) == 1


def test_own_addresses_are_told_from_others():
    own = ("localhost", "LOCALHOST", "a.localhost", "127.0.0.1", "127.9.9.9", "[::1]", "::1")
    others = ("", "0.0.0.0", "::", "10.0.0.1", "localhost.example.org", "127.0.0.1.example.org", "notlocalhost")
    assert [host for host in own if not is_loopback(host)] == []
    assert [host for host in others if is_loopback(host)] == []


@given(st.text(max_size=49))
def test_no_short_key_is_believed(key):
    here = Installation(debug=False, hosts=["localhost"], secret_key=key, behind_tls=False, home=Path("/nonexistent"))
    assert [each.setting for each in unsafe(here)] == ["ACCORD_SECRET_KEY"]
