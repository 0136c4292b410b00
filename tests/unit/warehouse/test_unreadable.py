"""A file is called damaged only where it is the file's fault: not where memory ran out while it was read."""

from __future__ import annotations

import errno
import zipfile
import zlib
from xml.parsers import expat

import pytest

from accord.warehouse.problems import Refused
from accord.warehouse.reading.archives import unreadable


def from_memory() -> Exception:
    """As zipfile does: an error of its own, raised while another is handled."""
    try:
        try:
            raise OSError(errno.ENOMEM, "Cannot allocate memory")
        except OSError:
            raise zipfile.BadZipFile("File is not a zip file") from None
    except zipfile.BadZipFile as error:
        return error


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        expat.ExpatError("out of memory: line 1, column 0"),
        zlib.error("Error -4 while decompressing data"),
        from_memory(),
    ],
    ids=repr,
)
def test_memory_that_ran_out_is_no_fault_of_the_file(error: Exception):
    assert isinstance(unreadable("list.xlsx", error), MemoryError)


@pytest.mark.parametrize(
    "error",
    [zipfile.BadZipFile("File is not a zip file"), OSError(errno.EIO, "Input/output error"),
     zlib.error("Error -3 while decompressing data: invalid block type"), expat.ExpatError("syntax error: line 1")],
    ids=repr,
)  # fmt: skip
def test_what_is_broken_is_damaged(error: Exception):
    why = unreadable("list.xlsx", error)
    assert isinstance(why, Refused)
    assert [(each.code, each.file) for each in why.problems] == [("damaged_archive", "list.xlsx")]
