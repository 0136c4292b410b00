"""What programs may ask, as they write it into an address; each text is in the API's description."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from ninja import Schema
from pydantic import Field

from accord.analytics.figures import Basis
from accord.register.choices import GroupKind, KeptBy, Phase
from accord.register.rules.clocks import Clock

MOST, USUAL = 5_000, 500
"""Rows of one page: at most, and unless asked otherwise."""
_CODES = r"^[a-z0-9_,]*$"

Words = Annotated[str, Field(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
if TYPE_CHECKING:
    Kind = str
    Phases = str
    Keepers = str
    Clocks = str
    Bases = str
else:  # written out here and not as their enumerations, so that the description shows them in place, with the empty one
    Kind = Literal["", *(each.value for each in GroupKind)]
    Phases = Literal["", *(each.value for each in Phase)]
    Keepers = Literal[tuple(each.value for each in KeptBy)]
    Clocks = Literal["", *(each.value for each in Clock)]
    Bases = Literal["", *(each.value for each in Basis)]


class Paged(Schema):
    """A list that is given in pages."""

    limit: int = Field(USUAL, ge=1, le=MOST, description="How many rows at once.")
    after: str = Field("", max_length=2_000, description="The cursor in the address under “next” of the page before.")


class MeasuresAsked(Paged):
    """Which measures."""

    stage: str = Field("", max_length=60, pattern=_CODES, description="Only those of one stage, by its code.")


class GroupsAsked(Paged):
    """Which groups."""

    kind: Kind = Field("", description="Only groups of one kind.")
    text: Words = Field("", description="Only groups whose name has all these words.")
    kept_by: Keepers = Field("people", description="Groups that people keep here, or those of the national register.")
    on: date | None = Field(None, description="The day whose members are counted; today unless given.")


class MembersAsked(Paged):
    """Whose members, on which day."""

    on: date | None = Field(None, description="The day whose members are listed; today unless given.")


class SchoolsAsked(Paged):
    """Which schools."""

    text: Words = Field("", description="Only schools that go or went by all these words, or by this number.")
    authority: str = Field("", pattern=r"^([0-9]{3})?$", description="Only schools of one authority, by its number.")
    phase: Phases = Field("", description="Only schools of one phase.")
    status: Literal["open", "closed", "proposed", "any"] = Field("open", description="Only open schools, unless given.")


class ReleasesAsked(Paged):
    """Which releases."""

    family: str = Field("", max_length=60, pattern=_CODES, description="Only those of one family, by its code.")
    year: int | None = Field(None, ge=1990, le=2100, description="Only those of one summer.")


class FiguresAsked(Paged):
    """Whose figures, of which measures, summers and pupils."""

    of: str = Field(
        max_length=120,
        pattern=r"^(groups/[A-Za-z0-9_-]+|authorities/[0-9]{3}|schools/[A-Za-z0-9_-]+|england)$",
        description="Whose: groups/ and an address, authorities/ or schools/ and a number, or england.",
        examples=["groups/heron-alliance"],
    )
    measures: str = Field(
        "", max_length=4_000, pattern=_CODES, description="Codes of measures, with commas; every measure unless given."
    )
    years: str = Field(
        "", max_length=200, pattern=r"^[0-9,-]*$",
        description="Summers, such as 2017-2019,2022; every summer with results unless given.",
    )
    pupils: str = Field(
        "all", max_length=400, pattern=_CODES, description="Codes of pupil groups, with commas; “every” for all."
    )
    members: Clocks = Field(
        "", description="Whose results a group's years are: those of today's members, of the members then, or constant."
    )
    on: date | None = Field(None, description="The day of “today's” members, if not today.")
    special: Literal["", "include", "exclude"] = Field("", description="Special schools; as on pages unless given.")
    basis: Bases = Field("", description="Added up from schools, or the publisher's own row; both unless given.")
    each: Literal["", "school"] = Field("", description="“school”: each school by itself, of one measure.")
    frozen: str = Field(
        "", pattern=r"^[a-z0-9]{0,20}$", description="The key of a permanent link: figures as they were frozen."
    )
    format: Literal["", "json", "csv", "meta"] = Field(
        "", description="csv: all rows as tidy CSV; meta: what its columns are; json unless given or asked by Accept."
    )
    columns: Literal["all", "standard"] = Field(
        "all", description="standard: the CSV has the columns of DfE's standard alone, without reasons and links."
    )
