"""One announced entity at work: messages in, reports to the home out."""

import asyncio
import time
from dataclasses import dataclass

from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import UNAVAILABLE, Context
from integrations.mqtt.complaints import Complaints
from integrations.mqtt.component import Component, Watch, payloads
from integrations.mqtt.config import Availability, command_topics
from integrations.mqtt.connection import Connection
from integrations.mqtt.message import Message, PayloadError
from integrations.mqtt.router import Handler
from integrations.mqtt.templates import value_template

# Reports this soon after a command are taken to follow from it.
CAUSE_LASTS_S = 10.0
NOTHING_TOLD: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Cause:
    context: Context
    until: float

    def follow(self) -> Context:
        cause = self.context
        return Context(source=cause.source, user_id=cause.user_id, parent_id=cause.id)


class MqttEntity:
    """Listens for one component and reports its state to the home."""

    def __init__(
        self, entity_id: EntityId, component: Component, home: Home, connection: Connection
    ) -> None:
        self.id = entity_id
        self.component = component
        self._home = home
        self._connection = connection
        self._cause: _Cause | None = None
        self._subscriptions: list[tuple[str, Handler]] = []
        self._complaints = Complaints(entity_id, "the state is kept")
        self._available: dict[str, bool] = {}
        self._is_available = not component.config.availabilities()
        self._expire_after_s: float | None = getattr(component.config, "expire_after", None) or None
        self._off_delay_s: float | None = getattr(component.config, "off_delay", None) or None
        # Until it is heard for the first time, such an entity is not there (Home Assistant, MQTT).
        self._is_expired = self._expire_after_s is not None
        self._forces: bool = getattr(component.config, "force_update", False)
        self._expiry: asyncio.TimerHandle | None = None
        self._off_timer: asyncio.TimerHandle | None = None

    def start(self, previous: "MqttEntity | None" = None) -> None:
        """Report what is known and listen, unless disabled; go on from what `previous` knew."""
        component = self.component
        if previous is None:
            component.attributes.fill(component.capabilities)
            before = self._home.before(self.id)
            if before is not None:
                component.recall(*before)
        else:
            old = previous.component
            dynamic = {k: v for k, v in old.attributes.items() if k not in old.capabilities}
            component.succeed(old)
            component.restore(old.state, {**component.attributes, **dynamic})
            self._cause = previous._cause  # noqa: SLF001 - its own kind
            self._recall(previous)
        self.report()
        known = self._home.entities.get(self.id)
        self.enable(
            is_enabled=component.config.enabled_by_default if known is None else known.enabled
        )

    def enable(self, *, is_enabled: bool) -> None:
        """Listen, or listen no longer."""
        if not is_enabled:
            self.stop()
            return
        if self._subscriptions:
            return
        component = self.component
        for topic, watch in component.watches:
            self._listen(topic, self._taking(watch))
        for availability in component.config.availabilities():
            self._listen(availability.topic, self._judging(availability))

    def stop(self) -> None:
        """Listen no longer."""
        for topic, handler in self._subscriptions:
            self._connection.unsubscribe(topic, handler)
        self._subscriptions.clear()
        for timer in (self._expiry, self._off_timer):
            if timer is not None:
                timer.cancel()

    def caused_by(self, context: Context) -> None:
        """Take the next reports as consequences of `context`."""
        self._cause = _Cause(context, time.monotonic() + CAUSE_LASTS_S)

    def report(self, told: frozenset[str] | None = NOTHING_TOLD, *, forced: bool = False) -> None:
        """Tell the home the present state, and what of it the device said just now.

        `forced`: it counts as a change, whatever the state was (`force_update`).
        """
        context = None
        cause = self._cause
        if cause is not None:
            if time.monotonic() < cause.until:
                context = cause.follow()
            else:
                self._cause = None
        component = self.component
        if self._is_available and not self._is_expired:
            self._home.report(
                self.id, component.state, component.attributes, context, told=told, forced=forced
            )
        else:
            self._home.report(self.id, UNAVAILABLE, component.capabilities, context, told=told)

    def _recall(self, previous: "MqttEntity") -> None:
        topics = {item.topic for item in self.component.config.availabilities()}
        known = previous._available  # noqa: SLF001 - its own kind
        self._available = {topic: known[topic] for topic in topics if topic in known}
        if topics:
            self._is_available = previous._is_available and bool(self._available)  # noqa: SLF001
        self._go_on_timing(previous)

    def _go_on_timing(self, previous: "MqttEntity") -> None:
        """Let what was running out go on running out."""
        expiry, off_timer = previous._expiry, previous._off_timer  # noqa: SLF001 - its own kind
        loop = asyncio.get_running_loop()
        if self._expire_after_s is not None and expiry is not None:
            self._is_expired = previous._is_expired  # noqa: SLF001
            if not self._is_expired:
                self._expiry = loop.call_at(expiry.when(), self._expire)
        if self._off_delay_s is not None and off_timer is not None and self.component.state == "on":
            self._off_timer = loop.call_at(off_timer.when(), self._switch_off)

    def _listen(self, topic: str, handler: Handler) -> None:
        self._subscriptions.append((topic, handler))
        self._connection.subscribe(topic, handler, qos=self.component.config.qos)

    def _taking(self, watch: Watch) -> Handler:
        component = self.component
        # Where it hears what it is told, the hub hears itself.
        echoing = command_topics(component.config)
        has_timers = self._expire_after_s is not None or self._off_delay_s is not None

        def handle(message: Message) -> None:
            component.told.clear()
            try:
                if not watch(message):
                    return
            except (ValueError, TypeError, KeyError, OverflowError) as error:
                self._complaints.tell(message.topic, error)
                return
            is_state = "state" in component.told
            if has_timers and is_state:
                self._set_timers()
            is_news = not message.is_kept and message.topic not in echoing
            told = frozenset(component.told) if is_news else NOTHING_TOLD
            self.report(told, forced=self._forces and is_state)

        return handle

    def _judging(self, availability: Availability) -> Handler:
        value_of = value_template(availability.value_template)
        verdicts = payloads(
            [(availability.payload_available, "yes"), (availability.payload_not_available, "no")]
        )
        topic = availability.topic
        decoded = self.component.decoded

        def handle(message: Message) -> None:
            try:
                verdict = verdicts.get(value_of(decoded(message)) or "")
            except PayloadError as error:
                self._complaints.tell(message.topic, error)
                return
            if verdict is not None:
                self._judge(topic, is_available=verdict == "yes")

        return handle

    def _judge(self, topic: str, *, is_available: bool) -> None:
        self._available[topic] = is_available
        mode = self.component.config.availability_mode
        if mode == "all":
            topics = self.component.config.availabilities()
            now = all(self._available.get(item.topic, False) for item in topics)
        elif mode == "any":
            now = any(self._available.values())
        else:
            now = is_available
        if now != self._is_available:
            self._is_available = now
            self.report()

    def _set_timers(self) -> None:
        loop = asyncio.get_running_loop()
        if self._expire_after_s is not None:
            if self._expiry is not None:
                self._expiry.cancel()
            self._is_expired = False
            self._expiry = loop.call_later(self._expire_after_s, self._expire)
        if self._off_timer is not None:
            self._off_timer.cancel()
            self._off_timer = None
        if self._off_delay_s is not None and self.component.state == "on":
            self._off_timer = loop.call_later(self._off_delay_s, self._switch_off)

    def _expire(self) -> None:
        self._is_expired = True
        self._expiry = None
        self.report()

    def _switch_off(self) -> None:
        self._off_timer = None
        self.component.state = "off"
        self.report()
