"""The page about roles, from ``definitions/roles`` and ``definitions/confirming``."""

from __future__ import annotations

from accord.accounts.choices import MEANING, Act, Confirmed, Stage
from accord.accounts.rules.confirming import load_calendar
from accord.accounts.rules.roles import Role, load_roles
from accord.meaning.definitions import folders
from docs.pages.markdown import code, table

HEAD = """# Roles

What each role lets people do, over what, and how long a right to it lasts. A right is a role over one place
(everything, an authority, a group, a school), from a day to a day, given by somebody for a reason. Roles are data: an
authority changes them in its home, in `definitions/roles`, and the pages follow.
[Who can see what, and why](../explanation/who-can-see-what.md) says it in words;
[give people rights, and take them back](../how-to/give-people-rights.md) says how."""
FROM = {
    Stage.AUTHORITY: "as soon as they are accepted",
    Stage.SCHOOL: "from the day of the schools",
    Stage.MEMBERS: "from the day of the members",
    Stage.PUBLIC: "once they are public",
}
HOW_OFTEN = {Confirmed.OCTOBER: "each October", Confirmed.TERM: "each term", Confirmed.NEVER: "never"}


def roles() -> str:
    """Every role, what each may do, whom each may give rights to, and when rights are confirmed."""
    known = load_roles(folders(None))
    parts = [HEAD, "## Each role", _each(known.values()), "## Roles and acts", _acts(known.values())]
    parts += ["## Who gives which", _giving(list(known.values())), "## When rights are confirmed", _rounds()]
    return "\n\n".join(parts)


def _each(known: object) -> str:
    rows = [
        (
            f"{each.name} ({code(each.code)})",
            each.says,
            ", ".join(each.scope) or "nothing",
            FROM[each.sees_from],
            "yes" if each.second_factor else "no",
            HOW_OFTEN[each.confirmed],
            _lasts(each),
        )
        for each in known  # type: ignore[attr-defined]
    ]
    heads = ("role", "who", "over", "sees results", "second factor", "confirmed", "lasts")
    return table(heads, rows)


def _lasts(role: Role) -> str:
    if role.ends:
        return "to its last day, which it must have"
    if role.never_without:
        return "until ended; the last one of a place never lapses"
    return "as long as the right of the person in whose name it acts" if role.on_behalf else "until ended"


def _acts(known: object) -> str:
    given = list(known)  # type: ignore[call-overload]
    rows = []
    for act in Act:
        may = [each.name for each in given if act in each.may]
        rows.append((code(act), MEANING[act], "; ".join(may) or "nobody"))
    return table(("act", "what it is", "roles"), rows)


def _giving(known: list[Role]) -> str:
    everyone = {each.code for each in known if each.code != "public"}
    rows = []
    for each in known:
        if Act.GIVE_ROLES not in each.may:
            continue
        names = [one.name for one in known if one.code in each.gives]
        rows.append((each.name, "every role" if set(each.gives) == everyone else "; ".join(names)))
    text = "Within the place of the right that lets them, and never to themselves.\n\n"
    return text + table(("role", "may give"), rows)


def _rounds() -> str:
    rows = [
        (HOW_OFTEN[how_often], each.name, _day(each.opens), " and ".join(map(_day, each.reminders)), _day(each.closes))
        for how_often, rounds in load_calendar(folders(None)).items()
        for each in rounds
    ]
    text = (
        "What nobody has confirmed when a round closes ends on that day; the last headteacher or chair of a school, and"
        " the last platform administrator, are kept and flagged. Where the machine stood still everything comes later:"
        " nothing ends before two reminders, each a week before the next step. The days are in"
        " `definitions/confirming`.\n\n"
    )
    return text + table(("confirmed", "round", "opens", "reminders", "closes"), rows)


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip


def _day(day: tuple[int, int]) -> str:
    return f"{day[1]} {_MONTHS[day[0] - 1]}"
