"""Cameras and images: pictures that a device sends over MQTT, or says where to get."""

import base64
import binascii
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import Field, model_validator

from hub.home.model import UNKNOWN
from hub.home.stills import MAX_STILL, Still, content_type_of
from integrations.mqtt.component import Component
from integrations.mqtt.config import EntityConfig, Template, Topic
from integrations.mqtt.message import Message, PayloadError
from integrations.mqtt.shelf import Link, Picture, link_in
from integrations.mqtt.templates import value_template

ContentType = Annotated[str, Field(pattern=r"^image/[a-z0-9.+-]{1,60}$")]


class CameraConfig(EntityConfig):
    """Keys of a camera."""

    topic: Topic
    image_encoding: Literal["b64"] | None = None


class ImageConfig(EntityConfig):
    """Keys of an image: it is sent, or where it lies."""

    image_topic: Topic | None = None
    image_encoding: Literal["b64"] | None = None
    content_type: ContentType | None = None
    url_topic: Topic | None = None
    url_template: Template | None = None

    @model_validator(mode="after")
    def _has_one_source(self) -> "ImageConfig":
        if (self.image_topic is None) == (self.url_topic is None):
            raise ValueError("expected one of image_topic and url_topic")
        if self.url_topic is not None and self.content_type is not None:
            raise ValueError("expected no content_type with url_topic: it comes with the picture")
        return self


class Pictured(Component):
    """What cameras and images share. Whoever drives it sets `show`, which is given each picture."""

    show: Callable[[Picture | None], None]

    def __init__(self, config: EntityConfig) -> None:
        super().__init__(config)
        self.show = _to_nobody


class Camera(Pictured):
    """A camera that sends its pictures one by one."""

    domain = "camera"
    config_type = CameraConfig
    config: CameraConfig

    def __init__(self, config: CameraConfig) -> None:
        super().__init__(config)
        self.state = "idle"
        self.told.clear()
        # Pictures are bytes, whatever the encoding of texts is.
        self.watches.append((config.topic, self._take))

    def _take(self, message: Message) -> bool:
        content = _content(message, self.config.image_encoding)
        self.show(Still(content, content_type_of(content)) if content else None)
        return False


class Image(Pictured):
    """An image; its state is when it came."""

    domain = "image"
    config_type = ImageConfig
    config: ImageConfig

    def __init__(self, config: ImageConfig) -> None:
        super().__init__(config)
        self._latest = b""
        self._url_of = value_template(config.url_template)
        if config.image_topic is not None:
            self.watches.append((config.image_topic, self._take))
        elif config.url_topic is not None:
            self._hear(config.url_topic, self._take_link)

    def succeed(self, former: Component) -> None:
        """Know the latest picture when the broker repeats it."""
        if isinstance(former, Image):
            self._latest = former._latest  # noqa: SLF001 - its own kind

    def _take(self, message: Message) -> bool:
        if self._is_repeated(message):
            return False
        content = _content(message, self.config.image_encoding)
        kind = self.config.content_type or content_type_of(content)
        self._came(Still(content, kind) if content else None)
        return True

    def _take_link(self, message: Message) -> bool:
        url = self._url_of(message)
        if not url or self._is_repeated(message):
            return False
        self._came(Link(link_in(url)))
        return True

    def _is_repeated(self, message: Message) -> bool:
        """Tell whether the broker only says again what it kept, as after a lost connection."""
        digest = hashlib.blake2b(message.payload, digest_size=16).digest()
        is_same, self._latest = digest == self._latest, digest
        return is_same and message.is_kept

    def _came(self, picture: Picture | None) -> None:
        self.show(picture)
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        self.state = UNKNOWN if picture is None else now


def _to_nobody(picture: Picture | None) -> None:
    del picture


def _content(message: Message, encoding: str | None) -> bytes:
    """Return the bytes of a picture.

    Raises:
        PayloadError: it is too large, or not what its encoding says.
    """
    content = message.payload
    # Four characters of base64 hold three bytes.
    most = MAX_STILL if encoding is None else MAX_STILL * 4 // 3 + 4
    if len(content) > most:
        raise PayloadError(f"expected a picture of at most {MAX_STILL} bytes, got {len(content)}")
    if encoding is None:
        return content
    try:
        return base64.b64decode(b"".join(content.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise PayloadError(f"expected a picture in base64: {error}") from None
