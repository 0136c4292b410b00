"""Measures as data: the shipped ones are whole, and a wrong definition is named with its file and key."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from accord.meaning.definitions import DefinitionError, folders
from accord.warehouse.measure_kinds import Kind
from accord.warehouse.measures import load_measures

SHIPPED = folders(None)[0]
TWELVE = {"all", "boys", "girls", "disadvantaged", "other", "eal", "sen_support", "ehc_plan", "non_mobile"}
TWELVE |= {"prior_low", "prior_middle", "prior_high"}
ATTAINED = [f"ks2_{subject}_" for subject in ("rwm", "reading", "writing", "maths", "gps")]
ASKED_FOR = {
    *(stem + standard for stem in ATTAINED for standard in ("expected", "higher")),
    *(f"ks2_{subject}_progress" for subject in ("reading", "writing", "maths")),
    *(f"ks2_{subject}_scaled" for subject in ("reading", "maths", "gps")),
}
OF_OTHER_FAMILIES = {
    "absence_overall": ("rate", False),
    "absence_persistent": ("rate", False),
    "census_roll": ("total", None),
    "census_fsm6": ("rate", None),
    "census_eal": ("percentage", None),
    "census_sen_support": ("percentage", None),
    "census_ehcp": ("percentage", None),
    "workforce_pupil_teacher_ratio": ("ratio", None),
    "suspensions_rate": ("ratio", False),
    "exclusions_rate": ("ratio", False),
    "eyfs_gld": ("percentage", True),
    "phonics_y1": ("percentage", True),
    "mtc_full_marks": ("percentage", True),
}
"""How each pools, and whether a higher figure is better."""
IN_LEVELS = {
    "ks2_l4_em": (2011, 2012),
    "ks2_l4_rwm": (2013, 2015),
    "ks2_l5_rwm": (2013, 2015),
    "ks2_l4_reading": (2011, 2015),
    "ks2_l4_writing": (2012, 2015),
    "ks2_l4_maths": (2011, 2015),
    "ks2_two_levels_reading": (2013, 2015),
    "ks2_two_levels_writing": (2013, 2015),
    "ks2_two_levels_maths": (2011, 2015),
    "ks2_aps": (2011, 2015),
    "ks2_value_added": (2011, 2015),
}


def shipped(kind: str, name: str) -> dict[str, Any]:
    return yaml.safe_load((SHIPPED / kind / f"{name}.yaml").read_text(encoding="utf-8"))


def laid_over(home: Path, content: Any, name: str = "own", kind: str = "measures") -> tuple[Path, Path]:
    folder = home / kind
    folder.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else yaml.safe_dump(content)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return SHIPPED, home


def test_the_measures_that_were_asked_for_are_there_and_complete():
    found = load_measures([SHIPPED])
    assert {code for code, each in found.items() if each.stage.code == "ks2"} == ASKED_FOR | set(IN_LEVELS)
    for measure in (found[code] for code in ASKED_FOR):
        assert set(measure.pupils) == TWELVE
        assert set(measure.columns) == {"performance_tables", "tidy"}
        assert all((measure.why_it_matters, measure.owner, measure.checked_by, measure.review_due))
        assert {year for gap in measure.gaps for year in gap.years} >= {2020, 2021, 2022}
        assert measure.gap(2015) is not None
        assert (measure.gap(2024) is not None) == (measure.kind is Kind.PROGRESS)


@pytest.mark.parametrize("code", OF_OTHER_FAMILIES)
def test_measures_of_other_families_are_there_and_complete(code: str):
    measure = load_measures([SHIPPED])[code]
    assert (measure.kind, measure.higher_is_better) == OF_OTHER_FAMILIES[code]
    assert all((measure.why_it_matters, measure.owner, measure.checked_by, measure.review_due))
    assert measure.stage.with_special


def test_what_is_published_for_authorities_alone_says_so():
    found = load_measures([SHIPPED])
    alone = {code for code, each in found.items() if each.stage.not_by_school}
    assert alone == {"suspensions_rate", "exclusions_rate", "eyfs_gld", "phonics_y1", "mtc_full_marks"}
    gld = found["eyfs_gld"]
    assert gld.gap(2012) and gld.gap(2020) and gld.gap(2021) and not gld.gap(2013)
    assert gld.series(2019) != gld.series(2022)


def test_persistent_absence_is_told_apart_by_its_three_thresholds():
    measure = load_measures([SHIPPED])["absence_persistent"]
    assert measure.series(2011) == measure.series(2015) != measure.series(2016) == measure.series(2019)
    assert [each.starts for each in measure.breaks][:2] == [2011, 2016]
    assert measure.gap(2020) is not None


@pytest.mark.parametrize("code", IN_LEVELS)
def test_measures_in_levels_end_before_those_of_today_begin(code: str):
    measure = load_measures([SHIPPED])[code]
    assert set(measure.columns) == {"levels"}
    assert all((measure.why_it_matters, measure.owner, measure.checked_by, measure.review_due))
    measured = [year for year in range(2005, 2030) if measure.gap(year) is None]
    assert (measured[0], measured[-1]) == IN_LEVELS[code]
    assert all(measure.gap(year).reason for year in (measured[0] - 1, measured[-1] + 1))


def test_a_measure_may_not_end_with_a_word(tmp_path: Path):
    wrong = shipped("measures", "ks2_l4_em") | {"measure": "own", "last_year": "soon"}
    with pytest.raises(DefinitionError, match="last_year"):
        load_measures(laid_over(tmp_path, wrong))


@pytest.mark.parametrize(
    ("code", "line"), [("ks2_writing_expected", 0), ("ks2_rwm_higher", 0), ("ks2_maths_expected", 1)]
)
def test_writing_and_what_holds_writing_break_in_2018(code: str, line: int):
    measure = load_measures([SHIPPED])[code]
    assert (measure.series(2017) == measure.series(2018)) is bool(line)
    assert measure.series(2018) == measure.series(2019)
    assert measure.series(2019) != measure.series(2023)


def test_a_measure_is_added_and_one_is_replaced_without_python(tmp_path: Path):
    added = shipped("measures", "ks2_maths_expected") | {"measure": "own_maths", "name": "Ours"}
    laid_over(tmp_path, added)
    replaced = shipped("measures", "ks2_gps_higher") | {"name": "Renamed"}
    found = load_measures(laid_over(tmp_path, replaced, "ks2_gps_higher"))
    assert {code for code, each in found.items() if each.stage.code == "ks2"} == {
        *ASKED_FOR, *IN_LEVELS, "own_maths",
    }  # fmt: skip
    assert found["own_maths"].name == "Ours"
    assert found["ks2_gps_higher"].name == "Renamed"


def test_the_version_follows_the_measure_and_its_stage(tmp_path: Path):
    before = {code: each for code, each in load_measures([SHIPPED]).items() if each.stage.code == "ks2"}
    stage = shipped("stages", "ks2") | {"hidden_pupils_at_most": 9}
    after = load_measures(laid_over(tmp_path, stage, "ks2", "stages"))
    assert all(after[code].version != measure.version for code, measure in before.items())
    assert load_measures([SHIPPED])["ks2_rwm_expected"].version == before["ks2_rwm_expected"].version


Break = Callable[[dict[str, Any]], object]


def put(key: str, value: Any) -> Break:
    return lambda raw: raw.update({key: value})


def drop(key: str) -> Break:
    return lambda raw: raw.pop(key)


WRONG = [
    pytest.param(drop("kind"), "kind", id="no kind"),
    pytest.param(put("kind", "median"), "kind", id="an unknown kind"),
    pytest.param(put("name", 3), "name", id="a name that is no text"),
    pytest.param(put("measure", "Our measure"), "measure", id="a code with a space"),
    pytest.param(put("stage", "ks9"), "stage", id="an unknown stage"),
    pytest.param(drop("higher_is_better"), "higher_is_better", id="no direction"),
    pytest.param(put("higher_is_better", "yes, mostly"), "higher_is_better", id="a direction in words"),
    pytest.param(put("columns", {}), "columns", id="no columns"),
    pytest.param(put("columns", "PTMAT_EXP"), "columns", id="columns as text"),
    pytest.param(put("columns", {"wide": {"percent": "X"}}), "columns.wide", id="an unknown form"),
    pytest.param(put("columns", {"tidy": "X"}), "columns.tidy", id="a form as text"),
    pytest.param(put("columns", {"tidy": {"score": "X"}}), "columns.tidy.percent", id="no needed column"),
    pytest.param(
        put("columns", {"tidy": {"percent": "X", "scoer": "Y"}}), "columns.tidy.scoer", id="an unknown column"
    ),
    pytest.param(put("columns", {"tidy": {"percent": 7}}), "columns.tidy.percent", id="a column as number"),
    pytest.param(put("pupils", []), "pupils", id="no pupils"),
    pytest.param(put("pupils", ["all", "tall"]), "pupils", id="an unknown group of pupils"),
    pytest.param(put("breaks", [{"from": "soon", "reason": "x"}]), "breaks[1].from", id="a break in words"),
    pytest.param(put("breaks", [{"reason": "x"}]), "breaks[1].from", id="a break without a year"),
    pytest.param(put("not_measured", ["2020"]), "not_measured[1]", id="a gap that is no mapping"),
    pytest.param(
        put("not_measured", [{"years": ["x"], "status": "a", "reason": "b"}]), "not_measured[1].years",
        id="a gap without years",
    ),
    pytest.param(put("pupil_sd", {"recent": 6.1}), "pupil_sd.recent", id="a spread of no year"),
    pytest.param(put("pupil_sd", {2019: "six"}), "pupil_sd.2019", id="a spread in words"),
    pytest.param(put("school_year_sd", "0.3!"), "school_year_sd", id="a variation in words"),
    pytest.param(put("brakes", []), "brakes", id="a misspelt key"),
    pytest.param(put("measure", "ks2_gps_higher"), "measure", id="a code that is taken"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "key"), WRONG)
def test_a_wrong_measure_is_named_with_its_file_and_key(tmp_path: Path, spoil: Break, key: str):
    raw = shipped("measures", "ks2_maths_expected") | {"measure": "own_maths"}
    assert "own_maths" in load_measures(laid_over(tmp_path, copy.deepcopy(raw)))
    spoil(raw)
    with pytest.raises(DefinitionError) as error:
        load_measures(laid_over(tmp_path, raw))
    assert str(error.value).startswith(f"{tmp_path / 'measures' / 'own.yaml'}: {key}: "), error.value


BANDS = {"rule": "printed_limits", "well_above": 3.1, "well_below": -3.2}
WRONG_BANDS = [
    pytest.param({"summer": BANDS}, "bands.summer", id="no year"),
    pytest.param({"2019": BANDS | {"rule": "percentiles"}}, "bands.2019.rule", id="a rule that nobody wrote"),
    pytest.param({"2019": BANDS | {"well_above": -0.1}}, "bands.2019.well_above", id="a cut on the wrong side"),
    pytest.param({"2019": BANDS | {"well_below": 0}}, "bands.2019.well_above", id="a cut at 0"),
    pytest.param({"2019": BANDS | {"well_above": "3.1"}}, "bands.2019.well_above", id="a cut as text"),
    pytest.param({"2019": {"rule": "printed_limits"}}, "bands.2019.well_above", id="no cuts"),
    pytest.param({"2019": BANDS | {"wel_below": -3}}, "bands.2019.wel_below", id="a misspelt key"),
    pytest.param({"2019": [3.1, -3.2]}, "bands.2019", id="cuts alone"),
]


@pytest.mark.parametrize(("bands", "key"), WRONG_BANDS)
def test_wrong_bands_are_named_with_their_file_and_key(tmp_path: Path, bands: dict[str, Any], key: str):
    raw = shipped("measures", "ks2_maths_progress") | {"measure": "own_maths", "bands": {"2019": BANDS}}
    assert load_measures(laid_over(tmp_path, copy.deepcopy(raw)))["own_maths"].bands[2019].well_above == 3.1
    with pytest.raises(DefinitionError) as error:
        load_measures(laid_over(tmp_path, raw | {"bands": bands}))
    assert str(error.value).startswith(f"{tmp_path / 'measures' / 'own.yaml'}: {key}: "), error.value


@pytest.mark.parametrize("text", ["", "[1, 2]", "measure: [unclosed", "measure: \x00"])
def test_what_is_no_yaml_mapping_is_named_with_its_file(tmp_path: Path, text: str):
    with pytest.raises(DefinitionError, match=r"measures/own\.yaml: "):
        load_measures(laid_over(tmp_path, text))


WRONG_STAGE = [
    pytest.param(drop("forms"), "forms", id="no forms"),
    pytest.param(put("first_year", "2016"), "first_year", id="a year as text"),
    pytest.param(put("pupil_groups", ["all"]), "pupil_groups[1]", id="a group as text"),
    pytest.param(put("counted_on", None), "counted_on", id="no day"),
    pytest.param(put("gaps", []), "gaps", id="a misspelt key"),
]


@pytest.mark.parametrize(("spoil", "key"), WRONG_STAGE)
def test_a_wrong_stage_is_named_with_its_file_and_key(tmp_path: Path, spoil: Break, key: str):
    raw = shipped("stages", "ks2")
    spoil(raw)
    with pytest.raises(DefinitionError) as error:
        load_measures(laid_over(tmp_path, raw, "ks2", "stages"))
    assert str(error.value).startswith(f"{tmp_path / 'stages' / 'ks2.yaml'}: {key}: "), error.value
