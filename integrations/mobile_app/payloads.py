"""What the companion app sends to its webhook, by type."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter


class Data(BaseModel):
    """Data that apps send; newer ones send keys that are not known here."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class Location(Data):
    """The data of `update_location`: degrees, metres, m/s, percent."""

    gps: tuple[float, float] | None = None
    gps_accuracy: float | None = Field(default=None, ge=0)
    location_name: str | None = Field(default=None, max_length=255)
    battery: float | None = None
    speed: float | None = None
    altitude: float | None = None
    course: float | None = None
    vertical_accuracy: float | None = None


class Call(Data):
    """The data of `call_service`."""

    domain: str = Field(max_length=64)
    service: str = Field(max_length=64)
    service_data: dict[str, Any] = {}


class Event(Data):
    """The data of `fire_event`."""

    event_type: str = Field(max_length=64)
    event_data: dict[str, Any] = {}


class Tag(Data):
    """The data of `scan_tag`."""

    tag_id: str = Field(max_length=255)


class Said(Data):
    """The data of `conversation_process`."""

    text: str = Field(max_length=2000)
    language: str | None = None
    conversation_id: str | None = None


class Rendered(Data):
    """One item of `render_template`."""

    template: str = Field(max_length=20_000)
    variables: dict[str, Any] = {}


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


UPDATES: TypeAdapter[list[dict[str, Any]]] = TypeAdapter(
    Annotated[list[dict[str, Any]], BeforeValidator(_listed), Field(max_length=500)]
)
TEMPLATES: TypeAdapter[dict[str, Rendered]] = TypeAdapter(
    Annotated[dict[str, Rendered], Field(max_length=50)]
)
