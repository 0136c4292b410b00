"""How long what is kept, and what goes next, in sentences and a table."""

from __future__ import annotations

from collections.abc import Sequence

from accord.accounts.models.holds import LegalHold
from accord.accounts.queries.retention import Due
from accord.accounts.rules.retention import Schedule, Then
from accord.register.presenters.days import counted
from accord.register.rules.memberships import spelled
from accord.ui.components.lists import Action, Fact
from accord.ui.tables.tables import Cell, Column, Table, said

THEN = {
    Then.DELETE: "deleted",
    Then.EMPTY: "names in it emptied",
    Then.FORGET: "who and what forgotten; that it was recorded stays",
    Then.LEAVE: "the person becomes nobody",
}
COLUMNS = (
    Column("what", "What", words=True),
    Column("table", "Table", file_only=True),
    Column("after", "Kept for", "How long after what", words=True),
    Column("then", "Then", words=True),
    Column("now", "Past its time", "Goes with the next daily run", numeric=True),
    Column("soon", "Within 30 days", numeric=True),
    Column("held", "Kept by a hold", numeric=True),
    Column("why", "Why so long", words=True),
)


def retention_table(found: Sequence[Due], schedule: Schedule) -> Table:
    """Every rule with what it would do today, then what is kept for good."""
    rows = [
        (
            said(each.kept.name),
            said(each.rule.table),
            said(f"{each.rule.after} after {each.rule.counted}"),
            said(THEN[each.rule.then]),
            *(Cell(f"{n:,}", n) for n in (each.now, each.soon, each.held)),
            said(each.kept.why),
        )
        for each in found
    ]
    rows += [
        (
            said(f"{kept.name}: the rest" if kept.rules else kept.name),
            *(said(""), said("for good"), said("")),
            *(Cell("", None),) * 3,
            said(kept.why),
        )
        for kept in schedule.values()
        if kept.rest_for_good
    ]
    return Table("retention", "How long what is kept", COLUMNS, tuple((row, False) for row in rows))


def retention_sentence(found: Sequence[Due], holds: int) -> str:
    """What goes next, in a sentence."""
    now, soon, held = (sum(getattr(each, name) for each in found) for name in ("now", "soon", "held"))
    goes = "is past its time and goes" if now == 1 else "are past their time and go"
    first = f"{counted(now, 'row')} {goes} with the next daily run" if now else "Nothing is past its time"
    second = f"{counted(soon, 'more row')} will be within 30 days" if soon else "nothing more will be within 30 days"
    keeps = "keeps" if holds == 1 else "keep"
    third = f" {counted(holds, 'legal hold')} {keeps} {counted(held, 'row')} longer." if holds else ""
    return f"{first}; {second}.{third}"


def hold_facts(hold: LegalHold, name: str, lift: str) -> tuple[str, list[Fact], tuple[Action, ...]]:
    """One hold as a card: what it is on, since when, by whom and why."""
    facts = [
        Fact("On", f"{hold.get_over_display()}: {name}"),
        Fact("Since", f"{spelled(hold.placed_at.date())}, by {hold.placed_by or 'the command line'}"),
        Fact("Why", hold.because),
    ]
    return f"Hold on {name}", facts, (Action("Lift it", lift, f"the hold on {name}"),)
