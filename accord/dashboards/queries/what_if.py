"""What if: who of a page could reach what. The whole question stands in the address, in codes of schools and groups.

Only those are offered whose own figure the page shows to its reader, so that nobody's hidden number is asked for, and
none can be solved for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlencode

from accord.analytics.rates import Rate, rate_of
from accord.analytics.what_if import best_quarter
from accord.dashboards.queries.one_school import Looking, by_pupils, members
from accord.dashboards.queries.pupil_parts import ALL
from accord.dashboards.queries.questions import UnknownQuestion
from accord.insight.sentences.rounding import PERCENTAGE
from accord.performance.figure_rows import FigureRow


class Reach(StrEnum):
    """What somebody is to reach."""

    ENGLAND = "england"
    QUARTER = "quarter"
    STATED = "stated"


class Of(StrEnum):
    """Who may be chosen: the schools of the page, or groups of their pupils."""

    SCHOOLS = "schools"
    PUPILS = "pupils"


@dataclass(frozen=True, slots=True)
class Choices:
    """``who`` by URN or code of the pupil group, empty for none; ``stated`` and ``goal`` in percent, 0–100."""

    who: str = ""
    reach: Reach = Reach.ENGLAND
    stated: int | None = None
    goal: int | None = None

    @property
    def address(self) -> str:
        """The choices as part of a query string."""
        asked = {"who": self.who, "reach": str(self.reach), "stated": self.stated, "goal": self.goal}
        return urlencode({name: value for name, value in asked.items() if value not in ("", None)})


@dataclass(frozen=True, slots=True)
class Offered:
    """One who may reach something: their name, alone and within a sentence, and their counts.

    ``percent`` is what they are to reach; None where nobody can say.
    """

    code: str
    name: str
    phrase: str
    rate: Rate
    percent: float | None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The figure of all, who is offered by code, and what was chosen."""

    choices: Choices
    group: Rate
    row: FigureRow
    offered: Mapping[str, Offered] = field(default_factory=dict)

    @property
    def chosen(self) -> Offered | None:
        """Who was chosen; None where nobody was."""
        return self.offered.get(self.choices.who)


def read_what_if(given: Mapping[str, str]) -> Choices:
    """The choices in a query string. Raises `UnknownQuestion` for something that does not exist."""
    reach = given.get("reach") or Reach.ENGLAND
    if reach not in list(Reach):
        raise UnknownQuestion(f"Nobody can be asked to reach {reach}.")
    stated, goal = (_percent(given.get(name) or "") for name in ("stated", "goal"))
    return Choices(given.get("who") or "", Reach(reach), stated, goal)


def _percent(written: str) -> int | None:
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) <= 3 and int(written) <= 100):
        raise UnknownQuestion(f"{written} is not a whole percentage from 0 to 100.")
    return int(written)


def what_if(looking: Looking, of: Of, choices: Choices) -> WhatIf | None:
    """What the page can be asked; None for scores, and without a figure of all. Raises `UnknownQuestion` for somebody
    who has no figure here."""
    question = looking.question
    if question.measure.kind != PERCENTAGE or question.year is None:
        return None
    figures = by_pupils(looking, members(looking)).of(year=question.year)
    everyone = ALL if of is Of.PUPILS else question.pupils
    row = next(iter(figures.of(pupils=everyone).group), None)
    group = rate_of(row.figure) if row else None
    if row is None or group is None:
        return None
    england = {each.pupils: each.figure.value for each in figures.england if not each.every_type}
    if of is Of.SCHOOLS:
        offered = _schools(looking, choices, england.get(question.pupils))
    else:
        offered = _pupils(looking, choices, england, figures.group)
    if choices.who and choices.who not in offered:
        raise UnknownQuestion(f"There is no figure of {choices.who} here.")
    return WhatIf(choices, group, row, offered)


def _schools(looking: Looking, choices: Choices, england: float | None) -> dict[str, Offered]:
    known = {each.urn: (each.name, rate) for each in members(looking) if (rate := rate_of(each.row.figure)) is not None}
    quarter = best_quarter([rate for _, rate in known.values()])
    percent = _to_reach(choices, england, quarter)
    return {urn: Offered(urn, name, name, rate, percent) for urn, (name, rate) in known.items()}


def _pupils(
    looking: Looking, choices: Choices, england: Mapping[str, float | None], rows: tuple[FigureRow, ...]
) -> dict[str, Offered]:
    groups = looking.question.measure.stage.pupil_groups
    quarters = _quarters(looking) if choices.reach is Reach.QUARTER else {}
    return {
        row.pupils: Offered(
            row.pupils, groups[row.pupils].name, groups[row.pupils].phrase, rate,
            _to_reach(choices, england.get(row.pupils), quarters.get(row.pupils)),
        )
        for row in rows
        if row.pupils != ALL and (rate := rate_of(row.figure)) is not None
    }  # fmt: skip


def _quarters(looking: Looking) -> dict[str, float | None]:
    """Of each pupil group, what the best quarter of the schools that tell it reached."""
    question = looking.question
    assert question.year is not None
    found: dict[str, list[Rate]] = {}
    for each in looking.school_figures(looking.selection((question.year,), question.measure.pupils)):
        if (rate := rate_of(each.row.figure)) is not None:
            found.setdefault(each.row.pupils, []).append(rate)
    return {pupils: best_quarter(rates) for pupils, rates in found.items()}


def _to_reach(choices: Choices, england: float | None, quarter: float | None) -> float | None:
    if choices.reach is Reach.STATED:
        return None if choices.stated is None else float(choices.stated)
    return england if choices.reach is Reach.ENGLAND else quarter
