"""Who may do what, as ``definitions/roles`` says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from accord.accounts.choices import Act, Confirmed, ScopeKind, Stage
from accord.meaning.definitions import load_yaml
from accord.meaning.entries import Entry

EVERYONE = "everyone"
PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Role:
    """``sees_from`` is the first stage of an embargo at which results in scope are seen.

    ``gives`` are the roles its holder may give within their own scope. ``on_behalf`` means that each grant names the
    person in whose name it acts. ``ends`` means that a grant must have a last day; ``never_without`` that the last
    one of a place does not lapse by itself.
    """

    code: str
    name: str
    says: str
    scope: tuple[ScopeKind, ...]
    may: frozenset[Act]
    sees_from: Stage
    gives: frozenset[str]
    second_factor: bool
    confirmed: Confirmed
    ends: bool
    never_without: bool
    on_behalf: bool


Roles = Mapping[str, Role]


def load_roles(folders: Sequence[Path]) -> Roles:
    """Every role by its code, in the order of the files.

    Raises `DefinitionError`, naming file and key, for a word that is not known, for a role that gives one there is
    not, and for one that sees unpublished results without a second factor.
    """
    return _load(tuple(folders))


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...]) -> Roles:
    found: dict[str, Role] = {}
    places: dict[str, Entry] = {}
    for path, content in load_yaml(folders, "roles").items():
        whole = Entry(path, content)
        for code in map(str, content):
            if code in found:
                raise whole.error(code, "this role is defined twice")
            entry = whole.entry(code)
            found[code], places[code] = _role(code, entry), entry
            entry.finish()
    for code, role in found.items():
        _check(role, found, places[code])
    everyone = frozenset(found) - {PUBLIC}
    return {code: replace(role, gives=everyone) if EVERYONE in role.gives else role for code, role in found.items()}


def _role(code: str, entry: Entry) -> Role:
    return Role(
        code=code,
        name=entry.text("name"),
        says=entry.text("says"),
        scope=tuple(entry.choice(ScopeKind, str(each), "scope") for each in entry.items("scope")),
        may=frozenset(entry.choice(Act, str(each), "may") for each in entry.items("may")),
        sees_from=entry.choice(Stage, entry.text("sees_from", Stage.PUBLIC), "sees_from"),
        gives=frozenset(str(each) for each in entry.items("gives")),
        second_factor=entry.flag("second_factor"),
        confirmed=entry.choice(Confirmed, entry.text("confirmed", Confirmed.NEVER), "confirmed"),
        ends=entry.flag("ends"),
        never_without=entry.flag("never_without"),
        on_behalf=entry.flag("on_behalf"),
    )


def _check(role: Role, found: Roles, entry: Entry) -> None:
    unknown = sorted(role.gives - set(found) - {EVERYONE})
    if unknown:
        raise entry.error("gives", f"there is no role {unknown[0]}")
    if PUBLIC in role.gives:
        raise entry.error("gives", "nobody is given what the public may")
    if Act.SEE_RESULTS in role.may and not role.second_factor:
        raise entry.error("second_factor", "whoever sees results that are not public needs a second factor")
    if (Act.SEE_RESULTS in role.may) is (role.sees_from is Stage.PUBLIC) and not role.on_behalf:
        raise entry.error("sees_from", "say from which stage those who see results see them, and only for those")
    if bool(role.gives) is not (Act.GIVE_ROLES in role.may or Act.HOLD_TOKENS in role.may):
        raise entry.error("gives", "say which roles those who give roles may give, and only for those")
