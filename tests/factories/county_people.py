"""Two schools of one authority, one of another, and people signed in to look at their pages."""

from __future__ import annotations

from django.test import Client

from accord.accounts.models.people import Person
from accord.register.choices import GroupKind, KeptBy
from accord.register.models.groups import Group
from tests.factories.people import somebody
from tests.factories.register_schools import school

OAK, ELM, FAR = "100001", "100002", "200001"


def two_authorities() -> None:
    """Oak and Elm in Heronshire (501), Far in Otherham (502)."""
    for code, name in (("501", "Heronshire"), ("502", "Otherham")):
        Group.objects.create(slug=f"la-{code}", name=name, kind=GroupKind.AUTHORITY, kept_by=KeptBy.GIAS, code=code)
    school(OAK, "Oak Primary School", la_code="501")
    school(ELM, "Elm Primary School", la_code="501")
    school(FAR, "Far Primary School", la_code="502")


def named(name: str, *rights: str, **options) -> Person:
    """Somebody called by the first part of their address."""
    return somebody(f"{name.lower()}@example.org", *rights, name=name, **options)


def signed_in(person: Person) -> Client:
    """The browser of somebody."""
    client = Client()
    client.force_login(person)
    return client


def text_of(client: Client, path: str, status: int = 200) -> str:
    """A page that is answered as expected."""
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def give(client: Client, path: str = "/people/give/", **given: str):
    """The form that gives a right, sent."""
    usual = {"starts_on": "1/9/2026", "reason": "new post"}
    return client.post(path, usual | given)
