"""Moments that callers name, as far as the calendar reaches."""

from datetime import UTC, date, datetime

from hub.server import json_io


def in_utc(moment: datetime) -> datetime:
    """Return an aware moment in UTC.

    Raises:
        BadBody: it lies at an end of the calendar, where a day more or less is none any more.
    """
    try:
        found = moment.astimezone(UTC)
    except OverflowError:
        found = datetime.min.replace(tzinfo=UTC)
    if not date.min.year < found.year < date.max.year:
        raise json_io.BadBody(
            f"'{moment.isoformat()}' is no time such as 2026-03-01T12:00:00+00:00"
        )
    return found
