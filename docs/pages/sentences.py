"""The page of sentences, from the worked examples that the tests use (tests/spec)."""

from __future__ import annotations

from collections.abc import Mapping

from docs.pages.markdown import code
from tests.spec.sentences import SETTINGS, Given, Kind, Worked, load

HEAD = """# Sentences

What Accord says of figures, in the words of its pages, with the counts that each sentence comes from. Every sentence
is made by a function of that name in `accord/insight/sentences`; the tests compare each, letter by letter, and a
reader that knows nothing of Accord checks them over random figures. A value never stands without its count. “S” is
how far schools vary from year to year on the logit scale; England is as published, a whole percentage, known to half
a point."""
NAMES = {
    "england": "England",
    "s": "S",
    "where": "place",
    "broken": "break",
    "centre": "centre",
    "b": "B",
    "lower": "share that stands lower",
    "draws": "groups drawn",
    "within": "points that count as none",
}


def sentences() -> str:
    """Every kind of sentence with its examples, and the working where a number was worked by hand."""
    return "\n\n".join([HEAD, *(_kind(each) for each in load())])


def _kind(kind: Kind) -> str:
    parts = [f"## {kind.title}", f"{code(kind.call)}. {kind.about}"]
    for example in kind.examples:
        parts += _example(example)
    return "\n\n".join(parts)


def _example(example: Worked) -> list[str]:
    parts = [f"{_given(example.given)}.", f"> {example.sentence}"]
    if example.numbers:
        numbers = ", ".join(f"{name} **{number}**" for name, number in example.numbers.items())
        parts += [f"Worked by hand: {numbers}.", f"```text\n{example.working}\n```"]
    return parts


def _given(given: Given) -> str:
    told = [f"{NAMES.get(name, name)} {_said(value)}" for name, value in given.items() if name not in SETTINGS]
    told += [f"{NAMES[name]} {value}".rstrip(".") for name, value in given.items() if name in SETTINGS]
    text = "; ".join(told)
    return f"**Given:** {text}"


def _said(value: object) -> str:
    if isinstance(value, Mapping):
        return f"({', '.join(f'{name} {each}' for name, each in value.items())})"
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value).replace("_", " ")
