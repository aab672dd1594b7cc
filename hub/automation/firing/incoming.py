"""Triggers on what comes from outside: MQTT messages, webhooks, sentences."""

import json
from collections.abc import Mapping
from typing import Any

from hub.automation.firing.attachment import Attachment, log
from hub.automation.firing.errors import TriggerUnsupported
from hub.automation.model.triggers import ConversationTrigger, MqttTrigger, WebhookTrigger
from hub.automation.model.values import Template
from hub.automation.rendering import TemplateFailed
from hub.automation.world import MqttMessage
from hub.home.home import Unsubscribe

IncomingTrigger = MqttTrigger | WebhookTrigger | ConversationTrigger


def attach_incoming(trigger: IncomingTrigger, at: Attachment) -> Unsubscribe:
    """Begin; returns what ends it."""
    match trigger:
        case MqttTrigger():
            return _attach_mqtt(trigger, at)
        case WebhookTrigger():
            return at.world.webhooks.open(
                trigger.webhook_id,
                lambda call: at.now_fire(_told("webhook", "webhook", call)),
                methods=trigger.allowed_methods,
                local_only=trigger.local_only,
            )
        case ConversationTrigger():
            return _attach_sentences(trigger, at)


def _attach_sentences(trigger: ConversationTrigger, at: Attachment) -> Unsubscribe:
    try:
        return at.world.sentences.listen_for(
            trigger.command,
            lambda said: at.now_fire(_told("conversation", "conversation", said)),
        )
    except ValueError as error:
        raise TriggerUnsupported(trigger.place, f"command: {error}", "correct it") from None


def _attach_mqtt(trigger: MqttTrigger, at: Attachment) -> Unsubscribe:
    templates = at.world.templates
    topic = _text(trigger.topic, at) or ""
    wanted = _text(trigger.payload, at)

    def hear(message: MqttMessage) -> None:
        parsed = _parsed(message.payload)
        value: Any = message.payload
        if trigger.value_template is not None:
            known = {**at.variables, "value": value, "value_json": parsed}
            try:
                value = templates.text(trigger.value_template, known)
            except TemplateFailed as error:
                log.warning("%s: value_template: %s", trigger.place, error)
                return
        if wanted is None or value == wanted:
            at.now_fire(_message_data(message, parsed))

    return at.world.messages.subscribe(topic, hear, qos=trigger.qos, encoding=trigger.encoding)


def _message_data(message: MqttMessage, parsed: Any) -> dict[str, Any]:
    data = {
        "platform": "mqtt",
        "topic": message.topic,
        "payload": message.payload,
        "qos": message.qos,
        "description": f"mqtt topic {message.topic}",
    }
    if parsed is not None:
        data["payload_json"] = parsed
    return data


def _text(source: str | Template | None, at: Attachment) -> str | None:
    if isinstance(source, Template):
        return at.world.templates.text(source, at.variables)
    return source


def _parsed(payload: str | bytes) -> Any:
    try:
        return json.loads(payload)
    except (ValueError, RecursionError):
        return None


def _told(platform: str, description: str, told: Mapping[str, Any]) -> dict[str, Any]:
    return {"platform": platform, "description": description, **told}
