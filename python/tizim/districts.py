"""Electoral districts: are they equal, and what was forced?"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from . import _tizim
from ._reports import Apportionment, Report
from ._words import Asked, Key, Source, key_bytes


def audit(
    table: Source | None = None,
    *,
    facts: str | os.PathLike[str] | None = None,
    by: str | None = None,
    against: Source | None = None,
    results: Source | None = None,
    boundaries: str | os.PathLike[str] | None = None,
    blocks: Source | Iterable[Source] | None = None,
    points: Source | None = None,
    repair: bool = False,
    basis: str = "voters",
    standards: str | os.PathLike[str] | None = None,
    key: Key | bytes | str | os.PathLike[str] | None = None,
    **options: Any,
) -> Report:
    """How unequal districts are, by every index and standard, and what the rules required.

    ``table`` has ``id, name, region, seats`` (1 where the column is absent) and ``voters``, or ``voters_low, voters_high``
    where only bounds are known; without it, the 29 districts of Kazakhstan 2023. ``by`` judges each group of a column against
    its own quota; ``against`` is an earlier table. ``boundaries`` is a map (GeoJSON or shapefile), ``blocks`` and ``points``
    tables for it; ``facts`` and ``standards`` are TOML files. ``key`` and ``options`` as in :func:`tizim.rolls.check`.
    """
    with Asked("districts", "audit") as asked:
        asked.common(**options).path("facts", facts).option("by", by).table("against", against)
        asked.table("results", results).path("boundaries", boundaries).tables("blocks", blocks)
        asked.table("points", points).flag("repair", repair).option("basis", None if basis == "voters" else basis)
        asked.path("standards", standards).table("", table, "districts")
        return Report(_tizim.audit(asked.words, asked.frames, key_bytes(key)))


def apportion(table: Source, seats: int, *, min_seats: int = 1, **options: Any) -> Apportionment:
    """Seats by every method, and by exact optimisation; exact integers, and a tie is told.

    ``table`` has ``id, name, voters``; ``seats`` are to be shared, of which each claimant has at least ``min_seats``.
    """
    with Asked("districts", "apportion") as asked:
        asked.common(**options).option("seats", seats).option("min-seats", None if min_seats == 1 else min_seats)
        asked.table("", table, "claimants")
        return Apportionment(_tizim.audit(asked.words, asked.frames, None))
