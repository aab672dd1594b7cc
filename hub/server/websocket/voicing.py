"""Runs of the voice assistant over the socket (Home Assistant, "Assist pipelines")."""

from collections.abc import Mapping
from typing import Any

from hub.home.errors import HubError
from hub.home.model import Source
from hub.home.plan import Request
from hub.home.speech import Failure, Stage, Voice
from hub.server.conversation_api import SentenceBody, processed
from hub.server.websocket.basics import MOVING
from hub.server.websocket.commands import NO_RESULT, CommandFailed, CommandTable
from hub.server.websocket.connection import Connection
from hub.server.websocket.running import Running
from hub.server.websocket.spoken_run import SpokenRun
from hub.server.websocket.talking import AGENT, PIPELINE

commands = CommandTable()

_STAGES = tuple(Stage)
_MISSING = {Stage.WAKE: "wake-engine-missing", Stage.STT: "stt-provider-missing"}


@commands.add("assist_pipeline/run", MOVING, Running)
async def run(connection: Connection, said: Running) -> object:
    """Understand a sound or a text, carry it out and speak, telling every stage."""
    if said.pipeline not in {None, PIPELINE}:
        raise CommandFailed("pipeline-not-found", f"no pipeline {said.pipeline!r}")
    if _STAGES.index(said.end_stage) < _STAGES.index(said.start_stage):
        message = f"a run cannot start with {said.start_stage!s} and end with {said.end_stage!s}"
        raise CommandFailed("validation-error", message)
    if said.start_stage is said.end_stage is Stage.INTENT and not said.anonymous:
        await _answer_text(connection, said)
        return NO_RESULT
    SpokenRun(connection, said, _voice_of(connection, said)).begin()
    return NO_RESULT


def _voice_of(connection: Connection, said: Running) -> Voice:
    """Return the assistant, if it may be had for this.

    Raises:
        CommandFailed: there is none, or not by this way.
    """
    if connection.source is Source.MCP:
        message = "an agent's server has no voice: start and end with 'intent'"
        raise CommandFailed("unauthorized", message)
    voice = connection.parts.voice
    if voice is None:
        raise CommandFailed(
            _MISSING.get(said.start_stage, "tts-not-supported"),
            "this hub hears and speaks text only: start and end with 'intent', or have it hear and"
            " speak with `voice:` in lares.yaml",
        )
    return voice


async def _answer_text(connection: Connection, said: Running) -> None:
    """Answer what was typed, as `conversation/process` does, and tell its stages."""
    number, language = said.id, said.language or connection.parts.config.language
    body = SentenceBody.model_validate(
        {
            "text": said.input.text,
            "conversation_id": said.conversation_id,
            "language": said.language,
            "area_id": said.area_id,
            "device_id": said.device_id,
        }
    )

    def tell(kind: str, data: Mapping[str, Any] | None = None) -> None:
        now = connection.parts.home.now()
        connection.tell(number, {"type": kind, "data": data, "timestamp": now})

    connection.send_result(number)
    ids = {"conversation_id": body.conversation_id}
    runner = {"stt_binary_handler_id": None, "timeout": said.timeout_s}
    tell("run-start", {"pipeline": PIPELINE, "language": language, "runner_data": runner} | ids)
    asked = Request(
        text=body.text, user_id=connection.user_id, conversation_id=body.conversation_id
    )
    shown = connection.parts.dialogue.shown(asked)
    start = {"engine": AGENT, "language": language, "intent_input": shown}
    tell("intent-start", start | ids | {"device_id": body.device_id, "prefer_local_intents": True})
    try:
        output = await processed(connection.caller, body)
    except HubError as error:
        tell("error", {"code": Failure.INTENT, "message": str(error)})
    else:
        tell("intent-end", {"processed_locally": True, "intent_output": output})
    tell("run-end")
    connection.finish(number)
