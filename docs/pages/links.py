"""The page about types of link, from ``definitions/register/link_types.yaml``."""

from __future__ import annotations

from datetime import date

from accord.meaning.definitions import folders
from accord.register.rules.link_types import LinkRow, Older, load_link_types, sentences
from docs.pages.markdown import code, table

HEAD = """# Types of link between schools

What the national register calls each type, which of the two schools came first, what it comes to here, and the sentence
that pages show. The schools are invented. A type that is not listed is told like Other. Defined in
`definitions/register/link_types.yaml`; the rules that join histories are in
[how a figure is made](../explanation/how-a-figure-is-made.md)."""
NAMES = {"1": "Elm Primary School", "2": "Oak Infant School", "3": "Oak Junior School"}
_OLDER = {
    Older.THIS: "this one",
    Older.OTHER: "the linked one",
    Older.EITHER: "whichever closed, or opened, first",
    Older.NONE: "neither",
}


def links() -> str:
    """Every type of link with an example each."""
    types = load_link_types(folders(None))
    rows = []
    for each in types.values():
        (one,) = sentences(NAMES, [LinkRow("1", "2", each.name, date(2020, 9, 1))], types)
        (two,) = sentences(NAMES, [LinkRow("1", "2", each.name), LinkRow("1", "3", each.name)], types)
        how = code(each.how) if each.how else "no succession"
        rows.append((each.name, _OLDER[each.older], how, one.text, two.text))
    heads = ("type", "the older is", "comes to", "one school, dated", "two schools, not dated")
    return "\n\n".join([HEAD, table(heads, rows)])
