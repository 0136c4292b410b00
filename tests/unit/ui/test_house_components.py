"""The components of our own: what they say, and that each can be told without its colour."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template

from accord.ui.components.glossary import glossary
from accord.ui.components.navigation import Way
from accord.ui.tables.shades import EXPLAINED, WORDS, Shade
from accord.ui.tables.tables import Cell, Column, Table, said

ACCORD = Path(__file__).resolve().parents[3] / "accord"
TERM_TAG = re.compile(r"{% term \"([^\"]+)\"")
TERMS_TAG = re.compile(r"{% words_that_help ([^%]+)%}")


def drawn(source: str, **context: object) -> str:
    return Template("{% load components %}" + source).render(Context(context))


def test_the_page_one_is_on_is_said_to_be_it_and_no_other_is():
    ways = [Way("Overview", "/a/"), Way("Measures", "/a/measures/", current=True)]
    html = drawn('{% sub_navigation ways "Pages about Heron" %}', ways=ways)
    assert '<nav class="accord-subnav" aria-label="Pages about Heron">' in html
    assert re.findall(r'href="(\S+)" aria-current="page"', html) == ["/a/measures/"]
    assert html.count("<a ") == 2


def test_each_shade_has_a_word_of_its_own_and_an_explanation():
    assert set(WORDS) == set(EXPLAINED) == set(Shade)
    assert len(set(WORDS.values())) == len(Shade)


def test_a_heat_cell_says_its_word_and_keeps_its_number_for_machines():
    cell = Cell("71%", 71.2, shade=Shade.ABOVE)
    table = Table("t", "Heat", (Column("school", "School"), Column("rwm", "RWM")), (((said("Elm"), cell), False),))
    html = drawn("{% figure_table table %}", table=table)
    assert "accord-heat--above" in html and "above</span>" in html and "71%" in html
    assert Cell("71%", 71.2, shade=Shade.ABOVE, word="above England").shade_in_words == "above England"
    assert Cell("71%", 71.2).shade_in_words == ""


def test_the_key_names_only_the_shades_asked_for():
    html = drawn("{% heat_key shades %}", shades=["above", "like"])
    assert "higher than chance explains" in html and "well above" not in html
    assert drawn("{% heat_key %}").count("<dt") == len(Shade)


def test_an_empty_state_says_what_to_do_where_there_is_something_to_do():
    html = drawn('{% empty_state "No files yet" "Nothing was sent." "Send a file" "/data/send/" level=3 %}')
    assert "<h3" in html and 'href="/data/send/">Send a file</a>' in html
    assert "<a" not in drawn('{% empty_state "No files yet" "Nothing was sent." %}')


def test_a_term_explains_itself_with_an_id_of_its_own():
    html = drawn('{% term "interval" %} {% term "95% interval" "intervals" %}')
    targets = re.findall(r'popovertarget="([^"]+)"', html)
    assert targets == re.findall(r'id="([^"]+)" popover', html) == ["term-interval-1", "term-interval-2"]
    assert ">intervals</button>" in html and "How far chance alone could move" in html


def test_a_word_that_is_no_term_stays_a_word():
    assert drawn("{% term word %}", word="cohort <b>") == "cohort &lt;b&gt;"


def unknown_terms(source: str) -> list[str]:
    known = {name.lower() for term in glossary() for name in (term.name, *term.also)}
    listed = [name for names in TERMS_TAG.findall(source) for name in re.findall(r'"([^"]+)"', names)]
    return [name for name in (*TERM_TAG.findall(source), *listed) if name.lower() not in known]


def test_every_term_that_a_template_explains_is_in_the_glossary():
    planted = '{% term "interval" %}{% term "cohort" %}{% words_that_help "bounds" "wobble" %}'
    assert unknown_terms(planted) == ["cohort", "wobble"]
    templates = list(ACCORD.rglob("templates/**/*.html"))
    assert len(templates) > 30
    assert {str(path): found for path in templates if (found := unknown_terms(path.read_text("utf-8")))} == {}


@pytest.mark.parametrize("term", glossary(), ids=lambda term: term.address)
def test_a_term_is_explained_in_a_sentence_or_two(term):
    assert term.says.endswith(".") and "*" not in term.says
    assert len(term.says) < 260
    assert re.fullmatch(r"[a-z0-9-]+", term.address)
