"""The map: which district is each point in?"""

from __future__ import annotations

import os
from typing import Any

from . import _tizim
from ._reports import Assignment
from ._words import Asked, Source


def assign(points: Source, boundaries: str | os.PathLike[str], **options: Any) -> Assignment:
    """The district of each point, by exact predicates: no answer hangs on rounding.

    ``points`` has ``id, lon, lat``, degrees of WGS 84; ``boundaries`` is a map (GeoJSON or shapefile, plain or packed).
    ``options`` as in :func:`tizim.rolls.check`, without a key.
    """
    with Asked() as asked:
        asked.common(**options).path("boundaries", boundaries).table("", points, "points")
        table, counts, notes = _tizim.assign(asked.words, asked.frames)
        return Assignment(table, dict(counts), notes)
