"""The groups and authorities there are, as subjects, for lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accord.accounts.readers import Reader
from accord.dashboards.queries.following import of_authority
from accord.dashboards.queries.subjects import Subject, authority_name
from accord.intake.queries.releases import published
from accord.performance.queries import authorities_of
from accord.performance.selections import Who
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
    return [
        Listed(subject, line.schools, line.parents)
        for line in groups_with_sizes(on)
        if not line.ended
        for subject in (Subject(Who.group(line.slug), "groups", line.slug, line.name, line.kind_name),)
    ]


def listed_authorities(reader: Reader, on: date) -> list[Listed]:
    """The authorities that releases were sent for by name, and those that the groups' schools lie in."""
    sent_for = {code for each in published() for code in each.authorities if not each.england}
    codes = sorted(sent_for | set(authorities_of(every_member(on), reader)))
    return [Listed(of_authority(code, authority_name(code) or code), None) for code in codes[:MOST_AUTHORITIES]]
