"""Whether somebody comes nearer or goes away: Home Assistant's proximity, without its flutter."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from hub.record import record

Direction = Literal["arrived", "towards", "away_from", "stationary"]

TOLERANCE_M = 50.0
# Who has not come this near or gone this far for so long rests.
RESTS_AFTER = timedelta(minutes=10)


@record(frozen=True, slots=True)
class Heading:
    """Which way a device moves, seen from a zone.

    The direction changes when the distance differs by `TOLERANCE_M`, and by twice the accuracy,
    from `mark_m`, where it last did.
    """

    direction: Direction | None = None
    mark_m: float | None = None
    marked_at: datetime | None = None

    def after(
        self,
        away_m: float,
        accuracy_m: float,
        at: datetime,
        *,
        is_inside: bool,
        tolerance_m: float = TOLERANCE_M,
    ) -> "Heading":
        """Return it after one more believed fix."""
        if is_inside:
            return Heading("arrived", away_m, at)
        if self.mark_m is None or self.marked_at is None:
            return Heading(None, away_m, at)
        moved_m = away_m - self.mark_m
        if abs(moved_m) >= max(tolerance_m, 2 * accuracy_m):
            return Heading("away_from" if moved_m > 0 else "towards", away_m, at)
        if self.direction == "arrived":
            return replace(self, direction="away_from")
        if at - self.marked_at >= RESTS_AFTER:
            return replace(self, direction="stationary")
        return self
