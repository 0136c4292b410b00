"""The county's own planted effects, in the words of its pages; what its schools do by chance is not called a change.

Counted over counties that the demonstration's own generator draws (`accord.demo.draws`), each with its effects and
again without any. What is counted is read out of the sentences. Run with ``-s`` to see the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from accord.analytics.figures import Figure
from accord.analytics.funnels import Around
from accord.demo.draws import DrawnCounty, draw_county
from accord.demo.effects import Planted, Planting
from accord.insight.sentences.change import Earlier, change
from accord.insight.sentences.comparison import Comparator, comparison
from accord.insight.sentences.gaps import gap
from accord.insight.sentences.rounding import PERCENTAGE
from accord.insight.sentences.standing import funnel
from accord.insight.sentences.topic import Named, Topic
from tests.factories.shares import printed, share
from tests.reference.test_planted_effects import Words, room

SEEDS = 200
MEASURE, S = "rwm_expected", 0.27
YEARS = (2016, 2017, 2018, 2019, 2023, 2024, 2025)
BESIDE = ((2016, 2017), (2018, 2019), (2023, 2024), (2024, 2025))
"""Summers next to one another with one measure: it changed in 2018."""
SCHOOLS = "ABCDEFGHI"
ALLIANCES = 20
LARGE = 30
"""Of fewer pupils chance hides what is planted, and the page says that it would."""
UP = "effect: an alliance that improves by 18 points is called up"
WRONG_WAY = "effect: an alliance that improves by 18 points is called down"
ABOVE = "effect: an alliance that improved by 18 points is called above England"
NOT_ABOVE = "nothing planted: the same alliance is called above England"
NARROWED = "effect: a gap that narrowed by 16 points is told as a gap"
NOT_NARROWED = "nothing planted: the same gap is told as a gap"
APART = "effect: a school of 30 or more, 16 to 22 points apart, is outside its funnel"
NOT_APART = "nothing planted: the same school is outside its funnel"
ALLIANCE = "noise: an alliance is called up or down since last summer"
SCHOOL = "noise: a school is called up or down since last summer"


def topic(year: int) -> Topic:
    return Topic(PERCENTAGE, "met the expected standard", "pupils", year)


def pooled(found: DrawnCounty, columns: np.ndarray, year: int, pupils: str = "all") -> Figure:
    at = found.years.index(year)
    parts, wholes = found.reached[MEASURE, pupils][at, columns], found.pupils[pupils][at, columns]
    whole = int(wholes.sum())
    return share(int(parts.sum()), whole, cohort=float((wholes.astype(float) ** 2).sum() / whole))


def said_of_change(found: DrawnCounty, columns: np.ndarray, before: int, year: int) -> str:
    return change(topic(year), pooled(found, columns, year), Earlier(before, pooled(found, columns, before)), S)


def said_of_gap(found: DrawnCounty, columns: np.ndarray, year: int) -> str:
    behind = Named("disadvantaged pupils", pooled(found, columns, year, "disadvantaged"))
    return gap(topic(year), behind, Named("other pupils", pooled(found, columns, year, "other")))


def outside(found: DrawnCounty, columns: np.ndarray, year: int) -> Iterator[str]:
    """The schools of an alliance that its page names outside the funnel around England."""
    named = [Named(f"school {SCHOOLS[at]}", pooled(found, columns[at : at + 1], year)) for at in range(len(columns))]
    england = round(100 * float(found.national[MEASURE, "all"][found.years.index(year)]))
    around = Around(england - 0.5, england + 0.5, S)
    text = funnel(topic(year), "school", named, Comparator("England", printed(england)), around)
    yield from re.findall(r"school [A-I](?=, )", text)


def above_england(found: DrawnCounty, columns: np.ndarray, year: int) -> bool:
    england = round(100 * float(found.national[MEASURE, "all"][found.years.index(year)]))
    return "is above" in comparison(topic(year), pooled(found, columns, year), Comparator("England", printed(england)))


def called(text: str) -> str:
    """What a sentence calls a change: up, down, or neither."""
    found = re.search(r"is (up|down) from", text)
    return found[1] if found else ""


def hear_apart(words: Words, found: DrawnCounty, noise: DrawnCounty, each: Planted) -> None:
    columns = next(columns for columns in found.alliances.values() if each.urns[0] in columns)
    if found.pupils["all"][found.years.index(2019), columns[0]] < LARGE:
        return
    words.hear(APART, "school A" in outside(found, columns, 2019))
    words.hear(NOT_APART, "school A" in outside(noise, columns, 2019))


def hear_alliance(words: Words, found: DrawnCounty, noise: DrawnCounty, each: Planted) -> None:
    columns = found.alliances[each.group]
    if each.what is Planting.GAP_NARROWS:
        words.hear(NARROWED, "is lower" in said_of_gap(found, columns, 2019))
        words.hear(NOT_NARROWED, "is lower" in said_of_gap(noise, columns, 2019))
    elif each.since == 2018:
        # The measure changed that summer, so no page sets it beside the one before: it shows beside England.
        words.hear(ABOVE, above_england(found, columns, 2019))
        words.hear(NOT_ABOVE, above_england(noise, columns, 2019))
    else:
        told = called(said_of_change(found, columns, 2019, 2023))
        words.hear(UP, told == "up")
        words.hear(WRONG_WAY, told == "down")


def listen(words: Words, seed: int) -> None:
    """Count what the sentences of one county say, with its effects and without."""
    found, noise = (draw_county(seed, planted=planted, years=YEARS) for planted in (True, False))
    for each in found.planted:
        (hear_alliance if each.group else hear_apart)(words, found, noise, each)
    for columns in noise.alliances.values():
        for before, year in BESIDE:
            words.hear(ALLIANCE, bool(called(said_of_change(noise, columns, before, year))))
            for at in range(len(columns)):
                words.hear(SCHOOL, bool(called(said_of_change(noise, columns[at : at + 1], before, year))))


def test_what_is_planted_is_said_and_chance_is_not():
    words = Words()
    for seed in range(SEEDS):
        listen(words, seed)
    print(f"\n{SEEDS} counties\n{words.table()}")
    # Intervals hold 95 in 100, and how far schools move is given: what is called a change by chance is 1 in 20.
    assert 0 < words.share(ALLIANCE) <= room(0.05, SEEDS * ALLIANCES)
    assert 0 < words.share(SCHOOL) <= room(0.05, SEEDS * ALLIANCES)
    # By hand: 7.6 schools of 36, unequal, so that D = 1 + 47 × 0.27² × 0.23 = 1.8; 274 pupils at 64% have a standard
    # error of 3.9 points, two summers of 5.5. What 18 points at 50% come to there is 16: less 1.96 × 5.5 they are 0.9
    # standard errors, 82%; fewer, because what lingers in schools has moved further over four summers.
    assert words.share(UP) >= 0.6 and words.share(WRONG_WAY) <= 0.01
    assert words.share(ABOVE) >= words.share(NOT_ABOVE) + 0.4
    # A gap of 16 points more is the usual one: it is told of most alliances, and of few where it has narrowed.
    assert words.share(NARROWED) <= words.share(NOT_NARROWED) - 0.3
    assert words.share(APART) >= words.share(NOT_APART) + 0.25
