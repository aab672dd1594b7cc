"""What comes in at a phone's webhook, and what is answered."""

from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import ValidationError

from integrations.mobile_app.registration import Registration
from integrations.mobile_app.sealing import opened

BAD_REQUEST, GONE, CREATED, OK = 400, 410, 201, 200
MAX_BODY = 1_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: a status, and a body to send as JSON."""

    status: int
    body: Any


class Refused(Exception):
    """Carries an answer out of the work."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__(str(answer.body))


def unpacked(phone: Registration, body: bytes) -> tuple[str, Any, bytes | None]:
    """Return the type, the data, and the key it was encrypted with, if it was."""
    if len(body) > MAX_BODY:
        raise Refused(failed("too_large", f"more than {MAX_BODY} bytes"))
    try:
        message = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Refused(Answer(BAD_REQUEST, {})) from None
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise ValueError("it has no type")  # noqa: TRY004 - the sender is wrong, not we
    if phone.secret is None:
        return message["type"], message.get("data", {}), None
    if not message.get("encrypted"):
        raise Refused(failed("encryption_required", "Encryption required"))
    data, key = opened(phone.secret, str(message.get("encrypted_data", "")))
    return message["type"], data, key


def wrong(error: ValidationError) -> Answer:
    """Return the answer to data of the wrong form."""
    return failed("invalid_format", text_of(error))


def failed(code: str, message: str) -> Answer:
    """Return Home Assistant's answer to what went wrong."""
    return Answer(BAD_REQUEST, {"success": False, "error": {"code": code, "message": message}})


def text_of(error: ValidationError) -> str:
    """Say what is wrong, the first few things."""
    found = error.errors(include_url=False)[:5]
    return "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in found)
