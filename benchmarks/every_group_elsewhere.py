"""The figures of many groups as DuckDB's SQL, Polars and pandas give them, written by hand; of Accord nothing is known.

All read the same Parquet: the cells of releases, `questions.parquet` (what is asked of which columns),
`members.parquet` (which schools count in which group and summer) and `files.parquet` (the summer of each release). A
question is a percentage, of the pupils of a group or of as many of them as were covered, or a score and the pupils
behind it:

- a school counts where its number of pupils is printed, more than none, and its result is printed;
- a printed percentage stands for the nearest number of pupils, halves upwards;
- behind a score are the pupils printed as such, else those covered or not absent, to the nearest pupil.

Each answers with `group`, `question`, `schools`, `pupils` and `value`, one row where anybody counts.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl

NAMED = ["result", "whole", "other", "share", "said"]
"""What of a question names a column of the files."""
SQL = """
create temp table question as from read_parquet($folder || '/questions.parquet');
create temp table wanted as
  select row_number() over () as id, variable
  from (select distinct unnest([result, whole, other, share, said]) as variable from question)
  where variable is not null;
create temp table cell as
  select file.year, cells.code::integer as code, wanted.id as variable, cells.number
  from read_parquet($paths, filename = true) as cells
  join read_parquet($folder || '/files.parquet') as file on file.path = cells.filename
  join wanted on wanted.variable = cells.variable
  where cells.level = 'school' and cells.status = 'value';
create temp table asked as
  select question.* replace (r.id as result, w.id as whole, o.id as other, s.id as share, n.id as said)
  from question
  join wanted as r on r.variable = question.result
  join wanted as w on w.variable = question.whole
  left join wanted as o on o.variable = question.other
  left join wanted as s on s.variable = question.share
  left join wanted as n on n.variable = question.said;
create temp table school as
  with printed as (
    select asked.question, asked.year, asked.kind, asked.is_count, result.code, result.number as result,
           whole.number::bigint - case when asked.other is null then 0 else other.number::bigint end as pupils,
           coalesce(case when asked.absent then 100 - share.number else share.number end, 100) as share,
           said.number::bigint as said
    from asked
    join cell as result on result.year = asked.year and result.variable = asked.result
    join cell as whole on whole.year = asked.year and whole.variable = asked.whole and whole.code = result.code
    left join cell as other on other.year = asked.year and other.variable = asked.other and other.code = result.code
    left join cell as share on share.year = asked.year and share.variable = asked.share and share.code = result.code
    left join cell as said on said.year = asked.year and said.variable = asked.said and said.code = result.code
  ), behind as (
    select *, coalesce(said, (2 * pupils * round(share * 100)::bigint + 10000) // 20000) as behind
    from printed where pupils > 0
  )
  select question, year, code,
         case when kind = 'percentage' then behind else least(behind, pupils) end as pupils,
         behind as bottom,
         case when kind <> 'percentage' then behind * result
              when is_count then least(result, behind)
              else (2 * behind * round(result * 100)::bigint + 10000) // 20000 end as top
  from behind where behind > 0;
create temp table answer as
  select member.group_at as "group", question, count(*) as schools, sum(school.pupils)::bigint as pupils,
         any_value(factor) * sum(top)::double / sum(bottom)::double as value
  from school
  join read_parquet($folder || '/members.parquet') as member on member.year = school.year and member.code = school.code
  join (select question, case when kind = 'percentage' then 100 else 1 end as factor from question) using (question)
  group by member.group_at, question;
"""


Answer = Callable[[Path], None]
"""What writes an answer that was found; how long that takes is not measured."""


def duckdb_sql(folder: Path) -> Answer:
    """One script of SQL, on two threads."""
    connection = duckdb.connect(":memory:", config={"threads": 2})
    paths = [path for (path,) in connection.sql(f"select path from '{folder}/files.parquet'").fetchall()]
    for statement in SQL.split(";\n"):
        bound = {"folder": str(folder), "paths": paths}
        used = {name: value for name, value in bound.items() if f"${name}" in statement}
        if statement.strip():
            connection.execute(statement, used)
    return lambda into: connection.execute(f"copy answer to '{into}' (format parquet)") and None


def polars_frames(folder: Path) -> Answer:
    """Polars, summer by summer, on two threads."""
    questions, members = pl.read_parquet(folder / "questions.parquet"), pl.read_parquet(folder / "members.parquet")
    files = pl.read_parquet(folder / "files.parquet")
    found = []
    for (year,), asked in questions.partition_by("year", as_dict=True, maintain_order=True).items():
        paths = files.filter(pl.col("year") == year)["path"].to_list()
        here = members.filter(pl.col("year") == year).select("group_at", "code")
        value = pl.col("factor").first() * pl.col("top").sum() / pl.col("bottom").sum()
        found.append(
            _polars_schools(asked, paths)
            .lazy()
            .join(here.lazy(), on="code")
            .group_by("group_at", "question")
            .agg(schools=pl.len(), pupils=pl.col("pupils").sum(), value=value)
            .rename({"group_at": "group"})
            .collect()
        )
    return pl.concat(found).write_parquet


def _polars_schools(asked: pl.DataFrame, paths: list[str]) -> pl.DataFrame:
    """What each school brings to each question of a summer."""
    wanted = {name for column in NAMED for name in asked[column].drop_nulls()}
    cell = (
        pl.scan_parquet(paths)
        .filter(pl.col("level") == "school", pl.col("status") == "value", pl.col("variable").is_in(list(wanted)))
        .select(pl.col("code").cast(pl.Int32), pl.col("variable").cast(pl.Categorical), "number")
        .collect()
    )
    rows = asked.with_columns(pl.col(NAMED).cast(pl.Categorical))
    rows = rows.join(cell.rename({"variable": "result", "number": "printed"}), on="result")
    rows = rows.join(cell.rename({"variable": "whole", "number": "pupils"}), on=["whole", "code"])
    for name in ("other", "share", "said"):
        rows = rows.join(cell.rename({"variable": name, "number": f"{name}_number"}), on=[name, "code"], how="left")
    other = pl.when(pl.col("other").is_null()).then(0).otherwise(pl.col("other_number"))
    share = pl.when("absent").then(100 - pl.col("share_number")).otherwise(pl.col("share_number")).fill_null(100)
    rows = rows.with_columns(pupils=(pl.col("pupils") - other).cast(pl.Int64), share=share)
    rows = rows.filter(pl.col("pupils") > 0)
    covered = (2 * pl.col("pupils") * (pl.col("share") * 100).round().cast(pl.Int64) + 10000) // 20000
    rows = rows.with_columns(behind=pl.coalesce(pl.col("said_number").cast(pl.Int64), covered))
    rows = rows.filter(pl.col("behind") > 0)
    percentage, behind = pl.col("kind") == "percentage", pl.col("behind")
    near = (2 * behind * (pl.col("printed") * 100).round().cast(pl.Int64) + 10000) // 20000
    counts = pl.when("is_count").then(pl.min_horizontal("printed", "behind")).otherwise(near)
    return rows.select(
        "question",
        "code",
        top=pl.when(percentage).then(counts).otherwise(behind * pl.col("printed")),
        bottom=behind,
        pupils=pl.when(percentage).then(behind).otherwise(pl.min_horizontal("behind", "pupils")),
        factor=pl.when(percentage).then(100).otherwise(1),
    )


def pandas_frames(folder: Path) -> Answer:
    """pandas, summer by summer: all at once would not fit into memory.

    It has no reader of Parquet of its own; DuckDB hands it the columns, and no more.
    """
    duckdb.execute("set threads = 2")
    questions, members, files = (
        duckdb.sql(f"from '{folder}/{name}.parquet'").df() for name in ("questions", "members", "files")
    )
    found = []
    for year, asked in questions.groupby("year"):
        rows = _pandas_schools(asked, files.loc[files.year == year, "path"].tolist())
        joined = rows.merge(members.loc[members.year == year, ["group_at", "code"]], on="code")
        added = joined.groupby(["group_at", "question"]).agg(
            schools=("code", "size"), pupils=("pupils", "sum"), top=("top", "sum"), bottom=("behind", "sum"),
            factor=("factor", "first"),
        ).reset_index()  # fmt: skip
        added["value"] = added.factor * added.top / added.bottom
        found.append(added.rename(columns={"group_at": "group"})[["group", "question", "schools", "pupils", "value"]])
    return pl.from_pandas(pd.concat(found)).write_parquet


def _pandas_schools(asked: pd.DataFrame, paths: list[str]) -> pd.DataFrame:
    """What each school brings to each question of a summer."""
    select = "select level, status, code, variable, number from read_parquet($paths)"
    cell = duckdb.sql(select, params={"paths": paths}).df()
    kept = (cell.level == "school") & (cell.status == "value") & cell.variable.isin(pd.unique(asked[NAMED].stack()))
    cell = cell.loc[kept, ["code", "variable", "number"]]
    cell["code"] = cell.code.astype("int32")
    rows = asked.merge(cell.rename(columns={"variable": "result", "number": "printed"}), on="result")
    rows = rows.merge(cell.rename(columns={"variable": "whole", "number": "pupils"}), on=["whole", "code"])
    for name in ("other", "share", "said"):
        rows[f"{name}_number"] = np.nan
        if asked[name].notna().any():
            beside = cell.rename(columns={"variable": name, "number": f"{name}_number"})
            rows = rows.drop(columns=f"{name}_number").merge(beside, on=[name, "code"], how="left")
    rows["pupils"] -= np.where(rows.other.isna(), 0, rows.other_number)
    rows = rows[rows.pupils > 0]
    share = np.where(rows.absent, 100 - rows.share_number, rows.share_number)
    share = np.rint(np.where(np.isnan(share), 100, share) * 100)
    covered = (2 * rows.pupils * share + 10000) // 20000
    rows["behind"] = np.where(rows.said_number.isna(), covered, rows.said_number)
    rows = rows[rows.behind > 0]
    percentage = (rows.kind == "percentage").to_numpy()
    near = (2 * rows.behind * np.rint(rows.printed * 100) + 10000) // 20000
    counts = np.where(rows.is_count, np.minimum(rows.printed, rows.behind), near)
    rows["top"] = np.where(percentage, counts, rows.behind * rows.printed)
    rows["pupils"] = np.where(percentage, rows.behind, np.minimum(rows.behind, rows.pupils))
    rows["factor"] = np.where(percentage, 100, 1)
    return rows[["question", "code", "top", "behind", "pupils", "factor"]]


WAYS: dict[str, Callable[[Path], Answer]] = {
    "DuckDB": duckdb_sql,
    "Polars": polars_frames,
    "pandas": pandas_frames,
}
