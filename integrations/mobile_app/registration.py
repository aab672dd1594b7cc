"""A phone as it registered, and the seam behind which registrations are kept."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from hub.home.ids import DeviceId, EntityId, UserId

Word = Annotated[str, Field(max_length=255)]
SensorType = Literal["binary_sensor", "sensor"]
SensorState = bool | int | float | Annotated[str, Field(max_length=255)] | None


class _Lenient(BaseModel):
    """What apps send: newer ones send keys that are not known here."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class RegistrationData(_Lenient):
    """The body of `POST /api/mobile_app/registrations`."""

    app_id: Word
    app_name: Word
    app_version: Word
    device_name: Word
    manufacturer: Word
    model: Word
    os_name: Word = ""
    os_version: Word | None = None
    device_id: Word | None = None
    supports_encryption: bool = False
    app_data: dict[str, Any] = {}


class RegistrationUpdate(_Lenient):
    """The data of `update_registration`."""

    app_version: Word
    device_name: Word
    manufacturer: Word
    model: Word
    os_version: Word | None = None
    app_data: dict[str, Any] | None = None


class SensorData(_Lenient):
    """The data of `register_sensor`."""

    name: Word
    type: SensorType
    unique_id: Word
    state: SensorState = None
    attributes: dict[str, Any] = {}
    device_class: Word | None = None
    unit_of_measurement: Word | None = None
    state_class: Word | None = None
    entity_category: Word | None = None
    icon: Word | None = "mdi:cellphone"
    disabled: bool = False


class SensorUpdate(_Lenient):
    """One item of `update_sensor_states`; what it does not say stays."""

    type: SensorType
    unique_id: Word
    state: SensorState
    attributes: dict[str, Any] = {}
    icon: Word | None = None


class KnownSensor(BaseModel):
    """A sensor of a phone, and the entity it became."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    entity_id: EntityId
    data: SensorData


class Registration(BaseModel):
    """A phone. The webhook id is all that its messages prove themselves with: keep it secret."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    webhook_id: str
    user_id: UserId | None
    device_id: DeviceId
    tracker_id: EntityId
    data: RegistrationData
    secret: str | None = None
    sensors: Mapping[str, KnownSensor] = {}

    @property
    def public(self) -> dict[str, Any]:
        """What of it may be told."""
        return self.data.model_dump(mode="json", exclude={"device_id", "os_name"})


class RegistrationStore(Protocol):
    """Keeps registrations as JSON; what a method was given is on disk when it returns."""

    async def registrations(self) -> Mapping[str, str]:
        """Return them by webhook id."""

    async def put_registration(self, webhook_id: str, document: str) -> None:
        """Add or replace one."""

    async def remove_registration(self, webhook_id: str) -> None:
        """Forget one; an unknown one is no error."""
