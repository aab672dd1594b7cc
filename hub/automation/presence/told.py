"""Positions and attributes as devices and entities tell them."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from hub.home.model import State
from hub.home.positions import Fix, Sighting

MOST_ATTRIBUTE_BYTES = 4096


def position_of(state: State) -> Fix | None:
    """Return the position that a state carries, None if it has none."""
    return fix_in(state.attributes, state.last_updated)


def fix_in(attributes: Mapping[str, Any], at: datetime) -> Fix | None:
    """Return the position in attributes, None if there is none."""
    try:
        latitude, longitude = float(attributes["latitude"]), float(attributes["longitude"])
        accuracy_m = float(attributes.get("gps_accuracy") or 0.0)
    except (KeyError, TypeError, ValueError):
        return None
    return Fix(latitude, longitude, at, accuracy_m)


def bounded(sighting: Sighting) -> Sighting:
    """Leave out attributes that are no JSON, or more than any device needs."""
    try:
        size = len(json.dumps(dict(sighting.attributes), allow_nan=False))
    except (TypeError, ValueError):
        size = MOST_ATTRIBUTE_BYTES + 1
    return sighting if size <= MOST_ATTRIBUTE_BYTES else replace(sighting, attributes={})
