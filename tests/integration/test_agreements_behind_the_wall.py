"""What the second wall gives of agreements and terms is no less than the pages need, and no more than it should."""

from __future__ import annotations

from uuid import UUID

import pytest

from accord.accounts.models.events import Event
from accord.sharing.actions.agreements import begin_version
from accord.sharing.actions.terms import set_terms
from accord.sharing.choices import Source
from accord.sharing.models.agreements import Agreement
from accord.sharing.rules.stages import Terms
from tests.factories.agreements import AT, agreement, embargoed
from tests.factories.people import somebody
from tests.factories.register_schools import school
from tests.factories.wall import rows_behind_the_wall

pytestmark = pytest.mark.usefixtures("postgresql")


@pytest.mark.parametrize(
    ("right", "agreements", "histories"),
    [
        ("data_manager authority:501", 1, {"agreement", "release terms"}),
        ("alliance_lead group:trees", 1, {"agreement"}),
        ("data_protection_officer authority:501", 1, {"agreement", "release terms"}),
        ("headteacher school:100001", 1, set()),
        ("headteacher school:100003", 0, set()),
        ("teacher school:100001", 0, set()),
        ("councillor authority:501", 0, set()),
    ],
)
def test_agreements_and_their_histories(right: str, agreements: int, histories: set[str]) -> None:
    for urn in ("100001", "100002", "100003"):
        school(urn, f"School {urn}", la_code="501")
    version = agreement(("100001", "100002"), group="trees")
    other = somebody("other@example.org", name="Other")
    set_terms(release=UUID(embargoed()), terms=Terms(Source.OWN), reason="a test", by=other, at=AT)
    begin_version(agreement=version.agreement, by=other, at=AT)
    person = somebody("asks@example.org", right)
    assert len(rows_behind_the_wall(person, Agreement, "public_id")) == agreements
    kinds = rows_behind_the_wall(person, Event, "subject_kind")
    assert kinds & {"agreement", "release terms"} == histories
