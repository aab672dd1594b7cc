"""Sentences: Home Assistant's conversation and its voice assistant, from text to text."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from hub.home.errors import HubError
from hub.server.conversation_api import LONGEST_TEXT, SentenceBody, processed
from hub.server.websocket.basics import ANYBODY, MOVING
from hub.server.websocket.commands import NO_RESULT, CommandFailed, CommandTable, Said
from hub.server.websocket.connection import Connection

commands = CommandTable()

# The hub itself, as Home Assistant's pages name who answers.
AGENT = "conversation.lares"
PIPELINE = "lares"
LANGUAGES = ("en", "de", "es", "fr", "it", "nl")

Short = Annotated[str, Field(max_length=128)]
Stage = Literal["wake_word", "stt", "intent", "tts"]


class Saying(Said):
    """A sentence, and where it belongs."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    conversation_id: Short | None = None
    language: Short | None = None
    device_id: Short | None = None


class Running(Said):
    """A run of the assistant: from one stage to another, with what goes in."""

    start_stage: Stage
    end_stage: Stage
    input: Mapping[str, Any] = Field(default_factory=dict)
    conversation_id: Short | None = None
    device_id: Short | None = None


class ThisPipeline(Said):
    """An assistant; none: the preferred."""

    pipeline_id: Short | None = None


@commands.add("conversation/process", MOVING, Saying)
async def process(connection: Connection, said: Saying) -> object:
    """Do what a sentence says, and tell what came of it."""
    body = said.model_dump(exclude={"id"}, exclude_none=True)
    return await processed(connection.caller, SentenceBody.model_validate(body))


@commands.add("conversation/prepare", ANYBODY)
async def prepare(connection: Connection, said: Said) -> None:
    """Get ready to understand a language: the hub is."""


@commands.add("conversation/agent/list", ANYBODY)
async def list_agents(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List who understands sentences: the hub."""
    agent = {"id": AGENT, "name": "Lares", "supported_languages": LANGUAGES}
    return {"agents": [agent]}


@commands.add("assist_pipeline/pipeline/list", ANYBODY)
async def list_pipelines(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List the assistants: one."""
    return {"pipelines": [_pipeline(connection)], "preferred_pipeline": PIPELINE}


@commands.add("assist_pipeline/pipeline/get", ANYBODY, ThisPipeline)
async def get_pipeline(connection: Connection, said: ThisPipeline) -> object:
    """Show an assistant."""
    if said.pipeline_id not in {None, PIPELINE}:
        raise CommandFailed("not_found", f"no pipeline {said.pipeline_id!r}")
    return _pipeline(connection)


@commands.add("assist_pipeline/language/list", ANYBODY)
async def list_languages(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List the languages that the assistant understands."""
    return {"languages": LANGUAGES}


@commands.add("assist_pipeline/run", MOVING, Running)
async def run(connection: Connection, said: Running) -> object:
    """Understand a text and carry it out, telling every stage."""
    if (said.start_stage, said.end_stage) != ("intent", "intent"):
        raise CommandFailed(
            "not_supported", "this hub hears and speaks text only: start and end with 'intent'"
        )
    body = SentenceBody.model_validate(
        {
            "text": said.input.get("text"),
            "conversation_id": said.conversation_id,
            "device_id": said.device_id,
        }
    )
    connection.send_result(said.id)
    await _run(connection, said.id, body)
    return NO_RESULT


async def _run(connection: Connection, number: int, body: SentenceBody) -> None:
    language = connection.parts.config.language

    def tell(kind: str, data: Mapping[str, Any] | None = None) -> None:
        now = connection.parts.home.now()
        connection.tell(number, {"type": kind, "data": data, "timestamp": now})

    ids = {"conversation_id": body.conversation_id}
    runner = {"stt_binary_handler_id": None, "timeout": 300}
    tell("run-start", {"pipeline": PIPELINE, "language": language, "runner_data": runner} | ids)
    start = {"engine": AGENT, "language": language, "intent_input": body.text}
    tell("intent-start", start | ids | {"device_id": body.device_id, "prefer_local_intents": True})
    try:
        output = await processed(connection.caller, body)
    except HubError as error:
        tell("error", {"code": "intent-failed", "message": str(error)})
    else:
        tell("intent-end", {"processed_locally": True, "intent_output": output})
    tell("run-end")


def _pipeline(connection: Connection) -> dict[str, Any]:
    language = connection.parts.config.language
    return {
        "id": PIPELINE,
        "name": "Lares",
        "language": language,
        "conversation_engine": AGENT,
        "conversation_language": language,
        "prefer_local_intents": True,
        "stt_engine": None,
        "stt_language": None,
        "tts_engine": None,
        "tts_language": None,
        "tts_voice": None,
        "wake_word_entity": None,
        "wake_word_id": None,
    }
