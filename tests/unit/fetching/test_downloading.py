"""Fetching from a publisher that stalls, breaks off, leads elsewhere and lies; no test waits for the clock."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from accord.fetching.addresses import Listed
from accord.fetching.asking import Patience
from accord.fetching.downloading import Came, Download, Known, NotFetched, Unchanged, Wanted
from accord.fetching.pace import Pace
from accord.meaning.sources import Form
from tests.factories.publisher import Publisher, file, leads_to, publishing, stalls, status

TABLE = b"URN,SCHNAME,TELIG\r\n" + b"".join(b"%d,School %d,%d\r\n" % (100000 + n, n, n) for n in range(1, 4000))
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


@dataclass
class Time:
    """A clock that only waiting moves, and how long was waited."""

    now: float = 0.0
    waited: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as found:
        yield found


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def download(publisher: Publisher, time: Time, tmp_path: Path) -> Download:
    return Download(
        listed=Listed((), (publisher.host,)), folder=tmp_path, agent="Accord at Elmshire",
        pace=Pace(2.0, lambda: time.now, time.sleep), now=lambda: NOON + timedelta(seconds=time.now),
        tries=4, patience=Patience(2.0, 0.3),
    )  # fmt: skip


def fetch(download: Download, address: str, etag: str = "", **more: object) -> Came | Unchanged:
    return download.fetch(Wanted(address, more.pop("forms", (Form.CSV,)), "ks2-2026", **more), Known(etag))


def refused(download: Download, address: str, **more: object) -> str:
    """Why a file did not come, once it is seen that nothing is kept of it."""
    with pytest.raises(NotFetched) as error:
        fetch(download, address, **more)
    return str(error.value)


def kept(download: Download) -> list[str]:
    return sorted(each.name for each in download.folder.iterdir())


def test_a_file_comes_whole_with_its_tag_and_its_hash(publisher, download, time):
    address = publisher.at(
        "/ks2", file(TABLE, '"v1"', Content_Disposition='attachment; filename="../england_ks2final.csv"')
    )
    told = []
    download.told = lambda done, whole: told.append((done, whole))
    came = fetch(download, address)
    assert came.path.read_bytes() == TABLE and came.sha256 == hashlib.sha256(TABLE).hexdigest()
    assert (came.etag, came.name, came.size, came.address) == ('"v1"', "england_ks2final.csv", len(TABLE), address)
    assert told[-1] == (len(TABLE), len(TABLE)) and time.waited == []
    _, headers = publisher.heard[0]
    assert headers["user-agent"] == "Accord at Elmshire" and headers["accept-encoding"] == "identity"


def test_what_is_not_new_is_not_sent_again(publisher, download):
    address = publisher.at("/ks2", file(TABLE, '"v1"'))
    assert isinstance(fetch(download, address, '"v1"'), Unchanged)
    assert isinstance(fetch(download, address, '"v0"'), Came)


def test_what_breaks_off_is_gone_on_with(publisher, download, time):
    address = publisher.at("/ks2", file(TABLE, '"v1"', 5000), file(TABLE, '"v1"', 7000), file(TABLE, '"v1"'))
    assert fetch(download, address).path.read_bytes() == TABLE
    assert [headers.get("range") for _, headers in publisher.heard] == [None, "bytes=5000-", "bytes=12000-"]
    assert time.waited == [2.0, 4.0]


def test_what_stalls_is_gone_on_with(publisher, download):
    address = publisher.at("/ks2", stalls(TABLE, 6000, '"v1"'), file(TABLE, '"v1"'))
    assert fetch(download, address).path.read_bytes() == TABLE
    assert publisher.heard[1][1]["range"] == "bytes=6000-"


def test_what_always_stalls_is_given_up_and_kept_for_another_night(publisher, download):
    address = publisher.at("/ks2", stalls(TABLE, 6000, '"v1"'))
    download.tries = 2
    assert "stopped sending" in refused(download, address)
    assert kept(download) == ["ks2-2026.part", "ks2-2026.part.json"]
    publisher.at("/ks2", file(TABLE, '"v1"'))
    assert fetch(download, address).path.read_bytes() == TABLE
    assert publisher.heard[-1][1]["range"].startswith("bytes=")


def test_another_version_in_the_middle_is_begun_anew(publisher, download):
    other = TABLE.replace(b"School", b"Academy")
    address = publisher.at("/ks2", file(TABLE, '"v1"', 5000), file(other, '"v2"'))
    assert fetch(download, address).path.read_bytes() == other


def test_a_range_of_another_version_is_never_joined(publisher, download):
    other = TABLE.replace(b"School", b"SCHOOL")

    def lies(asked):
        rest = other[5000:]
        span = f"bytes 5000-{len(other) - 1}/{len(other)}"
        asked.say(206, {"Content-Length": str(len(rest)), "Content-Range": span, "ETag": '"v2"'}, rest)

    address = publisher.at("/ks2", file(TABLE, '"v1"', 5000), lies, file(other, '"v2"'))
    assert fetch(download, address).path.read_bytes() == other


@pytest.mark.parametrize("span", ["bytes 4000-{last}/{all}", "bytes x", ""])
def test_a_range_that_begins_elsewhere_is_never_joined(publisher, download, span):
    def lies(asked):
        said = span.format(last=len(TABLE) - 1, all=len(TABLE))
        asked.say(206, {"Content-Length": "10", "ETag": '"v1"', "Content-Range": said}, TABLE[4000:4010])

    address = publisher.at("/ks2", file(TABLE, '"v1"', 5000), lies, file(TABLE, '"v1"'))
    assert fetch(download, address).path.read_bytes() == TABLE


def test_without_a_strong_tag_nothing_is_gone_on_with(publisher, download):
    address = publisher.at("/ks2", file(TABLE, 'W/"v1"', 5000), file(TABLE, 'W/"v1"'))
    assert fetch(download, address).path.read_bytes() == TABLE
    assert "range" not in publisher.heard[1][1]


def test_what_was_all_here_already_is_not_sent_again(publisher, download):
    address = publisher.at("/ks2", file(TABLE, '"v1"'))
    fetch(download, address)
    assert kept(download) == ["ks2-2026.part", "ks2-2026.part.json"]
    assert fetch(download, address).path.read_bytes() == TABLE
    assert publisher.heard[1][1]["range"] == f"bytes={len(TABLE)}-"


def test_it_is_led_elsewhere_within_the_listed_hosts_only(publisher, download):
    address = publisher.at("/old", leads_to("/new"))
    new = publisher.at("/new", file(TABLE))
    assert fetch(download, address).address == new
    publisher.at("/old", leads_to("https://elsewhere.example/ks2.csv"))
    assert "elsewhere.example is not among the hosts" in refused(download, address)
    publisher.at("/old", leads_to("file:///etc/hostname"))
    assert "https alone" in refused(download, address)


def test_circles_and_long_ways_end(publisher, download):
    address = publisher.at("/a", leads_to("/b"))
    publisher.at("/b", leads_to("/a"))
    assert "circle" in refused(download, address)
    assert len(publisher.heard) == 2
    for number in range(20):
        publisher.at(f"/far{number}", leads_to(f"/far{number + 1}"))
    assert "on and on" in refused(download, f"http://{publisher.host}/far0")
    assert len(publisher.heard) <= 8


def test_it_is_left_alone_as_long_as_it_asks(publisher, download, time):
    date = "Mon, 30 Nov 2026 12:01:30 GMT"
    address = publisher.at("/ks2", status(429, Retry_After="45"), status(503, Retry_After=date), file(TABLE))
    assert isinstance(fetch(download, address), Came)
    assert time.waited == [45.0, 45.0]
    publisher.at("/ks2", status(429, Retry_After="86400"), file(TABLE))
    assert "left alone for 86400 seconds" in refused(download, address)
    assert len(publisher.heard) == 4


def test_errors_are_tried_again_ever_later_and_then_given_up(publisher, download, time):
    assert "answers 500" in refused(download, publisher.at("/ks2", status(500)))
    assert time.waited == [2.0, 4.0, 8.0] and len(publisher.heard) == 4


def test_what_is_not_there_is_not_asked_for_again(publisher, download):
    with pytest.raises(NotFetched) as error:
        fetch(download, f"http://{publisher.host}/nothing")
    assert error.value.absent and error.value.status == 404 and len(publisher.heard) == 1
    assert "does not give" in refused(download, publisher.at("/shut", status(403)))


def packed(name: str) -> bytes:
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w") as archive:
        archive.writestr(name, TABLE)
    return to.getvalue()


ZIP = packed("england_ks2final.csv")
PAGE = b"\xef\xbb\xbf \r\n<!DOCTYPE html><html><body>Down for maintenance</body></html>"
OTHERS = {
    "page": (PAGE, {}, "a page of the web"),
    "page by its type": (b"Sorry.\n", {"Content_Type": "text/html; charset=utf-8"}, "a page of the web"),
    "sign-in": (b"<html><form><input type='password'></form></html>", {}, "asks to sign in"),
    "empty": (b"", {}, "empty"),
    "blank": (b"\xef\xbb\xbf\r\n \r\n", {}, "empty"),
    "json": (b'{"error": "gone"}', {}, "XML or JSON"),
    "xml": (b"<?xml version='1.0'?><Error/>", {}, "XML or JSON"),
    "binary": (b"\x00\x01\x02" * 50, {}, "no text"),
    "cut zip": (ZIP[: len(ZIP) // 2], {}, "ZIP and is none"),
    "workbook": (packed("[Content_Types].xml"), {}, "A XLSX came"),
    "packed": (TABLE, {"Content_Encoding": "gzip"}, "not asked for"),
    "cut row": (TABLE[:-9], {}, "ends within a row"),
    "fewer said than sent": (TABLE, {"Content_Length": str(len(TABLE) - 9)}, "ends within a row"),
    "another hash": (TABLE, {"Repr_Digest": f"sha-256=:{base64.b64encode(b'0' * 32).decode()}:"}, "its hash"),
}


@pytest.mark.parametrize("case", OTHERS)
def test_what_is_not_the_file_is_refused_in_words_and_not_kept(publisher, download, case):
    body, headers, words = OTHERS[case]
    address = publisher.at("/ks2", file(body, '"v1"', **headers))
    assert words in refused(download, address, forms=(Form.CSV, Form.ZIP))
    assert kept(download) == [], case


def test_a_zip_comes_where_a_zip_may(publisher, download):
    address = publisher.at("/ks2", file(ZIP))
    came = fetch(download, address, forms=(Form.CSV, Form.ZIP))
    assert (came.form, came.name) == (Form.ZIP, "ks2-2026.zip")
    assert "no ZIP" in refused(download, publisher.at("/csv", file(TABLE)), forms=(Form.ZIP,))


def test_a_hash_that_was_told_must_be_its_own(publisher, download):
    digest = base64.b64encode(hashlib.sha256(TABLE).digest()).decode()
    address = publisher.at("/ks2", file(TABLE, Repr_Digest=f"sha-256=:{digest}:"))
    assert isinstance(fetch(download, address, sha256=hashlib.sha256(TABLE).hexdigest()), Came)
    assert "its hash" in refused(download, address, sha256="0" * 64)


def test_too_much_is_refused_whether_it_is_announced_or_not(publisher, download):
    download.most_bytes = 20_000
    address = publisher.at("/ks2", file(TABLE))
    assert "larger than" in refused(download, address)

    def endless(asked):
        asked.say(200, {"Connection": "close"}, TABLE * 20)

    publisher.at("/ks2", endless)
    assert "larger than" in refused(download, address)
    assert kept(download) == []


def test_more_announced_than_sent_is_never_taken_for_whole(publisher, download):
    def lies(asked):
        asked.say(200, {"Content-Length": str(len(TABLE) + 500), "ETag": '"v1"'}, TABLE)

    assert "broke off" in refused(download, publisher.at("/ks2", lies))


def test_it_takes_no_longer_than_it_may(publisher, download, time):
    download.seconds = 60.0

    def slow(asked):
        asked.send_response(200)
        asked.send_header("Content-Length", str(len(TABLE) * 2))
        asked.end_headers()
        asked.wfile.write(TABLE)
        time.now += 61
        asked.wfile.write(TABLE)

    assert "longer than 1 minutes" in refused(download, publisher.at("/ks2", slow))


def test_a_host_is_not_asked_twice_in_a_breath(publisher, download, time):
    address = publisher.at("/ks2", file(TABLE))
    fetch(download, address)
    time.now += 0.5
    fetch(download, publisher.at("/other", file(TABLE)))
    assert time.waited == [1.5]


def test_nobody_there_is_said_in_words(download):
    download.listed = Listed((), ("127.0.0.1:1",))
    assert "does not answer" in refused(download, "http://127.0.0.1:1/ks2")
    download.resolve = lambda host, port: []
    assert "not known" in refused(download, "http://127.0.0.1:1/ks2")
