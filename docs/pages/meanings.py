"""What the members of an enumeration mean: the words that stand beneath each in the source."""

from __future__ import annotations

import ast
import inspect
from enum import StrEnum


def meanings(listed: type[StrEnum]) -> list[tuple[str, str]]:
    """Each value with its meaning, in the order of the source; empty where it says nothing."""
    (body,) = (node for node in ast.parse(inspect.getsource(listed)).body if isinstance(node, ast.ClassDef))
    found: dict[str, str] = {}
    last = ""
    for node in body.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            last = str(node.value.value)
            found[last] = ""
        elif last and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found[last] = inspect.cleandoc(str(node.value.value)).replace("\n", " ")
    return list(found.items())
