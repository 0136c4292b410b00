"""What the national register's types, statuses and phases come down to, read from ``definitions/register``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from accord.meaning.definitions import load_yaml
from accord.meaning.entries import Entry


@dataclass(frozen=True, slots=True)
class KindsOfSchool:
    """``categories`` and ``codes`` are by the small-lettered name of a type; the others by the register's words."""

    categories: Mapping[str, str]
    codes: Mapping[str, str]
    names: Mapping[str, str]
    statuses: Mapping[str, str]
    phases: Mapping[str, str]
    group_types: Mapping[str, str]


def load_kinds_of_school(folders: Sequence[Path]) -> KindsOfSchool:
    """The kinds as defined. Raises `DefinitionError`, naming file and key, for a wrong one."""
    types: list[tuple[str, str, str]] = []
    words: dict[str, dict[str, str]] = {"statuses": {}, "phases": {}, "group_types": {}}
    for path, content in load_yaml(folders, "register").items():
        if "establishment_types" not in content:
            continue
        entry = Entry(path, content)
        for each in entry.entries("establishment_types"):
            types.append((each.text("code"), each.text("name"), each.text("category")))
            each.finish()
        for key, known in words.items():
            known.update({name.lower(): str(value) for name, value in entry.mapping(key).items()})
        entry.finish()
    return KindsOfSchool(
        categories={name.lower(): category for _, name, category in types},
        codes={name.lower(): code for code, name, _ in types},
        names={code: name for code, name, _ in types},
        statuses=words["statuses"],
        phases=words["phases"],
        group_types=words["group_types"],
    )
