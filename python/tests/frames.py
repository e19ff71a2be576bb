"""One table in every library of data frames, and in every layout that Arrow has for it."""

from pathlib import Path

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.csv
import pyarrow.parquet

#: The columns that are days.
DAYS = ("birth_date", "added", "removed")


def texts(file: Path) -> pyarrow.Table:
    """A list, every cell a text, empty ones null."""
    names = file.read_text(encoding="utf-8").split("\n", 1)[0].strip().split(",")
    options = pyarrow.csv.ConvertOptions(
        column_types={name: pyarrow.string() for name in names}, null_values=[""], strings_can_be_null=True
    )
    parsing = pyarrow.csv.ParseOptions(newlines_in_values=True)
    return pyarrow.csv.read_csv(file, convert_options=options, parse_options=parsing)


def _cast(table: pyarrow.Table, to) -> pyarrow.Table:
    return table.cast(pyarrow.schema([(field.name, to) for field in table.schema]))


def _dictionary(table: pyarrow.Table) -> pyarrow.Table:
    return pyarrow.table({name: table[name].dictionary_encode() for name in table.column_names})


def _duckdb(table: pyarrow.Table) -> duckdb.DuckDBPyRelation:
    connection = duckdb.connect()
    return connection.from_arrow(table).order("1=1") if False else connection.from_arrow(table)


MAKERS = {
    "pandas": lambda table: table.to_pandas(),
    "polars": polars.from_arrow,
    "duckdb": _duckdb,
    "pyarrow": lambda table: table,
    "pyarrow-batches": lambda table: pyarrow.RecordBatchReader.from_batches(table.schema, table.to_batches(97)),
    "large_string": lambda table: _cast(table, pyarrow.large_string()),
    "string_view": lambda table: _cast(table, pyarrow.string_view()),
    "dictionary": _dictionary,
    "categorical": lambda table: pandas.DataFrame(
        {name: table[name].to_pandas().astype("category") for name in table.column_names}
    ),
}
