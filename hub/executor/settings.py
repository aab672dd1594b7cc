"""How long the executor waits for what."""

from collections.abc import Mapping
from dataclasses import field
from datetime import timedelta
from types import MappingProxyType

from hub.record import record

# Seconds until a device of the domain should have reported what was asked. Motors take their
# time, and so does speech; battery-driven locks wake up first; radio thermostats answer at their
# next poll; alarm panels leave people time to go out.
VERIFY_S: Mapping[str, float] = MappingProxyType(
    {
        "cover": 60,
        "valve": 60,
        "alarm_control_panel": 60,
        "lock": 15,
        "climate": 10,
        "water_heater": 10,
        "vacuum": 10,
        "lawn_mower": 10,
        "media_player": 8,
        "assist_satellite": 30,
        "todo": 8,
        "calendar": 8,
    }
)


@record(frozen=True, slots=True)
class ExecutorSettings:
    """All times in seconds.

    `verify_s`: by domain, else `verify_else_s`; a device on its way ("opening") gets the same
    again at every report, `moving_limit` times the whole at most. `resend_after_s`: of silence,
    once, where that is safe. `settle_s`: the same for a device that already is as wanted.
    `contradiction_s`: how long a device at rest that reported something else may take to come
    round. `overtaken_s`: how long after its sending an action is watched at least, once a newer
    one waits: short, because whoever drags a slider must not wait for every report. `late_s`: how
    long after a command its report may come in: one that comes sooner after the next command, and
    could as well be about this one, proves nothing. `confirm_s`: how long what keeps a home shut
    may take back its first report (a lock that jams). `judged_anew_s`: an act that waited longer
    for its turn comes before the guard once more.
    """

    verify_s: Mapping[str, float] = field(default_factory=lambda: VERIFY_S)
    verify_else_s: float = 5
    moving_limit: float = 3
    resend_after_s: float = 5
    settle_s: float = 1
    contradiction_s: float = 10
    overtaken_s: float = 0.02
    late_s: float = 2
    confirm_s: float = 0.3
    judged_anew_s: float = 1
    send_s: float = 5
    queue_s: float = 120
    approval: timedelta = timedelta(seconds=60)
    undo_depth: int = 50

    def verify_within_s(self, domain: str) -> float:
        """Return the time to verify an action of `domain`."""
        return self.verify_s.get(domain, self.verify_else_s)
