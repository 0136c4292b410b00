"""Where definitions lie: shipped with Accord, overlaid file by file from the home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same language in C, eight times as fast, where PyYAML was built with it."""
_PACKAGE = Path(__file__).resolve().parent.parent


class DefinitionError(Exception):
    """A definition is wrong; the message names the file and the key."""


def folders(home: Path | None) -> tuple[Path, ...]:
    """The folders that hold definitions, weakest first: Accord's own, then ``home/definitions`` if there is one."""
    inside = _PACKAGE / "definitions"
    own = inside if inside.is_dir() else _PACKAGE.parent / "definitions"
    if home is None:
        return (own,)
    overlay = home / "definitions"
    return (own, overlay) if overlay.is_dir() else (own,)


def load_yaml(places: Sequence[Path], kind: str) -> dict[Path, Mapping[str, Any]]:
    """Every ``<kind>/*.yaml``, by its path; a file of the same name in a later folder takes the earlier one's place.

    Raises DefinitionError, naming the file, where one is not readable YAML or not a mapping.
    """
    found: dict[str, Path] = {}
    for place in places:
        for path in sorted((place / kind).glob("*.yaml")):
            found[path.name] = path
    return {path: _mapping(path) for _, path in sorted(found.items())}


def _mapping(path: Path) -> Mapping[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        # The loader is YAML's safe one, or the same in C.
        content = yaml.load(text, _LOADER)  # nosec B506
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DefinitionError(f"{path}: this is not readable YAML ({error}).") from error
    if not isinstance(content, dict):
        raise DefinitionError(f"{path}: a definition is a mapping of keys to values, and this is not.")
    return content
