"""The catalogue of measures: what there is of each, and why not where there is nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accord.dashboards.presenters.captions import listed
from accord.dashboards.presenters.sources import long_date
from accord.insight.sentences.counting import counted
from accord.performance.availability import Availability, Available, Level, State
from accord.performance.catalogue import Measure
from accord.ui.tables.tables import Cell, Column, Table, said

LEVEL_WORDS = {Level.SCHOOL: "schools", Level.AUTHORITY: "authorities", Level.ENGLAND: "England"}
STATE_WORDS = {
    State.NOT_MEASURED: "none",
    State.NOT_IN_FILE: "not printed",
    State.NOT_LOADED: "not loaded",
}
KIND_WORDS = {
    "percentage": "Percentages of pupils",
    "progress": "Progress since an earlier stage",
    "scaled_score": "Average scaled scores",
    "value_added": "Value added",
    "average_points": "Average points",
    "rate": "Rates",
    "ratio": "Ratios",
    "total": "Totals",
    "progress_8": "Progress 8",
    "average_score": "Average scores",
    "average_grade": "Average grades",
}
BETTER = {
    True: "A higher figure is better.",
    False: "A lower figure is better.",
    None: "It tells what schools are like, and neither a higher nor a lower figure is better.",
}


@dataclass(frozen=True, slots=True)
class Family:
    """Measures of one kind, as one table."""

    code: str
    title: str
    table: Table


def years_of(found: Availability) -> list[int]:
    """The summers told of, oldest first."""
    return sorted({year for _, _, year in found})


def catalogue_sentence(known: Mapping[str, Measure], found: Availability) -> str:
    """How many measures are defined and how many have results here."""
    held = _held(known, found)
    years = sorted({year for (_, _, year), each in found.items() if each.state is State.HELD})
    if not held:
        return f"{counted(len(known), 'measure is', 'measures are')} defined, and none has results here yet."
    span = f"summer {years[0]}" if len(years) == 1 else f"the summers {years[0]} to {years[-1]}"
    return (
        f"{counted(len(known), 'measure is', 'measures are')} defined; "
        f"{counted(len(held), 'has', 'have')} results here, from {span}. "
        "Where there are none, the page of the measure says why."
    )


def families(known: Mapping[str, Measure], found: Availability) -> list[Family]:
    """Measures with results here, those still taken before those that have ended: a table each, for all pupils."""
    by_title: dict[str, list[Measure]] = {}
    for each in _held(known, found):
        title = "Measures that have ended" if each.last_year else KIND_WORDS.get(str(each.kind), str(each.kind))
        by_title.setdefault(title, []).append(each)
    ordered = sorted(by_title.items(), key=lambda item: item[1][0].last_year is not None)
    return [Family(f"kind-{at}", title, _table(at, title, some, found)) for at, (title, some) in enumerate(ordered)]


def without_results(known: Mapping[str, Measure], found: Availability) -> list[Measure]:
    """Measures that are defined and have no results here at all."""
    held = {each.code for each in _held(known, found)}
    return [each for code, each in known.items() if code not in held]


def _held(known: Mapping[str, Measure], found: Availability) -> list[Measure]:
    codes = {code for (code, _, _), each in found.items() if each.state is State.HELD}
    return [each for each in known.values() if each.code in codes]


def _table(at: int, title: str, some: Sequence[Measure], found: Availability) -> Table:
    years = years_of(found)
    columns = (Column("measure", "Measure"), *(Column(f"summer_{year}", str(year)) for year in years))
    lines = tuple(
        (
            (
                Cell(each.short_name, each.code, reverse("dashboards:measure", args=[each.code])),
                *(_cell(found.get((each.code, "all", year))) for year in years),
            ),
            False,
        )
        for each in some
    )
    return Table(f"kind-{at}", title, columns, lines)


def levels_words(each: Available) -> str:
    """``all three``, ``schools, England``; the word for the gap where there is nothing."""
    if each.state is not State.HELD:
        return STATE_WORDS[each.state]
    return "all three" if len(each.levels) == len(Level) else ", ".join(LEVEL_WORDS[level] for level in each.levels)


def _cell(each: Available | None) -> Cell:
    if each is None:
        return Cell("", None)
    words = levels_words(each)
    return Cell(words, words)


def pupils_table(measure: Measure, found: Availability) -> Table:
    """One measure by pupil group and summer."""
    years = years_of(found)
    columns = (Column("pupils", "Pupils"), *(Column(f"summer_{year}", str(year)) for year in years))
    groups = measure.stage.pupil_groups
    lines = tuple(
        (
            (
                Cell(groups[code].name, code),
                *(_cell(found.get((measure.code, code, year))) for year in years),
            ),
            False,
        )
        for code in measure.pupils
    )
    return Table("availability", "What there is, by pupils and summer", columns, lines)


def reasons(measure: Measure, found: Availability) -> list[str]:
    """Why there is nothing: what no file could print, and then which pupils a file that is here leaves out."""
    own = [each for (code, _, _), each in found.items() if code == measure.code and each.reason]
    by_reason: dict[str, set[int]] = {}
    unprinted: dict[int, set[str]] = {}
    for each in own:
        if each.state is State.NOT_IN_FILE:
            unprinted.setdefault(each.year, set()).add(each.pupils)
        else:
            by_reason.setdefault(each.reason, set()).add(each.year)
    told = []
    for reason, years in sorted(by_reason.items(), key=lambda item: min(item[1])):
        summers = listed([str(year) for year in sorted(years)])
        told.append(reason if all(str(year) in reason for year in years) else f"{summers}: {reason}")
    return told + _unprinted(measure, unprinted)


def _unprinted(measure: Measure, unprinted: Mapping[int, set[str]]) -> list[str]:
    by_pupils: dict[frozenset[str], list[int]] = {}
    for year, pupils in sorted(unprinted.items()):
        by_pupils.setdefault(frozenset(pupils), []).append(year)
    told = []
    for pupils, years in by_pupils.items():
        summers = f"{'summer' if len(years) == 1 else 'summers'} {listed([str(year) for year in years])}"
        names = [measure.stage.pupil_groups[code].name for code in measure.pupils if code in pupils]
        whose = "" if len(names) == len(measure.pupils) else f" for {listed(names)}"
        told.append(f"The files of {summers} that are here print no result of this{whose}.")
    return told


def measure_rows(measure: Measure) -> list[tuple[str, str]]:
    """What a measure is, over whom, how it pools, and who answers for it."""
    better = BETTER[measure.higher_is_better]
    pupils = [measure.stage.pupil_groups[code].name for code in measure.pupils]
    ended = f", until summer {measure.last_year}" if measure.last_year else ""
    return [
        ("What is counted", measure.counts),
        ("Over whom", measure.over),
        ("How schools are put together", measure.pools),
        ("Unit", f"{measure.unit.capitalize()}. {better}"),
        ("Pupil groups", ", ".join(pupils)),
        ("Taken", f"Since summer {measure.first_year}{ended}"),
        ("Owner", measure.owner),
        ("Checked by", f"{measure.checked_by[:1].upper()}{measure.checked_by[1:]}"),
        ("Review due", long_date(date.fromisoformat(measure.review_due))),
        ("Code and version", f"{measure.code}, {measure.version[:12]}"),
    ]


def long_table(known: Mapping[str, Measure], found: Availability) -> Table:
    """One row for each measure, pupil group and summer, for files."""
    columns = (
        Column("measure", "Measure", "code of the measure"),
        Column("name", "Name", "its name"),
        Column("pupils", "Pupils", "code of the pupil group"),
        Column("year", "Summer", "the summer of the results", numeric=True),
        Column("state", "State", "held; not measured; not in the file; not loaded"),
        *(Column(str(level), words.capitalize(), f"1 where files print results of {words}, else 0", numeric=True)
          for level, words in LEVEL_WORDS.items()),
        Column("reason", "Why not", "the reason for a gap; empty where results are held"),
    )  # fmt: skip
    lines = tuple(
        (
            (
                said(each.measure),
                said(known[each.measure].name),
                said(each.pupils),
                Cell(str(each.year), each.year),
                said(str(each.state)),
                *(Cell(str(int(level in each.levels)), int(level in each.levels)) for level in LEVEL_WORDS),
                said(each.reason),
            ),
            False,
        )
        for each in found.values()
        if each.measure in known
    )
    return Table("measures", "Measures by summer, pupils and level", columns, lines)
