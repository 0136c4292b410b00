"""Text as a paper can carry it: letters that the font has, and nothing that a file format does not take."""

from __future__ import annotations

import unicodedata

STAND_IN = "?"
"""For a letter that the font of the PDF lacks: a tagged PDF may hold no letter that cannot be drawn."""
OTHER_SIGNS = frozenset("\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac\u2122\u2212\u2264\u2265")


def without_controls(text: str) -> str:
    """The text without what is not seen and what no XML may hold; line breaks become spaces."""
    kept = (" " if sign in "\t\n\r\u2028\u2029" else sign for sign in text)
    return "".join(sign for sign in kept if unicodedata.category(sign) not in ("Cc", "Cs", "Cn", "Co", "Cf"))


def drawable(text: str) -> str:
    """The text in Latin letters and common signs, which the font of the PDF has; others become a question mark."""
    composed = unicodedata.normalize("NFC", without_controls(text))
    return "".join(sign if _has(sign) else STAND_IN for sign in composed)


def _has(sign: str) -> bool:
    return sign in OTHER_SIGNS or " " <= sign <= "~" or "\u00a0" <= sign <= "\u017e"
