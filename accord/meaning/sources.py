"""Where published files are fetched from, read from ``definitions/sources``: addresses are data, and so is what may
be taken of them without anybody looking."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from string import Formatter
from urllib.parse import urlsplit

from accord.meaning.definitions import DefinitionError, load_yaml
from accord.meaning.entries import Entry

PLACES = ("year", "year_before", "year_after", "second_year_after", "day", "id")
"""What an address may leave open: the summer, the years around it, the day as 20250905, and the publisher's own id."""
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")
CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")


class Form(StrEnum):
    """What a file may be as it comes."""

    CSV = "csv"
    ZIP = "zip"
    XLSX = "xlsx"


class Condition(StrEnum):
    """What must hold before a file counts without anybody having looked at it."""

    SAME_FORM = "same form"
    SAME_EXTENT = "same extent"
    NO_WARNINGS = "no warnings"
    SCHOOLS_ABOUT_AS_MANY = "about as many schools"
    EDITION_IS_TOLD = "edition is told"


@dataclass(frozen=True, slots=True)
class Manners:
    """How a publisher is asked: seconds between two requests, tries, and how much and how long one file may take."""

    pause: int = 5
    tries: int = 5
    most_megabytes: int = 200
    minutes: int = 30


@dataclass(frozen=True, slots=True)
class FileOffered:
    """One file that comes again and again. ``verified`` is the day on which its address was last seen to work."""

    code: str
    name: str
    families: tuple[str, ...]
    publication: str
    address: str
    forms: tuple[Form, ...]
    verified: date | None
    ids: dict[int, str]
    hashes: dict[int, str]
    first_year: int
    accept_when: tuple[Condition, ...]

    def places(self) -> frozenset[str]:
        """What the address leaves open."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.address) if name)

    def address_of(self, year: int, day: date) -> str | None:
        """The address for a summer, or a day; None where it needs an id that nobody has given yet."""
        if "id" in self.places() and year not in self.ids:
            return None
        around = {"year_before": year - 1, "year_after": year + 1, "second_year_after": year + 2}
        return self.address.format(year=year, **around, day=f"{day:%Y%m%d}", id=self.ids.get(year, ""))


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher's site. It and what it redirects to are asked at ``hosts``, by https and at public addresses;
    ``inside`` are hosts in the authority's own network, where neither is asked for. Without files it is not asked.
    """

    code: str
    name: str
    hosts: tuple[str, ...]
    inside: tuple[str, ...]
    manners: Manners
    known_from: str
    files: tuple[FileOffered, ...]


def load_sources(folders: Sequence[Path]) -> tuple[Source, ...]:
    """Every source, by code. Raises `DefinitionError`, naming file and key, for one that cannot be used."""
    found = [_source(Entry(path, content)) for path, content in load_yaml(folders, "sources").items()]
    seen: dict[str, str] = {}
    for source in found:
        for each in source.files:
            if each.code in seen:
                raise DefinitionError(f"definitions/sources: {each.code} is in {seen[each.code]} and in {source.code}.")
            seen[each.code] = source.code
    return tuple(sorted(found, key=lambda each: each.code))


def _source(entry: Entry) -> Source:
    hosts, inside = _hosts(entry, "hosts"), _hosts(entry, "inside")
    manners = entry.entry("manners")
    found = Source(
        code=entry.text("source"),
        name=entry.text("name"),
        hosts=hosts,
        inside=inside,
        manners=Manners(**{name: _at_least_one(manners, name, default) for name, default in _USUAL.items()}),
        known_from=entry.text("known_from"),
        files=tuple(_file(each, (*hosts, *inside), inside) for each in entry.entries("files")),
    )
    manners.finish()
    entry.finish()
    return found


_USUAL = {"pause": 5, "tries": 5, "most_megabytes": 200, "minutes": 30}


def _at_least_one(entry: Entry, name: str, default: int) -> int:
    number = entry.whole(name, default)
    if number < (0 if name == "pause" else 1):
        raise entry.error(name, f"{number} is too small")
    return number


def _hosts(entry: Entry, key: str) -> tuple[str, ...]:
    named = tuple(str(each).lower() for each in entry.items(key))
    for each in named:
        if not HOST.fullmatch(each):
            raise entry.error(key, f"{each!r} is no name of a host; write it without https:// and without a path")
    return named


def _file(entry: Entry, hosts: Sequence[str], inside: Sequence[str]) -> FileOffered:
    found = FileOffered(
        code=entry.text("file"),
        name=entry.text("name"),
        families=tuple(str(each) for each in entry.items("families")),
        publication=entry.text("publication"),
        address=entry.text("address"),
        forms=tuple(entry.choice(Form, str(each), "forms") for each in entry.items("forms")),
        verified=_verified(entry),
        ids=_by_year(entry, "ids", r"(?=.{1,200}\Z)[A-Za-z0-9-]+(?:[/_.][A-Za-z0-9-]+)*"),
        hashes=_by_year(entry, "hashes", r"[0-9a-f]{64}"),
        first_year=entry.whole("first_year", 0),
        accept_when=tuple(entry.choice(Condition, str(each), "accept_when") for each in entry.items("accept_when")),
    )
    if not CODE.fullmatch(found.code):
        raise entry.error("file", "a code is small letters, digits and underscores")
    if not found.families or not found.forms:
        raise entry.error("families" if not found.families else "forms", "name at least one")
    _check_address(entry, found.address, hosts, inside)
    entry.finish()
    return found


def _check_address(entry: Entry, address: str, hosts: Sequence[str], inside: Sequence[str]) -> None:
    try:
        left_open = [each[1:] for each in Formatter().parse(address) if each[1] is not None]
    except ValueError as error:
        raise entry.error("address", f"its braces do not match ({error})") from error
    for name, shape, conversion in left_open:
        if name not in PLACES:
            raise entry.error("address", f"{{{name}}} is not one of {', '.join(PLACES)}")
        if shape or conversion:
            raise entry.error("address", f"write {{{name}}} plainly")
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise entry.error("address", f"this is no address ({error})") from error
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or "{" in parts.netloc:
        raise entry.error("address", "it must begin with https:// and a host, and name no user")
    if parts.netloc.lower() not in (hosts if parts.scheme == "https" else inside):
        which = "hosts" if parts.scheme == "https" else "hosts that may be asked without https (inside)"
        raise entry.error("address", f"{parts.netloc} is not among the {which} of this source")


def _verified(entry: Entry) -> date | None:
    """``never``, or the day on which the address was seen to work."""
    if entry.is_said("verified", "never"):
        return None
    return entry.day("verified")


def _by_year(entry: Entry, key: str, shape: str) -> dict[int, str]:
    found = {}
    for year, value in entry.mapping(key).items():
        if not re.fullmatch(r"[0-9]{4}", year) or not re.fullmatch(shape, str(value)):
            raise entry.error(key, f"{year}: {value} cannot be used: a year and what the publisher calls it")
        found[int(year)] = str(value)
    return found
