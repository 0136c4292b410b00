"""Every type of link in its sentence, word for word, with a date and without, with one school and with several."""

from __future__ import annotations

from datetime import date

import pytest

from accord.meaning.definitions import folders
from accord.register.rules.link_types import LinkRow, load_link_types, sentences

TYPES = load_link_types(folders(None))
NAMES = {"1": "Elm School", "2": "Oak School", "3": "Ash School", "4": "Yew School"}
DAY = date(2020, 10, 1)
SAID = {
    "Predecessor": "Elm School was previously {others}[ up until 1 October 2020].",
    "Predecessor - Split School": "Elm School was created as the result of a split from {others}[ on 1 October 2020].",
    "Closure": "Elm School was previously {others}[, which closed on 1 October 2020].",
    "Predecessor - merged": "Elm School was merged with {others}[ on 1 October 2020].",
    "Successor": "Elm School became {others}[ on 1 October 2020].",
    "Expansion": "Elm School became {others}[ on 1 October 2020].",
    "Result of Amalgamation": "Elm School was the result of an amalgamation of {others}[ on 1 October 2020].",
    "Merged - change in age range": "Elm School was merged with {others}[ on 1 October 2020].",
    "Merged - expansion of school capacity": "Elm School was merged with {others}[ on 1 October 2020].",
    "Merged - expansion in school capacity and changer in age range":
        "Elm School was merged with {others}[ on 1 October 2020].",
    "Successor - merged": "Elm School was merged with {others}[ on 1 October 2020].",
    "Predecessor - amalgamated": "Elm School was the result of an amalgamation of {others}[ on 1 October 2020].",
    "Successor - amalgamated": "Elm School was amalgamated into {others}[ on 1 October 2020].",
    "Sixth Form Centre Link": "Elm School was linked to {others}[ on 1 October 2020].",
    "Sixth Form Centre School": "Elm School was linked to {others}[ on 1 October 2020].",
    "Children's Centre Link": "Elm School was linked to {others}[ on 1 October 2020].",
    "Other": "Elm School was linked to {others}[ on 1 October 2020].",
    "A type that nobody defined": "Elm School was linked to {others}[ on 1 October 2020].",
}  # fmt: skip


def say(kind: str, others: str, on: date | None) -> str:
    (found,) = sentences(NAMES, [LinkRow("1", other, kind, on) for other in others], TYPES)
    return found.text


@pytest.mark.parametrize("kind", SAID)
def test_a_type_of_link_in_words(kind: str):
    undated = SAID[kind].split("[")[0] + "."
    dated = SAID[kind].replace("[", "").replace("]", "")
    assert say(kind, "2", None) == undated.format(others="Oak School")
    assert say(kind, "2", DAY) == dated.format(others="Oak School")
    assert say(kind, "234", DAY) == dated.format(others="Oak School, Ash School and Yew School")


def test_a_school_that_was_parted():
    assert say("Successor - Split School", "2", None) == "Oak School was split off from Elm School."
    assert say("Successor - Split School", "2", DAY) == "Oak School was split off from Elm School on 1 October 2020."
    several = "Oak School, Ash School and Yew School were split off from Elm School on 1 October 2020."
    assert say("Successor - Split School", "234", DAY) == several


def test_links_are_told_in_the_order_of_their_days_and_undated_ones_last():
    closure = LinkRow("1", "9", "Closure", date(2019, 1, 1))
    links = [LinkRow("1", "2", "Other"), LinkRow("1", "3", "Successor", DAY), closure]
    found = [each.text for each in sentences(NAMES, links, TYPES)]
    assert found[0] == "Elm School was previously URN 9, which closed on 1 January 2019."
    assert found[1:] == ["Elm School became Ash School on 1 October 2020.", "Elm School was linked to Oak School."]
