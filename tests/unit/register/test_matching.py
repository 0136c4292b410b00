"""One line of a list at a time: what is taken for a school, and what is held for a person."""

from __future__ import annotations

import random

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from accord.meaning.definitions import folders
from accord.register.rules.matches import Certainty, Given, Known
from accord.register.rules.matching import Index
from accord.register.rules.name_words import read_name_words

WORDS = read_name_words(folders(None))


def known(urn: str, name: str, town: str, postcode: str, *old: str, lives: bool = True, stands_for: str = "") -> Known:
    names = ((name, True), *((each, False) for each in old))
    estab = "2" + urn[3:]
    return Known(urn, names, "999", estab, (), postcode, town, lives, stands_for or urn, "Primary")


SCHOOLS = [
    known("200001", "St Hilda's CofE Primary School", "Mellincombe", "ZX1 1AA"),
    known("200002", "St Hilda's CofE Primary School", "Tarrinwick", "ZX2 1AA"),
    known("200003", "St Cedd's Church of England Primary School", "Mellincombe", "ZX1 1AB"),
    known("200004", "St Cedd's Catholic Primary School", "Mellincombe", "ZX1 1AD"),
    known("200005", "Oakfold Infant School", "Mellincombe", "ZX1 2AA"),
    known("200006", "Oakfold Junior School", "Mellincombe", "ZX1 2AA"),
    known("200007", "Garrowmere Academy", "Garrowmere", "ZX3 1AA", "Longacre County Primary School"),
    known("100007", "Garrowmere Primary School", "Garrowmere", "ZX3 1AA", lives=False, stands_for="200007"),
    known("100008", "Foundry Primary School", "Garrowmere", "ZX3 1AB", lives=False),
    known("200009", "St Petroc's Church of England (VA) Primary School", "Tarrinwick", "ZX2 1AB"),
    known("200010", "Heronsgate Primary School", "Tarrinwick", "ZX2 1AD"),
    known("200011", "Bridge Street Primary School", "Tarrinwick", "ZX2 1AE"),
]
INDEX = Index(SCHOOLS, WORDS)

TAKEN = [
    (Given(urn="200001"), Certainty.EXACT, "200001"),
    (Given("St Hildas", urn="200001"), Certainty.EXACT, "200001"),
    (Given(dfe_number="999/2001"), Certainty.EXACT, "200001"),
    (Given(dfe_number="2001", la_code="999"), Certainty.EXACT, "200001"),
    (Given("Garrowmere Prim", urn="100007"), Certainty.OLD_NUMBER, "200007"),
    (Given("Garrowmere Primary Sch"), Certainty.OLD_NAME, "200007"),
    (Given("Longacre County Primary"), Certainty.OLD_NAME, "200007"),
    (Given("Saint Hilda’s C. of E. Primary School", postcode="zx21aa"), Certainty.EXACT, "200002"),
    (Given("St Hildas CE Prim", town="Tarrinwick"), Certainty.CLOSE, "200002"),
    (Given("St. Hilda's Primary (Mellincombe)"), Certainty.CLOSE, "200001"),
    (Given("St Cedds RC"), Certainty.CLOSE, "200004"),
    (Given("St Petroc's Primary School"), Certainty.CLOSE, "200009"),
    (Given("Oakfold Jnr"), Certainty.CLOSE, "200006"),
    (Given("Primary School, Heronsgate"), Certainty.CLOSE, "200010"),
    (Given("Hreonsgtae Primary"), Certainty.CLOSE, "200010"),
    (Given("Herons Gate Primray Schol"), Certainty.CLOSE, "200010"),
    (Given("Bridge St Primary"), Certainty.CLOSE, "200011"),
    (Given("Bridge Street Primary School", urn="tbc"), Certainty.EXACT, "200011"),
]


@pytest.mark.parametrize(("line", "certainty", "urn"), TAKEN)
def test_a_school_is_found(line: Given, certainty: Certainty, urn: str):
    match = INDEX.match(line)
    assert (match.certainty, match.urn) == (certainty, urn), match


HELD = [
    (Given("St Hilda's CofE Primary School"), "More than one", {"200001", "200002"}),
    (Given("St Hilda's CofE Primary School", town="Garrowmere"), "another address", {"200001", "200002"}),
    (Given("St Cedd's Primary", town="Mellincombe"), "More than one", {"200003", "200004"}),
    (Given("Oakfold School", postcode="ZX1 2AA"), "Two schools", {"200005", "200006"}),
    (Given("Oakfold Infant School", urn="200006"), "the name is another", {"200005", "200006"}),
    (Given("Heronsgate Primary School", urn="200001"), "the name is another", {"200001", "200010"}),
    (Given(urn="200001", dfe_number="999/2002"), "more than one", {"200001", "200002"}),
    (Given("Foundry Primary School"), "no school followed", {"100008"}),
    (Given(urn="100008"), "no school followed", {"100008"}),
    (Given("Heronsgate Primary School", urn="999999"), "No school has", {"200010"}),
    (Given("Heronsgate Primary School", postcode="YY9 9YY"), "another address", {"200010"}),
    (Given("Heronsgate Abbey Primary School"), "none is near enough", {"200010"}),
    (Given("Heronzgaet"), "wrong letter", {"200010"}),
    (Given("Primary School", postcode="ZX2 1AD"), "only what kind", {"200010"}),
]


@pytest.mark.parametrize(("line", "words", "urns"), HELD)
def test_nobody_is_guessed(line: Given, words: str, urns: set[str]):
    match = INDEX.match(line)
    assert (match.certainty, match.urn) == (Certainty.HELD, None), match
    assert words in match.because
    assert urns <= {each.urn for each in match.candidates}


NOBODY = [Given(), Given("Zebra House"), Given("Heron Skote"), Given("—"), Given(urn="123456")]


@pytest.mark.parametrize("line", NOBODY)
def test_what_nobody_knows_is_unknown(line: Given):
    assert INDEX.match(line).certainty == Certainty.UNKNOWN


texts = st.one_of(st.text(max_size=40), st.sampled_from([each.names[0][0] for each in SCHOOLS]))
lines = st.builds(Given, texts, st.sampled_from(["", "200001", "x", "100007"]), texts, texts, texts)


@settings(max_examples=200, deadline=None)
@for_all(lines, st.randoms(use_true_random=False))
def test_no_line_breaks_it_and_the_order_of_the_register_is_nothing_to_it(line: Given, rng: random.Random):
    shuffled = rng.sample(SCHOOLS, len(SCHOOLS))
    assert Index(shuffled, WORDS).match(line) == INDEX.match(line)


@settings(max_examples=200, deadline=None)
@for_all(texts, texts, texts, st.sampled_from(SCHOOLS))
def test_a_urn_never_yields_another_school(name: str, postcode: str, town: str, school: Known):
    match = INDEX.match(Given(name, urn=school.urn, postcode=postcode, town=town))
    assert match.urn in (None, school.stands_for)
