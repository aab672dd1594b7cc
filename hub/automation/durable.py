"""What of rules must survive a power cut: runs that wait, and what triggers wait for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hub.home.kept_runs import RunStore as RunStore  # noqa: PLC0414 (the recorder shares them)
from hub.home.kept_runs import SavedRun as SavedRun  # noqa: PLC0414
from hub.home.kept_runs import Wait as Wait  # noqa: PLC0414
from hub.home.model import Context
from hub.record import record


@record(frozen=True, slots=True)
class Firing:
    """A trigger has fired.

    `data` is what it tells (Home Assistant's `trigger` variable, less `id`, `idx` and `alias`,
    which the engine adds), `cause` the context of what fired it. `over` is the key of the wait
    that this ends, `next` what is waited for from now on: both are written in one transaction
    with the run that begins, so that a power cut neither loses nor doubles it. `due_at`: when it
    should have fired, for a clock.
    """

    data: Mapping[str, Any]
    cause: Context | None = None
    over: str | None = None
    next: Wait | None = None
    due_at: datetime | None = None
