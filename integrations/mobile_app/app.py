"""The companion app's webhook, without its transport (Home Assistant, "Native app integration")."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from hub.home.commands import Command
from hub.home.errors import HubError, UnsupportedCommand
from hub.home.home import Home
from hub.home.ids import DeviceId, EntityId, UserId, new_id, slugify
from hub.home.model import Context, Device, Source
from hub.home.one_line import one_line
from hub.home.positions import Fix, Sighting, Tracking
from integrations.mobile_app.answers import (
    BAD_REQUEST,
    CREATED,
    GONE,
    OK,
    Answer,
    Refused,
    failed,
    text_of,
    unpacked,
    wrong,
)
from integrations.mobile_app.payloads import (
    TEMPLATES,
    UPDATES,
    Call,
    Event,
    Location,
    Said,
    Tag,
)
from integrations.mobile_app.registration import (
    Registration,
    RegistrationData,
    RegistrationStore,
    RegistrationUpdate,
    SensorData,
    SensorUpdate,
)
from integrations.mobile_app.sealing import SealBroken, new_secret, sealed
from integrations.mobile_app.sensors import Sensors, with_sensor

NAME = "mobile_app"
MOST_PHONES = 100
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """The ways into the rest of the hub that phones may take; each raises `HubError` if it fails.

    `call` takes the road of every action, guard included, as the phone's user. `config` is what
    `GET /api/config` tells; `sees` whether the phone's user sees an entity, `may_fire` whether
    they may make up events.
    """

    call: Callable[[str, Mapping[str, Any], Context], Awaitable[None]]
    render: Callable[[str, Mapping[str, Any], Context], Any]
    converse: Callable[[str, str | None, str | None, Context], Awaitable[Mapping[str, Any]]]
    config: Callable[[], Mapping[str, Any]]
    sees: Callable[[EntityId, Context], bool]
    may_fire: Callable[[Context], bool]


_Work = Callable[[Registration, Any], Awaitable[Answer]]
_EMPTY = Answer(OK, {})


class MobileApp:
    """Registers phones and does what they ask; `load` first."""

    name = NAME

    def __init__(
        self,
        home: Home,
        tracking: Tracking,
        store: RegistrationStore,
        doors: Doors,
        now: Callable[[], datetime],
    ) -> None:
        self._home = home
        self._tracking = tracking
        self._store = store
        self._doors = doors
        self._now = now
        self._sensors = Sensors(home)
        self._phones: dict[str, Registration] = {}
        self._works: dict[str, _Work] = {
            "update_location": self._update_location,
            "update_registration": self._update_registration,
            "register_sensor": self._register_sensor,
            "update_sensor_states": self._update_sensors,
            "get_zones": self._get_zones,
            "get_config": self._get_config,
            "fire_event": self._fire_event,
            "scan_tag": self._scan_tag,
            "call_service": self._call_service,
            "render_template": self._render,
            "conversation_process": self._converse,
            "enable_encryption": self._enable_encryption,
        }

    async def load(self) -> None:
        """Know the phones that registered earlier, and show their sensors."""
        for document in (await self._store.registrations()).values():
            try:
                phone = Registration.model_validate_json(document)
            except ValidationError as error:
                _log.warning("a registered phone cannot be read, register it again: %s", error)
                continue
            self._phones[phone.webhook_id] = phone
            self._show(phone)

    async def send(self, entity_id: EntityId, command: Command, context: Context) -> None:
        """Refuse: sensors of phones only tell.

        Raises:
            UnsupportedCommand: always.
        """
        del context
        raise UnsupportedCommand(entity_id, command.action, "a phone's sensor only tells")

    def knows(self, webhook_id: str) -> bool:
        """Tell whether a webhook is a phone's."""
        return webhook_id in self._phones

    def user_of(self, webhook_id: str) -> UserId | None:
        """Return whose phone a webhook is for."""
        phone = self._phones.get(webhook_id)
        return phone.user_id if phone is not None else None

    async def register(self, body: Mapping[str, Any], user_id: UserId | None) -> Answer:
        """Do `POST /api/mobile_app/registrations`, for the user whose token came with it.

        A phone that registers again gets a new webhook and keeps its tracker.
        """
        try:
            data = RegistrationData.model_validate(dict(body))
        except ValidationError as error:
            return wrong(error)
        before = self._registered_before(data, user_id)
        if before is None and len(self._phones) >= MOST_PHONES:
            return failed("too_many", f"there are {MOST_PHONES} phones already; remove some first")
        phone = Registration(
            webhook_id=new_id() + new_id(),
            user_id=user_id,
            device_id=before.device_id if before else DeviceId(f"mobile_app_{new_id()}"),
            tracker_id=before.tracker_id if before else self._new_tracker_id(data.device_name),
            data=data,
            secret=new_secret() if data.supports_encryption else None,
            sensors=before.sensors if before else {},
        )
        await self._keep(phone)
        if before is not None:
            del self._phones[before.webhook_id]
            await self._store.remove_registration(before.webhook_id)
        self._show(phone)
        told = {"webhook_id": phone.webhook_id, "secret": phone.secret}
        return Answer(CREATED, {**told, "cloudhook_url": None, "remote_ui_url": None})

    @property
    def phones(self) -> Sequence[Registration]:
        """The phones that are registered, the oldest first."""
        return list(self._phones.values())

    async def forget(self, device_id: DeviceId) -> None:
        """Forget a phone, its sensors and where it is; its webhook is gone. Unknown: no error."""
        phone = next((each for each in self.phones if each.device_id == device_id), None)
        if phone is None:
            return
        # In memory first: from here on it opens nothing.
        del self._phones[phone.webhook_id]
        try:
            await self._store.remove_registration(phone.webhook_id)
        except HubError:
            self._phones[phone.webhook_id] = phone  # it would be back after a restart
            raise
        self._sensors.remove(phone)
        self._tracking.forget(phone.tracker_id)

    async def handle(self, webhook_id: str, body: bytes) -> Answer:
        """Do `POST /api/webhook/<id>`; whatever is in it, nothing is raised.

        What cannot be read gets an empty answer, as apps expect, and a line in the log.
        """
        phone = self._phones.get(webhook_id)
        if phone is None:
            return Answer(GONE, {})
        try:
            kind, data, key = unpacked(phone, body)
            work = self._works.get(kind)
            answer = _EMPTY if work is None else await work(phone, data)
            if work is None:
                _warn(phone, f"its type: {kind[:64]!r} is not known")
        except Refused as error:
            return error.answer
        except ValidationError as error:
            _warn(phone, f"it sent wrong data: {text_of(error)}")
            return _EMPTY
        except (SealBroken, ValueError) as error:
            _warn(phone, f"it sent a wrong message: {error}")
            return _EMPTY
        if key is None or answer.status >= BAD_REQUEST:
            return answer
        return Answer(answer.status, sealed(answer.body, key))

    async def _update_location(self, phone: Registration, data: Any) -> Answer:
        told = Location.model_validate(data)
        fix = None
        if told.gps is not None:
            fix = Fix(*told.gps, self._now(), told.gps_accuracy)
        extra = {
            "altitude": told.altitude,
            "course": told.course,
            "speed": told.speed,
            "vertical_accuracy": told.vertical_accuracy,
        }
        sighting = Sighting(
            fix=fix,
            location_name=told.location_name or None,
            battery_level=None if told.battery is None else round(told.battery),
            name=phone.data.device_name,
            attributes={name: value for name, value in extra.items() if value is not None},
        )
        self._tracking.sighted(phone.tracker_id, sighting, _context(phone))
        return _EMPTY

    async def _update_registration(self, phone: Registration, data: Any) -> Answer:
        update = RegistrationUpdate.model_validate(data).model_dump(exclude_none=True)
        changed = phone.model_copy(update={"data": phone.data.model_copy(update=update)})
        await self._keep_changed(changed)
        self._show(changed)
        return Answer(OK, changed.public)

    async def _register_sensor(self, phone: Registration, data: Any) -> Answer:
        sensor = SensorData.model_validate(data)
        entity_id = self._sensors.id_for(phone, sensor)
        changed = with_sensor(phone, entity_id, sensor)
        if changed is None:
            return failed("too_many", "this phone has too many sensors")
        await self._keep_changed(changed)
        self._sensors.show(changed, sensor.unique_id, _context(phone))
        return Answer(CREATED, {"success": True})

    async def _update_sensors(self, phone: Registration, data: Any) -> Answer:
        answers: dict[str, Any] = {}
        for item in UPDATES.validate_python(data):
            unique_id = str(item.get("unique_id"))[:255]
            try:
                update = SensorUpdate.model_validate(item)
            except ValidationError as error:
                answers[unique_id] = failed("invalid_format", text_of(error)).body
                continue
            answers[unique_id] = self._sensors.update(phone, update, _context(phone))
        return Answer(OK, answers)

    async def _get_zones(self, phone: Registration, data: Any) -> Answer:
        del data
        zones = []
        for entity in sorted(self._home.entities_of(["zone"]), key=lambda each: each.id):
            if not self._doors.sees(entity.id, _context(phone)):
                continue
            state = self._home.state(entity.id)
            attributes = {**state.attributes, "friendly_name": entity.name, "icon": entity.icon}
            zones.append(
                {
                    "entity_id": entity.id,
                    "state": state.state,
                    "attributes": attributes,
                    "last_changed": state.last_changed.isoformat(),
                    "last_updated": state.last_updated.isoformat(),
                }
            )
        return Answer(OK, zones)

    async def _get_config(self, phone: Registration, data: Any) -> Answer:
        del data
        told = self._doors.config()
        names = (
            "latitude", "longitude", "elevation", "unit_system", "location_name", "time_zone",
            "components", "version", "theme_color",
        )  # fmt: skip
        answer = {name: told[name] for name in names if name in told}
        entities = {key: {"disabled": each.data.disabled} for key, each in phone.sensors.items()}
        return Answer(OK, {**answer, "hass_device_id": phone.device_id, "entities": entities})

    async def _fire_event(self, phone: Registration, data: Any) -> Answer:
        event = Event.model_validate(data)
        if not self._doors.may_fire(_context(phone)):
            raise Refused(failed("not_allowed", "the user of this phone may not make up events"))
        self._home.fire(event.event_type, event.event_data, _context(phone), origin="REMOTE")
        return _EMPTY

    async def _scan_tag(self, phone: Registration, data: Any) -> Answer:
        tag = Tag.model_validate(data)
        told = {"tag_id": tag.tag_id, "device_id": phone.device_id}
        self._home.fire("tag_scanned", told, _context(phone))
        return _EMPTY

    async def _call_service(self, phone: Registration, data: Any) -> Answer:
        call = Call.model_validate(data)
        action = f"{call.domain}.{call.service}"
        try:
            await self._doors.call(action, call.service_data, _context(phone))
        except HubError as error:
            _warn(phone, f"it called {action}: {error}")
            raise Refused(failed("failed", str(error))) from None
        return _EMPTY

    async def _render(self, phone: Registration, data: Any) -> Answer:
        answers: dict[str, Any] = {}
        for name, item in TEMPLATES.validate_python(data).items():
            try:
                answers[name] = self._doors.render(item.template, item.variables, _context(phone))
            except HubError as error:
                answers[name] = {"error": str(error)}
        return Answer(OK, answers)

    async def _converse(self, phone: Registration, data: Any) -> Answer:
        said = Said.model_validate(data)
        try:
            answer = await self._doors.converse(
                said.text, said.language, said.conversation_id, _context(phone)
            )
        except HubError as error:
            raise Refused(failed("failed", str(error))) from None
        return Answer(OK, dict(answer))

    async def _enable_encryption(self, phone: Registration, data: Any) -> Answer:
        del data
        if phone.secret is not None:
            return failed("encryption_already_enabled", "Encryption already enabled")
        changed = phone.model_copy(update={"secret": new_secret()})
        await self._keep_changed(changed)
        return Answer(OK, {"secret": changed.secret})

    async def _keep(self, phone: Registration) -> None:
        await self._store.put_registration(phone.webhook_id, phone.model_dump_json())
        self._phones[phone.webhook_id] = phone

    async def _keep_changed(self, phone: Registration) -> None:
        """Keep what a phone told of itself, unless it was forgotten meanwhile."""
        await self._store.put_registration(phone.webhook_id, phone.model_dump_json())
        if phone.webhook_id not in self._phones:
            await self._store.remove_registration(phone.webhook_id)
            raise Refused(Answer(GONE, {}))
        self._phones[phone.webhook_id] = phone

    def _registered_before(
        self, data: RegistrationData, user_id: UserId | None
    ) -> Registration | None:
        if data.device_id is None:
            return None
        for phone in self._phones.values():
            known = phone.data
            if (known.app_id, known.device_id, phone.user_id) == (
                data.app_id,
                data.device_id,
                user_id,
            ):
                return phone
        return None

    def _new_tracker_id(self, name: str) -> EntityId:
        taken = {phone.tracker_id for phone in self._phones.values()} | set(self._home.entities)
        wanted = found = EntityId(f"device_tracker.{slugify(name)}")
        count = 1
        while found in taken:
            count += 1
            found = EntityId(f"{wanted}_{count}")
        return found

    def _show(self, phone: Registration) -> None:
        self._home.put_device(
            Device(
                id=phone.device_id,
                name=phone.data.device_name,
                manufacturer=phone.data.manufacturer,
                model=phone.data.model,
                sw_version=phone.data.os_version,
            )
        )
        for unique_id in phone.sensors:
            self._sensors.put(phone, unique_id)


def _warn(phone: Registration, text: str) -> None:
    """Log a line about a phone, whose name and words are anybody's."""
    _log.warning("phone %s", one_line(f"{phone.data.device_name}: {text}"))


def _context(phone: Registration) -> Context:
    return Context(source=Source.API, user_id=phone.user_id)
