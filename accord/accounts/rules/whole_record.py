"""Whether the whole record is as it was written: what was done, what was read, and what was forgotten of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from accord.accounts.rules.chain import Entry, Fault, Head, entry_faults, head_faults

DONE, READS = "done", "reads"
"""The two records: what people did, and what they read of what is not for everybody."""

SEALED, FORGOT = "sealed", "forgot"
"""Acts of the record upon itself. They say nothing of anybody and are never forgotten."""


@dataclass(frozen=True, slots=True)
class Looked:
    """How much was looked at, and all that is wrong; nothing wrong is an empty list."""

    done: int
    reads: int
    seals: int
    forgotten: int
    heads: int
    faults: tuple[Fault, ...]


def examine(done: Iterable[Entry], reads: Iterable[Entry], heads: Iterable[Head]) -> Looked:
    """Look at both records and at the heads that were kept apart."""
    done, reads, heads = list(done), list(reads), list(heads)
    faults = [*entry_faults(DONE, done), *entry_faults(READS, reads)]
    seals = [entry for entry in done if entry.plain["verb"] == SEALED and not entry.forgotten]
    faults += seal_faults(seals, {entry.sequence: entry.digest for entry in reads})
    for record, entries in ((DONE, done), (READS, reads)):
        faults += forgotten_faults(record, entries, done)
        digests = {entry.sequence: entry.digest for entry in entries}
        faults += head_faults(digests, (head for head in heads if head.record == record))
    forgotten = sum(entry.forgotten for entry in (*done, *reads))
    faults.sort(key=lambda fault: (fault.record, fault.sequence))
    return Looked(len(done), len(reads), len(seals), forgotten, len(heads), tuple(faults))


def seal_faults(seals: Iterable[Entry], reads: Mapping[int, str]) -> Iterator[Fault]:
    """Where the reads are not those that were sealed: each batch begins where the last one ended."""
    ended = 0
    for entry in seals:
        batch = _detail(entry)
        first, last = _whole(batch.get("first")), _whole(batch.get("last"))
        if first != ended + 1 or last < first:
            yield Fault(DONE, entry.sequence, "The batch of reads it seals does not follow the last one.")
        if reads.get(last) != batch.get("digest"):
            yield Fault(READS, last, "The reads up to here are not those that were sealed.")
        ended = last


def forgotten_faults(record: str, entries: Iterable[Entry], done: Iterable[Entry]) -> Iterator[Fault]:
    """Entries that were emptied without a record of it, or were to be emptied and were not."""
    told: dict[int, int] = {}
    entries = list(entries)
    # No further than there are entries: what somebody tampered with may name any number.
    most = max((entry.sequence for entry in entries), default=0)
    for act in done:
        if act.plain["verb"] == FORGOT and not act.forgotten and _detail(act).get("record") == record:
            for first, last in _runs(_detail(act).get("entries")):
                told |= dict.fromkeys(range(first, min(last, most) + 1), act.sequence)
    for entry in entries:
        act_of = told.get(entry.sequence, 0)
        if entry.forgotten and (not act_of or (record == DONE and act_of <= entry.sequence)):
            yield Fault(record, entry.sequence, "It was emptied, and nothing in the record says so.")
        elif entry.forgotten and entry.plain.get("verb") in (SEALED, FORGOT):
            yield Fault(record, entry.sequence, "It holds the record together and must not be emptied.")
        elif act_of and not entry.forgotten:
            yield Fault(record, entry.sequence, "The record says that it was emptied, and it is not.")


def ranges(sequences: Iterable[int]) -> list[list[int]]:
    """Numbers as runs, first and last of each: 1, 2, 3, 7 are [[1, 3], [7, 7]]."""
    runs: list[list[int]] = []
    for sequence in sorted(sequences):
        if runs and sequence == runs[-1][1] + 1:
            runs[-1][1] = sequence
        else:
            runs.append([sequence, sequence])
    return runs


def _detail(entry: Entry) -> Mapping[str, Any]:
    detail = entry.personal.get("detail")
    return detail if isinstance(detail, Mapping) else {}


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _runs(value: Any) -> Iterator[tuple[int, int]]:
    for run in value if isinstance(value, list) else []:
        if isinstance(run, list) and len(run) == 2 and _whole(run[0]) > 0:
            yield run[0], _whole(run[1])
