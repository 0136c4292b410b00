"""The site described as OpenAPI 3.1, from its own routes and from what its pages, links and forms show of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests.factories.hostile import PART, VALUES

Schema = dict[str, Any]

PARTS: Mapping[str, Schema] = {
    "uuid": {"type": "string", "format": "uuid"},
    "int": {"type": "integer", "minimum": 0},
    "slug": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,60}$"},
    "str": {"type": "string", "pattern": "^[^/?#]{1,60}$"},
    "room": {"enum": ["groups", "authorities", "schools"]},
}
HEADS = ("Accept", "Accept-Language", "If-None-Match", "Range", "Referer", "User-Agent", "X-Forwarded-For")
TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"type": ["string", "array"], "items": TEXT, "maxItems": 4}
FILE: Schema = {"type": "string", "format": "binary"}
NAME = re.compile(r"[\w-]+")
TOKEN = "csrfmiddlewaretoken"


@dataclass
class Form:
    """A form as a page shows it: where it leads, and its fields with the values it offers."""

    method: str
    action: str
    fields: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    files: set[str] = field(default_factory=set)


class Shown(HTMLParser):
    """The forms and the links of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take up a form, what stands in it, or a link."""
        has = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in has:
            self.links.append(has["href"])
        elif tag == "form":
            self.forms.append(Form(has.get("method", "get").lower(), has.get("action", "")))
        elif tag == "option" and self._select:
            self.forms[-1].fields[self._select].append(has.get("value", ""))
        elif tag in ("input", "select", "textarea", "button") and has.get("name", TOKEN) != TOKEN and self.forms:
            self._select = has["name"] if tag == "select" else ""
            self.forms[-1].fields[has["name"]] += [has["value"]] if has.get("value") else []
            if has.get("type") == "file":
                self.forms[-1].files.add(has["name"])


@dataclass
class Known:
    """What is known of a route: parts of addresses that lead somewhere, and what it is asked and sent."""

    parts: list[dict[str, str]] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    sent: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    is_sent: bool = False


class Description:
    """Learns of routes, and describes them. Raises nothing for an address that is not the site's: it is passed over."""

    def __init__(self, routes: Iterable[tuple[str, str]]) -> None:
        self.routes = list(routes)
        self.known: dict[str, Known] = defaultdict(Known)
        self.values: dict[str, set[str]] = defaultdict(set)
        """Values of fields, whatever route they are a field of."""

    def learn(self, address: str, page: str) -> None:
        """Take up the links and the forms of a page."""
        shown = Shown(page)
        for link in shown.links:
            self.example("GET", urljoin(address, link))
        for form in shown.forms:
            self.example(form.method.upper(), urljoin(address, form.action), form.fields, form.files)

    def example(
        self, method: str, address: str, fields: Mapping[str, Any] | None = None, files: Iterable[str] = ()
    ) -> None:
        """Take up a request that somebody may well make."""
        split = urlsplit(address)
        try:
            found = resolve(split.path)
        except Resolver404:
            return
        known = self.known[found.view_name]
        parts = {name: str(value) for name, value in found.kwargs.items()}
        if parts not in known.parts:
            known.parts.append(parts)
        asked = dict.fromkeys(name for name, _ in parse_qsl(split.query))
        for name, value in parse_qsl(split.query):
            self.values[name].add(value)
        given = fields or {}
        for name, value in given.items():
            self.values[name] |= {str(each) for each in (value if isinstance(value, list) else [value])}
        known.asked |= asked.keys() | (given.keys() if method != "POST" else set())
        if method == "POST":
            known.is_sent = True
            known.sent |= given.keys() - set(files)
            known.files |= set(files)

    def document(self) -> Schema:
        """Every route: asked for, and sent to where anything shows that it may be."""
        paths: dict[str, Schema] = {}
        for name, pattern in self.routes:
            path = paths.setdefault("/" + PART.sub(r"{\2}", pattern), {})
            known = self.known[name]
            parts = [_parameter(part[2], "path", PARTS[part[1] or "str"]) for part in PART.finditer(pattern)]
            heads = [_parameter(head, "header", TEXT) for head in HEADS]
            fields = [_parameter(each, "query", TEXT) for each in sorted(known.asked)]
            answers = {"responses": {"default": {"description": "an answer"}}}
            path["get"] = {"operationId": name, "parameters": parts + fields + heads, **answers}
            if known.is_sent:
                sending = {"operationId": f"{name}, sent", "requestBody": _body(known), **answers}
                path["post"] = {**sending, "parameters": parts + heads}
        return {"openapi": "3.1.0", "info": {"title": "Accord", "version": "1"}, "paths": paths}

    def words(self) -> Schema:
        """The values to try, as schemathesis takes them: of each field those shown for it, and hostile ones of all."""
        heads = [each for each in VALUES if each.isascii() and each.isprintable() and each == each.strip()]
        tried = {"hostile": list(VALUES), "of heads": heads}
        bound = {f"header.{head}": {"dictionary": "of heads", "probability": 0.1} for head in HEADS}
        for name, values in self.values.items():
            if NAME.fullmatch(name):
                tried[f"of {name}"] = [*sorted(values)[: len(VALUES)], *VALUES]
                word = {"dictionary": f"of {name}", "probability": 0.4}
                bound |= {f"query.{name}": word, f"body.{name}": word}
        hostile = {"string": {"dictionary": "hostile", "probability": 0.3}}
        return {
            "dictionaries": {name: {"values": values} for name, values in tried.items()},
            "parameters": bound, "generation": {"dictionaries": hostile},
        }  # fmt: skip


def _parameter(name: str, place: str, schema: Schema) -> Schema:
    return {"name": name, "in": place, "required": place == "path", "schema": schema}


def _body(known: Known) -> Schema:
    fields, files = dict.fromkeys(sorted(known.sent), TEXTS), dict.fromkeys(sorted(known.files), FILE)
    kind = "multipart/form-data" if files else "application/x-www-form-urlencoded"
    return {"required": True, "content": {kind: {"schema": {"type": "object", "properties": {**fields, **files}}}}}
