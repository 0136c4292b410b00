"""What the types of link in the national register mean, read from ``definitions/register/link_types.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from accord.meaning.definitions import DefinitionError, load_yaml
from accord.meaning.entries import Entry
from accord.register.rules.memberships import spelled

OTHER = "other"
_DATED = re.compile(r"\[([^\]]*)\]")
_SPACES = re.compile(r"\s+")


class Older(StrEnum):
    """Which of two linked establishments came first, as a link says."""

    THIS = "this"
    OTHER = "other"
    EITHER = "either"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link as recorded with ``urn``: what ``other`` is to it."""

    urn: str
    other: str
    kind: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class LinkType:
    """A type of link: which side is the older, how one followed the other, and the sentence that says so."""

    name: str
    older: Older
    how: str
    sentence: str
    several: str


@dataclass(frozen=True, slots=True)
class LinkSentence:
    """A link, or several of one type and date, in a plain sentence."""

    text: str
    urns: tuple[str, ...]
    kind: str
    on: date | None


LinkTypes = Mapping[str, LinkType]


def load_link_types(folders: Sequence[Path]) -> LinkTypes:
    """Every type by `normal_type`. Raises `DefinitionError` for a wrong key, or where ``Other`` is not among them."""
    found: dict[str, LinkType] = {}
    for path, content in load_yaml(folders, "register").items():
        if "link_types" not in content:
            continue
        for entry in Entry(path, content).entries("link_types"):
            each = _link_type(entry)
            found[normal_type(each.name)] = each
        if OTHER not in found:
            raise DefinitionError(f"{path}: link_types: the type Other is missing; unknown types fall to it.")
    return found


def _link_type(entry: Entry) -> LinkType:
    sentence = entry.text("sentence")
    older = entry.text("older")
    each = LinkType(
        name=entry.text("type"),
        older=entry.choice(Older, older, "older"),
        how=entry.text("how", ""),
        sentence=sentence,
        several=entry.text("several", sentence),
    )
    entry.finish()
    return each


def normal_type(name: str) -> str:
    """A link type as it is compared: small letters, single spaces."""
    return _SPACES.sub(" ", name.replace("’", "'")).strip().lower()


def type_of(kind: str, types: LinkTypes) -> LinkType:
    """The type a link is of; one that nobody defined counts as other."""
    return types.get(normal_type(kind), types[OTHER])


def sentences(name_of: Mapping[str, str], links: Sequence[LinkRow], types: LinkTypes) -> list[LinkSentence]:
    """What one establishment's own links say, in the order of their dates, undated ones last.

    Links of one type and date are told together. A URN without a name is called by its number.
    """
    together: dict[tuple[str, date | None], list[LinkRow]] = {}
    for link in links:
        together.setdefault((normal_type(link.kind), link.on), []).append(link)
    told = [_told(name_of, found, type_of(found[0].kind, types)) for found in together.values()]
    return sorted(told, key=lambda each: (each.on is None, each.on or date.max, each.text))


def _told(name_of: Mapping[str, str], found: Sequence[LinkRow], kind: LinkType) -> LinkSentence:
    urns = tuple(dict.fromkeys(link.other for link in found))
    on = found[0].on
    template = kind.several if len(urns) > 1 else kind.sentence
    template = _DATED.sub(r"\1" if on else "", template)
    this = name_of.get(found[0].urn) or f"URN {found[0].urn}"
    others = listed([name_of.get(urn) or f"URN {urn}" for urn in urns])
    words = {"{this}": this, "{others}": others, "{on}": spelled(on) if on else ""}
    text = re.sub(r"\{this\}|\{others\}|\{on\}", lambda slot: words[slot.group()], template)
    return LinkSentence(text, urns, found[0].kind, on)


def listed(names: Sequence[str]) -> str:
    """A, B and C."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
