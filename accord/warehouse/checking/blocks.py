"""Figures by variable: a wide table is one block; a tidy one is parted into a block for each subject and group."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from accord.warehouse.checking.figures import number_of, status_of
from accord.warehouse.forms import Form, Layout
from accord.warehouse.tables import Table

_PARTING = re.compile(r"[-/–—_]+")
_PUNCTUATION = re.compile(r"[^\w\s]")


def normal_label(label: str) -> str:
    """A subject's or group's label as part of a variable: upper case, no punctuation, single spaces."""
    return " ".join(_PUNCTUATION.sub("", _PARTING.sub(" ", label)).split()).upper()


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that hold one figure each of the same variables. ``columns`` maps a variable to its column's name."""

    frame: pl.DataFrame
    columns: Mapping[str, str]


def blocks(table: Table, frame: pl.DataFrame) -> Iterator[Block]:
    """The table's figures, every variable in exactly one block."""
    form = table.form
    if form.layout is Layout.WIDE or not form.labels:
        yield Block(frame, {variable: variable for variable in table.figures})
        return
    labelled = frame.with_columns(_label(form, frame))
    for (label,), part in labelled.partition_by("label", as_dict=True, maintain_order=True).items():
        yield Block(part, {f"{name}|{label}": name for name in table.figures})


def _label(form: Form, frame: pl.DataFrame) -> pl.Series:
    """``SUBJECT|BREAKDOWN`` for each row, mapped once for each combination of labels that occurs."""
    used = [*form.labels, *([form.topic] if form.topic in frame.columns else [])]
    combinations = frame.select(used).unique(maintain_order=True)
    shared = _shared(form, combinations)
    labels = [_one_label(form, row, shared) for row in combinations.iter_rows(named=True)]
    keyed = combinations.with_columns(pl.Series("label", labels, dtype=pl.Categorical))
    return frame.select(used).join(keyed, on=used, how="left", maintain_order="left")["label"]


def _shared(form: Form, combinations: pl.DataFrame) -> frozenset[str]:
    """Last labels that occur under more than one topic, and would run together without it."""
    if form.topic is None or form.topic not in combinations.columns:
        return frozenset()
    topics: dict[str, set[str]] = {}
    for row in combinations.iter_rows(named=True):
        topics.setdefault(_normal(form, row[form.labels[-1]]), set()).add(normal_label(row[form.topic]))
    return frozenset(label for label, under in topics.items() if len(under) > 1)


def _one_label(form: Form, row: Mapping[str, str], shared: frozenset[str]) -> str:
    if form.labels_as_printed:
        return "|".join(row[name] for name in form.labels)
    parts = [_normal(form, row[name]) for name in form.labels]
    if parts[-1] in shared and form.topic is not None:
        topic = normal_label(row[form.topic])
        if topic not in {normal_label(plain) for plain in form.plain_topics}:
            parts[-1] = f"{topic} {parts[-1]}"
    return "|".join(parts)


def _normal(form: Form, label: str) -> str:
    name = normal_label(label)
    return form.same_labels.get(name, name)


def numbers_and_statuses(block: Block, variable: str) -> tuple[pl.Series, pl.Series]:
    """A variable's numbers and statuses, row by row of its block."""
    column = block.columns[variable]
    return block.frame[number_of(column)], block.frame[status_of(column)]
