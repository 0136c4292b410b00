"""How much of this machine one file may use while it is read."""

from __future__ import annotations

from dataclasses import asdict, dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file. Sizes are checked as declared, before anything is opened, and again while reading.

    ``memory_bytes`` is a limit on data, not on address space: spreadsheets of a legitimate size fail under the
    latter (measured: 768 MiB of data serve a national spreadsheet of 17,000 rows and 326 columns).
    """

    raw_bytes: int = 1024 * MIB
    """The file as sent."""
    expanded_bytes: int = 2048 * MIB
    """Everything inside a ZIP, GZ or XLSX, unpacked."""
    members: int = 60
    """Files inside a ZIP, sheets inside a workbook."""
    rows: int = 6_000_000
    columns: int = 2_000
    sheet_cells: int = 12_000_000
    """Rows by columns of one spreadsheet, as far as its last filled cell."""
    memory_bytes: int = 1024 * MIB
    cpu_seconds: int = 150
    wall_seconds: int = 240
    listed: int = 50
    """Problems of one kind that are listed; the rest are counted."""

    def as_json(self) -> dict[str, int]:
        """The limits as plain values."""
        return asdict(self)
