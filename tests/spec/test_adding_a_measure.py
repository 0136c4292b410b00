"""A measure is added with one file of YAML and no Python, as docs/how-to/add-a-measure.md says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from django.utils import timezone

from accord.accounts.readers import Reader
from accord.intake.actions.intakes import Asked, take_in
from accord.performance.catalogue import measures, years_with_releases
from accord.performance.queries import figures
from accord.performance.selections import Selection, UnknownSelection, Who

HERE = Path(__file__).parent
DEFINITION = HERE / "definitions" / "ks2_science_expected.yaml"
GUIDE = HERE.parents[1] / "docs" / "how-to" / "add-a-measure.md"
SCHOOLS = """RECTYPE,LEA,URN,SCHNAME,TELIG,PTRWM_EXP,PTSCITA_EXP
1,501,100001,Ash,40,60%,80%
1,501,100002,Beech,30,70%,90%
"""


def science() -> Selection:
    """Science in both schools."""
    return Selection(Who.of_urns(["100001", "100002"]), ("ks2_science_expected",), (2018,))


def test_a_measure_is_added_with_one_file(home: Path, tmp_path: Path) -> None:
    sent = tmp_path / "schools.csv"
    sent.write_text(SCHOOLS, encoding="utf-8")
    take_in(path=sent, name=sent.name, asked=Asked(year=2018), by=None, at=timezone.now())
    with pytest.raises(UnknownSelection, match="no measure ks2_science_expected"):
        figures(science(), Reader.operator())

    added = home / "definitions" / "measures"
    added.mkdir()
    shutil.copy(DEFINITION, added)

    assert measures()["ks2_science_expected"].unit == "percent"
    assert years_with_releases("ks2_science_expected", Reader.operator()) == [2018]
    (row,) = figures(science(), Reader.operator())
    # 32 of 40 and 27 of 30 are 59 of 70.
    assert (row.figure.part_low, row.figure.part_high, row.figure.whole) == (59, 59, 70)
    assert row.figure.value == pytest.approx(100 * 59 / 70)


def test_the_guide_shows_this_definition() -> None:
    shown = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert yaml.safe_load(DEFINITION.read_text(encoding="utf-8")) in [yaml.safe_load(each) for each in shown]
