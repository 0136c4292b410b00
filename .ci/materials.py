#!/usr/bin/env python3
"""Writes what Accord is made of, from its locks, as a CycloneDX bill of materials. Needs Python alone.

python .ci/materials.py FILE

The same locks give the same file: it holds no clock and no machine.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

REPOSITORY = Path(__file__).resolve().parent.parent
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)(?:\s*;\s*([^\\]+?))?\s*\\?$")
NEEDED_BY = re.compile(r"^\s+#(?: via)?\s+(?:via )?([A-Za-z0-9._-]+)$")
FIRST_SIGHT = ("via", "-r")

Component = dict[str, Any]


def python_packages(lock: str) -> tuple[list[Component], dict[str, list[str]]]:
    """The packages of a hashed lock, and for each package's name which of them need it."""
    found: list[Component] = []
    needed_by: dict[str, list[str]] = {}
    for line in lock.splitlines():
        if locked := LOCKED.match(line):
            name, version, only = locked.groups()
            reference = f"pkg:pypi/{name.lower()}@{quote(version)}"
            found.append(
                {"type": "library", "bom-ref": reference, "name": name, "version": version, "purl": reference,
                 "hashes": [], **_properties("accord:only", only)}
            )  # fmt: skip
        elif "--hash=sha256:" in line and found:
            digest = line.strip().rstrip("\\").strip().removeprefix("--hash=sha256:")
            found[-1]["hashes"].append({"alg": "SHA-256", "content": digest})
        elif (parent := NEEDED_BY.match(line)) and found and parent[1] not in FIRST_SIGHT:
            needed_by.setdefault(found[-1]["name"], []).append(parent[1])
    return found, needed_by


def node_packages(lock: str) -> list[Component]:
    """The packages of npm's lock; those that only checks need are marked so."""
    return [_node(path, entry) for path, entry in json.loads(lock)["packages"].items() if path]


def _node(path: str, entry: dict[str, Any]) -> Component:
    name = path.rpartition("node_modules/")[2]
    reference = f"pkg:npm/{quote(name, safe='/')}@{entry['version']}"
    kind, _, digest = entry["integrity"].partition("-")
    component: Component = {
        "type": "library", "bom-ref": reference, "name": name, "version": entry["version"], "purl": reference,
        "scope": "excluded" if entry.get("dev") else "optional" if entry.get("optional") else "required",
        "hashes": [{"alg": f"SHA-{kind.removeprefix('sha')}", "content": base64.b64decode(digest).hex()}],
    }  # fmt: skip
    if entry.get("license"):
        component["licenses"] = [{"license": {"name": entry["license"]}}]
    return component


def _properties(name: str, value: str | None) -> dict[str, list[dict[str, str]]]:
    return {"properties": [{"name": name, "value": value.strip()}]} if value else {}


def depends(components: list[Component], needed_by: dict[str, list[str]]) -> Iterator[dict[str, Any]]:
    """For each Python package, the references of those that it needs."""
    by_name: dict[str, list[str]] = {}
    for each in components:
        by_name.setdefault(each["name"], []).append(each["bom-ref"])
    for each in components:
        needs = {ref for name, parents in needed_by.items() if each["name"] in parents for ref in by_name[name]}
        yield {"ref": each["bom-ref"], "dependsOn": sorted(needs)}


def bill(repository: Path) -> dict[str, Any]:
    """The whole bill of what is installed on a server; what only tests need is no part of it."""
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locks = [(repository / "requirements/runtime.txt").read_text(encoding="utf-8"),
             (repository / "package-lock.json").read_text(encoding="utf-8")]  # fmt: skip
    python, needed_by = python_packages(locks[0])
    components = sorted([*python, *node_packages(locks[1])], key=lambda each: each["bom-ref"])
    of_these_locks = uuid5(NAMESPACE_URL, hashlib.sha256("\0".join(locks).encode()).hexdigest())
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{of_these_locks}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": "accord", "name": project["name"], "version": project["version"],
                "description": project["description"], "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": components,
        "dependencies": list(depends(python, needed_by)),
    }  # fmt: skip


def main(arguments: list[str]) -> int:
    """Write the file that the command names, and say how much is in it."""
    if len(arguments) != 1:
        print("Say where to write it: python .ci/materials.py FILE", file=sys.stderr)
        return 2
    file, made = Path(arguments[0]), bill(REPOSITORY)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    kinds = [each["purl"].partition("/")[0] for each in made["components"]]
    print(f"{file}: {kinds.count('pkg:pypi')} Python packages and {kinds.count('pkg:npm')} of npm")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
