"""In the words of the sentences: planted effects are said where they are, planted noise is not called a finding.

Counted over invented counties (tests/factories/planted.py). What is counted is read out of the text, not taken from
the statistics behind it. Run with ``-s`` to see the table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from accord.analytics.figures import Figure
from accord.analytics.funnels import Around
from accord.insight.sentences.change import Earlier, change
from accord.insight.sentences.comparison import Comparator, comparison
from accord.insight.sentences.findings import findings
from accord.insight.sentences.gaps import gap
from accord.insight.sentences.questions import Asked
from accord.insight.sentences.rounding import PERCENTAGE
from accord.insight.sentences.standing import funnel
from accord.insight.sentences.topic import Named, Topic
from tests.factories import planted
from tests.factories.planted import ENGLAND, MEASURES, NOISE, SCHOOLS, County, S, county
from tests.factories.shares import printed, share

TREES = [
    "Alder",
    "Ash",
    "Aspen",
    "Beech",
    "Birch",
    "Cedar",
    "Cherry",
    "Elder",
    "Elm",
    "Fir",
    "Hazel",
    "Holly",
    "Larch",
    "Lime",
    "Maple",
    "Oak",
    "Pine",
    "Rowan",
    "Willow",
    "Yew",
]
SEEDS = 200
USUAL_SEEDS = 25
PHRASES = [f"reached step {letter}" for letter in "ABCDEFGHIJKL"]
NOW, BEFORE = 1, 0


@dataclass
class Words:
    """How often something was said, of how often it could have been."""

    said: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)

    def hear(self, what: str, said: float, of: int = 1) -> None:
        """Something was said so many times where it could have been said so many."""
        self.said[what] += said
        self.asked[what] += of

    def share(self, what: str) -> float:
        """0–1."""
        return self.said[what] / self.asked[what]

    def table(self) -> str:
        """One line for each, as printed."""
        lines = [f"{what:<72} {self.said[what]:>8,g} of {asked:>7,}  {self.share(what):6.1%}"
                 for what, asked in self.asked.items()]  # fmt: skip
        return "\n".join(lines)


def topic(measure: int) -> Topic:
    return Topic(PERCENTAGE, PHRASES[measure], "pupils", 2025)


def england(measure: int) -> Comparator:
    return Comparator("England", printed(ENGLAND[measure]))


def pooled(parts: np.ndarray, wholes: np.ndarray) -> Figure:
    whole = int(wholes.sum())
    return share(int(parts.sum()), whole, cohort=float((wholes.astype(float) ** 2).sum() / whole))


def page(found: County, alliance: int, school_year_sd: float = S) -> list[Asked]:
    """The figures of an alliance's page: itself and its schools, in every measure."""
    wholes, parts = found.wholes[alliance, :, NOW], found.parts[alliance, :, NOW]
    asked = []
    for measure in range(MEASURES):
        beside, about = england(measure), topic(measure)
        figures = [(f"{TREES[alliance]} Alliance", pooled(parts[:, measure], wholes))]
        figures += [(f"{TREES[alliance]} school {'ABCDEFGH'[school]}",
                     share(int(parts[school, measure]), int(wholes[school]))) for school in range(SCHOOLS)]  # fmt: skip
        asked += [Asked(name, about, figure, beside, school_year_sd) for name, figure in figures]
    return asked


def outstanding(told: list[str]) -> Iterator[tuple[str, int, str]]:
    """Who stands out in which measure on which side, read out of the sentences."""
    for each in told[1:]:
        read = re.match(r"(.+?): .+? reached step ([A-L]) in summer 2025, (above|below) England’s \d+%\.", each)
        assert read is not None, each
        yield read[1], "ABCDEFGHIJKL".index(read[2]), read[3]


def sides(text: str) -> tuple[bool, bool]:
    """Whether a sentence says above, up; below, down."""
    return bool(re.search(r"is above|is up from|Above them", text)), bool(re.search(r"is below|is down from", text))


def listen(words: Words, seed: int) -> None:
    """Count what the sentences of one county say."""
    found = county(seed)
    for alliance in range(planted.ALLIANCES):
        told = list(outstanding(findings(page(found, alliance))))
        if alliance in NOISE:
            words.hear("noise: pages where something stands out", bool(told))
            words.hear("noise: figures that stand out", len(told), (SCHOOLS + 1) * MEASURES)
            hear_noise(words, found, alliance)
        else:
            hear_effect(words, found, alliance, told)


def hear_noise(words: Words, found: County, alliance: int) -> None:
    wholes, parts = found.wholes[alliance], found.parts[alliance]
    for measure in range(MEASURES):
        now = pooled(parts[:, NOW, measure], wholes[:, NOW])
        own = np.average(found.own_rates[alliance, :, NOW, measure], weights=wholes[:, NOW])
        above, below = sides(comparison(topic(measure), now, england(measure)))
        wrong = (above and own <= ENGLAND[measure]) or (below and own >= ENGLAND[measure])
        words.hear("noise: above or below England, where the year's own rate is not", wrong)
        words.hear("noise: up or down since last summer", any(sides(said_of_change(found, alliance, measure))))
        words.hear("noise: a gap between pupil groups", "is lower" in said_of_gap(found, alliance, measure))
        outside = said_of_funnel(found, alliance, measure)
        words.hear("noise: schools outside the funnel of underlying rates", len(outside), SCHOOLS)


def said_of_change(found: County, alliance: int, measure: int) -> str:
    then, now = (pooled(found.parts[alliance, :, year, measure], found.wholes[alliance, :, year])
                 for year in (BEFORE, NOW))  # fmt: skip
    return change(topic(measure), now, Earlier(2024, then), S)


def said_of_gap(found: County, alliance: int, measure: int) -> str:
    wholes, some = found.wholes[alliance, :, NOW], found.disadvantaged[alliance, :, NOW]
    part, some_part = found.parts[alliance, :, NOW, measure], found.disadvantaged_parts[alliance, :, NOW, measure]
    behind = Named("disadvantaged pupils", pooled(some_part, some))
    return gap(topic(measure), behind, Named("other pupils", pooled(part - some_part, wholes - some)))


def said_of_funnel(found: County, alliance: int, measure: int) -> list[str]:
    """The schools that the sentence names outside the limits."""
    named = [Named(f"school {'ABCDEFGH'[school]}", share(int(found.parts[alliance, school, NOW, measure]),
                   int(found.wholes[alliance, school, NOW]))) for school in range(SCHOOLS)]  # fmt: skip
    around = Around(ENGLAND[measure] - 0.5, ENGLAND[measure] + 0.5, S)
    text = funnel(topic(measure), "school", named, england(measure), around)
    inside = re.match(r"(\d+) of 8 schools", text)
    assert inside is not None
    outside = re.findall(r"school [A-H](?=, )", text)
    # Seven or eight outside would be counted and not named; noise never gets there.
    assert len(outside) == SCHOOLS - int(inside[1]) or SCHOOLS - int(inside[1]) > 6
    return outside


def hear_effect(words: Words, found: County, alliance: int, told: list[tuple[str, int, str]]) -> None:
    itself = f"{TREES[alliance]} Alliance"
    first = comparison(topic(0), pooled(found.parts[alliance, :, NOW, 0], found.wholes[alliance, :, NOW]), england(0))
    if alliance == planted.LOW:
        words.hear("effect: an alliance 20 points low stands out", (itself, 0, "below") in told)
        words.hear("effect: an alliance 20 points low is called below England", "is below" in first)
        words.hear("effect: an alliance 20 points low is called above", sides(first)[0] or (itself, 0, "above") in told)
        # Its 11 other measures are noise: what a page says falsely, as a share of all that it says stands out.
        false = sum(measure != 0 for _, measure, _ in told)
        words.hear("effect: share of what stands out on its page that is false", false / max(1, len(told)))
    elif alliance == planted.HIGH:
        words.hear("effect: an alliance 15 points high in everything stands out", bool(told))
        words.hear("effect: one of its figures is said to be low", any(side == "below" for _, _, side in told))
    elif alliance == planted.FALLS:
        text = said_of_change(found, alliance, 0)
        words.hear("effect: a fall of 22 points is called down", "is down from" in text)
        words.hear("effect: a fall of 22 points is called up", "is up from" in text)
    elif alliance == planted.GAP:
        text = said_of_gap(found, alliance, 0)
        words.hear("effect: a gap of 26 points is told", "disadvantaged pupils is lower" in text)
        words.hear("effect: a gap of 26 points is told the wrong way", "other pupils is lower" in text)
    else:
        words.hear("effect: a school of 60, 38 points low, is outside its funnel",
                   "school A" in said_of_funnel(found, alliance, 0))  # fmt: skip
        words.hear("effect: a school of 60, 38 points low, stands out on its alliance's page",
                   (f"{TREES[alliance]} school A", 0, "below") in told)  # fmt: skip


def counted(seeds: int) -> Words:
    words = Words()
    for seed in range(seeds):
        listen(words, seed)
    print(f"\n{seeds} counties\n{words.table()}")
    return words


def room(rate: float, looks: int) -> float:
    """A designed rate, and three standard errors of so many independent looks at it."""
    return rate + 3 * (rate * (1 - rate) / looks) ** 0.5


@pytest.mark.parametrize(
    "seeds", [USUAL_SEEDS, pytest.param(SEEDS, marks=pytest.mark.thorough)], ids=["some counties", "200 counties"]
)
def test_effects_are_said_and_noise_is_not_called_a_finding(seeds: int):
    words = counted(seeds)
    # Noise. Designed rates: FORMULAS 16 has some finding on 11-12% of pages of correlated noise; what a page says
    # falsely is a tenth of what it says; intervals and limits are wrong 1 time in 20. Measures of one county go
    # together, so the looks that count are alliances (15 a county), not sentences.
    pages, counties = seeds * len(NOISE), seeds
    assert 0 < words.share("noise: pages where something stands out") <= room(0.12, pages)
    assert words.share("effect: share of what stands out on its page that is false") <= room(0.10, counties)
    assert words.share("noise: above or below England, where the year's own rate is not") <= 0.05
    assert words.share("noise: up or down since last summer") <= room(0.05, pages)
    assert words.share("noise: a gap between pupil groups") <= room(0.05, pages)
    # FORMULAS 9: limits by mid-p hold 95.0-97.9%; if they held all, nothing planted could be seen either.
    assert 0.021 <= words.share("noise: schools outside the funnel of underlying rates") <= 0.05
    # Effects. By hand, for 238 pupils in cohorts of 36: D = 1 + 35 × 0.27² × 0.24 = 1.6, so a standard error of 4.0
    # points. The clearest of 108 figures needs z = 3.3: 19.5 points less 13.2 are 1.6 of them, 94%; less for the
    # smaller alliances. A fall of 22: 5.6 points, 97%. A gap of 26 between 71 and 167 pupils: 6.9 points, 96%. A
    # school of 60 at -38: 9.0 points, 98% outside its funnel, 82% through the whole page.
    for what, least in (
        ("an alliance 20 points low stands out", 0.80),
        ("an alliance 20 points low is called below England", 0.97),
        ("an alliance 15 points high in everything stands out", 0.95),
        ("a fall of 22 points is called down", 0.88),
        ("a gap of 26 points is told", 0.88),
        ("a school of 60, 38 points low, is outside its funnel", 0.93),
        ("a school of 60, 38 points low, stands out on its alliance's page", 0.70),
    ):
        assert words.share(f"effect: {what}") >= least - 2 * (least * (1 - least) / counties) ** 0.5, what
    # Nothing is told the wrong way round: 1 in 100 would be a mistake, not chance.
    for what in ("an alliance 20 points low is called above", "a fall of 22 points is called up",
                 "a gap of 26 points is told the wrong way", "one of its figures is said to be low"):  # fmt: skip
        assert words.share(f"effect: {what}") <= max(0.01, 1 / counties), what


def test_without_the_movement_of_schools_noise_would_stand_out_far_more_often():
    # FORMULAS 16: binomial tests flag 19-22% of pages of noise.
    with_it = without_it = 0
    for seed in range(12):
        found = county(seed)
        for alliance in NOISE:
            with_it += len(findings(page(found, alliance))) > 1
            without_it += len(findings(page(found, alliance, school_year_sd=0.0))) > 1
    print(f"\nOf {12 * len(NOISE)} pages of noise {with_it} are flagged; by binomial tests {without_it} would be.")
    assert without_it > 2 * with_it
    assert without_it / (12 * len(NOISE)) > 0.15
