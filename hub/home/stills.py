"""Pictures of cameras and image entities: what they are, and who has them."""

from typing import Final, Protocol

from hub.home.errors import HubError
from hub.home.ids import EntityId
from hub.home.model import Entity
from hub.record import record

# The domains whose entities have a picture.
PICTURED: Final = frozenset({"camera", "image"})
# A larger picture is refused.
MAX_STILL: Final = 5_000_000

_MARKS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)


@record(frozen=True, slots=True)
class Still:
    """One picture; `content_type` begins with "image/"."""

    content: bytes
    content_type: str


class NoPictureError(HubError):
    """An entity has no picture now: try again later."""

    def __init__(self, entity_id: str, reason: str) -> None:
        self.entity_id = entity_id
        super().__init__(f"{entity_id}: no picture: {reason}")


class Stills(Protocol):
    """Has pictures of the entities that an integration drives."""

    async def still(self, entity_id: EntityId) -> Still:
        """Return the latest picture of an entity.

        Raises:
            NoPictureError: there is none, or it cannot be had.
        """


def is_pictured(entity: Entity | None) -> bool:
    """Tell whether an entity is one that has a picture."""
    return entity is not None and entity.domain in PICTURED


def content_type_of(content: bytes, otherwise: str = "image/jpeg") -> str:
    """Return the type of a picture by how its file begins."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in _MARKS if content.startswith(mark)), otherwise)
