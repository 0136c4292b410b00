"""A mapping read from YAML, taken key by key, so that a wrong or unknown key is named with its file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from accord.meaning.definitions import DefinitionError

_Choice = TypeVar("_Choice", bound=StrEnum)
_REQUIRED = object()


class Entry:
    """One mapping of a definition. Each ``text``, ``items`` … takes a key; ``finish`` refuses those left."""

    def __init__(self, path: Path, content: Mapping[str, Any], where: str = "") -> None:
        self._path = path
        self._content = content
        self._where = where
        self._taken: set[str] = set()

    def error(self, key: str, reason: str) -> DefinitionError:
        """The error for a key, naming its file and its place in it."""
        return DefinitionError(f"{self._path}: {self._where}{key}: {reason}.")

    def text(self, key: str, default: Any = _REQUIRED) -> str:
        """A piece of text; without a default it must be there."""
        value = self._take(key, default)
        if not isinstance(value, str):
            raise self.error(key, "this must be text (put it in quotation marks)")
        return value

    def whole(self, key: str, default: Any = _REQUIRED) -> int:
        """A whole number."""
        value = self._take(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.error(key, "this must be a whole number")
        return value

    def number(self, key: str) -> float:
        """A number."""
        value = self._take(key, _REQUIRED)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.error(key, "this must be a number")
        return float(value)

    def flag(self, key: str) -> bool:
        """True or false; false where it is not said."""
        value = self._take(key, False)
        if not isinstance(value, bool):
            raise self.error(key, "this must be true or false")
        return value

    def day(self, key: str) -> date | None:
        """A day written as 2019-04-01; None where it is not said."""
        value = self._take(key, None)
        if value is not None and not (isinstance(value, date) and not isinstance(value, datetime)):
            raise self.error(key, "this must be a day, such as 2019-04-01")
        return value

    def is_said(self, key: str, word: str) -> bool:
        """Whether a key has this word, where it may have something else; it must be there."""
        return bool(self._take(key, _REQUIRED) == word)

    def items(self, key: str) -> list[Any]:
        """A list; empty where it is not there."""
        value = self._take(key, None) or []
        if not isinstance(value, list):
            raise self.error(key, "this must be a list")
        return value

    def mapping(self, key: str) -> dict[str, Any]:
        """A mapping with its keys as text; empty where it is not there."""
        value = self._take(key, None) or {}
        if not isinstance(value, dict):
            raise self.error(key, "this must be a mapping of keys to values")
        return {str(name): content for name, content in value.items()}

    def entry(self, key: str) -> Entry:
        """A mapping to be taken key by key in its turn."""
        return Entry(self._path, self.mapping(key), f"{self._where}{key}.")

    def entries(self, key: str) -> list[Entry]:
        """A list of mappings to be taken key by key."""
        found = []
        for number, content in enumerate(self.items(key), start=1):
            if not isinstance(content, dict):
                raise self.error(f"{key}[{number}]", "this must be a mapping of keys to values")
            found.append(Entry(self._path, content, f"{self._where}{key}[{number}]."))
        return found

    def choice(self, options: type[_Choice], value: str, key: str) -> _Choice:
        """One of a fixed set of words."""
        try:
            return options(value)
        except ValueError as error:
            known = ", ".join(option.value for option in options)
            raise self.error(key, f"{value!r} is not one of {known}") from error

    def finish(self) -> None:
        """Refuse keys nobody asked for: most are misspelt."""
        unknown = sorted(set(self._content) - self._taken)
        if unknown:
            raise self.error(unknown[0], "no such key is known here")

    def _take(self, key: str, default: Any) -> Any:
        self._taken.add(key)
        if key in self._content:
            return self._content[key]
        if default is _REQUIRED:
            raise self.error(key, "this key is missing")
        return default
