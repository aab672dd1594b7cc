"""What a matched sentence says, before it is tied to the devices of the home."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from hub.home.ids import AreaId, EntityId, FloorId
from hub.record import record

# The speaker's area when nobody knows it: then what was said means the whole home.
EVERYWHERE = "*"


@record(frozen=True, slots=True)
class Meaning:
    """One reading of a sentence: the intent, what it is about, and its values.

    `entity_ids` answer to the name said (`name`); `area_id` and `floor_id` restrict them.
    `is_area_said` tells an area in the words from the speaker's own. `response` is the kind of
    answer that home-assistant-intents attaches ("any", "which", ...). `is_singular`: one thing of
    its kind is spoken of ("the lamp"), without a name.
    """

    intent: str
    name: str | None = None
    entity_ids: tuple[EntityId, ...] = ()
    area_id: AreaId | None = None
    is_area_said: bool = False
    floor_id: FloorId | None = None
    domain: str | None = None
    device_class: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    response: str | None = None
    is_singular: bool = False
