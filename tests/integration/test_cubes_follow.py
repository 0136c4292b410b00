"""After a publish, and after a member joins, only what that changed is made again; the rest is as it was, and right."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from accord.accounts.readers import Reader
from accord.analytics.figures import Basis
from accord.performance import cubes, kept, queries
from accord.performance.figure_rows import FigureRow
from accord.performance.selections import Selection, Who
from accord.performance.tasks import make_cubes_ready
from accord.register.actions.groups import make
from accord.register.actions.memberships import join
from accord.register.models.groups import Group
from tests.factories.register_schools import school as registered
from tests.factories.school_tables import publish, school

AT = datetime(2026, 11, 1, tzinfo=UTC)
OPERATOR = Reader.operator()
URNS = ("100001", "100002", "100003", "100004")
YEARS = (2018, 2019)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """The year and level of every cube that is made."""
    found: list[tuple[int, str]] = []
    before = cubes._made

    def counted(releases, edition, level):
        found.append((edition.year, level))
        return before(releases, edition, level)

    monkeypatch.setattr(cubes, "_made", counted)
    return found


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whose figures are made, and not taken as they were kept."""
    found: list[str] = []
    before = queries.pooled_rows

    def counted(prepared):
        found.append(prepared.selection.who.name)
        return before(prepared)

    monkeypatch.setattr(queries, "pooled_rows", counted)
    return found


@pytest.fixture
def groups(home: Path, tmp_path: Path) -> dict[str, Group]:
    """Coast has two schools, Shore the other two, with results of two summers."""
    made = {}
    for urn in URNS:
        registered(urn, f"School {urn}", la_code="501")
    for name, urns in (("Coast", URNS[:2]), ("Shore", URNS[2:])):
        made[name] = make(name=name, kind="alliance", belongs_to="authority:501", by=None, at=AT)
        for urn in urns:
            join(group=made[name], urn=urn, starts_on=None, by=None, at=AT)
    for year in YEARS:
        publish(tmp_path, [school(urn, "501", 30, "50%") for urn in URNS], year)
    return made


def figures_of(*names: str) -> list[FigureRow]:
    chosen = [Selection(Who.group(name), ("ks2_rwm_expected",), YEARS, basis=Basis.POOLED) for name in names]
    return [row for each in chosen for row in queries.figures(each, OPERATOR)]


def from_nothing(*names: str) -> list[FigureRow]:
    """The same with nothing that was kept, in memory or in the home."""
    kept.forget_everything()
    cubes.forget()
    for path in sorted((Path(settings.ACCORD_STATE) / "cubes").glob("*/*")):
        path.unlink()
    return figures_of(*names)


def test_a_publish_makes_the_cubes_of_its_summer_again(
    groups: dict[str, Group], tmp_path: Path, made: list[tuple[int, str]], asked: list[str]
):
    assert make_cubes_ready.call() == len(YEARS) * len(cubes.LEVELS_MADE_READY)
    assert sorted(made) == sorted((year, level) for year in YEARS for level in cubes.LEVELS_MADE_READY)
    before = figures_of("coast", "shore")
    made.clear()
    publish(tmp_path, [school(urn, "501", 30, "70%") for urn in URNS], 2019)
    assert make_cubes_ready.call() == len(cubes.LEVELS_MADE_READY)
    assert sorted(made) == sorted((2019, level) for level in cubes.LEVELS_MADE_READY)
    after = figures_of("coast", "shore")
    assert [row.figure.value for row in before] == [50, 50, 50, 50]
    assert [row.figure.value for row in after] == [50, 70, 50, 70]
    made.clear()
    assert from_nothing("coast", "shore") == after
    assert {year for year, _ in made} == set(YEARS), "from nothing all of them were made"


def test_a_member_who_joins_makes_no_cube_again_and_no_other_groups_figures(
    groups: dict[str, Group], made: list[tuple[int, str]], asked: list[str]
):
    make_cubes_ready.call()
    before = figures_of("coast", "shore")
    assert asked == ["coast", "shore"]
    made.clear()
    asked.clear()
    join(group=groups["Coast"], urn=URNS[3], starts_on=None, by=None, at=AT)
    assert make_cubes_ready.call() == 0
    after = figures_of("coast", "shore")
    assert made == [] and asked == ["coast"], "Shore's figures are as they were kept"
    assert [row.figure.whole for row in before] == [60, 60, 60, 60]
    assert [row.figure.whole for row in after] == [90, 90, 60, 60]
    assert from_nothing("coast", "shore") == after
    assert made and asked == ["coast", "coast", "shore"]
