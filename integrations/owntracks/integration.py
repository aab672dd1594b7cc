"""OwnTracks: locations, transitions and waypoints of phones, over MQTT and HTTP."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self, assert_never

import orjson

from hub.home.commands import Command
from hub.home.errors import UnsupportedCommand
from hub.home.ids import EntityId, slugify
from hub.home.model import Context, Source
from hub.home.positions import Fix, Passage, Sighting, Tracking
from integrations.owntracks.config import OwnTracksConfig
from integrations.owntracks.messages import (
    Encrypted,
    Known,
    Location,
    MessageWrong,
    Other,
    Transition,
    Waypoint,
    Waypoints,
    decrypted,
    encrypted,
    read_message,
)

NAME = "owntracks"
# A region without a radius is a point or a beacon: no zone.
_BEACON = "b"
_log = logging.getLogger(__name__)

Stop = Callable[[], None]
Subscriber = Callable[[str, Callable[[str, bytes], None]], Stop]


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose phone it is: the last two parts of its topic, `owntracks/<user>/<device>`."""

    user: str
    device: str
    topic: str

    @property
    def tracker_id(self) -> EntityId:
        """The tracker, named as Home Assistant does."""
        return EntityId(f"device_tracker.{slugify(f'{self.user}_{self.device}')}")


class OwnTracks:
    """Hears phones and tells `tracking` what they say. One line in the log for what is wrong.

    `subscribe(topic, hear)` is the way to the broker, None where there is none.
    """

    name = NAME

    def __init__(
        self,
        config: OwnTracksConfig,
        tracking: Tracking,
        now: Callable[[], datetime],
        subscribe: Subscriber | None = None,
    ) -> None:
        self._config = config
        self._tracking = tracking
        self._now = now
        self._subscribe = subscribe
        self._unsubscribe: Stop | None = None

    async def __aenter__(self) -> Self:
        """Subscribe."""
        if self._subscribe is not None:
            self._unsubscribe = self._subscribe(self._config.mqtt_topic, self.hear)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Unsubscribe."""
        if self._unsubscribe is not None:
            self._unsubscribe()

    async def send(self, entity_id: EntityId, command: Command, context: Context) -> None:
        """Refuse: phones only tell.

        Raises:
            UnsupportedCommand: always.
        """
        del context
        raise UnsupportedCommand(entity_id, command.action, "OwnTracks only tells where phones are")

    def hear(self, topic: str, payload: bytes) -> None:
        """Take in a message of the broker; whatever is in it, nothing is raised.

        Devices publish under their topic and below it: `/event`, `/waypoint`, `/waypoints`, ...
        (OwnTracks Booklet, "MQTT").
        """
        if not payload:
            return  # a retained message was cleared
        try:
            sender = self._sender(topic)
            self._take(read_message(payload), sender)
        except MessageWrong as error:
            _log.warning("OwnTracks on %r: %s; left out", topic, error)

    async def handle(
        self, body: bytes | Mapping[str, Any], headers: Mapping[str, str]
    ) -> list[dict[str, Any]] | dict[str, Any]:
        """Answer a POST with the JSON that it gets (always with status 200, so phones go on).

        Who sent it is in `X-Limit-U` and `X-Limit-D`, else in the topic inside (OwnTracks Booklet,
        "HTTP"). The answer, friends' cards and locations, is empty; encrypted if the message was.
        """
        try:
            payload = body if isinstance(body, bytes) else orjson.dumps(dict(body))
            message = read_message(payload)
            sender = self._http_sender(message, headers)
            self._take(message, sender)
        except (MessageWrong, TypeError) as error:
            _log.warning("OwnTracks over HTTP: %s; left out", error)
            return []
        key = self._config.key_for(sender.topic)
        if isinstance(message, Encrypted) and key is not None:
            answer: dict[str, Any] = orjson.loads(encrypted(b"[]", key))
            return answer
        return []

    def tracker_of(self, body: bytes, headers: Mapping[str, str]) -> EntityId | None:
        """Return the tracker that a POST tells of, None if `handle` would leave it out."""
        try:
            return self._http_sender(read_message(body), headers).tracker_id
        except MessageWrong:
            return None

    def _sender(self, topic: str) -> Sender:
        base = self._config.topic_base
        rest = topic.removeprefix(f"{base}/").split("/") if base else topic.split("/")
        if len(rest) < 2 or not all(rest[:2]):  # noqa: PLR2004 - user and device
            raise MessageWrong(f"the topic is not {base}/<user>/<device>")
        user, device = rest[:2]
        return Sender(user, device, f"{base}/{user}/{device}")

    def _http_sender(self, message: Known | Other, headers: Mapping[str, str]) -> Sender:
        folded = {name.lower(): value for name, value in headers.items()}
        user = folded.get("x-limit-u", "")[:255]
        if user:
            device = folded.get("x-limit-d", "")[:255] or user
            return self._sender(f"{self._config.topic_base}/{user}/{device}")
        if message.topic:
            return self._sender(message.topic)
        if isinstance(message, Encrypted):
            inner = self._opened(message, Sender("", "", ""))
            if inner.topic:
                return self._sender(inner.topic)
        raise MessageWrong("nobody sent it: set a username and a device ID in the app")

    def _opened(self, message: Encrypted, sender: Sender) -> Known | Other:
        key = self._config.key_for(sender.topic)
        if key is None:
            raise MessageWrong(f"it is encrypted, and {sender.topic!r} has no secret here")
        return decrypted(message, key)

    def _take(self, message: Known | Other, sender: Sender) -> None:
        if isinstance(message, Encrypted):
            message = self._opened(message, sender)
        elif self._config.key_for(sender.topic) is not None and not isinstance(message, Other):
            raise MessageWrong(f"it is not encrypted, and {sender.topic!r} has a secret")
        match message:
            case Location():
                self._locate(message, sender)
            case Transition():
                self._pass(message, sender)
            case Waypoint():
                self._import((message,), sender)
            case Waypoints():
                self._import(message.waypoints, sender)
            case Other() | Encrypted():
                _log.debug("OwnTracks: %s of %s is not used", message.type, sender.topic)
            case _:
                assert_never(message)

    def _locate(self, message: Location, sender: Sender) -> None:
        if self._config.events_only:
            return
        if message.acc is None or message.acc <= 0:
            raise MessageWrong(
                f"its accuracy is {message.acc}: the phone does not know where it is"
            )
        rough_m = self._config.max_gps_accuracy
        if rough_m is not None and message.acc > rough_m:
            _log.debug("OwnTracks: %s is too rough: %g m", sender.topic, message.acc)
            return
        fix = Fix(message.lat, message.lon, self._time(message.tst), message.acc)
        sighting = Sighting(
            fix=fix,
            source_type="bluetooth_le" if message.t == _BEACON else "gps",
            battery_level=message.batt,
            name=f"{sender.user} {sender.device}",
            attributes=_told(message),
        )
        self._tracking.sighted(sender.tracker_id, sighting, _context())

    def _pass(self, message: Transition, sender: Sender) -> None:
        if not message.desc:
            raise MessageWrong("a transition without 'desc': share regions in the app")
        # A minus in front holds a beacon's region for longer; it is no part of its name.
        called = message.desc.lstrip("-").split(":", 1)[0]
        zone = self._config.region_mapping.get(called, called)
        at = self._time(message.tst)
        fix = None
        if message.lat is not None and message.lon is not None and message.acc:
            fix = Fix(message.lat, message.lon, at, message.acc)
        if message.t == _BEACON:
            fix = None  # the middle of the region, or 0, 0
        sighting = Sighting(
            fix=fix,
            name=f"{sender.user} {sender.device}",
            attributes={} if message.tid is None else {"tid": message.tid},
        )
        passage = Passage(zone=zone, event=message.event, at=at)
        self._tracking.passed(sender.tracker_id, passage, sighting, _context())

    def _import(self, waypoints: tuple[Waypoint, ...], sender: Sender) -> None:
        allowed = self._config.waypoint_whitelist
        if not self._config.waypoints or (allowed is not None and sender.user not in allowed):
            return
        for waypoint in waypoints:
            if waypoint.rad is not None and waypoint.rad > 0:
                name = f"{sender.user} {sender.device} - {waypoint.desc.split(':', 1)[0]}"
                self._tracking.add_zone(name, waypoint.lat, waypoint.lon, waypoint.rad)

    def _time(self, seconds: float | None) -> datetime:
        return self._now() if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _context() -> Context:
    return Context(source=Source.DEVICE)


def _told(message: Location) -> dict[str, Any]:
    """Return what a location tells besides, by Home Assistant's names."""
    told = {
        "tid": message.tid,
        "velocity": message.vel,
        "course": message.cog,
        "altitude": message.alt,
        "vertical_accuracy": message.vac,
        "battery_status": message.bs,
        "connection": message.conn,
    }
    return {name: value for name, value in told.items() if value is not None}
