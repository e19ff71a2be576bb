"""Voter rolls: is anyone on two lists, or twice on one?"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from . import _tizim
from ._reports import CheckReport, LinkReport
from ._words import Asked, Key, Source, key_bytes


def check(
    lists: Mapping[str, Source | Iterable[Source]] | None = None,
    *,
    precincts: Source | None = None,
    rules: Iterable[str] | None = None,
    scope: str = "all",
    checks: bool = True,
    detail: bool = False,
    decisions: Source | Iterable[Source] | None = None,
    previous: str | os.PathLike[str] | None = None,
    key: Key | bytes | str | os.PathLike[str] | None = None,
    **options: Any,
) -> CheckReport:
    """Exact duplicates within and across lists, and checks of rows and counts.

    ``lists`` has, by kind (``permanent temporary special supplementary avc residence-certificates signatures``), a table or
    several: paths, or anything with ``__arrow_c_stream__``. Columns are ``iin identifier surname given_name patronymic
    full_name birth_date birth_year sex region precinct settlement address avc_serial mark added removed source_ref``, or
    headings that are known for them in English, Russian and Kazakh; others are named by ``columns={"iin": "Number"}``.
    ``precincts`` is a table of counts by precinct. ``rules`` chooses among ``iin identifier name-date name-year-address
    name-year-region name-digits``; without it, all that the columns allow. ``scope="across"`` looks for those who stand on
    more than one list. ``key`` ties tokens to those of other runs; without it they are of this run alone.

    ``options`` are those of every audit: ``profile`` (a built-in law or a TOML file), ``lang`` (en, ru, kk), ``columns``,
    ``encoding``, ``seed``, ``threads``, ``memory`` (such as ``"2G"``), ``timestamp`` (False leaves the moment out of the
    manifest), ``reveal`` (shows names).

    An entry on two lists is what is found; whether anyone voted twice no list can tell.
    Raises :class:`tizim.InputError` where a table cannot be used.
    """
    with Asked("rolls", "check") as asked:
        asked.common(**options).lists(lists or {}).table("precincts", precincts)
        asked.option("rules", ",".join(rules) if rules is not None else None)
        asked.option("scope", None if scope == "all" else scope).option("checks", None if checks else "none")
        asked.flag("detail", detail).tables("decisions", decisions).path("previous", previous)
        return CheckReport(_tizim.audit(asked.words, asked.frames, key_bytes(key)))


def link(
    lists: Mapping[str, Source | Iterable[Source]],
    *,
    threshold: float = 0.5,
    scope: str = "all",
    model: str | os.PathLike[str] | None = None,
    pairs: int | None = None,
    labels: Source | None = None,
    decisions: Source | Iterable[Source] | None = None,
    previous: str | os.PathLike[str] | None = None,
    key: Key | bytes | str | os.PathLike[str] | None = None,
    **options: Any,
) -> LinkReport:
    """Rows that may be one person's though no number or name is equal: leads, not findings.

    ``lists`` and ``options`` as in :func:`check`; columns that no table of ours has are compared as texts, where ``columns``
    names them. ``threshold`` is the least probability of a pair that is told, between 0 and 1. ``model`` is the
    ``model.json`` of an earlier run, whose weights are used; ``pairs`` bounds how many pairs are compared; ``labels`` is a
    table of answers to pairs, by which precision and recall are measured. All rows are held in memory.
    """
    with Asked("rolls", "link") as asked:
        asked.common(**options).lists(lists)
        asked.option("threshold", None if threshold == 0.5 else threshold)
        asked.option("scope", None if scope == "all" else scope).path("model", model).option("pairs", pairs)
        asked.table("labels", labels).tables("decisions", decisions).path("previous", previous)
        return LinkReport(_tizim.audit(asked.words, asked.frames, key_bytes(key)))
