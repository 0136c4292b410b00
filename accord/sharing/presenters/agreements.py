"""Agreements in sentences and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from accord.register.rules.memberships import spelled
from accord.sharing.choices import Condition, LawfulBasis, PartyState, SignedHow, State
from accord.sharing.models.agreements import Agreement, Party, Version
from accord.sharing.models.signatures import Scan
from accord.sharing.queries.wording import ALL_OF_IT, data_sets, last_day
from accord.sharing.rules.agreements import VersionFacts, party_state, sharing, state
from accord.ui.components.lists import Fact
from accord.ui.tables.tables import Cell, Column, Table, said

COLOURS = {
    State.DRAFT: "grey",
    State.SUPERSEDED: "grey",
    State.EXPIRED: "grey",
    State.NOT_BEGUN: "blue",
    State.AWAITING: "yellow",
    State.IN_FORCE: "green",
    State.WITHDRAWN: "red",
}
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Line:
    """An agreement as a list shows it: the version that tells most to its reader, and what the rules say of it."""

    agreement: Agreement
    version: Version
    facts: VersionFacts
    whose: str

    def state_on(self, on: date) -> State:
        """How far it has come."""
        return state(self.facts, on)


def one_sentence(line: Line, on: date) -> str:
    """Between how many schools it is in force, for what, until when, and who is missing."""
    among = f"{len(line.facts.parties)} schools{f' of {line.whose}' if line.whose else ''}"
    what = f"for {_what(line.version)}"
    until = f"until {spelled(last_day(line.version))}"
    match line.state_on(on):
        case State.DRAFT:
            return f"A draft between {among}, {what}. Nobody can sign it yet, and it shows nothing to anybody."
        case State.SUPERSEDED:
            return "A newer version has taken its place, so it binds nobody."
        case State.EXPIRED:
            return f"It ended on {spelled(last_day(line.version))}, so it shows nothing to anybody."
        case State.WITHDRAWN:
            return f"Not in force: too few of the {among} are left. {_missing(line, on)}"
        case State.AWAITING:
            return f"Not in force between any of the {among}: fewer than two have signed. {_missing(line, on)}"
        case State.NOT_BEGUN:
            return f"Signed, and in force from {spelled(line.version.starts_on)} {until}, {what}. {_missing(line, on)}"
    bound = len(sharing(line.facts, on))
    number = "all of the" if bound == len(line.facts.parties) else f"{bound} of the"
    return f"In force between {number} {among}, {what}, {until}. {_missing(line, on)}".strip()


def _what(version: Version) -> str:
    titles = data_sets().titles
    named = [titles.get(each, each) for each in version.families]
    some = f"{len(version.fields)} measure{'s' if len(version.fields) > 1 else ''} of " if version.fields else ""
    return f"{some}{_listed(named)} before they are public"


def _missing(line: Line, on: date) -> str:
    words = {
        PartyState.NOT_SIGNED: ("has not signed", "have not signed"),
        PartyState.WITHDRAWN: ("withdrew", "withdrew"),
        PartyState.LEFT: ("is not in the group", "are not in the group"),
        PartyState.CLOSED: ("closed or became another school", "closed or became other schools"),
    }
    names = {each.urn: each.name for each in line.version.parties.all()}
    found = []
    for stands, (one, several) in words.items():
        out = [names[each.urn] for each in line.facts.parties if party_state(each, on) == stands]
        if out:
            shown = _listed(out) if len(out) <= MOST_NAMED else f"{len(out)} schools"
            found.append(f"{shown} {one if len(out) == 1 else several}.")
    return " ".join(found)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else "nothing"


def list_sentence(lines: Sequence[Line], on: date) -> str:
    """How many agreements there are, and how many wait."""
    if not lines:
        return "There is no data-sharing agreement that you keep or may sign."
    states = [each.state_on(on) for each in lines]
    force, waits = states.count(State.IN_FORCE), states.count(State.AWAITING)
    number = f"{len(lines)} agreement{'s' if len(lines) > 1 else ''}"
    return f"{number}: {force} in force, {waits} waiting for signatures."


def list_table(lines: Iterable[Line], on: date) -> Table:
    """The agreements, one a row."""
    columns = (
        Column("agreement", "Agreement", words=True), Column("between", "Between", words=True),
        Column("state", "State"), Column("signed", "Signed", numeric=True), Column("schools", "Schools", numeric=True),
        Column("last_day", "Last day"), Column("id", "Id", file_only=True),
    )  # fmt: skip
    rows = tuple(
        (
            (
                _linked(each.agreement),
                said(each.whose or "Named schools"),
                said(str(each.state_on(on).label)),
                _number(sum(party.signed_on is not None for party in each.facts.parties)),
                _number(len(each.facts.parties)),
                Cell(spelled(last_day(each.version)), last_day(each.version).isoformat()),
                said(str(each.agreement.public_id)),
            ),
            False,
        )
        for each in lines
    )
    return Table("agreements", "Data-sharing agreements", columns, rows)


def _linked(agreement: Agreement) -> Cell:
    return Cell(agreement.name, agreement.name, reverse("sharing:agreement", args=[agreement.public_id]))


def _number(value: int) -> Cell:
    return Cell(str(value), value)


def facts_list(version: Version) -> list[Fact]:
    """What a version says, beside its clauses."""
    known = data_sets()
    return [
        Fact("Purpose", version.purpose),
        Fact("Data sets", _listed([known.titles.get(each, each) for each in version.families])),
        Fact("Of these", "; ".join(known.measures.get(each, each) for each in version.fields) or ALL_OF_IT),
        Fact("Lawful basis", str(LawfulBasis(version.lawful_basis).label)),
        Fact("Special-category data", str(Condition(version.condition).label)),
        Fact("Controller", version.controller),
        Fact("Processor", version.processor),
        Fact("Impact assessment", version.dpia or "None"),
        Fact("In force", f"{spelled(version.starts_on)} to {spelled(last_day(version))}"),
        Fact("Looked at again by", spelled(version.review_on)),
        Fact("SHA-256 of the text", version.text_hash or "Not put out to be signed yet"),
    ]


def parties_table(version: Version, facts: VersionFacts, on: date) -> Table:
    """The schools of a version, and how each signed."""
    columns = (
        Column("name", "School", words=True), Column("urn", "URN"), Column("state", "State"),
        Column("signed_on", "Signed on"), Column("signed_by", "Signed by", words=True), Column("how", "How"),
        Column("left", "Withdrew", words=True),
    )  # fmt: skip
    states = {each.urn: party_state(each, on) for each in facts.parties}
    rows = tuple((_party_cells(each, states[each.urn]), False) for each in version.parties.all())
    return Table("parties", "Schools", columns, rows)


def _party_cells(party: Party, stands: PartyState) -> tuple[Cell, ...]:
    signature = getattr(party, "signature", None)
    left = ""
    if party.withdrawn_at:
        left = f"{spelled(timezone.localdate(party.withdrawn_at))}: {party.withdrawn_because}"
    return (
        said(party.name),
        said(party.urn),
        said(str(stands.label)),
        Cell(spelled(signature.signed_on), signature.signed_on.isoformat()) if signature else said(""),
        said(f"{signature.name}, {signature.part}" if signature else ""),
        said(str(SignedHow(signature.how).label) if signature else ""),
        said(left),
    )


def scans_list(scans: Iterable[Scan]) -> list[tuple[str, str]]:
    """Each scan in words, and where it is."""
    return [
        (
            f"Version {each.version.number}, {each.kind.upper()}, added on {spelled(timezone.localdate(each.added_at))}"
            f" by {each.added_by or 'the command line'}",
            reverse("sharing:scan", args=[each.version.agreement.public_id, each.public_id, each.kind]),
        )
        for each in scans
    ]
