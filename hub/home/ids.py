"""Distinct names for distinct things, and the slugs they are made of."""

import re
import secrets
import unicodedata
from collections import deque
from typing import NewType

EntityId = NewType("EntityId", str)
DeviceId = NewType("DeviceId", str)
AreaId = NewType("AreaId", str)
FloorId = NewType("FloorId", str)
UserId = NewType("UserId", str)

# What a command is for that no entity takes, such as publishing a message: the house itself.
HOUSE = EntityId("lares.house")

_ENTITY_ID = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_SPELLED_OUT = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d"})


def slugify(name: str) -> str:
    """Turn `name` into lower-case ASCII words joined by `_`; "unnamed" if nothing is left."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_SPELLED_OUT))
    ascii_only = plain.encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("_", ascii_only).strip("_") or "unnamed"


def is_entity_id(text: str) -> bool:
    """Tell whether `text` has the form `domain.object_id`."""
    return _ENTITY_ID.fullmatch(text) is not None


def domain_of(entity_id: str) -> str:
    """Return the part of an entity id before the dot."""
    return entity_id.partition(".")[0]


_ID_BYTES = 16
# Fresh ids in store: asking the kernel for each by itself takes longer than all else about it.
_store: deque[str] = deque()


def new_id() -> str:
    """Return a fresh, unguessable 128-bit id as 32 hexadecimal digits. Safe in any thread."""
    while True:
        try:
            return _store.popleft()
        except IndexError:
            digits = secrets.token_hex(256 * _ID_BYTES)
            width = 2 * _ID_BYTES
            _store.extend(digits[at : at + width] for at in range(0, len(digits), width))
