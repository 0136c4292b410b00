"""The pages about measures and pupil groups, from ``definitions``."""

from __future__ import annotations

from accord.meaning.definitions import folders
from accord.warehouse.measure_kinds import Kind
from accord.warehouse.measures import Gap, GroupColumns, Measure, load_measures
from docs.pages.markdown import code, codes, table

KINDS = {
    Kind.PERCENTAGE: "percentage: counts are added up and divided once",
    Kind.PROGRESS: "progress: scores weighted by the pupils they cover",
    Kind.SCALED_SCORE: "scaled score: scores weighted by the pupils who have one, approximately",
    Kind.VALUE_ADDED: "value added: scores around 100 weighted by the pupils they cover",
    Kind.POINTS: "average points: averages weighted by eligible pupils, approximately",
    Kind.PROGRESS_8: "Progress 8: scores weighted by the pupils whose number is printed beside them",
    Kind.AVERAGE: "average score: averages weighted by the pupils or entries behind them",
    Kind.GRADE: "average grade: averages weighted by the pupils behind them",
    Kind.RATE: "rate: one sum divided by another, in a hundred",
    Kind.RATIO: "ratio: one sum divided by another",
    Kind.TOTAL: "total: pupils are added up",
}


def _whole(columns: GroupColumns) -> str:
    rest = f", or all but {code(columns.all_but)}" if columns.all_but else ""
    return code(columns.whole) + rest


def shipped() -> list[Measure]:
    """The measures that come with Accord."""
    return list(load_measures(folders(None)).values())


def measures() -> str:
    """Every measure with all that its definition says."""
    found = shipped()
    head = (
        "# Measures\n\nA measure is a file in `definitions/measures`; "
        "[how to add one](../how-to/add-a-measure.md). `accord measures --json` prints the same, with the"
        " version (the hash of the definition) and the years for which there are releases.\n"
    )
    rows = [(f"[{each.code}](#{each.code})", each.name, each.unit) for each in found]
    return "\n".join([head, table(("measure", "name", "unit"), rows), *(_measure(each) for each in found)])


def _measure(each: Measure) -> str:
    spread = ", ".join(f"{year}: {sd:g}" for year, sd in sorted(each.pupil_sd.items()))
    rows = [
        ("name", each.name),
        ("short name", each.short_name),
        ("in a sentence", each.phrase),
        ("stage", each.stage.name),
        ("kind", KINDS[each.kind]),
        ("unit", each.unit),
        ("higher is better", {True: "yes", False: "no", None: "neither"}[each.higher_is_better]),
        ("counts", each.counts),
        ("over", each.over),
        ("pools", each.pools),
        ("pupils", codes(each.pupils)),
        ("first year", each.first_year),
        *([("last year", each.last_year)] if each.last_year else []),
        *[(f"not measured in {_years(gap.years)}", f"{code(gap.status)}: {gap.reason}") for gap in _inside(each)],
        *[(f"not comparable before {each.starts}", each.reason) for each in each.breaks],
        ("variation of a school between years (logit scale)", each.school_year_sd or "not estimated"),
        *([("national spread between pupils, in points", spread)] if spread else []),
        *[
            (f"columns of {code(form)}", ", ".join(f"{role} {code(name)}" for role, name in roles.items()))
            for form, roles in each.columns.items()
        ],
        ("why it matters", each.why_it_matters),
        ("owner", each.owner),
        ("checked by", each.checked_by),
        ("review due", each.review_due),
    ]
    return f"\n## {each.code}\n\n{table(('', ''), rows)}"


def _inside(each: Measure) -> list[Gap]:
    """The gaps that lie in the measure's own time."""
    last = each.last_year or max((year for gap in each.gaps for year in gap.years), default=0)
    return [gap for gap in each.gaps if any(each.first_year <= year <= last for year in gap.years)]


def _years(years: tuple[int, ...]) -> str:
    return ", ".join(str(year) for year in years)


def pupil_groups() -> str:
    """The pupil groups of each stage, with their columns in each form."""
    stages = {each.stage.code: each.stage for each in shipped()}
    parts = [
        "# Pupil groups",
        "",
        "The codes that `--pupils` takes. A measure names those it can be had for. The label takes the place"
        " of `{pupils}` in a measure's column; the column of the number is what the figure divides by.",
    ]
    for stage in stages.values():
        forms = [form.name for form in stage.forms]
        headings = ["pupils", "name", "note"]
        headings += [f"{form}: {what}" for form in forms for what in ("label", "number")]
        rows = []
        for group in stage.pupil_groups.values():
            row = [code(group.code), group.name, group.note]
            for form in forms:
                columns = group.columns.get(form)
                row += [code(columns.label), _whole(columns)] if columns else ["-", "-"]
            rows.append(row)
        parts += ["", f"## {stage.name}", "", table(headings, rows)]
        hidden = stage.hidden_pupils_at_most
        parts += ["", f"Where even the number of eligible pupils is hidden, there are at most {hidden}."]
    return "\n".join(parts)
