"""A site with two groups, their schools and three summers of results, and programs that ask it with a token."""

from __future__ import annotations

import base64
import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.test import Client

from accord.accounts.actions.tokens import make_token
from accord.accounts.models.people import Person
from accord.accounts.rules.rights import Scope
from accord.register.actions.group_lists import import_groups
from tests.factories.school_tables import authority, england, publish, school

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
V1 = "/api/v1/"
URNS = [f"{100001 + at}" for at in range(12)]
YEARS = (2017, 2018, 2019)
COAST = "figures?of=groups/coast&measures=ks2_rwm_expected"


def publish_three_summers(folder: Path) -> None:
    """Coast has the first four schools, of which the last is suppressed; Wide has all; the publisher has its rows."""
    for year in YEARS:
        rows = [school(urn, "201", 50, "SUPP" if at == 3 else "80%") for at, urn in enumerate(URNS)]
        publish(folder, [*rows, authority("201", 600, "47%"), england(600_000, "61%")], year)
    lines = ["group,kind,urn,role,starts_on,ends_before,parent"]
    lines += [f"Coast,alliance,{urn},,,," for urn in URNS[:4]] + [f"Wide,alliance,{urn},,,," for urn in URNS]
    import_groups(text="\n".join(lines), by=None, at=NOON)


def token_of(person: Person, scope: str = "everywhere", days: float = 30) -> str:
    """A new token of somebody."""
    now = datetime.now(UTC)
    asked = {"name": "workbook", "second_factor": True, "at": now, "expires_at": now + timedelta(days=days)}
    return make_token(scope=Scope.read(scope), by=person, **asked)[1]


class Program:
    """Asks with a token, as a bearer token, or as the password of basic authentication."""

    def __init__(self, token: str, *, basic: bool = False) -> None:
        told = base64.b64encode(f"excel:{token}".encode()).decode()
        self.head = f"Basic {told}" if basic else f"Bearer {token}"
        self.client = Client()

    def get(self, address: str, **heads: str) -> Any:
        """What it is answered."""
        whole = address if address.startswith(("/", "http")) else f"{V1}{address}"
        return self.client.get(whole, headers={"authorization": self.head, **heads})

    def rows(self, address: str) -> list[dict[str, str]]:
        """The rows of a CSV."""
        answer = self.get(address)
        assert answer.status_code == 200, answer.content
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    def items(self, address: str) -> list[dict[str, Any]]:
        """The rows of a list, page after page."""
        found: list[dict[str, Any]] = []
        following: str | None = address
        while following:
            answer = self.get(following)
            assert answer.status_code == 200, answer.content
            page = answer.json()
            found += page["items"]
            following = page["next"]
        return found
