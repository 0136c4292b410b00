"""Our own source files, and what the rules of the house find in them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
LONGEST_FILE = 399
LONGEST_FUNCTION = 39
VAGUE = frozenset(
    {"utils", "util", "helpers", "common", "core", "base", "manager", "handler", "data", "info"}
)


def tracked() -> list[Path]:
    """Every file that git keeps or may soon keep (all but the ignored), from the repository's root."""
    answer = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    names = (Path(name) for name in answer.stdout.split("\0") if name)
    return sorted(name for name in set(names) if (REPOSITORY / name).is_file())


def programs() -> list[Path]:
    """Our Python, without migrations, which Django writes."""
    return [path for path in tracked() if path.suffix == ".py" and "migrations" not in path.parts]


def too_long(source: str) -> str | None:
    """How long a file is when it is longer than it may be."""
    lines = len(source.splitlines())
    return f"{lines} lines" if lines > LONGEST_FILE else None


def long_functions(source: str) -> list[str]:
    """The functions that are longer than a function may be, docstring included."""
    return [
        f"{node.name} has {length} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]


def vague_names(path: Path) -> list[str]:
    """The parts of a path that name no noun of the trade."""
    return [part for part in (*path.parts[:-1], path.stem) if part.lower() in VAGUE]


def undescribed(source: str) -> Iterator[str]:
    """Public functions and classes at the top of a module that lack a docstring, and the module itself."""
    tree = ast.parse(source)
    if not ast.get_docstring(tree):
        yield "the module"
    for node in tree.body:
        public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if public and not ast.get_docstring(node):
            yield node.name
