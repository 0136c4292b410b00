"""The groups and authorities there are, as subjects, for lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from accord.accounts.readers import Reader
from accord.dashboards.queries.following import of_authority
from accord.intake.queries.releases import published
from accord.performance.queries import authorities_of
from accord.performance.selections import Who
from accord.performance.standing import until_the_register_changes
from accord.performance.subjects import Subject, authority_name
from accord.register.queries.groups import every_member, groups_with_sizes

MOST_AUTHORITIES = 12


@dataclass(frozen=True, slots=True)
class Listed:
    """A subject in a list, with its schools today and the keys of the groups that it lies in today."""

    subject: Subject
    schools: int | None
    lies_in: tuple[str, ...] = ()


def listed_groups(on: date) -> list[Listed]:
    """The groups that people keep and that have not ended, by name."""
    return until_the_register_changes(f"listed groups {on}", lambda: _groups(on))


def in_no_other(found: Sequence[Listed]) -> list[Listed]:
    """Those that lie in no other of them: where a list begins."""
    keys = {each.subject.key for each in found}
    return [each for each in found if not keys.intersection(each.lies_in)]


def with_those_inside(chosen: Sequence[Listed], found: Sequence[Listed]) -> list[Listed]:
    """Some of a list with all of it that lies in them, however deep."""
    holds: dict[str, list[Listed]] = {}
    for each in found:
        for outer in each.lies_in:
            holds.setdefault(outer, []).append(each)
    wanted: dict[str, Listed] = {}
    waiting = list(chosen)
    while waiting:
        each = waiting.pop()
        if each.subject.key not in wanted:
            wanted[each.subject.key] = each
            waiting += holds.get(each.subject.key, ())
    return [each for each in found if each.subject.key in wanted]


def called(words: str, found: Sequence[Listed]) -> list[Listed]:
    """Those whose names have all of some words in them; they stand alone, in no other."""
    asked = words.casefold().split()
    return [replace(each, lies_in=()) for each in found if all(word in each.subject.name.casefold() for word in asked)]


def _groups(on: date) -> list[Listed]:
    return [
        Listed(subject, line.schools, line.parents)
        for line in groups_with_sizes(on)
        if not line.ended
        for subject in (Subject(Who.group(line.slug), "groups", line.slug, line.name, line.kind_name),)
    ]


def listed_authorities(reader: Reader, on: date) -> list[Listed]:
    """The authorities that releases were sent for by name, and those that the groups' schools lie in."""
    sent_for = {code for each in published(reader.rights, on) for code in each.authorities if not each.england}
    members = until_the_register_changes(f"every member {on}", lambda: every_member(on))
    codes = sorted(sent_for | set(authorities_of(members, reader)))
    return [Listed(of_authority(code, authority_name(code) or code), None) for code in codes[:MOST_AUTHORITIES]]
