"""The page on which a school year is started: every membership with what it may do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accord.register.choices import Role
from accord.register.models.groups import Group
from accord.register.presenters.days import counted
from accord.register.queries.school_years import GroupBlock, MemberRow
from accord.register.rules.day_words import since
from accord.register.rules.memberships import spelled
from accord.register.rules.school_years import Act, Choice, Plan


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen."""

    value: str
    words: str
    selected: bool


@dataclass(frozen=True, slots=True)
class RowShown:
    """A membership with what it may do; ``error`` says why what was chosen cannot be."""

    pk: int
    name: str
    urn: str
    status: str
    role: str
    since: str
    options: tuple[Option, ...]
    because: str
    error: str

    @property
    def act_name(self) -> str:
        """The field that says what it does."""
        return f"m{self.pk}"

    @property
    def act_label(self) -> str:
        """What that field asks."""
        return f"What {self.name} does"

    @property
    def why_name(self) -> str:
        """The field that says why."""
        return f"b{self.pk}"

    @property
    def why_label(self) -> str:
        """What that field asks."""
        return f"Why, for {self.name}"


@dataclass(frozen=True, slots=True)
class BlockShown:
    """A group with its rows; ``begins`` for one that is new."""

    slug: str
    name: str
    begins: bool
    ends: bool
    why: str
    places: tuple[Option, ...]
    rows: tuple[RowShown, ...]
    error: str
    on: date

    @property
    def caption(self) -> str:
        """What its table is called."""
        return f"Schools of {self.name}"

    @property
    def place_name(self) -> str:
        """The field that says what it lies in."""
        return f"place-{self.slug}"

    @property
    def place_label(self) -> str:
        """What that field asks."""
        return f"Where {self.name} lies"

    @property
    def end_name(self) -> str:
        """The box that ends it."""
        return f"end-{self.slug}"

    @property
    def end_label(self) -> str:
        """What that box says."""
        return f"{self.name} ends on {spelled(self.on)}"

    @property
    def why_name(self) -> str:
        """The field that says why it ends."""
        return f"why-{self.slug}"

    @property
    def why_label(self) -> str:
        """What that field asks."""
        return f"Why {self.name} ends"


def blocks_shown(
    blocks: Sequence[GroupBlock], outer: Sequence[Group], plan: Plan, sent: bool, errors: Mapping[str, str]
) -> list[BlockShown]:
    """The groups as the page shows them: with what was sent or, at first, with what is suggested."""
    targets = [(each.group.slug, each.group.name) for each in blocks] + list(plan.begins.items())
    shown = [
        BlockShown(
            slug=each.group.slug,
            name=each.group.name,
            begins=False,
            ends=each.group.slug in plan.ends,
            why=plan.ends.get(each.group.slug, ""),
            places=_places(each.group.slug, each.lies_in, outer, plan),
            rows=tuple(_row(row, targets, plan, sent, errors) for row in each.rows),
            error=_error(each.group.slug, errors),
            on=plan.on,
        )
        for each in blocks
    ]
    return shown + [
        BlockShown(slug, name, True, False, "", _places(slug, (), outer, plan), (), _error(slug, errors), plan.on)
        for slug, name in plan.begins.items()
    ]


def lead_sentence(blocks: Sequence[GroupBlock], plan: Plan) -> str:
    """How many memberships there are to go through, and how many are suggested to leave."""
    members = sum(len(each.rows) for each in blocks)
    leaving = sum(row.suggestion.act is not Act.STAYS for each in blocks for row in each.rows)
    if not blocks:
        return f"No group of this kind goes on until {spelled(plan.on)}."
    verb = "go" if members != 1 else "goes"
    text = f"{counted(members, 'membership')} of {counted(len(blocks), 'group')} {verb} on until {spelled(plan.on)}."
    closed = "1 school has closed or is to close, and is"
    if leaving > 1:
        closed = f"{leaving} schools have closed or are to close, and are"
    return f"{text} {closed} set to leave." if leaving else text


def _row(
    row: MemberRow, targets: Sequence[tuple[str, str]], plan: Plan, sent: bool, errors: Mapping[str, str]
) -> RowShown:
    one = row.membership
    chosen = plan.choices.get(one.pk, Choice(Act.STAYS)) if sent else row.suggestion
    return RowShown(
        pk=one.pk,
        name=row.name,
        urn=one.urn,
        status=row.status,
        role=str(Role(one.role).label),
        since=since((one.starts_on, one.ends_before)),
        options=(
            *_acts(row, chosen, plan.on),
            *(
                Option(f"moves:{slug}", f"moves to {name}", chosen == Choice(Act.MOVES, slug, chosen.because))
                for slug, name in targets
                if slug != one.group.slug
            ),
        ),
        because=chosen.because,
        error=errors.get(f"m{one.pk}", ""),
    )


def _acts(row: MemberRow, chosen: Choice, on: date) -> list[Option]:
    acts = [Option("stays", "stays", chosen.act is Act.STAYS)]
    acts.append(Option("leaves", f"leaves on {spelled(on)}", chosen.act is Act.LEAVES))
    if row.closed_on is not None and row.suggestion.act is Act.CLOSED:
        words = f"left on {spelled(row.closed_on)}, when it closed"
        acts.append(Option("closed", words, chosen.act is Act.CLOSED))
    roles = [each for each in Role if each != row.membership.role]
    return acts + [
        Option(f"role:{each.value}", f"becomes {str(each.label).lower()}", chosen.to == each.value) for each in roles
    ]


def _places(slug: str, lies_in: Sequence[Group], outer: Sequence[Group], plan: Plan) -> tuple[Option, ...]:
    chosen = plan.lies_in.get(slug)
    now = ", ".join(each.name for each in lies_in) or "in no other group"
    options = [Option("", f"as now: {now}", chosen is None)]
    if lies_in:
        options.append(Option("none", "in no other group", chosen == ""))
    return (*options, *(Option(each.slug, each.name, chosen == each.slug) for each in outer if each.slug != slug))


def _error(slug: str, errors: Mapping[str, str]) -> str:
    return " ".join(errors[field] for field in (f"begins-{slug}", f"end-{slug}", f"place-{slug}") if field in errors)


def columns(on: date) -> list[str]:
    """The heads of a group's table."""
    return ["School", "Part", "Since", f"On {spelled(on)} it", "Why"]


def anchor(field: str) -> str:
    """Where the problem with a field stands: what keeps a group from beginning stands at its first field."""
    return f"#{field.replace('begins-', 'place-', 1)}"
