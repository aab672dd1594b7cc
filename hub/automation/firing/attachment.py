"""What every trigger at work is made of: the world, whom to tell, and what it waits for."""

import itertools
import logging
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any

from hub.automation.durable import Firing, Wait
from hub.automation.durations import seconds_of
from hub.automation.firing.waits import Waits
from hub.automation.model.rules import Misfire
from hub.automation.model.values import Duration
from hub.automation.world import Fire, World
from hub.home.errors import HubError
from hub.home.home import Unsubscribe
from hub.home.model import Context, State
from hub.record import record

log = logging.getLogger(__name__)
# An alarm that rings so little late is in time: a suspended clock is looked at every 30 s.
IN_TIME_S = 60.0
# How long a restarted hub waits for a device to say how things are.
HEARING_S = 30.0
_numbers = itertools.count()


@record(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One trigger at work; see `attach` for the fields. `name` is what its alarms are set under."""

    world: World
    variables: Mapping[str, Any]
    fire: Fire
    key: str | None = None
    waits: Waits | None = None
    misfire: Misfire = field(default_factory=Misfire)
    missed: Callable[[datetime], None] | None = None
    at_start: bool = False
    name: str = field(default_factory=lambda: f"trigger/{next(_numbers)}")

    @property
    def is_durable(self) -> bool:
        """Whether waits are kept over a restart."""
        return self.key is not None and self.waits is not None

    def wait_key(self, part: str) -> str:
        """Return the key of one of its waits."""
        return f"{self.key or self.name}/{part}"

    def kept(self, part: str) -> Wait | None:
        """Return a wait from before a restart, or of now."""
        if not self.is_durable or self.waits is None:
            return None
        return self.waits.get(self.wait_key(part))

    def keep(self, part: str, due_at: datetime, facts: Mapping[str, Any]) -> Wait | None:
        """Keep a wait, if this trigger is durable."""
        if not self.is_durable or self.waits is None:
            return None
        wait = Wait(self.wait_key(part), due_at, facts)
        self.waits.put(wait)
        return wait

    def drop(self, part: str) -> None:
        """Forget a wait."""
        if self.is_durable and self.waits is not None:
            self.waits.over(self.wait_key(part))

    def tell(self, firing: Firing) -> None:
        """Fire, once the waits in memory are as the firing leaves them."""
        if self.waits is not None:
            self.waits.taken(firing)
        self.fire(firing)

    def now_fire(self, data: Mapping[str, Any], cause: Context | None = None) -> None:
        """Fire for something that just happened."""
        self.tell(Firing(data, cause))

    def allows(self, due_at: datetime) -> bool:
        """Tell whether what was due then still fires now; reports it as missed if not."""
        late_s = (self.world.now() - due_at).total_seconds()
        if late_s <= IN_TIME_S or self.misfire.allows(late_s):
            return True
        if self.missed is not None:
            self.missed(due_at)
        return False

    def seconds(self, duration: Duration, data: Mapping[str, Any]) -> float | None:
        """Return how long `for:` is; None, and a word in the log, if nobody can tell."""
        variables = {**self.variables, "trigger": data}
        try:
            rendered = duration
            if not isinstance(duration, int | float):
                rendered = self.world.templates.tree(duration, variables)
            return max(0.0, seconds_of(rendered))
        except (HubError, ValueError) as error:
            log.warning("%s: for: %s", self.name, error)
            return None

    def after(self, seconds: float) -> datetime:
        """Return the moment in so many seconds."""
        return self.world.now() + timedelta(seconds=seconds)


def all_of(*unsubscribes: Unsubscribe) -> Unsubscribe:
    """Return what ends all of them."""

    def end() -> None:
        for unsubscribe in unsubscribes:
            unsubscribe()

    return end


def plain(state: State | None) -> dict[str, Any] | None:
    """Return a state as plain JSON, to be kept."""
    if state is None:
        return None
    return {
        "entity_id": state.entity_id,
        "state": state.state,
        "attributes": dict(state.attributes),
        **{name: getattr(state, name).isoformat() for name in _TIMES},
        "context_id": state.context.id,
    }


_TIMES = ("last_changed", "last_updated", "last_reported")


def from_plain(kept: Mapping[str, Any] | None) -> State | None:
    """Return a state that was kept."""
    if kept is None:
        return None
    times = {name: datetime.fromisoformat(kept[name]) for name in _TIMES}
    return State(
        entity_id=kept["entity_id"],
        state=kept["state"],
        attributes=kept["attributes"],
        context=Context(id=kept["context_id"]),
        **times,
    )
