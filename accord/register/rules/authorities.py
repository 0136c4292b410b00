"""The local authorities of England through time, read from ``definitions/register/authorities.yaml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from accord.meaning.definitions import load_yaml
from accord.meaning.entries import Entry


@dataclass(frozen=True, slots=True)
class Authority:
    """``key`` is its three-digit number, or a word of its own until it has one."""

    key: str
    name: str
    region: str
    starts_on: date | None
    ends_before: date | None
    followed_by: tuple[str, ...]


def load_authorities(folders: Sequence[Path]) -> Mapping[str, Authority]:
    """Every authority by its key. Raises `DefinitionError` for a wrong key, or a follower that is not listed."""
    found: dict[str, Authority] = {}
    for path, content in load_yaml(folders, "register").items():
        if "authorities" not in content:
            continue
        whole = Entry(path, content)
        for entry in whole.entries("authorities"):
            each = _authority(entry)
            if each.key in found:
                raise entry.error("code", f"{each.key} is listed twice")
            found[each.key] = each
        whole.finish()
        for each in found.values():
            unknown = [key for key in each.followed_by if key not in found]
            if unknown:
                raise whole.error("authorities", f"{each.name} is followed by {unknown[0]}, which is not listed")
    return found


def _authority(entry: Entry) -> Authority:
    code, key = entry.text("code", ""), entry.text("key", "")
    if bool(code) == bool(key):
        raise entry.error("code", "an authority has a code, or a key until it has one")
    each = Authority(
        key=code or key,
        name=entry.text("name"),
        region=entry.text("region"),
        starts_on=entry.day("starts_on"),
        ends_before=entry.day("ends_before"),
        followed_by=tuple(str(item) for item in entry.items("followed_by")),
    )
    entry.finish()
    return each
