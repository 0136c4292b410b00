"""The page about where files are fetched from, from ``definitions/sources``."""

from __future__ import annotations

from accord.meaning.definitions import folders
from accord.meaning.publications import load_publications
from accord.meaning.sources import FileOffered, Source, load_sources
from docs.pages.markdown import code, codes, table

HEAD = """# Where files are fetched from

A source is a file in `definitions/sources`; [how to let data arrive by itself](../how-to/let-data-arrive.md). An
address is *unverified* where nobody has seen it work: it is general knowledge of past years, and the publisher may have
moved its files since. **All addresses shipped with Accord are unverified.** What comes from an unverified address is
never accepted by rule. `{year}` stands for the summer (2018 is 2017/18), `{year_before}` and `{year_after}` for the
years around it, `{second_year_after}` for the one after that, `{day}` for the day (20250905), `{id}` for what the
publisher calls the file of a year, which has to be given."""


def sources() -> str:
    """Every source, its manners and its files."""
    names = {each.code: each.name for each in load_publications(folders(None))}
    return "\n\n".join([HEAD, *(_source(each, names) for each in load_sources(folders(None)))])


def _source(source: Source, names: dict[str, str]) -> str:
    manners = source.manners
    parts = [
        f"## {source.code}",
        f"{source.name}. {source.known_from}",
        table(("", ""), [
            ("hosts that may be asked, and redirected to", codes(source.hosts)),
            ("hosts of the authority's own network", codes(source.inside) or "none"),
            ("pause between two questions to a host", f"{manners.pause} seconds"),
            ("tries", str(manners.tries)),
            ("the most of one file", f"{manners.most_megabytes} MB, {manners.minutes} minutes"),
        ]),
        *(_file(each, names) for each in source.files),
    ]  # fmt: skip
    return "\n\n".join(parts)


def _file(each: FileOffered, names: dict[str, str]) -> str:
    rows = [
        ("holds", codes(each.families)),
        ("comes with", names.get(each.publication, each.publication)),
        ("address", code(each.address)),
        ("tried", f"seen to work on {each.verified.isoformat()}" if each.verified else "**unverified: never**"),
        ("may come as", codes(each.forms)),
        ("from the summer of", str(each.first_year) if each.first_year else "any"),
        ("accepted by rule, once verified, when", "; ".join(each.accept_when) or "never"),
    ]
    return f"### {each.code}\n\n{each.name}.\n\n{table(('', ''), rows)}"
