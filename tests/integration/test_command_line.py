"""The `accord` command: what it prints, and 0, 1 or 2 as it ends. Nothing it is given makes it trace back."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from click.testing import CliRunner, Result

from accord.cli.main import accord
from accord.config import opening
from accord.demo.marker import mark
from tests.factories.school_tables import authority, publish, school, write
from tests.fixtures.homes import REPOSITORY

A, B = "100001", "100002"
ROWS = [school(A, "201", 40, "55%"), school(B, "201", 10, "80%"), authority("201", 50, "61%")]
RWM = ("--measures", "ks2_rwm_expected", "--years", "2018")
KEYS = [
    *("group", "measure", "pupils", "year", "members", "basis", "status", "value", "low", "high"),
    *("part_low", "part_high", "whole", "interval_low", "interval_high", "interval_covers"),
    *("schools_counted", "schools_expected", "pupils_counted", "pupils_expected", "schools_reported", "releases"),
]


@pytest.fixture
def prepared(home: Path) -> Path:
    """A home whose database needs no migration: it is the tests' own."""
    (home / "prepared").write_text(opening._shape(), encoding="ascii")
    return home


def run(*words: str | Path) -> Result:
    """Run a command; whatever happens, it ends by itself and not in a traceback."""
    result = CliRunner().invoke(accord, [str(word) for word in words], prog_name="accord")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.output
    return result


def printed(*words: str | Path) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def take(folder: Path, rows: list[dict[str, str]] = ROWS, name: str = "tables.csv", *more: str) -> Any:
    return printed("intake", write(folder / name, rows), "--year", "2018", *more)[0]


def test_a_file_goes_in_and_figures_come_out(prepared: Path, tmp_path: Path):
    taken = take(tmp_path)
    assert set(taken) == {"path", "intake", "sha256", "outcome", "releases", "problems", "warnings"}
    assert taken["outcome"] == "published"
    (release,) = taken["releases"]
    assert set(release) == {
        *("id", "family", "form", "year", "as_of", "status", "extent", "schools", "rows", "cells", "markers"),
        *("file", "sha256", "member", "accepted_at"),
    }
    assert (release["family"], release["year"], release["status"]) == ("ks2_schools", 2018, "final")
    assert (release["extent"], release["schools"], release["rows"]) == (["201"], 2, 3)
    assert printed("releases") == [release]
    pooled, published = printed("figures", "--la", "201", *RWM)
    assert list(pooled) == list(published) == KEYS
    assert (pooled["group"], pooled["members"], pooled["basis"]) == ("la-201", "then", "pooled")
    assert (pooled["value"], pooled["part_low"], pooled["whole"]) == (60, 30, 50)
    assert (published["value"], published["schools_counted"]) == (61, None)
    assert pooled["releases"] == published["releases"] == [release["id"]]


def test_only_a_pool_over_years_names_its_years(prepared: Path, tmp_path: Path):
    publish(tmp_path, ROWS, 2018)
    (row,) = printed("figures", "--urns", A, *RWM, "--span", "3")
    assert list(row) == [*KEYS, "years_pooled", "years_missing", "crosses_break"]
    assert (row["years_pooled"], row["years_missing"], row["crosses_break"]) == ([2018], [2016, 2017], False)
    result = run("figures", "--urns", A, *RWM, "--span", "3", "--csv")
    (line,) = csv.DictReader(result.stdout.splitlines())
    assert (line["years_pooled"], line["years_missing"], line["crosses_break"]) == ("2018", "2016 2017", "false")
    assert "2015/16, 2016/17" in run("figures", "--urns", A, *RWM, "--span", "3").stdout


def test_figures_as_csv_and_as_a_table(prepared: Path, tmp_path: Path):
    release = publish(tmp_path, ROWS, 2018)
    lines = list(csv.reader(run("figures", "--la", "201", *RWM, "--csv").stdout.splitlines()))
    assert lines[0] == KEYS
    pooled, published = (dict(zip(KEYS, line, strict=True)) for line in lines[1:])
    assert (float(pooled["value"]), pooled["part_low"], pooled["releases"]) == (60, "30", str(release.public_id))
    assert (published["value"], published["schools_counted"]) == ("61.0", "")
    table = run("figures", "--la", "201", *RWM).stdout
    assert "undisclosed" in table
    assert "2017/18" in table
    assert "60.00" in table
    assert run("figures", "--la", "201", *RWM, "--json", "--csv").exit_code == 2


def test_years_without_results_give_no_rows_and_exit_0(prepared: Path):
    words = ("figures", "--urns", A, "--measures", "ks2_rwm_expected", "--years", "2020-2022")
    assert printed(*words) == []
    assert "Nothing was measured" in run(*words).stdout
    assert run(*words, "--csv").stdout.splitlines() == [",".join(KEYS)]


def test_explain_leads_back_to_the_row_of_the_file(prepared: Path, tmp_path: Path):
    taken = take(tmp_path)
    (found,) = printed("explain", "--urns", f"{A},{B}", *RWM)
    assert found["figure"]["value"] == 60
    assert [(each["urn"], each["part_low"], each["pupils"]) for each in found["schools"]] == [(A, 22, 40), (B, 8, 10)]
    assert found["schools"][1]["printed"] == {"PTRWM_EXP": "80%", "TELIG": "10"}
    assert found["schools"][1]["row_in_file"] == 3
    assert [(each["file"], each["sha256"]) for each in found["releases"]] == [("tables.csv", taken["sha256"])]
    assert "tables.csv" in run("explain", "--urns", f"{A},{B}", *RWM).stdout


def test_withdrawing_twice_and_what_is_not_there_is_refused(prepared: Path, tmp_path: Path):
    release = take(tmp_path)["releases"][0]["id"]
    assert run("withdraw", release).exit_code == 0
    assert printed("releases") == []
    again = run("withdraw", release)
    assert (again.exit_code, "withdrawn already" in again.stderr) == (1, True)
    unknown = run("withdraw", "00000000-0000-4000-8000-000000000000")
    assert (unknown.exit_code, "accord releases" in unknown.stderr) == (1, True)
    assert run("withdraw", "the-last-one").exit_code == 2


def test_what_is_held_is_checked_and_not_published(prepared: Path, tmp_path: Path):
    taken = take(tmp_path, ROWS, "held.csv", "--hold")
    assert (taken["outcome"], taken["releases"][0]["accepted_at"]) == ("held", None)
    assert printed("releases") == []
    held = run("withdraw", taken["releases"][0]["id"])
    assert (held.exit_code, "never accepted" in held.stderr) == (1, True)
    assert run("accept", taken["intake"]).exit_code == 0
    assert [each["id"] for each in printed("releases")] == [taken["releases"][0]["id"]]
    again = run("accept", taken["intake"])
    assert (again.exit_code, "waits for acceptance" in again.stderr) == (1, True)
    unknown = run("accept", "00000000-0000-4000-8000-000000000000")
    assert (unknown.exit_code, "no intake" in unknown.stderr) == (1, True)


def test_one_bad_file_among_good_ones_is_refused_and_the_others_taken(prepared: Path, tmp_path: Path):
    good = write(tmp_path / "good.csv", ROWS)
    bad = write(tmp_path / "bad.csv", [school("10001", "201", 40, "155%")])
    result = run("intake", bad, good, "--year", "2018", "--json")
    assert result.exit_code == 1
    refused, taken = json.loads(result.stdout)
    assert (refused["outcome"], refused["releases"], taken["outcome"]) == ("refused", [], "published")
    for problem in refused["problems"]:
        assert {"code", "message", "fix", "file", "sheet", "row", "column", "value"} <= set(problem)
    assert {(each["row"], each["column"]) for each in refused["problems"]} >= {(2, "URN"), (2, "PTRWM_EXP")}
    said = run("intake", bad, "--year", "2018")
    assert said.exit_code == 1
    assert "Row 2: “10001” is not a URN" in said.output


WRONG_USE = [
    pytest.param(("figures", *RWM), "--group, --urns", id="nobody"),
    pytest.param(("figures", "--la", "201", "--england", *RWM), "one of", id="two selections"),
    pytest.param(("figures", "--urns", A, "--la", "", *RWM), "one of", id="two selections, one of them empty"),
    pytest.param(("figures", "--urns", "12", *RWM), "six digits", id="a short URN"),
    pytest.param(("figures", "--urns", ",", *RWM), "names nothing", id="no URN"),
    pytest.param(("figures", "--urns", "١٠٠٠٠١", *RWM), "six digits", id="a URN in other digits"),
    pytest.param(("figures", "--la", "20", *RWM), "three digits", id="a short authority"),
    pytest.param(("figures", "--la", "201", "--measures", "", "--years", "2018"), "names nothing", id="no measure"),
    pytest.param(("figures", "--la", "201", "--years", "2018"), "--measures", id="measures left out"),
    pytest.param(("figures", "--la", "201", "--measures", "x"), "--years", id="years left out"),
    pytest.param(("figures", "--la", "201", *RWM, "--years", "2019-2017"), "not a range", id="years backwards"),
    pytest.param(("figures", "--la", "201", *RWM, "--years", "2017/18"), "summers", id="a school year"),
    pytest.param(("figures", "--la", "201", *RWM, "--years", ""), "names nothing", id="no year"),
    pytest.param(("figures", "--la", "201", *RWM, "--pupils", ""), "names nothing", id="no pupils"),
    pytest.param(("figures", "--la", "201", *RWM, "--special", "some"), "--special", id="special in part"),
    pytest.param(("figures", "--la", "201", *RWM, "--span", "0"), "--span", id="a pool of no years"),
    pytest.param(("explain", *RWM), "--group, --urns", id="nobody to explain"),
    pytest.param(("intake",), "PATHS", id="no file"),
    pytest.param(("intake", "nowhere.csv"), "no file", id="a file that is not there"),
    pytest.param(("intake", ".", "--year", "2018"), "no file", id="a folder"),
    pytest.param(("intake", "nowhere.csv", "--status", "draft"), "--status", id="an unknown status"),
    pytest.param(("groups", "import", "nowhere.csv"), "nowhere.csv", id="no list"),
    pytest.param(("league-tables",), "No such command", id="no such command"),
]


@pytest.mark.parametrize(("words", "said"), WRONG_USE)
def test_wrong_usage_ends_with_2(prepared: Path, words: tuple[str, ...], said: str):
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr


REFUSED = [
    pytest.param(("--urns", A, "--measures", "ks2_art", "--years", "2018"), "no measure ks2_art", id="measure"),
    pytest.param(("--urns", A, *RWM, "--pupils", "tall"), "no pupil group tall", id="pupil group"),
    pytest.param(("--group", "nowhere", *RWM), "no group nowhere", id="group"),
    pytest.param(("--group", "", *RWM), "no group", id="a group without a name"),
]


@pytest.mark.parametrize("command", ["figures", "explain"])
@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_what_is_not_known_ends_with_1_and_says_so(prepared: Path, command: str, words: tuple, said: str):
    result = run(command, *words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr


def test_a_measure_is_added_in_the_home_without_python(prepared: Path, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 40, PTMAT_EXP="70%")], 2018)
    shipped = REPOSITORY / "definitions" / "measures" / "ks2_maths_expected.yaml"
    own = yaml.safe_load(shipped.read_text(encoding="utf-8")) | {"measure": "own_maths", "name": "Our maths"}
    folder = prepared / "definitions" / "measures"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "own_maths.yaml").write_text(yaml.safe_dump(own), encoding="utf-8")
    listed = {each["measure"]: each for each in printed("measures")}
    assert len(listed) == 1 + len(list(shipped.parent.glob("*.yaml")))
    assert (listed["own_maths"]["name"], listed["own_maths"]["years"]) == ("Our maths", [2018])
    (row,) = printed("figures", "--urns", A, "--measures", "own_maths", "--years", "2018")
    assert (row["measure"], row["part_low"], row["whole"]) == ("own_maths", 28, 40)


@pytest.mark.parametrize("command", [("measures",), ("figures", "--urns", A, *RWM), ("explain", "--urns", A, *RWM)])
@pytest.mark.parametrize(("text", "key"), [("measure: [x", "YAML"), ("measure: own\nkind: median", "stage")])
def test_a_broken_definition_is_named_with_file_and_key(prepared: Path, command: tuple, text: str, key: str):
    folder = prepared / "definitions" / "measures"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    result = run(*command)
    assert result.exit_code == 1
    assert "measures/own.yaml" in result.stderr
    assert key in result.stderr


def test_a_broken_family_is_named_when_a_file_is_taken_in(prepared: Path, tmp_path: Path):
    folder = prepared / "definitions" / "datasets"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "own.yaml").write_text("family: own\nforms: none\n", encoding="utf-8")
    result = run("intake", write(tmp_path / "tables.csv", ROWS), "--year", "2018")
    assert result.exit_code == 1
    assert "datasets/own.yaml" in result.output


def test_groups_are_imported_listed_and_asked(prepared: Path, tmp_path: Path):
    publish(tmp_path, ROWS, 2018)
    lists = tmp_path / "groups.csv"
    lists.write_text(f"group,kind,urn,parent\nCoast,alliance,{A},County\nCounty,district,{B},\n", encoding="utf-8-sig")
    assert "2 groups added" in run("groups", "import", lists).stdout
    assert "0 groups added" in run("groups", "import", lists).stdout
    assert printed("groups", "list") == [
        {"slug": "coast", "name": "Coast", "kind": "alliance", "parent": "County", "schools": 1},
        {"slug": "county", "name": "County", "kind": "district", "parent": "", "schools": 2},
    ]
    (row,) = printed("figures", "--group", "county", *RWM)
    assert (row["group"], row["part_low"], row["whole"]) == ("county", 30, 50)


def test_groups_are_kept_by_commands(prepared: Path):
    assert run("groups", "make", "Coast", "--from", "2017-09-01").stdout == "Coast was made: coast.\n"
    run("groups", "make", "Shore")
    assert "joined Coast" in run("groups", "join", "coast", A, "--role", "lead", "--from", "2017-09-01").stdout
    run("groups", "join", "coast", B)
    assert "left Coast" in run("groups", "leave", "coast", B, "--on", "2020-09-01", "--because", "Moved").stdout
    shown = printed("groups", "show", "coast", "--on", "2020-08-31")
    assert [(each["urn"], each["role"], each["ends_before"]) for each in shown["members"]] == [
        (A, "lead", None),
        (B, "member", "2020-09-01"),
    ]
    assert A in run("groups", "show", "coast").stdout and B not in run("groups", "show", "coast").stdout
    ended = run("groups", "end", "coast", "--on", "2026-09-01", "--followed-by", "shore")
    assert "1 memberships with it" in ended.stdout
    told = run("groups", "history", "coast").stdout.splitlines()
    assert told[0].endswith("the operator: It is followed by Shore.")
    assert "School 100002 leaves on 1 September 2020 (Moved)." in told[3]
    assert len(printed("groups", "history", "coast")["changes"]) == len(told) - 2 == 7
    assert [each["slug"] for each in printed("groups", "list", "--on", "2026-09-01")] == ["shore"]
    assert [each["schools"] for each in printed("groups", "list", "--on", "2020-01-01")] == [2, 0]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("join", "coast", A), "already in Coast"),
        (("join", "coast", B, "--from", "2021-09-01", "--until", "2020-09-01"), "on or before the day it starts"),
        (("leave", "coast", B, "--on", "2021-09-01"), "is not in Coast on 2021-09-01"),
        (("make", "COAST"), "There is already a group Coast."),
        (("end", "nowhere", "--on", "2021-09-01"), "There is no group nowhere."),
    ],
)
def test_a_command_about_groups_is_refused_with_its_reason(prepared: Path, words: tuple[str, ...], reason: str):
    run("groups", "make", "Coast")
    run("groups", "join", "coast", A)
    result = run("groups", *words)
    assert (result.exit_code, reason in result.stderr) == (1, True), result.output
    assert [each["urn"] for each in printed("groups", "show", "coast")["members"]] == [A]


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"group,kind,urn,parent\nCoast,alliance,100001\nCoast,alliance,1\n", "line 3, urn: "),
        (b"group,kind,urn,parent\nCoast,alliance,100001\nCoast,club,100002\n", "line 3, kind: "),
        (b"group,kind,urn,parent\nCoast,alliance,100001,\nCoast,alliance,100002,Nowhere\n", "line 3, parent: "),
        (b"name,urn\nCoast,100001\n", "line 1, group, kind: "),
        (b"", "line 1, group, kind, urn: "),
        ("group,kind,urn\nC\u00f4te,alliance,100001\n".encode("cp1252"), "UTF-8"),
    ],
)
def test_a_bad_list_of_groups_names_the_line_and_keeps_nothing(
    prepared: Path, tmp_path: Path, content: bytes, where: str
):
    lists = tmp_path / "groups.csv"
    lists.write_bytes(content)
    result = run("groups", "import", lists)
    assert result.exit_code == 1
    assert where in result.stderr
    assert printed("groups", "list") == []


def test_a_demonstration_takes_invented_files_only(prepared: Path, tmp_path: Path):
    mark(prepared)
    real = run("intake", write(tmp_path / "real.csv", ROWS), "--year", "2018")
    assert (real.exit_code, "demonstration" in real.output) == (1, True)
    invented = [school("900001", "501", 40, "55%")]
    assert take(tmp_path, invented, "invented.csv")["outcome"] == "published"
    # One real school among invented ones is enough.
    mixed = run("intake", write(tmp_path / "mixed.csv", [*invented, school(A, "501", 40)]), "--year", "2018")
    assert mixed.exit_code == 1
    assert [each["file"] for each in printed("releases")] == ["invented.csv"]


def test_the_shell_sees_0_1_and_2(tmp_path: Path):
    """In processes of their own, in a home nobody prepared."""
    environment = os.environ | {"ACCORD_HOME": str(tmp_path / "home")}
    environment.pop("DATABASE_URL", None)
    expected = {("measures",): 0, ("figures", "--group", "nowhere", *RWM): 1, ("figures", *RWM): 2}
    for words, status in expected.items():
        done = subprocess.run(
            [sys.executable, "-c", "from accord.cli.main import main; main()", *words],
            capture_output=True, text=True, cwd=REPOSITORY, env=environment, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == status, done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_table_has_every_figure_of_a_group(prepared: Path, tmp_path: Path, ending: str):
    take(tmp_path)
    lists = tmp_path / "groups.csv"
    lists.write_text(f"group,kind,urn,parent\nCoast,alliance,{A},\nCoast,alliance,{B},\n", encoding="utf-8")
    run("groups", "import", lists)
    file = tmp_path / f"table.{ending}"
    told = run("table", file, "--measures", "ks2_rwm_expected", "--years", "2018-2019")
    assert told.exit_code == 0, told.output
    rows = (pl.read_parquet(file) if ending == "parquet" else pl.read_csv(file)).to_dicts()
    assert told.output == f"table.{ending}: {len(rows)} figures.\n"
    (whole,) = (row for row in rows if (row["year"], row["pupils"]) == (2018, "all"))
    (alone,) = printed("figures", "--group", "coast", *RWM)
    assert whole["value"] == pytest.approx(alone["value"]) and (whole["part_low"], whole["whole"]) == (30, 50)
    beside = {"members", "basis", "pupils_counted", "releases", "interval_covers"}
    assert set(whole) == set(KEYS) - beside
    assert {row["status"] for row in rows if row["year"] == 2019} == {"not_released"}


def test_a_table_of_nothing_known_is_refused(prepared: Path, tmp_path: Path):
    assert run("table", tmp_path / "table.txt", "--years", "2018").exit_code == 2
    unknown = run("table", tmp_path / "table.csv", "--years", "2018", "--groups", "nobody")
    assert unknown.exit_code == 1 and "There is no group nobody" in unknown.output
