"""A messy list of 190 schools of an invented county: nearly all found, none wrongly, the rest held."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from accord.meaning.definitions import folders
from accord.register.rules.matching import Index
from accord.register.rules.name_words import read_name_words
from tests.factories.invented_county import county, messy_list

WORDS = read_name_words(folders(None))


@pytest.mark.parametrize("seed", range(24))
def test_nearly_all_of_a_messy_list_are_found_and_none_wrongly(seed: int):
    rng = random.Random(seed)
    knowns = county(rng)
    index = Index(knowns, WORDS)
    counts: Counter[str] = Counter()
    doubtful = []
    for given, meant in messy_list(rng, knowns, 190):
        match = index.match(given)
        outcome = "held" if match.urn is None else "right" if match.urn == meant else "wrong"
        counts[outcome] += 1
        if outcome != "right":
            doubtful.append((outcome, given, meant, match.because))
    print(seed, len(knowns), dict(counts))
    assert counts["wrong"] == 0, [each for each in doubtful if each[0] == "wrong"]
    assert counts["right"] >= 0.97 * 190, doubtful
