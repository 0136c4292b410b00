"""Fetching one file whole: gone on with where it broke off, tried again after a while, and looked at before it is kept.

What breaks off halfway stays beside a note of its version (`parts`). It is gone on with only where the publisher says
that the version is still the same; otherwise it begins anew. What is refused leaves nothing behind.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import urllib3.exceptions

from accord.fetching.addresses import Listed, MayNotAsk, NameUnknown, Resolve, resolved
from accord.fetching.asking import Answer, Patience, asked, seconds_to_wait
from accord.fetching.looks import NotTheFile, form_of
from accord.fetching.pace import Pace
from accord.fetching.parts import Begun, PartFile
from accord.meaning.sources import Form

BLOCK = 64 * 1024
MEGABYTE = 1024 * 1024
LATER = (408, 425, 429, 500, 502, 503, 504)
"""Answers after which it is tried again."""
LONGEST_WAIT = 600.0
"""Seconds; who asks to be left alone longer is asked again another night."""
RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


class NotFetched(Exception):
    """A file did not come; the message says why. ``absent`` means that there is none at the address, perhaps yet."""

    def __init__(self, reason: str, *, status: int = 0, absent: bool = False) -> None:
        super().__init__(reason)
        self.status, self.absent = status, absent


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the file as it last came, so that the publisher need not send it again."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """A file that came whole, where it lies, and what was said of it."""

    path: Path
    name: str
    form: Form
    sha256: str
    size: int
    status: int
    etag: str
    last_modified: str
    address: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The publisher says that the file is still the one that came last."""

    status: int = 304


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: the address, what it may be, and its hash where the publisher told it elsewhere."""

    address: str
    forms: tuple[Form, ...]
    name: str
    sha256: str = ""


@dataclass(slots=True)
class Download:
    """How files are fetched: the hosts that may be asked, limits, who asks, and the clock. ``told`` hears of bytes."""

    listed: Listed
    folder: Path
    agent: str
    pace: Pace
    now: Callable[[], datetime]
    tries: int = 5
    most_bytes: int = 200 * MEGABYTE
    seconds: float = 1800.0
    patience: Patience = field(default_factory=Patience)
    resolve: Resolve = resolved
    told: Callable[[int, int | None], None] = lambda done, whole: None

    def fetch(self, wanted: Wanted, known: Known) -> Came | Unchanged:
        """Fetch a file. Raises `NotFetched` with the reason in words; OSError where this machine cannot keep it."""
        part, until = PartFile(self.folder, wanted.name), self.pace.clock() + self.seconds
        for number in range(1, self.tries + 1):
            try:
                return self._once(wanted, known, part, until)
            except _Again as again:
                wait = max(self.pace.pause * 2 ** (number - 1), again.wait)
                if number == self.tries or again.wait > LONGEST_WAIT or self.pace.clock() + wait > until:
                    raise NotFetched(again.reason, status=again.status) from again
                self.pace.sleep(wait)
            except (MayNotAsk, NotTheFile) as error:
                part.drop()
                raise NotFetched(str(error)) from error
        raise AssertionError("the last try returns or raises")

    def drop(self, wanted: Wanted) -> None:
        """Keep nothing of a file here: it lies elsewhere by now, or is none."""
        PartFile(self.folder, wanted.name).drop()

    def _once(self, wanted: Wanted, known: Known, part: PartFile, until: float) -> Came | Unchanged:
        here, begun = part.here(wanted.address)
        headers = self._headers(known, here, begun)
        try:
            with asked(wanted.address, self.listed, headers, self.patience, self.resolve, self.pace) as answer:
                if answer.status == 304 and not here and (known.etag or known.last_modified):
                    return Unchanged()
                begun = self._take(answer, wanted, part, here, begun, until)
        except (NameUnknown, urllib3.exceptions.NewConnectionError) as error:
            raise _Again("The publisher's host is not known from here, or does not answer.") from error
        except urllib3.exceptions.TimeoutError as error:
            raise _Again("The publisher did not answer, or stopped sending, for too long.") from error
        except urllib3.exceptions.SSLError as error:
            raise NotFetched("The certificate of the publisher's host cannot be trusted.") from error
        except urllib3.exceptions.HTTPError as error:
            raise _Again(f"The connection broke off ({type(error).__name__}).") from error
        return self._looked_at(answer, wanted, part, begun)

    def _headers(self, known: Known, here: int, begun: Begun) -> dict[str, str]:
        headers = {"User-Agent": self.agent, "Accept-Encoding": "identity", "Accept": "*/*", "Connection": "close"}
        if here:
            return headers | {"Range": f"bytes={here}-", "If-Range": begun.etag}
        if known.etag:
            headers["If-None-Match"] = known.etag
        if known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        return headers

    def _take(
        self, answer: Answer, wanted: Wanted, part: PartFile, here: int, begun: Begun, until: float
    ) -> Begun:
        """Write what comes, anew or after what is here; returns what the file began with."""
        status, headers = answer.status, answer.headers
        if status == 416 and here and headers.get("content-range", "") == f"bytes */{here}":
            return begun  # all of it was here, and whoever fetched it was stopped before saying so
        if here and status in (206, 412, 416) and not _fits(answer, here, begun):
            part.drop()
            raise _Again("The file changed while it was fetched.", status=status)
        if status not in (200, 206) or (status == 206 and not here):
            raise self._refusal(answer)
        if headers.get("content-encoding", "identity").lower() != "identity":
            raise NotTheFile("The file came packed in a way that was not asked for.")
        length = headers.get("content-length", "")
        if status == 200:
            here, begun = 0, Begun(wanted.address, _strong(headers), _hash_told(headers))
        whole = here + int(length) if length.isascii() and length.isdigit() else None
        self._check_size(whole or 0)
        with part.go_on() if status == 206 else part.begin(begun) as handle:
            for block in self._blocks(answer, until):
                here += len(block)
                self._check_size(here)
                handle.write(block)
                self.told(here, whole)
        if (found := RANGE.fullmatch(headers.get("content-range", ""))) and found[3] not in ("*", str(here)):
            raise _Again("Less came than was announced.", status=status)
        return begun

    def _blocks(self, answer: Answer, until: float) -> Iterator[bytes]:
        while block := answer.body.read1(BLOCK):  # what is here is kept, also where no more comes
            if self.pace.clock() > until:
                raise NotFetched(f"It took longer than {self.seconds / 60:g} minutes.", status=answer.status)
            yield block

    def _check_size(self, size: int) -> None:
        if size > self.most_bytes:
            raise NotTheFile(f"It is larger than {self.most_bytes / MEGABYTE:g} MB, the most that is fetched.")

    def _refusal(self, answer: Answer) -> Exception:
        status = answer.status
        if status in (404, 410):
            return NotFetched(f"There is no file at this address ({status}), or not yet.", status=status, absent=True)
        if status in LATER:
            wait = seconds_to_wait(answer.headers.get("retry-after", ""), self.now()) or 0.0
            asks = f" and asks to be left alone for {wait:g} seconds" if wait else ""
            return _Again(f"The publisher answers {status}{asks}.", status=status, wait=wait)
        if status in (401, 403, 407):
            return NotFetched(f"The publisher does not give the file to us ({status}).", status=status)
        return NotFetched(f"The publisher answers {status}, which is no file.", status=status)

    def _looked_at(self, answer: Answer, wanted: Wanted, part: PartFile, begun: Begun) -> Came:
        headers = answer.headers
        sha256 = _sha256(part.path)
        for told in (begun.sha256, wanted.sha256):
            if told and told != sha256:
                raise NotTheFile("The file is not the one that its publisher describes: its hash is another.")
        form = form_of(part.path, wanted.forms, headers.get("content-type", "") if answer.status == 200 else "")
        name = told_name(headers) or name_in(answer.address, form) or f"{wanted.name}.{form}"
        tag, modified = headers.get("etag", begun.etag), headers.get("last-modified", "")
        size = part.path.stat().st_size
        return Came(part.path, name, form, sha256, size, answer.status, tag, modified, answer.address)


class _Again(Exception):
    """It did not work now, and may in a while."""

    def __init__(self, reason: str, *, status: int = 0, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.reason, self.status, self.wait = reason, status, wait


def _fits(answer: Answer, here: int, begun: Begun) -> bool:
    """Whether what comes goes on exactly after what is here, and is of the same version."""
    found = RANGE.fullmatch(answer.headers.get("content-range", ""))
    same = answer.headers.get("etag", begun.etag) == begun.etag
    return answer.status == 206 and found is not None and int(found[1]) == here and same


def _strong(headers: Mapping[str, str]) -> str:
    """The tag of a version, if byte for byte the same is meant by it."""
    tag = headers.get("etag", "").strip()
    return tag if re.fullmatch(r'"[^"\r\n]{0,200}"', tag) else ""


def _hash_told(headers: Mapping[str, str]) -> str:
    """The SHA-256 that came with the file (RFC 9530), as hexadecimal digits; empty where none did."""
    for name in ("repr-digest", "content-digest"):
        if found := re.search(r"sha-256=:([A-Za-z0-9+/]{43}=):", headers.get(name, "")):
            return base64.b64decode(found[1]).hex()
    return ""


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def told_name(headers: Mapping[str, str]) -> str:
    """The name that a publisher gives a file, if it is a plain one; never a path."""
    found = re.search(r'filename\s*=\s*"?([^";]+)', headers.get("content-disposition", ""), re.IGNORECASE)
    name = found[1].strip().replace("\\", "/").rpartition("/")[2] if found else ""
    return name if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 ._()-]{0,119}", name) else ""


def name_in(address: str, form: str) -> str:
    """The name that an address ends in, if it is a plain one of this form: ``edubasealldata20250905.csv``."""
    name = urlsplit(address).path.rpartition("/")[2]
    return name if re.fullmatch(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,119}}\.{form}", name) else ""
