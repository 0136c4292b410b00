"""What is measured, read from ``definitions/measures`` and ``definitions/stages``.

A measure says what it counts, over whom, how it pools and in which columns of which published form it is
found; a stage says who the pupil groups are and which years have no results. Neither needs Python to change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from accord.warehouse.definitions import DefinitionError, load_yaml

PUPILS = "{pupils}"


class Kind(StrEnum):
    """How a measure pools."""

    PERCENTAGE = "percentage"
    PROGRESS = "progress"
    SCALED_SCORE = "scaled_score"


COLUMN_ROLES: Mapping[Kind, frozenset[str]] = {
    Kind.PERCENTAGE: frozenset({"percent"}),
    Kind.PROGRESS: frozenset({"score", "lower", "upper", "coverage"}),
    Kind.SCALED_SCORE: frozenset({"score", "absent"}),
}
NEEDED_ROLE: Mapping[Kind, str] = {
    Kind.PERCENTAGE: "percent",
    Kind.PROGRESS: "score",
    Kind.SCALED_SCORE: "score",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Years in which something was not measured, and why; no row is ever made for them."""

    years: tuple[int, ...]
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first year that may not be compared with the years before it, and why."""

    starts: int
    reason: str


@dataclass(frozen=True, slots=True)
class GroupColumns:
    """How one published form names a pupil group: the label in column names, the column of its number."""

    label: str
    whole: str


@dataclass(frozen=True, slots=True)
class PupilGroup:
    """A group of pupils: all, boys, disadvantaged …"""

    code: str
    name: str
    phrase: str
    note: str
    columns: Mapping[str, GroupColumns]


@dataclass(frozen=True, slots=True)
class Form:
    """A published form of a stage: which families carry the results and the numbers of pupils."""

    name: str
    results_family: str
    pupils_family: str
    eligible: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of education with its published forms, in the order in which they are preferred."""

    code: str
    name: str
    counted_on: str
    first_year: int
    hidden_pupils_at_most: int
    forms: tuple[Form, ...]
    pupil_groups: Mapping[str, PupilGroup]
    gaps: tuple[Gap, ...]

    @property
    def families(self) -> tuple[str, ...]:
        """Every family that carries results or pupils, each once, the preferred form's first."""
        named = [name for form in self.forms for name in (form.pupils_family, form.results_family)]
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. ``version`` is the hash of its definition and its stage's."""

    code: str
    name: str
    short_name: str
    phrase: str
    stage: Stage
    kind: Kind
    unit: str
    higher_is_better: bool
    counts: str
    over: str
    pools: str
    columns: Mapping[str, Mapping[str, str]]
    pupils: tuple[str, ...]
    gaps: tuple[Gap, ...]
    breaks: tuple[Break, ...]
    pupil_sd: Mapping[int, float]
    school_year_sd: float | None
    why_it_matters: str
    owner: str
    checked_by: str
    review_due: str
    version: str

    def column(self, form: str, role: str, pupils: str) -> str | None:
        """The published column for one role and pupil group in one form; None where the form has none."""
        template = self.columns.get(form, {}).get(role)
        group = self.stage.pupil_groups[pupils].columns.get(form)
        if template is None or group is None:
            return None
        return template.replace(PUPILS, group.label)

    def gap(self, year: int) -> Gap | None:
        """Why there is nothing to show for a year, or None where it was measured."""
        if year < self.stage.first_year:
            reason = f"{self.stage.name} was measured differently before {self.stage.first_year}."
            return Gap((year,), "not_measured", reason)
        return next((gap for gap in self.gaps if year in gap.years), None)

    def series(self, year: int) -> int:
        """The number of breaks up to a year: only years with the same number may share a line."""
        return sum(1 for each in self.breaks if each.starts <= year)


def load_measures(folders: Sequence[Path]) -> dict[str, Measure]:
    """All measures by code, later folders overlaying earlier ones file by file.

    Raises `DefinitionError`, naming file and key, for a definition that cannot be used.
    """
    stages = {path.stem: (_stage(path, raw), raw) for path, raw in load_yaml(folders, "stages").items()}
    measures = [_measure(path, raw, stages) for path, raw in load_yaml(folders, "measures").items()]
    return {measure.code: measure for measure in sorted(measures, key=lambda each: each.code)}


def _wrong(path: Path, key: str, why: str) -> DefinitionError:
    return DefinitionError(f"{path}: the key {key} {why}.")


def _need(path: Path, raw: Mapping[str, Any], key: str, kind: type = str) -> Any:
    if key not in raw or not isinstance(raw[key], kind):
        raise _wrong(path, key, f"needs a {kind.__name__}")
    return raw[key]


def _gaps(path: Path, raw: Mapping[str, Any]) -> tuple[Gap, ...]:
    return tuple(
        Gap(tuple(_need(path, gap, "years", list)), _need(path, gap, "status"), _need(path, gap, "reason"))
        for gap in raw.get("not_measured", [])
    )


def _stage(path: Path, raw: Mapping[str, Any]) -> Stage:
    forms = tuple(
        Form(
            name,
            _need(path, form, "results_family"),
            _need(path, form, "pupils_family"),
            _need(path, form, "eligible"),
        )
        for name, form in _need(path, raw, "forms", dict).items()
    )
    groups = [_pupil_group(path, group) for group in _need(path, raw, "pupil_groups", list)]
    return Stage(
        code=_need(path, raw, "stage"),
        name=_need(path, raw, "name"),
        counted_on=_need(path, raw, "counted_on"),
        first_year=_need(path, raw, "first_year", int),
        hidden_pupils_at_most=_need(path, raw, "hidden_pupils_at_most", int),
        forms=forms,
        pupil_groups={group.code: group for group in groups},
        gaps=_gaps(path, raw),
    )


def _pupil_group(path: Path, raw: Mapping[str, Any]) -> PupilGroup:
    columns = {
        form: GroupColumns(_need(path, each, "label"), _need(path, each, "whole"))
        for form, each in _need(path, raw, "columns", dict).items()
    }
    code, name = _need(path, raw, "code"), _need(path, raw, "name")
    return PupilGroup(code, name, _need(path, raw, "phrase"), raw.get("note", ""), columns)


def _measure(
    path: Path, raw: Mapping[str, Any], stages: Mapping[str, tuple[Stage, Mapping[str, Any]]]
) -> Measure:
    stage_code = _need(path, raw, "stage")
    if stage_code not in stages:
        raise _wrong(path, "stage", f"names the stage {stage_code}, which is not defined")
    stage, stage_raw = stages[stage_code]
    kind = _kind(path, raw)
    _check_pupils(path, raw, stage)
    return Measure(
        code=_need(path, raw, "measure"),
        name=_need(path, raw, "name"),
        short_name=_need(path, raw, "short_name"),
        phrase=_need(path, raw, "phrase"),
        stage=stage,
        kind=kind,
        unit=_need(path, raw, "unit"),
        higher_is_better=_need(path, raw, "higher_is_better", bool),
        counts=_need(path, raw, "counts"),
        over=_need(path, raw, "over"),
        pools=_need(path, raw, "pools"),
        columns=_columns(path, raw, kind, stage),
        pupils=tuple(raw["pupils"]),
        gaps=stage.gaps + _gaps(path, raw),
        breaks=tuple(Break(int(b["from"]), str(b["reason"])) for b in raw.get("breaks", [])),
        pupil_sd={int(year): float(sd) for year, sd in raw.get("pupil_sd", {}).items()},
        school_year_sd=raw.get("school_year_sd"),
        why_it_matters=_need(path, raw, "why_it_matters"),
        owner=_need(path, raw, "owner"),
        checked_by=_need(path, raw, "checked_by"),
        review_due=str(raw.get("review_due", "")),
        version=hashlib.sha256(repr((raw, stage_raw)).encode()).hexdigest()[:16],
    )


def _kind(path: Path, raw: Mapping[str, Any]) -> Kind:
    text = _need(path, raw, "kind")
    if text not in set(Kind):
        raise _wrong(path, "kind", f"is {text}; it must be one of {', '.join(Kind)}")
    return Kind(text)


def _columns(path: Path, raw: Mapping[str, Any], kind: Kind, stage: Stage) -> Mapping[str, Mapping[str, str]]:
    columns: Mapping[str, Mapping[str, str]] = _need(path, raw, "columns", dict)
    for form, roles in columns.items():
        if form not in {each.name for each in stage.forms}:
            raise _wrong(path, f"columns.{form}", f"is not a form of the stage {stage.code}")
        if NEEDED_ROLE[kind] not in roles or not set(roles) <= COLUMN_ROLES[kind]:
            wanted = ", ".join(sorted(COLUMN_ROLES[kind]))
            raise _wrong(path, f"columns.{form}", f"may name {wanted}")
    return columns


def _check_pupils(path: Path, raw: Mapping[str, Any], stage: Stage) -> None:
    unknown = set(_need(path, raw, "pupils", list)) - set(stage.pupil_groups)
    if unknown:
        raise _wrong(path, "pupils", f"names {', '.join(sorted(unknown))}, not a group of the stage")
