"""Audits of electoral districts, voter rolls and absentee voting certificates, on files and data frames.

The same program as ``tizim`` on the command line, with the same answers: a table in memory is read by the code that reads a
file of columns, and every check is that of the commands. Anything with ``__arrow_c_stream__`` is a table: a frame of pandas 3,
Polars, DuckDB, pyarrow; so is a path. People are masked unless you ask otherwise.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Any


class InputError(Exception):
    """An input cannot be used. The message and the attributes say where and why, never a value: it may be someone's."""

    file: str | None = None
    """The table, without folders of this machine."""
    row: int | None = None
    """Its physical row; the first is 1."""
    column: str | None = None
    """Our name of the column, or its heading."""
    expected: str | None = None
    """What was expected there, in words."""
    shape: str | None = None
    """The shape of what stands there instead: ``9999-99``, or in words what kind of thing it is."""
    hints: list[str] = []
    """What can be done about it."""

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *(f"hint: {hint}" for hint in self.hints)])


from . import _tizim, avc, boundaries, districts, rolls  # noqa: E402
from ._reports import Apportionment, Assignment, CheckReport, LinkReport, Report, Verification  # noqa: E402
from ._tizim import Table as ArrowTable  # noqa: E402
from ._words import Asked, Key, Source, Table, key_bytes  # noqa: E402

__all__ = [
    "Apportionment",
    "ArrowTable",
    "Assignment",
    "CheckReport",
    "InputError",
    "Key",
    "LinkReport",
    "Report",
    "Source",
    "Table",
    "Verification",
    "avc",
    "boundaries",
    "demo",
    "districts",
    "keys",
    "main",
    "normalise",
    "rolls",
    "synth",
    "verify",
]
__version__: str = _tizim.VERSION

# Workbooks of old formats are read in a process of their own: this interpreter, which looks for the module nowhere but where
# it has found it now.
if sys.executable:
    _tizim.called(sys.executable, ["-P", "-m", "tizim"])


def keys(
    table: Source,
    *,
    key: Key | bytes | str | os.PathLike[str],
    rules: Iterable[str] | None = None,
    **options: Any,
) -> ArrowTable:
    """Keyed fingerprints of the rows of a table: equal where :func:`tizim.rolls.check` would find rows equal under a rule.

    One line per row: ``row`` (from 1, as evidence counts it), and for each rule two halves of 128 bits as whole numbers with
    a sign (``iin_hi``, ``iin_lo``, ``name-date_hi`` …), null where the row has no key under it. Under one key the same in
    every call and on every machine, so tables can be joined by them. They are pseudonyms, not anonymous data: whoever has the
    key can try out numbers.
    """
    with Asked() as asked:
        word, _ = asked.common(**options).word_of(table, "table")
        chosen = ",".join(rules) if rules is not None else None
        return _tizim.keys(asked.words, asked.frames, key_bytes(key), word, chosen)


def normalise(table: Source, **options: Any) -> ArrowTable:
    """The rows of a table of persons as they are compared: ``row, iin, surname, given_name, patronymic, birth_date, region,
    precinct, address``, null where a row states nothing that can be compared. Normal forms are for comparison, not for
    people's eyes: letters that look alike are one. **Not masked**: it is the caller's own table."""
    with Asked() as asked:
        word, _ = asked.common(**options).word_of(table, "table")
        return _tizim.normalise(asked.words, asked.frames, word)


def verify(
    folder: str | os.PathLike[str],
    inputs: str | os.PathLike[str] = ".",
    *,
    key_file: str | os.PathLike[str] | None = None,
) -> Verification:
    """Makes a report folder again from its input files, and says what differs. Reports on tables in memory cannot be made
    again, for no file holds these; :class:`tizim.InputError` says so."""
    held = None if key_file is None else os.fspath(key_file)
    return Verification(*_tizim.verify(os.fspath(folder), os.fspath(inputs), held))


def synth(out: str | os.PathLike[str], voters: int = 100_000, seed: int = 1) -> None:
    """Writes a synthetic nation with planted errors into a new folder: lists, precincts, certificates, and the truth. No
    number in it can be anybody's."""
    _tizim.run(["synth", f"--voters={voters}", f"--seed={seed}", "--quiet", f"--out={os.fspath(out)}"])


def demo(out: str | os.PathLike[str]) -> None:
    """Builds a synthetic nation, runs every audit on it, and writes a folder of reports with ``index.html``."""
    _tizim.run(["demo", f"--out={os.fspath(out)}"])


def main() -> int:
    """The program: what is typed is ``sys.argv``. Its exit status."""
    return _tizim.program(["tizim", *sys.argv[1:]])
