"""A permanent link keeps the releases and the members it was made from: newer ones change nothing in it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone

from accord.accounts.models.events import Event
from accord.accounts.readers import Reader
from accord.cli.main import accord
from accord.config import opening
from accord.intake.actions.releases import withdraw
from accord.intake.models.releases import Release
from accord.performance import catalogue
from accord.performance.actions.freezing import freeze
from accord.performance.explanations import explain
from accord.performance.frozen import Frozen, WithdrawnSince, frozen, selection_from, selection_json
from accord.performance.models.frozen_pages import FrozenPage
from accord.performance.queries import figures, school_figures
from accord.performance.recorded import recorded, recorded_from
from accord.performance.selections import Selection, UnknownSelection, Who
from accord.performance.since import since
from accord.register.actions.group_lists import import_groups
from accord.register.choices import Category
from accord.register.models.groups import Group, Membership
from accord.register.models.links import Succession
from accord.register.models.schools import Establishment
from accord.register.rules.clocks import Clock
from tests.factories.register_schools import school as registered
from tests.factories.school_tables import RWM, authority, england, publish, school

pytestmark = pytest.mark.once

A, B, C = "100001", "100002", "100003"
D, OLD = "100004", "100009"
YEARS = (2018, 2019)
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
OPERATOR = Reader.operator()
COAST = Selection(Who.group("coast"), (RWM,), YEARS)


@pytest.fixture
def provisional(home: Path, tmp_path: Path) -> Release:
    """Three schools over two years, the second year provisional; A and B are in Coast, A under an older number."""
    registered(A, "School A", category=Category.ACADEMY)
    registered(OLD, "Old school A", status="closed")
    Succession.objects.create(older=OLD, newer=A, how="continued", on=date(2018, 9, 1), recorded_by="both")
    publish(tmp_path, [school(OLD, "201", 40, "50%"), school(B, "201", 20, "50%"), authority("201", 60, "50%")], 2018)
    lines = ["group,kind,urn,role,starts_on,ends_before,parent", f"Coast,alliance,{A},,,,", f"Coast,alliance,{B},,,,"]
    import_groups(text="\n".join(lines), by=None, at=AT)
    rows = [school(A, "201", 40, "55%"), school(B, "201", 20, "60%"), school(C, "201", 10, "90%")]
    return publish(tmp_path, [*rows, authority("201", 70, "61%"), england(1000, "64%")], 2019, "provisional")


def frozen_page(selection: Selection = COAST, on: date | None = None, **more: object) -> Frozen:
    day = on or timezone.localdate()
    return freeze(selection, address="/groups/coast/", title="Coast", reader=OPERATOR, by=None, at=AT, on=day, **more)


def told(selection: Selection) -> list[object]:
    """Everything that a selection answers, from every door."""
    return [
        [row.as_json() for row in figures(selection, OPERATOR)],
        [(row.urn, row.name, row.reason, row.row.as_json()) for row in school_figures(selection, OPERATOR)],
        [each.as_json() for each in explain(selection, OPERATOR)],
    ]


def revised(folder: Path, settled: str = "revised") -> Release:
    rows = [school(A, "201", 40, "75%"), school(B, "201", 20, "80%"), school(C, "201", 10, "90%")]
    return publish(folder, [*rows, authority("201", 70, "79%"), england(1000, "66%")], 2019, settled)


def test_a_newer_release_changes_the_live_figures_and_never_the_frozen_ones(provisional: Release, tmp_path: Path):
    then = frozen_page()
    kept = [replace(COAST, frozen=then.key, members=clock) for clock in (None, *Clock)]
    kept += [replace(COAST, who=who, frozen=then.key) for who in (Who.authority("201"), Who.england())]
    live = [replace(each, frozen="") for each in kept]
    before = [told(each) for each in kept]
    assert before == [told(each) for each in live]
    revised(tmp_path)
    publish(tmp_path, [school(A, "201", 40, "10%"), school(B, "201", 20, "10%")], 2017)
    assert [told(each) for each in kept] == before
    after = [told(each) for each in live]
    assert all(now != was for now, was in zip(after, before, strict=True))
    assert catalogue.years_with_releases(RWM, Reader.operator(), then.key) == [2018, 2019]
    assert catalogue.years_with_releases(RWM, Reader.operator()) == [2017, 2018, 2019]
    shown = since(then, [replace(COAST, frozen=then.key)], OPERATOR)
    assert [(each.year, each.settled) for each in shown.arrived] == [(2019, "revised"), (2017, "final")]
    assert (shown.joined, shown.left, shown.redefined, shown.recomputed) == (0, 0, False, False)


def test_members_and_what_the_register_says_are_those_of_the_day(provisional: Release):
    then = frozen_page()
    kept = replace(COAST, frozen=then.key)
    before, clocks = told(kept), [told(replace(kept, members=clock)) for clock in Clock]
    group = Group.objects.get(slug="coast")
    Membership.objects.filter(urn=B).update(ends_before=date(2017, 1, 1))
    Membership.objects.create(group=group, urn=C, role="member", recorded_at=AT)
    group.name = "Shore"
    group.save()
    Succession.objects.all().delete()
    Establishment.objects.filter(urn=A).update(category="special", name="Another name")
    assert told(kept) == before and [told(replace(kept, members=clock)) for clock in Clock] == clocks
    assert told(COAST) != before
    assert figures(COAST, OPERATOR)[0].title == "Shore" and figures(kept, OPERATOR)[0].title == "Coast"
    shown = since(then, [kept], OPERATOR)
    assert (shown.joined, shown.left) == (1, 1)


def test_what_only_the_register_says_of_a_school_is_kept_too(provisional: Release):
    """D is in no file, and waited for as a mainstream school; then the register calls it special."""
    registered(D, "School D", la_code="202")
    Membership.objects.create(group=Group.objects.get(slug="coast"), urn=D, role="member", recorded_at=AT)
    then = frozen_page()
    kept = replace(COAST, frozen=then.key)
    before = told(kept)
    assert before == told(COAST)
    Establishment.objects.filter(urn=D).update(category="special")
    assert told(kept) == before != told(COAST)


def test_figures_from_withdrawn_results_are_not_shown_again(provisional: Release, tmp_path: Path):
    then = frozen_page()
    kept = replace(COAST, frozen=then.key)
    assert figures(kept, OPERATOR)
    withdraw(release=provisional, because="Sent for another authority", by=None, at=AT)
    for door in (figures, school_figures, explain):
        with pytest.raises(WithdrawnSince, match="withdrawn") as refused:
            door(kept, OPERATOR)
        assert refused.value.releases == {str(provisional.public_id)}
    # What does not rest on it is still there.
    assert figures(replace(kept, years=(2018,)), OPERATOR)


def test_a_superseded_release_is_not_withdrawn(provisional: Release, tmp_path: Path):
    then = frozen_page()
    withdraw(release=revised(tmp_path), because="Not ours", by=None, at=AT)
    assert figures(replace(COAST, frozen=then.key), OPERATOR)


def test_a_link_is_about_its_own_subjects(provisional: Release):
    then = frozen_page()
    with pytest.raises(UnknownSelection, match="keeps the members of Coast"):
        figures(replace(COAST, who=Who.of_urns([C]), frozen=then.key), OPERATOR)
    with pytest.raises(UnknownSelection, match="no permanent link nothing"):
        figures(replace(COAST, frozen="nothing"), OPERATOR)
    both = frozen_page(beside=(replace(COAST, who=Who.of_urns([C])),))
    assert both.key != then.key
    assert figures(replace(COAST, who=Who.of_urns([C]), frozen=both.key), OPERATOR)


def test_a_page_frozen_twice_in_a_day_has_one_link(provisional: Release, tmp_path: Path):
    first = frozen_page(on=date(2026, 11, 2))
    assert frozen_page(on=date(2026, 11, 2)).key == first.key
    assert FrozenPage.objects.count() == 1
    assert Event.objects.filter(verb="froze", subject_id=first.key).count() == 1
    others = {frozen_page(on=date(2026, 11, 3)).key, frozen_page(replace(COAST, pupils=("all",), span=2)).key}
    revised(tmp_path)
    others.add(frozen_page(on=date(2026, 11, 2)).key)
    assert len(others | {first.key}) == 4


def test_other_rules_are_told(provisional: Release):
    then = frozen_page()
    page = FrozenPage.objects.get(key=then.key)
    page.figures[0]["value"] = 12.5
    page.measures[RWM] = "another"
    page.save()
    frozen.cache_clear()
    shown = since(frozen(then.key), [replace(COAST, frozen=then.key)], OPERATOR)
    assert shown.recomputed and shown.redefined and shown.anything
    frozen.cache_clear()


def test_what_is_kept_is_read_back_as_it_was(provisional: Release):
    for selection in (
        COAST,
        Selection(Who.of_urns([A, B]), (RWM,), (2019,), ("all", "disadvantaged"), special=True, span=3),
        replace(COAST, members=Clock.CONSTANT, through=(2018,), on=date(2020, 2, 29)),
    ):
        assert selection_from(selection_json(selection)) == selection
    told_now = recorded(Who.group("coast"))
    assert told_now is not None and told_now.histories[0].steps and told_now.known
    assert recorded_from(told_now.as_json()) == told_now


def test_the_command_answers_from_what_was_frozen(
    provisional: Release, tmp_path: Path, home: Path
):
    (home / "prepared").write_text(opening._shape(), encoding="ascii")
    then = frozen_page()

    def printed(*words: str) -> Any:
        result = CliRunner().invoke(accord, [*words, "--json"])
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    asked = ("--group", "coast", "--measures", RWM, "--years", "2018-2019")
    before = printed("figures", *asked)
    revised(tmp_path)
    assert printed("figures", "--frozen", then.key) == before != printed("figures", *asked)
    assert printed("figures", *asked, "--frozen", then.key) == before
    explained = printed("explain", "--frozen", then.key)
    assert [each["figure"] for each in explained] == before
    withdraw(release=provisional, because="Not ours", by=None, at=AT)
    for words in (("--frozen", then.key), (*asked, "--frozen", then.key), ("--frozen", "nothing")):
        result = CliRunner().invoke(accord, ["figures", *words])
        assert result.exit_code == 1 and "permanent link" in result.stderr
    assert CliRunner().invoke(accord, ["figures", "--frozen", then.key, "--years", "2019"]).exit_code == 2


def test_the_names_of_six_schools_are_cut_to_what_is_kept(provisional: Release):
    then = frozen_page()
    long = freeze(COAST, address="/compare/?", title="Saint Bartholomew, " * 40, reader=OPERATOR, by=None, at=AT,
                  on=then.on)  # fmt: skip
    kept = FrozenPage.objects.get(key=long.key)
    assert 250 < len(kept.title) <= 300 and kept.title.endswith("…")
