"""The end of a timer as what starts a rule: neither lost nor doubled by a crash.

The context of an end is the same however often it is told, so a run that is on disk already
shows that it has been told to a rule.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hub.home.ids import EntityId, domain_of
from hub.home.model import State

FINISHED = "timer.finished"


def ending_id(entity_id: EntityId, ends_at: datetime) -> str:
    """Return the id of the context in which a timer ends."""
    text = f"{entity_id} {ends_at.isoformat()}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def is_ending(data: Mapping[str, Any]) -> bool:
    """Tell whether what a trigger tells is the end of a timer: as an event, or as its state."""
    event, new = data.get("event"), data.get("to_state")
    if isinstance(event, Mapping):
        return event.get("event_type") == FINISHED
    return isinstance(new, State) and domain_of(new.entity_id) == "timer" and new.state == "idle"
