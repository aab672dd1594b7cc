"""Tag scanners: what they read becomes the event `tag_scanned`."""

from integrations.mqtt.component import NOTHING
from integrations.mqtt.message import Message
from integrations.mqtt.signal import Happening, Signal, SignalConfig

TAG_SCANNED = "tag_scanned"
MAX_TAG = 255


class TagConfig(SignalConfig):
    """Keys of a tag scanner; the value is the id of the tag."""


class Tag(Signal):
    """A tag scanner."""

    kind = "tag"
    config_type = TagConfig

    def happening(self, value: str, message: Message) -> Happening | None:
        """Return the tag that was scanned."""
        del message
        tag_id = value.strip()
        if tag_id in NOTHING or len(tag_id) > MAX_TAG:
            return None
        return Happening(TAG_SCANNED, {"tag_id": tag_id})
