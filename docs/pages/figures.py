"""The pages about what goes in and out as plain data: the groups CSV and the keys of figures."""

from __future__ import annotations

from accord.analytics.figures import Basis, Coverage, Figure, Status
from accord.performance.belonging import Crossing
from accord.performance.figure_rows import FigureRow
from accord.register.choices import GroupKind, Role
from accord.register.rules.group_lists import COLUMNS, NEEDED
from accord.register.rules.lineage import How
from docs.pages.markdown import code, codes, table

KEYS = {
    "group": "The selection: a group's slug, `la-850`, `england`, or `own-selection` for `--urns`.",
    "measure": "The code of the [measure](measures.md).",
    "pupils": "The code of the [pupil group](pupil-groups.md).",
    "year": "The summer of the results: 2018 is 2017/18.",
    "members": "Which clock: `today`, `then` or `constant` ([codes](codes.md)).",
    "basis": "`pooled` from the schools, or `published` by the publisher in a row of its own.",
    "status": "What the figure is, or why it has no value ([codes](codes.md)).",
    "value": "The figure: a percentage from 0 to 100, or points. Not rounded; null where there is none.",
    "low": "The least that the rate of all pupils expected can be: a hidden school gives none of its pupils."
    " For a published percentage, the least that prints as it. Null for scores, and if nothing is certain.",
    "high": "The most that it can be.",
    "part_low": "The least number of pupils counted who met the measure. Null for scores.",
    "part_high": "The most; above `part_low` where a rounded percentage fits several counts.",
    "whole": "The pupils counted, by whom the value was divided. For a score, the pupils behind it.",
    "interval_low": "The lower end of the 95% interval.",
    "interval_high": "The upper end.",
    "interval_covers": "What the interval is of: `this_year`, the year's own rate, or with `--span` `underlying`,"
    " the rate beneath the years, with school-year variation in. Null without an interval.",
    "schools_counted": "Schools in the figure. Null for a published row.",
    "schools_expected": "Schools with pupils at this stage, or not known to have none. Null like the above.",
    "pupils_counted": "Pupils in the figure.",
    "pupils_expected": "Pupils who should be in it. Null where a school's number of pupils is not known.",
    "schools_reported": "Of the schools counted, those in with their own return: nothing is published of them.",
    "releases": "The ids of the releases behind it; `accord explain` names their files.",
    "years_pooled": "With `--span` only: the years in the pool.",
    "years_missing": "With `--span` only: the years that should be in the pool and are not.",
    "crosses_break": "With `--span` only: whether years on either side of a break are pooled.",
    "lineage": "Only where results of older numbers are in: each older `urn`, the number that came `into` its place,"
    " `how` it did ([codes](codes.md)), and `on` which day (null where that is not known).",
}
GROUP_COLUMNS = {
    "group": "The name of the group, on every line. It also gives the address: “Heron Alliance”,"
    " `heron-alliance`.",
    "kind": "What binds it: one of the kinds below, the same on every line of a group.",
    "urn": "A school's URN, six digits. Empty on a line that only names a group and its parent.",
    "role": "The school's part: one of the roles below. Empty means `member`.",
    "starts_on": "The first day of the membership, as 2024-09-01. Empty means from the beginning.",
    "ends_before": "The first day on which it is over. Empty means it goes on.",
    "parent": "The name of a group that this one is inside; its figures then have these schools in them too.",
}


def figures_json() -> str:
    """The keys of ``accord figures --json``; fails where a key is not described, or no longer there."""
    printed = list(_sample().as_json())
    if set(printed) != set(KEYS):
        raise ValueError(f"Describe these keys in docs/pages/figures.py: {set(printed) ^ set(KEYS)}")
    rows = [(code(key), KEYS[key]) for key in printed]
    head = (
        "# Keys of figures\n\n`accord figures --json` prints a list of objects with these keys;"
        " `--csv` prints the same columns without the last four.\n"
    )
    return f"{head}\n{table(('key', 'meaning'), rows)}"


def _sample() -> FigureRow:
    figure = Figure(Status.NO_PUPILS, *(None,) * 8, Coverage(0, 0, 0, 0))
    crossing = Crossing("", "", "", How.CONTINUED, None)
    return FigureRow("", "", "", "", 2019, "", Basis.POOLED, figure, (), (2018, 2019), crossings=(crossing,))


def groups_csv() -> str:
    """The columns of a list of groups."""
    if set(COLUMNS) != set(GROUP_COLUMNS):
        raise ValueError("Describe in docs/pages/figures.py the columns that a list of groups has")
    rows = [(code(name), "yes" if name in NEEDED else "", GROUP_COLUMNS[name]) for name in COLUMNS]
    kinds = codes(GroupKind.values)
    return "\n".join([
        "# The list of groups",
        "",
        "`accord groups import FILE` takes a CSV in UTF-8 with these columns, in any order. All of it is",
        "taken in, or nothing. The same file twice changes nothing; a line with the same group, URN and",
        "start changes the role and the end. [How to keep groups](../how-to/keep-groups.md).",
        "",
        table(("column", "needed", "meaning"), rows),
        "",
        f"Kinds: {kinds}. Roles: {codes(Role.values)}.",
    ])  # fmt: skip
