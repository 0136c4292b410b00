"""The glossary, from ``definitions/glossary``: the same words as pages explain where they stand."""

from __future__ import annotations

from textwrap import fill

from accord.meaning.definitions import folders
from accord.meaning.glossary import Term, read_glossary

HEAD = """# Glossary

The words of Accord. Pages explain them from the same source, `definitions/glossary`; an authority adds its own in a
file beside it."""


def glossary() -> str:
    """Every term with what it means."""
    return "\n\n".join([HEAD, *(_entry(term) for term in read_glossary(folders(None)))])


def _entry(term: Term) -> str:
    names = ", ".join([term.heading, *term.also])
    return fill(f"**{names}.** {term.written}", 120, break_long_words=False, break_on_hyphens=False)
