"""Every group, measure, pupil group and summer as one: Accord beside SQL, Polars and pandas written by hand.

    python benchmarks/every_group_beside_sql.py [--size nation] [--groups 3000] [--repeats 3] [--home FOLDER]

All answer from the same Parquet of an invented home, each run in a process of its own, in turn. Accord's figures carry
what a figure carries (reasons for none, ranges, intervals, who is missing); the others know who is in which group from
a table that is given to them (`every_group_elsewhere.py`). All answers of the run are compared, figure by figure: a
number that differs ends it with status 1.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import every_group_elsewhere as elsewhere
import invented_homes as homes
import polars as pl
import side_by_side

BESIDE = "DuckDB"
ACCORD = {
    "ready": "Accord, with cubes and members ready",
    "members": "Accord, who is in which group still to be found",
    "nothing": "Accord, cubes still to be made too",
}
NAMES = {"DuckDB": "DuckDB, SQL by hand", "Polars": "Polars", "pandas": "pandas"}
NEAR = 1e-9


def main() -> None:
    """Make the home and the questions, answer them in all ways, compare, print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--size", choices=homes.SIZES, default="nation")
    asked.add_argument("--groups", type=int, default=3000, help="at most so many groups")
    asked.add_argument("--repeats", type=int, default=3)
    ways = (*elsewhere.WAYS, *ACCORD)
    asked.add_argument("--without", action="append", default=[], choices=ways, help="leave one out")
    asked.add_argument("--home", type=Path, default=None, help="keep the invention here for another run")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = options.home or Path(temporary) / "home"
        homes.ready(home, options.size)
        folder = Path(temporary)
        machine = side_by_side.machine()
        questions = side_by_side.apart(__file__, ["--ask", str(home), str(folder), str(options.groups)])
        ways = tuple(name for name in ways if name not in options.without)
        arguments = [["--one", name, str(home), str(folder)] for name in ways]
        runs = side_by_side.in_turn(__file__, arguments, options.repeats)
        compared = [_compared(folder, name) for name in ways if name != BESIDE]
    print(f"{machine}\n\n{questions.told['asked']}\n")
    print("\n".join(side_by_side.table([(NAMES | ACCORD)[name] for name in ways], runs, ways.index(BESIDE))))
    print("\n" + "\n".join(compared))


def _ask(home: Path, folder: Path, groups: int) -> dict[str, Any]:
    """Write down what is asked, and who counts where, for those who know nothing of a register."""
    homes.open_home(home)
    homes.module("accord.performance.tasks").make_cubes_ready.call()
    tables, reader = homes.module("accord.performance.tables"), _reader()
    slugs, measures, years = _everything(groups)
    (counted,) = tables.counted_in(slugs, measures, years, reader)
    members = pl.concat(
        pl.DataFrame({"year": year, "group_at": group, "code": here.codes[at].astype(int)})
        for year, (here, grouping) in counted.by_year.items()
        for group, at in enumerate(_apart(grouping))
    )
    members.with_columns(pl.all().cast(pl.Int32)).write_parquet(folder / "members.parquet")
    pl.DataFrame({"slug": slugs}).write_parquet(folder / "slugs.parquet")
    questions, files = _questions(measures, years)
    questions.write_parquet(folder / "questions.parquet")
    files.write_parquet(folder / "files.parquet")
    kinds = questions.select("measure", "pupil_group").unique().height
    return {
        "asked": f"{len(slugs):,} groups, {len(measures)} measures ({kinds} with their pupil groups), {len(years)} "
        f"summers; {members['code'].n_unique():,} schools, {_printed(questions, files):,} results printed of schools."
    }


def _everything(groups: int) -> tuple[list[str], list[str], list[int]]:
    """The first groups by slug, whatever their kind; every measure of Key Stage 2 with its summers."""
    catalogue, reader = homes.module("accord.performance.catalogue"), _reader()
    known = homes.module("accord.register.models.groups").Group.objects.exclude(kind="authority").order_by("slug")
    slugs = list(known.filter(memberships__isnull=False).distinct().values_list("slug", flat=True)[:groups])
    years = {
        each.code: catalogue.years_with_releases(each.code, reader)
        for each in catalogue.measures().values()
        if each.stage.code == "ks2"
    }
    measures = [code for code, theirs in years.items() if theirs]
    return slugs, measures, sorted(set().union(*years.values()))


def _questions(measures: Sequence[str], years: Sequence[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Which columns of which file answer for each measure, pupil group and summer; and the files."""
    catalogue = homes.module("accord.performance.catalogue")
    editions = catalogue.seen(_reader()).open_editions()
    rows: list[dict[str, Any]] = []
    files: set[tuple[str, int]] = set()
    for year in years:
        for measure in map(catalogue.measure, measures):
            form = next(each for each in measure.stage.forms if (each.results_family, year) in editions)
            if measure.gap(year) is not None or form.name not in measure.columns:
                continue
            here = {family: _cells(editions[family, year]) for family in (form.results_family, form.pupils_family)}
            files |= {(str(path), year) for path, _ in here.values()}
            results, numbers = here[form.results_family][1], here[form.pupils_family][1]
            rows += [_question(measure, form, pupils, results, numbers) | {"year": year} for pupils in measure.pupils]
    asked = [each for each in rows if each["result"] and each["whole"]]
    questions = pl.DataFrame(asked, infer_schema_length=None).with_columns(pl.col("year").cast(pl.Int32))
    return (
        questions.with_row_index("question"),
        pl.DataFrame(sorted(files), schema={"path": pl.String, "year": pl.Int32}, orient="row"),
    )


def _cells(edition: Any) -> tuple[Path, set[str]]:
    """The file of England's cells of an edition, and the columns that it has for schools."""
    release = next(each for each in edition.releases if each.id == edition.elsewhere)
    path = (release.folder / "cells.parquet").resolve()
    named = pl.scan_parquet(path).filter(pl.col("level") == "school").select("variable").unique().collect()
    return path, set(named["variable"])


def _question(measure: Any, form: Any, pupils: str, results: set[str], numbers: set[str]) -> dict[str, Any]:
    def column(role: str, of: str = pupils) -> str | None:
        name = measure.column(form.name, role, of)
        return name if name in results else None

    role = next((each for each in measure.carriers(form.name) if column(each)), "")
    group = measure.stage.pupil_groups[pupils].columns.get(form.name)
    whole, other = (group.whole, None) if group else (None, None)
    if group and group.whole not in numbers and group.all_but in numbers:
        whole, other = form.eligible, group.all_but
    percentage = measure.kind == "percentage"
    return {
        "measure": measure.code, "pupil_group": pupils, "kind": "percentage" if percentage else "score",
        "is_count": role == "count", "result": column(role) if role else None,
        "whole": whole if whole in numbers else None, "other": other,
        "share": column("coverage", "all") or column("absent", "all"), "absent": bool(column("absent", "all")),
        "said": None if percentage else column("number"),
    }  # fmt: skip


def _apart(grouping: Any) -> list[Any]:
    return [grouping.at[start:end] for start, end in zip(grouping.starts, grouping.starts[1:], strict=False)]


def _printed(questions: pl.DataFrame, files: pl.DataFrame) -> int:
    """How many results of schools are asked for: values of the columns in question, special schools' among them."""
    printed = 0
    for (year,), asked in questions.partition_by("year", as_dict=True).items():
        cells = pl.scan_parquet(files.filter(pl.col("year") == year)["path"].to_list())
        cells = cells.filter(pl.col("level") == "school", pl.col("status") == "value")
        counts = cells.group_by("variable").len().collect()
        printed += int(asked.join(counts, left_on="result", right_on="variable")["len"].sum())
    return printed


def _one(way: str, home: Path, folder: Path) -> None:
    into = folder / f"answer_{way}.parquet"
    if way in elsewhere.WAYS:
        side_by_side.timed(lambda: elsewhere.WAYS[way](folder), lambda answer: answer(into))
        return
    homes.open_home(home)
    slugs, measures, years = _everything(len(pl.read_parquet(folder / "slugs.parquet")))
    if way != "ready":
        homes.module("accord.performance.kept").forget_everything()
    if way == "nothing":
        shutil.rmtree(home / "state" / "cubes")
    tables = homes.module("accord.performance.tables")
    side_by_side.timed(
        lambda: tables.figure_table(slugs, measures, years, _reader()), lambda answer: answer.write_parquet(into)
    )
    if way != "ready":
        homes.module("accord.performance.tasks").make_cubes_ready.call()


def _compared(folder: Path, way: str) -> str:
    """Compare an answer with the SQL's, figure by figure; raises `SystemExit` where they differ."""
    key = ["group", "question"]
    theirs = pl.read_parquet(folder / f"answer_{BESIDE}.parquet").with_columns(pl.col("group").cast(pl.Int64))
    ours = _answered(folder, way).with_columns(pl.col("group").cast(pl.Int64))
    both = theirs.join(ours, on=key, how="full", suffix="_here", coalesce=True)
    far = (pl.col("value") - pl.col("value_here")).abs() > NEAR * pl.col("value").abs().clip(1)
    unlike = pl.any_horizontal(
        pl.col("schools").ne_missing(pl.col("schools_here")), pl.col("pupils").ne_missing(pl.col("pupils_here")), far
    )
    wrong = both.filter(unlike)
    if wrong.height or not both.height:
        raise SystemExit(f"{way} differs from {BESIDE} in {wrong.height:,} of {both.height:,} figures:\n{wrong.head()}")
    told = both["value_here"].count()
    names = NAMES | ACCORD
    return (
        f"- {names[way]}: the same schools and pupils as {names[BESIDE]} in all of {both.height:,} figures, and the "
        f"same value in all {told:,} that {'have one' if told < both.height else 'there are'}."
    )


def _answered(folder: Path, way: str) -> pl.DataFrame:
    found = pl.read_parquet(folder / f"answer_{way}.parquet")
    if way in elsewhere.WAYS:
        return found.with_columns(pl.col("schools").cast(pl.Int64), pl.col("pupils").cast(pl.Int64))
    names = pl.read_parquet(folder / "slugs.parquet").with_row_index("at")
    asked = pl.read_parquet(folder / "questions.parquet").select("question", "measure", "pupil_group", "year")
    plain = found.filter(pl.col("whole") > 0).with_columns(pl.col("group", "measure", "pupils").cast(pl.String))
    named = plain.join(names, left_on="group", right_on="slug")
    answers = named.join(asked, left_on=["measure", "pupils", "year"], right_on=["measure", "pupil_group", "year"])
    if answers.height < plain.height:
        raise SystemExit(f"{way} has {plain.height - answers.height:,} figures that nobody was asked for.")
    return answers.select(
        pl.col("at").alias("group"), "question", pl.col("schools_counted").alias("schools"),
        pl.col("whole").alias("pupils"), "value",
    )  # fmt: skip


def _reader() -> Any:
    return homes.module("accord.accounts.readers").Reader.operator()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    elif sys.argv[1:2] == ["--ask"]:
        home, folder, groups = sys.argv[2:]
        side_by_side.timed(lambda: _ask(Path(home), Path(folder), int(groups)), lambda told: told)
    else:
        main()
