"""The ways in which a simulated device can be bad."""

from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with an entity; settable while it runs."""

    NONE = "none"
    SLOW = "slow"
    """Obeys at once but reports late."""
    DEAF = "deaf"
    """Ignores commands, and says nothing about them."""
    LYING = "lying"
    """Answers commands by reporting its old state; nothing changes."""
    FLAPPING = "flapping"
    """Its availability comes and goes."""
    GARBAGE = "garbage"
    """Publishes rubbish on its state and discovery topics; goes on obeying."""


SLOW_S = 2.0
FLAP_S = 0.5
GARBAGE_S = 1.0

GARBAGE_PAYLOADS: tuple[bytes, ...] = (
    b"\xff\xfe\x00\x80rubbish",
    b'{"state": ',
    b"[1, 2",
    b"null",
    b"NaN",
    b'{"state": {"nested": [{}]}, "brightness": "bright", "position": -1e999}',
    b"[" * 5_000,
    b'{"name": 7, "unique_id": [], "device": "none", "state_topic": {"a": 1}}',
    b"\x00",
    b"{{ 1 / 0 }}{% for x in range(1e9) %}",
)
"""Never empty: an empty retained discovery message would take the entity back."""
