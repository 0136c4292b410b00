"""The few schools that a person's text may mean, where a school is added or a row of a list is settled."""

from __future__ import annotations

import pytest

from accord.register.queries.school_names import Found, schools_meant
from tests.factories.register_schools import school

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "urns"),
    [
        ("100003", ["100003"]),
        ("845/3001", ["100003"]),
        ("845 3001", ["100003"]),
        ("845-2004", ["100005"]),
        ("8452004", ["100005"]),
        ("St Mary's", ["100003"]),
        ("saint marys", ["100003"]),
        ("ST. MARY’S ashdown", ["100003"]),
        ("marys bexcombe", []),
        ("", []),
    ],
)
def test_a_number_old_or_new_or_words_however_written(text: str, urns: list[str]):
    school("100003", "St Mary's CofE Primary School", estab="3001", town="Ashdown")
    school("100005", "Harbour Primary Academy", estab="2005", former_numbers=["845/2004"], town="Bexcombe")
    school("100003x", "Ladybird Nursery", numbered_by="ofsted")
    assert [each.urn for each in schools_meant(text)] == urns


def test_a_number_that_the_register_does_not_know_stands_for_itself():
    assert schools_meant("123456") == [Found("123456", "School 123456", "")]
