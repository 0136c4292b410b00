"""Terms in a sentence, and those that a release begins with."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings

from accord.sharing.choices import Source
from accord.sharing.rules.data_sets import DataSets, load_data_sets
from accord.sharing.rules.stage_words import terms_sentence
from accord.sharing.rules.stages import PUBLISHED, Terms
from accord.sharing.rules.starting_terms import starting_terms

JULY, SEPTEMBER, DECEMBER = date(2027, 7, 12), date(2027, 9, 1), date(2027, 12, 10)
EMBARGO = Terms(Source.OWN, JULY, SEPTEMBER, DECEMBER)


@pytest.mark.parametrize(
    ("terms", "day", "sentence"),
    [
        (PUBLISHED, JULY, "Anybody may see these results."),
        (EMBARGO, DECEMBER, "Anybody may see these results now."),
        (
            EMBARGO, date(2027, 7, 11),
            "Only the authority sees these results. From 12 July 2027 the schools see their own. From 1 September 2027"
            " members under an agreement see each other’s. From 10 December 2027 anybody may see them.",
        ),
        (
            EMBARGO, SEPTEMBER,
            "The authority and the schools see these results, members under an agreement each other’s."
            " From 10 December 2027 anybody may see them.",
        ),
        (
            Terms(Source.NATIONAL, JULY), JULY,
            "The authority sees these results, and each school its own. No day is set on which they become public.",
        ),
        (
            Terms(Source.OWN), JULY,
            "Only the authority sees these results. No day is set on which they become public.",
        ),
    ],
)  # fmt: skip
def test_terms_say_who_sees_results_and_from_when(terms: Terms, day: date, sentence: str):
    assert terms_sentence(terms, day) == sentence


def test_a_release_begins_as_its_sender_said_or_as_its_data_set_usually_does():
    known = load_data_sets(settings.ACCORD_DEFINITIONS[:1])

    def begins(family: str, source: str = "", *days: date | None, sets: DataSets = known) -> Terms:
        return starting_terms(sets, family, source, *(days or (None, None, None)), on=JULY)

    assert begins("ks2_schools") == PUBLISHED
    assert begins("ks2_schools", "own", JULY, None, DECEMBER) == Terms(Source.OWN, JULY, None, DECEMBER)
    assert begins("gias_links", "own", JULY, None, None) == PUBLISHED, "the register is nobody's secret"
    assert begins("own_returns") == Terms(Source.OWN, JULY, JULY, None), "let out as they come, never public"
    assert begins("own_returns", "", None, None, DECEMBER) == Terms(Source.OWN, None, None, DECEMBER)
    assert begins("own_returns", "own", None, None, None) == Terms(Source.OWN), "who says whose they are says when"
    assert known.never_summed == {"own_returns"}
    own = DataSets({"own": "Own"}, {"own": Source.OWN}, {}, {})
    assert begins("own", sets=own) == Terms(Source.OWN)
