"""What every route tells the browser: a strict policy with a nonce of its own, and to keep nothing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext

from tests.journeys.matrix import address_of
from tests.journeys.routes import FILES, FOR_PROGRAMS, LEADS_ELSEWHERE, PAGES, SENT_TO, routes, sample

SAME_FOR_EVERYBODY = {"ui:brand"}
"""The one route whose answer may be kept: the colour of the authority, which the sign-in page wears too."""

MUST = {
    "default-src": "'none'", "img-src": "'self'", "connect-src": "'self'", "frame-ancestors": "'none'",
    "base-uri": "'none'",
}  # fmt: skip
LOADED = re.compile(r"<(?:script|style|link)\b[^>]*>")
INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=\"|javascript:", re.IGNORECASE)
NONCE = re.compile(r"'nonce-([A-Za-z0-9+/]{22}==)'")


def wrong_with(headers: dict[str, str], text: str, *, kept: bool = False) -> list[str]:
    """What an answer says that it should not, or fails to say."""
    policy = dict(part.strip().partition(" ")[::2] for part in headers.get("content-security-policy", "").split(";"))
    found = [f"{name} is {policy.get(name)!r}" for name, value in MUST.items() if policy.get(name) != value]
    for name in ("script-src", "style-src"):
        if name not in policy or (policy[name] and not NONCE.fullmatch(policy[name])):
            found.append(f"{name} is {policy.get(name)!r}")
    if any(word in " ".join(policy.values()) for word in ("unsafe", "http", "data:", "*")):
        found.append("the policy lets something else in")
    if headers.get("content-type", "").startswith("text/html"):
        found += wrong_in(text, policy.get("style-src", ""))
    if not kept and headers.get("cache-control") != "no-store, private":
        found.append(f"may be kept: {headers.get('cache-control')!r}")
    if headers.get("x-content-type-options") != "nosniff":
        found.append("types may be guessed")
    return found


def wrong_in(page: str, style: str) -> list[str]:
    """What a page loads without its nonce or from elsewhere, and what stands in it that is no markup."""
    nonce = NONCE.search(style)
    found = [f"inline: {each}" for each in INLINE.findall(page)]
    for tag in LOADED.findall(page):
        if 'rel="icon"' not in tag and (nonce is None or f'nonce="{nonce[1]}"' not in tag):
            found.append(f"without the nonce: {tag}")
        if re.search(r'(?:href|src)="(?:https?:)?//', tag):
            found.append(f"from elsewhere: {tag}")
    return found


@dataclass
class Walk:
    """Every address asked for once, what was wrong, and the addresses that were met on the way."""

    asks: APIRequestContext
    wrong: dict[str, list[str]] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    met: dict[str, str] = field(default_factory=dict)
    nonces: list[str] = field(default_factory=list)

    def visit(self, route: str, address: str, *, method: str = "GET") -> int:
        """Ask for an address that belongs to a route; gives the status."""
        answer = self.asks.fetch(address, method=method, max_redirects=0)
        text = answer.text() if answer.headers.get("content-type", "").startswith("text") else ""
        found = wrong_with(answer.headers, text, kept=route in SAME_FOR_EVERYBODY or route == "static")
        if found:
            self.wrong[f"{method} {address}"] = found
        self.seen[route] += 1
        self.nonces += NONCE.findall(answer.headers.get("content-security-policy", ""))[:1]
        for link in re.findall(r'(?:href|src|srcset|action)="(/[^"#]*)"', text):
            self.meet(unescape(link).split(" ")[0])
        return answer.status

    def meet(self, link: str) -> None:
        """Remember where a route was found."""
        try:
            self.met.setdefault(resolve(link.partition("?")[0]).view_name, link)
        except Resolver404:
            if link.startswith("/static/"):
                self.met.setdefault("static", link)


@pytest.fixture
def walk(browser, site, cookies):
    """Somebody signed in who asks for one address after another."""
    context = browser.new_context(base_url=site.url, storage_state=cookies)
    yield Walk(context.request)
    context.close()


def test_every_route_says_it(walk, read):
    for route in sorted(PAGES):
        for example in PAGES[route]:
            assert walk.visit(route, address_of(example, read)) in (200, 302), route
    patterns = dict(routes())
    not_met = sorted(FILES - walk.met.keys() - SAME_FOR_EVERYBODY)
    for route in sorted((FILES - set(not_met)) | {"static"} | SAME_FOR_EVERYBODY):
        assert walk.visit(route, walk.met[route]) == 200, route
    for route in sorted({*not_met, *SENT_TO, *LEADS_ELSEWHERE}):
        walk.visit(route, sample(patterns[route]))
    for route, address in FOR_PROGRAMS.items():
        assert walk.visit(route, address) == 200, route
    for address in ("/nowhere/", "/groups/nobody/", "/accounts/login", "/static/nothing.css"):
        walk.visit("errors", address)
    for method, status in (("POST", 403), ("PUT", 403), ("TRACE", 405)):
        assert walk.visit("errors", "/groups/", method=method) in (status, 405), method
    asked = sum(walk.seen.values())
    print(f"{len(walk.seen)} routes, {asked} answers, {len(walk.nonces)} nonces, {len(walk.wrong)} wrong")
    print(f"files that no page led to, asked for at an address of nothing: {not_met}")
    assert walk.wrong == {}
    assert len(walk.seen) >= 80 and len(not_met) <= 5
    assert len(set(walk.nonces)) == len(walk.nonces) >= 80, "a nonce is used once"


def test_those_who_are_not_signed_in_are_told_the_same(browser, site):
    context = browser.new_context(base_url=site.url)
    walk = Walk(context.request)
    for route, pattern in routes():
        walk.visit(route, sample(pattern))
    context.close()
    print(f"{len(walk.seen)} routes without signing in, {len(walk.wrong)} wrong")
    assert walk.wrong == {} and len(walk.seen) >= 80


def test_what_is_wrong_is_found():
    policy = "; ".join(f"{name} {value}" for name, value in MUST.items())
    nonce = "'nonce-AAAAAAAAAAAAAAAAAAAAAA=='"
    good = {
        "content-security-policy": f"{policy}; script-src {nonce}; style-src {nonce}",
        "cache-control": "no-store, private", "x-content-type-options": "nosniff", "content-type": "text/html",
    }  # fmt: skip
    sheet = '<link rel="stylesheet" href="/a.css" nonce="AAAAAAAAAAAAAAAAAAAAAA==">'
    assert wrong_with(good, sheet) == []
    planted = {
        "script without nonce": wrong_with(good, '<script src="/a.js"></script>'),
        "inline script": wrong_with(good, "<script>a()</script>"),
        "inline style": wrong_with(good, '<p style="color: red">'),
        "handler": wrong_with(good, '<p onclick="a()">'),
        "elsewhere": wrong_with(good, sheet.replace("/a.css", "//elsewhere.example/a.css")),
        "kept": wrong_with({**good, "cache-control": "private"}, sheet),
        "no policy": wrong_with({**good, "content-security-policy": ""}, sheet),
        "unsafe": wrong_with(
            {**good, "content-security-policy": good["content-security-policy"] + "; style-src 'unsafe-inline'"}, ""
        ),
    }
    assert [name for name, found in planted.items() if not found] == []
