"""Names, lists and capitals, as a careful writer would put them."""

from __future__ import annotations

from collections.abc import Sequence

APOSTROPHE = "\u2019"


def listed(words: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def possessive(name: str) -> str:
    """``England’s``, ``East Sussex’s``, ``South Downs’``: a name that ends in a plural s takes no second one."""
    plural = name.endswith("s") and not name.endswith(("ss", "us", "is"))
    return f"{name}{APOSTROPHE}" if plural else f"{name}{APOSTROPHE}s"


def capital(words: str) -> str:
    """The words with a capital letter first, and nothing else touched."""
    return words[:1].upper() + words[1:]


def joined(*sentences: str) -> str:
    """The sentences that say something, with a space between them."""
    return " ".join(each for each in sentences if each)
