"""A simulated entity at work: hears commands, runs their scripts, reports, and has faults."""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import cycle

from pydantic import JsonValue

from integrations.virtual.domains import AnySimulation, Script
from integrations.virtual.fault import (
    FLAP_S,
    GARBAGE_PAYLOADS,
    GARBAGE_S,
    SLOW_S,
    Fault,
)
from integrations.virtual.issues import BadValueError

logger = logging.getLogger(__name__)

SEEN_KEPT = 1000


@dataclass(frozen=True, slots=True)
class SeenCommand:
    """A command that reached a device, obeyed or not."""

    channel: str
    """The topic between the entity's root and `/set`; empty for the main one."""
    payload: str
    at_s: float
    """The event loop's time of arrival."""


class Actor:
    """Runs one simulation. All timers are its own and end with `close`."""

    def __init__(
        self,
        simulation: AnySimulation,
        *,
        publish: Callable[[str, str | bytes], None],
        announce: Callable[[], None],
        config_topic: str,
    ) -> None:
        """Run `simulation`; `announce` publishes its discovery message and availability."""
        self.simulation = simulation
        self.fault = Fault.NONE
        self.is_flapped_off = False
        self.seen: deque[SeenCommand] = deque(maxlen=SEEN_KEPT)
        self._publish, self._announce, self._config_topic = publish, announce, config_topic
        self._loop = asyncio.get_running_loop()
        self._script: Script | None = None
        self._script_timer: asyncio.TimerHandle | None = None
        self._fault_timer: asyncio.TimerHandle | None = None
        self._late: set[asyncio.TimerHandle] = set()
        self._slow_s = SLOW_S
        self._said: dict[str, str] = {}
        self._rubbish = cycle(GARBAGE_PAYLOADS)

    @property
    def is_available(self) -> bool:
        """Whether the device says that it is there."""
        return self.simulation.state != "unavailable" and not self.is_flapped_off

    def command(self, channel: str, payload: str) -> None:
        """Hear a command and act as the fault, if any, has it."""
        self.seen.append(SeenCommand(channel, payload, self._loop.time()))
        if self.fault is Fault.DEAF or not self.is_available:
            return
        if self.fault is Fault.LYING:
            self.report(again=True)
            return
        self._drop_script()
        try:
            self._script = self.simulation.obey(channel, payload)
        except BadValueError as error:
            logger.warning("virtual device: %s", error)
        self._advance(again=True)

    def poke(self, state: str | None, attributes: Mapping[str, JsonValue]) -> None:
        """Be changed by hand.

        Raises:
            BadValueError: it cannot be so; nothing has changed.
        """
        was_available = self.is_available
        self.simulation.poke(state, attributes)
        self._drop_script()
        if self.is_available != was_available:
            self._announce()
        self.report(again=True)
        say = self._say_later if self.fault is Fault.SLOW else self._say
        say(self.simulation.happened() if self.is_available else {})

    def drift(self) -> None:
        """Let the surroundings act on it."""
        if self.simulation.drift():
            self.report()

    def set_fault(self, fault: Fault, *, delay_s: float = SLOW_S) -> None:
        """Become faulty in this way, or sound again."""
        self._slow_s = delay_s
        self.fault, self.is_flapped_off = fault, False
        self._cancel_fault_timer()
        self._cancel_late_reports()  # they would come after the fresh ones
        self._announce()
        self.report(again=True)
        if fault is Fault.FLAPPING:
            self._flap()
        elif fault is Fault.GARBAGE:
            for _ in GARBAGE_PAYLOADS:
                self._spout()
            self._spout_regularly()

    def report(self, *, again: bool = False) -> None:
        """Publish what changed since the last report, or everything `again`."""
        told = self._told()
        news = {
            topic: text for topic, text in told.items() if again or self._said.get(topic) != text
        }
        self._said = told
        if self.fault is Fault.GARBAGE:
            self._spout()
        elif self.fault is Fault.SLOW:
            self._say_later(news)
        else:
            self._say(news)

    def close(self) -> None:
        """Stop all timers; nothing is published any more."""
        self._drop_script()
        self._cancel_fault_timer()
        self._cancel_late_reports()

    def _told(self) -> dict[str, str]:
        told = self.simulation.reports()
        extras = self.simulation.attributes.extras()
        return told | ({"attributes": json.dumps(dict(extras))} if extras else {})

    def _say(self, news: Mapping[str, str]) -> None:
        for topic, payload in news.items():
            self._publish(self.simulation.topic(topic), payload)

    def _say_later(self, news: Mapping[str, str]) -> None:
        def say() -> None:
            self._late.discard(timer)
            self._say(news)

        timer = self._loop.call_later(self._slow_s, say)
        self._late.add(timer)

    def _advance(self, *, again: bool = False) -> None:
        """Take the script's next step, report, and wait for the one after."""
        self._script_timer = None
        pause_s = next(self._script, None) if self._script is not None else None
        self.report(again=again or pause_s is None)
        if pause_s is not None:
            self._script_timer = self._loop.call_later(pause_s, self._advance)

    def _drop_script(self) -> None:
        """Leave a movement where it is."""
        if self._script_timer is not None:
            self._script_timer.cancel()
        self._script = self._script_timer = None

    def _flap(self) -> None:
        self.is_flapped_off = not self.is_flapped_off
        self._announce()
        self._fault_timer = self._loop.call_later(FLAP_S, self._flap)

    def _spout(self) -> None:
        """Publish one piece of rubbish everywhere."""
        rubbish = next(self._rubbish)
        self._publish(self._config_topic, rubbish)
        for topic in self._told():
            self._publish(self.simulation.topic(topic), rubbish)

    def _spout_regularly(self) -> None:
        self._spout()
        self._fault_timer = self._loop.call_later(GARBAGE_S, self._spout_regularly)

    def _cancel_late_reports(self) -> None:
        for timer in self._late:
            timer.cancel()
        self._late.clear()

    def _cancel_fault_timer(self) -> None:
        if self._fault_timer is not None:
            self._fault_timer.cancel()
            self._fault_timer = None
