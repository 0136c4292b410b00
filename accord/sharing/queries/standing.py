"""Versions of agreements with what the register says of their parties on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from accord.register.choices import NumberedBy
from accord.register.models.groups import Group
from accord.register.models.schools import Establishment
from accord.register.queries.lineage import standing_for
from accord.register.queries.members import belongings_of
from accord.register.queries.portions import portions
from accord.register.rules.periods import contains
from accord.sharing.models.agreements import Party, Version
from accord.sharing.rules.agreements import PartyFacts, VersionFacts


def begun_versions(on: date) -> QuerySet[Version]:
    """Versions put out to be signed whose term has begun by a day, those that have been replaced or have ended too."""
    return with_parties(Version.objects.filter(issued_at__isnull=False, starts_on__lte=on))


def with_parties(versions: QuerySet[Version]) -> QuerySet[Version]:
    """Versions with what the rules ask of them, in three queries."""
    return versions.select_related("agreement").prefetch_related("parties__signature")


def facts_of(versions: Sequence[Version], on: date) -> dict[int, VersionFacts]:
    """What the rules ask, by the key of each version; the register is asked once for all of them."""
    parties = {version.pk: list(version.parties.all()) for version in versions}
    urns = {each.urn for some in parties.values() for each in some}
    closed = _closed(urns)
    members = _members({version.agreement.group for version in versions} - {""}, on)
    places = standing_for(urns.union(*members.values()))
    inside = {slug: {places[urn] for urn in some} for slug, some in members.items()}
    found = {}
    for version in versions:
        slug = version.agreement.group
        found[version.pk] = VersionFacts(
            issued=version.issued_at is not None,
            superseded=version.superseded_at is not None,
            starts_on=version.starts_on,
            ends_before=version.ends_before,
            parties=tuple(
                _party(each, not slug or places[each.urn] in inside[slug], closed.get(each.urn))
                for each in parties[version.pk]
            ),
            families=frozenset(version.families),
            fields=frozenset(version.fields),
        )
    return found


def _party(party: Party, belongs: bool, closed_on: date | None) -> PartyFacts:
    signature = getattr(party, "signature", None)
    return PartyFacts(
        urn=party.urn,
        signed_on=signature.signed_on if signature else None,
        withdrawn_on=timezone.localdate(party.withdrawn_at) if party.withdrawn_at else None,
        belongs=belongs,
        closed_on=closed_on,
    )


def _closed(urns: Iterable[str]) -> dict[str, date]:
    rows = Establishment.objects.filter(numbered_by=NumberedBy.GIAS).exclude(closed_on=None).order_by()
    found: dict[str, date] = {}
    for some in portions(sorted(urns)):
        found |= dict(rows.filter(urn__in=some).values_list("urn", "closed_on"))
    return found


def _members(slugs: Iterable[str], on: date) -> dict[str, set[str]]:
    """The members of groups on a day; of one that is not there, none."""
    found: dict[str, set[str]] = {slug: set() for slug in slugs}
    groups = list(Group.objects.filter(slug__in=list(found)))
    belongings = belongings_of(groups)
    for group in groups:
        found[group.slug] = {each.urn for each in belongings[group.pk] if contains(each.period, on)}
    return found
