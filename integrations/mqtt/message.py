"""What goes over the wire: a message that came in, and one to be sent."""

from typing import Any, Final

import orjson

from hub.record import record

# A dict or list deeper or longer than any device needs is refused unparsed.
MAX_PAYLOAD: Final = 1_000_000


class PayloadError(ValueError):
    """A payload, or a template over it, does not make sense; the message says what was expected."""


class NoTopicError(PayloadError):
    """The device announced no topic for what it is told to do."""


class Message:
    """A received message. Text and JSON are made once, whoever of the topic's entities asks."""

    __slots__ = ("_json", "_text", "is_kept", "payload", "topic")

    def __init__(self, topic: str, payload: bytes, *, is_kept: bool = False) -> None:
        self.topic = topic
        self.payload = payload
        # Whether the broker had retained it: an answer to our subscribing, however old.
        self.is_kept = is_kept
        self._text: str | None = None
        self._json: Any = _UNPARSED

    @property
    def text(self) -> str:
        """The payload as text, undecodable bytes replaced."""
        if self._text is None:
            self._text = self.payload.decode("utf-8", "replace")
        return self._text

    @property
    def json(self) -> Any:
        """The payload parsed as JSON; `NOT_JSON` if it is none."""
        if self._json is _UNPARSED:
            self._json = _parse(self.payload)
        return self._json

    def decoded(self, encoding: str) -> "Message":
        """Return the message as UTF-8, taken for text in `encoding`."""
        text = self.payload.decode(encoding, "replace")
        return Message(self.topic, text.encode(), is_kept=self.is_kept)

    def json_object(self) -> dict[str, Any]:
        """Return the payload as a JSON object.

        Raises:
            PayloadError: it is something else.
        """
        value = self.json
        if not isinstance(value, dict):
            raise PayloadError(f"expected a JSON object, got {self.text[:80]!r}")
        return value


class _Marker:
    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


_UNPARSED: Final = _Marker("UNPARSED")
NOT_JSON: Final = _Marker("NOT_JSON")


def _parse(payload: bytes) -> Any:
    if len(payload) > MAX_PAYLOAD:
        return NOT_JSON
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError:
        return NOT_JSON


@record(frozen=True, slots=True)
class Publish:
    """A message to send. `raw` takes the place of the payload where that is no UTF-8.

    After `expires_s` seconds the broker gives it to nobody any more, if it speaks MQTT 5.
    """

    topic: str
    payload: str
    qos: int = 0
    retain: bool = False
    raw: bytes | None = None
    expires_s: int | None = None
