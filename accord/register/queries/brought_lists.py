"""Lists that people brought, and where their rows stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, Case, Count, QuerySet, Value, When

from accord.accounts.choices import Act
from accord.accounts.queries.belonging import belonging_to
from accord.accounts.rules.rights import Rights
from accord.register.models.lists import BroughtList, BroughtRow
from accord.register.models.schools import Establishment
from accord.register.rules.brought_rows import WAITING, Standing, standing


@dataclass(frozen=True, slots=True)
class ListLine:
    """A list with the number of its rows by where they stand."""

    brought: BroughtList
    standings: Counter[Standing]

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(self.standings.values())

    @property
    def waiting(self) -> int:
        """Rows that wait for a person."""
        return sum(self.standings[each] for each in WAITING)


def standing_of(row: BroughtRow) -> Standing:
    """Where a row stands."""
    decided = row.decided_at is not None
    return standing(certainty=row.certainty, matched=bool(row.urn), decided=decided, left_out=row.left_out)


def lists_for(rights: Rights) -> list[ListLine]:
    """The lists that somebody may bring or change, the newest first. Two queries."""
    lists = list(_lists(rights))
    counted = _standings(each.pk for each in lists)
    return [ListLine(each, counted.get(each.pk, Counter())) for each in lists]


def _lists(rights: Rights) -> QuerySet[BroughtList]:
    return BroughtList.objects.filter(belonging_to(rights, Act.BRING_LISTS)).select_related("brought_by")


def list_line(public_id: UUID, rights: Rights) -> ListLine | None:
    """The list at this address, or None where there is none for this reader."""
    found = _lists(rights).filter(public_id=public_id).first()
    return ListLine(found, _standings([found.pk]).get(found.pk, Counter())) if found else None


def _standings(lists: Iterable[int]) -> dict[int, Counter[Standing]]:
    decided = Case(When(decided_at=None, then=Value(False)), default=Value(True), output_field=BooleanField())
    matched = Case(When(urn="", then=Value(False)), default=Value(True), output_field=BooleanField())
    rows = (
        BroughtRow.objects.filter(brought__in=list(lists))
        .annotate(decided=decided, matched=matched)
        .order_by()
        .values_list("brought_id", "certainty", "matched", "decided", "left_out")
        .annotate(n=Count("pk"))
    )
    found: dict[int, Counter[Standing]] = {}
    for brought, certainty, is_matched, is_decided, left_out, number in rows:
        where = standing(certainty=certainty, matched=is_matched, decided=is_decided, left_out=left_out)
        found.setdefault(brought, Counter())[where] += number
    return found


def rows_of(brought: BroughtList, standings: Sequence[Standing] = ()) -> list[BroughtRow]:
    """The rows of a list, those that wait first, then by line; only those that stand so, where any are named."""
    rows = list(brought.rows.select_related("decided_by"))
    chosen = [row for row in rows if not standings or standing_of(row) in standings]
    return sorted(chosen, key=lambda row: (standing_of(row) not in WAITING, row.line))


def schools_called(urns: Iterable[str]) -> dict[str, Establishment]:
    """What the register knows of some URNs."""
    found = Establishment.objects.filter(urn__in=set(urns), numbered_by="gias")
    return {each.urn: each for each in found.select_related("school")}
