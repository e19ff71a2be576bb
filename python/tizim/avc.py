"""Absentee voting certificates: do they add up?"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from . import _tizim
from ._reports import Report
from ._words import Asked, Key, Source, key_bytes, several


def audit(
    precincts: Source | None = None,
    *,
    certificates: Source | Iterable[Source] | None = None,
    forms: Source | None = None,
    lists: Mapping[str, Source | Iterable[Source]] | None = None,
    complete: str | Iterable[str] = (),
    facts: str | os.PathLike[str] | None = None,
    clock: str = "unstated",
    key: Key | bytes | str | os.PathLike[str] | None = None,
    **options: Any,
) -> Report:
    """Whether forms, issue, use and quota add up, serial by serial and precinct by precinct.

    ``precincts`` is what commissions reported, ``certificates`` the register of issue and use, ``forms`` the ranges of
    serials handed out, ``lists`` voter lists on which holders are looked up. Any of them may be absent; what cannot be
    checked for want of it is a finding. Without any: the published figures of 2019. ``complete`` names regions of which the
    table holds every precinct, or ``"all"``. ``clock`` is ``"local"`` where times are those of each place.
    ``key`` and ``options`` as in :func:`tizim.rolls.check`.
    """
    with Asked("avc", "audit") as asked:
        asked.common(**options).table("precincts", precincts).tables("certificates", certificates)
        asked.table("forms", forms).lists(lists or {}).path("facts", facts)
        for region in several(complete if isinstance(complete, (str, list, tuple)) else list(complete)):
            asked.option("complete", region)
        asked.option("clock", None if clock == "unstated" else clock)
        return Report(_tizim.audit(asked.words, asked.frames, key_bytes(key)))
