"""Times as text that sorts: ISO 8601, UTC, always with microseconds."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the present time."""
    return datetime.now(UTC)


def to_text(time: datetime) -> str:
    """Write an aware time as text that sorts as the times do."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def from_text(text: str) -> datetime:
    """Read what `to_text` wrote."""
    return datetime.fromisoformat(text)


def from_optional(text: str | None) -> datetime | None:
    """Read what `to_text` wrote, if anything."""
    return None if text is None else from_text(text)
