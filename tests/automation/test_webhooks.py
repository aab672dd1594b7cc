"""Who hears calls under `/api/webhook/`."""

from collections.abc import Mapping
from typing import Any

from hub.automation.webhooks import WebhookAnswer, WebhookCall, WebhookDesk

Heard = list[Mapping[str, Any]]


def call(method: str = "POST", *, is_local: bool = True, **more: Any) -> WebhookCall:
    return WebhookCall(method, is_local, {"q": "1"}, {}, b"", **more)


async def test_a_rule_hears_json_and_forms() -> None:
    desk, heard = WebhookDesk(), Heard()
    desk.open("door", heard.append, methods=("POST", "PUT"), local_only=True)
    await desk.call("door", call(is_json=True, json={"a": 1}))
    await desk.call("door", call("PUT", data={"b": "2"}))
    assert heard == [
        {"webhook_id": "door", "query": {"q": "1"}, "json": {"a": 1}},
        {"webhook_id": "door", "query": {"q": "1"}, "data": {"b": "2"}},
    ]


async def test_who_calls_from_far_or_otherwise_is_not_heard() -> None:
    desk, heard = WebhookDesk(), Heard()
    close = desk.open("door", heard.append, methods=("POST",), local_only=True)
    assert await desk.call("door", call(is_local=False)) == WebhookAnswer()
    assert await desk.call("door", call("GET")) == WebhookAnswer(status=405)
    assert await desk.call("other", call("GET")) == WebhookAnswer()
    close()
    assert await desk.call("door", call()) == WebhookAnswer()
    assert heard == []


async def test_who_serves_an_address_answers_there() -> None:
    desk = WebhookDesk()

    async def answer(webhook_id: str, told: WebhookCall) -> WebhookAnswer:
        return WebhookAnswer(value=f"{webhook_id} {told.method}")

    close = desk.serve("app".__eq__, answer)
    assert (await desk.call("app", call())).value == "app POST"
    close()
    assert (await desk.call("app", call())).value is None
