"""What is committed: nobody else's files, no place of one machine, and locks that name no hosts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY, tracked

# Written apart, so that this file does not find itself.
HOSTS = ["pypi" + ".org", "pythonhosted" + ".org", "registry.npm" + "js.org", "registry.yarn" + "pkg.com"]
PLACES = ["/" + "work/", "/" + "root/", "/" + "farm/", "/" + "opt/pypi", "." + "library/"]
OF_A_PERSON = re.compile("/" + r"(?:home|Users)/[a-z][\w.-]*/")
FOREIGN = re.compile(r"\.(xlsx?|ods|zip|gz|parquet|whl|jar|woff2?|ttf|otf|eot|pdf|docx|sqlite3|pyc)$", re.I)
LARGEST = 300_000
LOCKS = [Path("requirements") / f"{name}.txt" for name in ("bootstrap", "node", "runtime", "test")]


def slips(text: str) -> list[str]:
    """The hosts and places in a text that should not be there."""
    return [word for word in HOSTS + PLACES if word in text] + OF_A_PERSON.findall(text)


def foreign(path: Path, size: int) -> str | None:
    """Why a file looks like somebody else's: its kind, its minified form, its folder or its size."""
    if FOREIGN.search(path.name) or ".min." in path.name:
        return f"a {''.join(path.suffixes)} file"
    if {"node_modules", "vendor", "third_party"} & set(path.parts):
        return "a folder of other people's files"
    if size > LARGEST and path not in LOCKS and path.name != "package-lock.json":
        return f"{size} bytes"
    return None


def unhashed(lock: str) -> list[str]:
    """The requirements in a lock that are not pinned or carry no hash."""
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", re.sub(r"(?m)^\s*#.*$", "", lock))
    return [e.split()[0] for e in entries if e.strip() and not ("==" in e.split(";")[0] and "--hash=" in e)]


def test_planted_slips_are_found():
    assert slips("see https://" + HOSTS[0] + "/simple and /" + "home/ann/x") == [HOSTS[0], "/" + "home/ann/"]
    assert foreign(Path("docs/figures.xlsx"), 10) and foreign(Path("a/jquery.min.js"), 10)
    assert foreign(Path("docs/picture.png"), LARGEST + 1)
    lock = "click==8.5.1 \\\n    --hash=sha256:ab\nnumpy==2.0\n    # via x\nduckdb>=2 \\\n    --hash=x"
    assert unhashed(lock) == ["numpy==2.0", "duckdb>=2"]


def test_no_host_and_no_machine_is_named():
    found = {}
    for path in tracked():
        text = (REPOSITORY / path).read_bytes().decode("utf-8", errors="ignore")
        if words := slips(text):
            found[str(path)] = words
    assert found == {}


def test_nobody_elses_files_are_committed():
    sizes = {path: (REPOSITORY / path).stat().st_size for path in tracked()}
    assert len(sizes) > 50
    assert {str(path): why for path, size in sizes.items() if (why := foreign(path, size))} == {}


@pytest.mark.parametrize("lock", LOCKS, ids=str)
def test_a_python_lock_has_hashes_and_no_hosts(lock: Path):
    text = (REPOSITORY / lock).read_text(encoding="utf-8")
    assert text.count("--hash=sha256:") > 0
    assert unhashed(text) == []
    assert not re.search(r"https?://|--index-url|--find-links", text)


def test_the_npm_lock_has_hashes_and_no_hosts():
    packages = json.loads((REPOSITORY / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    del packages[""]
    assert len(packages) > 3
    assert [name for name, entry in packages.items() if "integrity" not in entry or "resolved" in entry] == []


def test_every_dependency_says_what_it_is_for():
    for lock in LOCKS:
        for line in (REPOSITORY / lock.with_suffix(".in")).read_text(encoding="utf-8").splitlines():
            assert not line or line.startswith(("#", "-r")) or "  # " in line, f"{lock}: {line}"
