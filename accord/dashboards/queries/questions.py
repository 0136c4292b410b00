"""The question in the address: which measure, which summer, which pupils, with special schools or without."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from accord.accounts.readers import Reader
from accord.performance import catalogue
from accord.performance.frozen import frozen
from accord.performance.selections import UnknownSelection
from accord.register.rules.clocks import Clock
from accord.register.rules.memberships import spelled

MEMBERS = (
    (Clock.TODAY, "Today’s, carried back"),
    (Clock.THEN, "Those of the time"),
    (Clock.CONSTANT, "Those always in it"),
)
SPECIAL = (("exclude", "Left out"), ("include", "Counted in"))


class UnknownQuestion(LookupError):
    """The address asks for a measure, year or pupil group that there is not; the message says which."""


@dataclass(frozen=True, slots=True)
class Question:
    """A checked question. ``year`` is None where no year has a release yet."""

    measure: catalogue.Measure
    year: int | None
    pupils: str
    special: bool
    sort: str = "value"
    members: Clock = Clock.TODAY
    frozen: str = ""
    """The key of the permanent link through which the page is seen; empty for the page as it is today."""
    years: tuple[int, ...] = ()
    """The summers for which the reader is shown results of the measure, oldest first: today, or when it was frozen."""
    summers: tuple[int, ...] = ()
    """The same for any measure of the stage."""
    stages: tuple[str, ...] = ()
    """The stages at which the schools of the page have results; empty where that was not looked for."""

    @property
    def address(self) -> str:
        """The question as a query string: the same address for the page, its charts and its files."""
        asked = {"measure": self.measure.code, "year": self.year or "", "pupils": self.pupils}
        asked["special"] = "include" if self.special else "exclude"
        if self.members is not Clock.TODAY:
            asked["members"] = str(self.members)
        if self.frozen:
            asked["frozen"] = self.frozen
        return urlencode(asked)

    @property
    def group(self) -> catalogue.PupilGroup:
        """The pupils asked about."""
        return self.measure.stage.pupil_groups[self.pupils]

    def in_words(self) -> tuple[tuple[str, str], ...]:
        """What was asked, for print and for notes sheets."""
        return (
            ("Measure", self.measure.name),
            ("Summer", str(self.year or "none")),
            ("Pupils", self.group.name),
            ("Special schools", "counted in" if self.special else "left out"),
            *([("Members", dict(MEMBERS)[self.members].lower())] if self.members is not Clock.TODAY else []),
            *([("Frozen", self._link_in_words())] if self.frozen else []),
        )

    def _link_in_words(self) -> str:
        return f"figures as known on {spelled(frozen(self.frozen).on)}, permanent link {self.frozen}"

    def about(self, year: int) -> Question:
        """The same question of another summer."""
        return replace(self, year=year)

    def under(self, clock: Clock) -> Question:
        """The same question under another clock."""
        return replace(self, members=clock)


def read(
    given: Mapping[str, str], reader: Reader, *, special_by_default: bool, stages: tuple[str, ...] = ()
) -> Question:
    """The question in a query string, completed by defaults: the first headline measure, the latest summer.

    ``stages`` are those at which the schools of the page have results: their headline is the first.
    Raises `UnknownQuestion` for something that does not exist.
    """
    key = _link(given)
    known = catalogue.measures()
    code = given.get("measure") or default_measure(known, stages) or _with_results(known, reader, key)
    if code not in known:
        raise UnknownQuestion(f"There is no measure called {code}.")
    measure = known[code]
    pupils = given.get("pupils") or "all"
    if pupils not in measure.pupils:
        raise UnknownQuestion(f"{measure.name} has no pupil group called {pupils}.")
    counted = special_by_default or measure.stage.with_special
    special = given.get("special") or ("include" if counted else "exclude")
    if special not in dict(SPECIAL):
        raise UnknownQuestion("Special schools are either included or excluded.")
    sort = given.get("sort") or "value"
    if sort not in ("value", "name", "pupils"):
        raise UnknownQuestion(f"Schools cannot be put in order of {sort}.")
    members = given.get("members") or Clock.TODAY
    if members not in list(Clock):
        raise UnknownQuestion("Members are today’s, those of the time, or those who were always in it.")
    years = tuple(catalogue.years_with_releases(code, reader, key))
    summers = {year for family, year in catalogue.editions(reader, key) if family in measure.stage.every_family}
    return Question(
        measure, _year(given, years), pupils, special == "include", sort, Clock(members), key, years,
        tuple(sorted(summers)), stages,
    )  # fmt: skip


def _link(given: Mapping[str, str]) -> str:
    """The key of the permanent link that is asked for, once it is known to be one."""
    key = given.get("frozen") or ""
    try:
        return frozen(key).key if key else ""
    except UnknownSelection as unknown:
        raise UnknownQuestion(str(unknown)) from unknown


def default_measure(known: Mapping[str, catalogue.Measure], stages: Collection[str]) -> str:
    """The headline of the first of some stages; empty where none of them has one."""
    return next((headline for stage, headline in catalogue.headlines(known).items() if stage in stages), "")


def _with_results(known: Mapping[str, catalogue.Measure], reader: Reader, key: str) -> str:
    """The first headline of which there are results; without any the first headline, or the first measure there is."""
    first = list(catalogue.headlines(known).values()) or list(known)
    return next((code for code in first if catalogue.years_with_releases(code, reader, key)), first[0])


def _year(given: Mapping[str, str], released: Sequence[int]) -> int | None:
    asked = given.get("year")
    if asked:
        if not (asked.isascii() and asked.isdigit() and len(asked) == 4):
            raise UnknownQuestion(f"{asked} is not a year. Years are written as 2019.")
        return int(asked)
    return released[-1] if released else None
