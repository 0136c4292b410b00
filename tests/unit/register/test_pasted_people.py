"""Lists of people as somebody pastes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.register.rules.pasted_people import PastedPerson, read_people, role_meant

ROLES = {"headteacher": "Headteacher", "head_of_school_improvement": "Head of school improvement",
         "chair": "Chair of governors", "governor": "Governor", "governor_services": "Governor services"}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("\n \n", []),
        (
            "Ada Lovelace\tada@example.org\tHeadteacher\t100001\t1/9/2026\t\tnew post",
            [PastedPerson(1, "Ada Lovelace", "ada@example.org", "Headteacher", "100001", "1/9/2026", "", "new post")],
        ),
        ("ada@example.org, Ada, chair, Oak", [PastedPerson(1, "Ada", "ada@example.org", "chair", "Oak")]),
        (
            "URN;E-mail;Role;Full name\n100001;ada@example.org;chair;Ada\n\n100002;b@example.org;chair;B",
            [
                PastedPerson(2, "Ada", "ada@example.org", "chair", "100001"),
                PastedPerson(4, "B", "b@example.org", "chair", "100002"),
            ],
        ),
        (
            '"Lovelace, Ada",ada@example.org,chair,Oak',
            [PastedPerson(1, "Lovelace, Ada", "ada@example.org", "chair", "Oak")],
        ),
        ("Just words", [PastedPerson(1, "Just words")]),
        ("\ufeffName\tEmail\nAda\tada@example.org", [PastedPerson(2, "Ada", "ada@example.org")]),
    ],
)
def test_what_a_list_says(text: str, rows: list[PastedPerson]) -> None:
    assert read_people(text) == rows


WORDS = st.text("abcdefghijklmnopqrstuvwxyz '-éß0123456789", min_size=1, max_size=12).filter(str.strip)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=8))
def test_each_line_with_an_address_is_a_person_as_written(people: list[tuple[str, str, str]]) -> None:
    text = "\n".join(f"{name}\t{address}@example.org\t{role}" for name, address, role in people)
    found = read_people(text)

    def tidy(words: str) -> str:
        return " ".join(words.split())

    assert [(each.name, each.email, each.role) for each in found] == [
        (tidy(name), tidy(f"{address}@example.org"), tidy(role)) for name, address, role in people
    ]


@given(st.text(max_size=200))
def test_nothing_that_is_pasted_breaks_it(text: str) -> None:
    lines = [each.line for each in read_people(text)]
    assert lines == sorted(set(lines)) and all(line >= 1 for line in lines)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("headteacher", "headteacher"),
        ("HEADTEACHER", "headteacher"),
        ("Chair of Governors", "chair"),
        ("chair", "chair"),
        ("governor", "governor"),
        ("governor_services", "governor_services"),
        ("Head of school", "head_of_school_improvement"),
        ("head", None),
        ("", None),
        ("pilot", None),
    ],
)
def test_which_role_a_text_means(text: str, code: str | None) -> None:
    assert role_meant(text, ROLES) == code
