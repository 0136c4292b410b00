"""The shapes of what programs are given, for the API's description; the answers are held against them by tests."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema

from accord.analytics.figures import Basis, Covers, Status


class WrongField(Schema):
    """What was asked wrongly."""

    field: str
    message: str


class Problem(Schema):
    """What went wrong, by RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[WrongField] = []


class Page(Schema):
    """``edition`` changes with what the rows are made from; ``next`` is the address of the following page."""

    edition: str
    edition_changed: bool
    next: str | None
    source: str


class Named(Schema):
    """A code and its name."""

    code: str
    name: str


class Gap(Schema):
    """Summers in which nothing was measured, and why."""

    years: list[int]
    reason: str


class Break(Schema):
    """The first summer that may not be compared with those before it, and why."""

    starts: int
    reason: str


class Measure(Schema):
    """A measure: what it counts, and what there is of it."""

    code: str
    name: str
    short_name: str
    stage: Named
    kind: str
    unit: str
    per: int
    higher_is_better: bool | None
    counts: str
    over: str
    pools: str
    pupils: list[Named]
    years: list[int]
    first_year: int
    last_year: int | None
    gaps: list[Gap]
    breaks: list[Break]
    why_it_matters: str
    owner: str
    checked_by: str
    review_due: str
    version: str
    page: str


class Measures(Page):
    """A page of measures, by code."""

    items: list[Measure]


class Group(Schema):
    """A group and its schools on a day."""

    slug: str
    name: str
    kind: str
    kind_name: str
    schools: int
    lies_in: list[str]
    ended: bool
    page: str
    members: str
    figures: str


class Groups(Page):
    """A page of groups, by address."""

    on: date
    items: list[Group]


class Member(Schema):
    """A school in a group; ``through`` names the group inside it that brings the school."""

    urn: str
    name: str
    role: str
    through: str
    starts_on: date | None
    ends_before: date | None
    known: bool
    page: str | None


class Members(Page):
    """A page of members, by URN."""

    on: date
    group: Named
    items: list[Member]


class School(Schema):
    """A school as the register has it."""

    number: str
    numbered_by: str
    name: str
    dfe_number: str
    ukprn: str
    authority: str
    phase: str
    category: str
    type: str
    status: str
    opened_on: date | None
    closed_on: date | None
    low_age: int | None
    high_age: int | None
    religious_character: str
    district: str
    town: str
    postcode: str
    page: str
    figures: str | None


class Schools(Page):
    """A page of schools, by number."""

    items: list[School]


class Release(Schema):
    """A file of results, or of a register, that was published here."""

    id: str
    family: str
    title: str
    year: int
    settled: str
    england: bool
    authorities: list[str]
    schools: int
    describes: date | None
    published_at: datetime
    file: str
    page: str


class Releases(Page):
    """A page of releases, the oldest first: what is new is at the end."""

    items: list[Release]


class Lineage(Schema):
    """Results of an older establishment that count as the history of a school."""

    urn: str
    into: str
    how: str
    on: date | None


class Figure(Schema):
    """A value, or a status with its reason; bounds, interval and coverage; what it was made from."""

    group: str
    title: str
    school: str | None
    measure: str
    measure_name: str
    unit: str
    pupils: str
    pupils_name: str
    year: int
    members: str
    basis: Basis
    status: Status
    reason: str
    value: float | None
    low: float | None
    high: float | None
    part_low: int | None
    part_high: int | None
    whole: int | None
    interval_low: float | None
    interval_high: float | None
    interval_covers: Covers | None
    schools_counted: int | None
    schools_expected: int | None
    pupils_counted: int
    pupils_expected: int | None
    schools_reported: int
    releases: list[str]
    lineage: list[Lineage] = []
    how: str
    page: str


class Figures(Page):
    """A page of figures, by measure, pupils, summer, basis and school."""

    items: list[Figure]
