"""Sets of values that a state, or the clock, may have."""

from datetime import time

from hub.record import record

ANY_MINUTE = frozenset(range(24 * 60))


@record(frozen=True, slots=True)
class Values:
    """What a state may be: of `allowed` (None: anything), none of `excluded`, between bounds.

    `number`: whether it must be one (None: either). Bounds are exclusive unless `closed`.
    """

    allowed: frozenset[str] | None = None
    excluded: frozenset[str] = frozenset()
    number: bool | None = None
    low: float | None = None
    high: float | None = None
    closed: bool = False

    def possible(self) -> bool:
        """Tell whether any value is left."""
        if self.allowed is not None:
            return any(self.has(value) for value in self.allowed)
        if self.low is None or self.high is None:
            return True
        return self.low < self.high or (self.closed and self.low == self.high)

    def has(self, value: str) -> bool:
        """Tell whether the state may be that."""
        if value in self.excluded or (self.allowed is not None and value not in self.allowed):
            return False
        number = number_of(value)
        if self.number is not None and self.number != (number is not None):
            return False
        return number is None or self._within(number)

    def _within(self, number: float) -> bool:
        if self.closed and number in (self.low, self.high):
            return True
        over = self.low is None or number > self.low
        return over and (self.high is None or number < self.high)

    def meet(self, other: "Values") -> "Values":
        """Return what is in both; wider than that where open and closed bounds meet."""
        allowed = self.allowed
        if other.allowed is not None:
            allowed = other.allowed if allowed is None else allowed & other.allowed
        number = self.number if other.number is None else other.number
        if None not in (self.number, other.number) and self.number != other.number:
            allowed = frozenset()
        lows = [one for one in (self.low, other.low) if one is not None]
        highs = [one for one in (self.high, other.high) if one is not None]
        return Values(
            allowed=allowed,
            excluded=self.excluded | other.excluded,
            number=number,
            low=max(lows, default=None),
            high=min(highs, default=None),
            closed=_closed(self, other),
        )


ANY = Values()


def _closed(one: Values, other: Values) -> bool:
    bounded = [each for each in (one, other) if each.low is not None or each.high is not None]
    return bool(bounded) and all(each.closed for each in bounded)


def number_of(value: str) -> float | None:
    """Return the number that a state is, if any."""
    try:
        return float(value)
    except ValueError:
        return None


def minutes_between(after: time | None, before: time | None) -> frozenset[int]:
    """Return the minutes of the day that lie in between, over midnight if need be.

    Minutes that lie in it in part count; two equal times leave nothing out.
    """
    start = 0 if after is None else after.hour * 60 + after.minute
    end = 24 * 60
    if before is not None:
        end = before.hour * 60 + before.minute + (1 if before.second else 0)
    if after is None or before is None or start < end:
        return frozenset(range(start, end))
    return frozenset(range(start, 24 * 60)) | frozenset(range(end))
