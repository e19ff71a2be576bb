"""What audits answer."""

from __future__ import annotations

import html
import json
import os
from typing import Any

from ._tizim import Outcome
from ._tizim import Table as ArrowTable


class Report:
    """What an audit has found. Persons are masked, unless it was made with ``reveal=True``."""

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._document: dict[str, Any] | None = None
        self._tables: dict[str, ArrowTable] = {}

    @property
    def document(self) -> dict[str, Any]:
        """The whole answer: what ``--format json`` shows. Shares and deviations are fractions (0.356, not 35.6)."""
        if self._document is None:
            self._document = json.loads(self._outcome.document())
        return self._document

    @property
    def counts(self) -> dict[str, Any]:
        """How much was found, by finding code: ``{"ROLL-001": {"groups": 3, "rows": 6}, …}`` of voter lists, findings of all
        else: ``{"DIST-001": 7, …}``. A code that is not there was not found."""
        stated = self.document.get("counts")
        if isinstance(stated, dict):
            return stated
        counts: dict[str, Any] = {}
        for finding in self.document.get("findings", []):
            counts[finding["code"]] = counts.get(finding["code"], 0) + 1
        return counts

    @property
    def findings(self) -> ArrowTable:
        """One line for each finding and piece of evidence: the columns of ``findings.csv``."""
        return self._rows("findings")

    @property
    def notes(self) -> list[str]:
        """What was said on the way: how each table was read, which headings were not used, which fields could not be read
        (by row, column and shape, never the value)."""
        return self._outcome.said()

    def write(self, out: str | os.PathLike[str], edition: str | None = None, force: bool = False) -> None:
        """Writes what the program writes with ``--out`` (and with ``--edition``, where it is named), byte for byte.

        Of a check and of probable duplicates ``out`` is a folder, of all else a file in the format of its ending (json, csv,
        html, xlsx, svg, txt). ``edition`` is ``"public"`` (no rows about persons, small counts suppressed) or ``"working"``
        (masked rows); without it, pages are public and all else is working. What stands there is replaced only with
        ``force``. Raises :class:`tizim.InputError` where it cannot be written; then nothing has changed.
        """
        self._outcome.write(os.fspath(out), edition, force)

    def _rows(self, name: str) -> ArrowTable:
        if name not in self._tables:
            rows = self._outcome.rows(name)
            if rows is None:
                raise AttributeError(name)
            self._tables[name] = rows
        return self._tables[name]

    def _repr_html_(self) -> str:
        page = html.escape(self._outcome.page(), quote=True)
        return (
            f'<iframe srcdoc="{page}" sandbox="allow-scripts" '
            'style="width:100%;height:36em;border:1px solid #ccc"></iframe>'
        )

    def __str__(self) -> str:
        return self._outcome.text()

    def __repr__(self) -> str:
        counts = self.counts
        found = ", ".join(f"{code}: {_short(count)}" for code, count in counts.items()) or "nothing found"
        return f"<tizim.{type(self).__name__}: {found}>"


def _short(count: Any) -> Any:
    return count.get("groups", count) if isinstance(count, dict) else count


class CheckReport(Report):
    """What :func:`tizim.rolls.check` has found."""

    @property
    def duplicates(self) -> ArrowTable:
        """One line per group, code and row: the columns of ``duplicates.csv``. ``row`` is the row of the sheet (the first line
        is 1), of a table in memory the number of its row from 1; ``token`` stands for the person under the key."""
        return self._rows("duplicates")

    def duplicates_csv(self) -> bytes:
        """The same as the bytes of ``duplicates.csv``."""
        return self._outcome.csv("duplicates") or b""


class LinkReport(Report):
    """What :func:`tizim.rolls.link` has found: leads, not findings."""

    @property
    def pairs(self) -> ArrowTable:
        """Pairs of rows that may be one person's, the columns of ``pairs.csv``; ``probability`` is between 0 and 1."""
        return self._rows("pairs")

    @property
    def households(self) -> ArrowTable:
        """Pairs that are rather twins, parent and child, or one household."""
        return self._rows("households")

    @property
    def clusters(self) -> ArrowTable:
        """Rows that hang together by such pairs: ``cluster, file, row, token``."""
        return self._rows("clusters")


class Apportionment(Report):
    """What :func:`tizim.districts.apportion` answers."""

    @property
    def seats(self) -> dict[str, dict[str, int]]:
        """Seats by method and claimant: ``{"hamilton": {"KZ-75": 4, …}, …}``."""
        return {method["id"]: method["seats"] for method in self.document["methods"]}


class Assignment:
    """What :func:`tizim.boundaries.assign` answers."""

    def __init__(self, points: ArrowTable, counts: dict[str, int], notes: list[str]) -> None:
        self.points = points
        """``id, result, district, others``, a line for each point in the order of the table. ``result`` is ``district``,
        ``boundary``, ``overlap``, ``gap`` or ``unreadable``."""
        self.counts = counts
        """How many points came out how."""
        self.notes = notes
        """What was said on the way."""

    def __repr__(self) -> str:
        return f"<tizim.Assignment: {', '.join(f'{count} {result}' for result, count in self.counts.items())}>"


class Verification:
    """What :func:`tizim.verify` answers; true where nothing differs."""

    def __init__(self, files: int, same_key: bool, differences: list[str]) -> None:
        self.files = files
        """Files of the report."""
        self.same_key = same_key
        """Whether it was made again under the same key; if not, tokens were left out of the comparison."""
        self.differences = differences
        """What differs, a sentence for each."""

    def __bool__(self) -> bool:
        return not self.differences

    def __repr__(self) -> str:
        what = "; ".join(self.differences) or f"{self.files} files came out the same"
        return f"<tizim.Verification: {what}>"
