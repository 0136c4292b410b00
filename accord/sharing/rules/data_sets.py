"""What may be shared under an agreement, by the names that people know: data sets about schools, and their measures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from accord.meaning.definitions import load_yaml
from accord.meaning.entries import Entry
from accord.sharing.choices import Source

AT_ONCE = {"to_schools_at_once": "to_schools_on", "to_members_at_once": "to_members_on"}
"""What a definition says of a data set that is let out as it comes, and the day that is then the first."""


@dataclass(frozen=True, slots=True)
class DataSets:
    """By family: titles and usual sources of data sets. By code: names of measures, and the families they come from.

    ``at_once`` has the fields of the days (`accord.sharing.rules.stages`) that a family is let out on as it comes;
    ``never_summed`` the families of which no sum is shown over schools that a reader is not shown by name.
    """

    titles: Mapping[str, str]
    sources: Mapping[str, Source]
    measures: Mapping[str, str]
    comes_from: Mapping[str, frozenset[str]]
    at_once: Mapping[str, frozenset[str]] = field(default_factory=dict)
    never_summed: frozenset[str] = frozenset()

    def source_of(self, family: str) -> Source | None:
        """The usual source of a data set, or of the families that a self-described one is one of; else None."""
        return self.sources.get(family) or self.sources.get(family.partition("_")[0])

    def known(self, families: Iterable[str]) -> str:
        """Data sets in words, one a line."""
        return "\n".join(f"• {self.titles.get(each, each)}" for each in families)

    def of_families(self, families: Collection[str]) -> dict[str, str]:
        """The measures that come from some data sets."""
        return {code: name for code, name in self.measures.items() if self.comes_from[code] & set(families)}


def load_data_sets(folders: Sequence[Path]) -> DataSets:
    """Every data set that says on which terms it comes, and every measure."""
    return _load(tuple(folders))


@lru_cache(maxsize=4)
def _load(folders: tuple[Path, ...]) -> DataSets:
    titles, sources, at_once, never_summed = {}, {}, {}, set()
    for path, content in load_yaml(folders, "datasets").items():
        if "terms" in content and "family" in content:
            family = str(content["family"])
            titles[family] = str(content.get("title", family))
            entry = Entry(path, content)
            sources[family] = _source(entry, str(content["terms"]))
            at_once[family] = frozenset(day for key, day in AT_ONCE.items() if entry.flag(key))
            never_summed.update([family] if content.get("sums_of_the_unseen") is False else [])
    forms = _forms(folders)
    names, comes_from = {}, {}
    for path, content in load_yaml(folders, "measures").items():
        entry = Entry(path, content)
        code, stage = entry.text("measure"), entry.text("stage")
        names[code] = entry.text("name")
        comes_from[code] = frozenset(forms.get((stage, form), "") for form in entry.mapping("columns")) - {""}
    return DataSets(
        dict(sorted(titles.items(), key=lambda each: each[1])),
        sources,
        dict(sorted(names.items(), key=lambda each: each[1])),
        comes_from,
        at_once,
        frozenset(never_summed),
    )


def _source(entry: Entry, written: str) -> Source:
    if written not in Source.values:
        raise entry.error("terms", f"{written!r} is not one of {', '.join(Source.values)}")
    return Source(written)


def _forms(folders: tuple[Path, ...]) -> dict[tuple[str, str], str]:
    """The data set of each form in which a stage is published."""
    found = {}
    for path, content in load_yaml(folders, "stages").items():
        entry = Entry(path, content)
        stage = entry.text("stage")
        for form, said in entry.mapping("forms").items():
            found[stage, form] = str(said["results_family"])
    return found
