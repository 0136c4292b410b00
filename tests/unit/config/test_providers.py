"""The file of other organisations: what it may say, and what is wrong with it in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from accord.config.providers import NotSense, allauth_apps, origins, providers

GOOD = """
- code: entra
  name: the council
  server: https://login.county.example/tenant/v2.0
  client: 0000-1111
  secret_file: entra-secret
  vouches_for: [county.example]
- code: dfe
  name: DfE Sign-in
  server: https://oidc.example
  client: accord
  secret: written here
  origins: [https://interactions.example]
"""


def test_what_is_written_is_what_is_known(tmp_path: Path):
    (tmp_path / "sign-in-providers.yaml").write_text(GOOD)
    (tmp_path / "entra-secret").write_text("  from a file\n")
    entra, dfe = providers("", tmp_path)
    assert (entra.code, entra.secret, entra.vouches_for) == ("entra", "from a file", ("county.example",))
    assert (dfe.name, dfe.secret, dfe.vouches_for) == ("DfE Sign-in", "written here", ())
    assert origins((entra, dfe)) == [
        "https://interactions.example", "https://login.county.example", "https://oidc.example",
    ]  # fmt: skip
    app = allauth_apps((entra,))[0]
    assert app["settings"]["oauth_pkce_enabled"] is True and app["settings"]["verified_email"] == ["county.example"]


def test_no_file_no_providers(tmp_path: Path):
    assert providers("", tmp_path) == ()
    with pytest.raises(FileNotFoundError):
        providers(str(tmp_path / "nothing.yaml"), tmp_path)


ENTRY = {"code": "a1", "name": "A", "server": "https://a.example", "client": "c", "secret": "s"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"server": "http://a.example"}, "write an address with https://"),
        ({"server": "ftp://a.example"}, "write an address with https://"),
        ({"server": "https:/a.example", "origins": ["http://b.example"]}, "write an address with https://"),
        ({"name": ""}, "no “name”"),
        ({"client": 7}, "no “client”"),
        ({"code": "A b"}, "small letters"),
        ({"code": "../up"}, "small letters"),
        ({"secret": " "}, "no secret"),
        ({"secrets": "x"}, "no others"),
    ],
)
def test_what_is_wrong_is_named_with_its_fix(tmp_path: Path, change: dict[str, object], said: str):
    file = tmp_path / "own.yaml"
    lines = [f"{'-' if n == 0 else ' '} {key}: {value!r}" for n, (key, value) in enumerate({**ENTRY, **change}.items())]
    file.write_text("\n".join(lines))
    with pytest.raises(NotSense, match="own.yaml") as refused:
        providers(str(file), tmp_path)
    assert said in str(refused.value) and "'s'" not in str(refused.value)


@pytest.mark.parametrize("text", ["just words", "code: a", "- just words", "- [a]"])
def test_something_else_than_a_list_of_providers(tmp_path: Path, text: str):
    (tmp_path / "own.yaml").write_text(text)
    with pytest.raises(NotSense):
        providers(str(tmp_path / "own.yaml"), tmp_path)


def test_two_with_one_code(tmp_path: Path):
    twice = GOOD.replace("code: dfe", "code: entra").replace("secret_file: entra-secret", "secret: x")
    (tmp_path / "own.yaml").write_text(twice)
    with pytest.raises(NotSense, match="one code"):
        providers(str(tmp_path / "own.yaml"), tmp_path)
