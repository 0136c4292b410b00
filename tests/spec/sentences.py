"""Worked sentences: counts in, text out. Read here for the tests and for the docs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from accord.analytics import differences
from accord.analytics.comparison import Comparison
from accord.analytics.contributions import contributions
from accord.analytics.decomposition import Count, Year, what_changed
from accord.analytics.figures import Covers, Figure, Status
from accord.analytics.funnels import Around
from accord.analytics.overdispersion import Spread, spread
from accord.analytics.progress_bands import Banding, Printed
from accord.analytics.pupil_shares import LeftOver, Partition, School, Shares, share_out
from accord.analytics.random_groups import Place
from accord.analytics.rates import Rate, rate_of
from accord.analytics.shrinkage import Family, shrink
from accord.analytics.trends import trend
from accord.analytics.whole_children import needed
from accord.insight.sentences.caution import caution
from accord.insight.sentences.change import Earlier, change
from accord.insight.sentences.comparison import Comparator, between, comparison
from accord.insight.sentences.course import course
from accord.insight.sentences.coverage import coverage
from accord.insight.sentences.findings import findings
from accord.insight.sentences.gaps import NationalGap, gap, national_gap
from accord.insight.sentences.helping import Looked, where_one_stands, who_could_help
from accord.insight.sentences.level import level
from accord.insight.sentences.members import made_of, who_moves
from accord.insight.sentences.progress_bands import dfe_band
from accord.insight.sentences.pupil_shares import carries
from accord.insight.sentences.questions import Asked
from accord.insight.sentences.random_reference import among_random, in_other_years
from accord.insight.sentences.replaced import what_was_replaced
from accord.insight.sentences.revised import by_how_much, how_many_moved
from accord.insight.sentences.rounding import PERCENTAGE, PROGRESS
from accord.insight.sentences.similar import Among, among_similar
from accord.insight.sentences.spread import differ
from accord.insight.sentences.standing import funnel, order, standing
from accord.insight.sentences.topic import Named, Topic
from accord.insight.sentences.usual import usual
from accord.insight.sentences.what_if import Asked as AskedIf
from accord.insight.sentences.what_if import what_if
from tests.factories.shares import printed, share, without

FILE = Path(__file__).with_name("worked_sentences.yaml")
PHRASE = "met the expected standard in reading, writing and maths"
COUNT = re.compile(r"(\d+)(?: to (\d+))? of (\d+)")
SETTINGS = ("england", "s", "where", "broken", "centre", "b", "lower", "draws", "within")
Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Worked:
    """One example: what is given, the sentence that must come out, and numbers worked by hand, as text."""

    given: Given
    sentence: str
    numbers: Mapping[str, str]
    working: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of sentence with its examples; ``call`` is the function that says it."""

    title: str
    call: str
    about: str
    examples: tuple[Worked, ...]


def load() -> list[Kind]:
    """Every kind of sentence, in the order of the page."""
    # Every scalar stays text, so that a number keeps the decimals it was written with.
    raw = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return [Kind(each["title"], each["call"], each["about"].strip(), tuple(_worked(one) for one in each["examples"]))
            for each in raw]  # fmt: skip


def _worked(raw: Mapping[str, Any]) -> Worked:
    return Worked(raw["given"], raw.get("sentence", ""), raw.get("numbers", {}), raw.get("working", "").rstrip())


def said(kind: Kind, example: Worked) -> str:
    """The sentence that the function says of what is given."""
    return SAID[kind.call](example.given)


def computed(kind: Kind, example: Worked) -> dict[str, float]:
    """The numbers behind the sentence, by name."""
    return COMPUTED[kind.call](example.given)


def figure(schools: str | list[str]) -> Figure:
    """``[19 of 31, 69 to 70 of 120, hidden 6]`` pooled as if one school; or a status, for a figure without a value."""
    if isinstance(schools, str):
        return without(Status(schools))
    counts = [tuple(int(end or low) for end in (low, high, whole)) for each in schools
              for low, high, whole in COUNT.findall(each)]  # fmt: skip
    hidden = [int(each.removeprefix("hidden ")) for each in schools if each.startswith("hidden")]
    whole = sum(n for _, _, n in counts)
    return share(
        sum(low for low, _, _ in counts), whole, most=sum(high for _, high, _ in counts),
        cohort=sum(n * n for _, _, n in counts) / whole, hidden=sum(hidden),
        schools=(len(counts), len(counts) + len(hidden)),
    )  # fmt: skip


def _topic(given: Given) -> Topic:
    return Topic(PERCENTAGE, PHRASE, "pupils", 2025, given.get("where", ""))


def _england(given: Given) -> Comparator:
    return Comparator("England", printed(float(given["england"].rstrip("%"))))


def _s(given: Given) -> float | None:
    return float(given["s"]) if "s" in given else None


def _named(given: Given) -> list[Named]:
    return [Named(name, figure(schools)) for name, schools in given.items() if name not in SETTINGS]


def _earlier(given: Given) -> Earlier:
    return Earlier(2024, figure(given["earlier"]), given.get("broken", ""))


def _summers(given: Given) -> list[tuple[int, Figure]]:
    return [(int(year), figure(schools)) for year, schools in given["summers"].items()]


def _course(given: Given) -> str:
    return course(_topic(given), _summers(given), _s(given), float(given["within"]) if "within" in given else None)


def _line(given: Given) -> dict[str, float]:
    rates = [(year, rate) for year, found in _summers(given) if (rate := rate_of(found)) is not None]
    found = trend(rates, _s(given))
    assert found is not None
    return {"points": found.points, "low": found.low, "high": found.high}


def _funnel(given: Given) -> str:
    comparator = _england(given)
    around = Around(comparator.figure.low or 0, comparator.figure.high or 0, _s(given))
    return funnel(_topic(given), "school", _named(given), comparator, around)


def _differ(given: Given) -> str:
    return differ(_topic(given), "school", _named(given), _england(given), _spread(given))


def _spread(given: Given) -> Spread | None:
    rates = [rate for each in _named(given) if (rate := rate_of(each.figure)) is not None]
    return spread(rates, _england(given).figure.value or 0.0)


def _findings(given: Given) -> str:
    asked = [Asked(each.name, _topic(given), each.figure, _england(given), _s(given)) for each in _named(given)]
    return " ".join(findings(asked))


def _years(given: Given) -> tuple[Year, Year]:
    def year(schools: Mapping[str, str]) -> Year:
        cells: dict[tuple[str, str], Count] = {}
        for name, count in schools.items():
            rate = rate_of(figure([count]))
            assert rate is not None
            cells[name, "all"] = (rate.central, rate.whole)
        return Year(cells)

    return year(given["before"]), year(given["after"])


def _made_of(given: Given) -> str:
    earlier = Earlier(2024, figure(list(given["before"].values())))
    return made_of(_topic(given), figure(list(given["after"].values())), earlier, what_changed(*_years(given)))


def _among_random(given: Given) -> str:
    (named,) = _named(given)
    return among_random(_topic(given), named, Place(float(given["lower"]), int(given["draws"])))


def _in_other_years(given: Given) -> str:
    draws = int(given["draws"])
    places = {str(when): Place(float(lower), draws) for when, lower in given["years"].items()}
    return in_other_years(_topic(given), places)


def _dfe_band(given: Given) -> str:
    printed = Printed(*(float(given[name]) for name in ("score", "lower", "upper")))
    band = Banding("printed_limits", float(given["well_above"]), float(given["well_below"])).band(printed)
    return dfe_band(replace(_topic(given), kind=PROGRESS, phrase="progress in reading"), band, printed)


def _usual(given: Given) -> str:
    found = figure(given["figure"])
    family = Family((float(given["centre"]),), float(given["b"]), float(given["s"]))
    (shrunk,) = shrink(np.array([[found.part_low]]), np.array([[found.whole]]), family)
    return usual(_topic(given), found, shrunk)


def _help(given: Given) -> str:
    below = tuple(given.get("below", ()))
    counts = [int(each) for each in given["schools"]]
    return who_could_help(Named(given["of"], _england(given).figure), _england(given).figure,
                          Looked(given.get("where", ""), *counts, below, int(given.get("unknown", 0))))  # fmt: skip


def _one_stands(given: Given) -> str:
    england, counts = _england(given).figure, [int(each) for each in given["schools"]]
    looked = Looked("its authority", *counts, (), 0)
    return where_one_stands(Named(given["of"], england), england, Comparison(given["stands"]), looked)


def _national_gap(given: Given) -> str:
    (one,), nation = _named(given), differences.printed(_england(given).figure)
    assert nation is not None
    found = differences.gap_to(one.figure, nation)
    gap = NationalGap(one, "other pupils in England", nation.value, found, Covers.THIS_YEAR, (2025,))
    return national_gap(_topic(given), gap)


def _among_similar(given: Given) -> str:
    counts = [int(each) for each in given["schools"]]
    return among_similar(_topic(given), Among(*counts))


def _what_if(given: Given) -> str:
    goal = float(given["goal"].rstrip("%")) if "goal" in given else None
    return what_if(_topic(given), figure(given["figure"]), _asked(given), goal)


def _asked(given: Given) -> AskedIf | None:
    if "who" not in given:
        return None
    mark = given["reach"]
    return AskedIf("Elm", _rate(given["who"]), mark, float(mark.split()[-1].rstrip("%")))


def _told_apart(given: Given) -> tuple[Figure, Shares]:
    """``schools`` are a line each: who met it all together, and of each group in its order (“hidden” for none)."""
    schools, everyone = [], []
    for line in given["schools"]:
        whole, *parts = line.split("; ")
        rates = [None if each == "hidden" else _rate(each) for each in parts]
        schools.append(School(_rate(whole), dict(zip(given["groups"], rates, strict=True))))
        everyone.append(whole)
    rate = rate_of(figure(everyone))
    assert rate is not None
    return figure(everyone), share_out(rate, schools, _way(given), float(given["england"].rstrip("%")))


def _way(given: Given) -> Partition:
    return Partition(tuple(given["groups"]), LeftOver(given.get("left_over", "nobody")))


def _rate(count: str) -> Rate:
    rate = rate_of(figure([count]))
    assert rate is not None
    return rate


def _carries(given: Given) -> str:
    found, shares = _told_apart(given)
    phrases = {name: name for name in given["groups"]}
    return carries(_topic(given), found, _england(given), shares, _way(given), phrases)


def _replaced(given: Given) -> str:
    then = figure(given["reported"])
    reported = replace(then, coverage=replace(then.coverage, schools_reported=then.coverage.schools_counted or 0))
    return what_was_replaced(_topic(given), reported, figure(given["figure"]), given["by"])


SAID: Mapping[str, Callable[[Given], str]] = {
    "level": lambda g: level(_topic(g), figure(g["figure"])),
    "coverage": lambda g: coverage(_topic(g), figure(g["figure"])),
    "comparison": lambda g: comparison(_topic(g), figure(g["figure"]), _england(g)),
    "between": lambda g: between(_topic(g), *_named(g)),
    "change": lambda g: change(_topic(g), figure(g["figure"]), _earlier(g), _s(g)),
    "course": _course,
    "gap": lambda g: gap(_topic(g), *_named(g)),
    "national_gap": _national_gap,
    "caution": lambda g: caution(_topic(g), figure(g["figure"]), _england(g)),
    "standing": lambda g: standing(_topic(g), "school", _named(g), _england(g)),
    "funnel": _funnel,
    "differ": _differ,
    "order": lambda g: order(_topic(g), "school", _named(g)),
    "who_moves": lambda g: who_moves(_topic(g), {each.name: each.figure for each in _named(g)}),
    "made_of": _made_of,
    "carries": _carries,
    "findings": _findings,
    "usual": _usual,
    "among_random": _among_random,
    "dfe_band": _dfe_band,
    "in_other_years": _in_other_years,
    "who_could_help": _help,
    "where_one_stands": _one_stands,
    "what_was_replaced": _replaced,
    "by_how_much": lambda g: by_how_much(*(figure(g[each]) if each in g else None for each in ("frozen", "today")),
                                         PERCENTAGE),
    "how_many_moved": lambda g: how_many_moved(*(int(g[each]) for each in ("same", "different", "gone", "new"))),
    "among_similar": _among_similar,
    "what_if": _what_if,
}


def _difference(found: differences.Difference | None) -> dict[str, float]:
    assert found is not None
    return {"points": found.points, "low": found.low, "high": found.high}


def _closing(given: Given) -> dict[str, float]:
    behind, ahead = (rate_of(each.figure) for each in _named(given))
    assert behind is not None and ahead is not None
    return {"needed": needed(behind.central, behind.whole, 100 * ahead.share)}


def _reaching(given: Given) -> dict[str, float]:
    rate = rate_of(figure(given["figure"]))
    assert rate is not None
    return {"needed": needed(rate.central, rate.whole, float(given["england"].rstrip("%")))}


def _moves(given: Given) -> dict[str, float]:
    rates = {each.name: rate for each in _named(given) if (rate := rate_of(each.figure)) is not None}
    return {each.code: each.moves for each in contributions(rates) if each.moves is not None}


def _parts(given: Given) -> dict[str, float]:
    found = what_changed(*_years(given))
    assert found is not None
    return {name: getattr(found, name) for name in ("change", "joined", "left", "coverage", "pupils", "results")}


COMPUTED: Mapping[str, Callable[[Given], dict[str, float]]] = {
    "between": lambda g: _difference(differences.gap(*(each.figure for each in _named(g)))),
    "change": lambda g: _difference(differences.change(figure(g["earlier"]), figure(g["figure"]), _s(g))),
    "course": _line,
    "gap": _closing,
    "caution": _reaching,
    "who_moves": _moves,
    "made_of": _parts,
    "carries": lambda g: {name: each.points for name, each in _told_apart(g)[1].parts.items()},
}
