"""Sentences: Home Assistant's conversation, and which voice assistants there are: one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import Field

from hub.home.speech import SpeechToText, TextToSpeech, base_of
from hub.server.conversation_api import LONGEST_TEXT, SentenceBody, processed
from hub.server.speech_engines import fitting, hearing, speaking, waking
from hub.server.websocket.basics import ANYBODY, MOVING
from hub.server.websocket.commands import CommandFailed, CommandTable, Said
from hub.server.websocket.connection import Connection

commands = CommandTable()

# The hub itself, as Home Assistant's pages name who answers.
AGENT = "conversation.lares"
PIPELINE = "lares"
LANGUAGES = ("en", "de", "es", "fr", "it", "nl")

Spoken = TypeVar("Spoken", SpeechToText, TextToSpeech)

Short = Annotated[str, Field(max_length=128)]


class Saying(Said):
    """A sentence, and where it belongs."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    conversation_id: Short | None = None
    language: Short | None = None
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
    """List the languages that the assistant understands; with engines: those that they know too."""
    parts = connection.parts
    heard = [language for each in hearing(parts).values() for language in each.languages]
    spoken = [language for each in speaking(parts).values() for language in each.languages]
    return {"languages": _known_to(_known_to(LANGUAGES, heard), spoken)}


def _known_to(languages: Iterable[str], known: Sequence[str]) -> list[str]:
    """Return the languages that are among those known; all where no engine says what it knows."""
    bases = set(map(base_of, known))
    return [each for each in languages if not bases or base_of(each) in bases]


def _pipeline(connection: Connection) -> dict[str, Any]:
    """Return the assistant with the engines that count most for the language of the hub.

    Null where there is none: nothing hears it, or nothing speaks it.
    """
    parts = connection.parts
    language = parts.config.language
    ear_id, ear = _first(hearing(parts), language)
    mouth_id, mouth = _first(speaking(parts), language)
    waker_id, waker = next(iter(waking(parts).items()), (None, None))
    return {
        "id": PIPELINE,
        "name": "Lares",
        "language": language,
        "conversation_engine": AGENT,
        "conversation_language": language,
        "prefer_local_intents": True,
        "stt_engine": ear_id,
        "stt_language": _language(language, ear.languages) if ear else None,
        "tts_engine": mouth_id,
        "tts_language": _language(language, mouth.languages) if mouth else None,
        "tts_voice": next(iter(mouth.voices_of(language)), None) if mouth else None,
        "wake_word_entity": waker_id,
        "wake_word_id": next(iter(waker.words), None) if waker else None,
    }


def _first(engines: Mapping[str, Spoken], language: str) -> tuple[str, Spoken] | tuple[None, None]:
    """Return the first that knows a language."""
    found = (one for one in engines.items() if fitting(language, one[1].languages))
    return next(found, (None, None))


def _language(language: str, languages: Sequence[str]) -> str | None:
    """Return how an engine calls a language."""
    return next(iter(fitting(language, languages)), None)
