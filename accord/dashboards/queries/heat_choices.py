"""What is chosen on the page of measures, as it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from accord.dashboards.queries.questions import Question, UnknownQuestion
from accord.performance import catalogue

KINDS = (
    ("percentage", "Percentages"),
    ("progress", "Progress scores"),
    ("scaled_score", "Average scaled scores"),
    ("value_added", "Value added"),
    ("average_points", "Average points"),
    ("progress_8", "Progress 8"),
    ("average_score", "Average scores"),
    ("average_grade", "Average grades"),
    ("rate", "Rates"),
    ("ratio", "Ratios"),
    ("total", "Totals"),
    ("all", "All measures"),
)
ONLY = (
    ("all", "All schools"),
    ("above", "Those above England on something"),
    ("below", "Those below England on something"),
    ("none", "Those without a figure for something"),
)
COUNTS = (("no", "Left out"), ("yes", "Shown"))


@dataclass(frozen=True, slots=True)
class HeatChoices:
    """Which measures, which schools, in which order, with numbers of pupils or without."""

    kind: str
    only: str = "all"
    by: str = "name"
    counts: bool = False

    @property
    def address(self) -> str:
        """The choices as part of a query string."""
        return urlencode({"kind": self.kind, "only": self.only, "counts": "yes" if self.counts else "no"})


def read_heat(given: Mapping[str, str], question: Question) -> HeatChoices:
    """The choices in a query string. Raises `UnknownQuestion` for something that does not exist."""
    kind = given.get("kind") or str(question.measure.kind)
    only, by, counts = given.get("only") or "all", given.get("by") or "name", given.get("counts") or "no"
    if kind not in dict(KINDS):
        raise UnknownQuestion(f"There is no kind of measure called {kind}.")
    if only not in dict(ONLY):
        raise UnknownQuestion(f"Schools cannot be chosen by {only}.")
    if by != "name" and by not in catalogue.measures():
        raise UnknownQuestion(f"Schools cannot be put in order of {by}.")
    if counts not in dict(COUNTS):
        raise UnknownQuestion("Numbers of pupils are either shown or left out.")
    return HeatChoices(kind, only, by, counts == "yes")
