"""What each field of each table is: for everybody, for those who work here, personal, or special.

``definitions/privacy`` says so. The class drives what is taken out of copies, how exports are marked, how long rows
are kept, and the privacy notice; none of them has a list of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from accord.meaning.definitions import load_yaml
from accord.meaning.entries import Entry


class FieldClass(StrEnum):
    """Who may see a field, from everybody to as few as can be."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SPECIAL = "special"


class Holds(StrEnum):
    """What can be found in a field beside its own value."""

    PERSON = "person"
    SCHOOL = "school"
    ANY = "any"
    WORDS = "words"
    SECRET = "secret"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a table."""

    name: str
    of: FieldClass
    holds: frozenset[Holds]

    @property
    def may_name_people(self) -> bool:
        """Whether a person may be found out from it."""
        about = {Holds.PERSON, Holds.ANY, Holds.WORDS, Holds.SECRET} & self.holds
        return self.of in (FieldClass.PERSONAL, FieldClass.SPECIAL) or bool(about)

    @property
    def secret(self) -> bool:
        """Whether it never leaves."""
        return Holds.SECRET in self.holds

    def may_hold(self, kind: Holds) -> bool:
        """Whether a person, or a school, may be found in it."""
        looked_for = {kind, Holds.ANY} | ({Holds.WORDS} if kind is Holds.PERSON else set())
        return bool(self.holds & looked_for)


@dataclass(frozen=True, slots=True)
class TableClass:
    """A table: what it is for and how long it is kept. ``through`` leads to the row whose person a row is about."""

    label: str
    says: str
    purpose: str
    keep: str
    through: str
    empty_in_copies: bool
    fields: Mapping[str, Field]

    @property
    def names_people(self) -> bool:
        """Whether any of its fields may name people."""
        return any(field.may_name_people for field in self.fields.values())


@dataclass(frozen=True, slots=True)
class Purpose:
    """What personal data are used for, and what lets the authority."""

    code: str
    name: str
    says: str
    basis: str


PURPOSES = "purposes.yaml"

Classes = Mapping[str, TableClass]


def load_classes(folders: Sequence[Path]) -> Classes:
    """Every table by its label (``accounts.person``), in the order of the files.

    Raises `DefinitionError`, naming file and key, for a word that is not known and a purpose that is not defined.
    """
    return _load(tuple(folders))


def load_purposes(folders: Sequence[Path]) -> Mapping[str, Purpose]:
    """Every purpose by its code."""
    found = {}
    for path, content in load_yaml(folders, "privacy").items():
        if path.name != PURPOSES:
            continue
        for code in map(str, content):
            entry = Entry(path, content).entry(code)
            found[code] = Purpose(code, entry.text("name"), entry.text("says"), entry.text("basis"))
            entry.finish()
    return found


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...]) -> Classes:
    purposes, found = load_purposes(folders), dict[str, TableClass]()
    for path, content in load_yaml(folders, "privacy").items():
        if path.name == PURPOSES:
            continue
        whole = Entry(path, content)
        for label in map(str, content):
            if label in found:
                raise whole.error(label, "this table is described twice")
            entry = whole.entry(label)
            found[label] = _table(label, entry)
            if found[label].purpose not in purposes:
                raise entry.error("purpose", f"there is no purpose {found[label].purpose}")
            entry.finish()
    return found


def _table(label: str, entry: Entry) -> TableClass:
    return TableClass(
        label=label,
        says=entry.text("says"),
        purpose=entry.text("purpose"),
        keep=entry.text("keep"),
        through=entry.text("through", ""),
        empty_in_copies=entry.flag("empty_in_copies"),
        fields={name: _field(name, str(words), entry) for name, words in entry.mapping("fields").items()},
    )


def _field(name: str, words: str, entry: Entry) -> Field:
    first, *holds = words.split() or [""]
    key = f"fields.{name}"
    return Field(name, entry.choice(FieldClass, first, key), frozenset(entry.choice(Holds, h, key) for h in holds))


def differences(described: Classes, there: Mapping[str, Sequence[str]]) -> list[str]:
    """Tables and fields that are there and not described, and the other way round; none is right."""
    told = {f"{label}.{name}" for label, table in described.items() for name in table.fields}
    are = {f"{label}.{name}" for label, names in there.items() for name in names}
    return [f"{each} is not classed" for each in sorted(are - told)] + [
        f"{each} is classed and not there" for each in sorted(told - are)
    ]
