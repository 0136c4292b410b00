"""The header lines of the published files, kept in `headers` as they were found.

`ks2final_2018` and `_2019` are the first lines of DfE's files, `_2024` is DfE's own list of columns
(ks2_meta); 2023 had the columns of 2024 with the earlier years' suffixes one published year back. The
2025 names are those of DfE's data catalogue.
"""

from __future__ import annotations

from importlib.resources import files


def header(name: str) -> list[str]:
    """The column names of a published file, in its order, such as `ks2final_2019`."""
    text = files("accord.demo").joinpath("headers", f"{name}.txt").read_text(encoding="utf-8")
    return text.split("\n")[:-1]
