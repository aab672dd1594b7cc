"""The clock in templates: now, parsing and writing times, and how long ago they are."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hub.automation.place import Place
from hub.automation.templates.defaults import NO_DEFAULT, or_default
from hub.automation.templates.reading import Reader

_NOT_A_TIME = (ValueError, TypeError, OverflowError, OSError)
_FORMAT = "%Y-%m-%d %H:%M:%S"
_MAX_FORMAT = 500
_UNITS = (
    ("year", 31_536_000), ("month", 2_592_000), ("day", 86_400), ("hour", 3_600), ("minute", 60),
    ("second", 1),
)  # fmt: skip

# Times as people write them, where ISO 8601 wants two digits.
_LOOSE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})[T ](\d{1,2}):(\d{1,2})"
    r"(?::(\d{1,2})(?:\.(\d{1,6})\d{0,6})?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?"
)
_CLOCK = re.compile(
    r"(?:(?P<days>[+-]?\d+)(?: days?,?)? )?(?P<sign>[+-])?(?:(?P<hours>\d+):(?=\d+:\d+))?"
    r"(?:(?P<minutes>\d+):)?(?P<seconds>\d+)(?:[.,](?P<microseconds>\d{1,6})\d{0,6})?"
)
_ISO = re.compile(
    r"(?P<sign>[+-])?P(?:(?P<days>\d+(?:[.,]\d+)?)D)?(?:T(?:(?P<hours>\d+(?:[.,]\d+)?)H)?"
    r"(?:(?P<minutes>\d+(?:[.,]\d+)?)M)?(?:(?P<seconds>\d+(?:[.,]\d+)?)S)?)?"
)


class Times:
    """The functions and filters about time."""

    def __init__(self, place: Place, now: Callable[[], datetime], reader: Reader) -> None:
        self._place, self._now, self._reader = place, now, reader

    def now(self) -> datetime:
        """Return the time as the clocks of the place show it."""
        self._reader.time()
        return self._place.local(self._now())

    def utcnow(self) -> datetime:
        """Return the time in Greenwich."""
        self._reader.time()
        return self._now().astimezone(UTC)

    def today_at(self, clock: str = "") -> datetime:
        """Return a time of today."""
        today = self.now().replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
        if not clock:
            return today
        parts = str(clock).split(":")
        try:
            moment = time.fromisoformat(":".join(part.zfill(2) for part in parts))
        except _NOT_A_TIME:
            raise ValueError(
                f"could not convert {type(clock).__name__} to datetime: {clock!r}"
            ) from None
        return datetime.combine(today, moment, today.tzinfo)

    def as_timestamp(self, value: Any, default: Any = NO_DEFAULT) -> Any:
        """Convert to seconds since 1970."""
        try:
            moment = value if isinstance(value, datetime) else _parsed(str(value))
            return self._aware(moment).timestamp()
        except _NOT_A_TIME:
            return or_default(default, "as_timestamp", value)

    def as_datetime(self, value: Any, default: Any = NO_DEFAULT) -> Any:
        """Convert seconds since 1970, or a text, to a time."""
        if isinstance(value, datetime):
            return value
        if isinstance(value, date):
            return datetime.combine(value, time())
        try:
            return datetime.fromtimestamp(float(value), UTC)
        except _NOT_A_TIME:
            pass
        try:
            return _parsed(value)
        except _NOT_A_TIME:
            if default is NO_DEFAULT and isinstance(value, str):
                return None
            return or_default(default, "as_datetime", value)

    def as_local(self, value: datetime) -> datetime:
        """Return a time as the clocks of the place show it."""
        return self._place.local(self._aware(value))

    def timestamp_custom(
        self,
        value: Any,
        date_format: str = _FORMAT,
        local: bool = True,  # noqa: FBT001, FBT002 - Home Assistant's signature
        default: Any = NO_DEFAULT,
    ) -> Any:
        """Write seconds since 1970 in a format."""
        try:
            moment = datetime.fromtimestamp(value, UTC)
            moment = self._place.local(moment) if local else moment
            return moment.strftime(date_format[:_MAX_FORMAT])
        except _NOT_A_TIME:
            return or_default(default, "timestamp_custom", value)

    def timestamp_local(self, value: Any, default: Any = NO_DEFAULT) -> Any:
        """Write seconds since 1970 as a local time."""
        try:
            return self._place.local(datetime.fromtimestamp(value, UTC)).isoformat()
        except _NOT_A_TIME:
            return or_default(default, "timestamp_local", value)

    def timestamp_utc(self, value: Any, default: Any = NO_DEFAULT) -> Any:
        """Write seconds since 1970 as a time in Greenwich."""
        try:
            return datetime.fromtimestamp(value, UTC).isoformat()
        except _NOT_A_TIME:
            return or_default(default, "timestamp_utc", value)

    def relative_time(self, value: Any) -> Any:
        """Write how long ago a time is, in its largest unit."""
        return self.time_since(value, 1)

    def time_since(self, value: Any, precision: int = 1) -> Any:
        """Write how long ago a time is; what lies in the future, or is no time, stays."""
        now = self.utcnow()
        if not isinstance(value, datetime) or now < self._aware(value):
            return value
        return spelled((now - self._aware(value)).total_seconds(), precision)

    def time_until(self, value: Any, precision: int = 1) -> Any:
        """Write how long it is until a time; what is over, or is no time, stays."""
        now = self.utcnow()
        if not isinstance(value, datetime) or now > self._aware(value):
            return value
        return spelled((self._aware(value) - now).total_seconds(), precision)

    def _aware(self, value: datetime) -> datetime:
        """Take a time without a zone as one of the place."""
        return value if value.tzinfo else value.replace(tzinfo=self._place.time_zone)


def strptime(text: str, pattern: str, default: Any = NO_DEFAULT) -> Any:
    """Read a time in a format."""
    try:
        return datetime.strptime(text, pattern)  # noqa: DTZ007 - as the template wants it
    except (ValueError, TypeError, AttributeError):
        return or_default(default, "strptime", text)


def as_timedelta(value: Any) -> timedelta | None:
    """Read a duration: "PT10M", "00:10:00", "2 03:00:00"; None if it is none."""
    text = str(value)[:100]
    if not text:
        return timedelta(0)
    found = _CLOCK.fullmatch(text) or _ISO.fullmatch(text)
    if found is None:
        return None
    parts = {name: part for name, part in found.groupdict().items() if part}
    sign = -1 if parts.pop("sign", "+") == "-" else 1
    if "microseconds" in parts:
        parts["microseconds"] = parts["microseconds"].ljust(6, "0")
    numbers = {name: float(part.replace(",", ".")) for name, part in parts.items()}
    days = timedelta(days=numbers.pop("days", 0.0))
    if found.re is _ISO:
        return sign * (days + timedelta(**numbers))
    return days + sign * timedelta(**numbers)


def timedelta_string(value: Any, precision: int = 1) -> Any:
    """Write a duration; what is none stays."""
    if not isinstance(value, timedelta):
        return value
    return spelled(abs(value.total_seconds()), precision)


def is_datetime(value: Any) -> bool:
    """Tell whether it is a time."""
    return isinstance(value, datetime)


def spelled(seconds: float, precision: int) -> str:
    """Write a duration in its `precision` largest units, the last one rounded; all if 0."""
    words: list[str] = []
    for unit, size in _UNITS:
        if seconds < size:
            continue
        is_last = len(words) + 1 == precision or unit == "second"
        number = round(seconds / size) if is_last else int(seconds // size)
        words.append(f"{number} {unit}" if number == 1 else f"{number} {unit}s")
        if is_last:
            break
        seconds -= number * size
    return " ".join(words) or "0 seconds"


def _parsed(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        found = _LOOSE.fullmatch(text)
        if found is None:
            raise
        year, month, day, hour, minute, second, fraction, zone = found.groups()
        moment = datetime(  # noqa: DTZ001 - its zone comes below
            int(year), int(month), int(day), int(hour), int(minute), int(second or 0),
            int((fraction or "").ljust(6, "0")),
        )  # fmt: skip
        return moment if zone is None else moment.replace(tzinfo=_zone(zone))


def _zone(text: str) -> Any:
    return datetime.fromisoformat(f"2000-01-01T00:00:00{text}").tzinfo


FUNCTIONS: dict[str, Callable[..., Any]] = {"strptime": strptime, "timedelta": timedelta}
