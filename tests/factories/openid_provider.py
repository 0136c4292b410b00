"""Another organisation that people sign in at: a small OpenID Connect provider of our own, on this machine only."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "accord-in-tests", "a secret between two servers"
KEY_ID = "one"
CLAIMS = {"sub": "subject-7", "email": "ann@elm.example", "email_verified": True, "name": "Ann Lee"}


def new_key() -> rsa.RSAPrivateKey:
    """A key to sign with."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Organisation:
    """What the provider says; tests change it to see what is believed.

    ``asked`` is what it was asked, in order; ``heard`` every word of that: addresses, headers and what was sent.
    """

    url: str = ""
    claims: dict[str, Any] = field(default_factory=lambda: dict(CLAIMS))
    userinfo: dict[str, Any] = field(default_factory=lambda: dict(CLAIMS))
    signs_with: rsa.RSAPrivateKey = field(default_factory=new_key)
    shows: rsa.RSAPrivateKey | None = None
    algorithm: str = "RS256"
    sends_token: bool = True
    issuer: str = ""
    audience: str = CLIENT
    lives: int = 300
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    def is_(self, **claims: Any) -> None:
        """Somebody else is asking to be signed in from now on."""
        self.claims |= claims
        self.userinfo |= claims

    def configuration(self) -> dict[str, Any]:
        """Where everything is."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def keys(self) -> dict[str, Any]:
        """The public part of the key that it says it signs with."""
        public = (self.shows or self.signs_with).public_key()
        shown = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(public))
        return {"keys": [{**shown, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]}

    def back(self, question: str) -> str:
        """Where it leads somebody who has signed in, for the question it was asked in an address."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(question).query).items()}
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any]:
        """What a code is exchanged for: refused without the secret, and without what began the exchange."""
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None or sent.get("client_secret") != SECRET or "code_challenge" not in asked:
            return {"error": "invalid_grant"}
        now = int(time.time())
        said = {
            **self.claims, "iss": self.issuer or self.url, "aud": self.audience, "iat": now,
            "exp": now + self.lives, "jti": secrets.token_hex(8),
        }  # fmt: skip
        answer: dict[str, Any] = {"access_token": secrets.token_urlsafe(8), "token_type": "Bearer"}
        if self.sends_token:
            answer["id_token"] = jwt.encode(said, self._key(), algorithm=self.algorithm, headers={"kid": KEY_ID})
        return answer

    def _key(self) -> Any:
        if self.algorithm == "none":
            return None
        return "a shared secret that is long enough to be one" if self.algorithm == "HS256" else self.signs_with


SIGN_IN_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Sign in at the county</title>
<link rel="icon" href="data:,"></head><body><main><h1>The county</h1>
<p><a href="{yes}">I am Ann Lee</a></p><p><a href="{no}">Stop</a></p></main></body></html>"""


def _door(organisation: Organisation) -> type[BaseHTTPRequestHandler]:
    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 - the name is the library's
            path = urlsplit(self.path).path
            organisation.asked.append(path)
            organisation.heard.append(f"{self.path}\n{self.headers}")
            if path == "/.well-known/openid-configuration":
                self._send(organisation.configuration())
            elif path == "/keys":
                self._send(organisation.keys())
            elif path == "/userinfo":
                self._send(organisation.userinfo)
            elif path == "/authorize":
                yes = organisation.back(self.path)
                no = yes.replace("code=", "error=access_denied&x=")
                self._send(SIGN_IN_PAGE.format(yes=yes.replace("&", "&amp;"), no=no.replace("&", "&amp;")))
            else:
                self._send({"error": "nothing here"}, 404)

        def do_POST(self) -> None:  # noqa: N802
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            organisation.asked.append(urlsplit(self.path).path)
            organisation.heard.append(f"{self.path}\n{self.headers}\n{body}")
            answer = organisation.token({name: values[0] for name, values in parse_qs(body).items()})
            self._send(answer, 400 if "error" in answer else 200)

        def _send(self, what: dict[str, Any] | str, status: int = 200) -> None:
            text = what if isinstance(what, str) else json.dumps(what)
            kind = "text/html; charset=utf-8" if isinstance(what, str) else "application/json"
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *words: Any) -> None:
            """Say nothing."""

    return Door


@contextmanager
def provider() -> Iterator[Organisation]:
    """A provider that answers for as long as the block runs."""
    organisation = Organisation()
    server = ThreadingHTTPServer(("localhost", 0), _door(organisation))
    organisation.url = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield organisation
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
